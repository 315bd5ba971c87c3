"""Turn messages, digests, notices and answers into what Discord shows, within its limits."""

from collections.abc import Sequence

from bot.adapters.discord.embeds import (
    CONTENT_LIMIT,
    DESCRIPTION_LIMIT,
    EMBEDS_SUM_LIMIT,
    FIELD_LIMIT,
    TITLE_LIMIT,
    Embed,
    EmbedField,
    Rendered,
    embed_length,
)
from bot.adapters.discord.escape import ELLIPSIS, fitted, length, link_target, linked, visible
from bot.core.message import MOST_IN_DIGEST, title_line, topic_words
from bot.core.models import Answer, AnswerLine, Digest, Message, Notice, Post, Reply, SourceLink
from bot.core.vocabulary import Direction

# Our own budgets: together they stay below the 6,000 characters that all embeds of a message may have.
_FACT_LINE = 256
_SENTENCES = 1000
_FACTS, _FACT_NAME, _FACT_VALUE = 9, 40, 160
_CONFLICTS = 500
_EARLIER = 400
_FOOTER = 300
_ITEM_SENTENCE = 140
# Twelve stories at their shortest fill one message, so that a digest leaves none out.
_SHORT_LINK = 220
_SHORT_FACTS = 90
_SHORT_PLAIN = 100
_MORE = len("+999999 more")

# Okabe and Ito's palette: told apart by colour-blind readers, on the light and the dark theme.
COLOURS = {
    Direction.RESTRICTS: 0x009E73,
    Direction.EXPANDS: 0xD55E00,
    Direction.CONTESTS: 0xE69F00,
    Direction.INFORMS: 0x56B4E9,
}
_NOTICE_COLOUR = 0xE69F00
_ANSWER_COLOUR = 0x0072B2
_REFUSED_COLOUR = 0xD55E00


def render(post: Post, *, plain: bool = False, mark: str = "") -> Rendered:
    """Whatever can be posted; `mark` is the delivery's key, by which the message is found in the history."""
    match post:
        case Message():
            return _plain_message(post, mark) if plain else Rendered(embeds=(message_embed(post, mark=mark),))
        case Digest():
            return _plain_digest(post, mark) if plain else Rendered(embeds=(digest_embed(post, mark=mark),))
        case Reply():
            return _plain_reply(post, mark) if plain else Rendered(embeds=(reply_embed(post, mark=mark),))
        case Notice():
            return _plain_notice(post, mark) if plain else Rendered(embeds=(notice_embed(post, mark=mark),))


# --- a story --------------------------------------------------------------------------------------------


def message_embed(message: Message, *, mark: str = "") -> Embed:
    """One story: the facts first, then the source's own sentences, then who reports it."""
    embed: Embed = {
        "color": COLOURS[message.direction],
        "author": {"name": fitted(title_line(message), _FACT_LINE, markup=False)},
        "title": fitted(message.headline, TITLE_LIMIT) or "(no headline)",
        "footer": {"text": _marked(fitted(footer_line(message), _FOOTER, markup=False), mark)},
    }
    # Discord shows a timestamp by the reader's clock, which would move a mere day.
    if message.updated or not message.first_is_day:
        embed["timestamp"] = (message.updated or message.first_seen).isoformat()
    if url := link_target(message.url):
        embed["url"] = url
    if sentences := _sentences(message, _SENTENCES):
        embed["description"] = sentences
    if fields := _fields(message):
        embed["fields"] = fields
    return embed


def footer_line(message: Message) -> str:
    """Topics, relevance and the reference that commands accept; the time that Discord adds follows."""
    parts = [
        ", ".join(topic_words(topic) for topic in message.topics),
        message.relevance,
        message.reference,
    ]
    if message.updated:
        parts.append("updated")
    elif message.first_is_day:
        parts.append(f"{message.first_seen:%-d %b %Y}")
    return " · ".join(part for part in parts if part)


def _marked(text: str, mark: str) -> str:
    """The text with the mark as its last word, which is where the look-up in the history expects it."""
    return " · ".join(part for part in (text, mark) if part)


def _sentences(message: Message, limit: int) -> str:
    """The summary; a sentence that the source itself cut off ends in an ellipsis."""
    text = " ".join(message.sentences)
    if message.cut and text:
        text = text.rstrip(" .…") + ELLIPSIS
    return fitted(text, limit)


