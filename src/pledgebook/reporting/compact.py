"""Tables with fewer columns for people: amounts with their unit, stages in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pledgebook.reporting.table import Row, Table, cell_in_words
from pledgebook.reporting.words import NOTHING_TOLD, amount_in_words, one_line

SHORT_QUOTE = 40
"""Characters of a sentence in a row: how it begins; `why` and JSONL have all of it."""

SHORT_NAME = 24
STAGE_WORDS = {"blocked": "blocked", "contracted": "ordered", "delivered": "arrived", "cancelled": "cancelled"}


def compacted(table: Table) -> Table:
    """The table as a terminal shows it; what is left out stands in JSONL and CSV."""
    compact = _COMPACT.get(table.title.split(" ")[0])
    return compact(table) if compact else table


def _report(table: Table) -> Table:
    """Things are named where money has its currency."""
    left_out = {"rates", "open_ended", "days_blocked"}
    if table.columns.index("item") > table.columns.index("unit"):
        rows = [{**row, "unit": row["item"] or row["unit"]} for row in table.rows]
        return _of(table, [name for name in table.columns if name not in left_out | {"item"}], rows)
    return _of(table, [name for name in table.columns if name not in left_out], table.rows)


def narrowed(table: Table) -> Table:
    """The table as a narrow terminal shows it: giver and receiver in one column, a report's stages in words."""
    compact = compacted(table)
    if table.title.startswith("Report"):
        columns = [name for name in compact.columns if name not in STAGE_WORDS]
        columns.insert(columns.index("promised") + 1, "of which")
        compact = _of(compact, columns, [{**row, "of which": _stages(row)} for row in compact.rows])
    for giver, receiver in (("donors", "recipients"), ("donor", "recipient")):
        if giver in compact.columns and receiver in compact.columns:
            rows = [{**row, "who": _who(row, giver, receiver)} for row in compact.rows]
            columns = ["who" if name == giver else name for name in compact.columns if name != receiver]
            compact = _of(compact, columns, rows)
    return compact


def _who(row: Row, giver: str, receiver: str) -> str:
    """Who gives and who receives: `DK+NL → UA`."""
    return f"{cell_in_words(giver, row[giver])} → {cell_in_words(receiver, row[receiver])}"


def _pledges(table: Table) -> Table:
    rows = [
        {**row, "size": _size(row), "of which": _stages(row), "unconfirmed": _unconfirmed(row)} for row in table.rows
    ]
    columns = ["pledge", "donors", "recipients", "item", "size", "of which", "due", "status", "unconfirmed"]
    return _of(table, columns, rows)


def _unconfirmed(row: Row) -> str | None:
    """Since when nothing was heard of what has not arrived: silence is no failure."""
    return None if row["status"] in ("delivered", "cancelled") else row.get("last_heard")


def _size(row: Row) -> str:
    """What is promised, or what is proposed where nothing is."""
    only_proposed = row["promised"] == [0, 0] and row["proposed"] != [0, 0]
    low, high = row["proposed" if only_proposed else "promised"]
    return amount_in_words(low, high, row["unit"]) + (" proposed" if only_proposed else "")


def _stages(row: Row) -> str:
    """Where its units are, but for those that are open."""
    told = [f"{amount_in_words(*row[stage])} {word}" for stage, word in STAGE_WORDS.items() if row[stage] != [0, 0]]
    return ", ".join(told) or NOTHING_TOLD


def _claims(table: Table) -> Table:
    rows = [_with_amount(row, [row["low"], row["high"]]) for row in table.rows]
    columns = ["published", "event", "donors", "recipients", "amount", "item", "due", "pledge", "quote"]
    return _of(table, columns, [{**row, "quote": shortened(row["quote"], SHORT_QUOTE)} for row in rows])


def _needs(table: Table) -> Table:
    rows = [_with_amount(row, row["amount"]) for row in table.rows]
    return _of(table, ["published", "recipients", "asked", "speaker", "item", "amount", "due", "claims"], rows)


def _found(table: Table) -> Table:
    rows = [
        {**_with_amount(row, row.get("amount")), "who": shortened(row.get("who") or "", SHORT_NAME),
         "what": shortened(row.get("what") or "", 2 * SHORT_QUOTE)}
        for row in table.rows
    ]  # fmt: skip
    return _of(table, ["kind", "id", "date", "who", "what", "amount"], rows)


