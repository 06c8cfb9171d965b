"""From files to the tables that are asked, with real processes."""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import article, claim
from pledgebook import pipeline
from pledgebook.book.log import open_log
from pledgebook.book.tables import TABLES
from pledgebook.errors import NotInBook
from pledgebook.model import Issue
from pledgebook.reading import ReadOptions

Write = Callable[[str, object], Path]
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


def told(id: str, amount: int, day: str = "2024-03-13", **more: Any) -> dict[str, Any]:
    """An article with one claim: millions of dollars."""
    text = f"In {id}, Washington said it would send weapons worth ${amount} million to Ukraine."
    quote = f"it would send weapons worth ${amount} million to Ukraine"
    figure = amount * 10**6
    return article(text, **{"id": id, "published": day, "claims": [claim(quote, low=figure, high=figure)], **more})


def read(book: Path, *paths: Path, **options: Any) -> pipeline.ReadSummary:
    recorded, watch = options.pop("recorded", NOON), options.pop("watch", None)
    return pipeline.read(book, paths, recorded, ReadOptions(**{"given_claims": True, **options}), watch)


def ask(book: Path, query: str, **options: Any) -> list[tuple[Any, ...]]:
    connection = pipeline.connect(book, **options)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def everything(book: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {table: ask(book, f"SELECT * FROM {table} ORDER BY ALL") for table in TABLES}


def promised(book: Path, day: str, **options: Any) -> list[int]:
    """What is promised on a day, pledge by pledge, in millions."""
    query = (
        f"SELECT promised_low FROM states WHERE known_from <= DATE '{day}' "
        f"AND (known_to IS NULL OR known_to > DATE '{day}') AND promised_low > 0 ORDER BY 1"
    )
    return [int(row[0]) // 10**6 for row in ask(book, query, **options)]


def test_articles_become_pledges(write: Write, tmp_path: Path):
    write("1.json", told("a", 300))
    write("2.json", "{")
    summary = read(tmp_path / "my.book", tmp_path / "articles")
    assert (summary.documents, summary.new, summary.claims, len(summary.issues)) == (1, 1, 1, 1)
    assert summary.in_words() == "1 document read, 1 of them new, with 1 new claim."
    assert promised(tmp_path / "my.book", "2024-03-13") == [300]
    assert promised(tmp_path / "my.book", "2024-03-12") == []
    [claim_row] = ask(tmp_path / "my.book", "SELECT pledge = claim, document, extractor FROM claims")
    assert claim_row == (True, "a", "given")
    [place] = ask(tmp_path / "my.book", "SELECT place FROM issues")
    assert place[0].endswith("2.json")
    assert pipeline.check(tmp_path / "my.book") == []


def test_reading_again_changes_nothing(write: Write, tmp_path: Path):
    write("1.json", told("a", 300))
    book = tmp_path / "my.book"
    read(book, tmp_path / "articles")
    files = {path: path.read_bytes() for path in (book / "derived").rglob("*") if path.is_file()}
    summary = read(book, tmp_path / "articles", recorded=NOON + timedelta(days=1))
    assert (summary.documents, summary.new, summary.claims) == (1, 0, 0)
    assert {path: path.read_bytes() for path in (book / "derived").rglob("*") if path.is_file()} == files


def test_the_order_of_arrival_does_not_matter(write: Write, tmp_path: Path):
    articles = [
        told("a", 300, url="https://w.example/1"), told("b", 250, "2024-04-01", url="https://w.example/1"),
        told("c", 40, "2024-03-20"), told("same", 7), {**told("same", 7), "id": "again"},
    ]  # fmt: skip
    paths = [write(f"{number}.json", each) for number, each in enumerate(articles)]
    orders = random.Random(7).sample(list(itertools.permutations(paths)), 4)
    books = []
    for number, order in enumerate(orders):
        for path in order:
            read(tmp_path / f"{number}.book", path)
        books.append(everything(tmp_path / f"{number}.book"))
    assert all(book == books[0] for book in books)
    assert [row[0] for row in books[0]["documents"]] == ["a", "again", "b", "c"]


def test_a_corrected_text_counts_from_its_publication_on(write: Write, tmp_path: Path):
    book = tmp_path / "my.book"
    read(book, write("new.json", told("a", 200, "2024-03-20")), write("old.json", told("a", 300)))
    assert promised(book, "2024-03-19") == [300]
    assert promised(book, "2024-03-20") == [200]
    rows = ask(book, "SELECT low::BIGINT // 1000000, published, withdrawn FROM claims ORDER BY published")
    assert rows == [(300, date(2024, 3, 13), date(2024, 3, 20)), (200, date(2024, 3, 20), None)]
    assert ask(book, "SELECT superseded_from FROM documents ORDER BY published") == [(date(2024, 3, 20),), (None,)]


def test_a_text_replaced_on_its_own_day_never_counted(write: Write, tmp_path: Path):
    book = tmp_path / "my.book"
    read(book, write("1.json", told("a", 200)), write("2.json", told("a", 300)))
    assert promised(book, "2024-03-13") in ([200], [300])
    assert len(ask(book, "SELECT * FROM claims WHERE withdrawn IS NULL")) == 1


def test_the_book_as_it_was_recorded(write: Write, tmp_path: Path):
    book = tmp_path / "my.book"
    read(book, write("1.json", told("a", 300)))
    read(book, write("2.json", told("a", 200, "2024-03-20")), recorded=NOON + timedelta(days=1))
    assert promised(book, "2024-05-01") == [200]
    assert promised(book, "2024-05-01", recorded_by=NOON) == [300]
    assert promised(book, "2024-05-01", recorded_by=NOON - timedelta(days=1)) == []
    assert promised(book, "2024-05-01", recorded_by=NOON + timedelta(days=2)) == [200]


def test_other_claims_given_for_the_same_text_replace_the_first(write: Write, tmp_path: Path):
    book, first = tmp_path / "my.book", told("a", 300)
    read(book, write("1.json", first))
    read(book, write("1.json", {**first, "claims": [first["claims"][0] | {"event": "commit"}]}))
    assert ask(book, "SELECT event FROM claims") == [("commit",)]
    read(book, write("1.json", {**first, "claims": []}))
    assert ask(book, "SELECT event FROM claims") == []
    assert promised(book, "2024-05-01") == []


def test_future_documents_are_refused_by_the_time_of_record(write: Write, tmp_path: Path):
    summary = read(tmp_path / "my.book", write("1.json", told("a", 300, "2024-06-03")))
    assert "still to come" in summary.issues[0].reason


def test_watching(write: Write, tmp_path: Path):
    for number in range(3):
        write(f"{number}.json", told(f"a{number}", 300 + number))
    write("x.json", "{")
    seen: list[tuple[int, int | None, Issue | None]] = []
    read(tmp_path / "my.book", tmp_path / "articles", watch=lambda *told: seen.append(told))
    assert [(done, total) for done, total, issue in seen if issue is None] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [done for done, _, issue in seen if issue is not None] == [4]


def test_batches_are_whole(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pipeline, "BATCH_DOCUMENTS", 2)
    write("1.json", [told(f"a{number}", 300 + number) for number in range(5)])
    read(tmp_path / "my.book", tmp_path / "articles")
    with open_log(tmp_path / "my.book") as log:
        assert log.position() == 3
        assert [len(list(log.documents(since=at, until=at + 1))) for at in range(3)] == [2, 2, 1]


def test_texts_and_words(write: Write, tmp_path: Path):
    book = tmp_path / "my.book"
    read(book, write("1.json", told("a", 300)))
    [(text_hash,)] = ask(book, "SELECT hash FROM documents")
    text = pipeline.text_of(book, text_hash)
    assert text is not None
    assert text.startswith("In a, Washington")
    assert pipeline.text_of(book, "t-none") is None
    [found] = pipeline.search(book, "washington weapon", 9)
    assert found["document"] == "a"


def test_the_derived_book_may_be_deleted(write: Write, tmp_path: Path):
    import shutil

    book = tmp_path / "my.book"
    read(book, write("1.json", told("a", 300)))
    before = everything(book)
    shutil.rmtree(book / "derived")
    assert everything(book) == before


@pytest.mark.parametrize("derived", [True, False])
def test_a_book_that_cannot_be_written_to_can_be_asked(
    write: Write, tmp_path: Path, derived: bool, monkeypatch: pytest.MonkeyPatch
):
    import shutil

    book = tmp_path / "my.book"
    read(book, write("1.json", told("a", 300)))
    before = everything(book)
    if not derived:
        shutil.rmtree(book / "derived")
    files = sorted(book.rglob("*"))
    monkeypatch.setattr(os, "access", lambda *_: False)  # an administrator may write everywhere
    assert everything(book) == before
    assert sorted(book.rglob("*")) == files


def test_asking_makes_no_book(tmp_path: Path):
    with pytest.raises(NotInBook, match="pledgebook read"):
        pipeline.connect(tmp_path / "none")
    assert not (tmp_path / "none").exists()


# Real processes

READING = """
import signal, sys
from datetime import UTC, datetime
from pledgebook import pipeline
from pledgebook.reading import ReadOptions
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
pipeline.BATCH_DOCUMENTS = 4
print(pipeline.read(sys.argv[1], sys.argv[2:], datetime(2024, 6, 1, tzinfo=UTC), ReadOptions(given_claims=True),
                    lambda done, total, issue: print(done, flush=True)).in_words())
"""


def start_reading(book: Path, *paths: Path) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", READING, str(book), *map(str, paths)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_a_read_broken_off_leaves_whole_batches_and_can_be_completed(
    write: Write, tmp_path: Path, ending: signal.Signals
):
    for number in range(400):
        write(f"{number:03}.json", told(f"a{number}", 300 + number, f"2024-03-{1 + number % 28:02}", claims=[]))
    book = tmp_path / "my.book"
    with start_reading(book, tmp_path / "articles") as reading:
        assert reading.stdout is not None
        for line in reading.stdout:
            if line == "20\n":
                break
        reading.send_signal(ending)
        reading.stdout.read()
        assert reading.wait(30) != 0
    with open_log(book, make=True) as log:
        held = len(list(log.documents()))
        assert 16 <= held <= 400
        assert held % 4 == 0
        assert list(log.broken()) == []
    read(book, tmp_path / "articles")
    assert ask(book, "SELECT count(*) FROM documents") == [(400,)]


def test_a_book_can_be_asked_while_it_is_read_into(write: Write, tmp_path: Path):
    book = tmp_path / "my.book"
    read(book, write("first.json", told("first", 5, claims=[])))
    for number in range(80):
        write(f"more/{number:03}.json", told(f"a{number}", 300 + number, claims=[]))
    counts = []
    with start_reading(book, tmp_path / "articles" / "more") as reading:
        end = time.monotonic() + 60
        while reading.poll() is None and time.monotonic() < end:
            counts += ask(book, "SELECT count(*) FROM documents")
        assert reading.wait(30) == 0
    counts += ask(book, "SELECT count(*) FROM documents")
    assert counts == sorted(counts)
    assert counts[-1] == (81,)
    assert all((count - 1) % 4 == 0 for (count,) in counts)


def test_two_reads_at_once_make_one_book(write: Write, tmp_path: Path):
    for number in range(20):
        write(f"{number:03}.json", told(f"a{number}", 300 + number, claims=[]))
    book = tmp_path / "my.book"
    running = [start_reading(book, tmp_path / "articles") for _ in range(2)]
    assert [process.communicate(timeout=60) and process.returncode for process in running] == [0, 0]
    assert ask(book, "SELECT count(*) FROM documents") == [(20,)]
    assert os.listdir(book / "derived")
