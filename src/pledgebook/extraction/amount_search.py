"""Where a text may hold amounts: one pass of an automaton over the whole text, then a look at each place.

Most lines of the news hold no amount. A figure or a number word opens one, and so does a thing behind "a", "one"
or an ordinal; sentences without any of these are never taken apart into words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from pledgebook.extraction.amount_exclusions import FIRST_YEAR, LAST_YEAR
from pledgebook.extraction.amount_words import (
    AUXILIARIES,
    ORDINALS,
    cardinals,
    known_forms,
    scales,
    thing_heads,
    vague,
    word_set,
)
from pledgebook.extraction.sentences import sentences_in_line
from pledgebook.extraction.word_search import lowered, one_byte_each
from pledgebook.vocabulary import currencies

_OPENERS = frozenset(("a", "an", "one", "another")) | ORDINALS

_FAR = 120
"""Characters before a thing among which its article is looked for: a dozen words."""


def amount_sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text that may hold an amount, in order, without white space around."""
    line_end = sentence_end = -1
    sentences: list[tuple[int, int]] = []
    at = 0
    for place, kind in _places(text):
        if place < sentence_end:
            continue
        if place >= line_end:
            line_start = text.rfind("\n", 0, place) + 1
            line_end = text.find("\n", place)
            line_end = len(text) if line_end < 0 else line_end
            sentences, at = [], 0
        if not _opens(text, place, kind):
            continue
        sentences = sentences or sentences_in_line(text, line_start, line_end)
        while at < len(sentences) and sentences[at][1] <= place:
            at += 1
        if at < len(sentences):
            sentence_end = sentences[at][1]
            yield sentences[at]


_FIGURE, _WORD, _HEAD, _ONE = range(4)


@cache
def _searched() -> tuple[Any, tuple[int, ...]]:
    """The automaton of everything that can open an amount, and the kind of each of its patterns."""
    numbers = {*cardinals(), *scales(), *vague(), "half", "pair"} - {"one"}
    ordinals = {f"{ordinal} {word}" for ordinal in ORDINALS for word in ("of", *AUXILIARIES)}
    heads = {"".join(c if c.isalpha() else " " for c in head) for head in thing_heads() if head[-1].isalpha()}
    kinds = {
        **{f" {head} ": _HEAD for head in heads},
        **{f" {word} ": _WORD for word in numbers | ordinals},
        " one ": _ONE,
        "0": _FIGURE,
    }
    patterns = [pattern.encode("latin-1", "replace") for pattern in kinds]
    automaton = BytesAhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=Implementation.DFA)
    return automaton, tuple(kinds.values())


@cache
def _table() -> bytes:
    """What each byte of Latin-1 is folded to: letters to themselves, figures to 0, all else to a blank."""
    return bytes(
        code if chr(code).isalpha() else ord("0") if chr(code) in "0123456789" else ord(" ") for code in range(256)
    )


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Each place at which something stands that can open an amount, by its end, with its kind."""
    automaton, kinds = _searched()
    folded = b" " + one_byte_each(lowered(text)).translate(_table()) + b" "
    for pattern, start, _ in automaton.find_matches_as_indexes(folded, overlapping=True):
        kind = kinds[pattern]
        yield (start - 1 if kind == _FIGURE else start), kind


def _opens(text: str, place: int, kind: int) -> bool:
    """Whether the figure, word, thing or "one" at a place can belong to an amount."""
    if kind == _FIGURE:
        return _may_count(text, place)
    if kind == _WORD:
        return not _counts_no_thing(text, place)
    if kind == _ONE:
        return text[place + 3 : place + 4] == " " and text[place + 4 : place + 5].isupper()
    return _has_opener(text, place)


def _counts_no_thing(text: str, place: int) -> bool:
    """Whether a number word stands before a time, a distance or the like ("two hours")."""
    following = text[place : place + _NEAR].split(None, 2)[1:2]
    return bool(following) and following[0].rstrip(_CLOSING) in _no_things()


@cache
def _no_things() -> frozenset[str]:
    return word_set("not_things", "nouns") | {"all"}


def _has_opener(text: str, place: int) -> bool:
    """Whether "a", "one" or an ordinal stands before a thing, with nothing between that ends a noun phrase."""
    before = text[max(0, place - _FAR) : place]
    cut = max(map(before.rfind, ",.;\n")) + 1
    stops = word_set("stops", "words")
    words = before[cut:].replace("[", " ").split()
    for nearer, word in enumerate(reversed(words)):
        if word.lower() in _OPENERS:
            thing = text[place : place + _NEAR].lower().split(None, 1)[0].rstrip(_CLOSING)
            return nearer > 0 or text[place].isupper() or thing not in word_set("single", "vague")
        if word in stops:
            return False
    return False


def _may_count(text: str, place: int) -> bool:
    """Whether a figure is more than a date, a share, a time, a name or the tail of a longer figure."""
    before = text[place - 1 : place] if place else ""
    if before.isdecimal() or (before and before in ".,:/" and text[place - 2 : place - 1].isdecimal()):
        return False
    after = place + 1
    while text[after : after + 1].isdecimal() and after - place < _LONG:
        after += 1
    if before and before in _SIGNS:
        return True
    if before.isalpha() or (before and before in _HYPHENS and text[place - 2 : place - 1].isalpha()):
        return text[place - 2 : place] in _GLUED or text[place - 3 : place] in currencies() or _has_opener(text, after)
    return _stands_free(text, place, after)


def _stands_free(text: str, place: int, after: int) -> bool:
    """Whether a figure with no letter before it is neither a date nor counted as a time, a share or a name."""
    mark, follows = text[after : after + 1], text[after + 1 : after + 2]
    grouped = bool(mark) and mark in ",." and follows.isdecimal()
    if mark == "%" or (not grouped and (mark in ("/", ":") and follows.isdecimal())):
        return False
    if after - place >= _LONG or grouped:
        return True
    words = [word.rstrip(_CLOSING) for word in text[after : after + _NEAR].split(None, 2)[:2]]
    if words and mark.isspace() and (words[0] in _no_things() or words[0].lower() in word_set("months", "names")):
        return False
    if mark.isalpha() and text[after : after + 2] in ("st", "nd", "rd", "th"):
        return False
    if after - place == _YEAR and FIRST_YEAR <= int(text[place:after]) <= LAST_YEAR:
        return any(word.lower() in known_forms() for word in words)
    return not _is_named(text, place, mark)


def _is_named(text: str, place: int, mark: str) -> bool:
    """Whether a figure is a name or a day, told by the word before it: "Section 12", "March 14,"."""
    before = text[max(0, place - _NEAR) : place].split()
    word = before[-1].rstrip(".") if before else ""
    if not word[:1].isupper() or text[place - 1 : place] == "\n":
        return False
    return word.lower() in word_set("designators", "words") or (
        word.lower() in word_set("months", "names") and (not mark or mark in ",.;)\n")
    )


_SIGNS = "$€£¥₹"

_HYPHENS = "-‑"

_GLUED = frozenset(("Rs", "kr", "Tk", "RM", "TL", "Dh"))
"""Short names of currencies to which a figure may be glued."""

_CLOSING = ".,;:)?!”\"'"

_LONG = 5
"""Digits of a figure that is neither a year nor a day."""

_YEAR = 4

_NEAR = 40
"""Characters beside a figure in which two words fit."""
