"""Answers that came once, kept as one JSON file each in a folder."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pledgebook.errors import WrongCall


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of answers by their digests, made with the first one; only its owner may look into it.

    WrongCall if it cannot be written to.
    """

    folder: Path

    def get(self, digest: str) -> str | None:
        """The answer that is kept; None if there is none, or its file cannot be read."""
        try:
            kept = json.loads(self._file(digest).read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        answer = kept.get("answer") if isinstance(kept, dict) else None
        return answer if isinstance(answer, str) else None

    def put(self, digest: str, answer: str, model: str) -> None:
        """Keep an answer; whoever looks at the same time finds all of it or nothing."""
        text = json.dumps({"model": model, "answer": answer}, indent=1)
        try:
            self.make()
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self.folder, delete=False) as file:
                file.write(text)
            os.replace(file.name, self._file(digest))
        except OSError as error:
            raise self._unusable(error) from error

    def make(self) -> None:
        """Make the folder if it is not there yet."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise self._unusable(error) from error
        if not os.access(self.folder, os.W_OK):
            raise self._unusable("no permission to write there")

    def _file(self, digest: str) -> Path:
        return self.folder / f"{digest}.json"

    def _unusable(self, why: object) -> WrongCall:
        return WrongCall(f"answers cannot be kept in {self.folder}: {why}; name another folder with --llm-cache")
