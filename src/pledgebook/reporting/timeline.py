"""What was promised and had arrived, day by day: the totals of every day on which they changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from pledgebook.model import ITEM, Bounds, plain_number
from pledgebook.reporting.currency import Conversion
from pledgebook.reporting.pledges import bounds_of, rate_day_of
from pledgebook.reporting.queries import as_of_note, basis_of, day_of, run
from pledgebook.reporting.questions import Question
from pledgebook.reporting.report import Layout
from pledgebook.reporting.table import Row, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TIMELINE_COLUMNS = ("day", "unit", "item", "promised", "delivered", "pledges")
LINES = ("promised", "delivered")

Unit: TypeAlias = tuple[str | None, str | None]


@dataclass(slots=True)
class _Sum:
    """Ranges added up one by one, so that each can be taken out again."""

    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    open_ends: int = 0

    def add(self, bounds: Bounds, times: int) -> None:
        self.low += times * bounds.low
        self.high += times * (bounds.high or 0)
        self.open_ends += times * (bounds.high is None)

    def as_range(self) -> list[int | float | None]:
        return [plain_number(self.low), None if self.open_ends else plain_number(self.high)]


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of a pledge from one day on."""

    promised: Bounds
    delivered: Bounds
    has_figure: bool


@dataclass(slots=True)
class _Total:
    """What one unit comes to."""

    pledges: int = 0
    sums: dict[str, _Sum] = field(default_factory=lambda: {name: _Sum() for name in LINES})

    def add(self, state: _State, times: int) -> None:
        self.pledges += times
        self.sums["promised"].add(state.promised, times)
        self.sums["delivered"].add(state.delivered, times)


@dataclass(slots=True)
class _Pledge:
    """A pledge as it is known at a moment; `state` None: not known yet, or no longer."""

    unit: Unit
    summary: bool
    part_of: str | None
    state: _State | None = None
    counted: _State | None = None


def timeline(connection: DuckDBPyConnection, question: Question, layout: Layout) -> Table:
    """One row a unit and day of publication on which its total changed, up to the question's day.

    Each unit counts once, as in a report: what a report of that day says of the unit stands in its row. Kinds of
    sources are not told apart.
    """
    as_of = day_of(connection, question)
    asked = question.parameters(as_of)
    rows = list(_History(run(connection, "timeline", asked), layout).rows())
    return until(rows, connection, question, layout)


def until(rows: Sequence[Row], connection: DuckDBPyConnection, question: Question, layout: Layout) -> Table:
    """The time line up to the question's day, from rows that may go on beyond it: a later day only adds to them."""
    last = day_of(connection, question).isoformat()
    told = [row for row in rows if row["day"] <= last]
    basis = basis_of(connection, question, layout.rules)
    return Table("Timeline", TIMELINE_COLUMNS, told, as_of_note(connection, question), basis)


class _History:
    """Goes through the states in the order in which they became known, and keeps the totals."""

    def __init__(self, states: Sequence[Row], layout: Layout) -> None:
        self._layout = layout
        self._target = layout.rates.require(layout.currency) if layout.currency else None
        self._conversions: dict[str, Conversion | None] = {}
        self._pledges: dict[str, _Pledge] = {}
        self._parts: dict[str, list[str]] = {}
        self._totals: dict[Unit, _Total] = {}
        self._turns: dict[date, dict[str, _State | None]] = {}
        for row in states:
            self._hear(row)

    def _hear(self, row: Row) -> None:
        id = row["pledge"]
        state, unit = self._converted(row)
        if id not in self._pledges:
            item = row["item"] if unit == ITEM else None
            self._pledges[id] = _Pledge((unit, item), bool(row["summary"]), row["part_of"])
            if row["part_of"]:
                self._parts.setdefault(row["part_of"], []).append(id)
        self._turns.setdefault(row["known_from"], {})[id] = state
        if row["known_to"] is not None:
            self._turns.setdefault(row["known_to"], {}).setdefault(id, None)

    def _converted(self, row: Row) -> tuple[_State, str | None]:
        promised = bounds_of(row["promised_low"], row["promised_high"])
        delivered = bounds_of(row["delivered_low"], row["delivered_high"])
        conversion = self._conversion(row)
        if conversion is None:
            return _State(promised, delivered, row["has_figure"]), row["unit"]
        return _State(conversion(promised), conversion(delivered), row["has_figure"]), conversion.unit

    def _conversion(self, row: Row) -> Conversion | None:
        """How the pledge's money is converted, at the rates of its own day; None if it stays as it is."""
        if self._target is None or row["unit"] is None:
            return None
        if row["pledge"] not in self._conversions:
            day = rate_day_of(row["founding_happened"], row["founding_published"])
            self._conversions[row["pledge"]] = self._layout.rates.conversion(row["unit"], self._target, day)
        return self._conversions[row["pledge"]]

    def rows(self) -> Iterator[Row]:
        before: dict[Unit, Row] = {}
        for day in sorted(self._turns):
            touched = {unit for id in self._turn(day) if (unit := self._pledges[id].unit)[0] is not None}
            for unit in sorted(touched, key=str):
                row = self._row(day, unit)
                is_news = {**before[unit], "day": row["day"]} != row if unit in before else row["pledges"] > 0
                if is_news:
                    before[unit] = row
                    yield row

    def _row(self, day: date, unit: Unit) -> Row:
        total = self._totals[unit]
        sums = {name: told.as_range() for name, told in total.sums.items()}
        return {"day": day.isoformat(), "unit": unit[0], "item": unit[1], **sums, "pledges": total.pledges}

    def _turn(self, day: date) -> set[str]:
        """Bring the totals to the day; gives the pledges that may count otherwise than before."""
        changed = self._turns[day]
        for id, state in changed.items():
            self._pledges[id].state = state
        touched = self._with_parts(changed)
        for id in touched:
            pledge = self._pledges[id]
            total = self._totals.setdefault(pledge.unit, _Total())
            if pledge.counted is not None:
                total.add(pledge.counted, -1)
            pledge.counted = None if self._is_covered(id) else pledge.state
            if pledge.counted is not None:
                total.add(pledge.counted, 1)
        return touched

    def _with_parts(self, ids: Sequence[str] | dict[str, _State | None]) -> set[str]:
        found: set[str] = set()
        waiting = list(ids)
        while waiting:
            id = waiting.pop()
            if id not in found:
                found.add(id)
                waiting += self._parts.get(id, ())
        return found

    def _is_covered(self, id: str) -> bool:
        """Whether it is a summary, or in a whole that counts in its unit."""
        pledge = self._pledges[id]
        if pledge.summary:
            return True
        seen, whole = {id}, pledge.part_of
        while whole is not None and whole not in seen and whole in self._pledges:
            seen.add(whole)
            above = self._pledges[whole]
            if above.summary or above.state is None:
                return False
            if above.unit[0] == pledge.unit[0] and above.state.has_figure:
                return True
            whole = above.part_of
        return False
