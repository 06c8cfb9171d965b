"""What speaks for or against a claim being about a pledge that is known already.

A feature is a function of a claim, the pledge as drafted so far and the scene around the claim, and gives a number
from 0 to 1 (`size_apart`: powers of ten). Its docstring is the explanation that a user reads. Weights stand in
`weights.toml`; they are powers of e by which the odds change.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from pledgebook.linking import amounts
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.linking.items import ItemRelation, relation
from pledgebook.model import PartialDate

Feature: TypeAlias = Callable[[Facts, Draft, Scene], float]

NEW_PROMISES = PROMISES | {"contract"}
"""Events by which a promise grows; what arrives adds up too, but tells nothing of its size."""

SMALL_COUNT = 5
"""Up to so many things a number says little: one system is like another."""

ONE_PROMISE_DAYS = 60
"""Dates told for one promise differ by weeks (proposed, announced, approved); further apart they are two promises."""

ONE_SIZE = 0.12
"""Powers of ten within which a part of a conference's total is the giver's own figure again, revised (a third)."""

relation_of = cache(relation)


def _relations(claim: Facts, draft: Draft) -> list[ItemRelation]:
    return [relation_of(claim.item, other.item) for other in draft.claims]


def _overlap(a: PartialDate, b: PartialDate) -> bool:
    return a.first_day <= b.last_day and b.first_day <= a.last_day


def _days_between(a: PartialDate, b: PartialDate) -> int:
    return max((a.first_day - b.last_day).days, (b.first_day - a.last_day).days, 0)


def _same_document(a: Facts, b: Facts) -> bool:
    return a.told.claim.document_hash == b.told.claim.document_hash


def _equals(claim: Facts, draft: Draft) -> list[Facts]:
    return [other for other in draft.claims if amounts.equal(claim, other)]


def _differs(claim: Facts, draft: Draft) -> bool:
    """Whether the claim gives a figure in the pledge's unit that none of its claims gave."""
    return claim.has_amount and draft.unit == claim.unit and not _equals(claim, draft)


def _is_converted(claim: Facts, draft: Draft) -> bool:
    return any(amounts.converted(claim, other) for other in draft.claims)


