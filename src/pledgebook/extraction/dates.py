"""Times told in prose: each phrase with its place, its date as precise as told, and its part.

`find_dates` reads English text. What a phrase alone leaves open (the year of "in March", the week
of "on Monday") is taken from the words around it: a sentence that looks ahead means the next one,
any other the last one not after publication.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import re2

from pledgebook.extraction.date_choice import announcement_day, due_of, happened_of
from pledgebook.extraction.date_direction import view_of
from pledgebook.extraction.date_mentions import DateMention
from pledgebook.extraction.date_periods import Period, View, Viewpoint
from pledgebook.extraction.date_readings import read_phrase
from pledgebook.extraction.date_search import Phrase, phrase_places, taken_apart
from pledgebook.extraction.date_words import date_words
from pledgebook.model import PartialDate

__all__ = ["DateMention", "Dates", "announcement_day", "due_of", "end_of_period", "find_dates", "happened_of"]

_SENTENCE = 160
"""Characters between two times of one sentence at most."""

_DATELINE = 200
"""Characters from a line's start within which a dateline ends."""

_DASHES = ("(", "-", "–", "—")
"""What a dateline's end begins with."""


def find_dates(text: str, published: date) -> list[DateMention]:
    """The times told in `text`, in order, none over another."""
    return Dates(text, published).between(0, len(text))


class Dates:
    """The times told in one text: each is read when it is asked for, for most are never needed."""

    def __init__(self, text: str, published: date) -> None:
        self._text = text
        self._published = published
        self._places = phrase_places(text)
        self._known: dict[int, _Told] = {}
        self._settled = 0
        """Phrases from the first on of which the last that tells a time ends at `_last_end`, and tells `_last_told`."""
        self._last_end: int | None = None
        self._last_told: Period | None = None

    def between(self, start: int, end: int) -> list[DateMention]:
        """The times that are told wholly between two places, in order."""
        found: list[DateMention] = []
        for at in range(bisect_left(self._places, (start, 0)), len(self._places)):
            if self._places[at][0] >= end:
                break
            mention = self._at(at).mention if self._places[at][1] <= end else None
            if mention is not None:
                found.append(mention)
        return found

    def before(self, end: int) -> Iterator[DateMention]:
        """The times told before a place, the nearest first."""
        for at in range(bisect_left(self._places, (end, 0)) - 1, -1, -1):
            mention = self._at(at).mention
            if mention is not None:
                yield mention

    def _at(self, at: int) -> _Told:
        known = self._known.get(at)
        if known is None:
            known = self._known[at] = self._read(at)
        return known

    def _read(self, at: int) -> _Told:
        text, (start, end) = self._text, self._places[at]
        phrase = taken_apart(text[start:end])
        if phrase.so_far:
            return _Told(_so_far(text, start, end, self._published))
        if phrase.number and _is_number(text, end):
            return _NOTHING
        viewpoint = Viewpoint(self._published, self._anchor(at, phrase), _view(text, start, end, phrase))
        reading = read_phrase(phrase, viewpoint, _is_dateline(text, start, end, phrase))
        if reading is None or _counts_things(text, end, phrase):
            return _NOTHING
        period, told_date, role, tense, first = reading
        mention = DateMention(start, end, text[start:end], told_date, role, tense, first, period.vague, viewpoint.view)
        return _Told(mention, period if role in ("point", "period", "dateline") else None)

    def _anchor(self, at: int, phrase: Phrase) -> Period | None:
        """What "two days later" counts from; "within a year" only from a time told in its sentence."""
        if not phrase.counts_on and phrase.preposition != "within":
            return None
        self._settle(at)
        if phrase.counts_on:
            return self._last_told
        near = self._last_end is not None and _same_sentence(self._text, self._last_end, self._places[at][0])
        return self._last_told if near else None

    def _settle(self, at: int) -> None:
        """Reads all phrases before one in order: what the last of them told may depend on those before."""
        while self._settled < at:
            mention, period = self._at(self._settled)
            self._last_end = self._last_end if mention is None else mention.end
            self._last_told = period or self._last_told
            self._settled += 1


class _Told(NamedTuple):
    """What a phrase tells: a mention, and the stretch from which later ones may count on."""

    mention: DateMention | None
    period: Period | None = None


_NOTHING = _Told(None)


def end_of_period(told: PartialDate) -> PartialDate:
    """The last day of a year or month told, a day itself: when a promise for it falls due."""
    return PartialDate.of(told.last_day)


def _so_far(text: str, start: int, end: int, published: date) -> DateMention:
    return DateMention(start, end, text[start:end], PartialDate.of(published), "sofar", "present")


@cache
def _unit_after() -> Any:
    """What shows a bare year to be a number: a thing counted, a share, a sum."""
    return re2.compile(
        r"^(?:[.,]\d|%|\s+(?:per\s?cent|percent|million|billion|people|men|km|tonnes|tons|[a-z]+[a-z]s\b))"
    )


def _is_number(text: str, end: int) -> bool:
    """Whether a bare year is a number ("of 2000 tanks", "2,000"), or a decimal follows."""
    if text[end : end + 1] in (")", ";", ":", '"'):
        return False
    after = _unit_after().search(text[end : end + 30])
    return after is not None and after.group(0).strip() not in date_words().verbs_in_s


def _view(text: str, start: int, end: int, phrase: Phrase) -> View:
    """The direction in which to read: what is due is to come, unless it "was" due; a deadline may be either."""
    if phrase.preposition.startswith("due"):
        return "past" if text[max(0, start - 5) : start].endswith(("was ", "were ", "been ")) else "future"
    view = view_of(text, start, end)
    return "near" if view == "past" and date_words().roles.get(phrase.preposition) == "deadline" else view


def _same_sentence(text: str, start: int, end: int) -> bool:
    between = text[start : min(end, start + _SENTENCE)]
    return end - start < _SENTENCE and ". " not in between and "\n" not in between


def _counts_things(text: str, end: int, phrase: Phrase) -> bool:
    """A half or quarter of something: "the first half of the sum", "the last quarter billion"."""
    if not phrase.low.endswith(("half", "quarter")):
        return False
    return text[end : end + 12].lstrip().startswith(("of", "billion", "million", "a ", "dozen"))


@cache
def _dateline_end() -> Any:
    return re2.compile(r"^(?:\s*\([A-Za-z /]+\))?\s*[-–—]{1,2}\s")


def _is_dateline(text: str, start: int, end: int, phrase: Phrase) -> bool:
    """Whether the date stands between a place in capitals at a line's start and a dash."""
    after = text[end : end + 40]
    if phrase.preposition or after.lstrip()[:1] not in _DASHES:
        return False
    line_start = text.rfind("\n", max(0, start - _DATELINE), start) + 1
    if start - line_start > _DATELINE:
        return False
    line = text[line_start:start].strip(" ,")
    place = line.isupper() or (line[:1].isupper() and "." not in line and len(line.split()) <= 4)
    return place and len(line) <= 60 and _dateline_end().search(after) is not None
