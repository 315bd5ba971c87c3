"""Prints messages in the terminal: for trying things out, and for watching without a chat platform."""

from datetime import UTC, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.style import Style
from rich.text import Text

from bot.adapters.unsent import unsent
from bot.core.message import title_line
from bot.core.models import Answer, Destination, Digest, Message, Notice, Post, Receipt, Reply
from bot.core.vocabulary import Direction, Platform
from bot.ports import ChannelAdapter, Idempotency

COLOURS = {
    Direction.RESTRICTS: "green",
    Direction.EXPANDS: "red",
    Direction.CONTESTS: "yellow",
    Direction.INFORMS: "blue",
}


def shown(text: str) -> str:
    """Outside text without the control characters that could move a terminal's cursor or colour it."""
    return "".join(
        char for char in text if char in "\n\t" or (char.isprintable() and char not in "\u202e\u202d")
    )


def plain(text: str, style: str = "") -> Text:
    """Outside text as itself: rich's own markup is not read from it."""
    return Text(shown(text), style=style)


def link(text: str, url: str) -> Text:
    """A terminal hyperlink where the url is a web address."""
    return Text(shown(text), style=Style(link=shown(url)) if url.startswith(("http://", "https://")) else "")


def message_panel(message: Message, *, edited: bool = False) -> RenderableType:
    """One story: fact line first, then the headline, the source's sentences, the facts, the sources."""
    colour = COLOURS[message.direction]
    lines: list[RenderableType] = [link(message.headline, message.url)]
    lines += [plain(sentence, "dim") for sentence in message.sentences]
    lines += [Text(f"{label}: ", style="bold") + plain(value) for label, value in message.facts]
    lines += [
        Text("Sources differ: ", style="bold yellow") + plain(conflict) for conflict in message.conflicts
    ]
    if message.follows:
        lines.append(Text("Earlier: ", style="bold") + link(*message.follows))
    sources = Text("Sources: ", style="bold")
    for number, source in enumerate(message.sources):
        sources += Text(", " if number else "") + link(
            source.outlet + (" (repost)" if source.repost else ""), source.url
        )
    if message.more_sources:
        sources += Text(f" and {message.more_sources} more")
    lines.append(sources)
    return Panel(
        Group(*lines),
        title=plain(title_line(message), f"bold {colour}"),
        title_align="left",
        subtitle=plain(_footer(message, edited=edited), "dim"),
        subtitle_align="left",
        border_style=colour,
    )


def _footer(message: Message, *, edited: bool) -> str:
    topics = ", ".join(topic.replace("_", " ") for topic in message.topics)
    parts = [
        message.reference,
        topics,
        message.relevance,
        f"first seen {_first_seen(message)}",
    ]
    if edited and message.updated:
        parts.append(f"edited {_local(message.updated, message.timezone)}")
    return " · ".join(part for part in parts if part)


def _first_seen(message: Message) -> str:
    if message.first_is_day:
        return f"{message.first_seen:%d %b}"
    return _local(message.first_seen, message.timezone)


def _local(at: datetime, timezone: str) -> str:
    return f"{at.astimezone(ZoneInfo(timezone)):%d %b %H:%M %Z}"


def digest_panel(digest: Digest) -> RenderableType:
    """Several stories, two lines each."""
    rows: list[RenderableType] = []
    for message in digest.messages:
        rows.append(plain(title_line(message), f"bold {COLOURS[message.direction]}"))
        rows.append(Text("  ") + link(message.headline, message.url))
    if digest.more:
        rows.append(Text(f"and {digest.more} more", style="dim"))
    return Panel(Group(*rows), title=plain(digest.title, "bold"), title_align="left")


def reply_panel(reply: Reply) -> RenderableType:
    """What has happened to a story that was told before."""
    rows: list[RenderableType] = [
        Text("Next: ", style="bold") + plain(facts) + Text(": ") + link(headline, url)
        for facts, headline, url in reply.following
    ]
    rows += [Text(f"{label}: ", style="bold") + plain(value) for label, value in reply.facts]
    if reply.sources:
        sources = Text("Also reported by ", style="bold")
        for number, source in enumerate(reply.sources):
            sources += Text(", " if number else "") + link(source.outlet, source.url)
        rows.append(sources + Text(f" and {reply.more_sources} more" if reply.more_sources else ""))
    return Panel(Group(*rows), title=plain(f"{reply.reference} {reply.headline}", "bold"), title_align="left")


def answer_panel(answer: Answer) -> RenderableType:
    """A command's answer."""
    rows: list[RenderableType] = []
    for line in answer.lines:
        rows.append(link(line.text, line.url) if line.url else plain(line.text))
        if line.detail:
            rows.append(plain(f"  {line.detail}", "dim"))
    if answer.message:
        rows.append(message_panel(answer.message))
    if answer.footer:
        rows.append(plain(answer.footer, "dim"))
    return Panel(
        Group(*rows), title=plain(answer.title, "bold" if answer.ok else "bold red"), title_align="left"
    )


class ConsoleAdapter(ChannelAdapter):
    """Posts to a terminal; its channels are only names."""

    platform: ClassVar[Platform] = Platform.CONSOLE
    idempotency: ClassVar[Idempotency] = Idempotency.NONE

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console()

    async def start(self) -> bool:
        """Nothing to check."""
        return True

    async def close(self) -> None:
        """Nothing to close."""

    async def check(self, destination: Destination, *, threads: bool = False) -> None:
        """A terminal takes everything."""

    async def send(self, destination: Destination, post: Post, *, key: str, plain: bool = False) -> Receipt:
        """Print it."""
        return self._print(destination, post, remote_id=key, note="")

    async def edit(
        self, destination: Destination, remote_id: str, post: Post, *, key: str = "", plain: bool = False
    ) -> Receipt:
        """Print it again, marked as an edit: paper can't be changed."""
        return self._print(destination, post, remote_id=remote_id, note="edited")

    async def reply(
        self, destination: Destination, remote_id: str, post: Post, *, key: str, plain: bool = False
    ) -> Receipt:
        """Print it, marked as an answer."""
        return self._print(destination, post, remote_id=key, note=f"in answer to {remote_id}")

    async def find(
        self, destination: Destination, *, key: str, since: datetime, thread: str | None = None
    ) -> Receipt | None:
        """What was printed can't be read back, and a second print does no harm."""
        return None

    def _print(self, destination: Destination, post: Post, *, remote_id: str, note: str) -> Receipt:
        header = Text(f"#{shown(destination.channel)}", style="bold cyan") + Text(
            f"  {note}" if note else "", style="italic"
        )
        with unsent(remote_id):
            body = _body(post, edited=note == "edited")
        self._console.print(header)
        self._console.print(body)
        return Receipt(remote_id=remote_id, at=datetime.now(UTC))


def _body(post: Post, *, edited: bool) -> RenderableType:
    """The panel of any kind of post."""
    if isinstance(post, Message):
        return message_panel(post, edited=edited)
    if isinstance(post, Digest):
        return digest_panel(post)
    return reply_panel(post) if isinstance(post, Reply) else notice_panel(post)


def notice_panel(notice: Notice) -> RenderableType:
    """A line of ours."""
    return Panel(plain(notice.text), title=plain(notice.title, "bold"), title_align="left")
