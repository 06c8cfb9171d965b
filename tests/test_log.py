"""The log: what every implementation of `pledgebook.protocols.Log` keeps."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledgebook.book.log import open_log
from pledgebook.errors import BookDamaged, BookError, BookTooNew, NotABook, NotInBook, WrongCall
from pledgebook.model import (
    AIDS,
    BASES,
    EVENTS,
    PERS,
    AmountRange,
    Claim,
    ClaimReference,
    Decision,
    Document,
    Issue,
    PartialDate,
    Span,
)
from pledgebook.protocols import Appended, Batch, Extraction, Log

NOON = datetime(2024, 3, 14, 12, tzinfo=UTC)
TEXT = "Norway gave 84,000 kroner; Łódź gave bread and 3 “shells”."

OpenLog = Callable[[str | Path], Log]

IMPLEMENTATIONS: dict[str, OpenLog] = {"sqlite": lambda path: open_log(path, make=True)}


@pytest.fixture(params=IMPLEMENTATIONS)
def open_any(request: pytest.FixtureRequest) -> OpenLog:
    return IMPLEMENTATIONS[request.param]


@pytest.fixture
def log(open_any: OpenLog, tmp_path: Path) -> Iterator[Log]:
    log = open_any(tmp_path / "my.book")
    yield log
    log.close()


def document(text: str = TEXT, **more: object) -> Document:
    return Document.make(text, **{"published": date(2024, 3, 1), "id": "a1", **more})  # type: ignore[arg-type]


def claim(told: Document, **more: object) -> Claim:
    plain = {"event": "deliver", "donors": ("NO",), "recipients": (), "amount": AmountRange.exactly(84000, "NOK"),
             "item": None, "aid": "other", "basis": "total"}  # fmt: skip
    return Claim(told.id, told.hash, Span.of(told.text, 0, 25), **{**plain, **more})  # type: ignore[arg-type]


def extraction(told: Document, *claims: Claim, extractor: str = "rules 1") -> Extraction:
    return Extraction(told.hash, "rules", extractor, claims)


def batch(told: Document, *claims: Claim) -> Batch:
    return Batch((told,), (extraction(told, *claims),))


# Appending


def test_what_was_appended_comes_back(log: Log):
    told = document(title="T", publisher="P", url="https://wire.example/a", language="no")
    decision = Decision("correct", ClaimReference(told.hash, 0, 25, AmountRange(None, Decimal("1.50"), "NOK")),
                        "ada", "2024-03-14", "misread", None, "low", "84000")  # fmt: skip
    other = Decision("same", decision.claim, "ada", "2024-03-14", "", ClaimReference("t-x", 1, 2, None))
    full = Batch((told,), (extraction(told, claim(told)),), (decision, other), (Issue("a.json", "bad"),))
    assert log.append(full, NOON) == Appended(documents=1, claims=1, decisions=2, issues=1)
    assert list(log.documents()) == [told]
    assert list(log.extractions()) == [extraction(told, claim(told))]
    assert list(log.decisions()) == [decision, other]
    assert list(log.issues()) == [Issue("a.json", "bad")]
    assert log.text_of(told.hash) == TEXT
    assert log.text_of("t-none") is None
    assert log.latest_extraction(told.hash) == ("rules", "rules 1")
    assert list(log.broken()) == []


def test_the_same_twice_changes_nothing(log: Log):
    told = document()
    log.append(batch(told, claim(told)), NOON)
    before = (log.position(), log.digest(log.position()))
    assert log.append(batch(told, claim(told)), NOON + timedelta(days=1)) == Appended()
    assert (log.position(), log.digest(log.position())) == before


def test_only_what_is_new_in_a_batch_is_added(log: Log):
    told, more = document(), document("Sweden gave nothing at all.", id="a2")
    log.append(batch(told), NOON)
    assert log.append(Batch((told, more, more), issues=(Issue("x", "y"),)), NOON) == Appended(documents=1, issues=1)
    assert list(log.documents(since=1)) == [more]
    assert list(log.documents(until=1)) == [told]
    assert list(log.issues(until=1)) == []


def test_a_batch_goes_in_whole_or_not_at_all(log: Log):
    told = document()
    elsewhere = claim(document("Norway gave 85,000 kroner, it says."))
    with pytest.raises(ValueError, match="does not stand"):
        log.append(batch(told, elsewhere), NOON)
    assert (log.position(), list(log.documents())) == (0, [])


def test_a_claim_needs_its_document(log: Log):
    told = document()
    with pytest.raises(ValueError, match="no document"):
        log.append(Batch((), (extraction(told, claim(told)),)), NOON)


def test_a_time_needs_its_zone(log: Log):
    with pytest.raises(ValueError, match="time zone"):
        log.append(batch(document()), datetime(2024, 3, 14))  # noqa: DTZ001


def test_the_latest_extraction_counts(log: Log):
    told = document()
    old, new = extraction(told, claim(told)), extraction(told, claim(told, event="pledge"), extractor="rules 2")
    by_hand = Extraction(told.hash, "given", "given", ())
    for each in (old, new, by_hand):
        log.append(Batch((told,), (each,)), NOON)
        assert list(log.extractions()) == [each]
    assert list(log.extractions(until=1)) == [old]
    assert list(log.extractions(since=1, until=2)) == [new]
    assert log.append(Batch((), (new,)), NOON).claims == 1
    assert list(log.extractions()) == [new]


def test_documents_and_claims_are_found_by_their_hashes(log: Log):
    told, other = document(), document("Sweden gave nothing at all.", id="a2")
    first, second = claim(told), claim(told, event="pledge")
    log.append(Batch((told, other), (extraction(told, first, second), extraction(other))), NOON)
    log.append(Batch((), (extraction(told, second, extractor="rules 2"),)), NOON)
    assert list(log.documents_with([other.hash, "t-none"])) == [other]
    assert list(log.claims_of([told.hash, other.hash])) == [(second.id, second)]
    assert list(log.claims_of([told.hash], until=1)) == [(first.id, first), (second.id, second)]
    assert list(log.claims_of([told.hash], [first.id], until=1)) == [(first.id, first)]
    assert list(log.claims_of([])) == list(log.documents_with([])) == []


def test_positions_follow_the_time_of_record(log: Log):
    told = [document(f"{text} gave something once.", id=text) for text in "abc"]
    for hour, each in enumerate(told):
        log.append(batch(each), NOON + timedelta(hours=hour))
    assert [log.position_at(NOON + timedelta(hours=hours)) for hours in (-1, 0, 0.5, 1, 9)] == [0, 1, 1, 2, 3]
    assert log.position_at(datetime.fromisoformat("2024-03-14T13:30+01:00")) == 1


def test_digests_tell_logs_apart(open_any: OpenLog, tmp_path: Path):
    one, two = document(), document("Sweden gave nothing at all.", id="a2")
    digests = []
    for name, order in (("x", (one, two)), ("y", (one, two)), ("z", (two, one))):
        log = open_any(tmp_path / name)
        for each in order:
            log.append(batch(each), NOON)
        digests.append([log.digest(position) for position in range(3)])
        log.close()
    x, y, z = digests
    assert x == y
    assert x[0] == z[0]
    assert x[1] != z[1]
    assert x[2] != z[2]
    assert len(set(x)) == 3


def test_the_very_same_text_under_two_ids_is_kept_twice(log: Log):
    log.append(Batch((document(), document(id="a2"))), NOON)
    assert [each.id for each in log.documents()] == ["a1", "a2"]


TEXTS = st.none() | st.text(st.characters(codec="utf-8"), max_size=8)
DATES = st.none() | st.sampled_from([PartialDate(2024), PartialDate(2024, 2), PartialDate(2024, 2, 29)])
CODES = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=4), max_size=3).map(tuple)
BOUNDS = st.decimals(0, 10**20, places=3)
AMOUNTS = st.none() | st.tuples(BOUNDS, BOUNDS, st.booleans(), st.sampled_from(["item", "EUR"])).map(
    lambda told: AmountRange(min(told[:2]), None if told[2] else max(told[:2]), told[3])
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(st.fixed_dictionaries({
    "event": st.sampled_from(EVENTS), "donors": CODES, "recipients": CODES, "amount": AMOUNTS, "item": TEXTS,
    "aid": st.sampled_from(AIDS), "basis": st.sampled_from(BASES), "per": st.none() | st.sampled_from(PERS),
    "happened": DATES, "due": DATES, "speaker": TEXTS, "confidence": st.floats(0, 1), "held_by": TEXTS,
    "happened_phrase": TEXTS, "due_phrase": TEXTS, "instrument": TEXTS, "channel": TEXTS, "programme": TEXTS,
    "source_id": TEXTS, "extractor": st.just("rules 1"),
}))  # fmt: skip
def test_every_claim_comes_back_exactly(log: Log, fields: dict[str, object]):
    told = document()
    log.append(batch(told, claim(told, **fields)), NOON)
    [back] = [found for each in log.extractions() for found in each.claims]
    assert back == claim(told, **fields)


def test_control_characters_survive(log: Log):
    told = document("Norway gave 84,000 kroner\x00\x1b[31m\r\n\u2028 and more")
    log.append(batch(told, claim(told)), NOON)
    assert list(log.documents()) == [told]
    assert list(log.broken()) == []


# Search


def test_documents_are_found_by_all_words_without_accents_or_case(log: Log):
    log.append(Batch((document(title="Winter"), document("Sweden gave shelters.", id="a2"))), NOON)
    assert {found.document for found in log.find("GAVE", 9)} == {"a1", "a2"}
    assert [found.document for found in log.find("shell gave", 9)] == ["a1"]
    assert [found.document for found in log.find("winter", 9)] == ["a1"]
    assert len(log.find("gave", 1)) == 1
    assert "bread" in log.find("bread", 9)[0].snippet


@pytest.mark.parametrize("words", ["", '"', "-", "NEAR( AND", "a* OR", "title:x", "\0", "x'; DROP TABLE claims"])
def test_no_words_are_a_query(log: Log, words: str):
    log.append(batch(document()), NOON)
    assert list(log.find(words, 9)) == []


# Several processes

APPENDING = """
import sys
from datetime import UTC, date, datetime
from pledgebook.book.log import open_log
from pledgebook.model import Document
from pledgebook.protocols import Batch
with open_log(sys.argv[1], make=True) as log:
    for number in range(20):
        text = f"{sys.argv[2]} gave {number} tents."
        log.append(Batch((Document.make(text, published=date(2024, 3, 1)),)), datetime(2024, 3, 14, tzinfo=UTC))
