"""HttpFetcher against a server on loopback that behaves like the servers one meets."""

import asyncio
import gzip
import socket
from dataclasses import replace

import pytest
from aiohttp import web
from feeds.fetching import BODY, NOTHING, Respond, Table, feed, fetching, fine, served

from bot.core.errors import FetchError
from bot.core.models import Validators
from bot.core.websub import NO_LINKS, HubLinks
from bot.feeds.fetch import HttpFetcher
from bot.feeds.guard import BITE_BYTES, PrivateAddressError, fair_socket
from bot.ports import Fetched


async def fetched(
    respond: Respond, *, path: str = "/feed", validators: Validators = NOTHING, **options
) -> Fetched:
    async with served(respond) as site, fetching() as fetcher:
        return await fetcher.fetch(feed(site + path, **options), validators)


async def refused(respond: Respond, **options) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetched(respond, **options)
    assert caught.value.advice
    return caught.value


# --- good answers ---------------------------------------------------------------------------------------


async def test_an_answer_carries_body_type_place_and_validators():
    async def respond(request):
        headers = {
            "ETag": '"v1"',
            "Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT",
            "Cache-Control": "max-age=600",
        }
        return web.Response(body=BODY, content_type="application/rss+xml", headers=headers)

    answer = await fetched(respond)

    assert (answer.status, answer.body) == (200, BODY)
    assert answer.content_type.startswith("application/rss+xml")
    assert answer.url.endswith("/feed")
    assert answer.moved_to is None
    assert answer.min_wait_s == 600
    assert answer.validators.etag == '"v1"'
    assert answer.validators.last_modified == "Mon, 23 Nov 2026 10:00:00 GMT"
    assert len(answer.validators.body_sha256 or "") == 64


@pytest.mark.parametrize(
    ("headers", "links"),
    [
        (
            ['<https://hub.example/>; rel="hub", <https://council.example/feed>; rel="self"'],
            HubLinks(hubs=("https://hub.example/",), topic="https://council.example/feed"),
        ),
        (
            ["<https://hub.example/>; rel=hub", "</feed>; rel=self", "<https://two.example/>; rel=hub"],
            HubLinks(hubs=("https://hub.example/", "https://two.example/"), topic="SITE/feed"),
        ),
        (["<http://[::1>; rel=hub"], NO_LINKS),
        (["nonsense;;;", "<>; rel="], NO_LINKS),
    ],
)
async def test_headers_name_hub_and_topic(headers, links):
    async def respond(request):
        return web.Response(body=BODY, headers=[("Link", value) for value in headers])

    async with served(respond) as site, fetching() as fetcher:
        answer = await fetcher.fetch(feed(site), NOTHING)

    assert answer.links == replace(links, topic=links.topic.replace("SITE", site))


async def test_we_say_who_we_are_and_send_the_feeds_own_headers():
    seen = {}

    async def respond(request):
        seen.update(request.headers)
        return await fine(request)

    await fetched(respond, headers={"Authorization": "Bearer s3cret"})

    assert seen["User-Agent"] == "Civicwatch/test (+mailto:us@example.org)"
    assert "application/rss+xml" in seen["Accept"]
    assert seen["Authorization"] == "Bearer s3cret"


async def test_an_address_goes_out_as_it_is_written():
    seen = []

    async def respond(request):
        seen.append(request.raw_path)
        return await fine(request)

    path = "/search.rss?conditions%5Bterm%5D=%22facial+recognition%22&sig=a%2Bb"
    await fetched(respond, path=path)

    assert seen == [path]


async def test_an_unchanged_document_is_not_sent_again():
    async def respond(request):
        unchanged = request.headers.get("If-None-Match") == '"v1"'
        return web.Response(status=304) if unchanged else web.Response(body=BODY, headers={"ETag": '"v1"'})

    async with served(respond) as site, fetching() as fetcher:
        first = await fetcher.fetch(feed(site), NOTHING)
        second = await fetcher.fetch(feed(site), first.validators)

    assert second.status == 304
    assert second.body is None
    assert second.validators == first.validators


