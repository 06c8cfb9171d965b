#!/usr/bin/env python3
"""Measure prose extraction on one core, beside its peers in the same run, and write benchmarks/EXTRACT.md.

    extract.py [--documents N] [--runs N] [--share X] [--parts corpus gold memory length] [--peers PYTHON]

Every figure comes from a process of its own, whose peak of memory is told too. No time is asserted anywhere: the
ratios carry over to other machines, the times do not. This process imports nothing large: a child's peak of memory
can hold that of the process which started it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import extract_page
from extract_clock import pin_to_one_core
from extract_texts import CORPUS, HOSTILE

HERE = Path(__file__).resolve().parent
PEERS = HERE.parent / "build" / "peers" / "bin" / "python"
RESULTS = HERE / "EXTRACT.md"
PARTS = ("corpus", "gold", "memory", "length")

EVERY_20TH = 720
"""Documents for the sample and for the measure of memory: every 20th of the corpus."""

PASSES = 10
"""Times that the measure of memory reads its documents over."""

Told: TypeAlias = dict[str, Any]
"""What a child printed; {"failed": why} if it did not come to its end."""


@dataclass
class Run:
    """One run of the benchmark: what is asked, where the texts lie, what there is, and what was found so far."""

    asked: argparse.Namespace
    folder: Path
    pinned: bool
    there: Told = field(default_factory=dict)
    peers: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    found: dict[tuple[Any, ...], list[Told]] = field(default_factory=dict)

    def step(self, documents: int) -> int:
        """Every how manieth document of the corpus is read to make about so many."""
        return max(1, self.there["corpus"] // max(1, min(documents, self.asked.documents or documents)))

    def measure(self, key: tuple[Any, ...], command: list[Any], runs: int = 1) -> None:
        print(" ".join(map(str, key)), "…", file=sys.stderr, flush=True)
        self.found[key] = [child(command, self.asked.longest if key[0] == "length" else None) for _ in range(runs)]

    def own(self, work: str, *words: object) -> list[Any]:
        return [sys.executable, __file__, "--one", work, self.folder, *words]

    def peer(self, name: str, texts: str) -> list[Any]:
        files = [self.folder / each for each in ("warm_up", texts, "terms")]
        return [self.asked.peers, HERE / "extract_peers.py", name, *files]


def child(command: list[Any], longest: float | None = None) -> Told:
    """What a fresh process printed as JSON."""
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=longest)
    except subprocess.TimeoutExpired:
        return {"failed": f"more than {longest:,.0f} s"}
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1][:120]}
    told: Told = json.loads(done.stdout)
    return told


def look_around(run: Run) -> None:
    """Prepare the texts, and find out what there is."""
    documents = min(EVERY_20TH, run.asked.documents or EVERY_20TH)
    run.there = child(run.own("prepare", documents))
    if "failed" in run.there:
        sys.exit(f"the texts could not be prepared: {run.there['failed']}")
    if not run.there["corpus"]:
        run.left_out["the corpus, its sample and the measure of memory"] = f"{CORPUS.name} is not at hand"
    for name in {"articles", "stories"} - set(run.there["gold"]):
        run.left_out[f"the gold {name}"] = "not at hand; the example articles stand in their place"
    look_for_peers(run)


def look_for_peers(run: Run) -> None:
    names = ("spacy", "quantulum3")
    if not run.asked.peers.exists():
        why = "no Python for the peers (`make bench-extract` makes one, or name one with --peers)"
        run.left_out |= dict.fromkeys(names, why)
        return
    told = child([run.asked.peers, HERE / "extract_peers.py", "versions"])
    run.peers = {name: told[name] for name in names if told.get(name)}
    why = told.get("failed") or "not installed for the peers' Python"
    run.left_out |= {name: why for name in names if name not in run.peers}


def measure_corpus(run: Run) -> None:
    if run.there["corpus"]:
        step = run.step(run.there["corpus"])
        run.measure(("corpus", "pledgebook"), run.own("corpus", step, 1))


def measure_gold(run: Run) -> None:
    """The gold texts and the sample, by Pledgebook and by each peer; quantulum3 reads the articles only."""
    for texts in ("articles", "stories", *(["sample"] if run.there["corpus"] else [])):
        run.measure((texts, "pledgebook"), run.own("pass", texts), run.asked.runs)
        for name in run.peers:
            if name != "quantulum3" or texts == "articles":
                run.measure((texts, name), run.peer(name, texts), run.asked.runs)


def measure_memory(run: Run) -> None:
    for passes in (1, PASSES) if run.there["corpus"] else ():
        run.measure(("memory", passes), run.own("corpus", run.step(EVERY_20TH), passes))


def measure_length(run: Run) -> None:
    """Each kind of text at its two lengths; the greater is not tried where the smaller took too long or failed."""
    for name, kind in HOSTILE.items():
        for place, length in enumerate(kind.lengths):
            run.measure(("length", name, place), run.own("hostile", name, max(1, round(length * run.asked.share))))
            if "failed" in run.found["length", name, place][0]:
                break


def arguments() -> argparse.Namespace:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--documents", type=int, help="read every k-th document of the corpus, so that it makes about N")
    cli.add_argument("--runs", type=int, default=3, help="fresh processes for each pass over the gold and the sample")
    cli.add_argument("--share", type=float, default=1, help="share of their full length for the long texts")
    cli.add_argument("--longest", type=float, default=120, help="seconds after which a long text is given up")
    cli.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    cli.add_argument("--peers", type=Path, default=PEERS, help="the Python that has the peers")
    cli.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    return cli.parse_args()


def run_one(work: str, folder: str, *words: str) -> Told:
    from extract_work import WORK

    return WORK[work](Path(folder), *(int(word) if word.isdecimal() else word for word in words))


def main() -> None:
    asked = arguments()
    if asked.one:
        print(json.dumps(run_one(*asked.one)))
        return
    measures = {
        "corpus": measure_corpus, "gold": measure_gold, "memory": measure_memory, "length": measure_length
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        run = Run(asked, Path(folder), pin_to_one_core())
        look_around(run)
        for part in (part for part in PARTS if part in asked.parts):
            measures[part](run)
    RESULTS.write_text(extract_page.page(run), "utf-8")
    print(RESULTS.read_text("utf-8"))


if __name__ == "__main__":
    main()
