"""The noun phrase that a number counts: a light chunker over closed word classes.

From the number on, words are taken up to a preposition, a verb, a determiner or a mark; the head is the first
plural among them ("20 Stinger missiles"), or a name ("14 Leopard 2A4"), and with "of" a measure's content
belongs to it ("rounds of 40 mm ammunition").
"""

from __future__ import annotations

from typing import NamedTuple

from pledgebook.extraction.amount_items import item_words, plain_words
from pledgebook.extraction.amount_tokens import Words
from pledgebook.extraction.amount_words import (
    counting_words,
    demonyms,
    known_forms,
    state_names,
    thing_heads,
    vague,
    word_set,
)

_LONGEST = 12
"""Words of the longest noun phrase read after a number."""

_OWNERS = frozenset("its his her their our the these those".split())

_WEIGHTS = frozenset("pound lb kilogram kilo kg ton tonne".split())
"""Units that behind a figure and a hyphen make a thing's name ("500-pound bombs")."""

_BEFORE_CONTENT = frozenset("the our its their this these such a an".split())

_INSIDE_OF = 7
"""Words of the longest complement after "of"."""


class Thing(NamedTuple):
    """What is counted: its tokens, its words as an item, and the qualifying words inside.

    `kind` is "thing"; "shared" for an adjective alone ("18 German, 14 Polish … tanks"); "none" for a time,
    distance or the like.
    """

    kind: str
    first: int
    last: int
    item: str = ""
    modifiers: tuple[str, ...] = ()


def read_thing(words: Words, at: int, one: bool = False) -> Thing | None:
    """The noun phrase that begins at a token; None if there is none. `one`: the number is a singular one."""
    first, modifiers = _skip_modifiers(words, at)
    ends = _segment(words, first)
    if first == ends:
        return None
    if not one and _is_no_thing(words, first):
        return Thing("none", first, first + 1)
    last = _head_end(words, first, ends, one)
    if last is None:
        shared = ends == first + 1 and words.low[first] in demonyms()
        return Thing("shared", first, ends) if shared else None
    if words.low[last - 1] in word_set("not_things", "nouns") and words.low[last - 2] != "cubic":
        return Thing("none", first, last)
    return _with_complement(words, first, last, modifiers)


def _skip_modifiers(words: Words, at: int) -> tuple[int, tuple[str, ...]]:
    found = []
    while words.word(at) in word_set("modifiers", "after"):
        found.append(words.low[at])
        at += 1
    return at, tuple(found)


def _is_no_thing(words: Words, first: int) -> bool:
    """Whether what follows is a time or a distance ("30 days", "20 long years")."""
    if words.word(first) not in word_set("not_things", "nouns"):
        return False
    return not words.is_capital(first) or "." in words.low[first] or words.raw[first].isupper()


def _segment(words: Words, first: int) -> int:
    """The end of the words that can belong to one noun phrase from `first` on."""
    at, limit = first, min(len(words), first + _LONGEST)
    while at < limit and (step := _step(words, at, first)):
        at += step
    return min(at, len(words))


def _step(words: Words, at: int, first: int) -> int:
    """How many tokens the word at a place takes up in a noun phrase; 0 if it cannot stand in one."""
    word = words.low[at]
    if words.is_figure(at):
        return _figure_step(words, at, first)
    if not word[0].isalpha():
        return _mark_step(words, at, first)
    if word == "in" or (word in word_set("stops", "words") and not _is_name_word(words, at)):
        return 0
    return 0 if word in counting_words() and not words.is_capital(at) else 1


def _is_name_word(words: Words, at: int) -> bool:
    """A stop word written in capitals inside a name is none ("US", "IT")."""
    return len(words.raw[at]) > 1 and words.raw[at].isupper()


