"""An export as one file of IATI 2.03 activities: a pledge is an activity, what moved its money are transactions.

The topmost pledge of money has the transactions, as in reports; its parts are activities that name it as their parent
and have none, so that no unit counts twice. Summaries are left out. A transaction's value is what is at least so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from pledgebook.errors import NotInBook, WrongCall
from pledgebook.model import ITEM, STAGES
from pledgebook.reporting import iati_codes as codes
from pledgebook.reporting.export_files import exact_number
from pledgebook.reporting.export_method import Method
from pledgebook.reporting.export_place import FILE_SIGN
from pledgebook.reporting.export_tables import Source, claim_rows, document_rows
from pledgebook.reporting.iati_elements import (
    LANG,
    Element,
    actor_name,
    document_link,
    narrative,
    organisation,
    plain_text,
    recipients,
    web_address,
)
from pledgebook.reporting.iati_moves import Transaction, is_commitment, transactions
from pledgebook.reporting.pledges import KnownPledge
from pledgebook.reporting.queries import run, stream
from pledgebook.reporting.table import Row
from pledgebook.reporting.totals import counted_pledges
from pledgebook.reporting.words import amount_in_words
from pledgebook.vocabulary import kind_of

VERSION = "2.03"
NOT_IN_IDENTIFIERS = "/&|?"
"""Characters that IATI allows in no identifier."""

PRIVATE = frozenset(("company", "charity"))
Rows: TypeAlias = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who publishes the file: the organisation's IATI identifier and name; WrongCall if it is none."""

    ref: str = "XI-PLEDGEBOOK"
    name: str = ""

    def __post_init__(self) -> None:
        is_plain = self.ref != "" and plain_text(self.ref) == self.ref
        if not is_plain or any(mark in self.ref for mark in NOT_IN_IDENTIFIERS):
            raise WrongCall(f"{self.ref!r} is no identifier of an organisation; write one such as GB-COH-1234567")

    def identifier(self, pledge: str) -> str:
        return f"{self.ref}-{pledge}"

    def element(self) -> Element:
        """As a secondary reporter: it tells of others' aid."""
        told = {"ref": self.ref, "type": codes.OTHER_ORGANISATION, "secondary-reporter": "1"}
        return Element("reporting-org", told, (narrative(self.name),))


@dataclass(frozen=True, slots=True)
class _Told:
    """What an IATI file tells: the pledges, what was said and moved of each, which of them have transactions."""

    pledges: Sequence[KnownPledge]
    due_days: Mapping[str, Any]
    claims: Mapping[str, Row]
    by_pledge: Rows
    postings: Rows
    documents: Mapping[str, Row]
    counting: frozenset[str]

    @property
    def parts(self) -> Mapping[str, Sequence[str]]:
        """The parts of each pledge that are told."""
        found: dict[str, list[str]] = {each.id: [] for each in self.pledges}
        for each in self.pledges:
            if each.part_of in found:
                found[each.part_of].append(each.id)
        return found


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
            file.write(etree.Comment(f" {FILE_SIGN}: {plain_text(method.citation).replace('--', '- -')} "))
            file.write("\n")
            for pledge in told.pledges:
                moved = _transactions(pledge, told)
                notes.see(pledge, moved, told)
                activity = _Activity(pledge, told, reporter, moved).element(parts[pledge.id])
                file.write(activity.made(), pretty_print=True)
    return notes.lines(sum(1 for row in run(source.connection, "pledges", source.parameters) if row["summary"]))


def _gathered(source: Source) -> _Told:
    rows = [row for row in run(source.connection, "pledges", source.parameters) if not row["summary"]]
    pledges = [KnownPledge.of_row(row) for row in rows]
    links = {row["pledge"]: row["part_of"] for row in run(source.connection, "links", {"as_of": source.day})}
    claims = {row["claim"]: row for row in claim_rows(source)}
    return _Told(
        pledges,
        {row["pledge"]: row["due_last_day"] for row in rows},
        claims,
        _grouped(claims.values()),
        _grouped(stream(source.connection, "export_postings", source.parameters)),
        {row["hash"]: row for row in document_rows(replace(source, texts=None))},
        frozenset(counted.pledge.id for counted in counted_pledges(pledges, (), links)),
    )


def _grouped(rows: Iterable[Row]) -> Rows:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["pledge"] is not None:
            found.setdefault(row["pledge"], []).append(row)
    return found


