"""Names of those who speak: full where the text has them in full, without their titles."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pledgebook.extraction.date_words import date_words

_STOPS = (",", ".", ";", ":", "?", "!", '"', "”", ")")
_PARTICLES = ("de", "del", "van", "von", "der", "den", "la", "al", "bin", "el", "ten", "ter", "dos", "da")


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """The lists of vocabulary/speech.toml, in lower case, blanks inside a word as blanks."""

    kinds: Mapping[str, str]
    speakers: frozenset[str]
    titles: frozenset[str]
    persons: frozenset[str]
    bodies: frozenset[str]
    stops: frozenset[str]
    between: frozenset[str]
    finite: frozenset[str]
    articles: frozenset[str]
    prepositions: frozenset[str]
    strict: frozenset[str]
    hanging: frozenset[str]
    headings: frozenset[str]


def _set(words: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in words.split())


@cache
def speech_words() -> SpeechWords:
    """The word lists, read once."""
    raw = tomllib.loads((files("pledgebook") / "vocabulary" / "speech.toml").read_text("utf-8"))
    order = ("announced", "asked", "denied", "said")  # a word in two lists is of the later one
    kinds = {word: kind for kind in order for word in _set(raw["verbs"][kind])}
    return SpeechWords(
        kinds,
        speakers=_set(raw["nouns"]["speakers"]),
        titles=_set(raw["titles"]["words"]),
        persons=_set(raw["titles"]["persons"]),
        bodies=_set(raw["bodies"]["words"]),
        **{name: _set(words) for name, words in raw["grammar"].items()},
    )


def _runs(text: str) -> Iterator[list[str]]:
    """Capitalised words that stand together, two at least, particles ("van der") between them.

    Split by blanks and not by a pattern: this is the costliest look at a whole text.
    """
    words = text.split()
    begun = done = 0
    for place in [place for place, word in enumerate(words) if word[0].isupper()]:
        if place >= done:
            if done - begun > 1:
                yield words[begun:done]
            begun, done = place, _run_end(words, place)
    if done - begun > 1:
        yield words[begun:done]


def _run_end(words: list[str], place: int) -> int:
    """Where the run ends that begins at a place: after a stop, or before a word in small letters."""
    for end in range(place, len(words)):
        word = words[end]
        if word[0].isupper():
            if word.endswith(_STOPS) and not (len(word) == 2 and word[1] == "."):
                return end + 1
        elif word not in _PARTICLES:
            return end
    return len(words)


@dataclass(frozen=True, slots=True)
class Names:
    """The persons of one text, by the last word of their name.

    `titled` stand somewhere with an office ("Minister Jana Novak"), `others` may be any name of two
    capitalised words; `by_title` has the full names by their office, `foremost` is the one told most.
    """

    titled: Mapping[str, str]
    others: Mapping[str, str]
    by_title: Mapping[str, str]
    foremost: str | None


def names_in(text: str) -> Names:
    """The persons named in full in `text`: capitalised words, two at least, no body's name."""
    titled: dict[str, str] = {}
    others: dict[str, str] = {}
    by_title: dict[str, str] = {}
    told: Counter[str] = Counter()
    for run in _runs(text):
        office, last, full = _person(tuple(run))
        if not full:
            continue
        (titled if office else others).setdefault(last, full)
        told[full] += 1
        if office:
            by_title.setdefault(office, full)
    known = [(count, name) for name, count in told.items() if name in titled.values() or count > 2]
    return Names(titled, others, by_title, max(known)[1] if known else None)


@lru_cache(maxsize=8192)
def _person(run: tuple[str, ...]) -> tuple[str, str, str]:
    """(office in small letters, last word, full name) of whom a run names; no name where it is no person's."""
    office, name = _parted([_bare(word) for word in run])
    if not 2 <= len(name) <= 5 or any(word.lower() in speech_words().bodies for word in name):
        return "", "", ""
    return " ".join(office).lower(), name[-1], " ".join(name)


def _bare(word: str) -> str:
    return word.strip('.,()"“”').removesuffix("'s").removesuffix("’s")


def _parted(words: list[str]) -> tuple[list[str], list[str]]:
    """The words of a name as office and name; a day or month before it dropped."""
    while words and words[0].lower() in _calendar_words():
        words = words[1:]
    titles = _leading_titles(words)
    return words[:titles], words[titles:]


@cache
def _calendar_words() -> frozenset[str]:
    lists = date_words()
    return frozenset([*lists.weekdays, *lists.months, "in", "on", "at", "the", "but", "when", "as", "today"])


def _leading_titles(words: list[str]) -> int:
    titles = speech_words().titles
    count = 0
    while count < len(words) and words[count].lower().rstrip(".") in titles:
        count += 1
    return count


def is_person(phrase: str, names: Names) -> bool:
    """Whether a noun phrase names a person (or persons by their office) and not a state or body."""
    lists = speech_words()
    words = [_bare(word) for word in phrase.split()]
    if any(word.lower() in lists.persons for word in words):
        return True
    if any(word.lower() in lists.bodies for word in words) or not words:
        return False
    return words[-1] in names.titled


def speaker_name(phrase: str, names: Names) -> str:
    """The speaker as named in the text: the full name if it stands there, else the phrase itself."""
    words = [_bare(word) for word in phrase.split()]
    titles = _leading_titles(words)
    name = words[titles:]
    if not name or not all(word[:1].isupper() or word in _PARTICLES for word in name):
        return _by_office(phrase, names)
    full = names.titled.get(name[-1]) or (names.others.get(name[-1]) if len(name) < 3 else None)
    if full is not None:
        return full
    return phrase if len(name) == 1 else " ".join(name)


def _by_office(phrase: str, names: Names) -> str:
    """ "the president", "the Head of State" by the name that bears the title in the text."""
    office = phrase.lower().removeprefix("the ").strip()
    if office in names.by_title:
        return names.by_title[office]
    if office in ("head of state", "president"):
        return names.by_title.get("president of ukraine") or names.foremost or phrase
    return phrase
