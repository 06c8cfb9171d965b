"""Features of the pledge as a whole beside its rivals, and of what the sentence names beside the claim's own fields.

A program reads donors, recipients and things from texts, and misreads some; what the sentence names stands.
Each is a feature as features.py describes it.
"""

from __future__ import annotations

import math

from pledgebook.linking.comparing import differs, equals
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import PROMISES, Facts

MANY_CLAIMS = 64
"""Claims from which a pledge counts as told over and over."""


def telling_figure(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure is one that few promises share"""
    return float(claim.tells_apart and bool(equals(claim, draft)))


def same_sum(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sum of money is the same"""
    return float(claim.is_money and bool(equals(claim, draft)))


def often_told(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other is told of often"""
    return min(math.log(len(draft.claims), MANY_CLAIMS), 1.0)


def told_latest(claim: Facts, draft: Draft, scene: Scene) -> float:
    """of these parties' pledges the other was spoken of last"""
    rivals = scene.rivals.get(draft.donors, [])
    return float(len(rivals) > 1 and all(other.latest.order <= draft.latest.order for other in rivals))


def only_rival_of_unit(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is the only pledge of these donors in this unit"""
    if not claim.has_amount or claim.unit != draft.unit:
        return 0.0
    return float(not any(o.unit == draft.unit and o is not draft for o in scene.rivals.get(draft.donors, [])))


def donor_mentioned(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sentence names the other's donor"""
    return float(claim.donors != draft.donors and bool(draft.donors & claim.mentions))


def thing_mentioned(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sentence names the other's thing"""
    items = {other.item for other in draft.witnesses}
    if any(claim.item.names & item.names for item in items):
        return 0.0
    return float(any(not item.names.isdisjoint(claim.words) for item in items))


def listed_beside(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one sentence lists both with figures of their own"""
    beside = [other for other in scene.of(draft) if other.sentence == claim.sentence]
    alike = any(other.event == claim.event and other.basis == claim.basis for other in beside)
    return float(alike and differs(claim, draft))


def in_this_sentence(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one sentence tells both"""
    return float(any(other.sentence == claim.sentence for other in scene.of(draft)))


def level_rises(claim: Facts, draft: Draft, scene: Scene) -> float:
    """what there is so far has grown and stays within the promise"""
    if claim.basis != "cumulative" or not differs(claim, draft) or draft.largest is None:
        return 0.0
    levels = [o.size for o in draft.witnesses if o.basis == "cumulative" and o.event == claim.event]
    return float(bool(levels) and max(levels) <= claim.size <= draft.largest)


def completes(claim: Facts, draft: Draft, scene: Scene) -> float:
    """with a figure told before it makes up the promise"""
    if not differs(claim, draft) or not claim.size or draft.largest is None or claim.event in PROMISES:
        return 0.0
    rest = draft.largest - claim.size
    return float(rest > 0 and any(o.size == rest and o.unit == claim.unit for o in draft.witnesses))


def no_figure_stage(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it tells without a figure what became of the other"""
    return float(not claim.has_amount and claim.event not in PROMISES)


def promise_of_what_came(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other has no promise yet, and this is one"""
    return float(claim.event in PROMISES and not any(other.event in PROMISES for other in draft.witnesses))


def other_event(claim: Facts, draft: Draft, scene: Scene) -> float:
    """nothing of the kind has happened to the other yet"""
    return float(all(other.event != claim.event for other in draft.witnesses))


def gives_the_first_figure(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other was spoken of without a figure, and this gives one"""
    return float(claim.has_amount and draft.unit is None)


def without_figures(claim: Facts, draft: Draft, scene: Scene) -> float:
    """neither is told with a figure"""
    return float(not claim.has_amount and draft.unit is None)
