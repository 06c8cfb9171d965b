"""A record of a data file as a document whose text tells every field on a line, and its claims with their places.

    record = Record("kiel 1", "DKM3", published, publisher, "DKM3: Denmark to Ukraine")
    line = record.line("committed", {"item": "Harpoon launcher", "units": 1})   # a place in the text
    record.claim(line, place="MAIN DATA!A17", event="commit", donors=("DK",), …)
    yield record.read()

The text is written by the reader from the fields alone, so the same record gives the same text; every claim's quote is
a line of it (cut at `MAX_QUOTE`), and `place` leads back to the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pledgebook.model import CONTENTS, MAX_QUOTE, NO_LANGUAGE, Claim, Document, Span, numbered
from pledgebook.reading.options import ReadDocument


@dataclass(slots=True)
class Record:
    """One record in the making; `reader` is the reader's name and version, whose first word is the claims' origin.

    `id` is the source's own identifier: claims with one identifier from one origin are one pledge. `series` names the
    table or service that the record belongs to: a later record of the same id and series replaces this one, whatever
    its `url`.
    """

    reader: str
    id: str
    published: date
    publisher: str
    title: str
    series: str
    url: str | None = None
    _lines: list[str] = field(default_factory=list)
    _claims: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def line(self, label: str, fields: Mapping[str, object]) -> int:
        """Add a line that tells these fields (those that are not None or empty); the number by which claims name it."""
        told = "; ".join([f"{name}: {value}" for name, value in fields.items() if value is not None and value != ""])
        self._lines.append(" ".join((f"{label} | {told}" if told else label).split()))
        return len(self._lines) - 1

    def claim(self, line: int, **fields: Any) -> None:
        """A claim that this line carries: fields of `Claim` but for its document, span, extractor and ordinal.

        `source_id` is the record's own id unless another is given.
        """
        self._claims.append((line, {"source_id": self.id, **fields}))

    @property
    def has_claims(self) -> bool:
        return bool(self._claims)

    def read(self) -> ReadDocument:
        """The document with its claims."""
        text = "\n".join(self._lines)
        told = Document.make(
            text, published=self.published, id=f"{self.series}:{self.id}", publisher=self.publisher,
            language=NO_LANGUAGE, title=self.title, url=self.url,
        )  # fmt: skip
        document = replace(told, address=told.id)
        starts = [0]
        for line_told in self._lines:
            starts.append(starts[-1] + len(line_told) + 1)
        claims = []
        for line, fields in self._claims:
            end = min(starts[line] + len(self._lines[line]), starts[line] + MAX_QUOTE)
            span = Span.of(text, starts[line], end)
            plain = {"item": None, "aid": "other", "basis": "total", "donors": (), "recipients": (), "amount": None}
            claims.append(Claim(document.id, document.hash, span, extractor=self.reader, **{**plain, **fields}))
        return ReadDocument(document, tuple(numbered(claims)), self.reader)


def contents(reader: str, series: str, published: date, publisher: str, ids: Iterable[str]) -> ReadDocument:
    """A document that lists all records of a release: records of the series that it does not list end with it."""
    document = Document.make(
        "\n".join(sorted(set(ids))), published=published, id=f"{series}:{CONTENTS}", publisher=publisher,
        language=NO_LANGUAGE, title=f"{series}: the records of {published}",
    )  # fmt: skip
    return ReadDocument(document, (), reader)
