"""The page that the extraction benchmark writes: what was measured, as tables."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bench import machine
from extract_texts import HEAD, HOSTILE

if TYPE_CHECKING:
    from extract import Run

READERS = {
    "pledgebook": "Pledgebook",
    "spacy": "spaCy, blank English: words, sentences, the terms",
    "quantulum3": "quantulum3: `parser.parse`",
}
TEXTS = {"articles": "gold articles", "stories": "gold stories", "sample": "sample of the corpus", "corpus": "corpus"}


def page(run: Run) -> str:
    peers = "".join(f", {name} {version}" for name, version in run.peers.items())
    parts = [f"# Prose extraction\nWritten by `make bench-extract` on {datetime.now(UTC).date()}. {machine()}{peers}."]
    parts += [conditions(run), "What the rows mean: [README.md](README.md#prose-extraction)."]
    tables = (speed, memory, length)
    parts += [table for table in (make(run) for make in tables) if table]
    parts += [f"Left out: {what}: {why}." for what, why in sorted(run.left_out.items())] or ["Nothing was left out."]
    return "\n\n".join(parts) + "\n"


def conditions(run: Run) -> str:
    """On what the figures rest: the core, and how much of it the measured processes got."""
    core = "Everything on one core" if run.pinned else "The system cannot keep a process on one core"
    shares = [told["seconds"] / told["wall"] for runs in run.found.values() for told in runs if told.get("wall", 0) > 1]
    got = f", of which the measured processes got {min(shares):.0%} to {max(shares):.0%}" if shares else ""
    terms = run.there["terms"]
    listed = f"{sum(terms.values()):,}: " + ", ".join(f"{count:,} {name}" for name, count in terms.items())
    return f"{core}{got}; seconds are the processor's. The terms that spaCy looks up are {listed}."


def table(heads: str, rows: Iterator[tuple[str, ...]]) -> str:
    columns = heads.count("|") + 1
    return "\n".join([f"| {heads} |", "|" + "---|" * columns, *(f"| {' | '.join(row)} |" for row in rows)])


def speed(run: Run) -> str:
    keys = [(texts, reader) for texts in TEXTS for reader in READERS if (texts, reader) in run.found]
    heads = "texts | read by | documents | MB | seconds | documents/s | MB/s | per document | per MB | found | peak"
    return f"## Speed\n{table(heads, (speed_row(run, *key) for key in keys))}" if keys else ""


def speed_row(run: Run, texts: str, reader: str) -> tuple[str, ...]:
    runs = run.found[texts, reader]
    failed = next((told["failed"] for told in runs if "failed" in told), None)
    if failed:
        return (TEXTS[texts], READERS[reader], f"failed: {failed}", *[""] * 8)
    told, seconds = runs[0], median(runs, "seconds")
    documents, megabytes = told["documents"], told["bytes"] / 1e6
    rates = (f"{documents / seconds:,.1f}", f"{megabytes / seconds:,.2f}")
    ratios = beside(run, texts, reader)
    span = seconds_of(runs)
    peak = f"{median(runs, 'peak_mb'):,.0f} MB"
    sizes = (f"{documents:,}", f"{megabytes:.2f}")
    return (TEXTS[texts], READERS[reader], *sizes, span, *rates, *ratios, f"{told['found']:,}", peak)


def beside(run: Run, texts: str, reader: str) -> tuple[str, str]:
    """How many times Pledgebook's time it takes for a document and a megabyte: a peer on the same texts,
    Pledgebook on the gold articles."""
    other = ("articles" if reader == "pledgebook" else texts, "pledgebook")
    measured = [run.found[texts, reader], run.found.get(other, [{"failed": ""}])]
    if any("failed" in told for runs in measured for told in runs):
        return "", ""
    own, base = ([median(runs, "seconds") / runs[0][per] for per in ("documents", "bytes")] for runs in measured)
    document, megabyte = (f"× {number(mine / its)}" for mine, its in zip(own, base, strict=True))
    return document, megabyte


def median(runs: list[dict[str, Any]], name: str) -> float:
    return statistics.median(told[name] for told in runs)


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def seconds_of(runs: list[dict[str, Any]]) -> str:
    seconds = sorted(told["seconds"] for told in runs)
    span = f" ({seconds[0]:.3g}–{seconds[-1]:.3g})" if len(runs) > 1 else ""
    return f"{statistics.median(seconds):.3g}{span}"


def memory(run: Run) -> str:
    found = {key[1]: told for key, [told, *_] in run.found.items() if key[0] == "memory"}
    if not found:
        return ""
    if any("failed" in told for told in found.values()):
        return f"## Memory\nFailed: {next(told['failed'] for told in found.values() if 'failed' in told)}."
    least = min(found)
    rows = (
        (f"{passes} ×", f"{told['documents']:,}", f"{told['bytes'] / 1e6:.1f}", f"{told['seconds']:.3g}",
         f"{told['peak_mb']:,.0f} MB", f"× {told['peak_mb'] / found[least]['peak_mb']:.2f}")
        for passes, told in found.items()
    )  # fmt: skip
    heads = "the sample of the corpus | documents | MB | seconds | peak | beside once"
    return f"## Memory\n{table(heads, rows)}"


def length(run: Run) -> str:
    names = [name for name in HOSTILE if ("length", name, 0) in run.found]
    heads = "one document of | MB | seconds | seconds/MB | longer: MB | seconds | seconds/MB | growth | peak"
    words = f"Every hostile text opens with “{HEAD.strip()}” Growth 1 is straight: twice the length, twice the time."
    words += f" All at {run.asked.share:.3g} of their full length." if run.asked.share != 1 else ""
    return f"## Length\n{words}\n\n{table(heads, (length_row(run, name) for name in names))}" if names else ""


def length_row(run: Run, name: str) -> tuple[str, ...]:
    told = [run.found["length", name, place][0] for place in (0, 1) if ("length", name, place) in run.found]
    cells = [cell for each in told for cell in length_cells(each)] + [""] * (6 - 3 * len(told))
    if any("failed" in each for each in told):
        return (HOSTILE[name].words, *cells, "", "")
    small, great = (each["seconds"] / each["bytes"] for each in told)
    return (HOSTILE[name].words, *cells, f"{great / small:.2f}", f"{told[-1]['peak_mb']:,.0f} MB")


def length_cells(told: dict[str, Any]) -> tuple[str, str, str]:
    if "failed" in told:
        return "", told["failed"].split(":")[0], ""
    megabytes = told["bytes"] / 1e6
    return f"{megabytes:.3g}", f"{told['seconds']:.3g}", f"{told['seconds'] / megabytes:.2f}"
