"""How amounts, lists and strange text are put into words for people."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from pledgebook.model import Bounds, plain_number

Number: TypeAlias = Decimal | int | float

NOTHING_TOLD = "–"
"""Stands in a table where there is nothing to tell."""

_SCALES: tuple[tuple[Decimal, str], ...] = (
    (Decimal(10) ** 12, "tn"),
    (Decimal(10) ** 9, "bn"),
    (Decimal(10) ** 6, "m"),
    (Decimal(10) ** 5, "k"),
)

_ANSI_SEQUENCE = r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-_]?"
"""What a terminal takes for a command: CSI and OSC sequences, and any other escape."""

_UNSEEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{ad}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{feff}]"
"""Controls, line separators of Unicode and marks that turn the reading direction."""


@functools.cache
def _pattern(expression: str) -> Any:
    import re2

    return re2.compile(expression)


def printable(text: str) -> str:
    """The text without terminal commands and invisible controls; tabs and line ends stay."""
    if text.isascii() and text.isprintable():
        return text
    without_commands: str = _pattern(_ANSI_SEQUENCE).sub("", text.encode("utf-8", "replace").decode("utf-8"))
    return str(_pattern(_UNSEEN).sub("", without_commands))


def one_line(text: str) -> str:
    """The printable text on one line, with single spaces."""
    return " ".join(printable(text).split())


def joined(names: Sequence[str], by: str = "+") -> str:
    """Several names as one: `DK+NL`."""
    return by.join(names) if names else NOTHING_TOLD


def scaled(value: Number) -> tuple[str, str]:
    """The digits of a number and the letters of its scale: 1500000000 is `1.5`, `bn`."""
    exact = Decimal(str(value))
    if exact < 0:
        digits, letters = scaled(-exact)
        return f"−{digits}", letters
    for size, letters in _SCALES:
        if exact >= size:
            return _three_digits(exact / (1000 if letters == "k" else size)), letters
    if exact == exact.to_integral_value():
        return f"{int(exact):,}", ""
    return f"{exact:,.2f}", ""


def _three_digits(value: Decimal) -> str:
    """As many decimals as three significant digits leave room for, without zeros at the end."""
    decimals = 2 if value < 10 else 1 if value < 100 else 0
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_in_words(value: Number) -> str:
    """One number for people: `5.0bn`, `44bn`, `180k`."""
    digits, letters = scaled(value)
    if letters and len(digits.lstrip("−")) == 1:
        digits += ".0"
    return digits + letters


def amount_in_words(low: Number | None, high: Number | None, unit: str | None = None) -> str:
    """A range for people: `5.0bn EUR`, `≥ 44bn`, `up to 1.6bn`, `2.5–3bn`; `some` if nobody says how much."""
    words = _range_in_words(low or 0, high)
    if unit and unit != "item" and words != NOTHING_TOLD:
        return f"{words} {unit}"
    return words


def _range_in_words(low: Number, high: Number | None) -> str:
    if high is None:
        return f"≥ {number_in_words(low)}" if low else "some"
    if low == high:
        return number_in_words(low) if low else NOTHING_TOLD
    if not low:
        return f"up to {number_in_words(high)}"
    (low_digits, low_letters), (high_digits, high_letters) = scaled(low), scaled(high)
    if low_letters == high_letters:
        return f"{low_digits}–{high_digits}{high_letters}"
    return f"{number_in_words(low)}–{number_in_words(high)}"


def as_range(bounds: Bounds) -> list[int | float | None]:
    """Bounds as commands print them: `[low, high]`, null for an open end."""
    return [plain_number(bounds.low), plain_number(bounds.high)]
