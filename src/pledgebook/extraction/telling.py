"""From verdicts to claims: dates, item, speaker and quote are looked up for those verdicts alone that are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pledgebook.extraction.dates import DateMention, announcement_day, due_of, happened_of
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.holders import held_by
from pledgebook.extraction.items import aid_kind, item_of
from pledgebook.extraction.quotes import quote_span
from pledgebook.extraction.speeches import Speeches
from pledgebook.extraction.verdicts import Verdict
from pledgebook.extraction.ways import channel_of, instrument_of
from pledgebook.model import ITEM, AmountRange, Claim, Event, Span, numbered
from pledgebook.vocabulary import item_of as known_item_of

EXTRACTOR = "rules 2"
"""The name and version of these rules; a claim carries it."""

STAGE_OF: dict[str, str] = {
    "appeal": "asked", "propose": "proposed", "pledge": "promised", "commit": "promised", "schedule": "promised",
    "contract": "contracted", "deliver": "delivered", "block": "setback", "miss": "setback", "cancel": "setback",
}  # fmt: skip
"""Events that readers do not tell apart surely are one stage: what is told twice in one stage is one claim."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before anything is looked up that only its telling needs."""

    ground: Ground
    verdict: Verdict

    @property
    def confidence(self) -> float:
        """As the claim will carry it."""
        return round(self.verdict.confidence, 3)

    @property
    def span(self) -> Span:
        subject = self.ground.subject
        return quote_span(self.ground.scene, subject.start, subject.end, self.ground.reached)


def told(drafts: Sequence[Draft]) -> list[Claim]:
    """The claims of one article in the order of their places, each once."""
    if not drafts:
        return []
    article = drafts[0].ground.article
    speeches = Speeches(article.finds.text, [(s.start, s.end) for s in article.scenes])
    return _fullest([_claim(draft, speeches) for draft in drafts])


def _claim(draft: Draft, speeches: Speeches) -> Claim:
    ground, verdict, span = draft.ground, draft.verdict, draft.span
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
        speaker=speeches.speaker_of(span.start, span.end),
        confidence=draft.confidence,
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
        document.text, (scene.start, scene.end), ground.article.finds.dates.before(scene.end), event, document.published
    )
    return happened, due_of(scene.dates, span.start, span.end, event, others)


def _fullest(claims: Sequence[Claim]) -> list[Claim]:
    """Each amount of one stage and one pair of parties once, at the place with the most told."""
    best: dict[object, Claim] = {}
    for claim in claims:
        key = (_what(claim), STAGE_OF[claim.event], claim.donors, claim.recipients)
        if key not in best or _fullness(claim) > _fullness(best[key]):
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


def _fullness(claim: Claim) -> tuple[int, int]:
    fields = (claim.donors, claim.recipients, claim.item, claim.due, claim.happened, claim.speaker)
    return (sum(1 for f in fields if f), -claim.span.start)
