"""Who says so: acts of speech with the words that they cover.

`find_speech` knows four forms: "X said that …", "…, X said" (also "said X"), "according to X", and
a name with a colon at a line's start. "He added" is the one who spoke last; quoted words after an
attributed quotation are the same speaker's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

import re2

from pledgebook.extraction.date_words import any_of
from pledgebook.extraction.sentences import split_sentences
from pledgebook.extraction.speaker_names import Names, is_person, names_in, speaker_name, speech_words

SpeechKind: TypeAlias = Literal["said", "asked", "announced", "denied", "according to", "quoted"]


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """`speaker` says what stands in `text[start:end]`; `verb` as written, empty for a label."""

    start: int
    end: int
    speaker: str
    verb: str
    kind: SpeechKind


def find_speech(text: str) -> list[SpeechAct]:
    """The acts of speech in `text`, in order of their start."""
    acts = list(_labelled(text))
    if _speech().search(text) is None:
        return acts
    names = names_in(text)
    previous: str | None = None
    for start, end in split_sentences(text):
        for act in _in_sentence(text, (start, end), names, previous):
            acts.append(act)
            previous = act.speaker
    return sorted(acts, key=lambda act: (act.start, act.end))


def speaker_of(acts: Sequence[SpeechAct], start: int, end: int) -> str | None:
    """Who says what stands between `start` and `end`; None for the text's own voice."""
    best, covered = None, 0
    for act in acts:
        overlap = min(end, act.end) - max(start, act.start)
        narrower = best is not None and overlap == covered and act.end - act.start < best.end - best.start
        if overlap > 0 and (overlap > covered or narrower):
            best, covered = act, overlap
    return best.speaker if best else None


# ---- labels: "THE PRESIDENT: …" ----


@cache
def _label() -> Any:
    return re2.compile(
        r"(?m)^(?:\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?\s*[-–—]?\s*)?"
        r"((?:\p{Lu}[\p{Lu}.'’ -]+\p{Lu}|\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2}))(?: \([^)\n]*\))?: "
    )


_SPEECHLESS = frozenset(
    "subject memorandum from to date note correction contact background summary remarks fact update".split()
)


def _labelled(text: str) -> Iterator[SpeechAct]:
    """Speeches under a speaker's name in capitals, up to the next name; one line after any other name."""
    found = list(_label().finditer(text))
    names = names_in(text) if found else None
    for place, label in enumerate(found):
        name = label.group(1)
        if name.lower() in _SPEECHLESS:
            continue
        if name.isupper() and len(name) > 3:
            end = next((later.start() for later in found[place + 1 :] if later.group(1).isupper()), len(text))
        elif names is not None and is_person(name, names):
            end = text.find("\n", label.end())
            end = len(text) if end < 0 else end
        else:
            continue
        said = speaker_name(name, names) if names and not name.isupper() else name
        yield SpeechAct(label.end(), end, said, "", "quoted")


# ---- sentences ----

@cache
def _speech() -> Any:
    verbs = any_of(speech_words().kinds)
    return re2.compile(rf"\b({verbs})\b|(?i:\b(according\s+to|in\s+the\s+words\s+of)\b)")


_SUBJECT_STOPS = (
    "that which who whom and but as because while when where after before since if than so or until though although "
    "with whose what how"
).split()


def _in_sentence(
    text: str, sentence: tuple[int, int], names: Names, previous: str | None
) -> Iterator[SpeechAct]:
    taken_until = sentence[0]
    name = text[sentence[0] : sentence[1]].split(": ", 1)[0]
    if len(name) < 40 and name in names.titled:
        yield SpeechAct(sentence[0], sentence[1], names.titled[name], "", "quoted")
    for found in _speech().finditer(text[sentence[0] : sentence[1]]):
        verb_start, verb_end = sentence[0] + found.start(), sentence[0] + found.end()
        if verb_start < taken_until:
            continue
        act = _act(text, sentence, (verb_start, verb_end), names, previous)
        if act is not None:
            yield act
            previous = act.speaker
            taken_until = verb_end


def _act(
    text: str, sentence: tuple[int, int], verb: tuple[int, int], names: Names, previous: str | None
) -> SpeechAct | None:
    clause = _clause(text, sentence, verb)
    word = " ".join(text[verb[0] : verb[1]].lower().split())
    if not _is_active(text, clause, verb, word):
        return None
    if word in ("according to", "in the words of"):
        return _according(text, clause, verb, names, previous)
    kind = speech_words().kinds[word]
    inverted = _inverted(text, clause, verb, names)
    if inverted is not None:
        return inverted
    subject = _subject_before(text, clause, verb[0], names)
    if subject is None:
        return None
    phrase = text[subject[0] : subject[1]]
    speaker = _speaker(phrase, names, previous, _before_sentence(text, sentence))
    aside = text[subject[1] : verb[0]]  # "Jana Novak, the minister, announced"
    if speaker is None or not (is_person(aside, names) or _speaks(text, kind, phrase, verb, names)):
        return None
    start, end = _covered(text, clause, subject, verb)
    return SpeechAct(start, end, speaker, word, kind)  # type: ignore[arg-type]


