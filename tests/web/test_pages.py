"""Pages: they show the figures of the book's own queries, keep the filters of their address, and need nobody else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree
from sites import Site, march_book, serving

from pledgebook.reporting.exports import csv_lines
from pledgebook.web.asked import parted, wanted_from
from pledgebook.web.bars import scale_for
from pledgebook.web.pages.documents import pieces
from pledgebook.web.pages.donors import own_key
from pledgebook.web.words import amount, exact, movement, web_address

PAGES = (
    "/", "/pledges", "/donors", "/needs", "/overdue", "/blocked", "/compare", "/documents", "/review", "/releases",
    "/search", "/search?words=ammunition", "/sign-in",
)  # fmt: skip
FILTERS = {
    "as_of": "2024-03-15", "donor": "US", "recipient": "UA", "aid": "military", "item": "arms", "status": "open",
    "in": "EUR",
}  # fmt: skip


@pytest.fixture(scope="module")
def march(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(march_book(tmp_path_factory.mktemp("pages"))) as site:
        yield site


class Seen(HTMLParser):
    """The tags of a page with their attributes, and the figures in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str, attribute: str) -> list[str]:
        return [told[attribute] or "" for name, told in self.tags if name == tag and attribute in told]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole(march: Site, path: str):
    answer = march.get(path)
    assert answer.status_code == 200
    seen = Seen(answer.text)
    names = [name for name, _ in seen.tags]
    assert names.count("h1") == 1
    assert names.count("main") == 1
    assert "nav" in names
    ids = [told["id"] for _, told in seen.tags if told.get("id")]
    assert len(ids) == len(set(ids))
    labelled = set(seen.all("label", "for"))
    for name, told in seen.tags:
        if name in ("input", "select") and told.get("type") not in ("hidden", "submit"):
            assert told.get("id") in labelled


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_another_machine(march: Site, path: str):
    answer = march.get(path)
    seen = Seen(answer.text)
    loaded = [*seen.all("script", "src"), *seen.all("link", "href"), *seen.all("img", "src")]
    assert loaded
    assert all(each.startswith("/") and not each.startswith("//") for each in loaded)
    assert [told for name, told in seen.tags if name == "script" and "src" not in told] == []
    assert [told for _, told in seen.tags if "style" in told] == []
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", [each for each in PAGES if "?" not in each])
def test_filters_stay_in_every_address(march: Site, path: str):
    answer = march.get(path, params=FILTERS)
    assert answer.status_code == 200
    seen = Seen(answer.text)
    paths = ("/pledges", "/donors", "/needs", "/overdue")
    # Links that clear the filters have none, and those to another currency have that.
    links = [
        each for each in seen.all("a", "href") if urlsplit(each).path in paths and "?" in each and "unit=" not in each
    ]
    assert len(links) >= len(paths)
    for link in links:
        asked = parse_qs(urlsplit(link).query)
        assert {name: asked.get(name) for name in FILTERS} == {name: [value] for name, value in FILTERS.items()}


@pytest.mark.parametrize("name", [*sorted(FILTERS.keys() - {"item"}), "release", "recorded_by"])
@pytest.mark.parametrize(
    "path", ["/", "/pledges", "/donors", "/needs", "/overdue", "/blocked", "/compare", "/documents"]
)
def test_a_value_that_is_none_is_told(march: Site, path: str, name: str):
    answer = march.get(path, params={name: "nonsense"})
    assert answer.status_code in (400, 404)
    assert "nonsense" in answer.text
    assert "<h1>" in answer.text


def figures_in(text: str) -> list[str]:
    return re.findall(r'<data value="([^"]*)"', text)


def as_told(bounds: list[Any]) -> str:
    return f"{bounds[0] or 0}..{'' if bounds[1] is None else bounds[1]}"


