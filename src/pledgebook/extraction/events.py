"""What happened: the evidence for each of the ten events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pledgebook.extraction.evidence import Reach, plain_words
from pledgebook.extraction.features import Bundle, WordFeatures
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.scene import Scene
from pledgebook.extraction.text_marks import themes
from pledgebook.model import EVENTS

SETBACKS = ("block", "miss", "cancel")
"""Events that win over others told of the same amount."""

_MODALS = frozenset(["would", "could", "may", "might", "should", "will", "shall", "must", "can"])
_CONDITIONS = frozenset(["if", "unless", "provided"])
_NEARBY = 6
"""Words before and after the subject that are looked at one by one."""


@dataclass(frozen=True, slots=True)
class EventEvidence:
    """`shared` is learnt anew for each event; `own` holds for each of `EVENTS` how near its own words stand."""

    shared: list[Bundle]
    own: list[list[Bundle]]


def event_evidence(ground: Ground) -> EventEvidence:
    """The evidence from the subject's own sentence, its heading, the sentence before and the claim before."""
    heading = ground.article.heading_of(ground.scene)
    headed = {cue.event for cue in heading.cues} if heading is not None else ()
    nearest = _nearest_of_each(ground.reached)
    own = []
    for event in EVENTS:
        features = _own_features(event, nearest[event]) if event in nearest else [_NOT_TOLD[event]]
        if event in headed:
            features.append(("headed", f"headed|{ground.nearest.band}" if ground.nearest else "headed|no_cue"))
        if ground.memory.event == event:
            features.append(_as_before(ground))
        own.append(features)
    return EventEvidence(_shared_features(ground), own)


_NOT_TOLD: dict[str, Bundle] = {event: ("own:none", f"own:none={event}") for event in EVENTS}


def _nearest_of_each(reached: Sequence[Reach]) -> dict[str, tuple[int, Reach, bool]]:
    """For each event told: the rank of its nearest cue, that cue, and whether there is another."""
    found: dict[str, tuple[int, Reach, bool]] = {}
    for rank, reach in enumerate(reached):
        event = reach.cue.event
        if event is not None and not reach.cue.negated:
            before = found.get(event)
            found[event] = (rank, reach, False) if before is None else (before[0], before[1], True)
    return found


def _shared_features(ground: Ground) -> list[Bundle]:
    """What every event may learn from: the nearest cues, the words around, modifiers, modals, dates."""
    amount = ground.amount
    told = _amount_told(amount.kind, amount.modifiers) if amount else ("no_amount",)
    return [
        *_cues(ground.reached),
        _scene_features(ground.scene),
        _title(ground.article.title_events),
        told,
        *_words_around(ground),
        _sentence_before(ground),
    ]


@lru_cache(maxsize=256)
def _title(events: tuple[str, ...]) -> Bundle:
    return tuple([f"title={event}" for event in events])


@lru_cache(maxsize=4096)
def _amount_told(kind: str, modifiers: tuple[str, ...]) -> Bundle:
    return (*(f"modifier={m}" for m in modifiers), f"kind={kind}")


@lru_cache(maxsize=8)
def _scene_features(scene: Scene) -> Bundle:
    """What a sentence tells every subject in it."""
    out = ["always", *sorted(f"modal={m}" for m in _MODALS & scene.words)]
    out += sorted({f"said={cue.event}" for cue in scene.cues})
    told = {"list_line": scene.is_list_line, "conditional": not _CONDITIONS.isdisjoint(scene.words)}
    told |= {"level_words": not themes()["level"].isdisjoint(scene.words)}
    told |= {"deadline": any(d.role == "deadline" for d in scene.dates)}
    told |= {f"{tense}_date": any(d.tense == tense for d in scene.dates) for tense in ("future", "past")}
    out += [name for name, true in told.items() if true]
    return (*out, *(f"opens:{w}" for w in plain_words(scene, 0, 2)))


def _cues(reached: Sequence[Reach]) -> list[Bundle]:
    if not reached:
        return [("no_cue",)]
    best = reached[0]
    return [
        *[_RANKED[rank][r.cue.label] for rank, r in enumerate(reached[:2])],
        _best_features(best.cue.word, best.cue.form, best.band, best.before),
        *[_NEAR[r.cue.label] for r in reached[:4] if r.cost < 7],
    ]


