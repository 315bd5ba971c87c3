"""A digest: one block for each topic, one line for each story, trimmed to Slack's limits from the end."""

from bot.adapters.slack.blocks import (
    Block,
    Piece,
    bullets,
    context,
    fitting,
    header,
    link,
    words,
)
from bot.adapters.slack.escape import literal
from bot.adapters.slack.wording import FACT_LINE_LIMIT, headline_of
from bot.core.message import title_line, topic_words
from bot.core.models import Digest, Message

LINE_HEADLINE_LIMIT = 140


def digest_blocks(digest: Digest) -> tuple[Block, ...]:
    """Every story that fits; the rest is counted in the last line."""
    return fitting(len(digest.messages), lambda shown: _blocks(digest, shown))


def _blocks(digest: Digest, shown: int) -> tuple[Block, ...]:
    messages, more = digest.messages[:shown], digest.more + len(digest.messages) - shown
    count = len(digest.messages) + digest.more
    blocks = [header(digest.title), context(f"{count} {'story' if count == 1 else 'stories'}")]
    blocks += [
        bullets([words(topic, bold=True)], [_row(one) for one in group])
        for topic, group in _groups(messages).items()
    ]
    return (*blocks, context(f"and {more} more: /civicwatch latest")) if more else tuple(blocks)


def _groups(messages: tuple[Message, ...]) -> dict[str, list[Message]]:
    """By first topic, in the order in which the topics turn up."""
    groups: dict[str, list[Message]] = {}
    for message in messages:
        topic = topic_words(message.topics[0]).capitalize() if message.topics else "Other"
        groups.setdefault(topic, []).append(message)
    return groups


def _row(message: Message) -> list[Piece]:
    pieces = [words(literal(title_line(message), FACT_LINE_LIMIT), bold=True), words(": ")]
    pieces.append(link(headline_of(message), message.url, LINE_HEADLINE_LIMIT))
    outlets = ", ".join(source.outlet for source in message.sources[:3] if source.outlet)
    return [*pieces, words(f" ({literal(outlets, 80)})")] if outlets else pieces
