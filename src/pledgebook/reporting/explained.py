"""The explanation of a pledge, drawn for a terminal."""

from __future__ import annotations

import html
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pledgebook.model import STAGES
from pledgebook.reporting.render import console_for, indented
from pledgebook.reporting.table import Row
from pledgebook.reporting.why import Explanation, Sentence
from pledgebook.reporting.words import amount_in_words, joined, one_line

if TYPE_CHECKING:
    from rich.console import Console

INDENT = 3

PLACE_WORDS = {
    "proposed": "proposed", "promised": "promised", "blocked": "held up", "contracted": "ordered",
    "delivered": "arrived", "cancelled": "cancelled",
}  # fmt: skip
"""What is said of units that come to an account."""

LEAST_WEIGHT = 0.05
"""Reasons that weigh less round to nothing and are not shown; JSONL has them all."""


def draw_explanation(explanation: Explanation, console: Console) -> None:
    """The pledge, each posting with its sentence, other evidence, reasons of matches, whole and parts."""
    for style, line in _pledge_lines(explanation.pledge):
        console.print(one_line(line), style=style)
    for heading, rows, drawn in (
        ("Postings", explanation.postings, _posting),
        ("Also told, moving nothing", explanation.evidence, _evidence),
        ("Why these claims belong together", explanation.matches, _match),
        ("Whole and parts", explanation.relatives, _relative),
        ("Where sources disagree", explanation.disagreements, _disagreement),
        ("Held up", explanation.blocks, _block),
        ("Who said so, the first first", explanation.sources, _source),
    ):
        if rows:
            console.print(f"\n{heading}", style="bold")
        for row in rows:
            for part in drawn(row):
                console.print(part)
    console.print(f"\nAs of {explanation.as_of}.", style="dim")


NOTEBOOK_WIDTH = 100
"""Characters of a line in a notebook: what fits beside its margin on a laptop."""


def explained_as_html(explanation: Explanation) -> str:
    """The explanation as a notebook shows it: the lines of the terminal, escaped."""
    file = io.StringIO()
    draw_explanation(explanation, console_for(file, NOTEBOOK_WIDTH))
    return f"<pre>{html.escape(file.getvalue())}</pre>"


def _pledge_lines(pledge: Row) -> Iterator[tuple[str, str]]:
    due = f", due {pledge['due']}" if pledge["due"] else ""
    yield "bold", f"{pledge['pledge']}  {pledge['status']}{due}"
    yield "", f"{joined(pledge['donors'])} → {joined(pledge['recipients'])}: {pledge['item'] or 'aid'}"
    told = [f"{stage} {_amount(pledge, stage)}" for stage in STAGES if pledge[stage] != [0, 0]]
    yield "", "; ".join(told) or "no figure is told"


def _posting(row: Row) -> Iterator[Any]:
    yield one_line(f"{row['number']}. {row['known_from']}  {_moved(row)}  ({row['from']} → {row['to']}; {row['rule']})")
    yield from _sentence(row["sentence"])


def _moved(row: Row) -> str:
    """What the posting says of the units: `60bn USD held up`, `5.0m USD no longer counted as promised`."""
    (low, high), unit, place = row["amount"], row["unit"], PLACE_WORDS[row["to"]]
    if low == high == 0:
        return f"{place}: no open end any more"
    if low <= 0 and (high or 0) <= 0 and (low, high) != (0, None):
        least, most = sorted((-low, -(high or 0)))
        return f"{amount_in_words(least, most, unit)} no longer counted as {place}"
    beyond = " beyond what was promised" if row["from"] == "beyond" else ""
    return f"{_amount(row, 'amount')} {place}{beyond}"


def _evidence(row: Row) -> Iterator[Any]:
    amount = f" {_amount(row, 'amount')}" if row["amount"] else ""
    due = f", due {row['due']}" if row["due"] else ""
    yield one_line(f"· {row['event']}{amount}{due}")
    yield from _sentence(row["sentence"])


def _sentence(sentence: Sentence | None) -> Iterator[Any]:
    """The sentence with the quote marked, and who published it when."""
    if sentence is None:
        yield from _dim(["worked out from other claims"])
        return
    yield indented(sentence.before, sentence.quote, sentence.after, INDENT)
    said = f", {sentence.speaker}" if sentence.speaker else ""
    place = f", {sentence.place}" if sentence.place else ""
    told = f"{sentence.publisher or sentence.document}, {sentence.published}{said} [{sentence.document}{place}]"
    yield from _dim([told])
    if sentence.copy_of is not None:
        yield from _dim([f"near-copy of {', '.join(filter(None, (sentence.copy_of, sentence.source)))}"])


def _match(row: Row) -> Iterator[Any]:
    kind = "part of" if row["kind"] == "part_of" else "same as"
    yield one_line(f"· {row['left_document']} {kind} {row['right_document']}  (weight {row['weight']:+.1f})")
    reasons = [reason for reason in row["reasons"] if abs(reason["weight"]) >= LEAST_WEIGHT]
    yield from _dim(f"{reason['weight']:+.1f}  {reason['words']}" for reason in reasons)


def _relative(row: Row) -> Iterator[Any]:
    amount = _amount(row, "proposed" if row["promised"] == [0, 0] else "promised")
    who = f"{joined(row['donors'])} → {joined(row['recipients'])}: {row['item'] or 'aid'}"
    yield one_line(f"· {row['kind']} {row['pledge']}  {who}, {amount}, {row['status']}")


def _disagreement(row: Row) -> Iterator[Any]:
    chosen, other = (_told_amount(row, side) for side in ("chosen", "other"))
    yield one_line(f"· {row['column']}: {chosen} by {_teller(row, 'chosen')}; {other} by {_teller(row, 'other')}")
    yield from _dim([row["rule"], f"«{row['other_quote']}»"])


def _told_amount(row: Row, side: str) -> str:
    low, high = row[f"{side}_amount"]
    return amount_in_words(low, high, row["unit"])


def _teller(row: Row, side: str) -> str:
    voice = "" if row[f"{side}_voice"] == "unknown" else f" ({row[f'{side}_voice']})"
    return f"{row[f'{side}_publisher'] or 'an unnamed publisher'}{voice}, {row[f'{side}_published']}"


def _block(row: Row) -> Iterator[Any]:
    by = f" by {', '.join(row['held_by'])}" if row["held_by"] else ""
    until = f" until {row['until']}" if row["until"] else ""
    yield one_line(f"· since {row['since']}{until}{by}: {row['days']:,} days")
    if row["lifted_quote"]:
        yield from _dim([f"let go: «{row['lifted_quote']}» [{row['lifted_document']}]"])


def _source(row: Row) -> Iterator[Any]:
    voice = "" if row["voice"] == "unknown" else f" ({row['voice']})"
    said = f", quoting {row['speaker']}" if row["speaker"] else ""
    copies = f", {row['copies']} near-copies" if row["copies"] else ""
    yield one_line(f"· {row['first_told']}  {row['source'] or 'an unnamed publisher'}{said}{voice}{copies}")


def _dim(lines: Iterable[str]) -> Iterator[Any]:
    from rich.padding import Padding
    from rich.text import Text

    for line in lines:
        yield Padding(Text(one_line(line), style="dim"), (0, 0, 0, INDENT))


def _amount(row: Row, column: str) -> str:
    low, high = row[column]
    return amount_in_words(low, high, row["unit"])
