"""Where two extractors read one document differently: claims of one alone, and pairs that differ in a field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pledgebook.extraction import claim_row
from pledgebook.model import ITEM, Claim

COMPARED = (
    "event", "donors", "recipients", "low", "high", "unit", "per", "item", "aid", "basis", "happened", "due", "speaker",
)  # fmt: skip
"""The fields that are held against each other: all that a claim says, but not how many words it quotes for it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One claim that the rules or the model alone found, or a pair about one thing with the fields that differ."""

    rules: Claim | None
    model: Claim | None
    fields: tuple[str, ...] = ()

    @property
    def found_by(self) -> str:
        return "both" if self.rules and self.model else "rules" if self.rules else "model"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How often the two agree in everything, and where they do not, in the order of the text."""

    alike: int
    differences: tuple[Difference, ...]


def compare(rules: Sequence[Claim], model: Sequence[Claim]) -> Comparison:
    """The claims of one document by both; each claim is paired once at most, those most alike first."""
    pairs = _paired(rules, model)
    both = [Difference(rules[i], model[j], _differing(rules[i], model[j])) for i, j in pairs.items()]
    differences = [
        *(each for each in both if each.fields),
        *(Difference(claim, None) for i, claim in enumerate(rules) if i not in pairs),
        *(Difference(None, claim) for j, claim in enumerate(model) if j not in pairs.values()),
    ]
    return Comparison(sum(1 for each in both if not each.fields), tuple(sorted(differences, key=_place)))


def difference_row(difference: Difference) -> dict[str, Any]:
    """The claim (of a pair that of the rules) with its place, who found it, and each differing field by both."""
    claim = difference.rules or difference.model
    assert claim is not None
    row = claim_row(claim)
    kept = ("document", "start", "end", "quote", "event", "donors", "recipients", "low", "high", "unit", "item")
    return {"found_by": difference.found_by, **{name: row[name] for name in kept}, "differences": _both(difference)}


def _both(difference: Difference) -> list[dict[str, Any]]:
    if difference.rules is None or difference.model is None:
        return []
    ours, theirs = claim_row(difference.rules), claim_row(difference.model)
    return [{"field": name, "rules": ours[name], "model": theirs[name]} for name in difference.fields]


def _paired(rules: Sequence[Claim], model: Sequence[Claim]) -> dict[int, int]:
    """Of claims about one thing their places in the two lists; each is paired once at most, the likeliest first."""
    likely = [
        (-_likeness(ours, theirs), i, j)
        for i, ours in enumerate(rules)
        for j, theirs in enumerate(model)
        if _about_one_thing(ours, theirs)
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(likely):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _about_one_thing(ours: Claim, theirs: Claim) -> bool:
    """Whether two claims tell the same amount, or stand at one place with the same currency or thing."""
    if ours.amount is not None and ours.amount == theirs.amount:
        return True
    same_kind = ours.item == theirs.item or (ours.unit == theirs.unit and ours.unit != ITEM)
    return same_kind and _overlap(ours, theirs) > 0


def _likeness(ours: Claim, theirs: Claim) -> float:
    """How many fields are alike; between equals, those whose places share more."""
    shared = _overlap(ours, theirs) / max(len(ours.span.quote), len(theirs.span.quote))
    return len(COMPARED) - len(_differing(ours, theirs)) + shared


def _overlap(ours: Claim, theirs: Claim) -> int:
    return max(0, min(ours.span.end, theirs.span.end) - max(ours.span.start, theirs.span.start))


def _differing(ours: Claim, theirs: Claim) -> tuple[str, ...]:
    left, right = claim_row(ours), claim_row(theirs)
    return tuple(name for name in COMPARED if _value(left[name]) != _value(right[name]))


def _value(value: object) -> object:
    """The value for comparison: parties in any order."""
    return frozenset(value) if isinstance(value, list) else value


def _place(difference: Difference) -> tuple[int, int, str]:
    claim = difference.rules or difference.model
    assert claim is not None
    return claim.span.start, claim.span.end, difference.found_by


def in_words(comparisons: Sequence[Comparison]) -> str:
    """What the comparisons come to, in one line."""
    by = [difference.found_by for each in comparisons for difference in each.differences]
    return (
        f"{sum(each.alike for each in comparisons):,} alike; {by.count('both'):,} told differently; "
        f"{by.count('rules'):,} by the rules alone; {by.count('model'):,} by the model alone"
    )
