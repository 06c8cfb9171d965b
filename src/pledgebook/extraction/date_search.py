"""Where time phrases stand. The costly pattern that takes a phrase apart sees each wording once.

A first look tells only the places: without groups, and on a text of one byte a character, RE2 needs
nothing but its automaton.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pledgebook.extraction.date_words import phrase_pattern, place_pattern
from pledgebook.extraction.word_search import one_byte_each

_RELATIVE = frozenset(["next", "coming", "past", "last", "first", "ago", "later", "earlier"])


class Phrase(NamedTuple):
    """The words of a time phrase: its preposition in lower case, the rest as written and in lower case.

    `so_far` means until now; `number` is a bare year, which may be none; `counts_on` goes on from a time told;
    `relative` tells in which direction a stretch lies; `absolute` holds its year.
    """

    preposition: str
    body: str
    low: str
    so_far: bool
    number: bool
    counts_on: bool
    relative: bool
    absolute: bool


def phrase_places(text: str) -> list[tuple[int, int]]:
    """(start, end) of what has the form of a time phrase, in order, none over another."""
    plain = one_byte_each(text.replace("’", "'").replace("–", "-"))
    return [match.span() for match in place_pattern().finditer(plain)]


@lru_cache(maxsize=8192)
def taken_apart(phrase: str) -> Phrase:
    """The parts of a time phrase."""
    match = phrase_pattern().fullmatch(phrase)
    group = 1 if match.group(2) is not None else 3
    preposition = " ".join((match.group(group) or "").lower().split())
    body = match.group(group + 1)
    low = body.lower()
    return Phrase(
        preposition,
        body,
        low,
        so_far="far" in low or low in ("to date", "until now", "up to now"),
        number=low.isdigit(),
        counts_on=any(word in low for word in ("later", "that", "same", "following", "first")),
        relative=not _RELATIVE.isdisjoint(low.split()),
        absolute=any(_is_year(word) for word in low.replace("-", " ").replace(",", " ").split()),
    )


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()
