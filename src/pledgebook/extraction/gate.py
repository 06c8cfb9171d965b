"""A cheap look that turns away documents which cannot speak of aid."""

from __future__ import annotations

from functools import cache
from typing import Any

import re2

_AID_STEMS = r"""(?i)\b(?:aid\b|assist|donat|donor|pledg|promis|humanitarian|grant|loan|relief|suppl(?:y|ies|ied)|support|
deliver|disburs|provid|contribut|weapon|ammunition|munition|vaccin|dose|shell|rounds?\b|missile|tank|fund(?:s|ing|ed)?\b|
financ|invest|tranche|reconstruct|replenish|send(?:s|ing)?\b|sent\b|ship(?:ped|ment|s)?\b|give[ns]?\b|gave\b|giving\b|
allocat|approv|commit|transfer|appeal|urge|need|equip|help)"""


@cache
def _aid() -> Any:
    return re2.compile(_AID_STEMS.replace("\n", ""))


def may_hold_aid(text: str) -> bool:
    """Whether a word of giving, promising, asking or of aid stands in the text."""
    return _aid().search(text) is not None
