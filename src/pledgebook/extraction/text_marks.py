"""Known items and the themes of words, found in one pass over the whole text."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pledgebook.extraction.word_search import WordSearch
from pledgebook.vocabulary import Item, item_forms


class KnownItem(NamedTuple):
    """A known item at a place of the text."""

    start: int
    end: int
    item: Item


class ThemeWord(NamedTuple):
    """A word at a place of the text, with the themes that it belongs to."""

    start: int
    end: int
    themes: tuple[str, ...]


@cache
def themes() -> dict[str, frozenset[str]]:
    """The themes of vocabulary/context.toml: name → words."""
    data = tomllib.loads((files("pledgebook.vocabulary") / "context.toml").read_text("utf-8"))
    return {theme: frozenset(words.split()) for theme, words in data.items()}


@cache
def _item_search() -> WordSearch[Item]:
    return WordSearch(item_forms())


def known_items(low: str) -> list[KnownItem]:
    """Every known item of a text in lower case, with its place."""
    return [KnownItem(start, end, item) for start, end, item in _item_search().find(low)]


@cache
def _theme_search() -> WordSearch[tuple[str, ...]]:
    words = sorted({w for theme in themes().values() for w in theme if w[0].isalnum()})
    return WordSearch({w: tuple(t for t, listed in themes().items() if w in listed) for w in words})


def theme_words(low: str) -> list[ThemeWord]:
    """Every word of a theme in a text in lower case, with its place."""
    return [ThemeWord(start, end, found) for start, end, found in _theme_search().find(low)]
