"""The words that several Slack renderings share."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.core.message import topic_words
from bot.core.models import Message

HEADLINE_LIMIT = 300
FACT_LINE_LIMIT = 200


def headline_of(message: Message) -> str:
    """The headline, or what stands in for one that is empty."""
    return message.headline.strip() or message.url or message.reference


def footer(message: Message) -> str:
    """Topics, relevance, reference and times, in small type."""
    topics = ", ".join(topic_words(topic) for topic in message.topics)
    seen = message.first_seen
    day = f"{seen:%-d %b}" if message.first_is_day else local_time(seen, message.timezone)
    times = f"first seen {day}"
    if message.updated:
        times += f", updated {local_time(message.updated, message.timezone)}"
    return " · ".join(part for part in (topics, message.relevance, message.reference, times) if part)


def local_time(at: datetime, timezone: str) -> str:
    """The time as the channel's clock shows it; UTC where the zone is unknown to this machine."""
    try:
        zone: ZoneInfo | None = ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        zone = None
    return f"{at.astimezone(zone or UTC):%-d %b %H:%M %Z}"
