"""What a time phrase stands for: a stretch of days, and how precisely it is told.

`read_period` reads the words of one phrase without its preposition. It is a small grammar: a place
within a stretch ("the end of", "mid-", "early") before a stretch ("next year", "March 2024").
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeAlias

from pledgebook.extraction.date_words import date_words

Grain: TypeAlias = Literal["day", "week", "month", "quarter", "half", "season", "year", "span"]
View: TypeAlias = Literal["past", "future", "near"]

_DAYS_OF_UNIT = {"hour": 1, "day": 1, "weekend": 7, "week": 7, "fortnight": 14}
_MONTHS_OF_UNIT = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_FEW = 4
"""What "a few" and bare plurals count for: "within weeks" is about a month. A guess, marked vague."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`; `vague` where the text gives no number to work it out from."""

    first: date
    last: date
    grain: Grain
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """From where a phrase is read: the day of publication, an earlier date told, and the direction.

    `near` takes the closest on either side, a promised month half a year off as the coming one.
    """

    published: date
    told: Period | None
    view: View


def year_period(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def month_period(year: int, month: int) -> Period:
    """A month of a year; months below 1 and above 12 run into the years around."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def day_period(day: date) -> Period:
    return Period(day, day, "day")


def week_period(day: date) -> Period:
    """The days from Monday to Sunday around `day`."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6), "week")


def _stretch(year: int, month: int, months: int, grain: Grain) -> Period:
    return Period(month_period(year, month).first, month_period(year, month + months - 1).last, grain)


def end_of(period: Period) -> Period:
    """The last day of a week, the last month of a longer stretch."""
    if period.grain in ("day", "week", "month"):
        return period
    extra = 1 if period.grain == "season" else 0  # summers end with September's third week
    return month_period(period.last.year, period.last.month + extra)


def shift(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    there = month_period(day.year, day.month + months)
    return min(there.first + timedelta(days=day.day - 1), there.last)


def read_period(phrase: str, viewpoint: Viewpoint) -> Period | None:
    """The stretch of days that the phrase stands for; None if it tells no time."""
    words = _words(phrase)
    try:
        return _placed(words, viewpoint)
    except (ValueError, OverflowError):  # the 31st of June, a year before 1: no date
        return None


def _words(phrase: str) -> list[str]:
    lowered = phrase.lower().replace("’", "'").replace("–", "-").replace(",", " ")
    for mark in ("mid-", "end-", "late-", "early-"):
        if lowered.startswith(mark):
            lowered = mark[:-1] + " " + lowered[len(mark) :]
    words = lowered.replace("(", " ").replace(")", " ").split()
    return [word.rstrip(".") for word in words if word not in ("the", "about", "around", "some", "very")]


_PLACES = {
    "end": "end", "close": "end", "turn": "end", "rest": "end", "remainder": "end", "last-days": "end",
    "beginning": "early", "start": "early", "first-days": "early", "early": "early",
    "middle": "middle", "mid": "middle", "late": "late", "course": "whole", "earlier": "whole", "later": "whole",
    "eve": "eve", "run-up": "eve",
}  # fmt: skip


def _placed(words: list[str], viewpoint: Viewpoint) -> Period | None:
    if len(words) > 2 and words[0] in ("first", "last") and words[1] in ("days", "day", "week", "weeks") and words[2] == "of":
        words = [words[0] + "-days", *words[2:]]
    place = _PLACES.get(words[0]) if len(words) > 1 else None
    if place is None:
        return _stretch_of(words, viewpoint)
    rest = words[1:]
    while rest and rest[0] in ("of", "in", "to", "the"):
        rest = rest[1:]
    if place == "eve":
        return day_period(viewpoint.published - timedelta(days=1)) if rest else None
    inner = _stretch_of(rest, viewpoint) if rest else None
    return _within(inner, place) if inner else None


def _within(inner: Period, place: str) -> Period:
    if place == "end":
        return end_of(inner)
    if place == "middle" and inner.grain == "year":
        return month_period(inner.first.year, 6)
    if place == "late" and inner.grain == "year":
        return replace(inner, first=date(inner.first.year, 10, 1))
    return inner


def _stretch_of(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """A stretch without a place in it: the first reading that fits."""
    for reading in (_calendar, _ranged, _part_of_year, _named, _relative, _counted):
        found = reading(words, viewpoint)
        if found is not None:
            return found
    return None


def _year(word: str) -> int | None:
    digits = word.removeprefix("fy")
    if len(digits) == 4 and digits.isdigit():
        return int(digits)
    return 2000 + int(digits) if word.startswith("fy") and len(digits) == 2 and digits.isdigit() else None


def _day(word: str) -> int | None:
    digits = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
    return int(digits) if digits.isdigit() and len(digits) <= 2 else None


def _month(word: str) -> int | None:
    words = date_words()
    return words.months.get(word) or words.short_months.get(word)


def _calendar(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """ISO and numeric days, "18 March 2024", "March 18", "March 2024", "2024", "fiscal year 2024"."""
    if words[0] in ("fiscal", "financial", "budget", "fy", "year") and len(words) > 1:
        return _calendar([words[-1] if _year(words[-1]) else "fy" + words[-1]], viewpoint)
    if len(words) == 1:
        return _one_word(words[0], viewpoint)
    plain = [word for word in words if word != "of"]
    year = _year(plain[-1]) or _year_of(plain[-2:], viewpoint)
    if year is not None:
        plain = plain[:-1] if _year(plain[-1]) else plain[:-2]
    return _month_and_day(plain, year, viewpoint)


def _one_word(word: str, viewpoint: Viewpoint) -> Period | None:
    if (year := _year(word)) is not None:
        return year_period(year)
    numbers = word.replace("/", "-").replace(".", "-").split("-")
    if len(numbers) == 3 and all(number.isdigit() for number in numbers):
        first, middle, last = (int(number) for number in numbers)
        return day_period(date(first, middle, last) if first > 31 else date(last, middle, first))
    if len(numbers) == 2 and "/" in word and all(number.isdigit() for number in numbers) and int(numbers[1]) <= 12:
        return _nearest_day(int(numbers[1]), int(numbers[0]), viewpoint)
    return None


def _month_and_day(words: list[str], year: int | None, viewpoint: Viewpoint) -> Period | None:
    months = [(i, month) for i, word in enumerate(words) if (month := _month(word))]
    if len(months) != 1 or len(words) > 2:
        return None
    place, month = months[0]
    if len(words) == 1:
        return month_period(year, month) if year is not None else None
    day = _day(words[1 - place])
    if day is None:
        return None
    return day_period(date(year, month, day)) if year is not None else _nearest_day(month, day, viewpoint)


def _year_of(words: list[str], viewpoint: Viewpoint) -> int | None:
    """The year of "this year", "that year", "the following year"."""
    if len(words) != 2 or words[1] != "year":
        return None
    moved = {"this": 0, "current": 0, "last": -1, "previous": -1, "next": 1}.get(words[0])
    if moved is not None:
        return viewpoint.published.year + moved
    if viewpoint.told is not None and words[0] in ("that", "same", "following"):
        return viewpoint.told.first.year + (words[0] == "following")
    return None


def _nearest_day(month: int, day: int, viewpoint: Viewpoint) -> Period:
    """The day of a year that is not told: before publication, or after it if the text looks ahead."""
    published = viewpoint.published
    here = date(published.year, month, day)
    if viewpoint.view == "future":
        return day_period(here if here >= published else date(published.year + 1, month, day))
    # A release may be dated a day before the event that it tells of, never half a year.
    return day_period(here if here <= published + timedelta(days=45) else date(published.year - 1, month, day))


def _ranged(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """ "2023-2027", "2023 to 2027", "2025 and 2026", "April to June"."""
    joined = " ".join(words)
    for joint in (" to ", " through ", " until ", " and ", " or ", " - ", "-", "/"):
        left, found, right = joined.partition(joint)
        if found and left and right:
            first, last = _range_end(left.split(), viewpoint), _range_end(right.split(), viewpoint)
            return _joined(first, last, right)
    return None


def _range_end(words: list[str], viewpoint: Viewpoint) -> Period | None:
    if len(words) == 1 and len(words[0]) == 2 and words[0].isdigit():
        return year_period(viewpoint.published.year // 100 * 100 + int(words[0]))
    return _calendar(words, viewpoint) or _named(words, viewpoint)


def _joined(first: Period | None, last: Period | None, right: str) -> Period | None:
    if first is None or last is None:
        return None
    if first.grain == "month" and last.grain == "month" and first.first > last.first:
        first = month_period(last.first.year - (first.first.month > last.first.month), first.first.month)
    if first.first > last.last or (first.grain == "year" and len(right) == 2 and last.first.year > first.first.year + 20):
        return None
    return Period(first.first, last.last, last.grain)


def _part_of_year(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """ "Q3 2024", "the second half of the year", "the last quarter"."""
    number = date_words().ordinals.get(words[0])
    if number is None:
        return None
    short = words[0][0] if words[0] in ("q1", "q2", "q3", "q4", "h1", "h2") else ""
    unit = {"q": "quarter", "h": "half"}.get(short) or (words[1] if len(words) > 1 else "")
    if unit not in ("quarter", "half"):
        return None
    rest = [word for word in words[1:] if word not in ("quarter", "half", "of", "in")]
    year = _year_told(rest, viewpoint)
    if year is None:
        return None
    months, parts = (3, 4) if unit == "quarter" else (6, 2)
    if not -1 <= number <= parts:
        return None
    index = parts if number == -1 else number
    found = _stretch(year, (index - 1) * months + 1, months, "quarter" if unit == "quarter" else "half")
    if not rest and viewpoint.view == "future" and found.last < viewpoint.published:
        found = _stretch(year + 1, (index - 1) * months + 1, months, found.grain)
    return found


def _year_told(words: list[str], viewpoint: Viewpoint) -> int | None:
    if not words or words == ["year"]:
        return viewpoint.published.year
    return _year(words[-1]) or _year_of(words[-2:], viewpoint)


def _named(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """A month, weekday, season or feast by its name, with or without "last", "next", "this"."""
    lists = date_words()
    which = words[0] if words[0] in _WHICH else ""
    rest = words[1:] if which else words
    if not rest:
        return None
    if len(rest) == 1 and rest[0] in lists.months:
        return _named_month(lists.months[rest[0]], which, viewpoint)
    if rest[0] in lists.weekdays:
        return day_period(_named_weekday(lists.weekdays[rest[0]], which, viewpoint))
    if rest[0] in lists.seasons:
        return _season(rest, which, viewpoint)
    return _feast(" ".join(rest), viewpoint)


_WHICH = ("this", "last", "next", "past", "coming", "that", "same", "following", "previous", "upcoming", "current")


def _named_month(month: int, which: str, viewpoint: Viewpoint) -> Period:
    """A month without a year: the last one not after publication, or the next if the text looks ahead."""
    published = viewpoint.published
    months = month - published.month
    if which in ("next", "coming", "upcoming"):
        months += 12 if months <= 0 else 0
    elif which in ("last", "past", "previous"):
        months -= 12 if months >= 0 else 0
    elif which == "this":
        pass
    elif viewpoint.view == "near":
        months = (months + 5) % 12 - 5
    elif viewpoint.view == "future":
        months += 12 if months < 0 else 0
    else:
        months -= 12 if months > 0 else 0
    return month_period(published.year, published.month + months)


def _named_weekday(weekday: int, which: str, viewpoint: Viewpoint) -> date:
    back = (viewpoint.published.weekday() - weekday) % 7
    if which in ("last", "past", "previous"):
        return viewpoint.published - timedelta(days=back or 7)
    if which in ("next", "coming", "upcoming", "following"):
        return viewpoint.published + timedelta(days=7 - back)
    if viewpoint.view == "future":
        return viewpoint.published + timedelta(days=(7 - back) % 7)
    return viewpoint.published - timedelta(days=back)


def _season(words: list[str], which: str, viewpoint: Viewpoint) -> Period | None:
    start = date_words().seasons[words[0]]
    rest = [word for word in words[1:] if word not in ("of", "in")]
    year = viewpoint.published.year if not rest else _year_told(rest, viewpoint)
    if year is None:
        return None
    season = _stretch(year, start, 3, "season")
    if rest:
        return season
    if viewpoint.view == "near" and not which:
        months = (start - viewpoint.published.month + 5) % 12 - 5
        return _stretch(viewpoint.published.year, viewpoint.published.month + months, 3, "season")
    if which in ("next", "coming", "upcoming") or (viewpoint.view == "future" and which != "last"):
        return season if season.last >= viewpoint.published else _stretch(year + 1, start, 3, "season")
    if which == "this" and start != 12:
        return season
    previous = _stretch(year - 1, start, 3, "season")
    return previous if season.first > viewpoint.published or (which == "last" and season.last >= viewpoint.published) else season


def _feast(name: str, viewpoint: Viewpoint) -> Period | None:
    year = viewpoint.published.year
    fixed = date_words().holidays.get(name)
    if fixed is not None:
        return _nearest_feast(*fixed, viewpoint)
    if name in ("new year", "new year's"):  # the turn of the year, told from either side
        return month_period(year + (viewpoint.published.month > 6), 1)
    if name == "easter":
        return day_period(_easter(year))
    return month_period(year, 6) if name == "midsummer" else None


def _nearest_feast(month: int, day: int, viewpoint: Viewpoint) -> Period:
    here = date(viewpoint.published.year, month, day)
    if viewpoint.view == "past" and (here - viewpoint.published).days > 182:
        return day_period(date(here.year - 1, month, day))
    return day_period(here)


def _easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _relative(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """ "yesterday", "this week", "next year", "the same month", "the year"."""
    published = viewpoint.published
    moved = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}.get(words[0])
    if moved is not None:
        return day_period(published + timedelta(days=moved))
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
        return _stretch(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * moved, 3, "quarter")
    return year_period(day.year + moved) if unit == "year" else None


def _counted(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """ "three weeks ago", "two days later", "next 12 months", "past two years", "weeks"."""
    direction, words = _direction(words, viewpoint)
    unit = words[-1].removesuffix("'").removesuffix("s") if words else ""
    if unit not in _DAYS_OF_UNIT and unit not in _MONTHS_OF_UNIT:
        return None
    count, vague = _count(words[:-1])
    anchor = _anchor(direction, viewpoint)
    sign = -1 if direction in ("ago", "earlier", "past") else 1
    return _moved(anchor, sign * count, unit, vague) if direction in _SINGLE else _span(anchor, sign * count, unit, vague)


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
        return day_period(day) if exact and not vague else replace(month_period(day.year, day.month), vague=vague)
    day = shift(anchor, round(count * _MONTHS_OF_UNIT[unit]))
    if unit == "month":
        return replace(month_period(day.year, day.month), vague=vague)
    return replace(year_period(day.year), vague=vague)


def _span(anchor: date, count: float, unit: str, vague: bool) -> Period:
    """The stretch between the anchor and the point at a distance from it."""
    if unit in _DAYS_OF_UNIT:
        far = anchor + timedelta(days=int(count * _DAYS_OF_UNIT[unit]))
    else:
        far = shift(anchor, round(count * _MONTHS_OF_UNIT[unit]))
    return Period(min(anchor, far), max(anchor, far), "span", vague)
