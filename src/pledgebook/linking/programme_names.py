"""By which names a claim's text speaks of programmes."""

from __future__ import annotations

from pledgebook.linking.facts import PROMISES, Facts, adjectives, programme_names, sentence_around
from pledgebook.linking.items import words_of


def programmes_around(claim: Facts) -> frozenset[str]:
    """The programmes that the title and the sentence before the claim's own name."""
    document = claim.told.document
    before, _ = sentence_around(document.text, max(0, claim.sentence[0] - 1))
    return programme_names(document.title) | programme_names(document.text[before : claim.sentence[0]])


def runs_by_item(claim: Facts) -> frozenset[str]:
    """The names of the programme that the claim promises, by its item; none if its item is no programme."""
    return claim.item.names if claim.event in PROMISES and claim.is_programme else frozenset()


def names_told(claim: Facts) -> list[str]:
    """The programmes that the claim's sentence, the one before, the title or its item name, or that it is itself."""
    words = (word for word in words_of(claim.told.claim.item or "") if word in adjectives())
    return sorted({*claim.programmes, *programmes_around(claim), *words, *runs_by_item(claim)})
