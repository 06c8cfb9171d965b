"""Exports as other programs open them: whole, harmless, the same byte for byte, every figure with its sentence."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

import pledgebook
from conftest import article, claim
from pledgebook.api import Book
from pledgebook.cli import main
from pledgebook.cli.exporting import DEFAULT_REF
from pledgebook.errors import NotInBook, WrongCall
from pledgebook.reading.given import claims_of
from pledgebook.reporting.export_place import standing_at
from pledgebook.reporting.export_xlsx import LONGEST_CELL, cell_text
from pledgebook.reporting.iati_activity import Reporter
from pledgebook.reporting.iati_elements import web_address

SHARED = Path(__file__).parents[2] / "shared"
"""Facts and gold that CI has beside the checkout."""

if not SHARED.exists():
    SHARED = Path("/work/shared")
SCHEMA = SHARED / "data" / "iati" / "schema-2.03" / "iati-activities-schema.xsd"
STORIES = SHARED / "gold" / "stories"

FORMATS = ("csv", "xlsx", "parquet", "json", "iati")
TABLES = ("pledges", "claims", "postings", "documents", "matches", "report")

ARTICLES = [
    article(
        "The US will give $300 million to Ukraine. Of that, $100 million has been paid.", id="a1",
        url="https://example.org/a1",
        claims=[
            claim("The US will give $300 million to Ukraine"),
            claim("Of that, $100 million has been paid", event="deliver", basis="part", low=100000000, high=100000000),
        ],
    ),
    article(
        "Congress approved the $300 million of aid to Ukraine.", id="a2", published="2024-04-02", publisher="Post",
        url="ftp://example.org/a2",
        claims=[claim("Congress approved the $300 million of aid to Ukraine", event="commit", instrument="loan")],
    ),
    article(
        "Denmark sends 18 tanks to Ukraine.", id="a3", published="2024-04-03", publisher="Post",
        claims=[claim("Denmark sends 18 tanks", donors=["DK"], low=18, high=18, unit="item", item="tank")],
    ),
    article("It rained all day in Kyiv, and nobody promised anything.", id="a4", published="2024-04-04", claims=[]),
]  # fmt: skip


def made(path: Path, articles: list[dict[str, Any]]) -> Book:
    """A book at `path` of these articles, each in a file of its own, with the claims that they bring."""
    folder = path.parent / f"{path.name}-articles"
    folder.mkdir(parents=True)
    for number, each in enumerate(articles):
        (folder / f"{number:03}.json").write_text(json.dumps(each, ensure_ascii=False), "utf-8")
    book = pledgebook.open(path)
    assert book.read(folder, given_claims=True).issues == ()
    return book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return made(tmp_path_factory.mktemp("shelf") / "aid.book", ARTICLES)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Book:
    if not STORIES.exists():
        pytest.skip("the gold stories are not there: ../shared/gold/stories")
    book = pledgebook.open(tmp_path_factory.mktemp("shelf") / "stories.book")
    assert book.read(STORIES, given_claims=True).issues == ()
    return book


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def json_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def bytes_of(path: Path) -> dict[str, bytes]:
    """Every file at a path by its name."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [dict(zip(head, row, strict=True)) for row in rows]


# Tables


def test_every_format_holds_every_table_with_the_same_rows(book: Book, tmp_path: Path):
    for format, suffix in (("csv", "csv"), ("json", "jsonl"), ("parquet", "parquet")):
        book.export(format, tmp_path / format)
        assert sorted(path.name for path in (tmp_path / format).iterdir()) == sorted(
            ["README.md", "datapackage.json", *(f"{table}.{suffix}" for table in TABLES)]
        )
    for table in TABLES:
        told = json_rows(tmp_path / "json" / f"{table}.jsonl")
        arrow = pyarrow.parquet.read_table(tmp_path / "parquet" / f"{table}.parquet")
        cells = csv_rows(tmp_path / "csv" / f"{table}.csv")
        assert len(told) == arrow.num_rows == len(cells) > 0
        assert list(told[0]) == arrow.column_names == list(cells[0])


