"""What speaks for or against one pledge's being part of another.

A feature is a function of a tie and gives 0 to 1; its docstring is the explanation that a user reads. Weights stand
in `weights.toml`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

import re2

from pledgebook.linking.comparing import overlap
from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.linking.items import relation
from pledgebook.linking.ties import Side, Tie, donors_within, in_one_measure, initiatives_in

Feature: TypeAlias = Callable[[Tie], float]

FULL_SIZE = Decimal("0.85")
"""Share of a pledge's largest figure from which a figure is the whole pledge, rounded or revised."""

AROUND = 0.5
"""How much a programme named in the title or the sentence before counts, against one named in the same sentence."""

NEXT_SENTENCES = 300
"""Characters between the whole's sentence and the part's in which the text still speaks of the whole: two sentences."""


@cache
def _buying() -> Any:
    return re2.compile(
        r"(?i)\b(?:bu(?:y|ys|ying)|bought|pays? for|paid for|worth|costs?|price|purchase|order(?:ed)?)\b"
    )


@cache
def _part_words() -> Any:
    return re2.compile(
        r"(?i)\b(?:of which|of it|of this|of that|of these|of those|out of (?:this|it|the)|includ\p{L}+|part of"
        r"|share (?:of|in)|counted within|comes? from|taken from|drawn from|from the same|under (?:it|the)|its share"
        r"|within|among them|the remaining|split|divided|make up|account for)\b"
    )


def _is_full_size(claim: Facts, side: Side) -> bool:
    """Whether the claim gives (nearly) the largest figure of its pledge: less is a stage of it, no part of another."""
    if not claim.has_amount:
        return side.full_size == 0
    return claim.size >= side.full_size * FULL_SIZE


def named_part(tie: Tie) -> float:
    """the text names it as a part"""
    return float(tie.part.basis == "part" and tie.in_one_text and _is_full_size(tie.part, tie.part_side))


def whole_sum(tie: Tie) -> float:
    """the text gives the other as a whole"""
    whole = tie.whole
    told = tie.in_one_text and whole.has_amount and whole.basis != "cumulative" and whole.event in PROMISES
    if not told or not _is_full_size(whole, tie.whole_side):
        return 0.0
    return 0.5 if whole.basis == "part" else 1.0


def told_after(tie: Tie) -> float:
    """it is told after the whole"""
    return float(tie.in_one_text and tie.distance >= 0)


def one_sentence(tie: Tie) -> float:
    """both stand in one sentence"""
    return float(tie.in_one_text and tie.part.sentence == tie.whole.sentence)


def next_sentences(tie: Tie) -> float:
    """they stand close together"""
    gap = tie.part.sentence[0] - tie.whole.sentence[1]
    return float(tie.in_one_text and tie.part.sentence != tie.whole.sentence and 0 <= gap < NEXT_SENTENCES)


def words_of_part(tie: Tie) -> float:
    """words such as \"of which\" or \"including\" tie it to the whole"""
    first = tie.part.sentence[0]
    text = tie.part.told.document.text[first : tie.part.told.claim.span.end]
    return float(tie.in_one_text and tie.distance > 0 and bool(_part_words().search(text)))


def smaller(tie: Tie) -> float:
    """its amount is smaller than the whole's"""
    sizes = in_one_measure(tie.part, tie.whole)
    return float(sizes is not None and sizes[0] < sizes[1])


def not_smaller(tie: Tie) -> float:
    """its amount is not smaller than the whole's"""
    if (sizes := in_one_measure(tie.part, tie.whole)) is not None and sizes[0] >= sizes[1]:
        return 1.0
    part, whole = tie.part_draft.largest, tie.whole_draft.largest
    return float(tie.part_draft.unit == tie.whole_draft.unit and bool(part and whole and part >= whole))


def form_of_whole(tie: Tie) -> float:
    """only the whole is said to be a loan, a grant or a guarantee"""
    form = tie.whole_draft.founder.item.instruments
    return float(bool(form) and not form & tie.part.item.instruments)


def same_donors(tie: Tie) -> float:
    """the donors are the same"""
    return float(bool(tie.part_draft.donors) and tie.part_draft.donors == tie.whole_draft.donors)


def donor_among_many(tie: Tie) -> float:
    """its donor is one of the whole's"""
    part, whole = tie.part_draft.donors, tie.whole_draft.donors
    return float(part != whole and donors_within(part, tie.whole_side))


def other_donors(tie: Tie) -> float:
    """its donors are not the whole's"""
    return float(not donors_within(tie.part_draft.donors, tie.whole_side))


