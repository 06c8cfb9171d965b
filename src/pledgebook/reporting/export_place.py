"""Where an export goes: written beside its place and moved there whole, over nothing but a former export."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pledgebook.errors import WrongCall
from pledgebook.protocols import BOOK_MARKER, EXPORT_MARKER, EXPORT_SIGN, EXPORT_SIGN_WITHIN
from pledgebook.reporting.export_files import SUFFIXES, folder_names

FILE_SIGN = "pledgebook export"
"""Stands in the first lines of an IATI file, and among the properties of a workbook."""

PROPERTIES = "docProps/custom.xml"
"""Where a workbook keeps the properties that programs give it."""


@contextmanager
def standing_at(path: Path, *, is_folder: bool, force: bool) -> Iterator[Path]:
    """A place to write to, a folder that is empty or a file that is not there; when all is written, it moves to `path`.

    WrongCall if something else stands there, or it cannot be written. Broken off, nothing is left and `path` is as it
    was.
    """
    path = Path(os.path.realpath(path))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        _require_free(path, is_folder=is_folder, force=force)
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_folder:
            unfinished.mkdir()
        yield unfinished
        _move(unfinished, path)
    except OSError as error:
        raise WrongCall(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        _remove(unfinished)


def _require_free(path: Path, *, is_folder: bool, force: bool) -> None:
    if not path.exists():
        return
    if path.is_dir():
        if not is_folder:
            raise WrongCall(f"{path} is a folder; name a file for this format")
        if (path / BOOK_MARKER).exists():
            raise WrongCall(f"{path} is a book; choose another path")
        others = sorted(os.listdir(path)) if not _is_former_folder(path) else _foreign(path)
        if others and not force:
            raise WrongCall(
                f"{path} holds {others[0]}, which no export wrote; choose another path, or write among it with --force"
            )
    elif not force and not (not is_folder and _is_former_file(path)):
        raise WrongCall(f"{path} is there and no former export; choose another path, or replace it with --force")


def _is_former_folder(path: Path) -> bool:
    try:
        with (path / EXPORT_MARKER).open(encoding="utf-8", errors="replace") as file:
            return EXPORT_SIGN in file.read(EXPORT_SIGN_WITHIN)
    except OSError:
        return False


def _foreign(path: Path) -> list[str]:
    """What lies in the folder of a former export and is none of its files."""
    own = frozenset().union(*map(folder_names, SUFFIXES))
    return sorted(name for name in os.listdir(path) if name not in own)


def _is_former_file(path: Path) -> bool:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return FILE_SIGN.encode() in archive.read(PROPERTIES)
        with path.open("rb") as file:
            return FILE_SIGN.encode() in file.read(EXPORT_SIGN_WITHIN)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def _move(written: Path, path: Path) -> None:
    """What was written to its place: a file or a folder in one step; among the files of others one by one."""
    _sync(written)
    if not (written.is_dir() and path.exists()):
        os.replace(written, path)
        return
    if not path.is_dir():
        path.unlink()
        os.replace(written, path)
        return
    if foreign := _foreign(path):
        new = sorted(os.listdir(written))
        stale = set(os.listdir(path)) - {*foreign, *new} if _is_former_folder(path) else set()
        for name in new:
            os.replace(written / name, path / name)
        for name in stale:
            (path / name).unlink()
        return
    former = path.with_name(f".{path.name}.{os.getpid()}.former")
    os.replace(path, former)
    try:
        os.replace(written, path)
    except OSError:
        os.replace(former, path)
        raise
    shutil.rmtree(former)


def _sync(written: Path) -> None:
    """Have the disk hold what was written, before it takes the place of what was there."""
    for file in sorted(written.iterdir()) if written.is_dir() else [written]:
        with file.open("rb") as stream:
            os.fsync(stream.fileno())


def _remove(path: Path) -> None:
    """What was not finished, if anything of it is there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    elif path.exists():
        path.unlink()
