"""Words around a number that make it a bound, an estimate, a part, an increment or a rate."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pledgebook.extraction.amount_tokens import Words
from pledgebook.extraction.amount_words import Phrase, phrases_after, phrases_before, word_set
from pledgebook.model import Per

_PERIODS: tuple[Per, ...] = ("day", "week", "month", "year")

_NO_RATE_AFTER = frozenset("in within over for after of once half than the first last next".split())
"""Before "a year" these make it a span of time ("within a year")."""

_MARKUP = frozenset(("*", "[", "\\", "_"))

_GOES_WITH_OVER = frozenset(
    """spread spanning down hand hands handed handing turn turns turned turning take takes took taking talk talks
    negotiate negotiating""".split()
)
"""Words behind which "over" belongs to them, not to the number."""

_OPEN = frozenset(("a", "an", "all"))
"""Determiners before which a range word may still stand ("up to an additional 20")."""

_RATE_REACH = 9
"""How many words a rate may stand behind its amount ("15 million to the fund each year")."""


class Before(NamedTuple):
    """What stands before a number: where it begins, its bound, and the words that qualify it."""

    first: int
    bound: str
    modifiers: tuple[str, ...]
    approximate: bool


def read_before(words: Words, first: int) -> Before:
    """Range words, modifiers and determiners right before the token `first`."""
    bound, near = "exact", False
    modifiers: list[str] = []
    closed = False
    at = _before_markup(words, first)
    # Behind an article a range word belongs to something else ("below the 524,000").
    while not closed and (phrase := _phrase_before(words, at)):
        if phrase.role in ("low", "high"):
            if bound not in ("exact", phrase.role) or not _is_bound(words, at, phrase):
                break
            bound = phrase.role
            if phrase.role == "high":
                modifiers.append(" ".join(phrase.words))
        near = near or phrase.role == "near"
        if phrase.role == "modifier":
            modifiers.append(" ".join(phrase.words))
        closed = phrase.words[0] == "the" or (phrase.role == "determiner" and phrase.words[0] not in _OPEN)
        at -= len(phrase.words)
    return Before(at, bound, tuple(_spread(reversed(modifiers))), near or bound != "exact")


def _before_markup(words: Words, first: int) -> int:
    """Before the marks that set a number off from its range words ("more than **$16 million**")."""
    at = first
    while words.low[at - 1] in _MARKUP:
        at -= 1
    return at if at < first and _phrase_before(words, at) else first


def _spread(modifiers: Iterable[str]) -> list[str]:
    """Modifiers without articles, each once: "a further" is "further"."""
    out: list[str] = []
    for modifier in modifiers:
        plain = modifier.removeprefix("a ").removeprefix("an ").removeprefix("the ")
        if plain not in out:
            out.append(plain)
    return out


def _phrase_before(words: Words, at: int) -> Phrase | None:
    for phrase in phrases_before().get(words.word(at - 1), ()):
        if words.says(at - len(phrase.words), phrase.words):
            return phrase
    return None


def _is_bound(words: Words, at: int, phrase: Phrase) -> bool:
    """A range word that is one: "over" after a verb of motion or at a title's start may be none."""
    if phrase.words in (("more", "than"), ("less", "than")) and words.word(at - 3) in ("other", "rather"):
        return False
    return not (phrase.words == ("over",) and words.word(at - 2) in _GOES_WITH_OVER)


def read_after(words: Words, last: int) -> tuple[str, int]:
    """The range words behind a number or its noun ("or more", "+") and the token after them."""
    if words.word(last) == "+" and words.touches(last - 1):
        return "low", last + 1
    if words.word(last) == "-" and words.word(last + 1) in ("plus", "odd") and words.touches(last):
        return ("low" if words.word(last + 1) == "plus" else "near"), last + 2
    for phrase in phrases_after().get(words.word(last), ()):
        if words.says(last, phrase.words) and _closes(words, last + len(phrase.words), phrase):
            return phrase.role, last + len(phrase.words)
    return "exact", last


def _closes(words: Words, at: int, phrase: Phrase) -> bool:
    """Whether the range words end the amount and do not begin the next ("5 tanks, at least 3 of them")."""
    if len(phrase.words) > 1 and phrase.words[0] != "at":
        return True
    return at >= len(words) or words.word(at) in ".,;:)"


def read_rate(words: Words, first: int, last: int) -> tuple[Per | None, int]:
    """The period of a rate told after the token `last` (or right before `first`), and where it ends."""
    if _rate_words().isdisjoint(words.low[max(first - 6, 0) : last + _RATE_REACH + 2]):
        return None, last
    per, end = _rate_at(words, last)
    if per:
        return per, end
    for at in range(last, min(last + _RATE_REACH, len(words))):
        if words.word(at) in ".,;:()—–" or words.is_figure(at) or words.word(at) in ("and", "but"):
            break
        per, end = _rate_at(words, at)
        if per and words.word(at - 1) not in _NO_RATE_AFTER:
            return per, last
    return _rate_before(words, first), last


@cache
def _rate_words() -> frozenset[str]:
    return frozenset().union(*(word_set("rates", period) for period in _PERIODS))


def _rate_at(words: Words, at: int) -> tuple[Per | None, int]:
    word = words.word(at)
    if word in ("a", "per", "each", "every", "an", "/"):
        period = _period(words.word(at + 1))
        if period and words.word(at + 2) not in word_set("rates", "not_after"):
            return period, at + 2
    elif word == "annually" or (word in ("monthly", "weekly", "daily", "yearly") and _is_adverb(words, at)):
        return _period(word), at + 1
    return None, at


def _is_adverb(words: Words, at: int) -> bool:
    """Whether "monthly" says how often ("20 tanks monthly") and not of what kind ("their monthly bill")."""
    follows = words.word(at + 1)
    return not words.is_word(at + 1) or follows in word_set("stops", "words")


def _rate_before(words: Words, first: int) -> Per | None:
    for at in range(first - 1, max(first - 6, -1), -1):
        if words.word(at) in ".,;:()" or words.is_figure(at):
            return None
        if words.word(at) in ("annual", "monthly", "weekly", "daily", "yearly"):
            return _period(words.low[at])
    return None


def _period(word: str) -> Per | None:
    return next((p for p in _PERIODS if word in word_set("rates", p)), None)
