"""A small measure of extraction: F1 over claims with an amount, against annotated articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_STAGE = {
    "appeal": "asked", "propose": "proposed", "pledge": "promised", "commit": "promised", "schedule": "promised",
    "contract": "contracted", "deliver": "delivered", "block": "setback", "miss": "setback", "cancel": "setback",
}  # fmt: skip


@dataclass(frozen=True)
class Score:
    """F1 of amounts found, and of amounts with stage, donors and recipients right as well (0 to 1)."""

    amount: float
    claim: float


def _same_amount(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return (a["low"], a["high"], a["unit"]) == (b["low"], b["high"], b["unit"])


def _same_parties(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return (
        _STAGE[a["event"]] == _STAGE[b["event"]]
        and set(a["donors"]) == set(b["donors"])
        and set(a["recipients"]) == set(b["recipients"])
    )


def _found(gold: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[bool]:
    """One entry a gold claim that was found: whether its stage and parties are right too."""
    left = list(said)
    out = []
    for claim in gold:
        near = [s for s in left if s["start"] < claim["end"] and claim["start"] < s["end"] and _same_amount(s, claim)]
        if near:
            best = max(near, key=lambda s: _same_parties(s, claim))
            left.remove(best)
            out.append(_same_parties(best, claim))
    return out


def score(articles: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]]) -> Score:
    """The score over pairs of (annotated claims, extracted claims), each with `start` and `end`."""
    gold_count = said_count = amounts = claims = 0
    for gold, said in articles:
        with_amount = [c for c in gold if c["unit"]]
        said_with_amount = [c for c in said if c["unit"]]
        found = _found(with_amount, said_with_amount)
        gold_count += len(with_amount)
        said_count += len(said_with_amount)
        amounts += len(found)
        claims += sum(found)
    return Score(2 * amounts / (gold_count + said_count), 2 * claims / (gold_count + said_count))
