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
from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.basis import basis_candidates
from pledgebook.extraction.dates import DateMention, announcement_day, due_of, happened_of
from pledgebook.extraction.events import event_candidates
from pledgebook.extraction.evidence import reaches
from pledgebook.extraction.ground import Ground, Memory, Subject
from pledgebook.extraction.groups import Codes
from pledgebook.extraction.holders import held_by
from pledgebook.extraction.items import aid_kind, item_of
from pledgebook.extraction.judges import Judge
from pledgebook.extraction.named_parties import Role
from pledgebook.extraction.parties import candidates
from pledgebook.extraction.quotes import quote_span
from pledgebook.extraction.scene import Article, Scene
from pledgebook.extraction.speakers import SpeechAct, find_speech, speaker_of
from pledgebook.extraction.text_marks import themes
from pledgebook.extraction.things import bare_things
from pledgebook.extraction.topics import Topics, topic_candidates
from pledgebook.model import BASES, EVENTS, AmountRange, Basis, Claim, Event, Span, numbered

EXTRACTOR = "rules 1"
"""The name and version of these rules; a claim carries it."""

STAGE_OF: dict[str, str] = {
    "appeal": "asked", "propose": "proposed", "pledge": "promised", "commit": "promised", "schedule": "promised",
    "contract": "contracted", "deliver": "delivered", "block": "setback", "miss": "setback", "cancel": "setback",
}  # fmt: skip
"""Events that readers do not tell apart surely are one stage: what is told twice in one stage is one claim."""


LEAST_SURE = {"aid": 0.45, "aid_without_amount": 0.25}
"""How likely a subject must be aid: where precision and recall balance on articles not learnt from."""

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
    topics, memory = _topics(article, judge), Memory()
    speech = _Speech(article)
    claims: list[Claim] = []
    for scene in article.scenes:
        told = [
            claim
            for subject in _numbered_subjects(scene)
            for claim in _claims_of(_ground(article, subject, memory, topics), judge, speech)
        ]
        if not told:
            told = [
                claim
                for subject in _bare_subjects(scene)
                for claim in _claims_of(_ground(article, subject, memory, topics), judge, speech)
            ]
        claims += told
    return _fullest(claims)


class _Speech:
    """Who says what in an article, found when the first claim asks for it."""

    def __init__(self, article: Article) -> None:
        self._article = article

    @cached_property
    def _acts(self) -> Sequence[SpeechAct]:
        return find_speech(self._article.document.text, [(s.start, s.end) for s in self._article.scenes])

    def speaker(self, span: Span) -> str | None:
        return speaker_of(self._acts, span.start, span.end)


def _ground(article: Article, subject: Subject, memory: Memory, topics: Topics) -> Ground:
    reached = tuple(reaches(subject.scene, subject.start, subject.end))
    return Ground(article, subject, reached, memory, topics)


def _numbered_subjects(scene: Scene) -> list[Subject]:
    return [
        Subject(scene, a, a.item, a.start, a.end)
        for a in scene.amounts
        if not _is_batch(scene, a) and not _counts_parties(a)
    ]


def _counts_parties(amount: AmountMention) -> bool:
    """Whether parties are counted ("eighteen allies", "40 countries"): they are not what is given."""
    head = (amount.item or "").split(" of ")[0].split(" ")[-1]
    return amount.kind == "things" and head in themes()["parties"]


def _is_batch(scene: Scene, amount: AmountMention) -> bool:
    """Whether "the first", told of things counted by the hundred, is a batch of them and no single piece."""
    if not amount.elliptic or amount.low != 1 or amount.high != 1:
        return False
    return any(a.kind == "things" and (a.low or a.high or 0) >= 100 for a in scene.amounts if a.start < amount.start)


def _bare_subjects(scene: Scene) -> list[Subject]:
    """Things without a number, where the sentence tells an event at all."""
    if not scene.items or not scene.cues:
        return []
    return [Subject(scene, None, thing.item, thing.start, thing.end) for thing in bare_things(scene)]


