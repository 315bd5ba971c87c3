"""Stories grow from the polls of many workers and read the same from each."""

from datetime import timedelta

import pytest
from clocks import NOON
from store_values import a_feed, an_analysis, an_item, polling, put_story

from bot.core.errors import StoreError
from bot.core.message import message_of
from bot.core.models import Decision
from bot.core.stories import index_keys, joined, opened, profile_of
from bot.core.vocabulary import Fate, SourceKind
from bot.store.stories import MOST_BELIEVED, MOST_NEW


def profile(number=1, *, at=NOON):
    return profile_of(an_analysis(an_item(number)), at=at)


async def add(tx, number=1, *, at=NOON, keys=None, follows=None, held=False):
    new = opened(profile(number, at=at))
    keys = index_keys(new) if keys is None else keys
    return await tx.add_story(
        new, keys, title="t", at=at, follows=follows, reasons=("first report",), held=held
    )


async def test_a_profile_comes_back_as_it_was_stored_under_its_number(store):
    async with polling(store) as tx:
        story_id = await add(tx)
        (found,) = await tx.candidates(index_keys(profile()), since=NOON - timedelta(days=1))
    assert found.id == story_id
    assert found == type(found)(**{**_fields(opened(profile())), "id": story_id})


def _fields(value):
    return {name: getattr(value, name) for name in value.__slots__}


async def test_candidates_share_a_key_and_are_recent_enough(store):
    async with polling(store) as tx:
        recent = await add(tx, keys={"a", "b"}, at=NOON)
        await add(tx, keys={"c"}, at=NOON)
        await add(tx, keys={"a"}, at=NOON - timedelta(days=30))
        found = await tx.candidates({"a", "b", "x"}, since=NOON - timedelta(days=7))
        assert [each.id for each in found] == [recent]
        assert await tx.candidates(set(), since=NOON) == []


async def test_a_joined_story_is_found_by_its_new_keys_and_stays_as_late_as_its_latest_report(store):
    async with polling(store) as tx:
        story_id = await add(tx, keys={"a"}, at=NOON)
        (found,) = await tx.candidates({"a"}, since=NOON)
        grown = joined(found, profile(2, at=NOON - timedelta(hours=5)))
        await tx.join_story(grown, {"a", "b"}, at=NOON - timedelta(hours=5))
        (again,) = await tx.candidates({"b"}, since=NOON)
        assert (again.id, again.size) == (story_id, 2)


async def test_candidates_are_found_among_more_keys_than_one_statement_can_name(store):
    async with polling(store) as tx:
        story_id = await add(tx, keys={f"k{number}" for number in range(1_200)})
        (found,) = await tx.candidates({f"k{number}" for number in range(1_500)}, since=NOON)
        assert found.id == story_id


async def test_a_story_has_all_its_sources_with_what_is_known_of_their_feeds(store, clock):
    story_id = await put_story(store, at=clock.now)
    clock.advance(60)
    item = an_item(2, feed="blog", outlet="The Blog")
    async with polling(store, a_feed("blog", kind=SourceKind.ADVOCACY, trusted=False)) as tx:
        await tx.add_item(item, an_analysis(item), Decision(fate=Fate.JOINED), story_id=story_id, repost=True)
        inside = await tx.story(story_id)
    story = await store.story(story_id)
    assert story == inside
    assert story is not None
    facts = {(s.outlet, s.kind, s.trusted, s.repost, s.seen_at) for s in story.sources}
    assert facts == {
        ("Gazette", SourceKind.NEWS, True, False, NOON),
        ("The Blog", SourceKind.ADVOCACY, False, True, clock.now),
    }
    assert (story.revision, story.follows, story.reasons) == (1, None, ("first",))


async def test_a_story_that_hundreds_report_is_told_by_the_believed_and_the_newest(store, clock):
    story_id = await put_story(store, 0, at=clock.now)
    async with polling(store, a_feed("farm", trusted=False)) as tx:
        await report(tx, story_id, range(1, 31), repost=True)
    async with polling(store, a_feed("paper")) as tx:
        await report(tx, story_id, range(100, 100 + MOST_BELIEVED))
    async with polling(store, a_feed("farm", trusted=False)) as tx:
        await report(tx, story_id, range(200, 200 + MOST_NEW))
    story = await store.story(story_id)
    shown = sorted(int(source.url.rsplit("/", 1)[1]) for source in story.sources)
    assert shown == [0, *range(100, 99 + MOST_BELIEVED), *range(200, 200 + MOST_NEW)]
    assert story.more_sources == 30 + 1
    assert message_of(story).more_sources >= 31


async def report(tx, story_id, numbers, *, repost=False):
    for number in numbers:
        item = an_item(number)
        decision = Decision(fate=Fate.JOINED)
        await tx.add_item(item, an_analysis(item), decision, story_id=story_id, repost=repost)


async def test_a_bump_raises_the_revision_and_the_title(store, clock):
    story_id = await put_story(store, at=clock.now)
    async with polling(store) as tx:
        assert await tx.bump_story(story_id, title="Council bans all cameras") == 2
        assert (await tx.story(story_id)).revision == 2


async def test_a_story_may_follow_an_earlier_one(store, clock):
    first = await put_story(store, 1, at=clock.now)
    item = an_item(2)
    async with polling(store) as tx:
        second = await add(tx, 2, follows=first, held=True)
        await tx.add_item(item, an_analysis(item), Decision(fate=Fate.NEW_STORY), story_id=second)
    story = await store.story(second)
    assert story is not None
    assert story.follows == first


async def test_a_story_that_does_not_exist_is_none_outside_and_an_error_inside_a_poll(store):
    assert await store.story(42) is None
    with pytest.raises(StoreError, match="S-42"):
        async with polling(store) as tx:
            await tx.story(42)
