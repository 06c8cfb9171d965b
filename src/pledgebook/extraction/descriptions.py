"""Actors told again by what they are: "the fund", "the region", once the article has named just one of that kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import re2

from pledgebook.extraction.actors import ActorMention
from pledgebook.extraction.word_search import one_byte_each
from pledgebook.vocabulary import Kind

_WORDS: dict[str, Kind] = {
    "fund": "fund", "bank": "bank", "lender": "bank", "agency": "agency", "charity": "charity", "region": "region",
    "country": "state",
}  # fmt: skip

_WHOLE = ("across", "around", "throughout", "of", "in", "over", "within", "all", "outside", "leave", "left", "for")
"""Words before "the country" that make it a place rather than a party."""


_TWO_SENTENCES = 400
"""Characters of two sentences at most."""


@cache
def _described() -> Any:
    return re2.compile(rf"\b[Tt]he (?:{'|'.join(_WORDS)})\b".encode("ascii"))


def with_descriptions(text: str, actors: Sequence[ActorMention]) -> list[ActorMention]:
    """The mentions with those of "the fund" and the like added, in order of place.

    A description counts only if the actors named before it hold one code of its kind.
    """
    if not {a.kind for a in actors} & set(_WORDS.values()):
        return list(actors)
    out: list[ActorMention] = []
    named: dict[str, set[str]] = {}
    at = 0
    for found in _described().finditer(one_byte_each(text)):
        start, end = found.span()
        while at < len(actors) and actors[at].start < end:
            named.setdefault(actors[at].kind, set()).add(actors[at].code)
            out.append(actors[at])
            at += 1
        kind = _WORDS[text[start + len("the ") : end]]
        codes = _near(text, start, out) if kind == "state" and len(named.get(kind, ())) > 1 else named.get(kind, set())
        inside = bool(out) and out[-1].end > start
        if len(codes) == 1 and not inside and not (kind == "state" and _is_place(text, start, named)):
            out.append(ActorMention(start, end, next(iter(codes)), kind, "region" if kind == "region" else "metonym"))
    return [*out, *actors[at:]]


def _near(text: str, place: int, before: Sequence[ActorMention]) -> set[str]:
    """The states named in the sentence before a place and up to it."""
    low = text.rfind(". ", max(0, place - _TWO_SENTENCES), place)
    low = text.rfind(". ", max(0, place - _TWO_SENTENCES), max(0, low))
    near: set[str] = set()
    for mention in reversed(before):
        if mention.start < max(low, place - _TWO_SENTENCES):
            break
        if mention.kind == "state":
            near.add(mention.code)
    return near


def _is_place(text: str, start: int, named: Mapping[str, set[str]]) -> bool:
    """Whether "the country" is where something happens, or the only state of a text about itself."""
    before = text[max(0, start - 20) : start].split()
    return len(named.get("state", ())) < 2 or (bool(before) and before[-1].lower() in _WHOLE)
