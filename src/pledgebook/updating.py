"""A book brought up to date by what came since: only the pledges that new texts and rulings touch are worked out.

Texts are placed in the order of their publication, so new ones move none that were published before them. They are
placed again from the first new one on; then the pledges that changed, and the ledgers of their wholes and parts, are
told anew as a layer upon the standing tables. What cannot be done so (data files, a text at an address that the book
knows, rejected or corrected claims, very many texts) is left to deriving the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from pledgebook.book.layers import Layer, TextPlace
from pledgebook.book.placed import PlacedBook, PlacedClaim
from pledgebook.book.tables import DerivedBook
from pledgebook.deriving import published_claims, standing_documents, with_voices
from pledgebook.layering import Layering, Touched
from pledgebook.model import (
    NO_LANGUAGE,
    RULING_KINDS,
    TEXT,
    Decision,
    Document,
    NearCopy,
    PublishedClaim,
)
from pledgebook.protocols import Extraction, Log, ToldClaim
from pledgebook.reviewing import Settled, settle

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pledgebook.linking.resuming import Resumed

MOST_TEXTS = 2_000
"""New texts, and claims placed again, up to which a layer is worked out: of more it saves little."""

END: TextPlace = (date.max, "", "")
"""A place after all texts."""


@dataclass(frozen=True, slots=True)
class Came:
    """What the log took in since the standing tables."""

    documents: Sequence[Document]
    extractions: Sequence[Extraction]
    decisions: Sequence[Decision]

    @property
    def hashes(self) -> frozenset[str]:
        return frozenset(document.hash for document in self.documents)


def layer_for(log: Log, connection: DuckDBPyConnection, standing: int, until: int) -> Layer | None:
    """What the log took in between two positions, as rows upon the standing tables; None if that does not do."""
    came = Came(
        tuple(log.documents(standing, until)), tuple(log.extractions(standing, until)),
        tuple(log.decisions(standing, until)),
    )  # fmt: skip
    book = PlacedBook(connection)
    if not _is_plain(came, book):
        return None
    return _Update(log, book, until, came).layer()


def _is_plain(came: Came, book: PlacedBook) -> bool:
    """Whether all that came are new texts with claims found in them, verdicts that leave claims alone, and rulings."""
    if len(came.documents) > MOST_TEXTS or any(d.kind not in ("accept", *RULING_KINDS) for d in came.decisions):
        return False
    addresses = [document.address for document in came.documents]
    if len({*addresses}) < len(addresses) or len(came.hashes) < len(came.documents):
        return False
    if any(document.language == NO_LANGUAGE for document in came.documents):
        return False
    of_texts = all(
        each.document_hash in came.hashes and all(claim.origin == TEXT for claim in each.claims)
        for each in came.extractions
    )
    return of_texts and not book.knows_a_document_of(sorted(came.hashes), addresses)


@dataclass
class _Update:
    """The working out of one layer."""

    log: Log
    book: PlacedBook
    until: int
    came: Came
    reviewed: set[str] = field(default_factory=set)

    @cached_property
    def claims(self) -> ClaimsOfLog:
        return ClaimsOfLog(self.log, self.until, self.decided)

    def layer(self) -> Layer | None:
        """None where the whole must be derived."""
        if not self._reviews_leave_claims_alone() or not self._rulings_are_about_texts():
            return None
        copies = self._copies()
        moved = self.book.placed_since(self.since) if self.since != END else []
        if copies is None or len(moved) > MOST_TEXTS:
            return None
        again = [*self.claims.load(moved), *self._to_place()]
        resumed = self._place(again, {each.draft for each in moved}, copies)
        touched = Touched(
            resumed, again, moved, self.settled.rulings, self._ruled_claims,
            newly_ruled=any(decision.kind in RULING_KINDS for decision in self.came.decisions),
            reviewed=self.reviewed, since=None if self.since == END else self.since,
        )  # fmt: skip
        return Layering(self.book, self.claims, touched).layer(self._rest(copies))

    def _rest(self, copies: Mapping[str, NearCopy]) -> DerivedBook:
        """What hangs on no pledge."""
        placed = {told.id for told in self._to_place()}
        new_copies = [copy for hash, copy in copies.items() if hash in self.documents]
        return DerivedBook(
            documents=tuple(self.documents.values()),
            claims=with_voices(told for told in self.new if told.id not in placed),
            pledges=(), matches=(), states=(), postings=(),
            issues=tuple(self.log.issues(until=self.until)),
            superseded=self.superseded,
            copies=new_copies,
            decisions=self.settled.decisions,
            reviews=self.settled.reviews,
            names=self.book.names_of({copy.copy_of for copy in new_copies}),
        )  # fmt: skip

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The new documents by hash."""
        return standing_documents(self.came.documents)

    @cached_property
    def superseded(self) -> dict[str, date]:
        return self.book.superseded()

    @cached_property
    def settled(self) -> Settled:
        """What all decisions come to, over the claims of the documents that they name."""
        decisions = list(self.log.decisions(until=self.until))
        named = {ref.document_hash for d in decisions for ref in (d.claim, d.other) if ref is not None}
        if not named:
            return Settled(())
        documents = standing_documents(self.log.documents_with(named))
        claims = published_claims(self.log.claims_of(named, until=self.until), documents)
        return settle(decisions, claims, self.superseded)

    @cached_property
    def decided(self) -> dict[str, PublishedClaim]:
        """The claims of documents that decisions name, as reviewers left them."""
        return {told.id: told for told in self.settled.claims}

    @cached_property
    def new(self) -> list[PublishedClaim]:
        """The claims of the new documents, as reviewers left them."""
        found = published_claims(((c.id, c) for each in self.came.extractions for c in each.claims), self.documents)
        return [self.decided.get(told.id, told) for told in found]

    def _to_place(self) -> list[PublishedClaim]:
        rejected = {claim for claim, review in self.settled.reviews.items() if review == "rejected"}
        return [told for told in self.new if told.claim.event != "appeal" and told.id not in rejected]

    @cached_property
    def since(self) -> TextPlace:
        """The first of the texts that are placed; `END` if none is."""
        return min((text_place(told.document) for told in self._to_place()), default=END)

    def _reviews_leave_claims_alone(self) -> bool:
        """Whether no claim of the tables was taken out, put back or corrected since."""
        if not self.came.decisions:
            return True
        rows = self.book.reviews(sorted({told.document.hash for told in self.settled.claims}))
        changed = [(id, pledge, then) for id, pledge, then in rows if then != self.settled.reviews.get(id)]
        grave = ("rejected", "corrected")
        if any(
            then in grave or self.settled.reviews.get(id) in grave or pledge is None for id, pledge, then in changed
        ):
            return False
        self.reviewed = {pledge for _, pledge, _ in changed if pledge is not None}
        return True

    def _rulings_are_about_texts(self) -> bool:
        return not self.book.has_records_among(self._ruled_ids)

    @cached_property
    def _ruled_ids(self) -> set[str]:
        """The claims that rulings name."""
        return {claim for r in self.settled.rulings for claim in (r.claim, r.other) if claim is not None}

    @cached_property
    def _ruled_claims(self) -> list[PlacedClaim]:
        return self.book.placed_claims(self._ruled_ids)

    def _copies(self) -> dict[str, NearCopy] | None:
        """All near-copies by hash; None if new texts change what an older one is a copy of."""
        from pledgebook.linking.likeness import COPY_DAYS
        from pledgebook.linking.near_copies import copies_after

        known = {copy.document: copy for copy in self.book.copies()}
        if not self.documents:
            return known
        first = min(document.published for document in self.documents.values())
        hashes = self.book.texts_between(first - timedelta(days=COPY_DAYS), date.max)
        around = standing_documents(self.log.documents_with(hashes)).values()
        later = [document for document in around if document.published >= first]
        found = copies_after(
            (document for document in around if document.published < first), known, [*later, *self.documents.values()]
        )
        if any(found.get(document.hash) != known.get(document.hash) for document in later):
            return None
        return {**known, **found}

    def _place(
        self, again: Sequence[PublishedClaim], emptied: Collection[str], copies: Mapping[str, NearCopy]
    ) -> Resumed:
        """Place the texts from the first new one on; `emptied` are the drafts in which such texts were."""
        from pledgebook.linking.candidates import RECENT
        from pledgebook.linking.resuming import Before, keys_sought, place_after

        noted = self.book.noted(keys_sought(again), self.since, RECENT)
        wanted = {draft for _, draft in noted}.union(emptied, (each.draft for each in self._ruled_claims))
        drafts: dict[str, list[PublishedClaim]] = {}
        earlier = self.book.placed_before(self.since, wanted)
        for each, told in zip(earlier, self.claims.load(earlier), strict=True):
            drafts.setdefault(each.draft, []).append(told)
        printed = [each for each in self._earlier_printings(again, copies) if each.place[:3] < self.since]
        told_before = self.claims.load(printed)
        numbers = {each.claim: each.place[3] for each in (*earlier, *printed)}
        return place_after(Before(drafts, numbers, noted, told_before), again, copies)

    def _earlier_printings(self, again: Sequence[PublishedClaim], copies: Mapping[str, NearCopy]) -> list[PlacedClaim]:
        first = {copies[told.document.hash].copy_of for told in again if told.document.hash in copies}
        family = first.union(copy.document for copy in copies.values() if copy.copy_of in first)
        return self.book.placed_in_documents(family)


class ClaimsOfLog:
    """The claims of a log up to a position, as reviewers left them; `decided` are those that decisions are about."""

    def __init__(self, log: Log, until: int, decided: Mapping[str, PublishedClaim]) -> None:
        self._log = log
        self._until = until
        self._decided = decided
        self._known: dict[str, PublishedClaim] = {}

    def load(self, claims: Sequence[ToldClaim]) -> list[PublishedClaim]:
        """These claims, in this order."""
        missing = {each.claim for each in claims} - self._known.keys()
        hashes = {each.document_hash for each in claims if each.claim in missing}
        if hashes:
            documents = standing_documents(self._log.documents_with(hashes))
            found = published_claims(self._log.claims_of(hashes, missing, self._until), documents)
            self._known.update((told.id, self._decided.get(told.id, told)) for told in found)
        return [self._known[each.claim] for each in claims]


def text_place(document: Document) -> TextPlace:
    """Where a document stands in the order of texts."""
    return document.published, document.id, document.hash