async def test_a_304_that_nobody_asked_for_is_an_error():
    async def respond(request):
        return web.Response(status=304)

    assert (await refused(respond)).kind == "http_304"


async def test_the_same_bytes_again_count_as_unchanged():
    etags = iter(['"a"', '"b"'])

    async def respond(request):
        return web.Response(body=BODY, headers={"ETag": next(etags)})

    async with served(respond) as site, fetching() as fetcher:
        first = await fetcher.fetch(feed(site), NOTHING)
        second = await fetcher.fetch(feed(site), first.validators)

    assert first.body == BODY
    assert second.body is None
    assert second.validators.etag == '"b"'


async def test_validators_that_are_no_clean_text_are_not_kept():
    async def respond(request):
        return web.Response(
            body=BODY, headers={"ETag": '"' + "x" * 600 + '"', "Last-Modified": "Montag, 23. März"}
        )

    answer = await fetched(respond)

    assert (answer.validators.etag, answer.validators.last_modified) == (None, None)


async def test_no_cookie_is_sent_back():
    cookies = []

    async def respond(request):
        cookies.append(request.headers.get("Cookie"))
        return web.Response(body=BODY, headers={"Set-Cookie": "id=1; Path=/"})

    async with served(respond) as site, fetching() as fetcher:
        await fetcher.fetch(feed(site), NOTHING)
        await fetcher.fetch(feed(site), NOTHING)

    assert cookies == [None, None]


# --- redirects ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "moves"),
    [
        ((301,), True),
        ((308, 301), True),
        ((302,), False),
        ((301, 302), False),  # one temporary step makes the whole way temporary
        ((307, 301), False),
    ],
)
async def test_only_a_wholly_permanent_way_moves_the_feed(statuses, moves):
    async def respond(request):
        step = int(request.path.strip("/") or 0)
        if step < len(statuses):
            return web.Response(status=statuses[step], headers={"Location": f"/{step + 1}"})
        return await fine(request)

    answer = await fetched(respond, path="/0")

    assert answer.body == BODY
    assert answer.url.endswith(f"/{len(statuses)}")
    assert (answer.moved_to is not None) is moves
    if moves:
        assert answer.moved_to == answer.url


async def test_a_server_can_not_name_a_variable_of_ours():
    """Kept as the feed's new address, or written into feeds.yaml, it would be filled and sent there."""

    async def respond(request):
        asked = "TOKEN" in request.raw_path
        return (
            await fine(request) if asked else web.Response(status=301, headers={"Location": "/$ENV{TOKEN}"})
        )

    assert (await fetched(respond)).moved_to.endswith("/$ENV%7BTOKEN}")


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("/feed", "circle"),
        ("/feed#part", "circle"),  # a fragment is not a new place
        ("", "where to"),
        ("file:///etc/passwd", "file address"),
        ("ftp://example.org/feed", "ftp address"),
        ("javascript:alert(1)", "javascript address"),
        ("http://[::1", "cannot be read"),
    ],
)
async def test_a_redirect_to_nowhere_is_told(location, words):
    async def respond(request):
        return web.Response(status=302, headers={"Location": location} if location else {})

    error = await refused(respond)

    assert error.kind == "bad_redirect"
    assert words in str(error)


async def test_redirects_end_after_five():
    asked = []

    async def respond(request):
        asked.append(request.path)
        return web.Response(status=302, headers={"Location": f"/{len(asked)}"})

    assert (await refused(respond)).kind == "bad_redirect"
    assert len(asked) == 6


async def test_a_token_stays_with_its_own_server():
    seen = []

    async def elsewhere(request):
        seen.append(request.headers.get("Authorization"))
        return await fine(request)

    async with served(elsewhere) as other:

        async def respond(request):
            seen.append(request.headers.get("Authorization"))
            return web.Response(status=302, headers={"Location": f"{other}/feed"})

        await fetched(respond, headers={"Authorization": "Bearer s3cret"})

    assert seen == ["Bearer s3cret", None]


