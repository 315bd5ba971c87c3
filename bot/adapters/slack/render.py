"""Posts as Slack shows them: a fallback text for notifications and screen readers, and Block Kit blocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from bot.adapters.slack.blocks import Block, context, emoji, header, link, markup_context, rich, words
from bot.adapters.slack.digest import digest_blocks
from bot.adapters.slack.escape import bare_link, literal, mrkdwn, mrkdwn_link
from bot.adapters.slack.wording import FACT_LINE_LIMIT, HEADLINE_LIMIT, footer, headline_of
from bot.core.message import title_line
from bot.core.models import Digest, Message, Notice, Post, Reply
from bot.core.vocabulary import Direction

TEXT_LIMIT = 4000
SUMMARY_LIMIT = 600
NOTICE_LIMIT = 2800
SOURCES_SHOWN = 6

SIGNS = {
    Direction.RESTRICTS: "shield",
    Direction.EXPANDS: "camera",
    Direction.CONTESTS: "scales",
    Direction.INFORMS: "newspaper",
}
"""Standard emoji that tell the direction at a glance; the fact line says the same in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What chat.postMessage takes: `text` always, blocks unless the plain form was asked for."""

    text: str
    blocks: tuple[Block, ...] = ()


def rendered(post: Post, *, plain: bool = False) -> Rendered:
    """Render any post; `plain` gives everything as text, for content whose blocks were refused."""
    if isinstance(post, Message):
        if plain:
            return Rendered(text=joined([*_head(post), *_details(post)]))
        return Rendered(text=fallback(post), blocks=message_blocks(post))
    if isinstance(post, Digest):
        text = joined(
            chain([mrkdwn(post.title, 300)], (_digest_line(one, linked=plain) for one in post.messages))
        )
        return Rendered(text=text, blocks=() if plain else digest_blocks(post))
    if isinstance(post, Reply):
        return Rendered(text=joined(_reply_lines(post)), blocks=() if plain else reply_blocks(post))
    text = joined(mrkdwn(line, 3000) for line in [post.title, *post.text.splitlines()])
    return Rendered(text=text, blocks=() if plain else notice_blocks(post))


def message_blocks(message: Message) -> tuple[Block, ...]:
    """One story: facts and headline first, then the source's sentences, then what stands behind them."""
    fact_line = [
        emoji(SIGNS[message.direction]),
        words(f" {literal(title_line(message), FACT_LINE_LIMIT)}", bold=True),
    ]
    blocks = (
        [context("The newest story that matches; new ones follow by themselves.")] if message.sample else []
    )
    blocks.append(rich(fact_line, [link(headline_of(message), message.url, HEADLINE_LIMIT, bold=True)]))
    if summary := summary_of(message):
        blocks.append(rich([words(summary)]))
    if message.facts:
        blocks.append(context(" · ".join(f"{label}: {value}" for label, value in message.facts), 600))
    if message.conflicts:
        blocks.append(context(f"Sources differ: {'; '.join(message.conflicts)}", 500))
    if sources := _source_parts(message):
        blocks.append(markup_context("Sources", sources))
    if message.follows:
        blocks.append(markup_context("Earlier", [mrkdwn_link(*message.follows, 300)]))
    blocks.append(context(footer(message)))
    return tuple(blocks)


def summary_of(message: Message) -> str:
    """Whole sentences of the source, as many as the budget takes; only a lone overlong one is cut."""
    chosen = ""
    for sentence in message.sentences:
        longer = f"{chosen} {literal(sentence, SUMMARY_LIMIT)}".strip()
        if len(longer) > SUMMARY_LIMIT:
            return chosen
        chosen = longer
    return f"{chosen} […]" if message.cut and chosen and not chosen.endswith("…") else chosen


