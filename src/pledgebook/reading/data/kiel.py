"""The Kiel Institute's Ukraine Support Tracker: its row-level sheet, as a workbook or as delimited text.

An activity (`DKM3`) is a record, and its promise of money a claim: the value as given, and in euros as the tracker
converted it (`worth`). Rows of one package repeat its value or leave it empty; it counts once. Each row that tells a
thing is a part of its own (`DKM3/2`), with the units promised and delivered. Columns are found by their headings, which
drift between releases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.model import AmountRange, Issue, PartialDate
from pledgebook.reading.data.cells import count, day, is_nothing, is_undisclosed, number, told
from pledgebook.reading.data.kiel_columns import Columns
from pledgebook.reading.data.records import Record, contents
from pledgebook.reading.data.sheets import Cell, Grid
from pledgebook.reading.options import Read, ReadOptions, Unreadable, checked_day
from pledgebook.vocabulary import code_of
from pledgebook.vocabulary.money import currencies

READER = "kiel 1"
SERIES = "kiel"
PUBLISHER = "Kiel Institute for the World Economy"
RECIPIENT = "UA"

VALUATIONS = {
    "value is given by the source": "stated", "value is given by hand": "estimated by hand",
    "value is calculated with prices": "price list",
}  # fmt: skip

INSTRUMENTS = (("loan", "loan"), ("guarantee", "guarantee"), ("swap", "swap line"), ("grant", "grant"))

OWN_CODES = {"european peace facility": "european-peace-facility", "eu (commission and council)": "EU"}
"""Donors that are no states and whose names in the tracker are its own."""

EURO = "EUR"
CENT = Decimal("0.01")


def read_kiel(grid: Grid, columns: Columns, published: date | None, options: ReadOptions, file: str) -> Iterator[Read]:
    """A record for each activity, in the order of the sheet; a row that cannot be used is an Issue with its place."""
    day_of_release = checked_day(published, options)
    rows = [(n, row) for n, row in enumerate(grid.rows) if n > columns.header and any(not is_nothing(c) for c in row)]
    activities: dict[str, list[tuple[int, Sequence[Cell]]]] = {}
    for each in rows:
        activities.setdefault(told(columns.cell(each[1], "id")), []).append(each)
    for id, activity in activities.items():
        first = activity[0][0]
        if not id:
            yield Issue(f"{file}#{grid.place(first, columns.at['id'])}", "a row without an identifier")
            continue
        try:
            yield _Activity(grid, columns, day_of_release, id, activity).record().read()
        except Unreadable as error:
            yield Issue(f"{file}#{grid.place(first, columns.at['id'])}", f"{id}: {error}")
    yield contents(READER, SERIES, day_of_release, PUBLISHER, filter(None, activities))


class _Activity:
    """One activity with its rows: what is promised of it in money, and each of its things."""

    def __init__(
        self, grid: Grid, columns: Columns, published: date, id: str, rows: Sequence[tuple[int, Sequence[Cell]]]
    ) -> None:
        self._grid, self._columns, self._published, self._id, self._rows = grid, columns, published, id, rows
        self._first = rows[0][1]
        self._donors = (self._donor(),)
        self._aid = self._kind_of_aid()

    def _donor(self) -> str:
        name = self._told("donor")
        code = OWN_CODES.get(name.lower()) or code_of(name)
        if code is None:
            raise Unreadable(f"no such donor is known: {name!r}")
        return code

    def _kind_of_aid(self) -> str:
        word = self._told("aid").lower()
        if word not in ("military", "financial", "humanitarian"):
            raise Unreadable(f"no such kind of aid is known: {word!r}")
        return word

    def _told(self, name: str) -> str:
        return told(self._columns.cell(self._first, name))

    def _place(self, row: int, name: str) -> str:
        return self._grid.place(row, self._columns.at.get(name, self._columns.at["id"]))

    def record(self) -> Record:
        title = f"{self._id}: {self._told('donor')} to Ukraine"
        record = Record(READER, self._id, self._published, PUBLISHER, title, SERIES)
        self._money(record)
        things = [each for each in self._rows if told(self._columns.cell(each[1], "item"))]
        for place, (row, cells) in enumerate(things, 1):
            self._thing(record, row, cells, f"{self._id}/{place}")
        return record

    def _dates(self) -> dict[str, PartialDate]:
        """When it was announced; a day after the release is the day by which it is to come."""
        when = day(self._columns.cell(self._first, "announced"))
        if when is None:
            return {}
        return {"due": when} if when.first_day > self._published else {"happened": when}

    def _money(self, record: Record) -> None:
        """The claim about the whole activity: its sum where one is told, else that it was promised."""
        row, cells = next((each for each in self._rows if self._sum(each[1]) is not None), self._rows[0])
        total, euros = self._sum(cells) or (None, None)
        unit = self._currency(total is not None)
        links = dict.fromkeys(told(cells[i]) for i in self._columns.links if i < len(cells))
        line = record.line(
            f"{self._id} | {self._told('donor')} | {self._told('aid')}, {self._told('kind')}",
            {
                "announced": self._told("announced"),
                "value": f"{in_figures(total)} {unit}" if total is not None else "not given",
                "in euros by the tracker": None if euros is None else in_figures(euros),
                "valued": self._told("valued"), "as told": self._told("explanation"),
                "sources": " ".join(link for link in links if link.startswith(("http://", "https://"))),
            },
        )  # fmt: skip
        plain: dict[str, Any] = {
            "donors": self._donors, "recipients": (RECIPIENT,), "aid": self._aid,
            "item": self._told("kind").lower() or None, "instrument": self._instrument(),
            "valuation": VALUATIONS.get(self._told("valued").lower()),
            "place": self._place(row, "euros" if euros is not None else "id"), **self._dates(),
        }  # fmt: skip
        if total is not None and total < 0:
            worth = None if euros is None else AmountRange.exactly(abs(euros), EURO)
            record.claim(line, event="cancel", amount=AmountRange.exactly(-total, unit), worth=worth, **plain)
            return
        amount = None if total is None else AmountRange.exactly(total, unit)
        worth = None if euros is None else AmountRange.exactly(euros, EURO)
        record.claim(line, event=self._event(), amount=amount, worth=worth, **plain)
        self._arrived(record, row, cells, plain, total, euros, unit)

    def _event(self) -> str:
        """What the tracker calls an allocation is for a specific package, which is decided."""
        return "commit" if "allocation" in self._told("measure").lower() else "pledge"

    def _arrived(
        self, record: Record, row: int, cells: Sequence[Cell], plain: Mapping[str, Any], total: Decimal | None,
        euros: Decimal | None, unit: str,
    ) -> None:  # fmt: skip
        """The sum that has arrived, told in euros: turned back into the promise's currency at the tracker's rate."""
        arrived = number(self._columns.cell(cells, "euros_delivered"))
        if arrived is None or arrived <= 0:
            return
        own = arrived if not total or not euros or unit == EURO else (arrived * total / euros).quantize(CENT)
        line = record.line(f"{self._id} | delivered", {"in euros by the tracker": in_figures(arrived)})
        fields = {
            **plain, "place": self._place(row, "euros_delivered"), "worth": AmountRange.exactly(arrived, EURO),
            "amount": AmountRange.exactly(own, unit if total else EURO), "basis": "cumulative",
        }  # fmt: skip
        fields.pop("happened", None)
        fields.pop("due", None)
        record.claim(line, event="deliver", **fields)

    def _sum(self, cells: Sequence[Cell]) -> tuple[Decimal, Decimal | None] | None:
        """The activity's value in its currency and in euros, from the row that carries it; None on the others."""
        first = number(self._columns.cell(cells, "first"))
        euros = number(self._columns.cell(cells, "euros"))
        if (first is not None and first != 1) or (euros is None and "euros" in self._columns.at):
            return None
        total = number(self._columns.cell(cells, "total"))
        if total is None:
            total = euros if euros is not None else number(self._columns.cell(cells, "given"))
        return None if total is None else (total, euros)

    def _currency(self, has_sum: bool) -> str:
        """The currency of the value; a value that is only told in euros is in euros."""
        code = self._told("currency").upper()
        if not has_sum or number(self._columns.cell(self._first, "total")) is None or not code:
            return EURO
        if code not in currencies():
            raise Unreadable(f"no such currency is known: {code!r}")
        return code

    def _instrument(self) -> str | None:
        kind = self._told("kind").lower()
        found = next((instrument for word, instrument in INSTRUMENTS if word in kind), None)
        return found or (None if self._aid == "financial" else "in kind" if "assistance" not in kind else None)

    def _thing(self, record: Record, row: int, cells: Sequence[Cell], id: str) -> None:
        """The claims about one thing of the package: units promised, and of these delivered.

        Deliveries that are `undisclosed` are not told of: nobody says whether anything has come.
        """
        item, subtype = told(self._columns.cell(cells, "item")), told(self._columns.cell(cells, "item_subtype"))
        units, some = count(self._columns.cell(cells, "units"))
        arrived, some_arrived = count(self._columns.cell(cells, "units_delivered"))
        if not (some or some_arrived):
            return
        line = record.line(
            f"{id} | {item}",
            {
                "kind": subtype or told(self._columns.cell(cells, "item_type")),
                "units": told(self._columns.cell(cells, "units")),
                "units delivered": told(self._columns.cell(cells, "units_delivered")),
            },
        )
        plain: dict[str, Any] = {
            "donors": self._donors, "recipients": (RECIPIENT,), "aid": self._aid, "instrument": "in kind",
            "item": kind_of_thing(item, subtype), "source_id": id, "whole_id": self._id,
        }  # fmt: skip
        if some:
            record.claim(
                line, event=self._event(), amount=units, place=self._place(row, "units"), **plain, **self._dates()
            )
        if some_arrived and not is_undisclosed(self._columns.cell(cells, "units_delivered")):
            basis = "cumulative" if arrived is not None else "part"
            record.claim(
                line, event="deliver", amount=arrived, basis=basis, place=self._place(row, "units_delivered"), **plain
            )


def in_figures(value: Decimal) -> str:
    """A value as text: to the cent, without zeros at the end."""
    return f"{value.quantize(CENT).normalize():f}"


def kind_of_thing(item: str, subtype: str) -> str:
    """The tracker's own kind of thing without its abbreviation ("main battle tank"), else the thing as it is named."""
    kind = subtype.split("(")[0].strip() or subtype
    return (kind or item).lower()