def _clause(text: str, sentence: tuple[int, int], verb: tuple[int, int]) -> tuple[int, int]:
    """The part of the sentence between semicolons."""
    left = text.rfind(";", sentence[0], verb[0])
    right = text.find(";", verb[1], sentence[1])
    return (left + 1 if left >= 0 else sentence[0], right if right >= 0 else sentence[1])


def _covered(
    text: str, clause: tuple[int, int], subject: tuple[int, int], verb: tuple[int, int]
) -> tuple[int, int]:
    """What is said: the words before "…, X said", the whole clause of "X said …"."""
    before = text[clause[0] : subject[0]].rstrip()
    after = text[verb[1] : clause[1]].lstrip().lower()
    if before.lower().endswith((" that", " which", " as", " whom")):
        return _relative(text, clause, subject, verb)
    if before.endswith((",", '"', "”", "'", "’")) and len(before) > 25 and not after.startswith("that "):
        end = _attribution_end(text, verb[1], clause[1])
        onward = _goes_on().search(text[end : clause[1]])
        if onward is not None and not _HANGING.intersection(onward.group(0).lower().split()):
            return (end if before.startswith("Of ") else clause[0]), clause[1]
        return clause[0], end
    end = clause[1]
    if speech_words().kinds.get(" ".join(text[verb[0] : verb[1]].lower().split())) == "announced":
        aside = _aside().search(text[verb[1] : clause[1]])
        end = verb[1] + aside.start() if aside else end
    return clause[0] if len(before) < 60 else subject[0], end


def _relative(
    text: str, clause: tuple[int, int], subject: tuple[int, int], verb: tuple[int, int]
) -> tuple[int, int]:
    """The noun phrase that "… which X promised" hangs on, from the comma before it."""
    comma = text.rfind(",", clause[0], subject[0] - 6)
    return (comma + 1 if comma >= 0 else clause[0]), _attribution_end(text, verb[1], clause[1])


def _attribution_end(text: str, verb_end: int, clause_end: int) -> int:
    comma = text.find(",", verb_end, clause_end)
    return comma if comma >= 0 else clause_end


@cache
def _goes_on() -> Any:
    """After "…, X said on Monday,": a clause with a verb of its own, so that the speech goes on."""
    return re2.compile(r"^,\s+(?:and\s|but\s|[^,]{0,40}?\b(?:had|have|will|would|is|are|was|were)\b)")


_HANGING = frozenset("that which who whom after before since when while as because where".split())


@cache
def _aside() -> Any:
    """Where an announcement is set among others, in the text's own voice."""
    return re2.compile(r",\s+(?:which\s+(?:builds|brings|comes|follows)|bringing|building|raising|adding|taking)\b")


_PASSIVE = frozenset("is are was were be been being a an the".split())
_STRICT = frozenset(
    "added adds add states state reports reported report answers estimate presented confirm confirms put puts".split()
)
_AFTER_STRICT = ("that", ",", ".", ":", '"', "“", "on", "today", "it", "at", "the", "last", "this", "yesterday")


def _is_active(text: str, clause: tuple[int, int], verb: tuple[int, int], word: str) -> bool:
    """Whether the word is a verb of saying here: no passive ("is said to"), no noun ("the reports")."""
    before = text[clause[0] : verb[0]].split()
    after = text[verb[1] : clause[1]].lstrip()
    if word in ("according to", "in the words of"):
        return True
    if (before and before[-1].lower() in _PASSIVE and not word.endswith("ing")) or after.startswith("by "):
        return False
    if word in ("state", "states"):  # far more often the noun
        return after.startswith("that ")
    return word not in _STRICT or not after or after.startswith(_AFTER_STRICT) or word.startswith(("put", "pres", "conf"))


@cache
def _word() -> Any:
    return re2.compile(r"[^\s]+")


_BETWEEN = frozenset(
    """also still again already later then now further recently repeatedly has have had would will is was today
    yesterday once on in said never just additionally newly not did does do himself herself too""".split()
)


def _subject_before(
    text: str, clause: tuple[int, int], verb_start: int, names: Names
) -> tuple[int, int] | None:
    """The noun phrase that ends before the verb, adverbs and times skipped; None if there is none."""
    words = [(clause[0] + w.start(), clause[0] + w.end()) for w in _word().finditer(text[clause[0] : verb_start])]
    while words and _skipped(text[words[-1][0] : words[-1][1]]):
        words.pop()
    if words and text[words[-1][1] - 1] in ",)":
        words = _before_apposition(text, words, names)
    if not words or text[words[-1][1] - 1] in ",.;:\"”":
        return None
    start = end = words[-1][1]
    for left, right in reversed(words):
        word = text[left:right]
        if (right != end and word[-1] in ",:;\"”–—") or word.lower() in _SUBJECT_STOPS or word in ("-", "–", "—", "•"):
            break
        start = left
        if word.lower() in _PRONOUNS:
            break
    return (start, end) if start < end else None


def _skipped(word: str) -> bool:
    return word.lower() in _BETWEEN or (word.endswith("day") and word[:1].isupper()) or word.endswith("ly") and word.islower()


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