# --- refusals -------------------------------------------------------------------------------------------

CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"
BROWSER_LOOK = b"<html><body>Nothing here.<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script></body></html>"


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind", "wait_s"),
    [
        (401, {}, b"", "http_401", None),
        (403, {}, b"forbidden", "http_403", None),
        (404, {}, b"", "http_404", None),
        (410, {}, b"", "gone", None),
        (429, {"Retry-After": "120"}, b"", "http_429", 120.0),
        (500, {}, b"", "http_500", None),
        (503, {"Retry-After": "Mon, 23 Nov 2026 12:10:00 GMT"}, b"", "http_503", 600.0),
        (418, {}, b"", "http_418", None),
        (204, {}, b"", "http_204", None),
        (403, {"cf-mitigated": "challenge", "Server": "cloudflare"}, b"", "blocked_by_cdn", None),
        (403, {}, CHALLENGE, "blocked_by_cdn", None),
        (429, {"Retry-After": "5"}, CHALLENGE, "blocked_by_cdn", 5.0),
        # Cloudflare puts its look at browsers into every page, and its own words around a server that is down
        (404, {}, BROWSER_LOOK, "http_404", None),
        (403, {}, BROWSER_LOOK, "http_403", None),
        (410, {}, CHALLENGE, "gone", None),
        (522, {}, b"<div id='cf-error-details'>Connection timed out</div>", "http_522", None),
        (503, {"cf-mitigated": "challenge", "Retry-After": "5"}, CHALLENGE, "blocked_by_cdn", 5.0),
        (
            403,
            {},
            b"<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'>",
            "blocked_by_cdn",
            None,
        ),
        (202, {"x-amzn-waf-action": "challenge"}, b"", "blocked_by_cdn", None),
        (400, {}, b"x" * 200_000, "http_400", None),  # an error page of any length
    ],
)
async def test_a_bad_status_has_its_kind(status, headers, body, kind, wait_s):
    async def respond(request):
        return web.Response(status=status, headers=headers, body=body or None)

    error = await refused(respond)

    assert (error.kind, error.retry_after_s, error.status) == (kind, wait_s, status)


async def test_a_server_that_never_ends_is_left_after_the_timeout():
    async def respond(request):
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"<rss>")
        await asyncio.Event().wait()
        return response

    async with served(respond) as site, fetching() as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(site, timeout_s=0.15), NOTHING)

    assert caught.value.kind == "timeout"


@pytest.mark.parametrize("packed", [False, True])
async def test_a_body_is_capped_as_it_is_after_unpacking(packed):
    big = b" " * 3_000_000

    async def respond(request):
        if packed:
            return web.Response(body=gzip.compress(big), headers={"Content-Encoding": "gzip"})
        return web.Response(body=big)

    error = await refused(respond, body_limit_bytes=100_000)

    assert error.kind == "too_large"
    assert "100,000" in str(error)


async def test_a_packed_body_is_unpacked():
    async def respond(request):
        return web.Response(body=gzip.compress(BODY), headers={"Content-Encoding": "gzip"})

    assert (await fetched(respond)).body == BODY


@pytest.mark.parametrize("raw", [
    b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>",  # broken off
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n<rss>",  # not packed at all
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",  # no chunk length
    b"",  # no answer
])  # fmt: skip
async def test_a_damaged_answer_is_an_error_of_ours(raw):
    async def speak(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(raw)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, fetching() as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(f"http://127.0.0.1:{port}/"), NOTHING)

    assert caught.value.kind in {"cut_short", "protocol"}


async def test_noise_instead_of_http_is_an_error_of_ours():
    async def speak(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n")
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, fetching() as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(f"http://127.0.0.1:{port}/"), NOTHING)

    assert caught.value.kind == "protocol"


async def test_a_closed_port_is_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    async with fetching() as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(url), NOTHING)

    assert caught.value.kind == "refused"


