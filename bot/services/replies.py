"""Word an answer in a thread: what happened, and where the next stage's own message stands."""

from bot.core.developments import reply_of
from bot.core.models import Reply
from bot.ports import ChannelAdapter, DeliveryLease, Store


async def reply_for(lease: DeliveryLease, store: Store, adapter: ChannelAdapter) -> Reply | None:
    """The answer below the story's message; None where that message does not stand."""
    if lease.thread is None or lease.news is None or lease.story_id is None:
        return None
    story = await store.story(lease.story_id)
    if story is None:
        return None
    ids = lease.news.following
    following = [each for story_id in ids if (each := await store.story(story_id))]
    posted = await store.posted_as(lease, ids) if ids else {}
    links = {story_id: adapter.link_to(lease.destination, name) for story_id, name in posted.items()}
    return reply_of(story, lease.news, following=following, links=links)
