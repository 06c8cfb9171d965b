"""The subject of a verb of saying: its place before the verb, and whom it names."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from pledgebook.extraction.speaker_names import Names, is_person, speaker_name, speech_words

PRONOUNS = ("he", "she", "they")

_SUBJECT_REACH = 220
"""Characters before a verb in which its subject is sought: a name, its office and an aside."""


def subject_before(text: str, clause: tuple[int, int], verb_start: int, names: Names) -> tuple[int, int] | None:
    """The noun phrase that ends before the verb, adverbs and times skipped; None if there is none."""
    words = _subject_words(text, max(clause[0], verb_start - _SUBJECT_REACH), verb_start)
    if words and text[words[-1][1] - 1] in ",)":
        words = _before_apposition(text, words, names)
    if not words or text[words[-1][1] - 1] in ',.;:"”':
        return None
    start = end = words[-1][1]
    for left, right in reversed(words):
        word = text[left:right]
        if (
            (right != end and word[-1] in ',:;"”–—')
            or word.lower() in speech_words().stops
            or word in ("-", "–", "—", "•")
        ):
            break
        start = left
        if word.lower() in PRONOUNS:
            break
    return (start, end) if start < end else None


def _subject_words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words before a verb as places, without the adverbs and times right before it; none cut off at the start."""
    places = [(start + left, start + right) for left, right in _word_places(text[start:end])]
    cut = bool(places) and start > 0 and places[0][0] == start and not text[start - 1].isspace()
    return places[1:] if cut else places


@lru_cache(maxsize=256)
def _word_places(window: str) -> tuple[tuple[int, int], ...]:
    """The words between blanks, as places, up to the last one that is not skipped."""
    places: list[tuple[int, int]] = []
    place = 0
    for word in window.split():
        place = window.index(word, place)
        places.append((place, place + len(word)))
        place += len(word)
    while places and _skipped(window[places[-1][0] : places[-1][1]]):
        places.pop()
    return tuple(places)


def _skipped(word: str) -> bool:
    return (
        word.lower() in speech_words().between
        or (word.endswith("day") and word[:1].isupper())
        or (word.endswith("ly") and word.islower())
    )


def _before_apposition(text: str, words: list[tuple[int, int]], names: Names) -> list[tuple[int, int]]:
    """The name in "Jana Novak, the minister," and in "the minister, Jana Novak,"; before "(SPD)"."""
    closing = text[words[-1][1] - 1]
    for place in range(len(words) - 1, -1, -1):
        word = text[words[place][0] : words[place][1]]
        if closing == ")" and word.startswith("("):
            return words[:place]
        if closing == "," and place < len(words) - 1 and word.endswith(","):
            inner = words[place + 1 :]
            inner = [*inner[:-1], (inner[-1][0], inner[-1][1] - 1)]
            if text[inner[0][0]].isupper() and _is_name(text[inner[0][0] : inner[-1][1]], names):
                return inner
            return [*words[:place], (words[place][0], words[place][1] - 1)]
    return []


def _is_name(phrase: str, names: Names) -> bool:
    return is_person(phrase, names) or phrase in names.others.values()


def who_is(phrase: str, names: Names, previous: Callable[[], str | None], before: str) -> str | None:
    bare = phrase.strip(" \"“”'’,").strip()
    low = bare.lower()
    if low in PRONOUNS or low in ("him", "her"):
        return previous()
    if low in ("it", "this", "that", "there", "we", "i", "you", "which", "what"):
        return (_first_body(before) or previous()) if low == "it" else None
    words = _without_time(bare.split()) if bare else []
    if not words or len(words) > 14 or any(word.lower() in speech_words().finite for word in words):
        return None
    tail = _noun_tail(words)
    return speaker_name(tail, names) if tail else None


def _without_time(words: list[str]) -> list[str]:
    """The words after "On Monday", "In February", "A week ago": up to the first name or noun of time."""
    lowered = [word.lower().strip(",") for word in words]
    for cut in (i for i, word in enumerate(lowered) if word in ("ago", "earlier", "later", "today", "yesterday")):
        return words[cut + 1 :]
    if lowered[0] in ("last", "this", "next") and len(words) > 2:
        return words[2:]
    if lowered[0] not in speech_words().prepositions:
        return words
    for place, word in enumerate(words[1:], 1):
        if word[:1].isupper() or lowered[place] in ("year", "month", "week", "spring", "summer", "autumn", "winter"):
            return words[place + 1 :]
    return words


def _noun_tail(words: list[str]) -> str:
    """The words if they form a noun phrase that can speak: a name, an office, people in the plural."""
    tail = " ".join(words).strip('"“”,')
    if any(word[:1].isupper() for word in words) or words[0].lower() in speech_words().articles:
        return tail
    return tail if len(words) <= 4 and words[-1].lower() in speech_words().speakers else ""


def _first_body(before: str) -> str | None:
    """The first capitalised name of the sentence before: what "it" most often stands for."""
    cut = max(before.rfind("\n", 0, -2), before.rfind(". ", 0, -2))
    words = before[cut + 1 :].lstrip(". ").split()
    name: list[str] = []
    for word in words[:8]:
        if word[:1].isupper() and word.lower() not in ("the", "a", "it", "in", "at", "on", "but"):
            name.append(word.strip(",.;:").removesuffix("'s"))
        elif name:
            break
    return " ".join(name) or None
