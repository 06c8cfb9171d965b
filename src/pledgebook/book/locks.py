"""A lock between processes, held as long as a block runs; it ends with the process that holds it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pledgebook.errors import BookBusy

PAUSE_SECONDS = 0.05
"""Between two attempts: too short to be noticed, too long to cost anything."""


@contextmanager
def locked(path: Path, wait_seconds: float) -> Iterator[None]:
    """Holds the lock of this file, which is made if it is not there; BookBusy if another holds it for that long."""
    with path.open("a") as file:
        # The wait is the only thing here that needs a clock, and it changes no result.
        end = time.monotonic() + wait_seconds
        while not _try_lock(file):
            if time.monotonic() >= end:
                raise BookBusy(f"{path.parent} is being written to by another process; try again later")
            time.sleep(PAUSE_SECONDS)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
        """Whether this process holds the lock now; it is given back when the file is closed."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        """Whether this process holds the lock now; it is given back when the file is closed."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
