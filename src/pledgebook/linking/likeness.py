"""How much of one document's text is another's: what makes a near-copy."""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2

from pledgebook.model import Document

RUN_WORDS = 3
"""Words of a run. In twelve annotated courses of events a near-copy and its first share 27 to 86 of a hundred runs of
three words, any other two articles of one fortnight at most 7; pairs of words are shared by chance, runs of four break
at every edited word (16 to 84)."""

COPY_SHARE = 0.2
"""Share of the shorter text's runs that the longer has too, from which one is a near-copy: between 0.07 and 0.27."""

LONGER_SHARE = 1 / 6
"""Share of the longer text's runs that the shorter has too, at least: a story cut to a sixth is a near-copy, a briefing
in which a short statement is read out is none."""

LEAST_RUNS = 12
"""Runs that two texts share at least, those of a long sentence; of a text with fewer, all."""

OWN_SHARE = 0.8
"""`COPY_SHARE` for two texts of one publisher, who fills in forms: of 3,000 White House releases 2,042 pairs of one
fortnight share a fifth of their runs, nearly all of them declarations, notices and letters about different things."""

OWN_DAYS = 2
"""`COPY_DAYS` for two texts of one publisher: what is posted twice follows within a day or two; on 10 and 23 November
2022 the same words delegated 400 million dollars each."""

COPY_DAYS = 14
"""Days within which a near-copy appears; later repeats are new statements."""

BREAKS = "—–―…/"
"""Marks that part words without a space around them."""

EDGES = string.punctuation + "“”„‟‘’‚«»‹›·•¡¿€£¥₴"
"""Marks that may cling to a word and are not part of it."""


@cache
def _quoted() -> Any:
    """What stands in quotes; where a quote goes on in the next paragraph it has no closing mark."""
    return re2.compile(r"“[^“”\n]*[”\n]|„[^„“\n]*[“\n]|«[^«»\n]*[»\n]|\"[^\"\n]*[\"\n]")


def _words_of(text: str) -> list[str]:
    """The words as written, without the marks around them (a pattern would take ten times as long)."""
    for mark in BREAKS:
        text = text.replace(mark, " ")
    stripped = [word.strip(EDGES) for word in text.replace("’", "'").split()]
    return [word for word in stripped if word]


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """What near-copies are told by: a text's runs of words outside quotes, and its `marks`, names and figures.

    Quotes are left out, since two reporters who hear one speech quote the same words.
    """

    document: Document
    runs: frozenset[str]
    marks: frozenset[str]


def print_of(document: Document) -> Print:
    words = _words_of(_quoted().sub(" ", document.text))
    lower = [word.lower() for word in words]
    runs = map(" ".join, zip(*(lower[i:] for i in range(RUN_WORDS)), strict=False))
    marks = (word.lower() for word in set(words) if word[0].isupper() or word[0].isdigit())
    return Print(document, frozenset(runs), frozenset(marks))


def likeness(left: Print, right: Print) -> float:
    """Share of the shorter text's runs of words that the other has too, 0 to 1."""
    shorter = min(len(left.runs), len(right.runs))
    return len(left.runs & right.runs) / shorter if shorter else 0.0


def _missing(left: Print, right: Print) -> float:
    """Share of the names and figures of the text with fewer that the other does not have, 0 to 1."""
    fewer = min(len(left.marks), len(right.marks))
    return 1 - len(left.marks & right.marks) / fewer if fewer else 0.0


def is_near_copy(left: Print, right: Print) -> bool:
    """Whether one of two documents tells the other's text again: its words, and at least half its names and figures.

    A publisher's texts at different addresses must tell the same names and figures: a form filled in anew is no copy.
    Documents without a publisher may be anyone's.
    """
    one, other = left.document, right.document
    is_own = one.publisher != "" and one.publisher == other.publisher and one.address != other.address
    days, share, missing = (OWN_DAYS, OWN_SHARE, 0.0) if is_own else (COPY_DAYS, COPY_SHARE, 0.5)
    if abs((one.published - other.published).days) > days or _missing(left, right) > missing:
        return False
    shared = len(left.runs & right.runs)
    shorter, longer = sorted((len(left.runs), len(right.runs)))
    return shared >= max(1, min(LEAST_RUNS, shorter), share * shorter, LONGER_SHARE * longer)
