"""What counts as seen, what is kept of an item, and how it is found again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from clocks import NOON
from store_values import GENERAL, a_feed, an_analysis, an_item, polling, put_story, sight

from bot.core.models import Dating, Decision, Item
from bot.core.vocabulary import DateBasis, DeliveryState, Fate


async def remember(store, *entries, feed=None):
    async with polling(store, feed) as tx:
        for item in entries:
            await tx.add_item(
                item, an_analysis(item, relevant=False, score=0.1), Decision(fate=Fate.IRRELEVANT)
            )


async def unseen(store, *entries, feed=None):
    return (await sight(store, *entries, feed=feed)).fresh


KNOWN = an_item(1, title="Council bans facial recognition in Springfield", published=NOON)

SEEN_OR_NEW = [
    # The same entry again.
    (KNOWN, False),
    # Corrected text and headline under the same guid.
    (an_item(1, title="Council bans face recognition", text="corrected"), False),
    # A new publishing system: new guid, new address, same headline, same day.
    (an_item(9, title=KNOWN.title, published=NOON, url="https://gazette.example/archive/1"), False),
    # The guid was the permalink, which got a tracking parameter.
    (an_item(9, title=KNOWN.title, url=KNOWN.url + "?utm_source=rss"), False),
    # Next week's meeting has the same headline.
    (an_item(9, title=KNOWN.title, published=NOON + timedelta(days=7)), True),
    # Another action on the same bill's page.
    (an_item(9, url=KNOWN.url, title="Mayor signs the ban", published=NOON), True),
    # Another item altogether.
    (an_item(2), True),
]


@pytest.mark.parametrize(("item", "new"), SEEN_OR_NEW)
async def test_identity_is_guid_then_page_then_title_and_day(store, item, new):
    await remember(store, KNOWN)
    assert bool(await unseen(store, item)) is new


NEXT_WEEK = NOON + timedelta(days=7)
AGENDA = an_item(3, title="City Council Agenda", url="https://city.example/agendas", published=NOON)
ORDER = an_item(
    1,
    title="Minute entry from November 23 in ACLU v. Clearview",
    url="https://court.example/docket/42/?order_by=desc#minute-entry-1",
    published=NOON,
)


def again(item: Item, guid: str, **changes: object) -> Item:
    """The same words at the same address under another guid."""
    return replace(item, guid=guid, **changes)


SECOND_ORDER = again(ORDER, "2", url=ORDER.url.replace("-1", "-2"), text="The search is enjoined.")
BUMPED = Dating(basis=DateBasis.UPDATED)

DOCUMENTS = [
    # Two orders of one day in one case, then a third: CourtListener titles them alike, on one page.
    ([ORDER], [SECOND_ORDER, ORDER], [SECOND_ORDER]),
    # Of two agendas the first is still there, or it is gone.
    ([AGENDA], [again(AGENDA, "2", published=NEXT_WEEK), AGENDA], [again(AGENDA, "2", published=NEXT_WEEK)]),
    ([AGENDA], [again(AGENDA, "2", published=NEXT_WEEK)], [again(AGENDA, "2", published=NEXT_WEEK)]),
    # New guids at every poll: the entries are those that are gone, whatever is told of their dates.
    ([AGENDA, KNOWN], [again(AGENDA, "x"), again(KNOWN, "y")], []),
    ([AGENDA], [again(AGENDA, "x", published=None)], []),
    ([AGENDA], [again(AGENDA, "x", published=NEXT_WEEK, dating=BUMPED)], []),
    ([again(KNOWN, "x", dating=BUMPED)], [again(KNOWN, "y", published=NEXT_WEEK, dating=BUMPED)], []),
    # A guid that stays, with a date that goes up at each edit.
    ([AGENDA], [replace(AGENDA, published=NEXT_WEEK)], []),
    # Of two that are alike one came back under another guid, so the other is new.
    ([ORDER], [again(ORDER, "3"), SECOND_ORDER], [SECOND_ORDER]),
    # One entry under two guids, word for word, is one: at first sight, later, and when one of them leaves.
    ([], [AGENDA, again(AGENDA, "twin")], [AGENDA]),
    ([AGENDA], [again(AGENDA, "twin"), AGENDA], []),
    ([AGENDA], [again(AGENDA, "twin")], []),
    # The same title on one host and day, at two addresses of one document.
    (
        [KNOWN],
        [KNOWN, an_item(9, title=KNOWN.title, published=NOON)],
        [an_item(9, title=KNOWN.title, published=NOON)],
    ),
]


@pytest.mark.parametrize(("known", "document", "new"), DOCUMENTS)
async def test_two_guids_of_one_document_are_two_entries_and_a_gone_one_may_come_back(
    store, known, document, new
):
    await remember(store, *known)
    assert await unseen(store, *document) == new


async def test_what_comes_back_under_another_guid_is_noted_as_held(store, clock):
    await remember(store, KNOWN)
    clock.advance(2 * 86_400)
    assert (await sight(store, again(KNOWN, "x"))).stale == (await sight(store, KNOWN)).stale != []


async def test_what_another_feed_gave_is_new_to_this_one(store):
    await remember(store, KNOWN)
    assert await unseen(store, KNOWN, feed=a_feed("herald")) == [KNOWN]


async def test_an_entry_that_stands_twice_in_a_document_counts_once(store):
    assert await unseen(store, an_item(1), an_item(2), an_item(1)) == [an_item(1), an_item(2)]


async def test_a_document_longer_than_one_statement_can_name(store):
    entries = [an_item(number) for number in range(1_300)]
    assert await unseen(store, *entries) == entries


async def test_an_irrelevant_item_keeps_identity_title_decision_and_score_only(store):
    await remember(store, an_item(1))
    (found,) = await store.trace("https://gazette.example/1")
    assert (found.title, found.decision.fate, found.analysis) == (an_item(1).title, Fate.IRRELEVANT, None)
    counts = await store.counts()
    assert (counts.items, counts.relevant) == (1, 0)


async def test_hostile_text_is_stored_without_what_databases_refuse(store, clock):
    item = an_item(
        1,
        title="Council \x00 bans \ud800 cameras",
        text="a\x00b \udfff c",
        author="\ud800",
        guid="\ud800\x00",
    )
    await put_story(store, at=clock.now, item=item)
    (found,) = await store.trace("S-1")
    assert found.title == "Council  bans ? cameras"
    assert found.analysis is not None
    assert found.analysis.item.author == "?"
    assert "\x00" not in found.title


async def test_trace_tells_an_items_whole_way(store, clock):
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    (found,) = await store.trace("https://gazette.example/1?utm_source=mail")
    assert (found.feed, found.story_id, found.seen_at) == ("gazette", story, clock.now)
    assert found.analysis is not None
    assert found.analysis == an_analysis(an_item(1))
    (delivery,) = found.deliveries
    assert (delivery.destination, delivery.state) == (GENERAL, DeliveryState.PENDING)


TRACES = [
    ("S-1", [1]),
    ("s-2", [2]),
    ("number 2", [2]),
    ("BANS Council", [2, 1]),  # newest first, any order, any case
    ("https://gazette.example/2#top", [2]),
    ("S-99999999999999999999", []),
    ("S-", []),
    ("100%", []),  # no wildcard of LIKE
    ("c_uncil", []),
    ("' OR 1=1 --", []),
    ("https://elsewhere.example/", []),
]


@pytest.mark.parametrize(("query", "expected"), TRACES)
async def test_trace_finds_by_address_reference_or_words(store, clock, query, expected):
    for number in (1, 2):
        await put_story(store, number, at=clock.now)
        clock.advance(1)
    assert [found.story_id for found in await store.trace(query)] == expected


async def test_trace_is_bounded(store, clock):
    for number in range(4):
        await put_story(store, number, at=clock.now)
    assert len(await store.trace("council", limit=3)) == 3


async def test_an_item_without_address_is_known_by_its_guid(store):
    item = Item(feed="gazette", guid="g", url="", title="Untitled", text="")
    await remember(store, item)
    assert await unseen(store, item) == []


async def test_what_an_items_date_rests_on_is_kept(store):
    dating = Dating(basis=DateBasis.AMBIGUOUS, raw="03/04/2026")
    await remember(store, an_item(1, dating=dating))
    (found,) = await store.trace("https://gazette.example/1")
    assert (found.published, found.dating) == (None, dating)


async def test_a_storys_source_knows_what_its_date_rests_on(store):
    day = NOON.replace(hour=0)
    dating = Dating(basis=DateBasis.PUBLISHED, raw="2026-11-23", is_day=True)
    number = await put_story(store, at=day, item=an_item(1, published=day, dating=dating))
    story = await store.story(number)
    assert story.sources[0].dating == dating
    assert story.first_is_day
