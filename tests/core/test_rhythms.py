"""The words for when a follow speaks: days of a digest, quiet hours, what breaks through."""

from datetime import UTC, datetime

import pytest

from bot.core.commands import invocation, parse
from bot.core.errors import UsageError
from bot.core.follows import follow_words, same_wish, subscription_of
from bot.core.models import Destination
from bot.core.vocabulary import DigestDays, Mode, Platform, Stage, Threads, Topic

HERE = Destination(platform=Platform.SLACK, workspace="T1", channel="C1")


def made(words):
    return subscription_of(parse(f"follow {words}"), HERE, vendors=(), created_by="u")


DAYS = [
    ("drones digest weekdays 08:00", DigestDays.WEEKDAYS, "08:00"),
    ("drones weekly monday 09:00", DigestDays.MONDAY, "09:00"),
    ("drones in MN weekly on friday 5pm", DigestDays.FRIDAY, "17:00"),
    ("drones every tuesday at 7:30", DigestDays.TUESDAY, "07:30"),
    ("drones digest fridays 09:00", DigestDays.FRIDAY, "09:00"),
    # "weekly" names no day, and must not become daily.
    ("drones weekly", DigestDays.MONDAY, "08:00"),
    ("drones days:sunday", DigestDays.SUNDAY, "08:00"),
    ("drones daily 18:00", DigestDays.DAILY, "18:00"),
    ("drones digest every day 18:00", DigestDays.DAILY, "18:00"),
]


@pytest.mark.parametrize(("words", "days", "at"), DAYS)
def test_days_of_a_digest(words, days, at):
    wish = made(words)
    assert (wish.mode, wish.digest_days, wish.digest_at) == (Mode.DIGEST, days, at)
    assert same_wish(made(follow_words(wish)), wish)


QUIET = [
    ("drones quiet 22:00-07:00", ("22:00", "07:00"), set(), "UTC"),
    ("drones in MN quiet 22:00-07:00 except enacted,vetoed", ("22:00", "07:00"), {"enacted", "vetoed"}, "UTC"),
    ("quiet 10pm-7am except hearing timezone America/Chicago", ("22:00", "07:00"), {"hearing"}, "America/Chicago"),
    ("drones quiet 22:00–07:00 except signed", ("22:00", "07:00"), {"enacted"}, "UTC"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "threads"),
    [
        ("drones", Threads.OFF),
        ("drones thread off", Threads.OFF),
        ("drones in MN thread stages", Threads.STAGES),
        ("thread all drones in MN", Threads.ALL),
        ("drones threads: all", Threads.ALL),
        ("drones thread everything min 0.7", Threads.ALL),
        ("drones quiet 22:00-07:00 thread stages timezone America/Chicago", Threads.STAGES),
    ],
)
def test_answers_in_threads(words, threads):
    wish = made(words)
    assert (wish.mode, wish.threads) == (Mode.INSTANT, threads)
    assert wish.filter.topics == {Topic.DRONES}
    assert same_wish(made(follow_words(wish)), wish)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("drones digest 08:00 thread all", "a digest has none"),
        ("drones thread loud", "unknown thread 'loud'"),
    ],
)
def test_answers_in_threads_that_cannot_be(words, says):
    with pytest.raises(UsageError, match=says):
        made(words)


@pytest.mark.parametrize(("words", "hours", "loud", "zone"), QUIET)
def test_quiet_hours(words, hours, loud, zone):
    wish = made(words)
    assert wish.mode is Mode.INSTANT
    assert (wish.quiet_from, wish.quiet_to) == hours
    assert wish.quiet_breakthrough == {Stage(stage) for stage in loud}
    # What the night held back comes when it ends.
    assert (wish.digest_at, wish.timezone) == (hours[1], zone)
    assert same_wish(made(follow_words(wish)), wish)


@pytest.mark.parametrize(
    "words",
    [
        "drones quiet 22:00",
        "drones quiet 22:00-22:00",
        "drones quiet 25:00-07:00",
        "drones digest 08:00 quiet 22:00-07:00",
        "drones except enacted",
        "drones weekly monday weekdays",
    ],
)
def test_what_cannot_be_meant_is_said(words):
    with pytest.raises(UsageError):
        made(words)


def test_the_same_options_can_be_picked_from_a_menu():
    picked = invocation("follow", {"days": "friday", "at": "9am", "mode": "digest"})
    wish = subscription_of(picked, HERE, vendors=(), created_by="u")
    assert (wish.digest_days, wish.digest_at) == (DigestDays.FRIDAY, "09:00")
    quiet = invocation("follow", {"quiet": "22:00-07:00", "unless": ["enacted, vetoed"]})
    assert quiet.all("unless") == ("enacted", "vetoed")


def test_a_night_waits_for_the_morning_and_a_veto_does_not():
    from core.test_routing import story_of

    from bot.core.routing import route

    night = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    story = story_of()
    quiet = made("everything quiet 22:00-07:00")
    loud = made(f"everything quiet 22:00-07:00 except {story.verdict.stage}")
    for wish, at_once in ((quiet, False), (loud, True)):
        routing = route(story, [wish], recent_posts={}, hourly_cap=5, now=night)
        assert bool(routing.instant) is at_once
        assert bool(routing.digest) is not at_once
    day = night.replace(hour=12)
    assert route(story, [quiet], recent_posts={}, hourly_cap=5, now=day).instant