def _topics(article: Article, judge: Judge) -> Topics:
    offered = topic_candidates(article)
    features, labels = [f for _, f in offered], [codes for codes, _ in offered]
    recipients, recipients_sure = judge.pick("topic_recipients", None, features, labels)
    donors, donors_sure = judge.pick("topic_donors", None, features, labels)
    return Topics(recipients, donors, recipients_sure, donors_sure)


def _claims_of(ground: Ground, judge: Judge, speech: _Speech) -> list[Claim]:
    """The claims about one subject: none if it is no aid or the doubt is too great."""
    decision = "aid" if ground.amount is not None else "aid_without_amount"
    sure = dict(judge.rank(decision, ground.subject, [aid_features(ground), []], [True, False])).get(True, 0.0)
    if sure < LEAST_SURE[decision]:
        return []
    verdict = _verdict(ground, judge, sure)
    ground.memory.learn(verdict.donors, verdict.recipients, verdict.event, ground.scene.number, ground.subject.keys)
    if verdict.confidence < _least_confidence(ground.article, verdict):
        return []
    return [_claim(ground, v, speech) for v in _each(ground, verdict)]


def _least_confidence(article: Article, verdict: Verdict) -> float:
    at_home = not verdict.recipients and set(verdict.donors) == set(article.publisher_actors)
    return LEAST_CONFIDENCE_OF_ONE_PARTY if at_home and verdict.donors else LEAST_CONFIDENCE


def _verdict(ground: Ground, judge: Judge, sure: float) -> Verdict:
    event, p_event = judge.pick("event", ground.subject, event_candidates(ground), EVENTS)
    donors, recipients, p_parties = _parties(
        _rank_parties(judge, "donors", Role("donor", ground, event)),
        _rank_parties(judge, "recipients", Role("recipient", ground, event)),
    )
    basis, _ = judge.pick("basis", ground.subject, basis_candidates(ground, event), BASES)
    return Verdict(event, donors, recipients, basis, sure * p_event * p_parties)


Ranked: TypeAlias = Sequence[tuple[Codes, float]]


def _rank_parties(judge: Judge, decision: str, role: Role) -> Ranked:
    offered = candidates(role)
    return judge.rank(decision, role.ground.subject, [c.features for c in offered], [c.codes for c in offered])


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


def _claim(ground: Ground, verdict: Verdict, speech: _Speech) -> Claim:
    scene, amount, document = ground.scene, ground.amount, ground.article.document
    span = quote_span(scene, ground.subject.start, ground.subject.end, ground.reached)
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
        speaker=speech.speaker(span),
        confidence=round(verdict.confidence, 3),
        held_by=held_by(ground, (*verdict.donors, *verdict.recipients)) if verdict.event == "block" else None,
        happened_phrase=happened.phrase if happened else None,
        due_phrase=due.phrase if due else None,
        extractor=EXTRACTOR,
    )


def _dates(ground: Ground, event: Event, span: Span) -> tuple[DateMention | None, DateMention | None]:
    """When it happened and by when it is due."""
    scene, document = ground.scene, ground.article.document
    others = [a.start for a in scene.amounts if a is not ground.amount]
    happened = happened_of(scene.dates, span.start, span.end, event, document.published) or announcement_day(
        document.text, (scene.start, scene.end), ground.article.dates, event, document.published
    )
    return happened, due_of(scene.dates, span.start, span.end, event, others)


def _fullest(claims: Sequence[Claim]) -> list[Claim]:
    """Each amount of one stage and one pair of parties once, at the place with the most told."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        amount = claim.amount
        what = (amount.low, amount.high, amount.unit) if amount else (claim.item,)
        key = (what, STAGE_OF[claim.event], claim.donors, claim.recipients)
        if key not in best or _told(claim) > _told(best[key]):
            best[key] = claim
    return numbered(sorted(best.values(), key=lambda c: (c.span.start, c.span.end, c.event, c.donors)))


def _told(claim: Claim) -> tuple[int, int]:
    fields = (claim.donors, claim.recipients, claim.item, claim.due, claim.happened, claim.speaker)
    return (sum(1 for f in fields if f), -claim.span.start)