def same_donors(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the donors are the same"""
    return float(claim.donors == draft.donors and bool(claim.donors))


def no_donors(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both are told without a donor"""
    return float(not claim.donors and not draft.donors)


def donor_unsaid(claim: Facts, draft: Draft, scene: Scene) -> float:
    """only one of them is told with its donor"""
    return float(bool(claim.donors) != bool(draft.donors))


def donors_nested(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one names more donors than the other"""
    return float(bool(claim.donors & draft.donors) and claim.donors != draft.donors)


def is_joint(claim: Facts) -> bool:
    """Whether several donors together are spoken of: more than one is named, or none and the text adds up."""
    return len(claim.donors) > 1 or (not claim.donors and claim.sums_up)


def joint_promise(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both are what several donors together give of the same thing"""
    if claim.is_money or not claim.item.kinds or not is_joint(claim):
        return 0.0
    return float(claim.donors != draft.donors and all(is_joint(o) and o.item.kinds & claim.item.kinds for o in draft.claims))


def same_recipients(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the recipients are the same"""
    return float(claim.recipients == draft.recipients)


def recipients_nested(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one is for only some of the other's recipients"""
    return float(bool(claim.recipients & draft.recipients) and claim.recipients != draft.recipients)


def recipient_unsaid(claim: Facts, draft: Draft, scene: Scene) -> float:
    """only one of them is told with its recipient"""
    return float(bool(claim.recipients) != bool(draft.recipients))


def same_thing(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the thing given is the same"""
    return float(claim.item.says_what and "same" in _relations(claim, draft))


def same_general_aid(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both speak of aid in general words"""
    return float(not claim.item.says_what and "same" in _relations(claim, draft))


def thing_unsaid(claim: Facts, draft: Draft, scene: Scene) -> float:
    """only one of them says what is given"""
    return float(all(found == "unsaid" for found in _relations(claim, draft)))


def different_thing(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the things given are different"""
    found = _relations(claim, draft)
    return found.count("different") / len(found) * (0.3 if claim.is_money else 1.0)


def new_name(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the thing has a name that was not used before"""
    known = {name for other in draft.claims for name in other.item.names | other.item.models}
    return float(bool(known) and bool(claim.item.names - known))


def different_purpose(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the purposes are different"""
    mine = claim.item.purposes
    return float(any(mine and other.item.purposes and not mine & other.item.purposes for other in draft.claims))


def part_of_own_purpose(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is a named part with a purpose of its own"""
    if claim.basis != "part" or not claim.item.purposes or _equals(claim, draft):
        return 0.0
    return float(all(claim.item.purposes != other.item.purposes for other in draft.claims))


def part_of_own_content(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is a named part with a content of its own"""
    if claim.basis != "part" or not claim.item.says_what or not claim.has_amount or _equals(claim, draft):
        return 0.0
    return float("same" not in _relations(claim, draft))


def part_told_beside(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the text tells it as a part of the other sum of money"""
    if not (claim.is_money and claim.basis == "part" and _differs(claim, draft) and scene.of(draft)):
        return 0.0
    own = claim.item.purposes or claim.item.instruments or claim.item.says_what
    return float(bool(own) or claim.event in PROMISES)


def part_of_own_recipient(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is a named part with a recipient of its own"""
    if claim.basis != "part" or not claim.recipients or _equals(claim, draft) or not claim.has_amount:
        return 0.0
    return float(claim.recipients != draft.recipients)


def part_of_own_form(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is a named part with a form of its own: a loan, a grant, a guarantee"""
    if claim.basis != "part" or not claim.item.instruments or _equals(claim, draft):
        return 0.0
    own = all(not claim.item.instruments & other.item.instruments for other in draft.claims)
    return float(own and (not claim.donors or size_apart(claim, draft, scene) > ONE_SIZE))


def other_form(claim: Facts, draft: Draft, scene: Scene) -> float:
    """only one of them, or each differently, is a loan, a grant or a guarantee"""
    return float(all(claim.item.instruments != other.item.instruments for other in draft.claims))


def same_figure(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure is the same"""
    return float(bool(_equals(claim, draft)))


def same_promised_figure(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure is that of the promise"""
    return float(any(other.event in PROMISES for other in _equals(claim, draft)))


def same_figure_and_event(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure and what happened are the same"""
    return float(any(other.event == claim.event for other in _equals(claim, draft)))


def same_small_count(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure is the same but so small that it says little"""
    return float(claim.has_amount and not claim.is_money and claim.size <= SMALL_COUNT and bool(_equals(claim, draft)))


def near_figure(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figure is the same but for rounding"""
    return float(bool(claim.donors) and not _equals(claim, draft) and any(amounts.near(claim, other) for other in draft.claims))


def converted_figure(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sum is about the same in another currency"""
    return float(not _equals(claim, draft) and _is_converted(claim, draft))


def other_currency(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sum is in another currency and not the same"""
    if not claim.is_money or draft.unit in (None, claim.unit):
        return 0.0
    return float(not _is_converted(claim, draft) and not _equals(claim, draft))


def other_sum(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sum of money is another one"""
    return float(claim.is_money and _differs(claim, draft))


def other_total(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it gives the whole of a promise with another figure"""
    return float(_differs(claim, draft) and claim.tells_size)


def two_totals_in_one_text(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one text gives both as whole promises, with different figures"""
    if not (_differs(claim, draft) and claim.tells_size):
        return 0.0
    return float(any(_same_document(claim, other) for other in draft.totals))


def raised_total(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the promise may have been raised"""
    if not (_differs(claim, draft) and claim.tells_size and draft.totals):
        return 0.0
    return float(max(other.size for other in draft.totals) < claim.size)


def part_of_money(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is a named part of a sum of money"""
    if not (claim.is_money and claim.basis == "part" and claim.event in PROMISES and _differs(claim, draft)):
        return 0.0
    return float(size_apart(claim, draft, scene) > ONE_SIZE)


def fits_into_promise(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it tells what became of a promise that is large enough for it"""
    if not _differs(claim, draft) or claim.event in PROMISES or draft.largest is None:
        return 0.0
    return float(claim.size <= draft.largest)


def exceeds_promise(claim: Facts, draft: Draft, scene: Scene) -> float:
    """more would have come than was promised"""
    if not _differs(claim, draft) or claim.event in PROMISES or draft.largest is None:
        return 0.0
    return float(claim.size > draft.largest)


def all_of_less(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it tells that the whole of another figure was ordered, sent or held up"""
    return float(_differs(claim, draft) and claim.event not in PROMISES and claim.basis == "total")


def size_apart(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the figures are far apart"""
    largest = draft.largest
    if not _differs(claim, draft) or not largest or not claim.size:
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
    others = [s for s in scene.siblings if s is not claim and s.unit == claim.unit and s.donors == claim.donors]
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


def comes_on_top(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is announced as new, additional or another"""
    if not claim.opens_anew or adds_up(claim, draft, scene) or scene.of(draft) or _is_converted(claim, draft):
        return 0.0
    return float(not copied(claim, draft, scene))


def announced_on_another_day(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it is announced as additional, at another time than the first"""
    return float(claim.opens_anew and bool(promised_at_another_time(claim, draft, scene)))


def names_the_total(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sentence names the figure of the promise"""
    if claim.has_amount and claim.unit != draft.unit:
        return 0.0
    if part_of_own_purpose(claim, draft, scene) or part_of_own_content(claim, draft, scene):
        return 0.0
    return float(bool((claim.numbers - {claim.size}) & draft.sizes))


def same_level(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both tell how much there is so far"""
    if claim.basis != "cumulative" or not _differs(claim, draft):
        return 0.0
    return float(any(o.basis == "cumulative" and o.event == claim.event for o in draft.claims))


def first_level(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it tells how much there is so far, and nothing before did"""
    return float(claim.basis == "cumulative" and all(other.basis != "cumulative" for other in draft.claims))


def single_after_levels(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other tells only how much there is so far"""
    return float(claim.basis != "cumulative" and all(other.basis == "cumulative" for other in draft.claims))


def copied(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the text is another printing of the same article"""
    twins = scene.copies.get(claim.id, frozenset())
    return float(any(other.id in twins for other in draft.claims))


def copied_from_another(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other printing of this article tells it of another pledge"""
    return float(claim.id in scene.copies and not copied(claim, draft, scene))


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
    return float(day is not None and claim.event in PROMISES and any(_overlap(day, d) for d in draft.promised_on))


def promised_at_another_time(claim: Facts, draft: Draft, scene: Scene) -> float:
    """they were promised at different times"""
    told = claim.told.claim.happened is not None and claim.event in PROMISES and bool(draft.promised_on)
    return float(told and not promised_at_one_time(claim, draft, scene))


def promised_again(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the same figure was promised once before, at another time"""
    day = claim.told.claim.happened
    if day is None or claim.event not in PROMISES:
        return 0.0
    same = [o.told.claim.happened for o in _equals(claim, draft) if o.event in PROMISES and o.told.claim.happened]
    apart = bool(same) and all(_days_between(day, other) > ONE_PROMISE_DAYS for other in same)
    return float(apart) * (0.3 if claim.definite else 1.0)


def sums_up(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it adds up several promises"""
    if not claim.sums_up or not _differs(claim, draft) or claim.event not in PROMISES:
        return 0.0
    return float(not any(other.sums_up for other in draft.claims))


def same_due(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both are due at the same time"""
    due = claim.told.claim.due
    return float(due is not None and any(_overlap(due, other) for other in draft.dues))


def other_due(claim: Facts, draft: Draft, scene: Scene) -> float:
    """they are due at different times"""
    return float(claim.told.claim.due is not None and bool(draft.dues) and not same_due(claim, draft, scene))


def same_year(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both are money of the same year"""
    return float(claim.year is not None and any(other.year == claim.year for other in draft.claims))


def other_year(claim: Facts, draft: Draft, scene: Scene) -> float:
    """they are money of different years"""
    years = {other.year for other in draft.claims if other.year is not None}
    return float(claim.year is not None and bool(years) and claim.year not in years)


def other_ordinal(claim: Facts, draft: Draft, scene: Scene) -> float:
    """they are numbered differently (the second, the third)"""
    return float(any(o.ordinals and claim.ordinals and not o.ordinals & claim.ordinals for o in draft.claims))


def same_ordinal(claim: Facts, draft: Draft, scene: Scene) -> float:
    """they bear the same number (the third)"""
    return float(any(other.ordinals & claim.ordinals for other in draft.claims))


def same_programme(claim: Facts, draft: Draft, scene: Scene) -> float:
    """both name the same programme, fund or initiative"""
    return float(any(other.programmes & claim.programmes for other in draft.claims))


def shared_words(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the sentences share words"""
    best = 0.0
    for other in draft.claims:
        if claim.words and other.words and not (_same_document(claim, other) and claim.sentence == other.sentence):
            best = max(best, len(claim.words & other.words) / math.sqrt(len(claim.words) * len(other.words)))
    return best


def no_rival(claim: Facts, draft: Draft, scene: Scene) -> float:
    """no other pledge of these parties comes into question"""
    return float(scene.rivals == 1)


def long_ago(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other was last heard of long before"""
    return min((claim.told.published - draft.claims[-1].told.published).days / 365.0, 4.0)


def other_aid(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the kinds of aid are different"""
    return sum(other.told.claim.aid != claim.told.claim.aid for other in draft.claims) / len(draft.claims)


def before_promise(claim: Facts, draft: Draft, scene: Scene) -> float:
    """it happened before the promise was made"""
    day = claim.told.claim.happened
    if day is None or claim.event in PROMISES or not draft.promised_on:
        return 0.0
    return float(day.last_day < min(other.first_day for other in draft.promised_on))


def fulfilled(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other had arrived in full"""
    done = any(o.event == "deliver" and o.basis == "total" for o in draft.claims)
    return float(done and not _equals(claim, draft))


def arrived_before(claim: Facts, draft: Draft, scene: Scene) -> float:
    """the other had arrived in full before this was promised or came"""
    day = claim.told.claim.happened
    done = [o.told.claim.happened for o in draft.claims if o.event == "deliver" and o.basis == "total"]
    if day is None or claim.basis == "cumulative" or None in done or not done:
        return 0.0
    return float(claim.event in (*PROMISES, "deliver") and all(d is not None and d.last_day < day.first_day for d in done))


def thing_and_money(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one is a thing, the other a sum of money for aid in general"""
    if claim.has_amount or not claim.item.says_what or draft.unit is None or draft.is_things:
        return 0.0
    return float(not any(other.item.says_what for other in draft.claims))


def rate_and_sum(claim: Facts, draft: Draft, scene: Scene) -> float:
    """one is a rate, the other a sum"""
    return float(all(other.told.claim.per != claim.told.claim.per for other in draft.claims))


FEATURES: tuple[Feature, ...] = (
    same_donors, no_donors, donor_unsaid, donors_nested, joint_promise, same_recipients, recipients_nested, recipient_unsaid,
    same_thing, same_general_aid, thing_unsaid, different_thing, new_name, different_purpose, part_of_own_purpose,
    part_of_own_content, part_told_beside, part_of_own_recipient, part_of_own_form, promised_again, sums_up, other_form, same_figure, same_promised_figure, same_figure_and_event, same_small_count,
    near_figure, converted_figure, other_currency, other_sum, other_total, two_totals_in_one_text, raised_total,
    part_of_money, fits_into_promise, exceeds_promise, all_of_less, size_apart, adds_up, raised_in_one_sentence,
    comes_on_top, announced_on_another_day, names_the_total, same_level, first_level, single_after_levels, copied,
    copied_from_another, spoken_of_last, stage_spoken_of_last, no_figure_spoken_of_last, refers_back, in_this_text,
    promised_at_one_time, promised_at_another_time, same_due, other_due, same_year, other_year, other_ordinal,
    same_ordinal, same_programme, shared_words, no_rival, long_ago, other_aid, before_promise, fulfilled, arrived_before,
    thing_and_money, rate_and_sum,
)  # fmt: skip
