"""The words that carry a claim: short, from one sentence, holding the amount and the event."""

from __future__ import annotations

from collections.abc import Sequence

from pledgebook.extraction.evidence import Reach
from pledgebook.extraction.groups import Group, groups
from pledgebook.extraction.scene import Scene
from pledgebook.model import MAX_QUOTE, Span

_FARTHEST_CUE = 14.0
"""Cost beyond which a cue is not shown in the quote (see `Reach.cost`)."""


def quote_span(scene: Scene, start: int, end: int, reached: Sequence[Reach]) -> Span:
    """The shortest run of words with the amount at `start`–`end`, its nearest cue and that cue's subject.

    At most `MAX_QUOTE` characters: what does not fit is left out, the subject first.
    """
    covers = [(start, end)]
    cue = next((r.cue for r in reached if r.cost <= _FARTHEST_CUE), None)
    if cue is not None:
        covers.append((scene.starts[cue.first], scene.ends[cue.last]))
        subject = _subject(scene, cue.first)
        if subject is not None:
            covers.append((scene.starts[subject.first], scene.ends[subject.last]))
    while covers:
        left, right = min(c[0] for c in covers), max(c[1] for c in covers)
        if right - left <= MAX_QUOTE:
            return Span.of(scene.text, left, right)
        covers.pop()
    return Span.of(scene.text, start, min(end, start + MAX_QUOTE))


def _subject(scene: Scene, cue_first: int) -> Group | None:
    left = [g for g in groups(scene) if g.last < cue_first and not g.hangs_on]
    return left[-1] if left else None
