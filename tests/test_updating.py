"""A book brought up to date piece by piece is the book that its log makes in one go."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pledgebook
import pledgebook.pipeline
from conftest import law
from pledgebook.book.derived import DerivedFolder, connect_in_memory
from pledgebook.book.log import open_log
from pledgebook.book.tables import TABLES
from pledgebook.deriving import derive
from pledgebook.extraction import extract_claims
from pledgebook.model import AmountRange, Claim, Decision, Document, Span, numbered
from pledgebook.pipeline import connect
from pledgebook.protocols import Batch, Extraction
from pledgebook.reviewing.settling import reference_to

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HERE = Path(__file__).parent
ITEMS = [None, "shell", "155 mm round", "leopard 2 tank", "military aid", "loan", "nansen programme"]
EVENTS = ["appeal", "propose", "pledge", "pledge", "commit", "contract", "schedule", "deliver", "deliver", "block"]


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    donors = draw(st.sampled_from([(), ("NO",), ("NO",), ("SE",), ("NO", "SE"), ("EU",)]))
    number, unit = draw(st.sampled_from([4, 14, 18, 500_000, 7_000_000])), draw(st.sampled_from(["item", "EUR", "EUR"]))
    item = draw(st.sampled_from(ITEMS))
    told = {
        "event": draw(st.sampled_from(EVENTS)), "donors": donors,
        "recipients": draw(st.sampled_from([(), ("UA",), ("UA",), ("TR",)])),
        "amount": draw(st.sampled_from([None, AmountRange.exactly(number, unit)])), "item": item,
        "aid": "other", "basis": draw(st.sampled_from(["total", "increment", "part", "cumulative"])),
    }  # fmt: skip
    start = draw(st.sampled_from(["Of it, ", "In all, ", "Under the Nansen programme ", ""]))
    return f"{start}{' and '.join(donors)} gives {number} {unit} {item}.", told


@st.composite
def texts(draw: st.DrawFn) -> Batch:
    """A document with up to four claims, as a batch of a log; some are printed again."""
    told = draw(st.lists(sentences(), max_size=4))
    text = " ".join(sentence for sentence, _ in told) + " The programme was announced long ago by all who take part."
    day = date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 40)))
    document = Document.make(text, published=day, id=f"d{draw(st.integers(0, 10**6))}", publisher="Wire")
    claims, start = [], 0
    for sentence, fields in told:
        span = Span.of(text, start, start + len(sentence))
        claims.append(Claim(document.id, document.hash, span, confidence=0.9, **fields))
        start += len(sentence) + 1
    return Batch((document,), (Extraction(document.hash, "given", "given", tuple(numbered(claims))),))


@st.composite
def rulings(draw: st.DrawFn, batches: Sequence[Batch]) -> list[Batch]:
    """Decisions about the claims of some texts."""
    claims = [claim for batch in batches for each in batch.extractions for claim in each.claims]
    if not claims:
        return []
    kinds = st.sampled_from(["accept", "same", "different", "merge", "split", "part_of", "reject"])
    found = []
    for number in range(draw(st.integers(0, 4))):
        kind, claim, other = draw(kinds), draw(st.sampled_from(claims)), draw(st.sampled_from(claims))
        needs_other = kind in ("same", "different", "merge", "part_of")
        when = f"2026-06-01T12:00:{number:02}+00:00"
        about = reference_to(other) if needs_other else None
        found.append(Batch(decisions=(Decision(kind, reference_to(claim), "Ada", when, "", about),)))
    return found


def rows(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    return {table: connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in TABLES}


def grown(path: Path, batches: Sequence[Batch]) -> dict[str, list[tuple[Any, ...]]]:
    """The tables of a book that is brought up to date after each batch."""
    for number, batch in enumerate(batches):
        with open_log(path, make=True) as log:
            log.append(batch, NOON + timedelta(minutes=number))
        connection = connect(path)
        told = rows(connection)
        connection.close()
    return told


def derived(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with open_log(path) as log:
        return rows(connect_in_memory(derive(log).tables()))


@law(12)
@given(st.data())
def test_piece_by_piece_is_the_same_as_in_one_go(data: st.DataObject) -> None:
    batches = data.draw(st.lists(texts(), min_size=1, max_size=8))
    after = data.draw(rulings(batches))
    late = data.draw(st.lists(texts(), max_size=2))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.book"
        assert grown(path, [*batches, *after, *late]) == derived(path)


def read_articles() -> list[Batch]:
    """The annotated articles of a course of events beside the tests, with the claims that the rules find."""
    batches = []
    for path in sorted((HERE.parent / "examples" / "march-2024").rglob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        if "text" not in raw:
            continue
        document = Document.make(
            raw["text"], published=date.fromisoformat(raw["published"]), id=raw["id"], publisher=raw["publisher"],
            title=raw["title"],
        )  # fmt: skip
        batches.append(Batch((document,), (Extraction(document.hash, "rules", "rules", extract_claims(document)),)))
    return batches


@pytest.mark.parametrize("turned", [False, True])
def test_articles_come_in_any_order(tmp_path: Path, turned: bool) -> None:
    batches = read_articles()
    assert len(batches) > 5
    path = tmp_path / "a.book"
    assert grown(path, batches[::-1] if turned else batches) == derived(path)


def test_what_came_is_laid_upon_what_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All but the first article: nothing that stands is derived anew, and both generations stay."""
    first, *others = read_articles()
    path = tmp_path / "a.book"
    grown(path, [first])
    monkeypatch.setattr(pledgebook.pipeline, "derive", lambda *_: pytest.fail("derived anew"))
    grown(path, others)
    monkeypatch.undo()
    folder = DerivedFolder(path / "derived")
    generations = [each.name for each in folder.path.iterdir() if each.name.startswith("g-")]
    assert len(generations) == 3, "what stands, what stood before, and what both lie upon"
    assert list(folder.broken()) == []


