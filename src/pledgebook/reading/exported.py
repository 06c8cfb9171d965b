"""The folder of an export of a book: tables to look at, and perhaps articles to read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pledgebook.model import Issue
from pledgebook.protocols import EXPORT_MARKER, EXPORT_SIGN, EXPORT_SIGN_WITHIN, EXPORTED_ARTICLES


def is_export(folder: Path) -> bool:
    """Whether an export stands in the folder, by the file that describes it."""
    try:
        with (folder / EXPORT_MARKER).open(encoding="utf-8", errors="replace") as file:
            return EXPORT_SIGN in file.read(EXPORT_SIGN_WITHIN)
    except OSError:
        return False


def articles_in(folder: Path) -> Iterator[Path | Issue]:
    """The file of articles with their claims; an Issue where there is none."""
    articles = [name for name in sorted(os.listdir(folder)) if Path(name).stem == EXPORTED_ARTICLES]
    yield from (folder / name for name in articles)
    if not articles:
        place = str(folder).encode("utf-8", "backslashreplace").decode()
        yield Issue(place, "this export of a book holds no texts; export again with --with-texts")
