"""Where tables and issues go: rows to standard output, everything about them to standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pledgebook.cli.options import Format

if TYPE_CHECKING:
    from pledgebook.model import Issue
    from pledgebook.reporting.table import Table


def show(table: Table, format: Format) -> None:
    """Print the table; for programs its notes go to standard error, so that lines stay lines."""
    from pledgebook.reporting import exports, render

    if format is Format.TABLE:
        render.draw(table, render.console_for(sys.stdout))
        return
    lines = exports.jsonl(table) if format is Format.JSONL else exports.csv_lines(table)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    for note in table.notes:
        tell(note)


def tell(message: str) -> None:
    """One line to standard error, without what a terminal would take for a command."""
    from pledgebook.reporting.words import one_line

    sys.stderr.write(f"{one_line(message)}\n")


def tell_issue(issue: Issue) -> None:
    tell(f"{issue.place}: {issue.reason}")
