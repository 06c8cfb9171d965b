"""What happens in a sentence: verbs of giving, deciding, asking and withholding, with their tense.

A `Cue` is one word or wording that tells an event. Tense, voice, modality and negation turn the
class of a verb into an event: what "was provided" is delivered, what "will be provided" is promised,
what "could be provided" is proposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from pledgebook.extraction.tenses import Form, form_of, is_negated, is_verb_place
from pledgebook.extraction.verbs import EventWords, VerbForm, event_words
from pledgebook.model import Event

Kind: TypeAlias = Literal["verb", "noun", "phrase"]


class Cue(NamedTuple):
    """A word or wording that tells an event.

    `first` and `last` are token indices; `verb_class` is "" for nouns and fixed wordings; `passive`
    means that the units given are (or may be) the subject; `via`, that another verb told the event
    ("failed to send"). `label` is class and form in one word (`transfer.future`), or the kind where it is no verb.
    """

    first: int
    last: int
    event: Event | None
    kind: Kind
    word: str
    verb_class: str = ""
    form: Form = "present"
    passive: bool = False
    negated: bool = False
    via: bool = False
    label: str = ""


_LEGISLATURE = frozenset(
    "congress parliament lawmakers legislators senate house bundestag storting sejm rada deputies mps assembly".split()
)
"""Who is asked by a government for money to give: that is a proposal, no appeal."""

_WANTING = frozenset({"want", "seek", "request", "wish"})
"""With a thing as their object these ask for it ("wants $8 billion"); with a verb they plan ("wants to send")."""

_WEAK_INFINITIVE_AFTER = 8
"""Tokens within which an infinitive depends on the verb before it ("agreed with its partners to provide")."""

_MATRIX = frozenset({"promise", "decide", "plan", "ask", "miss", "schedule", "cancel", "block"})

_TRANSFER_EVENT: dict[Form, Event] = {
    "past": "deliver", "perfect": "deliver", "participle": "deliver", "present": "pledge", "progressive": "pledge",
    "gerund": "pledge",
    "future": "pledge", "conditional": "propose", "infinitive": "pledge",
}  # fmt: skip
_DELIVER_EVENT: dict[Form, Event] = {
    **_TRANSFER_EVENT, "present": "deliver", "progressive": "deliver", "gerund": "deliver",
}  # fmt: skip
_ARRIVE_EVENT: dict[Form, Event] = {
    **dict.fromkeys(("past", "perfect", "participle", "progressive", "gerund"), "deliver"),
    **dict.fromkeys(("present", "future", "conditional", "infinitive"), "schedule"),
}
_ORDER_EVENT: dict[Form, Event] = {
    "past": "contract", "perfect": "contract", "participle": "contract", "present": "pledge",
    "progressive": "contract", "gerund": "contract",
    "future": "pledge", "conditional": "propose", "infinitive": "pledge",
}  # fmt: skip
_DECIDE_EVENT: dict[Form, Event] = {
    "past": "commit", "perfect": "commit", "participle": "commit", "present": "commit", "progressive": "commit",
    "gerund": "commit",
    "future": "propose", "conditional": "propose", "infinitive": "propose",
}  # fmt: skip
_FIXED: dict[str, Event] = {
    "promise": "pledge", "raise": "pledge", "plan": "propose", "ask": "appeal", "block": "block", "miss": "miss",
    "cancel": "cancel", "schedule": "schedule",
}  # fmt: skip


def _event_of(verb_class: str, form: Form, passive: bool) -> Event | None:
    match verb_class:
        case "transfer":
            return _TRANSFER_EVENT[form]
        case "deliver":
            if passive and form in ("future", "conditional"):
                return "schedule"
            return _DELIVER_EVENT[form]
        case "arrive":
            return _ARRIVE_EVENT[form]
        case "receive":
            return "deliver" if form in ("past", "perfect", "participle") else "schedule"
        case "order":
            return _ORDER_EVENT[form]
        case "decide":
            return _DECIDE_EVENT[form]
        case "state":
            return None
        case "promise" | "raise" if form == "conditional":
            return "propose"
        case _:
            return _FIXED[verb_class]


def find_cues(tokens: Sequence[str]) -> list[Cue]:
    """Every cue of a sentence in order; an infinitive takes the event of the verb that it depends on."""
    words = event_words()
    if words.starts.isdisjoint(tokens):
        return []
    cues: list[Cue] = []
    reached = -1
    for index in [at for at, word in enumerate(tokens) if word in words.starts]:
        if index <= reached:
            continue
        cue = _cue_at(tokens, index, words)
        if cue is not None:
            cues.append(cue)
            reached = cue.last if cue.kind == "phrase" else index
    return [_labelled(cue) for cue in _depending(tokens, cues)]


def _cue_at(tokens: Sequence[str], index: int, words: EventWords) -> Cue | None:
    word = tokens[index]
    cue = _phrase_at(tokens, index, words) if word in words.phrases else None
    if cue is None and word in words.verbs:
        cue = _verb_at(tokens, index, words)
    if cue is None and word in words.nouns and not is_verb_place(tokens, index):
        event: Event = words.nouns[word]  # type: ignore[assignment]
        cue = Cue(index, index, event, "noun", word)
    return cue


def _labelled(cue: Cue) -> Cue:
    if cue.via:
        label = f"via.{cue.event}"
    else:
        label = f"{cue.verb_class}.{cue.form}" if cue.kind == "verb" else f"{cue.kind}.{cue.event}"
    return cue._replace(label=label + "!" if cue.negated else label)


def _phrase_at(tokens: Sequence[str], index: int, told: EventWords) -> Cue | None:
    by_second = told.phrases[tokens[index]]
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    for words, event in (*by_second.get(after, ()), *by_second.get(None, ())):
        end = index + len(words)
        if tuple(tokens[index:end]) == words:
            known: Event = event
            if known == "appeal" and _LEGISLATURE & set(tokens[end : end + 3]):
                known = "propose"
            negated = is_negated(tokens, index)
            return Cue(index, end - 1, known, "phrase", " ".join(words), passive=True, negated=negated)
    return None


def _verb_at(tokens: Sequence[str], index: int, words: EventWords) -> Cue | None:
    readings = words.verbs[tokens[index]]
    reading, last = _reading(tokens, index, readings)
    if reading is None:
        return None
    form, passive = form_of(tokens, index, reading)
    if form is None:
        return None
    event = _event_of(reading.verb_class, form, passive)
    if reading.lemma in _WANTING and index + 1 < len(tokens) and tokens[index + 1] != "to":
        event = "appeal"
    negated = is_negated(tokens, index)
    if event == "appeal" and _LEGISLATURE & set(tokens[index + 1 : index + 6]):
        event = "propose"
    if negated and event == "deliver":
        event = "miss"
    return Cue(index, last, event, "verb", reading.lemma, reading.verb_class, form, passive, negated)


def _reading(tokens: Sequence[str], index: int, readings: tuple[VerbForm, ...]) -> tuple[VerbForm | None, int]:
    """The reading that fits: a verb with its particle before the bare verb."""
    for reading in readings:
        if reading.particle is not None:
            near = tokens[index + 1 : index + 6]
            if reading.particle in near:
                return reading, index + 1 + near.index(reading.particle)
    bare = [r for r in readings if r.particle is None]
    if not bare or not is_verb_place(tokens, index):
        return None, index
    return bare[0], index


def _depending(tokens: Sequence[str], cues: list[Cue]) -> list[Cue]:
    """Infinitives told by the verb that they depend on: "agreed to provide" is decided, "plans to send" planned."""
    out: list[Cue] = []
    for cue in cues:
        matrix = None
        if cue.kind == "verb" and cue.form in _DEPENDENT:
            matrix = next((m for m in reversed(out) if _governs(tokens, m, cue)), None)
        out.append(cue if matrix is None else _told_by(matrix, cue))
    return out


_DEPENDENT = frozenset(("infinitive", "conditional", "future", "gerund"))
"""Forms of a verb that may depend on another."""


def _governs(tokens: Sequence[str], matrix: Cue, cue: Cue) -> bool:
    """Whether a verb of a dependent form depends on a cue before it."""
    gap = tokens[matrix.last + 1 : cue.first]
    if cue.form == "gerund":
        close = len(gap) == 0 or (len(gap) <= 2 and gap[-1] in ("of", "at", "about", "on", "for", "with"))
        return close and (matrix.verb_class in _MATRIX or matrix.kind == "phrase")
    if len(gap) > _WEAK_INFINITIVE_AFTER or any(t in (";", ".", ":") for t in gap):
        return False
    if cue.form != "infinitive":
        return matrix.verb_class == "promise" and cue.form == "conditional"
    if "to" not in tokens[max(0, cue.first - 3) : cue.first]:
        return False
    return matrix.verb_class in _MATRIX or matrix.kind == "phrase" or (matrix.kind == "noun" and len(gap) <= 2)


def _told_by(matrix: Cue, cue: Cue) -> Cue:
    event = matrix.event
    if matrix.event in ("pledge", "commit", "propose", "appeal") and cue.verb_class in ("cancel", "block"):
        event = cue.event
    return cue._replace(event=event, negated=matrix.negated or cue.negated, via=True)
