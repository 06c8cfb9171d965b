"""Numbers that are no amounts: dates, times, shares, names, ranks, scores and list markers."""

from __future__ import annotations

from pledgebook.extraction.amount_tokens import Words
from pledgebook.extraction.amount_words import cardinals, known_forms, numbered_names, scales, short_scales, word_set
from pledgebook.extraction.numbers import Number
from pledgebook.vocabulary import currency_words

_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_PERCENT = frozenset(("%", "percent", "percentage", "pct", "‰", "°", "℃"))
_YEAR_PREPOSITIONS = frozenset(
    "in since by until till of from during fiscal year for through before after early mid late".split()
)
_DASHES = frozenset("-–—‑−")

_JOINTS = frozenset((",", "and", "or", "&", "to", "through"))

_LONGEST_LIST = 20
"""Numbers of the longest list that is read back to the word before it ("Proclamations 9645, 9723, …")."""

_LONGEST_RANK = 7
"""Executive orders have five digits, some case numbers six."""

FIRST_YEAR, LAST_YEAR = 1500, 2150
"""Figures of four digits in this span, written without a comma, are years unless a known thing follows."""


def is_no_amount(words: Words, number: Number) -> bool:
    """Whether a number without a currency is a date, a time, a share, a name, a rank or a marker."""
    if (
        _is_ratio(words, number)
        or _is_share(words, number.last)
        or _is_ordinal(words, number.last)
        or _is_age(words, number)
    ):
        return True
    if number.form != "digits":
        return words.word(number.first - 1) in ("no", "one") or _is_spelled_year(words, number)
    return (
        _is_glued(words, number)
        or _is_year(words, number)
        or _is_day(words, number)
        or _is_named(words, number.first)
        or _is_marker(words, number)
    )


def _is_ratio(words: Words, number: Number) -> bool:
    """ "One in five homes", "1 in 10 people"."""
    if words.low[number.first - 1] != "in" or number.scale > 1:
        return False
    return words.is_figure(number.first - 2) or words.low[number.first - 2] in cardinals()


def _is_ordinal(words: Words, at: int) -> bool:
    """ "27th", "19<sup>th</sup>", "two hundred and forty-ninth"."""
    at += words.word(at) == "and"
    last = words.word(at).rpartition("-")[2]
    return words.word(at) in _ORDINALS or (last in word_set("ordinals", "words") and "-" in words.word(at))


def _is_spelled_year(words: Words, number: Number) -> bool:
    """ "Two thousand twenty-four" of proclamations."""
    return number.form == "words" and FIRST_YEAR <= number.low <= LAST_YEAR and number.low % 100 != 0


def _is_share(words: Words, at: int) -> bool:
    if words.word(at) in _DASHES:
        at += 1
    return words.word(at) in _PERCENT or (words.word(at) == "per" and words.word(at + 1) == "cent")


def _is_glued(words: Words, number: Number) -> bool:
    """Part of a longer mark: "14:30", "9/11", "2A4", "12-month", "10- to 12-month", telephone numbers, "3-2"."""
    last = number.last
    if words.touches(number.first - 1) and words.word(number.first - 1) in "/:-–.+#_'’&":
        return True
    if not words.touches(last - 1):
        return False
    after = words.word(last)
    if words.is_word(last):
        return number.scale == 1 and not _is_unit(after)
    if after in ("/", ":"):
        return words.touches(last) and words.is_figure(last + 1)
    if after not in _DASHES or number.scale > 1:
        return False
    hangs = not words.touches(last) and after in "-‑"
    return hangs or (words.touches(last) and _is_compound(words, number, last + 1))


def _is_unit(word: str) -> bool:
    return (
        word in scales() or word in short_scales() or word in currency_words() or word in word_set("measures", "nouns")
    )


