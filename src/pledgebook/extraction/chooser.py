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

from pledgebook.extraction.features import Bundle, Features

Weights: TypeAlias = Mapping[str, float]


@cache
def learnt_weights() -> dict[str, dict[str, float]]:
    """The weights of every decision: decision name → feature → weight."""
    found: dict[str, dict[str, float]] = json.loads(
        (files("pledgebook.extraction") / "weights.json").read_text("utf-8")
    )
    return found


UNIT = 1000
"""Weights are told to three digits and counted in thousandths: sums are exact, whatever the order of adding up."""


def _counted(weight: float) -> int:
    return round(weight * UNIT)


MOST_BUNDLES = 1 << 16
"""Bundles whose weights are kept; then all are forgotten, so that endless texts take no endless memory."""


class BundleWeights(dict[Bundle, int]):
    """The weight of each bundle of features in thousandths, added up when it is first met."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = {feature: _counted(weight) for feature, weight in weights.items()}

    def __missing__(self, bundle: Bundle) -> int:
        if len(self) >= MOST_BUNDLES:
            self.clear()
        self[bundle] = total = sum(map(self._weights.get, bundle, repeat(0)))
        return total

    def score(self, features: Features) -> int:
        """The sum of all weights in thousandths."""
        return sum(map(self.__getitem__, features))


def shares(scores: Sequence[int]) -> list[float]:
    """How likely each candidate is (0 to 1, together 1): the softmax of their scores in thousandths."""
    top = max(scores)
    powers = [math.exp((s - top) / UNIT) for s in scores]
    whole = sum(powers)
    return [p / whole for p in powers]


class LabelWeights(dict[Bundle, tuple[int, ...]]):
    """Weights of features that labels share: bundle → its weight in thousandths for each label, in their order."""

    def __init__(self, weights: Weights, labels: Sequence[str]) -> None:
        super().__init__()
        place = {label: at for at, label in enumerate(labels)}
        rows: dict[str, list[int]] = {}
        for name, weight in weights.items():
            label, mark, feature = name.partition(MARK)
            if mark and label in place:
                rows.setdefault(feature, [0] * len(place))[place[label]] = _counted(weight)
        self._rows = {feature: tuple(row) for feature, row in rows.items()}
        self._nothing = tuple([0] * len(place))

    def __missing__(self, bundle: Bundle) -> tuple[int, ...]:
        if len(self) >= MOST_BUNDLES:
            self.clear()
        known = [self._rows[feature] for feature in bundle if feature in self._rows]
        self[bundle] = row = self._sums(known) if known else ()
        return row

    def _sums(self, rows: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
        return tuple([sum(column) for column in zip(*rows, strict=True)])

    def scores(self, features: Features) -> tuple[int, ...]:
        """The sum for each label, in their order."""
        return self._sums([self._nothing, *filter(None, map(self.__getitem__, features))])


MARK = "&"
"""Parts a label from a feature that is weighed anew for each label."""
