#!/usr/bin/env python3
"""Learn the weights of linking from annotated stories, and tell how well they carry over to stories not seen.

    learn_links.py GOLD_DIR… [--folds N] [--write] [--penalty P]

Each GOLD_DIR holds `stories` and `books` as link_gold.py reads them. Every claim that joins a pledge or founds one is a
choice among the pledges that come into question and a new one; what the features make of each is written down while
claims are placed by the weights of the round before, so that choices are learnt among own mistakes. A conditional logit
then finds the weights, held by an L2 penalty to those set by hand (link_weights_by_hand.toml). Each story is learnt
from twice, with its claims as given and as the program finds them. Found claims are linked by what is learnt, given
ones by weights a part of the way from the hand-set ones. Figures are by cross-validation: no story is linked by weights
that have seen it (`--folds 0`: each story a fold of its own). `--write` learns from all and writes weights.toml.

Needs numpy and scipy, which the package itself does not.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from link_gold import Story, extracted, f1, given, pair_counts, read_stories
from scipy.optimize import minimize

from pledgebook.linking import matching
from pledgebook.linking.candidates import components
from pledgebook.linking.facts import Facts, in_order
from pledgebook.linking.features import FEATURES
from pledgebook.linking.matching import Choice, Odds, Option, Weights, group, new_traits, shipped_weights
from pledgebook.linking.near_copies import find_copies
from pledgebook.model import NearCopy

PENALTY = 4.0
"""L2 penalty on the distance from the hand-set weights; of 1, 2, 4, 8, 15 and 50 the best in cross-validation."""

ROUNDS = 3
"""Rounds of placing and learning."""

REGRET = 1.0
"""How much more a choice counts of which a mistake costs many pairs."""

GIVEN_SHARE = 0.25
"""How far the weights for given claims go from the hand-set ones to the learnt: of 0, 0.25, 0.5, 0.75 and 1 the best
in cross-validation over all stories. The choices, each counted alone, are not quite what the F1 over pairs counts."""

STRANGER = 0.5
"""What a claim of another pledge counts against a draft, in claims of its own: joining a draft of which less than a
third are its own costs more pairs than it gains."""

WEIGHTS = Path(matching.__file__).parent / "weights.toml"
BY_HAND = tomllib.loads((Path(__file__).parent / "link_weights_by_hand.toml").read_text("utf-8"))
WAYS = ("given", "read")
JOIN = tuple(feature.__name__ for feature in FEATURES)


@dataclass
class Case:
    """One story with its claims as given or as found, and the fold that it stands in."""

    story: Story
    way: str
    components: list[list[Facts]]
    copies: dict[str, NearCopy]


@dataclass
class Choices:
    """Rows of features, one for each option; `of` the choice they belong to, `right` the options that are right.

    The last option of every choice is a new pledge. `regret` is what the worst option of a choice costs.
    """

    rows: list[Any] = field(default_factory=list)
    of: list[int] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    regret: list[float] = field(default_factory=list)


def read_cases(folders: Sequence[Path]) -> list[Case]:
    cases = []
    for folder in folders:
        for way, claims_of in zip(WAYS, (given, extracted), strict=True):
            for story in read_stories(folder, claims_of):
                told = {claim.id: claim for claim in story.claims if claim.claim.event != "appeal"}
                copies = find_copies({c.document.hash: c.document for c in story.claims}.values())
                cases.append(Case(story, way, list(components(in_order(told.values()), copies)), copies))
    return cases


def traits() -> tuple[str, ...]:
    return tuple(BY_HAND["new"])


def by_hand() -> Any:
    return np.array([*(BY_HAND["pledge"][name] for name in JOIN), *BY_HAND["new"].values()])


def odds_of(numbers: Any) -> Odds:
    told = [round(float(number), 2) for number in numbers]
    return Odds.of(dict(zip(JOIN, told, strict=False)), dict(zip(traits(), told[len(JOIN) :], strict=True)))


def weights_of(learnt: dict[str, Any], share: float = GIVEN_SHARE) -> Weights:
    """The weights to ship: those for given claims a share of the way from the hand-set to the learnt."""
    given = by_hand() + share * (learnt["given"] - by_hand())
    return Weights(odds_of(given), odds_of(learnt["read"]), shipped_weights().part)


def alike(learnt: Any) -> Weights:
    """The weights that are learnt with: the same for all claims."""
    return Weights(odds_of(learnt), odds_of(learnt), {})


class Watching:
    """Chooses as the weights say, and writes down each choice with the answer of the annotation."""

    def __init__(self, case: Case, choices: Choices) -> None:
        self.keys = case.story.keys
        self.choices = choices

    def gain(self, key: str, option: Option) -> float:
        """Pairs gained by joining the draft, less those made wrongly."""
        found = [self.keys.get(claim.id) for claim in option.draft.claims]
        own = found.count(key)
        return own - STRANGER * (len(found) - own - found.count(None))

    def __call__(self, claim: Facts, options: Sequence[Option], weights: Weights) -> Choice | None:
        key = self.keys.get(claim.id)
        if key is not None and options:
            self.note(claim, options, [self.gain(key, option) for option in options])
        return matching.choose(claim, options, weights)

    def note(self, claim: Facts, options: Sequence[Option], gains: list[float]) -> None:
        """Write down the choice: a row for each pledge, and one for a new pledge."""
        best, told = max(0.0, *gains), new_traits(claim)
        rows = [[*option.values, *([0.0] * len(traits()))] for option in options]
        rows.append([0.0] * len(JOIN) + [told.get(name, 0.0) for name in traits()])
        self.choices.rows += rows
        self.choices.of += [len(self.choices.regret)] * len(rows)
        self.choices.right += [*(gain == best > 0 for gain in gains), best == 0]
        self.choices.regret.append(best - min(0.0, *gains))


def observe(cases: Sequence[Case], weights: Weights) -> Choices:
    choices = Choices()
    for case in cases:
        for component in case.components:
            group(component, case.copies, weights, Watching(case, choices))
    return choices


def learn(choices: Choices, penalty: float) -> Any:
    """Weights of a conditional logit: softmax over each choice's options, several may be right."""
    table, of, right = np.array(choices.rows), np.array(choices.of), np.array(choices.right)
    first = np.flatnonzero(np.diff(of, prepend=-1))
    counts = 1 + REGRET * np.log1p(np.array(choices.regret))
    counts /= counts.mean()
    start = by_hand()

    def loss(w: Any) -> tuple[float, Any]:
        scores = table @ w
        p, whole = _softmax(scores, of, first)
        q, part = _softmax(np.where(right, scores, -1e9), of, first)
        away = w - start
        cost = counts @ (whole - part) + penalty / 2 * away @ away
        return float(cost), table.T @ ((p - q) * counts[of]) + penalty * away

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def _softmax(scores: Any, of: Any, first: Any) -> tuple[Any, Any]:
    """Probabilities within each choice, and the logarithm of each choice's sum."""
    top = np.maximum.reduceat(scores, first)
    e = np.exp(scores - top[of])
    whole = np.add.reduceat(e, first)
    return e / whole[of], top + np.log(whole)


