"""Whether any way leads into a private network: `python -m benchmarks.guard_bench [--json]`.

Every kind of forbidden address in every spelling, asked for directly, by name (DNS), by redirect, and by a
resolver whose answers change (rebinding) or are mixed, through the fetcher as the application builds it. What
counts is what is really dialled: the event loop is watched where it connects a socket, and sockets listen on
this machine. Ends with 1 if one connection was tried. Controls prove that the watch sees: a public address is
tried (and held back here), and a host that the setting names is reached.
"""

import argparse
import asyncio
import json
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import ThreadedResolver, web
from aiohttp.abc import AbstractResolver, ResolveResult
from rich.console import Console
from rich.table import Table

from bot.core.errors import FetchError
from bot.core.models import Feed, Validators
from bot.core.vocabulary import SourceKind
from bot.feeds.fetch import HttpFetcher

BODY = b"<rss version='2.0'><channel><title>secret</title></channel></rss>"
PUBLIC = "93.184.215.14"
HOLD_BACK = ConnectionRefusedError("held back by the benchmark")

ADDRESSES: dict[str, tuple[str, ...]] = {
    "loopback": ("127.0.0.1", "127.1.2.3", "127.255.255.254", "::1"),
    "private (RFC 1918)": ("10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.0.1"),
    "link-local": ("169.254.0.1", "fe80::1"),
    "cloud metadata": ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
    "carrier (CGNAT)": ("100.64.0.1", "100.127.255.254"),
    "unspecified": ("0.0.0.0", "0.1.2.3", "::"),
    "multicast, broadcast": ("224.0.0.1", "239.255.255.250", "255.255.255.255", "ff02::1", "ff0e::1"),
    "reserved, documentation": ("240.0.0.1", "192.0.2.1", "198.18.0.1", "2001:db8::1", "3fff::1", "100::1"),
    "unique local, site-local": ("fc00::1", "fd12:3456::1", "fec0::1"),
    "IPv4-mapped": ("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe"),
    "IPv4-compatible": ("::127.0.0.1", "::10.0.0.1"),
    "IPv4-translated": ("::ffff:0:127.0.0.1", "::ffff:0:a00:1"),
    "NAT64": ("64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1"),
    "6to4": ("2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::1", "192.88.99.1"),
    "Teredo": ("2001:0:7f00:1::", "2001:0:808:808:0:0:f5ff:fffe"),
    "ISATAP": ("2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a00:1"),
}
SPELLINGS: dict[str, tuple[str, ...]] = {
    "decimal": ("2130706433", "2852039166", "167772161"),
    "octal": ("0177.0.0.1", "017700000001", "0177.0000.0000.0001"),
    "hexadecimal": ("0x7f000001", "0x7f.0x0.0x0.0x1", "0xa9fea9fe", "0X7F.1"),
    "short": ("127.1", "127.0.1", "0", "10.1"),
    "mixed and padded": ("127.0x0.0.1", "127.000.000.001", "0x7f.00000000001"),
    "trailing dots": ("127.0.0.1.", "localhost.", "10.0.0.1."),
    "names": ("localhost", "LOCALHOST"),
    "zone ids": ("[fe80::1%25eth0]", "[fe80::1%25lo]", "[::1%25lo]", "[fe80::1%lo]"),
    "long IPv6": ("[0:0:0:0:0:0:0:1]", "[0000:0000::0001]", "[::FFFF:7F00:0001]", "[::ffff:127.0.0.1]"),
    "IDNA digits and dots": ("①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1", "ⓛocalhost"),
    "userinfo before": (f"{PUBLIC}@127.0.0.1", f"{PUBLIC}%40x@127.0.0.1", "a:b@[::1]"),
    "oddities": ("127.0.0.1%2f", "127.0.0.1%00", "127.0.0.1\\@" + PUBLIC, "[127.0.0.1]", "127.0.0.1%2e"),
}