def reply_blocks(reply: Reply) -> tuple[Block, ...]:
    """What has happened to a story, in a few lines."""
    lines = [
        [
            words(f"Next: {literal(facts, FACT_LINE_LIMIT)}", bold=True),
            words("\n"),
            link(headline, url, HEADLINE_LIMIT),
        ]
        for facts, headline, url in reply.following
    ]
    lines += [
        [words(f"{literal(name, 80)}: ", bold=True), words(literal(value, 400))]
        for name, value in reply.facts
    ]
    if reply.headline:
        lines.insert(0, [words(literal(reply.headline, HEADLINE_LIMIT) or "—", bold=True)])
    blocks = [rich(*lines)] if lines else []
    if reply.sources:
        sources = [mrkdwn_link(source.outlet or "source", source.url, 80) for source in reply.sources]
        more = [f"+{reply.more_sources} more"] if reply.more_sources else []
        blocks.append(markup_context("Also reported by", [*sources, *more]))
    return tuple(blocks) or (context("Nothing new."),)


def _reply_lines(reply: Reply) -> list[str]:
    lines = [mrkdwn(reply.headline, HEADLINE_LIMIT)] if reply.headline else []
    for facts, headline, url in reply.following:
        lines += [mrkdwn(f"Next: {facts}", FACT_LINE_LIMIT), mrkdwn(headline, HEADLINE_LIMIT), bare_link(url)]
    lines += [mrkdwn(f"{name}: {value}", 500) for name, value in reply.facts]
    outlets = [source.outlet for source in reply.sources if source.outlet]
    return [*lines, mrkdwn(f"Also reported by {', '.join(outlets)}", 500)] if outlets else lines


def notice_blocks(notice: Notice) -> tuple[Block, ...]:
    """A line of ours to an operator or a channel."""
    lines = [line for line in (literal(line, NOTICE_LIMIT) for line in notice.text.splitlines()[:40]) if line]
    text = "\n".join(lines)[:NOTICE_LIMIT]
    return (header(notice.title), rich([words(text)])) if text else (header(notice.title),)


def fallback(message: Message) -> str:
    """What a notification and a screen reader say: facts, headline, sentences, address."""
    return joined(_head(message))


def _head(message: Message) -> list[str]:
    return [
        mrkdwn(title_line(message), FACT_LINE_LIMIT),
        mrkdwn(headline_of(message), 2 * HEADLINE_LIMIT),
        mrkdwn(summary_of(message), 2 * SUMMARY_LIMIT),
        bare_link(message.url),
    ]


def _details(message: Message) -> list[str]:
    facts = " · ".join(f"{label}: {value}" for label, value in message.facts)
    lines = [
        facts,
        f"Sources differ: {'; '.join(message.conflicts)}" if message.conflicts else "",
        f"Sources: {', '.join(_outlets(message))}" if message.sources else "",
        footer(message),
    ]
    return [mrkdwn(line, 500) for line in lines]


def _source_parts(message: Message) -> list[str]:
    shown = message.sources[:SOURCES_SHOWN]
    parts = [
        mrkdwn_link(source.outlet or "source", source.url, 80) + (" (repost)" if source.repost else "")
        for source in shown
    ]
    return [*parts, *_further(message)]


def _outlets(message: Message) -> list[str]:
    return [source.outlet for source in message.sources[:SOURCES_SHOWN]] + _further(message)


def _further(message: Message) -> list[str]:
    more = message.more_sources + max(0, len(message.sources) - SOURCES_SHOWN)
    return [f"+{more} more"] if more else []


def _digest_line(message: Message, *, linked: bool) -> str:
    line = mrkdwn(f"{title_line(message)}: {headline_of(message)}", 300)
    return f"• {line} {bare_link(message.url)}".rstrip() if linked else f"• {line}"


def joined(lines: Iterable[str]) -> str:
    """Whole lines up to Slack's limit: cutting inside one could cut an entity or an address in two."""
    text = ""
    for line in filter(None, lines):
        longer = f"{text}\n{line}" if text else line
        if len(longer) > TEXT_LIMIT:
            break
        text = longer
    return text or "Civicwatch"
