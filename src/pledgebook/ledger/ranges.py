"""Arithmetic of bounds: each end is reckoned apart, and bounds never cross."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pledgebook.model import NOTHING, AmountRange, Bounds
from pledgebook.protocols import rounded

ZERO = Decimal(0)

SOMETHING = Bounds(ZERO, None)
"""Some, and nobody says how much."""

SAME_WITHIN = Decimal("0.005")
"""Figures this near to each other are one figure, rounded twice: 522,500 and 524,000 are one, 500,000 is another."""


def as_told(amount: AmountRange) -> Bounds:
    """The amount as the ledger counts it: a missing low end is 0, and nothing is finer than a column can hold."""
    return Bounds(_counted(amount.low or ZERO), None if amount.high is None else _counted(amount.high))


def _counted(amount: Decimal) -> Decimal:
    """Most amounts are no finer, and stay as they were written."""
    fine = rounded(amount)
    return amount if fine == amount else fine


def figure(bounds: Bounds) -> Decimal:
    """The number that the words name: 50 for 'up to 50', 'at least 50' and '50'."""
    return bounds.low if bounds.high is None else bounds.high


def is_exact(bounds: Bounds) -> bool:
    return bounds.low == bounds.high


def same_figure(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= SAME_WITHIN * max(abs(one), abs(other))


def plus(one: Bounds, other: Bounds) -> Bounds:
    open_end = one.high is None or other.high is None
    return Bounds(one.low + other.low, None if open_end else (one.high or ZERO) + (other.high or ZERO))


def at_least_both(one: Bounds, other: Bounds) -> Bounds:
    """Each end is the greater one."""
    open_end = one.high is None or other.high is None
    return Bounds(max(one.low, other.low), None if open_end else max(one.high or ZERO, other.high or ZERO))


def left_of(total: Bounds, taken: Iterable[Bounds]) -> Bounds:
    """What is left of `total` when `taken` is out: at least and at most."""
    parts = list(taken)
    most_taken = None if any(p.high is None for p in parts) else sum((p.high or ZERO for p in parts), ZERO)
    low = ZERO if most_taken is None else max(ZERO, total.low - most_taken)
    return Bounds(low, room_in(total, parts))


def room_in(total: Bounds, taken: Iterable[Bounds]) -> Decimal | None:
    """The most that can still be elsewhere; None if nobody knows a limit."""
    return None if total.high is None else max(ZERO, total.high - sum((p.low for p in taken), ZERO))


def capped(bounds: Bounds, most: Decimal | None) -> Bounds:
    """The bounds with neither end above `most`; an open end becomes `most` only where nothing is left."""
    if most is None:
        return bounds
    if most == 0:
        return NOTHING
    high = None if bounds.high is None else min(bounds.high, most)
    return Bounds(min(bounds.low, most), high)


def contradict(one: Bounds, other: Bounds) -> bool:
    """Whether no figure can be meant by both: the ranges do not meet, and are not one figure rounded twice."""
    if same_figure(figure(one), figure(other)):
        return False
    return _ends_before(one, other) or _ends_before(other, one)


def _ends_before(one: Bounds, other: Bounds) -> bool:
    return one.high is not None and one.high < other.low
