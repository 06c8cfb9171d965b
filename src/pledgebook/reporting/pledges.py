"""A pledge as it was known on a day, and what is open and overdue of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.model import ASIDE, NOTHING, STAGES, TEXT, Bounds, PartialDate
from pledgebook.reporting.table import Row
from pledgebook.reporting.words import as_range

ZERO = Decimal(0)

SPLIT_WORDS = "not split"
"""How the rest of a whole is told, whose parts count under other names."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Where the units of a pledge, or of several, are. `overdue` and `open` are worked out, never posted."""

    proposed: Bounds = NOTHING
    promised: Bounds = NOTHING
    blocked: Bounds = NOTHING
    contracted: Bounds = NOTHING
    delivered: Bounds = NOTHING
    cancelled: Bounds = NOTHING
    overdue: Bounds = NOTHING
    open: Bounds = NOTHING

    @property
    def figure(self) -> Decimal:
        """Its size as one number: at most so much, or at least where nobody knows the most."""
        return self.size.low if self.size.high is None else self.size.high

    @property
    def has_figure(self) -> bool:
        """Whether any stage has units: a whole of nothing leaves the counting to its parts."""
        return any(bounds.low > 0 or (bounds.high or ZERO) > 0 for bounds in self.stages())

    @property
    def is_open_ended(self) -> bool:
        return any(bounds.high is None for bounds in self.stages())

    @property
    def is_estimated(self) -> bool:
        """Whether its size is a range and not one figure."""
        size = self.size
        return size.low != size.high

    @property
    def size(self) -> Bounds:
        """What the giver has promised, or, where nothing is, what is proposed."""
        return self.proposed if self.promised.is_nothing else self.promised

    def stages(self) -> tuple[Bounds, ...]:
        return self.proposed, self.promised, self.blocked, self.contracted, self.delivered, self.cancelled


def minus(whole: Bounds, *parts: Bounds) -> Bounds:
    """What surely and what possibly is left of the whole when the parts are taken out; never below zero."""
    most = None if any(part.high is None for part in parts) else sum((part.high or ZERO for part in parts), ZERO)
    least = sum((part.low for part in parts), ZERO)
    low = ZERO if most is None else max(ZERO, whole.low - most)
    high = None if whole.high is None else max(ZERO, whole.high - least)
    return Bounds(low, high)


def plus(*parts: Bounds) -> Bounds:
    """The sum: at least what all lows make up; no high end if one of them has none."""
    highs = [part.high for part in parts]
    high = None if None in highs else sum((bound for bound in highs if bound is not None), ZERO)
    return Bounds(sum((part.low for part in parts), ZERO), high)


def worked_out(figures: Figures, *, is_overdue: bool) -> Figures:
    """The figures with what is open (promised and nowhere else) and, if it is late, what has not arrived."""
    if figures.promised.is_nothing:
        return replace(figures, open=NOTHING, overdue=NOTHING)
    arrived_or_gone = (figures.delivered, figures.cancelled)
    outstanding = minus(figures.promised, *arrived_or_gone)
    still_open = minus(figures.promised, *arrived_or_gone, figures.blocked, figures.contracted)
    return replace(figures, open=still_open, overdue=outstanding if is_overdue else NOTHING)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a source says that one unit of a pledge's own is worth: `factor` of `unit`."""

    unit: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class KnownPledge:
    """A pledge with its state of one day. `rate_day` is the day whose exchange rate its money takes.

    `aside` is why a summary's source counts it in no total, where it says so.
    """

    id: str
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    item: str | None
    unit: str | None
    aid: str
    part_of: str | None
    summary: bool
    founded: date
    figures: Figures
    due: str | None
    status: str
    rate_day: date
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    last_heard: date | None = None
    told_none: bool = False
    reviewed: bool = False
    days_blocked: int = 0
    disputed: tuple[str, ...] = ()
    split: str | None = None
    origin: str = TEXT
    worth: Worth | None = None
    instrument: str | None = None
    source_id: str | None = None
    aside: str | None = None
    documents: tuple[str, ...] = ()

    @classmethod
    def of_row(cls, row: Row) -> KnownPledge:
        """A pledge from a row of `pledges.sql`."""
        published = row["founding_published"] or row["founded"]
        figures = Figures(**{stage: _bounds(row, stage) for stage in STAGES})
        return cls(
            id=row["pledge"], donors=tuple(row["donors"] or ()), recipients=tuple(row["recipients"] or ()),
            item=row["item"], unit=row["unit"], aid=row["aid"], part_of=row["part_of"], summary=bool(row["summary"]),
            founded=row["founded"], figures=worked_out(figures, is_overdue=row["status"] == "overdue"),
            due=row["due"], status=row["status"], rate_day=rate_day_of(row["founding_happened"], published),
            claims=tuple(row["claims"] or ()), sources=tuple(row["sources"] or ()),
            voices=tuple(row["voices"] or ()), last_heard=row["last_heard"], told_none=bool(row["told_none"]),
            reviewed=row["reviewed"], days_blocked=row["days_blocked"], disputed=tuple(row["disputed"]),
            split=row["split"], origin=row["origin"] or TEXT, worth=_worth_of(row),
            instrument=row["instrument"], source_id=row["source_id"],
            aside=(row["aside"] or "").removeprefix(ASIDE) or None, documents=tuple(row["documents"] or ()),
        )  # fmt: skip

    def as_row(self) -> Row:
        """The pledge as commands print it."""
        row: dict[str, Any] = {
            "pledge": self.id, "donors": list(self.donors), "recipients": list(self.recipients),
            "item": self.item, "unit": self.unit, "part_of": self.part_of,
        }  # fmt: skip
        row.update({stage: as_range(getattr(self.figures, stage)) for stage in STAGES})
        return {
            **row, "due": self.due, "status": self.status, "aid": self.aid, "summary": self.summary,
            "last_heard": self.last_heard and self.last_heard.isoformat(), "arrival": self.arrival,
            "sources": len(self.sources), "voices": list(self.voices), "reviewed": self.reviewed,
            "days_blocked": self.days_blocked, "disputed": list(self.disputed),
        }  # fmt: skip

    @property
    def arrival(self) -> str:
        """What is known of its arrival: no news is not the same as the word that nothing has come."""
        if not self.figures.delivered.is_nothing or self.status == "delivered":
            return "told"
        return "none, as told" if self.told_none else "no news"


def bounds_of(low: Decimal | None, high: Decimal | None) -> Bounds:
    """Bounds from a row's columns: a missing low end is 0, a missing high end open."""
    return Bounds(low or ZERO, high)


def _worth_of(row: Row) -> Worth | None:
    """The source's own conversion, from the latest claim that tells one of an amount that is not zero."""
    amount, worth = row["converted_amount"], row["converted_worth"]
    return Worth(row["converted_unit"], worth / amount) if amount and worth is not None else None


def _bounds(row: Row, stage: str) -> Bounds:
    return bounds_of(row[f"{stage}_low"], row[f"{stage}_high"])


def rate_day_of(happened: str | None, published: date) -> date:
    """The end of the period told, never after publication."""
    return min(PartialDate.parse(happened).last_day, published) if happened else published
