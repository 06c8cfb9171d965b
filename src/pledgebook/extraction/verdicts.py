"""What is decided of one subject: what happened, who gives, who receives, and whether it is whole, part or level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pledgebook.extraction.basis import basis_features
from pledgebook.extraction.events import event_evidence
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import Codes
from pledgebook.extraction.judges import Judge
from pledgebook.extraction.parties import Offer, party_offers
from pledgebook.model import BASES, EVENTS, Basis, Event

LIKELY_PARTIES = 5
"""Candidates of each role that are looked at together: the right one is almost always among them."""

LEAST_CONFIDENCE = 0.1
"""Claims less sure than this are left out: one in ten of them is right (cross-validated)."""

LEAST_CONFIDENCE_WITHOUT_AMOUNT = 0.08
"""The same for claims without an amount: where precision and recall balance on the annotated releases and stories."""

LEAST_CONFIDENCE_OF_ONE_PARTY = 0.2
"""The same where a publisher's own state gives to nobody named: mostly spending at home, which is no aid."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The choices made of one subject, with the probability that they are all right."""

    event: Event
    donors: Codes
    recipients: Codes
    basis: Basis
    confidence: float


def judged(ground: Ground, judge: Judge, sure: float) -> Verdict:
    """The likeliest answer to each question about a subject that is aid with a probability of `sure`."""
    evidence = event_evidence(ground)
    event, p_event = judge.classify("event", ground.subject, evidence.shared, evidence.own, EVENTS)[0]
    giving, receiving = party_offers(ground)
    donors, recipients, p_parties = _parties(
        _ranked(judge, "donors", ground, giving, event), _ranked(judge, "recipients", ground, receiving, event)
    )
    basis, _ = judge.classify("basis", ground.subject, basis_features(ground, event), (), BASES)[0]
    return Verdict(event, donors, recipients, basis, sure * p_event * p_parties)


Ranked: TypeAlias = Sequence[tuple[Codes, float]]


def _ranked(judge: Judge, decision: str, ground: Ground, offers: Sequence[Offer], event: Event) -> Ranked:
    return judge.rank(decision, ground.subject, [o.features(event) for o in offers], [o.codes for o in offers])


def _parties(donors: Ranked, recipients: Ranked) -> tuple[Codes, Codes, float]:
    """The likeliest giver and receiver who are not the same."""
    pairs = [
        (p * q, -i, -j)
        for i, (giving, p) in enumerate(donors[:LIKELY_PARTIES])
        for j, (receiving, q) in enumerate(recipients[:LIKELY_PARTIES])
        if not set(giving) & set(receiving)
    ]
    if not pairs:
        return donors[0][0], (), donors[0][1] * recipients[0][1]
    together, i, j = max(pairs)
    return donors[-i][0], recipients[-j][0], together


def is_sure_enough(ground: Ground, verdict: Verdict) -> bool:
    """Whether a claim with this verdict is worth telling."""
    return verdict.confidence >= _least_confidence(ground, verdict)


def _least_confidence(ground: Ground, verdict: Verdict) -> float:
    if ground.amount is None:
        return LEAST_CONFIDENCE_WITHOUT_AMOUNT
    at_home = not verdict.recipients and set(verdict.donors) == set(ground.article.publisher_actors)
    return LEAST_CONFIDENCE_OF_ONE_PARTY if at_home and verdict.donors else LEAST_CONFIDENCE
