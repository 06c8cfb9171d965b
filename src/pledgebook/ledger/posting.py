"""From the claims of pledges to their states and postings.

Claims come in one by one in the order of publication. After each the pledge is folded again, its
wholes take what it now stands at, and what differs is posted because of this claim. So the postings
known up to a day add up to the state of that day, and nothing is ever taken out of them: a claim
that shows an earlier posting to be wrong posts the difference.

A step costs time in proportion to the claims of its pledge and the parts of its wholes.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from pledgebook.ledger.accounts import moves_between
from pledgebook.ledger.due import Due
from pledgebook.ledger.facts import Fact, fact_of
from pledgebook.ledger.fold import Figures, fold
from pledgebook.ledger.parts import Part, with_parts
from pledgebook.ledger.status import status_of
from pledgebook.model import ITEM, NOTHING, PartialDate, Pledge, PledgeState, Posting, PublishedClaim

EMPTY = Figures()

NO_LONGER = "no longer so"
"""Why units go back where no rule holds them in a place any more."""


@dataclass(frozen=True, slots=True)
class Kept:
    """States by pledge and date, postings in the order in which they became known."""

    states: tuple[PledgeState, ...]
    postings: tuple[Posting, ...]


@dataclass(slots=True)
class Account:
    """One pledge while the book is kept: its facts so far and what they come to."""

    pledge: Pledge
    whole: Account | None = None
    parts: list[Account] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    parts_promised: bool = False
    own: Figures = EMPTY
    figures: Figures = EMPTY
    states: list[PledgeState] = field(default_factory=list)
    due_passed_on: Due | None = None
    posted: int = 0

    @property
    def known(self) -> bool:
        return bool(self.facts)

    @property
    def unit(self) -> str:
        """Things without any number are counted as things."""
        return self.pledge.unit or ITEM


@dataclass(frozen=True, slots=True)
class Arrival:
    """A claim's coming in."""

    account: Account
    fact: Fact
    published: date
    order: tuple[str, int, str, str]


def keep(pledges: Sequence[Pledge], claims: Mapping[str, PublishedClaim]) -> Kept:
    """The states and postings of pledges from their claims; a claim that is not in `claims` counts nowhere."""
    accounts = open_accounts(pledges)
    arrivals = sorted(arrivals_of(accounts.values(), claims), key=lambda a: (a.published, a.order))
    postings: list[Posting] = []
    for day, coming in groupby(arrivals, key=attrgetter("published")):
        touched: dict[str, Account] = {}
        for arrival in coming:
            for account in take_in(arrival):
                touched[account.pledge.id] = account
                postings.extend(post(account, arrival))
        for account in with_dated_parts(touched.values()):
            note_state(account, day)
    states = (state for account in accounts.values() for state in account.states)
    return Kept(tuple(states), tuple(postings))


def open_accounts(pledges: Iterable[Pledge]) -> dict[str, Account]:
    """An account for each pledge, by id; a `part_of` that leads nowhere or in a circle is left out."""
    accounts = {pledge.id: Account(pledge) for pledge in sorted(pledges, key=attrgetter("id"))}
    for account in accounts.values():
        whole = accounts.get(account.pledge.part_of or "")
        if whole is not None and not is_within(whole, account):
            account.whole = whole
            whole.parts.append(account)
    return accounts


def is_within(account: Account | None, whole: Account) -> bool:
    """Whether `account` is `whole` or a part of it at any depth."""
    while account is not None:
        if account is whole:
            return True
        account = account.whole
    return False


def arrivals_of(accounts: Iterable[Account], claims: Mapping[str, PublishedClaim]) -> Iterable[Arrival]:
    for account in accounts:
        for claim_id in dict.fromkeys(account.pledge.claims):
            if claim_id in claims:
                claim = claims[claim_id]
                order = (claim.document.id, claim.claim.span.start, claim_id, account.pledge.id)
                yield Arrival(account, fact_of(claim_id, claim, account.unit), claim.published, order)


def take_in(arrival: Arrival) -> Iterator[Account]:
    """The accounts that the claim may change, each given out before the next is looked for.

    Those are its pledge's own and, as long as the one below has changed, those of its wholes.
    """
    first = arrival.account
    newly_known = not first.known
    insort(first.facts, arrival.fact, key=attrgetter("key"))
    first.own = fold_own(first)
    account: Account | None = first
    while account is not None:
        if account.known:
            before = account.figures
            yield account
            if account.figures == before and not newly_known:
                return
        account = account.whole


def fold_own(account: Account) -> Figures:
    return fold(account.facts, account.whole is not None, account.parts_promised)


def known_parts(account: Account) -> Iterable[Account]:
    """Its parts that are known; for a part of which nothing is known yet, that one's parts."""
    for part in account.parts:
        if part.known:
            yield part
        else:
            yield from known_parts(part)


def refigure(account: Account) -> Figures:
    """The figures of an account from its own claims and its parts."""
    parts = [Part(part.figures, part.unit == account.unit, part.pledge.split) for part in known_parts(account)]
    parts_promised = any(part.figures.promised != NOTHING for part in parts)
    if parts_promised != account.parts_promised:
        account.parts_promised = parts_promised
        account.own = fold_own(account)
    return with_parts(account.own, parts)


def post(account: Account, arrival: Arrival) -> list[Posting]:
    """The postings of one account because of one claim."""
    before, account.figures = account.figures, refigure(account)
    postings = []
    for move in moves_between(before, account.figures):
        account.posted += 1
        postings.append(
            Posting(
                pledge=account.pledge.id,
                number=account.posted,
                claim=arrival.fact.id,
                unit=account.unit,
                from_account=move.from_account,
                to_account=move.to_account,
                low=move.low,
                high=move.high,
                high_open=move.high_open,
                known_from=arrival.published,
                rule=account.figures.rules.get(move.to_account) or NO_LONGER,
            )
        )
    return postings


def with_dated_parts(accounts: Iterable[Account]) -> list[Account]:
    """The known accounts, and below those whose date has changed all parts, which may have it from them."""
    found: dict[str, Account] = {}
    waiting = [(account, False) for account in accounts]
    while waiting:
        account, date_changed = waiting.pop()
        found[account.pledge.id] = account
        if date_changed or account.figures.due != account.due_passed_on:
            account.due_passed_on = account.figures.due
            waiting.extend((part, True) for part in account.parts)
    return [account for account in found.values() if account.known]


def due_of(account: Account) -> PartialDate | None:
    """Its own date, else that of its whole: money from money and things from things only."""
    source: Account | None = account
    while source is not None and (source.unit == ITEM) == (account.unit == ITEM):
        if source.figures.due is not None:
            return source.figures.due.day
        source = source.whole
    return None


def note_state(account: Account, day: date) -> None:
    """Add the state known from `day` on, if it is another than before."""
    state = state_of(account, day)
    if account.states:
        last = account.states[-1]
        if replace(state, known_from=last.known_from) == last:
            return
        account.states[-1] = replace(last, known_to=day)
    account.states.append(state)


def state_of(account: Account, day: date) -> PledgeState:
    figures = account.figures
    state = PledgeState(
        pledge=account.pledge.id,
        known_from=day,
        known_to=None,
        proposed=figures.proposed,
        promised=figures.promised,
        blocked=figures.blocked,
        contracted=figures.contracted,
        delivered=figures.delivered,
        cancelled=figures.cancelled,
        due=due_of(account),
        claims=figures.claims,
    )
    return replace(state, status=status_of(state, figures.told_whole, figures.all_blocked))
