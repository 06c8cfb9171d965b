"""Finds who is named in a text: states, bodies, regions and people in office, each with its place.

One pass of an Aho–Corasick automaton over the names of the vocabulary; the longest name from the
left wins, then the words around it decide whether it stands for an actor at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pledgebook.extraction.actor_abbreviations import abbreviations, places_of
from pledgebook.extraction.actor_context import REACH, first_word, standing_for_actors, words_in_doubt
from pledgebook.extraction.actor_hits import Hit, Name, name_of_words
from pledgebook.extraction.word_search import WholeWords
from pledgebook.vocabulary import (
    Form,
    Kind,
    Leader,
    actor_names,
    body_heads,
    code_from_name,
    kind_of,
    traps,
    two_offices,
)


class ActorMention(NamedTuple):
    """A place in a text that stands for an actor; the codes are explained in docs/claims.md.

    `form` says how it is written: by a name, an adjective ("Danish"), a capital, a metonym (a
    government or another word for the actor), a person in office, or a region or place.
    """

    start: int
    end: int
    code: str
    kind: Kind
    form: Form


def find_actors(text: str) -> list[ActorMention]:
    """The actors named in a text, in order and without overlap; possessive endings stand outside.

    Short names ("the alliance", "the Commission") are found where the text names the actor otherwise.
    """
    flat = text.replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")
    hits, titles = _longest(flat)
    if not hits:
        return _with_bodies([], list(_abbreviated_bodies(flat, [])))
    barred = words_in_doubt(text, {name.words for _, _, name in hits})
    standing = [hit for hit in standing_for_actors(text, flat, hits, titles) if hit[2].words not in barred]
    if any(name.short for _, _, name in standing):
        named = _named_codes(text, hits)
        standing = [hit for hit in standing if not hit[2].short or hit[2].code in named]
    kept = [_mention(flat, hit) for hit in standing]
    bodies = [*_unlisted_bodies(flat, hits), *_abbreviated_bodies(flat, kept)]
    return _with_bodies(_in_right_office(flat, kept), bodies)


def _mention(flat: str, hit: Hit) -> ActorMention:
    """A hit as a mention; "Khartoum state" is a place, no capital."""
    start, end, name = hit
    if name.form == "capital" and first_word(flat[end + 1 : end + REACH]) in traps().parts:
        return ActorMention(start, end, name.code, "place", "region")
    return ActorMention(start, end, name.code, name.kind, name.form)


def _named_codes(text: str, hits: list[Hit]) -> set[str]:
    """Actors that a text names otherwise than by one short name: in full, by two, or by a hint."""
    names = {name.words: name for _, _, name in hits if name.code}
    codes = {name.code for name in names.values() if not name.short}
    shorts = [name.code for name in names.values() if name.short and name.code not in codes]
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
            mention = mention._replace(code=code, kind=kind_of(code) or mention.kind)
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
def _names() -> tuple[Name, ...]:
    """Every name that is looked for; traps win over names spelt alike."""
    meanings, heads, trapped = actor_names(), body_heads(), traps().other_names
    listed = dict.fromkeys([*meanings, *heads, *trapped])
    known = [
        name_of_words(w, None, None) if w in trapped else name_of_words(w, meanings.get(w), heads.get(w))
        for w in listed
    ]
    return tuple(known) + tuple(name_of_words(word, None, None) for word in traps().names_before)


@cache
def _search() -> WholeWords:
    return WholeWords([name.words for name in _names()])


def _longest(flat: str) -> tuple[list[Hit], set[int]]:
    """Hits that are whole words, the longest of those that start first, without overlap; where titles end.

    A leading "the" counts for nothing here: "the Pacific" gives way to "Pacific Islands Forum".
    """
    names = _names()
    hits: list[Hit] = []
    titles: set[int] = set()
    reached = 0
    for index, start, end in _search().find(flat):
        name = names[index]
        if name.title:
            titles.add(end)
        elif start + name.lead >= reached or _makes_room(hits, start + name.lead, end):
            hits.append((start, end, name))
            reached = end
    return hits, titles


def _makes_room(hits: list[Hit], core: int, end: int) -> bool:
    """Whether a name that ends last wins over those kept: they go if all that it touches begin in it."""
    inside = len(hits)
    while inside and (hits[inside - 1][0] + hits[inside - 1][2].lead, -hits[inside - 1][1]) > (core, -end):
        inside -= 1
    if inside and hits[inside - 1][1] > core:
        return False
    del hits[inside:]
    return True


# --- bodies that the vocabulary does not know ------------------------------------------------------


def _unlisted_bodies(flat: str, hits: list[Hit]) -> Iterator[ActorMention]:
    """Bodies named by capitalised words that end with a head such as "Foundation"."""
    for head, end, name in hits:
        if name.head is None:
            continue
        start = _start_of_name(flat, head)
        if start < head:
            yield ActorMention(start, end, code_from_name(flat[start:end]), name.head, "name")


def _abbreviated_bodies(flat: str, known: list[ActorMention]) -> Iterator[ActorMention]:
    """Bodies named once with their abbreviation in brackets, and wherever that stands; those known keep their code."""
    told = abbreviations(flat, _start_of_name)
    if not told:
        return
    places = {(mention.start, mention.end): mention for mention in known}
    states = {mention.start: mention.end for mention in known if mention.kind == "state"}
    meant: dict[str, tuple[str, Kind]] = {}
    for short, (start, end) in told.items():
        mention = places.get((start, end))
        if mention is None and states.get(start, end) < end:  # a state's own: the state is named already
            continue
        code, kind = (mention.code, mention.kind) if mention else (code_from_name(flat[start:end]), "agency")
        meant[short] = code, kind_of(code) or kind
        yield ActorMention(start, end, *meant[short], "name")
    for short, start, end in places_of(flat, list(meant)) if meant else ():
        yield ActorMention(start, end, *meant[short], "name")


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
