#!/usr/bin/env python3
"""Linking, posting, reporting and checking a large book of made-up claims, all to one recipient: time and memory.

    scale.py [PLEDGES …]        (else 1000 10000: about 10,000 and 100,000 claims)

Each size runs in a process of its own. Printed is what each step took, how much the time grew against the claims, and
how long adding one article took; with --write the page SCALE.md is written.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from made_up import made_up

import pledgebook
from pledgebook import pipeline
from pledgebook.book.log import open_log
from pledgebook.model import PublishedClaim
from pledgebook.protocols import Batch, Extraction

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAGE = Path(__file__).with_name("SCALE.md")


def batch_of(claims: list[PublishedClaim]) -> Batch:
    """The claims with their documents, as if they had been given."""
    by_document: dict[str, list[PublishedClaim]] = {}
    for told in claims:
        by_document.setdefault(told.document.hash, []).append(told)
    return Batch(
        tuple(told[0].document for told in by_document.values()),
        tuple(Extraction(h, "given", "given", tuple(each.claim for each in told)) for h, told in by_document.items()),
    )


def timed(steps: dict[str, float], name: str, step: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    done = step()
    steps[name] = time.perf_counter() - start
    return done


def measure(pledges: int) -> dict[str, Any]:
    claims = made_up(pledges)
    last = claims[-1].document.hash
    first, added = [c for c in claims if c.document.hash != last], [c for c in claims if c.document.hash == last]
    steps: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scale.book"
        with open_log(path, make=True) as log:
            timed(steps, "log", lambda: log.append(batch_of(first), NOON))
        timed(steps, "link and post", lambda: pipeline.connect(path).close())
        book = pledgebook.open(path)
        report = timed(steps, "report by donor", lambda: book.report(by="donor"))
        timed(steps, "pledges", book.pledges)
        broken = timed(steps, "check", book.check)
        with pipeline.connected(path) as connection:
            counted = {
                name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # type: ignore[index]
                for name in ("claims", "pledges", "postings")
            }
        with open_log(path) as log:
            log.append(batch_of(added), NOON + timedelta(days=1))
        timed(steps, "one article more", lambda: pipeline.connect(path).close())
        assert not broken, broken[:3]
        assert len(report) > 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**counted, "steps": steps, "peak": peak}


def lines(found: list[dict[str, Any]]) -> list[str]:
    out = ["| claims | pledges | postings | " + " | ".join(found[0]["steps"]) + " | peak memory |"]
    out.append("|" + "---|" * (len(found[0]["steps"]) + 4))
    for each in found:
        times = " | ".join(f"{seconds:.1f} s" for seconds in each["steps"].values())
        out.append(
            f"| {each['claims']:,} | {each['pledges']:,} | {each['postings']:,} | {times} | {each['peak']:,.0f} MB |"
        )
    for small, large in pairwise(found):
        more = large["claims"] / small["claims"]
        allowed = more * math.log(large["claims"]) / math.log(small["claims"])
        grown = large["steps"]["link and post"] / small["steps"]["link and post"]
        told = f"linking and posting took {grown:.1f} times as long (n log n: {allowed:.1f})"
        out.append(f"\n{more:.1f} times the claims: {told}.")
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pledges", nargs="*", type=int, default=[1000, 10_000])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(measure(given.pledges[0])))
        return
    command = [sys.executable, __file__, "--child"]
    found = [
        json.loads(subprocess.run([*command, str(n)], check=True, capture_output=True, text=True).stdout)
        for n in given.pledges
    ]
    page = "\n".join(lines(found))
    print(page)
    if given.write:
        PAGE.write_text(f"# Large books\nWritten by `benchmarks/scale.py`.\n\n{page}\n", "utf-8")


if __name__ == "__main__":
    main()
