"""Why a pledge stands as it does: each posting with its sentence, the matches' reasons, whole and parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from pledgebook.errors import NotInBook, WrongCall
from pledgebook.model import STAGES
from pledgebook.reporting.pledges import KnownPledge, bounds_of
from pledgebook.reporting.queries import RELATIVE_COLUMNS, day_of, known_pledges, only_one, plain, run
from pledgebook.reporting.questions import Question
from pledgebook.reporting.table import Row, Table
from pledgebook.reporting.words import as_range

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Texts: TypeAlias = Callable[[str], str | None]
"""The text of the document with this hash; None once it was forgotten."""

CONTEXT = 160
"""Characters shown on each side of a quote: about one sentence of news (130 characters on average)."""

SENTENCE_ENDS = (". ", "! ", "? ", "\n", "” ", "。")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words that carry a claim, with what stands around them and where they were published.

    `place` is where in the document, if that has such places: its page, its cell. `copy_of` is the document of which
    this one is a near-copy, and `source` the publisher whose word it is: of that one, else its own.
    """

    quote: str
    before: str
    after: str
    document: str
    publisher: str
    published: str
    speaker: str | None
    copy_of: str | None
    source: str
    place: str | None = None

    def as_row(self) -> Row:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that a pledge's figures rest on, as rows: `postings` and `evidence` hold a `sentence` each."""

    pledge: Row
    postings: list[Row]
    evidence: list[Row]
    matches: list[Row]
    relatives: list[Row]
    as_of: str
    sources: list[Row] = field(default_factory=list)
    disagreements: list[Row] = field(default_factory=list)
    blocks: list[Row] = field(default_factory=list)

    def table(self) -> Table:
        """Everything as one table; a column is there for every kind that has it."""
        rows = self.rows()
        columns = tuple(dict.fromkeys(name for row in rows for name in row))
        return Table("Why", columns, rows, (f"As of {self.as_of}.",))

    def _repr_html_(self) -> str:
        from pledgebook.reporting.explained import explained_as_html

        return explained_as_html(self)

    def rows(self) -> list[Row]:
        """Everything in one list of rows, told apart by `kind`."""
        sentences = [
            {"kind": kind, **{name: cell for name, cell in row.items() if name != "sentence"}, **_sentence_row(row)}
            for kind, group in (("posting", self.postings), ("evidence", self.evidence))
            for row in group
        ]
        matches = [{**row, "kind": "match", "match": row["kind"]} for row in self.matches]
        more = [
            {"kind": kind, **row}
            for kind, group in (
                ("source", self.sources), ("disagreement", self.disagreements), ("block", self.blocks),
            )
            for row in group
        ]  # fmt: skip
        return [{"kind": "pledge", **self.pledge}, *sentences, *matches, *self.relatives, *more]


def _sentence_row(row: Row) -> Row:
    sentence = row["sentence"]
    return sentence.as_row() if isinstance(sentence, Sentence) else {}


def why(connection: DuckDBPyConnection, name: str, question: Question, texts: Texts) -> Explanation:
    """The explanation of the pledge with this id, alias or the beginning of one.

    NotInBook if there is none by the day asked for; WrongCall if several begin so.
    """
    as_of = day_of(connection, question)
    pledge = _known(connection, pledge_named(connection, name), question, as_of)
    parameters = {"pledge": pledge.id, "as_of": as_of}
    return Explanation(
        pledge=pledge.as_row(),
        postings=[_posting(row, texts) for row in run(connection, "why_postings", parameters)],
        evidence=[_evidence(row, texts) for row in run(connection, "why_claims", parameters)],
        matches=[_match(row) for row in run(connection, "why_matches", parameters)],
        relatives=[_relative(row) for row in run(connection, "why_relatives", parameters)],
        as_of=str(as_of),
        sources=[_plain(row) for row in run(connection, "why_sources", parameters)],
        disagreements=[_disagreement(row) for row in run(connection, "why_disagreements", parameters)],
        blocks=[_plain(row) for row in run(connection, "why_blocks", parameters)],
    )


def _plain(row: Row) -> Row:
    return {name: plain(cell) for name, cell in row.items()}


def _disagreement(row: Row) -> Row:
    """The row with each figure as a range."""
    told = {name: cell for name, cell in _plain(row).items() if not name.endswith(("_low", "_high"))}
    ranges = {side: [plain(row[f"{side}_low"]), plain(row[f"{side}_high"])] for side in ("chosen", "other")}
    return {**told, "chosen_amount": ranges["chosen"], "other_amount": ranges["other"]}


def pledge_named(connection: DuckDBPyConnection, name: str) -> str:
    """The id of the pledge with this id, alias or unique beginning of one."""
    if not name:
        raise WrongCall("name a pledge by its id, an alias or the beginning of one")
    found = run(connection, "pledge_named", {"name": name})
    exact = [row["pledge"] for row in found if row["exact"]]
    return only_one("pledge", name, exact or [row["pledge"] for row in found])


def _known(connection: DuckDBPyConnection, id: str, question: Question, as_of: date) -> KnownPledge:
    found = known_pledges(connection, question, id)
    if found:
        return found[0]
    raise NotInBook(f"nothing that fits was known of {id} on {as_of}; ask for a later day with --as-of")


def _posting(row: Row, texts: Texts) -> Row:
    high = None if row["high_open"] else plain(row["high"])
    return {
        "number": row["number"], "from": row["from_account"], "to": row["to_account"],
        "amount": [plain(row["low"]), high], "unit": row["unit"], "known_from": plain(row["known_from"]),
        "rule": row["rule"], "claim": row["claim"], "event": row["event"], "sentence": _sentence(row, texts),
    }  # fmt: skip


def _evidence(row: Row, texts: Texts) -> Row:
    amount = None if row["unit"] is None else [plain(row["low"]), plain(row["high"])]
    told = {name: row[name] for name in ("claim", "event", "unit", "due")}
    return {**told, "amount": amount, "sentence": _sentence(row, texts)}


def _sentence(row: Row, texts: Texts) -> Sentence | None:
    if row["quote"] is None:
        return None
    text = texts(row["document_hash"]) or ""
    start, end = row["start"], row["end"]
    before, after = around(text, start, end) if text[start:end] == row["quote"] else ("", "")
    return Sentence(
        row["quote"], before, after, row["document"], row["publisher"], plain(row["published"]), row["speaker"],
        row["copy_of"], row["source"], row["place"],
    )  # fmt: skip


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after in the same sentence, cut at `CONTEXT` characters with an ellipsis."""
    left, right = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    begin = max((left.rfind(mark) + len(mark) for mark in SENTENCE_ENDS if mark in left), default=0)
    before = left[begin:] if begin or start <= CONTEXT else f"…{left}"
    ends = [right.find(mark) + len(mark.rstrip()) for mark in SENTENCE_ENDS if mark in right]
    if ends:
        return before, right[: min(ends)]
    return before, right if end + CONTEXT >= len(text) else f"{right}…"


def _match(row: Row) -> Row:
    reasons = [plain(reason) for reason in row["reasons"] or []]
    told = {name: row[name] for name in ("left", "right", "left_document", "right_document")}
    return {"kind": row["kind"], **told, "weight": row["weight"], "reasons": reasons}


def _relative(row: Row) -> Row:
    told = {name: plain(row[name]) for name in RELATIVE_COLUMNS if name not in STAGES}
    figures = {str(stage): as_range(bounds_of(row[f"{stage}_low"], row[f"{stage}_high"])) for stage in STAGES}
    return {"kind": row["kind"], **told, **figures}
