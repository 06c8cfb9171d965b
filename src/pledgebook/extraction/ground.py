"""What a choice is made on: the subject of a claim, its cues, its article, and what was told before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.evidence import Reach
from pledgebook.extraction.groups import Codes
from pledgebook.extraction.scene import Article, Scene
from pledgebook.extraction.topics import Topics
from pledgebook.vocabulary import item_of as known_item_of


@dataclass(frozen=True, slots=True)
class Subject:
    """What a claim may be about: an amount, or a thing without a number, at tokens `first`–`last`."""

    scene: Scene
    amount: AmountMention | None
    item: str | None
    start: int
    end: int
    first: int
    last: int

    @staticmethod
    def of(scene: Scene, amount: AmountMention | None, item: str | None, place: tuple[int, int]) -> Subject:
        """The subject at a place of the text, from `place[0]` up to before `place[1]`."""
        start, end = place
        return Subject(scene, amount, item, start, end, scene.token_at(start), scene.token_at(end - 1))

    @property
    def keys(self) -> tuple[object, object]:
        """The amount and the group of its item, by which an earlier claim of the article is found again."""
        amount = self.amount
        known = known_item_of(self.item) if self.item else None
        return (
            (amount.low, amount.high, amount.unit) if amount else None,
            known.group if known is not None else None,
        )


@dataclass(slots=True)
class Memory:
    """What the article has told so far: the parties and the event of the claims before."""

    donors: Codes | None = None
    recipients: Codes | None = None
    event: str | None = None
    scene: int = -10
    given_by: set[Codes] = field(default_factory=set)
    given_to: set[Codes] = field(default_factory=set)
    by_amount: dict[object, tuple[Codes, Codes]] = field(default_factory=dict)
    by_item: dict[object, tuple[Codes, Codes]] = field(default_factory=dict)
    aid: float = 0.0
    """How likely the subject before was aid."""
    is_kept: bool = False
    """Whether a subject that is still to be judged keeps it: then it learns no more, but its copy does."""

    def copy(self) -> Memory:
        """The same to learn further."""
        given_by, given_to = self.given_by.copy(), self.given_to.copy()
        by_amount, by_item = self.by_amount.copy(), self.by_item.copy()
        told = (self.donors, self.recipients, self.event, self.scene)
        return Memory(*told, given_by, given_to, by_amount, by_item, self.aid)

    def learn(self, donors: Codes, recipients: Codes, event: str, scene: int, keys: tuple[object, object]) -> None:
        """Remember a claim; `keys` are its amount and the head of its item (None where there is none)."""
        self.donors, self.recipients, self.event, self.scene = donors, recipients, event, scene
        for known, key in zip((self.by_amount, self.by_item), keys, strict=True):
            if key is not None:
                known[key] = (donors, recipients)
        self.given_by.add(donors)
        self.given_to.add(recipients)


@dataclass(frozen=True, slots=True)
class Ground:
    """A subject in its article: `reached` are the cues of its sentence, nearest first.

    Who the article is about (`topics`) is found out when it is first asked for.
    """

    article: Article
    subject: Subject
    reached: tuple[Reach, ...]
    find_topics: Callable[[], Topics]
    memory: Memory

    @property
    def scene(self) -> Scene:
        return self.subject.scene

    @property
    def topics(self) -> Topics:
        return self.find_topics()

    @property
    def amount(self) -> AmountMention | None:
        return self.subject.amount

    @property
    def first(self) -> int:
        return self.subject.first

    @property
    def last(self) -> int:
        return self.subject.last

    @property
    def since(self) -> str:
        """Whether the claim before stands in the same sentence, the one before, or farther off."""
        gap = self.subject.scene.number - self.memory.scene
        return "same" if gap == 0 else "next" if gap == 1 else "later"

    @property
    def nearest(self) -> Reach | None:
        return self.reached[0] if self.reached else None
