"""From a feed's bytes to an answer in a story's thread, and what the courier does when that goes wrong."""

from datetime import timedelta

from services.pipeline import ScriptedAdapter, ScriptedFetcher, Told, courier, document, entry, feed, poller

from bot.core.errors import ContentRefusedError, DeliveryInDoubtError, MessageGoneError
from bot.core.models import Destination, Filter, Message, Reply, Subscription
from bot.core.vocabulary import DeliveryState, Platform, Threads
from bot.ports import DeliveryKind
from bot.store import SqlStore

MAIN = Destination(platform=Platform.CONSOLE, workspace="", channel="main")
VOTE = "Duluth City Council votes 7-2 to ban police use of facial recognition"
VOTE_TEXT = (
    "The Duluth City Council voted 7-2 on Monday to ban the Duluth Police Department from using facial "
    "recognition technology. The ordinance takes effect in January."
)
OTHER_TEXT = (
    "Duluth police may no longer use facial recognition after the City Council approved a ban by a 7-2 vote "
    "on Monday night. Council members cited errors of the technology."
)
BILL = "Minnesota Senate committee holds hearing on SF 2201 to ban police facial recognition"
BILL_TEXT = (
    "A Minnesota Senate committee held a hearing on Senate File 2201, which would ban police in Minnesota from "
    "using facial recognition."
)
VETO = "Minnesota governor vetoes SF 2201, ban on police facial recognition"
VETO_TEXT = (
    "The governor of Minnesota on Friday vetoed Senate File 2201, which would ban police in Minnesota from using "
    "facial recognition."
)


class Town:
    """Two outlets, one channel, and what the channel sees."""

    def __init__(self, store: SqlStore, clock, threads: Threads, *script: Exception | None) -> None:
        self.store, self.clock, self.threads = store, clock, threads
        self.feeds = {slug: feed(slug, home="us/mn") for slug in ("ledger", "herald")}
        self.fetcher = ScriptedFetcher({slug: document() for slug in self.feeds})
        self.adapter, self.told = ScriptedAdapter(*script), Told()
        self.polls = poller(store, self.fetcher, self.feeds)
        self.carrier = courier(store, self.adapter, self.told)

    async def open(self) -> None:
        await self.store.sync_feeds(list(self.feeds.values()))
        await self.store.add_subscription(
            Subscription(id=0, destination=MAIN, filter=Filter(), threads=self.threads)
        )
        old = entry("Library opens on Sundays", "The library.", at=self.clock.now - timedelta(days=1))
        self.fetcher.bodies = {slug: document(old) for slug in self.feeds}
        await self.polls.poll_now()
        await self.report("ledger", VOTE, VOTE_TEXT)
        await self.carrier.deliver_due()

    async def report(self, slug: str, title: str, text: str) -> None:
        url = f"https://{slug}.example/{len(title)}"
        news = entry(title, text, guid=title, at=self.clock.now, url=url)
        self.fetcher.bodies[slug] = document(news, title=slug.title())
        await self.polls.poll_now()

    @property
    def first(self) -> str:
        """The name of the first message."""
        return self.adapter.calls[0].split()[1]

    @property
    def answers(self) -> list[str]:
        return [call for call in self.adapter.calls if call.startswith("reply")]

    @property
    def replies(self) -> list[Reply]:
        return [post for _, post, _ in self.adapter.visible.values() if isinstance(post, Reply)]


async def town(store, clock, threads, *script) -> Town:
    made = Town(store, clock, threads, *script)
    await made.open()
    return made


async def test_a_further_outlet_is_answered_below_the_message(store, clock) -> None:
    place = await town(store, clock, Threads.ALL)
    await place.report("herald", "Duluth bans facial recognition by police", OTHER_TEXT)
    await place.carrier.deliver_due()
    (reply,) = place.replies
    assert [link.outlet for link in reply.sources] == ["Herald"]
    (call,) = place.answers
    assert call.startswith(f"reply {place.first} cw")


