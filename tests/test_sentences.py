"""Sentences end where a reader would end them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.extraction.sentences import split_sentences


def said(text: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Oslo pays. Kyiv waits.", ["Oslo pays.", "Kyiv waits."]),
        ("The U.S. will give $5 bn. to Kyiv.", ["The U.S. will give $5 bn. to Kyiv."]),
        (
            "Lt. Gen. Ruiz signed for $1.1bn. The rest follows.",
            ["Lt. Gen. Ruiz signed for $1.1bn.", "The rest follows."],
        ),
        ("They met in Jan. 2024 at 5 p.m. on Monday.", ["They met in Jan. 2024 at 5 p.m. on Monday."]),
        ('"Late, but it came." He left.', ['"Late, but it came."', "He left."]),
        ("Delivered:\n• 16 trucks\n• 2 cranes", ["Delivered:", "16 trucks", "2 cranes"]),
        ("Aid from the U.S. The Senate voted.", ["Aid from the U.S.", "The Senate voted."]),
        ("J. R. Okafor pledged €2.5 million.", ["J. R. Okafor pledged €2.5 million."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_split(text: str, sentences: list[str]) -> None:
    assert said(text) == sentences


@given(st.text(alphabet='aB .!?\n•"1', max_size=80))
def test_sentences_are_in_order_and_lose_no_word(text: str) -> None:
    found = split_sentences(text)
    assert all(a < b for a, b in found)
    assert all(left[1] <= right[0] for left, right in pairwise(found))
    kept = "".join(text[a:b] for a, b in found)
    assert sorted(c for c in kept if c.isalnum()) == sorted(c for c in text if c.isalnum())