def test_the_pledges_are_those_of_the_query(book: Book, tmp_path: Path):
    book.export("json", tmp_path / "out")
    rows = json_rows(tmp_path / "out" / "pledges.jsonl")
    for row, asked in zip(rows, book.pledges(), strict=True):
        for name, value in asked.items():
            if isinstance(value, list) and f"{name}_low" in row:
                assert [row[f"{name}_low"], row[f"{name}_high"]] == value
            else:
                assert row[name] == value
    assert [(row["promised_low"], row["delivered_low"], row["open_low"]) for row in rows] == [
        (300_000_000, 100_000_000, 200_000_000), (18, 0, 18),
    ]  # fmt: skip


def test_numbers_stay_numbers(book: Book, tmp_path: Path):
    book.export("csv", tmp_path / "csv")
    book.export("parquet", tmp_path / "parquet")
    assert csv_rows(tmp_path / "csv" / "pledges.csv")[0]["promised_low"] == "300000000"
    pledges = pyarrow.parquet.read_table(tmp_path / "parquet" / "pledges.parquet")
    assert pledges["promised_low"].to_pylist()[0] == Decimal(300_000_000)
    assert pledges["founded"].to_pylist()[0] == date(2024, 3, 13)
    assert pledges["donors"].to_pylist() == [["US"], ["DK"]]


def test_every_posting_leads_to_its_sentence(stories: Book, tmp_path: Path):
    stories.export("json", tmp_path / "out", with_texts=True)
    tables = {table: json_rows(tmp_path / "out" / f"{table}.jsonl") for table in TABLES}
    claims = {row["claim"]: row for row in tables["claims"]}
    texts = {row["hash"]: row["text"] for row in tables["documents"]}
    assert len(tables["postings"]) > 300
    for posting in tables["postings"]:
        told = claims[posting["claim"]]
        assert texts[told["document_hash"]][told["start"] : told["end"]] == told["quote"]
    assert {name for row in tables["matches"] for name in (row["left"], row["right"])} <= claims.keys()
    assert {row["pledge"] for row in tables["pledges"]} <= claims.keys()


@pytest.mark.parametrize("asked", [{"donor": "DE"}, {"item": "shell"}, {"status": "overdue"}, {"as_of": "2022-06-01"}])
def test_what_is_asked_for_leads_to_its_sentences_too(stories: Book, tmp_path: Path, asked: dict[str, Any]):
    stories.export("json", tmp_path / "out", **asked)
    tables = {table: json_rows(tmp_path / "out" / f"{table}.jsonl") for table in TABLES}
    claims = {row["claim"]: row for row in tables["claims"]}
    assert [row["pledge"] for row in tables["pledges"]] == [row["pledge"] for row in stories.pledges(**asked)]
    assert {row["claim"] for row in tables["postings"]} <= claims.keys()
    assert {row["document_hash"] for row in tables["claims"]} <= {row["hash"] for row in tables["documents"]}
    if "as_of" in asked:
        days = [row[name] for row in tables["claims"] for name in ("published", "withdrawn") if row[name]]
        assert max(days) <= asked["as_of"]
    else:
        assert len(claims) < 778


def test_the_report_in_an_export_is_the_report_asked_for(stories: Book, tmp_path: Path):
    stories.export("json", tmp_path / "out", by=["donor"], in_currency="EUR")
    table = stories.report(by=["donor"], in_currency="EUR")
    rows = json_rows(tmp_path / "out" / "report.jsonl")
    assert [(row["donor"], row["unit"], row["promised_low"]) for row in rows] == [
        (row["donor"], row["unit"], row["promised"][0]) for row in table
    ]


