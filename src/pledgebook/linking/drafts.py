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


class Draft:
    """The claims found so far to be about one pledge, in order of publication; the first one founds it.

    What follows from the claims is worked out once and again after `add`.
    """

    __slots__ = ("_known", "claims")

    def __init__(self, claims: list[Facts]) -> None:
        self.claims = claims
        self._known: _Known | None = None

    def add(self, claim: Facts) -> None:
        """Take in one claim more."""
        self.claims.append(claim)
        self._known = None

    @property
    def founder(self) -> Facts:
        return self.claims[0]

    @property
    def known(self) -> _Known:
        if self._known is None:
            self._known = _known(self.claims)
        return self._known

    @property
    def donors(self) -> frozenset[str]:
        return self.known.donors

    @property
    def recipients(self) -> frozenset[str]:
        return self.known.recipients

    @property
    def unit(self) -> str | None:
        return self.known.unit

    @property
    def is_things(self) -> bool:
        return self.known.unit == ITEM

    @property
    def totals(self) -> tuple[Facts, ...]:
        """The claims that tell the whole of the promise."""
        return self.known.totals

    @property
    def sizes(self) -> frozenset[Decimal]:
        """The figures by which a text may point at this pledge ("of the 180,000")."""
        return self.known.sizes

    @property
    def largest(self) -> Decimal | None:
        """The largest figure promised for it or for a part of it."""
        return self.known.largest

    @property
    def promised_on(self) -> tuple[PartialDate, ...]:
        return self.known.promised_on

    @property
    def dues(self) -> tuple[PartialDate, ...]:
        return self.known.dues


@dataclass(frozen=True, slots=True)
class _Known:
    donors: frozenset[str]
    recipients: frozenset[str]
    unit: str | None
    totals: tuple[Facts, ...]
    sizes: frozenset[Decimal]
    largest: Decimal | None
    promised_on: tuple[PartialDate, ...]
    dues: tuple[PartialDate, ...]


def _known(claims: list[Facts]) -> _Known:
    sized = [c for c in claims if c.has_amount and (c.event in _SIZE_EVENTS or c.basis == "total")]
    promised = [c.size for c in claims if c.has_amount and c.event in _SIZE_EVENTS and c.basis != "cumulative"]
    days = [c.told.claim.happened for c in claims if c.event in PROMISES]
    return _Known(
        donors=most_frequent(c.donors for c in claims if c.donors) or frozenset(),
        recipients=most_frequent(c.recipients for c in claims if c.recipients) or frozenset(),
        unit=most_frequent(c.unit for c in claims if c.unit),
        totals=tuple(c for c in claims if c.tells_size),
        sizes=frozenset(c.size for c in sized),
        largest=max(promised, default=None),
        promised_on=tuple(day for day in days if day is not None),
        dues=tuple(c.told.claim.due for c in claims if c.told.claim.due is not None),
    )


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
                and total.item.purposes == added.item.purposes
                for base in self.siblings
                if base not in (added, total) and base.unit == added.unit and base.donors == added.donors
                and base.size and base.size + added.size == total.size
            ]  # fmt: skip
        return self._sums

    def of(self, draft: Draft) -> list[Facts]:
        """The claims of this document that are already about `draft`."""
        return [claim for claim, found in self.placed if found is draft]
