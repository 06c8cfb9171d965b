"""Charts: their figures are the report's, they refer to nothing outside, and no word of a source is markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import pledgebook
from pledgebook.api import Book
from pledgebook.cli import main
from pledgebook.errors import WrongCall
from pledgebook.reporting.calendar import calendar
from pledgebook.reporting.chart_bars import Bar
from pledgebook.reporting.questions import Question
from pledgebook.reporting.report import Layout, report
from pledgebook.reporting.table import Basis, Table
from pledgebook.reporting.timeline import timeline
from reporting_book import DerivedBook, day

EXAMPLES = Path(__file__).parents[1] / "examples" / "march-2024"
WEEK = "2024-03-15"
HOSTILE = "</text><script>alert(1)</script>\"onload='x' \u202egnp.exe {datum.x} & ]]> =1+1"


@pytest.fixture(scope="session")
def march(tmp_path_factory: pytest.TempPathFactory) -> Book:
    book = pledgebook.open(tmp_path_factory.mktemp("charts") / "march.book")
    book.read(EXAMPLES)
    return book


def labels(svg: str) -> list[str]:
    """What the marks of a picture tell those who cannot see it."""
    return [each.attrib["aria-label"] for each in ElementTree.fromstring(svg).iter() if "aria-label" in each.attrib]


def words(svg: str) -> str:
    """All text that stands in a picture, without markup."""
    return " ".join("".join(ElementTree.fromstring(svg).itertext()).split())


def addresses(text: str) -> set[str]:
    """Every address in it, but for the names of XML's own vocabularies."""
    found = {part.split('"')[0].split(")")[0] for part in text.replace("'", '"').split("http")[1:]}
    return {f"http{part}" for part in found if "www.w3.org" not in part}


def bars(**figures: Any) -> Bar:
    plain = {name: [0, 0] for name in ("proposed", "promised", "delivered", "contracted", "blocked", "cancelled")}
    return Bar("US", {**plain, "open": [0, 0], **figures}, None)


# Bars


def test_every_figure_of_the_report_stands_in_its_chart(march: Book):
    table = march.report(by="donor", as_of=WEEK)
    told = labels(table.chart().svg())
    for row in table:
        low, high = row["promised"]
        if row["unit"] is not None and high:
            figure = f"{low:,}" if low == high else f"{low:,} to {high:,}"
            assert any(f"promised {figure} " in label for label in told), row


def test_a_chart_tells_its_title_sources_rules_and_day(march: Book):
    table = march.report(by="donor", in_currency="EUR", as_of=WEEK, recipient="UA")
    chart = table.chart()
    text = words(chart.svg())
    assert chart.title == f"Promised and proposed to Ukraine, by donor, in EUR, as of {WEEK}"
    assert chart.title in text
    assert "24 claims in 5 documents by 4 independent publishers" in text
    assert f"As of {WEEK}. Rules {table.basis.rules}." in text  # type: ignore[union-attr]


def test_a_chart_refers_to_nothing_outside_it(march: Book):
    chart = march.report(by="donor", as_of=WEEK).chart()
    for text in (chart.svg(), chart.html()):
        assert addresses(text) == set()
        for sign in ("<script", "<image", "@import", "url(http", "xlink:href="):
            assert sign not in text


def test_each_mark_leads_to_its_pledges_where_a_base_is_given(march: Book):
    svg = march.report(by="donor", as_of=WEEK).chart("http://127.0.0.1:8321/").svg()
    assert "http://127.0.0.1:8321/pledges?donor=US&as_of=2024-03-15" in {
        a.replace("&amp;", "&") for a in addresses(svg)
    }
    svg = march.report(by="pledge", as_of=WEEK).chart("http://127.0.0.1:8321").svg()
    assert all("/pledges/c-" in address for address in addresses(svg))


def test_the_same_table_is_drawn_as_the_same_bytes(march: Book):
    table = march.report(by="donor", as_of=WEEK)
    assert table.chart().svg() == table.chart().svg()


def test_unlike_units_stand_in_panels_of_their_own(march: Book):
    spec = march.report(by="donor", as_of=WEEK).chart().spec
    titles = [panel["layer"][0]["encoding"]["x"]["title"] for panel in spec["vconcat"][:-1]]
    assert titles == ["DKK", "EUR", "NOK", "USD", "number: artillery shell", "number: shell"]
    assert all(panel["layer"][0]["encoding"]["x"]["scale"]["zero"] for panel in spec["vconcat"][:-1])