@dataclass
class Row:
    """One kind of address."""

    asked: int = 0
    dialled: int = 0
    """Connections that were tried to an address that is not allowed."""
    answered: int = 0
    """Documents that came back."""
    kinds: dict[str, int] = field(default_factory=dict)


@dataclass
class Watch:
    """Where the event loop connected sockets to."""

    dialled: list[tuple[str, int]] = field(default_factory=list)
    accepted: int = 0
    """By the sockets that listen on this machine."""


class Script(AbstractResolver):
    """Answers as the case says: one list of addresses for each question, the last one for ever."""

    def __init__(self) -> None:
        self.answers: list[list[str]] = [[]]

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002
    ) -> list[ResolveResult]:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in answer
        ]

    async def close(self) -> None: ...


@contextmanager
def _watched() -> Iterator[Watch]:
    """Note each address that a socket is connected to; only this machine's are let through."""
    loop, watch = asyncio.get_running_loop(), Watch()
    connect = loop.sock_connect

    async def noted(sock: socket.socket, address: Any) -> None:  # noqa: ANN401 - as asyncio has it
        watch.dialled.append((str(address[0]), int(address[1])))
        if not str(address[0]).startswith("127.") and address[0] != "::1":
            raise HOLD_BACK
        await connect(sock, address)

    loop.sock_connect = noted  # type: ignore[method-assign]
    try:
        yield watch
    finally:
        loop.sock_connect = connect  # type: ignore[method-assign]


class Bench:
    """A fetcher, a server on this machine that holds a secret, and one that redirects."""

    def __init__(self, watch: Watch, secret: int, entry: int, targets: dict[str, str]) -> None:
        self.watch = watch
        self.secret = secret
        self.entry = entry
        self.targets = targets
        self.rows: dict[str, Row] = {}
        self.resolver = Script()
        # The way in is open by setting, as any publisher's host would be by being public.
        self.scripted = HttpFetcher(user_agent="bench", allow_hosts=["entry.example"], resolver=_In(self))
        # The system's resolver may read 2130706433 and the like.
        system = _In(self, ThreadedResolver())
        self.systems = HttpFetcher(user_agent="bench", allow_hosts=["entry.example"], resolver=system)
        self.strict = HttpFetcher(user_agent="bench")

    async def ask(self, way: str, fetcher: HttpFetcher, url: str, *, entries: int = 0) -> None:
        """Fetch; `entries` connections are those to the way in."""
        row = self.rows.setdefault(way, Row())
        row.asked += 1
        before, accepted = len(self.watch.dialled), self.watch.accepted
        feed = Feed(slug="x", name="X", url=url, kind=SourceKind.NEWS, timeout_s=5.0)
        try:
            answer = await fetcher.fetch(feed, Validators())
        except FetchError as exc:
            row.kinds[exc.kind] = row.kinds.get(exc.kind, 0) + 1
        else:
            row.answered += answer.body is not None
        made = [at for at in self.watch.dialled[before:] if at != ("127.0.0.1", self.entry)]
        row.dialled += len(made) + max(0, self.watch.accepted - accepted)
        if len(self.watch.dialled) - before - len(made) > entries:
            row.dialled += 1  # the way in was used where none was given

    async def close(self) -> None:
        for fetcher in (self.scripted, self.systems, self.strict):
            await fetcher.close()


class _In(AbstractResolver):
    """The case's script, or another resolver, for every name but the way in."""

    def __init__(self, bench: Bench, other: AbstractResolver | None = None) -> None:
        self._bench = bench
        self._other = other

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host == "entry.example":
            script = Script()
            script.answers = [["127.0.0.1"]]
            return await script.resolve(host, port, family)
        return await (self._other or self._bench.resolver).resolve(host, port, family)

    async def close(self) -> None: ...


