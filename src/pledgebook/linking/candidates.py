"""Which claims may have to do with each other, by an index of what they name; the unit alone ties nothing.

A claim is held against the pledges that share a key with it: its document, or a recipient (or none) together with its
donor, its amount or its thing, or a figure of one donor, or a programme's name. Where a text names no recipient, any
will do. Claims that no key joins, not even over others, have nothing to do with each other: they are components, which
can be linked apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pledgebook.linking.drafts import Draft
from pledgebook.linking.facts import Facts
from pledgebook.model import Key, NearCopy

NOBODY = ""
"""Stands for a party that the text does not name."""

ANYBODY = "*"
"""Stands for whoever receives: where a text names no recipient, its claim may be about what anybody gets."""

RECENT = 20
"""Pledges that a claim is held against for one key (its donor, an amount, a programme, a thing): those that claims
were last about. The annotated courses of events, each alone and all in one book, are linked alike by 16, 24 and 40."""


def _plain_keys(claim: Facts) -> list[Key]:
    """The keys that hold whoever receives: its document, its figure with each donor, its programmes."""
    keys: list[Key] = [("document", claim.stretch[0], str(claim.stretch[1]))]
    if claim.has_amount:
        figure = str(claim.size), str(claim.unit)
        keys += [("amount", *figure, "from", donor) for donor in sorted(claim.donors) or [NOBODY]]
    return [*keys, *(("programme", name) for name in sorted(claim.programmes))]


def _keys_to(claim: Facts, recipient: str) -> list[Key]:
    """The keys that hold for one recipient: its figure, and its donors, alone and with its things."""
    donors = sorted(claim.donors) or [NOBODY]
    keys: list[Key] = [("amount", str(claim.size), str(claim.unit), recipient)] if claim.has_amount else []
    keys += [("thing", donor, name, recipient) for donor in donors for name in sorted(claim.item.names)]
    return [*keys, *(("donor", donor, recipient) for donor in donors)]


def keys_of(claim: Facts) -> list[Key]:
    """The keys under which later claims find the claim's pledge."""
    recipients = [*(sorted(claim.recipients) or [NOBODY]), ANYBODY]
    return [*_plain_keys(claim), *(key for recipient in recipients for key in _keys_to(claim, recipient))]


def keys_for(claim: Facts) -> list[Key]:
    """The keys by which the claim finds pledges."""
    recipients = [*sorted(claim.recipients), NOBODY] if claim.recipients else [NOBODY, ANYBODY]
    return [*_plain_keys(claim), *(key for recipient in recipients for key in _keys_to(claim, recipient))]


def components(claims: Sequence[Facts], copies: Mapping[str, NearCopy]) -> Iterable[list[Facts]]:
    """The claims in groups that no key joins, each in the order given, the group of the first claim first.

    `copies` are the near-copies among their documents, by hash: what an article and its copies tell is one group.
    """
    parent = list(range(len(claims)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def join(one: int, other: int) -> None:
        left, right = root(one), root(other)
        parent[max(left, right)] = min(left, right)

    sought = {key for claim in claims for key in keys_for(claim)}
    first_with: dict[Key, int] = {}
    for index, claim in enumerate(claims):
        found = [key for key in keys_of(claim) if key in sought]
        document = claim.stretch[0]
        first = copies[document].copy_of if document in copies else document
        whole = [("text", document), ("text", first), *(("name", name) for name in claim.programmes_told)]
        for key in (*found, *keys_for(claim), *whole):
            join(first_with.setdefault(key, index), index)
    groups: dict[int, list[Facts]] = {}
    for index, claim in enumerate(claims):
        groups.setdefault(root(index), []).append(claim)
    return groups.values()


class DraftIndex:
    """Finds, for keys, the pledges that claims with them were last about; `noted` is all that was noted, in order."""

    def __init__(self) -> None:
        self._by_key: dict[Key, dict[int, Draft]] = {}
        self.noted: list[tuple[Key, str]] = []

    def note(self, keys: Iterable[Key], claim: Facts, draft: Draft) -> None:
        """Note that a claim with these keys is about `draft`."""
        for key in keys:
            self.noted.append((key, claim.id))
            self.put_last(key, draft)

    def put_last(self, key: Key, draft: Draft) -> None:
        """Make `draft` the latest for the key."""
        number = draft.founder.order
        latest = self._by_key.setdefault(key, {})
        latest.pop(number, None)
        latest[number] = draft
        if len(latest) > RECENT:
            del latest[next(iter(latest))]

    def find(self, keys: Iterable[Key]) -> list[Draft]:
        """The pledges noted for these keys, the `RECENT` latest of each, in order of their founding."""
        found: dict[int, Draft] = {}
        for key in keys:
            found.update(self._by_key.get(key, {}))
        return [found[number] for number in sorted(found)]
