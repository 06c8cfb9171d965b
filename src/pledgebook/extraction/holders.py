"""Who holds aid up, in the text's words."""

from __future__ import annotations

from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import groups
from pledgebook.extraction.predicates import Cue
from pledgebook.extraction.scene import Scene

LONGEST_NAME = 8
"""Words of a holder's name: longer ones are half sentences."""

_ENDS_NAME = frozenset(
    """which who that because as until after since at on over for and but while when , . ; : ( ) - – — has have had is
    are was were will would""".split()
)


def held_by(ground: Ground, parties: tuple[str, ...]) -> str | None:
    """The holder of blocked aid: whoever stands after "by" or "in", else the subject of an active blocking verb,
    else another actor named behind. `parties` give or receive and so hold nothing up; None if nobody is named."""
    scene = ground.scene
    cue = next((r.cue for r in ground.reached if r.cue.event == "block"), None)
    if cue is None:
        return None
    return _after_preposition(scene, cue) or _named(scene, cue, parties)


def _after_preposition(scene: Scene, cue: Cue) -> str | None:
    """The noun phrase in "blocked by the upper house", "stuck in the budget committee"."""
    start = cue.last + 1
    if not cue.word.endswith((" by", " in")):
        if scene.word(start) not in ("by", "in") or not cue.passive:
            return None
        start += 1
    end = start
    while end < len(scene.tokens) and end - start < LONGEST_NAME and scene.word(end) not in _ENDS_NAME:
        end += 1
    return scene.text[scene.starts[start] : scene.ends[end - 1]] if end > start else None


def _named(scene: Scene, cue: Cue, parties: tuple[str, ...]) -> str | None:
    others = [g for g in groups(scene) if len(g.codes) == 1 and g.codes[0] not in parties]
    before = [g for g in others if g.last < cue.first]
    after = [g for g in others if g.first > cue.last]
    chosen = before[-1:] if before and not cue.passive else after[:1]
    return next((scene.text[g.mentions[0].start : g.mentions[0].end] for g in chosen), None)
