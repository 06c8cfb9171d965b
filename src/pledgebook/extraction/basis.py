"""Whether an amount is the whole of a promise, more of it, a part, or the level reached so far."""

from __future__ import annotations

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.evidence import closed_word, plain_words
from pledgebook.extraction.ground import Ground
from pledgebook.extraction.scene import Scene
from pledgebook.extraction.text_marks import themes
from pledgebook.model import Event

THEMES = ("more", "part", "level", "whole", "up")
"""Themes of vocabulary/context.toml that speak for a basis."""

REACH = 6
"""Words before and after an amount that are looked at one by one."""


def basis_features(ground: Ground, event: Event) -> list[str]:
    """The evidence from the words around, learnt anew for each basis."""
    scene = ground.scene
    shared = ["always", f"event={event}", "list_line" if scene.is_list_line else "prose"]
    if ground.amount is not None:
        shared += _amount_features(ground, ground.amount)
    shared += [f"{name}:said" for name in THEMES if scene.words & themes()[name]]
    if ground.nearest is not None:
        shared += [f"best={ground.nearest.cue.label}", f"best={ground.nearest.cue.form}|{event}"]
    shared.append(f"since={ground.since}")
    before, after = (
        plain_words(scene, ground.first - 4, ground.first),
        plain_words(scene, ground.last + 1, ground.last + 6),
    )
    shared += [f"before:{w}" for w in before] + [f"after:{w}" for w in after]
    return shared + [f"opens:{w}" for w in plain_words(scene, 0, 2)]


def _amount_features(ground: Ground, amount: AmountMention) -> list[str]:
    scene, first, last = ground.scene, ground.first, ground.last
    out = [f"modifier={m}" for m in amount.modifiers] + [f"kind={amount.kind}"]
    places = {
        "before": {scene.word(i) for i in range(first - REACH, first)},
        "after": {scene.word(i) for i in range(last + 1, last + 1 + REACH)},
        "inside": {scene.word(i) for i in range(first, last + 1)},
    }
    out += [f"{name}:{place}" for name in THEMES for place, found in places.items() if themes()[name] & found]
    out += [f"previous={closed_word(scene.word(first - 1))}", f"next={closed_word(scene.word(last + 1))}"]
    if first == 0 or (first == 1 and scene.is_list_line):
        out.append("opens")
    return out + _bigger_before(scene, amount)


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
