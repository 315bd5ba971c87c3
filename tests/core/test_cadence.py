"""Polls follow a feed's own rhythm, what its publisher asks for, and its failures."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence import LONGEST_BACK_OFF_S, LONGEST_S, SHORTEST_S, back_off_s, next_poll_s, usual_gap_s
from bot.core.models import Dating, Item

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MIDNIGHT = NOON.replace(hour=0)
DAY = timedelta(days=1)


def dated(*dates: datetime | None, is_day: bool = False) -> list[Item]:
    return [
        Item(feed="f", guid="1", url="", title="", text="", published=date, dating=Dating(is_day=is_day))
        for date in dates
    ]


def test_the_gap_is_the_median_so_that_one_old_entry_does_not_slow_a_feed() -> None:
    dates = [NOON, NOON - timedelta(hours=1), NOON - timedelta(hours=2), NOON - timedelta(days=400)]
    assert usual_gap_s(dated(*dates)) == 3600


def test_too_few_dates_tell_no_rhythm() -> None:
    assert usual_gap_s(dated(NOON, None, NOON - timedelta(hours=1))) is None


def test_of_items_that_tell_a_day_only_each_day_counts_once() -> None:
    """The Federal Register gives two hundred entries a day, all of them dated at midnight."""
    days = [MIDNIGHT - number * DAY for number in range(4)]
    assert usual_gap_s(dated(*days * 50, is_day=True)) == 86_400
    assert usual_gap_s(dated(*days[:2] * 50, is_day=True)) is None
    assert usual_gap_s(dated(*days * 50)) == 0


def test_a_feed_is_polled_at_half_its_usual_gap() -> None:
    assert next_poll_s(gap_s=7200, unchanged_polls=0, spread=0.5) == 3600


@pytest.mark.parametrize("gap_s", [0.0, 60.0, 600.0])
def test_a_row_of_polls_without_news_makes_the_wait_longer_however_short_the_gap(gap_s: float) -> None:
    """Bulk publishers give many items one time: half of nothing grows to nothing."""
    waits = [next_poll_s(gap_s=gap_s, unchanged_polls=polls, spread=0.5) for polls in (0, 5, 10, 30, 1_000)]
    assert waits == [SHORTEST_S, 450, 675, *[pytest.approx(3417, abs=1)] * 2]


def test_a_publisher_may_ask_for_up_to_an_hour() -> None:
    assert next_poll_s(gap_s=600, unchanged_polls=0, asked_s=86_400, spread=0.5) == 3600


def test_the_operators_interval_wins_over_the_rhythm() -> None:
    assert next_poll_s(gap_s=60, unchanged_polls=50, fixed_s=120, spread=0.5) == 120


def test_failures_double_the_wait_up_to_a_day_and_obey_retry_after() -> None:
    assert [back_off_s(n, spread=1.0) for n in (1, 2, 3)] == [900, 1800, 3600]
    assert back_off_s(99, spread=1.0) == LONGEST_BACK_OFF_S
    assert back_off_s(1, retry_after_s=7200, spread=0.0) == 7200


@given(
    gap=st.one_of(st.none(), st.floats(0, 1e9)),
    unchanged=st.integers(0, 10_000),
    asked=st.floats(0, 1e9),
    spread=st.floats(0, 1),
)
def test_no_feed_is_hammered_or_forgotten(
    gap: float | None, unchanged: int, asked: float, spread: float
) -> None:
    """Whatever a feed says of itself, polls stay within minutes and hours."""
    wait = next_poll_s(gap_s=gap, unchanged_polls=unchanged, asked_s=asked, spread=spread)
    assert SHORTEST_S * 0.9 <= wait <= LONGEST_S * 1.1
