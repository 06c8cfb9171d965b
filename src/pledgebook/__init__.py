"""Pledgebook keeps the book of aid: promised, held up, ordered, arrived, overdue.

    book = pledgebook.open("ukraine.book")
    book.read("articles/")
    book.report(by="donor", in_currency="EUR")

Names are loaded when they are first asked for, so that importing the package costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from pledgebook.version import VERSION

if TYPE_CHECKING:
    from pledgebook.api import Book, open  # noqa: A004
    from pledgebook.errors import PledgebookError
    from pledgebook.model import AmountRange, Claim, Document, PartialDate, Span
    from pledgebook.reporting.table import Table
    from pledgebook.without_book import AmountSpan, amounts, extract, language_model

__version__ = VERSION

_HOMES = {
    "AmountSpan": "pledgebook.without_book",
    "Book": "pledgebook.api",
    "amounts": "pledgebook.without_book",
    "extract": "pledgebook.without_book",
    "language_model": "pledgebook.without_book",
    "open": "pledgebook.api",
    "PledgebookError": "pledgebook.errors",
    "AmountRange": "pledgebook.model",
    "Claim": "pledgebook.model",
    "Document": "pledgebook.model",
    "PartialDate": "pledgebook.model",
    "Span": "pledgebook.model",
    "Table": "pledgebook.reporting.table",
}
"""Where each public name lives."""

__all__ = [
    "AmountRange",
    "AmountSpan",
    "Book",
    "Claim",
    "Document",
    "PartialDate",
    "PledgebookError",
    "Span",
    "Table",
    "__version__",
    "amounts",
    "extract",
    "language_model",
    "open",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'pledgebook' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
