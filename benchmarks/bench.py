#!/usr/bin/env python3
"""Measure speed and memory beside a bare limit in the same run, and write benchmarks/RESULTS.md.

    bench.py [--documents N] [--runs N]

Every figure comes from a process of its own, whose peak memory is told too; start-up and the loading of words are not
timed. No time is asserted anywhere: the ratios carry over to other machines, the times do not.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from measures import MEASURES

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "shared" / "data" / "news" / "white-house-2021-2026.parquet"
EXAMPLES = HERE.parent / "examples" / "march-2024"
RESULTS = HERE / "RESULTS.md"


def make_sample(folder: Path, most: int) -> str:
    """Put the articles into `folder/sample`, one file each, and tell what they are."""
    (folder / "sample").mkdir()
    if CORPUS.exists():
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(CORPUS)
        step = max(1, table.num_rows // most)
        told = table.take(list(range(0, table.num_rows, step))[:most]).to_pylist()
        words = f"{len(told):,} releases of the White House, 2021–2026 (every {step}th of {table.num_rows:,})"
    else:
        examples = [json.loads(path.read_text("utf-8")) for path in sorted(EXAMPLES.glob("*.json"))]
        told = [{**examples[i % len(examples)], "title": f"Printing {i}"} for i in range(most)]
        words = f"the {len(examples)} example articles, repeated to {most:,} (the larger corpus is not at hand)"
    size = sum(len(each["text"].encode()) for each in told)
    for number, each in enumerate(told):
        article = {**each, "id": f"bench-{number:05}", "published": str(each["published"])[:10]}
        (folder / "sample" / f"{number:05}.json").write_text(json.dumps(article), "utf-8")
    return json.dumps({"words": f"{words}, {size / 1e6:.1f} MB of text", "bytes": size, "documents": len(told)})


def child(*arguments: object) -> dict[str, Any]:
    """Run this file once more; in a fresh process, so that its peak of memory is its own."""
    command = [sys.executable, __file__, *map(str, arguments)]
    printed: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return printed


def run_one(name: str, folder: Path) -> str:
    seconds, things = MEASURES[name].work(folder)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return json.dumps({"seconds": seconds, "things": things, "peak_mb": kilobytes / 1024})


def is_there(package: str | None) -> bool:
    return package is None or importlib.util.find_spec(package) is not None


def rows(found: dict[str, list[dict[str, Any]]], sample: dict[str, Any]) -> Iterable[str]:
    rates = {name: statistics.median(run["things"] / run["seconds"] for run in runs) for name, runs in found.items()}
    for name, runs in found.items():
        measure, seconds = MEASURES[name], sorted(run["seconds"] for run in runs)
        rate = f"{rates[name]:,.{0 if rates[name] >= 100 else 1}f} {measure.things}/s"
        if runs[0]["things"] == sample["documents"]:
            rate += f", {rates[name] * sample['bytes'] / sample['documents'] / 1e6:,.2f} MB/s"
        times = rates[name] / rates[measure.beside] if measure.beside else 1
        ratio = f"× {times:,.0f}" if times >= 10 else f"× {times:.2g}"
        words = f"– {measure.words}" if measure.beside else f"**{measure.words}**"
        span = f"{statistics.median(seconds):.3g} s ({seconds[0]:.3g}–{seconds[-1]:.3g})"
        peak = statistics.median(run["peak_mb"] for run in runs)
        yield f"| {words} | {runs[0]['things']:,} | {span} | {rate} | {ratio} | {peak:,.0f} MB |"


def machine() -> str:
    names = Path("/proc/cpuinfo")
    told = names.read_text("utf-8").splitlines() if names.exists() else []
    model = next((line.split(":")[1].strip() for line in told if line.startswith("model name")), platform.machine())
    packages = {"pledgebook": "pledgebook", "duckdb": "duckdb", "google-re2": "re2", "pyarrow": "pyarrow"}
    packages |= {"rensa": "rensa", "datasketch": "datasketch"}
    packages |= {"quantulum3": "quantulum3", "spacy": "spacy"}
    present = [f"{name} {metadata.version(name)}" for name, module in packages.items() if is_there(module)]
    return ", ".join(
        (model, f"{os.cpu_count()} cores", platform.system(), f"Python {platform.python_version()}", *present)
    )


def page(sample: dict[str, Any], runs: int, table: Iterable[str]) -> str:
    skipped = "; ".join(measure.words for measure in MEASURES.values() if not is_there(measure.needs))
    return f"""# Speed and memory
Written by `make bench` on {datetime.now(UTC).date()}. {machine()}.
The sample: {sample["words"]}. Median of {runs} (fastest–slowest), a process each.
What the rows mean: [README.md](README.md).

| what | how many | time | rate | beside the stage | peak memory |
|---|---|---|---|---|---|
{chr(10).join(table)}

{f"Not installed, so left out: {skipped}." if skipped else "All peers were at hand."}
"""


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--documents", type=int, default=1000)
    cli.add_argument("--runs", type=int, default=3)
    cli.add_argument("--one", choices=["sample", *MEASURES], help=argparse.SUPPRESS)
    cli.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = cli.parse_args()
    if asked.one:
        print(make_sample(asked.folder, asked.documents) if asked.one == "sample" else run_one(asked.one, asked.folder))
        return
    found: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        sample = child("--one", "sample", "--folder", folder, "--documents", asked.documents)
        for name in (name for name, measure in MEASURES.items() if is_there(measure.needs)):
            print(f"{MEASURES[name].words} …", file=sys.stderr, flush=True)
            found[name] = [child("--one", name, "--folder", folder) for _ in range(asked.runs)]
    RESULTS.write_text(page(sample, asked.runs, rows(found, sample)), "utf-8")
    print(RESULTS.read_text("utf-8"))


if __name__ == "__main__":
    main()
