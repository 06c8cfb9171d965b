"""Quality floors: they may rise; a change that lowers one says why.

Each floor stands a little below the figure of the day it was set, so that noise in tie-breaks does not
trip it; the figures of the day are in benchmarks/QUALITY.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pledgebook.extraction import claim_row, extract_claims
from pledgebook.model import Document
from scoring import score

HERE = Path(__file__).parent
GOLD = HERE.parent.parent / "shared" / "gold"
PROGRAM = Path(sys.executable).parent / "pledgebook"

needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason="the gold set is not beside this checkout (../shared/gold)")

OWN_FLOORS = {"amount": 0.94, "claim": 0.67}
ARTICLE_FLOORS = {"amount": 0.90, "claim": 0.75, "full": 0.59, "other": 0.34}
STORY_FLOORS = {"amount": 0.91, "claim": 0.74, "full": 0.59, "other": 0.35}
LEDGER_FLOORS = {"links": 0.84, "rows": 0.74, "cells": 0.90, "due": 0.90, "parts": 0.57, "claims": 1.0}
WHOLE_WAY_FLOORS = {"links": 0.58, "rows": 0.53}


def annotated(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    raw = json.loads(path.read_text("utf-8"))
    for claim in raw["claims"]:
        claim["start"] = raw["text"].index(claim["quote"])
        claim["end"] = claim["start"] + len(claim["quote"])
    document = Document.make(
        raw["text"], published=date.fromisoformat(raw["published"]), publisher=raw["publisher"], title=raw["title"]
    )
    return raw["claims"], [claim_row(c) for c in extract_claims(document)]


def test_own_articles() -> None:
    paths = sorted((HERE / "gold" / "articles").glob("*.json"))
    assert len(paths) >= 5
    reached = score([annotated(p) for p in paths])
    assert reached.amount >= OWN_FLOORS["amount"], reached
    assert reached.claim >= OWN_FLOORS["claim"], reached


def extraction_figures(folder: Path, scratch: Path) -> dict[str, Any]:
    said = scratch / "claims.jsonl"
    with said.open("w") as out:
        subprocess.run([PROGRAM, "extract", folder, "--format", "jsonl"], stdout=out, check=True)
    command = [sys.executable, GOLD / "score.py", folder, said, "--json"]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def below(figures: dict[str, Any], floors: dict[str, float]) -> dict[str, tuple[float, float]]:
    reached = {name: figures[name][0] if isinstance(figures[name], list) else figures[name] for name in floors}
    return {name: (value, floors[name]) for name, value in reached.items() if value < floors[name]}


@needs_gold
@pytest.mark.parametrize(("folder", "floors"), [("articles", ARTICLE_FLOORS), ("stories", STORY_FLOORS)])
def test_extraction(folder: str, floors: dict[str, float], tmp_path: Path) -> None:
    assert below(extraction_figures(GOLD / folder, tmp_path), floors) == {}


@needs_gold
@pytest.mark.parametrize(("flags", "floors"), [(["--given-claims"], LEDGER_FLOORS), ([], WHOLE_WAY_FLOORS)])
def test_stories(flags: list[str], floors: dict[str, float]) -> None:
    command = [sys.executable, GOLD / "score_stories.py", GOLD, "--program", str(PROGRAM), "--json", *flags]
    figures = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert below(figures, floors) == {}
