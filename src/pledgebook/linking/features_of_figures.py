"""Features of amounts: equal, rounded, converted, raised, added up, used up.

Each is a feature as features.py describes it.
"""

from __future__ import annotations

import math

from pledgebook.linking import amounts
from pledgebook.linking.comparing import differs, equals, is_converted, relation_of
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import PROMISES, Facts

NEW_PROMISES = PROMISES | {"contract"}
"""Events by which a promise grows; what arrives adds up too, but tells nothing of its size."""

SMALL_COUNT = 5
"""Up to so many things a number says little: one system is like another."""


def same_figure(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure is the same"""
    return float(bool(equals(claim, draft)))


def same_promised_figure(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure is that of the promise"""
    return float(any(other.event in PROMISES for other in equals(claim, draft)))


def same_figure_and_event(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure and what happened are the same"""
    return float(any(other.event == claim.event for other in equals(claim, draft)))


def same_small_count(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure is the same but so small that it says little"""
    return float(claim.has_amount and not claim.is_money and claim.size <= SMALL_COUNT and bool(equals(claim, draft)))


def near_figure(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure is the same but for rounding"""
    return float(
        bool(claim.donors) and not equals(claim, draft) and any(amounts.near(claim, other) for other in draft.witnesses)
    )


def converted_figure(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sum is about the same in another currency"""
    return float(not equals(claim, draft) and is_converted(claim, draft))


def other_currency(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sum is in another currency and not the same"""
    if not claim.is_money or draft.unit in (None, claim.unit):
        return 0.0
    return float(not is_converted(claim, draft) and not equals(claim, draft))


def other_sum(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sum of money is another one"""
    return float(claim.is_money and differs(claim, draft))


def other_total(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it gives the whole of a promise with another figure"""
    return float(differs(claim, draft) and claim.tells_size)


def two_totals_in_one_text(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one text gives both as whole promises, with different figures"""
    if not (differs(claim, draft) and claim.tells_size):
        return 0.0
    if adds_up(claim, draft, scene) or raised_in_one_sentence(claim, draft, scene):
        return 0.0
    return float(any(other.tells_size or other.opens_anew for other in scene.of(draft)))


def raised_total(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the promise may have been raised"""
    if not (differs(claim, draft) and claim.tells_size and draft.largest_total is not None):
        return 0.0
    return float(draft.largest_total < claim.size)


def fits_into_promise(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it tells what became of a promise that is large enough for it"""
    if not differs(claim, draft) or claim.event in PROMISES or draft.largest is None:
        return 0.0
    return float(claim.size <= draft.largest)


def exceeds_promise(claim: Facts, draft: Draft, scene: Scene) -> float:
    """more would have come than was promised"""
    if not differs(claim, draft) or claim.event in PROMISES or draft.largest is None:
        return 0.0
    return float(claim.size > draft.largest)


def all_of_less(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it tells that the whole of another figure was ordered, sent or held up"""
    return float(differs(claim, draft) and claim.event not in PROMISES and claim.basis == "total")


def size_apart(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figures are far apart"""
    largest = draft.largest
    if not differs(claim, draft) or not largest or not claim.size:
        return 0.0
    return abs(math.log10(float(claim.size / largest)))


def adds_up(claim: Facts, draft: Draft, scene: Scene) -> float:
    """what was promised before and what is added make the new total"""
    if not claim.has_amount or claim.unit != draft.unit or claim.event not in NEW_PROMISES:
        return 0.0
    here = {other.id for other in scene.of(draft)}
    if any(claim.id in three and three & here for three in scene.sums()):
        return 1.0
    known = draft.sizes
    others = [
        s
        for s in scene.siblings
        if s is not claim
        and s.unit == claim.unit
        and s.donors == claim.donors
        and s.item.purposes == claim.item.purposes
    ]
    if claim.adds:
        return float(any(s.size - claim.size in known for s in others if not s.adds and s.size > claim.size))
    if claim.basis in ("total", "cumulative"):
        return float(any(claim.size - s.size in known - {s.size} for s in others if s.adds and s.size < claim.size))
    return 0.0


def raised_in_one_sentence(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one sentence tells what is added and the new total"""
    if not claim.has_amount:
        return 0.0
    for other in scene.of(draft):
        small, large = sorted((claim, other), key=lambda c: c.size)
        if other.sentence == claim.sentence and other.unit == claim.unit and not large.definite:
            stage = small.basis == "part" and relation_of(small.item, large.item) == "same" and not small.item.purposes
            if large.basis == "total" and small.event == large.event and (small.basis == "increment" or stage):
                return 1.0
    return 0.0


def same_level(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both tell how much there is so far"""
    if claim.basis != "cumulative" or not differs(claim, draft):
        return 0.0
    return float(any(o.basis == "cumulative" and o.event == claim.event for o in draft.witnesses))


def first_level(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it tells how much there is so far, and nothing before did"""
    return float(claim.basis == "cumulative" and all(other.basis != "cumulative" for other in draft.witnesses))


def single_after_levels(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other tells only how much there is so far"""
    return float(claim.basis != "cumulative" and all(other.basis == "cumulative" for other in draft.witnesses))


def sums_up(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it adds up several promises"""
    if not claim.sums_up or not differs(claim, draft) or claim.event not in PROMISES:
        return 0.0
    return float(not any(other.sums_up for other in draft.witnesses))


def rate_and_sum(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one is a rate, the other a sum"""
    return float(all(other.told.claim.per != claim.told.claim.per for other in draft.witnesses))