@asynccontextmanager
async def _served(watch: Watch, targets: dict[str, str]) -> AsyncIterator[tuple[int, int]]:
    """The secret on both loopbacks at one port, and the redirecting entry; gives their ports."""

    async def secret(request: web.BaseRequest) -> web.Response:  # noqa: ARG001
        watch.accepted += 1
        return web.Response(body=BODY, content_type="application/rss+xml")

    async def entry(request: web.BaseRequest) -> web.Response:
        status = int(request.query.get("status", 302))
        return web.Response(status=status, headers={"Location": targets[request.query["to"]]})

    runners = [web.ServerRunner(web.Server(secret)), web.ServerRunner(web.Server(entry))]
    for runner in runners:
        await runner.setup()
    await web.TCPSite(runners[0], "127.0.0.1", 0).start()
    port: int = runners[0].addresses[0][1]
    if socket.has_ipv6:
        await web.TCPSite(runners[0], "::1", port).start()
    await web.TCPSite(runners[1], "127.0.0.1", 0).start()
    try:
        yield port, runners[1].addresses[0][1]
    finally:
        for runner in runners:
            await runner.cleanup()


def _host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


async def _kinds_of_address(bench: Bench) -> None:
    for kind, addresses in ADDRESSES.items():
        for address in addresses:
            for scheme in ("http", "https"):
                await bench.ask(
                    f"{kind}: direct", bench.strict, f"{scheme}://{_host(address)}:{bench.secret}/"
                )
            name = f"http://evil.example:{bench.secret}/"
            bench.resolver.answers = [[address]]
            await bench.ask(f"{kind}: by DNS", bench.scripted, name)
            for status in (301, 302, 303, 307, 308):
                bench.targets["to"] = f"http://{_host(address)}:{bench.secret}/"
                way_in = f"http://entry.example:{bench.entry}/?to=to&status={status}"
                await bench.ask(f"{kind}: by redirect", bench.scripted, way_in, entries=1)
            bench.targets["to"] = name
            way_in = f"http://entry.example:{bench.entry}/?to=to"
            await bench.ask(f"{kind}: redirect, then DNS", bench.scripted, way_in, entries=1)


async def _spellings(bench: Bench) -> None:
    for kind, hosts in SPELLINGS.items():
        for host in hosts:
            url = f"http://{host}:{bench.secret}/"
            await bench.ask(f"{kind}: direct", bench.strict, url)
            bench.targets["to"] = url
            way_in = f"http://entry.example:{bench.entry}/?to=to"
            await bench.ask(f"{kind}: by redirect", bench.systems, way_in, entries=1)
            bench.targets["to"] = f"//{host}:{bench.secret}/"  # without a scheme
            await bench.ask(f"{kind}: by redirect", bench.systems, way_in, entries=1)


async def _rebinding(bench: Bench) -> None:
    """Public at the first question, inside at the next; each poll asks anew, so two polls ask twice."""
    name = f"http://rebound.example:{bench.secret}/"
    for kind, addresses in ADDRESSES.items():
        for address in addresses:
            bench.resolver.answers = [[address], [PUBLIC]]
            await bench.ask("rebinding, inside first", bench.scripted, name)
            # The public answer is tried, and held back; what follows must not be.
            bench.resolver.answers = [[PUBLIC], [address]]
            await _public_first(bench, name, kind)


async def _public_first(bench: Bench, name: str, kind: str) -> None:
    before = len(bench.watch.dialled)
    feed = Feed(slug="x", name="X", url=name, kind=SourceKind.NEWS, timeout_s=5.0)
    try:
        await bench.scripted.fetch(feed, Validators())
    except FetchError as exc:
        if exc.kind != "refused" or bench.watch.dialled[before:] != [(PUBLIC, bench.secret)]:
            raise SystemExit(f"control: the public answer was not tried ({exc.kind}, {kind})") from exc
    await bench.ask("rebinding, public first", bench.scripted, name)


