"""What a query answers: rows of plain values under named columns, with notes below."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from pledgebook.reporting.words import NOTHING_TOLD, amount_in_words, joined, one_line

if TYPE_CHECKING:
    from pledgebook.reporting.charts import Chart

Row: TypeAlias = dict[str, Any]

AMOUNT_COLUMNS = frozenset(
    ("proposed", "promised", "blocked", "contracted", "delivered", "cancelled", "overdue", "open", "amount")
)
"""Columns whose cells are ranges `[low, high]`."""

PARTY_COLUMNS = frozenset(("donors", "recipients", "asked"))
"""Columns whose names act together: `DK+NL`."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a table that can be drawn rests on: as of which day, how much was read, what was asked for, in words."""

    as_of: str
    rules: str = ""
    claims: int = 0
    documents: int = 0
    publishers: int = 0
    asked: str = ""

    def in_words(self) -> str:
        """The line of sources under a chart."""
        counted = [
            f"{number:,} {thing}{'' if number == 1 else 's'}"
            for number, thing in (
                (self.claims, "claim"), (self.documents, "document"), (self.publishers, "independent publisher"),
            )
        ]  # fmt: skip
        rules = f" Rules {self.rules}." if self.rules else ""
        return f"Sources: {counted[0]} in {counted[1]} by {counted[2]}. As of {self.as_of}.{rules}"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of JSON values in the order of `columns`; amounts are `[low, high]`, null for an open end.

    `notes` are the lines that belong under it: what it rests on, as of when, at which rates.
    """

    title: str
    columns: tuple[str, ...]
    rows: list[Row]
    notes: tuple[str, ...] = ()
    basis: Basis | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def arrow(self) -> Any:
        """The rows as a `pyarrow.Table`; amounts are lists of two doubles, columns of unlike cells JSON texts."""
        import pyarrow as pa

        amounts = pa.list_(pa.float64())
        arrays = [
            pa.array(_texts_of([row.get(name) for row in self.rows]), type=amounts if name in AMOUNT_COLUMNS else None)
            for name in self.columns
        ]
        return pa.table(dict(zip(self.columns, arrays, strict=True)))

    def pandas(self) -> Any:
        """The rows as a pandas data frame; ImportError without pandas."""
        return importlib.import_module("pandas").DataFrame(self.rows, columns=list(self.columns))

    def polars(self) -> Any:
        """The rows as a polars data frame; ImportError without polars."""
        return importlib.import_module("polars").from_arrow(self.arrow())

    def chart(self, base: str | None = None) -> Chart:
        """The table drawn; with a `base` address each mark leads to what it shows. WrongCall if it has no chart."""
        from pledgebook.reporting.charts import chart_of

        return chart_of(self, base)

    def _repr_html_(self) -> str:
        from pledgebook.reporting.notebook import drawn

        return drawn(self)


def _texts_of(cells: list[Any]) -> list[Any]:
    """Cells of one column, as JSON where they are of unlike kinds: a figure and a status before and after a change."""
    kinds = {list if isinstance(cell, list | tuple) else type(cell) for cell in cells if cell is not None}
    if len(kinds) < 2 or kinds <= {int, float}:
        return cells
    return [cell if cell is None or isinstance(cell, str) else json.dumps(cell) for cell in cells]


def cell_in_words(column: str, value: Any) -> str:
    """One cell for people, on one line and without controls."""
    if value is None or value == [] or value == "":
        return NOTHING_TOLD
    if column in AMOUNT_COLUMNS:
        return amount_in_words(value[0], value[1])
    if isinstance(value, list | tuple):
        together = column in PARTY_COLUMNS
        return one_line(joined([str(part) for part in value], "+" if together else ", "))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal) and column in ("low", "high"):
        return amount_in_words(value, value)
    return one_line(str(value))


def shown_columns(table: Table) -> list[str]:
    """The columns that tell something: without those that are empty or zero in every row."""
    return [name for name in table.columns if any(row.get(name) not in EMPTY_CELLS for row in table.rows)]


EMPTY_CELLS: tuple[Any, ...] = (None, [], "", [0, 0], 0)
