"""Numbers as English prose writes them; each text is read from its first word."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.extraction.amount_figures import MAX_DIGITS, read_figure
from pledgebook.extraction.amount_tokens import words_of
from pledgebook.extraction.numbers import Number, read_number

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_UNITS += "seventeen eighteen nineteen".split()
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def _read(text: str) -> Number | None:
    return read_number(words_of(text, 0, len(text)), 0)


@pytest.mark.parametrize(
    ("text", "low", "high", "covers"),
    [
        ("7", 7, 7, 1),
        ("1,000", 1000, 1000, 1),
        ("12,345,678", 12345678, 12345678, 1),
        ("1.5", "1.5", "1.5", 1),
        ("1.000.000", 1000000, 1000000, 1),
        ("1.234.567,50", "1234567.50", "1234567.50", 1),
        ("1,00,000", 100000, 100000, 1),
        ("3,5 billion", 3500000000, 3500000000, 2),
        ("1 000 000 rounds", 1000000, 1000000, 3),
        ("1\u00a0000\u00a0000 rounds", 1000000, 1000000, 3),
        ("1’000’000", 1000000, 1000000, 1),
        ("14 155 mm shells", 14, 14, 1),
        ("2,024 300", 2024, 2024, 1),
        ("1.5bn", 1500000000, 1500000000, 2),
        ("5m", 5000000, 5000000, 2),
        ("5 m", 5, 5, 1),
        ("300k", 300000, 300000, 2),
        ("60-billion", 60000000000, 60000000000, 3),
        ("10 lakh", 1000000, 1000000, 2),
        ("2 crore", 20000000, 20000000, 2),
        ("2 dozen", 24, 24, 2),
        ("1 billion 200 million", 1200000000, 1200000000, 4),
        ("2 and a half million", 2500000, 2500000, 5),
        ("twenty-four", 24, 24, 1),
        ("three hundred and fifty thousand", 350000, 350000, 5),
        ("one billion two hundred million", 1200000000, 1200000000, 5),
        ("one hundred and five", 105, 105, 4),
        ("twelve and fourteen", 12, 12, 1),
        ("half a million", 500000, 500000, 3),
        ("half a dozen", 6, 6, 3),
        ("half-billion", 500000000, 500000000, 2),
        ("a quarter of a billion", 250000000, 250000000, 5),
        ("three quarters of a million", 750000, 750000, 5),
        ("one and a half million", 1500000, 1500000, 5),
        ("one-and-a-half billion", 1500000000, 1500000000, 5),
        ("a million and a half", 1500000, 1500000, 5),
        ("a dozen", 12, 12, 2),
        ("a hundred thousand", 100000, 100000, 3),
        ("a pair", 2, 2, 2),
        ("a couple of million", 2000000, 2000000, 4),
        ("million", 1000000, 1000000, 1),
        ("dozens", 24, None, 1),
        ("hundreds", 200, None, 1),
        ("thousands", 2000, None, 1),
        ("tens of thousands", 20000, None, 3),
        ("hundreds of thousands", 200000, None, 3),
        ("tens of millions", 20000000, None, 3),
        ("millions", 2000000, None, 1),
        ("several hundred thousand", 200000, None, 3),
        ("a few dozen", 24, None, 3),
        ("scores", 40, None, 1),
    ],
)
def test_values(text: str, low: int | str, high: int | str | None, covers: int) -> None:
    number = _read(text)
    assert number is not None
    assert (number.low, number.high) == (Decimal(low), None if high is None else Decimal(high))
    assert number.last == covers


@pytest.mark.parametrize(
    "text", ["half of them", "a tank", "several tanks", "few", "the", "quarter", "-", "", "²", "three-year"]
)
def test_no_numbers(text: str) -> None:
    assert _read(text) is None


@pytest.mark.parametrize("figure", ["1,2,3", "1.2.3", "1,0000,000", "9" * (MAX_DIGITS + 1), "1,2345"])
def test_figures_that_are_none(figure: str) -> None:
    assert read_figure(figure) is None or figure == "1,2345"


def _spelled(value: int) -> str:
    """A number below a million in English words."""
    if value >= 1000:
        rest = _spelled(value % 1000) if value % 1000 else ""
        return f"{_spelled(value // 1000)} thousand {rest}".strip()
    if value >= 100:
        rest = f" and {_spelled(value % 100)}" if value % 100 else ""
        return f"{_UNITS[value // 100]} hundred{rest}"
    if value >= 20:
        return _TENS[value // 10] + (f"-{_UNITS[value % 10]}" if value % 10 else "")
    return _UNITS[value]


@given(value=st.integers(1, 999_999))
def test_every_spelled_number_is_read_back(value: int) -> None:
    number = _read(_spelled(value))
    assert number is not None
    assert (number.low, number.high) == (value, value)


@given(value=st.integers(0, 10**12), mark=st.sampled_from([",", " ", "\u202f", "’"]))
def test_every_grouped_figure_is_read_back(value: int, mark: str) -> None:
    number = _read(f"{value:,}".replace(",", mark))
    assert number is not None
    assert number.low == value


@given(text=st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    words = words_of(text, 0, len(text))
    assert all(text[words.start[k] : words.end[k]] == words.raw[k] for k in range(len(words)))
    assert all(a <= b for a, b in zip(words.end, words.start[1:], strict=False))
