"""A cheap look that turns away documents which cannot speak of aid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import re2

from pledgebook.extraction.actors import ActorMention, find_actors
from pledgebook.extraction.scene import publisher_codes
from pledgebook.model import Document

_STEMS = """
aid allocat announc appeal appro arriv assist billion block bn budget buy cancel commit contract contribut deliver
deploy disburs donat dose equip euro financ frozen freez fund gave give giving grant hand help humanitarian invest
loan million missile munition need offer order pack pay paid pledg procur promis propos provid purchas receiv
reconstruct refus relief replenish reach request round send sent shar shell ship sign spend spent suppl support tank
thousand tranche transfer unveil urg vaccin veto vow weapon withh
"""
"""Beginnings of the words with which aid is told: without one of them (and without a sum) there is no claim."""


@cache
def _aid() -> Any:
    return re2.compile(r"(?i)[$€£¥₹₴]|\b(?:" + "|".join(_STEMS.split()) + ")")


def may_hold_aid(text: str) -> bool:
    """Whether a sum of money or a word of giving, promising, asking or of aid stands in the text."""
    return _aid().search(text) is not None


def names_two_parties(document: Document, actors: Sequence[ActorMention]) -> bool:
    """Whether the text's actors or the title hold one besides the publisher's own: spending at home is no aid."""
    own = set(publisher_codes(document.publisher))
    return any(a.code not in own for a in (*actors, *find_actors(document.title)))
