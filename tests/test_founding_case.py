"""The case that started it, from the feeds to the message on every platform: a ban, reported and reposted."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from adapters import harness_console, harness_discord, harness_slack
from adapters.harness import Harness
from conftest import FixedClock
from services.pipeline import ScriptedFetcher, courier, document, entry, feed, poller

from bot.core.classify import analyse
from bot.core.models import Analysis, Subscription
from bot.core.vocabulary import Action, Level, Stage, Topic
from bot.feeds.parse import parse_document
from bot.store import SqlStore, open_store

DATA = Path(__file__).parent / "data"
EXPECTED = json.loads((DATA / "founding_case.json").read_text(encoding="utf-8"))
REPOST = (DATA / "founding_case.xml").read_bytes()
ORIGINAL = (DATA / "founding_case_original.xml").read_bytes()
EVENING = datetime(2021, 2, 12, 23, tzinfo=UTC)
QUIET = document(entry("Library opens on Sundays", "From next month.", at=EVENING))
FEEDS = {"chronicle": feed("chronicle", home="us"), "blog": feed("blog", home=None, trusted=False)}
PLATFORMS: dict[str, Callable[[], AbstractAsyncContextManager[Harness]]] = {
    "console": harness_console.opened,
    "discord": harness_discord.opened,
    "slack": harness_slack.opened,
}


@pytest.fixture(params=PLATFORMS)
async def harness(request: pytest.FixtureRequest) -> AsyncIterator[Harness]:
    async with PLATFORMS[request.param]() as opened:
        yield opened


@pytest.fixture
async def archive(sqlite_url: str) -> AsyncIterator[SqlStore]:
    """A store on the evening of the vote."""
    store = open_store(sqlite_url, clock=FixedClock(EVENING))
    await store.open()
    yield store
    await store.close()


@pytest.fixture(scope="module")
def repost() -> Analysis:
    """The repost by itself, with nothing known of its outlet."""
    (item,) = parse_document(REPOST, feed_slug="blog").items
    return analyse(item, home=None)


def test_the_facts_are_what_the_article_says(repost: Analysis) -> None:
    """Relevant, a ban, enacted, in Minneapolis, unanimous, Clearview AI, the city's police."""
    verdict = repost.verdict
    assert verdict.relevant
    assert verdict.topics == (Topic.FACE_RECOGNITION,)
    assert (verdict.action, verdict.stage) == (Action.BAN, Stage.ENACTED)
    assert verdict.vote == EXPECTED["vote"]
    assert list(verdict.vendors) == EXPECTED["vendors"]
    assert list(verdict.agencies) == EXPECTED["agencies"]


def test_the_state_is_resolved_and_says_so(repost: Analysis) -> None:
    """The text names no state; Minneapolis is the only large city of that name."""
    place = repost.verdict.jurisdiction
    assert (place.level, place.name, place.state, place.country) == (Level.CITY, "Minneapolis", "MN", "US")
    assert place.ocd_id == "ocd-division/country:us/state:mn/place:minneapolis"
    assert place.basis
    assert "Minnesota" not in repost.item.text


def test_every_fact_stands_on_words_of_the_article(repost: Analysis) -> None:
    """No fact without the span that says it."""
    texts = {"title": repost.item.title, "summary": repost.item.text}
    fields = {span.field for span in repost.verdict.evidence}
    assert fields >= {"topics", "action", "stage", "jurisdiction", "vendors", "agencies", "vote"}
    for span in repost.verdict.evidence:
        assert texts[span.source][span.start : span.end] == span.text


def test_neither_advertisement_nor_furniture_nor_tails_are_left(repost: Analysis) -> None:
    assert repost.item.title == EXPECTED["title"]
    whole = " ".join([repost.item.text, *repost.summary.sentences])
    assert not [word for word in EXPECTED["summary_has_none_of"] if word.casefold() in whole.casefold()]
    assert "Dozens of people spoke at the hearing." in repost.item.text  # the advertisement's neighbour stays
    assert any("payday" in piece for piece in repost.removed)


def test_the_summary_is_the_articles_own_words(repost: Analysis) -> None:
    assert repost.summary.sentences
    assert all(sentence in repost.item.text for sentence in repost.summary.sentences)


@pytest.mark.parametrize("first", ["chronicle", "blog"])
async def test_report_and_repost_are_one_message_on_every_platform(
    archive: SqlStore, harness: Harness, first: str
) -> None:
    """Whichever comes first: one post, led by the original outlet, the copy marked as a repost."""
    await archive.sync_feeds(list(FEEDS.values()))
    await archive.add_subscription(Subscription(id=0, destination=harness.destination))
    fetcher = ScriptedFetcher(dict.fromkeys(FEEDS, QUIET))
    polls = poller(archive, fetcher, FEEDS)
    await polls.poll_now()
    bodies = {"chronicle": ORIGINAL, "blog": REPOST}
    for slug in (first, *(set(bodies) - {first})):
        fetcher.bodies[slug] = bodies[slug]
        await polls.poll_now()
    await courier(archive, harness.adapter).deliver_due()

    (row,) = await archive.deliveries()
    assert row.story_id is not None
    story = await archive.story(row.story_id)
    assert story is not None
    assert [source.outlet for source in story.sources] == ["Hennepin Chronicle", "SpotlightTech Blog"]
    assert [source.repost for source in story.sources] == [False, True]
    (seen,) = harness.visible()
    for wanted in ("Minneapolis, MN", "unanimous", "Clearview AI", "Minneapolis Police Department", "repost"):
        assert wanted in seen
    assert not [word for word in EXPECTED["summary_has_none_of"] if word.casefold() in seen.casefold()]
