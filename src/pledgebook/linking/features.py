"""What speaks for or against two claims being about one pledge.

A feature is a function of two claims' facts, the earlier first, and gives 0 to 1; its docstring, put
behind "both claims" or alone, is the explanation that a user reads. Weights stand in `weights.toml`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from pledgebook.linking.copies import is_near_copy
from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.linking.items import ItemRelation, relation
from pledgebook.linking.rates import in_dollars
from pledgebook.model import PartialDate

Feature: TypeAlias = Callable[[Facts, Facts], float]

NEAR = Decimal("0.03")
"""Two figures this close are one figure, rounded differently ($10.95bn and $10.9bn)."""

CONVERTED = Decimal("0.15")
"""Two amounts this close after conversion at a rough rate may be one amount in two currencies."""

relation_of = cache(relation)


def _close(left: Decimal | None, right: Decimal | None, share: Decimal = Decimal(0)) -> bool:
    if left is None or right is None:
        return False
    return abs(left - right) <= share * max(left, right)


def _bounds(facts: Facts) -> set[Decimal]:
    return {bound for bound in (facts.low, facts.high) if bound is not None}


def amounts_equal(a: Facts, b: Facts) -> bool:
    return a.has_amount and a.unit == b.unit and bool(_bounds(a) & _bounds(b))


def amounts_near(a: Facts, b: Facts) -> bool:
    """Whether the amounts are one figure rounded differently."""
    if not a.has_amount or a.unit != b.unit or not a.is_money or amounts_equal(a, b):
        return False
    return any(_close(x, y, NEAR) for x in _bounds(a) for y in _bounds(b))


def amounts_converted(a: Facts, b: Facts) -> bool:
    """Whether two sums in different currencies are about the same at a rough rate."""
    if not (a.is_money and b.is_money) or a.unit == b.unit:
        return False
    assert a.unit is not None
    assert b.unit is not None
    return _close(in_dollars(a.size, a.unit), in_dollars(b.size, b.unit), CONVERTED)


def _parties_agree(a: Facts, b: Facts) -> bool:
    return a.donors == b.donors and a.recipients == b.recipients


def _same_document(a: Facts, b: Facts) -> bool:
    return a.told.claim.document_hash == b.told.claim.document_hash


def _overlap(a: PartialDate, b: PartialDate) -> bool:
    return a.first_day <= b.last_day and b.first_day <= a.last_day


def item_relation(a: Facts, b: Facts) -> ItemRelation:
    return relation_of(a.item, b.item)


def same_donors(a: Facts, b: Facts) -> float:
    """name the same donors"""
    return float(bool(a.donors) and a.donors == b.donors)


def donors_nested(a: Facts, b: Facts) -> float:
    """name donors of which some are the other's"""
    return float(bool(a.donors & b.donors) and a.donors != b.donors)


def donors_unsaid(a: Facts, b: Facts) -> float:
    """do not both name a donor"""
    return float(bool(a.donors) != bool(b.donors))


def recipients_differ(a: Facts, b: Facts) -> float:
    """do not name the same recipients"""
    return float(a.recipients != b.recipients)


def recipients_narrower(a: Facts, b: Facts) -> float:
    """name recipients of whom one is only a part of the other's"""
    return float(bool(a.recipients & b.recipients) and a.recipients != b.recipients)


def same_thing(a: Facts, b: Facts) -> float:
    """name the same thing"""
    return float(item_relation(a, b) == "same" and a.item.says_what)


def thing_nested(a: Facts, b: Facts) -> float:
    """name things of which one is a kind of the other"""
    return float(item_relation(a, b) == "nested")


def thing_unsaid(a: Facts, b: Facts) -> float:
    """do not both say what is given"""
    return float(item_relation(a, b) == "unsaid")


def different_thing(a: Facts, b: Facts) -> float:
    """name different things"""
    return float(item_relation(a, b) == "different")


def different_model(a: Facts, b: Facts) -> float:
    """name things of which only one has this name"""
    return float(a.item.says_what and b.item.says_what and a.item.names != b.item.names)


def different_purpose(a: Facts, b: Facts) -> float:
    """are for different purposes"""
    return float(bool(a.item.purposes and b.item.purposes) and not a.item.purposes & b.item.purposes)


