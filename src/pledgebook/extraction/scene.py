"""An article seen sentence by sentence, with all that was found in each: the ground for every choice."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from pledgebook.extraction.actors import ActorMention, find_actors
from pledgebook.extraction.amounts import AmountMention, find_amounts
from pledgebook.extraction.dates import DateMention, find_dates
from pledgebook.extraction.descriptions import with_descriptions
from pledgebook.extraction.predicates import Cue, find_cues
from pledgebook.extraction.sentences import split_sentences
from pledgebook.extraction.text_marks import KnownItem, ThemeWord, known_items, theme_words
from pledgebook.extraction.tokens import Token, tokenize
from pledgebook.extraction.word_search import lowered
from pledgebook.model import Document

_Mention = TypeVar("_Mention", AmountMention, ActorMention, DateMention, KnownItem, ThemeWord)

_BOUNDARY = {
    ",": 1, ";": 4, ":": 3, "—": 2, "–": 2, "-": 1, "(": 1, ")": 1, '"': 1, "“": 1, "”": 1, "•": 4,
    "and": 1, "but": 3, "while": 3, "which": 1, "who": 1, "where": 2, "after": 2, "although": 3, "though": 3,
    "because": 3, "when": 2, "as": 1, "if": 2, "until": 2, "before": 2, "whereas": 3, "since": 1, "that": 1, ".": 6,
}  # fmt: skip
"""How strongly a word or mark parts what stands before it from what follows (set by hand)."""

NO_PARTIES = frozenset(["europe"])
"""Regions that name nobody who could give: "European countries" are not the Union."""

_LONGEST_HEADING = 60
"""Characters of a line that is taken for a heading: longer ones are sentences that lost their full stop."""

_LONGEST_LIST = 25
"""Sentences back to which a heading is looked for."""

_LIST_MARKS = ("-", "•", "–", "*", "·", "●", "▪", "—")


@dataclass(frozen=True, eq=False)
class Scene:
    """One sentence: its words, and the amounts, actors, dates and cues in it (places in the text)."""

    text: str
    number: int
    start: int
    end: int
    amounts: tuple[AmountMention, ...]
    actors: tuple[ActorMention, ...]
    dates: tuple[DateMention, ...]
    items: tuple[KnownItem, ...]
    theme_words: tuple[ThemeWord, ...]

    @cached_property
    def themes(self) -> frozenset[str]:
        return frozenset(theme for word in self.theme_words for theme in word.themes)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(tokenize(self.text, self.start, self.end))

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """Words that tell an event; those within an actor's name ("European Commission") are none."""
        named = {i for a in self.actors for i in range(self.token_at(a.start), self.token_at(a.end - 1) + 1)}
        return tuple(c for c in find_cues(self.tokens) if c.first not in named)

    @cached_property
    def _starts(self) -> list[int]:
        return [t.start for t in self.tokens]

    @cached_property
    def _walls(self) -> list[int]:
        return list(accumulate((_BOUNDARY.get(t.lower, 0) for t in self.tokens), initial=0))

    def token_at(self, place: int) -> int:
        """The index of the token that stands at or before a place of the text."""
        return max(0, bisect_right(self._starts, place) - 1)

    def walls_between(self, left: int, right: int) -> int:
        """How strongly tokens `left` and `right` are parted (0: not at all)."""
        low, high = sorted((left, right))
        return self._walls[high] - self._walls[min(low + 1, high)]

    def word(self, index: int) -> str:
        """The lower-cased token at `index`; empty outside the sentence."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(t.lower for t in self.tokens)

    @property
    def said(self) -> str:
        return self.text[self.start : self.end]

    @property
    def is_list_line(self) -> bool:
        return self.text.startswith(_LIST_MARKS, self.start) or (
            self.start >= 2 and self.text[self.start - 2 : self.start].strip() in _LIST_MARKS
        )

    @property
    def ends_with_colon(self) -> bool:
        return self.text[self.end - 1] == ":"

    @property
    def is_heading(self) -> bool:
        """Whether it stands over what follows: it ends with a colon, or is a short line without a full stop."""
        if self.ends_with_colon:
            return True
        short = self.end - self.start <= _LONGEST_HEADING and self.text[self.end - 1] not in '.!?"”'
        return short and self.opens_line and not self.is_list_line and not self.amounts

    @property
    def opens_line(self) -> bool:
        return self.start == 0 or "\n" in self.text[max(0, self.start - 3) : self.start]


@dataclass(frozen=True, eq=False)
class Article:
    """A document with its scenes and what it is about as a whole."""

    document: Document
    scenes: tuple[Scene, ...]
    dates: tuple[DateMention, ...]
    title_actors: tuple[ActorMention, ...]
    publisher_actors: tuple[str, ...]

    def heading_of(self, scene: Scene) -> Scene | None:
        """The heading under which a line stands, if it stands in a list or opens a line."""
        if not (scene.is_list_line or scene.opens_line):
            return None
        for number in range(scene.number - 1, max(-1, scene.number - _LONGEST_LIST), -1):
            if self.scenes[number].is_heading:
                return self.scenes[number]
            if not (self.scenes[number].is_list_line or self.scenes[number].opens_line):
                return None
        return None

    @cached_property
    def aid_density(self) -> float:
        """The share of sentences with a word of aid."""
        return sum(1 for s in self.scenes if "aid" in s.themes) / max(1, len(self.scenes))

    @cached_property
    def home_density(self) -> float:
        """The share of sentences with a word of spending at home."""
        return sum(1 for s in self.scenes if "home" in s.themes) / max(1, len(self.scenes))

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The actors that the article names besides its publisher's own."""
        named = {a.code for scene in self.scenes for a in scene.actors} | {a.code for a in self.title_actors}
        return frozenset(named - set(self.publisher_actors))


def publisher_codes(publisher: str) -> tuple[str, ...]:
    """The actors that a publisher's name names: "The White House" is US."""
    return tuple(dict.fromkeys(a.code for a in find_actors(publisher)))


def view(document: Document, found: Sequence[ActorMention]) -> Article:
    """The document's sentences with everything found in them, in order; `found` are the actors of its text."""
    amounts = find_amounts(document.text)
    named = [a for a in found if a.code not in NO_PARTIES]
    actors = with_descriptions(document.text, named)
    dates = find_dates(document.text, document.published)
    low = lowered(document.text)
    items, words = known_items(low), theme_words(low)
    scenes: list[Scene] = []
    for number, (start, end) in enumerate(split_sentences(document.text)):
        scenes.append(
            Scene(
                document.text,
                number,
                start,
                end,
                amounts=_within(amounts, start, end),
                actors=_within(actors, start, end),
                dates=_within(dates, start, end),
                items=_within(items, start, end),
                theme_words=_within(words, start, end),
            )
        )
    return Article(
        document, tuple(scenes), tuple(dates), tuple(find_actors(document.title)), publisher_codes(document.publisher)
    )


def _within(mentions: Sequence[_Mention], start: int, end: int) -> tuple[_Mention, ...]:
    """The mentions that stand wholly in a sentence; `mentions` is in order of place."""
    first = bisect_left(mentions, start, key=lambda m: m.start)
    last = bisect_left(mentions, end, key=lambda m: m.start)
    return tuple(m for m in mentions[first:last] if m.end <= end)
