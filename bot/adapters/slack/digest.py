"""A digest: one block for each topic, one line for each story, trimmed to Slack's limits from the end."""

from collections.abc import Callable

from bot.adapters.slack.blocks import (
    Block,
    Piece,
    bullets,
    context,
    fits,
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
SHORT_URL_LIMIT, SHORT_FACTS_LIMIT = 200, 100


def digest_blocks(digest: Digest) -> tuple[Block, ...]:
    """Every story, in brief if need be; what does not fit even so is counted in the last line."""
    number = len(digest.messages)
    versions = (_blocks(digest, number, row) for row in (_row, _linked_row))
    whole = next((blocks for blocks in versions if fits(blocks)), None)
    return whole or fitting(number, lambda shown: _blocks(digest, shown, _short_row))


def _blocks(digest: Digest, shown: int, row: Callable[[Message], list[Piece]]) -> tuple[Block, ...]:
    messages, more = digest.messages[:shown], digest.more + len(digest.messages) - shown
    count = len(digest.messages) + digest.more
    blocks = [header(digest.title), context(f"{count} {'story' if count == 1 else 'stories'}")]
    blocks += [
        bullets([words(topic, bold=True)], [row(one) for one in group])
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
    pieces = _linked_row(message)
    outlets = ", ".join(source.outlet for source in message.sources[:3] if source.outlet)
    return [*pieces, words(f" ({literal(outlets, 80)})")] if outlets else pieces


def _linked_row(message: Message) -> list[Piece]:
    return [
        words(literal(title_line(message), FACT_LINE_LIMIT), bold=True),
        words(": "),
        link(headline_of(message), message.url, LINE_HEADLINE_LIMIT),
    ]


def _short_row(message: Message) -> list[Piece]:
    """Twelve of these fit; an address that is too long for it is left out."""
    url = message.url if len(message.url) <= SHORT_URL_LIMIT else ""
    facts = words(literal(title_line(message), SHORT_FACTS_LIMIT), bold=True)
    return [facts, words(": "), link(headline_of(message), url, LINE_HEADLINE_LIMIT)]