def test_the_method_tells_how_to_cite_it_and_what_columns_mean(book: Book, tmp_path: Path):
    done = book.export("csv", tmp_path / "out", donor=["US"])
    told = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    readme = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert done.citation == told["citation"]
    assert done.citation in readme
    for words in ("aid.book", "as of 2024-04-04", f"Pledgebook {pledgebook.__version__}", "rules ", "donor US"):
        assert words in done.citation
    for resource in told["resources"]:
        head = csv_rows(tmp_path / "out" / resource["path"])[0]
        assert [field["name"] for field in resource["schema"]["fields"]] == list(head)
        assert all(field["description"] for field in resource["schema"]["fields"])


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet", "json"])
def test_an_export_of_nothing_has_its_columns(book: Book, tmp_path: Path, format: str):
    book.export(format, tmp_path / "out", status="cancelled")
    if format == "xlsx":
        assert sheet(tmp_path / "out", "Pledges") == []
        assert CalamineWorkbook.from_path(tmp_path / "out").get_sheet_by_name("Pledges").to_python()[0][0] == "pledge"
    else:
        names = {path.stem for path in (tmp_path / "out").iterdir()}
        assert names == {*TABLES, "README", "datapackage"}


def test_an_empty_book_writes_nothing(tmp_path: Path):
    (tmp_path / "void").mkdir()
    shelf = pledgebook.open(tmp_path / "void.book")
    shelf.read(tmp_path / "void")
    with pytest.raises(NotInBook, match="no document"):
        shelf.export("csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_texts_that_a_format_does_not_hold_are_told(book: Book, tmp_path: Path):
    assert any("texts" in note for note in book.export("xlsx", tmp_path / "out.xlsx", with_texts=True).notes)
    assert book.export("xlsx", tmp_path / "out.xlsx").notes == ()


# The same bytes


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_articles_in_any_order_give_the_same_bytes(tmp_path: Path, format: str):
    forth = made(tmp_path / "1" / "aid.book", ARTICLES)
    back = made(tmp_path / "2" / "aid.book", ARTICLES[::-1])
    forth.export(format, tmp_path / "forth", with_texts=True)
    back.export(format, tmp_path / "back", with_texts=True)
    first, second = bytes_of(tmp_path / "forth"), bytes_of(tmp_path / "back")
    assert list(first.values()) == list(second.values())


def test_no_time_of_recording_is_in_an_export(book: Book, tmp_path: Path):
    today = str(date.today())  # noqa: DTZ011
    for format in ("csv", "json", "iati"):
        book.export(format, tmp_path / format, with_texts=True)
        assert not any(today.encode() in content for content in bytes_of(tmp_path / format).values())


# Hostile text

WORST = '=HYPERLINK("http://evil.example","x")\x00\x1b[31m\x0b\x1f\ufffe<b>&"\u202e'
HOSTILE = [
    article(
        f"\ufeff{start}Norway gives 5 million euros,\x0c\x01 '+1'!A0 {WORST} to Ukraine.", id=f"{start}{number}{WORST}",
        publisher=f"{start}{WORST}", title=f"{start}title {WORST} _x0041_", language=f"{start}en",
        url=f"https://example.org/{number}?q=%zz#a#b {WORST}", published=f"2024-03-{number + 10}",
        claims=[claim(
            f"{start}Norway gives 5 million euros,\x0c\x01 '+1'!A0 {WORST}", donors=[f"{start}{WORST}", "NO"],
            recipients=["UA", "africa", "nobody;,|", "PL"], low=5000000, high=5000000.5, unit="EUR",
            item=f"{start}{WORST}", aid="financial", speaker=f"{start}{WORST}", channel=f"{start}{WORST}",
            held_by=f"{start}{WORST}", programme=f"{start}{WORST}", source_id=f"{start}{WORST}", due="2024-05",
        )],
    )
    for number, start in enumerate(("=", "+", "-", "@", "\t", "\r", "\n", "' "))
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return made(tmp_path_factory.mktemp("shelf") / "=1+1 -- ]]>.book", HOSTILE)


def test_no_cell_of_csv_can_run(hostile: Book, tmp_path: Path):
    hostile.export("csv", tmp_path / "out", with_texts=True)
    cells = [
        cell for table in TABLES for row in csv_rows(tmp_path / "out" / f"{table}.csv") for cell in row.values()
    ]  # fmt: skip
    assert any(cell.startswith("'=") for cell in cells)
    for cell in cells:
        assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n"))
        assert not cell.startswith("-") or float(cell) < 0
        assert not set(cell) & set("\x00\x1b\x0b\x1f\u202e")


def test_no_cell_of_a_workbook_can_run(hostile: Book, tmp_path: Path):
    hostile.export("xlsx", tmp_path / "out.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "out.xlsx")
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    texts = [cell for cell in cells if isinstance(cell, str)]
    assert any(text.startswith("'=") for text in texts)
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for text in texts)
    assert any("_x0041_" in text for text in texts)
    for part in parts_of(tmp_path / "out.xlsx"):
        assert not list(etree.fromstring(part).iter("{*}f", "{*}hyperlink"))


def parts_of(workbook: Path) -> Iterator[bytes]:
    import zipfile

    with zipfile.ZipFile(workbook) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                yield archive.read(name)


def test_json_and_parquet_hold_hostile_text_as_it_is(hostile: Book, tmp_path: Path):
    hostile.export("json", tmp_path / "json", with_texts=True)
    hostile.export("parquet", tmp_path / "parquet", with_texts=True)
    told = {row["document"]: row["text"] for row in json_rows(tmp_path / "json" / "documents.jsonl")}
    assert told == {each["id"]: each["text"] for each in HOSTILE}
    table = pyarrow.parquet.read_table(tmp_path / "parquet" / "documents.parquet").to_pylist()
    assert {row["document"]: row["text"] for row in table} == told


# Workbooks


def test_a_workbook_has_its_sheets_with_dates_and_amounts(book: Book, tmp_path: Path):
    book.export("xlsx", tmp_path / "out.xlsx")
    workbook = CalamineWorkbook.from_path(tmp_path / "out.xlsx")
    assert workbook.sheet_names == ["Pledges", "Claims", "Report", "Method and sources"]
    pledge = sheet(tmp_path / "out.xlsx", "Pledges")[0]
    assert (pledge["promised_low"], pledge["promised_high"], pledge["founded"]) == (3e8, 3e8, date(2024, 3, 13))
    claims = sheet(tmp_path / "out.xlsx", "Claims")
    assert [row["quote"] for row in claims] == [told["quote"] for each in ARTICLES for told in each["claims"]]
    method = workbook.get_sheet_by_name("Method and sources").to_python()
    told = {row[0]: row[1] for row in method}
    assert told["cite as"].startswith("aid.book, as of 2024-04-04")
    assert "promised" in told
    assert [row[4] for row in method if row[0] == "a1"] == ["https://example.org/a1"]


def test_headers_stay_in_sight(book: Book, tmp_path: Path):
    book.export("xlsx", tmp_path / "out.xlsx")
    frozen = [pane for part in parts_of(tmp_path / "out.xlsx") for pane in etree.fromstring(part).iter("{*}pane")]
    assert [(pane.get("ySplit"), pane.get("state")) for pane in frozen] == [("1", "frozen")] * 4


@pytest.mark.parametrize("text", ["a" * 40_000, "😀" * 20_000, "=" + "a" * 32_767])
def test_a_cell_is_never_longer_than_spreadsheets_take(text: str):
    cell = cell_text(text)
    assert len(cell.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert cell.endswith("…")


# IATI


@pytest.fixture(scope="module")
def schema() -> Any:
    if not SCHEMA.exists():
        pytest.skip("IATI's schema is not there: ../shared/data/iati/schema-2.03")
    return etree.XMLSchema(etree.parse(SCHEMA))


def activities(book: Book, path: Path, **more: Any) -> Any:
    book.export("iati", path, **more)
    return etree.parse(path).getroot()


def values(root: Any, kind: str, currency: str | None = None) -> list[Decimal]:
    return [
        Decimal(value.text)
        for each in root.iter("transaction")
        for value in each.iter("value")
        if each.find("transaction-type").get("code") == kind and currency in (None, value.get("currency"))
    ]


@pytest.mark.parametrize("which", ["book", "stories", "hostile"])
def test_activities_are_valid(which: str, schema: Any, tmp_path: Path, request: pytest.FixtureRequest):
    root = activities(request.getfixturevalue(which), tmp_path / "out.xml")
    schema.assertValid(root.getroottree())
    assert root.get("version") == "2.03"
    for activity in root:
        if activity.tag == "iati-activity":
            shares = [Decimal(each.get("percentage")) for each in activity.xpath("recipient-country|recipient-region")]
            assert sum(shares) == 100


def test_a_pledge_its_vote_and_its_payment_are_transactions(book: Book, tmp_path: Path):
    root = activities(book, tmp_path / "out.xml", reporting_org=("GB-COH-1", "Watchers"))
    money, things = root.iter("iati-activity")
    assert (values(money, "12"), values(money, "2"), values(money, "3")) == ([3 * 10**8], [3 * 10**8], [10**8])
    assert money.findtext("iati-identifier").startswith("GB-COH-1-c-")
    assert money.findtext("reporting-org/narrative") == "Watchers"
    assert money.findtext("title/narrative") == "United States to Ukraine: military aid (300m USD)"
    assert money.get("default-currency") == "USD"
    assert money.find("default-finance-type").get("code") == "421"
    words = [each.text for each in money.findall("transaction/description/narrative")]
    assert any(
        "“Of that, $100 million has been paid” (Example Wire, 2024-03-13; document a1, claim c-" in w for w in words
    )
    assert [link.get("url") for link in root.iter("document-link")] == ["https://example.org/a1"]
    assert things.findall("transaction") == []
    assert "promised 18" in things.xpath("string(description[@type='4'])")


def test_what_is_withdrawn_takes_back_commitments_and_then_pledges(tmp_path: Path):
    sure: dict[str, Any] = {"extractor": "kiel 1", "source_id": "US1"}
    part = {"basis": "part", **sure}
    told = [
        article("The US promised $300 million.", claims=[claim("The US promised $300 million", **sure)]),
        article("The Senate approved $100 million of it.", id="a2", published="2024-04-01", claims=[
            claim("The Senate approved $100 million", event="commit", low=10**8, high=10**8, **part),
        ]),
        article("The US has withdrawn $250 million of it.", id="a3", published="2024-05-01", claims=[
            claim("The US has withdrawn $250 million", event="cancel", low=25 * 10**7, high=25 * 10**7, **part),
        ]),
    ]  # fmt: skip
    book = made(tmp_path / "cut.book", told)
    [pledge] = book.pledges()
    assert (pledge["promised"], pledge["cancelled"]) == ([300_000_000] * 2, [250_000_000] * 2)
    root = activities(book, tmp_path / "out.xml")
    assert values(root, "2") == [100_000_000, -100_000_000]
    assert values(root, "12") == [300_000_000, -150_000_000]


def test_no_unit_counts_twice(stories: Book, tmp_path: Path):
    """Disbursements add up to what the report says has arrived, and no sum of commitments is above its promises."""
    root = activities(stories, tmp_path / "out.xml")
    rows = {row["unit"]: row for row in stories.report() if row["unit"] not in (None, "item")}
    for unit, row in rows.items():
        assert sum(values(root, "3", unit)) == Decimal(str(row["delivered"][0])), unit
        assert 0 <= sum(values(root, "2", unit)) <= row["promised"][0]
    for activity in root.iter("iati-activity"):
        assert min(sum(values(activity, kind)) for kind in ("2", "3", "12")) >= 0


def test_parts_name_their_whole_and_the_whole_its_parts(stories: Book, tmp_path: Path):
    root = activities(stories, tmp_path / "out.xml")
    by_id = {each.findtext("iati-identifier"): each for each in root.iter("iati-activity")}
    related = [
        (id, each.get("ref"), each.get("type")) for id, a in by_id.items() for each in a.iter("related-activity")
    ]
    assert len(related) > 50
    for id, ref, kind in related:
        assert (ref, id, "2" if kind == "1" else "1") in related
    summaries = {row["pledge"] for row in stories.pledges() if row["summary"]}
    assert summaries
    assert not summaries & {id.removeprefix("XI-PLEDGEBOOK-") for id in by_id}


def test_a_transaction_tells_how_its_value_comes_from_the_claim(tmp_path: Path):
    sure: dict[str, Any] = {"extractor": "kiel 1", "source_id": "US1"}
    told = [
        article("The US promised $300 million.", claims=[claim("The US promised $300 million", **sure)]),
        article("The US raised it to $450 million.", id="a2", published="2024-04-01", claims=[
            claim("The US raised it to $450 million", low=45 * 10**7, high=45 * 10**7, **sure),
        ]),
        article("The US cut it to $400 million.", id="a3", published="2024-05-01", claims=[
            claim("The US cut it to $400 million", low=4 * 10**8, high=4 * 10**8, **sure),
        ]),
        article("Up to $90 million has been paid, at least $50 million.", id="a4", published="2024-06-01", claims=[
            claim("Up to $90 million has been paid", event="deliver", low=5 * 10**7, high=9 * 10**7, **sure),
        ]),
    ]  # fmt: skip
    root = activities(made(tmp_path / "---.book", told), tmp_path / "out.xml")
    said = [each.text.split("“")[0] for each in root.iterfind("*/transaction/description/narrative")]
    assert values(root, "12") + values(root, "3") == [3 * 10**8, 15 * 10**7, -5 * 10**7, 5 * 10**7]
    assert said == ["", "more by 150m USD: ", "less by 50m USD: ", "50–90m USD: "]


def test_an_iati_file_needs_an_activity(book: Book, tmp_path: Path):
    with pytest.raises(NotInBook, match="no pledge fits"):
        book.export("iati", tmp_path / "out.xml", status="cancelled")
    assert list(tmp_path.iterdir()) == []


def test_the_command_names_the_same_publisher_as_the_library():
    assert Reporter().ref == DEFAULT_REF


@pytest.mark.parametrize("ref", ["", "GB/COH", "a?b", "a\nb"])
def test_a_publisher_without_an_identifier_is_a_wrong_call(book: Book, tmp_path: Path, ref: str):
    with pytest.raises(WrongCall, match="identifier"):
        book.export("iati", tmp_path / "out.xml", reporting_org=(ref, "Nobody"))


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a b?c=ü", "https://example.org/a%20b?c=%C3%BC"),
        ("HTTP://example.org/%zz%41#a#b", "http://example.org/%25zz%41#a%23b"),
        ("javascript:alert(1)", None),
        ("ftp://example.org/", None),
        ("http://[half", None),
        ("https:///no-host", None),
        ("data:text/html,x", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str | None, address: str | None):
    assert web_address(url) == address


# Back into a book


def read_back(folder: Path, to: Path) -> Book:
    """A book of the articles of an export, each in a file of its own."""
    return made(to, json_rows(folder / "articles.jsonl"))


def same(one: Book, other: Book) -> None:
    assert list(one.pledges()) == list(other.pledges())
    assert list(one.claims()) == list(other.claims())


@pytest.mark.parametrize("which", ["book", "stories", "hostile"])
def test_an_export_read_back_is_the_same_book(which: str, tmp_path: Path, request: pytest.FixtureRequest):
    first = request.getfixturevalue(which)
    first.export("json", tmp_path / "out", with_texts=True)
    back = read_back(tmp_path / "out", tmp_path / Path(first.path).name)
    same(first, back)
    back.export("json", tmp_path / "again", with_texts=True)
    assert bytes_of(tmp_path / "again") == bytes_of(tmp_path / "out")


def test_articles_in_parquet_are_those_in_json(stories: Book, tmp_path: Path):
    stories.export("json", tmp_path / "json", with_texts=True)
    stories.export("parquet", tmp_path / "parquet", with_texts=True)
    rows = pyarrow.parquet.read_table(tmp_path / "parquet" / "articles.parquet").to_pylist()
    for row, told in zip(rows, json_rows(tmp_path / "json" / "articles.jsonl"), strict=True):
        claims = [{name: cell for name, cell in each.items() if cell is not None} for each in row["claims"]]
        assert claims == [{name: cell for name, cell in each.items() if cell is not None} for each in told["claims"]]
        assert {**row, "claims": []} == {**told, "claims": []}


EVERY_FIELD = {
    "held_by": "Congress", "happened_phrase": "in March", "due_phrase": "by May", "instrument": "grant",
    "channel": "WB", "programme": "PEACE", "source_id": "DKM3", "place": "MAIN!A17", "whole_id": "DKM",
    "worth_low": 280000000, "worth_high": 280000000.5, "worth_unit": "EUR", "valuation": "stated", "confidence": 0.75,
    "extractor": "kiel 1", "happened": "2024-03", "due": "2024-05-01", "speaker": "the Pentagon", "per": "year",
}  # fmt: skip


def test_no_field_of_a_claim_is_lost_on_the_way(tmp_path: Path):
    quote = "The US will give $300 million to Ukraine"
    twice = [claim(quote, **EVERY_FIELD), claim(quote, **EVERY_FIELD)]
    first = made(tmp_path / "1" / "aid.book", [article(f"{quote}. {quote}.", claims=twice)])
    first.export("json", tmp_path / "out", with_texts=True)
    [row] = json_rows(tmp_path / "out" / "articles.jsonl")
    assert [{name: told[name] for name in EVERY_FIELD} for told in row["claims"]] == [EVERY_FIELD] * 2
    same(first, read_back(tmp_path / "out", tmp_path / "2" / "aid.book"))
    assert len(list(first.claims())) == 2
    assert {told["origin"] for told in first.claims()} == {"kiel"}


def test_claims_that_a_person_rejected_do_not_come_back(tmp_path: Path):
    book = made(tmp_path / "1" / "aid.book", ARTICLES)
    rejected = next(row["claim"] for row in book.claims() if row["event"] == "deliver")
    book.decide("reject", rejected, who="me")
    book.export("json", tmp_path / "out", with_texts=True)
    assert rejected in {row["claim"] for row in json_rows(tmp_path / "out" / "claims.jsonl")}
    back = read_back(tmp_path / "out", tmp_path / "2" / "aid.book")
    assert [row["delivered"] for row in back.pledges()] == [row["delivered"] for row in book.pledges()] == [[0, 0]] * 2


def test_given_claims_name_what_is_wrong_with_the_new_fields():
    from pledgebook.model import Document, Issue

    document = Document.make("The US gives.", published=date(2024, 3, 1))
    bad = [claim("The US gives", **{name: value}) for name, value in (("place", 3), ("extractor", []))]
    bad.append(claim("The US gives", worth_low=5, worth_high=3, worth_unit="EUR"))
    bad.append(claim("The US gives", worth_low=5, worth_unit="gold"))
    told = list(claims_of(bad, document, "f"))
    assert all(isinstance(each, Issue) for each in told)
    assert ["place" in told[0].reason, "extractor" in told[1].reason] == [True, True]  # type: ignore[union-attr]
    assert ["worth_low" in told[2].reason, "worth_unit" in told[3].reason] == [True, True]  # type: ignore[union-attr]


def test_reading_takes_only_the_articles_of_an_export(book: Book, tmp_path: Path):
    book.export("csv", tmp_path / "out")
    done = pledgebook.open(tmp_path / "new.book").read(tmp_path / "out", given_claims=True)
    assert [issue.reason for issue in done.issues] == [
        "this export of a book holds no texts; export again with --with-texts"
    ]


# Where it stands


def test_a_former_export_is_replaced_and_nothing_else(book: Book, tmp_path: Path):
    for format in FORMATS:
        book.export(format, tmp_path / format)
        book.export(format, tmp_path / format, donor="US")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(WrongCall, match=r"thesis\.txt.*--force"):
        book.export("csv", mine)
    with pytest.raises(WrongCall, match="--force"):
        book.export("xlsx", mine / "thesis.txt")
    assert bytes_of(mine) == {"thesis.txt": b"mine"}
    with pytest.raises(WrongCall, match="is a folder"):
        book.export("iati", mine, force=True)
    with pytest.raises(WrongCall, match="is a book"):
        book.export("csv", book.path, force=True)


def test_force_writes_among_what_is_there_and_leaves_it(book: Book, tmp_path: Path):
    book.export("json", tmp_path / "out", with_texts=True)
    (tmp_path / "out" / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(WrongCall, match=r"notes\.txt"):
        book.export("csv", tmp_path / "out")
    book.export("csv", tmp_path / "out", force=True)
    files = bytes_of(tmp_path / "out")
    assert files["notes.txt"] == b"mine"
    assert "articles.jsonl" not in files
    assert "claims.csv" in files
    (tmp_path / "old.xml").write_text("<old/>", "utf-8")
    book.export("iati", tmp_path / "old.xml", force=True)
    assert etree.parse(tmp_path / "old.xml").getroot().tag == "iati-activities"
    assert sorted(os.listdir(tmp_path)) == ["old.xml", "out"]


@pytest.mark.parametrize("is_folder", [True, False])
def test_an_export_that_breaks_off_leaves_what_was_there(book: Book, tmp_path: Path, is_folder: bool):
    path = tmp_path / "out"
    book.export("csv" if is_folder else "xlsx", path)
    before = bytes_of(path)

    def broken_off() -> None:
        with standing_at(path, is_folder=is_folder, force=False) as place:
            (place / "claims.csv" if is_folder else place).write_text("half", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert bytes_of(path) == before
    assert os.listdir(tmp_path) == ["out"]


def test_what_cannot_be_written_is_told_in_one_line(book: Book, tmp_path: Path, capsys: Any):
    (tmp_path / "file").write_text("", "utf-8")
    for format in FORMATS:
        assert main(["export", "--book", book.path, format, str(tmp_path / "file" / "out")]) == 2
        error = capsys.readouterr().err
        assert len(error.splitlines()) == 1
        assert "cannot write" in error


# The command


def test_the_command_tells_where_and_how_to_cite(book: Book, tmp_path: Path, capsys: Any):
    out = tmp_path / "new" / "folder"
    assert main(["export", "--book", book.path, "csv", str(out), "--as-of", "2024-03-31", "--donor", "US"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"written to {out}; cite it as: aid.book, as of 2024-03-31, donor US." in printed.err
    assert [row["document"] for row in csv_rows(out / "documents.csv")] == ["a1"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["pdf", "out"], "no format"),
        (["csv"], "PATH"),
        (["csv", "out", "--donor", "nobody-at-all"], "nobody-at-all"),
        (["iati", "out", "--reporting-org-ref", "a/b"], "identifier"),
    ],
)
def test_a_wrong_call_writes_nothing(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, arguments: list[str], told: str
):
    monkeypatch.chdir(tmp_path)
    assert main(["export", "--book", book.path, *arguments]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
