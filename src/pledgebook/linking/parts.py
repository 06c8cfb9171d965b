"""Which pledges are part of another: from the words of one text, from a programme's name, from money and its things."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TypeAlias

import re2

from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.linking.matching import Weights, shipped_weights
from pledgebook.linking.rates import in_dollars
from pledgebook.model import Match, Reason

ENOUGH = 2.5
"""Weight from which one pledge is part of another: a named part beside its total, with one tie more."""

REACH = 1200
"""Characters between a whole and its part in one text; further on, a text speaks of something else."""

_PART_WORDS = re2.compile(
    r"(?i)\b(?:of which|of it|of this|of that|of these|of those|out of (?:this|it|the)|includ\p{L}+|part of|share (?:of|in)"
    r"|counted within|comes? from|taken from|drawn from|from the same|under (?:it|the)|its share|within|among them|the other"
    r"|the remaining|split|divided|make up|account for)\b"
)


@dataclass(frozen=True, slots=True)
class Tie:
    """A claim of the part, a claim of the whole, and their drafts."""

    part: Facts
    whole: Facts
    part_draft: Draft
    whole_draft: Draft

    @property
    def in_one_text(self) -> bool:
        return self.part.told.claim.document_hash == self.whole.told.claim.document_hash

    @property
    def distance(self) -> int:
        """Characters from the whole to the part; negative if the part is told first."""
        return self.part.told.claim.span.start - self.whole.told.claim.span.start


Feature: TypeAlias = Callable[[Tie], float]


@cache
def members() -> dict[str, frozenset[str]]:
    """The states that a body's sum may be made up of."""
    data = tomllib.loads(resources.files(__package__).joinpath("groups.toml").read_text("utf-8"))
    return {body: frozenset(codes.split()) for body, codes in data["members"].items()}


@cache
def _adjectives() -> dict[str, str]:
    """Codes of states by their adjectives and names in lower case ("czech" is CZ)."""
    table = resources.files("pledgebook").joinpath("vocabulary", "countries.csv").read_text("utf-8")
    found: dict[str, str] = {}
    for row in csv.DictReader(table.splitlines()):
        for word in [row["name"], *row["adjectives"].split("|")]:
            if word:
                found.setdefault(word.lower(), row["code"])
    return found


def donors_within(part: frozenset[str], whole: frozenset[str]) -> bool:
    """Whether the part's donors are among the whole's, or members of a body among them; an unnamed whole takes all."""
    if not whole:
        return True
    known = whole.union(*(members().get(body, frozenset()) for body in whole))
    return bool(part) and part <= known


def in_one_measure(a: Facts, b: Facts) -> tuple[Decimal, Decimal] | None:
    """Both amounts as comparable numbers: in one unit, or as rough dollars; None if they cannot be compared."""
    if not a.has_amount or not b.has_amount or a.unit is None or b.unit is None:
        return None
    if a.unit == b.unit:
        return a.size, b.size
    if a.is_money != b.is_money:
        return None
    left, right = in_dollars(a.size, a.unit), in_dollars(b.size, b.unit)
    return None if left is None or right is None else (left, right)


def named_part(tie: Tie) -> float:
    """the text names it as a part"""
    return float(tie.part.basis == "part" and tie.in_one_text)


def whole_sum(tie: Tie) -> float:
    """the text gives the other as a whole"""
    whole = tie.whole
    return float(tie.in_one_text and whole.has_amount and whole.basis != "part" and whole.event in PROMISES)


def told_after(tie: Tie) -> float:
    """it is told after the whole"""
    return float(tie.in_one_text and tie.distance >= 0)


def one_sentence(tie: Tie) -> float:
    """both stand in one sentence"""
    return float(tie.in_one_text and tie.part.sentence == tie.whole.sentence)


