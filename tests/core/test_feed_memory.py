"""Feeds that fail, move, fall silent or come back are told of once, and failures daily."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence import SHORTEST_SILENCE_S, first_poll_s, host_gap_s, quiet_after_s
from bot.core.feed_memory import FeedMemory, answered, failed, with_items

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def good(
    memory: FeedMemory, *, now: datetime = NOON, failures: int = 0, moved_to: str | None = None
) -> tuple[FeedMemory, list[str]]:
    after, notices = answered(memory, slug="gazette", failures=failures, moved_to=moved_to, now=now)
    return after, [notice.title for notice in notices]


def bad(
    memory: FeedMemory, *, failures: int, now: datetime = NOON, is_gone: bool = False
) -> tuple[FeedMemory, list[str]]:
    after, notices = failed(
        memory, slug="gazette", failures=failures, text="403", is_gone=is_gone, last_poll_at=None, now=now
    )
    return after, [notice.title for notice in notices]


def test_a_lasting_failure_is_told_at_the_third_poll_then_daily_and_its_end_too() -> None:
    memory, told = FeedMemory(), []
    for failures in range(1, 60):  # an hour apart
        memory, titles = bad(memory, failures=failures, now=NOON + timedelta(hours=failures))
        told += [(failures, title) for title in titles]
    assert told == [(3, "gazette: failing"), (23, "gazette: failing"), (43, "gazette: failing")]
    memory, titles = good(memory, failures=59)
    assert titles == ["gazette: works again"]
    assert good(memory) == (memory, [])


def test_a_short_failure_is_nobodys_concern() -> None:
    memory, titles = bad(FeedMemory(), failures=2)
    assert (titles, good(memory, failures=2)[1]) == ([], [])


def test_a_feed_that_is_taken_down_is_told_at_once() -> None:
    assert bad(FeedMemory(), failures=1, is_gone=True)[1] == ["gazette: gone"]


@pytest.mark.parametrize(
    ("answers", "moved_to"),
    [
        (["a"], None),  # once may be a mishap
        (["a", "a"], "a"),
        (["a", "b"], None),  # two places in turn: a balancer, no move
        (["a", None, "a"], None),
        (["a", "failed", "a"], None),
        (["a", "a", "b", "b"], "b"),  # it moved on
    ],
)
def test_seen_twice_in_a_row_a_permanent_redirect_is_the_new_address(
    answers: list[str | None], moved_to: str | None
) -> None:
    memory = FeedMemory()
    for answer in answers:
        memory, _ = bad(memory, failures=1) if answer == "failed" else good(memory, moved_to=answer)
    assert memory.moved_to == moved_to


def test_the_operator_is_told_of_a_move_without_its_address() -> None:
    """It may hold a token."""
    url = "https://new.example/feed?key=SECRET"
    memory, _ = good(FeedMemory(), moved_to=url)
    _, (notice,) = answered(memory, slug="gazette", failures=0, moved_to=url, now=NOON)
    assert notice.title == "gazette: moved for good"
    assert "SECRET" not in notice.text + notice.once_key


@pytest.mark.parametrize(("failures", "is_gone"), [(3, False), (1, True)])
def test_a_new_address_that_breaks_is_given_up_for_the_catalogues(failures: int, is_gone: bool) -> None:
    memory, titles = bad(FeedMemory(moved_to="https://new.example/"), failures=failures, is_gone=is_gone)
    assert memory.moved_to is None
    assert titles == ([] if is_gone else ["gazette: failing"])


def test_silence_is_told_once_and_again_after_news() -> None:
    memory = FeedMemory(last_item_at=NOON, quiet_after_s=5 * 86_400.0)
    told = []
    for day in range(1, 12):
        memory, titles = good(memory, now=NOON + day * DAY)
        told += [(day, title) for title in titles]
    assert told == [(6, "gazette: gone quiet")]
    memory = with_items(memory, [NOON], is_new=True, now=NOON + 12 * DAY)
    memory, titles = good(memory, now=NOON + 12 * DAY)
    assert (titles, memory.quiet_told_at) == ([], None)
    assert good(memory, now=NOON + 18 * DAY)[1] == ["gazette: gone quiet"]


def test_a_feed_that_died_before_we_came_is_told_at_first_contact() -> None:
    died = [NOON - 900 * DAY - number * DAY for number in range(10)]
    memory = with_items(FeedMemory(), died, is_new=True, now=NOON)
    assert memory.last_item_at == died[0]
    assert good(memory)[1] == ["gazette: gone quiet"]


def test_a_rhythm_that_is_unknown_is_never_called_silence() -> None:
    memory = with_items(FeedMemory(), [None, None, NOON], is_new=True, now=NOON)
    assert good(memory, now=NOON + 400 * DAY)[1] == []


def test_a_weekly_batch_is_no_silence() -> None:
    """Ten items within an hour, once a week: the median gap alone would say six minutes."""
    dates = [NOON - week * 7 * DAY + timedelta(minutes=6 * n) for week in range(3) for n in range(10)]
    wait = quiet_after_s(dates)
    assert wait is not None
    assert wait > 13 * 86_400


def test_one_ancient_pinned_entry_does_not_hide_a_silence() -> None:
    dates = [NOON - number * timedelta(hours=3) for number in range(20)]
    assert quiet_after_s([*dates, NOON - 3_000 * DAY]) == SHORTEST_SILENCE_S


@given(st.lists(st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))), max_size=30))
def test_whatever_dates_a_feed_claims_silence_is_days_not_hours_or_years(
    dates: list[datetime | None],
) -> None:
    wait = quiet_after_s(dates)
    assert wait is None or SHORTEST_SILENCE_S <= wait <= 120 * 86_400


def failing_key(*, last_poll_at: datetime | None, hour: int = 12, is_gone: bool = False) -> str:
    _, (told,) = failed(
        FeedMemory(),
        slug="gazette",
        failures=3,
        text="403",
        is_gone=is_gone,
        last_poll_at=last_poll_at,
        now=NOON.replace(hour=hour),
    )
    return told.once_key


@pytest.mark.parametrize("last_poll_at", [None, NOON])
def test_a_poll_whose_commit_fails_tells_again_under_the_same_key(last_poll_at: datetime | None) -> None:
    """The store then knows the key."""
    assert failing_key(last_poll_at=last_poll_at, hour=13) == failing_key(last_poll_at=last_poll_at, hour=20)


def test_what_becomes_of_a_failing_feed_on_the_same_day_has_a_key_of_its_own() -> None:
    """Told failing at noon it may be gone in the evening, or work and fail again."""
    later = NOON + timedelta(hours=3)
    assert failing_key(last_poll_at=NOON) != failing_key(last_poll_at=NOON, is_gone=True)
    assert failing_key(last_poll_at=NOON) != failing_key(last_poll_at=later)


def test_new_feeds_start_one_after_the_other_and_one_alone_at_once() -> None:
    assert first_poll_s(0.99, new_feeds=1) == 0
    assert first_poll_s(0.5, new_feeds=61) == 60
    assert first_poll_s(0.5, new_feeds=10_000) == 150


@pytest.mark.parametrize(
    ("status", "retry_after_s", "gap_s"),
    [
        (200, None, 2),
        (503, 900.0, 2),  # that feed's trouble, not its host's
        (429, None, 60),
        (429, 900.0, 900),
        (429, 86_400.0, 3_600),
        (429, 0.0, 60),
        (None, None, 2),
    ],
)
def test_a_host_that_says_too_often_is_left_alone(
    status: int | None, retry_after_s: float | None, gap_s: float
) -> None:
    assert host_gap_s(status, retry_after_s) == gap_s
