"""What can be read: each command of the command line that answers a table, and each thing by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from pledgebook import pipeline
from pledgebook.api import Book
from pledgebook.asking import question_from, rules_version
from pledgebook.errors import NotInBook
from pledgebook.model import make_id
from pledgebook.reporting import records
from pledgebook.reporting.queries import claim_named, prepare, require_parties
from pledgebook.reporting.records import DECISION_COLUMNS
from pledgebook.reporting.releases import releases as releases_table
from pledgebook.reporting.table import Row, Table
from pledgebook.reporting.why import Sentence, around
from pledgebook.version import VERSION
from pledgebook.web.api import shapes
from pledgebook.web.api.answering import book_of, day_asked, fresh, fresh_table, listed, one
from pledgebook.web.api.asking import Date, Filters, Grouping, Moments, Name, Paging, Text
from pledgebook.web.api.describing import one as describes_one
from pledgebook.web.api.describing import table as describes
from pledgebook.web.asked import Wanted
from pledgebook.web.serving import Served, ServedBook
from pledgebook.web.writing import version_of

router = APIRouter(tags=["reading"])


@router.get("/book", **describes_one(shapes.BOOK, "The book: how much is in it, and its state"))
def book(request: Request) -> Response:
    served: Served = request.app.state.served
    found = served.book()
    [counts] = found.rows(
        "SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM claims) AS claims, "
        "(SELECT count(*) FROM pledges) AS pledges"
    )
    told = {
        "book": Path(found.path).resolve().name, "generation": found.standing.name,
        "as_of": str(day_asked(found, Wanted())), **counts, "decisions": len(pipeline.decisions(served.path)),
        "waiting": served.waiting(), "rules": rules_version(), "version": VERSION,
    }  # fmt: skip
    return fresh(request, told, make_id("e", *told.values()))


@router.get("/report", **describes(shapes.REPORT, "What pledges add up to", "Each unit counts once."))
def report(
    request: Request,
    asked: Filters,
    page: Paging,
    by: Annotated[list[Grouping] | None, Query(max_length=8, description="The grouping; may be repeated.")] = None,
    currency: Annotated[
        str | None, Query(alias="in", pattern="^[A-Za-z]{3}$", description="All money in this currency.")
    ] = None,
) -> Response:
    return listed(
        request, asked, page,
        lambda book, told: book.table("report", by=told.by, in_currency=told.currency, **told.asked),
    )  # fmt: skip


def _simple(name: str, *given: Any) -> Any:
    return lambda book, told: book.table(name, *given, **told.asked)


@router.get("/pledges", **describes(shapes.PLEDGE, "One row a pledge"))
def pledges(request: Request, asked: Filters, page: Paging) -> Response:
    return listed(request, asked, page, _simple("pledges"))


@router.get("/claims", **describes(shapes.CLAIM, "One row a claim, as published"))
def claims(request: Request, asked: Filters, page: Paging) -> Response:
    return listed(request, asked, page, _simple("claims"))


@router.get("/overdue", **describes(shapes.OVERDUE, "What is late, the latest first"))
def overdue(request: Request, asked: Filters, page: Paging) -> Response:
    return listed(request, asked, page, _simple("overdue"))


@router.get("/blocked", **describes(shapes.BLOCKED, "What is held up, and by whom"))
def blocked(
    request: Request,
    asked: Filters,
    page: Paging,
    lifted: Annotated[bool, Query(description="Also what was held up before, and until when.")] = False,
) -> Response:
    return listed(request, asked, page, _simple("blocked", lifted))


@router.get("/needs", **describes(shapes.NEEDS, "What was asked for, and by whom"))
def needs(request: Request, asked: Filters, page: Paging) -> Response:
    return listed(request, asked, page, _simple("needs"))


@router.get("/calendar", **describes(shapes.CALENDAR, "What is due when", "Negative `days`: the date is past."))
def calendar(request: Request, asked: Filters, page: Paging) -> Response:
    return listed(request, asked, page, _simple("calendar"))


@router.get("/timeline", **describes(shapes.TIMELINE, "What was promised and had arrived, by day of publication"))
def timeline(
    request: Request,
    asked: Filters,
    page: Paging,
    currency: Annotated[
        str | None, Query(alias="in", pattern="^[A-Za-z]{3}$", description="All money in this currency.")
    ] = None,
) -> Response:
    return listed(
        request, asked, page, lambda book, told: book.table("timeline", in_currency=told.currency, **told.asked)
    )


@router.get("/find", **describes(shapes.FOUND, "Search documents, pledges, actors", "All words must be there."))
def find(request: Request, asked: Filters, page: Paging, words: Text) -> Response:
    return listed(request, asked, page, _simple("find", words))


@router.get("/review", **describes(shapes.REVIEW, "What it is unsure of, the weightiest first"))
def review(
    request: Request,
    asked: Filters,
    page: Paging,
    most: Annotated[int, Query(ge=1, le=1000, description="So many at most.")] = 20,
) -> Response:
    return listed(request, asked, page, _simple("review", most))


@router.get(
    "/changes",
    **describes(
        shapes.CHANGE, "What changed, and why",
        "Between two days (`from`, and `to` or the latest day), or from a release to another one or to the book now.",
    ),
)  # fmt: skip
def changes(
    request: Request,
    asked: Filters,
    page: Paging,
    start: Annotated[Date | None, Query(alias="from", description="The first day.")] = None,
    end: Annotated[Date | None, Query(alias="to", description="The second day.")] = None,
    from_release: Annotated[Text | None, Query(description="Instead of a day: the first release.")] = None,
    to_release: Annotated[Text | None, Query(description="The second one; else the book as it is.")] = None,
) -> Response:
    def query(book: ServedBook, told: Wanted) -> Table:
        if from_release is None and to_release is None:
            return book.table("changes", start, end, **told.asked)
        # Two states of the log are compared by a book that opens each.
        return Book(book.path).changes(start, end, from_release=from_release, to_release=to_release, **told.asked)

    return listed(request, asked, page, query)


@router.get("/documents", **describes(shapes.DOCUMENT, "One row a document, the latest first"))
def documents(request: Request, asked: Filters, page: Paging) -> Response:
    return listed(request, asked, page, _documents)


def _documents(book: ServedBook, told: Wanted) -> Table:
    def find() -> Table:
        question = question_from(told.asked)
        with book.standing.cursor() as cursor:
            require_parties(cursor, question)
            return records.documents(cursor, question)

    return book.kept("api documents", find, **told.asked)


@router.get(
    "/documents/{document:path}",
    **describes_one(shapes.ONE_DOCUMENT, "A document with its text and its claims", "By its id or its hash."),
)
def document(request: Request, document: Name, asked: Moments) -> Response:
    def query(book: ServedBook, told: Wanted) -> Row:
        day = day_asked(book, told)
        with book.standing.cursor() as cursor:
            found = records.document(cursor, document)
            claims = records.claims_of(cursor, day, document_hash=found["hash"])
        text = book.text_of(found["hash"])
        return {"document": found, "text": text, "claims": claims, "as_of": str(day)}

    return one(request, asked, query)


@router.get(
    "/pledges/{pledge:path}",
    **describes_one(
        shapes.EXPLANATION, "Why a pledge stands as it does",
        "Postings with their sentences, its claims, sources and disagreements, and what reviewers decided. A pledge is "
        "named by its id, an alias, or the beginning of one.",
    ),
)  # fmt: skip
def why(request: Request, pledge: Name, asked: Moments) -> Response:
    def query(book: ServedBook, told: Wanted) -> Row:
        days: Any = {name: value for name, value in told.asked.items() if name in ("as_of", "recorded_by")}
        explained = book.why(pledge, **days)
        day = day_asked(book, told)
        with book.standing.cursor() as cursor:
            claims = records.claims_of(cursor, day, pledge=explained.pledge["pledge"])
            decisions = records.decisions_on(cursor, [claim["claim"] for claim in claims])
        groups = ("matches", "relatives", "sources", "disagreements", "blocks")
        return {
            "pledge": explained.pledge,
            "postings": [_with_sentence(row) for row in explained.postings],
            "evidence": [_with_sentence(row) for row in explained.evidence],
            **{name: getattr(explained, name) for name in groups},
            "claims": claims,
            "decisions": decisions,
            "as_of": explained.as_of,
        }

    return one(request, asked, query)


def _with_sentence(row: Row) -> Row:
    sentence = row["sentence"]
    return {**row, "sentence": sentence.as_row() if isinstance(sentence, Sentence) else None}


@router.get(
    "/claims/{claim}",
    **describes_one(
        shapes.ONE_CLAIM, "A claim with its sentence, and what reviewers said of it",
        "Its `version`, also its `ETag`, is what a decision about it carries as `If-Match`; with `other` that of both.",
    ),
)  # fmt: skip
def claim(
    request: Request,
    claim: Name,
    asked: Moments,
    other: Annotated[Text | None, Query(description="A second claim, for the version of both.")] = None,
) -> Response:
    book, told = book_of(request, asked)
    day = day_asked(book, told)
    with book.standing.cursor() as cursor:
        names = [claim_named(prepare(cursor), each) for each in (claim, other) if each]
        rows = records.claims_of(cursor, day, claim=names[0])
        if not rows:
            raise NotInBook(f"{names[0]} was not published by {day}; ask for a later day")
        decisions = records.decisions_on(cursor, names)
        [hashed] = book.rows("SELECT DISTINCT document_hash FROM claims WHERE claim = $claim", claim=names[0])
    row = rows[0]
    text = book.text_of(hashed["document_hash"]) or ""
    start, end = row["start"], row["end"]
    before, after = around(text, start, end) if text[start:end] == row["quote"] else ("", "")
    version = version_of(Path(book.path), *names)
    answer = {
        "claim": row, "before": before, "after": after, "decisions": decisions, "version": version,
        "as_of": str(day), "generation": book.standing.name,
    }  # fmt: skip
    return fresh(request, answer, f"{version}.{make_id('e', book.standing.name, day)}")


@router.get(
    "/decisions",
    **describes(shapes.DECISION, "What reviewers said, the first said first",
                "`waiting`: the tables do not know it yet."),
)  # fmt: skip
def decisions(request: Request, page: Paging) -> Response:
    served: Served = request.app.state.served
    found = served.book()
    with found.standing.cursor() as cursor:
        known = {row["decision"]: row for row in records.decisions_on(cursor)}
    rows = [
        known.get(each.id)
        or {**{name: getattr(each, name, None) for name in DECISION_COLUMNS}, "decision": each.id, "claim": None,
            "other": None, "state": "waiting"}
        for each in pipeline.decisions(served.path)
    ]  # fmt: skip
    table = Table("Decisions", DECISION_COLUMNS, rows)
    return fresh_table(request, table, page, found, str(day_asked(found, Wanted())))


@router.get("/releases", **describes(shapes.RELEASE, "What was released, with its latest status"))
def releases(request: Request, page: Paging) -> Response:
    served: Served = request.app.state.served
    found = served.book()
    table = releases_table(pipeline.log_releases(served.path))
    return fresh_table(request, table, page, found, str(day_asked(found, Wanted())))
