"""Who says so: acts of speech and the words that they cover."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.extraction.speeches import Speeches, find_speech


def said_by(text: str, words: str) -> str | None:
    start = text.index(words)
    return Speeches(text).speaker_of(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Prime Minister Jana Novak said that Riga would send 20 guns.", "send 20 guns", "Jana Novak"),
        (
            "Latvia will send 20 guns from its stocks, Prime Minister Jana Novak said on Monday.",
            "20 guns",
            "Jana Novak",
        ),
        ("Jana Novak, the defence minister, announced 20 guns.", "20 guns", "Jana Novak"),
        ("The defence minister, Jana Novak, announced 20 guns.", "20 guns", "Jana Novak"),
        ("According to the finance ministry, 20 million euros have been paid.", "20 million", "the finance ministry"),
        ("About 20 million euros have been paid, according to Riga.", "20 million", "Riga"),
        ("Riga says that 20 guns are on their way.", "20 guns", "Riga"),
        ("Some 20 guns will never arrive, officials concede.", "20 guns", "officials"),
        ('"We will give 20 guns to our neighbours," said Minister Jana Novak.', "20 guns", "Jana Novak"),
        ("President Ivo Kalns urged the allies to send 20 guns.", "20 guns", "Ivo Kalns"),
        ("THE PRESIDENT: Thank you. We sent 20 guns.\nQ: And now?", "20 guns", "THE PRESIDENT"),
    ],
)
def test_forms_of_speech(text: str, words: str, speaker: str) -> None:
    assert said_by(text, words) == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Latvia sent 20 guns.",
        "Latvia announced 20 guns.",
        "Latvia is said to have 20 guns.",
        "Canada added 20 guns.",
        "The member states for which 20 guns are meant are small.",
    ],
)
def test_the_texts_own_voice(text: str) -> None:
    assert said_by(text, "20 guns") is None


def test_a_surname_leads_to_the_full_name() -> None:
    text = "Minister Jana Novak came to Oslo. Latvia will send 20 guns from its stocks, Novak said."
    assert said_by(text, "20 guns") == "Jana Novak"


def test_a_pronoun_is_who_spoke_last() -> None:
    text = "Minister Jana Novak said that guns were on their way. She added that 20 more would follow."
    assert said_by(text, "20 more") == "Jana Novak"


def test_the_office_is_known_by_its_bearer() -> None:
    text = "President Ivo Kalns came to Oslo. According to the President, 20 guns were given."
    assert said_by(text, "20 guns") == "Ivo Kalns"


def test_words_after_an_attribution_are_the_texts_own() -> None:
    text = "Latvia has sent 400 lorries, the ministry said on Monday, a third of the 1,200 that it promised."
    assert said_by(text, "400 lorries") == "the ministry"
    assert said_by(text, "1,200 that it promised") is None


def test_each_clause_has_its_speaker() -> None:
    text = "Minister Jana Novak said that 20 guns were ready; Riga says that 30 are needed."
    assert said_by(text, "20 guns") == "Jana Novak"
    assert said_by(text, "30 are needed") == "Riga"


WORDS = st.sampled_from(
    [
        *[
            "Minister",
            "Jana",
            "Novak",
            "said",
            "told",
            "he",
            "it",
            '"',
            ",",
            ";",
            ":",
            ".",
            "according",
            "to",
            "the",
            "ministry",
            "that",
            "officials",
            "announced",
        ],
        *["THE", "PRESIDENT:", "in", "March", "(SPD)", "20", "guns"],
        "\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(words=st.lists(WORDS, max_size=16))
def test_acts_stand_in_the_text_on_any_words(words: list[str]) -> None:
    text = " ".join(words)
    acts = find_speech(text)
    assert acts == sorted(acts, key=lambda act: (act.start, act.end))
    assert all(0 <= act.start <= act.end <= len(text) and act.speaker for act in acts)


def test_a_sentence_without_end_is_read() -> None:
    """It is cut for its length, and of each part the first verbs find their speaker."""
    text = "the minister said that aid came and " * 5000
    acts = find_speech(text)
    assert 1400 <= len(acts) <= 5000
    assert acts[-1].start > len(text) - 2000
    assert {act.speaker for act in acts} == {"the minister"}


@pytest.mark.parametrize("words", ["“", "said ", "said, ", "A BC: x\n"])
def test_lines_of_one_word_are_read(words: str) -> None:
    text = words * 5000
    assert all(0 <= act.start <= act.end <= len(text) for act in find_speech(text))
