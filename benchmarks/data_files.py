#!/usr/bin/env python3
"""Reading a large file of IATI activities beside a bare loop over its XML: time and memory, measured in one run.

    data_files.py [FILE] [--times 100]

FILE (else the shared activities-2.03-covid.xml) is written so many times over into a temporary folder. The bare loop is
`lxml.etree.iterparse` over the activities, each cleared when it has come; the other sees and clears every element. Each
way runs in a process of its own, which also tells its peak memory; the smaller file's peak shows whether memory grows
with the file. On a busy machine the ratio of work (processor time) is the steadier one.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHARED = Path(os.environ.get("PLEDGEBOOK_SHARED") or Path(__file__).parents[2] / "shared" / "data")

SMALLER = 10
"""How many times smaller the file is whose peak memory is compared."""


def write_times(source: Path, target: Path, times: int) -> None:
    """The source's activities so many times over, within its own root, each time with other identifiers."""
    content = source.read_bytes()
    start = content.index(b"<iati-activity ")
    end = content.rindex(b"</iati-activities>")
    with target.open("wb") as file:
        file.write(content[:start])
        for number in range(times):
            file.write(content[start:end].replace(b"</iati-identifier>", b"-%d</iati-identifier>" % number))
        file.write(content[end:])


def bare(path: str) -> int:
    from lxml import etree

    count = 0
    for _, element in etree.iterparse(path, tag="iati-activity", resolve_entities=False, no_network=True):
        count += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return count


def every_element(path: str) -> int:
    from lxml import etree

    count = 0
    for _, element in etree.iterparse(path, resolve_entities=False, no_network=True):
        count += element.tag == "iati-activity"
        element.clear()
    return count


def pledgebook(path: str) -> int:
    from datetime import date

    from pledgebook.reading import ReadDocument, ReadOptions, read_paths

    options = ReadOptions(published=date(2021, 6, 1))
    return sum(isinstance(read, ReadDocument) for read in read_paths([path], options))


WAYS = {"bare": bare, "every element": every_element, "pledgebook": pledgebook}


def measure(way: str, path: str) -> None:
    start, worked = time.perf_counter(), time.process_time()
    count = WAYS[way](path)
    seconds, work = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"activities": count, "seconds": seconds, "work": work, "peak_mb": peak}))


def measured(way: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", way, str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(told.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=SHARED / "iati" / "activities-2.03-covid.xml")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--measure", nargs=2, metavar=("WAY", "PATH"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(*asked.measure)
        return
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder, "large.xml"), Path(folder, "small.xml")
        write_times(asked.file, large, asked.times)
        write_times(asked.file, small, max(1, asked.times // SMALLER))
        print(f"{large.stat().st_size / 1e6:,.0f} MB, {asked.times} times {asked.file.name}")
        found = {way: measured(way, large) for way in WAYS}
        for way, told in found.items():
            before = measured(way, small)["peak_mb"]
            print(
                f"{way:<13} {told['activities']:>8,.0f} activities {told['seconds']:7.2f} s ({told['work']:.2f} of "
                f"work) peak {told['peak_mb']:6.0f} MB ({before:.0f} MB for a file {SMALLER} times smaller)"
            )
        for way in ("bare", "every element"):
            ratios = (found["pledgebook"][measure] / found[way][measure] for measure in ("seconds", "work"))
            print(f"against {way}: {' (of work '.join(f'{ratio:.2f}' for ratio in ratios)})")


if __name__ == "__main__":
    main()
