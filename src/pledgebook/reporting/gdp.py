"""Gross domestic products, and how a joint fund is shared out among those who pay into it."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib.resources import files
from types import MappingProxyType

SOURCE = "World Bank, GDP (current US$)"

MILLION = 10**6


@functools.cache
def _all() -> Mapping[str, Mapping[int, int]]:
    lines = files("pledgebook.reporting").joinpath("gdp.csv").read_text("utf-8").splitlines()
    found: dict[str, dict[int, int]] = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        found.setdefault(row["code"], {})[int(row["year"])] = int(row["musd"])
    return MappingProxyType(found)


@functools.cache
def years() -> tuple[int, ...]:
    """The years for which there are figures, in order."""
    return tuple(sorted({year for told in _all().values() for year in told}))


def gdp(code: str, year: int) -> tuple[int, int] | None:
    """A state's product of the year in US dollars, or of the latest year before it, with its year; None if unknown."""
    told = [known for known in _all().get(code, {}) if known <= year]
    return (_all()[code][max(told)] * MILLION, max(told)) if told else None


def shares(members: Sequence[str], key: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Each member's part of one, by a key of weights; members without a weight have none."""
    whole = sum((key.get(member, Decimal(0)) for member in members), Decimal(0))
    return {member: key.get(member, Decimal(0)) / whole for member in members} if whole else {}


def gdp_key(members: Sequence[str], year: int) -> dict[str, Decimal]:
    """The members' products as weights: close to the key by gross national income of most joint funds."""
    told = {member: gdp(member, year) for member in members}
    return {member: Decimal(found[0]) for member, found in told.items() if found}


def equal_key(members: Sequence[str]) -> dict[str, Decimal]:
    """The same weight for all."""
    return dict.fromkeys(members, Decimal(1))
