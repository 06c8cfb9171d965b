"""Rough exchange rates: enough to see whether two sums may be one, never used for a figure that is shown."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources


@cache
def _dollars() -> dict[str, Decimal]:
    data = tomllib.loads(resources.files(__package__).joinpath("rates.toml").read_text("utf-8"))
    return {unit: Decimal(str(rate)) for unit, rate in data["dollars"].items()}


def in_dollars(amount: Decimal, unit: str) -> Decimal | None:
    """The amount in US dollars at a rough rate of many years; None for a currency without one."""
    rate = _dollars().get(unit)
    return amount * rate if rate is not None else None
