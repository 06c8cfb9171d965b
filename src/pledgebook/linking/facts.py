"""What linking looks at in a claim: its fields, and the words of the sentence around its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import TypeAlias

from pledgebook.linking import cues
from pledgebook.linking.items import Item, parse_item, singular, words_of
from pledgebook.model import ITEM, AmountRange, PublishedClaim
from pledgebook.vocabulary import countries

PROMISES = frozenset({"propose", "pledge", "commit"})
"""Events that tell the size of a promise; the others tell what became of it."""


TELLING_DIGITS = 2
"""Digits of a figure, without trailing zeros, from which two promises seldom share it by chance."""

TELLING_COUNT = 1000
"""Things from which a count may tell a promise: several states gave 14 tanks each."""

STRETCH = 80
"""Claims of a document that are read together: an article has 10 to 30, a table thousands, which have little to do
with each other."""

Figure: TypeAlias = tuple[str, frozenset[Decimal]]
"""A unit and the numbers named, one or two: "up to 50" and "50" are one figure, "12 to 18" and "18" are two."""


@dataclass(frozen=True, eq=False)
class Facts:
    """A claim as the features see it; `low` and `high` are single units, `order` its place in publication.

    `number` is its number among the claims of its document. What stands in the text around it is read when a feature
    first asks for it.
    """

    told: PublishedClaim
    id: str
    order: int
    number: int
    donors: frozenset[str]
    recipients: frozenset[str]
    item: Item
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    figure: Figure | None

    @cached_property
    def stretch(self) -> tuple[str, int]:
        """The run of claims of its document that it is told with."""
        return self.told.claim.document_hash, self.number // STRETCH

    @cached_property
    def sentence(self) -> tuple[int, int]:
        """First and last place of the sentence that the claim begins in."""
        return sentence_around(self.told.document.text, self.told.claim.span.start)

    @cached_property
    def _sentence_text(self) -> str:
        first, last = self.sentence
        return self.told.document.text[first:last]

    @cached_property
    def words(self) -> frozenset[str]:
        return content_words(self._sentence_text)

    @cached_property
    def programmes(self) -> frozenset[str]:
        named = programme_names(self._sentence_text)
        return named | programme_names(self.told.claim.programme) if self.told.claim.programme else named

    @cached_property
    def programmes_around(self) -> frozenset[str]:
        """The programmes that the title and the sentence before the claim's own name."""
        document = self.told.document
        before, _ = sentence_around(document.text, max(0, self.sentence[0] - 1))
        return programme_names(document.title) | programme_names(document.text[before : self.sentence[0]])

    @property
    def runs(self) -> frozenset[str]:
        """The names of the programme that the claim promises, by its item; none if its item is no programme."""
        return self.item.names if self.event in PROMISES and self.is_programme else frozenset()

    @cached_property
    def programmes_told(self) -> tuple[str, ...]:
        """The programmes that its sentence, the one before, the title or its item name, or that it is itself."""
        words = (word for word in words_of(self.told.claim.item or "") if word in adjectives())
        return tuple(sorted({*self.programmes, *self.programmes_around, *words, *self.runs}))

    @cached_property
    def ordinals(self) -> frozenset[int]:
        return frozenset(cues.ORDINALS[w] for w in words_of(self.told.claim.span.quote) if w in cues.ORDINALS)

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        return cues.numbers_in(self._sentence_text)

    @cached_property
    def mentions(self) -> frozenset[str]:
        return states_named(words_of(self._sentence_text))

    @cached_property
    def refers_back(self) -> bool:
        return bool(cues.back().search(self.told.claim.span.quote))

    @cached_property
    def sums_up(self) -> bool:
        return self.basis != "part" and bool(cues.in_all().search(self._sentence_text))

    @cached_property
    def definite(self) -> bool:
        span, text = self.told.claim.span, self.told.document.text
        return (
            bool(cues.definite().search(text[max(0, span.start - 12) : span.start]))
            or bool(cues.known().search(span.quote))
            or span.quote.lower().startswith(("the ", "of the ", "of its ", "its ", "all "))
        )

    @cached_property
    def added(self) -> bool:
        return bool(cues.added().search(self.told.claim.span.quote))

    @property
    def event(self) -> str:
        return self.told.claim.event

    @property
    def basis(self) -> str:
        return self.told.claim.basis

    @property
    def is_programme(self) -> bool:
        """Whether what is given is called a programme, a fund or the like."""
        return not cues.PROGRAMME_WORDS.isdisjoint(words_of(self.told.claim.item or ""))

    @property
    def is_given(self) -> bool:
        """Whether the claim was given as it is, and no program read it out of a text and may have misread it."""
        return self.told.claim.confidence >= 1

    @property
    def tells_apart(self) -> bool:
        """Whether the figure is one that two promises hardly share: no round sum, no small count of things."""
        small = not self.is_money and self.size < TELLING_COUNT
        return not small and len(self.size.normalize().as_tuple().digits) >= TELLING_DIGITS

    @property
    def has_amount(self) -> bool:
        return self.unit is not None

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def size(self) -> Decimal:
        """The amount as one number: its low end, else its high end, else 0."""
        return self.low if self.low is not None else self.high or Decimal(0)

    @property
    def is_money(self) -> bool:
        return self.unit is not None and self.unit != ITEM

    @property
    def tells_size(self) -> bool:
        """Whether the claim gives the size of a whole promise, not of a part, a level or a payment."""
        return self.has_amount and self.event in PROMISES and self.basis == "total"

    @property
    def opens_anew(self) -> bool:
        """Whether the claim announces money or things on top of what was promised before."""
        return self.event in PROMISES | {"contract"} and self.basis == "increment"

    @property
    def adds(self) -> bool:
        """Whether the amount comes on top of another ("four more", "raised by 7 billion")."""
        return self.basis == "increment" or (self.added and self.basis != "total")

    @property
    def year(self) -> int | None:
        """The budget year that a sum of money is for, where the text tells one near its publication."""
        if not self.is_money and (self.has_amount or self.item.says_what):
            return None
        claim, published = self.told.claim, self.told.published.year
        if claim.due is not None and claim.basis != "cumulative" and abs(claim.due.year - published) <= 1:
            return claim.due.year
        told = claim.happened
        return told.year if told is not None and told.month is None and self.event != "propose" else None


