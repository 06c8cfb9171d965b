"""Whether a file is a table or other data, and who reads it: told by content, and by its name where it must be."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

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
    """Who reads the file as data; None for an article of any kind, and for what cannot be opened."""
    from pledgebook.reading.data import streams, tables  # loaded with the first file, not with the package

    beginning, suffix = _beginning(path), path.suffix.lower()
    if (stream := streams.reader_of(beginning)) is not None:
        return stream
    if beginning.startswith(XLSX_BEGINNING):
        return tables.read_workbook
    if suffix in OBJECT_SUFFIXES and tables.has_mapping(path, options):
        return tables.read_object_file
    return tables.read_delimited_file if suffix in DELIMITED_SUFFIXES else None


def is_workbook(path: Path) -> bool:
    """Whether it begins as workbooks do, which are ZIP archives."""
    return _beginning(path).startswith(XLSX_BEGINNING)


def _beginning(path: Path) -> bytes:
    """The first bytes of a regular file; none of what cannot be opened, which is told where it is read."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(BEGINNING)
    except (OSError, ValueError):
        return b""
