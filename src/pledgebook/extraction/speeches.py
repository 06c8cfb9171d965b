"""Who says what stands in a place of a text: sentences are looked at only when they are asked about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, partial
from itertools import accumulate

from pledgebook.extraction.sentences import split_sentences
from pledgebook.extraction.speaker_marks import find_labels, find_verbs
from pledgebook.extraction.speaker_names import Names, names_in
from pledgebook.extraction.speakers import MOST_VERBS, SpeechAct, in_sentence, labelled, may_tell_speech


class Speeches:
    """The acts of speech of one text, to be asked who says what; `sentences` spares a second split."""

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]] | None = None) -> None:
        self._text = text
        self._sentences = split_sentences(text) if sentences is None else sentences
        self._known: dict[int, list[SpeechAct]] = {}
        self._told = 0
        """Sentences from the first on whose last speaker is `_last`."""
        self._last: str | None = None

    @cached_property
    def _verbs(self) -> list[tuple[int, int]]:
        return find_verbs(self._text)

    @cached_property
    def _names(self) -> Names:
        return names_in(self._text)

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self._sentences]

    @cached_property
    def _labelled(self) -> list[SpeechAct]:
        """The acts of speech under labels, in order of their start."""
        labels = find_labels(self._text)
        return sorted(labelled(self._text, labels, self._names), key=_place) if labels else []

    @cached_property
    def _labelled_starts(self) -> list[int]:
        return [act.start for act in self._labelled]

    @cached_property
    def _labelled_reach(self) -> list[int]:
        """How far each labelled act and those before it reach."""
        return list(accumulate((act.end for act in self._labelled), max))

    def acts(self) -> list[SpeechAct]:
        """All acts of speech in order of their start."""
        told = [act for number in range(len(self._sentences)) for act in self._acts_of(number)]
        return sorted([*self._labelled, *told], key=_place)

    def speaker_of(self, start: int, end: int) -> str | None:
        """Who says what stands between `start` and `end`; None for the text's own voice."""
        best, covered = None, 0
        for act in sorted([*self._labelled_between(start, end), *self._said_between(start, end)], key=_place):
            overlap = min(end, act.end) - max(start, act.start)
            narrower = best is not None and overlap == covered and act.end - act.start < best.end - best.start
            if overlap > 0 and (overlap > covered or narrower):
                best, covered = act, overlap
        return best.speaker if best else None

    def _labelled_between(self, start: int, end: int) -> list[SpeechAct]:
        first, last = bisect_right(self._labelled_reach, start), bisect_left(self._labelled_starts, end)
        return self._labelled[first:last]

    def _said_between(self, start: int, end: int) -> list[SpeechAct]:
        first, last = bisect_left(self._ends, start), bisect_left(self._ends, end)
        return [act for number in range(first, min(last + 1, len(self._ends))) for act in self._acts_of(number)]

    def _acts_of(self, number: int) -> list[SpeechAct]:
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = self._look_at(number)
        return known

    def _look_at(self, number: int) -> list[SpeechAct]:
        sentence = self._sentences[number]
        first = bisect_left(self._verbs, (self._ends[number - 1], 0)) if number else 0
        verbs = self._verbs[first : bisect_left(self._verbs, (sentence[1], 0))][:MOST_VERBS]
        if not may_tell_speech(self._text, sentence, verbs):
            return []
        return list(in_sentence(self._text, sentence, verbs, self._names, partial(self._last_before, number)))

    def _last_before(self, number: int) -> str | None:
        """Who spoke last before a sentence: the sentences up to it are looked at in order."""
        while self._told < number:
            acts = self._acts_of(self._told)
            self._last = acts[-1].speaker if acts else self._last
            self._told += 1
        return self._last


def find_speech(text: str, sentences: Sequence[tuple[int, int]] | None = None) -> list[SpeechAct]:
    """The acts of speech in `text`, in order of their start."""
    return Speeches(text, sentences).acts()


def _place(act: SpeechAct) -> tuple[int, int]:
    return act.start, act.end
