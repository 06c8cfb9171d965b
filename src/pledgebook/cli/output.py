"""Where tables and issues go: rows to standard output, everything about them to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pledgebook.cli.options import Format

if TYPE_CHECKING:
    from pledgebook.model import Issue
    from pledgebook.reporting.table import Table
    from pledgebook.reporting.why import Explanation


def show(table: Table, format: Format) -> None:
    """Print the table; for programs its notes go to standard error, so that lines stay lines."""
    from pledgebook.reporting import exports, render

    if format is Format.TABLE:
        with printing():
            render.draw(table, render.console_for(sys.stdout))
        return
    lines = exports.jsonl(table) if format is Format.JSONL else exports.csv_lines(table)
    with printing():
        sys.stdout.writelines(f"{line}\n" for line in lines)
    for note in table.notes:
        tell(note)


def show_explanation(explanation: Explanation) -> None:
    """Print why a pledge stands as it does, for people."""
    from pledgebook.reporting.explained import draw_explanation
    from pledgebook.reporting.render import console_for

    with printing():
        draw_explanation(explanation, console_for(sys.stdout))


def show_lines(lines: Iterable[str]) -> None:
    """Print lines for people, each without what a terminal would take for a command."""
    from pledgebook.reporting.words import one_line

    with printing():
        sys.stdout.writelines(f"{one_line(line)}\n" for line in lines)


class ReaderLeft(Exception):
    """Whoever reads the output has seen enough (`pledgebook claims … | head`); nothing is wrong."""


@contextmanager
def printing() -> Iterator[None]:
    """Turns a closed pipe into `ReaderLeft` before the command framework takes it for a failure."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderLeft from error


def tell(message: str) -> None:
    """One line to standard error, without what a terminal would take for a command."""
    from pledgebook.reporting.words import one_line

    sys.stderr.write(f"{one_line(message)}\n")


def tell_issue(issue: Issue) -> None:
    tell(f"{issue.place}: {issue.reason}")
