"""The rules as a `protocols.Extractor`: the default, which needs no network and gives the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass

from pledgebook.extraction import extract_claims
from pledgebook.model import Document
from pledgebook.protocols import Extracted


@dataclass(frozen=True, slots=True)
class Rules:
    """Claims by rules and weights, never without an answer."""

    @property
    def name(self) -> str:
        # The engine is loaded when it is first asked for.
        from pledgebook.extraction.claims import EXTRACTOR

        return EXTRACTOR

    def extract(self, document: Document, /) -> Extracted:
        return Extracted(tuple(extract_claims(document)))
