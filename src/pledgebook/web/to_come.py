"""Decisions to come: sentences of recent documents that tell of a summit, a vote, a meeting on a later day."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pledgebook.extraction.dates import find_dates
from pledgebook.extraction.sentences import split_sentences
from pledgebook.reporting.table import Row
from pledgebook.web.drawing import View
from pledgebook.web.pages.documents import documents

LOOKS_BACK = timedelta(days=90)
"""Older texts tell of days that are past, or of plans that newer ones tell better."""

MOST_DOCUMENTS = 300
"""Documents that are looked through, the latest first: about a second of work, once for each state of the book."""

_DECIDING = (
    r"(?i)\b(summits?|votes?|voting|decides?|decision|meets?|meeting|council|session|recess|hearing|conference|"
    r"ratif\w+|debates?|talks|negotiations?)\b"
)
"""Words of bodies that come together to decide."""


@functools.cache
def _deciding() -> Any:
    import re2

    return re2.compile(_DECIDING)


def decisions_to_come(view: View) -> list[Row]:
    """The sentences by the day that they tell, the next first; near-copies are passed over."""
    day = view.day

    def find() -> list[Row]:
        told = [row for row in documents(view).rows if not row["copy_of"]]
        recent = [row for row in told if date.fromisoformat(row["published"]) >= day - LOOKS_BACK]
        found = [each for row in recent[:MOST_DOCUMENTS] for each in _in_document(view, row, day)]
        return sorted(found, key=lambda row: (row["last_day"], row["published"], row["document"]))

    return view.book.kept("decisions to come", find, **view.wanted.asked)


def _in_document(view: View, document: Row, day: date) -> Iterator[Row]:
    text = view.book.text_of(document["hash"]) or ""
    if not _deciding().search(text):
        return
    sentences = split_sentences(text)
    for told in find_dates(text, date.fromisoformat(document["published"])):
        is_ahead = told.tense == "future" and told.role in ("point", "deadline") and not told.vague
        if not is_ahead or told.date.month is None or told.date.last_day < day:
            continue
        start, end = next(((s, e) for s, e in sentences if s <= told.start < e), (0, 0))
        if _deciding().search(text[start:end]):
            yield {
                "day": str(told.date), "last_day": told.date.last_day, "before": text[start : told.start],
                "phrase": told.phrase, "after": text[told.end : end], "document": document["document"],
                "hash": document["hash"], "publisher": document["publisher"], "published": document["published"],
            }  # fmt: skip
