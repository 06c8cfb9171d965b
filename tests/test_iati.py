"""Activities of IATI: what becomes of each transaction, that sums are kept, and that no file does harm."""

from __future__ import annotations

import resource
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import pledgebook
from conftest import SHARED
from pledgebook import pipeline
from pledgebook.model import Claim, Issue
from pledgebook.reading import ReadDocument, ReadOptions, read_paths
from pledgebook.reading.data import xml_pieces

Write = Callable[[str, object], Path]

IATI = SHARED / "iati"
FILES = {"activities-2.03-covid.xml": (401, 1033), "activities-1.01-dfid.xml": (247, 396)}
NOON = datetime(2024, 3, 14, 12, tzinfo=UTC)
LATER = date(2021, 6, 1)

needs_shared = pytest.mark.skipif(not IATI.is_dir(), reason=f"the IATI files are not at hand ({IATI})")

MIRRORED = {"1", "11", "13"}


def transaction(kind: str, value: object, more: str = "", day: str = "2020-03-01", attributes: str = "") -> str:
    return (
        f'<transaction {attributes}><transaction-type code="{kind}"/><transaction-date iso-date="{day}"/>'
        f'<value value-date="{day}">{value}</value>{more}</transaction>'
    )


def activity(*inside: str, id: str = "XX-1", attributes: str = "") -> str:
    """An activity of Norway's for Yemen, in kroner."""
    return (
        f'<iati-activity default-currency="NOK" last-updated-datetime="2021-05-24T14:50:54" {attributes}>'
        f"<iati-identifier>{id}</iati-identifier>"
        '<reporting-org ref="NO-BRC-971277882" type="10"><narrative>Norad</narrative></reporting-org>'
        "<title><narrative>School meals</narrative></title>"
        '<participating-org role="1" ref="NO-4" type="10"><narrative>Norway</narrative></participating-org>'
        '<participating-org role="4"><narrative>World Food Programme</narrative></participating-org>'
        f'<recipient-country code="YE"/>{"".join(inside)}</iati-activity>'
    )


def file(*activities: str, attributes: str = 'version="2.03"', head: str = "") -> str:
    return f"{head}<iati-activities {attributes}>\n" + "\n".join(activities) + "\n</iati-activities>\n"


def read(path: Path, **options: Any) -> tuple[list[ReadDocument], list[Issue]]:
    told = list(read_paths([path], ReadOptions(**options)))
    return [r for r in told if isinstance(r, ReadDocument)], [r for r in told if isinstance(r, Issue)]


def claims(path: Path, **options: Any) -> list[Claim]:
    documents, issues = read(path, **options)
    assert issues == []
    assert {each.reader for each in documents} == {"iati 1"}
    return [claim for each in documents for claim in each.claims or ()]


def book_of(folder: Path, *paths: Path) -> pledgebook.Book:
    pipeline.read(folder, list(paths), NOON, ReadOptions(published=LATER))
    assert pipeline.check(folder) == []
    return pledgebook.open(folder)


def figures(book: pledgebook.Book) -> dict[str, tuple[Any, Any, Any]]:
    """Promised, delivered and cancelled in each unit, of what counts."""
    return {row["unit"]: (row["promised"], row["delivered"], row["cancelled"]) for row in book.report().rows}


def test_an_activity_is_a_record_and_each_transaction_a_claim(write: Write):
    path = write("a.xml", file(activity(transaction("2", 900), transaction("3", "400.50", day="2020-05-01"))))
    [document], issues = read(path)
    assert issues == []
    assert (document.document.published, document.document.publisher) == (date(2021, 5, 24), "Norad")
    assert document.document.id == "iati:XX-1"
    committed, paid = document.claims or ()
    assert (committed.event, committed.basis, committed.donors, committed.recipients) == (
        "commit", "increment", ("NO",), ("YE",)
    )  # fmt: skip
    assert (committed.source_id, committed.programme, committed.channel) == (
        "XX-1", "School meals", "World Food Programme"
    )  # fmt: skip
    assert paid.amount is not None
    assert (paid.event, paid.amount.low, paid.unit, str(paid.happened)) == (
        "deliver", Decimal("400.50"), "NOK", "2020-05-01"
    )  # fmt: skip
    assert paid.place == "//iati-activity[iati-identifier='XX-1']/transaction[2]"


