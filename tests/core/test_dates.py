"""Dates that matter are those on which something happens or ends; a missing year is never guessed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dates import dates_of

NOVEMBER = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "published", "facts"),
    [
        ("The law takes effect on January 1, 2027.", None, {("effective", "2027-01-01")}),
        ("Effective 1 June 2025, police must ask.", None, {("effective", "2025-06-01")}),
        ("The moratorium runs until December 2022.", None, {("sunset", "2022-12")}),
        ("Written comments are accepted until December 3, 2026.", None, {("deadline", "2026-12-03")}),
        ("Bids may be sent through May 2, 2026.", None, {("deadline", "2026-05-02")}),
        ("A hearing is set for Dec. 3.", NOVEMBER, {("hearing", "2026-12-03")}),
        (
            "The council will vote on Jan. 12.",
            NOVEMBER,
            {("vote", "2027-01-12")},
        ),  # over the turn of the year
        ("Comments are due by 2026-12-01.", None, {("deadline", "2026-12-01")}),
        ("A hearing is set for Dec. 3.", None, set()),  # which year? unknown, so nothing
        ("The council voted on Feb. 12, 2021.", None, set()),  # past: nobody can act on it
        ("On March 3, 2026 it rained.", None, set()),
        ("The law takes effect on February 31, 2027.", None, set()),
        ("", None, set()),
    ],
)
def test_dates(text: str, published: datetime | None, facts: set[tuple[str, str]]) -> None:
    found, evidence = dates_of("A title", text, published=published)
    assert {(fact.kind, fact.date) for fact in found} == facts
    for proof in evidence:
        assert text[proof.start : proof.end] == proof.text


def test_many_dates_are_capped() -> None:
    text = " ".join(f"It takes effect on May {day}, 2026." for day in range(1, 29))
    assert len(dates_of("", text, published=None)[0]) <= 6


@given(st.text(alphabet="JanFebMarch 0123456789-, effective until vote.", max_size=200))
def test_any_text_is_answered(text: str) -> None:
    dates_of(text, text, published=NOVEMBER)
