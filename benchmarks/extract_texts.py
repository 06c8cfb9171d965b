"""The texts of the extraction benchmark: the corpus, gold articles and stories, terms, hostile texts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
CORPUS = SHARED / "data" / "news" / "white-house-2021-2026.parquet"
GOLD = {"articles": SHARED / "gold" / "articles", "stories": SHARED / "gold" / "stories"}
EXAMPLES = HERE.parent / "examples" / "march-2024"

BATCH = 16
"""Documents read from the corpus at once: few, so that memory stays flat."""

WARM_UP = 8
"""Documents that are read before the clock starts, none of them in the gold or the sample."""

WARM_UP_STEP = 17
"""They are sought among every 17th of the corpus: enough of those speak of aid to Ukraine."""


def corpus_size() -> int:
    import pyarrow.parquet

    return int(pyarrow.parquet.read_metadata(CORPUS).num_rows)


def corpus_batches(step: int, first: int = 0) -> Iterator[list[dict[str, Any]]]:
    """Every `step`-th document of the corpus from the `first` on, a few at a time."""
    import pyarrow
    import pyarrow.parquet

    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # the others keep what they once held
    place = 0
    with pyarrow.parquet.ParquetFile(CORPUS, buffer_size=1 << 20) as file:
        for batch in file.iter_batches(BATCH, use_threads=False):
            yield [row for number, row in enumerate(batch.to_pylist(), place - first) if number % step == 0]
            place += batch.num_rows


def corpus_sample(step: int, first: int = 0) -> list[dict[str, Any]]:
    return [row for rows in corpus_batches(step, first) for row in rows]


def gold(name: str) -> list[dict[str, Any]]:
    """The gold articles or stories; the example articles where they are not at hand."""
    folder = GOLD[name] if GOLD[name].exists() else EXAMPLES
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))]


def terms() -> dict[str, list[str]]:
    """Pledgebook's own names and words, by where they come from; words that stand in two places count in the first."""
    from pledgebook.extraction.text_marks import themes
    from pledgebook.extraction.verbs import event_words
    from pledgebook.vocabulary import actor_names, item_forms

    words = event_words()
    phrases = {" ".join(phrase) for by in words.phrases.values() for found in by.values() for phrase, _ in found}
    told = {
        "names of actors": set(actor_names()),
        "items": set(item_forms()),
        "words of events": {*words.verbs, *words.nouns, *phrases},
        "words of themes": {word for listed in themes().values() for word in listed},
    }
    seen: set[str] = set()
    out = {}
    for name, listed in told.items():
        out[name] = sorted({word.lower() for word in listed} - seen)
        seen |= set(out[name])
    return out


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    kept = ("id", "published", "publisher", "title", "language", "text", "url")
    path.write_text("".join(json.dumps({k: row[k] for k in kept if k in row}) + "\n" for row in rows), "utf-8")


