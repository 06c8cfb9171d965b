"""Any table through a mapping: with row ids each row is a record of its own; without, the table is one snapshot.

The snapshots of a series replace each other. Which row of one is which of the next is found out when claims are linked,
over all snapshots that the book holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pledgebook.fields import WrongField, amount_of, date_of
from pledgebook.model import AIDS, BASES, EVENTS, ITEM, AmountRange, Issue
from pledgebook.reading.data.cells import day, is_nothing, number, told
from pledgebook.reading.data.mapping import Mapping as TableMapping
from pledgebook.reading.data.mapping import day_in_name
from pledgebook.reading.data.parties import code_of_party
from pledgebook.reading.data.records import Record, contents
from pledgebook.reading.data.sheets import Cell, Grid
from pledgebook.reading.options import Read, ReadOptions, Unreadable, checked_day
from pledgebook.vocabulary import code_of, kind_of

TABLE_READER = "table 1"
SNAPSHOT_READER = "snapshot 1"

SPLIT_AT = (";", "+", " and ", "/")


def read_mapped(grid: Grid, mapping: TableMapping, options: ReadOptions, file: str) -> Iterator[Read]:
    """The records of a table; a row that cannot be used is an Issue with its cell."""
    of_name = day_in_name(Path(file).name) if mapping.from_name else None
    day_told = checked_day(mapping.published or of_name, options)
    header = grid.rows[mapping.header - 1] if len(grid.rows) >= mapping.header else ()
    headings = {told(cell).lower(): place for place, cell in reversed(list(enumerate(header)))}
    columns = {}
    for name, heading in mapping.columns.items():
        if heading.strip().lower() not in headings:
            raise Unreadable(f"there is no column {heading!r} in row {mapping.header}")
        columns[name] = headings[heading.strip().lower()]
    rows = [(n, r) for n, r in enumerate(grid.rows) if n >= mapping.header and any(not is_nothing(c) for c in r)]
    if "id" in columns:
        yield from _records(grid, mapping, columns, rows, day_told, options, file)
    else:
        yield from _snapshot(grid, mapping, columns, rows, day_told, options, file)


Rows = Sequence[tuple[int, Sequence[Cell]]]


def _records(
    grid: Grid, mapping: TableMapping, columns: Mapping[str, int], rows: Rows, published: date, options: ReadOptions,
    file: str,
) -> Iterator[Read]:  # fmt: skip
    """One record for each identifier, with a claim for each of its rows."""
    records: dict[str, Record] = {}
    for number_, cells in rows:
        row = _Row(grid, mapping, columns, number_, cells)
        id = row.text("id")
        try:
            if not id:
                raise Unreadable("a row without an identifier")
            if id not in records:
                publisher = mapping.publisher or options.publisher
                title = f"{id}: {mapping.series}"
                records[id] = Record(
                    TABLE_READER, id, published, publisher, title, mapping.series, row.text("url") or None
                )
            row.add_to(records[id], in_series=mapping.series)
        except Unreadable as error:
            yield Issue(f"{file}#{grid.place(number_, columns['id'])}", str(error))
    yield from (record.read() for record in records.values() if record.has_claims)
    yield contents(TABLE_READER, mapping.series, published, mapping.publisher or options.publisher, records)


def _snapshot(
    grid: Grid, mapping: TableMapping, columns: Mapping[str, int], rows: Rows, published: date, options: ReadOptions,
    file: str,
) -> Iterator[Read]:  # fmt: skip
    """The whole table as one document, a claim a row."""
    publisher = mapping.publisher or options.publisher
    record = Record(SNAPSHOT_READER, "snapshot", published, publisher, f"{mapping.series}, {published}", mapping.series)
    for number_, cells in rows:
        row = _Row(grid, mapping, columns, number_, cells)
        try:
            row.add_to(record)
        except Unreadable as error:
            yield Issue(f"{file}#{grid.place(number_, row.first_column)}", str(error))
    if not record.has_claims:
        raise Unreadable("no row that can be used")
    yield record.read()


class _Row:
    """One row of a table as its mapping reads it."""

    def __init__(
        self, grid: Grid, mapping: TableMapping, columns: Mapping[str, int], number_: int, cells: Sequence[Cell]
    ) -> None:
        self._grid, self._mapping, self._columns, self._number, self._cells = grid, mapping, columns, number_, cells

    @property
    def first_column(self) -> int:
        return min(self._columns.values(), default=0)

    def cell(self, name: str) -> Cell:
        place = self._columns.get(name)
        return self._cells[place] if place is not None and place < len(self._cells) else ""

    def text(self, name: str) -> str:
        """What the row tells, in our words where the mapping has them; else the default."""
        own = told(self.cell(name))
        words = self._mapping.values.get(name)
        if words is not None and own:
            return words.get(own.lower(), own)
        return own or self._mapping.defaults.get(name, "")

    def add_to(self, record: Record, in_series: str | None = None) -> None:
        """A line with all that the row tells, and its claim; Unreadable if it tells none.

        `in_series`: the series within which its identifier, and that of its whole, hold; None for rows without any.
        """
        fields = {name: told(self._cells[place]) for name, place in self._columns.items() if place < len(self._cells)}
        plain: dict[str, Any] = {
            "event": self._word("event", EVENTS, "pledge"), "aid": self._word("aid", AIDS, "other"),
            "basis": self._word("basis", BASES, "total"), "donors": self._parties("donors"),
            "recipients": self._parties("recipients"), "amount": self._amount(),
            "item": self.text("item").lower() or None,
            "happened": self._date("happened"), "due": self._date("due"), "speaker": self.text("speaker") or None,
            "channel": self.text("channel") or None, "programme": self.text("programme") or None,
            "instrument": self.text("instrument") or None, "place": self._place(),
            "source_id": self._identifier("id", in_series), "whole_id": self._identifier("whole_id", in_series),
        }  # fmt: skip
        if plain["amount"] is None and plain["item"] is None:
            raise Unreadable("a row without an amount or an item")
        heads = {self._mapping.columns[name]: value for name, value in fields.items()}
        record.claim(record.line(f"row {self._number + 1}", heads), **plain)

    def _identifier(self, name: str, series: str | None) -> str | None:
        told_id = self.text(name)
        return f"{series}/{told_id}" if series is not None and told_id else None

    def _place(self) -> str:
        name = next((name for name in ("amount", "low", "high", "item") if name in self._columns), None)
        return self._grid.place(self._number, self._columns[name] if name else self.first_column)

    def _word(self, name: str, known: tuple[str, ...], otherwise: str) -> str:
        word = self.text(name).strip().lower() or otherwise
        if word not in known:
            raise Unreadable(f"{name} is {word!r}; say in [values.{name}] which of {', '.join(known)} it is")
        return word

    def _parties(self, name: str) -> tuple[str, ...]:
        """The codes of the parties that a cell names, several parted by ; + / or "and"."""
        names = [self.text(name)]
        if code_of(names[0]) is None:
            for mark in SPLIT_AT:
                names = [part.strip() for each in names for part in each.split(mark)]
        codes = {party_code(each) for each in names if each.strip()}
        return tuple(sorted(codes))

    def _amount(self) -> AmountRange | None:
        """The amount in single units; a negative one is none that a table of promises can hold."""
        bounds: dict[str, Decimal | None] = {}
        for end in ("low", "high"):
            column = "amount" if "amount" in self._columns else end
            cell = self.cell(column)
            value = number(cell)
            if value is None and not is_nothing(cell):
                raise Unreadable(f"{self._mapping.columns[column]} is {told(cell)!r}, which is no number")
            bounds[end] = None if value is None else value * self._mapping.scale
        if bounds["low"] is None and bounds["high"] is None:
            return None
        unit = self.text("unit")
        try:
            return amount_of({**bounds, "unit": ITEM if unit.lower() in ("item", "items") else unit.upper()})
        except WrongField as error:
            raise Unreadable(str(error)) from error

    def _date(self, name: str) -> Any:
        if name in self._columns:
            return day(self.cell(name))
        try:
            return date_of({name: self._mapping.defaults.get(name)}, name)
        except WrongField as error:
            raise Unreadable(str(error)) from error


def party_code(name: str) -> str:
    """The code of a party by its code or name, as tables name it."""
    plain = name.strip()
    return plain if kind_of(plain) is not None else code_of_party(plain)
