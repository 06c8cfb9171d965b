"""The one word that says where a pledge stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pledgebook.ledger.ranges import ZERO, figure
from pledgebook.model import NOTHING, Bounds, PledgeState, Status


def status_of(state: PledgeState, told_whole: bool, all_blocked: bool) -> Status:
    """The status without regard to `due`.

    `told_whole`: the claims say that all has arrived; `all_blocked`: that all is held up.
    """
    total = state.promised if state.promised != NOTHING else state.proposed
    size = figure(total)
    if size > 0 and state.cancelled.low >= size and state.delivered == NOTHING:
        return "cancelled"
    if told_whole or (size > 0 and state.delivered.low >= size):
        return "delivered"
    if state.blocked != NOTHING and (all_blocked or holds_all_left(state.blocked, state)):
        return "blocked"
    if state.delivered != NOTHING:
        return "partly delivered"
    return "proposed" if state.promised == NOTHING else "open"


def holds_all_left(blocked: Bounds, state: PledgeState) -> bool:
    left = left_open(state)
    return left is not None and blocked.high is not None and 0 < left <= blocked.high


def left_open(state: PledgeState) -> Decimal | None:
    """The most that has neither arrived nor been cancelled; None where nobody knows the size."""
    total = state.promised if state.promised != NOTHING else state.proposed
    if total.high is None and total.low == 0:
        return None
    return max(ZERO, figure(total) - state.delivered.low - state.cancelled.low)


def status_on(state: PledgeState, day: date) -> Status:
    """The status on `day`: overdue if the due period has ended and something promised has not arrived."""
    waiting = state.status in ("open", "partly delivered") and left_open(state) != ZERO
    past = state.due is not None and state.due.last_day < day
    return "overdue" if waiting and past else state.status