def test_all_panels_share_their_colours(march: Book):
    spec = march.report(by="donor", as_of=WEEK).chart().spec
    scales = [panel["layer"][1]["encoding"]["color"]["scale"] for panel in spec["vconcat"][:-1]]
    assert all(scale == scales[0] for scale in scales)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"promised": [10, 10], "delivered": [4, 4], "open": [6, 6]}, {"arrived": 4, "open": 6}),
        ({"promised": [3, 3], "proposed": [60, 60], "blocked": [60, 60], "open": [3, 3]}, {"held up": 60, "open": 3}),
        ({"proposed": [5, 5]}, {"proposed": 5}),
        ({"promised": [10, 10], "delivered": [2, 6], "open": [4, 8]}, {"arrived": 2, "open": 4, "in one of these": 4}),
        ({"promised": [0, 500], "delivered": [850, 850]}, {"arrived": 850}),
        ({"promised": [10, None], "open": [0, None], "delivered": [3, 3]}, {"arrived": 3, "in one of these": 7}),
    ],
)
def test_segments_are_what_is_surely_in_each_place(figures: dict[str, Any], told: dict[str, float]):
    bar = bars(**figures)
    assert {stage: size for stage, size in bar.segments() if size} == told
    assert sum(told.values()) == bar.low


def test_an_open_end_is_no_length():
    bar = bars(promised=[10, None], open=[0, None])
    assert (bar.low, bar.high) == (10, None)


def test_a_unit_with_many_bars_shows_the_largest_and_says_so():
    shelf = DerivedBook()
    shelf.document("d1", "2024-03-13")
    for number in range(40):
        shelf.known(f"c-{number:02d}", (1000 + number, 1000 + number), donors=[f"giver-{number:02d}"])
    table = report(shelf.connection, Question(as_of=day(WEEK)), Layout(("donor",)))
    text = words(table.chart().svg())
    assert "USD: the 30 largest of 40 are drawn." in text
    assert "giver-39" in text
    assert "giver-00" not in text


def test_rows_without_a_figure_are_told(march: Book):
    assert "Not drawn, since no figure is told: 1 row." in words(march.report(by="donor", as_of=WEEK).chart().svg())


# Time, dates, shares


def test_a_time_line_says_what_the_report_of_each_day_says(march: Book):
    for currency in (None, "EUR"):
        for row in march.timeline(in_currency=currency):
            [told] = [
                each
                for each in march.report(as_of=row["day"], in_currency=currency)
                if (each["unit"], each["item"]) == (row["unit"], row["item"])
            ]
            assert (told["promised"], told["delivered"], told["pledges"]) == (
                row["promised"],
                row["delivered"],
                row["pledges"],
            )


def test_a_part_counts_in_its_whole_as_soon_as_that_has_a_figure():
    shelf = DerivedBook()
    shelf.document("d1", "2024-03-13")
    shelf.pledge("c-whole")
    shelf.state("c-whole", "2024-03-01", "2024-03-05")
    shelf.state("c-whole", "2024-03-05", promised=(100, 100))
    shelf.pledge("c-part", part_of="c-whole")
    shelf.state("c-part", "2024-03-02", promised=(30, 30), delivered=(10, 10))
    shelf.pledge("c-sum", summary=True)
    shelf.state("c-sum", "2024-03-01", promised=(900, 900))
    rows = timeline(shelf.connection, Question(as_of=day(WEEK)), Layout()).rows
    assert [(row["day"], row["promised"], row["delivered"], row["pledges"]) for row in rows] == [
        ("2024-03-01", [0, 0], [0, 0], 1),
        ("2024-03-02", [30, 30], [10, 10], 2),
        ("2024-03-05", [100, 100], [0, 0], 1),
    ]


