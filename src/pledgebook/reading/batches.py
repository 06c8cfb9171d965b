"""Many articles in one file, read row by row: Parquet, and JSON lines."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, BinaryIO

import re2

from pledgebook.model import Issue
from pledgebook.reading.articles import FIELDS, parsed, read_article
from pledgebook.reading.content import MOST_UNPACKED, Content, decoded, opened
from pledgebook.reading.files import MOST_BYTES
from pledgebook.reading.options import Read, ReadOptions, Unreadable, told_briefly

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import FileMetaData

COLUMNS = (*FIELDS, "published", "text", "claims")
"""Columns that are read; others are left alone."""

LINE_SUFFIXES = frozenset({".jsonl", ".ndjson"})

MOST_LINE_BYTES = 10_000_000
"""Longest article with its claims: a thousand times a long one, few enough to hold a batch of them in memory."""

BATCH_ROWS = 4
"""Rows of a table that are unpacked at once: as fast as many, and a text that is repeated takes no more room."""

PIECE = 1_000_000
"""Bytes of a table that are read at once."""

FEW_LINES = 64
"""Empty lines that may stand between two objects where the kind of a file is looked for, and how much of a line is."""

MOST_SAID = 200
"""Characters of what the library says of damage."""

FEW_ROWS = 10_000
"""Rows that any table may have; one that claims more of them than it has bytes repeats itself endlessly."""

PARQUET = b"PAR1"


def is_json_lines(content: Content, beginning: bytes) -> bool:
    """Whether objects stand one a line: by its name, or since one ends with the first line and another follows."""
    if content.suffix in LINE_SUFFIXES:
        return True
    if not _is_object().search(beginning.decode("utf-8", "replace")):
        return False
    with opened(content) as file:
        first = file.readline(MOST_LINE_BYTES).rstrip()
        return first.endswith(b"}") and _next_line(file).startswith(b"{")


def _next_line(file: BinaryIO) -> bytes:
    """The beginning of the next line that is not empty, among the first few."""
    return next((line for line in (file.readline(FEW_LINES) for _ in range(FEW_LINES)) if line.strip()), b"")


@functools.cache
def _is_object() -> Any:
    return re2.compile(r'\A\s*\{\s*"')


def read_json_lines(content: Content, options: ReadOptions) -> Iterator[Read]:
    """The articles of JSON lines, one held in memory at a time; a bad line is an Issue with its number."""
    return told_briefly(_lines(content, options), content.place)


def _lines(content: Content, options: ReadOptions) -> Iterator[Read]:
    empty = True
    with opened(content) as file:
        for number in count(1):
            line = file.readline(MOST_LINE_BYTES + 1)
            if not line:
                break
            if line.strip():
                empty = False
                yield from _line(line, f"{content.place}, line {number}", number, options)
            while len(line) > MOST_LINE_BYTES and not line.endswith(b"\n"):
                line = file.readline(MOST_LINE_BYTES + 1)
    if empty:
        raise Unreadable("the file is empty")


def _line(line: bytes, place: str, number: int, options: ReadOptions) -> Iterator[Read]:
    try:
        if len(line) > MOST_LINE_BYTES:
            raise Unreadable(f"longer than {MOST_LINE_BYTES / 1e6:.0f} MB, which is no article")
        yield from read_article(parsed(decoded(line.rstrip()), number), place, options)
    except Unreadable as error:
        yield Issue(place, str(error))


def is_parquet(content: Content, beginning: bytes) -> bool:
    return beginning.startswith(PARQUET)


def read_parquet(content: Content, options: ReadOptions) -> Iterator[Read]:
    """The articles of a table with the fields of article files as columns; a bad row is an Issue with its number."""
    return told_briefly(_rows(content, options), content.place)


def _rows(content: Content, options: ReadOptions) -> Iterator[Read]:
    if content.size is None:
        raise Unreadable("a Parquet file inside a gzip file; unpack it first")
    number = 0
    with opened(content) as file:
        for batch in _batches(file, content.size):
            for row in range(batch.num_rows):
                number += 1
                yield from _row(batch, row, f"{content.place}, row {number}", options)


def _batches(file: BinaryIO, size: int) -> Iterator[RecordBatch]:
    """The table in small batches; Unreadable if it is no table of articles, a bomb, or where it is damaged."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile, read_metadata

    try:
        metadata = read_metadata(file)
        names = _checked_columns(metadata, size)
        table = ParquetFile(file, metadata=metadata, buffer_size=PIECE, pre_buffer=False)
        yield from table.iter_batches(batch_size=BATCH_ROWS, columns=names, use_threads=False)
    except (ArrowException, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:MOST_SAID]
        raise Unreadable(
            f"the Parquet file is damaged or breaks off ({reason}); the rows before that are read"
        ) from error


def _checked_columns(metadata: FileMetaData, size: int) -> list[str]:
    """The columns to read of a table that is bearable: `size` are the bytes of its file."""
    names = [name for name in metadata.schema.to_arrow_schema().names if name in COLUMNS]
    if "text" not in names:
        raise Unreadable(f'no column "text"; a table of articles has the columns {", ".join(COLUMNS)}')
    if metadata.num_rows > max(size, FEW_ROWS):
        raise Unreadable(f"{metadata.num_rows:,} rows in {size:,} bytes, which are no articles")
    most = max(MOST_BYTES, MOST_UNPACKED * size)
    if sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups)) > most:
        raise Unreadable(f"it unpacks to more than {most / 1e6:,.0f} MB; split it")
    return names


def _row(batch: RecordBatch, row: int, place: str, options: ReadOptions) -> Iterator[Read]:
    try:
        yield from read_article(_record(batch, row), place, options)
    except Unreadable as error:
        yield Issue(place, str(error))


def _record(batch: RecordBatch, row: int) -> Mapping[str, Any]:
    """The row as an article file would tell it: days as text, claims as objects."""
    record: dict[str, Any] = {}
    for name in batch.schema.names:
        try:
            record[name] = _plain(batch.column(name)[row].as_py())
        except (ValueError, OverflowError) as error:
            raise Unreadable(f'the field "{name}" cannot be read ({error})') from error
    if sum(len(value) for value in record.values() if isinstance(value, str)) > MOST_LINE_BYTES:
        raise Unreadable(f"longer than {MOST_LINE_BYTES / 1e6:.0f} MB, which is no article")
    claims = record.get("claims")
    return {**record, "claims": parsed(claims)} if isinstance(claims, str) else record


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.decode("utf-8") if isinstance(value, bytes) else value
