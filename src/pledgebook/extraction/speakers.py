"""Who says so: acts of speech with the words that they cover.

`find_speech` knows four forms: "X said that …", "…, X said" (also "said X"), "according to X", and
a name with a colon at a line's start. "He added" is the one who spoke last; quoted words after an
attributed quotation are the same speaker's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

import re2

from pledgebook.extraction.date_words import any_of
from pledgebook.extraction.sentences import split_sentences
from pledgebook.extraction.speaker_names import Names, is_person, names_in, speaker_name, speech_words
from pledgebook.extraction.speaker_subjects import PRONOUNS, subject_before, who_is

SpeechKind: TypeAlias = Literal["said", "asked", "announced", "denied", "according to", "quoted"]


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """`speaker` says what stands in `text[start:end]`; `verb` as written, empty for a label."""

    start: int
    end: int
    speaker: str
    verb: str
    kind: SpeechKind


def find_speech(text: str, sentences: Sequence[tuple[int, int]] | None = None) -> list[SpeechAct]:
    """The acts of speech in `text`, in order of their start; `sentences` spares a second split."""
    verbs = [found.span() for found in _speech().finditer(text)]
    labels = list(_label().finditer(text))
    if not verbs and not labels:
        return []
    names = names_in(text)
    acts = list(_labelled(text, labels, names))
    previous: str | None = None
    for sentence in split_sentences(text) if sentences is None else sentences:
        here = _taken(verbs, sentence)
        for act in _in_sentence(text, sentence, here, names, previous):
            acts.append(act)
            previous = act.speaker
    return sorted(acts, key=lambda act: (act.start, act.end))


def _taken(verbs: list[tuple[int, int]], sentence: tuple[int, int]) -> list[tuple[int, int]]:
    """The verbs (in order) that stand in the sentence."""
    low = bisect_left(verbs, (sentence[0], 0))
    return verbs[low : bisect_left(verbs, (sentence[1], 0), low)]


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


def _labelled(text: str, found: Sequence[Any], names: Names) -> Iterator[SpeechAct]:
    """Speeches under a speaker's name in capitals, up to the next name; one line after any other name."""
    for place, label in enumerate(found):
        name = label.group(1)
        if name.lower() in speech_words().headings:
            continue
        if name.isupper() and len(name) > 3:
            end = next((later.start() for later in found[place + 1 :] if later.group(1).isupper()), len(text))
        elif is_person(name, names):
            end = text.find("\n", label.end())
            end = len(text) if end < 0 else end
        else:
            continue
        said = name if name.isupper() else speaker_name(name, names)
        yield SpeechAct(label.end(), end, said, "", "quoted")


# ---- sentences ----


@cache
def _speech() -> Any:
    verbs = any_of(speech_words().kinds)
    return re2.compile(rf"\b({verbs})\b|(?i:\b(according\s+to|in\s+the\s+words\s+of)\b)")


def _in_sentence(
    text: str, sentence: tuple[int, int], verbs: Sequence[tuple[int, int]], names: Names, previous: str | None
) -> Iterator[SpeechAct]:
    name = text[sentence[0] : sentence[0] + 40].split(": ", 1)[0]
    if name in names.titled:
        yield SpeechAct(sentence[0], sentence[1], names.titled[name], "", "quoted")
    for verb in verbs:
        act = _act(text, sentence, verb, names, previous)
        if act is not None:
            yield act
            previous = act.speaker


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
    subject = subject_before(text, clause, verb[0], names)
    if subject is None:
        return None
    phrase = text[subject[0] : subject[1]]
    speaker = who_is(phrase, names, previous, _before_sentence(text, sentence))
    if speaker is None or not (_has_office(text, subject, verb, names) or _speaks(text, kind, phrase, verb, names)):
        return None
    start, end = _covered(text, clause, subject, verb)
    return SpeechAct(start, end, speaker, word, kind)  # type: ignore[arg-type]


