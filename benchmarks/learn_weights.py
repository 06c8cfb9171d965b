"""Learn the weights of the claim builder from annotated articles, and tell how well they carry over.

    python benchmarks/learn_weights.py FOLDER… [--write] [--folds 5]

Each FOLDER holds annotated articles (`*.json`, also in sub-folders). The claim builder runs over every
article with the annotation as its judge, which writes down what it could have chosen from; a conditional
logit with an L2 penalty then finds the weights. Figures are by cross-validation: no article is judged by
weights that have seen its fold, and the articles of one story (a sub-folder) stand in one fold.
`--write` learns from all of them and writes src/pledgebook/extraction/weights.json.

Needs numpy and scipy, which the package itself does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from white_house import excerpts

from pledgebook.extraction.actors import find_actors
from pledgebook.extraction.claims import build_claims
from pledgebook.extraction.features import Features, flat
from pledgebook.extraction.judges import DECISIONS, WeighingJudge, spread
from pledgebook.extraction.scene import Article, view
from pledgebook.model import Document

MIN_COUNT = 3
"""Features seen in fewer choices than this are left out: they would only remember an article."""
PENALTY = 1.5
"""L2 penalty: between 1.5 and 8 cross-validation tells no difference beyond chance."""
STEPS = 200
LEAST_WEIGHT = 0.02
"""Weights nearer to zero than this are left out."""
ROUNDS = 1
"""Rounds of learning among own mistakes; more changed nothing."""
WEIGHTS = Path(__file__).parent.parent / "src/pledgebook/extraction/weights.json"


@dataclass
class Example:
    """One choice: the features of each candidate, and which candidates are right."""

    candidates: list[list[str]]
    right: list[int]


@dataclass
class Annotated:
    """An article with its annotation and the fold key (its story, or itself)."""

    article: Article
    gold: list[dict[str, Any]]
    group: str
    raw: dict[str, Any]
    examples: dict[str, list[Example]] = field(default_factory=lambda: defaultdict(list))


class Annotation:
    """A judge that writes down every choice with the annotation's answer.

    It answers by the annotation itself, or by `judge` where one is given, so that later choices are
    learnt among the mistakes of earlier ones and not as if everything before had been right.
    """

    def __init__(self, annotated: Annotated, judge: WeighingJudge | None = None) -> None:
        self.annotated = annotated
        self.judge = judge
        self.by_place = _align(annotated)
        self.amounts = {_amount(c) for c in annotated.gold}

    def likelihood(self, decision: str, subject: Any, features: Features) -> float:
        gold = self._gold_of(subject)
        if gold is not None or not self._is_told_elsewhere(subject):
            right = [0] if gold is not None else [1]
            self.annotated.examples[decision].append(Example([flat(features), []], right))
        if self.judge is not None:
            return self.judge.likelihood(decision, subject, features)
        return 1.0 if gold is not None else 0.0

    def rank(
        self, decision: str, subject: Any, candidates: Sequence[Any], labels: Sequence[Any]
    ) -> list[tuple[Any, float]]:
        if decision.startswith("topic_"):
            return self._topic(decision, candidates, labels)
        gold = self._gold_of(subject)
        want = labels[0] if gold is None else _label(decision, gold)
        right = [i for i, label in enumerate(labels) if label == want]
        if gold is not None and right:
            self.annotated.examples[decision].append(Example([flat(c) for c in candidates], right))
        return [(want, 1.0)] if self.judge is None else self.judge.rank(decision, subject, candidates, labels)

    def classify(
        self, decision: str, subject: Any, shared: Features, own: Sequence[Features], labels: Sequence[Any]
    ) -> list[tuple[Any, float]]:
        return self.rank(decision, subject, spread(shared, own, labels), labels)

    def _topic(self, decision: str, candidates: Sequence[Any], labels: Sequence[Any]) -> list[tuple[Any, float]]:
        told = Counter(_label(decision.removeprefix("topic_"), claim) for claim in self.annotated.gold)
        if told:
            want = min(told, key=lambda codes: (-told[codes], codes))
            right = [i for i, label in enumerate(labels) if label == want]
            if right:
                self.annotated.examples[decision].append(Example([flat(c) for c in candidates], right))
        elif self.judge is None:
            want = ()
        return self.judge.rank(decision, None, candidates, labels) if self.judge else [(want, 1.0)]

    def _is_told_elsewhere(self, subject: Any) -> bool:
        """Whether the annotation tells the same amount at another place: neither a yes nor a no."""
        return subject.amount is not None and _mention(subject.amount) in self.amounts

    def _gold_of(self, subject: Any) -> dict[str, Any] | None:
        return self.by_place.get((subject.start, subject.end, subject.amount is not None))


def _label(decision: str, gold: Any) -> Any:
    if decision in ("donors", "recipients"):
        return tuple(sorted(set(gold[decision])))
    return gold[decision]


def _amount(claim: dict[str, Any]) -> tuple[float | None, float | None, str | None]:
    low, high = claim["low"], claim["high"]
    return (None if low is None else float(low), None if high is None else float(high), claim["unit"])


def _align(annotated: Annotated) -> dict[tuple[int, int, bool], dict[str, Any]]:
    """Which mention each annotated claim is about."""
    out: dict[tuple[int, int, bool], dict[str, Any]] = {}
    text = annotated.raw["text"]
    from pledgebook.extraction.things import bare_things

    for claim in annotated.gold:
        start = text.index(claim["quote"])
        end = start + len(claim["quote"])
        want = _amount(claim)
        for scene in annotated.article.scenes:
            if scene.end <= start or scene.start >= end:
                continue
            if want[2] is not None:
                places = [
                    (a.start, a.end, True) for a in scene.amounts
                    if a.start < end and start < a.end and _mention(a) == want
                ]  # fmt: skip
            else:
                words = set((claim["item"] or "").split())
                places = [
                    (t.start, t.end, False) for t in bare_things(scene)
                    if t.start < end and start < t.end and (words & set((t.item or "").split()) or not words)
                ]  # fmt: skip
            free = [p for p in places if p not in out]
            if free:
                out[free[0]] = claim
                break
    return out


def _mention(a: Any) -> tuple[float | None, float | None, str]:
    return (None if a.low is None else float(a.low), None if a.high is None else float(a.high), a.unit)


def load(folders: Sequence[Path]) -> list[Annotated]:
    """The annotated articles of folders, and those of `.jsonl` files that point into the White House corpus."""
    out = []
    for folder in folders:
        for raw, group in articles_of(folder):
            document = Document.make(
                raw["text"], published=date.fromisoformat(raw["published"]), id=raw["id"],
                publisher=raw["publisher"], title=raw["title"],
            )  # fmt: skip
            out.append(Annotated(view(document, find_actors(document.text)), raw["claims"], group, raw))
    return out


def articles_of(folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each article with the key of its fold: the address of its release, its story, or itself."""
    if folder.suffix == ".jsonl":
        yield from ((raw, raw["url"]) for raw in excerpts(folder))
        return
    for path in sorted(folder.rglob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        if "claims" in raw:
            yield raw, raw["id"] if path.parent == folder else path.parent.name


def observe(items: Sequence[Annotated], judge: WeighingJudge | None = None) -> None:
    for item in items:
        item.examples.clear()
        build_claims(item.article, Annotation(item, judge), thorough=True)


def learn(examples: Sequence[Example], penalty: float) -> dict[str, float]:
    """Weights of a conditional logit: softmax over each choice's candidates, several may be right."""
    if not examples:
        return {}
    seen = Counter(f for e in examples for f in {f for c in e.candidates for f in c})
    names = sorted(f for f, n in seen.items() if n >= MIN_COUNT)
    index = {f: i for i, f in enumerate(names)}
    columns, starts, choice, right = [], [0], [], []
    for number, example in enumerate(examples):
        for at, candidate in enumerate(example.candidates):
            columns += [index[f] for f in candidate if f in index]
            starts.append(len(columns))
            choice.append(number)
            right.append(at in example.right)
    ones = np.ones(len(columns))
    table = sparse.csr_matrix((ones, columns, starts), shape=(len(choice), len(names)))
    turned = table.T.tocsr()
    first = np.flatnonzero(np.diff(np.array(choice), prepend=-1))
    group, good = np.array(choice), np.array(right)

    def loss(w: Any) -> tuple[float, Any]:
        scores = table @ w
        p, whole = _softmax(scores, group, first)
        q, part = _softmax(np.where(good, scores, -1e9), group, first)
        return float(np.sum(whole - part) + penalty / 2 * w @ w), turned @ (p - q) + penalty * w

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return {f: round(float(x), 3) for f, x in zip(names, found.x, strict=True) if abs(x) >= LEAST_WEIGHT}


def _softmax(scores: Any, group: Any, first: Any) -> tuple[Any, Any]:
    """Probabilities within each choice, and the logarithm of each choice's sum."""
    top = np.maximum.reduceat(scores, first)
    e = np.exp(scores - top[group])
    whole = np.add.reduceat(e, first)
    return e / whole[group], top + np.log(whole)


def learn_in_rounds(items: Sequence[Annotated]) -> dict[str, dict[str, float]]:
    """Learn once by the annotation, then among mistakes such as weights make on articles they have not seen."""
    observe(items)
    weights = learn_all(items)
    for _ in range(ROUNDS):
        halves = [[i for i in items if fold_of("half " + i.group, 2) == half] for half in (0, 1)]
        judges = [WeighingJudge(learn_all(half)) for half in halves]
        observe(halves[0], judges[1])
        observe(halves[1], judges[0])
        weights = learn_all(items)
    return weights


def learn_all(items: Sequence[Annotated]) -> dict[str, dict[str, float]]:
    return {d: learn([e for i in items for e in i.examples[d]], PENALTY) for d in DECISIONS}


def fold_of(group: str, folds: int) -> int:
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds


def rows_of(item: Annotated, judge: WeighingJudge) -> list[dict[str, Any]]:
    from pledgebook.extraction import claim_row

    return [claim_row(c) for c in build_claims(item.article, judge)]


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folders", nargs="+", type=Path)
    cli.add_argument("--folds", type=int, default=5)
    cli.add_argument("--write", action="store_true")
    cli.add_argument("--predictions", type=Path, help="write the cross-validated claims to this JSON lines file")
    args = cli.parse_args()
    items = load(args.folders)
    observe(items)
    for d in DECISIONS:
        examples = [e for i in items for e in i.examples[d]]
        print(f"{d}: {len(examples)} choices, {len({f for e in examples for c in e.candidates for f in c})} features")
    out: list[str] = []
    for fold in range(args.folds):
        train = [i for i in items if fold_of(i.group, args.folds) != fold]
        judge = WeighingJudge(learn_in_rounds(train))
        for item in items:
            if fold_of(item.group, args.folds) == fold:
                out += [json.dumps(row) for row in rows_of(item, judge)]
        print(f"fold {fold} done", file=sys.stderr)
    if args.predictions:
        args.predictions.write_text("\n".join(out) + "\n", "utf-8")
    if args.write:
        weights = learn_in_rounds(items)
        WEIGHTS.write_text(json.dumps(weights, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
        print(f"wrote {sum(map(len, weights.values()))} weights to {WEIGHTS}")


if __name__ == "__main__":
    main()
