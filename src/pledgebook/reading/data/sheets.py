"""Tables as they lie in files: workbooks (.xlsx) and delimited text in any usual encoding, cell by cell."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pledgebook.reading.options import Unreadable

Cell: TypeAlias = Any
"""What calamine or the csv module gives: text, number, date, bool; empty text for nothing."""

MOST_UNPACKED = 400_000_000
"""Bytes that a workbook may unpack to: a hundred times the largest known tracker release (4 MB)."""

MOST_SHRUNK = 300
"""Times that a part of a workbook may be smaller packed than unpacked; sheets of repeated rows reach about 60."""

MOST_COLUMNS = 2_000
"""Columns of a table: published ones have up to 400; what has more is no table of pledges, or hostile."""

MOST_TEXT_BYTES = 200_000_000
"""Bytes of a delimited file that is read whole."""

LONGEST_CELL = 200_000
"""Characters of one cell."""

DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet or file: `rows` as they are, the first row being number 1; `name` is the sheet's or the file's."""

    name: str
    rows: Sequence[Sequence[Cell]]

    def place(self, row: int, column: int) -> str:
        """The cell as spreadsheets write it: `MAIN DATA!S17`; row and column from 0."""
        return f"{self.name}!{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """A column as spreadsheets name it: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Workbook:
    """An .xlsx file, its sheets read when they are asked for; Unreadable if it is none, or unpacks to too much."""

    def __init__(self, path: Path) -> None:
        from python_calamine import CalamineError, CalamineWorkbook

        _require_bearable(path)
        try:
            self._book = CalamineWorkbook.from_path(str(path))
        except (CalamineError, OSError, ValueError) as error:
            raise Unreadable(f"no workbook that can be read ({error})") from error
        self.names: tuple[str, ...] = tuple(self._book.sheet_names)

    def sheet(self, name: str) -> Grid:
        """The sheet with this name; its first row is the sheet's first, empty or not."""
        from python_calamine import CalamineError

        try:
            rows = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except (CalamineError, ValueError) as error:
            raise Unreadable(f"the sheet {name!r} cannot be read ({error})") from error
        if rows and len(rows[0]) > MOST_COLUMNS:
            raise Unreadable(f"the sheet {name!r} has {len(rows[0]):,} columns, and tables have up to {MOST_COLUMNS:,}")
        return Grid(name, rows)


def _require_bearable(path: Path) -> None:
    """Unreadable for a file that is no ZIP archive, or unpacks to more than memory should bear."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"a workbook that is damaged ({error})") from error
    whole = sum(part.file_size for part in parts)
    shrunk = max((part.file_size / max(1, part.compress_size) for part in parts), default=0)
    if whole > MOST_UNPACKED or (shrunk > MOST_SHRUNK and whole > MOST_UNPACKED // 100):
        raise Unreadable(f"a workbook that unpacks to {whole / 1e6:,.0f} MB; it is not opened")


def read_delimited(path: Path, name: str) -> Grid:
    """A file of comma, semicolon or tab separated values in UTF-8 or UTF-16; Unreadable if it is none."""
    if path.stat().st_size > MOST_TEXT_BYTES:
        raise Unreadable(
            f"{path.stat().st_size / 1e6:,.0f} MB, and tables are read up to {MOST_TEXT_BYTES / 1e6:.0f} MB"
        )
    text = decoded_table(path.read_bytes())
    return Grid(name, list(delimited_rows(text)))


def decoded_table(content: bytes) -> str:
    """The bytes as text, by their mark or, without one, as UTF-16 if every other byte is zero, else as UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[1:2] == b"\0":
        encoding = "utf-16-le"
    elif content[:1] == b"\0":
        encoding = "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"neither UTF-8 nor UTF-16: byte {error.start} is 0x{content[error.start]:02x}") from error


def delimited_rows(text: str) -> Iterator[list[str]]:
    """The rows of a delimited text; Unreadable with the line where it breaks."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=False)
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise Unreadable(
                    f"line {reader.line_num} has {len(row):,} columns, and tables have up to {MOST_COLUMNS:,}"
                )
            yield row
    except csv.Error as error:
        raise Unreadable(f"line {reader.line_num} is no row of a table ({error})") from error


def delimiter_of(text: str) -> str:
    """What parts the cells of the first line that has any of the usual marks outside quotes."""
    for line in text[:LONGEST_CELL].splitlines()[:50]:
        bare = "".join(line.split('"')[::2])
        if counts := {mark: bare.count(mark) for mark in DELIMITERS if mark in bare}:
            return max(counts, key=lambda mark: (counts[mark], -DELIMITERS.index(mark)))
    return ","
