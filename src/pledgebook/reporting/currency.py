"""Money in one currency at the rate of a stated day, which is told with the figure.

Rates are the European Central Bank's reference rates, which the package currency_converter carries
with it, and those of a user's own table. What has no rate stays in its own unit.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pledgebook.errors import WrongCall
from pledgebook.model import ITEM, Bounds

MAX_RATE_AGE = timedelta(days=10)
"""How far back the nearest banking day may lie: the ECB's longest pause (Christmas, Easter) is five days.

An older rate means that the currency is no longer quoted, as the rouble since March 2022.
"""

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """One euro (or one unit of another `base`) cost `per_euro` units of `currency` on `day`, by `source`."""

    currency: str
    day: date
    per_euro: Decimal
    source: str
    base: str = "EUR"


@dataclass(frozen=True, slots=True)
class Conversion:
    """Amounts in `unit` at `factor`, worked out from one or two rates (none for the same currency)."""

    unit: str
    factor: Decimal
    rates: tuple[Rate, ...] = ()

    def __call__(self, bounds: Bounds) -> Bounds:
        high = None if bounds.high is None else self._money(bounds.high)
        return Bounds(self._money(bounds.low), high)

    def _money(self, value: Decimal) -> Decimal:
        return value if not self.rates else (value * self.factor).quantize(CENT)


@functools.cache
def _ecb() -> Any:
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)


@dataclass(frozen=True, slots=True)
class RateTable:
    """The rates that a report uses: a user's own first, then the ECB's."""

    own: dict[str, list[Rate]] = field(default_factory=dict)

    def rate(self, currency: str, day: date) -> Rate | None:
        """The rate of the day or of the nearest banking day before it; None if there is none."""
        earlier = [rate for rate in self.own.get(currency, ()) if rate.day <= day]
        return max(earlier) if earlier else _ecb_rate(currency, day)

    def conversion(self, unit: str, target: str, day: date) -> Conversion | None:
        """How to turn `unit` into `target` at the rates of the day; None where a rate is missing."""
        if unit == target:
            return Conversion(target, Decimal(1))
        rates = [self.rate(currency, day) for currency in (unit, target) if currency != "EUR"]
        told = tuple(rate for rate in rates if rate is not None)
        if unit == ITEM or len(told) < len(rates):
            return None
        per_euro = {rate.currency: rate.per_euro for rate in told}
        return Conversion(target, per_euro.get(target, Decimal(1)) / per_euro.get(unit, Decimal(1)), told)

    def knows(self, currency: str) -> bool:
        return currency in self.own or currency in _ecb().currencies

    def require(self, currency: str) -> str:
        """The currency's code; WrongCall with the known ones if there are no rates for it."""
        code = currency.upper()
        if not self.knows(code):
            known = ", ".join(sorted({*self.own, *_ecb().currencies}))
            raise WrongCall(f"no rates for {currency!r}; use one of {known}, or add a table with --rates FILE.csv")
        return code


def _ecb_rate(currency: str, day: date) -> Rate | None:
    bounds = _ecb().bounds.get(currency)
    if bounds is None:
        return None
    latest = min(day, bounds.last_date)
    for days in range(MAX_RATE_AGE.days + 1):
        candidate = latest - timedelta(days=days)
        if candidate < bounds.first_date or day - candidate > MAX_RATE_AGE:
            return None
        found = _ecb_rate_of(currency, candidate)
        if found is not None:
            return found
    return None


@functools.lru_cache(maxsize=65536)
def _ecb_rate_of(currency: str, day: date) -> Rate | None:
    """The ECB's rate of exactly that day; None on a day without one."""
    from currency_converter import RateNotFoundError

    try:
        return Rate(currency, day, _ecb().convert(1, "EUR", currency, date=day), "ECB")
    except RateNotFoundError:
        return None


def latest_ecb_day() -> date:
    """The last day for which the installed rates hold."""
    last: date = _ecb().bounds["EUR"].last_date
    return last


def read_rates(path: Path) -> RateTable:
    """A user's rates: CSV with `date`, `currency` and `eur_rate` (units of the currency for one euro).

    WrongCall with the line for anything that is no rate.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rates = [_own_rate(row, f"{path}:{line}") for line, row in enumerate(csv.DictReader(file), start=2)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise WrongCall(f"cannot read the rates in {path}: {error}") from error
    return RateTable(_by_currency(rates))


def _own_rate(row: dict[str, str | None], place: str) -> Rate:
    try:
        day = date.fromisoformat((row.get("date") or "").strip())
        per_euro = Decimal((row.get("eur_rate") or "").strip())
    except (ValueError, InvalidOperation) as error:
        raise WrongCall(f"{place} is no rate; a line is date,currency,eur_rate such as 2024-03-13,UAH,42.31") from error
    currency = (row.get("currency") or "").strip().upper()
    if len(currency) != 3 or not per_euro.is_finite() or per_euro <= 0:
        raise WrongCall(f"{place} is no rate; it needs a currency of three letters and a rate above 0")
    return Rate(currency, day, per_euro, "own table")


def _by_currency(rates: Iterable[Rate]) -> dict[str, list[Rate]]:
    found: dict[str, list[Rate]] = {}
    for rate in rates:
        found.setdefault(rate.currency, []).append(rate)
    return found


def rates_in_words(rates: Iterable[Rate], shown: int = 6) -> str:
    """The rates on one line, each with its day: `1 EUR = 1.0939 USD (ECB, 2024-03-13)`."""
    told = sorted(set(rates))
    words = [
        f"1 {rate.base} = {rate.per_euro.normalize():f} {rate.currency} ({rate.source}, {rate.day})" for rate in told
    ]
    more = f"; and {len(told) - shown} more" if len(told) > shown else ""
    return "; ".join(words[:shown]) + more
