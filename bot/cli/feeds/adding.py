"""`feeds add`: from an address or a template to an entry in feeds.yaml, with a look at it before."""

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.feeds.preview import preview_json, print_preview
from bot.cli.feeds.reading import AsJson, FeedsFile, Yes, agreed, readers, told
from bot.cli.feeds.wishes import Wish, entry_of, refuse_twin, wish_of
from bot.cli.output import err, finished, out, print_json
from bot.core.errors import ConfigError
from bot.core.models import Feed
from bot.core.vocabulary import SourceKind
from bot.feeds.catalog import Catalog, read_catalog
from bot.feeds.edit import add_feeds
from bot.feeds.finder import FeedFinder, Found
from bot.feeds.newfeed import NewFeed
from bot.feeds.secrets import filled, known_variables, names_in
from bot.settings import Settings, load_settings


def add(  # noqa: PLR0913 - each is an option that a person may type
    url: Annotated[str, typer.Argument(help="A feed, or a page that has one.")] = "",
    *,
    template: Annotated[
        str, typer.Option(help="A pattern from `feeds templates` instead of an address.")
    ] = "",
    client: Annotated[str, typer.Option(help="Template: the council's name at Legistar.")] = "",
    query: Annotated[str, typer.Option(help="Template: the words to search for.")] = "",
    court: Annotated[str, typer.Option(help="Template: the court's short name at CourtListener.")] = "",
    docket: Annotated[str, typer.Option(help="Template: the case's number at CourtListener.")] = "",
    state: Annotated[str, typer.Option(help="Template: the state's two letters.")] = "",
    variable: Annotated[str, typer.Option(help="Template: the environment variable with the token.")] = "",
    kind: Annotated[SourceKind | None, typer.Option(help="What kind of publisher stands behind it.")] = None,
    home: Annotated[
        str, typer.Option(help="Place it writes about: us/pa/pittsburgh or 'Pittsburgh, PA'.")
    ] = "",
    slug: Annotated[str, typer.Option(help="Short name instead of one made from the title.")] = "",
    name: Annotated[str, typer.Option(help="Name that readers see instead of the feed's title.")] = "",
    language: Annotated[str, typer.Option(help="Language of the items, such as de.")] = "",
    feeds: FeedsFile = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Add a feed: find it behind the page, show what it would have told, write it into feeds.yaml."""
    settings = load_settings(feeds_file=feeds)
    options = {
        "client": client, "query": query, "court": court, "docket": docket, "state": state,
        "variable": variable,
    }  # fmt: skip
    given = {option: value for option, value in options.items() if value.strip()}
    wish = wish_of(
        url, template, given, kind=kind, home=home, slug=slug, name=name, language=language.strip().lower()
    )
    catalog = read_catalog(settings.feeds_file)
    with err.status("looking at the feed") if err.is_terminal else nullcontext():
        found, entry = finished(_looked(wish, catalog, settings))
    if as_json:
        if yes:
            add_feeds(settings.feeds_file, [entry])
        print_json(preview_json(found, entry) | {"written": yes})
        return
    print_preview(found, entry)
    if agreed(f"Write {entry.slug} into {settings.feeds_file}?", yes=yes):
        add_feeds(settings.feeds_file, [entry])
        _tell(settings.feeds_file, entry)


def _tell(path: Path, entry: NewFeed) -> None:
    out.print(
        f"added {entry.slug} to {path}; `civicwatch feeds reload` tells a bot that is running", markup=False
    )


async def _looked(wish: Wish, catalog: Catalog, settings: Settings) -> tuple[Found, NewFeed]:
    """Fetch and read what is wished, and make its entry; nothing is written."""
    environment = known_variables()
    refuse_twin(wish, wish.url, catalog, environment)
    names = names_in(wish.url)
    for name in names:
        if not environment.get(name, "").strip():
            raise ConfigError(
                f"{name} is not set: put {name}=… with the secret part of the address into .env"
            )
    feed = _trial(wish, environment)
    secrets = [environment[name].strip() for name in names]
    async with readers(settings, workers=1) as (fetcher, parser):
        with told(secrets):
            found = await FeedFinder(fetcher, parser, pause=asyncio.sleep).find(feed, wish.request)
    if names:
        if found.page:
            raise ConfigError("the address with the secret is a page, no feed: give the feed's own address")
        # What answered holds the secret itself: the entry keeps the placeholder.
        found = replace(found, url=wish.url, moved_from="", others=())
    refuse_twin(wish, found.url, catalog, environment)
    return found, entry_of(wish, found, catalog)


def _trial(wish: Wish, environment: Mapping[str, str]) -> Feed:
    return Feed(
        slug="new",
        name="",
        url=filled(wish.url, environment),
        kind=wish.kind,
        home=wish.home,
        language=wish.language or "en",
    )
