"""The demo end to end: what a careful reader expects of every item is what the real application does with it."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime
from itertools import chain

import pytest
from rich.console import Console

from bot.core.urls import canonical_url
from bot.core.vocabulary import Fate
from bot.demo.expected import EXPECTED, FACTS, FOLLOWS, STORIES
from bot.demo.server import LAST_POLL, OUTLETS, DemoServer, template
from bot.demo.show import demo_app
from bot.demo.templates import document
from bot.feeds.parse import parse_document

NOW = datetime.now(UTC)


def guids():
    """Every item's key in EXPECTED by feed and address: traces do not tell the guid."""
    found = {}
    for outlet in OUTLETS[:-1]:
        for poll in range(LAST_POLL + 1):
            parsed = parse_document(
                document(template(outlet.file), poll=poll, now=NOW), url="https://x.example/", now=NOW
            )
            for item in parsed.items:
                found[outlet.slug, canonical_url(item.url)] = (
                    item.guid if item.guid in EXPECTED else "pigeons"
                )
    return found


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """Every item's trace by guid, and the stories by number, after all polls."""
    return asyncio.run(polled(tmp_path_factory.mktemp("demo")))


async def polled(folder):
    async with DemoServer(NOW) as server, demo_app(server, folder, Console(quiet=True)) as app:
        for poll in range(LAST_POLL + 1):
            if poll:
                server.advance()
            await app.poller.poll_now()
        keys = guids()
        found = await app.store.trace("", limit=1000)
        traces = {keys[trace.feed, canonical_url(trace.url)]: trace for trace in found}
        numbers = {trace.story_id for trace in found if trace.story_id}
        return traces, {number: await app.store.story(number) for number in numbers}


def test_every_item_meets_its_fate(outcome):
    traces, _ = outcome
    fates = {guid: trace.decision.fate for guid, trace in traces.items()}
    # Which report of one story is read first, and so opens it, is the poller's affair.
    opening, shared = {Fate.NEW_STORY, Fate.JOINED}, set(chain.from_iterable(STORIES))
    wrong = {
        guid: (expected, fates.get(guid))
        for guid, expected in EXPECTED.items()
        if fates.get(guid) is not expected and not (guid in shared and fates.get(guid) in opening)
    }
    assert wrong == {}


def test_reports_of_one_development_are_one_story(outcome):
    traces, stories = outcome
    grouped = defaultdict(set)
    for guid, trace in traces.items():
        grouped[trace.story_id].add(guid)
    assert {frozenset(grouped[number]) for number in stories if len(grouped[number]) > 1} == set(STORIES)


def test_the_next_stage_follows_the_one_before(outcome):
    traces, stories = outcome
    number_of = {guid: trace.story_id for guid, trace in traces.items()}
    followed = {later: stories[number_of[later]].follows for later in FOLLOWS}
    assert followed == {later: number_of[earlier] for later, earlier in FOLLOWS.items()}


def test_only_the_copy_is_called_a_repost(outcome):
    _, stories = outcome
    sources = [source for story in stories.values() for source in story.sources]
    assert {source.outlet for source in sources if source.repost} == {"TrendMill Daily"}
    assert all(story.sources[0].outlet != "TrendMill Daily" for story in stories.values())


def test_facts_come_from_the_texts(outcome):
    traces, stories = outcome

    def facts(guid):
        verdict = stories[traces[guid].story_id].verdict
        return verdict.action, verdict.stage, verdict.jurisdiction.path

    assert {guid: facts(guid) for guid in FACTS} == FACTS
    vote = stories[traces["gazette-4101"].story_id]
    assert (vote.verdict.vendors, vote.verdict.agencies) == (
        ("Clearview AI",),
        ("Minneapolis Police Department",),
    )
    assert any("12-0" in conflict and "13-0" in conflict for conflict in vote.conflicts)
    shown = " ".join(chain.from_iterable(source.summary.sentences for source in vote.sources))
    assert not any(
        words in shown
        for words in ("payday", "Leave a Reply", "Back to top", "Related Articles", "Share this")
    )
