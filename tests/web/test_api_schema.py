"""The API keeps to its own description: schemathesis asks what the OpenAPI document allows, and what it does not."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.engine import events, from_schema

import pledgebook
from pledgebook.web import tokens
from pledgebook.web.api.rights import Bucket
from pledgebook.web.app import create_app

EXAMPLES = Path(__file__).parents[2] / "examples" / "march-2024"
DESCRIPTION = "/api/v1/openapi.json"
ASKED = int(os.environ.get("PLEDGEBOOK_EXAMPLES", "8"))
"""Examples of each address beside those that the description itself suggests; more in a soak run."""

CONFIG = """
seed = 20240314
[auth.openapi.HTTPBearer]
bearer = "{token}"
[generation]
max-examples = {asked}
deterministic = true
[phases.stateful]
enabled = false
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 304, 401, 403, 404, 412, 422, 428]
"""
"""What the schema allows may still name a day or a party that there is none of: 422 and 404 tell so in a sentence."""


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("described") / "march.book"
    pledgebook.open(path).read(EXAMPLES)
    app = create_app(path)
    app.state.bucket = Bucket(at_once=10**9)
    token = tokens.add(path, "Ada", datetime(2024, 3, 14, tzinfo=UTC))
    config = schemathesis.Config.from_str(CONFIG.format(token=token, asked=ASKED))
    return schemathesis.openapi.from_asgi(DESCRIPTION, app, config=config)


def failures(scenario: Any) -> list[str]:
    """The checks that failed, with the request that made them fail."""
    return [
        f"{check.name}: {check.failure_info.failure.title}: {check.failure_info.failure.message}\n"
        f"{scenario.recorder.cases[case].value.as_curl_command()}"
        for case, checks in scenario.recorder.checks.items()
        for check in checks
        if check.failure_info is not None
    ]


def test_the_api_keeps_to_its_description(described: Any) -> None:
    found: list[str] = []
    asked: set[str] = set()
    for event in from_schema(described).execute():
        assert not isinstance(event, events.NonFatalError | events.FatalError), str(getattr(event, "info", event))
        if isinstance(event, events.ScenarioFinished):
            asked.add(event.recorder.label)
            found += failures(event)
    assert len(asked) == sum(len(methods) for methods in described.raw_schema["paths"].values())
    assert not found, "\n\n".join(found[:10])


def test_every_address_is_described(described: Any) -> None:
    for path, methods in described.raw_schema["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (path, method)
            for status, answer in operation["responses"].items():
                assert answer["description"], (path, method, status)
