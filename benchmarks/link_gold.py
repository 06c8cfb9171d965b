#!/usr/bin/env python3
"""Measure linking on the gold stories, in memory: F1 over pairs of claims and over part-of relations.

    link_gold.py [GOLD_DIR] [--extracted] [--misses N] [--together]

The gold claims are given without their keys, story by story; the definitions are those of the gold set's
score_stories.py. `--extracted` takes the claims that the program itself finds in the articles, those that match a gold
claim under its key. `--together` links the claims of all stories at once. `--misses` names up to N pledges a story
whose claims are not all together, or not alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any, TypeAlias

from pledgebook.extraction import claim_row, extract_claims
from pledgebook.linking import Linked, link
from pledgebook.model import AmountRange, Claim, Document, PartialDate, Pledge, PublishedClaim, Span, numbered

GOLD = Path(__file__).parents[2] / "shared" / "gold"


ClaimsOf: TypeAlias = Callable[[dict[str, Any], Document], "list[tuple[Claim, str | None]]"]


@dataclass(frozen=True)
class Story:
    """A gold story: its claims as linking gets them, the key of each that has one, and the book's pledges.

    `gold_keys` holds the key of every gold claim, whether or not it is among `claims`.
    """

    id: str
    claims: tuple[PublishedClaim, ...]
    keys: dict[str, str]
    pledges: dict[str, dict[str, Any]]
    gold_keys: tuple[str, ...]


def claim_of(raw: dict[str, Any], document: Document) -> Claim:
    start = document.text.index(raw["quote"])
    low, high = (Decimal(str(raw[end])) if raw[end] is not None else None for end in ("low", "high"))
    amount = AmountRange(low, high, raw["unit"]) if low is not None or high is not None else None
    happened, due = (PartialDate.parse(raw[name]) if raw[name] else None for name in ("happened", "due"))
    return Claim(
        document.id, document.hash, Span.of(document.text, start, start + len(raw["quote"])), raw["event"],
        tuple(raw["donors"]), tuple(raw["recipients"]), amount, raw["item"], raw["aid"], raw["basis"], raw["per"],
        happened, due, raw["speaker"],
    )  # fmt: skip


def given(raw: dict[str, Any], document: Document) -> list[tuple[Claim, str | None]]:
    """The gold claims of an article with their keys."""
    claims = numbered(claim_of(one, document) for one in raw["claims"])
    return [(claim, one["pledge"]) for claim, one in zip(claims, raw["claims"], strict=True)]


def extracted(raw: dict[str, Any], document: Document) -> list[tuple[Claim, str | None]]:
    """The claims that the program finds in an article, each with the key of the gold claim that it matches."""
    from score import pairs  # type: ignore[import-not-found]  # lies with the gold stories

    claims = extract_claims(document)
    gold = []
    for one in raw["claims"]:
        start = document.text.index(one["quote"])
        gold.append(one | {"start": start, "end": start + len(one["quote"])})
    key_of = {j: gold[i]["pledge"] for i, j in pairs(gold, [claim_row(claim) for claim in claims])}
    return [(claim, key_of.get(j)) for j, claim in enumerate(claims)]


def read_story(book: Path, claims_of: ClaimsOf) -> Story:
    told = json.loads(book.read_text("utf-8"))
    claims: list[PublishedClaim] = []
    keys: dict[str, str] = {}
    gold_keys: list[str] = []
    for path in sorted((book.parents[1] / "stories" / told["id"]).glob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        document = Document.make(
            raw["text"], published=date.fromisoformat(raw["published"]), id=raw["id"], publisher=raw["publisher"],
            title=raw["title"],
        )  # fmt: skip
        gold_keys += [one["pledge"] for one in raw["claims"]]
        for claim, key in claims_of(raw, document):
            claims.append(PublishedClaim(claim, document))
            keys |= {claim.id: key} if key else {}
    return Story(told["id"], tuple(claims), keys, told["pledges"], tuple(gold_keys))


def read_stories(gold: Path, claims_of: ClaimsOf = given) -> list[Story]:
    sys.path[:0] = [str(gold.resolve()), str(GOLD)]  # score.py lies there
    return [read_story(book, claims_of) for book in sorted((gold / "books").glob("*.json"))]


def pair_counts(story: Story, said: dict[str, str]) -> Counter[str]:
    """Pairs of claims in the gold book, in ours, and in both; `said` maps claims to pledges."""
    counts: Counter[str] = Counter()
    claims_with = Counter(key for key in story.gold_keys if key in story.pledges)
    counts["gold"] = sum(comb(number, 2) for number in claims_with.values())
    real = [(claim, key) for claim, key in story.keys.items() if key in story.pledges]
    for (a, gold_a), (b, gold_b) in combinations(real, 2):
        linked = said.get(a) is not None and said.get(a) == said.get(b)
        counts.update(said=linked, both=linked and gold_a == gold_b)
    return counts


def matched(story: Story, said: dict[str, str]) -> dict[str, str]:
    """The pledge of ours that stands for each gold pledge, chosen by the votes of their claims."""
    has_amount = {c.id: c.claim.amount is not None for c in story.claims}
    votes: dict[str, Counter[str]] = {}
    for claim, key in story.keys.items():
        if key in story.pledges and claim in said:
            votes.setdefault(key, Counter())[said[claim]] += 1 + has_amount[claim]
    match: dict[str, str] = {}
    for key, found in sorted(votes.items(), key=lambda kv: -kv[1].most_common(1)[0][1]):
        free = [p for p, _ in found.most_common() if p not in match.values()]
        if free:
            match[key] = free[0]
    return match


def part_counts(story: Story, pledges: dict[str, Pledge], match: dict[str, str]) -> Counter[str]:
    """Part-of relations in the gold book, in ours, and in both."""
    counts: Counter[str] = Counter()
    key_of = {mine: key for key, mine in match.items()}
    for key, gold in story.pledges.items():
        mine = pledges.get(match.get(key, ""))
        whole = key_of.get(mine.part_of or "") if mine else None
        counts.update(gold=bool(gold["part_of"]), said=bool(mine and mine.part_of))
        counts.update(both=bool(gold["part_of"]) and whole == gold["part_of"])
    return counts


def f1(counts: Counter[str]) -> tuple[float, float, float]:
    precision = counts["both"] / counts["said"] if counts["said"] else 0.0
    recall = counts["both"] / counts["gold"] if counts["gold"] else 0.0
    return (2 * precision * recall / (precision + recall) if precision + recall else 0.0), precision, recall


def measure(story: Story, linked: Linked, counts: dict[str, Counter[str]]) -> float:
    """Add the story's pairs and parts to `counts` and give its own F1 over pairs."""
    said = {claim: pledge.id for pledge in linked.pledges for claim in pledge.claims if claim in story.keys}
    pairs = pair_counts(story, said)
    counts["links"].update(pairs)
    counts["parts"].update(part_counts(story, {p.id: p for p in linked.pledges}, matched(story, said)))
    return f1(pairs)[0]


