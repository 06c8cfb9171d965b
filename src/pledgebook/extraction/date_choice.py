"""Which of the times told in a sentence says when a claim's event took place, and which when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

import re2

from pledgebook.extraction.date_mentions import DateMention

_PROMISES = ("pledge", "commit", "schedule", "propose", "appeal", "miss")
_LASTING = ("block", "contract", "cancel")
"""Events that last: "held up since November" tells when they began."""

_UNDATED = ("schedule", "miss")
"""Events that tell of a time to come, or of one that has passed without anything: their day is their due."""

_BEFORE = 20
"""Characters by which a time ahead of the claim's words counts as further off than one after them."""


def due_of(
    mentions: Sequence[DateMention], claim_start: int, claim_end: int, event: str, others: Sequence[int] = ()
) -> DateMention | None:
    """The mention that says by when the aid is to arrive or be paid; None if no one does.

    `mentions` are those of the claim's sentence, in order; `others` are the starts of its other
    claims: a time after one of them is that one's ("30 this year and 20 by 2026").
    """
    if event not in _PROMISES:
        mentions = [mention for mention in mentions if event == "deliver" and mention.phrase.lower().startswith("due")]
    next_one = min((other for other in others if other >= claim_end), default=None)
    own = [mention for mention in mentions if next_one is None or mention.start < next_one]
    return _best([(_strength_as_due(mention, event), mention) for mention in own], claim_start, claim_end)


def _strength_as_due(mention: DateMention, event: str) -> int:
    """How well a mention says when aid is due: 0 not at all."""
    words = mention.phrase.lower()
    if mention.role in ("sofar", "dateline") or words.startswith(("earlier", "after")):
        return 0
    if mention.vague and (not words.startswith("within") or "coming" in words):
        return 0
    if mention.role == "deadline":
        return 3
    if mention.tense == "past":
        return int(event == "miss")
    if mention.role == "period":
        return 2 if event != "appeal" or mention.tense == "future" else 0
    if mention.role == "start":
        return int(mention.tense == "future" and event in ("schedule", "propose"))
    if event in ("schedule", "miss"):
        return 1 + (mention.looks == "future")
    return int(mention.tense == "future")


def happened_of(
    mentions: Sequence[DateMention], claim_start: int, claim_end: int, event: str, published: date
) -> DateMention | None:
    """The mention that says when the event took place; None if no one does."""
    if event in _UNDATED:
        return None
    fitting = [(_strength_as_past(mention, event, published), mention) for mention in mentions]
    return _best(fitting, claim_start, claim_end)


def _strength_as_past(mention: DateMention, event: str, published: date) -> int:
    """How well a mention says when something took place: 0 not at all."""
    words = mention.phrase.lower()
    if mention.vague or mention.tense == "future" or mention.date.first_day > published:
        return 0
    if mention.role == "start":
        return int(event in _LASTING)
    if mention.role == "deadline":
        return int(event == "deliver" and mention.tense == "past")
    if mention.role == "period":
        return int(words.startswith("earlier") or (event == "deliver" and mention.date.month is None))
    return int(mention.role == "point")


def _best(mentions: Sequence[tuple[int, DateMention]], start: int, end: int) -> DateMention | None:
    """The nearest fitting mention, those in the claim's own words first, the stronger of them."""

    def rank(scored: tuple[int, DateMention]) -> tuple[int, int]:
        strength, mention = scored
        if start <= mention.start < end:
            return (-strength - 1, mention.start)
        return (0, mention.start - end if mention.start >= end else start - mention.end + _BEFORE)

    fitting = [scored for scored in mentions if scored[0]]
    return min(fitting, key=rank)[1] if fitting else None


_NEWS = 7
"""Days before publication up to which a day told is the news itself: weeklies tell of their week."""


@cache
def _looking_back() -> Any:
    return re2.compile(r"(?i)\b(?:has|have|had|was|were|did)\b|['’]ve\b")


def announcement_day(
    text: str, sentence: tuple[int, int], before: Iterable[DateMention], event: str, published: date
) -> DateMention | None:
    """The day on which a pledge without a time of its own was made: that of the news before it.

    Packages are told in several sentences of which the first names the day. `before` are the times told
    before the sentence's end, the nearest first. None where the sentence looks back, or the last time told before it
    is no news.
    """
    start, end = sentence
    if event != "pledge" or _looking_back().search(text[start:end]) is not None:
        return None
    last = next((m for m in before if m.role == "point" and m.tense != "future"), None)
    if last is None or last.date.day is None:
        return None
    return last if 0 <= (published - last.date.last_day).days <= _NEWS else None
