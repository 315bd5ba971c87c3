"""The same cases against every channel adapter: what the delivery loop relies on, whatever the platform."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import pytest
from adapters import harness_console, harness_discord, harness_slack
from adapters.harness import Harness, RemoteHarness
from adapters.posts import message, reply

from bot.core.errors import (
    ChannelGoneError,
    ContentRefusedError,
    DeliveryInDoubtError,
    MessageGoneError,
    TemporaryDeliveryError,
)
from bot.core.models import Digest, Notice, Post, SourceLink
from bot.ports import SEND_BEFORE, Idempotency

REMOTE: dict[str, Callable[[], AbstractAsyncContextManager[RemoteHarness]]] = {
    "discord": harness_discord.opened,
    "slack": harness_slack.opened,
}
ALL: dict[str, Callable[[], AbstractAsyncContextManager[Harness]]] = {
    "console": harness_console.opened,
    **REMOTE,
}


@pytest.fixture(params=ALL)
async def any_platform(request: pytest.FixtureRequest) -> AsyncIterator[Harness]:
    async with ALL[request.param]() as harness:
        yield harness


@pytest.fixture(params=REMOTE)
async def remote(request: pytest.FixtureRequest) -> AsyncIterator[RemoteHarness]:
    async with REMOTE[request.param]() as harness:
        yield harness


# --- what readers get ---


async def test_a_post_shows_once_and_its_receipt_names_it(any_platform: Harness) -> None:
    receipt = await any_platform.adapter.send(any_platform.destination, message(), key="cw1")
    assert receipt.remote_id
    (post,) = any_platform.visible()
    for part in (
        "Minneapolis council bans police",
        "BAN",
        "Minneapolis, MN",
        "voted unanimously",
        "North Star Courier",
        "S-42",
    ):
        assert part in post


async def test_the_plain_form_says_what_matters(any_platform: Harness) -> None:
    await any_platform.adapter.send(any_platform.destination, message(), key="cw1", plain=True)
    (post,) = any_platform.visible()
    for part in ("Minneapolis council bans police", "BAN", "Minneapolis, MN", "voted unanimously", "S-42"):
        assert part in post


@pytest.mark.parametrize("plain", [False, True], ids=["rich", "plain"])
async def test_a_post_that_can_not_be_rendered_is_refused_and_leaves_no_doubt(
    any_platform: Harness, *, plain: bool
) -> None:
    """Our own code failed before any request: nothing stands, and nobody need look."""
    adapter, destination = any_platform.adapter, any_platform.destination
    sent = await adapter.send(destination, message(), key="cw1")
    before = any_platform.visible()
    broken = Digest(title="Today", messages=(None,))  # type: ignore[arg-type]
    with pytest.raises(ContentRefusedError, match="rendered"):
        await adapter.send(destination, broken, key="cw2", plain=plain)
    with pytest.raises(ContentRefusedError, match="rendered"):
        await adapter.edit(destination, sent.remote_id, broken, key="cw1", plain=plain)
    with pytest.raises(ContentRefusedError, match="rendered"):
        await adapter.reply(destination, sent.remote_id, broken, key="cw3", plain=plain)
    assert any_platform.visible() == before


@pytest.mark.parametrize(
    "post",
    [Digest(title="Today in Minnesota", messages=(message(), message(headline="St. Paul follows"))),
     Notice(title="A feed fails", text="north-star: http 403")],
    ids=["digest", "notice"],
)  # fmt: skip
async def test_every_kind_of_post_arrives(any_platform: Harness, post: Post) -> None:
    await any_platform.adapter.send(any_platform.destination, post, key="cw1")
    (shown,) = any_platform.visible()
    assert post.title in shown


async def test_an_edit_shows_the_new_state(any_platform: Harness) -> None:
    receipt = await any_platform.adapter.send(any_platform.destination, message(), key="cw1")
    edited = message(headline="Mayor signs the ban", updated=any_platform.clock())
    again = await any_platform.adapter.edit(any_platform.destination, receipt.remote_id, edited)
    assert again.remote_id == receipt.remote_id
    assert "Mayor signs the ban" in any_platform.visible()[-1]


async def test_a_remote_edit_leaves_one_message(remote: RemoteHarness) -> None:
    receipt = await remote.adapter.send(remote.destination, message(), key="cw1")
    await remote.adapter.edit(remote.destination, receipt.remote_id, message(headline="Mayor signs the ban"))
    assert len(remote.visible()) == 1


async def test_an_answer_is_a_message_of_its_own(any_platform: Harness) -> None:
    first = await any_platform.adapter.send(any_platform.destination, message(), key="cw1")
    answer = await any_platform.adapter.reply(any_platform.destination, first.remote_id, reply(), key="cw2")
    assert answer.remote_id not in {"", first.remote_id}
    assert answer.remark == ""


@pytest.mark.parametrize("plain", [False, True])
async def test_answers_stand_in_the_thread_and_nowhere_else(remote: RemoteHarness, plain: bool) -> None:
    first = await remote.adapter.send(remote.destination, message(), key="cw1")
    for key in ("cw2", "cw3"):
        await remote.adapter.reply(remote.destination, first.remote_id, reply(), key=key, plain=plain)
    assert len(remote.visible()) == 1
    answers = remote.answers(first.remote_id)
    assert len(answers) == 2
    for part in (
        "12-1 → 13-0",
        "1 Mar 2027",
        "Mayor signs the ban",
        "https://north.example/signed",
        "Lake Street",
    ):
        assert part in answers[0]
    assert "council bans police" not in answers[0], "the message above says it"


async def test_a_lost_answer_in_a_thread_is_settled_without_a_second_one(remote: RemoteHarness) -> None:
    first = await remote.adapter.send(remote.destination, message(), key="cw1")
    await remote.adapter.reply(remote.destination, first.remote_id, reply(), key="cw2")
    begun = remote.clock()
    remote.lose_answer()
    with pytest.raises(DeliveryInDoubtError):
        await remote.adapter.reply(remote.destination, first.remote_id, reply(), key="cw3")
    remote.clock.later(remote.adapter.nonce_window_s + 200)
    found = await remote.adapter.find(remote.destination, key="cw3", since=begun, thread=first.remote_id)
    assert found is not None
    assert len(remote.answers(first.remote_id)) == 2
    assert (
        await remote.adapter.find(remote.destination, key="cw4", since=begun, thread=first.remote_id) is None
    )


async def test_a_message_without_a_thread_holds_no_answer(remote: RemoteHarness) -> None:
    begun = remote.clock()
    first = await remote.adapter.send(remote.destination, message(), key="cw1")
    remote.clock.later(20)
    assert (
        await remote.adapter.find(remote.destination, key="cw2", since=begun, thread=first.remote_id) is None
    )


async def test_a_deleted_message_is_answered_no_more(remote: RemoteHarness) -> None:
    """That closes no channel: the next story is posted."""
    first = await remote.adapter.send(remote.destination, message(), key="cw1")
    remote.delete(first.remote_id)
    with pytest.raises(MessageGoneError):
        await remote.adapter.reply(remote.destination, first.remote_id, reply(), key="cw2")
    assert remote.visible() == []


async def test_a_message_has_an_address_for_people(remote: RemoteHarness) -> None:
    first = await remote.adapter.send(remote.destination, message(), key="cw1")
    address = remote.adapter.link_to(remote.destination, first.remote_id)
    assert address.startswith("https://")
    assert remote.destination.channel in address
    assert first.remote_id.replace(".", "") in address


async def test_a_thread_answer_cannot_ping_either(remote: RemoteHarness) -> None:
    first = await remote.adapter.send(remote.destination, message(headline="<@U0ADMIN> x"), key="cw1")
    hostile = "<!channel> @everyone <@U0ADMIN> <@&123>"
    told = reply(
        facts=((hostile, hostile),),
        following=((hostile, hostile, "javascript:alert(1)"),),
        sources=(SourceLink(outlet=hostile, url="javascript:alert(1)"),),
        headline=hostile,
    )
    for key, plain in (("cw2", False), ("cw3", True)):
        await remote.adapter.reply(remote.destination, first.remote_id, told, key=key, plain=plain)
    for answer in remote.answers(first.remote_id):
        for ping in ("<!channel>", "@everyone", "<@U0ADMIN>", "<@&123>", "javascript:"):
            assert ping not in answer


async def test_hostile_text_cannot_ping(remote: RemoteHarness) -> None:
    hostile = message(
        headline="<!channel> @everyone <@U0ADMIN> <@&123>",
        sentences=("Ask <!here> and @here.",),
        place="<!channel>",
    )
    await remote.adapter.send(remote.destination, hostile, key="cw1")
    (post,) = remote.visible()
    for ping in ("<!channel>", "<!here>", "@everyone", "@here", "<@U0ADMIN>", "<@&123>"):
        assert ping not in post


async def test_check_is_content_where_posts_arrive(any_platform: Harness) -> None:
    await any_platform.adapter.check(any_platform.destination)


# --- what the delivery loop is told when it fails ---


async def test_a_lost_answer_is_settled_without_a_second_message(remote: RemoteHarness) -> None:
    """By the platform's own memory of the key, or by looking the message up."""
    begun = remote.clock()
    remote.lose_answer()
    with pytest.raises(DeliveryInDoubtError):
        await remote.adapter.send(remote.destination, message(), key="cw1")
    remote.clock.later(20)
    if remote.adapter.idempotency is Idempotency.NONCE:
        settled = await remote.adapter.send(remote.destination, message(), key="cw1")
    else:
        settled = await remote.adapter.find(remote.destination, key="cw1", since=begun)
    assert settled is not None
    await remote.adapter.edit(remote.destination, settled.remote_id, message(headline="Still one"))
    (post,) = remote.visible()
    assert "Still one" in post


