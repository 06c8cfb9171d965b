"""The tables of the derived book: their columns, and the rows that documents, claims and pledges give."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from pledgebook.model import (
    STAGES,
    AmountRange,
    Bounds,
    Disagreement,
    Document,
    FoundDecision,
    Issue,
    Key,
    Match,
    NearCopy,
    PartTie,
    Pledge,
    PledgeState,
    Posting,
    PublishedClaim,
    Reason,
    Review,
    Traces,
)
from pledgebook.protocols import rounded

if TYPE_CHECKING:
    import pyarrow

Row: TypeAlias = dict[str, Any]

TABLES_VERSION = 5
"""Raised with every change of columns or of how rows are made, so that standing books are derived anew."""

AMOUNT_COLUMNS = tuple(f"{stage}_{end}" for stage in STAGES for end in ("low", "high"))

TABLES: Mapping[str, Mapping[str, str]] = {
    "documents": {
        "document": "text", "hash": "text", "address": "text", "published": "day", "publisher": "text",
        "language": "text", "title": "text", "url": "text", "superseded_from": "day",
    },
    "copies": {
        "document": "text", "document_hash": "text", "copy_of": "text", "copy_of_hash": "text", "likeness": "number",
    },
    "claims": {
        "claim": "text", "pledge": "text", "document": "text", "document_hash": "text", "start": "int", "end": "int",
        "quote": "text", "event": "text", "donors": "texts", "recipients": "texts", "low": "amount", "high": "amount",
        "unit": "text", "per": "text", "item": "text", "aid": "text", "basis": "text", "happened": "text",
        "due": "text", "happened_phrase": "text", "due_phrase": "text", "speaker": "text", "confidence": "number",
        "held_by": "text", "instrument": "text", "channel": "text", "programme": "text", "source_id": "text",
        "extractor": "text", "published": "day", "publisher": "text", "withdrawn": "day",
        "voice": "text", "review": "text", "origin": "text", "place": "text", "whole_id": "text",
        "worth_low": "amount", "worth_high": "amount", "worth_unit": "text", "valuation": "text",
        "draft": "text", "number": "int",
    },
    "pledges": {
        "pledge": "text", "donors": "texts", "recipients": "texts", "item": "text", "unit": "text", "aid": "text",
        "part_of": "text", "split": "text", "summary": "truth", "founded": "day", "aliases": "texts",
    },
    "states": {
        "pledge": "text", "known_from": "day", "known_to": "day", **dict.fromkeys(AMOUNT_COLUMNS, "amount"),
        "due": "text", "due_last_day": "day", "status": "text",
    },
    "postings": {
        "pledge": "text", "number": "int", "claim": "text", "unit": "text", "from_account": "text",
        "to_account": "text", "low": "amount", "high": "amount", "high_open": "truth", "known_from": "day",
        "rule": "text",
    },
    "matches": {
        "kind": "text", "left": "text", "right": "text", "weight": "number", "reasons": "reasons", "pledge": "text",
    },
    "disagreements": {
        "pledge": "text", "column": "text", "chosen": "text", "other": "text", "rule": "text", "known_from": "day",
    },
    "decisions": {
        "decision": "text", "kind": "text", "claim": "text", "other": "text", "field": "text", "value": "text",
        "who": "text", "when": "text", "why": "text", "state": "text", "document_hash": "text",
    },
    "issues": {"place": "text", "reason": "text"},
    "ties": {
        "part": "text", "whole": "text", "weight": "number", "reasons": "reasons", "largest": "text",
        "published": "day", "document": "text", "document_hash": "text", "number": "int",
    },
    "keys": {
        "key": "text", "draft": "text", "published": "day", "document": "text", "document_hash": "text",
        "number": "int",
    },
    "displaced": {"kind": "text", "left": "text", "right": "text", "weight": "number", "reasons": "reasons"},
}  # fmt: skip
"""Every table with its columns and their kinds, in order."""

ORDER: Mapping[str, tuple[str, ...]] = {
    "documents": ("published", "document", "hash"),
    "copies": ("document", "document_hash"),
    "claims": ("published", "document", "start", "end", "claim"),
    "pledges": ("founded", "pledge"),
    "states": ("pledge", "known_from"),
    "postings": ("pledge", "number"),
    "matches": ("kind", "left", "right"),
    "disagreements": ("pledge", "column", "chosen", "other"),
    "decisions": ("when", "decision"),
    "issues": ("place", "reason"),
    "ties": ("published", "document", "document_hash", "number"),
    "keys": ("key", "published", "document", "document_hash", "number", "draft"),
    "displaced": ("left", "right"),
}
"""The columns by which each table is sorted: each row has its own values there."""


@dataclass(frozen=True, slots=True)
class DerivedBook:
    """All that is worked out from a log, or a piece of it. `superseded` are days by document hash.

    `names` are ids, by hash, of documents that copies tell again and that are not among `documents`.
    """

    documents: Sequence[Document]
    claims: Sequence[PublishedClaim]
    pledges: Sequence[Pledge]
    matches: Sequence[Match]
    states: Sequence[PledgeState]
    postings: Sequence[Posting]
    issues: Sequence[Issue]
    superseded: Mapping[str, date]
    copies: Sequence[NearCopy] = ()
    disagreements: Sequence[Disagreement] = ()
    decisions: Sequence[FoundDecision] = ()
    reviews: Mapping[str, Review] = field(default_factory=dict)
    traces: Traces = field(default_factory=Traces)
    names: Mapping[str, str] = field(default_factory=dict)

    def tables(self) -> dict[str, pyarrow.Table]:
        """Its tables, sorted, so that equal books give equal tables."""
        pledge_of = {claim: pledge.id for pledge in reversed(self.pledges) for claim in pledge.claims}
        founded = {told.id: told.published for told in self.claims}
        names = {**self.names, **{document.hash: document.id for document in self.documents}}
        told = {each.id: each for each in self.claims}
        placed = self.traces.placements
        rows: dict[str, Iterable[Row]] = {
            "documents": (document_row(each, self.superseded.get(each.hash)) for each in self.documents),
            "copies": (copy_row(each, names) for each in self.copies),
            "claims": (
                {
                    **claim_row(each, pledge_of.get(each.id), self.superseded.get(each.document.hash)),
                    "review": self.reviews.get(each.id),
                    "draft": placed[each.id].draft if each.id in placed else None,
                    "number": placed[each.id].number if each.id in placed else None,
                }
                for each in self.claims
            ),
            "pledges": (pledge_row(each, founded[each.id]) for each in self.pledges),
            "states": map(state_row, self.states),
            "postings": map(plain_row, self.postings),
            "matches": (match_row(each, pledge_of.get(each.left)) for each in self.matches),
            "disagreements": map(plain_row, self.disagreements),
            "decisions": map(decision_row, self.decisions),
            "issues": map(plain_row, self.issues),
            "ties": tie_rows(self.traces.ties, told),
            "displaced": map(plain_match_row, self.traces.displaced),
        }
        tables = {name: arrow_table(name, rows[name]) for name in rows}
        return {**tables, "keys": keys_table(self.traces, told)}


def document_row(document: Document, superseded_from: date | None) -> Row:
    names = ("hash", "address", "published", "publisher", "language", "title", "url")
    row = {name: getattr(document, name) for name in names}
    return {"document": document.id, **row, "superseded_from": superseded_from}


def copy_row(copy: NearCopy, names: Mapping[str, str]) -> Row:
    return {
        "document": names[copy.document], "document_hash": copy.document,
        "copy_of": names[copy.copy_of], "copy_of_hash": copy.copy_of, "likeness": copy.likeness,
    }  # fmt: skip


def claim_row(told: PublishedClaim, pledge: str | None, withdrawn: date | None) -> Row:
    claim, amount, span = told.claim, told.claim.amount, told.claim.span
    row = {name: getattr(claim, name) for name in TABLES["claims"] if hasattr(claim, name)}
    return {
        **row,
        "claim": told.id, "pledge": pledge, "document": told.document.id,
        "start": span.start, "end": span.end, "quote": span.quote,
        "low": amount and _cell(amount.low), "high": amount and _cell(amount.high),
        "happened": claim.happened and str(claim.happened), "due": claim.due and str(claim.due),
        "published": told.published, "publisher": told.document.publisher, "withdrawn": withdrawn,
        "voice": told.voice, **_worth_cells(claim.worth),
    }  # fmt: skip


def _worth_cells(worth: AmountRange | None) -> Row:
    if worth is None:
        return dict.fromkeys(("worth_low", "worth_high", "worth_unit"))
    return {"worth_low": _cell(worth.low), "worth_high": _cell(worth.high), "worth_unit": worth.unit}


def pledge_row(pledge: Pledge, founded: date) -> Row:
    row = {name: getattr(pledge, name) for name in TABLES["pledges"] if hasattr(pledge, name)}
    return {**row, "pledge": pledge.id, "founded": founded}


def state_row(state: PledgeState) -> Row:
    amounts: Row = {}
    for stage in STAGES:
        bounds: Bounds = getattr(state, stage)
        amounts |= {f"{stage}_low": _cell(bounds.low), f"{stage}_high": _cell(bounds.high)}
    due = state.due
    return {
        "pledge": state.pledge, "known_from": state.known_from, "known_to": state.known_to, **amounts,
        "due": due and str(due), "due_last_day": due and due.last_day, "status": state.status,
    }  # fmt: skip


def match_row(match: Match, pledge: str | None) -> Row:
    return {**plain_match_row(match), "pledge": pledge}


def plain_match_row(match: Match) -> Row:
    return {"kind": match.kind, "left": match.left, "right": match.right, "weight": match.weight,
            "reasons": reason_cells(match.reasons)}  # fmt: skip


def reason_cells(reasons: Iterable[Reason]) -> list[Row]:
    return [{"feature": r.feature, "weight": r.weight, "words": r.words} for r in reasons]


def tie_rows(ties: Iterable[PartTie], claims: Mapping[str, PublishedClaim]) -> Iterator[Row]:
    """Each tie with the document that ties it and its number among the ties of that document."""
    count: Counter[str] = Counter()
    documents = {told.document.hash: told.document for told in claims.values()}
    for tie in ties:
        document = documents[tie.document]
        yield {
            "part": tie.part, "whole": tie.whole, "weight": tie.weight, "reasons": reason_cells(tie.reasons),
            "largest": str(tie.largest), "published": document.published, "document": document.id,
            "document_hash": document.hash, "number": count[tie.document],
        }  # fmt: skip
        count[tie.document] += 1


KEY_SEPARATOR = "\x1f"
"""Between the words of a key in its cell: the unit separator, which no code or name holds."""


def key_cell(key: Key) -> str:
    return KEY_SEPARATOR.join(key)


def keys_table(traces: Traces, claims: Mapping[str, PublishedClaim]) -> pyarrow.Table:
    """For each key, draft and document the number of the last claim noted: hundreds of thousands, so by columns."""
    import pyarrow

    last: dict[tuple[str, str, str], tuple[int, PublishedClaim]] = {}
    for key, claim in traces.keys:
        placed, told = traces.placements[claim], claims[claim]
        last[key_cell(key), placed.draft, told.document.hash] = placed.number, told
    columns = {
        "key": [key for key, _, _ in last],
        "draft": [draft for _, draft, _ in last],
        "published": [told.published for _, told in last.values()],
        "document": [told.document.id for _, told in last.values()],
        "document_hash": [document for _, _, document in last],
        "number": [number for number, _ in last.values()],
    }
    table = pyarrow.table(columns, schema=arrow_schema("keys"))
    return table.sort_by([(name, "ascending") for name in ORDER["keys"]])


def decision_row(found: FoundDecision) -> Row:
    decision = found.decision
    told = {name: getattr(decision, name) for name in ("kind", "field", "value", "who", "when", "why")}
    return {
        **told, "decision": decision.id, "claim": found.claim, "other": found.other, "state": found.state,
        "document_hash": decision.claim.document_hash,
    }  # fmt: skip


def plain_row(value: Posting | Issue | Disagreement) -> Row:
    """The fields of a value as they are, amounts rounded."""
    row = {name: getattr(value, name) for name in value.__dataclass_fields__}
    return {name: _cell(cell) if isinstance(cell, Decimal) else cell for name, cell in row.items()}


def _cell(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else rounded(amount)


def arrow_table(name: str, rows: Iterable[Row]) -> pyarrow.Table:
    """The rows as a table with exactly its columns, in its order."""
    import pyarrow

    keys = ORDER[name]
    ordered = sorted(rows, key=lambda row: tuple(row[key] for key in keys))
    return pyarrow.Table.from_pylist(ordered, schema=arrow_schema(name))


@functools.cache
def arrow_schema(name: str) -> pyarrow.Schema:
    import pyarrow as pa

    reason = pa.struct([("feature", pa.string()), ("weight", pa.float64()), ("words", pa.string())])
    kinds = {
        "text": pa.string(), "texts": pa.list_(pa.string()), "day": pa.date32(), "int": pa.int32(),
        "number": pa.float64(), "truth": pa.bool_(), "amount": pa.decimal128(38, 6), "reasons": pa.list_(reason),
    }  # fmt: skip
    return pa.schema([(column, kinds[kind]) for column, kind in TABLES[name].items()])
