"""An article seen sentence by sentence, with all that was found in each: the ground for every choice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TypeVar

from pledgebook.extraction.actors import ActorMention, find_actors
from pledgebook.extraction.amounts import AmountMention, find_amounts
from pledgebook.extraction.dates import DateMention, Dates
from pledgebook.extraction.descriptions import with_descriptions
from pledgebook.extraction.lazy import lazy
from pledgebook.extraction.live_text import live_text
from pledgebook.extraction.predicates import Cue, find_cues
from pledgebook.extraction.sentences import split_sentences
from pledgebook.extraction.text_marks import KnownItem, ThemeWord, known_items, theme_words
from pledgebook.extraction.tokens import Words, tokenize
from pledgebook.extraction.word_search import lowered
from pledgebook.model import Document

_Mention = TypeVar("_Mention", AmountMention, ActorMention, KnownItem, ThemeWord)

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

MOST_CUES = 40
"""Words of one sentence that tell an event and are looked at: no sentence of prose has more."""

_LONGEST_LIST = 25
"""Sentences back to which a heading is looked for."""

_LIST_MARKS = ("-", "•", "–", "*", "·", "●", "▪", "—")


class Finds:
    """The document's live text, and what is looked for in it only when it is asked for."""

    def __init__(self, text: str, document: Document) -> None:
        self.text = text
        self._document = document

    @lazy
    def dates(self) -> Dates:
        return Dates(self.text, self._document.published)


@dataclass(eq=False)
class Scene:
    """One sentence: its words, and the amounts, actors, dates and cues in it (places in the text).

    Never changed, but not frozen: every document has many, and a frozen one takes three times as long to make.
    """

    text: str
    number: int
    start: int
    end: int
    amounts: tuple[AmountMention, ...]
    actors: tuple[ActorMention, ...]
    items: tuple[KnownItem, ...]
    theme_words: tuple[ThemeWord, ...]
    finds: Finds

    @lazy
    def dates(self) -> tuple[DateMention, ...]:
        """The dates told in it, in order."""
        return tuple(self.finds.dates.between(self.start, self.end))

    @lazy
    def themes(self) -> frozenset[str]:
        return frozenset([theme for word in self.theme_words for theme in word.themes])

    @lazy
    def _tokenized(self) -> Words:
        return tokenize(self.text, self.start, self.end)

    @lazy
    def tokens(self) -> list[str]:
        """Its words and marks, lower-cased."""
        return self._tokenized.low

    @lazy
    def starts(self) -> list[int]:
        """Where each token begins in the text."""
        return self._tokenized.starts

    @lazy
    def ends(self) -> list[int]:
        return self._tokenized.ends

    @lazy
    def cues(self) -> tuple[Cue, ...]:
        """Words that tell an event; those within an actor's name ("European Commission") are none."""
        found = find_cues(self.tokens)[:MOST_CUES]
        if not found or not self.actors:
            return tuple(found)
        named = {i for first, last in self.actor_places for i in range(first, last + 1)}
        return tuple([c for c in found if c.first not in named])

    @lazy
    def amount_tokens(self) -> tuple[int, ...]:
        """The token with which each amount begins."""
        return tuple([self.token_at(a.start) for a in self.amounts])

    @lazy
    def actor_places(self) -> list[tuple[int, int]]:
        """The first and the last token of each actor."""
        return [(self.token_at(a.start), self.token_at(a.end - 1)) for a in self.actors]

    @lazy
    def actor_tokens(self) -> tuple[int, ...]:
        """The token with which each actor begins."""
        return tuple([first for first, _ in self.actor_places])

    @lazy
    def _walls(self) -> list[int]:
        return list(accumulate([_BOUNDARY.get(word, 0) for word in self.tokens], initial=0))

    def token_at(self, place: int) -> int:
        """The index of the token that stands at or before a place of the text."""
        return (bisect_right(self.starts, place) or 1) - 1

    def walls_between(self, left: int, right: int) -> int:
        """How strongly tokens `left` and `right` are parted (0: not at all)."""
        low, high = (left, right) if left < right else (right, left)
        return self._walls[high] - self._walls[min(low + 1, high)]

    def word(self, index: int) -> str:
        """The lower-cased token at `index`; empty outside the sentence."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else ""

    def is_name(self, index: int) -> bool:
        """Whether the token is capitalised and does not open the sentence."""
        return index > 0 and self.text[self.starts[index]].isupper()

    @lazy
    def plain(self) -> list[str]:
        """Its tokens, with nothing for names and figures."""
        text = self.text
        return [
            word if word.isalpha() and (not at or not text[start].isupper()) else ""
            for at, (word, start) in enumerate(zip(self.tokens, self.starts, strict=True))
        ]

    @lazy
    def words(self) -> frozenset[str]:
        return frozenset(self.tokens)

    @property
    def said(self) -> str:
        return self.text[self.start : self.end]

    @lazy
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
    finds: Finds
    title_actors: tuple[ActorMention, ...]
    publisher_actors: tuple[str, ...]

    def heading_of(self, scene: Scene) -> Scene | None:
        """The heading under which a line stands, if it stands in a list or opens a line."""
        if not (scene.is_list_line or scene.opens_line):
            return None
        if scene.number not in self._headings:
            self._headings[scene.number] = self._look_up(scene)
        return self._headings[scene.number]

    @lazy
    def _headings(self) -> dict[int, Scene | None]:
        return {}

    def _look_up(self, scene: Scene) -> Scene | None:
        for number in range(scene.number - 1, max(-1, scene.number - _LONGEST_LIST), -1):
            if self.scenes[number].is_heading:
                return self.scenes[number]
            if not (self.scenes[number].is_list_line or self.scenes[number].opens_line):
                return None
        return None

    @lazy
    def title_cues(self) -> tuple[Cue, ...]:
        """The words of the title that tell an event."""
        title = self.document.title
        return tuple(find_cues(tokenize(title, 0, len(title)).low))

    @lazy
    def title_events(self) -> tuple[str, ...]:
        """What the words of the title tell, each event once."""
        return tuple(sorted({str(cue.event) for cue in self.title_cues}))

    @lazy
    def title_codes(self) -> frozenset[str]:
        return frozenset(a.code for a in self.title_actors)

    @lazy
    def foreign(self) -> frozenset[str]:
        """The actors that the article names besides its publisher's own."""
        named = {a.code for scene in self.scenes for a in scene.actors} | {a.code for a in self.title_actors}
        return frozenset(named - set(self.publisher_actors))


