"""Actors are found with their places, and words that only look like them are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.extraction.actors import find_actors
from pledgebook.vocabulary import actor_names


def found(text: str) -> list[tuple[str, str]]:
    return [(text[mention.start : mention.end], mention.code) for mention in find_actors(text)]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("The U.S. told us that US aid is late.", [("U.S.", "US"), ("US", "US")]),
        ("HELP US NOW", []),
        ("Ukraine's army and Ukrainians", [("Ukraine", "UA"), ("Ukrainians", "UA")]),
        ("the Czech Republic", [("Czech Republic", "CZ")]),
        ("the European Union", [("European Union", "EU")]),
        ("near the Kyiv region", [("Kyiv region", "UA")]),
        ("South Sudan, Niger and Guinea-Bissau", [("South Sudan", "SS"), ("Niger", "NE"), ("Guinea-Bissau", "GW")]),
        ("Côte d’Ivoire and Turkey", [("Côte d’Ivoire", "CI"), ("Turkey", "TR")]),
        ("the Pentagon, the Storting and USAID", [("Pentagon", "US"), ("Storting", "NO"), ("USAID", "US")]),
        ("Berlin has agreed", [("Berlin", "DE")]),
        ("Brussels has agreed", [("Brussels", "EU")]),
        ("the World Bank and the IMF", [("World Bank", "WB"), ("IMF", "IMF")]),
        ("the Norwegian Refugee Council", [("Norwegian Refugee Council", "norwegian-refugee-council")]),
        ("Gaza and the Sahel", [("Gaza", "PS"), ("the Sahel", "sahel")]),
        ("Zelenskyy met Støre", [("Zelenskyy", "UA"), ("Støre", "NO")]),
        ("from the United\nStates", [("United\nStates", "US")]),
        ("GERMANY SENDS MORE", [("GERMANY", "DE")]),
        ("the Pacific Islands Forum", [("Pacific Islands Forum", "pacific-islands-forum")]),
    ],
)
def test_actors_are_found(text: str, actors: list[tuple[str, str]]) -> None:
    assert found(text) == actors


@pytest.mark.parametrize(
    "text",
    [
        "The Washington Post reported it.",
        "under the Paris Agreement",
        "at the Berlin Wall",
        "the Geneva conference",
        "the Madrid summit",
        "ministers met in Brussels",
        "on American Airlines and Qatar Airways",
        "a London-based charity",
        "German-made trucks",
        "non-EU members and pro-Russian groups",
        "worth US$5 million",
        "Jordan Smith said so.",
        "Rep. Jim Jordan and Jill Biden",
        "African Americans",
        "near the South China Sea",
        "the governor of Georgia, speaking in Atlanta",
        "WASHINGTON - The minister left.",
        "BRUSSELS, March 14 - The minister left.",
        "Kyiv, 14 March (Wire) – The minister left.",
        "KYIV, Ukraine (AP) — The minister left.",
        "ISLAMABAD: The minister left.",
        "First paragraph.\n\nOSLO — The minister left.",
    ],
)
def test_traps_are_no_actors(text: str) -> None:
    assert found(text) == []


def test_a_name_after_a_dateline_counts() -> None:
    assert found("BERLIN - Berlin will send more.") == [("Berlin", "DE")]


def test_georgia_is_a_state_of_its_own_where_nothing_speaks_against_it() -> None:
    assert found("Aid for Moldova and Georgia") == [("Moldova", "MD"), ("Georgia", "GE")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The bloc will pay.", []),
        ("The European Union met. The bloc will pay.", ["EU", "EU"]),
        ("The alliance met.", []),
        ("NATO met. The alliance agreed, and allies will send.", ["NATO", "NATO", "NATO"]),
        ("The Commission said in Brussels that it would pay.", ["EU"]),
        ("Congress has not voted, and the Senate waits.", ["US", "US"]),
    ],
)
def test_short_names_need_the_actor_named(text: str, codes: list[str]) -> None:
    assert [mention.code for mention in find_actors(text)] == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dutch Prime Minister Mark Rutte promised it.", "NL"),
        ("NATO Secretary General Mark Rutte asked for it.", "NATO"),
        ("Estonia's prime minister, Kaja Kallas, said so.", "EE"),
    ],
)
def test_people_speak_for_the_office_that_is_told(text: str, code: str) -> None:
    assert [mention.code for mention in find_actors(text) if mention.form == "person"] == [code]


def test_bodies_that_no_file_names_get_their_name_as_code() -> None:
    text = "Grants came from the Bright Rivers Foundation, the Kenya Red Cross and Northern Asset Management."
    assert [mention.code for mention in find_actors(text)] == [
        "bright-rivers-foundation",
        "kenya-red-cross",
        "northern-asset-management",
    ]


@pytest.mark.parametrize(
    ("text", "kind", "form"),
    [
        ("Denmark", "state", "name"),
        ("Danish", "state", "adjective"),
        ("Copenhagen", "state", "capital"),
        ("Folketing", "state", "metonym"),
        ("Frederiksen", "state", "person"),
        ("Kharkiv", "place", "region"),
        ("Africa", "region", "region"),
        ("EBRD", "bank", "name"),
        ("UNICEF", "agency", "name"),
        ("Rheinmetall", "company", "name"),
        ("Oxfam", "charity", "name"),
        ("Gavi", "fund", "name"),
        ("Khartoum state", "place", "region"),
    ],
)
def test_kind_and_form(text: str, kind: str, form: str) -> None:
    (mention,) = find_actors(text)
    assert (mention.kind, mention.form) == (kind, form)


SCRAPS = st.sampled_from(
    [*sorted(actor_names())[::15], "in", "the", "aid", "Foundation", ",", "'s", "—", "\n", "US", "é"]
)


@given(st.lists(SCRAPS, max_size=30).map(" ".join))
def test_mentions_are_whole_words_in_order_without_overlap(text: str) -> None:
    reached = 0
    for mention in find_actors(text):
        assert reached <= mention.start < mention.end <= len(text)
        assert not (mention.start and text[mention.start - 1].isalnum())
        assert not text[mention.end : mention.end + 1].isalnum()
        reached = mention.end


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert find_actors(text) == find_actors(text)


@given(st.sampled_from(sorted(actor_names())))
def test_what_follows_a_full_stop_does_not_change_what_is_found_before(name: str) -> None:
    text = f"Reports say that {name} gave much."
    assert find_actors(text + " Nothing else is known.") == find_actors(text)
