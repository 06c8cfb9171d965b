"""Who makes the choices of the claim builder: the learnt weights, or (when learning) the annotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar

from pledgebook.extraction.chooser import MARK, BundleWeights, LabelWeights, Weights, learnt_weights, shares
from pledgebook.extraction.features import Bundle, Features, flat

Label = TypeVar("Label")

DECISIONS = (
    "topic_recipients", "topic_donors", "aid", "aid_without_amount", "event", "donors", "recipients", "basis",
)  # fmt: skip


class Judge(Protocol):
    """Ranks the labels of a decision by their features, the likeliest first, each with its probability."""

    def likelihood(self, decision: str, subject: Any, features: Features) -> float:
        """How likely a yes is (0 to 1)."""
        ...

    def rank(
        self, decision: str, subject: Any, candidates: Sequence[Features], labels: Sequence[Label]
    ) -> list[tuple[Label, float]]:
        """Each label has features of its own."""
        ...

    def classify(
        self, decision: str, subject: Any, shared: Features, own: Sequence[Features], labels: Sequence[Label]
    ) -> list[tuple[Label, float]]:
        """The labels share features, which are weighed anew for each; `own` may add to them (empty: none)."""
        ...


def spread(shared: Features, own: Sequence[Features], labels: Sequence[Any]) -> list[list[Bundle]]:
    """Shared features as features of each label: what `classify` weighs, as `rank` would take it."""
    mine = own or [()] * len(labels)
    told = flat(shared)
    return [[tuple([f"{label}{MARK}{f}" for f in told]), *more] for label, more in zip(labels, mine, strict=True)]


class WeighingJudge:
    """The judge that weighs features; `weights` are those shipped unless others are given."""

    def __init__(self, weights: Mapping[str, Weights] | None = None) -> None:
        self._weights = weights if weights is not None else learnt_weights()
        self._bundles = {decision: BundleWeights(told) for decision, told in self._weights.items()}
        self._tables: dict[str, LabelWeights] = {}

    def likelihood(self, decision: str, subject: Any, features: Features) -> float:
        return shares([self._bundles[decision].score(features), 0])[0]

    def rank(
        self, decision: str, subject: Any, candidates: Sequence[Features], labels: Sequence[Label]
    ) -> list[tuple[Label, float]]:
        return _ranked(list(map(self._bundles[decision].score, candidates)), labels)

    def classify(
        self, decision: str, subject: Any, shared: Features, own: Sequence[Features], labels: Sequence[Label]
    ) -> list[tuple[Label, float]]:
        table = self._tables.get(decision)
        if table is None:
            table = self._tables[decision] = LabelWeights(self._weights[decision], [str(label) for label in labels])
        scores = table.scores(shared)
        if own:
            mine = map(self._bundles[decision].score, own)
            scores = tuple([told + more for told, more in zip(scores, mine, strict=True)])
        return _ranked(scores, labels)


def _ranked(scores: Sequence[int], labels: Sequence[Label]) -> list[tuple[Label, float]]:
    told = shares(scores)
    order = sorted(range(len(told)), key=lambda i: (-told[i], i))
    return [(labels[i], told[i]) for i in order]


@cache
def learnt_judge() -> WeighingJudge:
    """The judge with the weights that are shipped."""
    return WeighingJudge()
