"""Who says so: acts of speech with the words that they cover.

Four forms are known: "X said that …", "…, X said" (also "said X"), "according to X", and
a name with a colon at a line's start. "He added" is the one who spoke last; quoted words after an
attributed quotation are the same speaker's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any, Literal, NamedTuple, TypeAlias

import re2

from pledgebook.extraction.speaker_marks import Clause, Label, clauses
from pledgebook.extraction.speaker_names import Names, is_person, speaker_name, speech_words
from pledgebook.extraction.speaker_subjects import PRONOUNS, subject_before, who_is

SpeechKind: TypeAlias = Literal["said", "asked", "announced", "denied", "according to", "quoted"]


class SpeechAct(NamedTuple):
    """`speaker` says what stands in `text[start:end]`; `verb` as written, empty for a label."""

    start: int
    end: int
    speaker: str
    verb: str
    kind: SpeechKind


Previous: TypeAlias = Callable[[], str | None]
"""Who spoke last before a sentence, for "he added": looked up only where a pronoun asks for it."""

MOST_VERBS = 12
"""Verbs of saying in one sentence that are looked at: no sentence of prose has more."""

_NAME = 40
"""Characters of the longest name before a colon."""


# ---- labels: "THE PRESIDENT: …" ----


def labelled(text: str, labels: Sequence[Label], names: Names) -> Iterator[SpeechAct]:
    """Speeches under a speaker's name in capitals, up to the next name; one line after any other name."""
    ends = _ends_of_speeches(labels, len(text))
    for (_, label_end, name), until in zip(labels, ends, strict=True):
        if name.lower() in speech_words().headings:
            continue
        if name.isupper() and len(name) > 3:
            yield SpeechAct(label_end, until, name, "", "quoted")
        elif is_person(name, names):
            line_end = text.find("\n", label_end)
            said = name if name.isupper() else speaker_name(name, names)
            yield SpeechAct(label_end, line_end if line_end >= 0 else len(text), said, "", "quoted")


def _ends_of_speeches(labels: Sequence[Label], end: int) -> list[int]:
    """For each label the beginning of the next one in capitals."""
    ends: list[int] = []
    for start, _, name in reversed(labels):
        ends.append(end)
        end = start if name.isupper() else end
    return ends[::-1]


# ---- sentences ----


