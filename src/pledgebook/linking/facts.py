"""What linking looks at in a claim: its fields, and the words of the sentence around its place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

import re2

from pledgebook.linking.items import Item, parse_item, singular, words_of
from pledgebook.model import ITEM, PublishedClaim

PROMISES = frozenset({"propose", "pledge", "commit"})
"""Events that tell the size of a promise; the others tell what became of it."""

_BOUNDARY = re2.compile(r"[.!?;][\"'”’)]*\s+|\n+")
_ABBREVIATION = re2.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Lt|Gen|St|No|bn|approx|Jr|U\.S|U\.K|U\.N)|\b\p{Lu})\.$")
_PROGRAMME = re2.compile(
    r"((?:\p{Lu}[\p{L}’'-]+\s+){1,4})((?:\p{Ll}[\p{L}-]+\s+){0,2}?)"
    r"([Pp]rogramme|[Pp]rogram|[Ff]und|[Ff]acility|[Ii]nitiative|[Pp]lan|[Ss]cheme|[Cc]oalition|[Mm]echanism"
    r"|[Aa]ct|[Cc]onference|[Pp]urchase|[Pp]urchases|[Mm]odel)\b"
)
_ORDINAL = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10,
}  # fmt: skip
_DEFINITE = re2.compile(r"(?i)\b(?:of the|of its|of their|of that|of those|of these|of this|the|its|these|those)\s+$")
_BACK = re2.compile(
    r"(?i)\b(?:of (?:it|them|these|those|this|which|whom)|the (?:rest|remaining|remainder|others?|last)|remaining|outstanding"
    r"|they|these|those|it|them|its|their)\b"
)
_KNOWN = re2.compile(r"(?i)\b(?:the|its|their|his|her|those|these|our)\s+(?:[€$£¥]|\p{Lu}{3}\s)?\p{N}")
_IN_ALL = re2.compile(
    r"(?i)\b(?:altogether|in all|in total|total (?:comes|came|amounts|now)|together|combined|from all|all \p{L}+ sources"
    r"|since (?:the|20\d\d|february|january)|so far|to date)\b"
)
_ADDED = re2.compile(r"(?i)\b(?:additional|another|further|extra|new|fresh|more|adds?|added|on top of)\b")
_PLAIN_CAPITALS = frozenset(["the", "a", "an", "in", "on", "for", "of", "this", "that", "european", "new", "track"])

STOP_WORDS = frozenset(
    """the a an and or of to in on for from by with at as is are was were be been being has have had will would should
    could can may might it its this that these those which who whom whose their his her he she they we our you not no none
    but than then so more most less least up about around some nearly almost over under all both each every one two three
    four five six seven eight nine ten million billion thousand hundred half said says say told according after before
    since until by into out also only still already yet now today first next last year month week day years months weeks
    days monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december euros euro dollars dollar crowns kroner pounds eur usd nok""".split()
)


_NUMBER = re2.compile(
    r"(?i)(\d[\d,]*(?:\.\d+)?|\b(?:a|an|half(?: an?)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty)\b)"
    r"(?:[\s-]+(thousand|million|billion|trillion|bn|mn|m)\b|(bn|mn|m|k)\b)?"
)
_SCALES = {"thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9,
           "trillion": 10**12}  # fmt: skip
_SMALL = dict(zip(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty".split(), range(1, 21), strict=True,
)) | {"thirty": 30, "forty": 40, "fifty": 50, "a": 1, "an": 1}  # fmt: skip


@cache
def numbers_in(text: str) -> frozenset[Decimal]:
    """The plain numbers that a text names, in digits or words, in single units ("of the four", "$2 billion")."""
    found: set[Decimal] = set()
    for mark in _NUMBER.finditer(text):
        word, scale = mark.group(1).lower(), (mark.group(2) or mark.group(3) or "").lower()
        if word in ("a", "an") and not scale:
            continue
        half = word.startswith("half")
        value = Decimal("0.5") if half else Decimal(_SMALL.get(word) or word.replace(",", ""))
        found.add(value * _SCALES.get(scale, 1))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Facts:
    """A claim as the features see it; `low` and `high` are single units, `order` its place in publication."""

    told: PublishedClaim
    order: int
    donors: frozenset[str]
    recipients: frozenset[str]
    item: Item
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    sentence: tuple[int, int]
    words: frozenset[str]
    programmes: frozenset[str]
    ordinals: frozenset[int]
    numbers: frozenset[Decimal]
    refers_back: bool
    sums_up: bool
    definite: bool
    added: bool

    @property
    def id(self) -> str:
        return self.told.id

    @property
    def event(self) -> str:
        return self.told.claim.event

    @property
    def basis(self) -> str:
        return self.told.claim.basis

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
        if not self.is_money:
            return None
        claim, published = self.told.claim, self.told.published.year
        if claim.due is not None and claim.basis != "cumulative" and abs(claim.due.year - published) <= 1:
            return claim.due.year
        told = claim.happened
        return told.year if told is not None and told.month is None and self.event != "propose" else None


@lru_cache(maxsize=256)
def sentence_starts(text: str) -> tuple[int, ...]:
    """Where the text's sentences begin: after a line's end or a closing mark that no abbreviation carries."""
    starts = [0]
    for mark in _BOUNDARY.finditer(text):
        before = text[max(0, mark.start() - 12) : mark.start() + 1]
        if "\n" in mark.group(0) or not _ABBREVIATION.search(before):
            starts.append(mark.end())
    return tuple(s for s in starts if s < len(text)) or (0,)


def sentence_around(text: str, start: int) -> tuple[int, int]:
    """First and last place of the sentence in which `start` stands."""
    starts = sentence_starts(text)
    index = bisect_right(starts, start) - 1
    return starts[index], starts[index + 1] if index + 1 < len(starts) else len(text)


@cache
def programme_names(sentence: str) -> frozenset[str]:
    """The proper words of programmes, funds and initiatives that the sentence names ("Nansen", "Czech")."""
    names: set[str] = set()
    for found in _PROGRAMME.finditer(sentence):
        for word in words_of(found.group(1)):
            stem = word.removesuffix("-led").removesuffix("'s").removesuffix("’s")
            if stem not in _PLAIN_CAPITALS and len(stem) > 2:
                names.add(stem)
    return frozenset(names)


def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning: no stop words, no bare numbers, singular."""
    return frozenset(singular(w) for w in words_of(text) if w not in STOP_WORDS and not w[0].isdigit() and len(w) > 2)


