"""The demo's documents are real feeds: served with validators, different at each poll, equal for equal starts."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain

import aiohttp
import pytest

from bot.core.errors import ParseError
from bot.core.vocabulary import Fate, SourceKind
from bot.demo.expected import COPIES, EXPECTED, FOLLOWS, STORIES
from bot.demo.server import LAST_POLL, OUTLETS, DemoServer, template
from bot.demo.templates import document
from bot.feeds.parse import parse_document

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


def parsed(outlet, poll):
    return parse_document(
        document(template(outlet.file), poll=poll, now=NOW), url=f"https://x.example/{outlet.file}", now=NOW
    )


def items_at(poll):
    readable = [outlet for outlet in OUTLETS if outlet.slug != "maintenance"]
    return list(chain.from_iterable(parsed(outlet, poll).items for outlet in readable))


def key_of(item):
    return item.guid if item.guid in EXPECTED else "pigeons" if "pigeons" in item.title else item.guid


def test_every_item_has_an_expected_fate_and_none_is_expected_in_vain():
    seen = {key_of(item) for poll in range(LAST_POLL + 1) for item in items_at(poll)}
    assert seen == set(EXPECTED)
    assert len(seen) >= 40


def test_what_stands_there_at_first_contact_is_the_baseline():
    assert {key_of(item) for item in items_at(0)} == {
        guid for guid, fate in EXPECTED.items() if fate is Fate.BASELINE
    }


def test_stories_and_sequels_name_known_items():
    named = {*chain.from_iterable(STORIES), *FOLLOWS, *FOLLOWS.values(), *COPIES}
    assert named <= set(EXPECTED)


def test_the_second_poll_brings_an_outlet_a_correction_and_next_stages():
    before, after = ({key_of(item) for item in items_at(poll)} for poll in (1, 2))
    fates = Counter(EXPECTED[guid] for guid in after - before)
    assert fates == {Fate.JOINED: 2, Fate.NEW_STORY: 3}


def test_new_items_are_younger_than_the_age_limit():
    fresh = [item for item in items_at(2) if EXPECTED[key_of(item)] is not Fate.BASELINE]
    assert all(NOW - item.published < timedelta(hours=48) for item in fresh if item.published)
    assert all(item.published <= NOW for item in fresh if item.published)


def test_formats_and_kinds_differ():
    bodies = [template(outlet.file) for outlet in OUTLETS]
    marks = ("<rss ", "<feed ", "<rdf:RDF", '"version": "https://jsonfeed.org', "<!DOCTYPE html>")
    assert all(any(mark in body for body in bodies) for mark in marks)
    assert {outlet.kind for outlet in OUTLETS} >= set(SourceKind) - {SourceKind.TRADE}
    assert len({outlet.home for outlet in OUTLETS}) >= 6


def test_the_page_that_is_no_feed_is_refused():
    with pytest.raises(ParseError):
        parsed(OUTLETS[-1], 1)


def test_same_start_same_bytes():
    for outlet in OUTLETS:
        text = template(outlet.file)
        assert document(text, poll=1, now=NOW) == document(text, poll=1, now=NOW)
        assert b"{{" not in document(text, poll=2, now=NOW)


async def test_the_server_answers_like_a_publisher():
    async with DemoServer(NOW) as server, aiohttp.ClientSession() as session:
        feed = server.feeds()[0]
        async with session.get(feed.url) as first:
            assert (first.status, first.content_type) == (200, "application/rss+xml")
            body, etag = await first.read(), first.headers["ETag"]
        async with session.get(feed.url, headers={"If-None-Match": etag}) as again:
            assert (again.status, await again.read()) == (304, b"")
        server.advance()
        async with session.get(feed.url, headers={"If-None-Match": etag}) as later:
            assert later.status == 200
            assert await later.read() != body
        async with session.get(feed.url + "x") as missing:
            assert missing.status == 404
