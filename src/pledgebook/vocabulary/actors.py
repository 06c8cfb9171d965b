"""Who gives and who receives: states, bodies, regions, places, groups, offices and people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias, cast, get_args

from pledgebook.vocabulary.loading import listed, read_table, read_toml

Kind: TypeAlias = Literal["state", "body", "bank", "fund", "agency", "company", "charity", "region", "place"]

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory with an ISO 3166-1 alpha-2 code (Kosovo: XK).

    `names` begins with `name`; `adjectives` holds words for its people too; `metonyms` are its
    government, parliament, forces and agencies, `short` those that need the state named in the
    same text; `currencies` begins with today's; `continent` is a region's code or empty.
    """

    code: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    capitals: tuple[str, ...]
    metonyms: tuple[str, ...]
    short: tuple[str, ...]
    currencies: tuple[str, ...]
    continent: str

    @property
    def currency(self) -> str | None:
        return self.currencies[0] if self.currencies else None


@dataclass(frozen=True, slots=True)
class Body:
    """A body that gives or receives; `short` names count only where the text names it in full too."""

    code: str
    kind: Kind
    name: str
    names: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the world larger than a state, under a code such as `sub-saharan-africa`."""

    code: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leader:
    """A well-known holder of an office; `names` begins with the full name and ends with what is short for it."""

    code: str
    office: str
    name: str
    names: tuple[str, ...]


@cache
def countries() -> Mapping[str, Country]:
    """Every state and territory by its code."""
    governments = read_toml("governments")
    rows = (_country(row, governments.get(row["code"], {})) for row in read_table("countries"))
    return MappingProxyType({country.code: country for country in rows})


def _country(row: Mapping[str, str], government: Mapping[str, list[str]]) -> Country:
    return Country(
        code=row["code"],
        name=row["name"],
        names=(row["name"], *listed(row["other_names"])),
        adjectives=listed(row["adjectives"]),
        capitals=listed(row["capitals"]),
        metonyms=tuple(government.get("names", ())),
        short=tuple(government.get("short", ())),
        currencies=listed(row["currencies"]),
        continent=row["continent"],
    )


@cache
def bodies() -> Mapping[str, Body]:
    """Every known body by its code."""
    rows = (
        Body(
            code=row["code"],
            kind=cast("Kind", row["kind"]),
            name=row["name"],
            names=(row["name"], *listed(row["other_names"])),
            short=listed(row["short_names"]),
        )
        for row in read_table("bodies")
    )
    return MappingProxyType({body.code: body for body in rows})


@cache
def regions() -> Mapping[str, Region]:
    """Every known region by its code."""
    rows = (
        Region(row["code"], row["name"], (row["name"], *listed(row["other_names"])), listed(row["adjectives"]))
        for row in read_table("regions")
    )
    return MappingProxyType({region.code: region for region in rows})


@cache
def places() -> Mapping[str, str]:
    """The names of provinces and towns that stand for their state, each with the state's code."""
    return MappingProxyType({name: row["code"] for row in read_table("places") for name in listed(row["names"])})


@cache
def groups() -> Mapping[str, frozenset[str]]:
    """Groups of states (`europe`, `eu`, `nato`, `g7`…) as sets of codes, with their own bodies."""
    data = read_toml("groups")
    own: Mapping[str, str] = data["bodies"]
    return MappingProxyType(
        {
            name: frozenset(codes.split()) | frozenset(own.get(name, "").split())
            for name, codes in data["groups"].items()
        }
    )


@cache
def leaders() -> tuple[Leader, ...]:
    """Well-known holders of office since 2020, with the code of the actor for which they speak."""
    return tuple(
        Leader(row["code"], row["office"], row["name"], (row["name"], *listed(row["other_names"])))
        for row in read_table("leaders")
    )


@cache
def offices() -> frozenset[str]:
    """Titles in lower case that stand for a state or body when they come with it ("German chancellor")."""
    return frozenset(title for titles in read_toml("offices")["offices"].values() for title in titles)


def kind_of(code: str) -> Kind | None:
    """What sort of actor a code is; None for a code that the vocabulary does not hold."""
    if code in countries():
        return "state"
    if code in bodies():
        return bodies()[code].kind
    return "region" if code in regions() else None


@cache
def from_iso3() -> Mapping[str, str]:
    """States' codes by their ISO 3166-1 codes of three letters, as tables of data give them."""
    return MappingProxyType({row["iso3"]: row["code"] for row in read_table("iso3")})


def name_of(code: str) -> str:
    """A code's English name; the code itself where it is not known."""
    known = countries().get(code) or bodies().get(code) or regions().get(code)
    return known.name if known else code


def code_of(name: str) -> str | None:
    """The code of an actor by any of its names, in any case, as tables give them; None if unknown."""
    return _codes_by_name().get(_plain(name))


def codes_in(selection: Iterable[str]) -> frozenset[str]:
    """The codes that a filter means: groups are opened up, names and codes in any case are taken."""
    chosen: set[str] = set()
    for word in selection:
        chosen |= groups().get(word.lower(), frozenset({code_of(word) or word}))
    return frozenset(chosen)


def code_from_name(name: str) -> str:
    """The code of any giver or receiver: its known code, else its name in lower case with hyphens."""
    known = code_of(name)
    if known:
        return known
    letters = "".join(mark if mark.isalnum() else " " for mark in name.lower().replace("'", "").replace("’", ""))
    return "-".join(letters.split())


def _plain(name: str) -> str:
    words = name.replace("’", "'").casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@cache
def _codes_by_name() -> Mapping[str, str]:
    """Later entries give way to earlier ones: a code beats a name, a state a body, a name a metonym."""
    entries: list[tuple[str, str]] = []
    for state in countries().values():
        entries += [(state.code, state.code), *((name, state.code) for name in state.names)]
    for body in bodies().values():
        entries += [(body.code, body.code), *((name, body.code) for name in body.names)]
    for region in regions().values():
        entries += [(region.code, region.code), *((name, region.code) for name in region.names)]
    for state in countries().values():
        entries += [(name, state.code) for name in (*state.adjectives, *state.metonyms, *state.capitals)]
    return MappingProxyType({_plain(name): code for name, code in reversed(entries)})
