"""Tables as a notebook shows them: the columns that a terminal has, figures at the right, what they rest on below."""

from __future__ import annotations

import html

from pledgebook.reporting.compact import compacted
from pledgebook.reporting.render import HEADINGS, RIGHT_COLUMNS
from pledgebook.reporting.table import Row, Table, cell_in_words, shown_columns
from pledgebook.reporting.words import one_line

LONGEST = 200
"""Rows that a notebook draws; more would make the page heavy, and `.pandas()` shows them all."""

LEFT, RIGHT = "text-align: left", "text-align: right; white-space: nowrap"
BELOW = "font-size: smaller; margin: 0.2em 0"


def drawn(table: Table) -> str:
    """The table as HTML, every word of it escaped; `.columns` and `.pandas()` have what is left out."""
    compact = compacted(table)
    columns = shown_columns(compact) or list(compact.columns)
    head = "".join(_cell("th", name, HEADINGS.get(name, name)) for name in columns)
    body = "".join(_row(row, columns) for row in compact.rows[:LONGEST])
    more = len(table.rows) - LONGEST
    notes = [*table.notes, *([f"{more:,} more rows: .pandas() has them all"] if more > 0 else [])]
    below = "".join(f'<p style="{BELOW}">{html.escape(one_line(note))}</p>' for note in notes)
    caption = f'<caption style="{LEFT}; font-weight: bold">{html.escape(one_line(table.title))}</caption>'
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def _row(row: Row, columns: list[str]) -> str:
    return f"<tr>{''.join(_cell('td', name, cell_in_words(name, row.get(name))) for name in columns)}</tr>"


def _cell(tag: str, column: str, words: str) -> str:
    side = RIGHT if column in RIGHT_COLUMNS else LEFT
    return f'<{tag} style="{side}">{html.escape(words)}</{tag}>'
