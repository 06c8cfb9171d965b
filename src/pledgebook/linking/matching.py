"""Which pledge a claim is about: what may be, what speaks for each, and the choice."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import mul
from typing import TypeAlias

from pledgebook.linking import amounts
from pledgebook.linking.comparing import (
    donors_clash,
    equals,
    is_joint,
    parties_clash,
    recipients_clash,
    relation_of,
)
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.linking.features import FEATURES
from pledgebook.model import Match, Reason


@dataclass(frozen=True, slots=True)
class Odds:
    """How much each feature counts for joining a pledge, and each trait for founding one."""

    pledge: Mapping[str, float]
    new: Mapping[str, float]
    in_order: tuple[float, ...]

    @classmethod
    def of(cls, pledge: Mapping[str, float], new: Mapping[str, float]) -> Odds:
        """The odds, with the weights of `FEATURES` in their order as well."""
        return cls(pledge, new, tuple(pledge.get(feature.__name__, 0.0) for feature in FEATURES))


@dataclass(frozen=True, slots=True)
class Weights:
    """The odds for claims that were given as they are, those for claims read out of a text, and those of parts."""

    given: Odds
    read: Odds
    part: Mapping[str, float]

    def for_claim(self, claim: Facts) -> Odds:
        return self.given if claim.is_given else self.read


@dataclass(frozen=True, slots=True)
class Option:
    """A pledge that a claim may be about, and what each feature makes of that."""

    draft: Draft
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The option taken, and by how much it outweighs a pledge of the claim's own."""

    option: Option
    score: float


Chooser: TypeAlias = Callable[[Facts, Sequence[Option], Weights], Choice | None]


@cache
def shipped_weights() -> Weights:
    """The weights of `weights.toml`; every feature has one."""
    data = tomllib.loads(resources.files(__package__).joinpath("weights.toml").read_text("utf-8"))
    given, read = (Odds.of(data[way]["pledge"], data[way]["new"]) for way in ("given", "read"))
    return Weights(given, read, data["part"])


def new_traits(claim: Facts) -> dict[str, float]:
    """The traits of a claim that speak for or against its opening a pledge, 0 or 1 each."""
    return {
        "always": 1.0,
        claim.event: 1.0,
        claim.basis: 1.0,
        "no_figure": float(not claim.has_amount),
        "known": float(claim.definite),
        "doubtful": 1 - claim.told.claim.confidence,
    }


def odds_of_new(claim: Facts, odds: Odds) -> float:
    return sum(odds.new.get(trait, 0.0) * value for trait, value in new_traits(claim).items())


def _anchored(claim: Facts, draft: Draft) -> bool:
    """Whether an amount or a programme ties the claim to the pledge, as unequal donors need (rule 3)."""
    return bool(equals(claim, draft)) or any(
        amounts.converted(claim, other) or claim.programmes & other.programmes for other in draft.witnesses
    )


def _parties_allow(claim: Facts, draft: Draft, scene: Scene) -> bool:
    if parties_clash(claim, draft):
        return False
    if claim.donors == draft.donors or _anchored(claim, draft):
        return True
    if is_joint(claim) and all(is_joint(other) for other in draft.witnesses):
        return True
    if claim.donors and draft.donors:
        return False
    return any(found is draft for _, found in scene.placed[-2:])


def _parties_may_be_misread(claim: Facts, draft: Draft) -> bool:
    """Whether parties that a program has read may be wrong, since the rest points at the pledge.

    A figure that few promises share excuses other donors, other recipients or both; a thing of one name other donors;
    one donor together with a figure or a thing's name other recipients. Less would mix what different courses of
    events tell.
    """
    if claim.is_given and draft.is_given:
        return False
    other_donors, other_recipients = donors_clash(claim, draft), recipients_clash(claim, draft)
    if not other_donors and not other_recipients:
        return bool(claim.donors & draft.donors) or bool(draft.donors & claim.mentions)
    if claim.tells_apart and equals(claim, draft):
        return True
    named = bool(claim.item.names) and any(claim.item.names & other.item.names for other in draft.witnesses)
    if other_donors:
        return named and not other_recipients
    return claim.donors == draft.donors and (named or bool(equals(claim, draft)))


def _things_allow(claim: Facts, draft: Draft) -> bool:
    unit = draft.unit
    if claim.has_amount and unit is not None and claim.is_money == draft.is_things:
        return False
    if claim.is_money or not draft.is_things or not claim.item.kinds:
        return True
    known = [other.item for other in draft.witnesses if other.item.kinds]
    return not known or any(claim.item.kinds & item.kinds or claim.item.names & item.names for item in known)


def _told_beside(claim: Facts, draft: Draft, scene: Scene) -> bool:
    """Whether this text tells the pledge already with the same event and figure: told twice, they are two."""
    if claim.event not in PROMISES or not claim.has_amount:
        return False
    beside = scene.of(draft)
    return any(other.event == claim.event and amounts.equal(claim, other) for other in beside)


def may_join(claim: Facts, draft: Draft, scene: Scene) -> bool:
    """Whether nothing rules out that the claim is about the pledge: parties, money or things, its double."""
    parties = _parties_allow(claim, draft, scene) or _parties_may_be_misread(claim, draft)
    return parties and _things_allow(claim, draft) and not _told_beside(claim, draft, scene)


def values_of(claim: Facts, draft: Draft, scene: Scene) -> tuple[float, ...]:
    """What each feature, in the order of `FEATURES`, makes of the claim's being about the pledge."""
    return tuple(feature(claim, draft, scene) for feature in FEATURES)


def reasons_for(option: Option, odds: Odds) -> tuple[Reason, ...]:
    """Every feature that speaks for or against, the strongest first."""
    found = [
        Reason(f.__name__, round(value * odds.pledge.get(f.__name__, 0.0), 3), f.__doc__ or f.__name__)
        for f, value in zip(FEATURES, option.values, strict=True)
        if value
    ]
    return tuple(sorted((r for r in found if r.weight), key=lambda r: (-abs(r.weight), r.feature)))


def _nearest(claim: Facts, draft: Draft) -> Facts:
    """The claim of the pledge that the new one is held against when a user asks why."""
    same = [other for other in draft.witnesses if relation_of(claim.item, other.item) == "same"]
    return (equals(claim, draft) or same or draft.witnesses)[-1]


def match_of(claim: Facts, found: Choice, weights: Weights) -> Match:
    """Why the claim joined its pledge."""
    nearest = _nearest(claim, found.option.draft)
    return Match("same", claim.id, nearest.id, found.score, reasons_for(found.option, weights.for_claim(claim)))


def options_for(claim: Facts, drafts: Sequence[Draft], scene: Scene) -> list[Option]:
    """The pledges that the claim may be about, with what speaks for each."""
    scene.consider([draft for draft in drafts if may_join(claim, draft, scene)])
    return [Option(draft, values_of(claim, draft, scene)) for draft in scene.candidates]


def choose(claim: Facts, options: Sequence[Option], weights: Weights) -> Choice | None:
    """The pledge for which most speaks, the earliest of equals; None if more speaks for a new one."""
    odds = weights.for_claim(claim)
    floor = odds_of_new(claim, odds)
    best: Choice | None = None
    for option in options:
        score = round(sum(map(mul, option.values, odds.in_order)) - floor, 3)
        if score > 0 and (best is None or score > best.score):
            best = Choice(option, score)
    return best
