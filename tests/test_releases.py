"""Releases: a frozen state answers the same for ever, its name keeps it, and what came since is told."""

from __future__ import annotations

import sqlite3
import tarfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import pledgebook
from conftest import article, claim
from pledgebook.api import Book
from pledgebook.book.log import open_log
from pledgebook.book.sqlite_file import SCHEMA_VERSION
from pledgebook.cli import main
from pledgebook.errors import NotInBook, WrongCall
from pledgebook.model import Document, Release
from pledgebook.protocols import Batch
from pledgebook.reporting.exports import jsonl

NOON = datetime(2024, 3, 14, 12, tzinfo=UTC)
OLD_BOOK = Path(__file__).parent / "books" / "format-2.tar.gz"
FIRST = article("The United States promised 300 million dollars of military aid to Ukraine.", claims=[
    claim("The United States promised 300 million dollars of military aid to Ukraine"),
])  # fmt: skip
NORWAY = "Norway promised 50 million dollars of military aid to Ukraine"
SECOND = article(f"{NORWAY}.", id="a2", published="2024-03-12", claims=[
    claim(NORWAY, donors=["NO"], low=50000000, high=50000000),
])  # fmt: skip


@pytest.fixture
def book(tmp_path: Path, write: Any) -> Book:
    book = pledgebook.open(tmp_path / "my.book")
    book.read(write("a1.json", FIRST), given_claims=True)
    return book


def printed(book: Book, **asked: Any) -> dict[str, list[str]]:
    """All that the queries print, line by line, with their notes."""
    told = {
        name: getattr(book, name)(**asked) for name in ("report", "pledges", "claims", "needs", "overdue", "blocked")
    }
    return {name: [*jsonl(table), *table.notes] for name, table in told.items()}


def test_a_release_answers_the_same_whatever_is_read_later(book: Book, write: Any):
    before = printed(book)
    told = book.release("2024-q1", who="ada", why="for the ministry")
    assert (told.name, told.status, told.as_of, told.who) == ("2024-q1", "draft", date(2024, 3, 13), "ada")
    assert printed(book, release="2024-q1") == before
    # An earlier day's article, another reading of the first one by the rules, and a reviewer's word.
    book.read(write("a2.json", SECOND), given_claims=True)
    book.read(write("a1.json", FIRST))
    book.decide("reject", book.claims(donor="NO").rows[0]["pledge"], who="bo")
    assert printed(book) != before
    assert printed(book, release="2024-q1") == before
    assert book.check() == []


def test_the_clock_may_go_backwards(tmp_path: Path):
    """What comes after a release is recorded after it, whatever the clock says."""
    with open_log(tmp_path / "my.book", make=True) as log:
        log.append(Batch((Document.make("Norway gave tents.", published=date(2024, 3, 1)),)), NOON)
        log.release(Release("r", "draft", date(2024, 3, 1), 1, NOON.isoformat(timespec="microseconds"), "ada", "now"))
        for hours in (-5, 0, 1):
            text = f"Sweden gave {hours} tents."
            log.append(Batch((Document.make(text, published=date(2024, 3, 1)),)), NOON + timedelta(hours=hours))
        assert log.position_at(NOON) == 1
        assert [log.position_at(log.recorded(position) or NOON) >= position for position in (1, 2, 3, 4)] == [True] * 4
        assert list(log.broken()) == []


def test_a_later_release_of_the_name_changes_the_status_alone(book: Book, write: Any):
    first = book.release("q1", who="ada")
    book.read(write("a2.json", SECOND), given_claims=True)
    book.release("q1", "signed-off", who="bo", why="looked through")
    public = book.release(" q1 ", "public", who="bo")
    assert (public.position, public.as_of, public.recorded_by) == (first.position, first.as_of, first.recorded_by)
    [row] = book.releases()
    assert (row["status"], [each["status"] for each in row["history"]]) == ("public", ["draft", "signed-off", "public"])
    assert [each["who"] for each in row["history"]] == ["ada", "bo", "bo"]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ({"name": ""}, "needs a name"),
        ({"name": "a" * 81}, "needs a name"),
        ({"name": "a\x1b[31m"}, "needs a name"),
        ({"name": "q2", "status": "secret"}, "draft, signed-off, public"),
        ({"name": "q2", "who": " "}, "--who"),
        ({"name": "q1"}, "is public already"),
        ({"name": "q1", "status": "draft"}, "stays so"),
        ({"name": "q1", "status": "draft", "as_of": "2024-01-01"}, "frozen as of 2024-03-13"),
    ],
)
def test_a_release_that_cannot_be_made_says_why(book: Book, call: dict[str, Any], told: str):
    book.release("q1", "public", who="ada")
    with pytest.raises(WrongCall, match=told):
        book.release(**{"who": "ada", "status": "public", **call})


