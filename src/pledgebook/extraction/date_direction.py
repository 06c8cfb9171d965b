"""Whether a sentence looks ahead of its publication or back: what fixes the year of "in March"."""

from __future__ import annotations

from collections.abc import Sequence

from pledgebook.extraction.date_periods import View
from pledgebook.extraction.date_words import date_words

_LOOK_BACK = 160
"""Characters before a phrase in which its verb is sought: about one clause of a news sentence."""

_LOOK_ON = 60
"""Characters after it, where none stands before ("In June the government will ask")."""

_STOPS = (". ", "\n", "; ")


def view_of(text: str, start: int, end: int) -> View:
    """Whether the words around `text[start:end]` look ahead or back; back where they tell nothing."""
    left = text[max(0, start - _LOOK_BACK) : start]
    for stop in _STOPS:
        left = left[left.rfind(stop) + 1 :]
    before = _before(left.lower().replace(",", "").split()[::-1])
    if before is not None:
        return before
    right = text[end : end + _LOOK_ON]
    for stop in _STOPS:
        right = right.split(stop, 1)[0]
    return _after(right.lower().split()) or "past"


_FAILING = ("failed", "failing", "unable")
_PASSIVE = ("be", "been", "being", "are", "is", "get")
_PERFECT_PASSIVE = ("was", "were", "been", "had")


def _before(words: Sequence[str]) -> View | None:
    """The direction of the nearest verb, read backwards from the phrase."""
    for i, word in enumerate(words):
        further = words[i + 1 : i + 4]
        found = _infinitive(words, i) if word == "to" else _verb(word, further, words[max(0, i - 2) : i])
        if found is not None:
            return found
    return None


def _infinitive(words: Sequence[str], i: int) -> View | None:
    """ "to send" looks ahead, "failed to send" and "were to send" do not; "to Ukraine" tells nothing."""
    further = words[i + 1 : i + 4]
    if not i or (further[:1] and further[0] in _FAILING):
        return "past" if i else None
    if words[i - 1] in date_words().no_verb or not words[i - 1].isalpha():
        return None
    return "past" if any(word in _PERFECT_PASSIVE for word in further) else "future"


def _verb(word: str, further: Sequence[str], nearer: Sequence[str]) -> View | None:
    lists = date_words()
    governed_ahead = any(other in ("will", "'ll") for other in further[:2])
    if word in lists.ahead:
        missed = word in ("should", "would", "could") and "have" in nearer
        return "past" if missed or any(other in _PERFECT_PASSIVE for other in further[:2]) else "future"
    if word in lists.back:
        return "future" if governed_ahead else "past"
    if word.endswith("ed") and len(word) > 3 and word not in lists.never_past:
        return None if further[:1] and further[0] in _PASSIVE else "past"
    return None


def _after(words: Sequence[str]) -> View | None:
    lists = date_words()
    for word in words:
        if word in lists.ahead:
            return "future"
        if word in lists.back or (word.endswith("ed") and word not in lists.never_past):
            return "past"
    return None
