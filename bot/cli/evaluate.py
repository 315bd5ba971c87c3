"""`eval`: the workbench for rules: figures against labels, and what a change gained and lost."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track
from rich.table import Table

from bot.cli.judging import analysis_json, item_of
from bot.cli.output import err, out, print_json
from bot.core.errors import ConfigError
from bot.core.publishers import kind_of_publisher
from bot.core.scoring import Card, Mistake, scored
from bot.core.stream import Stream

COUNTS = ("n", "invented", "foreign", "advertising")
Answers = dict[str, dict[str, Any]]


def evaluate(
    labels: Annotated[Path, typer.Argument(help="JSON lines: items with `labels` and `story`.")],
    against: Annotated[str | None, typer.Option(help="A git revision to compare with.")] = None,
    errors: Annotated[int, typer.Option(min=0, help="Show this many mistakes of each field.")] = 0,
    topics: Annotated[bool, typer.Option("--by-topic", help="Figures for each labelled topic too.")] = False,
    sources: Annotated[
        bool, typer.Option("--by-source", help="Figures for each kind of publisher too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score the judgement against labelled items, with every item gained and lost since a revision."""
    rows = _labelled(labels)
    answers = _answers(rows)
    card = scored(rows, answers)
    before = scored(rows, _answers_at(against, labels)) if against else None
    titles = {row["id"]: str(row.get("title", "")) for row in rows}
    if as_json:
        print_json(_as_json(card, before))
        return
    out.print(_figures(card, before))
    for name, pairs in card.confusion.items():
        out.print(_confusion(name, pairs))
    if topics:
        out.print(_by("topic", rows, answers, lambda row: row["labels"].get("topics") or []))
    if sources:
        out.print(_by("source", rows, answers, lambda row: [kind_of_publisher(str(row.get("url") or ""))]))
    if before:
        _print_changes(card, before, titles)
    _print_mistakes(card.mistakes, titles, most=errors)


def _labelled(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as exc:
        raise ConfigError(
            f"{path}: {exc.strerror}: name a file of labelled items, one JSON object a line"
        ) from exc
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
                rows.append(row | {"labels": dict(row["labels"])})
            except (ValueError, KeyError, TypeError) as exc:
                raise ConfigError(
                    f"{path}:{number}: not a labelled item ({exc!r}): it needs id, title, labels"
                ) from exc
    return rows


def _answers(rows: Sequence[Mapping[str, Any]]) -> Answers:
    stream = Stream()
    judged = {}
    for row in track(rows, "judging", console=err, transient=True, disable=not err.is_terminal):
        analysis, assignment = stream.add(item_of(dict(row)))
        judged[row["id"]] = analysis_json(row["id"], analysis, assignment)
    return judged


def _answers_at(revision: str, labels: Path) -> Answers:
    """What the code of another revision says, run from a checkout of its own."""
    with tempfile.TemporaryDirectory(prefix="civicwatch-eval-") as folder:
        checkout = Path(folder) / "tree"
        added = _run(["git", "worktree", "add", "--detach", "--quiet", str(checkout), revision])
        if added.returncode:
            raise ConfigError(f"{revision}: no such revision here: {added.stderr.strip().splitlines()[-1]}")
        try:
            judged = _run(
                [sys.executable, "-m", "bot", "analyze", str(labels.resolve()), "--json"],
                cwd=checkout,  # where `-m` looks first, before the installed package
            )
        finally:
            _run(["git", "worktree", "remove", "--force", str(checkout)])
    if judged.returncode:
        raise ConfigError(f"{revision}: its code could not judge the items: {judged.stderr.strip()[-300:]}")
    said = [json.loads(line) for line in judged.stdout.splitlines()]
    return {row["id"]: row for row in said}


def _run(command: Sequence[str], **more: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401 - as subprocess.run
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)  # noqa: S603 - our own words


# --- printing -------------------------------------------------------------------------------------------


def _as_json(card: Card, before: Card | None) -> dict[str, object]:
    said: dict[str, object] = {"figures": card.figures, "mistakes": card.mistakes}
    if before:
        said |= {"before": before.figures, "gained": sorted(before.wrong() - card.wrong()),
                 "lost": sorted(card.wrong() - before.wrong())}  # fmt: skip
    return said


def _figures(card: Card, before: Card | None) -> Table:
    table = Table("field", "figures", *(["before"] if before else []))
    for name, figures in card.figures.items():
        cells = [name, _told(figures)]
        table.add_row(*cells, *([_told(before.figures[name])] if before else []))
    return table


def _told(figures: Mapping[str, float]) -> str:
    if figures.get("n") == 0:
        return "not labelled"
    return "  ".join(f"{name} {value:.{0 if name in COUNTS else 3}f}" for name, value in figures.items())


def _confusion(name: str, pairs: Mapping[tuple[str, str], int]) -> Table:
    """Only what is wrong, the frequent first: a full grid of fourteen actions is no reading."""
    table = Table(f"{name} wanted", "got", "times")
    for (wanted, got), count in Counter(pairs).most_common():
        if wanted != got:
            table.add_row(wanted, got, str(count))
    return table


def _by(
    what: str,
    rows: Sequence[Mapping[str, Any]],
    said: Answers,
    groups_of: Callable[[Mapping[str, Any]], Sequence[str]],
) -> Table:
    """The figures of every group of items, the largest first."""
    table = Table(what, "items", "relevance", "action", "stage", "jurisdiction")
    for group, count in Counter(group for row in rows for group in groups_of(row)).most_common():
        figures = scored([row for row in rows if group in groups_of(row)], said).figures
        table.add_row(
            group,
            str(count),
            f"{figures['relevance']['f1']:.2f}",
            *(f"{figures[name]['accuracy']:.2f}" for name in ("action", "stage", "jurisdiction")),
        )
    return table


def _print_changes(card: Card, before: Card, titles: Mapping[str, str]) -> None:
    gained, lost = before.wrong() - card.wrong(), card.wrong() - before.wrong()
    out.print(f"gained {len(gained)}, lost {len(lost)}")
    for sign, changed in (("+", gained), ("-", lost)):
        for field, item in sorted(changed):
            out.print(f"{sign} {field}: {item}: {_title(item, titles)}", markup=False)


def _print_mistakes(mistakes: Sequence[Mistake], titles: Mapping[str, str], *, most: int) -> None:
    shown = Counter[str]()
    for mistake in mistakes:
        shown[mistake.field] += 1
        if shown[mistake.field] <= most:
            what = f"{mistake.field}: {mistake.item}: wanted {mistake.wanted!r}, got {mistake.got!r}"
            out.print(f"{what}: {_title(mistake.item, titles)}", markup=False)


def _title(item: str, titles: Mapping[str, str]) -> str:
    return titles.get(item) or " | ".join(titles.get(part, "")[:60] for part in item.split())
