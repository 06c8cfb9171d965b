"""Currencies: their codes, names and signs, and which one a bare "crowns" means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pledgebook.vocabulary.actors import bodies, countries
from pledgebook.vocabulary.loading import listed, read_table, read_toml

BODY_CURRENCIES = {
    "EU": "EUR", "EIB": "EUR", "EBRD": "EUR", "WB": "USD", "IMF": "USD", "UN": "USD", "NATO": "EUR",
}  # fmt: skip
"""The currency in which a body keeps its books, for those that share a word with others."""


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 currency; `names` are full ones in lower case, which can mean no other currency."""

    code: str
    name: str
    plural: str
    names: tuple[str, ...]
    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Denomination:
    """A bare currency word ("kroner") with its candidates, the likeliest first.

    `sole`: alone it means the first. `risky`: alone it usually means something else.
    """

    words: tuple[str, ...]
    codes: tuple[str, ...]
    sole: bool
    risky: bool


@cache
def denominations() -> tuple[Denomination, ...]:
    """Every bare currency word, in lower case."""
    return tuple(
        Denomination(
            tuple(word.lower() for word in entry["words"]),
            tuple(entry["codes"]),
            bool(entry.get("sole", False)),
            bool(entry.get("risky", False)),
        )
        for entry in read_toml("denominations")["denomination"]
    )


@cache
def currencies() -> Mapping[str, Currency]:
    """Every currency by its ISO 4217 code."""
    joined = _joined_names()
    rows = (
        Currency(
            code=row["code"],
            name=row["name"],
            plural=row["plural"],
            names=_full_names(row, joined.get(row["code"], ())),
            symbols=listed(row["symbols"]),
        )
        for row in read_table("currencies")
    )
    return MappingProxyType({currency.code: currency for currency in rows})


def _full_names(row: Mapping[str, str], joined: Iterable[str]) -> tuple[str, ...]:
    own = (row["name"], row["plural"], *listed(row["other_names"]), *joined)
    return tuple(dict.fromkeys(name.lower() for name in own))


def _joined_names() -> Mapping[str, list[str]]:
    """Adjectives and names of states with the words of their currencies, by currency."""
    words: dict[str, list[str]] = {}
    for denomination in denominations():
        for code in denomination.codes:
            words.setdefault(code, []).extend(denomination.words)
    joined: dict[str, list[str]] = {}
    for country in countries().values():
        for code in country.currencies:
            owners = (*country.adjectives, *country.names)
            joined.setdefault(code, []).extend(f"{owner} {word}" for owner in owners for word in words.get(code, ()))
    return joined


@cache
def currency_words() -> Mapping[str, tuple[str, ...]]:
    """Every word or phrase for money in lower case, with the codes that it can mean (one: certain).

    Bare words that are `risky` are left out: they count with their state only.
    """
    words: dict[str, tuple[str, ...]] = {}
    for denomination in denominations():
        if not denomination.risky:
            words |= dict.fromkeys(denomination.words, denomination.codes)
    candidates: dict[str, list[str]] = {}
    for currency in currencies().values():
        for name in currency.names:
            candidates.setdefault(name, []).append(currency.code)
    full = {name: tuple(codes) for name, codes in candidates.items()}
    return MappingProxyType(full | words)


@cache
def currency_symbols() -> Mapping[str, tuple[str, ...]]:
    """Every sign ("$", "C$", "kr", "zł") with the codes that it can mean, the likeliest first."""
    signs: dict[str, list[str]] = {}
    for currency in currencies().values():
        for sign in currency.symbols:
            signs.setdefault(sign, []).append(currency.code)
    likeliest: Mapping[str, list[str]] = read_toml("denominations")["signs"]
    return MappingProxyType({sign: tuple(likeliest.get(sign, codes)) for sign, codes in signs.items()})


def currency_of(actors: Iterable[str]) -> str | None:
    """The currency of the first of these actor codes that has one."""
    for code in actors:
        if code in countries():
            return countries()[code].currency
        if code in bodies() and code in BODY_CURRENCIES:
            return BODY_CURRENCIES[code]
    return None


def resolve_currency(word: str, actors: Iterable[str]) -> str | None:
    """The currency that a word or sign means near these actors (the nearest first); None if open.

    A candidate that one of the actors uses wins; else a word with one meaning, or whose first
    meaning holds when it stands alone.
    """
    candidates = currency_words().get(word.lower()) or currency_symbols().get(word) or ()
    if len(candidates) == 1:
        return candidates[0]
    for code in actors:
        used = countries()[code].currencies if code in countries() else (BODY_CURRENCIES.get(code),)
        for candidate in used:
            if candidate in candidates:
                return candidate
    return candidates[0] if candidates and _holds_alone(word) else None


def _holds_alone(word: str) -> bool:
    """Whether a word or sign means its likeliest currency where nothing speaks for another."""
    bare = next((entry for entry in denominations() if word.lower() in entry.words), None)
    return bare.sole if bare else word in read_toml("denominations")["sole_signs"]
