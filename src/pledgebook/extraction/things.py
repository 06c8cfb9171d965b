"""Things of aid named without a number: "Patriot systems", "more ammunition", "humanitarian corridors"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pledgebook.extraction.scene import Scene
from pledgebook.vocabulary import Item, item_forms, singular_of

_LONGEST_TERM = 5
"""Words of the longest known item worth trying; longer terms are rare and their heads are known too."""

_MODIFIERS_KEPT = 3
"""Words kept before a known item ("155 mm artillery ammunition"): more make the item unreadable."""

_NOT_PART_OF_ITEM = frozenset(
    """the a an its their his her our my your this that these those 's of for in with from by on at into and or but new
    additional further more any some no other such each every first second third last all both many several various to as
    than will would has have had is are was were be been being not also urgently immediate quickly provide provided
    send sent give given supply deliver delivered receive received desperately-needed including like supplies
    crucial vital important significant substantial necessary most""".split()
)


@dataclass(frozen=True, slots=True)
class Thing:
    """An item at a place of the text, as a claim names it: singular, lower case."""

    item: str
    start: int
    end: int
    known: Item


@lru_cache(maxsize=256)
def bare_things(scene: Scene) -> tuple[Thing, ...]:
    """Known items of the scene that belong to no amount, in order, each as long as it can be."""
    found: list[Thing] = []
    index = 0
    while index < len(scene.tokens):
        length, known = _longest(scene, index)
        if known is None:
            index += 1
            continue
        first = _with_modifiers(scene, index)
        start, end = scene.tokens[first].start, scene.tokens[index + length - 1].end
        if not any(a.start < end and start < a.end for a in scene.amounts):
            words = " ".join(t.lower for t in scene.tokens[first : index + length])
            found.append(Thing(singular_of(words), start, end, known))
        index += length
    return tuple(found)


def _longest(scene: Scene, index: int) -> tuple[int, Item | None]:
    for length in range(min(_LONGEST_TERM, len(scene.tokens) - index), 0, -1):
        known = item_forms().get(" ".join(t.lower for t in scene.tokens[index : index + length]))
        if known is not None:
            return length, known
    return 0, None


def _with_modifiers(scene: Scene, index: int) -> int:
    first = index
    while first > 0 and index - first < _MODIFIERS_KEPT:
        word = scene.word(first - 1)
        if word in _NOT_PART_OF_ITEM or not word[:1].isalnum() or word.endswith("ly"):
            break
        if scene.text[scene.tokens[first - 1].start].isupper() and any(
            a.start <= scene.tokens[first - 1].start < a.end for a in scene.actors
        ):
            break
        first -= 1
        if first == 0 or scene.tokens[first].end + 1 < scene.tokens[first + 1].start:
            break
    return first
