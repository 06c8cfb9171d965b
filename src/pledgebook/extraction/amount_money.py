"""Currencies beside a number: signs, codes and words, before or after, and which one an open word means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pledgebook.extraction.amount_tokens import Words
from pledgebook.extraction.amount_words import demonyms, word_set
from pledgebook.extraction.numbers import Number
from pledgebook.vocabulary import currencies, currency_symbols, currency_words, denominations

_LONGEST_NAME = 5
"""Words of the longest currency name ("bosnia and herzegovina convertible mark")."""

_BIG = 1000

_MARKS = frozenset("$£¥₵¢₹€")


class Money(NamedTuple):
    """The candidates for a number's currency and the tokens that it covers with its number."""

    codes: tuple[str, ...]
    first: int
    last: int


@cache
def _risky_words() -> Mapping[str, tuple[str, ...]]:
    return {word: entry.codes for entry in denominations() if entry.risky for word in entry.words}


@cache
def sole() -> frozenset[tuple[str, ...]]:
    """Candidates of a bare word or sign that means the first of them where nothing speaks for another."""
    return frozenset(entry.codes for entry in denominations() if entry.sole) | {("JPY", "CNY")}


def read_money(words: Words, number: Number) -> Money | None:
    """The currency that stands before or after a number, or both; None if the number has none."""
    before = _before(words, number)
    after = _after(words, number)
    if before and after:
        apart = before.codes[0] in dollars()[:1] and "USD" not in after.codes and after.codes not in sole()
        codes = before.codes if apart and after.codes == ("XDR",) else min(after.codes, before.codes, key=len)
        return Money(codes, before.first, after.last)
    if before and (owner := _adjective_after(words, number, before.codes)):
        return Money((owner,), before.first, number.last + 1)
    return before or after


def _before(words: Words, number: Number) -> Money | None:
    at = number.first - 1
    if at < 0:
        return None
    raw = words.raw[at]
    if raw in _MARKS or raw in currency_symbols():
        return _sign_before(words, number, at)
    if raw == "." and words.touches(at - 1) and f"{words.raw[at - 1]}." in currency_symbols():
        return Money(currency_symbols()[f"{words.raw[at - 1]}."], at - 1, number.last)
    if words.low[at] == "euro" and number.scale >= _BIG:
        return Money(("EUR",), at, number.last)
    if raw in currencies() and _may_be_code(raw, number):
        return Money((raw,), at, number.last)
    return None


def _sign_before(words: Words, number: Number, at: int) -> Money | None:
    """A sign with the letters that belong to it ("US$", "C$"), or a code before it ("AUD $85 million")."""
    raw = words.raw[at]
    if raw[0].isalpha() and not (words.touches(at) or number.scale > 1 or number.low >= _BIG or len(raw) > 1):
        return None
    if at and raw in _MARKS and words.is_word(at - 1):
        joined = words.raw[at - 1] + raw
        if joined in currency_symbols() and (words.touches(at - 1) or len(joined) > 2):
            return Money(currency_symbols()[joined], at - 1, number.last)
    if at and words.raw[at - 1] in currencies() and words.raw[at - 1].isupper():
        return Money((words.raw[at - 1],), at - 1, number.last)
    codes = dollars() if raw == "$" else currency_symbols().get(raw)
    return Money(codes, at, number.last) if codes else None


def _may_be_code(code: str, number: Number) -> bool:
    return code not in word_set("risky_codes", "words") or number.scale >= _BIG or number.low >= _BIG


def _after(words: Words, number: Number) -> Money | None:
    at = number.last
    hyphen = words.word(at) == "-" and words.touches(at) and words.touches(at - 1)
    if hyphen or (words.word(at) == "of" and (number.form == "vague" or number.scale > 1)):
        at += 1
    codes, last = currency_at(words, at)
    if not codes and number.scale >= _BIG and words.word(at) in _risky_words():
        codes, last = _risky_words()[words.word(at)], at + 1
    if not codes or _is_weight(words, number, at, last):
        return None
    if words.raw[last - 1] in currencies() and not _may_be_code(words.raw[last - 1], number):
        return None
    return Money(codes, number.first, last)


@cache
def _first_words() -> frozenset[str]:
    """Words with which the name of a currency can begin, with and without a full stop ("st.")."""
    first = {name.split()[0] for name in currency_words()}
    return frozenset(first | {word.removesuffix(".") for word in first})


def currency_at(words: Words, at: int) -> tuple[tuple[str, ...], int]:
    """The currency named at a token, by its candidates, and the token after it; ((), at) if none is."""
    if at >= len(words):
        return (), at
    raw = words.raw[at]
    if raw in currencies():
        return (raw,), at + 1
    longest = min(_LONGEST_NAME, len(words) - at) if words.low[at] in _first_words() else 0
    for length in range(longest, 0, -1):
        codes = currency_words().get(" ".join(words.low[at : at + length]).replace(" .", "."))
        if codes:
            return codes, at + length
    if not raw[0].isalnum() and raw in currency_symbols() and not words.is_figure(at + 1):
        return (dollars() if raw == "$" else currency_symbols()[raw]), at + 1
    if raw in ("Kč", "kr", "zł", "Ft", "KČ"):
        return currency_symbols()[raw], at + 1
    return (), at


def _is_weight(words: Words, number: Number, at: int, last: int) -> bool:
    """Whether "pounds" weighs goods: "170,000 pounds of tools", "2,000-pound bombs"."""
    if words.word(at) not in ("pound", "pounds"):
        return False
    if at > number.last and words.word(at - 1) == "-" and number.scale < _BIG:
        return True
    if words.word(last) != "of" or number.low >= 1_000_000:
        return False
    if any(words.word(i) in word_set("goods", "nouns") for i in range(last + 1, last + 4)):
        return True
    return not any(words.word(i) in word_set("money_nouns", "nouns") for i in range(last + 1, last + 5))


def _adjective_after(words: Words, number: Number, codes: Sequence[str]) -> str | None:
    """ "$1.2 billion Canadian": the state's adjective after a figure with a shared sign."""
    word, after = words.word(number.last), number.last + 1
    if word not in demonyms() or (words.is_word(after) and words.word(after) not in word_set("stops", "words")):
        return None
    base = "dollar" if "USD" in codes else "pound" if "GBP" in codes else "krone"
    found = currency_words().get(f"{word} {base}", ())
    return found[0] if len(found) == 1 else None


def differ(codes: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two currencies are surely not one; a word with a usual meaning counts as that."""
    left, right = (set(c[:1] if c in sole() else c) for c in (codes, others))
    return not left & right


@cache
def dollars() -> tuple[str, ...]:
    """Every currency called dollar, the American one first."""
    return currency_words()["dollars"]
