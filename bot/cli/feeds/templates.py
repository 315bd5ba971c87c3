"""`feeds templates` and `feeds remove`."""

import difflib
from typing import Annotated

import typer

from bot.cli.feeds.reading import AsJson, FeedsFile
from bot.cli.output import out, print_json
from bot.core.errors import ConfigError
from bot.core.tokens import shown_url
from bot.feeds.catalog import read_catalog
from bot.feeds.edit import remove_feed
from bot.feeds.templates import Template, all_templates, template_named
from bot.settings import load_settings


def templates(
    name: Annotated[str, typer.Argument(help="Only this one.")] = "", as_json: AsJson = False
) -> None:
    """Show the patterns that `feeds add --template` knows, with what goes wrong in each."""
    wanted = [template_named(name)] if name else list(all_templates().values())
    if as_json:
        print_json([_template_json(template) for template in wanted])
        return
    for template in wanted:
        out.print(f"{template.name}: {template.title}", markup=False, style="bold")
        out.print(f"  {template.usage}", markup=False)
        for option in template.options:
            if not option.from_page_only:
                out.print(f"  --{option.name}: {option.meaning}", markup=False)
        for trap in template.traps:
            out.print(f"  - {trap}", markup=False)
        out.print()


def _template_json(template: Template) -> dict[str, object]:
    return {
        "name": template.name,
        "title": template.title,
        "kind": template.kind,
        "usage": template.usage,
        "options": {option.name: option.meaning for option in template.options if not option.from_page_only},
        "traps": list(template.traps),
    }


def remove(
    slug: Annotated[str, typer.Argument(help="The feed's short name in feeds.yaml.")], feeds: FeedsFile = None
) -> None:
    """Take a feed out of feeds.yaml, with the comment directly above it; its history stays."""
    path = load_settings(feeds_file=feeds).feeds_file
    known = {feed.slug: feed for feed in read_catalog(path).feeds}
    if slug not in known:
        near = difflib.get_close_matches(slug, known, n=1, cutoff=0.6)
        mend = f"did you mean {near[0]}?" if near else f"the slugs stand in {path}"
        raise ConfigError(f"{slug[:100]!r}: no feed has this slug: {mend}")
    remove_feed(path, slug)
    out.print(
        f"removed {slug} ({shown_url(known[slug].url)}) from {path}; "
        "`civicwatch feeds reload` tells a bot that is running",
        markup=False,
    )