def facts_of(told: PublishedClaim, order: int) -> Facts:
    """Everything that the features need to know of one claim."""
    claim, text = told.claim, told.document.text
    first, last = sentence_around(text, claim.span.start)
    sentence = text[first:last]
    quote_words = words_of(claim.span.quote)
    programmes = programme_names(sentence) | (programme_names(claim.programme) if claim.programme else frozenset())
    amount = claim.amount
    return Facts(
        told=told,
        order=order,
        donors=frozenset(claim.donors),
        recipients=frozenset(claim.recipients),
        item=parse_item(claim.item),
        low=amount.low if amount else None,
        high=amount.high if amount else None,
        unit=amount.unit if amount else None,
        sentence=(first, last),
        words=content_words(sentence),
        programmes=programmes,
        ordinals=frozenset(_ORDINAL[w] for w in quote_words if w in _ORDINAL),
        numbers=numbers_in(sentence),
        sums_up=claim.basis != "part" and bool(_IN_ALL.search(sentence)),
        refers_back=bool(_BACK.search(claim.span.quote)),
        definite=bool(_DEFINITE.search(text[max(0, claim.span.start - 12) : claim.span.start]))
        or bool(_KNOWN.search(claim.span.quote))
        or claim.span.quote.lower().startswith(("the ", "of the ", "of its ", "its ", "all ")),
        added=bool(_ADDED.search(claim.span.quote)),
    )


def in_order(claims: tuple[PublishedClaim, ...]) -> list[Facts]:
    """The facts of the claims in order of publication, then document, place and id."""
    ranked = sorted(claims, key=lambda c: (c.published, c.document.id, c.claim.span.start, c.claim.span.end, c.id))
    return [facts_of(told, order) for order, told in enumerate(ranked)]