def _fields(message: Message) -> list[EmbedField]:
    fields = [
        _field(label, fitted(value, _FACT_VALUE), inline=True)
        for label, value in message.facts[:_FACTS]
        if visible(value)
    ]
    if message.conflicts:
        text = "\n".join(message.conflicts)
        fields.append(_field("Sources disagree", fitted(text, _CONFLICTS, lines=True), inline=False))
    if message.sources or message.more_sources:
        fields.append(_field("Sources", _sources(message, FIELD_LIMIT), inline=False))
    if message.follows:
        fields.append(_field("Earlier", linked(*message.follows, limit=_EARLIER), inline=False))
    return [field for field in fields if field["value"]]


def _field(name: str, value: str, *, inline: bool) -> EmbedField:
    return {"name": fitted(name, _FACT_NAME) or "–", "value": value, "inline": inline}


def _sources(message: Message, limit: int) -> str:
    return _linked_sources(message.sources, message.more_sources, limit)


def _linked_sources(sources: Sequence[SourceLink], more: int, limit: int) -> str:
    """Links to as many sources as fit, the lead first, and how many more there are."""
    shown: list[str] = []
    tail_room = len(" · +9999 more")
    for source in sources:
        line = _source(source, limit - tail_room)
        if length(" · ".join([*shown, line])) > limit - tail_room:
            break
        shown.append(line)
    missing = more + len(sources) - len(shown)
    if missing:
        shown.append(f"+{missing} more")
    return " · ".join(shown)


def _source(source: SourceLink, limit: int) -> str:
    repost = " (repost)" if source.repost else ""
    outlet = visible(source.outlet) or "source"
    return linked(outlet[:80], source.url, limit=limit - len(repost)) + repost


def _plain_message(message: Message, mark: str) -> Rendered:
    """The same story without any embed; the budgets of its parts sum up to less than the limit."""
    facts = " · ".join(f"{label}: {value}" for label, value in message.facts)
    url = link_target(message.url, limit=500)
    parts = (
        f"**{fitted(title_line(message), 200)}**",
        fitted(message.headline, TITLE_LIMIT),
        f"<{url}>" if url else "",
        fitted(facts, 250),
        _sentences(message, 400),
        _marked(fitted(footer_line(message), 250), mark),
    )
    return Rendered(content="\n".join(part for part in parts if part))


# --- several stories ------------------------------------------------------------------------------------


def digest_embed(digest: Digest, *, mark: str = "") -> Embed:
    """Stories as a list: linked headline, facts, and a taste of the text where all have room for it."""
    items = _all_fitting(
        DESCRIPTION_LIMIT - len("\n\n") * MOST_IN_DIGEST - _MORE,
        *([item(message) for message in digest.messages] for item in (_tasted, _digest_item, _short_item)),
    )
    embed: Embed = {
        "color": COLOURS[Direction.INFORMS],
        "title": fitted(digest.title, TITLE_LIMIT) or "Digest",
        "description": _listed(items, DESCRIPTION_LIMIT, separator="\n\n", more=digest.more)
        or "Nothing new.",
    }
    if mark:
        embed["footer"] = {"text": mark}
    return embed


def _all_fitting(limit: int, *versions: Sequence[str]) -> Sequence[str]:
    """The first version whose items fit together: a story said in brief is worth more than one left out."""
    return next((items for items in versions if sum(map(length, items)) <= limit), versions[-1])


def _tasted(message: Message) -> str:
    sentence = fitted(message.sentences[0], _ITEM_SENTENCE) if message.sentences else ""
    return "\n".join(part for part in (_digest_item(message), sentence) if part)


def _digest_item(message: Message) -> str:
    sources = len(message.sources) + message.more_sources
    facts = fitted(title_line(message), _FACT_LINE) + (f" · {sources} sources" if sources > 1 else "")
    return f"**{linked(message.headline, message.url, limit=900)}**\n{facts}"


def _short_item(message: Message) -> str:
    """An address that is too long for it is left out."""
    return (
        f"**{linked(message.headline, message.url, limit=_SHORT_LINK)}**\n"
        f"{fitted(title_line(message), _SHORT_FACTS)}"
    )


def _plain_digest(digest: Digest, mark: str) -> Rendered:
    head, room = f"**{fitted(digest.title, TITLE_LIMIT)}**", CONTENT_LIMIT - TITLE_LIMIT - 80
    items = _all_fitting(
        room - MOST_IN_DIGEST - _MORE,
        [_plain_item(message) for message in digest.messages],
        [fitted(message.headline, _SHORT_PLAIN) for message in digest.messages],
    )
    body = _listed(items, room, separator="\n", more=digest.more)
    return Rendered(content="\n".join(part for part in (head, body, mark) if part))


def _plain_item(message: Message) -> str:
    headline, url = fitted(message.headline, 200), link_target(message.url, limit=300)
    return f"{headline}\n<{url}>" if url else headline


