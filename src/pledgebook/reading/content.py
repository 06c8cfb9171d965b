"""Bytes to be read, a file's or those that an address gave, and how they become text."""

from __future__ import annotations

import functools
import io
import os
import stat
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from gzip import GzipFile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import re2

from pledgebook.reading.files import MOST_BYTES, READABLE, name_of, why_not
from pledgebook.reading.options import Unreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BEGINNING = 4_096
"""Bytes that show what a file is: room for the comments that saved pages and feeds begin with."""

MOST_UNPACKED = 100
"""How many times its own size a large file may unpack to: texts unpack to three up to thirty times, bombs to a
thousand times their size."""

GZIP = b"\x1f\x8b"

UTF_8_MARK = b"\xef\xbb\xbf"

BINARY_BEGINNINGS = {
    b"PK\x03\x04": "a ZIP file or an office document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"SQLite format 3": "a database",
}
"""Beginnings of files that are no text and that nothing here reads, with what they are."""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands at a place: `open` gives its bytes from the beginning; `size` is None where only reading shows it.

    `suffix` is that of its name (".json"); `url` and `charset` are told by the address that it came from.
    """

    place: str
    suffix: str
    size: int | None
    open: Callable[[], BinaryIO]
    url: str | None = None
    charset: str | None = None

    def beginning(self, most: int = BEGINNING) -> bytes:
        """The first bytes, without a byte-order mark."""
        return self._read(most).removeprefix(UTF_8_MARK)

    def whole(self, most: int = MOST_BYTES) -> bytes:
        """All bytes; Unreadable if there are none, or more than `most`: then they are not even read."""
        content = b"" if (self.size or 0) > most else self._read(most + 1)
        if not content.strip() and (self.size or 0) <= most:
            raise Unreadable("the file is empty")
        if not content or len(content) > most:
            size = f"{(self.size or 0) / 1e6:,.0f} MB" if not content else "too large"
            raise Unreadable(f"{size}, and files of this kind are read up to {most / 1e6:.0f} MB; split it")
        return content

    def text(self) -> str:
        """All of it as text, exactly as it is but for a byte-order mark; Unreadable if it is no UTF-8."""
        return decoded(self.whole())

    def _read(self, most: int) -> bytes:
        with opened(self) as file:
            try:
                return file.read(most)
            except OSError as error:
                raise Unreadable(why_not(error)) from error


def opened(content: Content) -> BinaryIO:
    """Its bytes from the beginning; Unreadable if they cannot be had."""
    try:
        return content.open()
    except OSError as error:
        raise Unreadable(why_not(error)) from error


def content_of(path: Path) -> Content:
    """The content of a file; Unreadable if it is none: a pipe or a device has no end and is not even opened."""
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        raise Unreadable(why_not(error)) from error
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("neither a file nor a folder")
    return Content(name_of(path), path.suffix.lower(), status.st_size, lambda: path.open("rb"))


def unpacked(content: Content) -> Content:
    """What a gzip file holds, unpacked while it is read, up to a limit."""
    assert content.size is not None
    most = max(MOST_BYTES, MOST_UNPACKED * content.size)
    suffix = Path(content.place.lower().removesuffix(".gz")).suffix
    inner = lambda: cast(BinaryIO, io.BufferedReader(_Unpacking(opened(content), most)))  # noqa: E731
    return replace(content, suffix=suffix, size=None, open=inner)


class _Unpacking(io.RawIOBase):
    """A gzip file as what it holds; Unreadable where it breaks off or unpacks to more than `most` bytes."""

    def __init__(self, packed: BinaryIO, most: int) -> None:
        self._packed = packed
        self._file = GzipFile(fileobj=packed)
        self._most = most
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            count = self._file.readinto(view)
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable(f"the gzip file is damaged or breaks off ({error})") from error
        self._left -= count
        if self._left < 0:
            raise Unreadable(f"it unpacks to more than {self._most / 1e6:,.0f} MB; what came before is read")
        return count

    def close(self) -> None:
        self._packed.close()
        super().close()


def decoded(content: bytes) -> str:
    """UTF-8 bytes as text; Unreadable with what they are instead."""
    for beginning, kind in BINARY_BEGINNINGS.items():
        if content.startswith(beginning):
            raise Unreadable(f"this is {kind}; {READABLE}")
    try:
        return content.removeprefix(UTF_8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + (len(UTF_8_MARK) if content.startswith(UTF_8_MARK) else 0)
        raise Unreadable(f"not UTF-8: byte {at} is 0x{content[at]:02x}; save the file as UTF-8") from error


def decoded_page(content: bytes, charset: str | None) -> str:
    """The bytes of a page as text: in UTF-8 if they are, else in what the server or the page itself names."""
    try:
        return decoded(content)
    except Unreadable:
        own = _charset().search(content[:BEGINNING].decode("latin-1"))
        for name in (charset, own.group(1) if own else None):
            if name and _is_of_the_web().match(name):
                return content.decode(name, "replace")
        raise


@functools.cache
def _charset() -> Any:
    """Finds the encoding that a page names for itself."""
    return re2.compile(r"""(?i)<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_-]{3,20})""")


@functools.cache
def _is_of_the_web() -> Any:
    """Fits encodings that pages are written in; Python knows stranger ones, some of them slow."""
    return re2.compile(
        r"(?i)\A(?:iso-?8859-(?:[1-9]|1[0-1]|1[3-6])|latin-?1|windows-(?:125[0-8]|874)|koi8-[ru]|gb(?:k|2312|18030)|big5"
        r"|shift[_-]jis|euc-(?:jp|kr)|us-ascii|utf-8|utf-16(?:le|be)?)\z"
    )
