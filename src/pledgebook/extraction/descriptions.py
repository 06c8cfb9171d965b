"""Bodies told again by what they are: "the fund", "the bank", once the article has named just one of that kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import re2

from pledgebook.extraction.actors import ActorMention

_WORDS = {"fund": "fund", "bank": "bank", "lender": "bank"}


@cache
def _described() -> Any:
    return re2.compile(r"\b[Tt]he (fund|bank|lender)\b")


def with_descriptions(text: str, actors: Sequence[ActorMention]) -> list[ActorMention]:
    """The mentions with those of "the fund" and "the bank" added, in order of place.

    A description counts only if the actors named before it hold one code of its kind.
    """
    kinds = {a.kind for a in actors}
    if not kinds & set(_WORDS.values()):
        return list(actors)
    out = list(actors)
    for found in _described().finditer(text):
        start, end = found.span()
        kind = _WORDS[found.group(1)]
        before = [a for a in actors if a.kind == kind and a.start < start]
        inside = any(a.start < end and start < a.end for a in actors)
        if not inside and len({a.code for a in before}) == 1:
            out.append(replace(before[0], start=start, end=end))
    return sorted(out, key=lambda a: a.start)
