"""The wording of answers: complete over the vocabularies, and bounded whatever the store holds."""

from datetime import UTC, datetime

import pytest

from bot.core.answers import counted, help_all, moment, usage
from bot.core.commands import REGISTRY
from bot.core.explanations import FAILING_SHOWN, FATES, STATES, FailingFeed, State, dated, status
from bot.core.models import Dating
from bot.core.vocabulary import DateBasis, DeliveryState, Fate

AT = datetime(2026, 1, 5, 4, 4, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "noun", "words"),
    [(1, "story", "1 story"), (0, "story", "0 stories"), (1204, "feed", "1,204 feeds"), (2, "day", "2 days")],
)
def test_counted(count, noun, words):
    assert counted(count, noun) == words


def test_times_carry_their_zone_and_its_day():
    assert moment(AT) == "5 Jan 2026, 04:04 UTC"
    # the evening before, where the vote was
    assert moment(AT, "America/Chicago") == "4 Jan 2026, 22:04 CST"


def test_every_fate_and_state_has_words():
    assert set(FATES) == set(Fate)
    assert set(STATES) == set(DeliveryState)


def test_usage_shows_what_is_required():
    assert usage(REGISTRY["search"]) == "search WORDS [topic] [place] [action]"
    assert len(help_all().lines) == len(REGISTRY)


def test_status_stays_short_while_everything_fails():
    failing = [FailingFeed(name=f"Feed {number}", kind="timeout", since=None) for number in range(500)]
    state = State(feeds=500, failing=failing, last_poll_at=None, waiting=1, stories=0, follows=1)
    lines = status(state).lines
    assert lines[0].text == "Feeds: 0 of 500 all right, last poll not yet"
    assert lines[-1].text == "and 490 more"
    assert len(lines) == FAILING_SHOWN + 5


@pytest.mark.parametrize(
    ("published", "dating", "words"),
    [
        (MIDNIGHT, Dating(basis=DateBasis.PUBLISHED, raw="x"), "Published 20 Nov 2026, 00:00 UTC"),
        (
            MIDNIGHT,
            Dating(basis=DateBasis.ELEMENT, raw="2026-11-20", is_day=True),
            "Dated 20 Nov 2026, a day without a clock",
        ),
        (MIDNIGHT, Dating(basis=DateBasis.UPDATED, raw="x"), "Updated 20 Nov 2026, 00:00 UTC"),
        (None, Dating(), "The feed gives no date"),
        (
            None,
            Dating(basis=DateBasis.AMBIGUOUS, raw="03/04/2026"),
            "The feed's date '03/04/2026' may be two days: the time of first sight counts",
        ),
    ],
)
def test_a_date_is_told_with_what_it_rests_on(published, dating, words):
    assert dated(published, dating) == words


def test_every_basis_of_a_date_has_words():
    for basis in DateBasis:
        assert dated(MIDNIGHT, Dating(basis=basis, raw="x"))
        assert dated(None, Dating(basis=basis, raw="x"))


@pytest.mark.parametrize("timezone", ["America/Chicago", "Pacific/Auckland", "UTC"])
def test_no_time_zone_moves_a_day(timezone):
    assert moment(MIDNIGHT, timezone, is_day=True) == "20 Nov 2026"
