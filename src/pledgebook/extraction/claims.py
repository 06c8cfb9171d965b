"""A document's claims, put together choice by choice from what its sentences hold.

For every amount: is it aid? what happened? who gives, who receives? whole, part or level? when? who says
so? The first five are choices among candidates (`judges.Judge`); the rest follow rules. A claim that is
told twice is kept at the place where it is told most fully.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pledgebook.extraction.aid import aid_features
from pledgebook.extraction.evidence import reaches
from pledgebook.extraction.ground import Ground, Memory, Subject
from pledgebook.extraction.judges import Judge
from pledgebook.extraction.scene import Article
from pledgebook.extraction.subjects import bare_subjects, numbered_subjects
from pledgebook.extraction.telling import EXTRACTOR, Draft, told
from pledgebook.extraction.topics import Topics, topic_candidates
from pledgebook.extraction.verdicts import Verdict, is_sure_enough, judged
from pledgebook.model import Claim
from pledgebook.vocabulary import item_of as known_item_of

__all__ = ["EXTRACTOR", "build_claims"]

LEAST_SURE, LEAST_SURE_WITHOUT_AMOUNT = 0.4, 0.1
"""How likely a subject must be aid to be looked at further; `LEAST_CONFIDENCE` then decides."""

MOST_WITHOUT_AMOUNT = 2
"""Claims without an amount in one article at most: few annotated articles have more, and few of more are right."""

SUREST_OF_OWN, SUREST_AT_HOME = 0.35, 0.65
"""How sure the surest claim of a state's own publication must be if another party is named, and if none is:
set where false alarms fall to a quarter and hardly a right claim with an amount is lost."""

AROUND = 80
"""Characters on either side of a subject by which it is known again: repeated lines are read once."""


def build_claims(article: Article, judge: Judge, thorough: bool = False) -> list[Claim]:
    """Every claim of the article in the order of its places.

    No subject is judged whose verdict can change nothing; `thorough` judges them all, to learn from them.
    """
    table = _Table(article, judge)
    for scene in article.scenes:
        if not scene.amounts or not table.read_numbered(numbered_subjects(scene)):
            table.read_bare(bare_subjects(scene))
    return told(table.drafts(thorough))


@dataclass(frozen=True, slots=True)
class _Open:
    """A subject without an amount that may be aid, with how sure: its verdict waits until it can change something."""

    ground: Ground
    sure: float

    @property
    def most(self) -> float:
        """The most that the confidence of its claim can be."""
        return round(self.sure, 3)


class _Table:
    """Where the claims of one article are put together, one subject after the other."""

    def __init__(self, article: Article, judge: Judge) -> None:
        self._article = article
        self._judge = judge
        self._find_topics = _TopicsOnce(article, judge)
        self._memory = Memory()
        self._seen: set[tuple[str, str, str]] = set()
        self._drafts: list[Draft] = []
        self._open: list[_Open] = []

    def read_numbered(self, subjects: Sequence[Subject]) -> bool:
        """Puts down what is said of the amounts of one sentence; whether anything is."""
        count = len(self._drafts)
        for subject in subjects:
            ground = self._ground_of(subject)
            if ground is not None:
                self._judge_amount(ground)
        return len(self._drafts) > count

    def read_bare(self, subjects: Sequence[Subject]) -> None:
        """Puts down the things without an amount of one sentence that may be aid."""
        for subject in subjects:
            ground = self._ground_of(subject)
            if ground is None:
                continue
            sure = self._judge.likelihood("aid_without_amount", subject, aid_features(ground))
            if sure >= LEAST_SURE_WITHOUT_AMOUNT:
                self._memory.is_kept = True
                self._open.append(_Open(ground, sure))

    def drafts(self, thorough: bool) -> list[Draft]:
        """What is told: the amounts in order, then the surest things without one."""
        least = 0.0 if thorough or not self._article.publisher_actors else SUREST_OF_OWN
        if max((each.confidence if isinstance(each, Draft) else each.most for each in self._all()), default=0) < least:
            return []
        return _between_parties(self._article, [*self._drafts, *_surest(self._judged_open(thorough))])

    def _all(self) -> list[Draft | _Open]:
        return [*self._drafts, *self._open]

    def _ground_of(self, subject: Subject) -> Ground | None:
        """What the subject is judged on; None if the article has told it before in the same words."""
        if self._told_before(subject):
            return None
        reached = tuple(reaches(subject.scene, subject.first, subject.last))
        return Ground(self._article, subject, reached, self._find_topics, self._memory)

    def _told_before(self, subject: Subject) -> bool:
        """Whether the article has told the subject before, with the same words around it."""
        text = self._article.document.text
        before, after = text[max(0, subject.start - AROUND) : subject.start], text[subject.end : subject.end + AROUND]
        said = (before, text[subject.start : subject.end], after)
        if said in self._seen:
            return True
        self._seen.add(said)
        return False

    def _judge_amount(self, ground: Ground) -> None:
        sure = self._judge.likelihood("aid", ground.subject, aid_features(ground))
        self._memory.aid = sure
        if sure < LEAST_SURE:
            return
        verdict = judged(ground, self._judge, sure)
        self._learn(ground, verdict)
        if is_sure_enough(ground, verdict):
            self._drafts += [Draft(ground, each) for each in _each(ground, verdict)]

    def _learn(self, ground: Ground, verdict: Verdict) -> None:
        if self._memory.is_kept:
            self._memory = self._memory.copy()
        scene, keys = ground.scene.number, ground.subject.keys
        self._memory.learn(verdict.donors, verdict.recipients, verdict.event, scene, keys)

    def _judged_open(self, thorough: bool) -> list[Draft]:
        """The subjects without an amount in order of their places, as far as they can be among the surest."""
        found: list[tuple[int, Draft]] = []
        for place, each in sorted(enumerate(self._open), key=lambda one: (-one[1].sure, one[0])):
            if not thorough and _is_full([draft for _, draft in found], each.most):
                break
            verdict = judged(each.ground, self._judge, each.sure)
            if is_sure_enough(each.ground, verdict):
                found.append((place, Draft(each.ground, verdict)))
        return [draft for _, draft in sorted(found, key=lambda one: one[0])]


def _is_full(drafts: list[Draft], most: float) -> bool:
    """Whether no claim with a confidence of `most` can be among the surest any more."""
    surest = _surest(drafts)
    return len(surest) == MOST_WITHOUT_AMOUNT and surest[-1].confidence > most


def _between_parties(article: Article, drafts: list[Draft]) -> list[Draft]:
    """The drafts; none if a state's own publication tells none surely enough: most of it is about spending at home."""
    own = set(article.publisher_actors)
    if not own or not drafts:
        return drafts
    abroad = any(not own.issuperset((*d.verdict.donors, *d.verdict.recipients)) for d in drafts)
    least = SUREST_OF_OWN if abroad else SUREST_AT_HOME
    return drafts if max(draft.confidence for draft in drafts) >= least else []