async def test_an_unknown_name_is_told():
    async with fetching(resolver=Table()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed("http://nowhere.example/"), NOTHING)

    assert caught.value.kind == "dns"


async def test_a_server_without_tls_is_told():
    async with served(fine) as site, fetching() as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(site.replace("http:", "https:")), NOTHING)

    assert caught.value.kind == "tls"


@pytest.mark.parametrize(
    "url", ["http:///nohost", "http://[::1", "http://exa mple.org/", "https://example.org:99999/"]
)
async def test_an_unreadable_address_is_told(url):
    async with fetching(resolver=Table()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(url), NOTHING)

    assert caught.value.kind in {"bad_url", "dns"}


async def test_no_error_shows_a_token():
    async def respond(request):
        return web.Response(status=500)

    async with served(respond) as site, fetching() as fetcher:
        url = (
            site.replace("http://", "http://user:pa55word@")
            + "/gaits/feed/0123456789abcdef0123456789abcdef.rss?key=t0ken"
        )
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(url, headers={"X-Key": "h34der"}), NOTHING)

    for secret in ("pa55word", "0123456789abcdef", "t0ken", "h34der"):
        assert secret not in f"{caught.value!s} {caught.value.advice}"


# --- the guard ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", [
    "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "127.1", "0", "0.0.0.0",
])  # fmt: skip
async def test_no_spelling_of_this_machine_is_dialled(host):
    dialled = []

    async def respond(request):
        dialled.append(request.remote)
        return await fine(request)

    async with served(respond) as site, fetching(allow_hosts=()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(site.replace("127.0.0.1", host)), NOTHING)

    assert caught.value.kind in {"private_address", "bad_url"}  # odd spellings aiohttp refuses by itself
    assert dialled == []


async def test_a_name_is_judged_by_the_address_that_is_dialled():
    async with served(fine) as site, fetching(resolver=Table(evil=["127.0.0.1"])) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(site.replace("127.0.0.1", "evil.example")), NOTHING)

    assert caught.value.kind == "private_address"


async def test_a_name_that_changes_between_two_answers_gains_nothing():
    """The classic rebinding: allowed and harmless at first, our own network at the redirect."""
    dialled = []

    async def respond(request):
        dialled.append(request.path)
        return web.Response(status=302, headers={"Location": "http://rebound.example:80/secret"})

    resolver = Table(rebound=["127.0.0.1"])
    async with served(respond) as site, fetching(resolver=resolver) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(site), NOTHING)

    assert caught.value.kind == "private_address"
    assert dialled == ["/"]


async def test_several_private_addresses_are_still_told_as_private():
    class Both(Table):
        async def resolve(self, host, port=0, family=socket.AF_INET):
            return [*await super().resolve("four"), *await super().resolve("six")]

    async with fetching(resolver=Both(four=["10.0.0.1"], six=["fd00::1"])) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed("http://both.example/"), NOTHING)

    assert caught.value.kind == "private_address"


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fd00::1]/"]
)
async def test_a_redirect_does_not_lead_inside(target):
    async def respond(request):
        return web.Response(status=301, headers={"Location": target})

    assert (await refused(respond)).kind == "private_address"


async def test_a_setting_opens_a_named_host_only():
    async with (
        served(fine) as site,
        fetching(
            allow_hosts=["feeds.intern"], resolver=Table(feeds=["127.0.0.1"], other=["127.0.0.1"])
        ) as fetcher,
    ):
        answer = await fetcher.fetch(feed(site.replace("127.0.0.1", "feeds.intern")), NOTHING)
        with pytest.raises(FetchError):
            await fetcher.fetch(feed(site.replace("127.0.0.1", "other.intern")), NOTHING)

    assert answer.body == BODY


