"""How an export came about: the line to cite, the day, the versions, what stages and columns mean."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pledgebook.protocols import EXPORT_SIGN, EXPORTED_ARTICLES
from pledgebook.reporting.export_tables import Column, ExportTable
from pledgebook.reporting.words import one_line

STAGE_MEANINGS: Mapping[str, str] = {
    "proposed": "only on the table: asked of a parliament, offered under a condition",
    "promised": "all that the giver has promised, whatever has become of it",
    "blocked": "of that, what is held up",
    "contracted": "of that, what is ordered or bought and has not arrived",
    "delivered": "of that, what has arrived or was paid",
    "cancelled": "of that, what was withdrawn",
    "open": "of that, what is in none of these places",
    "overdue": "of that, what was due by the day and has neither arrived nor been withdrawn",
}

NOTES = (
    "An amount is a range: at least the low, at most the high figure; an empty high figure has no upper end.",
    "Each unit counts once: a part is in its whole (part_of), and a summary is in no total. Unlike things and unlike "
    "currencies are never added.",
    "Every figure leads to its sentence: a posting names its claim, a claim its document and the place of its quote, "
    "characters start up to end of the document's text.",
    "A pledge's figures are the sums of its postings.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Method:
    """What an export says of itself. `asked` is what it was asked for, empty for all; `rests_on` the report's notes."""

    book: str
    as_of: date
    version: str
    rules: str
    asked: Sequence[str] = ()
    rests_on: Sequence[str] = ()

    @property
    def citation(self) -> str:
        """The line to cite: without a clock, so that the same book is cited in the same words."""
        asked = f", {'; '.join(self.asked)}" if self.asked else ""
        book = one_line(self.book)
        return f"{book}, as of {self.as_of}{asked}. Kept with Pledgebook {self.version}, rules {self.rules}."

    def lines(self) -> Iterator[tuple[str, str]]:
        """What is told, in two columns."""
        yield "cite as", self.citation
        yield "as of", str(self.as_of)
        yield "book", one_line(self.book)
        yield "Pledgebook", f"{self.version}, rules {self.rules}"
        for words in self.asked:
            yield "asked for", words
        for words in self.rests_on:
            yield "rests on", words
        yield from STAGE_MEANINGS.items()
        for words in NOTES:
            yield "note", words


def readme(method: Method, tables: Sequence[ExportTable], suffix: str, with_articles: bool) -> str:
    """The method for people, as Markdown."""
    lines = [
        f"# {one_line(method.book)}, as of {method.as_of}",
        "",
        *(f"- {name}: {words}" for name, words in method.lines()),
    ]
    if with_articles:
        lines += [
            "", f"`{EXPORTED_ARTICLES}.{suffix}` holds the documents with their claims; "
            "`pledgebook read --book NEW --given-claims FOLDER` makes a book of it.",
        ]  # fmt: skip
    for table in tables:
        lines += ["", f"## {table.name}.{suffix}", f"{table.meaning}.", "", "| column | what it holds |", "|---|---|"]
        lines += [f"| `{column.name}` | {column.meaning} |" for column in table.columns]
    return "\n".join(lines) + "\n"


FIELD_TYPES = {
    "text": "string", "texts": "string", "day": "date", "date": "string", "int": "integer", "number": "number",
    "amount": "number", "truth": "boolean", "reasons": "string",
}  # fmt: skip
LISTS = frozenset(("texts", "reasons"))


def datapackage(method: Method, tables: Sequence[ExportTable], suffix: str) -> str:
    """The method for programs: a Data Package (specs.frictionlessdata.io), which also marks the folder as an export."""
    made_by, _, name = EXPORT_SIGN.replace('"', "").partition(": ")
    told = {
        made_by: name,
        "name": "pledgebook-export",
        "title": one_line(method.book),
        "citation": method.citation,
        "as_of": str(method.as_of),
        "pledgebook": method.version,
        "rules": method.rules,
        "asked": list(method.asked),
        "resources": [_resource(table, suffix) for table in tables],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _resource(table: ExportTable, suffix: str) -> Mapping[str, object]:
    fields = [_field(column, as_text=suffix == "csv") for column in table.columns]
    path = f"{table.name}.{suffix}"
    return {"name": table.name, "path": path, "description": table.meaning, "schema": {"fields": fields}}


def _field(column: Column, as_text: bool) -> Mapping[str, str]:
    kind = "array" if column.kind in LISTS and not as_text else FIELD_TYPES[column.kind]
    return {"name": column.name, "type": kind, "description": column.meaning}
