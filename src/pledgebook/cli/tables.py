"""The commands about tables: `map` proposes what the columns mean, `reconcile` holds the book beside a table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pledgebook.cli.options import Query, query_command
from pledgebook.cli.output import show, show_lines, tell

FIRST_ROWS = 5
"""Rows that are shown as they would be read."""

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A workbook (.xlsx) or a delimited file.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the app, in the order in which help lists them."""
    app.command("map")(propose_mapping)
    app.command()(query_command(reconcile))


def propose_mapping(
    file: FileArgument,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="Which sheet; else the longest.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.toml", help="Where the mapping is written; else it is printed."),
    ] = None,
) -> None:
    """Propose what a table's columns mean.

    Prints a mapping file and the first rows as they would be read with it. On a terminal it asks whether to write it.

    \b
    Examples:
      pledgebook map aid-2024.xlsx
      pledgebook map aid-2024.csv --out aid.toml
    """
    from pledgebook.without_book import proposed_mapping

    mapping, rows, issues = proposed_mapping(file, sheet, FIRST_ROWS)
    sys.stdout.write(mapping)
    if rows.rows:
        from pledgebook.cli.options import Format

        show(rows, Format.TABLE)
    for issue in issues[:FIRST_ROWS]:
        tell(f"{issue.place}: {issue.reason}")
    place = out or _asked_place(file)
    if place is not None:
        if place.exists() and out is None:
            tell(f"{place} is there already; nothing is written")
            raise typer.Exit(1)
        place.write_text(mapping, "utf-8")
        tell(f"written to {place}")


def _asked_place(file: Path) -> Path | None:
    """Beside the table, if somebody at a terminal says so."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    place = file.with_name(f"{file.name}.map.toml")
    show_lines([f"Write it to {place}, where read finds it? y or n"])
    try:
        return place if input().strip().lower() in ("y", "yes") else None
    except EOFError:
        return None


def reconcile(
    query: Query,
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="A published table: .xlsx or a delimited file.")],
    mapping: Annotated[
        Path, typer.Option("--map", metavar="FILE.toml", help="Which cell holds which total (docs/tables.md).")
    ],
    all_cells: Annotated[bool, typer.Option("--all", help="Also the cells that are equal.")] = False,
) -> None:
    """Hold the book's totals beside a published table.

    One line a cell that differs: what is published, what the book says, and the pledges that make the difference.

    Exit code 1 if something differs.

    \b
    Examples:
      pledgebook reconcile --book kiel.book --map summary.toml tracker.xlsx
      pledgebook reconcile --book kiel.book --map summary.toml tracker.xlsx --all --format csv
    """
    found = query.open().reconcile(table, mapping, all_cells=all_cells, **query.asked)
    show(found, query.format)
    if any(row["difference"] for row in found):
        raise typer.Exit(1)
