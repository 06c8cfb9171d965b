"""Web archives (WARC, also packed with gzip): the pages that sites answered, each as a document."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from pledgebook.model import Document, Issue
from pledgebook.reading.content import GZIP, Content, decoded_page, opened
from pledgebook.reading.files import name_of
from pledgebook.reading.options import Read, ReadDocument, ReadOptions, Unreadable, told_briefly
from pledgebook.reading.pages import MOST_PAGE_BYTES, read_page

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

WARC = b"WARC/"

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})

MOST_BREAKS = 100
"""Broken records after which an archive is left: it is not worth the search for where the next one begins."""

PIECE = 1_000_000
"""Bytes that are searched at once for the next record."""


def is_archive(content: Content, beginning: bytes) -> bool:
    """Whether it begins with a WARC record, also inside gzip."""
    if beginning.startswith(GZIP) and content.size is not None:
        try:
            beginning = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(beginning, len(WARC))
        except zlib.error:
            return False
    return beginning.startswith(WARC)


def read_archive(content: Content, options: ReadOptions) -> Iterator[Read]:
    """The pages of an archive; a broken record, or a page without an article, is an Issue with its address."""
    if content.size is None:
        raise Unreadable("a web archive inside a gzip file of something else; unpack it first")
    return told_briefly(_pages(content, options), content.place)


def _pages(content: Content, options: ReadOptions) -> Iterator[Read]:
    pages = 0
    with opened(content) as file:
        for record in _records(file, content):
            if isinstance(record, Issue):
                yield record
                continue
            try:
                if not _is_page(record):
                    continue
                pages += 1
                yield ReadDocument(_document(record, options))
            except Unreadable as error:
                yield Issue(_place_of(record, content), str(error))
    if not pages:
        yield Issue(content.place, "a web archive without pages (HTML that a site answered with 200)")


def _place_of(record: WarcRecord, content: Content) -> str:
    address = record.headers.get("WARC-Target-URI")
    return f"{content.place}, {name_of(address)}" if address else f"{content.place}, byte {record.stream_pos}"


def _records(file: BinaryIO, content: Content) -> Iterator[WarcRecord | Issue]:
    """The answers in an archive; where one is broken, an Issue, and on with the next that can be found."""
    mark = GZIP + b"\x08" if file.read(2) == GZIP else WARC + b"1."
    begin: int | None = 0
    for _ in range(MOST_BREAKS):
        file.seek(begin or 0)
        reached = begin or 0
        try:
            for record in _answers(file):
                reached = record.stream_pos
                yield record
        except (OSError, ValueError) as error:
            place = f"{content.place}, after byte {reached}"
            yield Issue(place, f"a broken record is left out ({' '.join(str(error).split())})")
        else:
            return
        begin = _next(file, mark, reached + 1)
        if begin is None:
            return
    yield Issue(content.place, f"{MOST_BREAKS} broken records; the rest is not read")


def _answers(file: BinaryIO) -> Iterator[WarcRecord]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    yield from ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True, auto_decode="none")


def _next(file: BinaryIO, mark: bytes, begin: int) -> int | None:
    """Where the mark stands next; None if it does not."""
    file.seek(begin)
    kept = b""
    while piece := file.read(PIECE):
        at = (kept + piece).find(mark)
        if at >= 0:
            return begin - len(kept) + at
        begin += len(piece)
        kept = (kept + piece)[-len(mark) + 1 :]
    return None


def _is_page(record: WarcRecord) -> bool:
    http = record.http_headers
    return http is not None and http.status_code == 200 and record.http_content_type in PAGE_TYPES


def _document(record: WarcRecord, options: ReadOptions) -> Document:
    address = record.headers.get("WARC-Target-URI")
    page = decoded_page(_body(record), record.http_charset)
    day = record.record_date.date() if record.record_date else options.published
    return read_page(page, replace(options, published=day), address)


def _body(record: WarcRecord) -> bytes:
    """The page as it was before it was packed for sending; Unreadable if it is cut off, or too large."""
    expected = record.content_length
    raw = record.reader.read(MOST_PAGE_BYTES + 1)
    if len(raw) > MOST_PAGE_BYTES:
        raise Unreadable(f"a page of more than {MOST_PAGE_BYTES / 1e6:.0f} MB")
    if len(raw) < expected:
        raise Unreadable("the record breaks off")
    headers: Any = {name.lower(): value.lower().strip() for name, value in record.http_headers or ()}
    if "chunked" in headers.get("transfer-encoding", ""):
        raw = _put_together(raw)
    packing = headers.get("content-encoding", "identity")
    if packing in ("gzip", "x-gzip", "deflate") and raw:
        return _unpack(raw)
    if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise Unreadable(f"packed as {packing}, which is not read")
    return raw


def _put_together(raw: bytes) -> bytes:
    """The body that was sent in chunks; as it is where an archive has put it together already."""
    body, at = bytearray(), 0
    while (end := raw.find(b"\r\n", at, at + 20)) >= 0:
        try:
            size = int(raw[at:end].split(b";")[0], 16)
        except ValueError:
            return raw
        if size <= 0:
            return bytes(body)
        body += raw[end + 2 : end + 2 + size]
        at = end + 2 + size + 2
    return bytes(body) or raw


def _unpack(raw: bytes) -> bytes:
    """The bytes unpacked; as they are where an archive has unpacked them already."""
    if not raw.startswith((GZIP, b"\x78")):
        return raw
    try:
        body = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(raw, MOST_PAGE_BYTES + 1)
    except zlib.error as error:
        raise Unreadable(f"the page cannot be unpacked ({error})") from error
    if len(body) > MOST_PAGE_BYTES:
        raise Unreadable(f"a page that unpacks to more than {MOST_PAGE_BYTES / 1e6:.0f} MB")
    return body
