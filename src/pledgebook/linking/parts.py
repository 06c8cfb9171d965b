"""Which pledges are part of another: from the words of one text, from a programme's name, from money and its things."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from itertools import combinations
from typing import TypeAlias

import re2

from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.linking.items import relation, words_of
from pledgebook.linking.matching import Weights, shipped_weights
from pledgebook.linking.rates import in_dollars
from pledgebook.model import Document, Match, Reason

PROGRAMME_WORDS = frozenset(["programme", "program", "fund", "facility", "initiative", "plan", "scheme", "mechanism"])
"""Words of an item that say that the pledge is itself a programme under which others are told."""

_MEMBER_WORDS = frozenset(["member", "members", "team", "club", "coalition", "allies"])
_INITIATIVE_WORDS = frozenset(["purchase", "purchases", "order", "shells", "rounds", "drones", "coalition", "package"])

ENOUGH = 2.8
"""Weight from which one pledge is part of another: a named part beside its total, with one tie more."""

NARROWER = 1.2
"""Weight that the narrower of two wholes, one part of the other, may lack: a nearer whole is told in fewer words."""

TOLD_AGAIN = 0.5
"""Weight that each further document adds that ties the same part to the same whole."""

FULL_SIZE = Decimal("0.85")
"""Share of a pledge's largest figure from which a figure is the whole pledge, rounded or revised."""

SMALLEST_SUM = 15
"""Smaller totals are the sum of some of a text's numbers by chance too often."""

REACH = 1200
"""Characters between a whole and its part in one text; further on, a text speaks of something else."""

_BUYING = re2.compile(r"(?i)\b(?:bu(?:y|ys|ying)|bought|pay for|pays for|paid for|worth|cost|costs|price|purchase|order(?:ed)?)\b")
_PART_WORDS = re2.compile(
    r"(?i)\b(?:of which|of it|of this|of that|of these|of those|out of (?:this|it|the)|includ\p{L}+|part of|share (?:of|in)"
    r"|counted within|comes? from|taken from|drawn from|from the same|under (?:it|the)|its share|within|among them"
    r"|the remaining|split|divided|make up|account for)\b"
)


@dataclass(frozen=True, slots=True)
class Tie:
    """A claim of the part, a claim of the whole, and their drafts."""

    part: Facts
    whole: Facts
    part_draft: Draft
    whole_draft: Draft
    adds: bool = False

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
    found: dict[str, str] = {"european": "EU"}
    for row in csv.DictReader(table.splitlines()):
        for word in [row["name"], *row["adjectives"].split("|")]:
            if word:
                found.setdefault(word.lower(), row["code"])
    return found


def donors_within(part: frozenset[str], draft: Draft) -> bool:
    """Whether the part's donors are among the whole's, or members of a body whose members the text counts in.

    A whole without a donor takes all.
    """
    whole = draft.donors
    if not whole or (part and part <= whole):
        return True
    counted = any(claim.words & _MEMBER_WORDS for claim in draft.claims) or "G7" in whole
    known = whole.union(*(members().get(body, frozenset()) for body in whole)) if counted else whole
    return bool(part) and part <= known


@lru_cache(maxsize=4096)
def initiatives_in(document: Document) -> frozenset[str]:
    """The states and bodies whose initiative, plan or purchase the document speaks of ("the Czech shells")."""
    words = words_of(f"{document.title}\n{document.text}")
    found: set[str] = set()
    for index, word in enumerate(words):
        code = _adjectives().get(word.removesuffix("-led"))
        if code and any(w in PROGRAMME_WORDS or w in _INITIATIVE_WORDS for w in words[index + 1 : index + 4]):
            found.add(code)
    return frozenset(found)


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


def _is_full_size(claim: Facts, draft: Draft) -> bool:
    """Whether the claim gives (nearly) the largest figure of its pledge: less is a stage of it, no part of another."""
    largest = max((c.size for c in draft.claims if c.unit == draft.unit), default=Decimal(0))
    if not claim.has_amount:
        return largest == 0
    return claim.size >= largest * FULL_SIZE


