"""The book's totals beside a published table, cell by cell, and the pledges that make each difference.

Which cell holds which total stands in a small file (docs/tables.md): what a row's label says, what a column does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

from pledgebook.errors import WrongCall
from pledgebook.model import ITEM, STAGES, plain_number
from pledgebook.reporting.currency import RateTable
from pledgebook.reporting.pledges import KnownPledge
from pledgebook.reporting.queries import as_of_note, day_of, known_pledges, run
from pledgebook.reporting.questions import Question, codes
from pledgebook.reporting.report import Layout, convert
from pledgebook.reporting.table import Row, Table
from pledgebook.reporting.totals import totals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RECONCILED_COLUMNS = (
    "row", "column", "figure", "unit", "published", "book", "difference", "per_cent", "because", "pledges",
)  # fmt: skip

FIGURES = (*STAGES, "overdue", "open")
ATTRIBUTES = ("donor", "recipient", "aid", "item", "not_item", "instrument", "figure", "unit", "scale")
"""What a row, a column or the whole table may say of its cells."""

SAME_WITHIN = Decimal("0.0005")
"""Share by which published and own figure may differ: published ones are rounded."""

MOST_TOGETHER = 3
"""Pledges that together may be what a difference comes from; of more, some add up to anything by chance."""

MOST_TRIED = 60
"""Pledges among which those that make a difference are looked for, the largest first."""

MOST_NAMED = 8

Cells: TypeAlias = Sequence[Sequence[Decimal | str | None]]


@dataclass(frozen=True, slots=True)
class CellPlan:
    """Which cells hold which totals: attributes of the table, of columns by heading, of rows by label."""

    label: str
    rows_say: str
    columns: Mapping[str, Mapping[str, Any]]
    row_values: Mapping[str, Any] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    everywhere: Mapping[str, Any] = field(default_factory=dict)
    header: int = 1
    sheet: str | None = None
    rates: str | None = None


def plan_of(told: Mapping[str, Any]) -> CellPlan:
    """The plan that a TOML document tells; WrongCall with what is wrong in it."""
    rows, columns = told.get("rows", {}), told.get("columns", {})
    if not isinstance(rows, dict) or not isinstance(columns, dict) or not columns:
        raise WrongCall('the mapping needs [rows] and at least one [columns."HEADING"]; see docs/tables.md')
    everywhere = told.get("cells", {})
    for attributes in (everywhere, *columns.values()):
        unknown = [name for name in attributes if name not in ATTRIBUTES]
        if unknown:
            raise WrongCall(f"{unknown[0]!r} says nothing of a cell; use {', '.join(ATTRIBUTES)}")
    says = str(rows.get("say", "donor"))
    if says not in ATTRIBUTES:
        raise WrongCall(f"rows cannot say {says!r}; use {', '.join(ATTRIBUTES)}")
    return CellPlan(
        label=str(rows.get("label", "")), rows_say=says, columns=columns, row_values=rows.get("values", {}),
        leave_out=tuple(map(str, rows.get("leave_out", ()))), everywhere=everywhere, header=int(told.get("header", 1)),
        sheet=told.get("sheet"), rates=told.get("rates"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cell:
    row: str
    column: str
    published: Decimal
    attributes: Mapping[str, Any]


def reconcile(
    connection: DuckDBPyConnection, question: Question, cells: Cells, plan: CellPlan, all_cells: bool = False
) -> Table:
    """One row a cell that differs (or every one), the largest difference in per cent first."""
    as_of = day_of(connection, question)
    pledges = known_pledges(connection, question)
    links = {row["pledge"]: row["part_of"] for row in run(connection, "links", {"as_of": as_of})}
    by_unit: dict[str, list[KnownPledge]] = {}
    rows = []
    for cell in _cells(cells, plan):
        unit = str(cell.attributes.get("unit", "EUR"))
        if unit not in by_unit:
            by_unit[unit] = _in_unit(pledges, unit, plan.rates == "source")
        row = _reconciled(cell, unit, by_unit[unit], links)
        if row["difference"] or all_cells:
            rows.append(row)
    rows.sort(key=lambda row: (-abs(row["per_cent"] or 0), row["row"], row["column"]))
    return Table("Reconciled", RECONCILED_COLUMNS, rows, as_of_note(connection, question))


def _cells(cells: Cells, plan: CellPlan) -> Iterator[_Cell]:
    """The cells of the table that hold a number and that the plan speaks of."""
    headings = [str(cell or "").strip() for cell in cells[plan.header - 1]] if len(cells) >= plan.header else []
    if plan.label not in headings:
        raise WrongCall(f"there is no column {plan.label!r} in row {plan.header} of the table")
    label = headings.index(plan.label)
    missing = [name for name in plan.columns if name not in headings]
    if missing:
        raise WrongCall(f"there is no column {missing[0]!r} in row {plan.header} of the table")
    for row in cells[plan.header :]:
        name = str(row[label] or "").strip() if label < len(row) else ""
        if not name or name in plan.leave_out or (plan.rows_say == "figure" and name not in plan.row_values):
            continue
        for heading, attributes in plan.columns.items():
            value = row[headings.index(heading)] if headings.index(heading) < len(row) else None
            if isinstance(value, Decimal):
                said = {plan.rows_say: plan.row_values.get(name, name)}
                yield _Cell(name, heading, value, {**plan.everywhere, **said, **attributes})


def _in_unit(pledges: Sequence[KnownPledge], unit: str, as_source: bool) -> list[KnownPledge]:
    """The pledges counted in this unit: money is turned into it, things are not."""
    if unit == ITEM:
        return [pledge for pledge in pledges if pledge.unit == ITEM]
    converted = convert(pledges, Layout(currency=unit, rates=RateTable(), as_source=as_source)).pledges
    return [pledge for pledge in converted if pledge.unit == unit]


def _fits(pledge: KnownPledge, attributes: Mapping[str, Any], but_for: str | None = None) -> bool:
    """Whether the pledge belongs into a cell; `but_for`: what it may differ in."""
    return all(name == but_for or _agrees(pledge, name, value) for name, value in attributes.items())


def _agrees(pledge: KnownPledge, name: str, value: Any) -> bool:
    words = [str(word).lower() for word in (value if isinstance(value, list) else [value])]
    item = (pledge.item or "").lower()
    if name in ("donor", "recipient"):
        parties = pledge.donors if name == "donor" else pledge.recipients
        wanted = {code for each in (value if isinstance(value, list) else [value]) for code in codes([str(each)])}
        return bool(parties) and set(parties) <= wanted
    if name == "item":
        return any(word in item for word in words)
    if name == "not_item":
        return not any(word in item for word in words)
    if name in ("aid", "instrument"):
        return str(getattr(pledge, name) or "").lower() in words
    return True


def _reconciled(cell: _Cell, unit: str, pledges: Sequence[KnownPledge], links: Mapping[str, str]) -> Row:
    figure = str(cell.attributes.get("figure", "promised"))
    if figure not in FIGURES:
        raise WrongCall(f"{figure!r} is no figure; use one of {', '.join(FIGURES)}")
    scale = Decimal(str(cell.attributes.get("scale", 1)))
    inside = [pledge for pledge in pledges if _fits(pledge, cell.attributes)]
    counted = totals(inside, ("pledge",), links)
    values = {id: getattr(total.figures, figure).low for total in counted for id in total.pledges}
    own, published = sum(values.values(), Decimal(0)), cell.published * scale
    difference = own - published
    if abs(difference) <= SAME_WITHIN * max(abs(own), abs(published)):
        difference = Decimal(0)
    known = {pledge.id: pledge for pledge in pledges}
    because = _because(difference, values, cell, pledges, known, figure) if difference else ""
    per_cent = float(round(100 * difference / published, 4)) if published else (100.0 if difference else 0.0)
    largest = sorted(values, key=lambda id: (-values[id], id))[:MOST_NAMED]
    return {
        "row": cell.row, "column": cell.column, "figure": figure, "unit": unit, "published": plain_number(published),
        "book": plain_number(own), "difference": plain_number(difference), "per_cent": per_cent, "because": because,
        "pledges": [_named(known[id], values[id]) for id in largest if values[id]],
    }  # fmt: skip


def _because(
    difference: Decimal, values: Mapping[str, Decimal], cell: _Cell, pledges: Sequence[KnownPledge],
    known: Mapping[str, KnownPledge], figure: str,
) -> str:  # fmt: skip
    """Which pledges make the difference: some that the published figure leaves out, or others that it holds besides."""
    if difference > 0:
        found = _adding_up_to(difference, values)
        return f"the published figure leaves out {_listed(found, known, values)}" if found else _all_of(values, known)
    for name in cell.attributes:
        near = [p for p in pledges if p.id not in values and _fits(p, cell.attributes, but_for=name)]
        others = {p.id: getattr(p.figures, figure).low for p in near}
        found = _adding_up_to(-difference, others)
        if found:
            return f"the published figure holds besides, with another {name}: {_listed(found, known, others)}"
    return _all_of(values, known)


def _adding_up_to(total: Decimal, values: Mapping[str, Decimal]) -> tuple[str, ...]:
    """The fewest of the values, at most three, that add up to the total; empty if none do."""
    fitting = [id for id in values if 0 < values[id] <= total * (1 + SAME_WITHIN)]
    largest = sorted(fitting, key=lambda id: (-values[id], id))
    for count in range(1, MOST_TOGETHER + 1):
        for some in combinations(largest[:MOST_TRIED], count):
            if abs(sum(values[id] for id in some) - total) <= SAME_WITHIN * total:
                return some
    return ()


def _all_of(values: Mapping[str, Decimal], known: Mapping[str, KnownPledge]) -> str:
    told = sorted((id for id in values if values[id]), key=lambda id: (-values[id], id))
    if not told:
        return "the book holds nothing for this cell"
    more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
    return f"the book's figure is {_listed(told[:MOST_NAMED], known, values)}{more}"


def _listed(ids: Sequence[str], known: Mapping[str, KnownPledge], values: Mapping[str, Decimal]) -> str:
    return ", ".join(_named(known[id], values[id]) for id in ids)


def _named(pledge: KnownPledge, value: Decimal) -> str:
    """A pledge by the source's own identifier where it has one, with its item and figure."""
    return f"{pledge.source_id or pledge.id} ({pledge.item or 'aid'}: {plain_number(value.normalize()):,})"
