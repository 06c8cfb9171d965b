"""Claims of near-copies are the first article's claims again: which is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz.fuzz import token_sort_ratio

from pledgebook.linking.facts import Facts
from pledgebook.model import NearCopy


def _likeness(left: Facts, right: Facts) -> float:
    """How alike two claims of near-copies are told, 0 to 100; 0 if event, donors or amount differ."""
    a, b = left.told.claim, right.told.claim
    if a.event != b.event or a.amount != b.amount or (left.donors and right.donors and not left.donors & right.donors):
        return 0.0
    return 1.0 + float(token_sort_ratio(a.span.quote, b.span.quote))


def _align(earlier: Sequence[Facts], later: Sequence[Facts]) -> list[tuple[Facts, Facts]]:
    """Pairs of claims told in both printings, the most alike first, each claim once."""
    ranked = sorted(
        ((_likeness(a, b), -abs(i - j), i, j) for i, a in enumerate(earlier) for j, b in enumerate(later)), reverse=True
    )
    taken: set[tuple[str, int]] = set()
    pairs: list[tuple[Facts, Facts]] = []
    for likeness, _, i, j in ranked:
        if likeness > 0 and ("a", i) not in taken and ("b", j) not in taken:
            taken |= {("a", i), ("b", j)}
            pairs.append((earlier[i], later[j]))
    return pairs


class Printings:
    """For each claim that a near-copy tells again, the claim that told it first.

    A printing that is cut may be the first: what only later ones tell is first told by the earliest of them.
    """

    def __init__(self, copies: Mapping[str, NearCopy]) -> None:
        self._copies = copies
        self._told: dict[tuple[str, int], list[Facts]] = {}
        self.first_told: dict[str, str] = {}

    def add(self, claims: Sequence[Facts]) -> None:
        """Take in the claims of one stretch; stretches come in order of publication."""
        document, stretch = claims[0].stretch
        copy = self._copies.get(document)
        earlier = self._told.setdefault((copy.copy_of if copy else document, stretch), [])
        again = {b.id: a.id for a, b in _align(earlier, claims)} if earlier else {}
        self.first_told |= again
        earlier += [claim for claim in claims if claim.id not in again]
