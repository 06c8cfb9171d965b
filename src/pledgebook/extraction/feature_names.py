"""Names of features that differ in one word only, each made once: most words come again and again."""

from __future__ import annotations

MOST = 1 << 14
"""Names kept for one template: all that the weights know and most of the words that texts use."""


class FeatureNames(dict[str, str]):
    """What a word's feature is called: the template's beginning, then the word."""

    def __init__(self, beginning: str) -> None:
        super().__init__()
        self._beginning = beginning

    def __missing__(self, word: str) -> str:
        name = self._beginning + word
        if len(self) < MOST:
            self[word] = name
        return name
