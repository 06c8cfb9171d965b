"""What happened: one candidate for each of the ten events, with the evidence for it."""

from __future__ import annotations

from collections.abc import Sequence

from pledgebook.extraction.evidence import Reach, cue_label
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.text_marks import themes
from pledgebook.model import EVENTS

SETBACKS = ("block", "miss", "cancel")
"""Events that win over others told of the same amount."""

_MODALS = frozenset(["would", "could", "may", "might", "should", "will", "shall"])
_CONDITIONS = frozenset(["if", "unless", "provided"])


def event_candidates(ground: Ground) -> list[list[str]]:
    """One list of features for each of `EVENTS`, in their order."""
    shared = _shared_features(ground)
    heading = ground.article.heading_of(ground.scene)
    headed = {cue.event for cue in heading.cues} if heading is not None else set()
    out = []
    for event in EVENTS:
        features = [event, *(f"{event}&{f}" for f in shared), *_own_features(event, ground.reached)]
        if event in headed:
            features += ["headed", f"headed|{ground.nearest.band}" if ground.nearest else "headed|no_cue"]
        if ground.memory.event == event:
            features += _as_before(ground)
        out.append(features)
    return out


def _shared_features(ground: Ground) -> list[str]:
    """What every event may learn from: the nearest cues, modals, dates, the amount's modifiers."""
    scene, amount = ground.scene, ground.amount
    out = [f"rank{rank}={cue_label(r.cue)}" for rank, r in enumerate(ground.reached[:2])]
    out.append(f"best|{ground.nearest.band}" if ground.nearest else "no_cue")
    out += sorted(f"modal={m}" for m in _MODALS & scene.words)
    if scene.is_list_line:
        out.append("list_line")
    if scene.words & _CONDITIONS:
        out.append("conditional")
    if scene.words & themes()["level"]:
        out.append("level_words")
    out += [f"modifier={m}" for m in amount.modifiers] + [f"kind={amount.kind}"] if amount else ["no_amount"]
    return out + _date_features(ground)


def _date_features(ground: Ground) -> list[str]:
    dates = ground.scene.dates
    told = {"deadline": any(d.role == "deadline" for d in dates)}
    told |= {f"{tense}_date": any(d.tense == tense for d in dates) for tense in ("future", "past")}
    return [name for name, true in told.items() if true]


def _as_before(ground: Ground) -> list[str]:
    """Evidence that the claim before told the same event."""
    gap = ground.scene.number - ground.memory.scene
    out = ["as_before", f"as_before|{'same' if gap == 0 else 'next' if gap == 1 else 'later'}"]
    out.append("as_before|list" if ground.scene.is_list_line else "as_before|prose")
    if ground.nearest is None or ground.nearest.cost > 6:
        out.append("as_before|no_near_cue")
    return out


def _own_features(event: str, reached: Sequence[Reach]) -> list[str]:
    """How near the words for this very event stand, in features that all events share."""
    own = [(rank, r) for rank, r in enumerate(reached) if r.cue.event == event and not r.cue.negated]
    if not own:
        return ["own:none", f"own:none={event}"]
    rank, best = own[0]
    side = "before" if best.before else "after"
    out = [
        f"own|{best.band}", f"own|rank{min(rank, 3)}", f"own|{best.cue.kind}|{best.band}", f"own|{side}|{best.band}",
        f"own={event}|{best.band}", f"own={event}|rank{min(rank, 3)}", f"own&{cue_label(best.cue)}|rank{min(rank, 1)}",
        f"own|amounts{min(best.amounts_between, 2)}|{side}",
        f"own|{best.cue.kind}|{side}|{best.band}|rank{min(rank, 2)}",
        f"own|{best.cue.verb_class}|{side}|rank{min(rank, 1)}",
    ]  # fmt: skip
    if len(own) > 1:
        out.append("own|again")
    if event in SETBACKS:
        clear = best.amounts_between == 0 and (best.cue.passive or best.cue.kind == "phrase")
        out += [f"own|setback|{best.band}", f"own|setback|{side}|{'clear' if clear else 'distant'}"]
    return out
