"""Amounts told without a number: "a Patriot battery", "the third Patriot", "half of the million shells"."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from pledgebook.extraction.amount_bounds import read_before
from pledgebook.extraction.amount_drafts import Draft
from pledgebook.extraction.amount_ranges import read_figure_at
from pledgebook.extraction.amount_things import Thing, is_model, read_thing
from pledgebook.extraction.amount_tokens import Words
from pledgebook.extraction.amount_words import (
    AUXILIARIES,
    ORDINALS,
    cardinals,
    fractions,
    number_words,
    thing_heads,
    word_set,
)
from pledgebook.extraction.numbers import read_number


@cache
def _opening_words() -> frozenset[str]:
    return number_words() | ORDINALS | {"another", "thirds", "quarters"}


ARTICLES = frozenset(("a", "an", "another"))


def openings(words: Words) -> list[int]:
    """The tokens at which an amount can begin; an article only before a number word or in a sentence with a thing."""
    opening, low = _opening_words(), words.low
    found = [at for at, word in enumerate(low) if word in opening]
    if not _has_single(words):
        found = [at for at in found if low[at] not in ARTICLES or low[at + 1] in number_words()]
    figures = [at for at in words.odd if _opens_figure(low[at])]
    return sorted(found + figures) if figures else found


def _opens_figure(word: str) -> bool:
    return word[:1].isdecimal() or ("-" in word and word.partition("-")[0] in cardinals())


def _has_single(words: Words) -> bool:
    """Whether something stands in the sentence of which "a" can be a count."""
    if "/" in words.low or not thing_heads().isdisjoint(words.low):
        return True
    return any(is_model(words.raw[at]) for at in words.odd)


def may_begin(words: Words, at: int) -> bool:
    """Whether a number can begin at a token."""
    word = words.low[at]
    return word in number_words() or word[:1].isdecimal() or "-" in word


def read_single(words: Words, at: int) -> Draft | None:
    """ "A Patriot battery", "another system", "the third Patriot", "the first of four": a count of one."""
    word = words.low[at]
    if word.removesuffix("s") in fractions() and (fraction := _read_fraction(words, at)):
        return fraction
    if word in ORDINALS and words.word(at - 1) not in ("a", "an"):
        return _read_ordinal(words, at)
    if word not in ARTICLES or read_number(words, at + 1) is not None:
        return None
    thing = read_thing(words, at + 1, one=True)
    return _single(words, at, at + 1, thing, (word,)) if thing and thing.kind == "thing" else None


def _read_fraction(words: Words, at: int) -> Draft | None:
    """ "Half of the million shells", "a third of the 300": a share of the amount that follows."""
    start = at + 1 + (words.word(at + 1) == "of")
    start += words.word(start) in ("the", "its", "their", "those", "this", "that", "these", "his", "our")
    back = words.says(at + 1, ("of", "it"))
    if start == at + 1 or (read_figure_at(words, start) is None and not back):
        return None
    many = cardinals().get(words.word(at - 1), 1)
    first = at - (many > 1 or words.word(at - 1) in ("a", "one"))
    value = many * fractions()[words.low[at].removesuffix("s")]
    before = read_before(words, first)
    return Draft(
        words, before.first, at + 1, first, at + 1, value, value, "bare", hint="portion" if back else "fraction",
        modifiers=before.modifiers, approximate=before.approximate,
    )  # fmt: skip


def _read_ordinal(words: Words, at: int) -> Draft | None:
    word = words.low[at]
    if words.word(at + 1) == "of":
        start = at + 2 + (words.word(at + 2) in ("the", "those", "its", "these"))
        number = read_number(words, start) if may_begin(words, start) and start < len(words) else None
        return _single(words, at, at + 1, None, (word,)) if number and number.scale == 1 else None
    if words.word(at - 1) == "the" and words.word(at + 1) in AUXILIARIES:
        return _single(words, at, at + 1, None, (word,))
    if words.word(at - 1) not in ("the", "its", "their", "'s", "a"):
        return None
    thing = read_thing(words, at + 1, one=True)
    return _single(words, at, at + 1, thing, (word,)) if thing and words.low[thing.last - 1] in thing_heads() else None


def _single(words: Words, at: int, last: int, thing: Thing | None, modifiers: tuple[str, ...]) -> Draft:
    one = Decimal(1)
    inner = (
        tuple(
            words.low[k] for k in range(last, thing.last) if words.low[k] in ORDINALS | word_set("modifiers", "after")
        )
        if thing
        else ()
    )
    draft = Draft(
        words, at, thing.last if thing else last, at, last, one, one, "things" if thing else "bare",
        modifiers=tuple(dict.fromkeys((*modifiers, *inner))), hint="" if thing else "single",
    )  # fmt: skip
    if thing is None:
        return draft
    return draft._replace(item=thing.item, item_first=thing.first, item_last=thing.last)
