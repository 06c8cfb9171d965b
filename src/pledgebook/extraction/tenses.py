"""Tense, voice, modality and negation of a verb, read from the words before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from pledgebook.extraction.verbs import VerbForm

Form: TypeAlias = Literal[
    "past", "perfect", "present", "progressive", "gerund", "future", "conditional", "infinitive", "participle"
]

_FUTURE = frozenset("will shall ll 'll won".split())
_CONDITIONAL = frozenset("would could may might should can".split())
_HAVE = frozenset("has have had having ’ve 've".split())
_BE = frozenset("is are was were be been being am 's 're isn aren wasn weren".split())
_HELPERS = _FUTURE | _CONDITIONAL | _HAVE | _BE | {"to", "going", "do", "did", "does"}
_NEGATION = frozenset("not never no none nothing neither nor without hardly n't".split())
_SKIPPED = frozenset(
    """already also now then just still only soon now recently previously today yesterday finally jointly together
    so far formally officially immediately quickly reportedly currently since therefore thus already all
    each both ever again not never yet duly initially eventually subsequently ultimately even always fully
    partly newly largely repeatedly first tentatively provisionally unanimously generously recently proudly
    continually""".split()
)
_NOUN_BEFORE = frozenset(
    """the a an its their his her our my your this that these those 's of for in with from by on at into under
    new additional further more any some no other such each every first second third last next latest total annual
    previous initial early ambitious joint overall military humanitarian financial key critical""".split()
)
_VERB_BEFORE = frozenset(
    """to will would can could may might should shall must not do does did we they i you who which that and or also
    ll""".split()
)
_AMBIGUOUS = frozenset(
    """support supports plan plans need needs cut cuts order orders promise promises pledge pledges offer offers request
    requests grant grants fund funds award awards contract contracts purchase purchases delay delays supply supplies
    transfer transfers increase increases share shares present budget budgets match release releases finance finances
    deposit gift bid bids appeal appeals demand demands aim aims hope hopes raise raises boost boosts lift lifts freeze
    study studies debate debates draft drafts reserve reserves halt halts veto ask place up top
    spending funding financing moving
    total totals number numbers value values estimate estimates guarantee guarantees forecast project projects
    account lag end ends hold holds drop drops reduce slip step add state schedule direct seal pass pause
    launch launches""".split()
)


def is_verb_place(tokens: Sequence[str], index: int) -> bool:
    """Whether a word that may be a noun as well stands where a verb stands."""
    if tokens[index] not in _AMBIGUOUS:
        return True
    before = tokens[index - 1] if index else ""
    after = tokens[index + 1] if index + 1 < len(tokens) else ""
    if before in _VERB_BEFORE:
        return True
    if before in _NOUN_BEFORE or before == "" or not before[0].isalpha():
        return False
    if after in ("of", "for", "from", "by", ",", ".", "and", "is", "are", "was", "were", "will", "has", "have"):
        return False
    return not tokens[index].endswith("ing")


def form_of(tokens: Sequence[str], index: int, reading: VerbForm) -> tuple[Form | None, bool]:
    """Tense and voice, read from the auxiliaries before the verb; None where it is no verb."""
    helpers: list[str] = []
    at = index - 1
    while at >= 0 and len(helpers) < 5 and index - at <= 9:
        word = tokens[at]
        if word in _HELPERS:
            helpers.append(word)
        elif word not in _SKIPPED and not word.endswith("ly"):
            break
        at -= 1
    be = any(h in _BE for h in helpers)
    modal = _modal(helpers)
    if reading.tag == "ing":
        return (modal or ("progressive" if be else "gerund")), False
    passive = be and reading.tag in ("past", "participle")
    if modal:
        return modal, passive
    if helpers and helpers[0] == "to":
        return "infinitive", False
    if "to" in helpers:
        return "infinitive", passive
    if any(h in _HAVE for h in helpers):
        return "perfect", passive
    if passive:
        return "past" if any(h in ("was", "were", "been") for h in helpers) else "present", True
    if reading.tag in ("past", "participle"):
        return _past_or_participle(tokens, index)
    return "present", False


def _modal(helpers: Sequence[str]) -> Form | None:
    if any(h in _FUTURE for h in helpers) or "going" in helpers:
        return "future"
    if any(h in _CONDITIONAL for h in helpers):
        return "conditional"
    return None


def _past_or_participle(tokens: Sequence[str], index: int) -> tuple[Form, bool]:
    """A bare -ed form: the past with an object after it, else a participle ("aid promised by Berlin")."""
    after = tokens[index + 1] if index + 1 < len(tokens) else ""
    before = tokens[index - 1] if index else ""
    attributive = before in _NOUN_BEFORE and before not in ("that", "more") and after[:1].isalnum()
    if attributive or after in ("by", "to", "in", "from", "for", "with", "at", "on", "since", "so", "under", ",", "."):
        return ("past", False) if _has_subject(tokens, index) and not attributive else ("participle", True)
    return "past", False


def _has_subject(tokens: Sequence[str], index: int) -> bool:
    before = tokens[index - 1] if index else ""
    return before in ("we", "they", "he", "she", "it", "i", "and", "who", "which", "that")


def is_negated(tokens: Sequence[str], index: int) -> bool:
    """Whether the verb group at `index` is denied ("has not", "none has been", "no money was")."""
    for back in range(1, 6):
        if index - back < 0:
            return False
        word = tokens[index - back]
        if word in _NEGATION:
            return not (word == "not" and index - back + 1 < len(tokens) and tokens[index - back + 1] == "only")
        if word in (",", ";", ":", "—", "–", "and", "but", "that", "which"):
            return False
    return False
