"""Tables as JSONL and CSV: the same rows give the same bytes, and no cell can act on who opens it."""

from __future__ import annotations

import csv
import functools
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.model import plain_number
from pledgebook.reporting.table import AMOUNT_COLUMNS, Row, Table
from pledgebook.reporting.words import printable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet take a cell for a formula (OWASP, CSV injection)."""

_BREAKS_LINES = r"[\x7f-\x9f\x{ad}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{feff}]"
"""What JSON leaves as it is, but some readers take for a line end and some terminals for a command."""


@functools.cache
def _breaks_lines() -> Any:
    import re2

    return re2.compile(_BREAKS_LINES)


def json_line(row: Row) -> str:
    """The row as one line of JSON in UTF-8; invisible characters are written as escapes."""
    try:
        text = json.dumps(row, ensure_ascii=False, default=_plain)
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(row, default=_plain)
    return str(_breaks_lines().sub(lambda found: f"\\u{ord(found.group(0)):04x}", text))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a table")


def jsonl(table: Table) -> Iterator[str]:
    """One line of JSON a row, without line ends, keys in the table's order."""
    for row in table.rows:
        yield json_line({name: row.get(name) for name in table.columns})


def csv_lines(table: Table) -> Iterator[str]:
    """The header and one record a row; amounts are two columns, lists are joined with semicolons."""
    yield csv_record(_csv_header(table.columns))
    for row in table.rows:
        yield csv_record(cell for name in table.columns for cell in _csv_cells(name, row.get(name)))


def csv_record(cells: Iterable[object]) -> str:
    """One record, without its line end."""
    buffer = io.StringIO()
    # Only what the writer takes for a line end is sure to be put in quotes.
    csv.writer(buffer, lineterminator="\r\n").writerow(list(cells))
    return buffer.getvalue().removesuffix("\r\n")


def _csv_header(columns: tuple[str, ...]) -> Iterator[str]:
    for name in columns:
        yield from (f"{name}_low", f"{name}_high") if name in AMOUNT_COLUMNS else (name,)


def _csv_cells(column: str, value: Any) -> Iterator[object]:
    if column in AMOUNT_COLUMNS:
        yield from ("" if bound is None else bound for bound in (value or (None, None)))
    elif isinstance(value, list | tuple):
        yield harmless(";".join(part if isinstance(part, str) else json_line(part) for part in value))
    elif isinstance(value, str):
        yield harmless(value)
    else:
        yield "" if value is None else value


def harmless(cell: str) -> str:
    """The cell so that no spreadsheet runs it: an apostrophe before `=`, `+`, `-`, `@`, tab and line ends.

    Plain numbers stay as they are.
    """
    text = printable(cell)
    if text.startswith(FORMULA_STARTS) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    digits = text[1:] if text[0] in "+-" else text
    whole, point, decimals = digits.partition(".")
    return whole.isascii() and whole.isdigit() and (not point or (decimals.isascii() and decimals.isdigit()))
