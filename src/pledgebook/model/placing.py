"""What linking keeps of its work, so that a text that comes later can be placed without placing all others anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from pledgebook.model.ledger import Match, Reason

Key: TypeAlias = tuple[str, ...]
"""Something by which claims find pledges: its kind, then what it holds."""


@dataclass(frozen=True, slots=True)
class PartTie:
    """A claim of a part tied to one of its whole by a text, told by its hash; `largest` is the whole's figure then."""

    part: str
    whole: str
    weight: float
    reasons: tuple[Reason, ...]
    document: str
    largest: Decimal


@dataclass(frozen=True, slots=True)
class Placement:
    """The draft, by the claim that founded it, that a claim was placed in, and its number among those of its text."""

    draft: str
    number: int


@dataclass(frozen=True, slots=True)
class Traces:
    """Where each claim was placed, before any reviewer's ruling, and what later ones need to know of it.

    `keys` are pairs of a key and the claim noted under it, in the order of noting; `displaced` are matches that
    rulings put others in the place of.
    """

    placements: Mapping[str, Placement] = field(default_factory=dict)
    ties: Sequence[PartTie] = ()
    keys: Sequence[tuple[Key, str]] = ()
    displaced: Sequence[Match] = ()