def _figure_step(words: Words, at: int, first: int) -> int:
    """A calibre ("155 mm"), or the number of a name ("Leopard 2", "2A6")."""
    after = at + 1 + (words.word(at + 1) == "-" and words.touches(at))
    if words.word(after) in word_set("calibres", "units"):
        return after + 1 - at
    if after == at + 2 and words.touches(after - 1) and words.word(after) in _WEIGHTS:
        return after + 1 - at
    if words.touches(at) and words.is_word(at + 1) and len(words.raw[at]) < 4 and len(words.raw[at + 1]) <= 5:
        return 2
    is_name = at > first and words.is_capital(at - 1) and len(words.raw[at]) < 5 and words.raw[at].isdecimal()
    return 1 if is_name else 0


def _mark_step(words: Words, at: int, first: int) -> int:
    """A hyphen or stroke inside a compound, and a quotation mark that opens the phrase."""
    word = words.low[at]
    inside = word in "-–‑/" and words.touches(at) and words.touches(at - 1)
    return 1 if inside or (word in "“\"‘'" and at == first) else 0


def _head_end(words: Words, first: int, ends: int, one: bool) -> int | None:
    """Past the head of a noun phrase between `first` and `ends`; None if no noun is told."""
    if one:
        return _single_end(words, first, ends)
    for at in range(first, ends):
        if _is_plural(words, at):
            return _past_plurals(words, at, ends)
    joined = _joined_end(words, ends)
    if joined is not None:
        return joined
    return _name_end(words, first, ends)


def _is_plural(words: Words, at: int) -> bool:
    word = words.low[at]
    if word in word_set("plurals", "same") or word in _irregular():
        return True
    if not word.endswith("s") or len(word) < 3 or word in word_set("plurals", "not_plural"):
        return False
    return not word.endswith(("ss", "us", "is", "'s", "ous"))


def _irregular() -> frozenset[str]:
    return word_set("plurals", "irregular")


def _past_plurals(words: Words, at: int, ends: int) -> int:
    """Past the last plural in a row: "Abrams tanks", "small arms rounds", "personnel carriers"."""
    last = at + 1
    while last < ends:
        if _is_plural(words, last):
            last += 1
            continue
        ahead = next((k for k in range(last, min(last + 3, ends)) if _is_plural(words, k)), None)
        if ahead is not None and _leads_on(words, last - 1):
            last = ahead + 1
            continue
        break
    if (
        words.low[last - 1] in word_set("plurals", "attributive")
        and last < ends
        and words.low[last] in ("ammunition", "equipment")
    ):
        return last + 1
    return last


def _leads_on(words: Words, at: int) -> bool:
    """Whether a plural qualifies the noun after it ("air defence systems operators" does not)."""
    return words.low[at] in word_set("plurals", "attributive") or words.low[at] in word_set("plurals", "same")


def _joined_end(words: Words, ends: int) -> int | None:
    """The head behind qualities joined by commas and "and": "grenade, mortar, and artillery rounds"."""
    at, joins = ends, 0
    while words.word(at) in (",", "and", "or", "&") and joins < 4:
        joined_by_and = False
        while words.word(at) in (",", "and", "or", "&"):
            joined_by_and = joined_by_and or words.low[at] != ","
            at += 1
        stop = _segment(words, at)
        if stop == at or stop - at > 5 or _starts_anew(words, at):
            return None
        plural = next((k for k in range(at, stop) if _is_plural(words, k)), None)
        if plural is not None:
            return _past_plurals(words, plural, stop) if joined_by_and else None
        at, joins = stop, joins + 1
    return None


def _starts_anew(words: Words, at: int) -> bool:
    return words.low[at] in counting_words() or words.low[at] in ("other", "more") or words.low[at] in state_names()


def _name_end(words: Words, first: int, ends: int) -> int | None:
    """Past a name that needs no plural ("14 Leopard 2A4", "nine SLM"); demonyms and states are none."""
    at = first
    last = None
    while at < ends:
        if words.is_capital(at) or words.is_figure(at):
            step = _step(words, at, first)
            at += max(step, 1)
            last = at
        elif last is None and words.low[at] in word_set("dropped", "words"):
            at += 1
        else:
            break
    if last is None:
        return None
    named = [k for k in range(first, last) if words.is_capital(k)]
    own = [k for k in named if words.low[k] not in demonyms() and words.low[k] not in state_names()]
    return last if own else None