@pytest.mark.parametrize(
    ("allowed", "way", "enters"),
    [
        (["nas.lan"], ["evil.example"], False),  # a stranger's feed
        (["nas.lan"], ["nas.lan", "evil.example"], False),  # and one that an own feed led to
        (["nas.lan", "wiki.lan"], ["wiki.lan"], True),
        (["nas.lan"], ["nas.lan"], True),
        (["nas.lan"], [], True),
    ],
)
async def test_an_own_host_is_entered_from_own_hosts_only(monkeypatch, allowed, way, enters):
    hosts, asked = [*way, "nas.lan"], []

    async def respond(request):
        asked.append(request.host.partition(":")[0])
        last = len(asked) == len(hosts)
        return await fine(request) if last else web.Response(status=302, headers={"Location": at(len(asked))})

    def guarded(info):
        # One port of loopback stands for the operator's own network, the other for the internet.
        if info[4][1] == int(inside.rpartition(":")[2]):
            raise PrivateAddressError
        return fair_socket(info)

    monkeypatch.setattr("bot.feeds.fetch.guarded_socket", guarded)
    names = Table(evil=["127.0.0.1"], wiki=["127.0.0.1"], nas=["127.0.0.1"])
    async with (
        served(respond) as outside,
        served(respond) as inside,
        fetching(allow_hosts=allowed, resolver=names) as fetcher,
    ):

        def at(step):
            site = inside if hosts[step].endswith(".lan") else outside
            return f"http://{hosts[step]}:{site.rpartition(':')[2]}/{step}"

        try:
            kind = "none" if (await fetcher.fetch(feed(at(0)), NOTHING)).body else "unchanged"
        except FetchError as exc:
            kind = exc.kind

    assert (kind, asked) == (("none", hosts) if enters else ("private_address", way))


# --- many at once ---------------------------------------------------------------------------------------


async def test_no_more_feeds_are_fetched_at_once_than_allowed():
    now, most = 0, 0
    gate = asyncio.Event()

    async def respond(request):
        nonlocal now, most
        now += 1
        most = max(most, now)
        if now == 3:
            gate.set()
        await gate.wait()
        now -= 1
        return await fine(request)

    async with served(respond) as site, fetching(concurrency=3) as fetcher:
        one = feed(site, timeout_s=5.0)
        await asyncio.gather(*(fetcher.fetch(replace(one, url=f"{site}/{n}"), NOTHING) for n in range(9)))

    assert most == 3


async def test_a_fetcher_closes_twice_and_unused():
    fetcher = HttpFetcher(user_agent="x")
    await fetcher.close()
    await fetcher.close()


async def test_a_socket_reads_in_bites_however_much_lies_ready():
    ours, theirs = socket.socketpair()
    fair = fair_socket((ours.family, ours.type, ours.proto, "", ("", 0)))
    fair.close()
    with theirs, type(fair)(fileno=ours.detach()) as reader:
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 200_000)
        theirs.sendall(b"x" * 60_000)

        assert len(reader.recv(262_144)) == BITE_BYTES
        assert reader.recv_into(bytearray(262_144)) == BITE_BYTES
        assert reader.recv_into(bytearray(262_144), 10) == 10


@pytest.mark.parametrize(
    ("head", "flood"),
    [
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x" * 1_000),
    ],
    ids=["interim answers", "a chunk's extension"],
)
async def test_a_flood_that_is_no_body_ends_too(head, flood):
    sent = 0

    async def speak(reader, writer):
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)
        try:
            while sent < 50_000_000:
                writer.write(flood * 100)
                sent += len(flood * 100)
                await writer.drain()
        except ConnectionError:
            pass
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, fetching() as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(f"http://127.0.0.1:{port}/", body_limit_bytes=1_000), NOTHING)

    assert caught.value.kind == "too_large"
    assert sent < 50_000_000


async def test_a_connection_that_is_used_again_has_a_new_allowance():
    async def respond(request):
        return web.Response(body=b" " * 900_000)

    async with served(respond) as site, fetching() as fetcher:
        for _ in range(5):
            answer = await fetcher.fetch(feed(site, body_limit_bytes=1_000_000), NOTHING)
            assert len(answer.body) == 900_000
