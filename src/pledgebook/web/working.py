"""The thread that brings a book's tables up to date while pages are served."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from pledgebook import pipeline
from pledgebook.errors import BookError

LOG = logging.getLogger("pledgebook.web")

LOOKS_EVERY = 30.0
"""Seconds after which it looks at the log by itself, for what another process wrote and left."""


class Worker:
    """Derives the tables anew when it is woken; several calls in the meantime are one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._after: Callable[[], None] = _nothing
        self._wanted = Event()
        self._idle = Event()
        self._ended = False
        self._thread: Thread | None = None

    def start(self, after: Callable[[], None] | None = None) -> None:
        """Begin to work; `after` is called when the tables are up to date."""
        self._after = after or _nothing
        self._thread = Thread(target=self._work, name="pledgebook tables", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Something was written: bring the tables up to date."""
        self._idle.clear()
        self._wanted.set()

    def end(self) -> None:
        """Stop after what is being done."""
        self._ended = True
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()

    def wait(self, seconds: float) -> bool:
        """Whether all that was asked for is done within this time."""
        return self._idle.wait(seconds)

    def _work(self) -> None:
        while not self._ended:
            self._wanted.clear()
            self._bring_up_to_date()
            if not self._wanted.is_set():
                self._idle.set()
                self._after()
            self._wanted.wait(LOOKS_EVERY)

    def _bring_up_to_date(self) -> None:
        try:
            pipeline.bring_up_to_date(self._path)
        except BookError as error:
            # Another process writes, or nothing can be written: what stands is served, and it looks again later.
            LOG.warning("the tables are not brought up to date yet: %s", error)


def _nothing() -> None:
    """Nobody waits for it."""
