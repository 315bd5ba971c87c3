"""The same feeds by another reader: `PYTHON benchmarks/reader_peer.py PORT FEEDS` prints its figures as JSON.

PYTHON is an interpreter that has reader (https://reader.readthedocs.io): it is no dependency of ours, and
nothing of ours is imported here. Feeds are updated as its own command line does, one after the other.
"""

import json
import sys
import tempfile
import time
from urllib.request import urlopen

from reader import __version__, make_reader


def main(port: int, feeds: int) -> None:
    """Update the feeds three times, as poll_bench polls them, and print what each pass took."""
    passes = {}
    with tempfile.TemporaryDirectory() as folder, make_reader(f"{folder}/reader.sqlite") as reader:
        for number in range(feeds):
            reader.add_feed(f"http://127.0.0.1:{port}/feed/{number}")
        for name in ("first", "304", "hash"):
            urlopen(f"http://127.0.0.1:{port}/{'forget' if name == 'hash' else 'know'}").close()
            wall, cpu = time.perf_counter(), time.process_time()
            failed = [
                each.url
                for each in reader.update_feeds_iter(scheduled=False)
                if isinstance(each.value, Exception)
            ]
            if failed:
                raise SystemExit(f"reader: {len(failed)} feeds failed: {failed[:3]}")
            passes[name] = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
        items = reader.get_entry_counts().total
    print(json.dumps({"version": __version__, "items": items, "passes": passes}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
