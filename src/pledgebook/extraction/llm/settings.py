"""Which model reads, where it is asked, how long it may take, and where its answers are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from pledgebook.errors import WrongCall

URL_VARIABLE, MODEL_VARIABLE, KEY_VARIABLE = "PLEDGEBOOK_LLM_URL", "PLEDGEBOOK_LLM_MODEL", "PLEDGEBOOK_LLM_KEY"

SECONDS = 120.0
"""How long one document may take with all attempts: a long article on a model without a graphics card."""

WAITS = (1.0, 4.0)
"""Seconds before the second and the third attempt: a server that restarts or is asked too much is back by then."""

ENDPOINT = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is asked. WrongCall if the address, the model or the key cannot be one; it never shows the key.

    `url` is the base address, to which `/chat/completions` is added; `cache` the folder in which answers are kept;
    `seconds` the limit for one document with all attempts; `waits` the seconds before each further attempt.
    """

    url: str
    model: str
    cache: Path
    key: str = field(default="", repr=False)
    seconds: float = SECONDS
    waits: tuple[float, ...] = WAITS

    def __post_init__(self) -> None:
        _check_address(self.url)
        if not self.model.strip() or not self.model.isprintable():
            raise WrongCall(f"no model's name; give it with --llm-model NAME or in {MODEL_VARIABLE}")
        if not all("!" <= letter <= "~" for letter in self.key):
            raise WrongCall(f"{KEY_VARIABLE} holds a space or another character that no key has")
        if not 0 < self.seconds < float("inf"):
            raise WrongCall(f"{self.seconds:g} seconds is no time to answer in; give --llm-seconds 120")

    @property
    def endpoint(self) -> str:
        """Where requests go."""
        parts = urlsplit(self.url)
        path = parts.path.rstrip("/").removesuffix(ENDPOINT)
        return parts._replace(path=path + ENDPOINT, fragment="").geturl()

    @property
    def server(self) -> str:
        """The server as messages name it, without what may be secret in its address."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def settings_from(
    environment: Mapping[str, str],
    url: str | None = None,
    model: str | None = None,
    cache: str | Path | None = None,
    seconds: float | None = None,
) -> Settings:
    """What is given, else what the environment says; the key comes from the environment alone, where no list of
    processes and no shell history shows it."""
    return Settings(
        url=url or environment.get(URL_VARIABLE, ""),
        model=model or environment.get(MODEL_VARIABLE, ""),
        cache=Path(cache) if cache else default_cache(environment),
        key=environment.get(KEY_VARIABLE, "").strip(),
        seconds=SECONDS if seconds is None else seconds,
    )


def default_cache(environment: Mapping[str, str]) -> Path:
    """The folder for answers in the user's cache: below XDG_CACHE_HOME, else below ~/.cache."""
    told = Path(environment.get("XDG_CACHE_HOME", ""))
    # A relative path there is to be ignored (XDG Base Directory Specification).
    return (told if told.is_absolute() else Path("~/.cache").expanduser()) / "pledgebook" / "llm"


def _check_address(url: str) -> None:
    if not url:
        raise WrongCall(f"a language model needs its address; give it with --llm-url URL or in {URL_VARIABLE}")
    parts = _parts(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise WrongCall("the language model's address is none; write it as https://host/v1")
    if "@" in parts.netloc:
        raise WrongCall(f"the language model's address holds a name or password; put the key in {KEY_VARIABLE}")


def _parts(url: str) -> SplitResult | None:
    """The parts of an address; None if it has none, or characters that addresses do not have."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts if url.isascii() and url.isprintable() and " " not in url else None
