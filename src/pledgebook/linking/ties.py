"""What ties a part to its whole: two claims, their pledges, and the programmes that these name or are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from pledgebook.linking.cues import PROGRAMME_WORDS
from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import Facts, adjectives
from pledgebook.linking.items import words_of
from pledgebook.linking.rates import in_dollars
from pledgebook.model import Document
from pledgebook.vocabulary import groups

INITIATIVE_WORDS = PROGRAMME_WORDS | {
    "purchase", "purchases", "order", "shells", "rounds", "drones", "coalition", "package"
}  # fmt: skip
"""Words by which a text names a state's initiative after its adjective ("the Czech shells")."""

MEMBER_WORDS = frozenset(["member", "members", "team", "club", "coalition", "allies"])
"""Words that count a body's members into its sum."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A draft as it stands, with the programmes that its sentences name, those named `around` them, and those that
    it is itself.

    `givers` are its donors with the members of bodies that its texts count in, `full_size` is its largest figure.
    """

    draft: Draft
    named: frozenset[str]
    around: frozenset[str]
    runs: frozenset[str]
    givers: frozenset[str]
    full_size: Decimal

    @property
    def id(self) -> str:
        return self.draft.founder.id

    @property
    def telling(self) -> Facts:
        """The claim that tells the size of a programme: a whole promise if there is one, the largest, the earliest."""
        return max(self.draft.witnesses, key=lambda c: (c.tells_size, c.size, -c.order))


@dataclass(frozen=True, slots=True, eq=False)
class Tie:
    """A claim of the part, a claim of the whole, and their pledges; `adds`: with others it adds up to the whole."""

    part: Facts
    whole: Facts
    part_side: Side
    whole_side: Side
    adds: bool = False

    @property
    def part_draft(self) -> Draft:
        return self.part_side.draft

    @property
    def whole_draft(self) -> Draft:
        return self.whole_side.draft

    @property
    def in_one_text(self) -> bool:
        return self.part.told.claim.document_hash == self.whole.told.claim.document_hash

    @property
    def distance(self) -> int:
        """Characters from the whole to the part; negative if the part is told first."""
        return self.part.told.claim.span.start - self.whole.told.claim.span.start


@cache
def members(body: str) -> frozenset[str]:
    """The states, and the body itself, that a body's sum may be made up of; none for a body without known members."""
    return groups().get(body.lower(), frozenset())


def givers_of(draft: Draft) -> frozenset[str]:
    """The pledge's donors, with the members of a body whose members its texts count in."""
    counted = "G7" in draft.donors or any(
        MEMBER_WORDS.intersection(words_of(claim.told.claim.span.quote)) for claim in draft.witnesses
    )
    return draft.donors.union(*(members(body) for body in draft.donors)) if counted else draft.donors


def donors_within(part: frozenset[str], whole: Side) -> bool:
    """Whether the part's donors are among the whole's givers; a whole without a donor takes all."""
    return not whole.draft.donors or (bool(part) and part <= whole.givers)


@lru_cache(maxsize=4096)
def initiatives_in(document: Document) -> frozenset[str]:
    """The states and bodies whose initiative, plan or purchase the document speaks of ("the Czech shells")."""
    words = words_of(f"{document.title}\n{document.text}")
    found: set[str] = set()
    for index, word in enumerate(words):
        code = adjectives().get(word.removesuffix("-led"))
        if code and any(w in INITIATIVE_WORDS for w in words[index + 1 : index + 4]):
            found.add(code)
    return frozenset(found)


def in_one_measure(a: Facts, b: Facts) -> tuple[Decimal, Decimal] | None:
    """Both amounts as comparable numbers: in one unit, or as rough dollars; None if they cannot be compared."""
    if not a.has_amount or not b.has_amount or a.unit is None or b.unit is None:
        return None
    if a.unit == b.unit:
        return a.size, b.size
    if a.is_money != b.is_money:
        return None
    left, right = in_dollars(a.size, a.unit), in_dollars(b.size, b.unit)
    return None if left is None or right is None else (left, right)


def programmes_named(draft: Draft) -> frozenset[str]:
    """The programmes that the sentences around the pledge's claims, or their items, name."""
    named = frozenset().union(*(claim.programmes for claim in draft.witnesses))
    words = {word for claim in draft.witnesses for word in words_of(claim.told.claim.item or "")}
    return named | {word for word in words if word in adjectives() and {adjectives()[word]} != draft.donors}


def programme_of(draft: Draft, named: frozenset[str]) -> frozenset[str]:
    """The names under which the pledge is itself a programme: of its item, or of the state that runs it."""
    runners = {word for word in named if {adjectives().get(word)} == draft.donors}
    return frozenset(runners).union(*(claim.runs for claim in draft.witnesses))


def side_of(draft: Draft) -> Side:
    """The draft as it stands."""
    full_size = max((c.size for c in draft.witnesses if c.unit == draft.unit), default=Decimal(0))
    around = frozenset().union(*(claim.programmes_around for claim in draft.witnesses))
    named = programmes_named(draft)
    return Side(draft, named, around, programme_of(draft, named), givers_of(draft), full_size)