def same_recipients(tie: Tie) -> float:
    """the recipients are the same"""
    return float(tie.part_draft.recipients == tie.whole_draft.recipients)


def other_recipients(tie: Tie) -> float:
    """the recipients are different"""
    part, whole = tie.part_draft.recipients, tie.whole_draft.recipients
    return float(bool(part) and bool(whole) and not part & whole)


def own_programme(tie: Tie) -> float:
    """its text names the programme that the whole is"""
    if other_donors(tie):
        return 0.0
    if tie.part_side.named & tie.whole_side.runs:
        return 1.0
    return AROUND if tie.part_side.around & tie.whole_side.runs else 0.0


def joins_programme(tie: Tie) -> float:
    """its text names the programme that another donor runs"""
    named = tie.part_side.named & tie.whole_side.runs
    fits = relation(tie.part_draft.founder.item, tie.whole_draft.founder.item) != "different"
    return float(bool(named) and fits and bool(other_donors(tie)))


def pays_for_programme(tie: Tie) -> float:
    """it is money for the things that another donor gathers, under a programme of which the text speaks"""
    whole = tie.whole_draft
    if not (tie.in_one_text and tie.part.is_money and whole.is_things and other_donors(tie)) or joins_programme(tie):
        return 0.0
    kinds = tie.part.item.kinds & whole.founder.item.kinds
    return float(bool(kinds) and not whole.donors.isdisjoint(initiatives_in(tie.part.told.document)))


def joint_promise(tie: Tie) -> float:
    """several donors together promise the same thing"""
    many = len(tie.whole_draft.donors) > 1 or (not tie.whole_draft.donors and tie.whole.sums_up)
    one_kind = bool(tie.part.item.kinds) and relation(tie.part.item, tie.whole.item) in ("same", "nested")
    return float(tie.in_one_text and many and one_kind and not other_donors(tie) and not same_donors(tie))


def promised_apart(tie: Tie) -> float:
    """they were promised at different times"""
    part, whole = tie.part_draft.promised_on, tie.whole_draft.promised_on
    return float(bool(part and whole) and not any(overlap(one, other) for one in part for other in whole))


def adds_to_whole(tie: Tie) -> float:
    """it and other parts add up to the whole"""
    return float(tie.in_one_text and tie.adds)


def other_measure(tie: Tie) -> float:
    """one is money, the other a number of things"""
    if not tie.part.has_amount or not tie.whole.has_amount or tie.part.is_money == tie.whole.is_money:
        return 0.0
    explained = (thing_within_money, money_for_thing, joins_programme, pays_for_programme)
    return float(not any(feature(tie) for feature in explained))


def two_parts(tie: Tie) -> float:
    """both are named parts, of different content or donors"""
    if tie.part.basis != "part" or tie.whole.basis != "part":
        return 0.0
    mine, other = tie.part.item, tie.whole.item
    purposes = bool(mine.purposes and other.purposes and not mine.purposes & other.purposes)
    return float(purposes or relation(mine, other) == "different" or bool(other_donors(tie)))


def thing_within_money(tie: Tie) -> float:
    """the sum of money includes the thing"""
    things = tie.part.item.says_what and not tie.part.is_money
    return float(tie.in_one_text and things and tie.part.basis == "part" and tie.whole.is_money)


def money_for_thing(tie: Tie) -> float:
    """the sum of money pays for the thing"""
    if not (tie.in_one_text and tie.part.is_money and tie.whole.has_amount and not tie.whole.is_money):
        return 0.0
    if other_donors(tie) or "part" in (tie.whole.basis, tie.part.basis):
        return 0.0
    text = tie.part.told.document.text
    first, last = sorted((tie.part.sentence, tie.whole.sentence))
    bought = tie.part.item.kinds & tie.whole.item.kinds or _buying().search(text[first[0] : last[1]])
    return float(bool(bought) and (first == last or abs(first[1] - last[0]) <= 1))


def one_size_smaller_body(tie: Tie) -> float:
    """the whole is the narrowest that fits"""
    return float(bool(tie.whole_draft.donors) and tie.whole_draft.donors != tie.part_draft.donors)


FEATURES: tuple[Feature, ...] = (
    named_part,
    whole_sum,
    told_after,
    one_sentence,
    next_sentences,
    words_of_part,
    smaller,
    not_smaller,
    same_donors,
    donor_among_many,
    other_donors,
    same_recipients,
    other_recipients,
    own_programme,
    joins_programme,
    pays_for_programme,
    joint_promise,
    form_of_whole,
    promised_apart,
    adds_to_whole,
    other_measure,
    two_parts,
    thing_within_money,
    money_for_thing,
    one_size_smaller_body,
)
