"""What is due by when: past dates with what has not arrived, and dates to come."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pledgebook.model import PartialDate
from pledgebook.reporting.pledges import bounds_of
from pledgebook.reporting.queries import as_of_note, basis_of, day_of, plain, run
from pledgebook.reporting.questions import Question
from pledgebook.reporting.table import Row, Table
from pledgebook.reporting.words import as_range

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CALENDAR_COLUMNS = (
    "pledge", "donors", "recipients", "item", "unit", "proposed", "promised", "delivered", "due", "first_day",
    "last_day", "days", "status", "quote", "document", "publisher", "published",
)  # fmt: skip


def calendar(connection: DuckDBPyConnection, question: Question, rules: str = "") -> Table:
    """One row a pledge with a date, the earliest first; `days` are those to go, negative where the date is past."""
    as_of = day_of(connection, question)
    rows = [_row(row, as_of) for row in run(connection, "calendar", question.parameters(as_of))]
    notes = as_of_note(connection, question)
    return Table("Calendar", CALENDAR_COLUMNS, rows, notes, basis_of(connection, question, rules))


def _row(row: Row, as_of: date) -> Row:
    told = {
        stage: as_range(bounds_of(row[f"{stage}_low"], row[f"{stage}_high"]))
        for stage in ("proposed", "promised", "delivered")
    }
    days = {
        "first_day": PartialDate.parse(row["due"]).first_day,
        "last_day": row["due_last_day"],
        "days": (row["due_last_day"] - as_of).days,
    }
    return {name: plain({**row, **told, **days}.get(name)) for name in CALENDAR_COLUMNS}
