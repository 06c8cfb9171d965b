"""The closed classes of words that amounts are written with, read from `vocabulary/numbers.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from pledgebook.vocabulary import countries, item_forms, items, model_names
from pledgebook.vocabulary.loading import read_toml

ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth last final next other".split())
"""Words behind which a thing, told without a number, is a count of one ("the third Patriot")."""

AUXILIARIES = frozenset(
    "is was are has have had will would should could may might can arrived came did reached".split()
)
"""Verbs before which an ordinal stands for its thing ("the first has arrived")."""


class Phrase(NamedTuple):
    """A phrase as words in lower case, with what it does to the number beside it."""

    words: tuple[str, ...]
    role: str


@cache
def _data() -> Mapping[str, Any]:
    return read_toml("numbers")


@cache
def cardinals() -> Mapping[str, int]:
    """Number words below a hundred."""
    return dict(_data()["cardinals"])


@cache
def scales() -> Mapping[str, int]:
    """Words that multiply the number before them."""
    return dict(_data()["scales"])


@cache
def short_scales() -> Mapping[str, int]:
    """Short forms of scales, which stand after digits only."""
    return dict(_data()["short_scales"])


@cache
def vague() -> Mapping[str, int]:
    """Plurals that name no number ("dozens"), with the least that they say."""
    return dict(_data()["vague"])


@cache
def fractions() -> Mapping[str, Decimal]:
    """Words for a part of one: half, quarter, third."""
    return {word: Decimal(value) for word, value in _data()["fractions"].items()}


@cache
def few_words() -> frozenset[str]:
    """Words that stand before a scale for a number above one: "several hundred"."""
    return frozenset(("several", "few", "many", "couple", "multi"))


@cache
def word_set(*path: str) -> frozenset[str]:
    """A list of single words of `numbers.toml`, by its table and key."""
    found: Any = _data()
    for key in path:
        found = found[key]
    return frozenset(found.split() if isinstance(found, str) else found)


def _by_end(phrases: Iterable[Phrase], last: bool) -> dict[str, tuple[Phrase, ...]]:
    """Phrases by their last (or first) word, the longest first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        found.setdefault(phrase.words[-1 if last else 0], []).append(phrase)
    return {word: tuple(sorted(group, key=lambda p: (-len(p.words), p))) for word, group in found.items()}


@cache
def phrases_before() -> Mapping[str, tuple[Phrase, ...]]:
    """What may stand before a number (range words, modifiers, determiners), by the phrase's last word."""
    told: list[Phrase] = []
    for role, phrases in (
        *_data()["bounds"].items(),
        ("modifier", _data()["modifiers"]["before"]),
        ("modifier", _data()["modifiers"]["phrases"]),
        ("determiner", _data()["modifiers"]["determiners"]),
    ):
        told.extend(Phrase(tuple(phrase.split()), role) for phrase in phrases)
    return _by_end(told, last=True)


@cache
def phrases_after() -> Mapping[str, tuple[Phrase, ...]]:
    """Range words that follow a number or its noun ("or more"), by their first word."""
    told = [Phrase(tuple(p.split()), role) for role, phrases in _data()["after"].items() for p in phrases]
    return _by_end(told, last=False)


@cache
def number_words() -> frozenset[str]:
    """Every word that may begin a number."""
    few = few_words() | {"a", "an"}
    return frozenset((*cardinals(), *scales(), *vague(), *fractions(), *few, "pair"))


@cache
def counting_words() -> frozenset[str]:
    """Number words that end the noun phrase before them ("nine SLM and eleven SLS systems")."""
    return frozenset((*cardinals(), *scales(), *vague()))


@cache
def demonyms() -> frozenset[str]:
    """Words in lower case for what belongs to a state ("norwegian"); they name no thing."""
    return frozenset(word.lower() for country in countries().values() for word in country.adjectives)


@cache
def state_names() -> frozenset[str]:
    """Single-word names of states and capitals in lower case: a number after one counts something."""
    named = (name for c in countries().values() for name in (*c.names, *c.capitals))
    return frozenset(word.lower() for name in named for word in name.split()[-1:])


@cache
def numbered_names() -> frozenset[tuple[str, str]]:
    """Word and figure of names that end in a number: ("leopard", "2")."""
    pairs = set()
    for name in model_names():
        words = name.lower().split()
        for left, right in pairwise(words):
            figure = right[: len(right) - len(right.lstrip("0123456789"))]
            if figure:
                pairs.add((left, figure))
    return frozenset(pairs)


@cache
def thing_heads() -> frozenset[str]:
    """Last words of the names of things of which "a" or "one" is a count of 1."""
    listed = {term.rpartition(" ")[2] for term, item in items().items() if item.aid == "military" and not item.generic}
    return word_set("single", "nouns") | frozenset(listed)


@cache
def known_forms() -> frozenset[str]:
    """Singular and plural forms of everything known to be given as aid."""
    return frozenset(item_forms())