def learn_in_rounds(cases: Sequence[Case], penalty: float) -> dict[str, Any]:
    """The learnt numbers for claims given, from all cases, and for claims read, from those alone.

    (Learnt from given claims alone, the former do no better than the hand-set ones.)
    """
    learnt = {}
    for way, seen in (("given", cases), ("read", [case for case in cases if case.way == "read"])):
        numbers = by_hand()
        for _ in range(ROUNDS):
            numbers = learn(observe(seen, alike(numbers)), penalty)
        learnt[way] = numbers
    return learnt


def judged(cases: Sequence[Case], weights: Weights, counts: dict[str, Counter[str]]) -> None:
    """Add the pairs of the cases, linked by the weights, to `counts` of their way and story."""
    for case in cases:
        said: dict[str, str] = {}
        for component in case.components:
            for draft in group(component, case.copies, weights).drafts:
                said |= {claim.id: draft.founder.id for claim in draft.claims}
        pairs = pair_counts(case.story, said)
        counts.setdefault(case.way, Counter()).update(pairs)
        counts.setdefault(f"{case.way} {case.story.id}", Counter()).update(pairs)


def cross_validated(cases: Sequence[Case], folds: int, penalty: float) -> dict[str, Counter[str]]:
    stories = sorted({case.story.id for case in cases})
    folds = folds or len(stories)
    counts: dict[str, Counter[str]] = {}
    for fold in range(folds):
        held = set(stories[fold::folds])
        learnt = learn_in_rounds([case for case in cases if case.story.id not in held], penalty)
        judged([case for case in cases if case.story.id in held], weights_of(learnt), counts)
    return counts


def show(name: str, counts: dict[str, Counter[str]], stories: bool = False) -> None:
    for way, found in sorted(counts.items()):
        if stories or " " not in way:
            print("{:24} {:32} F1 {:.3f}  precision {:.3f}  recall {:.3f}".format(name, way, *f1(found)))


def write(learnt: Any) -> None:
    """Put the learnt numbers into weights.toml, line by line; its comments stay."""
    weights, table, lines = weights_of(learnt), "", []
    tables = {f"{way}.{kind}": getattr(getattr(weights, way), kind) for way in WAYS for kind in ("pledge", "new")}
    for line in WEIGHTS.read_text("utf-8").splitlines():
        if named := re.fullmatch(r"\[(.+)\]", line):
            table = named.group(1)
        name = line.partition(" = ")[0]
        lines.append(f"{name} = {tables[table][name]}" if name in tables.get(table, {}) else line)
    tomllib.loads(text := "\n".join(lines) + "\n")
    WEIGHTS.write_text(text, "utf-8")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folders", nargs="+", type=Path)
    cli.add_argument("--folds", type=int, default=7)
    cli.add_argument("--penalty", type=float, default=PENALTY)
    cli.add_argument("--stories", action="store_true", help="a line for each story")
    cli.add_argument("--write", action="store_true")
    args = cli.parse_args()
    cases = read_cases(args.folders)
    before: dict[str, Counter[str]] = {}
    judged(cases, shipped_weights(), before)
    show("weights.toml", before, args.stories)
    show("learnt from the others", cross_validated(cases, args.folds, args.penalty), args.stories)
    if args.write:
        learnt = learn_in_rounds(cases, args.penalty)
        after: dict[str, Counter[str]] = {}
        judged(cases, weights_of(learnt), after)
        show("learnt from all", after, args.stories)
        write(learnt)


if __name__ == "__main__":
    main()
