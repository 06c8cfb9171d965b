"""The vocabulary's data files hold together and answer the questions that the other parts ask."""

from __future__ import annotations

import pytest
import re2

from pledgebook import vocabulary
from pledgebook.model import AIDS


def test_every_state_has_a_code_a_name_and_known_currencies() -> None:
    states = vocabulary.countries()
    assert {"XK", "TW", "PS", "UA", "GB"} <= states.keys()
    assert len(states) == 250
    for state in states.values():
        assert len(state.code) == 2
        assert state.names[0] == state.name
        assert set(state.currencies) <= vocabulary.currencies().keys(), state.code


def test_no_name_means_two_states() -> None:
    owners: dict[str, set[str]] = {}
    for state in vocabulary.countries().values():
        for name in (*state.names, *state.adjectives, *state.capitals):
            owners.setdefault(name, set()).add(state.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_no_name_means_two_bodies() -> None:
    owners: dict[str, set[str]] = {}
    for body in vocabulary.bodies().values():
        assert body.kind in vocabulary.KINDS
        for name in body.names:
            owners.setdefault(name, set()).add(body.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_governments_places_and_leaders_belong_to_known_actors() -> None:
    known = vocabulary.countries().keys() | vocabulary.bodies().keys()
    assert set(vocabulary.places().values()) <= vocabulary.countries().keys()
    assert {leader.code for leader in vocabulary.leaders()} <= known
    assert sum(bool(state.metonyms) for state in vocabulary.countries().values()) > 30


def test_groups_hold_known_codes() -> None:
    groups = vocabulary.groups()
    known = vocabulary.countries().keys() | vocabulary.bodies().keys()
    assert {"europe", "eu", "nato", "g7", "g20", "dac", "nordic", "baltic", "oecd"} <= groups.keys()
    assert all(codes <= known for codes in groups.values())
    assert len(groups["eu"] & vocabulary.countries().keys()) == 27
    assert len(groups["nato"] & vocabulary.countries().keys()) == 32
    assert groups["baltic"] == {"EE", "LV", "LT"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Germany", "DE"),
        ("ua", "UA"),
        ("the united states", "US"),
        ("Turkey", "TR"),
        ("Côte d'Ivoire", "CI"),
        ("World Bank Group", "WB"),
        ("european commission", "EU"),
        ("Sub-Saharan Africa", "sub-saharan-africa"),
        ("Nowhere at all", None),
    ],
)
def test_code_of(name: str, code: str | None) -> None:
    assert vocabulary.code_of(name) == code


def test_codes_in_opens_groups_and_takes_names_and_codes() -> None:
    assert vocabulary.codes_in(["baltic", "Norway", "se"]) == {"EE", "LV", "LT", "NO", "SE"}


def test_an_unknown_giver_gets_its_name_as_code() -> None:
    assert vocabulary.code_from_name("Children’s Hope & Co.") == "childrens-hope-co"
    assert vocabulary.code_from_name("Gates Foundation") == "bill-gates-foundation"
    assert vocabulary.kind_of("bill-gates-foundation") == "charity"
    assert vocabulary.name_of("CZ") == "Czech Republic"
    assert vocabulary.name_of("some-body") == "some-body"


@pytest.mark.parametrize(
    ("word", "actors", "currency"),
    [
        ("Norwegian kroner", [], "NOK"),
        ("Czech crowns", [], "CZK"),
        ("pounds sterling", [], "GBP"),
        ("hryvnias", [], "UAH"),
        ("Kuwaiti dinars", [], "KWD"),
        ("crowns", ["UA", "CZ"], "CZK"),
        ("crowns", ["NO"], "NOK"),
        ("crowns", [], None),
        ("kroner", ["DK", "UA"], "DKK"),
        ("dollars", ["UA"], "USD"),
        ("dollars", ["UA", "CA"], "CAD"),
        ("$", ["AU"], "USD"),
        ("$", [], "USD"),
        ("C$", [], "CAD"),
        ("C$", ["CA"], "CAD"),
        ("CA$", [], "CAD"),
        ("kr", ["SE"], "SEK"),
        ("kr", [], None),
        ("Rs", ["PK"], "PKR"),
        ("yen", [], "JPY"),
        ("wheelbarrows", ["UA"], None),
    ],
)
def test_resolve_currency(word: str, actors: list[str], currency: str | None) -> None:
    assert vocabulary.resolve_currency(word, actors) == currency


def test_currency_of_actors() -> None:
    assert vocabulary.currency_of(["some-body", "NO", "US"]) == "NOK"
    assert vocabulary.currency_of(["EU"]) == "EUR"
    assert vocabulary.currency_of([]) is None


def test_risky_words_are_money_only_with_their_state() -> None:
    words = vocabulary.currency_words()
    assert "won" not in words
    assert words["south korean won"] == ("KRW",)


@pytest.mark.parametrize(
    ("phrase", "group", "aid"),
    [
        ("155 mm artillery shells", "shell", "military"),
        ("Leopard 2A4 tanks", "tank", "military"),
        ("tonnes of wheat", "grain", "humanitarian"),
        ("a tranche of macro-financial assistance", "macro-financial assistance", "financial"),
        ("doses of vaccine", "dose", "humanitarian"),
        ("aid package", "aid", None),
        ("power transformers", "transformer", "other"),
    ],
)
def test_item_of(phrase: str, group: str, aid: str | None) -> None:
    item = vocabulary.item_of(phrase)
    assert item is not None
    assert (item.group, item.aid) == (group, aid)


def test_items_have_known_kinds_of_aid() -> None:
    assert {item.aid for item in vocabulary.items().values()} <= {*AIDS, None}
    assert set(vocabulary.aid_modifiers().values()) <= set(AIDS)
    assert vocabulary.item_of("goodwill") is None


def test_singular_undoes_plural_for_every_item() -> None:
    for term in vocabulary.items():
        assert vocabulary.singular_of(vocabulary.plural_of(term)) == term


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("45 Leopard 2A4 tanks", ["Leopard 2A4"]),
        ("18 F-16s and 6 M777 howitzers", ["F-16s", "M777"]),
        ("Mi-8, T-72, Su-24, CV90, M113, BMP-1, 2S22", ["Mi-8", "T-72", "Su-24", "CV90", "M113", "BMP-1", "2S22"]),
        ("1,000 rounds of 155 mm", ["155 mm"]),
        ("10,000 105-mm shells", ["105-mm"]),
        ("300 tanks for $60 billion in 2024", []),
        ("R500 million, NOK75 billion, USD300", []),
    ],
)
def test_model_pattern_finds_names_and_no_counts(text: str, models: list[str]) -> None:
    assert [found.group() for found in re2.finditer(vocabulary.model_pattern(), text)] == models


def test_what_is_read_is_kept() -> None:
    assert vocabulary.countries() is vocabulary.countries()
    with pytest.raises(TypeError):
        vocabulary.countries()["ZZ"] = vocabulary.countries()["UA"]  # type: ignore[index]
