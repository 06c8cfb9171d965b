"""Files and folders as documents: each file by the kind that its content shows."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import re2

from pledgebook.model import Issue
from pledgebook.reading.articles import parsed, read_articles
from pledgebook.reading.data.fts import is_answer, read_answer
from pledgebook.reading.data.streams import reader_of
from pledgebook.reading.files import READABLE, Found, beginning_of, find_files, name_of, text_at
from pledgebook.reading.options import PassedOver, Read, ReadDocument, ReadOptions, Unreadable
from pledgebook.reading.pages import read_page
from pledgebook.reading.texts import read_text

TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".markdown"})
"""Names of plain text; code, tables and settings are text too, and no articles."""

PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})

BEGINNING = 2_000
"""Characters that show what a file is: room for the comments that saved pages begin with."""


def read_paths(paths: Sequence[str | Path], options: ReadOptions | None = None) -> Iterator[Read]:
    """The documents of files and folders; what cannot be read is an Issue, and the rest goes on."""
    for file in find_files(paths):
        yield from read_file(file, options or ReadOptions())


def read_file(file: Found, options: ReadOptions) -> Iterator[Read]:
    """The documents of one file, with the claims it brings if those are asked for; none of one passed over."""
    if isinstance(file, Issue):
        yield file
        return
    if isinstance(file, PassedOver):
        return
    place, suffix = name_of(file), file.suffix.lower()
    try:
        if (read_data := reader_of(beginning_of(file))) is not None:
            yield from read_data(file, place, options)
            return
        text = text_at(file)
        if _is_json().search(text[:BEGINNING]) or suffix == ".json":
            yield from _read_json(text, place, options)
        elif _is_page().search(text[:BEGINNING]) or suffix in PAGE_SUFFIXES:
            yield ReadDocument(read_page(text, options))
        elif suffix in TEXT_SUFFIXES:
            yield ReadDocument(read_text(text, options))
        else:
            raise Unreadable(f"{suffix} is no kind of article; {READABLE}")
    except Unreadable as error:
        yield Issue(place, str(error))


def _read_json(text: str, place: str, options: ReadOptions) -> Iterator[Read]:
    """Articles, or flows of FTS; what names no flows is not looked through twice."""
    answer = parsed(text) if '"flows"' in text else None
    return read_answer(answer, place, options) if is_answer(answer) else read_articles(text, place, options)


def read_documents(paths: Sequence[str | Path], *, published: date | None = None) -> Iterator[ReadDocument | Issue]:
    """The documents of files and folders without the claims that article files bring; records of data keep theirs.

    `published` is for documents that tell no day.
    """
    for read in read_paths(paths, ReadOptions(published=published)):
        yield read if isinstance(read, Issue) or read.is_data else ReadDocument(read.document)


@functools.cache
def _is_page() -> Any:
    """Finds the beginning of an HTML page, after what may stand before it."""
    return re2.compile(r"(?is)\A\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b")


@functools.cache
def _is_json() -> Any:
    """Finds the beginning of an object, or of a list of them: running text begins with no `{"`."""
    return re2.compile(r'\A\s*(?:\{\s*(?:"|\})|\[\s*(?:\{|\]))')
