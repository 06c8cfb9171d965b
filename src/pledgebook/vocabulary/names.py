"""Every name under which an actor is written, with what it means, and the traps around names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias, cast

from pledgebook.vocabulary.actors import Kind, Leader, bodies, countries, leaders, places, regions
from pledgebook.vocabulary.loading import read_toml

Form: TypeAlias = Literal["name", "adjective", "capital", "metonym", "person", "region"]

SHORTEST_IN_CAPITALS = 4
"""Letters of the shortest name that is also looked for in capitals: shorter ones read as acronyms."""

SEATS = {"Brussels": "EU"}
"""Cities that stand for a body rather than for their state."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for and in what form; `short` names need the actor named otherwise too."""

    code: str
    kind: Kind
    form: Form
    short: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A name that is dropped where the text holds one of `unless`, or asks for one of `needs` in vain.

    With both given, `needs` saves a name that `unless` speaks against.
    """

    unless: tuple[str, ...]
    needs: tuple[str, ...]

    def lets_pass(self, text: str) -> bool:
        if self.unless and not any(words in text for words in self.unless):
            return True
        return any(words in text for words in self.needs)


@dataclass(frozen=True, slots=True)
class Traps:
    """Words around a name that keep it from standing for an actor."""

    other_names: frozenset[str]
    after_capital: frozenset[str]
    after_any: frozenset[str]
    hyphen_after: frozenset[str]
    hyphen_before: frozenset[str]
    first_names: frozenset[str]
    not_surnames: frozenset[str]
    names_before: frozenset[str]
    ambiguous: Mapping[str, Ambiguity]
    hints: Mapping[str, tuple[str, ...]]
    parts: frozenset[str]


@cache
def actor_names() -> Mapping[str, Meaning]:
    """Every name with its meaning; where two actors share one, the state wins, then the earlier form."""
    meanings: dict[str, Meaning] = {}
    for name, meaning in _all_names():
        for spelling in _spellings(name, meaning):
            meanings.setdefault(spelling, meaning)
    return MappingProxyType(meanings)


@cache
def two_offices() -> Mapping[str, tuple[Leader, ...]]:
    """Names of people who have held office for more than one actor, with every such office, bodies' first."""
    held: dict[str, list[Leader]] = {}
    for leader in leaders():
        for name in leader.names:
            held.setdefault(name, []).append(leader)
    return MappingProxyType(
        {
            name: tuple(sorted(offices, key=lambda office: office.code not in bodies()))
            for name, offices in held.items()
            if len({office.code for office in offices}) > 1
        }
    )


@cache
def body_heads() -> Mapping[str, Kind]:
    """Words that end the name of a body ("Foundation"), with the kind of body."""
    heads: Mapping[str, list[str]] = read_toml("traps")["body_heads"]
    return MappingProxyType({head: cast("Kind", kind) for kind, words in heads.items() for head in words})


def _all_names() -> Iterator[tuple[str, Meaning]]:
    yield from _names_of_states()
    for body in bodies().values():
        yield from _all(body.names, Meaning(body.code, body.kind, "name"))
        yield from _all(body.short, Meaning(body.code, body.kind, "metonym", short=True))
    for region in regions().values():
        yield from _all((*region.names, *region.adjectives), Meaning(region.code, "region", "region"))
    for name, code in places().items():
        yield name, Meaning(code, "place", "region")
    for leader in leaders():
        kind = bodies()[leader.code].kind if leader.code in bodies() else "state"
        yield from _all(leader.names, Meaning(leader.code, kind, "person"))


def _names_of_states() -> Iterator[tuple[str, Meaning]]:
    for city, code in SEATS.items():
        yield city, Meaning(code, bodies()[code].kind, "capital")
    for state in countries().values():
        yield from _all(state.names, Meaning(state.code, "state", "name"))
    for state in countries().values():
        yield from _all(state.adjectives, Meaning(state.code, "state", "adjective"))
        yield from _all(state.capitals, Meaning(state.code, "state", "capital"))
        yield from _all(state.metonyms, Meaning(state.code, "state", "metonym"))
        yield from _all(state.short, Meaning(state.code, "state", "metonym", short=True))


def _all(names: Iterable[str], meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    return ((name, meaning) for name in names)


def _spellings(name: str, meaning: Meaning) -> set[str]:
    """A name as it is written: both apostrophes, at a sentence's start, and in a headline's capitals."""
    spellings = {name, name.replace("'", "’")}
    if name.startswith("the "):
        spellings |= {"T" + spelling[1:] for spelling in spellings}
    if meaning.form in {"name", "adjective"} and not meaning.short and len(name) >= SHORTEST_IN_CAPITALS:
        spellings |= {spelling.upper() for spelling in spellings if spelling.isascii()}
    return spellings


@cache
def traps() -> Traps:
    """What is known of names that mislead."""
    data = read_toml("traps")
    others = {spelling for names in data["other_names"].values() for name in names for spelling in (name, name.upper())}
    first = data["first_names"]
    return Traps(
        other_names=frozenset(others) | {name.replace("'", "’") for name in others},
        after_capital=_words(data["after"]["capital"]),
        after_any=_words(data["after"]["private"]),
        hyphen_after=_words(data["hyphen"]["after"]),
        hyphen_before=_words(data["hyphen"]["before"]),
        first_names=_words(first["also_places"]),
        not_surnames=_words(first["not_surnames"]),
        names_before=_words(first["before"]),
        ambiguous=MappingProxyType({entry["name"]: _ambiguity(entry) for entry in data["ambiguous"]}),
        hints=MappingProxyType({code: tuple(words) for code, words in data["hints"].items()}),
        parts=_words(data["parts"]["words"]),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _ambiguity(entry: Mapping[str, list[str]]) -> Ambiguity:
    return Ambiguity(tuple(entry.get("unless", ())), tuple(entry.get("with", ())))
