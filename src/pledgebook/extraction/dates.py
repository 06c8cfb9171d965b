"""Times told in prose: each phrase with its place, its date as precise as told, and its part.

`find_dates` reads English text. What a phrase alone leaves open (the year of "in March", the week
of "on Monday") is taken from the words around it: a sentence that looks ahead means the next one,
any other the last one not after publication.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import re2

from pledgebook.extraction.date_choice import announcement_day, due_of, happened_of
from pledgebook.extraction.date_direction import view_of
from pledgebook.extraction.date_mentions import DateMention, Role, Tense
from pledgebook.extraction.date_periods import Period, View, Viewpoint
from pledgebook.extraction.date_phrases import read_period
from pledgebook.extraction.date_words import date_words, phrase_pattern
from pledgebook.model import PartialDate

__all__ = ["DateMention", "announcement_day", "due_of", "end_of_period", "find_dates", "happened_of"]

_SENTENCE = 160
"""Characters between two times of one sentence at most."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A place in the text that has the form of a time phrase."""

    start: int
    end: int
    preposition: str
    body: str


def find_dates(text: str, published: date) -> list[DateMention]:
    """The times told in `text`, in order, none over another."""
    mentions: list[DateMention] = []
    told: Period | None = None
    for found in _candidates(text):
        near = bool(mentions) and _same_sentence(text[mentions[-1].end : found.start])
        period, mention = _mention(text, found, published, (told, near))
        if mention is None:
            continue
        mentions.append(mention)
        if period is not None and mention.role in ("point", "period", "dateline"):
            told = period
    return mentions


def end_of_period(told: PartialDate) -> PartialDate:
    """The last day of a year or month told, a day itself: when a promise for it falls due."""
    return PartialDate.of(told.last_day)


def _candidates(text: str) -> Iterator[_Found]:
    for match in phrase_pattern().finditer(text):
        group = 1 if match.group(2) is not None else 3
        preposition = " ".join((match.group(group) or "").lower().split())
        found = _Found(match.start(), match.end(), preposition, match.group(group + 1))
        if not _is_number(text, found):
            yield found


@cache
def _unit_after() -> Any:
    """What shows a bare year to be a number: a thing counted, a share, a sum."""
    return re2.compile(
        r"^(?:[.,]\d|%|\s+(?:per\s?cent|percent|million|billion|people|men|km|tonnes|tons|[a-z]+[a-z]s\b))"
    )


def _is_number(text: str, found: _Found) -> bool:
    """Whether a bare year is a number ("of 2000 tanks", "2,000"), or a decimal follows."""
    if not found.body.isdigit():
        return False
    after = _unit_after().search(text[found.end : found.end + 30])
    return after is not None and after.group(0).strip() not in date_words().verbs_in_s


def _mention(
    text: str, found: _Found, published: date, before: tuple[Period | None, bool]
) -> tuple[Period | None, DateMention | None]:
    body = found.body.lower()
    phrase = text[found.start : found.end]
    if "far" in body or body in ("to date", "until now", "up to now"):
        now = PartialDate.of(published)
        return None, DateMention(found.start, found.end, phrase, now, "sofar", "present")
    view = _view(text, found)
    period = _read(found.body, Viewpoint(published, _anchor_for(found, *before), view))
    if period is None or not _makes_sense(found, period, text[found.end : found.end + 12]):
        return None, None
    role = _role(text, found, period, published)
    if role == "dateline":
        period = _read(found.body, Viewpoint(published, None, "past")) or period
    told_date = _told(period, role, found, published)
    first = PartialDate.of(period.first) if period.grain in ("span", "half", "quarter", "season") else None
    if period.grain == "year" and period.first.year != period.last.year:
        first = PartialDate(period.first.year)
    tense = _tense(period, published)
    return period, DateMention(found.start, found.end, phrase, told_date, role, tense, first, period.vague, view)


def _view(text: str, found: _Found) -> View:
    """The direction in which to read: what is due is to come, unless it "was" due; a deadline may be either."""
    if found.preposition.startswith("due"):
        return "past" if text[: found.start].endswith(("was ", "were ", "been ")) else "future"
    view = view_of(text, found.start, found.end)
    return "near" if view == "past" and date_words().roles.get(found.preposition) == "deadline" else view


@lru_cache(maxsize=8192)
def _read(body: str, viewpoint: Viewpoint) -> Period | None:
    return read_period(body, viewpoint)


def _same_sentence(between: str) -> bool:
    return ". " not in between and "\n" not in between and len(between) < _SENTENCE


def _anchor_for(found: _Found, told: Period | None, near: bool) -> Period | None:
    """What "two days later" counts from; "within a year" only from a time told in its sentence."""
    body = found.body.lower()
    if any(word in body for word in ("later", "that", "same", "following", "first")):
        return told
    return told if near and found.preposition == "within" else None


_DURATION = ("in", "within", "over")


def _makes_sense(found: _Found, period: Period, after: str) -> bool:
    """Whether the preposition fits: "for ten years", "over 5 days" alone tell no date."""
    body = found.body.lower()
    relative = any(
        word in body.split() for word in ("next", "coming", "past", "last", "first", "ago", "later", "earlier")
    )
    if period.grain == "span" and not relative:
        return found.preposition in _DURATION
    if body.endswith(("half", "quarter")) and after.lstrip().startswith(("of", "billion", "million", "a ", "dozen")):
        return False
    if body.removeprefix("the ") in ("day", "meeting", "summit", "conference", "weekend"):
        return False
    if period.grain == "year" and body in ("year", "the year", "a year"):
        return found.preposition in ("in", "during", "for", "by", "over") and body == "the year"
    return True


def _role(text: str, found: _Found, period: Period, published: date) -> Role:
    if _is_dateline(text, found):
        return "dateline"
    given = date_words().roles.get(found.preposition, "")
    stretch = period.grain in ("year", "half", "quarter", "season", "span")
    if given == "start":
        return "deadline" if period.grain == "year" and period.first.year != period.last.year else "start"
    if period.grain == "span":
        return "deadline" if period.last > published else "period"
    if found.preposition in ("over", "into", "in the course of", "through", "within"):
        return "deadline" if period.last >= published else "period"
    if given == "deadline":
        return "deadline"
    if given == "period":
        return "period"
    return "period" if stretch and period.last >= published else "point"


@cache
def _dateline_end() -> Any:
    return re2.compile(r"^(?:\s*\([A-Za-z /]+\))?\s*[-–—]{1,2}\s")


def _is_dateline(text: str, found: _Found) -> bool:
    """Whether the date stands between a place in capitals at a line's start and a dash."""
    if found.preposition or _dateline_end().search(text[found.end : found.end + 40]) is None:
        return False
    line = text[text.rfind("\n", 0, found.start) + 1 : found.start].strip(" ,")
    return 0 < len(line) <= 60 and (
        line.isupper() or (line[:1].isupper() and "." not in line and len(line.split()) <= 4)
    )


def _told(period: Period, role: Role, found: _Found, published: date) -> PartialDate:
    """The date as precise as the text has it: the end of the stretch, a past season as its year."""
    last = period.last
    if period.grain == "day":
        return PartialDate.of(last)
    if period.grain == "year":
        return PartialDate(last.year)
    if period.grain == "season":
        if last < published and (
            role in ("point", "start") or (period.first < published and found.body.lower().startswith("late"))
        ):
            return PartialDate(period.first.year)
        edge = period.first if role == "deadline" and found.preposition in ("by", "before", "until") else last
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
