"""Features of when it was told and promised, and of the words and the text around it.

Each is a feature as features.py describes it.
"""

from __future__ import annotations

import math

from pledgebook.linking import cues
from pledgebook.linking.comparing import days_between, equals, is_converted, overlap, same_document
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.linking.features_of_figures import SMALL_COUNT, adds_up
from pledgebook.linking.features_of_parts import part_of_own_content, part_of_own_purpose
from pledgebook.model import PartialDate

ONE_PROMISE_DAYS = 60
"""Dates told for one promise differ by weeks (proposed, announced, approved); further apart they are two promises."""


NEWS_DAYS = 14
"""Days for which a promise is news: a text that tells it later looks back."""


def names_the_total(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sentence names the figure of the promise"""
    if claim.has_amount and claim.unit != draft.unit:
        return 0.0
    if part_of_own_purpose(claim, draft, scene) or part_of_own_content(claim, draft, scene):
        return 0.0
    here = {other.size for other in scene.of(draft) if other.sentence == claim.sentence}
    beside = here if claim.tells_size else set()
    return float(bool((claim.numbers - {claim.size} - beside) & draft.sizes))


def comes_on_top(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is announced as new, additional or another"""
    if not claim.opens_anew or adds_up(claim, draft, scene) or is_converted(claim, draft):
        return 0.0
    if any(other.sentence == claim.sentence for other in scene.of(draft)):
        return 0.0
    return float(not copied(claim, draft, scene) and not addition_told_before(claim, draft, scene))


def addition_told_before(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the same figure was added to it before, at the same time"""
    if not claim.opens_anew:
        return 0.0
    day = claim.told.claim.happened
    before = [other for other in equals(claim, draft) if other.opens_anew]
    days = [other.told.claim.happened or PartialDate.of(other.told.published) for other in before]
    return float(bool(before) and (day is None or any(overlap(day, other) for other in days)))


def announced_on_another_day(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is announced as additional, at another time than the first"""
    apart = claim.opens_anew and promised_at_another_time(claim, draft, scene)
    return float(bool(apart) and not addition_told_before(claim, draft, scene))


def copied(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the text is another printing of the same article"""
    first = scene.first_told.get(claim.id)
    return float(first is not None and any(scene.first_told.get(o.id, o.id) == first for o in draft.witnesses))


def copied_from_another(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other printing of this article tells it of another pledge"""
    return float(claim.id in scene.first_told and not copied(claim, draft, scene))


def spoken_of_last(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the text was speaking of it just before"""
    return float(scene.last is draft)


def stage_spoken_of_last(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the text was speaking of it and goes on with what became of it"""
    return float(scene.last is draft and claim.event not in PROMISES)


def no_figure_spoken_of_last(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the text was speaking of it and gives no new figure"""
    return float(scene.last is draft and not claim.has_amount)


def refers_back(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the words point back at what was spoken of (\"of it\", \"the rest\")"""
    return float(scene.last is draft and claim.refers_back)


def in_this_text(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the text has spoken of the other already"""
    return float(bool(scene.of(draft)))


def promised_at_one_time(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both were promised at the same time"""
    day = claim.told.claim.happened
    if day is None or claim.event not in PROMISES or (claim.opens_anew and day.month is None):
        return 0.0
    return float(any(overlap(day, other) for other in draft.promised_on))


def promised_at_another_time(claim: Facts, draft: Draft, scene: Scene) -> float:
    """they were promised at different times"""
    told = claim.told.claim.happened is not None and claim.event in PROMISES and bool(draft.promised_on)
    return float(told and not promised_at_one_time(claim, draft, scene))


def names_the_year(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sentence names the year of the promise"""
    years = {day.year for day in draft.promised_on} - {claim.told.published.year}
    return float(bool(equals(claim, draft)) and bool(years & {int(number) for number in claim.numbers}))


def promised_again(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the same figure was promised once before, at another time"""
    day = claim.told.claim.happened
    if day is None or claim.event not in PROMISES:
        return 0.0
    same = [o.told.claim.happened for o in equals(claim, draft) if o.event in PROMISES and o.told.claim.happened]
    apart = bool(same) and all(days_between(day, other) > ONE_PROMISE_DAYS for other in same)
    looks_back = claim.definite and (claim.told.published - day.last_day).days > NEWS_DAYS
    return float(apart) * (0.3 if looks_back else 1.0)


def same_due(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both are due at the same time"""
    due = claim.told.claim.due
    return float(due is not None and any(overlap(due, other) for other in draft.dues))


def other_due(claim: Facts, draft: Draft, scene: Scene) -> float:
    """they are due at different times"""
    return float(claim.told.claim.due is not None and bool(draft.dues) and not same_due(claim, draft, scene))


def same_year(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both are money of the same year"""
    return float(claim.year is not None and any(other.year == claim.year for other in draft.witnesses))


def other_year(claim: Facts, draft: Draft, scene: Scene) -> float:
    """they are money of different years"""
    years = {other.year for other in draft.witnesses if other.year is not None}
    return float(claim.year is not None and bool(years) and claim.year not in years)


def _is_one_of(claim: Facts, draft: Draft) -> bool:
    """Whether the words number it within a small batch: the third of four is a stage of the four."""
    if not claim.ordinals or draft.largest is None or not draft.is_things:
        return False
    return 1 < max(claim.ordinals) <= draft.largest <= max(cues.ORDINALS.values())


def other_ordinal(claim: Facts, draft: Draft, scene: Scene) -> float:
    """they are numbered differently (the second, the third)"""
    if _is_one_of(claim, draft):
        return 0.0
    return float(any(o.ordinals and claim.ordinals and not o.ordinals & claim.ordinals for o in draft.witnesses))


def same_ordinal(claim: Facts, draft: Draft, scene: Scene) -> float:
    """they bear the same number (the third)"""
    return float(any(other.ordinals & claim.ordinals for other in draft.witnesses))


def numbered_among_alike(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the text numbers it among pledges of one size (the second lot)"""
    number = min(claim.ordinals, default=0)
    if number == 0 or not claim.item.kinds or _is_one_of(claim, draft):
        return 0.0
    founder = draft.founder
    alike = [
        other
        for other in scene.candidates
        if other.founder.figure == founder.figure and other.founder.item.kinds == founder.item.kinds
    ]
    if not number <= len(alike) or len(alike) < 2:
        return 0.0
    return 1.0 if alike[number - 1] is draft else -1.0


def shared_words(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sentences share words"""
    best = 0.0
    for other in draft.witnesses:
        if claim.words and other.words and not (same_document(claim, other) and claim.sentence == other.sentence):
            best = max(best, len(claim.words & other.words) / math.sqrt(len(claim.words) * len(other.words)))
    return best


def long_ago(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other was last heard of long before"""
    return min((claim.told.published - draft.latest.told.published).days / 365.0, 4.0)


def before_promise(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it happened before the promise was made"""
    day = claim.told.claim.happened
    if day is None or claim.event in PROMISES or not draft.promised_on:
        return 0.0
    return float(day.last_day < min(other.first_day for other in draft.promised_on))


def fulfilled(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other had arrived in full"""
    done = any(o.event == "deliver" and o.basis == "total" for o in draft.witnesses)
    says_little = claim.has_amount and not claim.is_money and claim.size <= SMALL_COUNT
    if not done or (equals(claim, draft) and not says_little):
        return 0.0
    return 2.0 if claim.basis == "increment" else 1.0


def arrived_before(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other had arrived in full before this was promised or came"""
    day = claim.told.claim.happened
    done = [o.told.claim.happened for o in draft.witnesses if o.event == "deliver" and o.basis == "total"]
    if day is None or claim.basis == "cumulative" or None in done or not done:
        return 0.0
    return float(
        claim.event in (*PROMISES, "deliver") and all(d is not None and d.last_day < day.first_day for d in done)
    )