def told_by(path: Path) -> dict[str, Any]:
    """What every query of a book answers, and every file of its export."""
    book = pledgebook.open(path)
    every = {"by": ["donor", "recipient", "aid", "item", "month", "pledge"]}
    found: dict[str, Any] = {
        name: list(getattr(book, name)(**more).rows)
        for name, more in (
            ("report", {}), ("report", every), ("pledges", {}), ("claims", {}), ("overdue", {}),
            ("blocked", {"lifted": True}),
            ("needs", {}), ("review", {"most": 100}),
        )
    }  # fmt: skip
    found["changes"] = list(book.changes("2024-03-01", "2024-03-14").rows)
    found["why"] = [str(book.why(row["pledge"])) for row in found["pledges"]]
    with TemporaryDirectory() as folder:
        book.export("csv", Path(folder) / "out")
        found["export"] = {each.name: each.read_bytes() for each in sorted((Path(folder) / "out").iterdir())}
    return found


def test_queries_and_exports_do_not_tell_how_the_book_grew(tmp_path: Path) -> None:
    path = tmp_path / "a.book"
    grown(path, read_articles())
    piece_by_piece = told_by(path)
    shutil.rmtree(path / "derived")
    in_one_go = told_by(path)
    assert piece_by_piece.keys() == in_one_go.keys()
    for name, told in in_one_go.items():
        assert piece_by_piece[name] == told, name


@pytest.mark.parametrize("what", ["reject", "correct"])
def test_claims_taken_out_and_corrected_change_what_follows(tmp_path: Path, what: str) -> None:
    batches = read_articles()
    claim = next(claim for each in batches[0].extractions for claim in each.claims if claim.amount)
    field, value = ("amount", "7 EUR") if what == "correct" else (None, None)
    decision = Decision(
        what, reference_to(claim), "Ada", "2026-06-01T12:00:00+00:00", "misread", field=field, value=value
    )  # type: ignore[arg-type]
    path = tmp_path / "a.book"
    middle = len(batches) // 2
    assert grown(path, [*batches[:middle], Batch(decisions=(decision,)), *batches[middle:]]) == derived(path)


def test_a_layer_that_has_grown_is_written_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledgebook.book.derived.ALWAYS_SMALL", 3)
    monkeypatch.setattr("pledgebook.book.derived.LARGEST_SHARE", 1)
    path = tmp_path / "a.book"
    batches = read_articles()
    assert grown(path, batches) == derived(path)
    standing = json.loads((path / "derived" / "manifest.json").read_text("utf-8"))["standing"]
    assert not (path / "derived" / standing / "replaced.parquet").exists()
