"""From a document's text to its claims, deterministically: the same text gives the same claims."""

from __future__ import annotations

from datetime import date
from typing import Any

from pledgebook.model import Claim, Document, plain_number

__all__ = ["claim_row", "extract", "extract_claims"]


def extract_claims(document: Document) -> list[Claim]:
    """The document's claims in the order of their places; none if its words cannot be about aid,
    or if it names no party besides its publisher: spending at home is no aid."""
    # The engine and its vocabulary are loaded with the first text, not with the package.
    from pledgebook.extraction.actors import find_actors
    from pledgebook.extraction.claims import build_claims
    from pledgebook.extraction.gate import may_hold_aid, names_two_parties
    from pledgebook.extraction.judges import learnt_judge
    from pledgebook.extraction.scene import view

    if not may_hold_aid(document.text):
        return []
    actors = find_actors(document.text)
    if not names_two_parties(document, actors):
        return []
    return build_claims(view(document, actors), learnt_judge())


def extract(text: str, *, published: date, publisher: str = "", title: str = "", language: str = "en") -> list[Claim]:
    """The claims of a text that was published on a day; relative dates are worked out from `published`."""
    return extract_claims(Document.make(text, published=published, publisher=publisher, title=title, language=language))


def claim_row(claim: Claim) -> dict[str, Any]:
    """The claim with the field names of the published annotation format, amounts in single units."""
    amount = claim.amount
    return {
        "document": claim.document,
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.span.quote,
        "event": claim.event,
        "donors": list(claim.donors),
        "recipients": list(claim.recipients),
        "low": plain_number(amount.low) if amount else None,
        "high": plain_number(amount.high) if amount else None,
        "unit": amount.unit if amount else None,
        "per": claim.per,
        "item": claim.item,
        "aid": claim.aid,
        "basis": claim.basis,
        "happened": str(claim.happened) if claim.happened else None,
        "due": str(claim.due) if claim.due else None,
        "speaker": claim.speaker,
        "confidence": claim.confidence,
        "held_by": claim.held_by,
        "happened_phrase": claim.happened_phrase,
        "due_phrase": claim.due_phrase,
        "instrument": claim.instrument,
        "channel": claim.channel,
        "extractor": claim.extractor,
        "place": claim.place,
    }
