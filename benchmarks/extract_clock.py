"""What every measured process of the extraction benchmark shares: one core, a clock, and its peak of memory.

Only the standard library is needed, so that the peers' own virtual environment can use it too.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


def pin_to_one_core() -> bool:
    """Keep this process and its children on one core; False where the system cannot."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


def peak_mb() -> float:
    """The most memory that this process has held, in megabytes, with Python and all libraries."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


class Clock:
    """Adds up what the timed calls take and what they read and find.

    `seconds` are the processor's, which others on the same core do not lengthen; `wall` is what a watch shows.
    """

    def __init__(self) -> None:
        self.seconds = self.wall = 0.0
        self.documents = self.bytes = self.found = 0

    def run(self, read: Callable[[Any], int], things: list[Any], size: int) -> None:
        """Read each thing once; `read` tells how many things it found, `size` is their bytes of text."""
        wall, cpu = time.perf_counter(), time.process_time()
        found = sum(read(each) for each in things)
        self.wall += time.perf_counter() - wall
        self.seconds += time.process_time() - cpu
        self.documents += len(things)
        self.bytes += size
        self.found += found

    def told(self, **more: Any) -> dict[str, Any]:
        return {**vars(self), "peak_mb": peak_mb(), **more}


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The documents of a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def size_of(texts: Iterable[str]) -> int:
    return sum(len(text.encode()) for text in texts)
