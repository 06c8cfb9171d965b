"""Tables and explanations drawn for a terminal of 80 columns and more.

Cells are `rich.text.Text`, so that markup in a quote is never taken for markup, and pass through
`one_line`, so that no terminal command reaches the terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from pledgebook.reporting.table import AMOUNT_COLUMNS, Row, Table, cell_in_words, shown_columns
from pledgebook.reporting.why import Explanation, Sentence
from pledgebook.reporting.words import amount_in_words, joined, one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

UNKNOWN_WIDTH = 110
"""Columns where there is no terminal and no COLUMNS: between the 80 and 120 of most terminals."""

SHORTEST_ID = 8
"""Characters of an id in a table: `c-` and 30 bits, unique among some ten thousand pledges."""

SHORT_QUOTE = 90
NUMBER_COLUMNS = frozenset(("pledges", "claims", "open_ended", "days_overdue", "start", "end", "confidence"))
LEFT_OUT = frozenset(
    ("summary", "rates", "aid", "document", "source_id", "extractor", "claim", "start", "end", "instrument",
     "channel", "programme", "confidence", "basis", "open_ended")
)  # fmt: skip
"""Columns that a person asks JSONL or CSV for: a table of all would not fit."""

HEADINGS = {
    "recipients": "for", "donors": "by", "days_overdue": "days", "contracted": "ordered", "publishers": "told by",
    "published": "told on", "held_by": "held by", "part_of": "part of", "delivered": "arrived",
}  # fmt: skip


def console_for(file: IO[str], width: int | None = None) -> Console:
    """A console on this file: colours only on a terminal, as wide as it is."""
    import os

    from rich.console import Console

    if width is None and not file.isatty() and "COLUMNS" not in os.environ:
        width = UNKNOWN_WIDTH
    return Console(file=file, width=width, highlight=False, markup=False, emoji=False)


def draw(table: Table, console: Console) -> None:
    """The table, or a line that says there is nothing, and its notes."""
    if table.rows:
        console.print(_rich_table(table))
    else:
        console.print(f"{one_line(table.title)}: none.")
    for note in table.notes:
        console.print(one_line(note), style="dim")


def _rich_table(table: Table) -> object:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as RichTable
    from rich.text import Text

    table = _with_amounts(table)
    columns = [name for name in shown_columns(table) if name not in LEFT_OUT]
    drawn = RichTable(box=SIMPLE_HEAD, title=Text(one_line(table.title)), title_justify="left", padding=(0, 1, 0, 0))
    for name in columns:
        right = name in AMOUNT_COLUMNS or name in NUMBER_COLUMNS
        drawn.add_column(Text(HEADINGS.get(name, name)), justify="right" if right else "left", overflow="fold")
    shorten = _short_ids(table)
    for row in table.rows:
        drawn.add_row(*(Text(_cell(name, row, shorten)) for name in columns))
    return drawn


def _with_amounts(table: Table) -> Table:
    """The table with `low` and `high` as one column of amounts."""
    if "low" not in table.columns:
        return table
    columns = tuple("amount" if name == "low" else name for name in table.columns if name != "high")
    rows = [{**row, "amount": _amount_of(row)} for row in table.rows]
    return replace(table, columns=columns, rows=rows)


def _amount_of(row: Row) -> list[object] | None:
    return [row["low"], row["high"]] if row.get("unit") else None


def _cell(name: str, row: Row, shorten: Callable[[str], str]) -> str:
    value = row.get(name)
    if name in ("pledge", "part_of") or (name == "id" and row.get("kind") == "pledge"):
        return shorten(one_line(str(value))) if value else cell_in_words(name, value)
    if name == "quote" and value:
        return shortened(one_line(value), SHORT_QUOTE)
    return cell_in_words(name, value)


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _short_ids(table: Table) -> Callable[[str], str]:
    """Cuts ids to the shortest length at which all of the table's are different."""
    ids = {str(row[name]) for row in table.rows for name in ("pledge", "part_of", "id") if row.get(name)}
    ids = {id for id in ids if id.startswith("c-")}
    length = SHORTEST_ID
    while len({id[:length] for id in ids}) < len(ids):
        length += 1
    return lambda id: id[:length] if id in ids else id


