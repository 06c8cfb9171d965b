"""How two amounts stand to each other: one figure, one figure rounded, one sum in two currencies."""

from __future__ import annotations

from decimal import Decimal

from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.linking.rates import in_dollars

NEAR = Decimal("0.02")
"""Two sums of money this close are one figure, rounded differently ($10.95bn and $10.9bn)."""

CONVERTED = Decimal("0.15")
"""Two sums this close after conversion at a rough rate may be one sum in two currencies."""

CONVERTED_DAYS = 400
"""Days within which a promise is told in another currency; after a year sums of like size are new ones."""


def equal(a: Facts, b: Facts) -> bool:
    """Whether both give the same figure; "up to 50" and "50" do, "12 to 18" and "18" do not."""
    return a.figure is not None and a.figure == b.figure


def _close(left: Decimal | None, right: Decimal | None, share: Decimal) -> bool:
    return left is not None and right is not None and abs(left - right) <= share * max(left, right)


def near(a: Facts, b: Facts) -> bool:
    """Whether two sums of money are one figure rounded differently."""
    if not a.is_money or a.unit != b.unit or equal(a, b):
        return False
    return _close(a.size, b.size, NEAR)


def converted(a: Facts, b: Facts) -> bool:
    """Whether two promised sums in different currencies are about the same at a rough rate.

    Without a donor to tie them, one text must name both figures.
    """
    if not (a.is_money and b.is_money) or a.unit == b.unit or not {a.event, b.event} <= PROMISES:
        return False
    if not (a.donors and b.donors) and a.size not in b.numbers and b.size not in a.numbers:
        return False
    if abs((a.told.published - b.told.published).days) > CONVERTED_DAYS:
        return False
    assert a.unit is not None
    assert b.unit is not None
    return _close(in_dollars(a.size, a.unit), in_dollars(b.size, b.unit), CONVERTED)
