"""What answers look like, as JSON Schema: the rows of each table with the columns of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pledgebook.model import AIDS, DECISION_KINDS, EVENTS, RELEASE_STATUSES, STATUSES
from pledgebook.reporting.calendar import CALENDAR_COLUMNS
from pledgebook.reporting.changes import CHANGES_COLUMNS
from pledgebook.reporting.find import FIND_COLUMNS
from pledgebook.reporting.queries import (
    BLOCKED_COLUMNS,
    CLAIM_COLUMNS,
    NEEDS_COLUMNS,
    OVERDUE_COLUMNS,
    PLEDGE_COLUMNS,
)
from pledgebook.reporting.records import DECISION_COLUMNS, DOCUMENT_COLUMNS
from pledgebook.reporting.releases import RELEASES_COLUMNS
from pledgebook.reporting.report import FIGURE_COLUMNS
from pledgebook.reporting.review import REVIEW_COLUMNS
from pledgebook.reporting.table import AMOUNT_COLUMNS
from pledgebook.reporting.timeline import TIMELINE_COLUMNS
from pledgebook.reporting.totals import GROUPINGS

Schema: TypeAlias = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NOTHING: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "number"}
NUMBER_OR_NOTHING: Schema = {"type": ["number", "null"]}
WHOLE: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
TEXTS: Schema = {"type": "array", "items": TEXT}
OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}
ANYTHING: Schema = {}
RANGE: Schema = {
    "type": "array",
    "items": {"type": ["number", "null"]},
    "minItems": 2,
    "maxItems": 2,
    "description": "At least and at most so many single units; null for an open end.",
    "examples": [[300000000, 300000000], [44000000000, None]],
}
RANGE_OR_NOTHING: Schema = {**RANGE, "type": ["array", "null"]}
ERROR: Schema = {
    "type": "object",
    "properties": {"error": {**TEXT, "description": "What is wrong, and what to do, in a sentence."}},
    "required": ["error"],
}
DAY: Schema = {"type": "string", "format": "date"}

SHAPES: Mapping[str, Schema] = {
    **dict.fromkeys(AMOUNT_COLUMNS, RANGE),
    **dict.fromkeys(("donors", "recipients", "asked", "publishers", "voices", "held_by", "disputed"), TEXTS),
    **dict.fromkeys(("start", "end", "pledges", "days_overdue", "days", "days_blocked", "open_ended"), WHOLE),
    **dict.fromkeys(("sources", "position"), WHOLE),
    **dict.fromkeys(("low", "high", "worth_low", "worth_high"), NUMBER_OR_NOTHING),
    **dict.fromkeys(("confidence", "score", "doubt", "weight"), NUMBER),
    "amount": RANGE_OR_NOTHING,
    "summary": TRUTH,
    "reviewed": TRUTH,
    "claims": WHOLE,
    "history": OBJECTS,
}
"""What stands in a column where it is no text."""

EXAMPLES: Mapping[str, Any] = {
    "pledge": "c-a33xjujsbp7itiz3", "donors": ["US"], "recipients": ["UA"], "item": "artillery shell", "unit": "USD",
    "due": "2024-03", "status": "open", "quote": "finally promised Ukraine $300 million", "document": "march-2024-02",
}  # fmt: skip


def row(columns: tuple[str, ...], **special: Schema) -> Schema:
    """An object with these columns, all of them there."""
    shapes = {name: special.get(name, SHAPES.get(name, TEXT_OR_NOTHING)) for name in columns}
    with_examples = {
        name: {**shape, "examples": [EXAMPLES[name]]} if name in EXAMPLES else shape for name, shape in shapes.items()
    }
    return {"type": "object", "properties": with_examples, "required": list(columns)}


def listed(rows: Schema) -> Schema:
    """A page of a table."""
    return {
        "type": "object",
        "properties": {
            "title": TEXT,
            "as_of": {**DAY, "description": "The day of which it tells."},
            "generation": {**TEXT, "description": "The state of the book: another one after every change."},
            "notes": {**TEXTS, "description": "What the rows rest on, at which rates, as of when."},
            "total": {**WHOLE, "description": "Rows in all."},
            "limit": WHOLE,
            "offset": WHOLE,
            "rows": {"type": "array", "items": rows},
        },
        "required": ["title", "as_of", "generation", "notes", "total", "limit", "offset", "rows"],
    }


REPORT = {
    "type": "object",
    "properties": {
        **dict.fromkeys((*GROUPINGS, "unit"), TEXT_OR_NOTHING),
        **dict.fromkeys(FIGURE_COLUMNS, RANGE),
        **dict.fromkeys(("pledges", "claims", "open_ended", "disputed", "days_blocked"), WHOLE),
        "rates": OBJECTS,
    },
    "required": ["unit", *FIGURE_COLUMNS, "pledges", "claims", "open_ended", "disputed", "days_blocked"],
}
STATUS: Schema = {"type": "string", "enum": list(STATUSES)}
PLEDGE = row(PLEDGE_COLUMNS, status=STATUS, aid={"type": "string", "enum": list(AIDS)})
CLAIM = row(
    CLAIM_COLUMNS,
    event={"type": "string", "enum": list(EVENTS)},
    held_by=TEXT_OR_NOTHING,
    aid={"type": "string", "enum": list(AIDS)},
)
DOCUMENT = row(DOCUMENT_COLUMNS)
OVERDUE = row(OVERDUE_COLUMNS)
BLOCKED = row(BLOCKED_COLUMNS)
NEEDS = row(NEEDS_COLUMNS)
CHANGE = row(CHANGES_COLUMNS, claims=TEXTS, before=ANYTHING, after=ANYTHING)
FOUND = {**row(FIND_COLUMNS)}
REVIEW = row(REVIEW_COLUMNS)
CALENDAR = row(CALENDAR_COLUMNS)
TIMELINE = row(TIMELINE_COLUMNS)
DECISION = row(
    DECISION_COLUMNS,
    kind={"type": "string", "enum": list(DECISION_KINDS)},
    state={"type": "string", "enum": ["stands", "overruled", "replaced", "lost", "waiting"]},
)
RELEASE = row(RELEASES_COLUMNS, status={"type": "string", "enum": list(RELEASE_STATUSES)})

EXPLANATION: Schema = {
    "type": "object",
    "properties": {
        "pledge": PLEDGE,
        **dict.fromkeys(("postings", "evidence", "matches", "relatives", "sources"), OBJECTS),
        **dict.fromkeys(("disagreements", "blocks"), OBJECTS),
        "claims": {"type": "array", "items": CLAIM},
        "decisions": {"type": "array", "items": DECISION},
        "as_of": DAY,
        "generation": TEXT,
    },
    "required": ["pledge", "postings", "evidence", "matches", "relatives", "sources", "claims", "decisions", "as_of"],
}  # fmt: skip
ONE_CLAIM: Schema = {
    "type": "object",
    "properties": {
        "claim": CLAIM,
        "before": {**TEXT, "description": "What stands before the quote, in the same sentence."},
        "after": TEXT,
        "decisions": {"type": "array", "items": DECISION},
        "version": {**TEXT, "description": "For `If-Match` of a decision: another one after every decision about it."},
        "as_of": DAY,
        "generation": TEXT,
    },
    "required": ["claim", "before", "after", "decisions", "version", "as_of"],
}
ONE_DOCUMENT: Schema = {
    "type": "object",
    "properties": {
        "document": {"type": "object"},
        "text": {**TEXT_OR_NOTHING, "description": "Null once it was forgotten."},
        "claims": {"type": "array", "items": CLAIM},
        "as_of": DAY,
        "generation": TEXT,
    },
    "required": ["document", "text", "claims", "as_of"],
}
BOOK: Schema = {
    "type": "object",
    "properties": {
        "book": TEXT,
        "generation": TEXT,
        "as_of": {**DAY, "description": "The day of the latest document."},
        **dict.fromkeys(("documents", "claims", "pledges", "decisions", "waiting"), WHOLE),
        "rules": TEXT,
        "version": TEXT,
    },
    "required": ["book", "generation", "as_of", "documents", "claims", "pledges", "decisions", "waiting", "rules"],
}
DECIDED: Schema = {
    "type": "object",
    "properties": {"decision": DECISION, "version": TEXT},
    "required": ["decision", "version"],
}
STALE: Schema = {
    "type": "object",
    "properties": {
        **ERROR["properties"],
        "decided": {"type": "array", "items": {"type": "object"}, "description": "What others decided meanwhile."},
        "version": {**TEXT, "description": "The version as it is now."},
    },
    "required": ["error", "decided", "version"],
}
