"""The documents of a book with their claims, each as an article file holds it, so that `read` takes them back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from pledgebook.reporting.export_tables import CLAIM_COLUMNS, Column, Source, claim_rows, document_rows
from pledgebook.reporting.table import Row

ARTICLE_COLUMNS = ("id", "published", "publisher", "language", "title", "text", "url")

NOT_OF_ARTICLES = frozenset(
    ("claim", "pledge", "document", "document_hash", "published", "publisher", "copy_of", "source", "voice", "review",
     "withdrawn", "origin")
)  # fmt: skip
"""Columns of claims that follow from the article and from all others, and are worked out again."""

GIVEN_COLUMNS: tuple[Column, ...] = tuple(column for column in CLAIM_COLUMNS if column.name not in NOT_OF_ARTICLES)
"""The fields of a claim in an article; those of docs/claims.md."""

REJECTED = "rejected"


def articles(source: Source) -> Iterator[Row]:
    """One row an article with its claims; forgotten texts, and claims that a person rejected, are left out."""
    assert source.texts is not None, "articles have texts"
    documents = list(document_rows(replace(source, texts=None)))
    claims = itertools.groupby(claim_rows(source), lambda row: row["document_hash"])
    hash, group = next(claims, (None, iter(())))
    for document in documents:
        own: list[Row] = []
        if document["hash"] == hash:
            own = [_given(row) for row in group if row["review"] != REJECTED]
            hash, group = next(claims, (None, iter(())))
        text = source.texts(document["hash"])
        if text is not None:
            told = {"id": document["document"], "text": text, "published": document["published"].isoformat()}
            article = {**document, **told}
            yield {**{name: article[name] for name in ARTICLE_COLUMNS}, "claims": own}


def _given(row: Row) -> Row:
    """The fields of a claim; those that tell nothing are left out, but for those that every claim has."""
    told = {column.name: row[column.name] for column in GIVEN_COLUMNS}
    return {name: cell for name, cell in told.items() if cell is not None or name in ALWAYS_TOLD}


ALWAYS_TOLD = frozenset(("low", "high", "unit", "per", "item", "happened", "due", "speaker"))
"""Fields of docs/claims.md's first table that may be null."""
