"""A first mapping for a table that nobody has described: what each heading probably means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pledgebook.model import EVENTS
from pledgebook.reading.data.cells import day, is_nothing, number, told
from pledgebook.reading.data.kinds import is_workbook
from pledgebook.reading.data.sheets import Cell, Grid, Workbook, read_delimited
from pledgebook.reading.options import Unreadable
from pledgebook.vocabulary.money import currencies

GUESSES: dict[str, tuple[str, ...]] = {
    "id": ("id", "ref", "reference", "number", "project id", "activity id", "identifier", "code"),
    "donors": (
        "donor",
        "donors",
        "source organization",
        "provider",
        "giver",
        "from",
        "country",
        "funder",
        "contributor",
    ),
    "recipients": (
        "recipient",
        "recipients",
        "destination",
        "beneficiary",
        "receiver",
        "to",
        "area",
        "recipient country",
    ),
    "amount": (
        "amount",
        "value",
        "funding",
        "sum",
        "commitment",
        "pledge",
        "total",
        "amount usd",
        "budget",
        "usd",
        "eur",
    ),
    "unit": ("currency", "unit", "original currency"),
    "item": ("item", "description", "purpose", "project", "title", "what", "equipment"),
    "event": ("status", "committed", "stage", "state", "type"),
    "happened": ("date", "announced", "announcement date", "decision date", "signed", "date of pledge"),
    "due": ("due", "deadline", "by", "end date", "delivery date"),
    "channel": ("channel", "implementer", "agency", "organisation", "organization", "recipient organization"),
    "programme": ("programme", "program", "plan", "appeal", "fund"),
    "instrument": ("instrument", "loan or grant", "finance type", "type of finance"),
}
"""Headings, in lower case, that usually mean a field; the first that fits is taken."""

EVENT_WORDS = {
    "pledged": "pledge", "pledge": "pledge", "announced": "pledge", "uncommitted": "pledge", "planned": "propose",
    "proposed": "propose", "committed": "commit", "commitment": "commit", "approved": "commit", "signed": "commit",
    "allocated": "commit", "contracted": "contract", "ordered": "contract", "paid": "deliver", "disbursed": "deliver",
    "delivered": "deliver", "received": "deliver", "cancelled": "cancel", "canceled": "cancel", "suspended": "block",
}  # fmt: skip

ROWS_LOOKED_AT = 200
HEADER_ROWS = 20


def first_grid(path: Path, sheet: str | None = None) -> Grid:
    """The table in a file: of a workbook the named sheet, else the one with the most rows; Unreadable if it is none."""
    if not is_workbook(path):
        return read_delimited(path, path.name)
    book = Workbook(path)
    if sheet is not None:
        return book.sheet(sheet)
    return max((book.sheet(name) for name in book.names), key=lambda grid: len(grid.rows))


def propose(grid: Grid, series: str) -> str:
    """A mapping file for the table, as TOML with comments; Unreadable if no column looks like an amount or an item."""
    header = _header_row(grid.rows)
    headings = [told(cell) for cell in grid.rows[header]] if grid.rows else []
    body = [row for row in grid.rows[header + 1 : header + 1 + ROWS_LOOKED_AT] if any(not is_nothing(c) for c in row)]
    columns = _columns(headings, body)
    if not {"amount", "item"} & set(columns):
        raise Unreadable("no column looks like an amount or a thing; write a mapping by hand")
    return "\n".join([*_settings(series, header, body, columns), *_column_lines(columns, headings),
                      *_defaults(columns, body), *_event_words(columns, body)]) + "\n"  # fmt: skip


def _header_row(rows: Sequence[Sequence[Cell]]) -> int:
    """The row with the most different texts among the first: the headings."""
    counted = [len({told(c).lower() for c in row if told(c) and number(c) is None}) for row in rows[:HEADER_ROWS]]
    return counted.index(max(counted)) if counted else 0


def _columns(headings: Sequence[str], body: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """The column of each field: by its heading, whole or with more words, where its cells fit the field."""
    found: dict[str, int] = {}
    low = [" ".join(heading.lower().replace("_", " ").split()) for heading in headings]
    for exact in (True, False):
        for field, words in GUESSES.items():
            for word in words:
                places = [
                    n for n, h in enumerate(low)
                    if n not in found.values() and h and (h == word if exact else word in h.split())
                ]  # fmt: skip
                fitting = [n for n in places if _fits(field, [row[n] for row in body if n < len(row)])]
                if field not in found and fitting:
                    found[field] = fitting[0]
    return found


def _fits(field: str, cells: Sequence[Cell]) -> bool:
    telling = [cell for cell in cells if not is_nothing(cell)]
    if not telling:
        return False
    if field == "amount":
        return sum(number(cell) is not None for cell in telling) * 2 > len(telling)
    if field in ("happened", "due"):
        return sum(day(cell) is not None for cell in telling) * 2 > len(telling)
    if field == "unit":
        return all(told(cell).upper() in currencies() for cell in telling)
    if field == "event":
        return any(told(cell).strip().lower() in EVENT_WORDS for cell in telling)
    if field == "id":
        return len({told(cell) for cell in telling}) == len(telling)
    return True


def _settings(series: str, header: int, body: Sequence[Sequence[Cell]], columns: dict[str, int]) -> list[str]:
    return [
        "# What the columns of this table mean. Look it over, then: pledgebook read --book BOOK --map THIS FILE",
        f"series = {_quoted(series)}", 'publisher = ""', 'published = "name"  # the day in the file\'s name, or a day',
        f"header = {header + 1}", "scale = 1  # 1000000 for amounts in millions",
    ]  # fmt: skip


def _column_lines(columns: dict[str, int], headings: Sequence[str]) -> list[str]:
    return ["", "[columns]", *(f"{field} = {_quoted(headings[place])}" for field, place in columns.items())]


def _defaults(columns: dict[str, int], body: Sequence[Sequence[Cell]]) -> list[str]:
    lines = ["", "[defaults]"]
    lines += [] if "unit" in columns else ['unit = "USD"  # or item, for things that are counted']
    lines += [] if "recipients" in columns else ['recipients = ""  # a code such as UA']
    return [*lines, 'aid = "other"  # military, financial, humanitarian or other']


def _event_words(columns: dict[str, int], body: Sequence[Sequence[Cell]]) -> list[str]:
    if "event" not in columns:
        return []
    words = dict.fromkeys(told(row[columns["event"]]).strip().lower() for row in body if columns["event"] < len(row))
    lines = [f"{_quoted(word)} = {_quoted(EVENT_WORDS.get(word, 'pledge'))}" for word in words if word]
    return ["", f"[values.event]  # one of {', '.join(EVENTS)}", *lines]


def _quoted(text: str) -> str:
    """A TOML string of any text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else " " for c in escaped) + '"'