def named_part(tie: Tie) -> float:
    """the text names it as a part"""
    return float(tie.part.basis == "part" and tie.in_one_text and _is_full_size(tie.part, tie.part_draft))


def whole_sum(tie: Tie) -> float:
    """the text gives the other as a whole"""
    whole = tie.whole
    told = tie.in_one_text and whole.has_amount and whole.basis != "cumulative" and whole.event in PROMISES
    if not told or not _is_full_size(whole, tie.whole_draft):
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
    return float(part != whole and donors_within(part, tie.whole_draft))


def other_donors(tie: Tie) -> float:
    """its donors are not the whole's"""
    return float(not donors_within(tie.part_draft.donors, tie.whole_draft))


def same_recipients(tie: Tie) -> float:
    """the recipients are the same"""
    return float(tie.part_draft.recipients == tie.whole_draft.recipients)


def other_recipients(tie: Tie) -> float:
    """the recipients are different"""
    part, whole = tie.part_draft.recipients, tie.whole_draft.recipients
    return float(bool(part) and bool(whole) and not part & whole)


def own_programme(tie: Tie) -> float:
    """its text names the programme that the whole is"""
    named = programmes_named(tie.part_draft) & programme_of(tie.whole_draft)
    return float(bool(named) and not other_donors(tie))


def joins_programme(tie: Tie) -> float:
    """its text names the programme that another donor runs"""
    named = programmes_named(tie.part_draft) & programme_of(tie.whole_draft)
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
    bought = tie.part.item.kinds & tie.whole.item.kinds or _BUYING.search(text[first[0] : last[1]])
    return float(bool(bought) and (first == last or abs(first[1] - last[0]) <= 1))


def one_size_smaller_body(tie: Tie) -> float:
    """the whole is the narrowest that fits"""
    return float(bool(tie.whole_draft.donors) and tie.whole_draft.donors != tie.part_draft.donors)


FEATURES: tuple[Feature, ...] = (
    named_part, whole_sum, told_after, one_sentence, next_sentences, words_of_part, smaller, not_smaller, same_donors,
    donor_among_many, other_donors, same_recipients, other_recipients, own_programme,
    joins_programme, pays_for_programme, joint_promise, form_of_whole, adds_to_whole, other_measure, two_parts, thing_within_money,
    money_for_thing, one_size_smaller_body,
)  # fmt: skip


def programmes_named(draft: Draft) -> frozenset[str]:
    """The programmes that the sentences around the pledge's claims name."""
    named = frozenset().union(*(claim.programmes for claim in draft.claims))
    in_items = {word for claim in draft.claims for word in words_of(claim.told.claim.item or "") if word in _adjectives()}
    return named | {word for word in in_items if {_adjectives()[word]} != draft.donors}


def programme_of(draft: Draft) -> frozenset[str]:
    """The names under which the pledge is itself a programme: of its item, or of the state that runs it."""
    named = frozenset(
        word
        for claim in draft.claims
        if claim.event in PROMISES and PROGRAMME_WORDS & set(words_of(claim.told.claim.item or ""))
        for word in claim.item.names
    )
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
        for whole, other in told:
            adding = adding_up_to(whole, other, told)
            for part, own in told:
                if own is not other and abs(part.told.claim.span.start - whole.told.claim.span.start) <= REACH:
                    yield Tie(part, whole, own, other, part.id in adding)
    yield from _programme_ties(drafts)


def adding_up_to(whole: Facts, draft: Draft, told: Sequence[tuple[Facts, Draft]]) -> frozenset[str]:
    """Claims that follow each other in one text, of a pledge each, whose figures make up the whole's; else empty."""
    if not whole.has_amount or whole.size < SMALLEST_SUM or whole.basis == "increment":
        return frozenset()
    fitting: dict[tuple[str, Decimal], Facts] = {}
    for claim, own in told:
        inside = claim.unit == whole.unit and claim.size < whole.size and donors_within(own.donors, draft)
        thing = relation(claim.item, whole.item) != "different"
        if own is not draft and inside and thing and claim.size > 0:
            fitting.setdefault((own.founder.id, claim.size), claim)
    in_order = sorted(fitting.values(), key=lambda c: c.order)
    owner = {claim.id: own.founder.id for claim, own in told}
    for first, last in combinations(range(len(in_order) + 1), 2):
        some = in_order[first:last]
        if len(some) > 1 and sum(c.size for c in some) == whole.size and len({owner[c.id] for c in some}) == len(some):
            return frozenset(c.id for c in some)
    return frozenset()


