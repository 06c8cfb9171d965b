"""Many words looked for in a text at once, whole words only.

A text is folded to one byte a character, marks to blanks, so that one pass of an Aho–Corasick
automaton finds words with their edges; where folding loses something, the text itself decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Generic, TypeAlias, TypeVar

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

Meaning = TypeVar("Meaning")

Place: TypeAlias = tuple[int, int, int]
"""(index, start, end): a word by its index in its list, and where it stands."""

_COMMON_MARKS = "’‘“”–—…•€"
"""Marks beyond Latin-1 that are usual in English texts."""


def lowered(text: str) -> str:
    """The text in lower case, letter for letter: a letter whose lower case is longer stays as it is."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def _table(inner: str) -> bytes:
    """What each byte of Latin-1 is folded to: letters, digits and inner marks to themselves, else to a blank."""
    return bytes(code if chr(code).isalnum() or chr(code) in inner else ord(" ") for code in range(256))


def _without_common_marks(text: str) -> str:
    for mark in _COMMON_MARKS:
        text = text.replace(mark, '"')
    return text


def all_in_latin1(text: str) -> bytes | None:
    """A text as Latin-1 but for common marks; None if it holds letters beyond."""
    try:
        return _without_common_marks(text).encode("latin-1")
    except UnicodeEncodeError:
        return None


def one_byte_each(text: str) -> bytes:
    """A text as Latin-1, one byte a character; what Latin-1 has not is a mark of no meaning."""
    return _without_common_marks(text).encode("latin-1", "replace")


def _fold(text: str, inner: str) -> tuple[bytes, bool]:
    """A text as bytes between blanks, one a character, and whether all its letters are kept."""
    plain = all_in_latin1(text)
    kept = plain is not None
    return b" " + (one_byte_each(text) if plain is None else plain).translate(_table(inner)) + b" ", kept


_folded = lru_cache(maxsize=2)(_fold)
"""The last texts are kept, for each is searched for several lists."""


_MANY = -1
"""In place of a word's index where several words fold to one pattern."""


class WholeWords:
    """Finds where words of a list stand as whole words; `inner` marks count as parts of words.

    A word that ends with another mark has its edge there.
    """

    def __init__(self, words: Sequence[str], inner: str = "") -> None:
        self._words, self._inner = list(words), inner
        grouped: dict[bytes, list[int]] = {}
        for index, word in enumerate(words):
            grouped.setdefault(self._pattern(word), []).append(index)
        self._groups = [tuple(group) for group in grouped.values()]
        self._single = [group[0] if len(group) == 1 else _MANY for group in self._groups]
        self._plain = [all(map(self._is_part, self._words[group[0]])) for group in self._groups]
        self._automaton: Any = BytesAhoCorasick(
            list(grouped), matchkind=MatchKind.Standard, implementation=Implementation.DFA
        )

    def _is_part(self, mark: str) -> bool:
        return mark.isalnum() or mark in self._inner

    def _pattern(self, word: str) -> bytes:
        folded, _ = _fold(word, self._inner)
        return folded if self._is_part(word[-1]) else folded[:-1]

    def find(self, text: str) -> list[Place]:
        """Every word that stands in the text, also within a longer one, in order of the ends."""
        folded, kept = _folded(text, self._inner)
        found: list[Place] = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        single, plain, words = self._single, self._plain, self._words
        places: list[Place] = []
        for group, start, end in found:
            index = single[group] if kept else _MANY
            if index == _MANY:
                places += self._checked(text, start, self._groups[group])
            elif plain[group]:
                places.append((index, start, end - 2))
            elif text.startswith(words[index], start):
                places.append((index, start, start + len(words[index])))
        return places

    def _checked(self, text: str, start: int, group: tuple[int, ...]) -> list[Place]:
        """Those words of a group that stand at a place, letter for letter and with their edges."""
        if start and self._is_part(text[start - 1]):
            return []
        places = []
        for index in group:
            word = self._words[index]
            end = start + len(word)
            joined = end < len(text) and self._is_part(text[end]) and self._is_part(word[-1])
            if text.startswith(word, start) and not joined:
                places.append((index, start, end))
        return places


def without_overlap(places: Iterable[Place]) -> list[Place]:
    """The places that begin first, the longest of them, none over another; `places` is in order of the ends."""
    kept: list[Place] = []
    done = 0
    for place in places:
        if place[1] >= done or _makes_room(kept, place[1]):
            kept.append(place)
            done = place[2]
    return kept


def _makes_room(kept: list[Place], start: int) -> bool:
    """Whether a place that ends last wins over those kept: they go if all that it touches begin in it."""
    inside = len(kept)
    while inside and kept[inside - 1][1] >= start:
        inside -= 1
    if inside and kept[inside - 1][2] > start:
        return False
    del kept[inside:]
    return True


class WordSearch(Generic[Meaning]):
    """Finds words and wordings (in lower case) with what they mean; the longest from the left wins."""

    def __init__(self, words: Mapping[str, Meaning]) -> None:
        self._meanings = list(words.values())
        self._places = WholeWords(list(words), inner="-")

    def find(self, low: str) -> list[tuple[int, int, Meaning]]:
        """(start, end, meaning) of each word in a text that is in lower case already, without overlap."""
        meanings = self._meanings
        return [(start, end, meanings[index]) for index, start, end in without_overlap(self._places.find(low))]
