"""Which claims are about one pledge: each claim, in order of publication, joins a pledge or founds one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pledgebook.linking import amounts
from pledgebook.linking.candidates import DraftIndex
from pledgebook.linking.comparing import equals, is_joint, relation_of, same_document
from pledgebook.linking.copies import first_told
from pledgebook.linking.drafts import Draft, Scene
from pledgebook.linking.facts import PROMISES, Facts
from pledgebook.linking.features import FEATURES
from pledgebook.model import Match, NearCopy, Reason


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each feature counts: for joining a pledge, for founding one, for being part of one."""

    pledge: dict[str, float]
    new: dict[str, float]
    part: dict[str, float]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The drafts in order of their founding, and why each later claim joined its pledge."""

    drafts: tuple[Draft, ...]
    matches: tuple[Match, ...]


@cache
def shipped_weights() -> Weights:
    """The weights of `weights.toml`; every feature has one."""
    data = tomllib.loads(resources.files(__package__).joinpath("weights.toml").read_text("utf-8"))
    return Weights(data["pledge"], data["new"], data["part"])


def new_traits(claim: Facts) -> dict[str, float]:
    """The traits of a claim that speak for or against its opening a pledge, 0 or 1 each."""
    return {
        "always": 1.0,
        claim.event: 1.0,
        claim.basis: 1.0,
        "no_figure": float(not claim.has_amount),
        "known": float(claim.definite),
    }


def odds_of_new(claim: Facts, weights: Weights) -> float:
    return sum(weights.new.get(trait, 0.0) * value for trait, value in new_traits(claim).items())


def _anchored(claim: Facts, draft: Draft) -> bool:
    """Whether an amount or a programme ties the claim to the pledge, as unequal donors need (rule 3)."""
    return bool(equals(claim, draft)) or any(
        amounts.converted(claim, other) or claim.programmes & other.programmes for other in draft.witnesses
    )


def _parties_doubtful(claim: Facts, draft: Draft) -> bool:
    """Whether the parties, one of which is not surely told, matter less than a figure that both tell."""
    same = [other for other in equals(claim, draft) if claim.tells_apart and not same_document(claim, other)]
    return any(not (claim.is_sure and other.is_sure) for other in same)


def _parties_allow(claim: Facts, draft: Draft, scene: Scene) -> bool:
    donors = draft.donors
    other_donors = claim.donors and donors and not claim.donors & donors
    other_recipients = claim.recipients and draft.recipients and not claim.recipients & draft.recipients
    if (other_donors or other_recipients) and not _parties_doubtful(claim, draft):
        return False
    if claim.donors == donors or _anchored(claim, draft):
        return True
    if is_joint(claim) and all(is_joint(other) for other in draft.witnesses):
        return True
    if claim.donors and donors:
        return False
    return any(found is draft for _, found in scene.placed[-2:])


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
    return _parties_allow(claim, draft, scene) and _things_allow(claim, draft) and not _told_beside(claim, draft, scene)


def reasons_for(claim: Facts, draft: Draft, scene: Scene, weights: Weights) -> tuple[Reason, ...]:
    """Every feature that speaks for or against, the strongest first."""
    found: list[Reason] = []
    for feature in FEATURES:
        value = feature(claim, draft, scene)
        if value:
            name = feature.__name__
            found.append(Reason(name, round(value * weights.pledge.get(name, 0.0), 3), feature.__doc__ or name))
    return tuple(sorted((r for r in found if r.weight), key=lambda r: (-abs(r.weight), r.feature)))


def _nearest(claim: Facts, draft: Draft) -> Facts:
    """The claim of the pledge that the new one is held against when a user asks why."""
    same = [other for other in draft.witnesses if relation_of(claim.item, other.item) == "same"]
    return (equals(claim, draft) or same or draft.witnesses)[-1]


def _place(claim: Facts, drafts: Sequence[Draft], scene: Scene, weights: Weights) -> tuple[Draft, Match] | None:
    """The pledge that the claim is about, with the reasons; None if it founds one."""
    candidates = [draft for draft in drafts if may_join(claim, draft, scene)]
    scene.candidates = candidates
    best: tuple[float, int, Draft, tuple[Reason, ...]] | None = None
    floor = odds_of_new(claim, weights)
    for rank, draft in enumerate(candidates):
        reasons = reasons_for(claim, draft, scene, weights)
        score = sum(reason.weight for reason in reasons) - floor
        if score > 0 and (best is None or score > best[0]):
            best = (score, rank, draft, reasons)
    if best is None:
        return None
    score, _, draft, reasons = best
    return draft, Match("same", claim.id, _nearest(claim, draft).id, round(score, 3), reasons)


def group(claims: Sequence[Facts], copies: Mapping[str, NearCopy], weights: Weights | None = None) -> Grouped:
    """The pledges that claims of one connected component, given in order of publication, are about.

    `copies` are the near-copies among their documents, by hash.
    """
    used = weights or shipped_weights()
    siblings: dict[tuple[str, int], list[Facts]] = {}
    for claim in claims:
        siblings.setdefault(claim.stretch, []).append(claim)
    retold = first_told(list(siblings.values()), copies)
    scenes = {stretch: Scene(told, first_told=retold) for stretch, told in siblings.items()}
    drafts: list[Draft] = []
    matches: list[Match] = []
    index = DraftIndex()
    for claim in claims:
        scene = scenes[claim.stretch]
        found = _place(claim, index.candidates(claim), scene, used)
        if found is None:
            draft = Draft([claim])
            drafts.append(draft)
        else:
            draft = found[0]
            draft.add(claim)
            matches.append(found[1])
        index.add(claim, draft)
        scene.place(claim, draft)
    return Grouped(tuple(drafts), tuple(matches))
