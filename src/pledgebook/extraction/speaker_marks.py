"""Where speech may be told: verbs of saying, speakers' names at a line's start, and the clauses around them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import re2

from pledgebook.extraction.date_words import any_of
from pledgebook.extraction.speaker_names import speech_words
from pledgebook.extraction.word_search import one_byte_each

Label: TypeAlias = tuple[int, int, str]
"""(start, end, name) of "10:30 THE PRESIDENT: "."""


class Clause(NamedTuple):
    """The part of a sentence between semicolons, and where the sentence starts."""

    start: int
    end: int
    sentence: int


@cache
def _speech() -> Any:
    """Bytes and no groups: the look at the whole text then needs only the automaton."""
    verbs = any_of(speech_words().kinds).replace("’", "")
    return re2.compile(rf"\b{verbs}\b|(?i:\b(?:according\s+to|in\s+the\s+words\s+of)\b)".encode("ascii"))


def find_verbs(text: str) -> list[tuple[int, int]]:
    """The places of words that tell speech, in order."""
    return [found.span() for found in _speech().finditer(one_byte_each(text))]


@cache
def _label() -> Any:
    return re2.compile(
        r"^(?:\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?\s*[-–—]?\s*)?"
        r"((?:\p{Lu}[\p{Lu}.'’ -]+\p{Lu}|\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2}))(?: \([^)\n]*\))?: "
    )


def find_labels(text: str) -> list[Label]:
    """The names before a colon at the start of a line."""
    return list(_labels(text))


def _labels(text: str) -> Iterator[Label]:
    colon = text.find(": ")
    while colon >= 0:
        start = text.rfind("\n", 0, colon) + 1
        line_end = text.find("\n", colon)
        line_end = line_end if line_end >= 0 else len(text)
        if text[start].isupper() or text[start].isdigit():
            found = _label().search(text[start:line_end])
            if found is not None:
                yield start, start + found.end(), found.group(1)
        colon = text.find(": ", line_end)


def clauses(text: str, sentence: tuple[int, int], verbs: list[tuple[int, int]]) -> Iterator[Clause]:
    """The clause of each verb; `verbs` stand in the sentence, in order."""
    start, end = sentence
    left, right = start, text.find(";", start, end)
    for verb in verbs:
        while 0 <= right < verb[0]:
            left, right = right + 1, text.find(";", right + 1, end)
        yield Clause(left, right if right >= verb[1] else end, start)
