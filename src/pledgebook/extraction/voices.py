"""In whose voice a claim is told: the giver's, the receiver's, or a third party's."""

from __future__ import annotations

from functools import lru_cache

from pledgebook.extraction.actors import find_actors
from pledgebook.model import Claim, Voice


@lru_cache(maxsize=65_536)
def parties_of(name: str) -> frozenset[str]:
    """The codes of the parties that a speaker's or a publisher's name and office name; none for a newspaper."""
    return frozenset(actor.code for actor in find_actors(name))


def voice_of(claim: Claim, publisher: str) -> Voice:
    """Who says so: the speaker where one is told, else the publisher.

    `third party` is a party that neither gives nor receives, `unknown` one of which no party is known: a newspaper in
    its own words, or a speaker with a name alone.
    """
    speaking = parties_of(claim.speaker) if claim.speaker else parties_of(publisher)
    if not speaking:
        return "unknown"
    if speaking.intersection(claim.donors):
        return "giver"
    return "receiver" if speaking.intersection(claim.recipients) else "third party"
