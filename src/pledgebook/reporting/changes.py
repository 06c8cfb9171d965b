"""What changed between two days, figure by figure, and which claims did it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pledgebook.errors import WrongCall
from pledgebook.model import NOTHING, STAGES, Bounds
from pledgebook.reporting.pledges import KnownPledge
from pledgebook.reporting.queries import day_of, known_pledges, plain, run
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


State: TypeAlias = "tuple[DuckDBPyConnection, Question]"
"""A connection to a state of the book, and what is asked of it."""


def changes_of_states(first: State, second: State, names: tuple[str, str | None]) -> Table:
    """One row a figure that is another in the second state of the book than in the first, with the claims behind it.

    These are the claims whose postings or dates are in one of the states alone: a later text, another reading of an
    earlier one, or a reviewer's word. `names` are those of the releases; None is the book as it is.
    """
    days = [day_of(*state) for state in (first, second)]
    before, after = (_known(state[0], state[1], day) for state, day in zip((first, second), days, strict=True))
    told = _moved_in_one(first[0], days[0], second[0], days[1])
    sides = {id: _Sides(before.get(id), after.get(id)) for id in {**before, **after}}
    gone = [id for id in before if id not in after]
    into = {
        row["claim"]: row["pledge"] for row in run(second[0], "pledge_of_claims", {"as_of": days[1], "claims": gone})
    }
    mergers = [Merger(id, into[id]) for id in gone if into.get(id, id) != id and into[id] in after]
    merged = {merger.pledge for merger in mergers}
    ordered = sorted(sides.values(), key=lambda each: (each.either.founded, each.either.id))
    rows = [row for each in ordered if each.either.id not in merged for row in _rows(each, told)]
    rows += [_merged(merger, after[merger.into]) for merger in mergers]
    later = f"release {names[1]}" if names[1] else "the book as it is"
    note = f"From release {names[0]} ({days[0]}) to {later} ({days[1]})."
    return Table("Changes", CHANGES_COLUMNS, rows, (note,))


def _moved_in_one(
    first: DuckDBPyConnection, first_day: date, second: DuckDBPyConnection, second_day: date
) -> ClaimsByFigure:
    """The claims that move units, or tell a date, in one of two states and not in the other."""
    before, after = (
        {(row["pledge"], row["column"], row["claim"], row["low"], row["high"], row["high_open"]): row
         for row in run(connection, "moved", {"as_of": day})}
        for connection, day in ((first, first_day), (second, second_day))
    )  # fmt: skip
    told: ClaimsByFigure = {}
    for key in sorted(before.keys() ^ after.keys(), key=str):
        row = after.get(key) or before[key]
        told.setdefault((row["pledge"], row["column"]), []).append(row)
    return told


def _known(connection: DuckDBPyConnection, question: Question, day: date) -> dict[str, KnownPledge]:
    return {pledge.id: pledge for pledge in known_pledges(connection, replace(question, as_of=day))}


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
            yield _row(kind, sides.either, figure, _told(before), _told(after), told)


def _figure(pledge: KnownPledge | None, name: str) -> Any:
    if name in ("due", "status"):
        return getattr(pledge, name) if pledge else None
    return getattr(pledge.figures, name) if pledge else NOTHING


def _told(figure: Any) -> Any:
    return as_range(figure) if isinstance(figure, Bounds) else figure


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
