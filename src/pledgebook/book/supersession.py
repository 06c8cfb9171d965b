"""What later texts at the same address do to earlier ones: they supersede them from their publication on.

The claims of a superseded text were known until then and stay known for earlier days. So the ledger
is kept anew for each stretch of time between two such days, from the claims that were valid in it,
and what differs from before is taken back and posted again. Nothing of this depends on the order in
which documents came into the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Protocol, TypeAlias

from pledgebook.model import CONTENTS, NO_LANGUAGE, Document, Pledge, PledgeState, Posting, PublishedClaim

TAKEN_BACK = "taken back: a later text replaced the one that said so"
"""The rule of a posting that takes back another."""


class KeptLedger(Protocol):
    """What a ledger gives: states by pledge and day, postings numbered within each pledge."""

    @property
    def states(self) -> tuple[PledgeState, ...]: ...

    @property
    def postings(self) -> tuple[Posting, ...]: ...


Claims: TypeAlias = Mapping[str, PublishedClaim]
Keep: TypeAlias = Callable[[Sequence[Pledge], Claims], KeptLedger]


def superseded_from(documents: Iterable[Document]) -> dict[str, date]:
    """The day from which each superseded document no longer counts, by its hash.

    Texts at one address follow each other by publication, those of one day by hash.
    """
    ordered = sorted(documents, key=attrgetter("address", "published", "hash"))
    chains = [list(chain) for _, chain in groupby(ordered, key=attrgetter("address"))]
    replaced = {old.hash: new.published for chain in chains for old, new in pairwise(chain)}
    for dropped, day in _dropped(ordered):
        replaced[dropped] = min(day, replaced.get(dropped, date.max))
    return replaced


def _dropped(documents: Sequence[Document]) -> Iterator[tuple[str, date]]:
    """Records of data files that a later release of their series does not list, with its day."""
    lists: dict[str, list[tuple[date, frozenset[str]]]] = {}
    for document in documents:
        series, _, name = document.id.rpartition(":")
        if document.language == NO_LANGUAGE and name == CONTENTS:
            lists.setdefault(series, []).append((document.published, frozenset(document.text.split("\n"))))
    for document in documents if lists else ():
        of_series = [name for name in lists if document.id.startswith(f"{name}:")]
        if not of_series or document.language != NO_LANGUAGE or document.id == f"{of_series[0]}:{CONTENTS}":
            continue
        own = document.id.removeprefix(f"{of_series[0]}:")
        later = [day for day, listed in lists[of_series[0]] if day > document.published and own not in listed]
        if later:
            yield document.hash, min(later)


def keep_over_time(
    keep: Keep, pledges: Sequence[Pledge], claims: Claims, superseded: Mapping[str, date]
) -> tuple[list[PledgeState], list[Posting]]:
    """States and postings from the claims that were valid at each time; a pledge without any has no state then."""
    states: list[PledgeState] = []
    postings: list[Posting] = []
    for family, days in _families(pledges, claims, superseded):
        if not days:
            kept = keep(family, claims)
            states += kept.states
            postings += kept.postings
            continue
        told = {claim: claims[claim] for pledge in family for claim in pledge.claims if claim in claims}
        stretches = [_Stretch(keep, family, _valid(told, superseded, *ends), *ends) for ends in _ends(days)]
        states += _joined([state for stretch in stretches for state in stretch.states])
        postings += _reposted(stretches)
    return states, postings


def _families(
    pledges: Sequence[Pledge], claims: Claims, superseded: Mapping[str, date]
) -> Iterator[tuple[list[Pledge], list[date]]]:
    """Pledges that are parts of one whole, with the days on which claims of theirs were withdrawn.

    All families without such days come as one.
    """
    whole_of = {pledge.id: pledge.part_of for pledge in pledges}
    families: dict[str, list[Pledge]] = {}
    for pledge in pledges:
        families.setdefault(topmost(pledge.id, whole_of), []).append(pledge)
    unchanged: list[Pledge] = []
    for family in families.values():
        hashes = {claims[claim].document.hash for pledge in family for claim in pledge.claims if claim in claims}
        days = sorted({superseded[text] for text in hashes if text in superseded})
        if days:
            yield family, days
        else:
            unchanged += family
    yield unchanged, []


def topmost(pledge: str, whole_of: Mapping[str, str | None]) -> str:
    """The pledge that this one is part of at any depth; each pledge's whole stands in `whole_of`."""
    line = [pledge]
    while (whole := whole_of[line[-1]]) in whole_of:
        assert whole is not None
        if whole in line:  # a circle: all in it are one family
            return min(line[line.index(whole) :])
        line.append(whole)
    return line[-1]


