"""A screen never overlooks a phrase, so that what it lets pass needs no closer look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.screens import Screen


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Drones over town", True),
        ("a NUMBER PLATE", True),
        ("l'drone", True),
        ("2drone", True),
        ("android", False),  # a phrase begins behind no letter
        ("number  plate", False),
        ("numberplate", False),
        ("", False),
    ],
)
def test_what_shows(text: str, shown: bool) -> None:
    assert Screen(("drone", "number plate", "number plates", "roid")).shows(text) is shown


words = st.text(st.sampled_from("abcé "), min_size=1, max_size=5).map(str.strip).filter(bool)


@given(st.lists(words, min_size=1, max_size=20), st.text(st.sampled_from("ABCÉabcé -.")), st.data())
def test_no_phrase_is_overlooked(phrases: list[str], around: str, data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(phrases))
    assert Screen(phrases).shows(f"{around} {phrase.upper()}{around}")