def test_a_calendar_tells_what_is_late_and_what_is_to_come():
    shelf = DerivedBook()
    shelf.document("d1", "2024-03-13")
    shelf.known("c-late", (5, 5), due="2024-02", due_last_day="2024-02-29")
    shelf.known("c-soon", (7, None), due="2024-04-01", due_last_day="2024-04-01", donors=["NO"])
    shelf.known("c-never", (9, 9))
    table = calendar(shelf.connection, Question(as_of=day(WEEK)))
    assert [(row["pledge"], row["first_day"], row["days"], row["status"]) for row in table] == [
        ("c-late", "2024-02-01", -15, "overdue"),
        ("c-soon", "2024-04-01", 17, "open"),
    ]
    told = labels(table.chart("http://host").svg())
    assert "United States: 5 USD aid, due 2024-02, overdue" in told
    assert "Norway: ≥ 7 USD aid, due 2024-04-01, open" in told


def test_shares_of_gdp_are_drawn_the_largest_first():
    rows = [
        {"donor": "US", "promised": [0.4, None], "delivered": [0.2, 0.2], "year": 2023},
        {"donor": "NO", "promised": [1.2, 1.6], "delivered": [0, 0], "year": 2023},
    ]
    columns = ("donor", "promised", "delivered", "year")
    chart = Table("Shares of GDP", columns, rows, (), Basis(WEEK, "5", 2, 2, 2)).chart()
    assert [bar["name"] for bar in chart.spec["vconcat"][0]["data"]["values"]] == ["Norway", "United States"]
    assert "Norway: promised 1.2 to 1.6 per cent of GDP, arrived 0 per cent" in labels(chart.svg())
    assert "GDP of 2023." in words(chart.svg())


# Words of sources


@pytest.mark.parametrize("field", ["donors", "item"])
def test_hostile_words_are_plain_text(field: str):
    shelf = DerivedBook()
    shelf.document("d1", "2024-03-13")
    told = {"donors": [HOSTILE]} if field == "donors" else {"item": HOSTILE, "unit": "item"}
    shelf.known("c-us1", (300, 300), due="2024-04", due_last_day="2024-04-30", **told)
    question = Question(as_of=day(WEEK))
    for table in (
        report(shelf.connection, question, Layout(("donor", "item"))),
        timeline(shelf.connection, question, Layout()),
        calendar(shelf.connection, question),
    ):
        chart = table.chart("http://host")
        for text in (chart.svg(), chart.html(), chart._repr_html_()):
            assert "<script" not in text
            assert "\u202e" not in text
        root = ElementTree.fromstring(chart.svg())
        assert not [each for each in root.iter() if any(name.startswith("on") for name in each.attrib)]
        assert chart.png().startswith(b"\x89PNG\r\n\x1a\n")


# Files, notebooks, the command


def test_charts_are_written_as_their_name_says(march: Book, tmp_path: Path):
    chart = march.report(by="donor", as_of=WEEK).chart()
    assert chart.save(tmp_path / "a.svg").read_text("utf-8").startswith("<svg")
    assert chart.save(tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    page = chart.save(tmp_path / "a.html").read_text("utf-8")
    assert "<svg" in page
    assert "<table>" in page
    with pytest.raises(WrongCall, match=r"\.svg"):
        chart.save(tmp_path / "a.pdf")
    with pytest.raises(WrongCall, match="cannot write"):
        chart.save(tmp_path / "nowhere" / "a.svg")


def test_a_chart_is_an_altair_chart(march: Book):
    drawn = march.report(by="donor", as_of=WEEK).chart().altair()
    assert drawn.to_dict()["description"].startswith("Promised")


def test_what_has_no_chart_says_so(march: Book):
    with pytest.raises(WrongCall, match="has no chart"):
        march.pledges().chart()
    with pytest.raises(WrongCall, match="nothing to draw"):
        march.report(as_of="2023-01-01").chart()


def test_links_of_a_chart_need_a_whole_address(march: Book):
    with pytest.raises(WrongCall, match="whole address"):
        march.report(by="donor").chart("/pledges")


def test_the_command_draws_a_chart(march: Book, tmp_path: Path, capsys: Any):
    file = tmp_path / "donors.svg"
    assert main(["report", "--book", march.path, "--by", "donor", "--as-of", WEEK, "--chart", str(file)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"as of {WEEK}" in printed.err
    assert "300,000,000 USD" in file.read_text("utf-8")
    assert main(["report", "--book", march.path, "--chart", str(tmp_path / "a.gif")]) == 2
