"""Web archives: the pages in them, broken records told, and the rest read."""

from __future__ import annotations

import gzip
import random
from datetime import date
from pathlib import Path

import pytest

from pledgebook.reading import archives
from reading_files import Write, documents, issues, page, read, reason

NEWS = "Norway will give Ukraine 10 tanks worth 300 million kroner, the ministry of defence told reporters."


def record(uri: str, body: bytes | str, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = "",
           day: str = "2024-03-13T10:00:00Z") -> bytes:  # fmt: skip
    content = body.encode() if isinstance(body, str) else body
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + content
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"WARC-Target-URI: {uri}\r\nWARC-Date: {day}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


ONE, TWO, THREE = (record(f"https://wire.example/{n}", page(f"{NEWS} {n}")) for n in range(1, 4))


@pytest.mark.parametrize("name", ["a.warc", "a.txt", "a"])
@pytest.mark.parametrize("packed", [False, True])
def test_each_page_is_a_document(write: Write, name: str, packed: bool):
    records = [ONE, record("https://wire.example/x", "gone", "404 Not Found"),
               record("https://wire.example/y", b"\x89PNG", kind="image/png"), TWO]  # fmt: skip
    told = documents(write(name, b"".join(gzip.compress(each) if packed else each for each in records)))
    assert [each.url for each in told] == ["https://wire.example/1", "https://wire.example/2"]
    assert told[0].published == date(2024, 3, 13)
    assert NEWS in told[0].text
    assert issues(write(name, ONE)) == []


def test_the_page_s_own_day_goes_before_that_of_the_record(write: Write):
    own = "<meta property='article:published_time' content='2024-03-11T10:00:00Z'><link rel=canonical href=/other>"
    [told] = documents(write("a.warc", record("https://wire.example/1", page(NEWS, own))))
    assert (told.published, told.url) == (date(2024, 3, 11), "https://wire.example/1")
    undated = record("https://wire.example/1", page(NEWS), day="yesterday")
    assert "--published" in issues(write("a.warc", undated))[0].reason


def test_bodies_are_unpacked_and_put_together(write: Write):
    body = page(NEWS).encode()
    chunks = (
        b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:100], body[100:])) + b"0\r\n\r\n"
    )
    cyrillic = page(f"{NEWS} Київ").encode("windows-1251")
    told = documents(write("a.warc", b"".join([
        record("https://a.example/1", gzip.compress(body), more="Content-Encoding: gzip\r\n"),
        record("https://a.example/2", chunks, more="Transfer-Encoding: chunked\r\n"),
        record("https://a.example/3", body, more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        record("https://a.example/4", cyrillic, kind="text/html; charset=windows-1251"),
    ])))  # fmt: skip
    assert [each.url for each in told] == [f"https://a.example/{n}" for n in range(1, 5)]
    assert "Київ" in told[3].text


def test_bombs_are_left_out(write: Write):
    bomb = record("https://a.example/b", gzip.compress(b" " * 50_000_000), more="Content-Encoding: gzip\r\n")
    large = record("https://a.example/c", b" " * 6_000_000)
    path = write("a.warc.gz", b"".join(gzip.compress(each) for each in (bomb, large, ONE)))
    assert len(documents(path)) == 1
    assert [issue.place.rpartition(", ")[2] for issue in issues(path)] == ["https://a.example/b", "https://a.example/c"]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told[: len(told) // 2],
        lambda told: told[:30] + b"\xff\xff\xff\xff" + told[34:],
        lambda told: b"what is this\r\n\r\n",
        lambda told: b"",
    ],
)
def test_after_a_broken_record_the_rest_is_read(write: Write, packed: bool, spoil):  # type: ignore[no-untyped-def]
    pack = gzip.compress if packed else bytes
    told = documents(write("a.warc", pack(ONE) + spoil(pack(TWO)) + pack(THREE)))
    assert {each.url for each in told} >= {"https://wire.example/1"}
    assert "https://wire.example/3" in {each.url for each in told}


def test_an_archive_cut_off_says_so(write: Write):
    path = write("a.warc", ONE + TWO[:-60])
    assert len(documents(path)) == 1
    assert "breaks off" in issues(path)[0].reason


def test_an_archive_without_pages_says_so(write: Write):
    assert "without pages" in reason(write("a.warc", record("https://a.example", "x", "404 Not Found")))
    assert issues(write("a.warc", b"WARC/1.0 is a format"))


def test_many_broken_records_end(write: Write, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archives, "MOST_BREAKS", 5)
    told = issues(write("a.warc", b"WARC/1.broken\r\n\r\n" * 50))
    assert any("5 broken records" in issue.reason for issue in told)


def test_whatever_stands_in_an_archive_is_told_or_read(write: Write):
    chance = random.Random(1)
    for packed in (False, True):
        whole = b"".join(gzip.compress(each) if packed else each for each in (ONE, TWO))
        for _ in range(40):
            spoilt = bytearray(whole)
            for _ in range(3):
                spoilt[chance.randrange(10, len(spoilt))] = chance.randrange(256)
            assert read(write("a.warc", bytes(spoilt)))


def test_names_with_escapes_are_told_without_them(tmp_path: Path):
    path = tmp_path / "a\x1b[31m.warc"
    path.write_bytes(b"WARC/1.0\r\nbroken")
    assert issues(path)
