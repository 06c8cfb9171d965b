"""Words of a sentence with their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import TypeAlias

_INNER = frozenset(".,’'-–/&")
"""Marks that may stand inside a word: "1,000", "U.S", "don't", "F-16", "R&D"."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words and marks of a sentence in order, lower-cased in `low`, with their places in the document's text.

    A possessive ending stands alone ("Germany's" is two), and so does "n't" (as "not").
    """

    low: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, low: str, start: int, end: int) -> None:
        self.low.append(low)
        self.starts.append(start)
        self.ends.append(end)


def tokenize(text: str, start: int, end: int) -> Words:
    """The words and marks of `text[start:end]`; runs of letters alone, which most are, are taken over together."""
    runs = text[start:end].split()
    lowered = text[start:end].lower().split()
    places = places_of(runs, text, start, end)
    words = Words()
    low, starts, ends = words.low, words.starts, words.ends
    done = 0
    for at in [k for k, run in enumerate(runs) if not run.isalpha()]:
        low += lowered[done:at]
        starts += places[done:at]
        ends += map(add, places[done:at], map(len, runs[done:at]))
        run, place, done = runs[at], places[at], at + 1
        stop = place + len(run)
        if run[:-1].isalpha() and not run[-1].isalnum():
            low += (run[:-1].lower(), run[-1])
            starts += (place, stop - 1)
            ends += (stop - 1, stop)
        else:
            for token, left, right in _usual_parts(run) if len(run) <= _USUAL else _parts(run):
                words.add(token, place + left, place + right)
    low += lowered[done:]
    starts += places[done:]
    ends += map(add, places[done:], map(len, runs[done:]))
    return words


def places_of(runs: list[str], text: str, start: int, end: int) -> list[int]:
    """Where each of the runs without white space begins in `text[start:end]`."""
    if sum(map(len, runs)) + len(runs) - 1 == end - start:
        return list(accumulate([len(run) + 1 for run in runs[:-1]], initial=start))
    places = []
    for run in runs:
        start = text.index(run, start)
        places.append(start)
        start += len(run)
    return places


Part: TypeAlias = tuple[str, int, int]
"""A token in lower case with its place in its run."""

_USUAL = 24
"""Characters of the longest run whose parts are kept for the next time it comes."""


def _parts(run: str) -> tuple[Part, ...]:
    """The words and marks of a run without white space."""
    parts: list[Part] = []
    at = 0
    while at < len(run):
        if run[at].isalnum():
            word_end = _word_end(run, at, len(run))
            parts += _parted(run, at, word_end)
            at = word_end
        else:
            parts.append((run[at], at, at + 1))
            at += 1
    return tuple(parts)


_usual_parts = lru_cache(maxsize=8192)(_parts)


def _word_end(text: str, at: int, right: int) -> int:
    while at < right and (text[at].isalnum() or (text[at] in _INNER and at + 1 < right and text[at + 1].isalnum())):
        at += 1
    return at


def _parted(run: str, left: int, right: int) -> tuple[Part, ...]:
    """A word, its possessive ending or its "n't" apart."""
    low = run[left:right].lower()
    if len(low) > 2 and low[-1] == "s" and low[-2] in "'’":
        return (low[:-2], left, right - 2), ("'s", right - 2, right)
    if len(low) > 3 and low[-3:] in ("n't", "n’t"):
        return (low[:-3], left, right - 3), ("not", right - 3, right)
    return ((low, left, right),)