async def test_with_stages_a_further_outlet_only_edits_the_message(store, clock) -> None:
    place = await town(store, clock, Threads.STAGES)
    await place.report("herald", "Duluth bans facial recognition by police", OTHER_TEXT)
    await place.carrier.deliver_due()
    assert place.replies == []
    (_, message, _) = place.adapter.visible[place.first]
    assert isinstance(message, Message)
    assert len(message.sources) == 2


async def test_the_next_stage_is_a_message_and_a_line_under_the_last_one(store, clock) -> None:
    place = await town(store, clock, Threads.STAGES)
    await place.report("ledger", BILL, BILL_TEXT)
    await place.carrier.deliver_due()
    clock.advance(20 * 86_400)
    await place.report("herald", VETO, VETO_TEXT)
    await place.carrier.deliver_due()
    (reply,) = place.replies
    ((facts, headline, url),) = reply.following
    assert "vetoed" in facts
    assert headline == VETO
    hearing, veto = (
        call.split()[1] for call in place.adapter.calls if call.startswith("send") and place.first not in call
    )
    assert url == f"https://chat.example/main/{veto}"
    assert [call.rsplit(maxsplit=1)[0] for call in place.adapter.calls[-2:]] == ["send", f"reply {hearing}"]


async def test_without_the_setting_nothing_is_answered(store, clock) -> None:
    place = await town(store, clock, Threads.OFF)
    await place.report("herald", "Duluth bans facial recognition by police", OTHER_TEXT)
    clock.advance(4 * 86_400)
    await place.report("herald", VETO, VETO_TEXT)
    await place.carrier.deliver_due()
    assert place.replies == []


async def test_a_doubtful_answer_is_looked_for_in_its_thread(store, clock) -> None:
    place = await town(store, clock, Threads.ALL, None, None, DeliveryInDoubtError("no answer"))
    await place.report("herald", "Duluth bans facial recognition by police", OTHER_TEXT)
    await place.carrier.deliver_due()
    clock.advance(3600)
    await place.carrier.deliver_due()
    first, again = place.answers
    assert first == again
    assert f"find {first.split()[-1]} in {place.first}" in place.adapter.calls
    assert {row.state for row in await store.deliveries()} == {DeliveryState.SENT}


async def test_a_refused_answer_goes_as_plain_text_and_then_is_given_up(store, clock) -> None:
    refused = ContentRefusedError("no")
    place = await town(store, clock, Threads.ALL, None, None, refused, refused)
    await place.report("herald", "Duluth bans facial recognition by police", OTHER_TEXT)
    for _ in range(3):
        await place.carrier.deliver_due()
        clock.advance(5)
    assert [call.endswith("plain") for call in place.answers] == [False, True]
    assert [row.state for row in await store.deliveries() if row.kind is DeliveryKind.REPLY] == [
        DeliveryState.DEAD
    ]


async def test_a_thread_that_takes_no_answer_stops_nothing_else(store, clock) -> None:
    place = await town(store, clock, Threads.ALL, None, None, MessageGoneError("people locked the thread"))
    await place.report("herald", "Duluth bans facial recognition by police", OTHER_TEXT)
    await place.carrier.deliver_due()
    answer, message = sorted(await store.deliveries(), key=lambda row: row.kind)
    assert (answer.state, answer.error) == (DeliveryState.CANCELLED, "people locked the thread")
    assert message.state is DeliveryState.SENT
    await place.report(
        "ledger", "Duluth council buys drones for police", "The Duluth City Council bought drones."
    )
    await place.carrier.deliver_due()
    assert len(place.adapter.visible) >= 2


async def test_what_keeps_answers_out_of_threads_is_told_once(store, clock) -> None:
    place = await town(store, clock, Threads.ALL)
    place.adapter.remark = "Civicwatch lacks Create Public Threads in the channel"
    await place.report("herald", "Duluth bans facial recognition by police", OTHER_TEXT)
    await place.carrier.deliver_due()
    ((title, text),) = place.told.notices
    assert "console:main" in title
    assert "Create Public Threads" in text
