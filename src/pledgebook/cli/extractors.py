"""Who finds the claims: the options that choose between the rules and a language model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pledgebook.cli.options import sharing

if TYPE_CHECKING:
    from pledgebook.protocols import Extractor


class ExtractorName(StrEnum):
    """Who finds the claims in texts."""

    RULES = "rules"
    LLM = "llm"


EXTRACTOR_OPTIONS: dict[str, tuple[Any, Any]] = {
    "extractor": (
        Annotated[ExtractorName, typer.Option("--extractor", help="Who finds the claims: rules, or a language model.")],
        ExtractorName.RULES,
    ),
    "llm_url": (
        Annotated[
            str | None,
            typer.Option("--llm-url", metavar="URL", help="An OpenAI-compatible server; else PLEDGEBOOK_LLM_URL."),
        ],
        None,
    ),
    "llm_model": (
        Annotated[
            str | None, typer.Option("--llm-model", metavar="NAME", help="Its model; else PLEDGEBOOK_LLM_MODEL.")
        ],
        None,
    ),
    "llm_cache": (
        Annotated[
            str | None,
            typer.Option("--llm-cache", metavar="FOLDER", help="Keeps the answers; else the user's cache."),
        ],
        None,
    ),
    "llm_seconds": (
        Annotated[float | None, typer.Option("--llm-seconds", metavar="SECONDS", help="Longest time for a document.")],
        None,
    ),
}
"""Name, type with its option, and default of each. The key has none: others could read it off the command line."""


@dataclass(frozen=True, slots=True)
class ExtractorChoice:
    """What a call says about who finds the claims."""

    name: ExtractorName
    url: str | None
    model: str | None
    cache: str | None
    seconds: float | None

    def chosen(self) -> Extractor | None:
        """The extractor that was chosen; None is the rules."""
        return None if self.name is ExtractorName.RULES else self.language_model()

    def language_model(self) -> Extractor:
        from pledgebook.without_book import language_model

        return language_model(self.url, self.model, self.cache, self.seconds)


def extracting_command(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options that choose an extractor, which it gets as one `ExtractorChoice`."""
    return sharing(command, EXTRACTOR_OPTIONS, lambda given: ExtractorChoice(*given.values()))
