"""Bodies named in full with their abbreviation in brackets: "the Global Anti-Corruption Consortium (GACC)"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from pledgebook.extraction.word_search import WholeWords
from pledgebook.vocabulary.loading import read_toml

_LONGEST, _SHORTEST = 12, 3
"""Letters of an abbreviation."""


@cache
def _heads() -> frozenset[str]:
    return frozenset(read_toml("traps")["abbreviated"]["words"].split())


def abbreviations(flat: str, start_of_name: Callable[[str, int], int]) -> Mapping[str, tuple[int, int]]:
    """Each abbreviation with the place of the full name before its brackets, the first time it is told."""
    found: dict[str, tuple[int, int]] = {}
    for opened, closed in _brackets(flat):
        short = flat[opened + 1 : closed]
        head = flat.rfind(" ", max(0, opened - 30), opened - 1) + 1
        if short in found or flat[opened - 1] != " " or flat[head : opened - 1] not in _heads():
            continue
        start = start_of_name(flat, head)
        if start < head and _stands_for(short, flat[start : opened - 1]):
            found[short] = (start, opened - 1)
    return found


def _brackets(flat: str) -> Iterator[tuple[int, int]]:
    opened = flat.find("(", 1)
    while opened >= 0:
        closed = flat.find(")", opened, opened + _LONGEST + 2)
        inner = flat[opened + 1 : closed] if closed > 0 else ""
        if len(inner) >= _SHORTEST and inner[0].isupper() and inner.isalpha() and sum(map(str.isupper, inner)) > 1:
            yield opened, closed
        opened = flat.find("(", opened + 1)


def _stands_for(short: str, name: str) -> bool:
    """Whether an abbreviation's capitals begin words of the name, in order, the first word's first."""
    initials = iter(word[0].upper() for word in name.replace("-", " ").split())
    capitals = [mark for mark in short if mark.isupper()]
    return name[:1] == capitals[0] and all(mark in initials for mark in capitals)


def places_of(flat: str, shorts: list[str]) -> list[tuple[str, int, int]]:
    """(abbreviation, start, end) wherever one stands."""
    return [(shorts[index], start, end) for index, start, end in WholeWords(shorts).find(flat)]