def different_form(a: Facts, b: Facts) -> float:
    """are of different form, such as a loan and a grant"""
    return float(bool(a.item.instruments and b.item.instruments) and not a.item.instruments & b.item.instruments)


def form_on_one_side(a: Facts, b: Facts) -> float:
    """are not both said to be a loan, grant or guarantee"""
    return float(bool(a.item.instruments) != bool(b.item.instruments))


def same_amount(a: Facts, b: Facts) -> float:
    """give the same figure"""
    return float(amounts_equal(a, b))


def same_amount_and_parties(a: Facts, b: Facts) -> float:
    """give the same figure for the same donors and recipients"""
    return float(amounts_equal(a, b) and _parties_agree(a, b))


def near_amount(a: Facts, b: Facts) -> float:
    """give figures that are the same but for rounding"""
    return float(amounts_near(a, b))


def converted_amount(a: Facts, b: Facts) -> float:
    """give sums that are about the same once converted"""
    return float(amounts_converted(a, b))


def other_currency(a: Facts, b: Facts) -> float:
    """give sums in different currencies"""
    return float(a.is_money and b.is_money and a.unit != b.unit)


def no_amount(a: Facts, b: Facts) -> float:
    """do not both give a figure"""
    return float(not a.has_amount or not b.has_amount)


def promises_differ(a: Facts, b: Facts) -> float:
    """each tell the whole of a promise, with different figures"""
    if not (a.tells_size and b.tells_size) or a.unit != b.unit:
        return 0.0
    return float(not amounts_equal(a, b) and not amounts_near(a, b))


def money_differs(a: Facts, b: Facts) -> float:
    """give different sums of money"""
    if not (a.is_money and a.unit == b.unit):
        return 0.0
    return float(not amounts_equal(a, b) and not amounts_near(a, b))


def things_differ(a: Facts, b: Facts) -> float:
    """count different numbers of things"""
    return float(a.has_amount and not a.is_money and a.unit == b.unit and not amounts_equal(a, b))


def _level_and_promise(a: Facts, b: Facts) -> tuple[Facts, Facts] | None:
    for level, promise in ((a, b), (b, a)):
        if level.event not in PROMISES and promise.event in PROMISES and level.has_amount:
            return level, promise
    return None


def stage_within_promise(a: Facts, b: Facts) -> float:
    """fit as a promise and as much as or less than it, later on"""
    found = _level_and_promise(a, b)
    if not found or a.unit != b.unit:
        return 0.0
    level, promise = found
    return float(promise.basis == "total" and level.size <= promise.size)


def stage_above_promise(a: Facts, b: Facts) -> float:
    """would have more arrive than was promised"""
    found = _level_and_promise(a, b)
    if not found or a.unit != b.unit:
        return 0.0
    level, promise = found
    return float(promise.high is not None and level.size > promise.high)


def part_told_apart(a: Facts, b: Facts) -> float:
    """are a whole and a named part of it, promised at one time"""
    parts = {a.basis, b.basis}
    return float("part" in parts and bool(parts & {"total", "cumulative"}) and a.event in PROMISES and b.event in PROMISES
                 and not amounts_equal(a, b) and a.has_amount and b.has_amount)  # fmt: skip


def both_levels(a: Facts, b: Facts) -> float:
    """tell how much there is so far of the same thing"""
    return float(a.basis == b.basis == "cumulative" and a.unit == b.unit)


def one_level(a: Facts, b: Facts) -> float:
    """are a sum so far and a single step"""
    return float((a.basis == "cumulative") != (b.basis == "cumulative"))


def added_anew(a: Facts, b: Facts) -> float:
    """are an older promise and one that comes on top"""
    return float(b.opens_anew and not amounts_equal(a, b) and not _same_document(a, b))


def added_in_one_text(a: Facts, b: Facts) -> float:
    """are named in one text, one on top of the other"""
    return float((a.opens_anew or b.opens_anew) and not amounts_equal(a, b) and _same_document(a, b))


def same_document(a: Facts, b: Facts) -> float:
    """stand in one document"""
    return float(_same_document(a, b))


def same_sentence(a: Facts, b: Facts) -> float:
    """stand in one sentence"""
    return float(_same_document(a, b) and a.sentence == b.sentence)