def _single_end(words: Words, first: int, ends: int) -> int | None:
    """Past the head of "a Patriot battery": a known thing that ends the phrase or stands before a verb."""
    for last in range(ends, first, -1):
        joined = last - 2 > first and "".join(words.low[last - 3 : last]) in thing_heads()
        if not joined and words.low[last - 1] not in thing_heads() and not is_model(words.raw[last - 1]):
            continue
        if last == ends or words.low[last].endswith(("ed", "s")):
            return last if _is_told_apart(words, first, last) else None
        return None
    return None


def _is_told_apart(words: Words, first: int, last: int) -> bool:
    """Whether a word of many meanings ("system") has a name before it or is part of a longer known term."""
    if words.low[last - 1] not in word_set("single", "vague"):
        return True
    named = any(words.is_capital(k) and words.low[k] not in demonyms() for k in range(first, last))
    return named or any(" ".join(words.low[k:last]) in known_forms() for k in range(first, last - 1))


def is_model(raw: str) -> bool:
    """A type's name with a figure in it ("F-16", "2A6")."""
    return len(raw) > 2 and raw[0].isupper() and any(c.isdecimal() for c in raw)


def _with_complement(words: Words, first: int, last: int, modifiers: tuple[str, ...]) -> Thing:
    item = item_words(words, first, last)
    inner = _modifiers_inside(words, first, last)
    told = tuple(dict.fromkeys((*modifiers, *inner)))
    if words.word(last) != "of":
        return Thing("thing", first, last, item, told)
    calibre = last + 1 + (_figure_step(words, last + 1, last + 1) if words.is_figure(last + 1) else 0)
    rest = words.low[calibre : _segment(words, last + 1)]
    if calibre > last + 2 and all(word in word_set("calibres", "units") for word in rest):
        return Thing("thing", first, calibre, f"{plain_words(words, last + 1, calibre)} {item}", told)
    if item.rpartition(" ")[2] not in word_set("measures", "nouns"):
        return Thing("thing", first, last, item, told)
    return _with_content(words, Thing("thing", first, last, item, told))


def _with_content(words: Words, thing: Thing) -> Thing:
    """ "Rounds of ammunition": the measure with what it holds; without it if nothing nameable follows."""
    start = thing.last + 1
    while words.word(start) in _BEFORE_CONTENT or words.word(start) in word_set("dropped", "words"):
        start += 1
    ends = min(_segment(words, start), start + _INSIDE_OF)
    if start == ends:
        return thing
    last = next((_past_plurals(words, k, ends) for k in range(start, ends) if _is_plural(words, k)), None)
    if last is None:
        last = ends
        while last > start + 1 and words.low[last - 1].endswith(("ed", "ly")):
            last -= 1
    return Thing("thing", thing.first, last, f"{thing.item} of {item_words(words, start, last)}", thing.modifiers)


def _modifiers_inside(words: Words, first: int, last: int) -> list[str]:
    known = word_set("modifiers", "after") | {"first", "last", "initial"}
    return [words.low[k] for k in range(first, last) if words.low[k] in known]


def content_start(words: Words, at: int, quantity: bool) -> int:
    """Where the noun phrase begins after a number that ends before `at`.

    A `quantity` is joined to it by "of" ("dozens of tanks"), any other number by "of the" ("ten of the tanks").
    """
    if words.word(at) != "of" or words.word(at + 1) in vague():
        return at
    if words.word(at + 1) in _OWNERS:
        return at + 2 if _names_thing(words, at + 2) else at
    return at + 1 if quantity else at


def _names_thing(words: Words, at: int) -> bool:
    """Whether a plural follows, not another number ("two of the three")."""
    ends = _segment(words, at)
    return any(_is_plural(words, k) for k in range(at, ends))
