"""Judge every entry of a folder of ordinary feeds: what is called relevant is to be looked at by eye.

    python -m benchmarks.false_alarms FOLDER [--show]

Files whose path holds `synthetic` are left out, and each entry counts once however many files carry it.
Prints entries, hits, hits per thousand and the speed of judging on one core.
"""

import sys
import time
from pathlib import Path

from bot.core.classify import analyse
from bot.core.errors import ParseError
from bot.core.models import Item
from bot.feeds.parse import parse_document


def entries(folder: Path) -> dict[tuple[str, str], Item]:
    found: dict[tuple[str, str], Item] = {}
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or "synthetic" in file.parts or file.suffix in {".jsonl", ".md", ".gz"}:
            continue
        try:
            parsed = parse_document(file.read_bytes(), feed_slug="corpus")
        except ParseError:
            continue
        for item in parsed.items:
            if item.title or item.text:
                found.setdefault((item.title, item.text[:200]), item)
    return found


def main() -> None:
    folder, show = Path(sys.argv[1]), "--show" in sys.argv
    found = entries(folder)
    hits = []
    started = time.process_time()
    for item in found.values():
        analysis = analyse(item)
        if analysis.verdict.relevant:
            hits.append((analysis.verdict.score, item.title, item.text[:160].replace("\n", " ")))
    spent = time.process_time() - started
    print(
        f"entries {len(found)}, called relevant {len(hits)}, per thousand {1000 * len(hits) / len(found):.2f}"
    )
    print(f"{len(found) / spent:.0f} items a second on one core")
    if show:
        for score, title, text in sorted(hits, reverse=True):
            print(f"{score:.2f} {title} | {text}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main()
