"""Which pledges are part of another: from the words of one text, from a programme's name, from money and its things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import Facts
from pledgebook.linking.items import relation
from pledgebook.linking.matching import Weights, shipped_weights
from pledgebook.linking.part_features import FEATURES
from pledgebook.linking.ties import Side, Tie, donors_within, side_of
from pledgebook.model import Match, Reason

ENOUGH = 2.8
"""Weight from which one pledge is part of another: a named part beside its total, with one tie more."""

NARROWER = 1.2
"""Weight that the narrower of two wholes, one part of the other, may lack: a nearer whole is told in fewer words."""

TOLD_AGAIN = 0.5
"""Weight that each further document adds that ties the same part to the same whole."""

SMALLEST_SUM = 15
"""Smaller totals are the sum of some of a text's numbers by chance too often."""

MOST_WHOLES = 20
"""Pledges of one programme's name that are tried as the whole, the largest first: a programme is one, or a few."""

REACH = 1200
"""Characters between a whole and its part in one text; further on, a text speaks of something else."""


def _reasons(tie: Tie, weights: Mapping[str, float]) -> tuple[Reason, ...]:
    found = [(f.__name__, f(tie), f.__doc__ or "") for f in FEATURES]
    told = [Reason(n, round(v * weights.get(n, 0.0), 3), words) for n, v, words in found if v and weights.get(n)]
    return tuple(sorted(told, key=lambda r: (-abs(r.weight), r.feature)))


def _ties(sides: Sequence[Side]) -> Iterable[Tie]:
    """Pairs of claims that may tie a part to a whole: within reach in one text, or by a programme's name."""
    told_together: dict[tuple[str, int], list[tuple[Facts, Side]]] = {}
    for side in sides:
        for claim in side.draft.claims:
            told_together.setdefault(claim.stretch, []).append((claim, side))
    for told in told_together.values():
        for whole, other in told:
            adding = adding_up_to(whole, other, told)
            for part, own in told:
                if own is not other and abs(part.told.claim.span.start - whole.told.claim.span.start) <= REACH:
                    yield Tie(part, whole, own, other, part.id in adding)
    yield from _programme_ties(sides)


def adding_up_to(whole: Facts, owner: Side, told: Sequence[tuple[Facts, Side]]) -> frozenset[str]:
    """Claims that follow each other in one text, of a pledge each, whose figures make up the whole's; else empty."""
    if not whole.has_amount or whole.size < SMALLEST_SUM or whole.basis == "increment":
        return frozenset()
    fitting: dict[tuple[str, Decimal], Facts] = {}
    for claim, own in told:
        inside = claim.unit == whole.unit and claim.size < whole.size and donors_within(own.draft.donors, owner)
        thing = relation(claim.item, whole.item) != "different"
        if own is not owner and inside and thing and claim.size > 0:
            fitting.setdefault((own.id, claim.size), claim)
    in_order = sorted(fitting.values(), key=lambda c: c.order)
    pledge = {claim.id: own.id for claim, own in told}
    for first in range(len(in_order)):
        some = _run_making(whole.size, in_order[first:])
        if len(some) > 1 and len({pledge[c.id] for c in some}) == len(some):
            return frozenset(c.id for c in some)
    return frozenset()


def _run_making(total: Decimal, claims: Sequence[Facts]) -> Sequence[Facts]:
    """The first of the claims, as many as add up to the total; none if they do not."""
    for count, made in enumerate(accumulate(claim.size for claim in claims), 1):
        if made >= total:
            return claims[:count] if made == total else ()
    return ()


def _programme_ties(sides: Sequence[Side]) -> Iterable[Tie]:
    wholes: dict[str, list[Side]] = {}
    for side in sides:
        for name in sorted(side.runs):
            wholes.setdefault(name, []).append(side)
    largest = {name: sorted(some, key=_by_size)[:MOST_WHOLES] for name, some in wholes.items()}
    for side in sides:
        for name in sorted(side.named | side.around):
            for whole in largest.get(name, []):
                naming = next((c for c in side.draft.claims if name in c.programmes), side.draft.founder)
                if whole is not side:
                    yield Tie(naming, _telling(whole.draft), side, whole)


def _by_size(side: Side) -> tuple[Decimal, int]:
    return -(side.draft.largest or Decimal(0)), side.draft.founder.order


def _telling(draft: Draft) -> Facts:
    """The claim that tells the size of a programme: a whole promise if there is one, the largest, the earliest."""
    return max(draft.claims, key=lambda c: (c.tells_size, c.size, -c.order))


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


def _found_between(drafts: Sequence[Draft], weights: Mapping[str, float]) -> dict[tuple[str, str], Found]:
    """For each part and whole, by their founders' ids, what ties them."""
    best: dict[tuple[str, str], Found] = {}
    documents: dict[tuple[str, str], set[str]] = {}
    for tie in _ties([side_of(draft) for draft in drafts]):
        reasons = _reasons(tie, weights)
        weight = round(sum(r.weight for r in reasons), 3)
        if weight < ENOUGH:
            continue
        key = (tie.part_side.id, tie.whole_side.id)
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
    widest = best.tie.whole_side.id
    for found in sorted(candidates, key=lambda f: f.rank):
        above = best_of.get(found.tie.whole_side.id)
        inside = above is not None and above.tie.whole_side.id == widest
        if inside and found.rank[0] <= best.rank[0] + NARROWER:
            return found
    return best


def _without_cycles(found: Iterable[Found]) -> Iterable[Match]:
    """The ties in order of weight, each unless it would make a pledge part of itself."""
    whole_of: dict[str, str] = {}
    for one in sorted(found, key=lambda f: (f.rank, f.tie.part_draft.founder.order)):
        part, whole = one.tie.part_side.id, one.tie.whole_side.id
        above: str | None = whole
        while above is not None and above != part:
            above = whole_of.get(above)
        if above is None:
            whole_of[part] = whole
            yield Match("part_of", one.tie.part.id, one.tie.whole.id, one.weight, one.reasons)
