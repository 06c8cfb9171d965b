"""Donors: what they promised and what arrived, as money and as a share of their product; how they keep their dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pledgebook.errors import WrongCall
from pledgebook.model import ITEM, PartialDate
from pledgebook.reporting import gdp
from pledgebook.reporting.pledges import SPLIT_WORDS
from pledgebook.reporting.table import Row
from pledgebook.web.drawing import Data, View, page
from pledgebook.web.figures import IN_EUROS, chart_units, chosen_unit
from pledgebook.web.pages.overview import money_first

router = APIRouter(include_in_schema=False)

IN_DOLLARS = "USD"
"""Products are told in US dollars, so shares of them are worked out in these."""

FEWEST_FOR_RANK = 10
"""Cases below which a share says little: one more or less would move it by a tenth."""

FUNDS = {"EU": "eu"}
"""Joint funds, and the groups of states that pay into them."""

KEYS = {"gdp": "by gross domestic product", "equal": "in equal parts", "own": "by a key of your own"}


@router.get("/donors")
def donors(request: Request) -> Response:
    return page(
        request, "donors.html", lambda view: _donors(in_one_currency(view)), data=Data("report", {"by": "donor"})
    )


def in_one_currency(view: View) -> View:
    """Donors stand beside each other in one currency, unless one of their own is chosen."""
    if view.wanted.currency or view.parameter("unit"):
        return view
    return replace(view, wanted=replace(view.wanted, currency=IN_EUROS))


def _donors(view: View) -> dict[str, Any]:
    currency = view.wanted.currency
    told = view.table("report", by=("donor",), in_currency=currency)
    units = [each for each in chart_units(money_first(told.rows), currency) if each.of_money]
    unit = chosen_unit(view, units)
    year = year_of(view)
    key_name = view.parameter("key") if view.parameter("key") in KEYS else ""
    shared = shared_funds(view, key_name, year)
    in_dollars = {
        row["donor"]: row
        for row in view.table("report", by=("donor",), in_currency=IN_DOLLARS).rows
        if row["unit"] == IN_DOLLARS and row["donor"]
    }
    rows = [
        donor_row(view, row, in_dollars, shared, year) for row in told.rows if unit and unit.holds(row) and row["donor"]
    ]
    rows += only_through_funds(rows, shared, year)
    kept = kept_dates(view)
    return {
        "rows": sorted(rows, key=lambda row: (-_most(row["promised"]), row["donor"])), "table": told, "unit": unit,
        "own": own_currencies(view),
        "year": year, "years": gdp.years(), "source": gdp.SOURCE, "key": key_name, "keys": KEYS,
        "weights": view.parameter("weights"), "kept": kept, "fewest": FEWEST_FOR_RANK, "funds": FUNDS,
        "view": view, "wanted": view.wanted,
    }  # fmt: skip


def _most(bounds: list[Any]) -> Any:
    return bounds[0] if bounds[1] is None else bounds[1]


def own_currencies(view: View) -> list[str]:
    """The currencies in which something is promised, the most used first."""
    rows = money_first(view.table("report").rows)
    return list(dict.fromkeys(row["unit"] for row in rows if row["unit"] not in (None, ITEM)))[:12]


def year_of(view: View) -> int:
    """The year whose products are taken: as the address says, else that of the day, at the latest the newest known."""
    told = view.parameter("gdp_year")
    asked = int(told) if told.isdecimal() else view.day.year
    return max(gdp.years()[0], min(asked, gdp.years()[-1]))


def donor_row(view: View, row: Row, in_dollars: Mapping[str, Row], shared: Mapping[str, Decimal], year: int) -> Row:
    """A donor with shares of its product; `fund` is its part of joint funds, in dollars."""
    name = row["donor"]
    dollars = in_dollars.get(name)
    product = gdp.gdp(name, year)
    fund = shared.get(name)
    href = None if SPLIT_WORDS in name else view.link("/pledges", donor=tuple(name.split("+")))
    told = {
        f"{stage}_share": share_of(dollars[stage], product) if dollars else None for stage in ("promised", "delivered")
    }
    with_fund = (
        share_of([dollars["promised"][0] + float(fund), _plus(dollars["promised"][1], fund)], product)
        if dollars and fund
        else None
    )
    return {**row, "href": href, "product": product, **told, "fund": fund, "with_fund": with_fund}


def _plus(high: Any, more: Decimal) -> Any:
    return None if high is None else high + float(more)


def share_of(bounds: list[Any], product: tuple[int, int] | None) -> tuple[float, float | None] | None:
    """Per cent of a product, at least and at most; None where the product is not known."""
    if product is None:
        return None
    low, high = bounds
    return (100 * low / product[0], None if high is None else 100 * high / product[0])


def shared_funds(view: View, key: str, year: int) -> dict[str, Decimal]:
    """Each state's part, in dollars, of what joint funds promised, by the key that the address names."""
    from pledgebook.vocabulary import groups

    if not key:
        return {}
    found: dict[str, Decimal] = {}
    rows = view.table("report", by=("donor",), in_currency=IN_DOLLARS).rows
    for row in rows:
        if row["donor"] in FUNDS and row["unit"] == IN_DOLLARS:
            members = sorted(groups()[FUNDS[row["donor"]]])
            weights = {"gdp": gdp.gdp_key(members, year), "equal": gdp.equal_key(members)}.get(key) or own_key(
                view.parameter("weights")
            )
            for member, share in gdp.shares(members, weights).items():
                found[member] = found.get(member, Decimal(0)) + share * Decimal(str(row["promised"][0]))
    return found


