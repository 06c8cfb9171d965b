"""Which claims may have to do with each other: connected components over an index of what they name.

A component is what must be linked again when one of its claims changes. Two claims fall into one component when they
share a key: a donor (or none) with a recipient (or none), or a document. The unit alone ties nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pledgebook.linking.facts import Facts

NOBODY = ""
"""Stands for a party that the text does not name."""


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
    return keys


def components(claims: Sequence[Facts]) -> Iterable[list[Facts]]:
    """The claims in groups that no key joins, each in the order given, the group of the first claim first."""
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
    groups: dict[int, list[Facts]] = {}
    for index, claim in enumerate(claims):
        groups.setdefault(root(index), []).append(claim)
    return groups.values()