def test_a_release_that_is_not_there(book: Book):
    with pytest.raises(NotInBook, match="there is none yet"):
        book.report(release="q1")
    book.release("q1", who="ada")
    with pytest.raises(NotInBook, match="there are q1"):
        book.report(release="q2")
    with pytest.raises(WrongCall, match="recorded-by"):
        book.report(release="q1", recorded_by="2024-03-14")


def test_an_empty_book_has_nothing_to_release(tmp_path: Path):
    open_log(tmp_path / "a.book", make=True).close()
    with pytest.raises(NotInBook, match="no document to release"):
        pledgebook.open(tmp_path / "a.book").release("q1", who="ada")


def test_a_release_leaves_the_tables_as_they_are(book: Book):
    standing = (Path(book.path) / "derived" / "manifest.json").read_text("utf-8")
    book.release("q1", who="ada")
    book.report()
    assert (Path(book.path) / "derived" / "manifest.json").read_text("utf-8") == standing


def test_what_changed_between_two_releases_and_because_of_what(book: Book, write: Any):
    book.release("q1", who="ada")
    book.read(write("a2.json", SECOND), given_claims=True)
    claim_of_us = next(row["pledge"] for row in book.pledges(donor="US"))
    book.decide("correct", claim_of_us, field="amount", value="200m USD", who="bo")
    book.release("q2", who="ada")
    rows = book.changes(from_release="q1", to_release="q2").rows
    assert [(row["change"], row["donors"], row["figure"], row["before"], row["after"]) for row in rows] == [
        ("new", ["NO"], "promised", [0, 0], [50_000_000, 50_000_000]),
        ("new", ["NO"], "status", None, "open"),
        ("revised", ["US"], "promised", [300_000_000, 300_000_000], [200_000_000, 200_000_000]),
    ]
    assert all(row["claims"] and row["quote"] for row in rows)
    book.read(write("a3.json", {**SECOND, "id": "a3", "text": "Nothing happened.", "claims": []}), given_claims=True)
    assert book.changes(from_release="q2").rows == []
    assert book.changes(from_release="q1").rows == rows
    with pytest.raises(WrongCall, match="two releases, or two days"):
        book.changes("2024-03-01", from_release="q1")
    with pytest.raises(WrongCall, match="name the first day"):
        book.changes()


def test_a_pledge_that_merged_between_two_releases_is_told_so(book: Book, write: Any):
    book.read(write("a2.json", SECOND), given_claims=True)
    book.release("q1", who="ada")
    younger, older = (book.pledges(donor=donor).rows[0]["pledge"] for donor in ("US", "NO"))
    book.decide("merge", younger, other=older, who="bo")
    rows = book.changes(from_release="q1").rows
    assert [(row["pledge"], row["into"]) for row in rows if row["change"] == "merged"] == [(younger, older)]
    assert not [row for row in rows if row["pledge"] == younger and row["change"] != "merged"]


# The file


def test_a_book_of_format_2_is_brought_to_the_new_one(tmp_path: Path):
    with tarfile.open(OLD_BOOK) as archive:
        archive.extractall(tmp_path, filter="data")
    file = tmp_path / "old.book" / "log.sqlite"

    def version() -> int:
        connection = sqlite3.connect(file)
        [number] = connection.execute("PRAGMA user_version").fetchone()
        connection.close()
        return int(number)

    assert version() == 2
    book = pledgebook.open(tmp_path / "old.book")
    before = printed(book)
    assert before["report"]
    assert version() == SCHEMA_VERSION
    assert [row["review"] for row in book.claims() if row["review"]] == ["accepted"]
    book.release("q1", who="ada")
    assert printed(book, release="q1") == before
    assert book.check() == []


@pytest.mark.parametrize("change", ["UPDATE releases SET status = 'public'", "DELETE FROM releases"])
def test_a_release_is_never_changed(book: Book, change: str):
    book.release("q1", who="ada")
    connection = sqlite3.connect(Path(book.path) / "log.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change)
    connection.execute("DROP TRIGGER releases_stay")
    connection.execute("UPDATE releases SET as_of = '2024-01-01'")
    connection.commit()
    connection.close()
    assert "release q1" in {issue.place for issue in book.check()}


# The commands


def test_the_commands_release_list_and_ask(book: Book, write: Any, capsys: Any):
    told = ["--book", book.path]
    assert main(["release", "q1", *told, "--who", "ada", "--why", "a look", "--as-of", "2024-03"]) == 0
    assert "q1 is draft, as of 2024-03-31, by ada" in capsys.readouterr().err
    book.read(write("a2.json", SECOND), given_claims=True)
    assert main(["releases", *told]) == 0
    assert "2024-03-31" in capsys.readouterr().out
    assert main(["pledges", *told, "--release", "q1", "--format", "jsonl"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert main(["changes", *told, "--from-release", "q1", "--format", "jsonl"]) == 0
    assert '"NO"' in capsys.readouterr().out
    assert main(["release", "q1", *told]) == 2
