"""Looking at a word's first letters hides no match that a search would find."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.lexicon.marks import MARKS
from bot.core.openings import Openings, openings_of

EXPRESSIONS = {
    pattern: re.compile(rf"\b(?:{pattern})")
    for pattern in (
        r"a", r"ab?c", r"(?:ab|ba)+c", r"[^ab]c", r"\$\d", r"\d{1,2}-\d", r"é", r"a(?=b)b", r"c(?!a).",
        r"\ba{2,}?b", r"(?:a|\s)b", r"[a-b\d]é", r"b$", r"a{0}c",
    )
}  # fmt: skip
OPENINGS = Openings(EXPRESSIONS)
OF_MARKS = Openings({mark.name: mark.pattern for mark in MARKS})


@given(st.text(st.sampled_from("abcn't é$19- .")))
def test_all_is_found_that_a_search_finds(text: str) -> None:
    wanted = {key for key, expression in EXPRESSIONS.items() if expression.search(text)}
    assert OPENINGS.found_in(text) == wanted


words = sorted({word for mark in MARKS for word in re.findall(r"[a-zà-ú]+", mark.pattern.pattern)})


@given(st.lists(st.sampled_from(words), max_size=40), st.sampled_from((" ", " the ", "-", ", 7-2 ", "’s ")))
def test_no_mark_is_hidden(found: list[str], between: str) -> None:
    text = between.join(found)
    assert OF_MARKS.found_in(text) == {mark.name for mark in MARKS if mark.pattern.search(text)}


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"\bban(?:s|ned)?", {"ban"}),
        (r"(?:veto|sign)e?d", {"vet", "sig"}),
        (r"[ab]c[d-e]", {"acd", "ace", "bcd", "bce"}),
        (r"ürban", set()),  # looked for wherever a word begins so
    ],
)
def test_letters_that_an_expression_begins_with(pattern: str, letters: set[str]) -> None:
    assert openings_of(pattern) == letters


def test_what_it_can_not_read_is_refused() -> None:
    with pytest.raises(ValueError, match="ATOMIC_GROUP"):
        openings_of(r"(?>ab)c")