async def test_what_was_never_posted_is_not_found(any_platform: Harness) -> None:
    begun = any_platform.clock()
    any_platform.clock.later(20)
    assert await any_platform.adapter.find(any_platform.destination, key="cw1", since=begun) is None


async def test_refused_content_leaves_nothing_and_passes_as_plain_text(remote: RemoteHarness) -> None:
    remote.refuse_rich_content()
    with pytest.raises(ContentRefusedError):
        await remote.adapter.send(remote.destination, message(), key="cw1")
    assert list(remote.visible()) == []
    await remote.adapter.send(remote.destination, message(), key="cw1", plain=True)
    assert len(remote.visible()) == 1


async def test_a_rate_limit_tells_how_long_and_is_no_attempt(remote: RemoteHarness) -> None:
    remote.limit_rate(17)
    with pytest.raises(TemporaryDeliveryError) as caught:
        await remote.adapter.send(remote.destination, message(), key="cw1")
    assert caught.value.retry_after_s == pytest.approx(17, abs=1)
    assert not caught.value.counts
    assert list(remote.visible()) == []


async def test_a_closed_channel_comes_with_advice(remote: RemoteHarness) -> None:
    remote.close_channel()
    for attempt in (
        remote.adapter.send(remote.destination, message(), key="cw1"),
        remote.adapter.check(remote.destination),
    ):
        with pytest.raises(ChannelGoneError) as caught:
            await attempt
        assert caught.value.advice
        assert not caught.value.whole_workspace


async def test_a_deleted_message_is_edited_no_more(remote: RemoteHarness) -> None:
    receipt = await remote.adapter.send(remote.destination, message(), key="cw1")
    remote.delete(receipt.remote_id)
    with pytest.raises(MessageGoneError):
        await remote.adapter.edit(remote.destination, receipt.remote_id, message())


async def test_nothing_leaves_after_its_time(remote: RemoteHarness) -> None:
    """The worker slept between the decision and the wire; another one may have posted it meanwhile."""
    key = SEND_BEFORE.set(asyncio.get_running_loop().time())
    with pytest.raises(DeliveryInDoubtError):
        await remote.adapter.send(remote.destination, message(), key="cw1")
    SEND_BEFORE.reset(key)
    assert list(remote.visible()) == []
    await remote.adapter.send(remote.destination, message(), key="cw1")
    assert len(remote.visible()) == 1
