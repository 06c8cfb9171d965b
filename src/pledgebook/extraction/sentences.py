"""Sentences by their ends: full stops that are none (bn., Lt., U.S., a.m.) are told apart."""

from __future__ import annotations

from functools import cache
from typing import Any

import re2

_ENDS = r"""\n+|[.!?…]+["'”’»)\]]*[ \t\x{a0}]+|[ \t](?:•|●|▪)[ \t]"""

_NO_END = frozenset(
    # Words that take a full stop and are followed by a capital all the same: titles, ranks, months,
    # numbers of things, and short forms of business and speech.
    """adm amb apr art assoc aug av ave bn brig bros capt cf cmdr co col corp dec def dept dr ed eds eg eq est etc
    feb fig fr gen gov hon hr ie inc jan jr jul jun lt ltd maj mar messrs mio mln mn mr mrs ms mt no nos nov oct
    op para pct pf pp pres prof pvt rep reps res rev sec sen sens sep sept sgt sr st supt tel
    univ vol vs rs tk kr dhs""".split()
)


@cache
def _ends() -> Any:
    return re2.compile(_ENDS)


def _is_end(text: str, mark: int, after: int) -> bool:
    """Whether the stop at `mark` ends a sentence whose next character stands at `after`."""
    if text[mark] != ".":
        return after >= len(text) or not text[after].islower()
    if after < len(text) and text[after].islower():
        return False
    word_start = mark
    while word_start > 0 and (text[word_start - 1].isalnum() or text[word_start - 1] == "."):
        word_start -= 1
    word = text[word_start:mark]
    if len(word) == 1 and word.isupper():
        return False
    if "." in word and len(word) <= 6:
        return word.lower() in ("a.m", "p.m") or _starts_new(text, after)
    if word.isdigit() and _opens_line(text, word_start):
        return False
    return word.lower() not in _NO_END


def _starts_new(text: str, after: int) -> bool:
    """After an abbreviation with inner stops (U.S.): whether a sentence plainly begins."""
    word_end = after
    while word_end < len(text) and text[word_end].isalpha():
        word_end += 1
    return text[after:word_end] in ("The", "It", "He", "She", "They", "We", "In", "On", "This", "These", "But", "A")


def _opens_line(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n"


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` as (start, end) in characters, in order, without white space around.

    A line break always ends a sentence, and so does a bullet.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _ends().finditer(text):
        mark, after = stop.span()
        if text[mark] in ".!?…" and not _is_end(text, mark, after):
            continue
        _add(found, text, start, after)
        start = after
    _add(found, text, start, len(text))
    return found


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip(" \t\r\n\u00a0•●▪"))
    right = start + len(piece.rstrip())
    if right > left:
        found.append((left, right))
