"""What a time phrase stands for: a small grammar of the words of one phrase.

A place within a stretch ("the end of", "mid-", "early") stands before a stretch ("next year", "March
2024"); the readers of stretches are asked in turn.
"""

from __future__ import annotations

from datetime import date, timedelta

from pledgebook.extraction.date_calendar import read_calendar, read_part_of_year
from pledgebook.extraction.date_counts import read_counted, read_relative
from pledgebook.extraction.date_names import read_named
from pledgebook.extraction.date_periods import Period, Viewpoint, day_period, end_of, month_period, year_period


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
    if lowered.endswith(" period"):
        lowered = lowered.removesuffix(" period").replace("-", " ") + "s"
    words = lowered.replace("(", " ").replace(")", " ").split()
    return [word.rstrip(".") for word in words if word not in ("the", "about", "around", "some", "very")]


_PLACES = {
    "end": "end", "close": "end", "turn": "end", "rest": "end", "remainder": "end", "last-days": "end",
    "beginning": "early", "start": "early", "first-days": "early", "early": "early",
    "middle": "middle", "mid": "middle", "late": "late", "course": "whole", "earlier": "whole", "later": "whole",
    "eve": "eve", "run-up": "eve",
}  # fmt: skip


def _placed(words: list[str], viewpoint: Viewpoint) -> Period | None:
    if (
        len(words) > 2
        and words[0] in ("first", "last")
        and words[1] in ("days", "day", "week", "weeks")
        and words[2] == "of"
    ):
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
        return inner._replace(first=date(inner.first.year, 10, 1))
    return inner


def _stretch_of(words: list[str], viewpoint: Viewpoint) -> Period | None:
    """A stretch without a place in it: the first reading that fits."""
    for reading in (read_calendar, _ranged, read_part_of_year, read_named, read_relative, read_counted):
        found = reading(words, viewpoint)
        if found is not None:
            return found
    return None


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
    return read_calendar(words, viewpoint) or read_named(words, viewpoint)


def _joined(first: Period | None, last: Period | None, right: str) -> Period | None:
    if first is None or last is None:
        return None
    if first.grain == "month" and last.grain == "month" and first.first > last.first:
        first = month_period(last.first.year - (first.first.month > last.first.month), first.first.month)
    if first.first > last.last or (
        first.grain == "year" and len(right) == 2 and last.first.year > first.first.year + 20
    ):
        return None
    return Period(first.first, last.last, last.grain)
