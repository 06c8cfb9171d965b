"""What needs no book: the claims and amounts of texts and files, a language model, what a table's columns may mean."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pledgebook.asking import day_from
from pledgebook.errors import WrongCall
from pledgebook.model import Claim, Issue, with_pages

if TYPE_CHECKING:
    from pledgebook.protocols import Extractor
    from pledgebook.reporting.reconcile import CellPlan
    from pledgebook.reporting.table import Table

EXTRACTED_COLUMNS = (
    "document", "start", "end", "quote", "event", "donors", "recipients", "low", "high", "unit", "per", "item", "aid",
    "basis", "happened", "due", "speaker", "confidence", "held_by", "happened_phrase", "due_phrase", "extractor",
    "place",
)  # fmt: skip


def extract(
    text: str, *, published: date | str, publisher: str = "", title: str = "", language: str = "en"
) -> list[Claim]:
    """The claims that a text makes, each at its place: `text[claim.span.start:claim.span.end]` is its quote."""
    from pledgebook import extraction

    day = day_from(published)
    if day is None:
        raise WrongCall("a text needs the day of its publication, to work out 'next week': published='2024-03-14'")
    return extraction.extract(text, published=day, publisher=publisher, title=title, language=language)


@dataclass(frozen=True, slots=True)
class AmountSpan:
    """An amount at its place in a text; `low` and `high` in single units, None for an open end."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str


def amounts(text: str) -> list[AmountSpan]:
    """The amounts of money and things in a text, in the order of their places."""
    from pledgebook.extraction.amounts import find_amounts

    return [AmountSpan(found.start, found.end, found.low, found.high, found.unit) for found in find_amounts(text)]


def language_model(
    url: str | None = None,
    model: str | None = None,
    cache: str | Path | None = None,
    seconds: float | None = None,
) -> Extractor:
    """A language model behind an OpenAI-compatible server, for `Book.read(…, extractor=…)`.

    What is not given comes from PLEDGEBOOK_LLM_URL and PLEDGEBOOK_LLM_MODEL, the key always from PLEDGEBOOK_LLM_KEY.
    WrongCall without address or model.
    """
    from pledgebook.extraction.llm import LanguageModel, settings_from

    return LanguageModel(settings_from(os.environ, url, model, cache, seconds))


def extract_files(
    paths: Sequence[str | Path],
    published: date | str | None = None,
    extractor: Extractor | None = None,
    allow_private: bool = False,
) -> tuple[Table, list[Issue]]:
    """The claims of files as a table, found in their texts alone, and what could not be read.

    `published` is the day of documents that tell none; without an `extractor` the rules find the claims;
    `allow_private` also fetches addresses of this machine's own network.
    """
    from pledgebook.extraction import claim_row
    from pledgebook.extraction.rules import Rules
    from pledgebook.reading import read_documents
    from pledgebook.reporting.table import Table

    issues: list[Issue] = []
    rows = []
    for read in read_documents(paths, published=day_from(published), allow_private=allow_private):
        if isinstance(read, Issue):
            issues.append(read)
        elif read.claims is not None:
            rows += [claim_row(claim) for claim in read.claims]
        else:
            found = (extractor or Rules()).extract(read.document)
            issues += found.issues
            rows += [claim_row(claim) for claim in with_pages(found.claims or (), read.document.text)]
    return Table("Claims", EXTRACTED_COLUMNS, rows), issues


def proposed_mapping(path: str | Path, sheet: str | None = None, rows: int = 5) -> tuple[str, Table, list[Issue]]:
    """A mapping file for a table, its first rows as they would be read with it, and what could not be read.

    WrongCall if the file is no table, or nothing in it looks like an amount or a thing.
    """
    from itertools import islice

    from pledgebook.extraction import claim_row
    from pledgebook.reading.data.mapped import read_mapped
    from pledgebook.reading.data.mapping import mapping_of
    from pledgebook.reading.data.proposal import first_grid, propose
    from pledgebook.reading.options import ReadDocument, ReadOptions, Unreadable
    from pledgebook.reporting.table import Table

    file = Path(path)
    try:
        grid = first_grid(file, sheet)
        text = propose(grid, file.stem)
        mapping = mapping_of(tomllib.loads(text), file.stem)
        read = list(read_mapped(grid, mapping, ReadOptions(published=date.max), file.name))
    except (Unreadable, OSError) as error:
        raise WrongCall(f"{file}: {error}") from error
    claims = (claim for each in read if isinstance(each, ReadDocument) for claim in each.claims or ())
    shown = [claim_row(claim) for claim in islice(claims, rows)]
    return text, Table("Claims", EXTRACTED_COLUMNS, shown), [each for each in read if isinstance(each, Issue)]


def plan_and_cells(table: Path, mapping: Path) -> tuple[CellPlan, list[list[Decimal | str | None]]]:
    """What a reconciliation compares: the plan, and the cells of the table as numbers and text."""
    from pledgebook.reading.data.cells import number, told
    from pledgebook.reading.data.proposal import first_grid
    from pledgebook.reading.options import Unreadable
    from pledgebook.reporting.reconcile import plan_of

    try:
        plan = plan_of(tomllib.loads(mapping.read_text("utf-8")))
        grid = first_grid(table, plan.sheet)
    except (Unreadable, OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongCall(f"cannot hold {table} beside the book with {mapping}: {error}") from error
    return plan, [[told(cell) if (value := number(cell)) is None else value for cell in row] for row in grid.rows]