def own_key(told: str) -> dict[str, Decimal]:
    """A key written `DE=25 FR=18.5`: states and their weights."""
    found: dict[str, Decimal] = {}
    for pair in told.replace(",", " ").replace(":", "=").split():
        code, _, weight = pair.partition("=")
        try:
            found[code.upper()] = Decimal(weight)
        except InvalidOperation as error:
            raise WrongCall(f"{pair!r} is no weight; write the key such as DE=25 FR=18.5") from error
        if not found[code.upper()].is_finite() or found[code.upper()] < 0:
            raise WrongCall(f"{pair!r} is no weight; a weight is a number from 0 on")
    return found


def only_through_funds(rows: list[Row], shared: Mapping[str, Decimal], year: int) -> list[Row]:
    """States that gave nothing by themselves, but pay into a fund."""
    there = {row["donor"] for row in rows}
    return [
        {
            "donor": state, "promised": [0, 0], "delivered": [0, 0], "overdue": [0, 0], "blocked": [0, 0], "pledges": 0,
            "href": None, "product": gdp.gdp(state, year), "promised_share": None, "delivered_share": None,
            "fund": fund,             "with_fund": share_of([float(fund)] * 2, gdp.gdp(state, year)),
        }
        for state, fund in sorted(shared.items())
        if state not in there and fund
    ]  # fmt: skip


def kept_dates(view: View) -> list[Row]:
    """For each donor, what became of all whose date is past: arrived, partly, held up, cancelled, or open.

    Parts count and not their wholes' sums. Who has fewer than `FEWEST_FOR_RANK` cases has no rank.
    """
    day = view.day
    found: dict[str, dict[str, int]] = {}
    pledges = view.table("pledges").rows
    dated = {row["pledge"] for row in pledges if row["due"]}
    for row in pledges:
        if row["summary"] or not row["due"] or row["part_of"] in dated or PartialDate.parse(row["due"]).last_day >= day:
            continue
        cases = found.setdefault(
            "+".join(row["donors"]) or "", dict.fromkeys(("arrived", "partly", "open", "blocked", "cancelled"), 0)
        )
        cases[_case(row)] += 1
    told = [{"donor": donor, **cases, "cases": sum(cases.values()), **_kept(cases)} for donor, cases in found.items()]
    told.sort(
        key=lambda row: (
            row["cases"] < FEWEST_FOR_RANK,
            -row["least"] if row["cases"] >= FEWEST_FOR_RANK else -row["cases"],
            row["donor"],
        )
    )
    rank = 0
    for row in told:
        rank += row["cases"] >= FEWEST_FOR_RANK
        row["rank"] = rank if row["cases"] >= FEWEST_FOR_RANK else None
    return told


def _case(row: Row) -> str:
    status = str(row["status"])
    if status in ("delivered", "cancelled", "blocked"):
        return "arrived" if status == "delivered" else status
    return "partly" if row["delivered"] != [0, 0] else "open"


def _kept(cases: Mapping[str, int]) -> Row:
    """The share that arrived in full: at least, and at most if all that is open has arrived without word."""
    number = sum(cases.values())
    return {"least": cases["arrived"] / number, "most": (cases["arrived"] + cases["open"] + cases["partly"]) / number}
