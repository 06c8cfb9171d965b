"""Many words looked for in a text at once, whole words only, in any case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

Meaning = TypeVar("Meaning")


def lowered(text: str) -> str:
    """The text in lower case, letter for letter: a letter whose lower case is longer stays as it is."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class WordSearch(Generic[Meaning]):
    """Finds words and wordings (in lower case) with what they mean; the longest from the left wins."""

    def __init__(self, words: Mapping[str, Meaning]) -> None:
        self._meanings = list(words.values())
        self._automaton = AhoCorasick(
            list(words), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def find(self, low: str) -> Iterator[tuple[int, int, Meaning]]:
        """(start, end, meaning) of each word in a text that is in lower case already, without overlap."""
        whole = [
            (start, -end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(low, overlapping=True)
            if _is_edge(low, start - 1) and _is_edge(low, end)
        ]
        done = 0
        for start, minus_end, index in sorted(whole):
            if start >= done:
                done = -minus_end
                yield start, done, self._meanings[index]


def _is_edge(low: str, place: int) -> bool:
    return not 0 <= place < len(low) or not (low[place].isalnum() or low[place] == "-")
