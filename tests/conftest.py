"""What several test files share: small articles whose claims stand beside them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

Article = dict[str, Any]

SHARED = Path(os.environ.get("PLEDGEBOOK_SHARED") or Path(__file__).parents[2] / "shared" / "data")
"""Real data files, where they are at hand."""


def law(examples: int) -> settings:
    """So many examples of a law; with PLEDGEBOOK_EXAMPLES at least that many, for a soak run."""
    return settings(max_examples=max(examples, int(os.environ.get("PLEDGEBOOK_EXAMPLES", "0"))), deadline=None)


def claim(quote: str, **more: Any) -> dict[str, Any]:
    """A claim as article files hold it: 300 million dollars from the US to Ukraine, unless told otherwise."""
    plain = {"quote": quote, "event": "pledge", "donors": ["US"], "recipients": ["UA"], "low": 300000000,
             "high": 300000000, "unit": "USD", "per": None, "item": "military aid", "aid": "military",
             "basis": "total", "happened": None, "due": None, "speaker": None}  # fmt: skip
    return {**plain, **more}


def article(text: str, **more: Any) -> Article:
    plain = {"id": "a1", "published": "2024-03-13", "publisher": "Example Wire", "language": "en", "title": "Aid"}
    return {**plain, "text": text, **more}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, object], Path]:
    """Writes a file below `articles/`: bytes and text as they are, all else as JSON."""

    def write(name: str, content: object) -> Path:
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            path.write_bytes(text.encode("utf-8"))
        return path

    return write
