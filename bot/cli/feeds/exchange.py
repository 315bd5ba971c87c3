"""`feeds import` and `feeds export`: lists of feeds from and for other readers."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.cli.feeds.reading import AsJson, FeedsFile, Yes, agreed
from bot.cli.feeds.wishes import place_of
from bot.cli.output import err, out, print_json
from bot.core.errors import ConfigError
from bot.core.tokens import shown_url
from bot.core.urls import host_of
from bot.core.vocabulary import SourceKind
from bot.feeds.catalog import Catalog, read_catalog
from bot.feeds.edit import add_feeds
from bot.feeds.newfeed import Addresses, NewFeed, slug_of
from bot.feeds.opml import FILE_LIMIT, Outline, is_private, read_opml, write_opml
from bot.feeds.secrets import known_variables
from bot.settings import load_settings


def import_feeds(
    file: Annotated[str, typer.Argument(help="An OPML file, or - for standard input.")],
    kind: Annotated[
        SourceKind | None, typer.Option(help="Kind of those whose folder or entry names none; else news.")
    ] = None,
    home: Annotated[str, typer.Option(help="Place of those whose entry names none.")] = "",
    disabled: Annotated[bool, typer.Option("--disabled", help="Write them switched off.")] = False,
    feeds: FeedsFile = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Add the feeds of an OPML file to feeds.yaml; those that are there already are left out."""
    path = load_settings(feeds_file=feeds).feeds_file
    place = place_of(home)
    outlines = read_opml(_bytes_of(file), name=file)
    catalog = read_catalog(path)
    new, known = _sorted_out(outlines.feeds, catalog, kind=kind, home=place, enabled=not disabled)
    left_out = [*outlines.skipped, *known]
    if as_json:
        if yes and new:
            add_feeds(path, new)
        rows = [{"slug": feed.slug, "name": feed.name, "url": shown_url(feed.url)} for feed in new]
        print_json({"new": rows, "left_out": left_out, "written": yes and bool(new)})
        return
    for line in left_out:
        err.print(f"left out: {line}", markup=False)
    if not new:
        out.print("nothing new in it")
        return
    out.print(_table(new))
    if agreed(f"Write {len(new)} feeds into {path}?", yes=yes):
        add_feeds(path, new)
        out.print(
            f"added {len(new)} feeds to {path}; `civicwatch feeds check --live` tries them", markup=False
        )


def _bytes_of(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(FILE_LIMIT + 1)
        with Path(name).open("rb") as file:
            return file.read(FILE_LIMIT + 1)
    except OSError as exc:
        raise ConfigError(
            f"{name}: {exc.strerror or exc}: name an OPML file, or - for standard input"
        ) from exc


def _sorted_out(
    outlines: Sequence[Outline], catalog: Catalog, *, kind: SourceKind | None, home: str | None, enabled: bool
) -> tuple[list[NewFeed], list[str]]:
    """What is new, and a line for each feed that is there already or stands twice."""
    taken = {feed.slug for feed in catalog.feeds}
    new: list[NewFeed] = []
    known: list[str] = []
    addresses = Addresses(catalog.feeds, known_variables())
    for outline in outlines:
        shown = shown_url(outline.url)
        if shown != outline.url.partition("#")[0]:
            known.append(
                f"{shown}: seems to hold a secret: add it by `civicwatch feeds add`, with $ENV{{NAME}}"
            )
        elif twin := addresses.slug_at(outline.url):
            known.append(f"{shown}: in the catalogue already as {twin}")
        else:
            name = outline.name or host_of(outline.url)
            slug = slug_of(outline.slug or name, taken)
            taken.add(slug)
            addresses.add(outline.url, slug)
            new.append(
                NewFeed(
                    slug=slug,
                    name=name,
                    url=outline.url,
                    kind=outline.kind or kind or SourceKind.NEWS,
                    home=outline.home or home,
                    language=outline.language,
                    enabled=enabled,
                    trusted=outline.trusted,
                )
            )
    return new, known


def _table(feeds: Sequence[NewFeed]) -> Table:
    table = Table("slug", "name", "kind", "home")
    table.add_column("url", overflow="fold")
    for feed in feeds:
        # As text: square brackets in somebody's title mean colours to the printer.
        cells = (feed.slug, feed.name, str(feed.kind), feed.home or "", shown_url(feed.url))
        table.add_row(*map(Text, cells))
    return table


def export_feeds(
    file: Annotated[str, typer.Argument(help="Where to write it, or - for standard output.")] = "-",
    feeds: FeedsFile = None,
) -> None:
    """Write the feeds that are switched on as OPML for other readers, without those that hold a secret."""
    catalog = read_catalog(load_settings(feeds_file=feeds).feeds_file)
    enabled = [feed for feed in catalog.feeds if feed.enabled]
    private = [feed.slug for feed in enabled if is_private(feed, catalog.secrets)]
    public = [feed for feed in enabled if feed.slug not in private]
    text = write_opml(public, created=datetime.now(UTC))
    if private:
        err.print(f"left out, their addresses hold secrets: {', '.join(private)}", markup=False)
    if file == "-":
        sys.stdout.write(text)
        return
    try:
        # `x`: an export must never write over the catalogue by a slip of the fingers.
        with Path(file).open("x", encoding="utf-8") as target:
            target.write(text)
    except OSError as exc:
        raise ConfigError(f"{file}: {exc.strerror or exc}: name a file that does not exist yet") from exc
    out.print(f"wrote {len(public)} feeds to {file}", markup=False)
