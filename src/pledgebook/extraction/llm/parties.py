"""Givers and receivers as a model names them: brought to the book's codes, and looked for in the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pledgebook.extraction.actors import find_actors
from pledgebook.fields import WrongField, shown
from pledgebook.model import Document
from pledgebook.vocabulary import code_from_name, kind_of

UNITED_NATIONS = "UN"


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is named in a document, its title and its publisher's name; make it with `Parties.of`.

    `text` is all of that in lower case, `codes` are the known parties in it, by their names, capitals and offices.
    """

    text: str
    codes: frozenset[str]

    @classmethod
    def of(cls, document: Document) -> Parties:
        text = f"{document.text}\n{document.title}\n{document.publisher}"
        codes = frozenset(actor.code for actor in find_actors(text))
        # An agency of the United Nations stands for them where its own name is not the code.
        agencies = {UNITED_NATIONS} if any(kind_of(code) == "agency" for code in codes) else set()
        return cls(text.lower(), codes | agencies)

    def checked(self, told: Iterable[str]) -> tuple[str, ...]:
        """The codes that are told, each once; WrongField for one that is none, or whom the document does not name."""
        return tuple(dict.fromkeys(self._code(name) for name in told))

    def _code(self, name: str) -> str:
        """A known code or name as its code (`Ukraine` and `ukraine` are UA), any other in lower case with hyphens."""
        code = code_from_name(name.replace("-", " "))
        if kind_of(code) is None and not code.islower():
            raise WrongField(f"{shown(name)} is no code")
        words = code.split("-")
        named = code in self.codes if kind_of(code) is not None else all(word in self.text for word in words)
        if not named:
            raise WrongField(f"{shown(name)} is not named in the document")
        return code
