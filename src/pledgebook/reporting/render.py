"""Tables drawn for a terminal of 80 columns and more.

Cells are `rich.text.Text`, so that markup in a quote is never taken for markup, and pass through
`one_line`, so that no terminal command reaches the terminal.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from pledgebook.reporting.table import AMOUNT_COLUMNS, Row, Table, cell_in_words, shown_columns
from pledgebook.reporting.words import one_line

if TYPE_CHECKING:
    from rich.console import Console

UNKNOWN_WIDTH = 110
"""Columns where there is no terminal and no COLUMNS: between the 80 and 120 of most terminals."""

SHORTEST_ID = 8
"""Characters of an id in a table: `c-` and 30 bits, unique among some ten thousand pledges."""

RIGHT_COLUMNS = AMOUNT_COLUMNS | {"pledges", "claims", "days_overdue"}
UNBROKEN_COLUMNS = frozenset(
    ("pledge", "part_of", "unit", "due", "since", "published", "days_overdue", "event", "date")
)

LEFT_OUT = frozenset(
    ("summary", "rates", "aid", "source_id", "extractor", "claim", "start", "end", "instrument", "channel", "speaker",
     "programme", "confidence", "basis", "open_ended", "publisher", "publishers", "document", "held_by", "happened",
     "happened_phrase", "due_phrase", "per", "quote", "published")
)  # fmt: skip
"""Columns for which a person looks at JSONL or CSV, or below the table: one of all would not fit."""

KEPT = {
    "Held up": frozenset(("held_by",)),
    "Asked for": frozenset(("speaker", "published")),
    "Claims": frozenset(("published", "document")),
}
"""Columns that one table shows all the same, by its title."""

HEADINGS = {
    "recipients": "for", "donors": "by", "days_overdue": "days", "contracted": "ordered", "published": "told on",
    "held_by": "held by", "part_of": "part of", "delivered": "arrived",
}  # fmt: skip


def console_for(file: IO[str], width: int | None = None) -> Console:
    """A console on this file: colours only on a terminal, as wide as it is."""
    from rich.console import Console

    if width is None and not file.isatty() and "COLUMNS" not in os.environ:
        width = UNKNOWN_WIDTH
    return Console(file=file, width=width, highlight=False, markup=False, emoji=False)


def draw(table: Table, console: Console) -> None:
    """The table, or a line that says there is nothing; then the sentences that its rows rest on, and its notes."""
    if table.rows:
        shorten = short_ids(table)
        console.print(_grid(_with_amounts(table), shorten))
        _draw_sentences(table, shorten, console)
    else:
        console.print(f"{one_line(table.title)}: none.")
    for note in table.notes:
        console.print(one_line(note), style="dim")


def _grid(table: Table, shorten: Callable[[str], str]) -> Any:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Grid
    from rich.text import Text

    left_out = LEFT_OUT - KEPT.get(table.title, frozenset())
    columns = [name for name in shown_columns(table) if name not in left_out]
    grid = Grid(box=SIMPLE_HEAD, title=Text(one_line(table.title)), title_justify="left", padding=(0, 1, 0, 0))
    for name in columns:
        justify: Any = "right" if name in RIGHT_COLUMNS else "left"
        unbroken = name in UNBROKEN_COLUMNS
        grid.add_column(Text(HEADINGS.get(name, name)), justify=justify, overflow="fold", no_wrap=unbroken)
    for row in table.rows:
        grid.add_row(*(Text(_cell(name, row, shorten)) for name in columns))
    return grid


def _with_amounts(table: Table) -> Table:
    """The table with `low` and `high` as one column of amounts."""
    if "low" not in table.columns:
        return table
    columns = tuple("amount" if name == "low" else name for name in table.columns if name != "high")
    rows = [{**row, "amount": [row["low"], row["high"]] if row.get("unit") else None} for row in table.rows]
    return replace(table, columns=columns, rows=rows)


def _cell(name: str, row: Row, shorten: Callable[[str], str]) -> str:
    words = cell_in_words(name, row.get(name))
    if name in ("pledge", "part_of", "id"):
        return shorten(words)
    return f"{words}/{row['per']}" if name == "unit" and row.get("per") else words


def short_ids(table: Table) -> Callable[[str], str]:
    """Cuts ids to the shortest length at which all of the table's are different."""
    ids = {str(row[name]) for row in table.rows for name in ("pledge", "part_of", "id") if row.get(name)}
    ids = {id for id in ids if id.startswith("c-")}
    length = SHORTEST_ID
    while len({id[:length] for id in ids}) < len(ids):
        length += 1
    return lambda id: id[:length] if id in ids else id


def _draw_sentences(table: Table, shorten: Callable[[str], str], console: Console) -> None:
    """Below the table: each row's sentence in full, who published it and when."""
    told = [row for row in table.rows if row.get("quote")]
    for row in told:
        name = row.get("pledge") or row.get("speaker") or row.get("document")
        publishers = row.get("publishers") or [row.get("publisher") or row.get("document")]
        source = f"{', '.join(str(one) for one in publishers)}, {row['published']}"
        console.print(indented(f"{shorten(one_line(str(name)))}  ", row["quote"], f"  {source}"))
    if told:
        console.print()


def indented(before: str, quote: str, after: str, by: int = 1) -> Any:
    """A quote between what stands before and after it, all harmless, wrapped with an indent."""
    from rich.padding import Padding
    from rich.text import Text

    marked = Text(kept_ends(before), style="dim").append(f"«{one_line(quote)}»", style="not dim bold")
    return Padding(marked.append(kept_ends(after)), (0, 0, 0, by))


def kept_ends(text: str) -> str:
    """The text on one line, keeping a space at its ends."""
    body = one_line(text)
    if not body:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{body}{' ' if text[-1].isspace() else ''}"