def next_sentences(tie: Tie) -> float:
    """they stand close together"""
    gap = tie.part.sentence[0] - tie.whole.sentence[1]
    return float(tie.in_one_text and tie.part.sentence != tie.whole.sentence and 0 <= gap < REACH // 4)


def words_of_part(tie: Tie) -> float:
    """words such as \"of which\" or \"including\" tie it to the whole"""
    first = tie.part.sentence[0]
    text = tie.part.told.document.text[first : tie.part.told.claim.span.end]
    return float(tie.in_one_text and tie.distance > 0 and bool(_PART_WORDS.search(text)))


def smaller(tie: Tie) -> float:
    """its amount is smaller than the whole's"""
    sizes = in_one_measure(tie.part, tie.whole)
    return float(sizes is not None and sizes[0] < sizes[1])


def not_smaller(tie: Tie) -> float:
    """its amount is not smaller than the whole's"""
    sizes = in_one_measure(tie.part, tie.whole)
    return float(sizes is not None and sizes[0] >= sizes[1])


def same_donors(tie: Tie) -> float:
    """the donors are the same"""
    return float(bool(tie.part_draft.donors) and tie.part_draft.donors == tie.whole_draft.donors)


def donor_among_many(tie: Tie) -> float:
    """its donor is one of the whole's"""
    part, whole = tie.part_draft.donors, tie.whole_draft.donors
    return float(part != whole and donors_within(part, whole))


def other_donors(tie: Tie) -> float:
    """its donors are not the whole's"""
    return float(not donors_within(tie.part_draft.donors, tie.whole_draft.donors))


def same_recipients(tie: Tie) -> float:
    """the recipients are the same"""
    return float(tie.part_draft.recipients == tie.whole_draft.recipients)


def other_recipients(tie: Tie) -> float:
    """the recipients are different"""
    part, whole = tie.part_draft.recipients, tie.whole_draft.recipients
    return float(bool(part) and bool(whole) and not part & whole)


def own_programme(tie: Tie) -> float:
    """its text names the programme that the whole is"""
    return float(bool(programmes_named(tie.part_draft) & programme_of(tie.whole_draft)))


def thing_within_money(tie: Tie) -> float:
    """the sum of money includes the thing"""
    things = tie.part.item.says_what and not tie.part.is_money
    return float(tie.in_one_text and things and tie.part.basis == "part" and tie.whole.is_money)


def money_for_thing(tie: Tie) -> float:
    """the sum of money pays for the thing"""
    if not (tie.in_one_text and tie.part.is_money and tie.whole.has_amount and not tie.whole.is_money):
        return 0.0
    close = tie.part.sentence == tie.whole.sentence or abs(tie.part.sentence[1] - tie.whole.sentence[0]) <= 1
    return float(tie.whole.basis != "part" and tie.part.basis != "part" and close)


def one_size_smaller_body(tie: Tie) -> float:
    """the whole is the narrowest that fits"""
    return float(bool(tie.whole_draft.donors) and tie.whole_draft.donors != tie.part_draft.donors)


FEATURES: tuple[Feature, ...] = (
    named_part, whole_sum, told_after, one_sentence, next_sentences, words_of_part, smaller, not_smaller, same_donors,
    donor_among_many, other_donors, same_recipients, other_recipients, own_programme, thing_within_money,
    money_for_thing, one_size_smaller_body,
)  # fmt: skip


def programmes_named(draft: Draft) -> frozenset[str]:
    """The programmes that the sentences around the pledge's claims name."""
    return frozenset().union(*(claim.programmes for claim in draft.claims))


def programme_of(draft: Draft) -> frozenset[str]:
    """The names under which the pledge is itself a programme: of its item, or of the state that runs it."""
    named = frozenset().union(*(c.item.names & (c.programmes | c.item.names) for c in draft.claims if c.event in PROMISES))
    runners = {word for word, code in _adjectives().items() if {code} == draft.donors}
    return named | (runners & programmes_named(draft))


def _reasons(tie: Tie, weights: dict[str, float]) -> tuple[Reason, ...]:
    found = [(f.__name__, f(tie), f.__doc__ or "") for f in FEATURES]
    told = [Reason(n, round(v * weights.get(n, 0.0), 3), words) for n, v, words in found if v and weights.get(n)]
    return tuple(sorted(told, key=lambda r: (-abs(r.weight), r.feature)))


def _ties(drafts: Sequence[Draft]) -> Iterable[Tie]:
    """Pairs of claims that may tie a part to a whole: within reach in one text, or by a programme's name."""
    of_document: dict[str, list[tuple[Facts, Draft]]] = {}
    for draft in drafts:
        for claim in draft.claims:
            of_document.setdefault(claim.told.claim.document_hash, []).append((claim, draft))
    for told in of_document.values():
        for part, own in told:
            for whole, other in told:
                if own is not other and abs(part.told.claim.span.start - whole.told.claim.span.start) <= REACH:
                    yield Tie(part, whole, own, other)
    yield from _programme_ties(drafts)


def _programme_ties(drafts: Sequence[Draft]) -> Iterable[Tie]:
    wholes: dict[str, list[Draft]] = {}
    for draft in drafts:
        for name in programme_of(draft):
            wholes.setdefault(name, []).append(draft)
    for draft in drafts:
        for name in sorted(programmes_named(draft)):
            for whole in wholes.get(name, []):
                naming = next(c for c in draft.claims if name in c.programmes)
                largest = max(whole.claims, key=lambda c: (c.tells_size, c.size, -c.order))
                if whole is not draft:
                    yield Tie(naming, largest, draft, whole)


def _rank(weight: float, tie: Tie) -> tuple[float, Decimal, int]:
    """Heavier first; among equals the smallest whole, then the earliest."""
    largest = tie.whole_draft.largest or Decimal(0)
    return -weight, largest, tie.whole_draft.founder.order


def find_parts(drafts: Sequence[Draft], weights: Weights | None = None) -> tuple[Match, ...]:
    """One match for each part, from a claim of the part to one of its whole; no pledge is part of itself."""
    used = (weights or shipped_weights()).part
    best: dict[str, tuple[tuple[float, Decimal, int], float, Tie, tuple[Reason, ...]]] = {}
    for tie in _ties(drafts):
        reasons = _reasons(tie, used)
        weight = round(sum(r.weight for r in reasons), 3)
        key = tie.part_draft.founder.id
        if weight >= ENOUGH and (key not in best or _rank(weight, tie) < best[key][0]):
            best[key] = (_rank(weight, tie), weight, tie, reasons)
    return tuple(_without_cycles(best.values()))


def _without_cycles(
    found: Iterable[tuple[tuple[float, Decimal, int], float, Tie, tuple[Reason, ...]]],
) -> Iterable[Match]:
    whole_of: dict[str, str] = {}
    ranked = sorted(found, key=lambda f: (f[0], f[2].part_draft.founder.order))
    for _, weight, tie, reasons in ranked:
        part, whole = tie.part_draft.founder.id, tie.whole_draft.founder.id
        above: str | None = whole
        while above is not None and above != part:
            above = whole_of.get(above)
        if above is None:
            whole_of[part] = whole
            yield Match("part_of", tie.part.id, tie.whole.id, weight, reasons)
