"""Made-up claims shaped like those of the annotated stories, all to one recipient: as many pledges as asked for.

Each pledge is announced, dated, told again, ordered or paid in steps, held up or raised, by articles that tell of
several pledges each; about one in six has parts. The same number gives the same claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from pledgebook.model import ITEM, AmountRange, Claim, Document, PartialDate, PublishedClaim, Span
from pledgebook.vocabulary import countries

FIRST_DAY = date(2022, 3, 1)
DAYS = 1200
CLAIMS_OF_AN_ARTICLE = 8
RECIPIENT = "UA"
THINGS = (
    "artillery shell", "leopard 2 tank", "air defence system", "armoured vehicle", "drone", "mortar round", "generator",
    "transformer", "field hospital", "vaccine dose", "tonne of grain", "winter jacket", "howitzer", "anti-tank missile",
    "patrol boat", "ambulance", "excavator", "rifle", "night vision device", "radar",
)  # fmt: skip
PURPOSES = (
    "budget support", "military aid", "humanitarian aid", "energy repair", "reconstruction", "demining",
    "grain storage", "school repair", "refugee housing", "hospital equipment", "ammunition", "air defence",
    "pension payments",
)  # fmt: skip
NAMES = ("Aurora", "Bridge", "Cedar", "Delta", "Ember", "Fjord", "Granite", "Harbour")
CURRENCIES = ("USD", "EUR", "GBP", "NOK", "SEK", "CAD")


@dataclass(slots=True)
class _Promise:
    """A promise in the making: who, what, how much, and what its claims have told so far."""

    donor: str
    item: str
    unit: str
    size: int
    day: date
    name: str
    arrived: int = 0
    told: list[dict[str, Any]] = field(default_factory=list)


def _promise(random: Random, donors: list[str], number: int) -> _Promise:
    money = random.random() < 0.55
    day = FIRST_DAY + timedelta(days=random.randrange(DAYS))
    size = random.randrange(11, 990) * 10 ** random.choice((5, 6, 6, 7) if money else (0, 1, 1, 2))
    item = random.choice(PURPOSES if money else THINGS)
    unit = random.choice(CURRENCIES) if money else ITEM
    name = f"{random.choice(NAMES)}{number}"
    return _Promise(random.choice(donors), item, unit, size, day, name)


def _events(promise: _Promise, random: Random) -> Iterator[tuple[date, str, str, int, str, PartialDate | None]]:
    """What is told of a promise: day, event, basis, amount, words, due date."""
    day, size = promise.day, promise.size
    due = PartialDate.of(day + timedelta(days=random.randrange(60, 500)))
    yield day, "pledge", "total", size, "promised", due if random.random() < 0.5 else None
    for _ in range(random.randrange(4, 15)):
        day += timedelta(days=random.randrange(1, 60))
        what = random.random()
        if what < 0.3:
            yield day, random.choice(("pledge", "commit")), "total", size, "confirmed", None
        elif what < 0.6:
            step = max(1, size // random.randrange(3, 9))
            promise.arrived = min(size, promise.arrived + step)
            yield day, "deliver", "cumulative", promise.arrived, "has so far delivered", None
        elif what < 0.75:
            yield day, "deliver", "part", max(1, size // 10), "delivered a batch of", None
        elif what < 0.85:
            yield day, "schedule", "total", size, "will complete", due
        elif what < 0.92:
            yield day, "contract", "total", size, "ordered", None
        elif what < 0.96:
            yield day, "block", "total", size, "holds back", None
        else:
            size = size + size // 4
            yield day, "pledge", "total", size, "raised its gift to", None


def made_up(pledges: int) -> list[PublishedClaim]:
    """About ten claims a pledge, in articles of about eight."""
    random = Random(pledges)
    donors = sorted(countries())[:120]
    told = [
        (day, number, promise, event)
        for number in range(pledges)
        for promise in [_promise(random, donors, number)]
        for event in _events(promise, random)
        for day in [event[0]]
    ]
    told.sort(key=lambda each: (each[0], each[1]))
    claims: list[PublishedClaim] = []
    for start in range(0, len(told), CLAIMS_OF_AN_ARTICLE):
        claims += _article(told[start : start + CLAIMS_OF_AN_ARTICLE], start // CLAIMS_OF_AN_ARTICLE)
    return claims


def _article(told: list[tuple[date, int, _Promise, Any]], number: int) -> Iterator[PublishedClaim]:
    sentences = [_sentence(promise, event) for _, _, promise, event in told]
    text = " ".join(sentences)
    published = max(day for day, *_ in told)
    document = Document.make(
        text, published=published, id=f"m-{number:07}", publisher=f"Paper {number % 40}", title=f"Aid news {number}"
    )
    start = 0
    for sentence, (day, _, promise, event) in zip(sentences, told, strict=True):
        _, kind, basis, amount, _, due = event
        yield PublishedClaim(
            Claim(
                document.id, document.hash, Span.of(text, start, start + len(sentence) - 1), kind, (promise.donor,),
                (RECIPIENT,), AmountRange.exactly(Decimal(amount), promise.unit), promise.item, "other", basis,
                happened=PartialDate.of(day) if kind != "schedule" else None, due=due, confidence=0.9,
            ),
            document,
        )  # fmt: skip
        start += len(sentence) + 1


def _sentence(promise: _Promise, event: Any) -> str:
    _, _, _, amount, words, due = event
    what = f"{amount:,} {promise.unit} for {promise.item}" if promise.unit != ITEM else f"{amount:,} {promise.item}s"
    by = f" by {due}" if due else ""
    programme = f" under the {promise.name} programme" if promise.size % 6 == 0 else ""
    return f"{promise.donor} {words} {what}{programme}{by}."