@pytest.mark.parametrize("asked", [{}, {"as_of": "2024-03-15"}, {"donor": "nato"}, {"in_currency": "EUR"}])
def test_the_overview_has_the_figures_of_the_report(march: Site, asked: dict[str, Any]):
    query = {"in" if name == "in_currency" else name: value for name, value in asked.items()}
    report = march.book.report(**asked)
    page = march.get("/", params=query).text
    table = page.split('<table class="totals">')[1].split("</table>")[0]
    stages = ("proposed", "promised", "blocked", "contracted", "delivered", "overdue", "open")
    told = sorted(as_told(row[stage]) for row in report.rows for stage in stages if row[stage] != [0, 0])
    assert sorted(figures_in(table)) == told
    assert report.notes[0] in page


@pytest.mark.parametrize(
    ("page", "query", "column"), [("/overdue", "overdue", "overdue"), ("/blocked", "blocked", "blocked")]
)
def test_lists_have_the_rows_of_their_query(march: Site, page: str, query: str, column: str):
    for day in ("2024-03-31", "2024-06-30"):
        rows = getattr(march.book, query)(as_of=day).rows
        text = march.get(page, params={"as_of": day}).text
        assert [row["pledge"] for row in rows] == re.findall(r"<tr><th scope=\"row\"><a href=\"/pledges/(c-\w+)", text)
        assert {as_told(row[column]) for row in rows} <= set(figures_in(text))


def test_pledges_are_sorted_and_paged(march: Site):
    rows = march.book.pledges().rows
    text = march.get("/pledges").text
    assert re.findall(r'<th scope="row"><a href="/pledges/(c-\w+)', text) == [row["pledge"] for row in rows]
    due = re.findall(r'<th scope="row"><a href="/pledges/(c-\w+)', march.get("/pledges?sort=due").text)
    by_id = {row["pledge"]: row for row in rows}
    told = [by_id[id]["due"] for id in due if by_id[id]["due"]]
    assert told == sorted(told)
    assert len(due) == len(rows)
    assert march.get("/pledges?page=99&sort=nothing").status_code == 200


def test_data_is_what_the_command_line_prints(march: Site):
    for path, table in (
        (
            "/data/report.csv?by=donor&in=EUR&as_of=2024-03-15",
            march.book.report(by="donor", in_currency="EUR", as_of="2024-03-15"),
        ),
        ("/data/pledges.csv?donor=nato", march.book.pledges(donor="nato")),
        ("/data/blocked.csv?lifted=1", march.book.blocked(lifted=True)),
    ):  # fmt: skip
        answer = march.get(path)
        assert answer.text == "".join(f"{line}\r\n" for line in csv_lines(table))
        assert "attachment" in answer.headers["content-disposition"]
    told = march.get("/data/needs.json?as_of=2024-03-31").json()
    assert told["rows"] == march.book.needs(as_of="2024-03-31").rows
    assert march.get("/data/nothing.csv").status_code == 404


def test_every_page_leads_to_its_data(march: Site):
    for path in ("/", "/pledges", "/donors", "/needs", "/overdue", "/blocked", "/compare", "/documents", "/releases"):
        links = [
            each for each in Seen(march.get(f"{path}?donor=EU").text).all("a", "href") if each.startswith("/data/")
        ]
        assert {each.split("?")[0].rsplit(".")[-1] for each in links} == {"csv", "json"}
        for link in links:
            assert march.get(link).status_code == 200


def test_a_pledge_shows_what_it_rests_on(march: Site):
    row = next(row for row in march.book.pledges().rows if row["donors"] == ["EU"] and row["item"] == "artillery shell")
    told = march.book.why(row["pledge"])
    text = march.get(f"/pledges/{row['pledge']}").text
    for posting in told.postings:
        assert posting["sentence"].quote in text
    assert "near-copy of" in text
    assert f"/pledges/{row['pledge']}?as_of=2024-12-31" in text


def test_another_name_of_a_pledge_leads_to_it(march: Site):
    book = march.book
    claim = next(claim for claim in book.claims().rows if claim["pledge"] and claim["claim"] != claim["pledge"])
    answer = march.get(f"/pledges/{claim['claim']}?as_of=2024-12-31")
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/pledges/{claim['pledge']}?as_of=2024-12-31"
    assert march.get("/pledges/c-nothing").status_code == 404


