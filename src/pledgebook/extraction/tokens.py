"""Words of a sentence with their places."""

from __future__ import annotations

from typing import NamedTuple

_INNER = frozenset(".,’'-–/&")
"""Marks that may stand inside a word: "1,000", "U.S", "don't", "F-16", "R&D"."""


class Token(NamedTuple):
    """A word or a mark: its place in the document's text and its lower-cased form."""

    start: int
    end: int
    lower: str


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of `text[start:end]`, in order.

    A possessive ending stands alone ("Germany's" is two tokens), and so does "n't" (as "not").
    """
    tokens: list[Token] = []
    place = start
    for chunk in text[start:end].split():
        place = text.index(chunk, place)
        if chunk.isalpha():
            tokens.append(Token(place, place + len(chunk), chunk.lower()))
        else:
            _take_apart(tokens, text, place, place + len(chunk))
        place += len(chunk)
    return tokens


def _take_apart(tokens: list[Token], text: str, left: int, right: int) -> None:
    """The words and marks of a run without white space."""
    at = left
    while at < right:
        if not text[at].isalnum():
            tokens.append(Token(at, at + 1, text[at]))
            at += 1
            continue
        word_end = _word_end(text, at, right)
        _add(tokens, text, at, word_end)
        at = word_end


def _word_end(text: str, at: int, right: int) -> int:
    while at < right and (text[at].isalnum() or (text[at] in _INNER and at + 1 < right and text[at + 1].isalnum())):
        at += 1
    return at


def _add(tokens: list[Token], text: str, left: int, right: int) -> None:
    low = text[left:right].lower()
    if len(low) > 2 and low[-1] == "s" and low[-2] in "'’":
        tokens.append(Token(left, right - 2, low[:-2]))
        tokens.append(Token(right - 2, right, "'s"))
    elif len(low) > 3 and low[-3:] in ("n't", "n’t"):
        tokens.append(Token(left, right - 3, low[:-3]))
        tokens.append(Token(right - 3, right, "not"))
    else:
        tokens.append(Token(left, right, low))
