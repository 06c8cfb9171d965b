"""Files as documents: every kind by its content, and one clear line for whatever cannot be read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import article, claim
from pledgebook.model import Issue
from pledgebook.reading import ReadDocument, ReadOptions, files, read_documents, read_paths
from pledgebook.reading.articles import article_of
from pledgebook.reading.given import claims_of
from pledgebook.reading.options import Unreadable
from pledgebook.reading.texts import title_of

Write = Callable[[str, object], Path]
TEXT = "The White House said it will send Ukraine weapons worth $300 million. More is to follow."
QUOTE = "it will send Ukraine weapons worth $300 million"
DAY = date(2024, 3, 14)

PAGE = """<!doctype html>
<html lang="fr"><head><title>Des armes pour Kyiv | Example Wire</title>
<meta property="og:site_name" content="Example Wire"><link rel="canonical" href="https://wire.example/a">
<meta property="article:published_time" content="2024-03-12T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Des armes pour Kyiv</h1>
<p>Les ministres ont promis mardi des armes pour un montant de 300 millions d'euros.</p>
<p>Elles doivent partir dans les prochaines semaines, a dit le ministre de la défense.</p></article></body></html>"""


def read(path: Path | str, **options: Any) -> list[ReadDocument | Issue]:
    return list(read_paths([path], ReadOptions(**options)))


def document(path: Path, **options: Any) -> Any:
    [told] = read(path, **options)
    assert isinstance(told, ReadDocument), told
    return told.document


def reason(path: Path | str, **options: Any) -> str:
    [told] = read(path, **options)
    assert isinstance(told, Issue), told
    assert "\n" not in told.reason
    return told.reason


# Kinds of files


def test_an_article_keeps_all_its_fields(write: Write):
    told = document(write("a.json", article(TEXT, url="https://wire.example/a")))
    assert (told.id, told.published, told.publisher, told.title) == ("a1", date(2024, 3, 13), "Example Wire", "Aid")
    assert (told.language, told.text, told.address) == ("en", TEXT, "https://wire.example/a")


def test_an_article_needs_no_more_than_text_and_a_date(write: Write):
    told = document(write("a.json", {"text": TEXT, "published": "2024-03-13T23:30:00+02:00"}))
    assert (told.published, told.id[:2], told.address) == (date(2024, 3, 13), "d-", told.id)


def test_a_list_of_articles_is_read_one_by_one(write: Write):
    good, bad, wrong, last = read(write("all.json", [article(TEXT), {"id": "b"}, 7, article(TEXT, id="c")]))
    assert [told.document.id for told in (good, last)] == ["a1", "c"]  # type: ignore[union-attr]
    assert (bad.place[-11:], wrong.place[-11:]) == ("all.json#/1", "all.json#/2")  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["a.json", "a.txt", "a", "a.data"])
def test_json_is_told_by_its_content(write: Write, name: str):
    assert document(write(name, article(TEXT))).id == "a1"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_text_is_kept_as_it_is(write: Write, mark: str):
    text = "[Press release]\r\n\r\nThe first line\tis no title.\x00 \u202e Łódź  \n"
    told = document(write("a.txt", mark + text), published=DAY, publisher="Office")
    assert (told.text, told.published, told.publisher) == (text, DAY, "Office")
    assert told.title == "[Press release]"


def test_markdown_gives_its_heading(write: Write):
    assert document(write("a.md", f"\n# Weapons for Kyiv\n\n{TEXT}"), published=DAY).title == "Weapons for Kyiv"
    assert title_of("Weapons for Kyiv\n================\ntext") == "Weapons for Kyiv"
    assert title_of("word " * 100) == ""


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.page"])
def test_a_page_is_told_by_its_content_and_gives_its_article(write: Write, name: str):
    told = document(write(name, PAGE), published=DAY, publisher="Nobody")
    assert (told.published, told.publisher, told.language) == (date(2024, 3, 12), "Example Wire", "fr")
    assert (told.title, told.address) == ("Des armes pour Kyiv", "https://wire.example/a")
    assert "300 millions d'euros" in told.text
    assert "Home" not in told.text


def test_a_page_without_a_date_takes_the_one_given(write: Write):
    path = write("a.html", PAGE.replace("2024-03-12T10:00:00Z", ""))
    assert "--published" in reason(path)
    assert document(path, published=DAY).published == DAY


# Folders


def test_folders_are_read_in_the_order_of_paths_without_what_is_hidden(write: Write, tmp_path: Path):
    for name in ("b/1.json", "a/2.json", "a/1.json", ".git/x.json", "a/.x.json"):
        write(name, article(TEXT, id=name))
    ids = [told.document.id for told in read(tmp_path / "articles")]  # type: ignore[union-attr]
    assert ids == ["a/1.json", "a/2.json", "b/1.json"]


def test_links_in_a_circle_end(write: Write, tmp_path: Path):
    write("a/1.json", article(TEXT))
    (tmp_path / "articles" / "a" / "again").symlink_to(tmp_path / "articles", target_is_directory=True)
    (tmp_path / "articles" / "lost.json").symlink_to(tmp_path / "nowhere")
    told, lost = read(tmp_path / "articles")
    assert isinstance(told, ReadDocument)
    assert isinstance(lost, Issue)


def test_a_book_among_the_articles_is_left_alone(write: Write, tmp_path: Path):
    write("a.json", article(TEXT))
    write("my.book/book.toml", "kind = 'pledgebook'")
    write("my.book/derived/manifest.json", "{}")
    assert len(read(tmp_path / "articles")) == 1
    assert "--book" in reason(tmp_path / "articles" / "my.book")


def test_a_folder_without_articles_says_so(write: Write, tmp_path: Path):
    write(".hidden", "x")
    assert "no articles in this folder" in reason(tmp_path / "articles")


def test_one_bad_file_does_not_stop_the_others(write: Write, tmp_path: Path):
    write("1.json", "{")
    write("2.json", article(TEXT))
    bad, good = read(tmp_path / "articles")
    assert isinstance(bad, Issue)
    assert isinstance(good, ReadDocument)


def test_documents_alone(write: Write):
    path = write("a.json", article(TEXT, claims=[claim("not there")]))
    assert [told.document.id for told in read_documents([path], published=DAY) if not isinstance(told, Issue)] == ["a1"]


# What cannot be read


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", b"", "empty"),
        ("a.txt", b" \n\t", "empty"),
        ("a.txt", "Zusage in Höhe von".encode("latin-1"), "byte 11 is 0xf6; save the file as UTF-8"),
        ("a.json", b'{"id": "a",\n "text": "The Uni', "line 2, column 10"),
        ("a.json", b"[" * 100_000, "too deep"),
        ("a.json", b'{"text": "x", "published": ' + b"9" * 5000 + b"}", "cannot be read"),
        ("a.json", b'{"text": "x", "published": 1e99999999999999999999}', "cannot be read"),
        ("a.json", b'{"text":"a"} {"text":"b"}', "line 1, column 14"),
        ("a.json", b"[]", "empty list"),
        ("a.json", b'"text"', "no article"),
        ("a.json", b"{}", '"text"'),
        ("a.json", {"text": "x"}, "--published"),
        ("a.txt", b"Some words", "--published"),
        ("a.json", article(""), '"text" is empty'),
        ("a.json", article(TEXT, published="last Tuesday"), "'last Tuesday'"),
        ("a.json", article(TEXT, published=20240313), "20240313"),
        ("a.json", article(TEXT, title=["x"]), '"title"'),
        ("a.json", article(7), '"text" holds 7'),  # type: ignore[arg-type]
        ("a.json", b'{"text": "half \\ud800", "published": "2024-03-13"}', "half of a character"),
        ("a.json", article(TEXT, published="2024-03-16"), "still to come"),
        ("a.pdf", b"%PDF-1.7 ...", "a PDF that cannot be opened, since it is no whole PDF"),
        ("a.txt", b"PK\x03\x04\xff\xff", "damaged"),
        ("a.py", b"import os", ".py is no kind of article"),
        ("a.html", b"<!doctype html><html><body></body></html>", "no article found"),
    ],
)
def test_bad_files_are_told_in_one_line(write: Write, name: str, content: object, told: str):
    assert told in reason(write(name, content), today=DAY)


def test_tomorrow_may_have_come_elsewhere(write: Write):
    assert document(write("a.json", article(TEXT, published="2024-03-15")), today=DAY).id == "a1"


def test_a_path_that_is_not_there(tmp_path: Path):
    assert reason(tmp_path / "none.json") == "there is nothing at this path"
    assert "only http and https" in reason("ftp://wire.example/a")
    assert "null" in reason("a\0b")


def test_a_file_too_large_is_not_read(write: Write):
    path = write("a.json", b"")
    with path.open("wb") as file:
        file.truncate(files.MOST_BYTES + 1)  # a hole: takes no room on the disk
    assert reason(path) == "50 MB, and files of this kind are read up to 50 MB; split it"


def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.json")
    assert "neither a file nor a folder" in reason(tmp_path / "pipe.json")


def test_a_file_without_permission(write: Write, monkeypatch: pytest.MonkeyPatch):
    path = write("a.json", article(TEXT))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # a real one would not stop an administrator
    assert reason(path) == "no permission to read it"


def test_a_name_that_is_no_text(write: Write, tmp_path: Path):
    (tmp_path / os.fsdecode(b"bad\xff.json")).write_text("{")
    [told] = read(tmp_path)
    assert isinstance(told, Issue)
    assert told.place.encode().endswith(b"\\udcff.json")


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
                    | st.dictionaries(st.sampled_from(["text", "published", "id", "title"]), inner)))  # fmt: skip
def test_any_json_is_an_article_or_a_reason(record: object):
    try:
        told = article_of(record, ReadOptions(published=DAY)).text
    except Unreadable as error:
        told = str(error)
    assert told.strip()


# Given claims


def given_claims(write: Write, *claims: object, text: str = TEXT) -> list[Any]:
    return read(write("a.json", article(text, claims=list(claims))), given_claims=True)


def test_claims_are_taken_as_they_are(write: Write):
    fields = {"happened": "2024-03", "due": "2024", "speaker": "Jake Sullivan", "low": None, "per": "month",
              "event": "block", "held_by": "the House", "confidence": 0.5, "note": "ignored"}  # fmt: skip
    [told] = given_claims(write, claim(QUOTE, **fields))
    [found] = told.claims
    assert TEXT[found.span.start : found.span.end] == QUOTE
    assert (found.amount.low, found.amount.high, found.amount.unit) == (None, Decimal(300000000), "USD")
    assert (str(found.happened), str(found.due), found.per) == ("2024-03", "2024", "month")
    assert (found.held_by, found.confidence, found.extractor) == ("the House", 0.5, "given")


def test_a_place_that_is_right_is_kept_and_a_wrong_one_is_not(write: Write):
    text = "aid, aid and aid"
    claims = [claim("aid", start=5, event="pledge"), claim("aid", start=6, event="commit")]
    [told] = given_claims(write, *claims, text=text)
    assert [(found.event, found.span.start) for found in told.claims] == [("pledge", 5), ("commit", 0)]


def test_claims_are_left_alone_unless_asked_for(write: Write):
    path = write("a.json", article(TEXT, claims=[claim(QUOTE)]))
    [told] = read(path)
    assert told.claims is None  # type: ignore[union-attr]


def test_a_file_without_claims_and_one_with_none(write: Write):
    [told] = read(write("a.json", article(TEXT)), given_claims=True)
    assert told.claims is None  # type: ignore[union-attr]
    [told] = given_claims(write)
    assert told.claims == ()


def test_claims_alike_in_everything_are_told_apart(write: Write):
    [told] = given_claims(write, claim(QUOTE), claim(QUOTE), claim(QUOTE, low=1))
    assert [each.ordinal for each in told.claims] == [0, 1, 0]
    assert len({each.id for each in told.claims}) == 3


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"quote": "it will send Ukraine tanks"}, "does not stand in the text"),
        ({"quote": ""}, "needs a quote"),
        ({"quote": 5}, "quote is 5"),
        ({"unit": "XXQ"}, "unit is 'XXQ'"),
        ({"unit": None}, "unit is missing"),
        ({"low": 400000000}, "low 400000000 is above high 300000000"),
        ({"low": "300"}, "low is '300'"),
        ({"low": True}, "low is True"),
        ({"low": -1}, "low is -1"),
        ({"high": 10**30}, "high is 1000"),
        ({"high": float("inf")}, "high is inf"),
        ({"event": "promise"}, "event is 'promise'"),
        ({"event": ["pledge"]}, "event is ['pledge']"),
        ({"aid": None}, "aid is missing"),
        ({"basis": "half"}, "basis is 'half'"),
        ({"per": "decade"}, "per is 'decade'"),
        ({"donors": "US"}, "donors is 'US'"),
        ({"recipients": [1]}, "recipients is [1]"),
        ({"due": "soon"}, "due is 'soon'"),
        ({"happened": 2024}, "happened is 2024"),
        ({"confidence": 2}, "confidence is 2"),
        ({"speaker": {}}, "speaker is {}"),
    ],
)
def test_a_bad_claim_is_told_at_its_place_and_the_rest_goes_on(write: Write, changed: dict[str, Any], told: str):
    bad = claim(QUOTE) | changed
    document, issue = given_claims(write, claim(QUOTE), bad, claim(QUOTE, event="deliver"))
    assert [found.event for found in document.claims] == ["pledge", "deliver"]
    assert issue.place.endswith("a.json#/claims/1")
    assert told in issue.reason


def test_claims_that_are_no_list(write: Write):
    document, issue = read(write("a.json", article(TEXT, claims={"a": 1})), given_claims=True)
    assert document.claims == ()  # type: ignore[union-attr]
    assert "no list" in issue.reason  # type: ignore[union-attr]


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=2)


@given(st.dictionaries(st.sampled_from(sorted(claim(QUOTE))), ANYTHING))
def test_any_claim_is_taken_or_told(changed: dict[str, Any]):
    document = article_of(article(TEXT), ReadOptions())
    [told] = claims_of([claim(QUOTE) | changed], document, "a.json#/claims")
    assert told.place == "a.json#/claims/0" if isinstance(told, Issue) else told.span.holds_in(TEXT)


def test_exact_figures_stay_exact(write: Write):
    path = write("a.json", article(TEXT, claims=[claim(QUOTE, low=0.1, high=12345678901234.1)]))
    [told] = read(path, given_claims=True)
    assert [str(bound) for bound in (told.claims[0].amount.low, told.claims[0].amount.high)] == [  # type: ignore[union-attr,index]
        "0.1",
        "12345678901234.1",
    ]
    assert json.loads(path.read_text())["claims"][0]["high"] == 12345678901234.1
