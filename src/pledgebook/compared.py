"""Files read by the rules and by another extractor, without a book: where the two differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pledgebook.model import Document, Issue
from pledgebook.protocols import Extractor

if TYPE_CHECKING:
    from pledgebook.extraction.comparison import Comparison
    from pledgebook.reporting.table import Table

COMPARED_COLUMNS = (
    "document", "start", "end", "quote", "found_by", "event", "donors", "recipients", "low", "high", "unit", "item",
    "differences",
)  # fmt: skip


def compare_files(
    paths: Sequence[str | Path], extractor: Extractor, published: date | None = None, allow_private: bool = False
) -> tuple[Table, list[Issue]]:
    """One row a difference between the rules and the extractor, and what could not be read.

    `published` is the day of documents that tell none; `allow_private` also fetches addresses of one's own network.
    """
    from pledgebook.extraction.comparison import difference_row, in_words
    from pledgebook.extraction.rules import Rules
    from pledgebook.reading import read_documents
    from pledgebook.reporting.table import Table

    issues: list[Issue] = []
    compared: list[Comparison] = []
    for read in read_documents(paths, published=published, allow_private=allow_private):
        if isinstance(read, Issue):
            issues.append(read)
        elif not read.is_data:
            compared += _compared(read.document, (Rules(), extractor), issues)
    rows = [difference_row(difference) for each in compared for difference in each.differences]
    note = f"{Rules().name} and {extractor.name}: {in_words(compared)}."
    return Table("Compared", COMPARED_COLUMNS, rows, (note,)), issues


def _compared(document: Document, both: tuple[Extractor, Extractor], issues: list[Issue]) -> Sequence[Comparison]:
    """The document's claims by both; nothing where one of them can say nothing of it, which is then an issue."""
    from pledgebook.extraction.comparison import compare

    ours, theirs = (extractor.extract(document) for extractor in both)
    issues += [*ours.issues, *theirs.issues]
    return () if ours.claims is None or theirs.claims is None else (compare(ours.claims, theirs.claims),)
