"""Who makes the choices of the claim builder: the learnt weights, or (when learning) the annotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from pledgebook.extraction.chooser import Features, Weights, learnt_weights, probabilities

Label = TypeVar("Label")

DECISIONS = (
    "topic_recipients", "topic_donors", "aid", "aid_without_amount", "event", "donors", "recipients", "basis",
)  # fmt: skip


class Judge(Protocol):
    """Picks one of the labels of a decision by its candidates' features; tells how sure it is (0 to 1)."""

    def pick(
        self, decision: str, subject: Any, candidates: Sequence[Features], labels: Sequence[Label]
    ) -> tuple[Label, float]: ...

    def rank(
        self, decision: str, subject: Any, candidates: Sequence[Features], labels: Sequence[Label]
    ) -> list[tuple[Label, float]]:
        """Every label with its probability, the likeliest first."""
        ...


class WeighingJudge:
    """The judge that weighs features; `weights` are those shipped unless others are given."""

    def __init__(self, weights: Mapping[str, Weights] | None = None) -> None:
        self._weights = weights if weights is not None else learnt_weights()

    def pick(
        self, decision: str, subject: Any, candidates: Sequence[Features], labels: Sequence[Label]
    ) -> tuple[Label, float]:
        return self.rank(decision, subject, candidates, labels)[0]

    def rank(
        self, decision: str, subject: Any, candidates: Sequence[Features], labels: Sequence[Label]
    ) -> list[tuple[Label, float]]:
        told = probabilities(self._weights[decision], candidates)
        order = sorted(range(len(labels)), key=lambda i: (-told[i], i))
        return [(labels[i], told[i]) for i in order]