async def _mixed(bench: Bench) -> None:
    """A public and an inside address in one answer: the public one may be tried, the other never."""
    name = f"http://mixed.example:{bench.secret}/"
    row = bench.rows.setdefault("mixed answers", Row())
    for addresses in ADDRESSES.values():
        for address in addresses:
            for answer in ([PUBLIC, address], [address, PUBLIC], [address, PUBLIC, address]):
                bench.resolver.answers = [list(answer)]
                before, accepted = len(bench.watch.dialled), bench.watch.accepted
                feed = Feed(slug="x", name="X", url=name, kind=SourceKind.NEWS, timeout_s=5.0)
                try:
                    await bench.scripted.fetch(feed, Validators())
                except FetchError as exc:
                    row.kinds[exc.kind] = row.kinds.get(exc.kind, 0) + 1
                row.asked += 1
                made = [at for at in bench.watch.dialled[before:] if at[0] != PUBLIC]
                row.dialled += len(made) + bench.watch.accepted - accepted


async def _setting(bench: Bench) -> dict[str, bool]:
    """What a setting opens: the host that it names, spelled as it names it, and nothing else."""
    bench.resolver.answers = [["127.0.0.1"]]
    opened = HttpFetcher(user_agent="bench", allow_hosts=["feeds.intern"], resolver=bench.resolver)
    control = Row()
    bench.rows["control"] = control
    await bench.ask("control", opened, f"http://feeds.intern:{bench.secret}/")
    reached, control.dialled, control.answered = bool(control.answered), 0, 0
    del bench.rows["control"]
    for host in ("other.intern", "feeds.intern.", "x.feeds.intern", "feeds.intern.example", "127.0.0.1"):
        await bench.ask("hosts beside the one allowed", opened, f"http://{host}:{bench.secret}/")
    await opened.close()
    return {"a named host is reached": reached}


async def run() -> tuple[dict[str, Row], dict[str, bool]]:
    """All cases; gives the rows and the controls."""
    targets: dict[str, str] = {}
    with _watched() as watch:
        async with _served(watch, targets) as (secret, entry):
            bench = Bench(watch, secret, entry, targets)
            await _kinds_of_address(bench)
            await _spellings(bench)
            await _rebinding(bench)
            await _mixed(bench)
            controls = await _setting(bench)
            controls["a public address is tried"] = any(at[0] == PUBLIC for at in watch.dialled)
            controls["redirects were followed"] = ("127.0.0.1", entry) in watch.dialled
            await bench.close()
    return bench.rows, controls


WAYS = ("direct", "by DNS", "by redirect", "redirect, then DNS")


def _table(rows: dict[str, Row]) -> Table:
    """Connections of cases, for each kind and way; and how they were refused."""
    table = Table("kind", *WAYS, "refused as")
    for kind in dict.fromkeys(way.partition(": ")[0] for way in rows):
        of_kind = {way: rows.get(f"{kind}: {way}") for way in WAYS}
        of_kind["direct"] = of_kind["direct"] or rows.get(kind)
        refused: Counter[str] = Counter()
        for row in filter(None, of_kind.values()):
            refused.update(row.kinds)
        cells = (f"{row.dialled} of {row.asked}" if row else "" for row in of_kind.values())
        table.add_row(kind, *cells, ", ".join(sorted(refused)))
    return table


def main() -> int:
    """Print the table; 1 if a connection was tried or a control failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    rows, controls = asyncio.run(run())
    asked, dialled = sum(row.asked for row in rows.values()), sum(row.dialled for row in rows.values())
    bad = dialled + sum(row.answered for row in rows.values())
    if chosen.json:
        print(json.dumps({"rows": {way: asdict(row) for way, row in rows.items()}, "controls": controls}))
        return int(bool(bad) or not all(controls.values()))
    console = Console()
    console.print(_table(rows))
    console.print(f"{asked} asked, {dialled} connections tried")
    for control, holds in controls.items():
        console.print(f"control: {control}: {'yes' if holds else 'NO'}")
    return int(bool(bad) or not all(controls.values()))


if __name__ == "__main__":
    sys.exit(main())
