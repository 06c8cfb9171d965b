"""Which files are read, and how their bytes become text."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from pledgebook.model import Issue
from pledgebook.protocols import BOOK_MARKER
from pledgebook.reading.options import PassedOver, Unreadable

MOST_BYTES = 50_000_000
"""Largest file that is read: a thousand times a long article. What is larger is a data file or a mistake,
and would take ten times its size in memory."""

MOST_BEGINNING = 65_536
"""Bytes by which a data file is known: room for a header of a thousand columns, or for the comments before a root."""

BINARY_BEGINNINGS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP file or an office document",
    b"\x1f\x8b": "compressed with gzip",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
}
"""Beginnings of files that are no text, with what they are."""

READABLE = "read are .json, .txt, .md, .html and the data files of FTS and IATI"

ABOUT_THE_FOLDER = frozenset(
    {"readme", "license", "licence", "copying", "notice", "authors", "contributing", "changelog", "citation"}
)
"""Names, in any case and without what follows the first point, of texts about the folder that they lie in."""

ABOUT_SUFFIXES = frozenset({"", ".md", ".markdown", ".txt", ".rst"})

Found: TypeAlias = Path | Issue | PassedOver

UTF_8_MARK = b"\xef\xbb\xbf"


def find_files(paths: Sequence[str | Path]) -> list[Found]:
    """The files at these paths, folders with all below them sorted by path; a path that gives none is an Issue.

    Hidden files and folders (`.git`) and books are left alone, and a folder's README and licence are passed over,
    unless named themselves.
    """
    return [found for path in paths for found in _files_at(str(path))]


def name_of(path: str | Path) -> str:
    """A path as an issue tells it: bytes of it that are no text are escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _files_at(path: str) -> Iterator[Found]:
    if "://" in path:
        yield Issue(name_of(path), "addresses are not fetched; save the page and read the file")
        return
    place = Path(path)
    try:
        is_folder = stat.S_ISDIR(os.stat(place).st_mode)
    except (OSError, ValueError) as error:
        yield Issue(name_of(path), _why_not(error))
        return
    if not is_folder:
        yield place
    elif (place / BOOK_MARKER).exists():
        yield Issue(name_of(path), "this is a book, not a folder of articles; name it with --book")
    else:
        below = list(_files_below(place, set()))
        yield from below
        if all(isinstance(found, PassedOver) for found in below):
            yield Issue(name_of(path), f"no articles in this folder; {READABLE}")


def _files_below(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Found]:
    """Files below a folder; a folder reached again, over a link or by another path, gives nothing more."""
    try:
        status = os.stat(folder)
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Issue(name_of(folder), _why_not(error))
        return
    if (status.st_dev, status.st_ino) in seen or any(entry.name == BOOK_MARKER for entry in entries):
        return
    seen.add((status.st_dev, status.st_ino))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files_below(folder / entry.name, seen)
        elif _is_about_the_folder(folder / entry.name):
            yield PassedOver(name_of(folder / entry.name))
        else:
            yield folder / entry.name


def _is_about_the_folder(file: Path) -> bool:
    return file.name.split(".")[0].lower() in ABOUT_THE_FOLDER and file.suffix.lower() in ABOUT_SUFFIXES


def beginning_of(path: Path) -> bytes:
    """The first bytes of a file; none of one that cannot be opened or has no end."""
    try:
        # A pipe or a device has no end: it is not even opened.
        if not stat.S_ISREG(os.stat(path).st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(MOST_BEGINNING)
    except OSError:
        return b""


def text_at(path: Path) -> str:
    """The text of a file exactly as it is, without a byte-order mark; Unreadable if it is no text of bearable size."""
    try:
        status = os.stat(path)
        # A pipe or a device has no end: it is not even opened.
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("neither a file nor a folder")
        if status.st_size > MOST_BYTES:
            raise Unreadable(
                f"{status.st_size / 1e6:,.0f} MB, and files are read up to {MOST_BYTES / 1e6:.0f} MB; split it"
            )
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(_why_not(error)) from error
    return decoded(content)


def decoded(content: bytes) -> str:
    """UTF-8 bytes as text; Unreadable with what they are instead."""
    if not content.strip():
        raise Unreadable("the file is empty")
    for beginning, kind in BINARY_BEGINNINGS.items():
        if content.startswith(beginning):
            raise Unreadable(f"this is {kind}; {READABLE}")
    try:
        return content.removeprefix(UTF_8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + (len(UTF_8_MARK) if content.startswith(UTF_8_MARK) else 0)
        raise Unreadable(f"not UTF-8: byte {at} is 0x{content[at]:02x}; save the file as UTF-8") from error


def _why_not(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is nothing at this path"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return str(error.strerror or error) if isinstance(error, OSError) else str(error)
