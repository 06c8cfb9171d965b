"""Times told from another time: "yesterday", "next year", "three weeks ago", "within six months"."""

from __future__ import annotations

from datetime import date, timedelta

from pledgebook.extraction.date_periods import (
    Period,
    Viewpoint,
    day_period,
    month_period,
    shift,
    stretch,
    week_period,
    year_period,
)
from pledgebook.extraction.date_words import date_words

_DAYS_OF_UNIT = {"hour": 1, "day": 1, "weekend": 7, "week": 7, "fortnight": 14}
_MONTHS_OF_UNIT = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_FEW = 4
"""What "a few" and bare plurals count for: "within weeks" is about a month. A guess, marked vague."""


def read_relative(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """ "yesterday", "this week", "next year", "the same month", "the year"."""
    published = viewpoint.published
    moved = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}.get(words[0])
    if moved is not None:
        return day_period(published + timedelta(days=moved))
    if words in (["day", "after", "tomorrow"], ["day", "before", "yesterday"]):
        return day_period(published + timedelta(days=2 if words[1] == "after" else -2))
    if words[-1] in ("morning", "afternoon", "evening", "night"):
        return day_period(published - timedelta(days=words[0] == "last"))
    if len(words) == 1:
        return _unit_around(published, words[0].removesuffix("'s"), 0)
    if len(words) != 2:
        return None
    if words[0] in ("that", "same", "following"):
        told = viewpoint.told
        return _unit_around(told.first, words[1], int(words[0] == "following")) if told else None
    moved = {"this": 0, "current": 0, "last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(words[0])
    return None if moved is None else _unit_around(published, words[1], moved)


def _unit_around(day: date, unit: str, moved: int) -> Period | None:
    if unit == "day":
        return day_period(day + timedelta(days=moved))
    if unit == "week":
        return week_period(day + timedelta(days=7 * moved))
    if unit == "weekend":
        saturday = week_period(day + timedelta(days=7 * (moved if moved else 0))).last - timedelta(days=1)
        return Period(saturday, saturday + timedelta(days=1), "week")
    if unit == "month":
        return month_period(day.year, day.month + moved)
    if unit == "quarter":
        return stretch(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * moved, 3, "quarter")
    if unit == "decade":
        first = day.year // 10 * 10 + 10 * moved
        return Period(date(first, 1, 1), date(first + 9, 12, 31), "year")
    return year_period(day.year + moved) if unit == "year" else None


def read_counted(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """ "three weeks ago", "two days later", "next 12 months", "past two years", "weeks"."""
    direction, words = _direction(words, viewpoint)
    unit = words[-1].removesuffix("'").removesuffix("s") if words else ""
    if unit not in _DAYS_OF_UNIT and unit not in _MONTHS_OF_UNIT:
        return None
    count, vague = _count(words[:-1])
    anchor = _anchor(direction, viewpoint)
    sign = -1 if direction in ("ago", "earlier", "past") else 1
    return (
        _moved(anchor, sign * count, unit, vague) if direction in _SINGLE else _span(anchor, sign * count, unit, vague)
    )


_SINGLE = ("ago", "earlier", "later", "now", "time")
_AHEAD = ("next", "coming", "following", "first")


def _direction(words: list[str], viewpoint: Viewpoint) -> tuple[str, list[str]]:
    """What the phrase counts from: "ago", "later", "next", "past", or "in" for a bare count."""
    if words[-1] in ("ago", "earlier", "later"):
        return words[-1], words[:-1]
    if words[-1] == "now" and len(words) > 2:
        return "now", words[:-2]
    if words[-1] == "time":
        return "time", words[:-1]
    if words[0] in ("past", "last"):
        return "past", words[1:]
    if words[0] in _AHEAD:
        return ("in" if words[0] != "first" else "first"), words[1:]
    return "in", words


def _anchor(direction: str, viewpoint: Viewpoint) -> date:
    told = viewpoint.told
    if direction in ("later", "first") and told is not None:
        return told.first
    if direction == "in" and told is not None and told.last < viewpoint.published:
        return told.last if told.grain == "day" else told.first
    return viewpoint.published


def _count(words: list[str]) -> tuple[float, bool]:
    """The number that the words tell, and whether they leave it open ("a few", no word at all)."""
    lists = date_words()
    total = 0.0
    for i, word in enumerate(words):
        if word in lists.vague:
            return float(_FEW), True
        if word.isdigit():
            total = max(total, float(word))
        elif word == "half" and i and words[i - 1] == "a":
            total += 0.5
        elif word in lists.numbers:
            total = max(total, float(lists.numbers[word]))
    return (total, False) if total else (float(_FEW), True)


def _moved(anchor: date, count: float, unit: str, vague: bool) -> Period:
    """One point at a distance: days stay days, weeks beyond the first give a month, years a year."""
    if unit in _DAYS_OF_UNIT:
        day = anchor + timedelta(days=int(count * _DAYS_OF_UNIT[unit]))
        exact = unit in ("day", "hour") or abs(count) == 1
        return day_period(day) if exact and not vague else month_period(day.year, day.month)._replace(vague=vague)
    day = shift(anchor, round(count * _MONTHS_OF_UNIT[unit]))
    if unit == "month":
        return month_period(day.year, day.month)._replace(vague=vague)
    return year_period(day.year)._replace(vague=vague)


def _span(anchor: date, count: float, unit: str, vague: bool) -> Period:
    """The stretch between the anchor and the point at a distance from it."""
    if unit in _DAYS_OF_UNIT:
        far = anchor + timedelta(days=int(count * _DAYS_OF_UNIT[unit]))
    else:
        far = shift(anchor, round(count * _MONTHS_OF_UNIT[unit]))
    return Period(min(anchor, far), max(anchor, far), "span", vague)
