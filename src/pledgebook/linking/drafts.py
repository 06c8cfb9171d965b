"""A pledge in the making, and what stands around a claim that looks for its pledge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from pledgebook.linking.facts import PROMISES, Facts, Figure
from pledgebook.model import ITEM, PartialDate

T = TypeVar("T", bound=Hashable)

WITNESSES = 16
"""Claims of a pledge that a new one is held against, half of them its first and half its latest, so that the work
does not grow with what is told over and over. The annotated stories are linked alike by 16, 24 and 48."""

_SIZE_EVENTS = PROMISES | {"schedule", "contract", "miss"}


def most_frequent(values: Iterable[T]) -> T | None:
    """The value that occurs most often, the first of them if several do; None if there is none."""
    counted = Counter(values)
    return max(counted, key=lambda value: counted[value]) if counted else None


def _witness(witnesses: list[Facts], claim: Facts) -> None:
    witnesses.append(claim)
    if len(witnesses) > WITNESSES:
        del witnesses[WITNESSES // 2]


class Draft:
    """The claims found so far to be about one pledge, in order of publication; the first one founds it.

    `witnesses` are the claims that others are held against, `sizes` the figures by which a text may point at this
    pledge ("of the 180,000"), `largest` the largest figure promised for it or a part of it, `largest_total` the
    largest told as the whole; `promised_on` and `dues` are the dates told.
    """

    __slots__ = (
        "_by_figure",
        "_donors",
        "_recipients",
        "_units",
        "claims",
        "donors",
        "dues",
        "is_given",
        "largest",
        "largest_total",
        "promised_on",
        "recipients",
        "sizes",
        "unit",
        "witnesses",
    )  # fmt: skip

    def __init__(self, claims: Iterable[Facts]) -> None:
        self.claims: list[Facts] = []
        self.witnesses: list[Facts] = []
        self.donors: frozenset[str] = frozenset()
        self.recipients: frozenset[str] = frozenset()
        self.unit: str | None = None
        self.is_given = True
        self.sizes: set[Decimal] = set()
        self.largest: Decimal | None = None
        self.largest_total: Decimal | None = None
        self.promised_on: set[PartialDate] = set()
        self.dues: set[PartialDate] = set()
        self._by_figure: dict[Figure, list[Facts]] = {}
        self._donors: Counter[frozenset[str]] = Counter()
        self._recipients: Counter[frozenset[str]] = Counter()
        self._units: Counter[str] = Counter()
        for claim in claims:
            self.add(claim)

    def add(self, claim: Facts) -> None:
        """Take in one claim more."""
        self.claims.append(claim)
        _witness(self.witnesses, claim)
        self._add_parties(claim)
        self.is_given = self.is_given and claim.is_given
        told = claim.told.claim
        if told.happened is not None and claim.event in PROMISES:
            self.promised_on.add(told.happened)
        if told.due is not None:
            self.dues.add(told.due)
        if claim.figure is not None:
            _witness(self._by_figure.setdefault(claim.figure, []), claim)
            self._add_size(claim)

    def _add_parties(self, claim: Facts) -> None:
        self._donors.update({claim.donors: claim.told.claim.confidence} if claim.donors else {})
        self._recipients.update([claim.recipients] if claim.recipients else ())
        self._units.update([claim.unit] if claim.unit else ())
        self.donors = _leader(self._donors) or frozenset()
        self.recipients = _leader(self._recipients) or frozenset()
        self.unit = _leader(self._units)

    def _add_size(self, claim: Facts) -> None:
        if claim.event in _SIZE_EVENTS or claim.basis == "total":
            self.sizes.add(claim.size)
        if claim.event in _SIZE_EVENTS and claim.basis != "cumulative":
            self.largest = max(self.largest or claim.size, claim.size)
        if claim.tells_size:
            self.largest_total = max(self.largest_total or claim.size, claim.size)

    @property
    def founder(self) -> Facts:
        return self.claims[0]

    @property
    def latest(self) -> Facts:
        return self.claims[-1]

    @property
    def is_things(self) -> bool:
        return self.unit == ITEM

    def telling(self, figure: Figure | None) -> Sequence[Facts]:
        """The claims that give this figure."""
        return self._by_figure.get(figure, ()) if figure else ()


def _leader(counted: Counter[T]) -> T | None:
    return max(counted, key=lambda value: counted[value]) if counted else None


@dataclass(slots=True)
class Scene:
    """What stands around a claim: the claims told with it, those of them that have their pledge, and the pledges
    that come into question, in order of their founding (`rivals`: by their donors); for claims of near-copies, which
    claim told it first."""

    siblings: list[Facts]
    placed: list[tuple[Facts, Draft]] = field(default_factory=list)
    candidates: Sequence[Draft] = ()
    first_told: dict[str, str] = field(default_factory=dict)
    rivals: dict[frozenset[str], list[Draft]] = field(default_factory=dict)
    _sums: list[frozenset[str]] | None = None
    _of: dict[int, list[Facts]] = field(default_factory=dict)

    def consider(self, candidates: Sequence[Draft]) -> None:
        """Note which pledges come into question for the next claim, and which of them have the same donors."""
        self.candidates = candidates
        self.rivals = {}
        for draft in candidates:
            self.rivals.setdefault(draft.donors, []).append(draft)

    def place(self, claim: Facts, draft: Draft) -> None:
        """Note that `claim` is about `draft`."""
        self.placed.append((claim, draft))
        self._of.setdefault(draft.founder.order, []).append(claim)

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

    def of(self, draft: Draft) -> Sequence[Facts]:
        """The claims of this document that are already about `draft`."""
        return self._of.get(draft.founder.order, ())
