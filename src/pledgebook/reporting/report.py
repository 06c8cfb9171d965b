"""Totals of a book by donor, recipient, kind of aid, item, month or pledge, in its own or one currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pledgebook.errors import WrongCall
from pledgebook.model import ITEM, STAGES, plain_number
from pledgebook.reporting.currency import Conversion, Rate, RateTable, latest_ecb_day, rates_in_words
from pledgebook.reporting.pledges import Figures, KnownPledge, plus, worked_out
from pledgebook.reporting.queries import day_of, known_pledges, run
from pledgebook.reporting.questions import Question, asked_in_words
from pledgebook.reporting.table import Basis, Row, Table
from pledgebook.reporting.totals import GROUPINGS, Total, totals
from pledgebook.reporting.words import as_range

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIGURE_COLUMNS = (*STAGES, "overdue", "open")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report is laid out: by what, in which currency, at which rates.

    `as_source` takes the conversions that the sources tell themselves, where they do.
    """

    by: tuple[str, ...] = ()
    currency: str | None = None
    rates: RateTable = field(default_factory=RateTable)
    as_source: bool = False
    rules: str = ""

    def __post_init__(self) -> None:
        for name in self.by:
            if name not in GROUPINGS:
                raise WrongCall(f"cannot group by {name!r}; use --by with one of {', '.join(GROUPINGS)}")


@dataclass(frozen=True, slots=True)
class Converted:
    """Pledges with their money in one currency, the rates taken, and what has none."""

    pledges: list[KnownPledge]
    rates: dict[str, tuple[Rate, ...]]
    without_rate: tuple[str, ...]


def report(connection: DuckDBPyConnection, question: Question, layout: Layout) -> Table:
    """One row a group and unit, and under it what the totals rest on.

    A book of several kinds of sources (news, a tracker, FTS …) is told by `origin`: each may tell the same promises
    again, so that one total over them would count twice.
    """
    as_of = day_of(connection, question)
    asked = known_pledges(connection, question)
    origins = {pledge.origin for pledge in asked}
    if len(origins) > 1 and "origin" not in layout.by:
        layout = replace(layout, by=("origin", *layout.by))
    converted = convert(asked, layout)
    links = {row["pledge"]: row["part_of"] for row in run(connection, "links", {"as_of": as_of})}
    found = totals(converted.pledges, layout.by, links)
    notes = (
        basis_line(found, str(as_of), layout.rules),
        *aside_lines(converted.pledges),
        *_currency_notes(converted, layout),
    )
    rows = [_row(total, layout, converted) for total in found]
    return Table("Report", _columns(layout), rows, notes, _basis(found, str(as_of), layout.rules, question))


def _basis(found: Sequence[Total], as_of: str, rules: str, question: Question) -> Basis:
    claims, documents, publishers = (
        len({name for total in found for name in getattr(total, kind)}) for kind in ("claims", "documents", "sources")
    )
    return Basis(as_of, rules, claims, documents, publishers, asked_in_words(question))


def _columns(layout: Layout) -> tuple[str, ...]:
    item = () if "item" in layout.by else ("item",)
    rates = ("rates",) if layout.currency else ()
    return (
        *layout.by,
        "unit",
        *item,
        *FIGURE_COLUMNS,
        "pledges",
        "claims",
        "open_ended",
        "disputed",
        "days_blocked",
        *rates,
    )


def _row(total: Total, layout: Layout, converted: Converted) -> Row:
    row: Row = {"unit": total.unit, "item": total.item, **dict(zip(layout.by, total.names, strict=True))}
    row.update({name: as_range(getattr(total.figures, name)) for name in FIGURE_COLUMNS})
    row.update(pledges=len(total.pledges), claims=len(total.claims), open_ended=total.open_ended)
    row.update(disputed=total.disputed, days_blocked=total.days_blocked)
    if layout.currency:
        taken = {rate for pledge in total.pledges for rate in converted.rates.get(pledge, ())}
        row["rates"] = [_rate_row(rate) for rate in sorted(taken)]
    return row


def _rate_row(rate: Rate) -> Row:
    return {
        "currency": rate.currency,
        "date": rate.day.isoformat(),
        "per_euro" if rate.base == "EUR" else f"per_{rate.base}": float(rate.per_euro),
    }


