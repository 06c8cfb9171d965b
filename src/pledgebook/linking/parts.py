"""Which pledges are part of another: from the words of one text, from a programme's name, from money and its things.

Ties are found text by text, from what is known by then; which whole a part belongs to is chosen among all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from pledgebook.linking.candidates import DraftIndex
from pledgebook.linking.facts import Facts
from pledgebook.linking.items import relation
from pledgebook.linking.part_features import FEATURES
from pledgebook.linking.programmes import ties_by_name
from pledgebook.linking.ties import Side, Tie, donors_within
from pledgebook.model import Match, PartTie, Reason

ENOUGH = 2.8
"""Weight from which one pledge is part of another: a named part beside its total, with one tie more."""

NARROWER = 1.2
"""Weight that the narrower of two wholes, one part of the other, may lack: a nearer whole is told in fewer words."""

TOLD_AGAIN = 0.5
"""Weight that each further document adds that ties the same part to the same whole."""

SMALLEST_SUM = 15
"""Smaller totals are the sum of some of a text's numbers by chance too often."""

REACH = 1200
"""Characters between a whole and its part in one text; further on, a text speaks of something else."""


def _values(tie: Tie) -> list[float]:
    return [feature(tie) for feature in FEATURES]


def _weigh(values: Sequence[float], weights: Mapping[str, float]) -> float:
    weighed = (round(v * weights.get(f.__name__, 0.0), 3) for f, v in zip(FEATURES, values, strict=True) if v)
    return round(sum(weighed), 3)


def _reasons(values: Sequence[float], weights: Mapping[str, float]) -> tuple[Reason, ...]:
    told = [
        Reason(f.__name__, round(value * weights.get(f.__name__, 0.0), 3), f.__doc__ or "")
        for f, value in zip(FEATURES, values, strict=True)
        if value and weights.get(f.__name__)
    ]
    return tuple(sorted(told, key=lambda r: (-abs(r.weight), r.feature)))


def ties_in(told: Sequence[tuple[Facts, Side]], index: DraftIndex, weights: Mapping[str, float]) -> Iterator[PartTie]:
    """The heaviest tie of each two pledges that one stretch of a text, its claims with their pledges, gives."""
    best: dict[tuple[str, str], PartTie] = {}
    for tie in (*_ties_of_text(told), *ties_by_name(told, index)):
        values = _values(tie)
        weight = _weigh(values, weights)
        key = (tie.part_side.id, tie.whole_side.id)
        if weight >= ENOUGH and (key not in best or weight > best[key].weight):
            largest = tie.whole_draft.largest or Decimal(0)
            best[key] = PartTie(
                tie.part.id, tie.whole.id, weight, _reasons(values, weights), told[0][0].stretch[0], largest
            )
    return iter(best.values())


def _ties_of_text(told: Sequence[tuple[Facts, Side]]) -> Iterator[Tie]:
    """Pairs of claims within reach in one text."""
    for whole, other in told:
        adding = adding_up_to(whole, other, told)
        for part, own in told:
            if own is not other and abs(part.told.claim.span.start - whole.told.claim.span.start) <= REACH:
                yield Tie(part, whole, own, other, part.id in adding)


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


@dataclass(frozen=True, slots=True)
class Found:
    """The heaviest tie of a part's pledge to that of a whole, and in how many documents they are tied."""

    part: str
    whole: str
    tie: PartTie
    documents: int
    place: tuple[Any, Any]

    @property
    def rank(self) -> tuple[float, Decimal, Any, Any]:
        """Heavier first, told again counts; among equals the smallest whole, then the earliest."""
        told = self.tie.weight + TOLD_AGAIN * min(self.documents - 1, 3)
        return -round(told, 3), self.tie.largest, *self.place


def choose_wholes(ties: Iterable[PartTie], pledge_of: Mapping[str, str], place: Mapping[str, Any]) -> tuple[Match, ...]:
    """One match for each part, from a claim of the part to one of its whole; no pledge is part of itself.

    `pledge_of` tells the pledge of each claim, by its founder; `place` orders the claims as they were printed.
    """
    candidates: dict[str, list[Found]] = {}
    for found in _found_between(ties, pledge_of, place):
        candidates.setdefault(found.part, []).append(found)
    best = {part: min(some, key=lambda f: f.rank) for part, some in candidates.items()}
    chosen = {part: _narrower(best[part], some, best) for part, some in candidates.items()}
    return tuple(_without_cycles(chosen.values(), place))


def _found_between(ties: Iterable[PartTie], pledge_of: Mapping[str, str], place: Mapping[str, Any]) -> Iterator[Found]:
    """What ties each part to each whole."""
    best: dict[tuple[str, str], PartTie] = {}
    documents: dict[tuple[str, str], set[str]] = {}
    for tie in ties:
        key = (pledge_of[tie.part], pledge_of[tie.whole])
        if key[0] == key[1]:
            continue
        documents.setdefault(key, set()).add(tie.document)
        if key not in best or tie.weight > best[key].weight:
            best[key] = tie
    for (part, whole), tie in best.items():
        yield Found(part, whole, tie, len(documents[part, whole]), (place[whole], place[tie.part]))


def _narrower(best: Found, candidates: Sequence[Found], best_of: Mapping[str, Found]) -> Found:
    """A whole that is itself part of the best one, where it ties nearly as well: the share's own share."""
    for found in sorted(candidates, key=lambda f: f.rank):
        above = best_of.get(found.whole)
        inside = above is not None and above.whole == best.whole
        if inside and found.rank[0] <= best.rank[0] + NARROWER:
            return found
    return best


def _without_cycles(found: Iterable[Found], place: Mapping[str, Any]) -> Iterator[Match]:
    """The ties in order of weight, each unless it would make a pledge part of itself."""
    whole_of: dict[str, str] = {}
    for one in sorted(found, key=lambda f: (f.rank, place[f.part])):
        above: str | None = one.whole
        while above is not None and above != one.part:
            above = whole_of.get(above)
        if above is None:
            whole_of[one.part] = one.whole
            yield Match("part_of", one.tie.part, one.tie.whole, one.tie.weight, one.tie.reasons)
