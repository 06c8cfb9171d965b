"""Tables of promises: cells as people write them, the tracker, any table through a mapping, snapshots, reconciling."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import pledgebook
from pledgebook.api import Book
from pledgebook.errors import WrongCall
from pledgebook.model import AmountRange, Issue
from pledgebook.reading import ReadDocument, ReadOptions, read_paths
from pledgebook.reading.data.cells import count, day, number
from pledgebook.reading.data.mapping import mapping_of
from pledgebook.reading.data.sheets import Workbook, column_letters, decoded_table, delimiter_of
from pledgebook.reading.options import Unreadable
from pledgebook.without_book import proposed_mapping

DATA = Path(__file__).parents[2] / "shared" / "data"
TRACKER = DATA / "kiel" / "Ukraine_Support_Tracker_release_7.xlsx"
EBOLA = DATA / "ebola-fts"

needs_tracker = pytest.mark.skipif(not TRACKER.is_file(), reason="the tracker's workbook is not beside this checkout")
needs_ebola = pytest.mark.skipif(not EBOLA.is_dir(), reason="the snapshots are not beside this checkout")

DAY = date(2022, 10, 3)

# Cells


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (35000000.0, 35000000),
        ("1,000,000", 1000000),
        ("1.000.000", 1000000),
        ("6.000.00", 6000),
        ("15.000.00", 15000),
        ("1 000 000", 1000000),
        ("1'000.50", Decimal("1000.50")),
        ("1.000,50", Decimal("1000.50")),
        ("2,5", Decimal("2.5")),
        ("1,000", 1000),
        ("3.14", Decimal("3.14")),
        ("(200)", -200),
        ("-12", -12),
        ("€ 5,000", 5000),
        ("5 €", 5),
        (".", None),
        ("", None),
        ("Not given", None),
        ("12 tanks", None),
        ("1e9", None),
        (float("nan"), None),
        (True, None),
        (1e30, None),
    ],
)
def test_numbers_however_they_are_written(cell: Any, value: Any):
    assert number(cell) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("until 2/24/2023", "2023-02-24"),
        ("unclear, 10/2022", "2022-10"),
        ("not specified, 03/22", "2022-03"),
        ("between 3/4/22 & 3/11/22", "2022-03-11"),
        ("between 3/20/2022 and 7/1/2022", "2022-07-01"),
        (date(2022, 3, 1), "2022-03-01"),
        ("2014-11-25", "2014-11-25"),
        ("since 2/24/2022", "2022-02-24"),
        ("until  5/7/2022", "2022-05-07"),
        ("2024", "2024"),
        ("unspecified", None),
        ("Undisclosed", None),
        ("13/45/2022", None),
        ("", None),
    ],
)
def test_dates_as_vague_as_they_are(cell: Any, told: str | None):
    found = day(cell)
    assert (None if found is None else str(found)) == told


def test_counts_that_are_no_numbers():
    assert count("dozens") == (AmountRange(Decimal(24), None, "item"), True)
    assert count("undisclosed") == (None, True)
    assert count(".") == (None, False)
    assert count(0.0) == (None, False)
    assert count(18.0) == (AmountRange.exactly(18, "item"), True)


# Files


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, column, cell, book.add_format({"num_format": "yyyy-mm-dd"}))
                    else:
                        sheet.write(at, column, cell)
    return path


def test_a_cell_has_the_place_that_the_spreadsheet_gives_it(tmp_path: Path):
    grid = Workbook(workbook(tmp_path / "a.xlsx", {"S": [[], [], ["", "x"]]})).sheet("S")
    assert grid.rows[2][1] == "x"
    assert grid.place(2, 1) == "S!B3"
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_tables_in_any_usual_encoding(encoding: str):
    assert decoded_table("Donor;Sum\nØst;1".encode(encoding)) == "Donor;Sum\nØst;1"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a,b\n1,2", ","),
        ("a;b\n1,5;2", ";"),
        ("a\tb\n1,5\t2", "\t"),
        ('"a,b";c\n', ";"),
        ("\n\nonly\n", ","),
        ("", ","),
    ],
)
def test_what_parts_the_cells(text: str, mark: str):
    assert delimiter_of(text) == mark


def issues_of(path: Path, **more: Any) -> list[str]:
    options = ReadOptions(published=DAY, **more)
    return [read.reason for read in read_paths([path], options) if isinstance(read, Issue)]


def test_hostile_tables_are_refused_plainly(tmp_path: Path):
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 500_000_000)
    assert "unpacks to 500 MB" in issues_of(bomb)[0]
    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    assert "damaged" in issues_of(tmp_path / "torn.xlsx")[0]
    (tmp_path / "wide.csv").write_text("a," * 100_000)
    assert "100,001 columns" in issues_of(tmp_path / "wide.csv")[0]
    (tmp_path / "bytes.csv").write_bytes(b"Donor,Sum\n\xff\xfe\xfa,1")
    assert "UTF-8" in issues_of(tmp_path / "bytes.csv")[0]
    (tmp_path / "other.csv").write_text("shape,colour\nround,red\n")
    assert "pledgebook map" in issues_of(tmp_path / "other.csv")[0]


# The tracker, in a workbook of our own with headings of several releases

HEADINGS_7 = ["ID", "countries", "Announcement Date", "Type of Aid General", "Type of Aid Specific", "Explanation",
              "Original Currency", "Monetary Value as Given by Source", "", "Type of item", "Sub-type of item",
              "No. of Units", "No. of Units delivered (in-kind military aid)", "Total ", "Converted Value in EUR",
              "Total monetary value delivered in EUR", "Official Source", "Source of Aid 1",
              "Total_value_dummy (1 is first row in the package)", "value_source_commitments"]  # fmt: skip
ROWS_7: list[list[Any]] = [
    [
        "DKM9",
        "Denmark",
        date(2022, 8, 11),
        "Military",
        "Weapons",
        "A package.",
        "DKK",
        820e6,
        "Caesar howitzer",
        "Heavy weapon",
        "155mm howitzer",
        19.0,
        8.0,
        820e6,
        110e6,
        55e6,
        "Yes",
        "https://example.dk/a",
        1.0,
        "Value is given by the source",
    ],
    [
        "DKM9",
        "Denmark",
        date(2022, 8, 11),
        "Military",
        "Weapons",
        "A package.",
        "DKK",
        820e6,
        "round",
        "Ammunition",
        ".",
        "1.000.00",
        "undisclosed",
        "",
        "",
        "",
        "Yes",
        "https://example.dk/a",
        0.0,
        "Value is given by the source",
    ],
    [
        "EUF1",
        "EU (Commission and Council)",
        "until 2/24/2023",
        "Financial",
        "Loan",
        "Loans.",
        "EUR",
        9e9,
        ".",
        ".",
        ".",
        ".",
        ".",
        9e9,
        9e9,
        ".",
        "Yes",
        "=cmd|' /C calc'!A0",
        1.0,
        "Value is given by hand",
    ],
    [
        "PLM1",
        "Poland",
        "unclear, 05/22",
        "Military",
        "Equipment",
        "Tanks, priced.",
        "USD",
        "Not given",
        "T-72",
        "Heavy weapon",
        "Main Battle Tank (MBT)",
        240.0,
        240.0,
        300e6,
        303e6,
        303e6,
        "No",
        ".",
        1.0,
        "Value is calculated with prices",
    ],
    [
        "USM1",
        "United States",
        date(2022, 2, 1),
        "Military",
        "Weapons",
        "A correction.",
        "USD",
        -5e6,
        ".",
        ".",
        ".",
        ".",
        ".",
        -5e6,
        -5.1e6,
        ".",
        "Yes",
        ".",
        1.0,
        "Value is given by the source",
    ],
    [
        "XXM1",
        "Atlantis",
        date(2022, 2, 1),
        "Military",
        "Weapons",
        "?",
        "USD",
        1.0,
        ".",
        ".",
        ".",
        ".",
        ".",
        1.0,
        1.0,
        ".",
        "Yes",
        ".",
        1.0,
        ".",
    ],
]


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    about = [["Ukraine Support Tracker – 7th release (covering January 24 to October 3, 2022)"]]
    return workbook(tmp_path / "t.xlsx", {"ReadMe": about, "Bilateral assistance, MAIN DATA": [HEADINGS_7, *ROWS_7]})


def records(path: Path, **more: Any) -> dict[str, ReadDocument]:
    options = ReadOptions(**more)
    found = [read for read in read_paths([path], options) if isinstance(read, ReadDocument) and read.claims]
    return {read.document.id: read for read in found}


def told_of(read: ReadDocument) -> list[tuple[Any, ...]]:
    return [
        (c.event, c.amount and (c.amount.low, c.amount.unit), c.source_id, c.place and c.place.split("!")[1])
        for c in read.claims or ()
    ]


def test_an_activity_is_a_record_and_its_things_are_parts(tracker: Path):
    found = records(tracker)
    assert list(found) == ["kiel:DKM9", "kiel:EUF1", "kiel:PLM1", "kiel:USM1"]
    assert {read.document.published for read in found.values()} == {DAY}
    assert told_of(found["kiel:DKM9"]) == [
        ("pledge", (Decimal("820000000"), "DKK"), "DKM9", "O2"),
        ("deliver", (Decimal("410000000.00"), "DKK"), "DKM9", "P2"),
        ("pledge", (19, "item"), "DKM9/1", "L2"),
        ("deliver", (8, "item"), "DKM9/1", "M2"),
        ("pledge", (1000, "item"), "DKM9/2", "L3"),
    ]
    claims = found["kiel:DKM9"].claims or ()
    assert [c.whole_id for c in claims] == [None, None, "DKM9", "DKM9", "DKM9"]
    assert claims[0].worth == AmountRange.exactly(Decimal("110000000"), "EUR")
    assert (claims[0].valuation, claims[0].instrument) == ("stated", "in kind")
    assert all(found["kiel:DKM9"].document.text[c.span.start : c.span.end] == c.span.quote for c in claims)


def test_what_the_tracker_tells_of_dates_values_and_corrections(tracker: Path):
    found = records(tracker)
    (loan,) = found["kiel:EUF1"].claims or ()
    assert (loan.donors, str(loan.due), loan.happened, loan.instrument) == (("EU",), "2023-02-24", None, "loan")
    assert loan.valuation == "estimated by hand"
    assert "https" not in found["kiel:EUF1"].document.text
    tanks = found["kiel:PLM1"].claims or ()
    assert (tanks[0].valuation, str(tanks[0].happened), tanks[2].item) == ("price list", "2022-05", "main battle tank")
    assert [(c.event, c.amount and c.amount.low) for c in found["kiel:USM1"].claims or ()] == [("cancel", 5000000)]


def test_an_activity_that_cannot_be_used_is_told_with_its_cell(tracker: Path):
    issues = [read for read in read_paths([tracker]) if isinstance(read, Issue)]
    assert [(i.place.rsplit("!")[-1], i.reason) for i in issues] == [("A7", "XXM1: no such donor is known: 'Atlantis'")]


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", ","), ("utf-16", "\t"), ("utf-8-sig", ";")])
def test_a_copy_as_text_says_the_same(tracker: Path, tmp_path: Path, encoding: str, mark: str):
    def cell(value: Any) -> str:
        return f'"{value}"'

    lines = [mark.join(cell(c) for c in row) for row in [HEADINGS_7, *ROWS_7]]
    copy = tmp_path / "copy.csv"
    copy.write_bytes("\n".join(lines).encode(encoding))
    of_copy, of_book = records(copy, published=DAY), records(tracker)
    assert {id: [t[:3] for t in told_of(r)] for id, r in of_copy.items()} == {
        id: [t[:3] for t in told_of(r)] for id, r in of_book.items()
    }


def test_the_newer_layout_with_allocations(tmp_path: Path):
    heads = [
        "id",
        "donor",
        "announcement_date",
        "aid_type_general",
        "aid_type_specific",
        "measure",
        "explanation",
        "reporting_currency",
        "source_reported_value",
        "tot_sub_activity_value_EUR",
        "item",
        "item_numb",
    ]
    rows = [
        [
            "NLM5",
            "Netherlands",
            date(2024, 2, 1),
            "Military",
            "Weapons",
            "Allocation",
            "Boats.",
            "EUR",
            30e6,
            30e6,
            "boat",
            14.0,
        ]
    ]
    path = workbook(tmp_path / "new.xlsx", {"Bilateral Assistance, MAIN DATA": [heads, *rows]})
    found = records(path, published=date(2024, 3, 1))
    assert [t[:3] for t in told_of(found["kiel:NLM5"])] == [
        ("commit", (Decimal("30000000"), "EUR"), "NLM5"), ("commit", (14, "item"), "NLM5/1"),
    ]  # fmt: skip


def read_into(path: Path, *files: Path, **options: Any) -> Book:
    book = pledgebook.open(path)
    book.read(*files, **options)
    return book


def test_the_book_of_a_tracker(tracker: Path, tmp_path: Path):
    book = read_into(tmp_path / "t.book", tracker)
    rows = {row["pledge"]: row for row in book.pledges()}
    why = book.why("DKM9")
    assert (why.pledge["promised"], why.pledge["delivered"]) == ([820e6, 820e6], [410e6, 410e6])
    parts = {rows[row["pledge"]]["item"]: row for row in why.relatives}
    assert (parts["155mm howitzer"]["promised"], parts["155mm howitzer"]["delivered"]) == ([19, 19], [8, 8])
    by_aid = {
        row["aid"]: row["promised"][0]
        for row in book.report(by="aid", in_currency="EUR", rates="source")
        if row["unit"] == "EUR"
    }
    assert by_aid == {"financial": 9e9, "military": 413e6}
    assert book.check() == []


@needs_tracker
def test_the_tracker_s_own_totals_come_out_of_its_rows(tmp_path: Path):
    """The sheet 'Country Summary', each country and kind of aid; howitzers and tanks of 'Figure 7'."""
    book = read_into(tmp_path / "k.book", TRACKER)
    plan = tmp_path / "summary.toml"
    plan.write_text(SUMMARY, "utf-8")
    every = book.reconcile(TRACKER, plan, all_cells=True)
    assert len(every) >= 160
    assert [row for row in every if row["difference"]] == []
    by_item = {row["item"]: row for row in book.report(by="item") if row["unit"] == "item"}
    for item, promised, delivered, still_open in (("155mm howitzer", 247, 197, 50), ("main battle tank", 288, 252, 36)):
        row = by_item[item]
        assert (row["promised"], row["delivered"], row["open"]) == ([promised] * 2, [delivered] * 2, [still_open] * 2)
    gap = tmp_path / "gap.toml"
    gap.write_text(GAP, "utf-8")
    differing = {(row["row"], row["column"]): row["because"] for row in book.reconcile(TRACKER, gap)}
    assert set(differing) == {("Delivered", "MLRS"), ("To be delivered", "MLRS")}
    assert "UKM9/6" in differing["Delivered", "MLRS"]
    assert book.check() == []


SUMMARY = """
sheet = "Country Summary"
header = 4
rates = "source"
[rows]
label = "Country"
say = "donor"
leave_out = ["Total"]
[rows.values]
"EU (Commission and Council)" = "EU"
"European Peace Facility" = "european-peace-facility"
"European Investment Bank" = "EIB"
[cells]
unit = "EUR"
scale = 1000000000
[columns."Financial commitments"]
aid = "financial"
[columns."Humanitarian commitments"]
aid = "humanitarian"
[columns."Military commitments"]
aid = "military"
[columns."Total bilateral commitments"]
"""

GAP = """
sheet = "Figure 7 Military gap"
header = 4
[rows]
label = "Item"
say = "figure"
values = { "Committed" = "promised", "Delivered" = "delivered", "To be delivered" = "open" }
[cells]
unit = "item"
not_item = ["ammunition", "vehicle to tow"]
[columns."Howitzer(155mm)"]
item = "155mm howitzer"
[columns."MLRS"]
item = "mlrs"
[columns."Tanks"]
item = "main battle tank"
"""

# Any table

MAPPING = """
series = "nordic"
publisher = "Nordic Council"
published = "2024-05-01"
scale = 1000000
[columns]
id = "Ref"
donors = "Giver"
amount = "Sum (million)"
unit = "Currency"
event = "Status"
due = "Until"
[defaults]
recipients = "UA"
aid = "humanitarian"
[values.event]
"lovet" = "pledge"
"utbetalt" = "deliver"
"""


def test_any_table_is_read_through_a_mapping(tmp_path: Path):
    table = tmp_path / "nordic.csv"
    table.write_text(
        "Ref,Giver,Sum (million),Currency,Status,Until\nA1,Norway,75,NOK,Lovet,2027\nA1,Norway,10,NOK,Utbetalt,\n"
        'B2,Denmark and Sweden,"1,5",EUR,Lovet,\nC3,Finland,much,EUR,Lovet,\nD4,Iceland,2,EUR,Planlagt,\n'
        ",Norway,1,NOK,Lovet,\n",
        "utf-8",
    )
    (tmp_path / "nordic.csv.map.toml").write_text(MAPPING, "utf-8")
    found = list(read_paths([table]))
    told = {r.document.id: [(c.event, c.donors, c.amount and c.amount.low, str(c.due)) for c in r.claims or ()]
            for r in found if isinstance(r, ReadDocument) and r.claims}  # fmt: skip
    assert told == {
        "nordic:A1": [("pledge", ("NO",), 75_000_000, "2027"), ("deliver", ("NO",), 10_000_000, "None")],
        "nordic:B2": [("pledge", ("DK", "SE"), 1_500_000, "None")],
    }
    issues = [(r.place.rsplit("!")[-1], r.reason) for r in found if isinstance(r, Issue)]
    assert issues[0] == ("A5", "Sum (million) is 'much', which is no number")
    assert issues[1][1].startswith("event is 'planlagt'")
    assert issues[2] == ("A7", "a row without an identifier")


def test_a_row_may_be_part_of_another_and_have_a_page_of_its_own(tmp_path: Path):
    table = tmp_path / "parts.csv"
    table.write_text("Ref,Of,Giver,Sum,Page\nW,,European Union,500,\nP,W,Germany,200,https://example.de/p\n", "utf-8")
    (tmp_path / "parts.csv.map.toml").write_text(
        'series = "joint"\npublished = "2024-05-01"\n[columns]\nid = "Ref"\nwhole_id = "Of"\ndonors = "Giver"\n'
        'amount = "Sum"\nurl = "Page"\n[defaults]\nunit = "EUR"\nrecipients = "UA"\n',
        "utf-8",
    )
    book = read_into(tmp_path / "p.book", table)
    names = {row["claim"]: row["source_id"] for row in book.claims()}
    wholes = {names[row["pledge"]]: names.get(row["part_of"]) for row in book.pledges()}
    assert wholes == {"joint/W": None, "joint/P": "joint/W"}
    promised = {row["donor"]: row["promised"][0] for row in book.report(by="donor")}
    assert promised == {"DE": 200, "EU, not split": 300}
    (document,) = (r.document for r in read_paths([table]) if isinstance(r, ReadDocument) and r.document.url)
    assert (document.url, document.address) == ("https://example.de/p", "joint:P")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"columns": {"colour": "x"}}, "colour"), ({"columns": {"donors": "x"}}, "amount"), ({"shape": 1}, "shape"),
        ({"columns": {"amount": "x"}, "defaults": {"aid": "arms"}}, "arms"),
        ({"columns": {"amount": "x"}, "values": {"event": {"a": "gift"}}}, "gift"),
        ({"columns": {"amount": "x"}, "header": 0}, "header"), ({"columns": {"amount": "x"}, "scale": -1}, "scale"),
        ({"columns": {"amount": "x"}, "published": "soon"}, "soon"), ({"columns": "x"}, "columns"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_told(told: dict[str, Any], words: str):
    with pytest.raises(Unreadable, match=words):
        mapping_of(told, "x")


def test_a_mapping_is_proposed_and_reads_the_table(tmp_path: Path):
    table = tmp_path / "aid.xlsx"
    workbook(table, {"notes": [["about"]], "rows": [
        ["Aid of 2024"], [], ["Ref", "Donor", "Recipient", "Amount", "Currency", "Status", "Date"],
        ["R1", "Norway", "Ukraine", 5e6, "NOK", "Committed", date(2024, 2, 1)],
        ["R2", "Japan", "Türkiye", 7e6, "JPY", "Disbursed", date(2024, 3, 1)],
    ]})  # fmt: skip
    text, rows, issues = proposed_mapping(table)
    assert 'donors = "Donor"' in text
    assert "header = 3" in text
    assert '"disbursed" = "deliver"' in text
    assert [(r["event"], r["donors"], r["low"], r["unit"]) for r in rows] == [
        ("commit", ["NO"], 5e6, "NOK"), ("deliver", ["JP"], 7e6, "JPY"),
    ]  # fmt: skip
    assert issues == []
    with pytest.raises(WrongCall):
        proposed_mapping(tmp_path / "nowhere.xlsx")


# Snapshots

SNAPSHOTS = """
series = "response"
published = "name"
[columns]
donors = "Donor"
recipients = "Area"
amount = "Funding"
channel = "Channel"
event = "Status"
description = "What"
[defaults]
unit = "USD"
aid = "humanitarian"
item = "response"
[values.event]
"Pledged" = "pledge"
"Committed" = "commit"
"Paid" = "deliver"
"""


def snapshot(folder: Path, day: str, rows: Iterable[tuple[Any, ...]]) -> None:
    lines = ["Donor,Area,Funding,Channel,Status,What", *(",".join(map(str, row)) for row in rows)]
    (folder / f"data_{day}.csv").write_text("\n".join(lines), "utf-8")


def test_rows_are_matched_over_time_without_identifiers(tmp_path: Path):
    folder = tmp_path / "snapshots"
    folder.mkdir()
    (folder / "map.toml").write_text(SNAPSHOTS, "utf-8")
    snapshot(folder, "2014-11-01", [
        ("Norway", "Liberia", 1000, "WHO", "Pledged", "clinics"), ("Norway", "Liberia", 1000, "WFP", "Pledged", "food"),
        ("Japan", "Guinea", 500, "UNICEF", "Committed", "masks"), ("China", "Guinea", 900, "WHO", "Pledged", "beds"),
    ])  # fmt: skip
    snapshot(
        folder,
        "2014-12-01",
        [
            ("Japan", "Guinea", 500, "UNICEF", "Paid", "masks"),
            ("Norway", "Liberia", 1000, "World Food Programme", "Committed", "food"),
            ("Norway", "Liberia", 1000, "WHO", "Paid", "clinics"),
            ("France", "Guinea", 70, "MSF", "Pledged", "staff"),
        ],
    )
    book = read_into(tmp_path / "s.book", folder)
    before, after = ({(r["donors"][0], r["promised"][0], r["delivered"][0]) for r in book.pledges(as_of=day)}
                     for day in ("2014-11-15", "2014-12-15"))  # fmt: skip
    assert before == {("NO", 1000, 0), ("JP", 500, 0), ("CN", 900, 0)}
    assert after == {("NO", 1000, 0), ("NO", 1000, 1000), ("JP", 500, 500), ("FR", 70, 0)}
    moved = Counter((r["change"], r["figure"]) for r in book.changes("2014-11-15", "2014-12-15"))
    assert moved == {
        ("revised", "delivered"): 2, ("revised", "status"): 2, ("new", "promised"): 1, ("new", "status"): 1,
        ("withdrawn", "promised"): 1, ("withdrawn", "status"): 1,
    }  # fmt: skip
    assert book.check() == []


@needs_ebola
def test_real_snapshots_of_a_pledge_table(tmp_path: Path):
    """Thirteen dated files, of which one has numbers that are none: the rows are told, and nothing else is lost."""
    mapping = tmp_path / "ebola.toml"
    words = {
        "Pledged": "pledge",
        "Uncommitted": "pledge",
        "Uncommited": "pledge",
        "Committed": "commit",
        "Commited": "commit",
    }
    text = SNAPSHOTS.split("[values.event]")[0].replace('"Status"', '"Committed"').replace('"What"', '"Description"')
    mapping.write_text(text + "[values.event]\n" + "\n".join(f'"{a}" = "{b}"' for a, b in words.items()), "utf-8")
    book = pledgebook.open(tmp_path / "e.book")
    done = book.read(EBOLA, mapping=mapping)
    unreadable = [issue for issue in done.issues if "2015-01-19_2879ee7" in issue.place]
    assert len(unreadable) > 500
    moved = Counter(row["change"] for row in book.changes("2014-12-15", "2015-04-13") if row["figure"] == "promised")
    assert moved["new"] > 100
    assert moved["withdrawn"] > 10
    assert len(book.pledges()) == 683
    assert book.check() == []


def test_two_releases_of_a_tracker_give_its_updates_and_corrections(tracker: Path, tmp_path: Path):
    """New, revised and dropped activities, told from the two releases alone."""
    rows = [list(row) for row in ROWS_7 if row[0] != "PLM1"]
    rows[0][13], rows[0][14] = 900e6, 121e6
    rows.append([*["SEM1", "Sweden", date(2022, 11, 1)], *rows[-2][3:]])
    rows[-1][13], rows[-1][14] = 7e6, 7e6
    about = [["Ukraine Support Tracker – 8th release (covering January 24 to November 20, 2022)"]]
    later = workbook(tmp_path / "later.xlsx", {"ReadMe": about, "Bilateral assistance, MAIN DATA": [HEADINGS_7, *rows]})
    book = read_into(tmp_path / "two.book", tracker, later)
    names = {row["claim"]: row["source_id"] for row in book.claims(as_of="2022-10-03")}
    names |= {row["claim"]: row["source_id"] for row in book.claims()}
    changed = {(r["change"], names[r["pledge"]], r["figure"]) for r in book.changes("2022-10-03", "2022-11-20")}
    assert {("revised", "DKM9", "promised"), ("new", "SEM1", "promised"), ("withdrawn", "PLM1", "promised")} <= changed
    assert book.check() == []