@pytest.mark.parametrize(
    ("kind", "event", "aside"),
    [
        ("1", "deliver", "incoming"), ("2", "commit", None), ("3", "deliver", None), ("4", "deliver", None),
        ("11", "commit", "incoming"), ("12", "pledge", None), ("13", "pledge", "incoming"), ("C", "commit", None),
        ("D", "deliver", None), ("E", "deliver", None), ("IF", "deliver", "incoming"),
    ],
)  # fmt: skip
def test_types_of_transactions(write: Write, kind: str, event: str, aside: str | None):
    [claim] = claims(write("a.xml", file(activity(transaction(kind, 5)))))
    assert (claim.event, claim.aside) == (event, aside)


@pytest.mark.parametrize("kind", ["5", "6", "7", "9", "10", "IR", "LR", "R"])
def test_what_is_no_aid_given_is_told_and_no_claim(write: Write, kind: str):
    [document], issues = read(write("a.xml", file(activity(transaction(kind, 5)))))
    assert (document.claims, issues) == ((), [])
    assert "in no total: " in document.document.text


def test_equal_amounts_all_add_up(write: Write, tmp_path: Path):
    inside = [transaction("2", 500), transaction("2", 500), transaction("3", 200), transaction("4", 200)]
    assert figures(book_of(tmp_path / "b", write("a.xml", file(activity(*inside))))) == {
        "NOK": ([1000, 1000], [400, 400], [0, 0])
    }


def test_what_comes_in_is_not_counted_again(write: Write, tmp_path: Path):
    inside = [transaction("11", 500), transaction("2", 500), transaction("1", 300), transaction("3", 300)]
    book = book_of(tmp_path / "b", write("a.xml", file(activity(*inside))))
    assert figures(book) == {"NOK": ([500, 500], [300, 300], [0, 0])}
    assert any("incoming 500 NOK (1 pledge)" in note for note in book.report().notes)


def test_a_pledge_beside_a_commitment_is_held_aside(write: Write, tmp_path: Path):
    book = book_of(tmp_path / "b", write("a.xml", file(activity(transaction("12", 800), transaction("2", 500)))))
    assert figures(book) == {"NOK": ([500, 500], [0, 0], [0, 0])}


def test_negative_values_are_corrections(write: Write, tmp_path: Path):
    inside = [
        transaction("2", 900), transaction("2", -200, day="2020-06-01"), transaction("3", 400, day="2020-04-01"),
        transaction("3", -100, day="2020-05-01"), transaction("3", 50, day="2020-05-01"),
        transaction("3", 30, day="2020-07-01"),
    ]  # fmt: skip
    book = book_of(tmp_path / "b", write("a.xml", file(activity(*inside))))
    assert figures(book) == {"NOK": ([900, 900], [380, 380], [200, 200])}


def test_payments_below_nothing_are_told(write: Write):
    path = write("a.xml", file(activity(transaction("3", 100), transaction("3", -150, day="2020-04-01"))))
    [document], [issue] = read(path)
    assert len(document.claims or ()) == 2
    assert issue == Issue(f"{path}:2", "payments of XX-1 add up to -50; nothing less than nothing can have arrived")


def test_nothing_moves_by_zero(write: Write):
    [document], _ = read(write("a.xml", file(activity(transaction("3", 0)))))
    assert document.claims == ()
    assert "transaction 1 | kind: disbursement; value: 0 NOK; date: 2020-03-01; in no total: nothing moves" in (
        document.document.text.splitlines()
    )


def test_another_currency_is_a_pledge_of_its_own(write: Write, tmp_path: Path):
    euros = transaction("2", 70).replace("<value ", '<value currency="EUR" ')
    book = book_of(tmp_path / "b", write("a.xml", file(activity(transaction("2", 900), euros))))
    assert {unit: told[0] for unit, told in figures(book).items()} == {"NOK": [900, 900], "EUR": [70, 70]}


def test_a_transaction_for_another_country_counts_for_that(write: Write, tmp_path: Path):
    other = transaction("2", 70, '<recipient-country code="ML"/>')
    book = book_of(tmp_path / "b", write("a.xml", file(activity(transaction("2", 900), other))))
    told = {row["recipient"]: row["promised"] for row in book.report(by=["recipient"]).rows}
    assert told == {"YE": [900, 900], "ML": [70, 70]}


