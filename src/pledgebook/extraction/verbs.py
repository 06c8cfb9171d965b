"""The vocabulary of events: every verb form, noun and fixed wording that tells what happens to aid."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

VerbClass: TypeAlias = Literal[
    "transfer", "deliver", "arrive", "receive", "promise", "raise", "decide", "order", "plan", "ask", "block",
    "miss", "cancel", "schedule", "state",
]  # fmt: skip
Tag: TypeAlias = Literal["base", "s", "past", "participle", "ing"]


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One reading of a word as a verb: its lemma, class, form and particle (None without one)."""

    lemma: str
    verb_class: VerbClass
    tag: Tag
    particle: str | None


@dataclass(frozen=True, slots=True)
class EventWords:
    """`verbs` maps a word to its readings, `nouns` a word to its event, `phrases` a first word and a second (None for
    wordings of one word) to wordings, the longest first; `starts` holds every word with which any of them begins."""

    verbs: dict[str, tuple[VerbForm, ...]]
    nouns: dict[str, str]
    phrases: dict[str, dict[str | None, list[tuple[tuple[str, ...], str]]]]
    starts: frozenset[str]


_VOWELS = "aeiou"


def regular_forms(lemma: str) -> list[str]:
    """The -s form, past, participle and -ing form of a regular verb."""
    if lemma.endswith("e"):
        return [lemma + "s", lemma + "d", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return [lemma[:-1] + "ies", lemma[:-1] + "ied", lemma[:-1] + "ied", lemma + "ing"]
    ending = "es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"
    return [lemma + ending, lemma + "ed", lemma + "ed", lemma + "ing"]


def _forms_of(lemma: str, verb_class: Any, irregular: dict[str, list[str]]) -> list[tuple[str, VerbForm]]:
    head, _, particle = lemma.partition("-")
    forms = [head, *irregular.get(head, regular_forms(head))]
    tags: tuple[Tag, ...] = ("base", "s", "past", "participle", "ing")
    return [(form, VerbForm(lemma, verb_class, tag, particle or None)) for form, tag in zip(forms, tags, strict=True)]


def _doubled(word: str, lemma: str) -> str:
    """ "canceled" as "cancelled": the lemma's last letter twice before the ending."""
    return lemma + lemma[-1] + word[len(lemma) :] if word[len(lemma) :] in ("ed", "ing") else word


@cache
def event_words() -> EventWords:
    """The words of vocabulary/events.toml with all their forms."""
    data = tomllib.loads((files("pledgebook.vocabulary") / "events.toml").read_text("utf-8"))
    doubling = data["spelling"]["doubling"].split()
    verbs: dict[str, list[VerbForm]] = {}
    for verb_class, lemmas in data["classes"].items():
        for lemma in lemmas.split():
            for word, form in _forms_of(lemma, verb_class, data["irregular"]):
                spellings = {word, _doubled(word, lemma)} if lemma in doubling else {word}
                for spelling in sorted(spellings):
                    readings = verbs.setdefault(spelling, [])
                    if form not in readings:
                        readings.append(form)
    nouns = {
        form: event
        for event, words in data["nouns"].items()
        for word in words.split()
        for form in (word, regular_forms(word)[0])
    }
    phrases = _by_opening(data["phrases"])
    return EventWords(
        {word: tuple(readings) for word, readings in verbs.items()},
        nouns,
        phrases,
        frozenset(verbs) | frozenset(nouns) | frozenset(phrases),
    )


def _by_opening(told: dict[str, list[str]]) -> dict[str, dict[str | None, list[tuple[tuple[str, ...], str]]]]:
    """The wordings of each event by their first two words, the longest first."""
    split = [
        (tuple(wording.replace("can't", "ca not").split()), event)
        for event, wordings in told.items()
        for wording in wordings
    ]
    phrases: dict[str, dict[str | None, list[tuple[tuple[str, ...], str]]]] = {}
    for words, event in sorted(split, key=lambda told: -len(told[0])):
        second = words[1] if len(words) > 1 else None
        phrases.setdefault(words[0], {}).setdefault(second, []).append((words, event))
    return phrases
