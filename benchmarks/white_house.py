"""Releases of the White House corpus by their address: annotations point into them and hold no text of their own.

A line of `annotated/white-house.jsonl` is an excerpt: the release's `url`, where the excerpt begins (`offset`) and how
long it is (`length`), in characters, and its claims with `start` and `end` within it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parents[2] / "shared/data/news/white-house-2021-2026.parquet"


def releases(addresses: set[str]) -> dict[str, dict[str, Any]]:
    """The corpus's rows for these addresses; empty where the corpus does not lie beside the checkout."""
    if not CORPUS.exists():
        return {}
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(CORPUS)
    wanted = pc.is_in(table["url"], value_set=pc.cast(sorted(addresses), table["url"].type))
    return {row["url"]: row for row in table.filter(wanted).to_pylist()}


def excerpts(path: Path) -> Iterator[dict[str, Any]]:
    """The annotated excerpts of a file as articles with their text and the claims' quotes."""
    told = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    rows = releases({each["url"] for each in told})
    for each in told:
        row = rows.get(each["url"])
        if row is None:
            continue
        text = row["text"][each["offset"] : each["offset"] + each["length"]]
        claims = [{**claim, "quote": text[claim["start"] : claim["end"]]} for claim in each["claims"]]
        yield {**each, "text": text, "claims": claims}
