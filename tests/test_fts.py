"""Flows of FTS: what becomes a pledge, what is held aside, and that its totals are FTS's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import pledgebook
from conftest import SHARED
from pledgebook import pipeline
from pledgebook.model import Claim, Issue
from pledgebook.reading import ReadDocument, ReadOptions, read_paths

Write = Callable[[str, object], Path]

FTS = SHARED / "fts"
NOON = datetime(2024, 3, 14, 12, tzinfo=UTC)

needs_shared = pytest.mark.skipif(not FTS.is_dir(), reason=f"the FTS files are not at hand ({FTS})")

TOTALS = {1: (725_591_299, 0), 114: (714_246_261, 81_128), 171: (381_508_179, 29_621)}
"""What the answers themselves tell for each location of 2020: fundingTotal, pledgeTotal."""

HEADER = (
    "date,budgetYear,description,amountUSD,srcOrganization,destPlan,destOrganization,destGlobalClusters,destLocations,"
    "destUsageYearStart,destUsageYearEnd,contributionType,flowType,boundary,onBoundary,status,firstReportedDate,"
    "keywords,originalAmount,originalCurrency,exchangeRate,id,updatedAt"
)
HXL = ",".join(["#date"] * len(HEADER.split(",")))
ROW = (
    '2020-05-11,2020,Food,1000,"Norway, Government of",Yemen 2020,World Food Programme,Food Security,YEM,2020,2020,'
    "financial,Standard,incoming,single,paid,2020-05-12,,9000,NOK,9,77,2020-06-01"
)


def flow(number: int, **more: Any) -> dict[str, Any]:
    """A paid flow of 9,000 kroner, 1,000 dollars, from Norway over the World Food Programme to Yemen."""
    plain: dict[str, Any] = {
        "id": str(number), "amountUSD": 1000, "originalAmount": 9000, "originalCurrency": "NOK", "exchangeRate": 9,
        "status": "paid", "boundary": "incoming", "onBoundary": "single", "flowType": "Standard", "newMoney": True,
        "contributionType": "financial", "date": "2020-05-11T00:00:00Z", "firstReportedDate": "2020-05-12T00:00:00Z",
        "updatedAt": "2020-06-01T10:00:00.000Z", "parentFlowId": None, "childFlowIds": None, "keywords": None,
        "description": "Food", "sourceObjects": [
            {"type": "Organization", "id": "1", "name": "Norway, Government of", "behavior": "single"}],
        "destinationObjects": [
            {"type": "Organization", "id": "2", "name": "World Food Programme", "behavior": "single"},
            {"type": "GlobalCluster", "id": "3", "name": "Food Security", "behavior": "single"},
            {"type": "Plan", "id": "4", "name": "Yemen 2020", "behavior": "single"},
            {"type": "Location", "id": "5", "name": "Yemen", "behavior": "single"}],
    }  # fmt: skip
    return {**plain, **more}


def answer(*flows: object) -> dict[str, Any]:
    """A page as the API gives it."""
    return {"status": "ok", "meta": {"count": len(flows)}, "data": {"incoming": {}, "flows": list(flows)}}


def claims(path: Path, **options: Any) -> list[Claim]:
    found: list[Claim] = []
    for read in read_paths([path], ReadOptions(**options)):
        assert isinstance(read, ReadDocument), read
        assert read.reader == "fts 1"
        assert read.claims is not None
        found += read.claims
    return found


def issues(path: Path, **options: Any) -> list[Issue]:
    return [read for read in read_paths([path], ReadOptions(**options)) if isinstance(read, Issue)]


def book_of(folder: Path, *paths: Path) -> pledgebook.Book:
    pipeline.read(folder, list(paths), NOON)
    return pledgebook.open(folder)


def promised(book: pledgebook.Book, **more: Any) -> list[tuple[str, Any]]:
    told = book.report(in_currency="USD", rates="source", **more)
    return [(row["unit"], row["promised"]) for row in told.rows]


def test_a_flow_keeps_its_own_currency_and_what_fts_makes_of_it(write: Write):
    [claim] = claims(write("page.json", answer(flow(77))))
    assert (claim.event, claim.donors, claim.recipients, claim.aid) == ("deliver", ("NO",), ("YE",), "humanitarian")
    assert claim.amount is not None
    assert claim.worth is not None
    assert (claim.amount.low, claim.amount.unit, claim.worth.low, claim.worth.unit) == (9000, "NOK", 1000, "USD")
    assert (claim.source_id, claim.origin, claim.whole_id) == ("77", "fts", None)
    assert (claim.channel, claim.programme, claim.item) == ("World Food Programme", "Yemen 2020", "food security")
    assert str(claim.happened) == "2020-05-11"
    assert claim.place == "$.data.flows[?(@.id=='77')]"
    assert "exchange rate: 9" in claim.span.quote


@pytest.mark.parametrize(("status", "event"), [("pledge", "pledge"), ("commitment", "commit"), ("paid", "deliver")])
def test_a_status_is_an_event(write: Write, status: str, event: str):
    assert [claim.event for claim in claims(write("page.json", answer(flow(77, status=status))))] == [event]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"boundary": "internal"}, "internal"),
        ({"boundary": "outgoing"}, "outgoing"),
        ({"onBoundary": "shared"}, "shared"),
        ({"boundary": "internal", "onBoundary": "shared"}, "internal"),
        ({"status": "pledge"}, "pledge"),
        ({"flowType": "Parked", "amountUSD": 0, "originalAmount": 0, "childFlowIds": [78]}, "passed on"),
        ({"flowType": "Parked", "childFlowIds": [78]}, None),
        ({"parentFlowId": 76}, None),
    ],
)
def test_what_fts_counts_in_no_total_is_held_aside(write: Write, more: dict[str, Any], why: str | None):
    [claim] = claims(write("page.json", answer(flow(77, **more))))
    assert claim.aside == why


def test_what_is_held_aside_is_in_the_book_and_in_no_total(write: Write, tmp_path: Path):
    flows = [flow(1), flow(2, boundary="internal"), flow(3, status="pledge"), flow(4, onBoundary="shared")]
    book = book_of(tmp_path / "b", write("page.json", answer(*flows)))
    assert promised(book) == [("USD", [1000, 1000])]
    assert len(book.pledges().rows) == 4
    told = book.report(in_currency="USD", rates="source").notes
    assert (
        "Held aside, in no total: internal 1,000 USD (1 pledge); pledge 1,000 USD (1 pledge); "
        "shared 1,000 USD (1 pledge)." in told
    )


def test_one_flow_on_two_pages_and_in_a_table_is_one(write: Write, tmp_path: Path):
    paths = [write("a.json", answer(flow(77))), write("b.json", answer(flow(77), flow(78)))]
    paths.append(write("c.csv", f"{HEADER}\n{ROW}\n"))
    book = book_of(tmp_path / "b", *paths)
    assert promised(book) == [("USD", [2000, 2000])]
    assert pipeline.check(tmp_path / "b") == []


def test_a_second_read_changes_nothing(write: Write, tmp_path: Path):
    paths = [write("a.json", answer(flow(77))), write("b.json", answer(flow(77), flow(78)))]
    pipeline.read(tmp_path / "b", list(paths), NOON)
    again = pipeline.read(tmp_path / "b", list(paths), NOON)
    assert (again.documents, again.new, again.claims) == (3, 0, 0)


def test_a_later_status_replaces_the_one_before(write: Write, tmp_path: Path):
    first = write("first.json", answer(flow(77, status="commitment", amountUSD=1200, originalAmount=None)))
    later = write("later.json", answer(flow(77, updatedAt="2020-07-01T00:00:00Z")))
    book = book_of(tmp_path / "b", later, first)
    [pledge] = book.pledges().rows
    assert (pledge["unit"], pledge["promised"], pledge["delivered"]) == ("NOK", [9000, 9000], [9000, 9000])
    [before] = book.report(in_currency="USD", rates="source", as_of=date(2020, 6, 15)).rows
    assert before["delivered"] == [0, 0]


def test_a_pledge_counts_once_it_is_a_commitment(write: Write, tmp_path: Path):
    first = write("first.json", answer(flow(77, status="pledge")))
    later = write("later.json", answer(flow(77, status="commitment", updatedAt="2020-07-01T00:00:00Z")))
    assert promised(book_of(tmp_path / "a", first)) == []
    assert promised(book_of(tmp_path / "b", first, later)) == [("USD", [1000, 1000])]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"status": "promised"}, "the field 'status' holds 'promised'; known are pledge, commitment, paid"),
        ({"amountUSD": -5}, "the field 'amountUSD' holds -5, which is no amount of a flow"),
        ({"amountUSD": "many"}, "the field 'amountUSD' holds 'many', and must hold a number"),
        ({"amountUSD": None, "originalAmount": None}, "a flow without an amount (amountUSD)"),
        ({"updatedAt": "soon"}, "the field 'updatedAt' holds 'soon', and must hold a day"),
        ({"updatedAt": "2031-01-01"}, "published on 2031-01-01, which is still to come; correct the date"),
        ({"id": None}, "a flow without a number (id)"),
        ({"sourceObjects": 7}, "the field 'sourceObjects' holds 7, and must hold a list of objects"),
    ],
)
def test_a_flow_that_cannot_be_used_is_told_and_the_rest_is_read(write: Write, more: dict[str, Any], reason: str):
    path = write("page.json", answer(flow(1), flow(2, **more), 7, flow(3)))
    told = list(read_paths([path], ReadOptions(today=date(2024, 3, 14))))
    assert [read for read in told if isinstance(read, Issue)] == [
        Issue(f"{path}#/data/flows/1", reason), Issue(f"{path}#/data/flows/2", "7 is no flow")
    ]  # fmt: skip
    assert sum(isinstance(read, ReadDocument) for read in told) == 2


def test_a_page_cut_off_is_told_with_its_place(write: Write):
    path = write("page.json", json.dumps(answer(flow(1)))[:-40])
    [issue] = issues(path)
    assert "JSON breaks off or is wrong in line 1" in issue.reason


def test_a_page_without_flows_is_told(write: Write):
    assert [issue.reason for issue in issues(write("page.json", answer()))] == ["an answer of FTS without flows"]


def test_an_article_that_speaks_of_flows_stays_an_article(write: Write):
    told = {"id": "a", "published": "2024-03-13", "text": 'They call it "flows".', "flows": [1]}
    [read] = read_paths([write("a.json", told)])
    assert isinstance(read, ReadDocument)
    assert not read.is_data


@pytest.mark.parametrize("name", ["flows.csv", "flows.txt", "flows"])
@pytest.mark.parametrize("beginning", ["", "\ufeff"])
@pytest.mark.parametrize("tags", [[], [HXL]])
def test_a_table_is_told_by_its_header(write: Write, name: str, beginning: str, tags: list[str]):
    [claim] = claims(write(name, "\n".join([beginning + HEADER, *tags, ROW, ""])))
    assert (claim.event, claim.donors, claim.recipients, claim.source_id) == ("deliver", ("NO",), ("YE",), "77")
    assert claim.worth is not None
    assert claim.worth.low == Decimal(1000)


def test_a_broken_row_is_told_with_its_line(write: Write):
    path = write("flows.csv", "\n".join([HEADER, ROW.replace("paid", "lost"), "1,2", ROW, ""]))
    told = list(read_paths([path]))
    assert [(read.place, read.reason) for read in told if isinstance(read, Issue)] == [
        (f"{path}:2", "the field 'status' holds 'lost'; known are pledge, commitment, paid"),
        (f"{path}:3", "2 cells, and the header names 23"),
    ]
    assert sum(isinstance(read, ReadDocument) for read in told) == 1


def test_a_quote_that_is_never_closed_is_told(write: Write):
    path = write("flows.csv", f'{HEADER}\n{ROW}\n"{"x" * 1_100_000}')
    told = list(read_paths([path]))
    assert isinstance(told[0], ReadDocument)
    assert isinstance(told[1], Issue)
    assert "the table cannot be read from here on" in told[1].reason


def test_requirements_are_needs_and_their_funding_is_held_aside(write: Write):
    path = write(
        "plans.csv",
        "countryCode,id,name,code,startDate,endDate,year,requirements,funding,percentFunded\n"
        "YEM,925,Yemen 2020,HYEM20,2020-01-01,2020-12-31,2020,3382366522,2049842520,61\n"
        "YEM,,Not specified,,,,2020,,146123534,\n",
    )
    needed, funded, unspecified = claims(path, published=date(2021, 1, 31))
    assert (needed.event, needed.recipients, needed.programme) == ("appeal", ("YE",), "Yemen 2020")
    assert needed.amount is not None
    assert (needed.amount.low, str(needed.due)) == (3382366522, "2020-12-31")
    assert (funded.event, funded.aside, unspecified.aside) == ("commit", "sum of flows", "sum of flows")


def test_requirements_need_a_day_of_publication(write: Write):
    path = write("plans.csv", "countryCode,id,name,year,requirements,funding\nYEM,925,Yemen 2020,2020,5,4\n")
    assert [issue.reason for issue in issues(path)] == ["no date of publication; give one with --published DATE"]


@needs_shared
@pytest.mark.parametrize("location", TOTALS)
def test_the_totals_are_those_of_the_answers_themselves(tmp_path: Path, location: int):
    pages = sorted(FTS.glob(f"custom-search-locationid-{location}-year-2020*.json"))
    told = json.loads(pages[0].read_text("utf-8"))
    funding, pledged = TOTALS[location]
    assert (told["data"]["incoming"]["fundingTotal"], told["data"]["incoming"]["pledgeTotal"]) == (funding, pledged)
    summary = pipeline.read(tmp_path / "b", list(pages), NOON)
    assert (summary.documents, summary.issues) == (told["meta"]["count"], ())
    book = pledgebook.open(tmp_path / "b")
    assert promised(book) == [("USD", [funding, funding])]
    notes = " ".join(book.report(in_currency="USD", rates="source").notes)
    assert (f"pledge {pledged:,} USD" in notes) == bool(pledged)
    assert len(book.pledges().rows) == told["meta"]["count"]


@needs_shared
def test_pages_and_the_table_of_the_same_flows_count_once(tmp_path: Path):
    pages = sorted(FTS.glob("custom-search-*.json"))
    everything = sum(funding for funding, _ in TOTALS.values())
    book = book_of(tmp_path / "b", *pages, FTS / "fts_incoming_funding_global.csv")
    assert promised(book) == [("USD", [everything, everything])]
    by_country = book.report(by=["recipient"], in_currency="USD", rates="source").rows
    assert {row["recipient"]: row["promised"][0] for row in by_country} == {
        "AF": TOTALS[1][0], "JO": TOTALS[114][0], "PS": TOTALS[171][0]
    }  # fmt: skip


@needs_shared
def test_the_tables_are_read_to_the_last_row():
    flows = claims(FTS / "fts_incoming_funding_global.csv")
    assert len(flows) == 1106
    plans = claims(FTS / "fts_requirements_funding_global.csv", published=date(2021, 3, 1))
    assert [claim.event for claim in plans].count("appeal") == 4
    assert [claim.event for claim in plans].count("commit") == 8
