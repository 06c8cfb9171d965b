"""PDF files as documents: their text in paragraphs, and the page on which each claim stands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import pledgebook
from pledgebook.reading.pdfs import paragraphs
from pledgebook.without_book import extract_files
from reading_files import Write, documents, issues, pdf, reason

INFO = "<</Title(Aid to Ukraine)/Author(Office)/CreationDate(D:20240313120000+02'00')>>"
PAGES = [
    ["Report", "The ministers met on Tuesday in Brussels to speak about the war and what", "is to come of it."],
    ["Germany will give Ukraine weapons worth as much as 300 million euros, the min-", "ister of defence said."],
    ["Norway will give Ukraine 10 tanks."],
]


def test_a_pdf_gives_the_text_of_its_pages(write: Write):
    [told] = documents(write("a.pdf", pdf(PAGES, INFO)))
    first, second, third = (page.rstrip("\n") for page in told.text.split("\f"))
    assert first == "Report\nThe ministers met on Tuesday in Brussels to speak about the war and what is to come of it."
    assert (
        second == "Germany will give Ukraine weapons worth as much as 300 million euros, the minister of defence said."
    )
    assert third == "Norway will give Ukraine 10 tanks."
    assert (told.published, told.publisher, told.title) == (date(2024, 3, 13), "Office", "Aid to Ukraine")


def test_what_is_given_goes_before_what_the_file_tells(write: Write):
    [told] = documents(write("a", pdf(PAGES, INFO)), published=date(2024, 3, 14), publisher="Ministry")
    assert (told.published, told.publisher) == (date(2024, 3, 14), "Ministry")
    assert "--published" in reason(write("b.pdf", pdf(PAGES)))


def test_claims_tell_their_page(write: Write, tmp_path: Path):
    path = write("a.pdf", pdf(PAGES, INFO))
    table, _ = extract_files([path])
    assert {row["place"] for row in table.rows} == {"page 2", "page 3"}
    book = pledgebook.open(tmp_path / "a.book")
    assert book.read(path).issues == ()
    claims = book.claims().rows
    assert {(row["donors"][0], row["place"]) for row in claims} == {("DE", "page 2"), ("NO", "page 3")}
    [pledge] = [row["pledge"] for row in claims if row["donors"] == ["DE"]]
    assert book.why(pledge).postings[0]["sentence"].place == "page 2"
    assert book.check() == []


def test_given_claims_tell_their_page_too(write: Write, tmp_path: Path):
    from conftest import article, claim

    path = write("a.json", article("First.\fThe US gives $300 million.", claims=[claim("The US gives $300 million")]))
    book = pledgebook.open(tmp_path / "a.book")
    assert book.read(path, given_claims=True).claims == 1
    assert [row["place"] for row in book.claims().rows] == ["page 2"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (pdf([[], []], INFO), "without text"),
        (pdf(PAGES, INFO)[:400], "no whole PDF"),
        (b"%PDF-1.7 ...", "no whole PDF"),
        (pdf(PAGES, trailer=f"/ID[<{'00' * 16}><{'00' * 16}>]/Encrypt<</Filter/Standard/V 1/R 2/P -4"
             f"/O<{'00' * 32}>/U<{'00' * 32}>>>"), "encrypted"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(write: Write, content: bytes, told: str):
    assert told in reason(write("a.pdf", content))


def test_a_broken_page_is_told_and_the_others_are_read(write: Write):
    content = pdf(PAGES, INFO).replace(b"Contents 6 0 R", b"Contents 99 0 R")
    [told] = documents(write("a.pdf", content))
    assert told.text.split("\f")[1] == ""
    assert "Norway" in told.text.split("\f")[2]


def test_pages_beyond_the_limit_are_told(write: Write, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pledgebook.reading.pdfs.MOST_PAGES", 2)
    path = write("a.pdf", pdf(PAGES, INFO))
    assert documents(path)[0].text.count("\f") == 1
    assert [issue.reason for issue in issues(path)] == ["3 pages, of which the first 2 are read; split it"]


def test_a_file_that_claims_a_million_pages_has_those_that_are_there(write: Write):
    content = pdf(PAGES, INFO).replace(b"/Count 3", b"/Count 1000000")
    path = write("a.pdf", content)
    assert "Norway" in documents(path)[0].text


def test_a_page_with_too_much_on_it_is_cut_and_told(write: Write, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pledgebook.reading.pdfs.MOST_PAGE_CHARACTERS", 20)
    path = write("a.pdf", pdf([PAGES[2]], INFO))
    assert documents(path)[0].text == "Norway will give Ukr"
    assert issues(path)[0].place.endswith("a.pdf, page 1")


def test_a_sentence_that_goes_on_overleaf_is_one(write: Write):
    pages = [["The minister of defence said that Germany will give Ukraine"], ["weapons worth 300 million euros."]]
    path = write("a.pdf", pdf(pages, INFO))
    [row] = extract_files([path])[0].rows
    assert (row["recipients"], row["high"], row["place"]) == (["UA"], 300_000_000, "page 1")


def test_lines_become_paragraphs():
    page = "Heading\r\nthe first line of a page runs on to\r\nthe next one.\r\nAnother one, as long as others\r\n• item"
    assert paragraphs(page).split("\n") == [
        "Heading", "the first line of a page runs on to the next one.", "Another one, as long as others", "• item",
    ]  # fmt: skip
    assert paragraphs("It is about am\ufffemunition and the F\ufffe16.") == "It is about ammunition and the F-16."
    assert paragraphs("") == ""


def test_the_same_file_gives_the_same_claims(write: Write):
    path = write("a.pdf", pdf(PAGES, INFO))
    first, again = (extract_files([path])[0].rows for _ in range(2))
    assert json.dumps(first) == json.dumps(again)
