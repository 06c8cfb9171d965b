"""Articles that are full of script, markup, marks that turn the direction, and formulas: nothing of it acts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

import pytest
from lxml import etree, html
from sites import Site, serving

import pledgebook

SCRIPT = "<script>alert(1)</script>"
BREAK_OUT = "\"'><img src=x onerror=alert(2)><svg/onload=alert(3)>{{7*7}}{% raw %}</textarea></title></bdi></a></main>"
TURNED = "\u202egnitrats\u202c \u2066in\u2069 \u200f"
FORMULA = '=HYPERLINK("http://evil.example","x")'

QUOTE = f"{SCRIPT} 300 million dollars {BREAK_OUT} {TURNED}"
TEXT = (
    f"{FORMULA}\n\nThe US gives {QUOTE} to Ukraine.\n\nThey meet at a summit on 20 March 2024 {SCRIPT}.\n\n{SCRIPT * 3}"
)


def claim(**more: object) -> dict[str, object]:
    plain = {
        "quote": QUOTE, "event": "pledge", "donors": [f"US{SCRIPT}", FORMULA], "recipients": [f"{BREAK_OUT}"],
        "low": 300_000_000, "high": 300_000_000, "unit": "USD", "per": None, "item": f"{FORMULA}{SCRIPT}{TURNED}",
        "aid": "military", "basis": "total", "happened": None, "due": "2024-03-20", "speaker": f"{BREAK_OUT}{TURNED}",
        "held_by": SCRIPT, "programme": BREAK_OUT, "channel": SCRIPT, "source_id": f"x\"{BREAK_OUT}",
    }  # fmt: skip
    return {**plain, **more}


def article(id: str, day: str, url: str, *claims: dict[str, object]) -> dict[str, object]:
    return {
        "id": f"{id}/../{BREAK_OUT}", "published": day, "publisher": f"{FORMULA}{SCRIPT}{TURNED}",
        "language": BREAK_OUT, "title": f"{BREAK_OUT}{SCRIPT}{TURNED}", "text": TEXT, "url": url,
        "claims": list(claims),
    }  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("hostile")
    articles = [
        article(
            "one", "2024-03-10", "javascript:alert(4)", claim(), claim(event="appeal", quote="300 million dollars")
        ),
        article("two", "2024-03-12", f"https://evil.example/{BREAK_OUT}", claim(event="block", low=1, high=2)),
        article(
            "three", "2024-04-30", "data:text/html,<script>alert(5)</script>", claim(event="deliver", low=5, high=6)
        ),
    ]
    for number, each in enumerate(articles):
        (folder / f"{number}.json").write_text(json.dumps(each), "utf-8")
    book = folder / "hostile.book"
    pledgebook.open(book).read(*sorted(folder.glob("*.json")), given_claims=True)
    with serving(book) as site:
        assert len(site.book.pledges()) >= 1
        yield site


def pages_of(site: Site) -> Iterator[str]:
    for path in ("/", "/pledges", "/donors", "/needs", "/overdue", "/blocked?lifted=1", "/compare?from=2024-03-01"):
        yield path
        yield f"{path}{'&' if '?' in path else '?'}as_of=2024-03-14"
    yield from ("/documents", "/review", "/search?words=million", "/search?words=%3Cscript%3Ealert(1)%3C/script%3E")
    for row in site.book.pledges().rows:
        yield f"/pledges/{row['pledge']}"
    yield from re.findall(r'href="(/documents/t-\w+)', site.get("/documents").text)
    yield "/?donor=%3Cscript%3Ealert(1)%3C/script%3E"
    yield "/?as_of=%3Cscript%3Ealert(1)%3C/script%3E"
    yield "/nothing/%3Cscript%3Ealert(1)%3C/script%3E"


OWN_SCRIPTS = {"/static/htmx.min.js", "/static/pledgebook.js"}


def test_nothing_runs_in_a_page(hostile: Site):
    for path in pages_of(hostile):
        answer = hostile.get(path)
        assert answer.status_code < 500, path
        tree = html.fromstring(answer.text)
        scripts = {(each.get("src") or "inline").split("?")[0] for each in tree.iter("script")}
        assert scripts <= OWN_SCRIPTS, path
        for element in tree.iter(etree.Element):
            names = [name for name in element.attrib if name.startswith("on") or name == "style" or name == "srcdoc"]
            assert not names, (path, element.tag)
            for name in ("href", "src", "action", "{http://www.w3.org/1999/xlink}href"):
                told = (element.get(name) or "").strip().lower()
                assert not told.startswith(("javascript:", "data:", "vbscript:")), (path, told)
        assert not list(tree.iter("img", "iframe", "object", "embed", "base"))
        assert "alert(1)</script>" not in answer.text
        assert "49" not in re.findall(r"\{\{7\*7\}\}|>49<", answer.text)


def test_no_mark_turns_the_direction_of_a_page(hostile: Site):
    for path in pages_of(hostile):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", hostile.get(path).text), path


def test_only_addresses_of_the_web_become_links(hostile: Site):
    links = []
    for path in re.findall(r'href="(/documents/t-\w+)', hostile.get("/documents").text):
        links += re.findall(r'href="([^"]*)" rel="noopener[^"]*external"', hostile.get(path).text)
    assert [each.split("/")[2] for each in links] in ([], ["evil.example"])


def test_the_text_of_a_document_stands_as_it_is_but_for_marks(hostile: Site):
    path = re.findall(r'href="(/documents/t-\w+)', hostile.get("/documents").text)[0]
    tree = html.fromstring(hostile.get(path).text)
    [shown] = tree.xpath('//article[@class="text"]')
    for number in shown.xpath(".//sup"):
        number.drop_tree()
    plain = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", TEXT)
    assert " ".join(shown.text_content().split()) == " ".join(plain.split())


def test_feeds_are_well_formed(hostile: Site):
    for path in ("/feed.atom", "/feed.atom?as_of=2024-03-14"):
        feed = etree.fromstring(hostile.get(path).content)
        told = "".join(feed.itertext())
        assert "<script>" in told, "it is there as text"
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", told)
        assert {etree.QName(each).localname for each in feed.iter()} <= {
            "feed", "title", "subtitle", "id", "updated", "link", "author", "name", "entry", "summary", "category",
        }  # fmt: skip


@pytest.mark.parametrize("name", ["report", "pledges", "claims", "overdue", "blocked", "needs", "documents", "review"])
def test_no_cell_of_a_table_is_a_formula(hostile: Site, name: str):
    query = "?by=donor&by=item" if name == "report" else "?lifted=1" if name == "blocked" else ""
    rows = list(csv.reader(io.StringIO(hostile.get(f"/data/{name}.csv{query}").text)))
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
            assert not cell.startswith("-") or re.fullmatch(r"-[\d.]+", cell), cell
    json.loads(hostile.get(f"/data/{name}.json{query}").text)


def test_a_review_of_it_is_harmless(hostile: Site):
    reviewer = hostile.signed_in(f"{SCRIPT[:40]}")
    text = reviewer.client.get("/review").text
    assert SCRIPT not in text
    assert "&lt;script&gt;" in text
