"""Which files and addresses are read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pledgebook.model import Issue
from pledgebook.protocols import BOOK_MARKER
from pledgebook.reading import exported
from pledgebook.reading.options import PassedOver

MOST_BYTES = 50_000_000
"""Largest file that is read as a whole: a thousand times a long article. What is larger is a data file or a mistake,
and would take ten times its size in memory."""

READABLE = (
    "read are articles (JSON, JSON lines, Parquet, text, Markdown, pages, PDF, feeds, WARC) and tables (.xlsx, .csv)"
)

ABOUT_THE_FOLDER = frozenset(
    {"readme", "license", "licence", "copying", "notice", "authors", "contributing", "changelog", "citation"}
)
"""Names, in any case and without what follows the first point, of texts about the folder that they lie in."""

ABOUT_SUFFIXES = frozenset({"", ".md", ".markdown", ".txt", ".rst"})

SCHEMES = ("http", "https")
"""Addresses that can be fetched."""


@dataclass(frozen=True, slots=True)
class Address:
    """A web address that somebody named to be read."""

    url: str


Found: TypeAlias = Path | Address | Issue | PassedOver


def find_files(paths: Sequence[str | Path]) -> list[Found]:
    """The files and addresses that these paths name, folders with all below them sorted by path.

    A path that gives none is an Issue. Hidden files and folders (`.git`) and books are left alone, and a folder's
    README and licence are passed over, unless named themselves.
    """
    return [found for path in paths for found in _files_at(str(path))]


def _address(path: str) -> Address | Issue:
    if path.split("://")[0].lower() in SCHEMES:
        return Address(path)
    return Issue(name_of(path), f"only {' and '.join(SCHEMES)} addresses are fetched; save it and read the file")


def name_of(path: str | Path) -> str:
    """A path as an issue tells it: bytes of it that are no text are escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _files_at(path: str) -> Iterator[Found]:
    if "://" in path:
        yield _address(path)
        return
    place = Path(path)
    try:
        is_folder = stat.S_ISDIR(os.stat(place).st_mode)
    except (OSError, ValueError) as error:
        yield Issue(name_of(path), why_not(error))
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
        yield Issue(name_of(folder), why_not(error))
        return
    if (status.st_dev, status.st_ino) in seen or any(entry.name == BOOK_MARKER for entry in entries):
        return
    seen.add((status.st_dev, status.st_ino))
    if exported.is_export(folder):
        yield from exported.articles_in(folder)
        return
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


def why_not(error: OSError | ValueError) -> str:
    """Why a path cannot be read, in a few words."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is nothing at this path"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return str(error.strerror or error) if isinstance(error, OSError) else str(error)
