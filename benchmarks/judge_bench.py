"""How fast items are judged, on one core: `python -m benchmarks.judge_bench [LABELS.jsonl] [FEEDS] [--json]`.

LABELS (default: our own tests/data/judged.jsonl) goes through all that `civicwatch analyze` does: cleaning,
relevance, facts, stories, summary, JSON. FEEDS is a folder of feed documents, whose entries that name no
surveillance technology are what a poll mostly brings. Each run is a process of its own, so it starts cold;
CPU time is told, of the best of several runs, for others may use the machine.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 3
OURS = Path(__file__).parent.parent / "tests/data/judged.jsonl"
TOLD = {
    "ready_s": "until the first relevant item is judged, the interpreter's start included (s)",
    "items": "labelled items",
    "items_per_s": "items a second, in a fresh process",
    "warm_items_per_s": "items a second, the second time over",
    "peak_mb": "peak resident memory (MB)",
    "entries": "ordinary entries",
    "entry_p50_us": "an ordinary entry, median (µs)",
    "entry_mean_us": "an ordinary entry, mean (µs)",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path, nargs="?", default=OURS)
    parser.add_argument("feeds", type=Path, nargs="?")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(measured(options.labels, options.feeds)))
        return
    runs = [_in_own_process(options.labels, options.feeds) for _ in range(RUNS)]
    best = {name: (max if name.endswith("_per_s") else min)(run[name] for run in runs) for name in runs[0]}
    if options.as_json:
        print(json.dumps(best))
        return
    for name, value in best.items():
        print(f"{TOLD[name]:75} {value:10,.2f}" if value < 100 else f"{TOLD[name]:75} {value:10,.0f}")


def _in_own_process(labels: Path, feeds: Path | None) -> dict[str, float]:
    words = [sys.executable, "-m", "benchmarks.judge_bench", str(labels), *map(str, filter(None, [feeds]))]
    answer = subprocess.run([*words, "--once"], check=True, stdout=subprocess.PIPE)
    return dict(json.loads(answer.stdout))


def measured(labels: Path, feeds: Path | None) -> dict[str, float]:
    """One run. The bot is imported here: that takes its share of the time until it is ready."""
    from bot.cli.judging import analysis_json, item_of  # noqa: PLC0415 - see above
    from bot.core.stream import Stream  # noqa: PLC0415

    rows = [
        json.loads(line) | {"id": number}
        for number, line in enumerate(labels.read_text(encoding="utf-8").splitlines())
        if line.strip()
    ]

    def judge_all(rows: list[dict[str, object]]) -> float:
        stream, started = Stream(), time.process_time()
        for row in rows:
            json.dumps(analysis_json(row["id"], *stream.add(item_of(row))), default=str)
        return time.process_time() - started

    judge_all([next(row for row in rows if row["labels"]["relevant"] is True)])
    found: dict[str, float] = {"ready_s": time.process_time(), "items": len(rows)}
    found["items_per_s"] = len(rows) / judge_all(rows)
    found["warm_items_per_s"] = len(rows) / judge_all(rows)
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found | (_ordinary(feeds) if feeds else {})


def _ordinary(feeds: Path) -> dict[str, float]:
    from benchmarks.false_alarms import entries  # noqa: PLC0415 - imports the bot
    from bot.core.classify import analyse  # noqa: PLC0415
    from bot.core.relevance import names_technology  # noqa: PLC0415

    ordinary = [item for item in entries(feeds).values() if not names_technology(item.title, item.text)]
    times = []
    for item in ordinary:
        started = time.process_time()
        analyse(item)
        times.append(1e6 * (time.process_time() - started))
    return {
        "entries": len(ordinary),
        "entry_p50_us": statistics.median(times),
        "entry_mean_us": statistics.fmean(times),
    }


if __name__ == "__main__":
    main()
