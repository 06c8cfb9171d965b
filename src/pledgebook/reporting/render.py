"""Tables drawn for a terminal of 80 columns and more.

Cells are `rich.text.Text`, so that markup in a quote is never taken for markup, and pass through
`one_line`, so that no terminal command reaches the terminal.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Mapping, Sequence, Set
from typing import IO, TYPE_CHECKING, Any

from pledgebook.reporting.compact import compacted, narrowed
from pledgebook.reporting.layout import widths_for, with_breaks
from pledgebook.reporting.table import AMOUNT_COLUMNS, Row, Table, cell_in_words, shown_columns
from pledgebook.reporting.words import NOTHING_TOLD, one_line

if TYPE_CHECKING:
    from rich.console import Console

UNKNOWN_WIDTH = 110
"""Columns where there is no terminal and no COLUMNS: between the 80 and 120 of most terminals."""

SHORTEST_ID = 8
"""Characters of an id in a table: `c-` and 30 bits, unique among some ten thousand pledges."""

LONGEST_WORDS = (14, 10)
"""Characters of a word that are kept together in a cell, `infrastructure` having 14; fewer where there is less room."""

RIGHT_COLUMNS = AMOUNT_COLUMNS | {"pledges", "claims", "days_overdue", "days", "disputed"}
FIGURES = RIGHT_COLUMNS | {"unit", "size", "of which", "late", "held up", "due", "quote"}
UNBROKEN_COLUMNS = frozenset(
    ("pledge", "due", "since", "until", "unconfirmed", "published", "event", "date", "kind", "month")
)

WITHOUT_SENTENCES = ("Claims", "Compared", "Changes")
"""Tables that are sentences themselves, or would tell one many times; JSONL and CSV have all of them."""

NAMED_BY = {"Review": "claim"}
"""The column by which a sentence below a table is told to belong to a row, where that is not the pledge."""

FIRST_LEFT_OUT = ("quote", "claims", "pledges", "published", "unconfirmed", "disputed")
"""Columns that a narrow terminal does without, in this order."""

HEADINGS = {
    "recipients": "for", "donors": "by", "days_overdue": "days", "contracted": "ordered", "published": "told on",
    "held_by": "held by", "delivered": "arrived", "found_by": "found by", "told": "rules | model",
    "unconfirmed": "last heard",
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
        _draw_rows(table, shorten, console)
        _draw_sentences(table, shorten, console)
    else:
        console.print(f"{one_line(table.title)}: none.")
    for note in table.notes:
        console.print(one_line(note), style="dim")


def _draw_rows(table: Table, shorten: Callable[[str], str], console: Console) -> None:
    """The rows in the fullest form for which there is room; where there is none for columns, one below the other."""
    for form, longest in itertools.product((compacted(table), narrowed(table)), LONGEST_WORDS):
        columns = shown_columns(form)
        for left_out in ("", *FIRST_LEFT_OUT):
            columns = [column for column in columns if column != left_out]
            cells = [_cells(name, form, shorten, longest) for name in columns]
            whole = UNBROKEN_COLUMNS | RIGHT_COLUMNS if longest == LONGEST_WORDS[0] else UNBROKEN_COLUMNS
            grid = _grid(table.title, dict(zip(columns, cells, strict=True)), whole, console.width)
            if grid is not None:
                console.print(grid)
                return
    console.print(f"{one_line(table.title)}\n")
    for row in form.rows:
        console.print(_one_below_the_other(row, shown_columns(form), shorten))


def _cells(name: str, table: Table, shorten: Callable[[str], str], longest: int) -> list[str]:
    """A column's cells with breaks in long words; running text needs none."""
    cells = [_cell(name, row, shorten) for row in table.rows]
    return cells if name in ("quote", "what") else [with_breaks(cell, longest) for cell in cells]


def _grid(title: str, columns: Mapping[str, Sequence[str]], whole: Set[str], room: int) -> Any:
    """The columns side by side, cells of those that are `whole` on one line each; None if there is no room for it."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Grid
    from rich.text import Text

    headings = [HEADINGS.get(name, name) for name in columns]
    both = [[head, *below] for head, below in zip(headings, columns.values(), strict=True)]
    widths = widths_for(both, [name in whole for name in columns], room)
    if widths is None:
        return None
    look: Any = {"title_justify": "left", "padding": (0, 1, 0, 0), "show_edge": False, "pad_edge": False}
    grid = Grid(box=SIMPLE_HEAD, title=Text(f"{one_line(title)}\n"), **look)
    for name, heading, width in zip(columns, headings, widths, strict=True):
        grid.add_column(Text(heading), justify="right" if name in RIGHT_COLUMNS else "left", width=width)
    for row in zip(*columns.values(), strict=True):
        grid.add_row(*(Text(cell) for cell in row))
    return grid


def _one_below_the_other(row: Row, columns: list[str], shorten: Callable[[str], str]) -> Any:
    """A row as lines: who and what first, then each figure after its name."""
    from rich.text import Text

    told = {name: cell for name in columns if (cell := _cell(name, row, shorten)) != NOTHING_TOLD}
    leading = list(itertools.takewhile(lambda name: name not in FIGURES, told))
    first = Text(" · ".join(told[name] for name in leading), style="bold")
    others = "; ".join(f"{HEADINGS.get(name, name)} {cell}" for name, cell in told.items() if name not in leading)
    return first.append(f"\n{others}\n", style="not bold")


def _cell(name: str, row: Row, shorten: Callable[[str], str]) -> str:
    words = cell_in_words(name, row.get(name)) if not isinstance(row.get(name), str) else one_line(row[name])
    return shorten(words) if name in ("pledge", "id") else words


def short_ids(table: Table) -> Callable[[str], str]:
    """Cuts ids to the shortest length at which all of the table's are different."""
    ids = {str(row[name]) for row in table.rows for name in ("pledge", "part_of", "id", "claim") if row.get(name)}
    ids = {id for id in ids if id.startswith("c-")}
    length = SHORTEST_ID
    while len({id[:length] for id in ids}) < len(ids):
        length += 1
    return lambda id: id[:length] if id in ids else id


def _draw_sentences(table: Table, shorten: Callable[[str], str], console: Console) -> None:
    """Below the table: each row's sentence in full, who published it and when; claims are sentences themselves."""
    told = [row for row in table.rows if row.get("quote")] if table.title not in WITHOUT_SENTENCES else []
    for row in told:
        name = row.get(NAMED_BY.get(table.title, "pledge")) or row.get("speaker") or row.get("document")
        publishers = row.get("publishers") or [row.get("publisher") or row.get("document")]
        source = f"{', '.join(str(one) for one in publishers)}, {row.get('published')}"
        console.print(indented(f"{shorten(one_line(str(name)))}  ", row["quote"], f"  {source}"))
    if told:
        console.print()


def indented(before: str, quote: str, after: str, by: int = 1) -> Any:
    """A quote between what stands before and after it, all harmless, wrapped with an indent."""
    from rich.padding import Padding
    from rich.text import Text

    marked = Text(kept_ends(before), style="dim").append(f"«{one_line(quote)}»", style="not dim bold")
    return Padding(marked.append(kept_ends(after)), (0, 0, 0, by), expand=False)


def kept_ends(text: str) -> str:
    """The text on one line, keeping a space at its ends."""
    body = one_line(text)
    if not body:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{body}{' ' if text[-1].isspace() else ''}"
