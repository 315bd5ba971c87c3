"""Which channel gets a story, when, and why."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.models import Destination, Filter, Jurisdiction, Source, Story, Subscription, Summary, Verdict
from bot.core.routing import calls_for_action, matches, place_holds, route
from bot.core.vocabulary import Action, Level, Mode, Platform, SourceKind, Stage, StageDetail, Topic

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
RIVERTON = Jurisdiction(level=Level.CITY, name="Riverton", state="MN", country="US")
BAN = Verdict(
    relevant=True,
    score=0.9,
    topics=(Topic.FACE_RECOGNITION,),
    action=Action.BAN,
    stage=Stage.ENACTED,
    jurisdiction=RIVERTON,
    vendors=("Clearview AI",),
)
OPINION = replace(BAN, action=Action.OPINION)
HERE = Destination(platform=Platform.SLACK, workspace="T1", channel="C1")
THERE = Destination(platform=Platform.DISCORD, workspace="G1", channel="2")


def story_of(verdict: Verdict = BAN, story_id: int = 10) -> Story:
    source = Source(
        item_id=1, outlet="Herald", title="t", url="https://h.example/1", verdict=verdict, summary=Summary()
    )
    return Story(
        id=story_id, sources=(source,), verdict=verdict, summary=Summary(), first_seen=NOW, last_seen=NOW
    )


def subscription(number: int = 1, **changes) -> Subscription:
    return replace(Subscription(id=number, destination=HERE), **changes)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), True),
        (Filter(topics=frozenset({Topic.FACE_RECOGNITION, Topic.DRONES})), True),
        (Filter(topics=frozenset({Topic.DRONES})), False),
        (Filter(actions=frozenset({Action.BAN})), True),
        (Filter(actions=frozenset({Action.REPEAL})), False),
        (Filter(stages=frozenset({Stage.HEARING})), False),
        (Filter(places=frozenset({"us/mn"})), True),
        (Filter(places=frozenset({"us"})), True),
        (Filter(places=frozenset({"us/mn/riverton"})), True),
        (Filter(places=frozenset({"us/wi"})), False),
        (Filter(places=frozenset({"us/mn/riverton/ward-1"})), False),
        (Filter(vendors=frozenset({"clearview ai"})), True),
        (Filter(vendors=frozenset({"Flock Safety"})), False),
        (Filter(source_kinds=frozenset({SourceKind.NEWS})), True),
        (Filter(source_kinds=frozenset({SourceKind.COURT})), False),
        (Filter(min_score=0.95), False),
        (
            Filter(topics=frozenset({Topic.FACE_RECOGNITION}), places=frozenset({"us/wi"})),
            False,
        ),  # every field
    ],
)
def test_matches(wanted, expected):
    """Each field that is set must match, any value within it may."""
    found = matches(wanted, story_of())
    assert found.wanted is expected
    assert found.reasons


def test_reasons_name_what_matched():
    """The line under a message says why it came."""
    wanted = Filter(topics=frozenset({Topic.FACE_RECOGNITION}), places=frozenset({"us/mn"}))
    assert matches(wanted, story_of()).reasons == ("score 0.90", "topic face recognition", "place us/mn")


@pytest.mark.parametrize(
    ("place", "path", "expected"),
    [
        ("us/or/portland", "us/?/portland", True),  # the text does not say which Portland
        ("us/or", "us/?/portland", False),  # nor that it is Oregon
        ("us/or/salem", "us/?/portland", False),
        ("us", "us/?/portland", True),
        ("eu", "european-union", True),
        ("eu", "eu", True),
        ("us/mn", "us/mn-x", False),  # whole names only
        ("gb", "", False),
    ],
)
def test_places(place, path, expected):
    """A filter's place holds everything inside it."""
    assert place_holds(place, path) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stage": Stage.PROPOSED}, True),
        ({"stage": Stage.HEARING}, True),
        ({"stage": Stage.VETOED}, True),
        ({"action": Action.REPEAL, "stage": Stage.NONE}, True),
        ({"action": Action.PROCURE, "stage": Stage.NONE}, True),
        (
            {"action": Action.LAWSUIT, "stage": Stage.CHALLENGED, "stage_detail": StageDetail.STRUCK_DOWN},
            True,
        ),
        ({"action": Action.LAWSUIT, "stage": Stage.CHALLENGED, "stage_detail": StageDetail.FILED}, False),
        ({"action": Action.LAWSUIT, "stage": Stage.NONE}, False),  # a private suit
        ({"action": Action.OPINION, "stage": Stage.ENACTED}, False),  # a column about a vote
        ({"action": Action.STUDY, "stage": Stage.NONE}, False),
        ({"action": Action.INCIDENT, "stage": Stage.NONE}, False),
        ({"stage": Stage.EFFECTIVE}, False),
    ],
)
def test_what_calls_for_action(changes, expected):
    """Instant messages are for what a reader may act on."""
    assert calls_for_action(replace(BAN, **changes)) is expected


def test_the_rest_waits_for_the_digest_unless_asked_for_by_name():
    """An instant subscription to opinions gets opinions at once."""
    quiet = route(story_of(OPINION), [subscription()], recent_posts={}, hourly_cap=5)
    assert (quiet.instant, len(quiet.digest)) == ((), 1)
    named = subscription(filter=Filter(actions=frozenset({Action.OPINION})))
    assert route(story_of(OPINION), [named], recent_posts={}, hourly_cap=5).instant == (HERE,)


def test_one_delivery_for_each_channel():
    """Three subscriptions of one channel, one message; instant goes before digest."""
    wishes = [
        subscription(1, mode=Mode.DIGEST),
        subscription(2),
        subscription(3, filter=Filter(places=frozenset({"us/mn"}))),
        subscription(4, destination=THERE, mode=Mode.DIGEST),
        subscription(5, destination=THERE, mode=Mode.DIGEST),
    ]
    routing = route(story_of(), wishes, recent_posts={}, hourly_cap=5)
    assert routing.instant == (HERE,)
    assert [wish.id for wish in routing.digest] == [4]
    assert len(routing.reasons) == 2


def test_over_the_cap_stories_fold_into_the_digest():
    """The channel's own digest subscription takes them if there is one."""
    wishes = [subscription(1), subscription(2, mode=Mode.DIGEST)]
    routing = route(story_of(), wishes, recent_posts={HERE: 5}, hourly_cap=5)
    assert routing.instant == ()
    assert [wish.id for wish in routing.digest] == [2]
    assert route(story_of(), wishes, recent_posts={HERE: 4}, hourly_cap=5).instant == (HERE,)


def test_the_past_and_paused_subscriptions_get_nothing():
    """A new subscription is not flooded."""
    wishes = [subscription(1, since_story_id=10), subscription(2, paused=True)]
    assert route(story_of(), wishes, recent_posts={}, hourly_cap=5) == route(
        story_of(), [], recent_posts={}, hourly_cap=5
    )
    assert route(story_of(story_id=11), wishes, recent_posts={}, hourly_cap=5).instant == (HERE,)