def draw_explanation(explanation: Explanation, console: Console) -> None:
    """The pledge, each posting with its sentence, other evidence, reasons of matches, whole and parts."""
    from rich.text import Text

    for line in _pledge_lines(explanation.pledge):
        console.print(line)
    for heading, rows, drawn in (
        ("Postings", explanation.postings, _posting_lines),
        ("Also told, moving nothing", explanation.evidence, _evidence_lines),
        ("Why these claims belong together", explanation.matches, _match_lines),
        ("Whole and parts", explanation.relatives, _relative_lines),
    ):
        if rows:
            console.print(Text(f"\n{heading}", style="bold"))
        for row in rows:
            for text in drawn(row):
                console.print(text)
    console.print(Text(f"\nAs of {explanation.as_of}.", style="dim"))


def _amount(row: Row, column: str) -> str:
    low, high = row[column]
    return amount_in_words(low, high, row["unit"])


def _pledge_lines(pledge: Row) -> list[Text]:
    from rich.text import Text

    who = f"{joined(pledge['donors'])} → {joined(pledge['recipients'])}: {pledge['item'] or 'aid'}"
    due = f", due {pledge['due']}" if pledge["due"] else ""
    told = [
        f"{stage} {_amount(pledge, stage)}"
        for stage in ("proposed", "promised", "blocked", "contracted", "delivered", "cancelled")
        if pledge[stage] != [0, 0]
    ]
    lines = [Text(one_line(f"{pledge['pledge']}  {pledge['status']}{due}"), style="bold"), Text(one_line(who))]
    return [*lines, Text(one_line("; ".join(told) or "no figure is told"))]


def _posting_lines(row: Row) -> list[Text]:
    from rich.text import Text

    moved = f"{_amount(row, 'amount')}  {row['from']} → {row['to']}"
    head = f"{row['number']}. {row['known_from']}  {moved}  ({row['rule']})"
    return [Text(one_line(head)), *_sentence_lines(row["sentence"])]


def _evidence_lines(row: Row) -> list[Text]:
    from rich.text import Text

    amount = _amount(row, "amount") if row["amount"] else ""
    due = f", due {row['due']}" if row["due"] else ""
    return [Text(one_line(f"· {row['event']} {amount}{due}")), *_sentence_lines(row["sentence"])]


def _sentence_lines(sentence: Sentence | None) -> list[Text]:
    """The sentence with the quote marked, and who published it when."""
    from rich.text import Text

    if sentence is None:
        return [Text("   worked out from other claims", style="dim")]
    before, quote, after = (_spaced(part) for part in (sentence.before, sentence.quote, sentence.after))
    marked = Text("   ").append(before, style="dim").append(f"«{quote}»", style="bold").append(after, style="dim")
    said = f", {sentence.speaker}" if sentence.speaker else ""
    source = f"{sentence.publisher or sentence.document}, {sentence.published}{said} [{sentence.document}]"
    return [marked, Text(f"   {one_line(source)}", style="dim italic")]


def _spaced(text: str) -> str:
    """The text on one line, keeping a space at its ends."""
    body = one_line(text)
    if not body:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{body}{' ' if text[-1].isspace() else ''}"


def _match_lines(row: Row) -> list[Text]:
    from rich.text import Text

    kind = "part of" if row["kind"] == "part_of" else "same as"
    head = f"· {row['left_document']} {kind} {row['right_document']}  (weight {row['weight']:+.1f})"
    reasons = [f"   {reason['weight']:+.1f}  {one_line(reason['words'])}" for reason in row["reasons"]]
    return [Text(one_line(head)), *(Text(reason, style="dim") for reason in reasons)]


def _relative_lines(row: Row) -> list[Text]:
    from rich.text import Text

    stage = "proposed" if row["promised"] == [0, 0] else "promised"
    amount = _amount(row, stage)
    who = f"{joined(row['donors'])} → {joined(row['recipients'])}"
    head = f"· {row['kind']} {row['pledge']}"
    return [Text(one_line(f"{head}  {who}: {row['item'] or 'aid'}, {amount}, {row['status']}"))]
