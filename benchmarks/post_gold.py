#!/usr/bin/env python3
"""Post the gold stories' claims under their gold pledges, and print the share of rows that come out right.

    post_gold.py [GOLD_DIR] [--misses N]

Linking and extraction are left out: this judges the ledger alone. GOLD_DIR is `../shared/gold` of the
checkout unless given. A row is right if its six amounts (within 0.5 percent) and its status are.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pledgebook.ledger.accounts import columns_of
from pledgebook.ledger.posting import keep
from pledgebook.ledger.status import status_on
from pledgebook.model import (
    AmountRange,
    Bounds,
    Claim,
    Document,
    PartialDate,
    Pledge,
    PledgeState,
    PublishedClaim,
    Span,
)

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
TOLERANCE = 0.005


@dataclass(slots=True)
class Score:
    rows: int = 0
    right: int = 0
    due_right: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)


def partial(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def claim_of(record: Mapping[str, Any], document: Document) -> Claim:
    start = document.text.index(record["quote"])
    amount = None
    if record["unit"] and not record["low"] is record["high"] is None:
        amount = AmountRange(decimal(record["low"]), decimal(record["high"]), record["unit"])
    return Claim(
        document=document.id,
        document_hash=document.hash,
        span=Span.of(document.text, start, start + len(record["quote"])),
        event=record["event"],
        donors=tuple(record["donors"]),
        recipients=tuple(record["recipients"]),
        amount=amount,
        item=record["item"],
        aid=record["aid"],
        basis=record["basis"],
        per=record["per"],
        happened=partial(record["happened"]),
        due=partial(record["due"]),
        speaker=record["speaker"],
    )


def read_story(gold: Path, slug: str) -> tuple[list[Pledge], dict[str, PublishedClaim], list[dict[str, Any]]]:
    """The story's pledges under their gold keys, its claims by id, and the analyst's rows."""
    book = json.loads((gold / "books" / f"{slug}.json").read_text("utf-8"))
    claims: dict[str, PublishedClaim] = {}
    by_key: dict[str, list[str]] = {}
    for path in sorted((gold / "stories" / slug).glob("*.json")):
        article = json.loads(path.read_text("utf-8"))
        document = Document.make(article["text"], published=date.fromisoformat(article["published"]), id=article["id"])
        for record in article["claims"]:
            published = PublishedClaim(claim_of(record, document), document)
            claims[published.id] = published
            by_key.setdefault(record["pledge"], []).append(published.id)
    pledges = [
        Pledge(
            id=key,
            donors=tuple(told["donors"]),
            recipients=tuple(told["recipients"]),
            item=told["item"],
            unit=told["unit"],
            aid="other",
            claims=tuple(by_key.get(key, ())),
            part_of=told["part_of"],
            summary=bool(told.get("summary")),
        )
        for key, told in book["pledges"].items()
    ]
    return pledges, claims, book["ledger"]


def state_on(states: list[PledgeState], day: date) -> PledgeState | None:
    known = [s for s in states if s.known_from <= day and (s.known_to is None or day < s.known_to)]
    return known[0] if known else None


def close(one: float | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return abs(one - float(other)) <= TOLERANCE * max(abs(one), abs(float(other)))


def agree(want: list[float | None], got: Bounds) -> bool:
    return close(want[0] or 0, got.low) and close(want[1], got.high)


def shown(bounds: Bounds) -> str:
    return (
        f"{bounds.low:g}"
        if bounds.low == bounds.high
        else f"{bounds.low:g}..{bounds.high if bounds.high is None else f'{bounds.high:g}'}"
    )


def judge(slug: str, row: Mapping[str, Any], state: PledgeState | None, score: Score) -> None:
    """Hold one row against the state of its pledge."""
    score.rows += 1
    if state is None:
        score.misses.append(f"{slug} {row['as_of']} {row['pledge']}: no such pledge")
        return
    wrong = [
        f"{name} {shown(got)} for {row[name]}" for name, got in columns_of(state).items() if not agree(row[name], got)
    ]
    status = status_on(state, date.fromisoformat(row["as_of"]))
    if status != row["status"]:
        wrong.append(f"status {status} for {row['status']}")
    want, got = row["due"] or "", str(state.due or "")
    due_right = bool(want) == bool(got) and (want.startswith(got) or got.startswith(want))
    score.due_right += due_right
    score.right += not wrong
    if not due_right:
        wrong.append(f"(due {got} for {want})")
    if wrong:
        score.misses.append(f"{slug} {row['as_of']} {row['pledge']}: " + ", ".join(wrong))


def post_gold(gold: Path = GOLD) -> Score:
    """The score of the ledger over all gold stories."""
    score = Score()
    for path in sorted((gold / "books").glob("*.json")):
        pledges, claims, rows = read_story(gold, path.stem)
        states: dict[str, list[PledgeState]] = {}
        for state in keep(pledges, claims).states:
            states.setdefault(state.pledge, []).append(state)
        for row in rows:
            day = date.fromisoformat(row["as_of"])
            judge(path.stem, row, state_on(states.get(row["pledge"], []), day), score)
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--misses", type=int, default=0)
    args = parser.parse_args()
    score = post_gold(args.gold)
    print(f"rows  {score.right} of {score.rows} right ({score.right / score.rows:.3f})")
    print(f"due   {score.due_right} of {score.rows} right ({score.due_right / score.rows:.3f})")
    for miss in score.misses[: args.misses]:
        print("  -", miss)


if __name__ == "__main__":
    main()
