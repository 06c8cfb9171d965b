"""What an article's claims may be about: its amounts, and things of aid without a number."""

from __future__ import annotations

from pledgebook.extraction.amounts import AmountMention
from pledgebook.extraction.ground import Subject
from pledgebook.extraction.scene import Scene
from pledgebook.extraction.text_marks import themes
from pledgebook.extraction.things import bare_things

MOST_SUBJECTS = 40
"""Amounts, or things, of one sentence that are looked at: the longest lists of arms hold about thirty."""


def numbered_subjects(scene: Scene) -> list[Subject]:
    """Every amount of the sentence that may be given, in order."""
    return [
        Subject.of(scene, a, a.item, (a.start, a.end))
        for a in scene.amounts[:MOST_SUBJECTS]
        if not _is_batch(scene, a) and not _counts_parties(a)
    ]


def bare_subjects(scene: Scene) -> list[Subject]:
    """Things without a number, where the sentence names an actor and tells an event."""
    if not scene.items or not scene.actors:
        return []
    things = bare_things(scene)[:MOST_SUBJECTS]
    if not things or not scene.cues:
        return []
    return [Subject.of(scene, None, thing.item, (thing.start, thing.end)) for thing in things]


def _counts_parties(amount: AmountMention) -> bool:
    """Whether parties are counted ("eighteen allies", "40 countries"): they are not what is given."""
    head = (amount.item or "").split(" of ")[0].split(" ")[-1]
    return amount.kind == "things" and head in themes()["parties"]


def _is_batch(scene: Scene, amount: AmountMention) -> bool:
    """Whether "the first", told of things counted by the hundred, is a batch of them and no single piece."""
    if not amount.elliptic or amount.low != 1 or amount.high != 1:
        return False
    return any(a.kind == "things" and (a.low or a.high or 0) >= 100 for a in scene.amounts if a.start < amount.start)