def _has_office(text: str, subject: tuple[int, int], verb: tuple[int, int], names: Names) -> bool:
    """Whether an office stands beside the name: "Jana Novak, the minister, …", "the minister, Jana Novak, …"."""
    before = text[max(0, subject[0] - 60) : subject[0]].rstrip()
    ahead = before[:-1].rsplit(",", 1)[-1] if before.endswith(",") else ""
    return is_person(text[subject[1] : verb[0]], names) or is_person(ahead, names)


def _clause(text: str, sentence: tuple[int, int], verb: tuple[int, int]) -> tuple[int, int]:
    """The part of the sentence between semicolons."""
    left = text.rfind(";", sentence[0], verb[0])
    right = text.find(";", verb[1], sentence[1])
    return (left + 1 if left >= 0 else sentence[0], right if right >= 0 else sentence[1])


def _covered(text: str, clause: tuple[int, int], subject: tuple[int, int], verb: tuple[int, int]) -> tuple[int, int]:
    """What is said: the words before "…, X said", the whole clause of "X said …"."""
    before = text[clause[0] : subject[0]].rstrip()
    after = text[verb[1] : clause[1]].lstrip().lower()
    if before.lower().endswith((" that", " which", " as", " whom")):
        return _relative(text, clause, subject, verb)
    if before.endswith((",", '"', "”", "'", "’")) and len(before) > 25 and not after.startswith("that "):
        end = _attribution_end(text, verb[1], clause[1])
        onward = _goes_on().search(text[end : clause[1]])
        if onward is not None and not speech_words().hanging.intersection(onward.group(0).lower().split()):
            return (end if before.startswith("Of ") else clause[0]), clause[1]
        return clause[0], end
    end = clause[1]
    if speech_words().kinds.get(" ".join(text[verb[0] : verb[1]].lower().split())) == "announced":
        aside = _aside().search(text[verb[1] : clause[1]])
        end = verb[1] + aside.start() if aside else end
    return clause[0] if len(before) < 60 else subject[0], end


def _relative(text: str, clause: tuple[int, int], subject: tuple[int, int], verb: tuple[int, int]) -> tuple[int, int]:
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


@cache
def _aside() -> Any:
    """Where an announcement is set among others, in the text's own voice."""
    return re2.compile(r",\s+(?:which\s+(?:builds|brings|comes|follows)|bringing|building|raising|adding|taking)\b")


_PASSIVE = ("is", "are", "was", "were", "be", "been", "being", "a", "an", "the")
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
    return word not in speech_words().strict or not after or after.startswith(_AFTER_STRICT)


def _before_sentence(text: str, sentence: tuple[int, int]) -> str:
    return text[max(0, sentence[0] - 300) : sentence[0]]


@cache
def _that() -> Any:
    return re2.compile(r"^(?:\s+(?:on|last|this|today|yesterday|in|at)(?:\s+\S+){0,3})?,?\s+that\b")


def _speaks(text: str, kind: str, phrase: str, verb: tuple[int, int], names: Names) -> bool:
    """Whether the verb is speech for such a subject: a state's "announced a package" is the event."""
    if kind in ("said", "denied"):
        return True
    person = is_person(phrase, names) or phrase.lower() in PRONOUNS
    if kind == "asked":
        return person or phrase[:1].isupper()
    return (
        person
        or text[: verb[0] - len(phrase)].rstrip().endswith(" as")
        or _that().search(text[verb[1] : verb[1] + 60]) is not None
    )


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
    opens = text[clause[0] : verb[0]].strip(' "“•-–0123456789:')
    if not opens and (short := _name_after().search(text[verb[1] : clause[1]])):
        phrase = short.group(1).strip() if "," not in text[verb[1] : verb[1] + 60] else phrase
    if phrase.lower() in ("him", "her", "them") and previous:
        phrase = previous
    if not phrase or len(phrase) > 90:
        return None
    end = clause[1] if len(opens) < 30 else verb[1] + len(after)
    return SpeechAct(clause[0], end, speaker_name(phrase, names), "according to", "according to")


_INVERTED = ("said", "says", "told", "added", "adds", "wrote", "writes", "explained", "noted", "warned", "insisted")


def _inverted(text: str, clause: tuple[int, int], verb: tuple[int, int], names: Names) -> SpeechAct | None:
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