def test_before_it_was_told_of_a_pledge_says_when_it_was(march: Site):
    late = march.book.pledges().rows[-1]["pledge"]
    answer = march.get(f"/pledges/{late}?as_of=2024-03-08")
    assert answer.status_code == 200
    assert "it was first told of on 2024-12-31" in answer.text


def test_a_document_marks_its_claims_in_place(march: Site):
    claims = [row for row in march.book.claims().rows if row["document"] == "march-2024-04"]
    answer = march.get("/documents/march-2024-04")
    assert answer.status_code == 302
    text = march.get(answer.headers["location"]).text
    marked = re.findall(r'<a class="mark[^"]*" href="#(c-\w+)">', text)
    assert {claim["claim"] for claim in claims} >= set(marked) != set()
    assert all(f'id="{claim["claim"]}"' in text for claim in claims)


def test_overlapping_claims_cut_a_text_into_pieces():
    text = "Norway gives 75 billion kroner to Ukraine."
    claims = [
        {"claim": "c-1", "number": 1, "start": 0, "end": 30, "quote": text[0:30]},
        {"claim": "c-2", "number": 2, "start": 13, "end": 41, "quote": text[13:41]},
        {"claim": "c-3", "number": 3, "start": 13, "end": 23, "quote": "not there"},
    ]
    found = pieces(text, claims)
    assert "".join(piece.text for piece in found) == text
    assert [[each["claim"] for each in piece.claims] for piece in found] == [["c-1"], ["c-2", "c-1"], ["c-2"], []]
    assert [[each["claim"] for each in piece.ending] for piece in found] == [[], ["c-1"], ["c-2"], []]


def test_a_feed_is_well_formed_and_keeps_its_ids(march: Site):
    answer = march.get("/feed.atom?as_of=2024-03-15&donor=EU")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content)
    name = "{http://www.w3.org/2005/Atom}"
    assert [feed.findtext(f"{name}{part}") is not None for part in ("id", "title", "updated")] == [True] * 3
    ids = [entry.findtext(f"{name}id") for entry in feed.iter(f"{name}entry")]
    assert ids
    assert len(ids) == len(set(ids))
    assert march.get("/feed.atom?as_of=2024-03-15&donor=EU").content == answer.content
    kinds = {each.get("term") for each in feed.iter(f"{name}category")}
    assert {"new", "due"} <= kinds


def test_what_is_to_be_decided_stands_in_the_calendar(march: Site):
    text = march.get("/?as_of=2024-03-15").text
    decisions = text.split('id="decisions"')[1].split("</section>")[0]
    assert "Heads of state and government of the EU meet in Brussels" in decisions
    assert "2024-03-21" in decisions


def test_two_days_stand_side_by_side(march: Site):
    text = march.get("/compare?from=2024-03-12&as_of=2024-03-26").text
    changed = march.book.changes("2024-03-12", "2024-03-26")
    assert set(re.findall(r'href="/pledges/(c-\w+)', text)) == {row["pledge"] for row in changed.rows}
    assert "must lie before" in march.get("/compare?from=2024-03-12&as_of=2024-03-01").text


def test_search_finds_pledges_documents_and_actors(march: Site):
    text = march.get("/search?words=shells").text
    assert text.count('class="hits"') >= 2
    assert "Nothing by" in march.get("/search?words=zzzz").text


