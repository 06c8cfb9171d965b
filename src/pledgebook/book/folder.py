"""A book's folder: what lies where in it, and what is said of a folder that is no book.

ukraine.book/
  book.toml       what this folder is, and its format
  log.sqlite      documents, claims, decisions: appended, never changed
  derived/        tables worked out from the log; may be deleted at any time
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pledgebook.errors import BookDamaged, BookError, BookTooNew, NotABook, NotInBook, WrongCall
from pledgebook.protocols import BOOK_MARKER

FORMAT = 1
"""The newest format of books that this version reads and writes."""

KIND = "pledgebook"

LOG_FILE = "log.sqlite"
DERIVED_FOLDER = "derived"

OWN_BEGINNINGS = (BOOK_MARKER, LOG_FILE)
"""How the names begin of what lies in a folder in which the making of a book was broken off."""

MARKER_TEXT = f"""\
# This folder is a book of Pledgebook. What it holds: see docs/decisions/0003-the-books-format.md
kind = "{KIND}"
format = {FORMAT}
"""


@dataclass(frozen=True, slots=True)
class BookFolder:
    """The places within the folder of a book."""

    path: Path

    @property
    def marker(self) -> Path:
        return self.path / BOOK_MARKER

    @property
    def log(self) -> Path:
        return self.path / LOG_FILE

    @property
    def derived(self) -> Path:
        return self.path / DERIVED_FOLDER


def find_book(path: str | Path) -> BookFolder:
    """The book at this path; NotInBook if nothing is there, other BookErrors if it cannot be used."""
    with _usable(path):
        return _find_book(path)


def _find_book(path: str | Path) -> BookFolder:
    folder = BookFolder(_local(path))
    if not folder.path.exists():
        raise NotInBook(f"there is no book at {path}; make one with: pledgebook read --book {path} PATH")
    _require_folder(folder.path)
    if not folder.marker.exists():
        raise NotABook(f"{path} is a folder without {BOOK_MARKER}, so it is no book; make one with: "
                       "pledgebook read --book BOOK PATH")  # fmt: skip
    _check_marker(folder)
    if not folder.log.exists():
        raise BookDamaged(f"{folder.log} is missing; put it back from a copy, or read the documents into a new book")
    return folder


def find_or_make_book(path: str | Path) -> BookFolder:
    """The book at this path; a new folder or an empty one is made ready to become a book.

    It is a book once its marker is written, see `finish_making`.
    """
    with _usable(path):
        return _find_or_make_book(path)


def _find_or_make_book(path: str | Path) -> BookFolder:
    folder = BookFolder(_local(path))
    if folder.marker.exists():
        return _find_book(path)
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        others = sorted(name for name in os.listdir(folder.path) if not name.startswith(OWN_BEGINNINGS))
    except (FileExistsError, NotADirectoryError) as error:
        raise NotABook(f"{path} is a file; a book is a folder: choose another name for --book") from error
    if others:
        raise NotABook(f"{path} holds other files ({others[0]}) and no {BOOK_MARKER}; choose a new or empty folder")
    return folder


@contextmanager
def _usable(path: str | Path) -> Iterator[None]:
    """Turns what the system says of a path that cannot be used into a BookError."""
    try:
        yield
    except PermissionError as error:
        raise BookError(f"no permission to use {path} as a book; choose another folder for --book") from error
    except OSError as error:
        raise BookError(f"{path} cannot be a book: {error.strerror}; choose another folder for --book") from error
    except ValueError as error:  # a null character
        raise BookError(f"{str(path)!r} cannot be a book: {error}; choose another folder for --book") from error


def finish_making(folder: BookFolder) -> None:
    """Write the marker, in one step, if it is not there yet."""
    if not folder.marker.exists():
        replace_file(folder.marker, MARKER_TEXT)


def replace_file(path: Path, text: str) -> None:
    """Put the text at this path in one step: whoever reads it sees the old text or the new one, also after a crash."""
    # Two processes may make one book at the same time: each writes its own file.
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make the folder's entries last through a power cut, where the system can."""
    if os.name == "nt":  # Windows neither needs nor allows it
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _local(path: str | Path) -> Path:
    if "://" in str(path):
        raise WrongCall(f"{path} is a database address, and this version keeps books in folders only; give a folder")
    if not str(path):
        raise WrongCall("--book is empty; give a folder")
    return Path(path)


def _require_folder(path: Path) -> None:
    if not path.is_dir():
        raise NotABook(f"{path} is a file; a book is a folder")


def _check_marker(folder: BookFolder) -> None:
    try:
        told = tomllib.loads(folder.marker.read_text("utf-8"))
    except PermissionError as error:
        raise BookError(f"no permission to read {folder.marker}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BookDamaged(f"{folder.marker} cannot be read ({error}); put it back from a copy") from error
    if told.get("kind") != KIND:
        raise NotABook(f"{folder.path} belongs to something else: its {BOOK_MARKER} is not one of Pledgebook's")
    number = told.get("format")
    if not isinstance(number, int) or isinstance(number, bool):
        raise BookDamaged(f"{folder.marker} tells no format; put it back from a copy")
    if number > FORMAT:
        raise BookTooNew(
            f"{folder.path} has format {number} and this version reads up to {FORMAT}; install a newer Pledgebook"
        )