def next_sentence(a: Facts, b: Facts) -> float:
    """stand in neighbouring sentences"""
    return float(_same_document(a, b) and (a.sentence[1] == b.sentence[0] or b.sentence[1] == a.sentence[0]))


def copied_text(a: Facts, b: Facts) -> float:
    """stand in two printings of one text, with the same figure and event"""
    if a.event != b.event or a.donors != b.donors or not is_near_copy(a.told.document, b.told.document):
        return 0.0
    same = amounts_equal(a, b) if a.has_amount or b.has_amount else item_relation(a, b) in ("same", "nested")
    return float(same)


def promised_on_one_day(a: Facts, b: Facts) -> float:
    """tell of a promise made at the same time"""
    dates = _promise_dates(a, b)
    return float(dates is not None and _overlap(*dates))


def promised_on_other_days(a: Facts, b: Facts) -> float:
    """tell of promises made at different times"""
    dates = _promise_dates(a, b)
    return float(dates is not None and not _overlap(*dates))


def _promise_dates(a: Facts, b: Facts) -> tuple[PartialDate, PartialDate] | None:
    if a.event not in PROMISES or b.event not in PROMISES:
        return None
    left, right = a.told.claim.happened, b.told.claim.happened
    return (left, right) if left and right else None


def same_due(a: Facts, b: Facts) -> float:
    """name the same date by which it is to arrive"""
    left, right = a.told.claim.due, b.told.claim.due
    return float(left is not None and right is not None and _overlap(left, right))


def other_due(a: Facts, b: Facts) -> float:
    """name different dates by which it is to arrive"""
    left, right = a.told.claim.due, b.told.claim.due
    return float(left is not None and right is not None and not _overlap(left, right))


def other_ordinal(a: Facts, b: Facts) -> float:
    """number the thing differently (the second, the third)"""
    return float(bool(a.ordinals and b.ordinals) and not a.ordinals & b.ordinals)


def same_programme(a: Facts, b: Facts) -> float:
    """name the same programme, fund or initiative"""
    return float(bool(a.programmes & b.programmes))


def shared_words(a: Facts, b: Facts) -> float:
    """share words of their sentences"""
    if not a.words or not b.words or (_same_document(a, b) and a.sentence == b.sentence):
        return 0.0
    return len(a.words & b.words) / float(len(a.words) * len(b.words)) ** 0.5


def taken_up(a: Facts, b: Facts) -> float:
    """speak of it as of something known (\"the …\", \"of the …\")"""
    return float(b.definite and amounts_equal(a, b))


def years_apart(a: Facts, b: Facts) -> float:
    """were published long after each other"""
    return min(abs((b.told.published - a.told.published).days) / 730.0, 1.0)


def other_aid(a: Facts, b: Facts) -> float:
    """are aid of different kinds"""
    return float(a.told.claim.aid != b.told.claim.aid)


def rate_and_sum(a: Facts, b: Facts) -> float:
    """are a rate and a sum"""
    return float(a.told.claim.per != b.told.claim.per)


FEATURES: tuple[Feature, ...] = (
    same_donors, donors_nested, donors_unsaid, recipients_differ, recipients_narrower,
    same_thing, thing_nested, thing_unsaid, different_thing, different_model, different_purpose, different_form,
    form_on_one_side, same_amount, same_amount_and_parties, near_amount, converted_amount, other_currency, no_amount,
    promises_differ, money_differs, things_differ, stage_within_promise, stage_above_promise, part_told_apart,
    both_levels, one_level, added_anew, added_in_one_text, same_document, same_sentence, next_sentence, copied_text,
    promised_on_one_day, promised_on_other_days, same_due, other_due, other_ordinal, same_programme, shared_words,
    taken_up, years_apart, other_aid, rate_and_sum,
)  # fmt: skip


def may_be_one(a: Facts, b: Facts) -> bool:
    """Whether nothing rules it out that two claims are about one pledge: other donors, recipients, or things for money."""
    if a.donors and b.donors and not a.donors & b.donors:
        return False
    if a.recipients and b.recipients and not a.recipients & b.recipients:
        return False
    if a.has_amount and b.has_amount and a.is_money != b.is_money:
        return False
    return not (a.item.says_what and b.item.says_what and item_relation(a, b) == "different" and not a.is_money)
