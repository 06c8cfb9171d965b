"""Features of an amount, a cue and the words around them: what the choices are made from.

A feature is a short string such as `before:deliver:near`. It names grammar and closed classes of
words, never an article, a figure or a country.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from pledgebook.extraction.features import Bundle
from pledgebook.extraction.predicates import Cue
from pledgebook.extraction.scene import Scene


class Reach(NamedTuple):
    """How a cue stands to an amount: `gap` in words, `walls` as in `Scene.walls_between`.

    `cost` is lower the nearer it is; amounts of one list share their verb, so those between cost little.
    """

    cue: Cue
    before: bool
    gap: int
    walls: int
    amounts_between: int
    cost: float
    band: str


def _cost(cue: Cue, before: bool, gap: int, walls: int) -> float:
    cost = gap * 0.5 + walls * 1.2 + (2.0 if cue.kind == "noun" else 0.0)
    if before:
        return cost
    # What follows an amount tells of it if it is passive ("were sent") or its relative clause ("they sent").
    if cue.passive or cue.verb_class == "arrive":
        return cost + 1.0
    return cost + (2.0 if gap <= 4 and walls <= 1 else 5.0)


def reaches(scene: Scene, first: int, last: int) -> list[Reach]:
    """Every cue of the scene as it stands to tokens `first`–`last`, nearest first."""
    found = []
    amounts = scene.amount_tokens
    for cue in scene.cues:
        if cue.first >= first and cue.last <= last:
            continue
        before = cue.last < first
        left, right = (cue.last, first) if before else (last, cue.first)
        between = sum([left < at < right for at in amounts]) if amounts else 0
        gap, walls = max(0, right - left - 1), scene.walls_between(left, right)
        cost = _cost(cue, before, gap, walls)
        band = "near" if cost < 3 else "mid" if cost < 7 else "far" if cost < 14 else "away"
        found.append(Reach(cue, before, gap, walls, between, cost, band))
    return found if len(found) < 2 else sorted(found, key=_nearness)


def _nearness(reach: Reach) -> tuple[float, int]:
    return reach.cost, reach.cue.first


Themes: TypeAlias = tuple[str, ...]


def themes_around(scene: Scene, first: int, last: int) -> tuple[Themes, Themes]:
    """The themes of words within eight tokens of tokens `first`–`last`, and those of the other words only."""
    if not scene.theme_words:
        return (), ()
    left, right = scene.starts[max(0, first - 8)], scene.ends[min(len(scene.tokens) - 1, last + 8)]
    near: set[str] = set()
    said: set[str] = set()
    for word in scene.theme_words:
        (near if left <= word.start < right else said).update(word.themes)
    return tuple(sorted(near)), tuple(sorted(said - near))


def cue_features(reached: Sequence[Reach]) -> list[Bundle]:
    """The nearest cue, and the nearest on either side."""
    if not reached:
        return [("no_cue",)]
    best = reached[0]
    cue = best.cue
    other = next((r for r in reached if r.before != best.before), None)
    before, after = (best, other) if best.before else (other, best)
    return [
        _nearest_cue(cue.label, cue.event, best.band, best.before),
        _side_features("before", before),
        _side_features("after", after),
    ]


@lru_cache(maxsize=4096)
def _nearest_cue(label: str, event: str | None, band: str, before: bool) -> Bundle:
    side = "before" if before else "after"
    return f"best={label}", f"best|{band}", f"best={event}|{band}", f"best={event}|{side}"


def _side_features(side: str, near: Reach | None) -> Bundle:
    if near is None:
        return _NOTHING_BESIDE[side]
    cue = near.cue
    return _cue_beside(side, cue.event, near.band, cue.label, cue.negated)


_NOTHING_BESIDE = {"before": ("before:none",), "after": ("after:none",)}


@lru_cache(maxsize=4096)
def _cue_beside(side: str, event: str | None, band: str, label: str, negated: bool) -> Bundle:
    out = f"{side}={event}|{band}", f"{side}={label}"
    return (*out, f"{side}:negated") if negated else out


_CLOSED = frozenset(
    """to for from by in of with against on at into towards toward through via inside under between and or but that
    which who as than per a an the its their his her our this these those is are was were be been will would has
    have had , . ; : ( ) - – — " “ ” 's worth more including up each""".split()
)


def closed_word(word: str) -> str:
    """A word of a closed class as it is, any other as its kind."""
    return word if word in _CLOSED else "number" if word[:1].isdigit() else "word" if word else "end"


def plain_words(scene: Scene, start: int, stop: int) -> list[str]:
    """The words of tokens `start` up to before `stop` that are no names and no figures, each once, in order."""
    return list(dict.fromkeys([word for word in scene.plain[max(0, start) : max(0, stop)] if word]))
