"""Pages of the site that are made when it is built: the reference, from code and help texts, and what was measured."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from mkdocs.structure.files import File, Files

import pledgebook

ROOT = Path(__file__).parents[1]
MEASURED = {"QUALITY.md": "measured/quality.md", "SCALE.md": "measured/scale.md", "EXTRACT.md": "measured/extract.md"}
ALSO_TOLD = ("pledgebook.reporting.charts.Chart", "pledgebook.reporting.why.Explanation", "pledgebook.model.Decision",
             "pledgebook.model.Release")  # fmt: skip
"""Classes whose values the library gives, beside those that it names."""


def on_files(files: Files, config: Any) -> Files:
    """Adds the pages that are made."""
    for name, text in made_pages():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Links to what was measured lead to its pages in the site."""
    up = "../" * page.file.src_uri.count("/")
    for source, name in MEASURED.items():
        markdown = markdown.replace(f"](../benchmarks/{source}", f"]({up}{name}")
    return markdown


def made_pages() -> Iterator[tuple[str, str]]:
    """Each page's place in the site, and its Markdown."""
    yield "reference/commands.md", commands()
    yield "reference/python.md", python()
    yield "reference/api.md", api()
    for source, name in MEASURED.items():
        text = (ROOT / "benchmarks" / source).read_text("utf-8")
        # Its neighbours in the repository are no pages of the site.
        yield name, re.sub(r"\[([^\]]+)\]\((?!#|https?:)[^)]*\)", r"\1", text)


def commands() -> str:
    """The help of every command: what it does, its arguments and options, examples."""
    from pledgebook.cli.app import app

    known: Any = typer.main.get_command(app)
    parts = ["# Commands", "Made from the program's own help. What they do in full: [the commands](../commands.md)."]
    for name, command in known.commands.items():
        told, _, examples = inspect.cleandoc(command.help or "").replace("\b\n", "").partition("Examples:")
        parts += [f"## {name}", told.strip(), _table(("option", "what it does"), map(_parameter, command.params))]
        if examples.strip():
            parts.append(f"```\n{inspect.cleandoc(examples)}\n```")
    return "\n\n".join(parts) + "\n"


def _parameter(parameter: Any) -> tuple[str, str]:
    names = ", ".join(name for name in parameter.opts if name.startswith("--")) or parameter.metavar or parameter.name
    value = "" if names == parameter.metavar or getattr(parameter, "is_flag", False) else f" {parameter.metavar or ''}"
    return f"`{names}{value.rstrip()}`", parameter.help or ""


def python() -> str:
    """Every public name with its signature and what its docstring says."""
    parts = ["# Python", inspect.getdoc(pledgebook) or ""]
    parts[1] = _code_indented(parts[1])
    found = {name: getattr(pledgebook, name) for name in pledgebook.__all__ if not name.startswith("__")}
    for place in ALSO_TOLD:
        module, _, name = place.rpartition(".")
        found[name] = getattr(__import__(module, fromlist=[name]), name)
    for name, value in sorted(found.items(), key=lambda each: each[0].lower()):
        parts += [f"## {name}", *_described(name, value)]
    return "\n\n".join(parts) + "\n"


def _described(name: str, value: Any) -> Iterator[str]:
    yield f"```python\n{name}{_signature(value)}\n```"
    yield _code_indented(_own_doc(value))
    if inspect.isclass(value):
        for method, function in vars(value).items():
            plain = function.fget if isinstance(function, property) else getattr(function, "__func__", function)
            if not method.startswith("_") and inspect.isfunction(plain) and plain.__doc__:
                yield f"### {name}.{method}"
                if not isinstance(function, property):
                    yield f"```python\n{method}{_signature(plain)}\n```"
                yield _code_indented(_own_doc(plain))


def _own_doc(value: Any) -> str:
    doc = inspect.getdoc(value) or ""
    return "" if doc.startswith(f"{getattr(value, '__name__', '')}(") else doc


def _signature(value: Any) -> str:
    try:
        return str(inspect.signature(value)).replace("'", "")
    except (TypeError, ValueError):
        return ""


def _code_indented(text: str) -> str:
    """Docstrings are Markdown but for angle brackets, which are no tags."""
    return text.replace("<", "&lt;")


def api() -> str:
    """Every address of the API with its parameters, as the OpenAPI description tells them."""
    from fastapi import FastAPI

    from pledgebook.web import api as web_api

    app = FastAPI(title="Pledgebook", version=pledgebook.__version__)
    web_api.add_to(app)
    described = app.openapi()
    parts = ["# API", described["info"]["description"].strip(), "More: [the API](../api.md)."]
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            parts += [f"## {method.upper()} {path}", f"{told['summary']}. {told.get('description', '')}".strip()]
            rows = [
                (f"`{each['name']}`", (each.get("description") or "").replace("|", "\\|"))
                for each in told.get("parameters", ())
            ]
            parts.append(_table(("parameter", "what it says"), rows))
            answers = [(f"`{code}`", answer["description"]) for code, answer in told["responses"].items()]
            parts.append(_table(("answer", "when"), answers))
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(head: tuple[str, str], rows: Any) -> str:
    lines = [f"| {first} | {second} |" for first, second in rows]
    return "\n".join([f"| {head[0]} | {head[1]} |", "|---|---|", *lines]) if lines else ""
