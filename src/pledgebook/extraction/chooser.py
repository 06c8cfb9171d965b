"""Choosing among candidates by weighted evidence, with weights that are readable data.

Every decision of the claim builder (is this amount aid? what happened? who gives? who receives? total
or part?) is a choice among a few candidates. Each candidate has a handful of named features of the
grammar around it; its score is the sum of their weights; the probability of a candidate is the softmax
of the scores. The weights stand in `weights.json`, learnt from annotated articles by
`benchmarks/learn_weights.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import TypeAlias

Features: TypeAlias = Sequence[str]
Weights: TypeAlias = Mapping[str, float]


@cache
def learnt_weights() -> dict[str, dict[str, float]]:
    """The weights of every decision: decision name → feature → weight."""
    found: dict[str, dict[str, float]] = json.loads(
        (files("pledgebook.extraction") / "weights.json").read_text("utf-8")
    )
    return found


def score(weights: Weights, features: Features) -> float:
    return sum(map(weights.get, features, repeat(0.0)))


def shares(scores: Sequence[float]) -> list[float]:
    """How likely each candidate is (0 to 1, together 1): the softmax of their scores."""
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    whole = sum(powers)
    return [p / whole for p in powers]


class LabelWeights:
    """Weights of features that labels share: feature → its weight for each label, in the labels' order."""

    def __init__(self, weights: Weights, labels: Sequence[str]) -> None:
        place = {label: at for at, label in enumerate(labels)}
        rows: dict[str, list[float]] = {}
        for name, weight in weights.items():
            label, mark, feature = name.partition(MARK)
            if mark and label in place:
                rows.setdefault(feature, [0.0] * len(place))[place[label]] = weight
        self._rows = {feature: tuple(row) for feature, row in rows.items()}
        self._nothing = tuple([0.0] * len(place))

    def scores(self, features: Features) -> list[float]:
        """The sum for each label, in their order."""
        get = self._rows.get
        return [sum(column) for column in zip(self._nothing, *filter(None, map(get, features)), strict=True)]


MARK = "&"
"""Parts a label from a feature that is weighed anew for each label."""
