"""Workbooks and delimited files: whose table it is shows in its headings; any other table needs a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pledgebook.reading.content import content_of
from pledgebook.reading.data.kiel import read_kiel
from pledgebook.reading.data.kiel_columns import Columns, columns_of, release_day
from pledgebook.reading.data.mapped import read_mapped
from pledgebook.reading.data.mapping import mapping_for
from pledgebook.reading.data.objects import read_objects
from pledgebook.reading.data.sheets import Grid, Workbook, read_delimited
from pledgebook.reading.options import Read, ReadOptions, Unreadable

NO_TABLE = "no table that is known; describe its columns in a mapping file (pledgebook map FILE proposes one)"

MAIN_WORDS = ("main data", "bilateral")
"""Words in the name of the tracker's row-level sheet, the likelier first."""


def read_workbook(path: Path, options: ReadOptions, place: str) -> Iterator[Read]:
    """The records of an .xlsx file; Unreadable if no sheet is known and no mapping lies beside it."""
    book = Workbook(path)
    mapping = mapping_for(path, options.mapping)
    if mapping is not None:
        yield from read_mapped(book.sheet(mapping.sheet or book.names[0]), mapping, options, place)
        return
    found = _kiel_sheet(book)
    if found is None:
        raise Unreadable(NO_TABLE)
    grid, columns = found
    first = book.sheet(book.names[0])
    yield from read_kiel(grid, columns, release_day(first.rows[:20]), options, place)


def _kiel_sheet(book: Workbook) -> tuple[Grid, Columns] | None:
    """The tracker's row-level sheet: looked for in sheets with its name first."""
    named = [name for word in MAIN_WORDS for name in book.names if word in name.lower()]
    for name in dict.fromkeys(named):
        grid = book.sheet(name)
        columns = columns_of(grid)
        if columns is not None:
            return grid, columns
    return None


def has_mapping(path: Path, options: ReadOptions) -> bool:
    """Whether a mapping is given or lies beside the file."""
    return mapping_for(path, options.mapping) is not None


def read_object_file(path: Path, options: ReadOptions, place: str) -> Iterator[Read]:
    """The records of a list of objects that has a mapping; broken objects are Issues with their lines."""
    mapping = mapping_for(path, options.mapping)
    assert mapping is not None, "asked for only where there is one"
    grid, issues = read_objects(content_of(path).text(), path.name, place)
    yield from issues
    yield from read_mapped(grid, mapping, options, place)


def read_delimited_file(path: Path, options: ReadOptions, place: str) -> Iterator[Read]:
    """The records of a delimited file; Unreadable if its headings are not known and no mapping lies beside it."""
    grid = read_delimited(path, path.name)
    mapping = mapping_for(path, options.mapping)
    if mapping is not None:
        yield from read_mapped(grid, mapping, options, place)
        return
    columns = columns_of(grid)
    if columns is None:
        raise Unreadable(NO_TABLE)
    yield from read_kiel(grid, columns, release_day(grid.rows[: columns.header]), options, place)