def _compared(table: Table) -> Table:
    """Of a pair that differs, what each of the two says."""
    rows = [_with_amount({**row, "told": _told_by_both(row)}, [row["low"], row["high"]]) for row in table.rows]
    columns = ["document", "found_by", "event", "donors", "recipients", "amount", "item", "told", "quote"]
    return _of(table, columns, [{**row, "quote": shortened(row["quote"], SHORT_QUOTE)} for row in rows])


def _told_by_both(row: Row) -> str:
    """The fields that differ, first as the rules tell them: `event pledge | commit`."""
    return "; ".join(
        f"{each['field']} {cell_in_words(each['field'], each['rules'])} | {cell_in_words(each['field'], each['model'])}"
        for each in row["differences"]
    )


def _with_amount(row: Row, amount: list[int | float | None] | None) -> Row:
    """The row with its amount, unit and rate in one cell of words."""
    if not amount or not row.get("unit"):
        return {**row, "amount": None}
    words = amount_in_words(amount[0], amount[1], row["unit"])
    return {**row, "amount": f"{words}/{row['per']}" if row.get("per") else words}


def _blocked(table: Table) -> Table:
    rows = [{**row, "held up": _with_unit(row["blocked"], row["unit"])} for row in table.rows]
    columns = ["pledge", "donors", "recipients", "item", "held up", "held_by", "since", "until", "days"]
    return _of(table, columns, rows)


def _overdue(table: Table) -> Table:
    left_out = {"unit", "quote", "document", "publisher", "published"}
    rows = [{**row, "late": _with_unit(row["overdue"], row["unit"])} for row in table.rows]
    columns = ["late" if name == "overdue" else name for name in table.columns if name not in left_out]
    return _of(table, columns, rows)


def _changes(table: Table) -> Table:
    rows = [{**row, "from": _figure(row, "before"), "to": _figure(row, "after")} for row in table.rows]
    return _of(table, ["change", "pledge", "donors", "recipients", "item", "figure", "from", "to", "published"], rows)


def _figure(row: Row, side: str) -> str:
    """A figure of before or after: a range, a date or a word."""
    told = row[side]
    return _with_unit(told, row["unit"]) if isinstance(told, list) else str(told or NOTHING_TOLD)


_SIDES = (("published", "table"), ("book", "book"))


def _reconciled(table: Table) -> Table:
    rows = [
        {**row, **{f"in the {place}": amount_in_words(row[name], row[name]) for name, place in _SIDES}}
        for row in table.rows
    ]
    columns = ["row", "column", "in the table", "in the book", "per cent", "because"]
    return _of(table, columns, [{**row, "per cent": f"{row['per_cent']:+.2f}"} for row in rows])


def _review(table: Table) -> Table:
    rows = [
        {**row, "id": row["claim"] or "", "doubt": f"{row['doubt']:.0%}", "weight": f"{row['weight']:.1%}"}
        for row in table.rows
    ]
    return _of(table, ["kind", "id", "doubt", "weight", "what"], rows)


def _releases(table: Table) -> Table:
    rows = [{**row, "when": row["when"][:16], "recorded_by": row["recorded_by"][:16]} for row in table.rows]
    return _of(table, ["name", "status", "as_of", "recorded_by", "who", "when", "why"], rows)


def _with_unit(amount: list[int | float | None], unit: str | None) -> str:
    low, high = amount
    return amount_in_words(low, high, unit)


def _of(table: Table, columns: list[str], rows: list[Row]) -> Table:
    return replace(table, columns=tuple(columns), rows=rows)


def shortened(text: str, most: int) -> str:
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


_COMPACT: dict[str, Callable[[Table], Table]] = {
    "Report": _report, "Pledges": _pledges, "Claims": _claims, "Asked": _needs, "Found": _found, "Held": _blocked,
    "Overdue": _overdue, "Compared": _compared, "Changes": _changes, "Reconciled": _reconciled, "Review": _review,
    "Releases": _releases,
}  # fmt: skip
"""How each table is made compact, by the first word of its title."""
