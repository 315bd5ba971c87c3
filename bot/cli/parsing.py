"""`parse`: a feed document in, its entries as we read them out."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.output import finished, out, print_json
from bot.core.errors import ConfigError
from bot.core.models import Feed, Validators
from bot.core.vocabulary import SourceKind
from bot.feeds.fetch import HttpFetcher
from bot.feeds.pool import ParsePool
from bot.feeds.report import parsed_json
from bot.ports import ParsedFeed
from bot.settings import Settings, load_settings

MAX_DOCUMENT_BYTES = 50_000_000


def parse(
    document: Annotated[str, typer.Argument(help="A file, a URL, or - for standard input.")] = "-",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read a feed document and print its entries."""
    parsed = finished(_parsed(document, load_settings()))
    if as_json:
        print_json(parsed_json(parsed))
        return
    table = Table(title=parsed.title or "untitled feed", title_justify="left")
    for column in ("published", "title", "url"):
        table.add_column(column, overflow="fold")
    for item in parsed.items:
        clock = "" if item.dating.is_day else " %H:%M"
        table.add_row(f"{item.published:%Y-%m-%d{clock}}" if item.published else "", item.title, item.url)
    out.print(table, markup=False)
    for warning in parsed.warnings:
        out.print(f"warning: {warning}", markup=False)


async def _parsed(document: str, settings: Settings) -> ParsedFeed:
    pool = ParsePool(workers=1, timeout_s=settings.parse_timeout_s, memory_mb=settings.parse_memory_mb)
    try:
        url, content_type = "", ""
        if document.startswith(("http://", "https://")):
            feed = Feed(slug="given", name="", url=document, kind=SourceKind.NEWS, language="")
            fetcher = HttpFetcher(
                user_agent=settings.user_agent,
                allow_hosts=settings.allow_hosts,
                proxy=settings.proxy_url,
            )
            try:
                fetched = await fetcher.fetch(feed, Validators())
            finally:
                await fetcher.close()
            body, url, content_type = fetched.body or b"", fetched.url, fetched.content_type
        else:
            feed = Feed(slug="given", name="", url="", kind=SourceKind.NEWS, language="")
            body = _bytes_of(document)
        return await pool.parse(body, feed=feed, content_type=content_type, url=url)
    finally:
        await pool.close()


def _bytes_of(document: str) -> bytes:
    try:
        if document == "-":
            return sys.stdin.buffer.read(MAX_DOCUMENT_BYTES)
        with Path(document).open("rb") as file:
            return file.read(MAX_DOCUMENT_BYTES)
    except OSError as exc:
        raise ConfigError(
            f"{document}: {exc.strerror or exc}: name a file, a URL, or - for standard input"
        ) from exc
