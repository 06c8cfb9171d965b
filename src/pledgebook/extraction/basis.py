"""Whether an amount is the whole of a promise, more of it, a part, or the level reached so far."""

from __future__ import annotations

from functools import lru_cache

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.evidence import closed_word, plain_words
from pledgebook.extraction.features import Bundle, WordFeatures
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.scene import Scene
from pledgebook.extraction.text_marks import themes
from pledgebook.model import Event

THEMES = ("more", "part", "level", "whole", "up")
"""Themes of vocabulary/context.toml that speak for a basis."""

REACH = 6
"""Words before and after an amount that are looked at one by one."""


def basis_features(ground: Ground, event: Event) -> list[Bundle]:
    """The evidence from the words around, learnt anew for each basis."""
    scene, first, last = ground.scene, ground.first, ground.last
    shared = [_setting(event, scene.is_list_line, ground.since), _sentence(scene)]
    if ground.amount is not None:
        shared += _amount_features(ground, ground.amount)
    if ground.nearest is not None:
        shared.append(_nearest_cue(ground.nearest.cue.label, ground.nearest.cue.form, event))
    return [
        *shared,
        *_BEFORE.of(plain_words(scene, first - 4, first)),
        *_AFTER.of(plain_words(scene, last + 1, last + 6)),
    ]


_BEFORE, _AFTER = WordFeatures("before:"), WordFeatures("after:")


@lru_cache(maxsize=256)
def _setting(event: Event, is_list_line: bool, since: str) -> Bundle:
    return "always", f"event={event}", "list_line" if is_list_line else "prose", f"since={since}"


@lru_cache(maxsize=8)
def _sentence(scene: Scene) -> Bundle:
    """What a sentence tells every subject in it."""
    said = [f"{name}:said" for name in THEMES if not themes()[name].isdisjoint(scene.words)]
    return (*said, *(f"opens:{w}" for w in plain_words(scene, 0, 2)))


@lru_cache(maxsize=4096)
def _nearest_cue(label: str, form: str, event: Event) -> Bundle:
    return f"best={label}", f"best={form}|{event}"


def _amount_features(ground: Ground, amount: AmountMention) -> list[Bundle]:
    scene, first, last = ground.scene, ground.first, ground.last
    places = {
        "before": scene.tokens[max(0, first - REACH) : first],
        "after": scene.tokens[last + 1 : last + 1 + REACH],
        "inside": scene.tokens[first : last + 1],
    }
    told = [
        f"{name}:{place}" for name in THEMES for place, found in places.items() if not themes()[name].isdisjoint(found)
    ]
    if first == 0 or (first == 1 and scene.is_list_line):
        told.append("opens")
    before, after = closed_word(scene.word(first - 1)), closed_word(scene.word(last + 1))
    return [_amount_told(amount.kind, amount.modifiers, before, after), (*told, *_bigger_before(scene, amount))]


@lru_cache(maxsize=8192)
def _amount_told(kind: str, modifiers: tuple[str, ...], before: str, after: str) -> Bundle:
    return (*(f"modifier={m}" for m in modifiers), f"kind={kind}", f"previous={before}", f"next={after}")


def _bigger_before(scene: Scene, amount: AmountMention) -> list[str]:
    """Whether a larger (or smaller) amount of the same unit stands before in the sentence."""
    out = set()
    mine = amount.low or amount.high or 0
    for other in scene.amounts:
        if other.start < amount.start and other.unit == amount.unit:
            theirs = other.low or other.high or 0
            out.add("after_bigger" if theirs > mine else "after_smaller")
        if other.start > amount.start and other.unit == amount.unit:
            out.add("amount_follows")
    return sorted(out)