def may_tell_speech(text: str, sentence: tuple[int, int], verbs: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence with these verbs of saying needs a closer look."""
    return bool(verbs) or text.find(": ", sentence[0], sentence[0] + _NAME) >= 0


def in_sentence(
    text: str, sentence: tuple[int, int], verbs: list[tuple[int, int]], names: Names, previous: Previous
) -> Iterator[SpeechAct]:
    """The acts of speech in one sentence, in the order of their verbs."""
    start, end = sentence
    colon = text.find(": ", start, start + _NAME)
    if colon >= 0 and text[start:colon] in names.titled:
        yield SpeechAct(start, end, names.titled[text[start:colon]], "", "quoted")
    for verb, clause in zip(verbs, clauses(text, sentence, verbs), strict=True):
        act = _act(text, clause, verb, names, previous)
        if act is not None:
            yield act
            previous = partial(_same, act.speaker)


def _same(speaker: str) -> str:
    return speaker


def _act(text: str, clause: Clause, verb: tuple[int, int], names: Names, previous: Previous) -> SpeechAct | None:
    word = " ".join(text[verb[0] : verb[1]].lower().split())
    if word in ("according to", "in the words of"):
        return _according(text, clause, verb, names, previous)
    if not _is_active(text, clause, verb, word):
        return None
    kind = speech_words().kinds[word]
    inverted = _inverted(text, clause, verb, names)
    if inverted is not None:
        return inverted
    subject = subject_before(text, clause[:2], verb[0], names)
    if subject is None:
        return None
    phrase = text[subject[0] : subject[1]]
    speaker = who_is(phrase, names, previous, text[max(0, clause.sentence - 300) : clause.sentence])
    if speaker is None or not (_has_office(text, subject, verb, names) or _speaks(text, kind, phrase, verb, names)):
        return None
    start, end = _covered(text, clause, subject, verb)
    return SpeechAct(start, end, speaker, word, kind)  # type: ignore[arg-type]


def _has_office(text: str, subject: tuple[int, int], verb: tuple[int, int], names: Names) -> bool:
    """Whether an office stands beside the name: "Jana Novak, the minister, …", "the minister, Jana Novak, …"."""
    before = text[max(0, subject[0] - 60) : subject[0]].rstrip()
    ahead = before[:-1].rsplit(",", 1)[-1] if before.endswith(",") else ""
    return is_person(text[subject[1] : verb[0]], names) or is_person(ahead, names)


_REACH = 1000
"""Characters of a clause looked at on either side of a verb: no sentence of prose is longer."""


def _before(text: str, clause: Clause, place: int) -> str:
    return text[max(clause.start, place - _REACH) : place]


def _after(text: str, clause: Clause, place: int) -> str:
    return text[place : min(clause.end, place + _REACH)]


def _covered(text: str, clause: Clause, subject: tuple[int, int], verb: tuple[int, int]) -> tuple[int, int]:
    """What is said: the words before "…, X said", the whole clause of "X said …"."""
    before = _before(text, clause, subject[0]).rstrip()
    after = _after(text, clause, verb[1])
    if before[-7:].lower().endswith((" that", " which", " as", " whom")):
        return _relative(text, clause, subject, verb)
    told_first = before.endswith((",", '"', "”", "'", "’")) and len(before) > 25
    if told_first and not after[:40].lstrip().lower().startswith("that "):
        return _before_attribution(text, clause, verb[1])
    end = clause.end
    if speech_words().kinds.get(" ".join(text[verb[0] : verb[1]].lower().split())) == "announced":
        aside = _aside().search(after)
        end = verb[1] + aside.start() if aside else end
    return clause.start if len(before) < 60 else subject[0], end


def _before_attribution(text: str, clause: Clause, verb_end: int) -> tuple[int, int]:
    """The words before "…, X said", and those after it where the speech goes on."""
    end = _attribution_end(text, clause, verb_end)
    onward = _goes_on().search(_after(text, clause, end)) if text[end : end + 1] == "," else None
    if onward is not None and not speech_words().hanging.intersection(onward.group(0).lower().split()):
        return (end if text.startswith("Of ", clause.start) else clause.start), clause.end
    return clause.start, end


def _relative(text: str, clause: Clause, subject: tuple[int, int], verb: tuple[int, int]) -> tuple[int, int]:
    """The noun phrase that "… which X promised" hangs on, from the comma before it."""
    comma = text.rfind(",", max(clause.start, subject[0] - _REACH), subject[0] - 6)
    return (comma + 1 if comma >= 0 else clause.start), _attribution_end(text, clause, verb[1])


def _attribution_end(text: str, clause: Clause, verb_end: int) -> int:
    comma = text.find(",", verb_end, min(clause.end, verb_end + _REACH))
    return comma if comma >= 0 else clause.end


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


def _is_active(text: str, clause: Clause, verb: tuple[int, int], word: str) -> bool:
    """Whether the word is a verb of saying here: no passive ("is said to"), no noun ("the reports")."""
    before = text[max(clause.start, verb[0] - 20) : verb[0]].split()
    after = _after(text, clause, verb[1])[:40].lstrip()
    if (before and before[-1].lower() in _PASSIVE and not word.endswith("ing")) or after.startswith("by "):
        return False
    if word in ("state", "states"):  # far more often the noun
        return after.startswith("that ")
    return word not in speech_words().strict or not after or after.startswith(_AFTER_STRICT)


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
        or text[max(0, verb[0] - len(phrase) - 20) : verb[0] - len(phrase)].rstrip().endswith(" as")
        or _that().search(text[verb[1] : verb[1] + 60]) is not None
    )


@cache
def _name_after() -> Any:
    return re2.compile(
        r"^\s+((?:the\s+|a\s+|an\s+|its\s+|several\s+|\p{Lu})[^,.;:\"“”()]{1,90}?)"
        r"(?:[,.;:\"“”()]|\s+(?:on|in|at|as|who|which|after|before|when|while|that|and|told|said|have|has|had|will|is|are|was|were|of\s+the\s+plans|the)\s|$)"
    )


def _according(text: str, clause: Clause, verb: tuple[int, int], names: Names, previous: Previous) -> SpeechAct | None:
    beyond = _after(text, clause, verb[1])
    after = beyond.split(",", 1)[0].rstrip(" .;:")
    phrase = after.strip()
    opens = _before(text, clause, verb[0]).strip(' "“•-–0123456789:')
    if not opens and (short := _name_after().search(beyond)):
        phrase = short.group(1).strip() if "," not in text[verb[1] : verb[1] + 60] else phrase
    if phrase.lower() in ("him", "her", "them"):
        phrase = previous() or phrase
    if not phrase or len(phrase) > 90:
        return None
    end = clause.end if len(opens) < 30 else verb[1] + len(after)
    return SpeechAct(clause.start, end, speaker_name(phrase, names), "according to", "according to")


_INVERTED = ("said", "says", "told", "added", "adds", "wrote", "writes", "explained", "noted", "warned", "insisted")


def _inverted(text: str, clause: Clause, verb: tuple[int, int], names: Names) -> SpeechAct | None:
    """ "…," said X."""
    word = text[verb[0] : verb[1]].lower()
    before = text[max(clause.start, verb[0] - 20) : verb[0]].rstrip()
    if word not in _INVERTED or not before.endswith((",", '"', "”", "’", "'")):
        return None
    named = _name_after().search(text[verb[1] : min(clause.end, verb[1] + 140)])
    if named is None:
        return None
    rest = _after(text, clause, verb[1] + named.end(1)).strip()
    if before.endswith(",") and rest[:1] not in ("", ".", ",") and rest.split()[0] not in ("in", "on", "at", "who"):
        return None
    speaker = speaker_name(named.group(1).strip(), names)
    return SpeechAct(clause.start, _attribution_end(text, clause, verb[1]), speaker, word, "quoted")
