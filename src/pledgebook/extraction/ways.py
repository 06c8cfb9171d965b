"""In what form aid is given (grant, loan, guarantee, in kind) and through whom it is carried on."""

from __future__ import annotations

from pledgebook.extraction.ground import Ground
from pledgebook.extraction.groups import groups
from pledgebook.extraction.scene import Scene
from pledgebook.model import ITEM

_FORMS = {
    "grant": "grant", "grants": "grant", "donation": "grant", "donations": "grant", "non-repayable": "grant",
    "loan": "loan", "loans": "loan", "credit": "loan", "credits": "loan", "concessional": "loan", "lend": "loan",
    "lends": "loan", "lent": "loan", "lending": "loan", "loaned": "loan",
    "guarantee": "guarantee", "guarantees": "guarantee", "guaranteed": "guarantee",
}  # fmt: skip

_NEAR = 7
"""Words on either side within which the form is told."""

_THROUGH = frozenset(["through", "via"])


def instrument_of(ground: Ground) -> str | None:
    """`grant`, `loan` or `guarantee` where the words around the amount tell it; things are `in kind`."""
    scene, amount = ground.scene, ground.amount
    after = _form(scene, range(ground.last + 1, ground.last + 1 + _NEAR))
    found = _form(scene, range(ground.first, ground.last + 1)) or after
    if found is None:
        found = _form(scene, range(ground.first - 1, ground.first - 1 - _NEAR, -1))
    if found is None and (amount is None or amount.unit == ITEM):
        return "in kind"
    return found


def _form(scene: Scene, indices: range) -> str | None:
    """The first form told, up to the next amount or the end of the clause."""
    for index in indices:
        word = scene.word(index)
        if word in _FORMS:
            return _FORMS[word]
        if word == ";" or (index != indices.start and index in scene.amount_tokens):
            return None
    return None


def channel_of(ground: Ground, parties: tuple[str, ...]) -> str | None:
    """The body that carries the aid on: who is named after "through" or "via" and is neither giver nor receiver."""
    scene = ground.scene
    for group in groups(scene):
        other = len(group.codes) == 1 and group.codes[0] not in parties
        if other and group.hangs_on in _THROUGH and scene.walls_between(group.first, ground.last) < 4:
            return group.codes[0]
    return None
