"""Whether a confidence of 0.8 is right eight times in ten: a reliability table over held-back claims.

    python benchmarks/learn_weights.py FOLDER… --predictions validated.jsonl
    python benchmarks/calibration.py validated.jsonl FOLDER…

Right means amount, stage, donors and recipients, as `score.py` of the shared gold set counts them. Claims without an
amount are told apart. The expected calibration error is the mean distance between confidence and share of right
claims over ten bands, weighed by how many claims each holds.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from learn_weights import articles_of

SCORE = Path(__file__).resolve().parents[2] / "shared/gold/score.py"
BANDS = 10


def load_score() -> Any:
    spec = importlib.util.spec_from_file_location("score", SCORE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(score: Any, gold: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[tuple[float, bool]]:
    """Each claim's confidence, and whether it is right."""
    found = {j: i for i, j in score.pairs(gold, said)}
    return [
        (c["confidence"], j in found and all(score.same(f, gold[found[j]], c) for f in score.HEADLINE))
        for j, c in enumerate(said)
    ]


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("predictions", type=Path)
    cli.add_argument("folders", nargs="+", type=Path)
    args = cli.parse_args()
    score, said = load_score(), defaultdict(list)
    for line in args.predictions.read_text("utf-8").splitlines():
        claim = json.loads(line)
        said[claim["document"]].append(claim)
    for name, has_amount in (("with an amount", True), ("without", False)):
        told: list[tuple[float, bool]] = []
        for folder in args.folders:
            for raw, _ in articles_of(folder):
                kinds = [raw["claims"], said.get(raw["id"], [])]
                gold, mine = ([c for c in k if (score.amount(c) is not None) == has_amount] for k in kinds)
                for claim in gold:
                    claim["start"] = raw["text"].find(claim["quote"])
                    claim["end"] = claim["start"] + len(claim["quote"])
                told += judged(score, gold, mine)
        print_table(name, told)


def print_table(name: str, told: list[tuple[float, bool]]) -> None:
    print(f"{len(told)} claims {name}")
    error = 0.0
    for band in range(BANDS):
        held = [(p, right) for p, right in told if min(BANDS - 1, int(p * BANDS)) == band]
        if held:
            mean, share = sum(p for p, _ in held) / len(held), sum(right for _, right in held) / len(held)
            error += abs(mean - share) * len(held) / len(told)
            print(f"  {band / BANDS:.1f}–{(band + 1) / BANDS:.1f}: {len(held):5} told {mean:.2f}, right {share:.2f}")
    print(f"  expected calibration error {error:.3f}")


if __name__ == "__main__":
    main()
