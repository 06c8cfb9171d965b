"""Which row of one snapshot of a table is which of the next: rows have no identifiers, and labels drift.

The snapshots of a series lie at one address, each replacing the one before. Rows are paired one to one, the surest
pairs first: alike in everything; in all but how far it has come; with another label; with another amount. A row of
which nothing is left in the next snapshot ends there, and one that is new there founds a pledge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TypeAlias

from rapidfuzz import fuzz

from pledgebook.linking.facts import place_in_print
from pledgebook.model import Match, Pledge, PublishedClaim, Reason

SNAPSHOT = "snapshot"
"""The origin of claims that are rows of a snapshot."""

ALIKE = 70.0
"""Likeness (0 to 100, of words in any order) from which two descriptions may be of one row: labels were spelled out,
cut or translated, and seldom written anew."""

Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One way of pairing: rows with equal keys are paired if their descriptions are at least so alike."""

    name: str
    words: str
    key: Callable[[PublishedClaim], Key]
    alike: float
    weight: float


def _parties(told: PublishedClaim) -> Key:
    claim = told.claim
    return claim.donors, claim.recipients


def _amount(told: PublishedClaim) -> Key:
    amount = told.claim.amount
    return (amount.low, amount.high, amount.unit) if amount else (None, None, None)


def _figures(told: PublishedClaim) -> Key:
    return *_parties(told), *_amount(told)


def _whole(told: PublishedClaim) -> Key:
    return *_figures(told), told.claim.channel, told.claim.item


STEPS = (
    Step("same_row", "the rows are alike in parties, amount, channel and item", _whole, 95.0, 8.0),
    Step("same_amount", "parties and amount are the same, and the description is like", _figures, ALIKE, 5.0),
    Step("only_amount", "parties and amount are the same", _figures, 0.0, 2.0),
    Step("other_amount", "parties are the same, the description is like, the amount is another", _parties, 90.0, 1.5),
)  # fmt: skip
"""The ways of pairing, the surest first."""


def is_snapshot_row(told: PublishedClaim) -> bool:
    return told.claim.origin == SNAPSHOT


def link_snapshots(claims: Iterable[PublishedClaim]) -> tuple[list[Pledge], list[Match]]:
    """The pledges that the rows of snapshots are about, and why each later row is which earlier one."""
    ordered = sorted(
        claims, key=lambda told: (told.document.address, told.published, told.document.hash, *place_in_print(told))
    )
    pledges: list[Pledge] = []
    matches: list[Match] = []
    for _, series in groupby(ordered, key=lambda told: told.document.address):
        rows = [list(told) for _, told in groupby(series, key=lambda told: told.document.hash)]
        line: dict[str, list[PublishedClaim]] = {told.id: [told] for told in rows[0]}
        founder = {told.id: told.id for told in rows[0]}
        for old, new in pairwise(rows):
            for earlier, later, step in pair_rows(old, new):
                founder[later.id] = founder[earlier.id]
                line[founder[earlier.id]].append(later)
                matches.append(
                    Match("same", later.id, earlier.id, step.weight, (Reason(step.name, step.weight, step.words),))
                )
            for told in new:
                if told.id not in founder:
                    founder[told.id] = told.id
                    line[told.id] = [told]
        pledges += [_pledge(told) for told in line.values()]
    return pledges, matches


def pair_rows(
    old: Sequence[PublishedClaim], new: Sequence[PublishedClaim]
) -> Iterator[tuple[PublishedClaim, PublishedClaim, Step]]:
    """Rows of two snapshots that follow each other, paired one to one; each pair with the step that found it."""
    free_old, free_new = {told.id: told for told in old}, {told.id: told for told in new}
    for step in STEPS:
        by_key: dict[Key, list[PublishedClaim]] = {}
        for told in free_old.values():
            by_key.setdefault(step.key(told), []).append(told)
        for told in list(free_new.values()):
            candidates = by_key.get(step.key(told), [])
            found = _likest(told, candidates, step.alike)
            if found is not None:
                candidates.remove(found)
                del free_old[found.id], free_new[told.id]
                yield found, told, step


def _likest(told: PublishedClaim, candidates: Sequence[PublishedClaim], least: float) -> PublishedClaim | None:
    """The candidate whose description is most like, the first of several; None if none is like enough."""
    best: tuple[float, PublishedClaim] | None = None
    for other in candidates:
        likeness = fuzz.token_set_ratio(_described(told), _described(other))
        if likeness >= least and (best is None or likeness > best[0]):
            best = (likeness, other)
    return best[1] if best else None


def _described(told: PublishedClaim) -> str:
    """What the row says besides parties and amount: its words, without its number."""
    return told.claim.span.quote.partition("|")[2].lower()


def _pledge(told: Sequence[PublishedClaim]) -> Pledge:
    founder = told[0].claim
    ids = tuple(each.id for each in told)
    return Pledge(
        id=ids[0], donors=founder.donors, recipients=founder.recipients, item=founder.item, unit=founder.unit,
        aid=founder.aid, claims=ids, aliases=ids[1:],
    )  # fmt: skip
