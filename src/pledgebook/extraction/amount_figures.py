"""The value of one figure as it is written: with groups of thousands, lakhs or crores, and either decimal mark."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

MAX_DIGITS = 15
"""Longer figures are telephone, account or serial numbers: the world's money fits into fifteen digits."""

_NO_MARKS = str.maketrans("", "", "'’٬")


def read_figure(figure: str) -> Decimal | None:
    """The value of one written figure: "1,000", "1.5", "1.000.000", "1,00,000"; None if it is none."""
    if len(figure) > 2 * MAX_DIGITS or sum(c.isdecimal() for c in figure) > MAX_DIGITS:
        return None
    plain = figure.translate(_NO_MARKS)
    try:
        return Decimal(_without_groups(plain))
    except InvalidOperation:
        return None


def _without_groups(figure: str) -> str:
    """The figure with its thousands joined and a point before its decimals."""
    commas, points = figure.count(","), figure.count(".")
    if commas and points:
        decimal = max(figure.rfind(","), figure.rfind("."))
        return figure[:decimal].replace(",", "").replace(".", "") + "." + figure[decimal + 1 :]
    if points > 1:
        return figure.replace(".", "") if _groups_fit(figure.split(".")) else "none"
    if commas:
        parts = figure.split(",")
        if commas == 1 and len(parts[1]) != 3:
            return figure.replace(",", ".")
        return figure.replace(",", "") if _groups_fit(parts) else "none"
    return figure


def _groups_fit(parts: list[str]) -> bool:
    """Whether these are groups of thousands, or lakhs and crores as India writes them."""
    inner = {len(p) for p in parts[1:-1]}
    return len(parts[-1]) == 3 and 1 <= len(parts[0]) <= 3 and (inner <= {3} or inner <= {2})
