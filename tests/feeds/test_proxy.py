"""Feeds by an HTTP proxy: who is asked, what is guarded before, and what nobody gets to see."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from feeds.fetching import BODY, NOTHING, Table, feed, fetching, fine, served

from bot.core.errors import ConfigError, FetchError
from bot.feeds.catalog import read_catalog
from bot.settings import load_settings

PUBLIC = "93.184.215.14"


@dataclass
class Proxy:
    """What a proxy was asked; it answers every GET itself."""

    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Request lines, and what stood in Proxy-Authorization."""
    answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def proxying(answer: bytes = Proxy.answer) -> AsyncIterator[Proxy]:
    proxy = Proxy(answer=answer)

    async def speak(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
        proxy.asked.append((head[0], headers.get("Proxy-Authorization", "")))
        writer.write(proxy.answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    async with server:
        yield proxy


def names(**more: list[str]) -> Table:
    return Table(council=[PUBLIC], inside=["10.0.0.1"], **more)


async def test_a_feed_is_asked_for_at_the_proxy():
    async with proxying() as proxy, fetching(proxy=proxy.url, resolver=names()) as fetcher:
        answer = await fetcher.fetch(feed("http://council.example/rss"), NOTHING)

    assert answer.body == BODY
    assert proxy.asked == [("GET http://council.example/rss HTTP/1.1", "")]


async def test_user_and_password_go_to_the_proxy():
    async with proxying() as proxy, fetching(resolver=names()) as fetcher:
        url = proxy.url.replace("//", "//me:pa%40ss@")
        await fetcher.fetch(feed("http://council.example/rss", proxy=url), NOTHING)
        with pytest.raises(FetchError):  # it builds no tunnel
            await fetcher.fetch(feed("https://council.example/rss", proxy=url), NOTHING)

    basic = "Basic " + base64.b64encode(b"me:pa@ss").decode()
    assert proxy.asked == [
        ("GET http://council.example/rss HTTP/1.1", basic),
        ("CONNECT council.example:443 HTTP/1.1", basic),
    ]


async def test_a_feeds_own_proxy_or_none_wins_over_the_instances():
    async with (
        served(fine) as site,
        proxying() as ours,
        proxying() as its,
        fetching(proxy=ours.url, resolver=names()) as fetcher,
    ):
        await fetcher.fetch(feed("http://council.example/rss", proxy=its.url), NOTHING)
        direct = await fetcher.fetch(feed(site, proxy=""), NOTHING)

    assert direct.body == BODY
    assert len(its.asked) == 1
    assert ours.asked == []


@pytest.mark.parametrize(
    "url", ["http://inside.example/", "https://10.0.0.1/", "http://[::1]/", "http://[fe80::1%25lo]/"]
)
async def test_what_leads_inside_is_never_handed_to_the_proxy(url):
    async with proxying() as proxy, fetching(proxy=proxy.url, resolver=names()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(url), NOTHING)

    assert caught.value.kind == "private_address"
    assert proxy.asked == []


async def test_one_inside_address_among_several_is_enough():
    class Both(Table):
        async def resolve(self, host, port=0, family=0):
            return [*await super().resolve("council"), *await super().resolve("inside")]

    resolver = Both(council=[PUBLIC], inside=["10.0.0.1"])
    async with proxying() as proxy, fetching(proxy=proxy.url, resolver=resolver) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.fetch(feed("http://council.example/"), NOTHING)

    assert proxy.asked == []


async def test_a_redirect_by_proxy_is_judged_too():
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://inside.example/\r\nContent-Length: 0\r\n\r\n"
    async with proxying(answer) as proxy, fetching(proxy=proxy.url, resolver=names()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed("http://council.example/"), NOTHING)

    assert caught.value.kind == "private_address"
    assert len(proxy.asked) == 1


async def test_a_name_that_only_the_proxy_knows_is_told():
    async with proxying() as proxy, fetching(proxy=proxy.url, resolver=Table()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed("http://council.example/"), NOTHING)

    assert caught.value.kind == "dns"
    assert "proxies" in caught.value.advice
    assert proxy.asked == []


async def test_an_allowed_host_goes_to_the_proxy_unjudged():
    async with (
        proxying() as proxy,
        fetching(proxy=proxy.url, resolver=Table(), allow_hosts=["council.example"]) as fetcher,
    ):
        assert (await fetcher.fetch(feed("http://council.example/"), NOTHING)).body == BODY


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("status", [b"407 Proxy Authentication Required", b"403 Forbidden"])
async def test_a_refusing_proxy_is_told_without_its_password(scheme, status):
    answer = b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n"
    async with proxying(answer) as proxy, fetching(resolver=names()) as fetcher:
        url = proxy.url.replace("//", "//me:s3cretpass@")
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed(f"{scheme}://council.example/", proxy=url), NOTHING)

    text = f"{caught.value} {caught.value.advice}"
    assert "s3cretpass" not in text
    assert caught.value.kind == ("proxy" if scheme == "https" else f"http_{status[:3].decode()}")
    assert "CIVICWATCH_PROXY" in text or scheme == "http"


async def test_a_proxy_that_is_down_is_told_as_the_proxy():
    async with proxying() as proxy:
        url = proxy.url
    async with fetching(proxy=url.replace("//", "//me:s3cretpass@"), resolver=names()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed("http://council.example/"), NOTHING)

    assert caught.value.kind == "proxy"
    assert "s3cretpass" not in f"{caught.value} {caught.value.advice}"


async def test_the_environments_proxy_is_not_trusted(monkeypatch):
    async with proxying() as proxy, served(fine) as site, fetching() as fetcher:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert (await fetcher.fetch(feed(site), NOTHING)).body == BODY

    assert proxy.asked == []


# --- settings and catalogue -----------------------------------------------------------------------------

FEED = """\
feeds:
  - slug: council
    name: Council
    url: https://council.example/rss
    kind: government
    proxy: %s
"""


def catalogued(tmp_path, proxy, **environment):
    file = tmp_path / "feeds.yaml"
    file.write_text(FEED % proxy)
    return read_catalog(file, environment=environment)


def test_a_feeds_proxy_comes_with_its_password_from_the_environment(tmp_path):
    catalog = catalogued(
        tmp_path, '"http://me:$ENV{PROXY_PASSWORD}@proxy.example:3128"', PROXY_PASSWORD="s3cretpass"
    )

    (one,) = catalog.feeds
    assert one.proxy == "http://me:s3cretpass@proxy.example:3128"
    assert "s3cretpass" in catalog.secrets
    assert one.shown(one.proxy) == "http://me:[hidden]@proxy.example:3128"
    assert "s3cretpass" not in repr(catalog)


def test_none_is_no_proxy_and_nothing_is_the_instances(tmp_path):
    assert catalogued(tmp_path, "none").feeds[0].proxy == ""
    (tmp_path / "feeds.yaml").write_text(FEED.replace("    proxy: %s\n", ""))
    assert read_catalog(tmp_path / "feeds.yaml", environment={}).feeds[0].proxy is None


@pytest.mark.parametrize(
    ("proxy", "words"),
    [
        ("socks5://proxy.example:1080", "write http://HOST:PORT"),
        ("https://proxy.example:3128", "write http://HOST:PORT"),
        ("http://proxy.example:99999", "check host and port"),
        ("http://proxy.example/path", "write http://HOST:PORT"),
        ('"http://me:s3cretpass@proxy.example"', "a password stands in the file"),
        ('"http://me:$ENV{UNSET}@proxy.example"', "UNSET is not set"),
    ],
)
def test_a_wrong_proxy_is_told_without_being_shown(tmp_path, proxy, words):
    with pytest.raises(ConfigError) as caught:
        catalogued(tmp_path, proxy)

    assert words in str(caught.value)
    assert "feeds.yaml:6: feeds[0].proxy" in str(caught.value)
    assert "s3cretpass" not in str(caught.value)


def test_the_instances_proxy_is_a_secret_by_its_password():
    settings = load_settings(proxy="http://me:s3cretpass@proxy.example:3128")

    assert settings.proxy_url == "http://me:s3cretpass@proxy.example:3128"
    assert "s3cretpass" in settings.secrets
    assert "s3cretpass" not in repr(settings)


@pytest.mark.parametrize("proxy", ["socks5://p:1", "proxy.example:3128", "http://p/x?y=s3cretpass"])
def test_a_setting_that_is_no_proxy_is_refused(proxy):
    with pytest.raises(ConfigError) as caught:
        load_settings(proxy=proxy)

    assert "CIVICWATCH_PROXY" in str(caught.value)
    assert "s3cretpass" not in str(caught.value)