def test_a_joint_fund_is_shared_out_by_the_key_that_is_chosen(march: Site):
    def parts(query: str) -> dict[str, float]:
        text = march.get(f"/donors?as_of=2024-12-31&{query}").text
        rows = re.findall(r'<tr><th scope="row">(?:<a [^>]*>)?([^<]+).*?</tr>', text.split('id="money"')[1], re.S)
        told = re.findall(r'<td class="n"><data value="([\d.]+)\.\.[\d.]+" title="[^"]*USD', text)
        return dict(zip([*rows][: len(told)], map(float, told), strict=False)) | {"sum": sum(map(float, told))}

    equal, product = parts("key=equal"), parts("key=gdp")
    assert equal["sum"] == pytest.approx(product["sum"], rel=1e-6)
    assert len(set(equal.values())) == 2
    assert parts("key=own&weights=DE=3+FR=1")["sum"] == pytest.approx(equal["sum"], rel=1e-6)
    assert march.get("/donors?key=own&weights=DE=x").status_code == 400
    assert own_key("DE=3, FR:1.5") == {"DE": Decimal(3), "FR": Decimal("1.5")}


def test_who_has_few_cases_has_no_rank(march: Site):
    text = march.get("/donors?as_of=2024-12-31").text.split('id="kept"')[1]
    assert "too few cases" in text
    assert not re.search(r'<td class="n">\d+</td><th scope="row">', text)


def test_a_browser_that_has_the_page_gets_it_not_again(march: Site):
    tag = march.get("/pledges").headers["etag"]
    assert march.get("/pledges", headers={"If-None-Match": tag}).status_code == 304
    assert march.get("/pledges?donor=US", headers={"If-None-Match": tag}).status_code == 200


def test_only_names_of_this_machine_are_answered(march: Site):
    assert march.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_colours_can_be_chosen_without_a_script(march: Site):
    with march.client() as client:
        client.post("/colours", data={"colours": "dark", "then": "/pledges"}, headers={"Origin": march.base})
        assert 'data-colours="dark"' in client.get("/pledges").text
        client.post("/colours", data={"colours": ""}, headers={"Origin": march.base})
        assert "data-colours" not in client.get("/pledges").text


# Small parts


@pytest.mark.parametrize(
    ("bounds", "words", "digits"),
    [
        ([2_500_000_000, 3_000_000_000], "2.5–3bn", "2,500,000,000 to 3,000,000,000 EUR"),
        ([300_000_000, 300_000_000], "300m", "300,000,000 EUR"),
        ([44, None], "≥ 44", "at least 44 EUR"),
        ([0, 500_000], "up to 500k", "up to 500,000 EUR"),
        ([0, None], "some", "some, nobody says how much"),
    ],
)
def test_a_figure_is_short_and_exact_on_hover(bounds: list[Any], words: str, digits: str):
    told = amount(bounds, "EUR")
    assert f">{words}</data>" in told
    assert f'title="{digits}"' in told
    assert exact(bounds, "EUR") == digits


def test_what_a_posting_takes_back_is_told_by_its_ends():
    assert "at least +1.6bn, at most 0" in movement(1_600_000_000, 0, "NOK")
    assert ">−5.0m</data>" in movement(-5_000_000, -5_000_000, "USD")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil", "http:///x", "http://a b", "", None, "x:"]
)
def test_only_addresses_of_the_web_are_linked(url: str | None):
    assert web_address(url) is None


def test_names_are_parted_at_commas_and_kept_in_quotes():
    assert parted('US, "Korea, Republic of",DE') == ["US", "Korea, Republic of", "DE"]
    asked = wanted_from([("donor", "US, DE"), ("donor", '"Korea, Republic of"'), ("unknown", "x")])
    assert asked.donor == ("US", "DE", "Korea, Republic of")
    assert wanted_from(parse_qs_items(asked.query()[1:])) == asked


def parse_qs_items(query: str) -> list[tuple[str, str]]:
    return [(name, value) for name, values in parse_qs(query).items() for value in values]


def test_scales_begin_at_nothing_and_hold_all():
    for most in (1, 7, 12, 99, 1001, 4.2e9, 6e12):
        scale = scale_for([[0, most], [most / 3, None], None])
        assert scale.ticks[0] == 0
        assert scale.end >= most
        assert 2 <= len(scale.ticks) <= 7


def test_csv_of_a_page_reads_as_a_table(march: Site, tmp_path: Path):
    rows = list(csv.DictReader(io.StringIO(march.get("/data/documents.csv").text)))
    assert len(rows) == 12
