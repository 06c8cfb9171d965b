"""Things of aid named without a number: "Patriot systems", "more ammunition", "humanitarian corridors"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pledgebook.extraction.scene import Scene
from pledgebook.vocabulary import singular_of

_MODIFIERS_KEPT = 3
"""Words kept before a known item ("155 mm artillery ammunition"): more make the item unreadable."""

_NOT_PART_OF_ITEM = frozenset(
    """the a an its their his her our my your this that these those 's of for in with from by on at into and or but new
    additional further more any some no other such each every first second third last all both many several various to
    as than will would has have had is are was were be been being not also urgently immediate quickly provide provided
    send sent give given supply deliver delivered receive received desperately-needed including like supplies
    crucial vital important significant substantial necessary most""".split()
)


@dataclass(frozen=True, slots=True)
class Thing:
    """An item at a place of the text, as a claim names it: singular, lower case."""

    item: str
    start: int
    end: int


@lru_cache(maxsize=64)
def bare_things(scene: Scene) -> tuple[Thing, ...]:
    """Known items of the scene that belong to no amount, in order, each as long as it can be."""
    found: list[Thing] = []
    for known in scene.items:
        first = _with_modifiers(scene, scene.token_at(known.start))
        start = scene.starts[first]
        if not any(a.start < known.end and start < a.end for a in scene.amounts):
            words = " ".join(scene.text[start : known.end].lower().split())
            found.append(Thing(singular_of(words), start, known.end))
    return tuple(found)


def _with_modifiers(scene: Scene, index: int) -> int:
    first = index
    while first > 0 and index - first < _MODIFIERS_KEPT:
        word = scene.word(first - 1)
        if word in _NOT_PART_OF_ITEM or not word[:1].isalnum() or word.endswith("ly"):
            break
        if scene.text[scene.starts[first - 1]].isupper() and any(
            a.start <= scene.starts[first - 1] < a.end for a in scene.actors
        ):
            break
        first -= 1
        if first == 0 or scene.ends[first] + 1 < scene.starts[first + 1]:
            break
    return first
