"""Texts placed after others that were placed before: only those pledges are at hand that they may have to do with.

What is at hand is what placing looks at: the pledges that share a key with a claim, the latest of each key, and the
earlier printings of near-copies. So the outcome is the same as if all texts had been placed in a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pledgebook.linking.candidates import keys_for
from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import Facts, facts_of, in_order, place_in_print
from pledgebook.linking.placing import Grouped, Placing, stretches
from pledgebook.linking.programmes import keys_for_programmes
from pledgebook.model import Key, NearCopy, PublishedClaim


@dataclass(frozen=True, slots=True)
class Before:
    """What was placed before: drafts with their claims, and each claim's number in its document.

    `keys` are the drafts last noted for each key, the latest last; `printed` the claims of earlier printings.
    """

    drafts: Mapping[str, Sequence[PublishedClaim]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    keys: Sequence[tuple[Key, str]] = ()
    printed: Sequence[PublishedClaim] = ()


@dataclass(frozen=True, slots=True)
class Resumed:
    """What placing the texts gave, and all drafts at hand, old and new, by their founding claims."""

    grouped: Grouped
    drafts: Mapping[str, Draft]


def keys_sought(claims: Iterable[PublishedClaim]) -> list[Key]:
    """The keys of which `Before` must know the latest drafts, to place these claims of whole documents."""
    found: dict[Key, None] = {}
    for claim in in_order(claims):
        found.update(dict.fromkeys((*keys_for(claim), *keys_for_programmes(claim))))
    return list(found)


def place_after(before: Before, claims: Iterable[PublishedClaim], copies: Mapping[str, NearCopy]) -> Resumed:
    """Place claims of whole documents that were published after all that is `before`."""
    earlier = _facts_before(before)
    placing = Placing(copies)
    for told in stretches(_printed(before)):
        placing.printings.add(told)
    drafts = {founder: Draft(earlier[told.id] for told in claims) for founder, claims in before.drafts.items()}
    for key, founder in before.keys:
        placing.index.put_last(key, drafts[founder])
    for told in stretches(in_order(claims, first=len(earlier))):
        placing.take_in(told)
    grouped = placing.grouped()
    return Resumed(grouped, {**drafts, **{draft.founder.id: draft for draft in grouped.drafts}})


def _facts_before(before: Before) -> dict[str, Facts]:
    claims = sorted((told for some in before.drafts.values() for told in some), key=place_in_print)
    return {told.id: facts_of(told, order, before.numbers[told.id]) for order, told in enumerate(claims)}


def _printed(before: Before) -> list[Facts]:
    ordered = sorted(before.printed, key=place_in_print)
    return [facts_of(told, order, before.numbers[told.id]) for order, told in enumerate(ordered)]
