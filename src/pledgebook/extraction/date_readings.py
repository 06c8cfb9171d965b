"""What a time phrase tells at its place: its dates, its part, and whether it tells a time at all."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pledgebook.extraction.date_mentions import Role, Tense
from pledgebook.extraction.date_periods import Period, Viewpoint
from pledgebook.extraction.date_phrases import read_period
from pledgebook.extraction.date_search import Phrase
from pledgebook.extraction.date_words import date_words
from pledgebook.model import PartialDate


class Reading(NamedTuple):
    """The stretch that is told and how, with the fields of the mention that follow from it."""

    period: Period
    date: PartialDate
    role: Role
    tense: Tense
    first: PartialDate | None


@lru_cache(maxsize=8192)
def read_phrase(phrase: Phrase, viewpoint: Viewpoint, dateline: bool) -> Reading | None:
    """The reading of a phrase from a viewpoint; None if it tells no time."""
    period = _period(phrase, viewpoint)
    if period is None or not _makes_sense(phrase, period):
        return None
    published = viewpoint.published
    if dateline:
        period = _period(phrase, Viewpoint(published, None, "past")) or period
    role = "dateline" if dateline else _role(phrase, period, published)
    return Reading(period, _told(period, role, phrase, published), role, _tense(period, published), _first(period))


def _period(phrase: Phrase, viewpoint: Viewpoint) -> Period | None:
    if phrase.absolute:  # the same from everywhere in one century ("2024-27")
        viewpoint = Viewpoint(date(viewpoint.published.year // 100 * 100, 1, 1), None, "past")
    return _read(phrase.body, viewpoint)


_read = lru_cache(maxsize=8192)(read_period)


def _first(period: Period) -> PartialDate | None:
    """The beginning of a stretch."""
    if period.grain == "year" and period.first.year != period.last.year:
        return PartialDate(period.first.year)
    return PartialDate.of(period.first) if period.grain in ("span", "half", "quarter", "season") else None


_DURATION = ("in", "within", "over")


def _makes_sense(phrase: Phrase, period: Period) -> bool:
    """Whether the preposition fits: "for ten years", "over 5 days" alone tell no date."""
    body = phrase.low
    if period.grain == "span" and not phrase.relative:
        return phrase.preposition in _DURATION
    if body.removeprefix("the ") in ("day", "meeting", "summit", "conference", "weekend"):
        return False
    if period.grain == "year" and body in ("year", "the year", "a year"):
        return phrase.preposition in ("in", "during", "for", "by", "over") and body == "the year"
    return True


def _role(phrase: Phrase, period: Period, published: date) -> Role:
    given = date_words().roles.get(phrase.preposition, "")
    stretch = period.grain in ("year", "half", "quarter", "season", "span")
    if given == "start":
        return "deadline" if period.grain == "year" and period.first.year != period.last.year else "start"
    if period.grain == "span":
        return "deadline" if period.last > published else "period"
    if phrase.preposition in ("over", "into", "in the course of", "through", "within"):
        return "deadline" if period.last >= published else "period"
    if given == "deadline":
        return "deadline"
    if given == "period":
        return "period"
    return "period" if stretch and period.last >= published else "point"


def _told(period: Period, role: Role, phrase: Phrase, published: date) -> PartialDate:
    """The date as precise as the text has it: the end of the stretch, a past season as its year."""
    last = period.last
    if period.grain == "day":
        return PartialDate.of(last)
    if period.grain == "year":
        return PartialDate(last.year)
    if period.grain == "season":
        if last < published and (
            role in ("point", "start") or (period.first < published and phrase.low.startswith("late"))
        ):
            return PartialDate(period.first.year)
        edge = period.first if role == "deadline" and phrase.preposition in ("by", "before", "until") else last
        return PartialDate(edge.year, edge.month)
    if period.grain == "span":
        return _told_span(period, last)
    edge = period.first if role == "start" and period.grain != "month" else last
    return PartialDate(edge.year, edge.month)


_LONG_SPAN = 600
"""Days from which a count is of years, and its end no more than a year (two years less some weeks)."""


def _told_span(period: Period, last: date) -> PartialDate:
    days = (last - period.first).days
    if days >= _LONG_SPAN:
        return PartialDate(last.year)
    return PartialDate.of(last) if days <= 3 and not period.vague else PartialDate(last.year, last.month)


def _tense(period: Period, published: date) -> Tense:
    if period.last < published:
        return "past"
    return "future" if period.first > published else "present"
