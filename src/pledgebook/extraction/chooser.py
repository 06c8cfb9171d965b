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
    return math.fsum(weights.get(feature, 0.0) for feature in features)


def probabilities(weights: Weights, candidates: Sequence[Features]) -> list[float]:
    """How likely each candidate is (0 to 1, together 1): the softmax of their scores."""
    scores = [score(weights, features) for features in candidates]
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    whole = math.fsum(powers)
    return [p / whole for p in powers]
