"""The whole book from the log: a pure function of it.

settle    the claims as reviewers left them, and what they ruled
link      which claims are about one pledge
keep      what became of each pledge, day by day
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pledgebook.book.supersession import keep_over_time, superseded_from
from pledgebook.book.tables import DerivedBook
from pledgebook.model import Claim, Document, PublishedClaim
from pledgebook.protocols import Log
from pledgebook.reviewing import Settled, settle

RULES = "6"
"""The version of linking and posting: raised when equal logs give other books, standing ones are derived anew."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a log tells: the documents by hash, the days from which some are replaced, the claims as reviewers left
    them."""

    documents: Mapping[str, Document]
    superseded: Mapping[str, date]
    settled: Settled


def derive(log: Log, until: int | None = None) -> DerivedBook:
    """The book that the log up to a position makes: the same for the same documents, in whatever order they came."""
    from pledgebook.ledger.disagreement import disagreements
    from pledgebook.ledger.posting import keep
    from pledgebook.linking import find_copies, link

    told = told_by(log, until)
    claims = with_voices(told.settled.standing)
    valid = {each.id: each for each in ever_valid(claims, told.superseded)}
    copies = find_copies(told.documents.values())
    linked = link(tuple(valid.values()), copies, told.settled.rulings)
    states, postings = keep_over_time(keep, linked.pledges, valid, told.superseded)
    return DerivedBook(
        documents=tuple(told.documents.values()),
        claims=(*claims, *told.settled.rejected),
        pledges=linked.pledges,
        matches=linked.matches,
        states=states,
        postings=postings,
        issues=tuple(log.issues(until=until)),
        superseded=told.superseded,
        copies=tuple(copies.values()),
        disagreements=tuple(disagreements(linked.pledges, valid)),
        decisions=told.settled.decisions,
        reviews=told.settled.reviews,
        traces=linked.traces,
    )


def told_by(log: Log, until: int | None = None) -> Told:
    """What the log up to a position tells."""
    documents = standing_documents(log.documents(until=until))
    superseded = superseded_from(documents.values())
    claims = ((claim.id, claim) for each in log.extractions(until=until) for claim in each.claims)
    published = published_claims(claims, documents)
    return Told(documents, superseded, settle(log.decisions(until=until), published, superseded))


def ever_valid(claims: Iterable[PublishedClaim], superseded: Mapping[str, date]) -> Iterator[PublishedClaim]:
    """Claims that counted on any day: a text replaced on its own day never did, one replaced later did until then."""
    return (told for told in claims if superseded.get(told.document.hash, date.max) > told.published)


def with_voices(claims: Iterable[PublishedClaim]) -> list[PublishedClaim]:
    """The claims, each with whose word it is."""
    from pledgebook.extraction.voices import voice_of

    return [replace(told, voice=voice_of(told.claim, told.document.publisher)) for told in claims]


def standing_documents(documents: Iterable[Document]) -> dict[str, Document]:
    """Each text once, by hash; of several ids for the very same text the first in the alphabet stands."""
    standing: dict[str, Document] = {}
    for document in sorted(documents, key=lambda each: (each.published, each.id, each.hash)):
        standing.setdefault(document.hash, document)
    return standing


def published_claims(claims: Iterable[tuple[str, Claim]], documents: Mapping[str, Document]) -> list[PublishedClaim]:
    """The claims, each given with its id, and their documents, in the order of publication and of the text.

    Those of no document are left out.
    """
    told = [
        PublishedClaim(_of_document(claim, documents[claim.document_hash]), documents[claim.document_hash], id)
        for id, claim in claims
        if claim.document_hash in documents
    ]
    return sorted(told, key=lambda each: (each.published, each.document.id, each.claim.span.start, each.id))


def _of_document(claim: Claim, document: Document) -> Claim:
    return claim if claim.document == document.id else replace(claim, document=document.id)
