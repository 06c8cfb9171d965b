"""A document's claims, put together choice by choice from what its sentences hold.

For every amount: is it aid? what happened? who gives, who receives? whole, part or level? when? who says
so? The first five are choices among candidates (`judges.Judge`); the rest follow rules. A claim that is
told twice is kept at the place where it is told most fully.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.dates import announcement_day, due_of, happened_of
from pledgebook.extraction.evidence import Reach, reaches
from pledgebook.extraction.groups import Codes, groups
from pledgebook.extraction.happening import aid_features, basis_candidates, event_candidates
from pledgebook.extraction.items import aid_kind, item_of
from pledgebook.extraction.judges import Judge
from pledgebook.extraction.parties import Candidate, Memory, Setting, candidates
from pledgebook.extraction.quotes import quote_span
from pledgebook.extraction.scene import Article, Scene
from pledgebook.extraction.speakers import SpeechAct, find_speech, speaker_of
from pledgebook.extraction.things import bare_things
from pledgebook.extraction.topics import Topics, topic_candidates
from pledgebook.model import BASES, EVENTS, AmountRange, Basis, Claim, Event, numbered
from pledgebook.vocabulary import item_of as known_item_of

EXTRACTOR = "rules 1"
"""The name and version of these rules; a claim carries it."""

STAGE_OF: dict[str, str] = {
    "appeal": "asked", "propose": "proposed", "pledge": "promised", "commit": "promised", "schedule": "promised",
    "contract": "contracted", "deliver": "delivered", "block": "setback", "miss": "setback", "cancel": "setback",
}  # fmt: skip
"""Events that readers do not tell apart surely are one stage: what is told twice in one stage is one claim."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a claim may be about: an amount, or a thing without a number, at tokens `first`–`last`."""

    scene: Scene
    amount: AmountMention | None
    item: str | None
    start: int
    end: int

    @property
    def first(self) -> int:
        return self.scene.token_at(self.start)

    @property
    def last(self) -> int:
        return self.scene.token_at(self.end - 1)

    @property
    def keys(self) -> tuple[object, object]:
        """The amount and the group of its item, by which an earlier claim of the article is found again."""
        amount = self.amount
        known = known_item_of(self.item) if self.item else None
        return (
            (amount.low, amount.high, amount.unit) if amount else None,
            known.group if known is not None else None,
        )


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
    memory = Memory()
    topics = _topics(article, judge)
    speech = find_speech(article.document.text, [(s.start, s.end) for s in article.scenes])
    claims: list[Claim] = []
    for scene in article.scenes:
        told = len(claims)
        for subject in _subjects(scene):
            claims += _claims_of(article, topics, subject, judge, memory, speech)
        if len(claims) == told:
            for subject in _bare_subjects(scene):
                claims += _claims_of(article, topics, subject, judge, memory, speech)
    return _fullest(claims)


def _subjects(scene: Scene) -> list[Subject]:
    return [Subject(scene, a, a.item, a.start, a.end) for a in scene.amounts]


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


def _claims_of(
    article: Article, topics: Topics, subject: Subject, judge: Judge, memory: Memory, speech: Sequence[SpeechAct]
) -> list[Claim]:
    reached = reaches(subject.scene, subject.start, subject.end)
    aid = aid_features(article, subject.scene, subject.amount, (subject.first, subject.last), reached, memory, topics)
    decision = "aid" if subject.amount is not None else "aid_without_amount"
    is_aid, sure = judge.pick(decision, subject, [aid, []], [True, False])
    if not is_aid:
        return []
    verdict = _verdict(article, topics, subject, reached, judge, memory, sure)
    memory.learn(verdict.donors, verdict.recipients, verdict.event, subject.scene.number, subject.keys)
    return [_claim(article, subject, reached, v, speech) for v in _each(subject, verdict)]


def _verdict(
    article: Article, topics: Topics, subject: Subject, reached: Sequence[Reach], judge: Judge, memory: Memory, sure: float
) -> Verdict:
    scene, amount = subject.scene, subject.amount
    offered = event_candidates(article, scene, amount, reached, memory)
    event, p_event = judge.pick("event", subject, offered, EVENTS)
    setting = Setting(
        article, scene, subject.first, subject.last, reached[0] if reached else None, event, memory, topics,
        subject.keys,
    )
    donors, p_donors = _pick_party(judge, subject, "donors", candidates(setting, "donor"))
    recipients, p_recipients = _pick_party(judge, subject, "recipients", candidates(setting, "recipient", donors))
    basis, _ = judge.pick("basis", subject, basis_candidates(scene, amount, event, reached, memory), BASES)
    return Verdict(event, donors, recipients, basis, sure * p_event * p_donors * p_recipients)


def _pick_party(judge: Judge, subject: Subject, role: str, offered: Sequence[Candidate]) -> tuple[Codes, float]:
    return judge.pick(role, subject, [c.features for c in offered], [c.codes for c in offered])


def _each(subject: Subject, verdict: Verdict) -> list[Verdict]:
    """One verdict a donor where the text says "each"."""
    if subject.amount is None or "each" not in subject.amount.modifiers or len(verdict.donors) < 2:
        return [verdict]
    return [replace(verdict, donors=(code,)) for code in verdict.donors]


def _claim(
    article: Article, subject: Subject, reached: Sequence[Reach], verdict: Verdict, speech: Sequence[SpeechAct]
) -> Claim:
    scene, amount, document = subject.scene, subject.amount, article.document
    span = quote_span(scene, subject.start, subject.end, reached)
    item = item_of(scene, amount, subject.item)
    others = [a.start for a in scene.amounts if a is not amount]
    happened = happened_of(
        scene.dates, span.start, span.end, verdict.event, document.published
    ) or announcement_day(
        document.text, (scene.start, scene.end), article.dates, verdict.event, document.published
    )
    due = due_of(scene.dates, span.start, span.end, verdict.event, others)
    return Claim(
        document=document.id,
        document_hash=document.hash,
        span=span,
        event=verdict.event,
        donors=verdict.donors,
        recipients=verdict.recipients,
        amount=AmountRange(amount.low, amount.high, amount.unit) if amount else None,
        item=item,
        aid=aid_kind(article, scene, subject.start, item),
        basis=verdict.basis,
        per=amount.per if amount else None,
        happened=happened.date if happened else None,
        due=due.date if due else None,
        speaker=speaker_of(speech, span.start, span.end),
        confidence=round(verdict.confidence, 3),
        held_by=held_by(scene, reached) if verdict.event == "block" else None,
        happened_phrase=happened.phrase if happened else None,
        due_phrase=due.phrase if due else None,
        extractor=EXTRACTOR,
    )


def held_by(scene: Scene, reached: Sequence[Reach]) -> str | None:
    """Who holds the aid up, in the text's words: the subject of an active blocking verb, or who stands
    after "by", "in" or "because"."""
    cue = next((r.cue for r in reached if r.cue.event == "block"), None)
    if cue is None:
        return None
    named = [g for g in groups(scene) if len(g.codes) == 1]
    after = [g for g in named if g.first > cue.last]
    before = [g for g in named if g.last < cue.first]
    if cue.verb_class == "block" and not cue.passive and before:
        chosen = before[-1]
    elif after:
        chosen = after[0]
    else:
        return None
    mention = chosen.mentions[0]
    return scene.text[mention.start : mention.end]


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