def _programme_ties(drafts: Sequence[Draft]) -> Iterable[Tie]:
    wholes: dict[str, list[Draft]] = {}
    for draft in drafts:
        for name in programme_of(draft):
            wholes.setdefault(name, []).append(draft)
    for draft in drafts:
        for name in sorted(programmes_named(draft)):
            for whole in wholes.get(name, []):
                naming = next((c for c in draft.claims if name in c.programmes), draft.founder)
                largest = max(whole.claims, key=lambda c: (c.tells_size, c.size, -c.order))
                if whole is not draft:
                    yield Tie(naming, largest, draft, whole)


@dataclass(frozen=True, slots=True)
class Found:
    """The heaviest tie of a part to a whole, and in how many documents they are tied."""

    weight: float
    tie: Tie
    reasons: tuple[Reason, ...]
    documents: int

    @property
    def rank(self) -> tuple[float, Decimal, int, int]:
        """Heavier first, told again counts; among equals the smallest whole, then the earliest."""
        told = self.weight + TOLD_AGAIN * min(self.documents - 1, 3)
        whole = self.tie.whole_draft
        return -round(told, 3), whole.largest or Decimal(0), whole.founder.order, self.tie.part.order


def _found_between(drafts: Sequence[Draft], weights: dict[str, float]) -> dict[tuple[str, str], Found]:
    """For each part and whole, by their founders' ids, what ties them."""
    best: dict[tuple[str, str], Found] = {}
    documents: dict[tuple[str, str], set[str]] = {}
    for tie in _ties(drafts):
        reasons = _reasons(tie, weights)
        weight = round(sum(r.weight for r in reasons), 3)
        if weight < ENOUGH:
            continue
        key = (tie.part_draft.founder.id, tie.whole_draft.founder.id)
        documents.setdefault(key, set()).add(tie.part.told.claim.document_hash)
        if key not in best or weight > best[key].weight:
            best[key] = Found(weight, tie, reasons, 1)
    return {key: replace(found, documents=len(documents[key])) for key, found in best.items()}


def find_parts(drafts: Sequence[Draft], weights: Weights | None = None) -> tuple[Match, ...]:
    """One match for each part, from a claim of the part to one of its whole; no pledge is part of itself."""
    candidates: dict[str, list[Found]] = {}
    for (part, _), found in _found_between(drafts, (weights or shipped_weights()).part).items():
        candidates.setdefault(part, []).append(found)
    best = {part: min(some, key=lambda f: f.rank) for part, some in candidates.items()}
    chosen = {part: _narrower(best[part], some, best) for part, some in candidates.items()}
    return tuple(_without_cycles(chosen.values()))


def _narrower(best: Found, candidates: Sequence[Found], best_of: dict[str, Found]) -> Found:
    """A whole that is itself part of the best one, where it ties nearly as well: the share's own share."""
    widest = best.tie.whole_draft.founder.id
    for found in sorted(candidates, key=lambda f: f.rank):
        above = best_of.get(found.tie.whole_draft.founder.id)
        inside = above is not None and above.tie.whole_draft.founder.id == widest
        if inside and found.rank[0] <= best.rank[0] + NARROWER:
            return found
    return best


def _without_cycles(found: Iterable[Found]) -> Iterable[Match]:
    """The ties in order of weight, each unless it would make a pledge part of itself."""
    whole_of: dict[str, str] = {}
    for one in sorted(found, key=lambda f: (f.rank, f.tie.part_draft.founder.order)):
        part, whole = one.tie.part_draft.founder.id, one.tie.whole_draft.founder.id
        above: str | None = whole
        while above is not None and above != part:
            above = whole_of.get(above)
        if above is None:
            whole_of[part] = whole
            yield Match("part_of", one.tie.part.id, one.tie.whole.id, one.weight, one.reasons)
