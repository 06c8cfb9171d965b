"""Finds who is named in a text: states, bodies, regions and people in office, each with its place.

One pass of an Aho–Corasick automaton over the names of the vocabulary; the longest name from the
left wins, then the words around it decide whether it stands for an actor at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from pledgebook.extraction.actor_context import REACH, Hit, first_word, stands_for_actor, words_in_doubt
from pledgebook.vocabulary import (
    Form,
    Kind,
    Leader,
    Meaning,
    actor_names,
    body_heads,
    code_from_name,
    kind_of,
    traps,
    two_offices,
)


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A place in a text that stands for an actor; the codes are explained in docs/claims.md.

    `form` says how it is written: by a name, an adjective ("Danish"), a capital, a metonym (a
    government or another word for the actor), a person in office, or a region or place.
    """

    start: int
    end: int
    code: str
    kind: Kind
    form: Form


class _Name(NamedTuple):
    """What the automaton's pattern means: an actor, the head of a body's name, or nothing (a trap)."""

    words: str
    meaning: Meaning | None
    head: Kind | None = None

    @property
    def lead(self) -> int:
        """Characters of a leading "the" with its space."""
        return len("the ") if self.words.startswith(("the ", "The ")) else 0


def find_actors(text: str) -> list[ActorMention]:
    """The actors named in a text, in order and without overlap; possessive endings stand outside.

    Short names ("the alliance", "the Commission") are found where the text names the actor otherwise.
    """
    flat = text.replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")
    hits = _longest(flat)
    if not hits:
        return []
    starts = {hit.start for hit in hits}
    barred = words_in_doubt(text, {hit.words for hit in hits})
    found = [
        _mention(flat, hit)
        for hit in hits
        if hit.meaning and hit.words not in barred and stands_for_actor(text, flat, hit, starts)
    ]
    named = _named_codes(text, hits)
    kept = [mention for mention, short in found if not short or mention.code in named]
    return _with_bodies(_in_right_office(flat, kept), list(_unlisted_bodies(flat, hits)))


def _mention(flat: str, hit: Hit) -> tuple[ActorMention, bool]:
    """A hit as a mention, and whether it is a short name; "Khartoum state" is a place, no capital."""
    meaning = hit.meaning
    assert meaning is not None
    kind, form = meaning.kind, meaning.form
    if form == "capital" and first_word(flat[hit.end + 1 : hit.end + REACH]) in traps().parts:
        kind, form = "place", "region"
    return ActorMention(hit.start, hit.end, meaning.code, kind, form), meaning.short


def _named_codes(text: str, hits: list[Hit]) -> set[str]:
    """Actors that a text names otherwise than by one short name: in full, by two, or by a hint."""
    meanings = {hit.words: hit.meaning for hit in hits if hit.meaning}
    codes = {meaning.code for meaning in meanings.values() if not meaning.short}
    shorts = [meaning.code for meaning in meanings.values() if meaning.short and meaning.code not in codes]
    hints = traps().hints
    return codes | {
        code for code in shorts if shorts.count(code) > 1 or any(hint in text for hint in hints.get(code, ()))
    }


def _in_right_office(flat: str, mentions: list[ActorMention]) -> list[ActorMention]:
    """Mentions in which people who have held two offices speak for the one that the text means."""
    doubles = two_offices()
    named = [mention.code for mention in mentions if mention.form != "person"]
    settled: dict[str, str] = {}
    resolved = []
    for mention in mentions:
        offices = doubles.get(flat[mention.start : mention.end], ()) if mention.form == "person" else ()
        if offices:
            surname = offices[0].name.split()[-1]
            code = _office_beside(flat, mention, offices) or settled.get(surname) or _first_named(offices, named)
            settled[surname] = code
            mention = replace(mention, code=code, kind=kind_of(code) or mention.kind)
        resolved.append(mention)
    return resolved


def _office_beside(flat: str, mention: ActorMention, offices: tuple[Leader, ...]) -> str | None:
    """Whose office is told just before or after a name ("Prime Minister Rutte")."""
    beside = flat[max(0, mention.start - REACH // 2) : mention.end + REACH // 2].lower().replace("-", " ")
    return next((leader.code for leader in offices if leader.office in beside or leader.code in beside.split()), None)


def _first_named(offices: tuple[Leader, ...], named: list[str]) -> str:
    """The likeliest office where none is told: the first that the text names otherwise, else the first."""
    return next((leader.code for leader in offices if leader.code in named), offices[0].code)


# --- the pass over the text ----------------------------------------------------------------------


@cache
def _names() -> tuple[_Name, ...]:
    """Every pattern of the automaton; traps come first, so that they win over names spelt alike."""
    meanings, heads = actor_names(), body_heads()
    names = {words: _Name(words, meanings.get(words), heads.get(words)) for words in {**meanings, **heads}}
    names |= {words: _Name(words, None) for words in traps().other_names}
    return tuple(names.values())


@cache
def _automaton() -> AhoCorasick:
    patterns = [name.words for name in _names()]
    return AhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)


def _longest(flat: str) -> list[Hit]:
    """Hits that are whole words, the longest of those that start first, without overlap.

    A leading "the" counts for nothing here: "the Pacific" gives way to "Pacific Islands Forum".
    """
    names = _names()
    whole = [
        (start + names[index].lead, -end, start, index)
        for index, start, end in _automaton().find_matches_as_indexes(flat, overlapping=True)
        if not (start and flat[start - 1].isalnum())
        and (end == len(flat) or not (flat[end].isalnum() and flat[end - 1].isalnum()))
    ]
    whole.sort()
    hits: list[Hit] = []
    reached = 0
    for core, negative_end, start, index in whole:
        if core >= reached:
            reached = -negative_end
            name = names[index]
            hits.append(Hit(start, reached, name.words, name.meaning, name.head))
    return hits


# --- bodies that the vocabulary does not know ------------------------------------------------------


def _unlisted_bodies(flat: str, hits: list[Hit]) -> Iterator[ActorMention]:
    """Bodies named by capitalised words that end with a head such as "Foundation"."""
    for hit in hits:
        if hit.head is None:
            continue
        start = _start_of_name(flat, hit.start)
        if start < hit.start:
            yield ActorMention(start, hit.end, code_from_name(flat[start : hit.end]), hit.head, "name")


def _start_of_name(flat: str, head: int) -> int:
    """Where the capitalised words before a head begin; `head` itself if there are none."""
    start = place = head
    while place > max(0, head - REACH) and flat[place - 1] == " ":
        word_start = flat.rfind(" ", 0, place - 1) + 1
        word = flat[word_start : place - 1]
        owner = word.removesuffix("'s").removesuffix("’s")
        if owner != word and owner in actor_names():
            break
        if word[:1].isupper() and word[-1].isalnum() and word not in OPENING_WORDS:
            start = word_start
        elif word not in NAME_LINKS:
            break
        place = word_start
    return start


OPENING_WORDS = frozenset({"The", "A", "An", "And", "But", "In", "With", "From", "By", "For", "Our", "This", "Its"})
"""Capitalised at a sentence's start, and no part of the name that follows."""

NAME_LINKS = frozenset({"of", "for", "de", "&"})
"""Small words inside names."""


def _with_bodies(found: list[ActorMention], bodies: list[ActorMention]) -> list[ActorMention]:
    """Mentions in order, without those that lie in the longer name of a body."""
    if not bodies:
        return found
    kept: list[ActorMention] = []
    for mention in sorted([*found, *bodies], key=lambda mention: (mention.start, -mention.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
