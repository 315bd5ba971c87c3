"""`run` and `demo`: the bot itself."""

import asyncio
import signal
from collections import Counter
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.table import Table

from bot.app import App, Role, catalog_for, opened_app, start_logs
from bot.cli import pidfile
from bot.cli.output import err, finished, out, print_json
from bot.core.errors import ConfigError, UsageError
from bot.demo.show import show_demo
from bot.feeds.catalog import Catalog
from bot.services.poll import PollReport
from bot.settings import Settings, load_settings

log = structlog.get_logger(__name__)


def demo(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what happened to every item as JSON.")
    ] = False,
) -> None:
    """Show the whole main job on bundled feeds, served on this machine and really polled; ends by itself."""
    rows = finished(show_demo(quiet=as_json))
    if as_json:
        print_json(rows)


def run(
    once: Annotated[bool, typer.Option("--once", help="Poll all that is due, deliver, and end.")] = False,
    now: Annotated[bool, typer.Option("--now", help="With --once: poll every feed, due or not.")] = False,
    feeds: Annotated[
        Path | None, typer.Option(help="Feed catalogue instead of CIVICWATCH_FEEDS_FILE.")
    ] = None,
    role: Annotated[Role, typer.Option(help="Which part of the work this process takes.")] = Role.ALL,
    as_json: Annotated[bool, typer.Option("--json", help="With --once: print the outcome as JSON.")] = False,
) -> None:
    """Run the bot until it is stopped, or once."""
    settings = load_settings(feeds_file=feeds)
    if once and role is not Role.ALL:
        raise UsageError("--once does the whole work: leave --role out")
    if role is Role.WEB and not settings.public_url:
        raise ConfigError("--role web listens for hubs: set CIVICWATCH_PUBLIC_URL to where they can")
    catalog = catalog_for(role, settings)
    start_logs(settings, catalog)
    if once:
        reports, counts = finished(_once(settings, catalog, now=now))
        if as_json:
            print_json({"feeds": [_report_json(report) for report in reports], "counts": counts})
        else:
            out.print(_report_table(reports), markup=False)
        if nothing_worked(reports):
            raise SystemExit(1)
        return
    finished(_forever(settings, catalog, role))


async def _once(settings: Settings, catalog: Catalog, *, now: bool) -> tuple[list[PollReport], object]:
    async with opened_app(settings, catalog=catalog) as app:
        done = Counter[str]()

        def progress(report: PollReport) -> None:
            done["polled"] += 1
            err.print(f"polled {done['polled']} of {len(app.feeds())}: {report.feed}", end="\r")

        reports = await app.run_once(now=now, progress=progress if err.is_terminal else None)
        if not reports:
            err.print("no feed was polled: none is due (--now polls all), or another process polls them")
        return reports, await app.store.counts()


def nothing_worked(reports: list[PollReport]) -> bool:
    """Whether somebody must look: a fault of ours or of the disk, or no feed at all was read."""
    ours = any(report.error_kind in ("store", "internal") for report in reports)
    return ours or (bool(reports) and all(report.error for report in reports))


def _report_json(report: PollReport) -> dict[str, object]:
    tally = report.tally
    return {
        "feed": report.feed,
        "new": tally.new,
        "relevant": tally.relevant,
        "stories": tally.stories,
        "joined": tally.joined,
        "queued": tally.queued,
        "digested": tally.digested,
        "fates": dict(tally.fates),
        "unchanged": report.unchanged,
        "error": report.error,
        "error_kind": report.error_kind,
        "warnings": list(report.warnings),
    }


def _report_table(reports: list[PollReport]) -> Table:
    table = Table("feed", "new", "relevant", "stories", "joined", "posts", "remarks")
    for report in sorted(reports, key=lambda each: each.feed):
        tally = report.tally
        remarks = report.error or ("unchanged" if report.unchanged else "; ".join(report.warnings[:1]))
        table.add_row(
            report.feed,
            str(tally.new),
            str(tally.relevant),
            str(tally.stories),
            str(tally.joined),
            str(tally.queued),
            remarks,
        )
    return table


async def _forever(settings: Settings, catalog: Catalog, role: Role) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    async with opened_app(settings, catalog=catalog, spread=True, role=role) as app:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        if not role.polls:  # the file is none of its business, so `feeds reload` need not find it
            loop.add_signal_handler(
                signal.SIGHUP, log.warning, "only a process that polls reads the feeds file"
            )
            await app.run(role, stop=stop)
            return
        reloads: set[asyncio.Task[None]] = set()
        loop.add_signal_handler(signal.SIGHUP, _start_reload, app, reloads)
        with pidfile.held(settings.pid_file) as ours:
            if not ours:
                log.warning("feeds reload reaches another bot of this folder", file=str(settings.pid_file))
            await app.run(role, stop=stop)


def _start_reload(app: App, reloads: set[asyncio.Task[None]]) -> None:
    task = asyncio.ensure_future(app.reload())
    reloads.add(task)
    task.add_done_callback(reloads.discard)
