"""How often a claim is seen where there is none: 300 White House releases with a reader's verdict on each.

    python benchmarks/false_alarms.py [verdicts-2.jsonl] [--show]

The releases were drawn with a fixed seed (`random.Random(20261125).sample` over the corpus in order of address), and a
reader said of each whether it tells of aid to others before the program was run on it. `false_alarms/verdicts.jsonl`
holds the verdicts, `verdicts-2.jsonl` those on 300 more (seed 20261126) that were not looked at while the program was
made: `sure` is false where two careful readers might differ. Needs ../shared/data/news.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from white_house import releases

from pledgebook.extraction import extract_claims
from pledgebook.model import Claim, Document

HERE = Path(__file__).parent


def verdicts(name: str = "verdicts.jsonl") -> dict[str, dict[str, Any]]:
    lines = (HERE / "false_alarms" / name).read_text("utf-8").splitlines()
    return {v["url"]: v for v in map(json.loads, lines)}


def claims_of(row: dict[str, Any]) -> list[Claim]:
    day = date.fromisoformat(str(row["published"])[:10])
    return extract_claims(
        Document.make(row["text"], published=day, publisher=row["publisher"], title=row["title"], id=row["url"])
    )


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("verdicts", nargs="?", default="verdicts.jsonl")
    cli.add_argument("--show", action="store_true", help="print the false alarms and the misses")
    args = cli.parse_args()
    show, told = args.show, verdicts(args.verdicts)
    seen = {url: claims_of(row) for url, row in releases(set(told)).items()}
    without = [url for url, v in told.items() if not v["aid"]]
    alarms = [url for url in without if seen[url]]
    sure = [url for url in without if told[url]["sure"]]
    holding = [url for url, v in told.items() if v["aid"]]
    print(f"{len(without)} releases without aid, {len(alarms)} with a claim: {len(alarms) / len(without):.1%}")
    wrong = sum(1 for url in alarms if told[url]["sure"])
    print(f"  of the {len(sure)} where the reader was sure: {wrong / len(sure):.1%}")
    found = sum(1 for url in holding if seen[url])
    print(f"{len(holding)} releases with aid, {found} with a claim: {found / len(holding):.1%}")
    for url in alarms if show else ():
        for claim in seen[url]:
            print(
                f"  {claim.confidence:.2f} {claim.event} {claim.donors} {claim.recipients} «{claim.span.quote}» {url}"
            )


if __name__ == "__main__":
    main()
