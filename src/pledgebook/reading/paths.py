"""Files, folders and addresses as documents: each by the kind that its content shows."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import re2

from pledgebook.model import Issue
from pledgebook.reading.archives import is_archive, read_archive
from pledgebook.reading.articles import parsed, read_articles
from pledgebook.reading.batches import is_json_lines, is_parquet, read_json_lines, read_parquet
from pledgebook.reading.content import GZIP, Content, content_of, decoded_page, unpacked
from pledgebook.reading.data.fts import is_answer, read_answer
from pledgebook.reading.data.kinds import data_reader
from pledgebook.reading.feeds import is_feed, read_feed
from pledgebook.reading.files import READABLE, Address, Found, find_files, name_of
from pledgebook.reading.options import PassedOver, Read, ReadDocument, ReadOptions, Unreadable
from pledgebook.reading.pages import MOST_PAGE_BYTES, read_page
from pledgebook.reading.pdfs import is_pdf, read_pdf
from pledgebook.reading.texts import read_text

TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".markdown"})
"""Names of plain text; code, tables and settings are text too, and no articles."""

PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})

Sniffer: TypeAlias = Callable[[Content, bytes], bool]
Reader: TypeAlias = Callable[[Content, ReadOptions], Iterator[Read]]


def read_paths(paths: Sequence[str | Path], options: ReadOptions | None = None) -> Iterator[Read]:
    """The documents of files, folders and addresses; what cannot be read is an Issue, and the rest goes on."""
    options = options or ReadOptions()
    for file in find_files(paths):
        yield from read_file(file, options)


def read_file(file: Found, options: ReadOptions) -> Iterator[Read]:
    """The documents of one file or address, with the claims it brings if those are asked for."""
    if isinstance(file, Issue):
        yield file
        return
    if isinstance(file, PassedOver):
        return
    try:
        if isinstance(file, Path) and (data := data_reader(file, options)) is not None:
            yield from data(file, options, name_of(file))
        else:
            yield from read_content(_fetched(file, options) if isinstance(file, Address) else content_of(file), options)
    except Unreadable as error:
        yield Issue(name_of(file.url if isinstance(file, Address) else file), str(error))


def _fetched(address: Address, options: ReadOptions) -> Content:
    # Most books are made of files, and what fetches takes a tenth of a second to load.
    from pledgebook.reading.addresses import fetch

    return fetch(address.url, options)


def read_content(content: Content, options: ReadOptions) -> Iterator[Read]:
    """The documents in a content of any kind; Unreadable if it is of none, or breaks off."""
    beginning = content.beginning()
    for is_of_kind, read in KINDS:
        if is_of_kind(content, beginning):
            yield from read(content, options)
            return
    shown, suffix = beginning.decode("utf-8", "replace"), content.suffix
    if _is_json().search(shown) or suffix == ".json":
        yield from _read_json(content.text(), content.place, options)
    elif _is_page().search(shown) or suffix in PAGE_SUFFIXES:
        page = decoded_page(content.whole(MOST_PAGE_BYTES), content.charset)
        yield ReadDocument(read_page(page, options, content.url))
    elif suffix in TEXT_SUFFIXES:
        yield ReadDocument(read_text(content.text(), options, content.url))
    else:
        content.text()
        raise Unreadable(f"{suffix} is no kind of article; {READABLE}")


def _read_json(text: str, place: str, options: ReadOptions) -> Iterator[Read]:
    """Articles, or flows of FTS; what names no flows is not looked through twice."""
    answer = parsed(text) if '"flows"' in text else None
    return read_answer(answer, place, options) if is_answer(answer) else read_articles(text, place, options)


def _is_packed(content: Content, beginning: bytes) -> bool:
    return beginning.startswith(GZIP)


def _read_packed(content: Content, options: ReadOptions) -> Iterator[Read]:
    if content.size is None:
        raise Unreadable("compressed twice; unpack it first")
    yield from read_content(unpacked(content), options)


KINDS: tuple[tuple[Sniffer, Reader], ...] = (
    (is_pdf, read_pdf),
    (is_parquet, read_parquet),
    (is_archive, read_archive),
    (_is_packed, _read_packed),
    (is_feed, read_feed),
    (is_json_lines, read_json_lines),
)
"""What tells a kind by its content and beginning, and what reads it. Text, Markdown, pages and JSON come after all."""


def read_documents(
    paths: Sequence[str | Path], *, published: date | None = None, allow_private: bool = False
) -> Iterator[ReadDocument | Issue]:
    """The documents of files and folders without the claims that article files bring; records of data keep theirs.

    `published` is for documents that tell no day.
    """
    for read in read_paths(paths, ReadOptions(published=published, allow_private=allow_private)):
        yield read if isinstance(read, Issue) or read.is_data else ReadDocument(read.document)


@functools.cache
def _is_page() -> Any:
    """Finds the beginning of an HTML page, after what may stand before it."""
    return re2.compile(r"(?is)\A\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b")


@functools.cache
def _is_json() -> Any:
    """Finds the beginning of an object, or of a list of them: running text begins with no `{"`."""
    return re2.compile(r'\A\s*(?:\{\s*(?:"|\})|\[\s*(?:\{|\]))')