def show_misses(story: Story, linked: Linked, limit: int) -> None:
    """Print the gold pledges that are not whole in our book, with where their claims went."""
    said = {claim: pledge.id for pledge in linked.pledges for claim in pledge.claims}
    match = matched(story, said)
    for key in list(story.pledges)[:limit]:
        mine = [c for c, k in story.keys.items() if k == key]
        strangers = {c for p in linked.pledges if p.id == match.get(key) for c in p.claims} - set(mine)
        apart = [c for c in mine if said.get(c) != match.get(key)]
        if apart or strangers:
            print(f"    {story.id} {key}: {len(mine)} claims, {len(apart)} elsewhere, {len(strangers)} strangers")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("gold", type=Path, nargs="?", default=GOLD)
    cli.add_argument("--extracted", action="store_true")
    cli.add_argument("--misses", type=int, default=0)
    cli.add_argument("--together", action="store_true")
    args = cli.parse_args()
    stories = read_stories(args.gold, extracted if args.extracted else given)
    if not stories:
        sys.exit(f"{args.gold}: no stories")
    together = link([c for s in stories for c in s.claims]) if args.together else None
    counts: dict[str, Counter[str]] = {"links": Counter(), "parts": Counter()}
    for story in stories:
        linked = together or link(story.claims)
        print(f"  {story.id:26} links F1 {measure(story, linked, counts):.3f}")
        show_misses(story, linked, args.misses)
    if together:
        across(stories, together)
    for name, found in counts.items():
        print("{:7} F1 {:.3f}  precision {:.3f}  recall {:.3f}".format(name, *f1(found)))


def across(stories: list[Story], linked: Linked) -> None:
    """Print how many pledges mix claims of several stories (some do tell of one promise in two stories)."""
    home = {told.id: story.id for story in stories for told in story.claims}
    mixed = [p for p in linked.pledges if len({home[c] for c in p.claims}) > 1]
    print(f"  {len(mixed)} of {len(linked.pledges)} pledges hold claims of more than one story")


if __name__ == "__main__":
    main()
