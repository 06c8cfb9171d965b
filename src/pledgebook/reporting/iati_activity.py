"""A pledge as an IATI activity: its elements in the order of the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pledgebook.errors import WrongCall
from pledgebook.model import ITEM, STAGES
from pledgebook.reporting import iati_codes as codes
from pledgebook.reporting.export_files import exact_number
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
from pledgebook.reporting.iati_moves import Transaction
from pledgebook.reporting.pledges import KnownPledge
from pledgebook.reporting.table import Row
from pledgebook.reporting.words import amount_in_words
from pledgebook.vocabulary import kind_of

NOT_IN_IDENTIFIERS = "/&|?"
"""Characters that IATI allows in no identifier."""

PRIVATE = frozenset(("company", "charity"))


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
class Told:
    """What an IATI file tells: the pledges, what was said and moved of each, which of them have transactions."""

    pledges: Sequence[KnownPledge]
    due_days: Mapping[str, date | None]
    claims: Mapping[str, Row]
    by_pledge: Mapping[str, Sequence[Row]]
    postings: Mapping[str, Sequence[Row]]
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


@dataclass(frozen=True, slots=True)
class Activity:
    """One pledge with its claims and transactions, as the elements of an activity in the order of the schema."""

    pledge: KnownPledge
    told: Told
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
        value = {"currency": str(self.pledge.unit), "value-date": day}
        giver = self.pledge.donors[0] if len(self.pledge.donors) == 1 else None
        receiver = self.pledge.recipients[0] if len(self.pledge.recipients) == 1 else None
        finance = codes.FINANCE.get(moved.claim["instrument"] or "")
        return Element("transaction", {}, (
            Element("transaction-type", {"code": moved.kind}),
            Element("transaction-date", {"iso-date": day}),
            Element("value", value, text=exact_number(moved.value)),
            Element("description", {}, (self._said(moved.claim, self._counted(moved)),)),
            *([organisation("provider-org", giver)] if giver else []),
            *([organisation("receiver-org", receiver)] if receiver else []),
            *([Element("finance-type", {"code": finance})] if finance else []),
        ))  # fmt: skip

    def _counted(self, moved: Transaction) -> str:
        """How the value comes from what the claim tells, where it is not the same."""
        unit, told = self.pledge.unit, moved.claim["low"]
        if moved.value < 0:
            return f"less by {amount_in_words(-moved.value, -moved.value, unit)}: "
        if moved.high != moved.value:
            return f"{amount_in_words(moved.value, moved.high, unit)}: "
        return "" if moved.value == told else f"more by {amount_in_words(moved.value, moved.value, unit)}: "

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