def test_shares_of_countries_and_regions_add_up_to_all(write: Write, tmp_path: Path):
    content = file(activity(transaction("2", 100))).replace(
        '<recipient-country code="YE"/>',
        '<recipient-country code="YE" percentage="33.33"/><recipient-country code="ML" percentage="33.33"/>'
        '<recipient-region code="298" percentage="33.34"/>',
    )
    book = book_of(tmp_path / "b", write("a.xml", content))
    told = {row["recipient"]: row["promised"][0] for row in book.report(by=["recipient"]).rows}
    assert told == {"YE": 33.33, "ML": 33.33, "africa": 33.34}


def test_countries_without_shares_receive_together(write: Write):
    content = file(activity(transaction("2", 100))).replace(
        '<recipient-country code="YE"/>', '<recipient-country code="YE"/><recipient-country code="ML"/>'
    )
    assert [claim.recipients for claim in claims(write("a.xml", content))] == [("YE", "ML")]


@pytest.mark.parametrize("own_word", [True, False])
def test_a_child_is_part_of_its_parent(write: Write, tmp_path: Path, own_word: bool):
    parent = activity(transaction("2", 900), '<related-activity ref="XX-1-1" type="2"/>')
    related = '<related-activity ref="XX-1" type="1"/>' if own_word else ""
    child = activity(transaction("2", 300), transaction("3", 300), related, id="XX-1-1")
    book = book_of(tmp_path / "b", write("a.xml", file(parent, child)))
    assert figures(book)["NOK"][0] == [900, 900]
    assert sorted(row["part_of"] is None for row in book.pledges().rows) == [False, True]


def test_children_count_where_the_parent_has_no_money(write: Write, tmp_path: Path):
    parent = activity('<related-activity ref="XX-1-1" type="2"/>')
    child = activity(transaction("2", 300), '<related-activity ref="XX-1" type="1"/>', id="XX-1-1")
    assert figures(book_of(tmp_path / "b", write("a.xml", file(parent, child))))["NOK"][0] == [300, 300]


def test_plans_are_dates_of_what_is_promised_and_no_promise(write: Write, tmp_path: Path):
    plans = "".join(
        f'<planned-disbursement><period-start iso-date="2021-01-01"/><period-end iso-date="2021-0{month}-28"/>'
        f'<value value-date="2021-01-01">{value}</value></planned-disbursement>'
        for month, value in ((3, 400), (6, 500), (9, 0))
    )
    promised = activity(transaction("2", 900), plans)
    only_planned = activity(plans, id="XX-2")
    book = book_of(tmp_path / "b", write("a.xml", file(promised, only_planned)))
    assert figures(book)["NOK"][0] == [900, 900]
    assert [row["due"] for row in book.pledges().rows if not row["summary"]] == ["2021-06-28"]
    assert any("planned 900 NOK (1 pledge)" in note for note in book.report().notes)


def test_the_first_version_is_read(write: Write):
    content = file(
        '<iati-activity default-currency="GBP"><reporting-org ref="GB-1" type="10">DFID</reporting-org>'
        '<participating-org ref="GB" type="10" role="Funding">UNITED KINGDOM</participating-org>'
        '<participating-org ref="52000" role="Implementing">Other</participating-org>'
        '<recipient-country code="AF">Afghanistan</recipient-country><iati-identifier>GB-1-1</iati-identifier>'
        '<title>Roads</title><default-finance-type code="410">Loan</default-finance-type>'
        '<transaction><value value-date="2006-04-01Z">10,000,000</value><transaction-type code="C">Commitment'
        '</transaction-type><transaction-date iso-date="2006-04-01Z">2006</transaction-date></transaction>'
        "</iati-activity>",
        attributes='version="1.01" generated-datetime="2011-06-02T15:32:42Z"',
    )
    [claim] = claims(write("a.xml", content))
    assert claim.amount is not None
    assert (claim.donors, claim.recipients, claim.amount.low, str(claim.happened)) == (
        ("GB",), ("AF",), 10_000_000, "2006-04-01"
    )  # fmt: skip
    assert (claim.instrument, claim.aid, claim.channel, claim.programme) == ("loan", "financial", "Other", "Roads")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (transaction("2", ""), "XX-2, transaction 1: no value"),
        (transaction("2", "many"), "XX-2, transaction 1: the value 'many' is no amount"),
        (transaction("2", "NaN"), "XX-2, transaction 1: the value 'NaN' is no amount"),
        (transaction("77", 5), "XX-2, transaction 1: the transaction's type is '77'"),
        ("<title>", "an activity that is no XML, in line 3: "),
        ("<description>&lol;</description>", "an activity that is no XML, in line 3: Entity 'lol' not defined"),
    ],
)
def test_what_is_broken_is_told_with_its_line_and_the_rest_is_read(write: Write, broken: str, reason: str):
    one, three = activity(transaction("2", 1)), activity(transaction("2", 3), id="XX-3")
    path = write("a.xml", file(one, activity(broken, id="XX-2"), three))
    documents, [issue] = read(path)
    assert issue.place == f"{path}:3"
    assert issue.reason.startswith(reason)
    assert {"iati:XX-1", "iati:XX-3"} <= {each.document.id for each in documents}


