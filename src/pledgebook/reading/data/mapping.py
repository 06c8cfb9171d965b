"""The small file that says what the columns of a table mean.

series = "ebola-pledges"            # what the table is called; its snapshots replace each other
publisher = "UN Office for the Coordination of Humanitarian Affairs"
published = "2014-11-11"            # or "name": the date in the file's name
header = 1                          # the row of the headings
scale = 1                           # what an amount is multiplied by

[columns]                           # field = heading; with an id each row is a record of its own
donors = "Donor"
recipients = "Area"
amount = "Funding"

[defaults]                          # fields that no column tells
unit = "USD"
aid = "humanitarian"

[values.event]                      # the table's words, in any case, and ours
"Pledged" = "pledge"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import re2

from pledgebook.model import AIDS, BASES, EVENTS
from pledgebook.reading.options import Unreadable

FIELDS = (
    "id", "whole_id", "event", "donors", "recipients", "amount", "low", "high", "unit", "item", "aid", "basis",
    "happened", "due", "speaker", "channel", "programme", "instrument", "description", "url",
)  # fmt: skip
"""What a column, or a default, may tell."""

SETTINGS = ("series", "publisher", "published", "header", "scale", "sheet", "columns", "defaults", "values")
CHECKED = {"event": EVENTS, "aid": AIDS, "basis": BASES}
"""Fields that take one of our words."""

BESIDE = ".map.toml"
OF_FOLDER = "map.toml"
FROM_NAME = "name"
LARGEST_SCALE = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a table's columns mean; `columns` are headings by field, `values` ours by the table's words, by field."""

    series: str
    columns: MappingOf[str, str]
    defaults: MappingOf[str, str] = field(default_factory=dict)
    values: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)
    publisher: str = ""
    published: date | None = None
    from_name: bool = False
    header: int = 1
    scale: Decimal = Decimal(1)
    sheet: str | None = None


def mapping_for(table: Path, given: Path | None) -> Mapping | None:
    """The mapping given, else the one beside the table (`FILE.map.toml`), else its folder's (`map.toml`); or None."""
    for place in (given, table.with_name(table.name + BESIDE), table.with_name(OF_FOLDER)):
        if place is not None and (place == given or place.is_file()):
            return read_mapping(place)
    return None


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file; Unreadable with what is wrong in it."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"the mapping {path.name} cannot be read ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"the mapping {path.name} is no TOML: {error}") from error
    try:
        return mapping_of(told, path.name.removesuffix(BESIDE).removesuffix(".toml"))
    except Unreadable as error:
        raise Unreadable(f"the mapping {path.name}: {error}") from error


def mapping_of(told: MappingOf[str, Any], name: str) -> Mapping:
    """The mapping that a TOML document tells; `name` is the series of one that names none."""
    _require_known(told, SETTINGS, "setting")
    columns, defaults, values = (_table(told, key) for key in ("columns", "defaults", "values"))
    _require_known({**columns, **defaults}, FIELDS, "field")
    _require_known(values, FIELDS, "field")
    if not {"amount", "low", "high", "item"} & set(columns):
        raise Unreadable("[columns] needs an amount, or an item")
    published = told.get("published")
    return Mapping(
        series=str(told.get("series") or name),
        columns={key: str(value) for key, value in columns.items()},
        defaults={key: _checked(key, str(value)) for key, value in defaults.items()},
        values={key: _words(key, value) for key, value in values.items()},
        publisher=str(told.get("publisher", "")),
        published=_day(published) if published not in (None, FROM_NAME) else None,
        from_name=published == FROM_NAME,
        header=_whole(told.get("header", 1)),
        scale=_scale(told.get("scale", 1)),
        sheet=told.get("sheet"),
    )


def _table(told: MappingOf[str, Any], key: str) -> MappingOf[str, Any]:
    value = told.get(key, {})
    if not isinstance(value, dict):
        raise Unreadable(f"{key} must be a table: [{key}]")
    return value


def _require_known(told: MappingOf[str, Any], known: tuple[str, ...], kind: str) -> None:
    for name in told:
        if name not in known:
            raise Unreadable(f"{name!r} is no {kind}; use {', '.join(known)}")


def _checked(name: str, value: str) -> str:
    if name in CHECKED and value not in CHECKED[name]:
        raise Unreadable(f"{name} is {value!r}, and must be one of {', '.join(CHECKED[name])}")
    return value


def _words(name: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Unreadable(f"[values.{name}] must list the table's words")
    return {str(word).strip().lower(): _checked(name, str(ours)) for word, ours in value.items()}


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise Unreadable(f'published is {value!r}, and must be a day such as 2024-03-14, or "{FROM_NAME}"') from error


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Unreadable(f"header is {value!r}, and must be the number of a row")
    return value


def _scale(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LARGEST_SCALE:
        raise Unreadable(f"scale is {value!r}, and must be a number such as 1000000")
    return Decimal(str(value))


def day_in_name(name: str) -> date | None:
    """The day that a file's name tells, in ISO form; None if it tells none."""
    found = re2.search(r"(\d{4})-(\d{2})-(\d{2})", name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
