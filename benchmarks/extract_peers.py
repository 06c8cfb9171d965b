#!/usr/bin/env python3
"""The peers of the extraction benchmark, run by the Python of their own virtual environment.

    extract_peers.py versions                    which peers are there
    extract_peers.py PEER WARM_UP TEXTS TERMS    reads WARM_UP, then every text of TEXTS once, timed

The files hold one document as JSON a line; TERMS is a JSON list of names and words.
"""

from __future__ import annotations

import json
import logging
import platform
import sys
import time
import warnings
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any, TypeAlias

from extract_clock import Clock, rows_of, size_of

Read: TypeAlias = Callable[[str], int]
"""Reads a text and tells how many things it found."""


def spacy(terms: list[str]) -> Read:
    """spaCy's blank English pipeline: words, sentences, and a look-up of the terms in any case."""
    import spacy as peer
    from spacy.matcher import PhraseMatcher

    pipeline = peer.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = 100_000_000
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    matcher.add("terms", list(pipeline.tokenizer.pipe(terms)))
    return lambda text: len(matcher(pipeline(text)))


def quantulum3(_: list[str]) -> Read:
    """quantulum3's plain `parser.parse`: its classifier of ambiguous units stays off, also where it is installed."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False
    return lambda text: len(parser.parse(text))


PEERS: dict[str, Callable[[list[str]], Read]] = {"spacy": spacy, "quantulum3": quantulum3}


def version_of(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def one_pass(peer: str, warm_up: Path, texts: Path, terms: Path) -> dict[str, Any]:
    """What a first pass over the texts took; `setup` is the loading of the peer, its terms and the warm-up."""
    begin = time.perf_counter()
    read = PEERS[peer](json.loads(terms.read_text("utf-8")))
    for row in rows_of(warm_up):
        read(row["text"])
    setup, clock = time.perf_counter() - begin, Clock()
    told = [row["text"] for row in rows_of(texts)]
    clock.run(read, told, size_of(told))
    return clock.told(setup=setup)


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    if sys.argv[1] == "versions":
        print(json.dumps({"Python": platform.python_version(), **{name: version_of(name) for name in PEERS}}))
        return
    peer, *files = sys.argv[1:]
    print(json.dumps(one_pass(peer, *map(Path, files))))


if __name__ == "__main__":
    main()
