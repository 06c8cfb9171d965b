"""Which currency an open word or sign ("crowns", "kr") means: that of the state named near by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pledgebook.extraction.amount_money import sole
from pledgebook.vocabulary import countries

_NEAR_AFTER = 45
"""Characters behind an amount within which a state speaks for its currency ("crowns from Norway")."""

_GIVER = ("from ", "by ", "from the ", "by the ")


@cache
def _owners(code: str) -> tuple[str, ...]:
    """Names, adjectives and capitals of the states that use a currency, in lower case."""
    users = (c for c in countries().values() if code in c.currencies)
    return tuple(dict.fromkeys(n.lower() for c in users for n in (*c.names, *c.adjectives, *c.capitals) if len(n) > 2))


@dataclass(slots=True)
class Owners:
    """Where a text in lower case names the states that use a currency; each currency is looked for once."""

    text: str
    _found: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def places(self, code: str) -> list[tuple[int, int]]:
        """(start, end) of every name of an owner of the currency, in order."""
        if code not in self._found:
            self._found[code] = sorted(place for name in _owners(code) for place in self._places(name))
        return self._found[code]

    def _places(self, name: str) -> list[tuple[int, int]]:
        text, found = self.text, []
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not text[at - 1 : at].isalpha() and not text[end : end + 1].isalpha():
                found.append((at, end))
            at = text.find(name, at + 1)
        return found


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an open currency word stands: its text's owners, its sentence and its place.

    `told` holds the currencies that the text has named in full before.
    """

    owners: Owners
    start: int
    end: int
    place: int
    told: frozenset[str]


def resolve(codes: tuple[str, ...], setting: Setting) -> str:
    """The currency that open candidates mean: by the state named before, right behind, or most in the text.

    A word with a usual meaning ("dollars") means another only if the text has named that one in full and
    the nearest state named before in the sentence uses it.
    """
    if len(codes) == 1:
        return codes[0]
    if codes in sole():
        others = tuple(c for c in codes[1:] if c in setting.told)
        return _before_place((codes[0], *others), setting) or codes[0] if others else codes[0]
    near = _before_place(codes, setting) or _behind_place(codes, setting)
    if near:
        return near
    known = [c for c in codes if c in setting.told]
    return known[0] if known else _most_named(codes, setting.owners) or codes[0]


def _before_place(codes: Sequence[str], setting: Setting) -> str | None:
    """The currency of the owner named last in the sentence before the amount."""
    found = []
    for rank, code in enumerate(codes):
        places = setting.owners.places(code)
        at = bisect_left(places, (setting.place, 0)) - 1
        while at >= 0 and places[at][1] > setting.place:
            at -= 1
        if at >= 0 and places[at][0] >= setting.start:
            found.append((places[at][0], -rank, code))
    return max(found)[2] if found else None


def _behind_place(codes: Sequence[str], setting: Setting) -> str | None:
    """The currency of the giver named behind the amount: "crowns from Norway"."""
    limit, text = min(setting.end, setting.place + _NEAR_AFTER), setting.owners.text
    found = []
    for rank, code in enumerate(codes):
        places = setting.owners.places(code)
        first = bisect_left(places, (setting.place, 0))
        for start, end in places[first : first + _NEAR_AFTER]:
            if end > limit:
                break
            if text[setting.place : start].endswith(_GIVER):
                found.append((start, rank, code))
    return min(found)[2] if found else None


def _most_named(codes: Sequence[str], owners: Owners) -> str | None:
    found = [(len(places), -rank, code) for rank, code in enumerate(codes) if (places := owners.places(code))]
    return max(found)[2] if found else None
