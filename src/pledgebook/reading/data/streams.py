"""Data files that are read as they come, however large: which reader takes one, told by its beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from pledgebook.reading.data.fts_tables import is_table, read_table
from pledgebook.reading.data.iati import is_activities, read_activities
from pledgebook.reading.options import Read, ReadOptions

Reader: TypeAlias = Callable[[Path, ReadOptions, str], Iterator[Read]]


def reader_of(beginning: bytes) -> Reader | None:
    """The reader of a file that begins so; None if it is none of these."""
    if is_activities(beginning):
        return read_activities
    return read_table if is_table(beginning.decode("utf-8", "replace")) else None
