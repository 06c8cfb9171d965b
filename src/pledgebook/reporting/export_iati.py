"""An export as one file of IATI 2.03 activities: a pledge is an activity, what moved its money are transactions.

The topmost pledge of money has the transactions, as in reports; its parts are activities that name it as their parent
and have none, so that no unit counts twice. Summaries are left out. A transaction's value is what is at least so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pledgebook.errors import NotInBook
from pledgebook.model import ITEM
from pledgebook.reporting.export_method import Method
from pledgebook.reporting.export_place import FILE_SIGN
from pledgebook.reporting.export_tables import Source, claim_rows, document_rows
from pledgebook.reporting.iati_activity import Activity, Reporter, Told
from pledgebook.reporting.iati_elements import plain_text
from pledgebook.reporting.iati_moves import Transaction, is_commitment, transactions
from pledgebook.reporting.pledges import KnownPledge
from pledgebook.reporting.queries import run, stream
from pledgebook.reporting.table import Row
from pledgebook.reporting.totals import counted_pledges

VERSION = "2.03"


def write_iati(path: Path, source: Source, method: Method, reporter: Reporter) -> tuple[str, ...]:
    """The file, and what is to be told about it. NotInBook if no pledge fits: IATI knows no file without activities."""
    from lxml import etree

    told = _gathered(source)
    if not told.pledges:
        raise NotInBook("no pledge fits, and an IATI file holds at least one activity; ask for more, or a later day")
    reporter = replace(reporter, name=reporter.name or f"Pledgebook: {method.book}")
    head = {"version": VERSION, "generated-datetime": f"{method.as_of}T00:00:00Z"}
    parts = told.parts
    notes = _Notes()
    with etree.xmlfile(str(path), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("iati-activities", head):
            file.write("\n")
            file.write(etree.Comment(_comment(f" {FILE_SIGN}: {method.citation} ")))
            file.write("\n")
            for pledge in told.pledges:
                moved = _transactions(pledge, told)
                notes.see(pledge, moved, told)
                activity = Activity(pledge, told, reporter, moved).element(parts[pledge.id])
                file.write(activity.made(), pretty_print=True)
    return notes.lines(sum(1 for row in run(source.connection, "pledges", source.parameters) if row["summary"]))


def _comment(text: str) -> str:
    """The text without the two hyphens that end a comment: three need a second look."""
    return plain_text(text).replace("--", "- -").replace("--", "- -")


def _gathered(source: Source) -> Told:
    rows = [row for row in run(source.connection, "pledges", source.parameters) if not row["summary"]]
    pledges = [KnownPledge.of_row(row) for row in rows]
    links = {row["pledge"]: row["part_of"] for row in run(source.connection, "links", {"as_of": source.day})}
    claims = {row["claim"]: row for row in claim_rows(source)}
    return Told(
        pledges,
        {row["pledge"]: row["due_last_day"] for row in rows},
        claims,
        _grouped(claims.values()),
        _grouped(stream(source.connection, "export_postings", source.parameters)),
        {row["hash"]: row for row in document_rows(replace(source, texts=None))},
        frozenset(counted.pledge.id for counted in counted_pledges(pledges, (), links)),
    )


def _grouped(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["pledge"] is not None:
            found.setdefault(row["pledge"], []).append(row)
    return found


def _transactions(pledge: KnownPledge, told: Told) -> list[Transaction]:
    if pledge.id not in told.counting or pledge.unit in (None, ITEM):
        return []
    commits = [claim for claim in told.by_pledge.get(pledge.id, ()) if is_commitment(claim, pledge.unit)]
    return transactions(told.postings.get(pledge.id, ()), commits, told.claims)


@dataclass(slots=True)
class _Notes:
    """What an IATI file leaves out, counted."""

    things: int = 0
    parts: int = 0
    unsure: int = 0
    origins: set[str] = field(default_factory=set)

    def see(self, pledge: KnownPledge, moved: Sequence[Transaction], told: Told) -> None:
        self.origins.add(pledge.origin)
        if pledge.unit in (None, ITEM):
            self.things += 1
        elif pledge.id not in told.counting:
            self.parts += 1
        elif not moved:
            self.unsure += 1

    def lines(self, summaries: int) -> tuple[str, ...]:
        told = (
            (self.things, "of things or without a figure are told in words, without transactions"),
            (self.parts, "are parts: their money stands in the transactions of their wholes"),
            (self.unsure, "of money have no transactions, since nothing sure is promised"),
            (summaries, "are sums over others and left out"),
        )
        lines = [f"{number:,} of the pledges {words}" for number, words in told if number]
        if len(self.origins) > 1:
            names = ", ".join(sorted(self.origins))
            lines.append(
                f"several kinds of sources ({names}) may tell the same promises: their transactions do not add up"
            )
        return tuple(lines)
