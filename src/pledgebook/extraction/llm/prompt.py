"""What a model is asked: instructions, the form of an answer, and the document, which is data and no more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from pledgebook.model import AIDS, BASES, EVENTS, MAX_QUOTE, PERS, Document, make_id

JSON = dict[str, Any]


@cache
def instructions() -> str:
    """The instructions, which explain each field of a claim; the document is no part of them."""
    text = (files(__package__) / "prompt.txt").read_text(encoding="utf-8")
    return text.replace("{longest_quote}", str(MAX_QUOTE))


@cache
def schema() -> JSON:
    """The JSON schema of an answer: `{"claims": [...]}`, every field there, none besides.

    It keeps to what servers enforce strictly: types, enumerations, required and no other properties.
    """
    texts, words, number = {"type": "string"}, {"type": ["string", "null"]}, {"type": ["number", "null"]}
    codes = {"type": "array", "items": texts}
    fields = {
        "quote": texts, "event": _one_of(EVENTS), "donors": codes, "recipients": codes, "low": number, "high": number,
        "unit": words, "per": _one_of_or_null(PERS), "item": words, "aid": _one_of(AIDS), "basis": _one_of(BASES),
        "happened": words, "due": words, "speaker": words, "held_by": words,
    }  # fmt: skip
    return _object({"claims": {"type": "array", "items": _object(fields)}})


def message_for(document: Document) -> str:
    """The document for the model, between two lines that it cannot foresee: they hold a digest of all of it."""
    told = (document.published, document.publisher, document.title, document.text)
    line = f"===== {make_id('document', *told)} ====="
    head = f"Published: {document.published}\nPublisher: {document.publisher}\nTitle: {document.title}"
    return (
        f"The document is all that stands between the two lines {line}\n{line}\n{head}\nText:\n{document.text}\n{line}"
    )


def request_for(model: str, message: str) -> JSON:
    """The body of a request for chat completions."""
    form = {"name": "claims", "strict": True, "schema": schema()}
    return {
        "model": model,
        "messages": [{"role": "system", "content": instructions()}, {"role": "user", "content": message}],
        "response_format": {"type": "json_schema", "json_schema": form},
        # The likeliest words each time: an answer should differ as little as can be when it is asked for again.
        "temperature": 0,
        "stream": False,
    }


def digest_of(model: str, message: str) -> str:
    """A digest of all that an answer depends on: the model's name, the instructions, the schema and the document."""
    return make_id("a", model, instructions(), json.dumps(schema(), sort_keys=True), message)


def _object(fields: JSON) -> JSON:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _one_of(words: Iterable[str]) -> JSON:
    return {"type": "string", "enum": list(words)}


def _one_of_or_null(words: Sequence[str]) -> JSON:
    return {"type": ["string", "null"], "enum": [*words, None]}