def convert(pledges: Sequence[KnownPledge], layout: Layout) -> Converted:
    """The pledges with all money in the layout's currency at the rate of each one's own day.

    What has no rate keeps its unit and is named.
    """
    if layout.currency is None:
        return Converted(list(pledges), {}, ())
    target = layout.rates.require(layout.currency)
    done: list[KnownPledge] = []
    rates: dict[str, tuple[Rate, ...]] = {}
    without: set[str] = set()
    for pledge in pledges:
        conversion = _conversion(pledge, target, layout) if pledge.unit else None
        if conversion is None:
            done.append(pledge)
            without.update({pledge.unit} - {None, ITEM})  # type: ignore[arg-type]
            continue
        rates[pledge.id] = conversion.rates
        stages = Figures(**{stage: conversion(getattr(pledge.figures, stage)) for stage in STAGES})
        figures = worked_out(stages, is_overdue=pledge.status == "overdue")
        done.append(replace(pledge, unit=target, figures=figures))
    return Converted(done, rates, tuple(sorted(without)))


def _conversion(pledge: KnownPledge, target: str, layout: Layout) -> Conversion | None:
    worth = pledge.worth
    if layout.as_source and worth is not None and worth.unit == target and pledge.unit not in (None, target):
        assert pledge.unit is not None
        rate = Rate(pledge.unit, pledge.rate_day, told_rate(worth.factor), "the source", target)
        return Conversion(target, worth.factor, (rate,))
    return layout.rates.conversion(pledge.unit or "", target, pledge.rate_day)


def told_rate(factor: Decimal) -> Decimal:
    """Units for one euro, as finely as rates are told: a source's own conversion is rounded somewhere."""
    return (1 / factor).quantize(Decimal("0.000001")) if factor else Decimal(0)


def basis_line(found: Sequence[Total], as_of: str, rules: str) -> str:
    """What the totals rest on, in one line."""
    claims = {claim for total in found for claim in total.claims}
    sources = {name for total in found for name in total.sources}
    open_ended = sum(total.open_ended for total in found)
    parts = [
        _counted(len(claims), "claim"),
        _counted(len(sources), "independent source"),
        f"{_share(found, 'reviewed')} of the value reviewed by a person",
        f"{_share(found, 'estimated')} estimated",
        f"{_counted(open_ended, 'pledge')} with an open end",
        f"as of {as_of}",
        *([f"rules {rules}"] if rules else []),
    ]
    return " · ".join(parts)


def aside_lines(pledges: Sequence[KnownPledge]) -> list[str]:
    """What sources of data count in no total, by their reason and unit: a line, or none."""
    held: dict[tuple[str, str], list[KnownPledge]] = {}
    for pledge in pledges:
        if pledge.summary and pledge.aside:
            held.setdefault((pledge.aside, pledge.unit or ""), []).append(pledge)
    told = [
        f"{reason} {_amount(some, unit)} ({_counted(len(some), 'pledge')})"
        for (reason, unit), some in sorted(held.items())
    ]
    return [f"Held aside, in no total: {'; '.join(told)}."] if told else []


def _amount(pledges: Sequence[KnownPledge], unit: str) -> str:
    total = plus(*(pledge.figures.promised for pledge in pledges)).low
    return f"{plain_number(total):,} {unit}".rstrip()


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _share(found: Sequence[Total], kind: str) -> str:
    """The share of the value that is `estimated` (its size is told as a range) or `reviewed`, in each unit.

    Of things only if there is no money; units of which nothing is are left out if others are named.
    """
    whole: dict[str, Decimal] = {}
    such: dict[str, Decimal] = {}
    for total in found:
        if total.unit:
            whole[total.unit] = whole.get(total.unit, Decimal(0)) + _value(total.figures)
            such[total.unit] = such.get(total.unit, Decimal(0)) + _value(getattr(total, kind))
    if any(value for unit, value in whole.items() if unit != ITEM):
        whole.pop(ITEM, None)
    shares = {unit: round(100 * such[unit] / value) for unit, value in sorted(whole.items()) if value}
    if len(set(shares.values())) <= 1:
        return f"{next(iter(shares.values()), 0)}%"
    return ", ".join(f"{share}% ({unit})" for unit, share in shares.items() if share)


def _value(figures: Figures) -> Decimal:
    """The most that is told of the size, promised and proposed; at least so where the end is open."""
    sizes = (figures.promised, figures.proposed)
    return sum((size.low if size.high is None else size.high for size in sizes), Decimal(0))


def _currency_notes(converted: Converted, layout: Layout) -> list[str]:
    if layout.currency is None:
        return []
    taken = [rate for rates in converted.rates.values() for rate in rates]
    words = rates_in_words(taken) or "none needed"
    notes = [f"Rates of each pledge's own day or the banking day before it: {words}. ECB rates to {latest_ecb_day()}."]
    if converted.without_rate:
        notes.append(f"No rate for {', '.join(converted.without_rate)}: told apart in its own unit; --rates adds one.")
    return notes
