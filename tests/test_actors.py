"""Actors are found with their places, and words that only look like them are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.extraction.actors import find_actors
from pledgebook.extraction.descriptions import with_descriptions
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
    ("text", "codes"),
    [
        ("Downing Street pledged £5 million.", ["GB"]),
        ("Ottawa and Canberra will send more.", ["CA", "AU"]),
        ("The Élysée confirmed the loan.", ["FR"]),
        ("The Kremlin denied it.", ["RU"]),
        ("The Bundestag approved aid for Kyiv.", ["DE", "UA"]),
        ("The Rada thanked Vilnius.", ["UA", "LT"]),
        ("DFC and USAID will invest in Kenya.", ["US", "US", "KE"]),
        ("The MCC signed a compact with Nepal.", ["US", "NP"]),
        ("EXIM approved a loan to Angola.", ["US", "AO"]),
        ("JICA lent money to the Philippines.", ["JP", "PH"]),
        ("KfW and GIZ support Tunisia.", ["DE", "DE", "TN"]),
        ("AFD, the French agency, supports Senegal.", ["FR", "FR", "SN"]),
        ("The AfDB lent to Ghana.", ["african-development-bank", "GH"]),
        (
            "The ADB and the AIIB lent to Pakistan.",
            ["asian-development-bank", "asian-infrastructure-investment-bank", "PK"],
        ),
        ("The IDB lent to Honduras.", ["inter-american-development-bank", "HN"]),
        ("The World Bank, the IMF and the EBRD met.", ["WB", "IMF", "EBRD"]),
        ("CEPI and Gavi fund COVAX.", ["cepi", "gavi", "covax"]),
        ("UNICEF, UNHCR and the WFP asked for more.", ["unicef", "unhcr", "wfp"]),
        ("The World Food Program bought grain.", ["wfp"]),
        ("Money for the African Union and ASEAN", ["african-union", "asean"]),
        ("CARICOM and the Pacific Islands Forum", ["caricom", "pacific-islands-forum"]),
        ("The Clean Technology Fund received $325 million.", ["clean-technology-fund"]),
        ("The Global Equality Fund gave to many.", ["global-equality-fund"]),
        ("The European Endowment for Democracy gave grants.", ["european-endowment-for-democracy"]),
        ("The Conrad N. Hilton Foundation gave $5 million.", ["hilton-foundation"]),
        ("The Hewlett Foundation gave $5 million.", ["hewlett-foundation"]),
        ("The Rockefeller Foundation and the Ford Foundation", ["rockefeller-foundation", "ford-foundation"]),
        ("Heifer International gave cows to Rwanda.", ["heifer-international", "RW"]),
        ("A grant to the Open Government Partnership", ["open-government-partnership"]),
        (
            "USAID funds the Global Anti-Corruption Consortium (GACC). Later GACC got more.",
            [
                "US",
                "global-anti-corruption-consortium",
                "global-anti-corruption-consortium",
                "global-anti-corruption-consortium",
            ],
        ),
        (
            "The Women in the Digital Economy Fund (WiDEF) began. WiDEF pays.",
            ["women-in-the-digital-economy-fund"] * 3,
        ),
        ("Gross Domestic Product (GDP) fell in Malawi. GDP is low.", ["MW"]),
        ("Artificial Intelligence (AI) helps Ghana. AI is new.", ["GH"]),
        ("Japan's foreign minister met Chancellor Olaf Scholz.", ["JP", "DE"]),
        ("The Dutch prime minister spoke in Rome with Giorgia Meloni.", ["NL", "IT"]),
        ("NATO's Secretary General Jens Stoltenberg spoke.", ["NATO", "NATO"]),
        ("The European Commission and the European Investment Bank", ["EU", "EIB"]),
        ("Sub-Saharan Africa and the Indo-Pacific", ["sub-saharan-africa", "indo-pacific"]),
        ("The Kingdom of Jordan and the Republic of Korea", ["JO", "KR"]),
        ("Save the Children and Médecins Sans Frontières", ["save-the-children", "msf"]),
    ],
)
def test_sentences_written_before_they_were_tried(text: str, codes: list[str]) -> None:
    assert [mention.code for mention in find_actors(text)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Central America needs aid. She promised funds to the region.", ["central-america", "central-america"]),
        ("Asia and Africa need aid. She promised funds to the region.", ["asia", "africa"]),
        ("Japan met Malawi. Malawi needs aid. It will pay the country more.", ["JP", "MW", "MW", "MW"]),
        ("Malawi needs aid. The bank paid the country nothing.", ["MW"]),
        ("Malawi and Chad need aid. It paid the country nothing.", ["MW", "TD"]),
        ("Japan met Malawi. Malawi needs aid. Schools across the country are shut.", ["JP", "MW", "MW"]),
        ("Gavi met. The fund paid.", ["gavi", "gavi"]),
        ("UNICEF met. The agency paid.", ["unicef", "unicef"]),
    ],
)
def test_what_is_told_again_by_its_kind(text: str, codes: list[str]) -> None:
    assert [mention.code for mention in with_descriptions(text, find_actors(text))] == codes


def test_every_name_of_a_long_line_is_found() -> None:
    assert {mention.code for mention in find_actors("Ukraine " * 20_000)} == {"UA"}
    assert find_actors("“" * 100_000) == []
    assert len(with_descriptions("Gavi " + "the fund " * 20_000, find_actors("Gavi "))) == 20_001


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
