"""A pledge in the making, and what stands around a claim that looks for its pledge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.model import ITEM, PartialDate

T = TypeVar("T", bound=Hashable)

_SIZE_EVENTS = PROMISES | {"schedule", "contract", "miss"}


def most_frequent(values: Iterable[T]) -> T | None:
    """The value that occurs most often, the first of them if several do; None if there is none."""
    counted = Counter(values)
    return max(counted, key=lambda value: counted[value]) if counted else None


@dataclass(slots=True)
class Draft:
    """The claims found so far to be about one pledge, in order of publication; the first one founds it."""

    claims: list[Facts]

    @property
    def founder(self) -> Facts:
        return self.claims[0]

    @property
    def donors(self) -> frozenset[str]:
        return most_frequent(c.donors for c in self.claims if c.donors) or frozenset()

    @property
    def recipients(self) -> frozenset[str]:
        return most_frequent(c.recipients for c in self.claims if c.recipients) or frozenset()

    @property
    def unit(self) -> str | None:
        return most_frequent(c.unit for c in self.claims if c.unit)

    @property
    def is_things(self) -> bool:
        return self.unit == ITEM

    @property
    def promises(self) -> list[Facts]:
        """The claims that tell a size of the promise or of a part of it."""
        return [c for c in self.claims if c.has_amount and c.event in _SIZE_EVENTS and c.basis != "cumulative"]

    @property
    def totals(self) -> list[Facts]:
        return [c for c in self.claims if c.tells_size]

    @property
    def sizes(self) -> frozenset[Decimal]:
        """The figures by which a text may point at this pledge ("of the 180,000")."""
        whole = [c for c in self.claims if c.has_amount and (c.event in _SIZE_EVENTS or c.basis == "total")]
        return frozenset(c.size for c in whole)

    @property
    def largest(self) -> Decimal | None:
        return max((c.size for c in self.promises), default=None)

    @property
    def promised_on(self) -> list[PartialDate]:
        told = (c.told.claim.happened for c in self.claims if c.event in PROMISES)
        return [day for day in told if day is not None]

    @property
    def dues(self) -> list[PartialDate]:
        return [c.told.claim.due for c in self.claims if c.told.claim.due is not None]


@dataclass(slots=True)
class Scene:
    """What stands around a claim: the claims of its document, those of them that have their pledge, its rivals."""

    siblings: list[Facts]
    placed: list[tuple[Facts, Draft]] = field(default_factory=list)
    rivals: int = 0
    copies: dict[str, frozenset[str]] = field(default_factory=dict)
    _sums: list[frozenset[str]] | None = None

    @property
    def last(self) -> Draft | None:
        return self.placed[-1][1] if self.placed else None

    def sums(self) -> list[frozenset[str]]:
        """Threes of claims of which the first is added to the second and makes the third ("4 more", "14", "18")."""
        if self._sums is None:
            self._sums = [
                frozenset((added.id, base.id, total.id))
                for added in self.siblings
                if added.adds and added.has_amount
                for total in self.siblings
                if total.basis in ("total", "cumulative") and total.unit == added.unit and total.donors == added.donors
                for base in self.siblings
                if base not in (added, total) and base.unit == added.unit and base.donors == added.donors
                and base.size and base.size + added.size == total.size
            ]  # fmt: skip
        return self._sums

    def of(self, draft: Draft) -> list[Facts]:
        """The claims of this document that are already about `draft`."""
        return [claim for claim, found in self.placed if found is draft]
