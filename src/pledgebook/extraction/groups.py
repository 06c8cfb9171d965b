"""Actors of a sentence, one by one and in the groups in which they are named together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from pledgebook import vocabulary
from pledgebook.extraction.actors import ActorMention
from pledgebook.extraction.scene import Scene
from pledgebook.vocabulary import kind_of

Codes: TypeAlias = tuple[str, ...]

_JOINING = frozenset((",", "and", "the", "&", "as", "well", "both", "with", "together", "/", "plus", "jointly"))
_PREPOSITIONS = frozenset(
    "to for from by in of with against on at into towards toward through via inside under between among across".split()
)
_BEFORE_NAME = frozenset(
    """the a people government governments state republic kingdom army forces armed military president prime minister
    ministry authorities population country region territory war-torn embattled neighbouring new poor poorest hard-hit
    flood-hit quake-hit his her its their our former 's of and citizens refugees victims defence defense foreign finance
    federal all""".split()
)


@dataclass(slots=True, eq=False)
class Group:
    """Actors named together in a sentence, as token indices `first` to `last`.

    `hangs_on` is the preposition before them ("to the people of Ukraine": to), empty without one; `next_word`
    is the lower-cased word behind them. Never changed, but not frozen, as `Scene`.
    """

    codes: Codes
    mentions: tuple[ActorMention, ...]
    first: int
    last: int
    hangs_on: str
    next_word: str


@lru_cache(maxsize=256)
def groups(scene: Scene) -> tuple[Group, ...]:
    """Every single actor of the scene, and every run of actors that are joined by commas and "and"."""
    singles = [
        _single(scene, actor, *place)
        for actor, place in zip(scene.actors[:MOST_ACTORS], scene.actor_places, strict=False)
    ]
    out = list(singles)
    for start in range(len(singles)):
        for stop in range(start + 1, min(len(singles), start + LONGEST_RUN)):
            if not _joined(scene, singles[stop - 1], singles[stop]):
                break
            run = singles[start : stop + 1]
            codes = tuple(dict.fromkeys(c for g in run for c in g.codes))
            if len(codes) > 1:
                mentions = tuple(m for g in run for m in g.mentions)
                out.append(Group(codes, mentions, run[0].first, run[-1].last, run[0].hangs_on, run[-1].next_word))
    return tuple(out)


_WIDEST_GAP = 4
"""Tokens between two actors that are named together ("Denmark, as well as Norway")."""

MOST_ACTORS, LONGEST_RUN = 48, 32
"""Actors of one sentence that are looked at, and of one run: as many as the longest lists of receivers hold."""


def _joined(scene: Scene, left: Group, right: Group) -> bool:
    gap = right.first - left.last - 1
    return 0 < gap <= _WIDEST_GAP and _JOINING.issuperset(scene.tokens[left.last + 1 : right.first])


def _preposition(scene: Scene, first: int) -> str:
    """The preposition that what begins at token `first` hangs on; empty without one."""
    tokens, seen_of = scene.tokens, False
    for at in range(first - 1, max(-1, first - 8), -1):
        word = tokens[at]
        if word == "of" and at and tokens[at - 1] in _BEFORE_NAME:
            seen_of = True
        elif word in _PREPOSITIONS:
            return word
        elif word not in _BEFORE_NAME:
            break
    return "of" if seen_of else ""


def ordered(codes: Sequence[str]) -> Codes:
    """Codes without repetition, in alphabetical order."""
    return tuple(sorted(set(codes))) if len(codes) > 1 else tuple(codes)


@cache
def standing(code: str) -> str:
    """What sort of party a code usually is: `giver` (a state of the OECD's donor committee or the Union),
    `provider` (another state that gives), `receiver` (any other state, or a place in one), or the kind of
    body that it is; `other` if it is not known."""
    known = vocabulary.groups()
    if kind_of(code) == "state" and (code in known["dac"] or code in known["eu"]):
        return "giver"
    if code in known["other-providers"]:
        return "provider"
    kind = kind_of(code)
    return "receiver" if kind in ("state", "place") else kind or "other"


def _single(scene: Scene, actor: ActorMention, first: int, last: int) -> Group:
    return Group((actor.code,), (actor,), first, last, _preposition(scene, first), scene.word(last + 1))
