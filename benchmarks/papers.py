"""Local papers' feeds of 46 KB and 25 items, and a server of them: what the polling benchmarks read."""

import multiprocessing
import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

ITEMS = 25
HOST = "127.0.0.1"
SUBJECTS = ("budget", "library", "school", "bridge", "harvest", "hospital", "river", "market", "theatre")
VERBS = ("opens", "closes", "plans", "delays", "funds", "reviews", "repairs", "celebrates", "moves")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CONCERNS_US = 100
"""One item in so many."""
TOWNS = (
    "Duluth", "Rochester", "Bloomington", "St. Cloud", "Mankato", "Moorhead", "Madison", "Milwaukee",
    "Green Bay", "Des Moines", "Davenport", "Sioux City", "Fargo", "Omaha", "Lincoln", "Tulsa",
    "Wichita", "Boise", "Tacoma", "Spokane", "Eugene", "Salem", "Oakland", "Fresno", "Reno", "Tucson",
    "Denver", "Boulder", "Santa Fe", "Austin", "Dallas", "Memphis", "Nashville", "Louisville",
    "Cincinnati", "Toledo", "Detroit", "Lansing", "Buffalo", "Albany",
)  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """What one feed's document looks like."""

    items: int = ITEMS
    first: int = 0
    """The number of its oldest item."""
    paragraphs: int = 25
    gap: timedelta = timedelta(hours=3)
    """Between two items; number 0 appeared 25 gaps before NOW."""


NOW_WITH_25 = Shape()


def document(number: int, shape: Shape = NOW_WITH_25) -> bytes:
    """One paper's feed, the newest item in front."""
    places = range(shape.first + shape.items - 1, shape.first - 1, -1)
    entries = "".join(_entry(number, place, shape) for place in places)
    head = f"<title>Paper {number}</title><link>https://paper{number}.example/</link>"
    return f"<rss version='2.0'><channel>{head}{entries}</channel></rss>".encode()


def _entry(number: int, place: int, shape: Shape) -> str:
    words = random.Random(number * 1_000_003 + place)

    def happening() -> str:
        return f"{words.choice(SUBJECTS)} {words.choice(VERBS)} the {words.choice(SUBJECTS)}"

    title = f"The {happening()} {number} {place}"
    if (number * ITEMS + place) % CONCERNS_US == 0:
        town = TOWNS[number % len(TOWNS)]
        title = f"{town} City Council votes to ban police use of facial recognition"
    sentences = (f"The committee of the {happening()} on Monday." for _ in range(shape.paragraphs))
    text = "".join(f"&lt;p&gt;{sentence}&lt;/p&gt;" for sentence in sentences)
    at = format_datetime(NOW + shape.gap * (place - ITEMS))
    link = f"https://paper{number}.example/{place}"
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{at}</pubDate><description>{text}</description></item>"
    )


def serve(port: int, feeds: int) -> None:
    """Serve /feed/N, until killed; a request for /forget ends the answers of 304, /know brings them back."""
    bodies = [document(number) for number in range(feeds)]
    knows_validators = True

    async def feed(request: web.Request) -> web.Response:
        number = request.match_info["number"]
        headers = {"ETag": f'"{number}"'}
        if knows_validators and request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        body = bodies[int(number)]
        return web.Response(body=body, content_type="application/rss+xml", headers=headers)

    async def know(request: web.Request) -> web.Response:
        nonlocal knows_validators
        knows_validators = request.path == "/know"
        return web.Response()

    app = web.Application()
    app.router.add_get("/feed/{number}", feed)
    app.router.add_get("/know", know)
    app.router.add_get("/forget", know)
    web.run_app(app, host=HOST, port=port, print=None, access_log=None)


@contextmanager
def served(port: int, feeds: int) -> Iterator[int]:
    """The server in a process of its own, whose id is given."""
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(port, feeds), daemon=True)
    server.start()
    try:
        _await_server(port)
        yield server.pid or 0
    finally:
        server.terminate()
        server.join()


def _await_server(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not come up")
