"""Features of an amount, a cue and the words around them: what the choices are made from.

A feature is a short string such as `before:deliver:near`. It names grammar and closed classes of
words, never an article, a figure or a country.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pledgebook.extraction.predicates import Cue
from pledgebook.extraction.scene import Scene


@dataclass(frozen=True, slots=True)
class Reach:
    """How a cue stands to an amount: `gap` in words, `walls` as in `Scene.walls_between`."""

    cue: Cue
    before: bool
    gap: int
    walls: int
    amounts_between: int

    @property
    def cost(self) -> float:
        """Lower is nearer; amounts of one list share their verb, so those between cost little."""
        after_cost = 0.0 if self.before else self._cost_after()
        noun_cost = 2.0 if self.cue.kind == "noun" else 0.0
        return self.gap * 0.5 + self.walls * 1.2 + after_cost + noun_cost

    def _cost_after(self) -> float:
        """What follows an amount tells of it if it is passive ("were sent") or its relative clause ("they sent")."""
        if self.cue.passive or self.cue.verb_class == "arrive":
            return 1.0
        return 2.0 if self.gap <= 4 and self.walls <= 1 else 5.0

    @property
    def band(self) -> str:
        return "near" if self.cost < 3 else "mid" if self.cost < 7 else "far" if self.cost < 14 else "away"


def reaches(scene: Scene, start: int, end: int) -> list[Reach]:
    """Every cue of the scene as it stands to the words at `start`–`end`, nearest first."""
    first, last = scene.token_at(start), scene.token_at(end - 1)
    found = []
    for cue in scene.cues:
        if cue.first >= first and cue.last <= last:
            continue
        before = cue.last < first
        left, right = (cue.last, first) if before else (last, cue.first)
        between = sum(1 for a in scene.amounts if left < scene.token_at(a.start) < right)
        found.append(Reach(cue, before, max(0, right - left - 1), scene.walls_between(left, right), between))
    return sorted(found, key=lambda r: (r.cost, r.cue.first))


def theme_features(scene: Scene, first: int, last: int) -> list[str]:
    """`near:THEME` for words within eight tokens of tokens `first`–`last`, `said:THEME` for the other words."""
    left, right = scene.tokens[max(0, first - 8)].start, scene.tokens[min(len(scene.tokens) - 1, last + 8)].end
    near: set[str] = set()
    said: set[str] = set()
    for word in scene.theme_words:
        (near if left <= word.start < right else said).update(word.themes)
    return [*(f"near:{t}" for t in sorted(near)), *(f"said:{t}" for t in sorted(said - near))]


def cue_label(cue: Cue) -> str:
    """Class and form of a cue (`transfer.future`), or its kind where it is no verb."""
    if cue.via:
        label = f"via.{cue.event}"
    else:
        label = f"{cue.verb_class}.{cue.form}" if cue.kind == "verb" else f"{cue.kind}.{cue.event}"
    return label + ("!" if cue.negated else "")


def _nearest(reached: Sequence[Reach], before: bool) -> Reach | None:
    return next((r for r in reached if r.before == before), None)


def cue_features(reached: Sequence[Reach]) -> list[str]:
    """The nearest cue, and the nearest on either side."""
    out = []
    if not reached:
        return ["no_cue"]
    best = reached[0]
    out += [
        f"best={cue_label(best.cue)}", f"best|{best.band}", f"best={best.cue.event}|{best.band}",
        f"best={best.cue.event}|{'before' if best.before else 'after'}",
    ]  # fmt: skip
    for side, before in (("before", True), ("after", False)):
        near = _nearest(reached, before)
        if near is not None:
            out += [f"{side}={near.cue.event}|{near.band}", f"{side}={cue_label(near.cue)}"]
            if near.cue.negated:
                out.append(f"{side}:negated")
        else:
            out.append(f"{side}:none")
    return out


_CLOSED = frozenset(
    """to for from by in of with against on at into towards toward through via inside under between and or but that
    which who as than per a an the its their his her our this these those is are was were be been will would has
    have had , . ; : ( ) - – — " “ ” 's worth more including up each""".split()
)


def closed_word(word: str) -> str:
    """A word of a closed class as it is, any other as its kind."""
    return word if word in _CLOSED else "number" if word[:1].isdigit() else "word" if word else "end"
