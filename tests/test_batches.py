"""Parquet and JSON lines: every row a document, a bad one told with its number, and no bomb unpacked."""

from __future__ import annotations

import gzip
import json
import resource
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import article, claim
from pledgebook.model import Issue
from pledgebook.reading import ReadDocument
from reading_files import Write, documents, issues, read, reason

TEXT = "The White House said it will send Ukraine weapons worth $300 million."
CORPUS = Path("/work/shared/data/news/white-house-2021-2026.parquet")


def lines(*records: object) -> bytes:
    return b"".join(record if isinstance(record, bytes) else json.dumps(record).encode() + b"\n" for record in records)


def table(tmp_path: Path, **columns: object) -> Path:
    path = tmp_path / "table"
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.txt", "a"])
def test_json_lines_are_told_by_their_content(write: Write, name: str):
    content = lines(article(TEXT), b"\n", article(TEXT, id="a2"))
    assert [told.id for told in documents(write(name, content))] == ["a1", "a2"]
    assert [told.id for told in documents(write(f"{name}.gz", gzip.compress(content)))] == ["a1", "a2"]


def test_one_line_is_an_article_as_before(write: Write):
    assert documents(write("a.json", lines(article(TEXT))))[0].id == "a1"
    assert documents(write("a.jsonl", lines(article(TEXT))))[0].id == "a1"
    assert documents(write("a.json.gz", gzip.compress(json.dumps(article(TEXT), indent=1).encode())))[0].id == "a1"


def test_bad_lines_are_told_with_their_number(write: Write):
    content = lines(article(TEXT), b'{"text": \n', {"text": "x"}, b"\xff\xfe\n", [1], article(TEXT, id="a2"))
    path = write("a.jsonl", content)
    assert [told.id for told in documents(path)] == ["a1", "a2"]
    told = issues(path)
    assert [issue.place.rpartition(", ")[2] for issue in told] == ["line 2", "line 3", "line 4", "line 5"]
    assert "line 2, column" in told[0].reason
    assert "--published" in told[1].reason


def test_claims_come_along(write: Write, tmp_path: Path):
    claims = [claim("it will send Ukraine weapons worth $300 million"), claim("not there")]
    columns = {"text": [TEXT], "published": ["2024-03-13"]}
    for path in (
        write("a.jsonl", lines(article(TEXT, claims=claims))),
        table(tmp_path, **columns, claims=[json.dumps(claims)]),
    ):
        document, issue = read(path, given_claims=True)
        assert isinstance(document, ReadDocument)
        assert isinstance(issue, Issue)
        assert len(document.claims or ()) == 1
        assert issue.place.endswith("#/claims/1")


def test_a_line_too_long_is_left_out(write: Write, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pledgebook.reading.batches.MOST_LINE_BYTES", 1_000)
    path = write("a.jsonl", lines(article(TEXT), article("x" * 5_000), article(TEXT, id="a2")))
    assert [told.id for told in documents(path)] == ["a1", "a2"]
    assert [issue.place.rpartition(", ")[2] for issue in issues(path)] == ["line 2"]


def test_of_many_bad_rows_the_first_hundred_are_told(write: Write):
    told = issues(write("a.jsonl", b"{}\n" * 1_000))
    assert len(told) == 101
    assert told[-1].reason == "900 more of its parts could not be used"


def test_a_bomb_is_not_unpacked(write: Write):
    bomb = gzip.compress(lines(article(TEXT)) + b" " * 200_000_000)
    path = write("a.jsonl.gz", bomb)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert [told.id for told in documents(path)] == ["a1"]
    assert "unpacks to more than 50 MB" in issues(path)[-1].reason
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200_000 * (1_000 if sys.platform == "darwin" else 1)
    assert "more than 50 MB" in reason(write("a.txt.gz", gzip.compress(b" " * 60_000_000)), published=date(2024, 3, 14))
    assert "twice" in reason(write("b.gz", gzip.compress(gzip.compress(b"x"))))


def test_a_gzip_file_cut_off_gives_what_is_there(write: Write):
    packed = gzip.compress(lines(*(article(f"{TEXT} {number}", id=f"a{number}") for number in range(2_000))))
    path = write("a.jsonl.gz", packed[: len(packed) // 2])
    assert 0 < len(documents(path)) < 2_000
    assert "breaks off" in issues(path)[-1].reason


def test_a_table_gives_a_document_a_row(tmp_path: Path):
    path = table(
        tmp_path, id=["a", None], text=[TEXT, TEXT], published=["2024-03-13", "2024-03-14T10:00:00Z"],
        publisher=["Wire", None], language=["en", "fr"], title=["Aid", None], url=["https://wire.example/1", None],
        other=[1, 2],
    )  # fmt: skip
    first, second = documents(path)
    assert (first.id, first.publisher, first.title, first.address) == ("a", "Wire", "Aid", "https://wire.example/1")
    assert (second.language, second.published) == ("fr", date(2024, 3, 14))


@pytest.mark.parametrize(
    "days",
    [
        [date(2024, 3, 13)],
        [datetime(2024, 3, 13, 5, tzinfo=UTC)],
        pa.array([datetime(2024, 3, 13, tzinfo=UTC)], pa.timestamp("ns", "UTC")),
        pa.array([19795 * 86_400_000_000], pa.timestamp("us")),
    ],
)
def test_days_may_be_days(tmp_path: Path, days: object):
    assert documents(table(tmp_path, text=[TEXT], published=days))[0].published == date(2024, 3, 13)


def test_bad_rows_are_told_with_their_number(tmp_path: Path):
    path = table(tmp_path, text=[TEXT, None, TEXT, " "], published=["2024-03-13", "2024-03-13", "soon", "2024-03-13"])
    assert len(documents(path)) == 1
    assert [issue.place.rpartition(", ")[2] for issue in issues(path)] == ["row 2", "row 3", "row 4"]


def test_what_is_no_day_of_this_world_is_told(tmp_path: Path):
    path = table(tmp_path, text=[TEXT], published=pa.array([2**60], pa.timestamp("ms")))
    assert "published" in reason(path)
    assert '"published"' in reason(table(tmp_path, text=[TEXT], published=[b"\xff"]))


def test_tables_that_cannot_be_read_are_told(tmp_path: Path, write: Write):
    assert 'no column "text"' in reason(table(tmp_path, number=[1]))
    good = table(tmp_path, text=[TEXT] * 100, published=["2024-03-13"] * 100).read_bytes()
    assert "damaged" in reason(write("a.parquet", good[:-100]))
    assert "damaged" in reason(write("a.parquet", b"PAR1"))
    assert "inside a gzip" in reason(write("a.parquet.gz", gzip.compress(good)))


def test_bytes_in_the_middle_that_are_wrong_are_an_issue_or_a_text(tmp_path: Path, write: Write):
    good = table(tmp_path, text=[f"{TEXT} {n}" for n in range(200)], published=["2024-03-13"] * 200).read_bytes()
    for at in range(4, len(good) - 8, max(1, len(good) // 60)):
        assert read(write("a.parquet", good[:at] + b"\xff\xff\xff" + good[at + 3 :]))


def test_rows_without_end_are_refused(tmp_path: Path):
    path = table(tmp_path, text=[TEXT] * 1_000_000, published=["2024-03-13"] * 1_000_000)
    assert "which are no articles" in reason(path)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_the_corpus_of_the_white_house_reads():
    from itertools import islice

    from pledgebook.reading import ReadOptions, read_paths

    told = list(islice(read_paths([CORPUS], ReadOptions()), 200))
    assert all(isinstance(each, ReadDocument) for each in told)
