"""Answers that are kept for who asks the same again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """The latest answers by what was asked, as long as they weigh `most` at most together.

    Who asks for what another is just working out waits for that answer. An error is told to all who wait, and is not
    kept.
    """

    def __init__(self, most: int, weigh: Callable[[T], int]) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._weights: dict[Hashable, int] = {}

    def get(self, asked: Hashable, make: Callable[[], T]) -> T:
        """The answer that is kept, or else the one that `make` gives."""
        with self._lock:
            answer = self._answers.get(asked)
            is_new = answer is None
            if answer is None:
                answer = self._answers[asked] = Future()
            self._answers.move_to_end(asked)
        if is_new:
            self._fill(asked, answer, make)
        return answer.result()

    def _fill(self, asked: Hashable, answer: Future[T], make: Callable[[], T]) -> None:
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                self._answers.pop(asked, None)
            answer.set_exception(error)
            raise
        answer.set_result(made)
        with self._lock:
            if self._answers.get(asked) is answer:
                self._weights[asked] = self._weigh(made)
                self._weight += self._weights[asked]
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        """Let go of what was asked longest ago; what is being worked out stays."""
        for asked in [each for each in self._answers if each in self._weights]:
            if self._weight <= self._most:
                return
            self._weight -= self._weights.pop(asked)
            del self._answers[asked]

    def __len__(self) -> int:
        return len(self._answers)


def rows_of(table: Any) -> int:
    """What a table weighs: its rows, and something for itself."""
    return len(table) + 10