def _transactions(pledge: KnownPledge, told: _Told) -> list[Transaction]:
    if pledge.id not in told.counting or pledge.unit in (None, ITEM):
        return []
    commits = [claim for claim in told.by_pledge.get(pledge.id, ()) if is_commitment(claim, pledge.unit)]
    return transactions(told.postings.get(pledge.id, ()), commits, dict(told.claims))


@dataclass(frozen=True, slots=True)
class _Activity:
    """One pledge with its claims and transactions, as the elements of an activity in the order of the schema."""

    pledge: KnownPledge
    told: _Told
    reporter: Reporter
    moved: Sequence[Transaction]

    @property
    def claims(self) -> Sequence[Row]:
        return self.told.by_pledge.get(self.pledge.id, ())

    def element(self, parts: Sequence[str]) -> Element:
        return Element("iati-activity", self._attributes(), (
            Element("iati-identifier", text=self.reporter.identifier(self.pledge.id)),
            self.reporter.element(),
            Element("title", {}, (narrative(self._title()),)),
            *self._descriptions(),
            *self._organisations(),
            Element("activity-status", {"code": codes.STATUS[self.pledge.status]}),  # type: ignore[index]
            *self._dates(),
            *recipients(self.pledge.recipients),
            self._sector(),
            *self._defaults(),
            *(self._transaction(each) for each in self.moved),
            *self._links(),
            *self._related(parts),
        ))  # fmt: skip

    def _attributes(self) -> Mapping[str, str]:
        told = {LANG: "en", "hierarchy": "1" if self.pledge.part_of not in self.told.due_days else "2"}
        if self.pledge.last_heard:
            told["last-updated-datetime"] = f"{self.pledge.last_heard}T00:00:00Z"
        if self.pledge.unit not in (None, ITEM):
            told["default-currency"] = str(self.pledge.unit)
        if self.pledge.aid == "humanitarian":
            told["humanitarian"] = "1"
        return told

    def _title(self) -> str:
        giver = " and ".join(map(actor_name, self.pledge.donors)) or "Donor not told"
        receiver = " and ".join(map(actor_name, self.pledge.recipients)) or "recipient not told"
        size = self.pledge.figures.size
        amount = amount_in_words(size.low, size.high, self.pledge.unit)
        return f"{giver} to {receiver}: {self.pledge.item or 'aid'} ({amount})"

    def _descriptions(self) -> Iterator[Element]:
        founding = self.told.claims.get(self.pledge.id)
        if founding is not None:
            yield Element("description", {"type": "1"}, (self._said(founding),))
        yield Element("description", {"type": "4"}, (narrative(self._standing()),))

    def _standing(self) -> str:
        """Where its units are, in words, and why it has no transactions where it has none."""
        figures = ((stage, getattr(self.pledge.figures, stage)) for stage in STAGES)
        words = [
            f"{stage} {amount_in_words(told.low, told.high, self.pledge.unit)}"
            for stage, told in figures
            if not told.is_nothing
        ]
        due = f"; due {self.pledge.due}" if self.pledge.due else ""
        return f"{'; '.join(words) or 'no figure is told'}; {self.pledge.status}{due}. {self._why_none()}".strip()

    def _why_none(self) -> str:
        if self.pledge.unit in (None, ITEM):
            return "No money is told, so it has no transactions."
        if self.pledge.id not in self.told.counting:
            return "Its money is part of another activity's and stands in the transactions there."
        return "" if self.moved else "No sum is sure or promised, so it has no transactions."

    def _said(self, claim: Row, before: str = "") -> Element:
        """The words of a claim, who published them when, and the ids that lead to them."""
        place = f"{claim['publisher'] or 'unnamed publisher'}, {claim['published']}"
        ids = f"document {claim['document']}, claim {claim['claim']}"
        language = self.told.documents[claim["document_hash"]]["language"]
        return narrative(f"{before}“{claim['quote']}” ({place}; {ids})", language)

    def _organisations(self) -> Iterator[Element]:
        for code in self.pledge.donors:
            yield organisation("participating-org", code, {"role": "1"})
        if not self.pledge.donors:
            yield Element("participating-org", {"role": "1"}, (narrative("Donor not told"),))
        for code in sorted({claim["channel"] for claim in self.claims if claim["channel"]}):
            yield organisation("participating-org", code, {"role": "4"})

    def _dates(self) -> Iterator[Element]:
        def at(kind: str, day: object) -> Element:
            return Element("activity-date", {"type": kind, "iso-date": str(day)})

        yield at("1" if self.pledge.status == "proposed" else "2", self.pledge.rate_day)
        if (due := self.told.due_days[self.pledge.id]) is not None:
            yield at("3", due)
        if self.pledge.status == "delivered":
            postings = self.told.postings.get(self.pledge.id, ())
            arrived = [row["known_from"] for row in postings if row["to_account"] == "delivered"]
            yield at("4", max(arrived, default=self.pledge.last_heard or self.pledge.founded))

    def _sector(self) -> Element:
        if self.pledge.aid == "humanitarian":
            return Element("sector", {"vocabulary": "2", "code": codes.EMERGENCY_RESPONSE})
        return Element("sector", {"vocabulary": codes.OWN_VOCABULARY, "code": self.pledge.aid},
                       (narrative(f"{self.pledge.aid} aid"),))  # fmt: skip

    def _defaults(self) -> Iterator[Element]:
        if self.pledge.donors and all(kind_of(code) in PRIVATE for code in self.pledge.donors):
            yield Element("default-flow-type", {"code": codes.PRIVATE_FLOW})
        instruments = {claim["instrument"] for claim in self.claims} & set(codes.FINANCE)
        if len(instruments) == 1:
            yield Element("default-finance-type", {"code": codes.FINANCE[instruments.pop()]})

    def _transaction(self, moved: Transaction) -> Element:
        day = str(moved.day)
        words = amount_in_words(moved.value, moved.high, self.pledge.unit)
        range_told = "" if moved.high == moved.value else f"{words}: "
        value = {"currency": str(self.pledge.unit), "value-date": day}
        giver = self.pledge.donors[0] if len(self.pledge.donors) == 1 else None
        receiver = self.pledge.recipients[0] if len(self.pledge.recipients) == 1 else None
        finance = codes.FINANCE.get(moved.claim["instrument"] or "")
        return Element("transaction", {}, (
            Element("transaction-type", {"code": moved.kind}),
            Element("transaction-date", {"iso-date": day}),
            Element("value", value, text=exact_number(moved.value)),
            Element("description", {}, (self._said(moved.claim, range_told),)),
            *([organisation("provider-org", giver)] if giver else []),
            *([organisation("receiver-org", receiver)] if receiver else []),
            *([Element("finance-type", {"code": finance})] if finance else []),
        ))  # fmt: skip

    def _links(self) -> Iterator[Element]:
        """Each source with a web address once, in the order of publication."""
        claims = [*self.claims, *(moved.claim for moved in self.moved)]
        documents = [self.told.documents[claim["document_hash"]] for claim in claims]
        known = {document["hash"]: document for document in documents if web_address(document["url"])}
        for document in sorted(known.values(), key=lambda each: (each["published"], each["document"], each["hash"])):
            yield document_link(document)

    def _related(self, parts: Sequence[str]) -> Iterator[Element]:
        whole = self.pledge.part_of
        if whole in self.told.due_days:
            yield Element("related-activity", {"ref": self.reporter.identifier(str(whole)), "type": "1"})
        for part in parts:
            yield Element("related-activity", {"ref": self.reporter.identifier(part), "type": "2"})


@dataclass(slots=True)
class _Notes:
    """What an IATI file leaves out, counted."""

    activities: int = 0
    things: int = 0
    parts: int = 0
    unsure: int = 0

    def see(self, pledge: KnownPledge, moved: Sequence[Transaction], told: _Told) -> None:
        self.activities += 1
        if pledge.unit in (None, ITEM):
            self.things += 1
        elif pledge.id not in told.counting:
            self.parts += 1
        elif not moved:
            self.unsure += 1

    def lines(self, summaries: int) -> tuple[str, ...]:
        told = (
            (self.things, "of things or without a figure: told in words, no transactions"),
            (self.parts, "part of another: their money stands in that one's transactions"),
            (self.unsure, "of money of which nothing sure is promised: no transactions"),
            (summaries, "sums over others: left out"),
        )
        return tuple(f"pledges {words}: {number:,}" for number, words in told if number)


def sum_of(moved: Iterable[Transaction], kind: str) -> Decimal:
    """What the transactions of a kind add up to."""
    return sum((each.value for each in moved if each.kind == kind), Decimal(0))
