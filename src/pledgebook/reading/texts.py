"""Plain text and Markdown as documents, kept exactly as they are."""

from __future__ import annotations

from pledgebook.model import Document
from pledgebook.reading.options import ReadOptions, checked_day

LONGEST_TITLE = 200
"""Characters of a first line that is still taken for a title; a longer one is the first paragraph."""

UNDERLINES = "=-"


def read_text(text: str, options: ReadOptions, url: str | None = None) -> Document:
    """A document with the whole file as its text; Unreadable if no date of publication is given."""
    day = checked_day(None, options)
    return Document.make(text, published=day, publisher=options.publisher, title=title_of(text), url=url)


def title_of(text: str) -> str:
    """The first heading of Markdown before any other text, else the first line; empty if that is a paragraph."""
    first = next((line.strip() for line in text.splitlines() if line.strip(UNDERLINES + " \t")), "")
    title = first.lstrip("#").strip() if first.startswith("#") else first
    return title if len(title) <= LONGEST_TITLE else ""
