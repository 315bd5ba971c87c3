"""`feeds check`: whether the catalogue is well; with --live, whether every feed in it is."""

from collections import Counter
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from bot.cli.feeds.reading import AsJson, FeedsFile, readers
from bot.cli.output import err, finished, out, print_json
from bot.core.answers import counted
from bot.feeds.catalog import Catalog, read_catalog
from bot.feeds.checkup import Checkup, Doctor, Health
from bot.logs import redacted
from bot.settings import Settings, load_settings


def check(
    live: Annotated[
        bool, typer.Option("--live", help="Fetch and read every feed too; exit 1 if one fails.")
    ] = False,
    feeds: FeedsFile = None,
    as_json: AsJson = False,
) -> None:
    """Validate feeds.yaml; each fault is a line with file, line, field and mend."""
    settings = load_settings(feeds_file=feeds)
    path = settings.feeds_file
    catalog = read_catalog(path)
    if live:
        check_live(catalog, settings, as_json=as_json)
        return
    kinds = Counter(str(feed.kind) for feed in catalog.feeds if feed.enabled)
    disabled = sum(not feed.enabled for feed in catalog.feeds)
    if as_json:
        print_json(
            {
                "file": str(path),
                "feeds": len(catalog.feeds),
                "disabled": disabled,
                "kinds": kinds,
                "subscriptions": len(catalog.subscriptions),
                "warnings": catalog.warnings,
            }
        )
        return
    for warning in catalog.warnings:
        out.print(f"warning: {warning}", markup=False)
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    told = f"{told}; {disabled} disabled" if told else f"{disabled} disabled"
    warned = len(catalog.warnings)
    out.print(
        f"{path}: {len(catalog.feeds)} feeds ({told}), {len(catalog.subscriptions)} subscriptions: "
        + (f"usable, {counted(warned, 'warning')}" if warned else "all right"),
        markup=False,
    )


def check_live(catalog: Catalog, settings: Settings, *, as_json: bool) -> None:
    """Fetch and read every feed that is switched on; leave with 1 if any fails."""
    checkups = [_without_secrets(checkup, catalog) for checkup in finished(_examined(catalog, settings))]
    if as_json:
        print_json([asdict(checkup) for checkup in checkups])
    else:
        out.print(_table(checkups))
        counts = Counter(checkup.health for checkup in checkups)
        told = ", ".join(f"{count} {health}" for health, count in counts.most_common())
        out.print(f"{len(checkups)} feeds: {told or 'none is switched on'}", markup=False)
    if any(checkup.health is Health.FAILED for checkup in checkups):
        raise SystemExit(1)


async def _examined(catalog: Catalog, settings: Settings) -> list[Checkup]:
    feeds = [feed for feed in catalog.feeds if feed.enabled]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    async with readers(settings, workers=settings.parse_workers) as (fetcher, parser):
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
            task = progress.add_task("checking feeds", total=len(feeds))
            return await Doctor(fetcher, parser, now=datetime.now(UTC)).examine(
                feeds, seen=lambda _: progress.advance(task)
            )


def _without_secrets(checkup: Checkup, catalog: Catalog) -> Checkup:
    # A secret may have any form: one that looks like a word would pass as part of the address.
    def masked(text: str) -> str:
        return redacted(text, catalog.secrets)

    return replace(
        checkup,
        url=masked(checkup.url),
        error=masked(checkup.error),
        advice=masked(checkup.advice),
        warnings=tuple(map(masked, checkup.warnings)),
    )


def _table(checkups: list[Checkup]) -> Table:
    """The sick ones first: with eighty feeds nobody reads to the end."""
    table = Table("feed", "verdict", "entries", "newest")
    table.add_column("what to do", overflow="fold")
    order = [Health.FAILED, Health.MOVED, Health.EMPTY, Health.QUIET, Health.OK]
    for checkup in sorted(checkups, key=lambda checkup: order.index(checkup.health)):
        failed = checkup.health is Health.FAILED
        table.add_row(
            checkup.slug,
            f"failed: {checkup.error_kind}" if failed else str(checkup.health),
            "" if failed else str(checkup.entries),
            f"{checkup.newest:%Y-%m-%d}" if checkup.newest else "",
            Text(f"{checkup.error}: {checkup.advice}" if failed else checkup.advice),
        )
    return table