def _is_compound(words: Words, number: Number, at: int) -> bool:
    """ "12-month", "1,000-pound", scores and telephone numbers; no ranges ("12-18 jets")."""
    if words.is_word(at):
        return words.word(at - 1) in "-‑" and words.word(at) not in ("plus", "odd")
    if not words.is_figure(at):
        return False
    left, right = words.raw[number.last - 1], words.raw[at]
    telephone = len(left) == 3 and len(right) == 4 and right.isdecimal()
    return telephone or (words.touches(at) and words.word(at + 1) in _DASHES)


def _is_year(words: Words, number: Number) -> bool:
    raw = words.raw[number.first]
    if number.last != number.first + 1 or len(raw) != 4 or not raw.isdecimal():
        return False
    if not FIRST_YEAR <= number.low <= LAST_YEAR:
        return False
    before = words.word(number.first - 1)
    counts = words.word(number.last) in known_forms() or words.word(number.last + 1) in known_forms()
    return before in _YEAR_PREPOSITIONS or before in word_set("months", "names") or not counts


def _is_day(words: Words, number: Number) -> bool:
    """A day of a month: "14 March", "March 14", "14–15 March", "14 and 15 March", "Oct. 7"."""
    if number.low > 31 or number.scale > 1 or "." in words.raw[number.first]:
        return False
    months, last, first = word_set("months", "names"), number.last, number.first
    if words.word(last) in months and words.is_capital(last):
        return True
    if (
        words.word(last) in (*_DASHES, "and", "or", "to")
        and words.is_figure(last + 1)
        and words.word(last + 2) in months
    ):
        return words.is_capital(last + 2)
    at = first - 1 - (words.word(first - 1) == "." and words.word(first - 2) in months)
    if words.word(at) in months and words.is_capital(at):
        return words.word(last) not in known_forms() or at == 0
    parted = words.word(first - 1) in (*_DASHES, "and", "to", ",") and words.is_figure(first - 2)
    return parted and words.word(first - 3) in months and words.is_capital(first - 3)


def _is_named(words: Words, first: int, hops: int = 0) -> bool:
    """A number that is a name: "Article 5", "No. 12", "Leopard 2", "Proclamations 9645, 9723 and 9983"."""
    before = first - 1
    if words.word(before) in (".", "-") and words.touches(before - 1):
        before -= 1
    word = words.word(before)
    if (word, words.raw[first]) in numbered_names():
        return True
    if word in _JOINTS:
        return hops < _LONGEST_LIST and _is_named_list(words, before, hops)
    small = len(words.raw[first]) < _LONGEST_RANK and "," not in words.raw[first]
    if word not in word_set("designators", "words") or not small:
        return False
    return words.is_capital(before) or not word[0].isalpha() or words.word(first + 1) not in known_forms()


def _is_named_list(words: Words, at: int, hops: int) -> bool:
    """Whether the joint at a token joins on to a number that is a name."""
    while words.word(at) in _JOINTS:
        at -= 1
    while words.word(at) == ")" and at > 2:
        at -= 3
    return words.is_figure(at) and _is_named(words, at, hops + 1)


def _is_marker(words: Words, number: Number) -> bool:
    """A list marker or footnote: "1. " at the start or before a capital, "(2)", "[3]", "*4"."""
    first, last = number.first, number.last
    closes = words.word(last) in (")", "]")
    if closes and words.word(first - 1) in ("(", "[") and number.scale == 1:
        return True
    opens = first == 0 or (first == 1 and words.word(0) in "-•–*(")
    stops = words.word(last) == "." and words.touches(last - 1) and number.scale == 1
    return number.low < 100 and ((opens and (closes or stops)) or (stops and words.is_capital(last + 1)))


def _is_age(words: Words, number: Number) -> bool:
    """A person's age between commas after a name, "16 or older", "the age of 65"."""
    if words.word(number.last) in ("or", "and") and words.word(number.last + 1) in ("older", "younger"):
        return True
    if words.word(number.first - 1) == "of" and words.word(number.first - 2) in ("age", "ages"):
        return True
    commas = words.word(number.first - 1) == "," and words.word(number.last) == ","
    return commas and 15 <= number.low < 100 and number.scale == 1 and words.is_capital(number.first - 2)
