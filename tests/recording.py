"""Keep every request that the suite sends to a platform's double, for the platforms' own schemas to judge.

Set CIVICWATCH_RECORD to a folder: `discord.jsonl` gets {"method", "path", "body"}, `slack.jsonl` gets
{"method", "body"}, one line a request. Unset, nothing is kept.
"""

import json
import os
from pathlib import Path


def record(platform: str, **request: object) -> None:
    """Append one request to the platform's recording; safe while several processes append."""
    folder = os.environ.get("CIVICWATCH_RECORD")
    if not folder:
        return
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    line = json.dumps(request, ensure_ascii=False, sort_keys=True) + "\n"
    # One write to a descriptor in append mode: lines of parallel test processes never mix.
    descriptor = os.open(path / f"{platform}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, line.encode("utf-8", "backslashreplace"))
    finally:
        os.close(descriptor)
