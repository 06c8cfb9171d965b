"""A document's claims, put together choice by choice from what its sentences hold.

For every amount: is it aid? what happened? who gives, who receives? whole, part or level? when? who says
so? The first five are choices among candidates (`judges.Judge`); the rest follow rules. A claim that is
told twice is kept at the place where it is told most fully.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from pledgebook.extraction.aid import aid_features
from pledgebook.extraction.basis import basis_features
from pledgebook.extraction.dates import DateMention, announcement_day, due_of, happened_of
from pledgebook.extraction.events import event_evidence
from pledgebook.extraction.evidence import reaches
from pledgebook.extraction.ground import Ground, Memory, Subject
from pledgebook.extraction.groups import Codes
from pledgebook.extraction.holders import held_by
from pledgebook.extraction.items import aid_kind, item_of
from pledgebook.extraction.judges import Judge
from pledgebook.extraction.parties import Offer, party_offers
from pledgebook.extraction.quotes import quote_span
from pledgebook.extraction.scene import Article
from pledgebook.extraction.speakers import Speeches, find_speech
from pledgebook.extraction.subjects import bare_subjects, numbered_subjects
from pledgebook.extraction.topics import Topics, topic_candidates
from pledgebook.extraction.ways import channel_of, instrument_of
from pledgebook.model import BASES, EVENTS, ITEM, AmountRange, Basis, Claim, Event, Span, numbered
from pledgebook.vocabulary import item_of as known_item_of

EXTRACTOR = "rules 2"
"""The name and version of these rules; a claim carries it."""

STAGE_OF: dict[str, str] = {
    "appeal": "asked", "propose": "proposed", "pledge": "promised", "commit": "promised", "schedule": "promised",
    "contract": "contracted", "deliver": "delivered", "block": "setback", "miss": "setback", "cancel": "setback",
}  # fmt: skip
"""Events that readers do not tell apart surely are one stage: what is told twice in one stage is one claim."""


LEAST_SURE = {"aid": 0.4, "aid_without_amount": 0.1}
"""How likely a subject must be aid to be looked at further; `LEAST_CONFIDENCE` then decides."""

LEAST_CONFIDENCE_WITHOUT_AMOUNT = 0.08
"""The same for claims without an amount: where precision and recall balance on the annotated releases and stories."""

MOST_WITHOUT_AMOUNT = 2
"""Claims without an amount in one article at most: few annotated articles have more, and few of more are right."""

SUREST_OF_OWN, SUREST_AT_HOME = 0.35, 0.65
"""How sure the surest claim of a state's own publication must be if another party is named, and if none is:
set where false alarms fall to a quarter and hardly a right claim with an amount is lost."""

AROUND = 80
"""Characters on either side of a subject by which it is known again: repeated lines are read once."""

LIKELY_PARTIES = 5
"""Candidates of each role that are looked at together: the right one is almost always among them."""

LEAST_CONFIDENCE = 0.1
"""Claims less sure than this are left out: one in ten of them is right (cross-validated)."""

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


def build_claims(article: Article, judge: Judge) -> list[Claim]:
    """Every claim of the article in the order of its places."""
    table = _Table(article, judge)
    claims: list[Claim] = []
    without: list[Claim] = []
    for scene in article.scenes:
        told = [c for subject in numbered_subjects(scene) for c in table.claims_of(subject)]
        if not told:
            without += [c for subject in bare_subjects(scene) for c in table.claims_of(subject)]
        claims += told
    return _fullest(_between_parties(article, [*claims, *_surest(without)]))


def _between_parties(article: Article, claims: list[Claim]) -> list[Claim]:
    """The claims; none if a state's own publication tells none surely enough: most of it is about spending at home."""
    own = set(article.publisher_actors)
    if not own or not claims:
        return claims
    abroad = any(not own.issuperset((*claim.donors, *claim.recipients)) for claim in claims)
    least = SUREST_OF_OWN if abroad else SUREST_AT_HOME
    return claims if max(claim.confidence for claim in claims) >= least else []


def _surest(claims: Sequence[Claim]) -> list[Claim]:
    """Of the claims without an amount the surest of each event and kind of thing: it is told once an article."""
    best: dict[object, Claim] = {}
    for claim in claims:
        known = known_item_of(claim.item) if claim.item else None
        key = (claim.event, known.group if known else claim.item)
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    return sorted(best.values(), key=lambda c: (-c.confidence, c.span.start))[:MOST_WITHOUT_AMOUNT]


