"""What charts of a page are drawn in, and the time line as a picture in the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from pledgebook.model import ITEM
from pledgebook.reporting.charts import chart_of
from pledgebook.reporting.table import Row, Table
from pledgebook.web import words

if TYPE_CHECKING:
    from pledgebook.web.drawing import View

ALL_MONEY = "all"
IN_EUROS = "EUR"
"""The currency of charts over all money, unless another one is chosen."""

MOST_STEPS = 120
"""Steps of a time line that can still be told apart in its width."""

UNITS_OFFERED = 20


@dataclass(frozen=True, slots=True)
class ChartUnit:
    """What a chart is in: the name in addresses, what it is called, and the currency that all money is put into."""

    name: str
    told: str
    currency: str | None

    @property
    def of_money(self) -> bool:
        return not self.name.startswith(ITEM)

    def holds(self, row: Row) -> bool:
        """Whether a row of a report is in this unit."""
        return bool(row["unit"]) and unit_name(row)[0] == (self.currency if self.name == ALL_MONEY else self.name)


def unit_name(row: Row) -> tuple[str, str]:
    """A row's unit as addresses name it, and as it is called."""
    if not row["unit"]:
        return "none", "no figure told"
    if row["unit"] == ITEM:
        return f"item {row.get('item') or ''}".strip(), words.plain(row.get("item") or "things")
    return row["unit"], row["unit"]


def chart_units(rows: Iterable[Row], currency: str | None) -> list[ChartUnit]:
    """What charts can be drawn in: all money in one currency, where there are several, then each unit by itself."""
    named = list(dict.fromkeys(unit_name(row) for row in rows if row["unit"]))
    units = [ChartUnit(name, told, currency) for name, told in named]
    if currency is None and sum(unit.of_money for unit in units) > 1:
        units.insert(0, ChartUnit(ALL_MONEY, f"{IN_EUROS}, all money", IN_EUROS))
    return units[:UNITS_OFFERED]


def chosen_unit(view: View, units: list[ChartUnit]) -> ChartUnit | None:
    """The unit that the address names, else the first; two units never share a chart."""
    return next((unit for unit in units if unit.name == view.parameter("unit")), units[0] if units else None)


def time_line(view: View, unit: ChartUnit | None) -> Markup | None:
    """The picture of what was promised and had arrived, day by day; None where there is but one day."""
    if unit is None:
        return None
    table = view.table("timeline", in_currency=unit.currency)
    rows = thinned([row for row in table.rows if unit.holds(row)])
    if len({row["day"] for row in rows}) < 2:
        return None
    return view.book.kept("time line", lambda: _drawn(table, rows), unit, **view.wanted.asked)


def _drawn(table: Table, rows: list[Row]) -> Markup:
    # The picture comes from Vega, which escapes every word in it.
    return Markup(chart_of(replace(table, rows=rows)).svg())  # noqa: S704


def thinned(rows: list[Row]) -> list[Row]:
    """The last row of each week, month or year, whichever leaves no more than can be told apart."""
    for length in (None, 7, 30, 91, 365):
        kept = rows if length is None else list({_period(row, length): row for row in rows}.values())
        if len(kept) <= MOST_STEPS:
            return kept
    return kept


def _period(row: Row, days: int) -> int:
    return date.fromisoformat(row["day"]).toordinal() // days