@lru_cache(maxsize=256)
def publisher_codes(publisher: str) -> tuple[str, ...]:
    """The actors that a publisher's name names: "The White House" is US."""
    return tuple(dict.fromkeys(a.code for a in find_actors(publisher)))


def view(document: Document, found: Sequence[ActorMention]) -> Article:
    """The document's live sentences with everything found in them, in order; `found` are the actors of its text."""
    publisher = publisher_codes(document.publisher)
    text = live_text(document.text, [a for a in found if a.code not in publisher])
    named = [a for a in found if a.code not in NO_PARTIES]
    finds = Finds(text, document)
    low = lowered(text)
    places = split_sentences(text)
    amounts = _parted(find_amounts(text), places)
    actors = _parted(with_descriptions(document.text, named), places)
    items, words = _parted(known_items(low), places), _parted(theme_words(low), places)
    scenes = [
        Scene(document.text, at, start, end, amounts[at], actors[at], items[at], words[at], finds)
        for at, (start, end) in enumerate(places)
    ]
    return Article(document, tuple(scenes), finds, tuple(find_actors(document.title)), publisher)


def _parted(mentions: Sequence[_Mention], places: Sequence[tuple[int, int]]) -> list[tuple[_Mention, ...]]:
    """For each place the mentions that stand wholly in it; both are in order."""
    out: list[tuple[_Mention, ...]] = []
    first, count = 0, len(mentions)
    for start, end in places:
        while first < count and mentions[first].start < start:
            first += 1
        last = first
        while last < count and mentions[last].start < end:
            last += 1
        out.append(tuple(m for m in mentions[first:last] if m.end <= end) if last > first else ())
        first = last
    return out