class _Table:
    """Where the claims of one article are put together, one subject after the other."""

    def __init__(self, article: Article, judge: Judge) -> None:
        self._article = article
        self._judge = judge
        self._memory = Memory()
        self._seen: set[tuple[str, str, str]] = set()

    @cached_property
    def _topics(self) -> Topics:
        return _topics(self._article, self._judge)

    @cached_property
    def _speeches(self) -> Speeches:
        return Speeches(find_speech(self._article.finds.text, [(s.start, s.end) for s in self._article.scenes]))

    def claims_of(self, subject: Subject) -> list[Claim]:
        """The claims about one subject: none if it is no aid, told before in the same words, or too doubtful."""
        if self._told_before(subject):
            return []
        reached = tuple(reaches(subject.scene, subject.first, subject.last))
        ground = Ground(self._article, subject, reached, lambda: self._topics, self._memory)
        verdict = self._verdict(ground)
        if verdict is None:
            return []
        return [self._claim(ground, v) for v in _each(ground, verdict)]

    def _told_before(self, subject: Subject) -> bool:
        """Whether the article has told the subject before, with the same words around it."""
        text = self._article.document.text
        before, after = text[max(0, subject.start - AROUND) : subject.start], text[subject.end : subject.end + AROUND]
        told = (before, text[subject.start : subject.end], after)
        if told in self._seen:
            return True
        self._seen.add(told)
        return False

    def _verdict(self, ground: Ground) -> Verdict | None:
        decision = "aid" if ground.amount is not None else "aid_without_amount"
        sure = self._judge.likelihood(decision, ground.subject, aid_features(ground))
        if ground.amount is not None:
            self._memory.aid = sure
        if sure < LEAST_SURE[decision]:
            return None
        verdict = judged(ground, self._judge, sure)
        if ground.amount is not None:
            scene, keys = ground.scene.number, ground.subject.keys
            self._memory.learn(verdict.donors, verdict.recipients, verdict.event, scene, keys)
        return verdict if verdict.confidence >= _least_confidence(ground, verdict) else None

    def _claim(self, ground: Ground, verdict: Verdict) -> Claim:
        span = quote_span(ground.scene, ground.subject.start, ground.subject.end, ground.reached)
        return _claim(ground, verdict, span, self._speeches.speaker_of(span.start, span.end))


def _topics(article: Article, judge: Judge) -> Topics:
    offered = topic_candidates(article)
    features, labels = [f for _, f in offered], [codes for codes, _ in offered]
    recipients, recipients_sure = judge.rank("topic_recipients", None, features, labels)[0]
    donors, donors_sure = judge.rank("topic_donors", None, features, labels)[0]
    return Topics(recipients, donors, recipients_sure, donors_sure)


def _least_confidence(ground: Ground, verdict: Verdict) -> float:
    if ground.amount is None:
        return LEAST_CONFIDENCE_WITHOUT_AMOUNT
    at_home = not verdict.recipients and set(verdict.donors) == set(ground.article.publisher_actors)
    return LEAST_CONFIDENCE_OF_ONE_PARTY if at_home and verdict.donors else LEAST_CONFIDENCE


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


def _each(ground: Ground, verdict: Verdict) -> list[Verdict]:
    """One verdict a donor where the text says "each"."""
    if ground.amount is None or "each" not in ground.amount.modifiers or len(verdict.donors) < 2:
        return [verdict]
    return [replace(verdict, donors=(code,)) for code in verdict.donors]


def _claim(ground: Ground, verdict: Verdict, span: Span, speaker: str | None) -> Claim:
    scene, amount, document = ground.scene, ground.amount, ground.article.document
    item = item_of(scene, amount, ground.subject.item)
    happened, due = _dates(ground, verdict.event, span)
    return Claim(
        document=document.id,
        document_hash=document.hash,
        span=span,
        event=verdict.event,
        donors=verdict.donors,
        recipients=verdict.recipients,
        amount=AmountRange(amount.low, amount.high, amount.unit) if amount else None,
        item=item,
        aid=aid_kind(ground.article, scene, ground.subject.start, item),
        basis=verdict.basis,
        per=amount.per if amount else None,
        happened=happened.date if happened else None,
        due=due.date if due else None,
        speaker=speaker,
        confidence=round(verdict.confidence, 3),
        held_by=held_by(ground, (*verdict.donors, *verdict.recipients)) if verdict.event == "block" else None,
        happened_phrase=happened.phrase if happened else None,
        due_phrase=due.phrase if due else None,
        instrument=instrument_of(ground),
        channel=channel_of(ground, (*verdict.donors, *verdict.recipients)),
        extractor=EXTRACTOR,
    )


def _dates(ground: Ground, event: Event, span: Span) -> tuple[DateMention | None, DateMention | None]:
    """When it happened and by when it is due."""
    scene, document = ground.scene, ground.article.document
    others = [a.start for a in scene.amounts if a is not ground.amount]
    happened = happened_of(scene.dates, span.start, span.end, event, document.published) or announcement_day(
        document.text, (scene.start, scene.end), ground.article.finds.dates, event, document.published
    )
    return happened, due_of(scene.dates, span.start, span.end, event, others)


def _fullest(claims: Sequence[Claim]) -> list[Claim]:
    """Each amount of one stage and one pair of parties once, at the place with the most told."""
    best: dict[object, Claim] = {}
    for claim in claims:
        key = (_what(claim), STAGE_OF[claim.event], claim.donors, claim.recipients)
        if key not in best or _told(claim) > _told(best[key]):
            best[key] = claim
    return numbered(sorted(best.values(), key=lambda c: (c.span.start, c.span.end, c.event, c.donors)))


def _what(claim: Claim) -> object:
    """The amount, for things with the kind of thing: "100 launchers" are not "100 rifles"."""
    amount = claim.amount
    if amount is None:
        return claim.item
    if amount.unit != ITEM:
        return amount.low, amount.high, amount.unit
    known = known_item_of(claim.item) if claim.item else None
    return amount.low, amount.high, known.group if known else (claim.item or "").rsplit(" ", 1)[-1]


def _told(claim: Claim) -> tuple[int, int]:
    fields = (claim.donors, claim.recipients, claim.item, claim.due, claim.happened, claim.speaker)
    return (sum(1 for f in fields if f), -claim.span.start)
