"""From drafts to pledges: what rulings make of them, and which are part of which; for a book or a piece of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import facts_of, place_in_print
from pledgebook.linking.parts import choose_wholes
from pledgebook.linking.pledges import told_as_pledge
from pledgebook.linking.rulings import DECISION, with_part_rulings, with_rulings
from pledgebook.model import Match, PartTie, Pledge, PublishedClaim, Ruling


@dataclass(frozen=True, slots=True)
class Ruled:
    """The drafts as reviewers want them, why each later claim belongs to its own, and the matches put aside."""

    drafts: tuple[Draft, ...]
    matches: tuple[Match, ...]
    displaced: tuple[Match, ...]


def ruled(drafts: Iterable[Draft], matches: Iterable[Match], rulings: Sequence[Ruling]) -> Ruled:
    """What rulings make of drafts; `matches` are those that placing gave."""
    ordered = sorted(drafts, key=lambda draft: draft.founder.order)
    found = tuple(matches)
    after, standing = with_rulings(ordered, found, rulings)
    left = set(standing)
    return Ruled(after, standing, tuple(match for match in found if match not in left))


def as_placed(standing: Iterable[Match], displaced: Iterable[Match]) -> dict[str, Match]:
    """For each claim the match that placing gave, from those that stand after rulings and those put aside."""
    own = {m.left: m for m in standing if not any(reason.feature == DECISION for reason in m.reasons)}
    return {**own, **{match.left: match for match in displaced}}


def choose_parts(
    ties: Iterable[PartTie], pledge_of: Mapping[str, str], place: Mapping[str, Any], rulings: Sequence[Ruling]
) -> dict[str, Match]:
    """Why each part belongs to its whole, by the part's pledge."""
    return with_part_rulings(pledge_of, choose_wholes(ties, pledge_of, place), rulings)


def pledge_of_claims(
    claims: Iterable[PublishedClaim], whole: str | None, donors_of_parts: Collection[frozenset[str]]
) -> Pledge:
    """The pledge that all these claims are about."""
    ordered = sorted(claims, key=place_in_print)
    return told_as_pledge(Draft(facts_of(told, order) for order, told in enumerate(ordered)), whole, donors_of_parts)
