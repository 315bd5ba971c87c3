"""Looking for the letters that a match needs hides no match."""

import gc
import json
import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.core.stream  # noqa: F401 - loads all that judges
from bot.core.sought import Sought, needs_of

OURS = [found for found in gc.get_objects() if isinstance(found, Sought)]
LABELLED = Path(__file__).parent.parent / "data/judged.jsonl"


@pytest.mark.parametrize(
    ("pattern", "flags", "needs"),
    [
        (r"\bNew York (?:police|cops)\b", 0, [{"New York "}, {"cops", "police"}]),
        (r"(?:Sens?\.|Senators?)", 0, [{"Sen"}]),
        (r"Mayor", re.IGNORECASE, [{"mayor"}]),
        (r"(?:mayor)?council(?:man)*", 0, [{"council"}]),
        (r"(?:ban){2,}", 0, [{"ban"}]),
        (r"ban|\d", 0, []),  # either way goes without the other's letters
        (r"(?=ban)\w+", 0, []),
        (r"(?!)", 0, []),
        (r"(?i)Mayor", 0, [{"mayor"}]),
        (r"(?i:Mayor)", 0, []),
    ],
)
def test_what_a_match_needs(pattern: str, flags: int, needs: list[set[str]]) -> None:
    assert [*needs_of(re.compile(pattern, flags))] == needs


def test_all_expressions_are_tried() -> None:
    """What is gathered from memory must be all of ours, or the tests below would try nothing."""
    assert len(OURS) > 30


def test_no_match_is_hidden_in_labelled_texts() -> None:
    with LABELLED.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, 120)]
    texts = [
        text for row in rows for text in (row["title"], f"\n{row['summary'] or ''}".lower(), row["summary"])
    ]
    for sought in OURS:
        for text in filter(None, texts):
            assert same_in(sought, text)


letters = sorted({word for each in OURS for word in re.findall(r"\w+|\W", each.expression.pattern)})


@given(st.lists(st.sampled_from([*letters, "ſ", "ı", "İ", "K"]), max_size=12).map("".join), st.booleans())
def test_no_match_is_hidden(text: str, capital: bool) -> None:
    text = text.upper() if capital else text
    assert all(same_in(sought, text) for sought in OURS)


def same_in(sought: Sought, text: str) -> bool:
    expression = sought.expression
    spans = [match.span() for match in sought.finditer(text)]
    found, wanted = sought.search(text), expression.search(text)
    return spans == [match.span() for match in expression.finditer(text)] and (found is None) == (
        wanted is None
    )


@pytest.mark.parametrize("text", ["BİLL", "CİTY BİLL", "the Bıll", "ſUIT bill"])
def test_letters_of_other_alphabets_that_re_takes_for_ours_hide_nothing(text):
    """`re` takes a dotted capital I for an i where it ignores the case; `str.lower` makes two letters of it."""
    for pattern in ("bill", "city", "suit"):
        assert bool(Sought(pattern, re.IGNORECASE).search(text)) == bool(
            re.search(pattern, text, re.IGNORECASE)
        )
