"""What kind of thing an item is, and whether two items may be the same thing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal, TypeAlias

import re2

ItemRelation: TypeAlias = Literal["same", "nested", "unsaid", "different"]


@cache
def _words() -> Any:
    return re2.compile(r"[\p{L}\p{N}]+(?:[-.'][\p{L}\p{N}]+)*")


@cache
def _model() -> Any:
    return re2.compile(r"^\p{N}+\p{L}?\p{N}*$|^\p{L}\p{N}[\p{L}\p{N}]*$")


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """An item taken apart: kinds of things, proper names, model numbers, instruments and purposes.

    One text gives one and the same item (`parse_item`), so that items are told apart by identity, which is quick.
    """

    kinds: frozenset[str]
    names: frozenset[str]
    models: frozenset[str]
    instruments: frozenset[str]
    purposes: frozenset[str]

    @property
    def says_what(self) -> bool:
        return bool(self.kinds or self.names)


@dataclass(frozen=True, slots=True)
class _Lists:
    kinds: dict[str, str]
    makes: dict[str, str]
    instruments: dict[str, str]
    purposes: dict[str, str]
    generic: frozenset[str]


@cache
def _lists() -> _Lists:
    data = tomllib.loads(resources.files(__package__).joinpath("items.toml").read_text("utf-8"))
    kinds, makes, instruments, purposes = (
        {word: name for name, words in data[table].items() for word in words.split()}
        for table in ("kinds", "makes", "instruments", "purposes")
    )
    return _Lists(kinds, makes, instruments, purposes, frozenset(data["generic"]["words"].split()))


def singular(word: str) -> str:
    """The word without a plural ending, roughly: enough to hold two items side by side."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, model names such as `iris-t` and `2a6` whole."""
    return tuple(m.group(0) for m in _words().finditer(text.lower()))


@lru_cache(maxsize=65536)
def parse_item(text: str | None) -> Item:
    """The item's words sorted into what they say; an empty item says nothing."""
    lists = _lists()
    found: dict[str, set[str]] = {"kinds": set(), "names": set(), "models": set(), "inst": set(), "purp": set()}
    for raw in words_of(text or ""):
        word = raw if raw in lists.kinds or raw in lists.generic else singular(raw)
        if word in lists.instruments:
            found["inst"].add(lists.instruments[word])
        if word in lists.purposes:
            found["purp"].add(lists.purposes[word])
        if word in lists.kinds:
            found["kinds"].add(lists.kinds[word])
        elif _model().match(word):
            found["models"].add(word)
        elif word not in lists.generic and word not in lists.instruments and word not in lists.purposes:
            found["names"].add(word)
    if not found["kinds"]:
        found["kinds"] = {lists.makes[name] for name in found["names"] if name in lists.makes}
    return Item(*(frozenset(found[key]) for key in ("kinds", "names", "models", "inst", "purp")))


def _models_clash(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether model numbers exclude each other: `1` and `2a6` do, `2` and `2a6` do not."""
    if not left or not right or left & right:
        return False
    return not any(a.startswith(b) or b.startswith(a) for a in left for b in right)


def relation(left: Item, right: Item) -> ItemRelation:
    """How two items stand to each other: the same, one within the other, one not told, or different things."""
    if not left.says_what and not right.says_what:
        return "unsaid" if left.purposes and right.purposes and not left.purposes & right.purposes else "same"
    if not left.says_what or not right.says_what:
        return "unsaid"
    if _models_clash(left.models, right.models):
        return "different"
    if left.names and left.names == right.names:
        return "same"
    if left.kinds and right.kinds and not left.kinds & right.kinds:
        return "different"
    if left.names == right.names:
        return "same"
    return "nested" if left.names <= right.names or right.names <= left.names else "different"
