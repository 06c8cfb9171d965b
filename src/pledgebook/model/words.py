"""The closed words of the book: events, kinds of aid, bases, stages, statuses."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

Event: TypeAlias = Literal[
    "appeal", "propose", "pledge", "commit", "contract", "schedule", "deliver", "block", "miss", "cancel"
]
Aid: TypeAlias = Literal["military", "financial", "humanitarian", "other"]
Basis: TypeAlias = Literal["total", "increment", "part", "cumulative"]
Per: TypeAlias = Literal["day", "week", "month", "year"]
Stage: TypeAlias = Literal["proposed", "promised", "blocked", "contracted", "delivered", "cancelled"]
Status: TypeAlias = Literal["proposed", "open", "blocked", "partly delivered", "delivered", "overdue", "cancelled"]
Voice: TypeAlias = Literal["giver", "receiver", "third party", "unknown"]

EVENTS: tuple[Event, ...] = get_args(Event)
AIDS: tuple[Aid, ...] = get_args(Aid)
BASES: tuple[Basis, ...] = get_args(Basis)
PERS: tuple[Per, ...] = get_args(Per)
STAGES: tuple[Stage, ...] = get_args(Stage)
STATUSES: tuple[Status, ...] = get_args(Status)
