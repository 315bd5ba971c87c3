"""What services need from the world, as protocols; the edge implements them, tests may fake them."""

from bot.ports.channels import SEND_BEFORE, ChannelAdapter, Idempotency
from bot.ports.chooser import SentenceChooser
from bot.ports.feeds import (
    ArticleReader,
    FeedFetcher,
    FeedParser,
    Fetched,
    ItemJudge,
    ParsedFeed,
    Unjudged,
)
from bot.ports.polling import (
    FeedHealth,
    FeedLease,
    FinishedPoll,
    KeptItem,
    PollOutcome,
    PollTransaction,
    Sighting,
)
from bot.ports.store import (
    Counts,
    DeliveryKind,
    DeliveryLease,
    DeliveryRow,
    ItemTrace,
    Losses,
    Pause,
    PausedChannel,
    Posted,
    Store,
)
from bot.ports.websub import Callbacks, HubClient, HubStore, HubSubscription

__all__ = [
    "SEND_BEFORE",
    "ArticleReader",
    "Callbacks",
    "ChannelAdapter",
    "Counts",
    "DeliveryKind",
    "DeliveryLease",
    "DeliveryRow",
    "FeedFetcher",
    "FeedHealth",
    "FeedLease",
    "FeedParser",
    "Fetched",
    "FinishedPoll",
    "HubClient",
    "HubStore",
    "HubSubscription",
    "Idempotency",
    "ItemJudge",
    "ItemTrace",
    "KeptItem",
    "Losses",
    "ParsedFeed",
    "Pause",
    "PausedChannel",
    "PollOutcome",
    "PollTransaction",
    "Posted",
    "SentenceChooser",
    "Sighting",
    "Store",
    "Unjudged",
]
