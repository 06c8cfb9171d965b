"""What changed between two days, figure by figure, and which claims did it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pledgebook.errors import WrongCall
from pledgebook.model import STAGES
from pledgebook.reporting.pledges import KnownPledge
from pledgebook.reporting.queries import day_of, plain, run
from pledgebook.reporting.questions import Question
from pledgebook.reporting.table import Row, Table
from pledgebook.reporting.words import as_range

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Change: TypeAlias = Literal["new", "revised", "merged", "withdrawn"]

CHANGES_COLUMNS = (
    "change", "pledge", "donors", "recipients", "item", "unit", "figure", "before", "after", "into", "claims", "quote",
    "document", "publisher", "published",
)  # fmt: skip

NOTHING_YET = [0, 0]


@dataclass(frozen=True, slots=True)
class Merger:
    """A pledge that by the later day is known to be one with an older one."""

    pledge: str
    into: str


@dataclass(frozen=True, slots=True)
class _Sides:
    """A pledge as it was known on both days; `before` None: it is new, `after` None: it is withdrawn."""

    before: KnownPledge | None
    after: KnownPledge | None

    @property
    def either(self) -> KnownPledge:
        known = self.after or self.before
        assert known is not None
        return known


def changes(connection: DuckDBPyConnection, question: Question, start: date, mergers: Sequence[Merger] = ()) -> Table:
    """One row a figure that is another on the question's day than on `start`, with the claims that made it so.

    `mergers` are pledges that were two by what was published up to `start`. WrongCall if `start` is not before the day.
    """
    end = day_of(connection, question)
    if start >= end:
        raise WrongCall(f"the first day {start} must lie before the second, {end}")
    before, after = (_known(connection, question, day) for day in (start, end))
    told = _claims_by_figure(connection, start, end)
    sides = {id: _Sides(before.get(id), after.get(id)) for id in {**before, **after}}
    ordered = sorted(sides.values(), key=lambda each: (each.either.founded, each.either.id))
    rows = [row for each in ordered for row in _rows(each, told)]
    rows += [_merged(merger, after[merger.into]) for merger in mergers if merger.into in after]
    return Table("Changes", CHANGES_COLUMNS, rows, (f"From {start} to {end}, by what was published.",))


def _known(connection: DuckDBPyConnection, question: Question, day: date) -> dict[str, KnownPledge]:
    rows = run(connection, "pledges", question.parameters(day))
    return {row["pledge"]: KnownPledge.of_row(row) for row in rows}


ClaimsByFigure: TypeAlias = dict[tuple[str, str], list[Row]]


def _claims_by_figure(connection: DuckDBPyConnection, start: date, end: date) -> ClaimsByFigure:
    told: ClaimsByFigure = {}
    for row in run(connection, "changed_claims", {"from_day": start, "to_day": end}):
        told.setdefault((row["pledge"], row["column"]), []).append(row)
    return told


def _rows(sides: _Sides, told: ClaimsByFigure) -> Iterator[Row]:
    kind: Change = "new" if sides.before is None else "withdrawn" if sides.after is None else "revised"
    for figure in (*STAGES, "due", "status"):
        before, after = (_figure(pledge, figure) for pledge in (sides.before, sides.after))
        if before != after:
            yield _row(kind, sides.either, figure, before, after, told)


def _figure(pledge: KnownPledge | None, name: str) -> Any:
    if name in ("due", "status"):
        return getattr(pledge, name) if pledge else None
    return as_range(getattr(pledge.figures, name)) if pledge else NOTHING_YET


def _row(kind: Change, pledge: KnownPledge, figure: str, before: Any, after: Any, told: ClaimsByFigure) -> Row:
    because = told.get((pledge.id, figure), [])
    if figure == "status":
        because = [row for (id, _), rows in told.items() if id == pledge.id for row in rows]
    return {
        "change": kind, "pledge": pledge.id, "donors": list(pledge.donors), "recipients": list(pledge.recipients),
        "item": pledge.item, "unit": pledge.unit, "figure": figure, "before": before, "after": after, "into": None,
        **_because(because),
    }  # fmt: skip


def _because(rows: Sequence[Row]) -> Row:
    """The claims, and the sentence of the latest."""
    latest = max(rows, key=lambda row: (row["published"], row["claim"]), default=None)
    told = {name: plain(latest[name]) if latest else None for name in ("quote", "document", "publisher", "published")}
    return {"claims": sorted({row["claim"] for row in rows}), **told}


def _merged(merger: Merger, pledge: KnownPledge) -> Row:
    """A pledge's id is that of its founding claim: the claim that is now about the other."""
    row = _row("merged", pledge, "pledge", merger.pledge, merger.into, {})
    return {**row, "pledge": merger.pledge, "into": merger.into, "claims": [merger.pledge]}
