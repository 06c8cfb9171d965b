"""The documentation as a site: it builds without a warning, asks no other address, and tells what was measured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import re2
from lxml import html

from test_docs import first_cells, section

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_site_builds_without_a_warning(site: Path):
    for page in ("index", "tutorial", "method", "guides/analyst", "reference/python", "measured/quality"):
        assert (site / f"{page}.html").is_file()


def test_the_site_asks_no_other_address(site: Path):
    """Links may lead elsewhere; nothing is fetched from there."""
    for page in site.rglob("*.html"):
        tree = html.parse(str(page))
        fetched = [*tree.xpath("//script/@src"), *tree.xpath("//link/@href"), *tree.xpath("//img/@src")]
        assert [address for address in fetched if address.startswith(("http:", "https:", "//"))] == [], page
    for style in site.rglob("*.css"):
        assert not re2.search(r"url\(\s*['\"]?(https?:)?//", style.read_text("utf-8")), style


def test_the_reference_has_every_command_and_public_name(site: Path):
    import pledgebook
    from test_cli import COMMANDS

    commands = (site / "reference" / "commands.html").read_text("utf-8")
    assert [name for name in COMMANDS if f'id="{name}"' not in commands] == []
    python = (site / "reference" / "python.html").read_text("utf-8")
    names = [name for name in pledgebook.__all__ if not name.startswith("__")]
    assert [name for name in names if f'id="{name.lower()}"' not in python] == []
    assert "Book.report" in python
    assert "/api/v1/pledges" in (site / "reference" / "api.html").read_text("utf-8")


def test_the_method_tells_the_figures_that_were_measured():
    """Each score of the method's table stands in benchmarks/QUALITY.md, in the row that it is from."""
    quality = (ROOT / "benchmarks" / "QUALITY.md").read_text("utf-8")
    told = section("method.md", "## How well it reads")
    rows = [line for line in told.splitlines() if line.startswith("| ") and "0." in line]
    scores = [row.split("|")[3].strip() for row in rows]
    lines = {name: line for line in quality.splitlines() for name in KEYS if line.startswith(f"| {name}")}
    assert len(first_cells(told)) == len(scores) == len(ROWS)
    for score, name in zip(scores, ROWS, strict=True):
        assert score in lines[name], (score, lines[name])


KEYS = ("200 new sentences", "articles (`held_out", "claims given", "from the bare text")
ROWS = (KEYS[0], KEYS[0], KEYS[1], KEYS[1], KEYS[2], KEYS[3])