_RANKED = (WordFeatures("rank0="), WordFeatures("rank1="))
_NEAR = WordFeatures("near=")


@lru_cache(maxsize=4096)
def _best_features(word: str, form: str, band: str, before: bool) -> Bundle:
    return f"best|{band}", f"lemma={word}", f"lemma={word}.{form}|{'before' if before else 'after'}"


_BEFORE, _AFTER = WordFeatures("before:"), WordFeatures("after:")
_PREVIOUS, _NEXT = WordFeatures("previous="), WordFeatures("next=")


def _words_around(ground: Ground) -> list[Bundle]:
    """Plain words near the subject, and those with which its sentence opens."""
    scene, first, last = ground.scene, ground.first, ground.last
    return [
        *_BEFORE.of(plain_words(scene, first - _NEARBY, first)),
        *_AFTER.of(plain_words(scene, last + 1, last + 1 + _NEARBY)),
        _PREVIOUS[scene.word(first - 1)],
        _NEXT[scene.word(last + 1)],
    ]


def _sentence_before(ground: Ground) -> Bundle:
    """For a sentence without a near cue: the last event of the sentence before."""
    if ground.nearest is not None and ground.nearest.cost < 7:
        return ()
    number = ground.scene.number
    cues = ground.article.scenes[number - 1].cues if number else ()
    told = [cue for cue in cues if cue.event is not None]
    return (f"sentence_before={told[-1].label}", f"sentence_before={told[0].event}") if told else ()


def _as_before(ground: Ground) -> Bundle:
    """Evidence that the claim before told the same event."""
    scene, near, nearest = ground.scene, ground.since, ground.nearest
    out = ["as_before", f"as_before|{near}", "as_before|list" if scene.is_list_line else "as_before|prose"]
    if nearest is None or nearest.cost > 6:
        return (*out, "as_before|no_near_cue", f"as_before|no_near_cue|{near}")
    if nearest.cue.event is None:
        out += [f"as_before|{nearest.cue.word}", f"as_before|{nearest.cue.word}|{near}"]
    if nearest.before and nearest.amounts_between:
        out.append("as_before|shares_cue")
    if near == "same" and scene.word(ground.first - 1) in (",", "and", "or", ";"):
        out.append("as_before|in_list")
    return tuple(out)


def _own_features(event: str, told: tuple[int, Reach, bool]) -> list[Bundle]:
    """How near the words for this very event stand."""
    rank, best, again = told
    side = "before" if best.before else "after"
    place = _place_of_own(event, best.band, side, min(rank, 3), min(best.walls, 4), min(best.amounts_between, 2), again)
    cue = best.cue
    kind = _kind_of_own(cue.kind, cue.label, cue.verb_class, best.band, side, min(rank, 2))
    if event not in SETBACKS:
        return [place, kind]
    clear = best.amounts_between == 0 and (cue.passive or cue.kind == "phrase")
    return [place, kind, (f"own|setback|{best.band}", f"own|setback|{side}|{'clear' if clear else 'distant'}")]


@lru_cache(maxsize=8192)
def _place_of_own(event: str, band: str, side: str, rank: int, walls: int, amounts: int, again: bool) -> Bundle:
    out = (
        f"own|{band}", f"own|rank{rank}", f"own|{side}|{band}", f"own={event}|{band}", f"own={event}|rank{rank}",
        f"own|amounts{amounts}|{side}", f"own~{event}|{side}|walls{walls}",
    )  # fmt: skip
    return (*out, "own|again") if again else out


@lru_cache(maxsize=8192)
def _kind_of_own(kind: str, label: str, verb_class: str, band: str, side: str, rank: int) -> Bundle:
    first = min(rank, 1)
    return (
        f"own|{kind}|{band}", f"own~{label}|rank{first}", f"own|{kind}|{side}|{band}|rank{rank}",
        f"own|{verb_class}|{side}|rank{first}",
    )  # fmt: skip