def _surest(drafts: Sequence[Draft]) -> list[Draft]:
    """Of the claims without an amount the surest of each event and kind of thing: it is told once an article."""
    best: dict[object, Draft] = {}
    for draft in drafts:
        item = draft.ground.subject.item
        known = known_item_of(item) if item else None
        key = (draft.verdict.event, known.group if known else item)
        if key not in best or draft.confidence > best[key].confidence:
            best[key] = draft
    return sorted(best.values(), key=lambda d: (-d.confidence, d.span.start))[:MOST_WITHOUT_AMOUNT]


class _TopicsOnce:
    """Finds what the article is about when it is first asked.

    It knows nothing of the table: what an article leaves behind goes at once where nothing refers back to itself.
    """

    def __init__(self, article: Article, judge: Judge) -> None:
        self._article = article
        self._judge = judge
        self._found: Topics | None = None

    def __call__(self) -> Topics:
        if self._found is None:
            self._found = self._find()
        return self._found

    def _find(self) -> Topics:
        offered = topic_candidates(self._article)
        features, labels = [f for _, f in offered], [codes for codes, _ in offered]
        recipients, recipients_sure = self._judge.rank("topic_recipients", None, features, labels)[0]
        donors, donors_sure = self._judge.rank("topic_donors", None, features, labels)[0]
        return Topics(recipients, donors, recipients_sure, donors_sure)


def _each(ground: Ground, verdict: Verdict) -> list[Verdict]:
    """One verdict a donor where the text says "each"."""
    if ground.amount is None or "each" not in ground.amount.modifiers or len(verdict.donors) < 2:
        return [verdict]
    return [replace(verdict, donors=(code,)) for code in verdict.donors]