def _ends(days: Sequence[date]) -> list[tuple[date, date]]:
    """First day of each stretch and of the one after it."""
    return list(pairwise([date.min, *days, date.max]))


def _valid(claims: Claims, superseded: Mapping[str, date], start: date, end: date) -> Claims:
    """The claims published before `end` that no later text had replaced by `start`."""
    return {
        claim: told
        for claim, told in claims.items()
        if told.published < end and superseded.get(told.document.hash, date.max) > start
    }


class _Stretch:
    """What was known from `start` to the day before `end`."""

    def __init__(self, keep: Keep, pledges: Sequence[Pledge], claims: Claims, start: date, end: date) -> None:
        kept = keep(pledges, claims)
        self.start = start
        self.states = [known for state in kept.states if (known := _within(state, start, end)) is not None]
        self.postings: dict[str, list[Posting]] = {}
        for posting in kept.postings:
            self.postings.setdefault(posting.pledge, []).append(posting)


def _within(state: PledgeState, start: date, end: date) -> PledgeState | None:
    """The part of a state's time that lies in the stretch; None if there is none."""
    known_from, known_to = max(state.known_from, start), min(state.known_to or date.max, end)
    if known_from >= known_to:
        return None
    return replace(state, known_from=known_from, known_to=None if known_to == date.max else known_to)


def _joined(states: list[PledgeState]) -> Iterator[PledgeState]:
    """The states in order, those that go on unchanged over the end of a stretch as one."""
    last: PledgeState | None = None
    for state in sorted(states, key=attrgetter("pledge", "known_from")):
        if last is not None and last.known_to == state.known_from and _same_figures(last, state):
            last = replace(last, known_to=state.known_to)
            continue
        if last is not None:
            yield last
        last = state
    if last is not None:
        yield last


def _same_figures(one: PledgeState, other: PledgeState) -> bool:
    return replace(other, known_from=one.known_from, known_to=one.known_to) == one


def _reposted(stretches: Sequence[_Stretch]) -> list[Posting]:
    """The postings of all stretches, one after the other: what a later one does not have is taken back first."""
    pledges = sorted({pledge for stretch in stretches for pledge in stretch.postings})
    return [posting for pledge in pledges for posting in _numbered(_history(pledge, stretches))]


def _history(pledge: str, stretches: Sequence[_Stretch]) -> list[Posting]:
    history: list[Posting] = []
    standing: list[Posting] = []
    for stretch in stretches:
        now = stretch.postings.get(pledge, [])
        same = _common(standing, now)
        history += _reversals(standing, same, stretch.start)
        history += [replace(each, known_from=max(each.known_from, stretch.start)) for each in now[same:]]
        standing = now
    return history


def _common(one: Sequence[Posting], other: Sequence[Posting]) -> int:
    """How many postings both begin with."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _reversals(postings: Sequence[Posting], kept: int, day: date) -> Iterator[Posting]:
    """Postings that undo all but the first `kept`, the last first, known from `day` on."""
    for number in range(len(postings) - 1, kept - 1, -1):
        posting = postings[number]
        before = [each.high_open for each in postings[:number] if each.to_account == posting.to_account]
        was_open = before[-1] if before else False
        yield replace(
            posting, low=-posting.low, high=-posting.high, high_open=was_open, known_from=day, rule=TAKEN_BACK
        )


def _numbered(postings: Iterable[Posting]) -> list[Posting]:
    return [replace(posting, number=number) for number, posting in enumerate(postings, 1)]