def _listed(items: Sequence[str], limit: int, *, separator: str, more: int = 0) -> str:
    """As many whole items as fit, and how many are missing."""
    shown, used = [], len(separator) + _MORE
    for item in items:
        used += length(item) + len(separator)
        if used > limit:
            break
        shown.append(item)
    if missing := more + len(items) - len(shown):
        shown.append(f"+{missing} more")
    return separator.join(shown)


# --- answers in threads ---------------------------------------------------------------------------------


def reply_embed(reply: Reply, *, mark: str = "") -> Embed:
    """What has happened to a story, in a few lines; its headline only where the message above has none."""
    lines = [
        f"**Next: {fitted(facts, _SHORT_FACTS)}**\n{linked(headline, url, limit=900)}"
        for facts, headline, url in reply.following
    ]
    lines += [
        f"**{fitted(name, _FACT_NAME)}:** {fitted(value, 2 * _FACT_VALUE)}" for name, value in reply.facts
    ]
    if reply.sources:
        lines.append(
            f"**Also reported by** {_linked_sources(reply.sources, reply.more_sources, FIELD_LIMIT)}"
        )
    embed: Embed = {
        "color": COLOURS[Direction.INFORMS],
        "description": _listed(lines, DESCRIPTION_LIMIT, separator="\n") or "Nothing new.",
        "footer": {"text": _marked(reply.reference, mark)},
    }
    if reply.headline:
        embed["title"] = fitted(reply.headline, TITLE_LIMIT) or "(no headline)"
    return embed


def _plain_reply(reply: Reply, mark: str) -> Rendered:
    lines = [f"**{fitted(reply.headline, TITLE_LIMIT)}**"] if reply.headline else []
    for facts, headline, url in reply.following:
        target = link_target(url, limit=300)
        lines += [
            f"Next: {fitted(facts, _SHORT_FACTS)}",
            fitted(headline, 200),
            f"<{target}>" if target else "",
        ]
    lines += [f"{fitted(name, _FACT_NAME)}: {fitted(value, _SHORT_PLAIN)}" for name, value in reply.facts]
    outlets = [visible(source.outlet)[:40] for source in reply.sources]
    if outlets:
        lines.append(fitted(f"Also reported by {', '.join(outlets)}", 250))
    shown = _listed([line for line in lines if line], CONTENT_LIMIT - 80, separator="\n")
    return Rendered(content="\n".join(part for part in (shown, mark) if part))


# --- our own words --------------------------------------------------------------------------------------


def notice_embed(notice: Notice, *, mark: str = "") -> Embed:
    """A line of ours; it may quote outside words, so it is escaped like them."""
    embed: Embed = {"color": _NOTICE_COLOUR, "title": fitted(notice.title, TITLE_LIMIT) or "Notice"}
    if text := fitted(notice.text, DESCRIPTION_LIMIT, lines=True):
        embed["description"] = text
    if mark:
        embed["footer"] = {"text": mark}
    return embed


def _plain_notice(notice: Notice, mark: str) -> Rendered:
    text = fitted(notice.text, CONTENT_LIMIT - TITLE_LIMIT - 80, lines=True)
    parts = (f"**{fitted(notice.title, TITLE_LIMIT) or 'Notice'}**", text, mark)
    return Rendered(content="\n".join(part for part in parts if part))


def render_answer(answer: Answer) -> Rendered:
    """The reply to a command: one embed, and a second one where it shows a whole story."""
    story = message_embed(answer.message) if answer.message else None
    room = EMBEDS_SUM_LIMIT - TITLE_LIMIT - _FOOTER - (embed_length(story) if story else 0)
    embed: Embed = {
        "color": _ANSWER_COLOUR if answer.ok else _REFUSED_COLOUR,
        "title": fitted(answer.title, TITLE_LIMIT) or "Done",
    }
    lines = [_answer_line(line) for line in answer.lines]
    if description := _listed(lines, min(DESCRIPTION_LIMIT, room), separator="\n"):
        embed["description"] = description
    if answer.footer:
        embed["footer"] = {"text": fitted(answer.footer, _FOOTER, markup=False)}
    return Rendered(embeds=(embed, story) if story else (embed,))


def _answer_line(line: AnswerLine) -> str:
    text = linked(line.text, line.url, limit=900) if line.url else fitted(line.text, 900)
    if not text or not visible(line.detail):
        return text
    # Bold above plain reads well everywhere; not every client shows "-#", the small type, as such.
    return f"**{text}**\n{fitted(line.detail, 400)}"