def prepare(folder: Path, most: int) -> dict[str, Any]:
    """Put the texts that peers read too into files of `folder`, about `most` of the corpus; tell what there is."""
    corpus = corpus_size() if CORPUS.exists() else 0
    step = max(1, corpus // most)
    for name in GOLD:
        write_rows(folder / name, gold(name))
    sample = corpus_sample(step) if corpus else []
    write_rows(folder / "sample", sample)
    write_rows(folder / "warm_up", warm_up({row["text"] for row in sample}))
    listed = terms()
    (folder / "terms").write_text(json.dumps([word for words in listed.values() for word in words]), "utf-8")
    return {
        "terms": {name: len(words) for name, words in listed.items()},
        "corpus": corpus,
        "gold": [name for name, place in GOLD.items() if place.exists()],
    }


def warm_up(measured: set[str]) -> list[dict[str, Any]]:
    """Releases about aid that are not in the sample, so that all that reads aid is loaded;
    example articles where the corpus is not at hand."""
    if not CORPUS.exists():
        return [json.loads(path.read_text("utf-8")) for path in sorted(EXAMPLES.glob("*.json"))][:WARM_UP]
    others = [row for row in corpus_sample(WARM_UP_STEP) if row["text"] not in measured]
    about_aid = [row for row in others if "Ukraine" in row["text"] and "million in" in row["text"]]
    return about_aid[:: max(1, len(about_aid) // WARM_UP)][:WARM_UP]


HEAD = "Norway gives Ukraine $5 million. "
"""Every hostile text opens with it, so that nothing is turned away before it is read."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """A kind of text and the lengths, in bytes, at which it is measured; `make` gives a text of about a length."""

    words: str
    lengths: tuple[int, int]
    make: Callable[[int], str]


def repeated(unit: str, head: str = HEAD) -> Callable[[int], str]:
    return lambda length: head + unit * max(1, (length - len(head)) // len(unit.encode()))


def joined_articles(length: int) -> str:
    whole = "\n\n".join(row["text"] for row in gold("articles"))
    return (f"{whole}\n\n" * (length // len(whole.encode()) + 1))[:length]


def endless_sentence(length: int) -> str:
    """One sentence: the words of the gold articles without a mark that ends one."""
    return " ".join(re.sub(r"[.!?:;]+(?=\W)", " ", joined_articles(length)).split())


HALF, ONE, TWO, FIVE, TEN = (round(size * 1e6) for size in (0.5, 1, 2, 5, 10))

HOSTILE = {
    "joined": Hostile("gold articles joined to one document", (FIVE, TEN), joined_articles),
    "million": Hostile("“million million …”", (ONE, TWO), repeated("million ")),
    "quotes": Hostile("ten and twenty thousand opening quotes", (30_000, 60_000), repeated("“")),
    "quotes_named": Hostile("“ and a name, ten and twenty thousand times", (110_000, 220_000), repeated("“Ukraine ")),
    "plain_quotes": Hostile('straight quotes (")', (HALF, ONE), repeated('"')),
    "sentence": Hostile("one sentence without end", (HALF, ONE), endless_sentence),
    "name": Hostile("“Ukraine Ukraine …”", (HALF, ONE), repeated("Ukraine ")),
    "names": Hostile("“Ukraine and Ukraine and …”", (HALF, ONE), repeated("Ukraine and ")),
    "digits": Hostile("one number of digits", (HALF, ONE), repeated("1")),
    "numbers": Hostile("“1 1 1 …”", (HALF, ONE), repeated("1 ")),
    "sums": Hostile("“$1 $1 $1 …”", (HALF, ONE), repeated("$1 ")),
    "ranges": Hostile("“$1-$1-$1 …”", (HALF, ONE), repeated("$1-")),
    "millions": Hostile("“5 million 5 million …”", (HALF, ONE), repeated("5 million ")),
    "hundreds": Hostile("“one hundred and one hundred and …”", (HALF, ONE), repeated("one hundred and ")),
    "list": Hostile("lines of a list, each with a sum", (HALF, ONE), repeated("- $1 million\n")),
    "clauses": Hostile(
        "“Norway gives Ukraine $5 million and Norway …”", (HALF, ONE), repeated("Norway gives Ukraine $5 million and ")
    ),
    "brackets": Hostile("opening brackets", (HALF, ONE), repeated("(")),
    "commas": Hostile("commas", (HALF, ONE), repeated(", ")),
    "and": Hostile("“and and and …”", (HALF, ONE), repeated("and ")),
    "letters": Hostile("one word of a million letters", (HALF, ONE), repeated("a")),
    "capitals": Hostile("capitalised words", (HALF, ONE), repeated("Aaa ")),
    "dates": Hostile("“March 2024 March 2024 …”", (HALF, ONE), repeated("March 2024 ")),
    "verbs": Hostile("“will send will send …”", (HALF, ONE), repeated("will send ")),
    "speakers": Hostile("“Mr Smith said Mr Smith said …”", (HALF, ONE), repeated("Mr Smith said ")),
    "things": Hostile("“tanks tanks …”", (HALF, ONE), repeated("tanks ")),
    "lines": Hostile("empty lines", (HALF, ONE), repeated("\n")),
    "grown": Hostile("letters that grow in lower case (İ)", (HALF, ONE), repeated("İ")),
}
