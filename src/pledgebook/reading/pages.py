"""Saved web pages as documents: the text of the article, without what surrounds it."""

from __future__ import annotations

import functools
from datetime import date
from typing import Any

import re2

from pledgebook.model import Document
from pledgebook.reading.options import ReadOptions, Unreadable, checked_day

MOST_PAGE_BYTES = 5_000_000
"""Largest page that is read: three times the largest of newspapers. The work grows faster than the size."""

DATES = {"extensive_search": False, "original_date": True, "max_date": "9999-12-31"}
"""Only dates that the page gives as its own, not any it mentions; without a latest day, which would be the
clock's: days to come are refused for every kind of file alike."""


def read_page(html: str, options: ReadOptions, url: str | None = None) -> Document:
    """The article of a page; Unreadable if it holds none, or no date is there or given.

    `url` is the address that it came from, if that is known: what the page says of it then counts for nothing.
    """
    # Takes a quarter of a second to load, and most books hold no pages.
    from trafilatura import bare_extraction

    page: Any = bare_extraction(html, url=url, with_metadata=True, include_comments=False, date_extraction_params=DATES)
    if page is None or not (page.text or "").strip():
        raise Unreadable("no article found in this page; save its text as .txt")
    return Document.make(
        page.text,
        published=checked_day(date.fromisoformat(page.date) if page.date else None, options),
        publisher=page.sitename or options.publisher or page.hostname or "",
        language=_language_of(html) or "en",
        title=page.title or "",
        url=url or page.url or None,
    )


def _language_of(html: str) -> str:
    """The language that the page gives as its own, as a two- or three-letter code; empty if it gives none."""
    found = _language().search(html)
    return found.group(1).lower() if found else ""


@functools.cache
def _language() -> Any:
    return re2.compile(r"""(?i)<html\b[^>]*?\blang\s*=\s*["']?([a-z]{2,3})\b""")
