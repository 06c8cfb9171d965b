"""From claims to pledges: the whole log in, every pledge and the reasons for every tie out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import Facts, in_order, place_in_print
from pledgebook.linking.near_copies import find_copies
from pledgebook.linking.placing import Grouped, group
from pledgebook.linking.pledges import told_as_pledge, way_of_split
from pledgebook.linking.records import link_records, ties_of
from pledgebook.linking.relinking import choose_parts, ruled
from pledgebook.linking.snapshots import is_snapshot_row, link_snapshots
from pledgebook.model import TEXT, Match, NearCopy, Placement, Pledge, PublishedClaim, Ruling, Traces


@dataclass(frozen=True, slots=True)
class Linked:
    """The pledges in order of their founding, a match for every claim that joined one and every part, and the traces.

    What is placed is claims of texts; data files say themselves what belongs together.
    """

    pledges: tuple[Pledge, ...]
    matches: tuple[Match, ...]
    traces: Traces = field(default_factory=Traces)


def as_pledges(drafts: Sequence[Draft], whole_of: Mapping[str, str]) -> list[Pledge]:
    """The drafts as pledges, each part with its whole, by their ids."""
    donors: dict[str, set[frozenset[str]]] = {}
    for draft in drafts:
        if draft.founder.id in whole_of:
            donors.setdefault(whole_of[draft.founder.id], set()).add(draft.donors)
    return [told_as_pledge(d, whole_of.get(d.founder.id), donors.get(d.founder.id, set())) for d in drafts]


def _link_texts(
    claims: Sequence[Facts], copies: Mapping[str, NearCopy], rulings: Sequence[Ruling], records: Sequence[Pledge]
) -> Linked:
    """The pledges of texts; `records` are pledges of data files that rulings speak of, their claims among these."""
    of_records = {claim for pledge in records for claim in pledge.claims}
    grouped = group([claim for claim in claims if claim.id not in of_records], copies)
    facts = {claim.id: claim for claim in claims}
    recorded = [Draft([facts[id] for id in pledge.claims]) for pledge in records if pledge.id in facts]
    settled = ruled((*grouped.drafts, *recorded), (*grouped.matches, *ties_of(records)), rulings)
    pledge_of = {claim.id: draft.founder.id for draft in settled.drafts for claim in draft.claims}
    chosen = choose_parts(grouped.ties, pledge_of, {claim.id: claim.order for claim in claims}, rulings)
    whole_of = {part: pledge_of[match.right] for part, match in chosen.items()}
    matches = (*settled.matches, *chosen.values())
    return Linked(tuple(as_pledges(settled.drafts, whole_of)), matches, traces_of(grouped, settled.displaced))


def traces_of(grouped: Grouped, displaced: Sequence[Match]) -> Traces:
    """What is kept of the placing; `displaced` are the matches that rulings put aside."""
    placements = {
        claim.id: Placement(draft.founder.id, claim.number) for draft in grouped.drafts for claim in draft.claims
    }
    of_texts = tuple(match for match in displaced if match.left in placements)
    return Traces(placements, grouped.ties, grouped.keys, of_texts)


def _link_data(claims: Sequence[PublishedClaim]) -> Linked:
    """The pledges of data files, by the sources' identifiers and by the rows of snapshots."""
    rows = link_snapshots(told for told in claims if is_snapshot_row(told))
    records = link_records(told for told in claims if not is_snapshot_row(told))
    return Linked((*rows[0], *records[0]), (*rows[1], *records[1]))


def with_wholes(pledges: Sequence[Pledge], wholes: Mapping[str, str]) -> list[Pledge]:
    """The pledges with each whole by the id that it has now, and the way in which that is split.

    `wholes` are those that sources named, by a claim of the part.
    """
    owner = {claim: pledge for pledge in pledges for claim in pledge.claims}
    done = []
    for pledge in pledges:
        named = pledge.part_of or next((wholes[claim] for claim in pledge.claims if claim in wholes), None)
        whole = owner.get(named or "")
        if whole is None or whole.id == pledge.id:
            done.append(replace(pledge, part_of=None))
        else:
            done.append(replace(pledge, part_of=whole.id, split=way_of_split(pledge, whole)))
    return done


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
    data = _link_data(of_data)
    ruled = {claim for ruling in rulings for claim in (ruling.claim, ruling.other)}
    records = [pledge for pledge in data.pledges if not ruled.isdisjoint(pledge.claims)]
    apart = {claim for pledge in records for claim in pledge.claims}
    facts = in_order(tuple(told for told in unique.values() if told.claim.origin == TEXT or told.id in apart))
    if copies is None:
        copies = find_copies({told.document.hash: told.document for told in claims}.values())
    texts = _link_texts(facts, copies, rulings, records)
    found = [*texts.pledges, *(pledge for pledge in data.pledges if pledge.id not in apart)]
    ties = [*texts.matches, *(match for match in data.matches if match.left not in apart)]
    place = {told.id: n for n, told in enumerate(sorted(unique.values(), key=place_in_print))}
    wholes = {pledge.id: pledge.part_of for pledge in records if pledge.part_of}
    pledges = sorted(with_wholes(found, wholes), key=lambda p: place[p.id])
    matches = sorted(ties, key=lambda m: (m.kind, place[m.left], place[m.right]))
    return Linked(tuple(pledges), tuple(matches), texts.traces)