def _before_sentence(text: str, sentence: tuple[int, int]) -> str:
    return text[max(0, sentence[0] - 300) : sentence[0]]


_PRONOUNS = frozenset("he she they".split())


def _speaker(phrase: str, names: Names, previous: str | None, before: str) -> str | None:
    bare = phrase.strip(" \"“”'’,").strip()
    low = bare.lower()
    if low in _PRONOUNS or low in ("him", "her"):
        return previous
    if low in ("it", "this", "that", "there", "we", "i", "you", "which", "what"):
        return _first_body(before) or previous if low == "it" else None
    words = _without_time(bare.split())
    if not words or len(words) > 14 or any(word.lower() in _FINITE for word in words):
        return None
    tail = _noun_tail(words)
    return speaker_name(tail, names) if tail else None


_FINITE = frozenset("has have had is are was were will would can could may must do does did not to".split())
_ARTICLES = frozenset("the a an its his her their our some several many one two three".split())
_PREPOSITIONS = frozenset("in on at by with from for under during after before since".split())


def _without_time(words: list[str]) -> list[str]:
    """The words after "On Monday", "In February", "A week ago": up to the first name or noun of time."""
    lowered = [word.lower().strip(",") for word in words]
    for cut in (i for i, word in enumerate(lowered) if word in ("ago", "earlier", "later", "today", "yesterday")):
        return words[cut + 1 :]
    if lowered[0] in ("last", "this", "next") and len(words) > 2:
        return words[2:]
    if lowered[0] not in _PREPOSITIONS:
        return words
    for place, word in enumerate(words[1:], 1):
        if word[:1].isupper() or lowered[place] in ("year", "month", "week", "spring", "summer", "autumn", "winter"):
            return words[place + 1 :]
    return words


def _noun_tail(words: list[str]) -> str:
    """The words if they form a noun phrase that can speak: a name, an office, people in the plural."""
    tail = " ".join(words).strip("\"“”,")
    if any(word[:1].isupper() for word in words) or words[0].lower() in _ARTICLES:
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


@cache
def _that() -> Any:
    return re2.compile(r"^(?:\s+(?:on|last|this|today|yesterday|in|at)(?:\s+\S+){0,3})?,?\s+that\b")


def _speaks(text: str, kind: str, phrase: str, verb: tuple[int, int], names: Names) -> bool:
    """Whether the verb is speech for such a subject: a state's "announced a package" is the event."""
    if kind in ("said", "denied"):
        return True
    person = is_person(phrase, names) or phrase.lower() in _PRONOUNS
    if kind == "asked":
        return person or phrase[:1].isupper()
    return person or text[: verb[0] - len(phrase)].rstrip().endswith(" as") or _that().search(text[verb[1] : verb[1] + 60]) is not None


@cache
def _name_after() -> Any:
    return re2.compile(
        r"^\s+((?:the\s+|a\s+|an\s+|its\s+|several\s+|\p{Lu})[^,.;:\"“”()]{1,90}?)"
        r"(?:[,.;:\"“”()]|\s+(?:on|in|at|as|who|which|after|before|when|while|that|and|told|said|have|has|had|will|is|are|was|were|of\s+the\s+plans|the)\s|$)"
    )


def _according(
    text: str, clause: tuple[int, int], verb: tuple[int, int], names: Names, previous: str | None
) -> SpeechAct | None:
    after = text[verb[1] : clause[1]].split(",", 1)[0].rstrip(" .;:")
    phrase = after.strip()
    opens = text[clause[0] : verb[0]].strip(" \"“•-–0123456789:")
    if not opens and (short := _name_after().search(text[verb[1] : clause[1]])):
        phrase = short.group(1).strip() if "," not in text[verb[1] : verb[1] + 60] else phrase
    if phrase.lower() in ("him", "her", "them") and previous:
        phrase = previous
    if not phrase or len(phrase) > 90:
        return None
    end = clause[1] if len(opens) < 30 else verb[1] + len(after)
    return SpeechAct(clause[0], end, speaker_name(phrase, names), "according to", "according to")


_INVERTED = ("said", "says", "told", "added", "adds", "wrote", "writes", "explained", "noted", "warned", "insisted")


def _inverted(
    text: str, clause: tuple[int, int], verb: tuple[int, int], names: Names
) -> SpeechAct | None:
    """ "…," said X."""
    word = text[verb[0] : verb[1]].lower()
    before = text[clause[0] : verb[0]].rstrip()
    if word not in _INVERTED or not before.endswith((",", '"', "”", "’", "'")):
        return None
    named = _name_after().search(text[verb[1] : min(clause[1], verb[1] + 140)])
    if named is None:
        return None
    rest = text[verb[1] + named.end(1) : clause[1]].strip()
    if before.endswith(",") and rest[:1] not in ("", ".", ",") and rest.split()[0] not in ("in", "on", "at", "who"):
        return None
    speaker = speaker_name(named.group(1).strip(), names)
    return SpeechAct(clause[0], _attribution_end(text, verb[1], clause[1]), speaker, word, "quoted")
