"""Ids from content, dates as precise as told, places in a text, and amounts as ranges."""

from __future__ import annotations

import base64
import calendar
import functools
import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ITEM = "item"
"""The unit of counted things; every other unit is an ISO 4217 code."""

MAX_QUOTE = 250
"""Longest quote of a claim in characters (a long sentence, no paragraph)."""

ID_LENGTH = 16
"""Base32 characters of an id: 80 bits, so that among a billion claims a clash is unlikely (4e-7)."""

ID_BYTES = ID_LENGTH * 5 // 8
"""Bytes that make up so many characters of five bits."""


def make_id(kind: str, *parts: object) -> str:
    """An id that is a pure function of its parts: `kind`, a hyphen, 16 base32 characters.

    Every part goes into the hash with its length before it, so that ("ab", "c") and ("a", "bc")
    differ; None and the empty string differ too.
    """
    digest = hashlib.sha256()
    for part in parts:
        encoded = b"" if part is None else str(part).encode()
        digest.update(f"{'-' if part is None else len(encoded)}:".encode())
        digest.update(encoded)
    letters = base64.b32encode(digest.digest()[:ID_BYTES]).decode("ascii").lower()
    return f"{kind}-{letters}"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day: `2024`, `2024-03`, `2024-03-13`. A month stays a month."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; ValueError for anything else."""
        return _parsed(text)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The day on which the period told has ended."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text


@functools.lru_cache(10_000)
def _parsed(text: str) -> PartialDate:
    parts = text.split("-")
    widths = [len(p) for p in parts]
    if widths not in ([4], [4, 2], [4, 2, 2]) or not all(p.isascii() and p.isdigit() for p in parts):
        raise ValueError(f"{text!r} is no date of the form 2024, 2024-03 or 2024-03-13")
    return PartialDate(*(int(p) for p in parts))


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document's text, in characters: `text[start:end] == quote`, always.

    Build it with `Span.of(text, start, end)`; whoever takes a span from elsewhere calls `holds_in`.
    """

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.quote):
            raise ValueError(f"no span: {self.start}–{self.end} for {len(self.quote)} characters")

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no span: {start}–{end} in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def holds_in(self, text: str) -> bool:
        return text[self.start : self.end] == self.quote


@dataclass(frozen=True, slots=True)
class AmountRange:
    """An amount as a range in single units (1.5 billion is 1500000000); None is an open end.

    `unit` is an ISO 4217 code or `item`. Bounds are finite, not negative, and in order.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("an amount has at least one bound")
        for bound in (self.low, self.high):
            if bound is not None and (not bound.is_finite() or bound < 0):
                raise ValueError(f"{bound} is no bound of an amount")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        if self.unit != ITEM and not (len(self.unit) == 3 and self.unit.isascii() and self.unit.isupper()):
            raise ValueError(f"{self.unit!r} is neither 'item' nor an ISO 4217 code")

    @classmethod
    def exactly(cls, value: Decimal | int, unit: str) -> AmountRange:
        exact = Decimal(value)
        return cls(exact, exact, unit)

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high


def plain_number(value: Decimal | None) -> int | float | None:
    """A bound as JSON writes it: an integer where it is whole, else a float."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
