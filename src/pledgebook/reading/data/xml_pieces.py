"""A large XML file cut into its records as it is read, so that one broken record leaves the others readable.

for piece in Pieces(file, "iati-activities", "iati-activity"):
    piece.line, piece.content, piece.fault      # bytes of one element, or why there is none

Nothing is parsed here: tags are found as bytes, outside of comments and CDATA. At most a record and a chunk are held.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import re2

from pledgebook.reading.options import Unreadable

CHUNK = 262_144
"""Bytes that are read at once."""

MOST_RECORD = 20_000_000
"""Bytes of a record that is still read: a thousand times a long one. A larger one is a mistake or an attack."""

MOST_HEAD = 1_000_000
"""Bytes before the root element is closed with `>`."""

MOST_DECLARATION = 200
"""Bytes in which an XML declaration ends."""

LONGEST_MARK = 64
"""Bytes at the end of what was read in which a mark may have begun."""

NO_DTD = "it declares a document type (<!DOCTYPE>), and no entities are read; remove the declaration"

CUT_OFF = "the file breaks off here"


@dataclass(frozen=True, slots=True)
class Piece:
    """One record: the line on which it begins, and its bytes or what is wrong with it."""

    line: int
    content: bytes = b""
    fault: str = ""


@dataclass(slots=True)
class Pieces:
    """The records below the root of an XML file, in their order.

    `head` is the root's own tag, `encoding` as declared.
    """

    file: BinaryIO
    root: str
    record: str
    head: bytes = b""
    encoding: str | None = None
    _buffer: bytes = b""
    _base: int = 0
    _keep: int = 0
    _lines: tuple[int, int] = (0, 1)
    _marks: dict[str, Any] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Piece]:
        """Unreadable if the root does not begin as it should."""
        at = self._read_head()
        while (found := self._find(self._open(), at)) is not None:
            start, at, mark = found
            if mark.startswith(b"<!"):
                at = self._past(mark, at)
            elif mark.startswith(b"</"):
                return
            elif (end := self._end_of_empty(start)) is not None:
                yield self._piece(start, end)
                at = end
            else:
                piece, at = self._record_from(start, at)
                yield from piece
            self._keep = at
        yield Piece(self._line(self._end), fault=f"{CUT_OFF}: </{self.root}> is missing")

    @property
    def _end(self) -> int:
        return self._base + len(self._buffer)

    def _read_head(self) -> int:
        """Where the root's tag ends."""
        at = 0
        while (found := self._find(_head_marks(self.root), at)) is not None and found[1] < MOST_HEAD:
            start, at, mark = found
            if mark.startswith(b"<!--"):
                at = self._past(mark, at)
            elif mark.startswith(b"<!"):
                raise Unreadable(NO_DTD)
            else:
                declared = _declaration().search(self._buffer, 0, min(start - self._base, MOST_DECLARATION))
                self.encoding = declared.group(1).decode() if declared and self._base == 0 else None
                self.head = self._buffer[start - self._base : at - self._base]
                self._keep = at
                return at
        raise Unreadable(f"no element <{self.root}> in it")

    def _record_from(self, start: int, at: int) -> tuple[list[Piece], int]:
        """The record that begins at `start`, or what is wrong with it, and where to go on."""
        self._keep = start
        line = self._line(start)
        too_large = False
        while (found := self._find(self._inside(), at)) is not None:
            begun, end, mark = found
            if end - start > MOST_RECORD:
                too_large = True
            if mark.startswith(b"<!"):
                at = self._past(mark, end)
            elif mark.startswith(b"</") and not too_large:
                return [self._piece(start, end)], end
            elif mark.startswith(b"</"):
                return [Piece(line, fault=f"more than {MOST_RECORD / 1e6:.0f} MB in one record; it is left out")], end
            else:
                return [Piece(line, fault=f"the record has no end (</{self.record}>)")], begun
            if too_large:
                self._keep = at
        return [Piece(line, fault=f"{CUT_OFF}: the record has no end")], self._end

    def _piece(self, start: int, end: int) -> Piece:
        return Piece(self._line(start), self._buffer[start - self._base : end - self._base])

    def _line(self, at: int) -> int:
        """The line of a place that is still held; asked for places in their order."""
        counted, line = self._lines
        line += self._buffer.count(b"\n", max(0, counted - self._base), at - self._base)
        self._lines = (at, line)
        return line

    def _end_of_empty(self, start: int) -> int | None:
        """Where the tag at `start` ends, if it is an element without content."""
        found = self._find(_tag_end(), start)
        return found[1] if found and found[2] == b"/>" else None

    def _past(self, mark: bytes, at: int) -> int:
        """Where a comment or CDATA ends."""
        found = self._find(_comment_end() if mark == b"<!--" else _cdata_end(), at)
        return self._end if found is None else found[1]

    def _find(self, pattern: Any, at: int) -> tuple[int, int, bytes] | None:
        """Begin, end and bytes of the next mark; None if there is none up to the end of the file."""
        while True:
            match = pattern.search(self._buffer, at - self._base)
            if match is not None:
                return self._base + match.start(), self._base + match.end(), match.group()
            at = max(at, self._end - LONGEST_MARK)
            if not self._read_more(at):
                return None

    def _read_more(self, at: int) -> bool:
        """Read a chunk, and let go of what nobody needs: a record too large is held no longer."""
        chunk = self.file.read(CHUNK)
        if not chunk:
            return False
        keep = self._keep if at - self._keep <= MOST_RECORD else at
        if keep > self._base:
            self._line(keep)
            self._buffer, self._base = self._buffer[keep - self._base :], keep
        self._buffer += chunk
        return True

    def _open(self) -> Any:
        return _marks(rf"<{self.record}[\s/>]|</{self.root}\s*>")

    def _inside(self) -> Any:
        return _marks(rf"<{self.record}[\s/>]|</{self.record}\s*>")


@functools.cache
def _marks(own: str) -> Any:
    return re2.compile((rf"{own}|<!--|<!\[CDATA\[").encode())


@functools.cache
def _head_marks(root: str) -> Any:
    tag = rf"""<{root}(?:\s[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*)?>"""
    return re2.compile((rf"{tag}|<!--|<!\w").encode())


@functools.cache
def _declaration() -> Any:
    return re2.compile(rb"""<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)""")


@functools.cache
def _tag_end() -> Any:
    return re2.compile(rb"/?>")


@functools.cache
def _comment_end() -> Any:
    return re2.compile(rb"-->")


@functools.cache
def _cdata_end() -> Any:
    return re2.compile(rb"\]\]>")
