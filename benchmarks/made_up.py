"""Made-up claims shaped like those of the annotated stories, all to one recipient: as many pledges as asked for.

Each pledge is announced, dated, told again, ordered or paid in steps, held up or raised, by articles that tell of
several pledges each; about one in six is part of the one before, and told beside it. The same number gives the same
claims.
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
    whole: _Promise | None = None
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


def _part_of(whole: _Promise, random: Random, number: int) -> _Promise:
    """A share of a promise for a purpose of its own, announced some days later."""
    item = random.choice([each for each in PURPOSES if each != whole.item])
    day = whole.day + timedelta(days=random.randrange(1, 90))
    size = max(1, whole.size * random.randrange(5, 60) // 100)
    return _Promise(whole.donor, item, whole.unit, size, day, f"{random.choice(NAMES)}{number}", whole)


def _promises(random: Random, donors: list[str], count: int) -> Iterator[_Promise]:
    last: _Promise | None = None
    for number in range(count):
        if last is not None and last.unit != ITEM and last.whole is None and random.random() < 0.3:
            last = _part_of(last, random, number)
        else:
            last = _promise(random, donors, number)
        yield last


def _events(promise: _Promise, random: Random) -> Iterator[tuple[date, str, str, int, str, PartialDate | None]]:
    """What is told of a promise: day, event, basis, amount, words, due date."""
    day, size = promise.day, promise.size
    due = PartialDate.of(day + timedelta(days=random.randrange(60, 500)))
    if promise.whole is None:
        yield day, "pledge", "total", size, "promised", due if random.random() < 0.5 else None
    else:
        yield day, "pledge", "part", size, "of which", None
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
        (event[0], number, promise, event)
        for number, promise in enumerate(_promises(random, donors, pledges))
        for event in _events(promise, random)
    ]
    told.sort(key=lambda each: (each[0], each[1]))
    told = [each for one in told for each in _with_whole(one)]
    claims: list[PublishedClaim] = []
    for start in range(0, len(told), CLAIMS_OF_AN_ARTICLE):
        claims += _article(told[start : start + CLAIMS_OF_AN_ARTICLE], start // CLAIMS_OF_AN_ARTICLE)
    return claims


def _with_whole(told: tuple[date, int, _Promise, Any]) -> Iterator[tuple[date, int, _Promise, Any]]:
    """What is told, and before a part's announcement that of its whole again."""
    day, number, promise, event = told
    if promise.whole is not None and event[2] == "part" and event[1] == "pledge":
        yield day, number, promise.whole, (day, "pledge", "total", promise.whole.size, "promised", None)
    yield told


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
    if words == "of which":
        return f"Of which {what} comes from the same promise."
    by = f" by {due}" if due else ""
    programme = f" under the {promise.name} programme" if promise.size % 6 == 0 else ""
    return f"{promise.donor} {words} {what}{programme}{by}."
