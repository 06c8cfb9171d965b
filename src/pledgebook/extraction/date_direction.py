"""Whether a sentence looks ahead of its publication or back: what fixes the year of "in March"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from pledgebook.extraction.date_periods import View
from pledgebook.extraction.date_words import date_words

_LOOK_BACK = 160
"""Characters before a phrase in which its verb is sought: about one clause of a news sentence."""

_LOOK_ON = 60
"""Characters after it, where none stands before ("In June the government will ask")."""

_STOPS = (". ", "\n", "; ")


def view_of(text: str, start: int, end: int) -> View:
    """Whether the words around `text[start:end]` look ahead or back; back where they tell nothing."""
    low = max(0, start - _LOOK_BACK)
    for stop in _STOPS:
        low = max(low, text.rfind(stop, low, start) + 1)
    before = _before(text[low:start])
    if before is not None:
        return before
    right = text[end : end + _LOOK_ON]
    for stop in _STOPS:
        right = right.partition(stop)[0]
    return _after(right) or "past"


_FAILING = ("failed", "failing", "unable")
_PASSIVE = ("be", "been", "being", "are", "is", "get")
_PERFECT_PASSIVE = frozenset(["was", "were", "been", "had"])
_WILL = frozenset(["will", "'ll"])


@lru_cache(maxsize=256)
def _before(text: str) -> View | None:
    """The direction of the nearest verb, read backwards from the end."""
    words = text.lower().replace(",", "").split()[::-1]
    cues = _cues()
    for i, word in enumerate(words):
        if word in cues or word.endswith("ed"):
            further = words[i + 1 : i + 4]
            found = _infinitive(words, i) if word == "to" else _verb(word, further, words[max(0, i - 2) : i])
            if found is not None:
                return found
    return None


@cache
def _cues() -> frozenset[str]:
    """The words that are looked at closely; so are all in -ed."""
    return date_words().ahead | date_words().back | {"to"}


def _infinitive(words: Sequence[str], i: int) -> View | None:
    """ "to send" looks ahead, "failed to send" and "were to send" do not; "to Ukraine" tells nothing."""
    further = words[i + 1 : i + 4]
    if not i or (further[:1] and further[0] in _FAILING):
        return "past" if i else None
    if words[i - 1] in date_words().no_verb or not words[i - 1].isalpha():
        return None
    return "future" if _PERFECT_PASSIVE.isdisjoint(further) else "past"


def _verb(word: str, further: Sequence[str], nearer: Sequence[str]) -> View | None:
    lists = date_words()
    if word in lists.ahead:
        missed = "have" in nearer and word in ("should", "would", "could")
        return "past" if missed or not _PERFECT_PASSIVE.isdisjoint(further[:2]) else "future"
    if word in lists.back:
        return "past" if _WILL.isdisjoint(further[:2]) else "future"
    if word.endswith("ed") and len(word) > 3 and word not in lists.never_past:
        return None if further[:1] and further[0] in _PASSIVE else "past"
    return None


@lru_cache(maxsize=256)
def _after(text: str) -> View | None:
    """The direction of the first verb."""
    lists = date_words()
    for word in text.lower().split():
        if word in lists.ahead:
            return "future"
        if word in lists.back or (word.endswith("ed") and word not in lists.never_past):
            return "past"
    return None
