"""From claims to pledges: the whole log in, every pledge and the reasons for every tie out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pledgebook.linking.candidates import components
from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import Facts, in_order, place_in_print
from pledgebook.linking.matching import group
from pledgebook.linking.near_copies import find_copies
from pledgebook.linking.parts import find_parts
from pledgebook.linking.pledges import told_as_pledge
from pledgebook.linking.records import link_records
from pledgebook.linking.rulings import with_part_rulings, with_rulings
from pledgebook.linking.snapshots import is_snapshot_row, link_snapshots
from pledgebook.model import TEXT, Match, NearCopy, Pledge, PublishedClaim, Ruling


@dataclass(frozen=True, slots=True)
class Linked:
    """The pledges in order of their founding, and a match for every claim that joined one and every part."""

    pledges: tuple[Pledge, ...]
    matches: tuple[Match, ...]


def _told(drafts: Sequence[Draft], parts: Sequence[Match]) -> list[Pledge]:
    """The drafts of one component as pledges, each part with its whole."""
    owner = {claim.id: draft for draft in drafts for claim in draft.claims}
    whole_of = {owner[m.left].founder.id: owner[m.right].founder.id for m in parts}
    parts_of: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.founder.id in whole_of:
            parts_of.setdefault(whole_of[draft.founder.id], []).append(draft)
    return [told_as_pledge(d, whole_of.get(d.founder.id), parts_of.get(d.founder.id, [])) for d in drafts]


def _ruled_pairs(rulings: Sequence[Ruling]) -> list[tuple[str, str]]:
    return [(ruling.claim, ruling.other) for ruling in rulings if ruling.other is not None]


def _link_component(claims: list[Facts], copies: Mapping[str, NearCopy], rulings: Sequence[Ruling]) -> Linked:
    grouped = group(claims, copies)
    drafts, matches = with_rulings(grouped.drafts, grouped.matches, rulings)
    parts = with_part_rulings(drafts, find_parts(drafts), rulings)
    return Linked(tuple(_told(drafts, parts)), (*matches, *parts))


def link(
    claims: Sequence[PublishedClaim],
    copies: Mapping[str, NearCopy] | None = None,
    rulings: Sequence[Ruling] = (),
) -> Linked:
    """The pledges that the claims are about; a pure function of the set of claims and of what reviewers ruled.

    `copies` are the near-copies among the documents, by hash; without them they are looked for among those of the
    claims. Appeals are no pledges and get none. The same claim given twice counts once. `rulings` count in their
    order, and win over what the words say.
    """
    unique = {told.id: told for told in claims if told.claim.event != "appeal"}
    of_data = [told for told in unique.values() if told.claim.origin != TEXT]
    facts = in_order(tuple(told for told in unique.values() if told.claim.origin == TEXT))
    ordered = sorted(unique.values(), key=place_in_print) if of_data else []
    place = {told.id: n for n, told in enumerate(ordered)} or {claim.id: claim.order for claim in facts}
    if copies is None:
        copies = find_copies({told.document.hash: told.document for told in claims}.values())
    linked = [_link_component(component, copies, rulings) for component in components(facts, _ruled_pairs(rulings))]
    for linking, told in (
        (link_snapshots, [told for told in of_data if is_snapshot_row(told)]),
        (link_records, [told for told in of_data if not is_snapshot_row(told)]),
    ):
        found, ties = linking(told)
        linked.append(Linked(tuple(found), tuple(ties)))
    pledges = sorted((p for one in linked for p in one.pledges), key=lambda p: place[p.id])
    matches = sorted((m for one in linked for m in one.matches), key=lambda m: (m.kind, place[m.left], place[m.right]))
    return Linked(tuple(pledges), tuple(matches))
