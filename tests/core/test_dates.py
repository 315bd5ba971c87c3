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


MONDAY = datetime(2026, 3, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("A hearing is set for 6 p.m. Thursday.", {("hearing", "2026-03-12")}),
        ("The council will vote Tuesday on the ban.", {("vote", "2026-03-10")}),
        ("Members are scheduled to decide on Friday.", {("vote", "2026-03-13")}),
        ("Comments are due by Friday.", {("deadline", "2026-03-13")}),
        ("The governor has until Saturday to act.", {("deadline", "2026-03-14")}),
        ("The law takes effect Sunday.", {("effective", "2026-03-15")}),
        ("The council put off the vote until Wednesday.", {("vote", "2026-03-11")}),
        # Told with its date, it is told once:
        ("The deadline for comments is Friday, March 13.", {("deadline", "2026-03-13")}),
        (
            "The deadline to comment on what police propose to do with plate readers and drones is Friday, March 13.",
            {("deadline", "2026-03-13")},
        ),
        # Past, or not to be told apart:
        ("The council voted Tuesday.", set()),
        ("At a hearing Tuesday, residents spoke against it.", set()),
        ("The hearing held Thursday drew two hundred people.", set()),
        ("The law took effect Sunday.", set()),
        ("The council, which will vote in May, heard police on Friday.", set()),
        ("A hearing is set for Monday.", set()),  # today, or in a week?
        ("A hearing is set for next Wednesday.", set()),  # in two days, or in nine?
        ("The council meets every Tuesday.", set()),
        ("Council members will discuss Tuesday's shooting.", set()),
    ],
)
def test_a_weekday_is_counted_from_publication(text: str, facts: set[tuple[str, str]]) -> None:
    """Only where the clause tells of the future; without a date of publication there is nothing to count."""
    found, evidence = dates_of("A title", text, published=MONDAY)
    assert {(fact.kind, fact.date) for fact in found} == facts
    assert all(text[proof.start : proof.end] == proof.text for proof in evidence)
    if not any(figure.isdigit() for figure in text.replace("6 p.m.", "")):
        assert dates_of("A title", text, published=None)[0] == ()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("The vote was moved from Nov. 24 to Dec. 8.", {("vote", "2026-12-08")}),
        ("The vote moves from Nov. 24 to Dec. 8.", {("vote", "2026-12-08")}),
        ("The hearing, postponed from Nov. 24, is now set for Dec. 8.", {("hearing", "2026-12-08")}),
        ("The hearing was rescheduled from Tuesday, Nov. 24, to Tuesday, Dec. 8.", {("hearing", "2026-12-08")}),
        ("The deadline was extended from Nov. 24 to Dec. 8.", {("deadline", "2026-12-08")}),
        ("The vote, originally scheduled for Nov. 24, is set for Dec. 8.", {("vote", "2026-12-08")}),
        ("Members put off the vote until March 3.", {("vote", "2027-03-03")}),
        # Nothing moves here:
        ("The hearing runs from Nov. 24 to Nov. 26.", {("hearing", "2026-11-24"), ("hearing", "2026-11-26")}),
        ("The moratorium was extended until March 3.", {("sunset", "2027-03-03")}),
    ],
)  # fmt: skip
def test_a_moved_day_is_told_by_its_new_date(text: str, facts: set[tuple[str, str]]) -> None:
    """Who goes by the old date stands before a closed door."""
    assert {(fact.kind, fact.date) for fact in dates_of("A title", text, published=NOVEMBER)[0]} == facts


def test_many_dates_are_capped() -> None:
    text = " ".join(f"It takes effect on May {day}, 2026." for day in range(1, 29))
    assert len(dates_of("", text, published=None)[0]) <= 6


@given(st.text(alphabet="JanFebMarch 0123456789-, effective until vote.", max_size=200))
def test_any_text_is_answered(text: str) -> None:
    dates_of(text, text, published=NOVEMBER)
