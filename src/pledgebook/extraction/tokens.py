"""Words of a sentence with their places."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import re2

_WORD = r"""[\pL\pN]+(?:[.,’'\-–/&][\pL\pN]+)*|[^\s\pL\pN]"""


class Token(NamedTuple):
    """A word or a mark: its place in the document's text and its lower-cased form."""

    start: int
    end: int
    lower: str


@cache
def _word() -> Any:
    return re2.compile(_WORD)


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of `text[start:end]`, in order.

    A possessive ending stands alone ("Germany's" is two tokens), and so do the parts of words
    joined by a long dash.
    """
    tokens: list[Token] = []
    for found in _word().finditer(text[start:end]):
        left, right = start + found.start(), start + found.end()
        _add(tokens, text, left, right)
    return tokens


def _add(tokens: list[Token], text: str, left: int, right: int) -> None:
    word = text[left:right]
    if len(word) > 2 and word[-1] in "sS" and word[-2] in "'’":
        tokens.append(Token(left, right - 2, word[:-2].lower()))
        tokens.append(Token(right - 2, right, "'s"))
    elif len(word) > 3 and word[-3:] in ("n't", "n’t"):
        tokens.append(Token(left, right - 3, word[:-3].lower()))
        tokens.append(Token(right - 3, right, "not"))
    else:
        tokens.append(Token(left, right, word.lower()))