def test_a_file_cut_off_gives_what_was_whole(write: Write):
    content = file(activity(transaction("2", 1)), activity(transaction("2", 2), id="XX-2"))
    for end in (len(content) - 3, len(content) - 40, content.index("XX-2")):
        path = write("a.xml", content[:end])
        documents, issues = read(path)
        assert documents[0].document.id == "iati:XX-1"
        assert issues[-1].reason.startswith(xml_pieces.CUT_OFF)
        assert issues[-1].place.startswith(f"{path}:")


def test_an_activity_without_an_end_spares_the_next(write: Write):
    path = write("a.xml", file(activity().removesuffix("</iati-activity>"), activity(id="XX-2")))
    [document], [issue] = read(path)
    assert document.document.id == "iati:XX-2"
    assert issue == Issue(f"{path}:2", "the record has no end (</iati-activity>)")


def test_comments_and_cdata_hold_no_activities(write: Write):
    hidden = f"<!-- {activity(transaction('2', 9), id='XX-9')} -->"
    shown = activity(f"<description><![CDATA[</iati-activity> {activity()}]]></description>", transaction("2", 5))
    [document], issues = read(write("a.xml", file(hidden, shown, "<iati-activity/>")))
    assert document.document.id == "iati:XX-1"
    assert len(document.claims or ()) == 1
    assert [issue.reason for issue in issues] == ["an activity without an iati-identifier"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(write: Write, encoding: str):
    declared = encoding.removesuffix("-sig")
    content = file(activity(), head=f'<?xml version="1.0" encoding="{declared}"?>\n<!-- ø -->').replace(
        "meals", "måltid"
    )
    [document], issues = read(write("a.xml", content.encode(encoding)))
    assert issues == []
    assert document.document.title == "School måltid"


def test_the_day_of_publication(write: Write):
    undated = activity().replace('last-updated-datetime="2021-05-24T14:50:54"', "")
    content = file(undated)
    assert [issue.reason for issue in read(write("a.xml", content))[1]] == [
        "no date of publication; give one with --published DATE"
    ]
    [document], _ = read(write("a.xml", content), published=date(2020, 1, 2))
    assert document.document.published == date(2020, 1, 2)
    [document], _ = read(write("a.xml", file(undated, attributes='generated-datetime="2019-01-01T00:00:00Z"')))
    assert document.document.published == date(2019, 1, 1)
    assert "still to come" in read(write("a.xml", file(activity())), today=date(2021, 1, 1))[1][0].reason


BILLION_LAUGHS = (
    '<!DOCTYPE iati-activities [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    "head", [BILLION_LAUGHS, '<!DOCTYPE iati-activities SYSTEM "http://localhost:9/x.dtd">',
             '<?xml version="1.0"?><!-- x --><!DOCTYPE iati-activities [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
)  # fmt: skip
def test_a_document_type_is_refused(write: Write, head: str):
    path = write("a.xml", file(activity("<description>&j;&x;</description>"), head=head))
    assert read(path) == ([], [Issue(str(path), xml_pieces.NO_DTD)])


def test_elements_too_deep_are_told(write: Write):
    deep = activity("<a>" * 100_000 + "</a>" * 100_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    [document], [issue] = read(write("a.xml", file(deep, activity(id="XX-2"))))
    assert document.document.id == "iati:XX-2"
    assert "Excessive depth" in issue.reason
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_a_record_too_large_is_left_out_and_not_held(write: Write, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(xml_pieces, "MOST_RECORD", 1_000_000)
    huge = activity(f"<description>{'x' * 3_000_000}</description>")
    [document], [issue] = read(write("a.xml", file(huge, activity(id="XX-2"))))
    assert document.document.id == "iati:XX-2"
    assert issue.reason == "more than 1 MB in one record; it is left out"


def test_marks_at_the_edge_of_a_chunk_are_seen(write: Write, monkeypatch: pytest.MonkeyPatch):
    path = write("a.xml", file(*(activity(transaction("2", n), id=f"XX-{n}") for n in range(1, 6))))
    for size in (1, 7, 64, 1000):
        monkeypatch.setattr(xml_pieces, "CHUNK", size)
        assert len(read(path)[0]) == 5


def test_a_file_without_activities_is_told(write: Write):
    assert [issue.reason for issue in read(write("a.xml", file()))[1]] == ["no activity that can be read in it"]


# The real files, against a plain pass over their XML


def plain_pass(path: Path) -> Iterator[tuple[str, str, str, Decimal | None]]:
    """Activity, type, currency and value of each transaction, read in the plainest way."""
    for element in etree.parse(str(path)).getroot().iterchildren("iati-activity"):
        for each in element.findall("transaction"):
            kind, value = each.find("transaction-type"), each.find("value")
            told = (value.text or "").strip()
            currency = value.get("currency") or element.get("default-currency")
            identifier = element.findtext("iati-identifier").strip()
            yield identifier, kind.get("code") or "", currency, Decimal(told) if told else None


@needs_shared
@pytest.mark.parametrize("name", FILES)
def test_every_transaction_is_accounted_for(name: str):
    documents, issues = read(IATI / name, published=LATER)
    activities, transactions = FILES[name]
    lines = [line for each in documents for line in each.document.text.splitlines() if line.startswith("transaction ")]
    claimed = {
        claim.place for each in documents for claim in each.claims or () if "/transaction[" in (claim.place or "")
    }
    aside = [line for line in lines if "; in no total: " in line]
    unread = [line for line in lines if "| not read: " in line]
    assert (len(documents), len(lines)) == (activities, transactions)
    assert len(claimed) + len(aside) + len(unread) == transactions
    assert len(unread) == sum(", transaction " in issue.reason for issue in issues)


@needs_shared
@pytest.mark.parametrize("name", FILES)
def test_sums_are_those_of_a_plain_pass(name: str):
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for _, kind, currency, value in plain_pass(IATI / name):
        if value:
            expected[kind, currency] += value
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for document in read(IATI / name, published=LATER)[0]:
        for line in document.document.text.splitlines():
            if line.startswith("transaction ") and "| kind: " in line:
                fields = dict(field.split(": ", 1) for field in line.split(" | ", 1)[1].split("; ") if ": " in field)
                value, currency = fields["value"].split()
                if Decimal(value):
                    found[fields["kind"], currency] += Decimal(value)
    names = {"1": "incoming funds", "2": "outgoing commitment", "3": "disbursement", "4": "expenditure",
             "11": "incoming commitment", "C": "outgoing commitment"}  # fmt: skip
    assert found == {(names[kind], currency): total for (kind, currency), total in expected.items()}


@needs_shared
@pytest.mark.parametrize("name", FILES)
def test_the_book_holds_the_sums_of_each_activity(tmp_path: Path, name: str):
    """Promised less cancelled is what was committed; delivered is what was paid, and never less than nothing."""
    committed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    paid: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for id, kind, currency, value in plain_pass(IATI / name):
        if value and kind in ("2", "C"):
            committed[id, currency] += value
        elif value and kind in ("3", "4"):
            paid[id, currency] += value
    book = book_of(tmp_path / "b", IATI / name)
    source = {claim["pledge"]: claim["document"].removeprefix("iati:") for claim in book.claims().rows}
    promised: dict[tuple[str, str], float] = defaultdict(float)
    delivered: dict[tuple[str, str], float] = defaultdict(float)
    for row in book.pledges().rows:
        if not row["summary"]:
            key = (source[row["pledge"]], row["unit"])
            promised[key] += row["promised"][0] - row["cancelled"][0]
            delivered[key] += row["delivered"][0]
    assert committed
    for key, total in committed.items():
        assert promised[key] == pytest.approx(float(total), abs=0.001), key
    for key, total in paid.items():
        assert delivered[key] == pytest.approx(max(0.0, float(total)), abs=0.001), key
