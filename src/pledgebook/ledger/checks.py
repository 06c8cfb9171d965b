"""What must hold in every book; each check is one plain function that gives the issues it finds."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Protocol

from pledgebook.ledger.accounts import NONE, Balances, columns_of, plus
from pledgebook.ledger.fold import COLUMNS
from pledgebook.model import ITEM, NOTHING, Issue, Pledge, PledgeState, Posting


class Published(Protocol):
    """What the checks ask of a claim: the day from which it is known."""

    @property
    def published(self) -> date: ...


@dataclass(frozen=True, slots=True)
class LedgerBook:
    """All that the checks look at: pledges by id, states and postings by pledge, claims by id.

    `withdrawn` holds the day from which a claim no longer counts, for those that later texts replaced.
    """

    pledges: Mapping[str, Pledge]
    claims: Mapping[str, Published]
    states: Mapping[str, Sequence[PledgeState]]
    postings: Mapping[str, Sequence[Posting]]
    withdrawn: Mapping[str, date] = field(default_factory=dict)

    def counts(self, claim: str, start: date, end: date) -> bool:
        """Whether the claim counts on any day from `start` to the one before `end`."""
        told = self.claims.get(claim)
        return told is not None and told.published < end and self.withdrawn.get(claim, date.max) > start


def check(
    pledges: Iterable[Pledge],
    claims: Mapping[str, Published],
    states: Iterable[PledgeState],
    postings: Iterable[Posting],
    withdrawn: Mapping[str, date] | None = None,
) -> list[Issue]:
    """Every broken invariant of a book, check by check, pledge by pledge; empty if all hold."""
    by_pledge = attrgetter("pledge")
    in_time = sorted(states, key=attrgetter("pledge", "known_from"))
    in_order = sorted(postings, key=attrgetter("pledge", "number"))
    book = LedgerBook(
        {pledge.id: pledge for pledge in pledges},
        claims,
        {pledge: list(group) for pledge, group in groupby(in_time, by_pledge)},
        {pledge: list(group) for pledge, group in groupby(in_order, by_pledge)},
        withdrawn or {},
    )
    return [issue for look in CHECKS for issue in look(book)]


def issue(pledge: str, reason: str) -> Issue:
    return Issue(f"pledge {pledge}", reason)


def sums_are_zero(book: LedgerBook) -> Iterator[Issue]:
    """In both ledgers the accounts of a pledge sum to zero, in its one unit."""
    for pledge, postings in book.postings.items():
        known = book.pledges.get(pledge)
        units = sorted({posting.unit for posting in postings})
        if known is not None and units != [known.unit or ITEM]:
            yield issue(pledge, f"posted in {', '.join(units)}, counted in {known.unit or ITEM}")
        accounts = Balances({}, {}, {})
        for posting in postings:
            accounts.add(posting)
            if posting.from_account == posting.to_account:
                yield issue(pledge, f"posting {posting.number} moves units from {posting.from_account} to itself")
        total = NONE
        for ends in accounts.ends.values():
            total = plus(total, ends)
        if total != NONE:
            yield issue(pledge, f"accounts sum to {total[0]} and {total[1]}, not to zero")


def numbers_follow(book: LedgerBook) -> Iterator[Issue]:
    """Postings are numbered from 1 without a gap, in the order in which they became known."""
    for pledge, postings in book.postings.items():
        if [posting.number for posting in postings] != list(range(1, len(postings) + 1)):
            yield issue(pledge, "postings are not numbered 1, 2, 3 …")
        if any(one.known_from > other.known_from for one, other in pairwise(postings)):
            yield issue(pledge, "a posting is known before the one that it follows")


def units_are_in_one_stage(book: LedgerBook) -> Iterator[Issue]:
    """No account but `source` and `beyond` owes units: what is somewhere came from somewhere, once."""
    for pledge, postings in book.postings.items():
        accounts = Balances({}, {}, {})
        for number, posting in enumerate(postings):
            accounts.add(posting)
            last_of_day = number + 1 == len(postings) or postings[number + 1].known_from != posting.known_from
            if last_of_day:
                for name in COLUMNS:
                    if min(accounts.ends.get(name, NONE)) < 0:
                        yield issue(pledge, f"{name} holds less than nothing on {posting.known_from}")


def bounds_hold(book: LedgerBook) -> Iterator[Issue]:
    """Low ends are not below zero nor above high ends; what is promised is no longer proposed."""
    for pledge, states in book.states.items():
        for state in states:
            for name, bounds in columns_of(state).items():
                if bounds.low < 0 or (bounds.high is not None and bounds.high < bounds.low):
                    yield issue(pledge, f"{name} {bounds.low}–{bounds.high} cross on {state.known_from}")
            if NOTHING not in (state.proposed, state.promised):
                yield issue(pledge, f"both proposed and promised on {state.known_from}")


def states_are_their_postings(book: LedgerBook) -> Iterator[Issue]:
    """Each state is the sum of the postings known on its first day, and still on its last."""
    for pledge in sorted(book.postings.keys() - book.states.keys()):
        yield issue(pledge, "postings, and no state")
    for pledge, states in book.states.items():
        accounts, coming = Balances({}, {}, {}), deque(book.postings.get(pledge, ()))
        for state in states:
            columns = columns_of(state).items()
            for end in (state.known_from, last_day(state)):
                if end != state.known_from and not (coming and coming[0].known_from <= end):
                    continue
                while coming and coming[0].known_from <= end:
                    accounts.add(coming.popleft())
                wrong = [name for name, told in columns if accounts.read(name) != (told.low, told.high)]
                if wrong:
                    yield issue(pledge, f"{', '.join(wrong)} on {end}: state and postings differ")


def last_day(state: PledgeState) -> date:
    return date.max if state.known_to is None else state.known_to - timedelta(days=1)


def times_follow(book: LedgerBook) -> Iterator[Issue]:
    """The states of a pledge follow each other without a gap, and the last goes on.

    While every text about it is withdrawn, nothing is known of a pledge: there a gap is right, or an end.
    """
    for pledge, states in book.states.items():
        for state in states:
            if state.known_to is not None and state.known_to <= state.known_from:
                yield issue(pledge, f"known from {state.known_from} to {state.known_to}")
        for one, other in pairwise(states):
            if one.known_to is None or one.known_to > other.known_from:
                yield issue(pledge, f"known to {one.known_to or 'this day'}, then from {other.known_from}")
            elif one.known_to < other.known_from and is_told_of(book, pledge, one.known_to, other.known_from):
                yield issue(pledge, f"known to {one.known_to}, then from {other.known_from}")
        end = states[-1].known_to
        if end is not None and is_told_of(book, pledge, end, date.max):
            yield issue(pledge, f"nothing is known of it from {end} on")


def is_told_of(book: LedgerBook, pledge: str, start: date, end: date) -> bool:
    """Whether a claim about the pledge counts in this time."""
    known = book.pledges.get(pledge)
    return known is not None and any(book.counts(claim, start, end) for claim in known.claims)


def claims_are_there(book: LedgerBook) -> Iterator[Issue]:
    """Every claim that a pledge, a state or a posting names exists; a posting's is of its pledge or a part."""
    owners: dict[str, set[str]] = {}
    for pledge in book.pledges.values():
        for claim in pledge.claims:
            owners.setdefault(claim, set()).add(pledge.id)
            if claim not in book.claims:
                yield issue(pledge.id, f"no claim {claim}")
    for pledge_id in sorted(book.states.keys() | book.postings.keys()):
        if pledge_id not in book.pledges:
            yield issue(pledge_id, "states or postings, and no pledge")
    for pledge_id, states in book.states.items():
        for claim in sorted({claim for state in states for claim in state.claims}):
            if pledge_id not in owners.get(claim, ()):
                yield issue(pledge_id, f"a state stands on claim {claim}, which is another's")
    for pledge_id, postings in book.postings.items():
        for claim in sorted({posting.claim for posting in postings}):
            if not any(pledge_id in line_of(owner, book.pledges) for owner in owners.get(claim, ())):
                yield issue(pledge_id, f"posted for claim {claim}, which is neither its own nor a part's")


def parts_have_wholes(book: LedgerBook) -> Iterator[Issue]:
    """Every whole that is named exists, and no pledge is part of itself at any depth."""
    for pledge in book.pledges.values():
        if pledge.part_of is not None and pledge.part_of not in book.pledges:
            yield issue(pledge.id, f"part of {pledge.part_of}, which is no pledge")
        line = line_of(pledge.id, book.pledges)
        if book.pledges[line[-1]].part_of in line:
            yield issue(pledge.id, "part_of leads in a circle: " + " → ".join(line))


def line_of(pledge: str, pledges: Mapping[str, Pledge]) -> list[str]:
    """The pledge, its whole, the whole of that and so on, each once."""
    line = [pledge]
    while (whole := pledges[line[-1]].part_of) in pledges and whole not in line:
        assert whole is not None
        line.append(whole)
    return line


CHECKS: tuple[Callable[[LedgerBook], Iterator[Issue]], ...] = (
    parts_have_wholes,
    claims_are_there,
    times_follow,
    bounds_hold,
    numbers_follow,
    sums_are_zero,
    units_are_in_one_stage,
    states_are_their_postings,
)
"""Every check, the ones that others rest on first."""
