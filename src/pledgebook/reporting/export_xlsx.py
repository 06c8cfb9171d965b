"""An export as a workbook: pledges, claims, the report, and how they came about with the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from pledgebook.reporting.export_files import reasons_in_words
from pledgebook.reporting.export_method import Method
from pledgebook.reporting.export_place import FILE_SIGN
from pledgebook.reporting.export_tables import DOCUMENT_COLUMNS, Column, ExportTable
from pledgebook.reporting.exports import harmless
from pledgebook.reporting.table import Row

LONGEST_CELL = 32_767
"""Characters (of UTF-16) that a cell holds, in Excel and in this format."""

MOST_ROWS = 1_048_576
"""Rows of a sheet, the header among them; so Excel, and this format."""

FIRST_DAY = date(1900, 3, 1)
"""The first day that all spreadsheets number alike: Excel holds 1900 for a leap year."""

SHEETS = {"pledges": "Pledges", "claims": "Claims", "report": "Report"}
METHOD_SHEET = "Method and sources"
SOURCE_COLUMNS = ("document", "published", "publisher", "title", "url")

WIDTHS = {
    "text": 14,
    "texts": 14,
    "day": 11,
    "date": 11,
    "int": 8,
    "number": 10,
    "amount": 18,
    "truth": 9,
    "reasons": 40,
}
"""Characters that a column of a kind shows: ids are 18, amounts of billions 14 with their separators."""

WIDER = {
    "pledge": 20, "claim": 20, "part_of": 20, "document": 22, "quote": 70, "item": 26, "publisher": 22, "title": 50,
    "url": 50, "speaker": 22, "held_by": 22, "aliases": 30, "unit": 6,
}  # fmt: skip

FORMATS = {
    "head": {"bold": True, "bottom": 1}, "day": {"num_format": "yyyy-mm-dd"}, "whole": {"num_format": "#,##0"},
    "broken": {"num_format": "#,##0.00"}, "long": {"text_wrap": True, "valign": "top"},
}  # fmt: skip

Formats: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class _Sheet:
    """A sheet in the making, written row by row."""

    sheet: Any
    formats: Formats
    row: int = 0

    def head(self, columns: Sequence[Column]) -> None:
        for place, column in enumerate(columns):
            self.sheet.set_column(place, place, WIDER.get(column.name, WIDTHS[column.kind]))
            self.sheet.write_string(self.row, place, column.name, self.formats["head"])
        self.sheet.freeze_panes(self.row + 1, 0)
        self.row += 1

    def add(self, columns: Sequence[Column], row: Row) -> None:
        for place, column in enumerate(columns):
            self.cell(place, column, row.get(column.name))
        self.row += 1

    def cell(self, place: int, column: Column, value: Any) -> None:
        """Numbers as numbers, days as days, all else as text that is no formula."""
        if value is None or value in ("", []):
            return
        if isinstance(value, bool):
            self.sheet.write_boolean(self.row, place, value)
        elif isinstance(value, Decimal):
            whole = value == value.to_integral_value()
            self.sheet.write_number(self.row, place, value, self.formats["whole" if whole else "broken"])
        elif isinstance(value, int | float):
            self.sheet.write_number(self.row, place, value)
        elif (day := _day(column, value)) is not None:
            self.sheet.write_datetime(self.row, place, day, self.formats["day"])
        else:
            self.sheet.write_string(self.row, place, cell_text(_words(column, value)))


def _day(column: Column, value: Any) -> datetime | None:
    """The day that a cell tells; None for a month, a year, and a day that spreadsheets do not number alike."""
    if column.kind == "date" and isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == len("2024-03-13") else None
    if not isinstance(value, date) or value < FIRST_DAY:
        return None
    return datetime.combine(value, time())


def _words(column: Column, value: Any) -> str:
    if column.kind == "reasons":
        return reasons_in_words(value)
    return ";".join(value) if isinstance(value, list) else str(value)


def cell_text(text: str) -> str:
    """The text as a cell can hold it: not too long, nothing that XML forbids, nothing that runs."""
    allowed = harmless(text).replace("\ufffe", "").replace("\uffff", "")
    if len(allowed) * 2 <= LONGEST_CELL or _units(allowed) <= LONGEST_CELL:
        return allowed
    cut = allowed.encode("utf-16-le")[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore")
    return f"{cut}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def write_workbook(path: Path, tables: Sequence[ExportTable], method: Method) -> tuple[str, ...]:
    """The workbook, and what did not go into it; the same tables give the same bytes."""
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": str(path.parent), "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    with Workbook(str(path), options) as book:
        book.set_properties(
            {"created": datetime.combine(method.as_of, time(), UTC), "title": cell_text(method.citation)}
        )
        book.set_custom_property("Made by", FILE_SIGN)
        formats = {name: book.add_format(told) for name, told in FORMATS.items()}
        by_name = {table.name: table for table in tables}
        notes = [
            note
            for name, title in SHEETS.items()
            for note in _write_table(_Sheet(book.add_worksheet(title), formats), by_name[name])
        ]
        _write_method(_Sheet(book.add_worksheet(METHOD_SHEET), formats), by_name["documents"], method, notes)
    return tuple(notes)


def _write_table(sheet: _Sheet, table: ExportTable) -> Iterator[str]:
    """The table with a header that stays in sight; tells how much did not go into the sheet."""
    sheet.head(table.columns)
    left_out = 0
    for row in table.rows():
        if sheet.row < MOST_ROWS:
            sheet.add(table.columns, row)
        else:
            left_out += 1
    sheet.sheet.autofilter(0, 0, sheet.row - 1, len(table.columns) - 1)
    if left_out:
        yield f"{left_out:,} rows of {table.name} do not go into a sheet; export csv or parquet to have them all"


METHOD_COLUMNS = (Column("what", "text", ""), Column("is told", "text", ""))


def _write_method(sheet: _Sheet, documents: ExportTable, method: Method, notes: Sequence[str]) -> None:
    sources = [column for name in SOURCE_COLUMNS for column in DOCUMENT_COLUMNS if column.name == name]
    sheet.head(METHOD_COLUMNS)
    for place, width in enumerate((22, 90, 22, 50, 50)):
        sheet.sheet.set_column(place, place, width)
    for what, told in [*method.lines(), *(("left out", note) for note in notes)]:
        sheet.sheet.write_string(sheet.row, 0, what)
        sheet.sheet.write_string(sheet.row, 1, cell_text(told), sheet.formats["long"])
        sheet.row += 1
    sheet.row += 1
    for place, column in enumerate(sources):
        sheet.sheet.write_string(sheet.row, place, column.name, sheet.formats["head"])
    sheet.row += 1
    for row in documents.rows():
        if sheet.row < MOST_ROWS:
            sheet.add(sources, row)
