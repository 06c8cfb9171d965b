"""What the extraction benchmark measures of Pledgebook itself, each in a process of its own.

Every function returns what `Clock.told` tells. Words and weights are loaded by a warm-up, which is not timed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import extract_texts as texts
from extract_clock import Clock, rows_of, size_of

from pledgebook.extraction import extract_claims
from pledgebook.model import Document


def document_of(row: dict[str, Any]) -> Document:
    return Document.make(**{**row, "published": date.fromisoformat(str(row["published"])[:10])})


def read(document: Document) -> int:
    return len(extract_claims(document))


def warm(folder: Path) -> None:
    for row in rows_of(folder / "warm_up"):
        read(document_of(row))


def one_pass(folder: Path, name: str) -> dict[str, Any]:
    """The texts of a file, each read once."""
    warm(folder)
    clock, rows = Clock(), rows_of(folder / name)
    clock.run(read, [document_of(row) for row in rows], size_of(row["text"] for row in rows))
    return clock.told()


def corpus(folder: Path, step: int, passes: int) -> dict[str, Any]:
    """Every `step`-th document of the corpus, so many times over; only the reading of texts is timed."""
    warm(folder)
    clock = Clock()
    for _ in range(passes):
        for rows in texts.corpus_batches(step):
            clock.run(read, [document_of(row) for row in rows], size_of(row["text"] for row in rows))
    return clock.told()


def hostile(folder: Path, name: str, length: int) -> dict[str, Any]:
    """One document of about this length, all of one kind of text."""
    warm(folder)
    clock, text = Clock(), texts.HOSTILE[name].make(length)
    document = Document.make(text, published=date(2024, 3, 14), publisher="North Sea Wire")
    clock.run(read, [document], size_of([text]))
    return clock.told()


WORK: dict[str, Callable[..., dict[str, Any]]] = {
    "prepare": texts.prepare,
    "pass": one_pass,
    "corpus": corpus,
    "hostile": hostile,
}
"""By the name under which `extract.py` asks for it; what follows the folder are words and whole numbers."""
