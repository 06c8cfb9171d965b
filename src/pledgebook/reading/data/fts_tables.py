"""The tables that FTS gives as CSV, with or without a row of HXL tags: flows, and requirements of plans."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from pledgebook.model import ASIDE, AmountRange, Issue, PartialDate
from pledgebook.reading.data.fts import PUBLISHER, READER, Flow, Side, amount_told, record_of
from pledgebook.reading.data.parties import code_of_place
from pledgebook.reading.data.records import Record
from pledgebook.reading.options import Read, ReadOptions, Unreadable, checked_day

FLOWS = frozenset({"id", "amountUSD", "status", "boundary"})
"""Columns by which a table of flows is known."""

REQUIREMENTS = frozenset({"id", "name", "requirements", "funding"})
"""Columns by which a table of plans is known."""

LONGEST_CELL = 1_000_000
"""Characters of a cell: a hundred times the longest description. More comes of a quote that is never closed."""

SIDES = {
    "organisations": "Organization", "locations": "Locations", "plans": "Plan", "emergencies": "Emergency",
    "clusters": "GlobalClusters",
}  # fmt: skip


def is_table(beginning: str) -> bool:
    """Whether a file that begins so is a table of FTS."""
    return _kind_of(_header(beginning)) is not None


def _header(beginning: str) -> Sequence[str]:
    with suppress(csv.Error):
        return next(csv.reader(io.StringIO(beginning.lstrip("\ufeff").split("\n", 1)[0])), ())
    return ()


def _kind_of(header: Sequence[str]) -> frozenset[str] | None:
    return next((kind for kind in (FLOWS, REQUIREMENTS) if kind <= frozenset(header)), None)


def read_table(path: Path, options: ReadOptions, place: str) -> Iterator[Read]:
    """The rows of a table, one by one as it is read; one that cannot be used is an Issue with its line."""
    csv.field_size_limit(LONGEST_CELL)
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = next(rows)
            for cells in rows:
                line = rows.line_num
                if any(cell and not cell.startswith("#") for cell in cells):
                    yield _read_row(header, cells, f"{place}:{line}", options)
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 after line {line}: {error.reason}; save the file as UTF-8") from error
    except csv.Error as error:
        yield Issue(f"{place}:{line}", f"the table cannot be read from here on: {error}")
    except OSError as error:
        raise Unreadable(str(error.strerror or error)) from error


def _read_row(header: Sequence[str], cells: Sequence[str], place: str, options: ReadOptions) -> Read:
    if len(cells) != len(header):
        return Issue(place, f"{len(cells)} cells, and the header names {len(header)}")
    row = dict(zip(header, cells, strict=True))
    try:
        record = record_of(_flow(row), options) if frozenset(header) >= FLOWS else _plan(row, options)
    except Unreadable as error:
        return Issue(place, str(error))
    return record.read()


def _flow(row: Mapping[str, str]) -> Flow:
    return Flow(
        told=row,
        source=_side(row, "src"),
        destination=_side(row, "dest"),
        keywords=tuple(word for word in row.get("keywords", "").split(",") if word),
        place=f"row with id {row['id']}",
    )


def _side(row: Mapping[str, str], beginning: str) -> Side:
    names: dict[str, tuple[str, ...]]
    names = {sort: (told,) for sort, column in SIDES.items() if (told := row.get(beginning + column, ""))}
    if "locations" in names:
        names["locations"] = tuple(sorted(names["locations"][0].split(",")))
    years = dict.fromkeys(row.get(f"{beginning}UsageYear{end}", "") for end in ("Start", "End"))
    return Side(**names, years=tuple(year for year in years if year))


def _plan(row: Mapping[str, str], options: ReadOptions) -> Record:
    """What a plan needs as an appeal; its funding is a sum over flows, and is held aside."""
    country, year = row.get("countryCode", ""), row.get("year", "")
    id = f"plan {row['id'] or 'none'} {country} {year}".strip()
    title = " ".join(f"{row['name']} {country} {'' if year in row['name'] else year}".split())
    record = Record(READER, id, checked_day(None, options), PUBLISHER, title, "fts")
    line = record.line(title, {name: told for name, told in row.items() if name not in ("name", "countryCode")})
    shared = {
        "recipients": (code_of_place(country),) if country else (), "item": "humanitarian aid", "aid": "humanitarian",
        "programme": row["name"], "place": f"row with id {row['id']} {country}".strip(),
    }  # fmt: skip
    if (needed := amount_told(row.get("requirements"), "requirements")) is not None:
        amount = AmountRange.exactly(needed, "USD")
        record.claim(line, event="appeal", amount=amount, due=_day(row.get("endDate", "")), **shared)
    if (funding := amount_told(row.get("funding"), "funding")) is not None:
        amount = AmountRange.exactly(funding, "USD")
        record.claim(line, event="commit", amount=amount, basis="cumulative", whole_id=f"{ASIDE}sum of flows", **shared)
    return record


def _day(text: str) -> PartialDate | None:
    with suppress(ValueError):
        return PartialDate.of(date.fromisoformat(text[:10]))
    return None