"""


def test_several_processes_make_and_fill_one_book(tmp_path: Path):
    arguments = [sys.executable, "-c", APPENDING, str(tmp_path / "my.book")]
    running = [subprocess.Popen([*arguments, name]) for name in ("Norway", "Norway", "Sweden")]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    with open_log(tmp_path / "my.book") as log:
        assert len(list(log.documents())) == 40
        assert log.position() == 40
        assert list(log.broken()) == []


# SQLite


@pytest.mark.parametrize(
    "change",
    ["UPDATE documents SET text = NULL, title = NULL", "UPDATE claims SET event = 'pledge'", "DELETE FROM claims",
     "DELETE FROM documents", "UPDATE batches SET recorded = ''", "DELETE FROM batches", "DELETE FROM extractions",
     "UPDATE extractions SET mode = 'given'", "DELETE FROM issues", "UPDATE issues SET reason = ''"],
)  # fmt: skip
def test_the_file_refuses_changes(tmp_path: Path, change: str):
    told = document()
    with open_log(tmp_path / "my.book", make=True) as log:
        log.append(Batch((told,), (extraction(told, claim(told)),), issues=(Issue("x", "y"),)), NOON)
    connection = sqlite3.connect(tmp_path / "my.book" / "log.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change)
    connection.close()


def test_a_forgotten_text_may_go(tmp_path: Path):
    told = document()
    with open_log(tmp_path / "my.book", make=True) as log:
        log.append(batch(told, claim(told)), NOON)
    connection = sqlite3.connect(tmp_path / "my.book" / "log.sqlite")
    connection.execute("INSERT INTO forgotten VALUES (?, '2024-03-15', 'ada', 'asked to')", (told.hash,))
    connection.execute("UPDATE documents SET text = NULL, title = NULL")
    connection.execute("DELETE FROM claims")
    connection.commit()
    connection.close()
    with open_log(tmp_path / "my.book") as log:
        assert list(log.documents()) == []
        assert log.text_of(told.hash) is None
        assert list(log.find("norway", 9)) == []


# Opening


def made(path: Path) -> Path:
    open_log(path, make=True).close()
    return path


def test_a_book_that_is_not_there(tmp_path: Path):
    with pytest.raises(NotInBook, match="pledgebook read"):
        open_log(tmp_path / "none")
    with pytest.raises(WrongCall, match="folder"):
        open_log("postgresql://host/book")


@pytest.mark.parametrize("make", [True, False])
def test_a_folder_or_file_of_something_else(tmp_path: Path, make: bool):
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(NotABook, match=r"book\.toml"):
        open_log(tmp_path, make=make)
    with pytest.raises(NotABook, match="is a file"):
        open_log(tmp_path / "notes.txt", make=make)
    (tmp_path / "book.toml").write_text("title = 'My novel'")
    with pytest.raises(NotABook, match="something else"):
        open_log(tmp_path, make=make)


def test_an_empty_folder_becomes_a_book_and_a_broken_off_one_is_finished(tmp_path: Path):
    assert made(tmp_path).joinpath("book.toml").exists()
    (tmp_path / "book.toml").unlink()
    assert made(tmp_path).joinpath("book.toml").exists()


def test_newer_books(tmp_path: Path):
    marker = made(tmp_path / "b") / "book.toml"
    marker.write_text(marker.read_text().replace("format = 1", "format = 9"))
    with pytest.raises(BookTooNew, match="format 9"):
        open_log(tmp_path / "b")
    connection = sqlite3.connect(made(tmp_path / "c") / "log.sqlite")
    connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(BookTooNew, match="format 7"):
        open_log(tmp_path / "c")


def test_damaged_books(tmp_path: Path):
    (made(tmp_path / "a") / "book.toml").write_text("kind = ")
    (made(tmp_path / "b") / "log.sqlite").unlink()
    (made(tmp_path / "c") / "log.sqlite").write_bytes(b"this was a log once" * 500)
    for name in "abc":
        with pytest.raises(BookDamaged, match="copy"):
            open_log(tmp_path / name)


def test_a_log_of_another_program(tmp_path: Path):
    path = made(tmp_path / "a") / "log.sqlite"
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (name)")
    connection.close()
    with pytest.raises(NotABook, match="another program"):
        open_log(tmp_path / "a")


def test_a_log_damaged_inside_is_told_when_it_shows(tmp_path: Path):
    told = document("Norway gave 84,000 kroner. " * 2000)
    with open_log(tmp_path / "a", make=True) as log:
        log.append(batch(told), NOON)
    path = tmp_path / "a" / "log.sqlite"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(BookError, match="damaged"), open_log(tmp_path / "a") as log:
        list(log.documents())