WINDOW = 400
"""Characters looked at first on either side of a place for where its sentence begins and ends."""


def sentence_around(text: str, start: int) -> tuple[int, int]:
    """First and last place of the sentence in which `start` stands.

    Sentences begin after a line's end or a closing mark that no abbreviation carries.
    """
    reach = WINDOW
    while True:
        low, high = max(0, start - reach), min(len(text), start + reach)
        starts = [place for place in _starts_between(text, low, high) if place < len(text)]
        before = [place for place in starts if place <= start]
        after = [place for place in starts if place > start]
        if (before or low == 0) and (after or high == len(text)):
            return before[-1] if before else 0, after[0] if after else len(text)
        reach *= 4


def _starts_between(text: str, low: int, high: int) -> list[int]:
    """Where sentences begin in a stretch of the text; those cut by its first character are not seen."""
    starts: list[int] = []
    for mark in cues.boundary().finditer(text[low:high]):
        begin, end = mark.start() + low, mark.end() + low
        cut = (low > 0 and mark.start() == 0) or (high < len(text) and mark.end() == high - low)
        before = text[max(0, begin - 12) : begin + 1]
        if not cut and ("\n" in mark.group(0) or not cues.abbreviation().search(before)):
            starts.append(end)
    return starts


@cache
def programme_names(sentence: str) -> frozenset[str]:
    """The proper words of programmes, funds and initiatives that the sentence names ("Nansen", "Czech")."""
    names: set[str] = set()
    for found in cues.programme().finditer(sentence):
        for word in words_of(found.group(1)):
            stem = word.removesuffix("-led").removesuffix("'s").removesuffix("’s")
            if stem not in cues.PLAIN_CAPITALS and len(stem) > 2:
                names.add(stem)
    return frozenset(names)


def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning: no stop words, no bare numbers, singular."""
    return frozenset(
        singular(w) for w in words_of(text) if w not in cues.STOP_WORDS and not w[0].isdigit() and len(w) > 2
    )


@cache
def adjectives() -> dict[str, str]:
    """Codes of states by their adjectives and names in lower case ("czech" is CZ)."""
    found = {"european": "EU"}
    for code, country in countries().items():
        for word in (country.name, *country.adjectives):
            found.setdefault(word.lower(), code)
    return found


def states_named(words: Sequence[str]) -> frozenset[str]:
    """The states that words name or have as their adjective."""
    known = adjectives()
    return frozenset(known[word] for word in words if word in known)


def figure_of(amount: AmountRange) -> Figure:
    return amount.unit, frozenset(bound for bound in (amount.low, amount.high) if bound is not None)


def facts_of(told: PublishedClaim, order: int, number: int = 0) -> Facts:
    """What the features need to know of one claim; `number` is its number among the claims of its document."""
    claim = told.claim
    amount = claim.amount
    return Facts(
        told=told,
        id=told.id,
        order=order,
        number=number,
        donors=frozenset(claim.donors),
        recipients=frozenset(claim.recipients),
        item=parse_item(claim.item),
        low=amount.low if amount else None,
        high=amount.high if amount else None,
        unit=amount.unit if amount else None,
        figure=figure_of(amount) if amount else None,
    )


Place: TypeAlias = tuple[date, str, str, int, int, int, str]


def place_in_print(told: PublishedClaim) -> Place:
    """By which claims are ordered: publication, document, place in the text."""
    span, document = told.claim.span, told.document
    return told.published, document.id, document.hash, span.start, span.end, told.claim.ordinal, told.id


def in_order(claims: Iterable[PublishedClaim], first: int = 0) -> list[Facts]:
    """The facts of the claims in order of publication, then document, place and id, counted from `first`.

    Of each document all claims must be there, since they are told in stretches.
    """
    before: Counter[str] = Counter()
    facts: list[Facts] = []
    for order, told in enumerate(sorted(claims, key=place_in_print), first):
        document = told.claim.document_hash
        facts.append(facts_of(told, order, before[document]))
        before[document] += 1
    return facts
