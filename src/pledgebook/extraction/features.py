"""Features in bundles: what one look at a text tells, made once for the same answer and weighed once.

A feature is a short string such as `before:deliver`; a bundle holds the features that always come together.
Most bundles come again and again, so that a judge need not add up the weights of their features anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Bundle: TypeAlias = tuple[str, ...]

Features: TypeAlias = Sequence[Bundle]

MOST = 1 << 14
"""Bundles kept for one template: all that the weights know and most of the words that texts use."""


class WordFeatures(dict[str, Bundle]):
    """The feature of a word in some place: the place's name, then the word."""

    def __init__(self, beginning: str) -> None:
        super().__init__()
        self._beginning = beginning

    def __missing__(self, word: str) -> Bundle:
        bundle = (self._beginning + word,)
        if len(self) < MOST:
            self[word] = bundle
        return bundle

    def of(self, words: Iterable[str]) -> list[Bundle]:
        """The features of several words."""
        return [self[word] for word in words]


def flat(features: Features) -> list[str]:
    """The features one by one."""
    return [feature for bundle in features for feature in bundle]
