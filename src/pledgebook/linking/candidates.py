"""Which claims may have to do with each other, by an index of what they name; the unit alone ties nothing.

A component is what must be linked again when one of its claims changes: claims that share a document, or a recipient
(or none) together with a donor, an amount, a programme or a kind of thing. Inside it, a claim is held against the
pledges that share such a key with it, and against those that its donors' claims were last about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import Facts

NOBODY = ""
"""Stands for a party that the text does not name."""


RECENT = 40
"""Pledges that a claim is held against for one key (its donor, an amount, a programme, a thing): those that claims
were last about. The largest annotated course of events has 31 pledges."""


def keys_of(claim: Facts) -> set[tuple[str, ...]]:
    """The index keys of a claim: its document, each recipient with each amount, programme or kind of thing."""
    recipients = claim.recipients or {NOBODY}
    keys: set[tuple[str, ...]] = {("document", claim.told.claim.document_hash)}
    for recipient in recipients:
        keys |= {("donor", donor, recipient) for donor in claim.donors}
        keys |= {("programme", name, recipient) for name in claim.programmes}
        if claim.has_amount:
            keys.add(("amount", str(claim.size), str(claim.unit), recipient))
        keys |= {("thing", kind, recipient) for kind in claim.item.kinds | claim.item.names}
    if claim.has_amount and not claim.is_given:
        keys |= {("amount", str(claim.size), str(claim.unit), "from", donor) for donor in claim.donors or {NOBODY}}
    return keys


def components(claims: Sequence[Facts], pairs: Iterable[tuple[str, str]] = ()) -> Iterable[list[Facts]]:
    """The claims in groups that no key joins, each in the order given, the group of the first claim first.

    `pairs` are ids of claims that belong into one group whatever their keys.
    """
    parent = list(range(len(claims)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first_with: dict[tuple[str, ...], int] = {}
    for index, claim in enumerate(claims):
        for key in keys_of(claim):
            left, right = root(first_with.setdefault(key, index)), root(index)
            parent[max(left, right)] = min(left, right)
    place = {claim.id: index for index, claim in enumerate(claims)} if (told := list(pairs)) else {}
    for one, other in told:
        if one in place and other in place:
            left, right = root(place[one]), root(place[other])
            parent[max(left, right)] = min(left, right)
    groups: dict[int, list[Facts]] = {}
    for index, claim in enumerate(claims):
        groups.setdefault(root(index), []).append(claim)
    return groups.values()


def _draft_keys(claim: Facts) -> list[tuple[str, ...]]:
    """The keys by which a claim finds pledges: its document, amount, programmes, donors, and things by donor."""
    donors = sorted(claim.donors) or [NOBODY]
    keys: list[tuple[str, ...]] = [("document", *map(str, claim.stretch))]
    if claim.has_amount:
        keys.append(("amount", str(claim.size), str(claim.unit)))
    keys += [("programme", name) for name in sorted(claim.programmes)]
    keys += [("thing", donor, name) for donor in donors for name in sorted(claim.item.names)]
    keys += [("donor", donor) for donor in donors]
    return keys


class DraftIndex:
    """Finds the pledges that a claim may be about, in order of their founding."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, ...], dict[int, Draft]] = {}

    def add(self, claim: Facts, draft: Draft) -> None:
        """Note that `draft` holds `claim`."""
        number = draft.founder.order
        for key in _draft_keys(claim):
            latest = self._by_key.setdefault(key, {})
            latest.pop(number, None)
            latest[number] = draft
            if len(latest) > RECENT:
                del latest[next(iter(latest))]

    def candidates(self, claim: Facts) -> list[Draft]:
        """The pledges that share a key with the claim, the `RECENT` latest of each key."""
        found: dict[int, Draft] = {}
        for key in _draft_keys(claim):
            found.update(self._by_key.get(key, {}))
        return [found[number] for number in sorted(found)]
