"""The documents of a book, and each text with its claims marked in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pledgebook.errors import NotInBook
from pledgebook.reporting.queries import require_parties, run
from pledgebook.reporting.table import Row, Table
from pledgebook.web.asked import wanted
from pledgebook.web.drawing import Data, View, page
from pledgebook.web.words import path_part

router = APIRouter(include_in_schema=False)

PAGE_ROWS = 50

DOCUMENT_COLUMNS = ("document", "published", "publisher", "title", "hash", "url", "claims", "copy_of")


@router.get("/documents")
def listed(request: Request) -> Response:
    return page(request, "documents.html", _list, data=Data("documents"))


def _list(view: View) -> dict[str, Any]:
    words = view.parameter("words").lower()
    rows = [
        row for row in documents(view).rows if words in f"{row['title']} {row['publisher']} {row['document']}".lower()
    ]
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    number = min(pages, int(view.parameter("page")) if view.parameter("page").isdecimal() else 1) or 1
    return {
        "rows": rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS], "found": len(rows), "number": number,
        "pages": pages, "words": view.parameter("words"),
    }  # fmt: skip


def documents(view: View) -> Table:
    """The documents that were published by the day and have a claim that fits, the latest first."""

    def find() -> Table:
        with view.book.standing.cursor() as cursor:
            require_parties(cursor, view.question)
            told = run(cursor, "find_documents", {**view.question.parameters(view.day), "words": []})
        more = {row["document"]: row for row in view.book.rows(
            "SELECT d.document, d.hash, d.url, coalesce(c.claims, 0) AS claims, k.copy_of FROM documents AS d "
            "LEFT JOIN (SELECT document_hash, count(*) AS claims FROM claims GROUP BY ALL) AS c "
            "ON c.document_hash = d.hash "
            "LEFT JOIN (SELECT document_hash, min(copy_of) AS copy_of FROM copies GROUP BY ALL) AS k "
            "ON k.document_hash = d.hash ORDER BY d.published, d.hash"
        )}  # fmt: skip
        rows = [{**row, **more[row["document"]], "published": str(row["published"])} for row in told]
        return Table("Documents", DOCUMENT_COLUMNS, rows, (f"As of {view.day}.",))

    return view.book.kept("documents", find, **view.wanted.asked)


@router.get("/documents/{name:path}")
def one(request: Request, name: str) -> Response:
    """A document by its hash or its id; of an id with several texts the latest."""
    book = request.app.state.served.book(wanted(request).asked)
    rows = book.rows(
        "SELECT hash FROM documents WHERE hash = $name OR document = $name ORDER BY published DESC, hash", name=name
    )
    if not rows:
        raise NotInBook(f"no document is named {name!r}; the list of documents has them all")
    if name not in {row["hash"] for row in rows}:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/documents/{path_part(rows[0]['hash'])}{query}", 302)
    return page(request, "document.html", lambda view: _one(view, name), data=Data("document", {"document": name}))


def _one(view: View, hash: str) -> dict[str, Any]:
    [document] = view.book.rows("SELECT * FROM documents WHERE hash = $hash", hash=hash)
    claims = claims_in(view, hash)
    text = view.book.text_of(hash)
    copies = view.book.rows(
        "SELECT * FROM copies WHERE document_hash = $hash OR copy_of_hash = $hash ORDER BY document", hash=hash
    )
    versions = view.book.rows(
        "SELECT hash, published, title FROM documents WHERE address = $address AND hash <> $hash ORDER BY published",
        address=document["address"], hash=hash,
    )  # fmt: skip
    return {
        "document": document, "claims": claims, "pieces": pieces(text or "", claims), "copies": copies,
        "versions": versions, "gone": text is None,
    }  # fmt: skip


def claims_in(view: View, hash: str) -> list[Row]:
    """The claims of a document, numbered in the order of the text, each with what it did to the book by the day."""
    rows = view.book.rows('SELECT * FROM claims WHERE document_hash = $hash ORDER BY "start", "end", claim', hash=hash)
    moved = view.book.rows(
        "SELECT p.* FROM postings AS p JOIN claims AS c USING (claim) WHERE c.document_hash = $hash "
        "AND p.known_from <= $day ORDER BY p.pledge, p.number",
        hash=hash, day=view.day,
    )  # fmt: skip
    doubted = view.book.rows(
        'SELECT pledge, "column", chosen, other, rule FROM disagreements WHERE known_from <= $day AND '
        "(chosen IN (SELECT claim FROM claims WHERE document_hash = $hash) OR other IN "
        "(SELECT claim FROM claims WHERE document_hash = $hash))",
        hash=hash, day=view.day,
    )  # fmt: skip
    said = view.book.rows('SELECT * FROM decisions WHERE document_hash = $hash ORDER BY "when"', hash=hash)
    return [
        {
            **row, "number": number, "amount": [row["low"], row["high"]] if row["unit"] else None,
            "moved": [each for each in moved if each["claim"] == row["claim"]],
            "doubted": [each for each in doubted if row["claim"] in (each["chosen"], each["other"])],
            "said": [each for each in said if row["claim"] in (each["claim"], each["other"])],
        }
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same claims, the shortest first; `ending` are those that end with it."""

    text: str
    claims: tuple[Row, ...]
    ending: tuple[Row, ...]


def pieces(text: str, claims: Sequence[Row]) -> list[Piece]:
    """The text cut where claims begin and end, so that overlapping ones need no tags across each other."""
    held = [claim for claim in claims if text[claim["start"] : claim["end"]] == claim["quote"]]
    cuts = sorted({0, len(text), *(each[side] for each in held for side in ("start", "end"))})
    found = []
    for start, end in pairwise(cuts):
        over = [each for each in held if each["start"] <= start and end <= each["end"]]
        over.sort(key=lambda each: (each["end"] - each["start"], each["number"]))
        ending = tuple(sorted((each for each in over if each["end"] == end), key=lambda each: each["number"]))
        found.append(Piece(text[start:end], tuple(over), ending))
    return found
