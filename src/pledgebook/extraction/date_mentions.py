"""What a time told in prose is."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from pledgebook.extraction.date_periods import View
from pledgebook.model import PartialDate

Role: TypeAlias = Literal["point", "deadline", "start", "period", "sofar", "dateline"]
Tense: TypeAlias = Literal["past", "present", "future"]


class DateMention(NamedTuple):
    """One phrase of time: `text[start:end] == phrase`, its preposition included.

    `role`: `point` (in March, yesterday), `deadline` (by March, within weeks, over the next three
    years, from 2023 to 2027), `start` (since, from), `period` (this year, for 2025, in the second
    half of 2024), `sofar` (to date: the day of publication), `dateline` ("BRUSSELS, March 14 -").
    `date` is the end of what is told, `first` its beginning where it is a stretch. `tense` compares
    it with the day of publication; `vague` marks a date for which the text gives no number
    ("a few weeks ago"). `looks` says whether the words around it look ahead or back.
    """

    start: int
    end: int
    phrase: str
    date: PartialDate
    role: Role
    tense: Tense
    first: PartialDate | None = None
    vague: bool = False
    looks: View = "past"
