"""What readers can ask: the newest, the ones with some words, and figures. Nothing they type reaches the engine."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_values import GENERAL, a_subscription, an_analysis, an_item, polling, put_story

from bot.core.answers import Corpus
from bot.core.models import Decision, Filter, Receipt
from bot.core.vocabulary import DeliveryState, Fate, Platform, Topic
from bot.store.search import plain_words

TEXTS = [
    (
        "Minneapolis bans facial recognition",
        "The council voted 13-0. The Café Müller hearing on H.B. 1046 was long.",
    ),
    (
        "Portland weighs plate readers",
        "The committee heard Flock Safety; a ban failed in Minneapolis before.",
    ),
    ("Senate passes drone bill", "S. 3284 goes to the governor; critics call drones a threat."),
]


async def fill(store, clock):
    for number, (title, text) in enumerate(TEXTS, start=1):
        await put_story(store, number, at=clock.now, item=an_item(number, title=title, text=text))
        clock.advance(60)


SEARCHES = [
    ("minneapolis", [1, 2]),  # a title weighs more than a text
    ("BANS facial", [1]),  # any case, all words
    ("banning", [1, 2]),  # the word, not the form
    ("facial drone", []),  # all words must stand in one story
    ("cafe muller", [1]),  # accents are optional
    ("hb 1046", []),
    ("H.B. 1046", [1]),
    ("h b 1046", [1]),
    ("13-0", [1]),
    ("s. 3284", [3]),
    ('"flock safety"', [2]),
    ("flock NEAR committee", []),  # no operators: these are words
    ("title:bans", []),  # no columns
    ("bans*", [1, 2]),  # no wildcards: a sign that is dropped
    ("'; DROP TABLE stories; --", []),
    ('"', []),
    ("", []),
    (" \x00 ", []),
    ("NEAR(council ban)", []),
    ("()", []),
    ("\ud800", []),
    ("zebra " * 5_000, []),
]


@pytest.mark.parametrize(("words", "expected"), SEARCHES)
async def test_search_holds_all_words_best_first(store, clock, words, expected):
    await fill(store, clock)
    found, total = await store.search(words)
    assert [story.id for story in found] == expected
    assert total == len(expected)


@given(words=st.text(max_size=60))
@settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
async def test_no_query_can_upset_the_engine(store, words):
    assert await store.search(words) == ([], 0)
    assert await store.trace(words) == []


@given(words=st.text(max_size=80))
@settings(max_examples=100, derandomize=True, database=None)
def test_plain_words_are_plain_and_stay_so(words):
    plain = plain_words(words)
    assert plain_words(" ".join(plain)) == plain
    assert all(word.isalnum() for word in plain)


async def test_search_finds_words_of_every_source_of_a_story(store, clock):
    await fill(store, clock)
    item = an_item(9, title="Twin Cities outlaw face scans", text="Opponents promise a lawsuit.")
    async with polling(store) as tx:
        await tx.add_item(item, an_analysis(item), Decision(fate=Fate.JOINED), story_id=1)
    assert [story.id for story in (await store.search("facial lawsuit"))[0]] == [1]


async def test_search_is_paged_and_filtered(store, clock):
    for number in range(1, 8):
        await put_story(store, number, at=clock.now, score=number / 10)
    page, total = await store.search("council", limit=3, offset=3)
    assert (len(page), total) == (3, 7)
    page, total = await store.search("council", wanted=Filter(min_score=0.55), limit=10)
    assert ({story.id for story in page}, total) == ({6, 7}, 2)


async def test_latest_is_newest_first_paged_and_filtered(store, clock):
    for number in range(1, 8):
        await put_story(store, number, at=clock.now, score=number / 10)
    assert [story.id for story in await store.latest(limit=2)] == [7, 6]
    assert [story.id for story in await store.latest(limit=2, offset=2)] == [5, 4]
    wanted = Filter(min_score=0.35)
    assert [story.id for story in await store.latest(wanted=wanted, limit=2, offset=2)] == [5, 4]
    assert await store.latest(wanted=Filter(topics=frozenset({Topic.DRONES}))) == []


async def test_counts_add_up(store, clock):
    await fill(store, clock)
    await store.add_subscription(a_subscription(GENERAL))
    async with polling(store) as tx:
        await tx.add_item(an_item(8), None, Decision(fate=Fate.IRRELEVANT))
        await tx.enqueue(1, [GENERAL])
    counts = await store.counts()
    assert (counts.feeds, counts.feeds_failing, counts.items, counts.relevant) == (1, 0, 4, 3)
    assert (counts.stories, counts.subscriptions, counts.last_poll_at) == (3, 1, clock.now)
    assert counts.deliveries == {DeliveryState.PENDING: 1}


async def test_what_there_is_to_look_up_and_what_waits(store, clock):
    assert (await store.corpus(), await store.waiting()) == (Corpus(stories=0), 0)
    begun = clock.now
    for number in (1, 2):
        await put_story(store, number, at=clock.now, destinations=[GENERAL])
        clock.advance(3600)
    assert (await store.corpus(), await store.waiting()) == (Corpus(stories=2, since=begun), 2)
    (lease,) = await store.claim_deliveries(platforms=list(Platform), limit=1, lease_s=30)
    await store.acknowledge(lease, Receipt(remote_id="m1", at=clock.now), gap_s=0)
    assert await store.waiting() == 1


async def test_a_feeds_health_counts_its_items(store, clock):
    await fill(store, clock)
    async with polling(store, error_kind="http_500", error="500") as tx:
        await tx.add_item(an_item(8), None, Decision(fate=Fate.IRRELEVANT))
    (row,) = await store.feed_health()
    assert (row.items, row.relevant, row.failures) == (4, 3, 1)
