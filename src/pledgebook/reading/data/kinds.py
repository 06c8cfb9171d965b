"""Whether a file is a table or other data, and who reads it: told by content, and by its name where it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from pledgebook.reading.content import content_of
from pledgebook.reading.options import Read, ReadOptions

XLSX_BEGINNING = b"PK\x03\x04"

DELIMITED_SUFFIXES = frozenset({".csv", ".tsv", ".tab"})
"""Text that is a table by its name: any text has commas."""

OBJECT_SUFFIXES = frozenset({".js", ".json"})
"""What may hold a list of flat objects; read as a table with a mapping only."""

BEGINNING = 65_536
"""Bytes that show what a file is: room for a header of a thousand columns, or for the comments before a root."""

DataReader: TypeAlias = Callable[[Path, ReadOptions, str], Iterator[Read]]


def data_reader(path: Path, options: ReadOptions) -> DataReader | None:
    """Who reads the file as data; None for an article of any kind. Unreadable if it cannot be opened."""
    # Loaded with the first file, not with the package.
    from pledgebook.reading.data import fts_tables, iati, tables

    beginning, suffix = content_of(path).beginning(BEGINNING), path.suffix.lower()
    if iati.is_activities(beginning):
        return iati.read_activities
    if fts_tables.is_table(beginning.decode("utf-8", "replace")):
        return fts_tables.read_table
    if beginning.startswith(XLSX_BEGINNING):
        return tables.read_workbook
    if suffix in OBJECT_SUFFIXES and tables.has_mapping(path, options):
        return tables.read_object_file
    return tables.read_delimited_file if suffix in DELIMITED_SUFFIXES else None


def is_workbook(path: Path) -> bool:
    """Whether it begins as workbooks do, which are ZIP archives. Unreadable if it cannot be opened."""
    return content_of(path).beginning(len(XLSX_BEGINNING)).startswith(XLSX_BEGINNING)
