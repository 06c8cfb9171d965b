"""Tense, voice, modality and negation turn verbs into events."""

from __future__ import annotations

import pytest

from pledgebook.extraction.predicates import Cue, find_cues
from pledgebook.extraction.tokens import tokenize


def cues(sentence: str) -> dict[str, Cue]:
    return {c.word: c for c in find_cues(tokenize(sentence, 0, len(sentence)).low)}


@pytest.mark.parametrize(
    ("sentence", "word", "event"),
    [
        ("Portugal will send six helicopters", "send", "pledge"),
        ("Portugal has sent six helicopters", "send", "deliver"),
        ("Portugal could send six helicopters", "send", "propose"),
        ("Portugal is sending six helicopters", "send", "pledge"),
        ("Portugal agreed to send six helicopters", "send", "commit"),
        ("Portugal plans to send six helicopters", "send", "propose"),
        ("Kyiv urged Portugal to send six helicopters", "send", "appeal"),
        ("The trucks were handed over in Lviv", "hand-over", "deliver"),
        ("They handed the trucks over in Lviv", "hand-over", "deliver"),
        ("The trucks should arrive in May", "arrive", "schedule"),
        ("The trucks arrived in May", "arrive", "deliver"),
        ("Parliament approved a loan of 40 million euros", "approve", "commit"),
        ("Hungary is blocking the tranche", "block", "block"),
        ("The ministry has ordered 40 cranes", "order", "contract"),
        ("The grant was cancelled", "cancel", "cancel"),
        ("The money is still held up in committee", "held up", "block"),
        ("The Fund fell short of its target", "fell short", "miss"),
    ],
)
def test_event_of_a_verb(sentence: str, word: str, event: str) -> None:
    assert cues(sentence)[word].event == event


@pytest.mark.parametrize(
    "sentence", ["The cranes have not arrived", "None of the cranes has arrived", "No crane has yet arrived"]
)
def test_negation_is_seen(sentence: str) -> None:
    assert any(c.negated and c.event in ("deliver", "miss") for c in cues(sentence).values())


def test_nouns_are_not_taken_for_verbs() -> None:
    assert [c.kind for c in find_cues(tokenize("the new plans of the fund", 0, 25).low)] == ["noun"]
    assert "order" not in cues("in order of size") or cues("in order of size")["order"].kind == "noun"


def test_passive_is_told() -> None:
    assert cues("The cranes were delivered by Oslo")["deliver"].passive
    assert not cues("Oslo delivered the cranes")["deliver"].passive
