"""`civicwatch feeds …`: growing and checking the catalogue from a shell, against a server on loopback."""

import asyncio
import io
import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest
from aiohttp import web

from bot.cli.root import main
from bot.feeds.catalog import read_catalog

RSS = """<rss version='2.0'><channel><title>{title}</title><language>en-us</language>
<item><title>Duluth City Council votes 7-2 to ban police use of facial recognition</title><guid>1</guid>
<link>https://ledger.example/ban</link><pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate>
<description>The Duluth City Council voted 7-2 on Monday to ban facial recognition by the Duluth Police Department.
</description></item>
<item><title>Ten soups for winter</title><guid>2</guid><link>https://ledger.example/soup</link></item>
</channel></rss>"""
PAGE = """<html><head><title>Ledger</title>
<link rel="alternate" type="application/rss+xml" title="News" href="/rss"></head><body>Hello</body></html>"""
CATALOG = """\
# Ours.
feeds:

  # The press.

  - slug: bee
    name: The Bee
    url: https://bee.example/feed
    kind: news
    enabled: false
"""

Result = tuple[int, str, str]
Shell = Callable[..., Result]


class Site:
    """A web server in a thread of its own, because each command runs an event loop of its own."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str]] = {}
        self.asked: list[str] = []
        self.address = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self) -> None:
        runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        self.asked.append(request.path_qs)
        status, body = self.pages.get(request.path, (404, "nothing here"))
        return web.Response(status=status, text=body, content_type="text/html")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("CIVICWATCH_ALLOW_HOSTS", "127.0.0.1")
    with Site() as site:
        site.pages = {"/": (200, PAGE), "/rss": (200, RSS.format(title="The Ledger"))}
        yield site


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(CATALOG, encoding="utf-8")
    return path


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], catalog: Path
) -> Shell:
    """Run `civicwatch feeds …` beside a small catalogue; exit code, standard output, standard error."""
    del catalog
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        monkeypatch.setattr("sys.argv", ["civicwatch", "feeds", *arguments])
        with pytest.raises(SystemExit) as left:
            sys.exit(main())
        captured = capsys.readouterr()
        return int(left.value.code or 0), captured.out, captured.err

    return run


# --- add ------------------------------------------------------------------------------------------------


def test_the_feed_behind_a_page_is_shown_and_written(shell: Shell, site: Site, catalog: Path) -> None:
    code, out, err = shell("add", f"{site.address}/", "--home", "Duluth, MN", "--yes")

    assert (code, err) == (0, "")
    assert "The Ledger" in out
    assert "found on" in out
    assert "1 of the 2 would have been told" in out
    assert "BAN · passed by council · Duluth, MN" in out
    added = next(feed for feed in read_catalog(catalog).feeds if feed.slug == "the-ledger")
    assert (added.name, added.url, added.home) == ("The Ledger", f"{site.address}/rss", "us/mn/duluth")
    assert catalog.read_text(encoding="utf-8").startswith(CATALOG)


def test_nothing_is_written_without_a_yes(shell: Shell, site: Site, catalog: Path) -> None:
    code, out, err = shell("add", f"{site.address}/rss")

    assert (code, err) == (1, "civicwatch: nothing was written: add --yes to write it\n")
    assert "slug: the-ledger" in out
    assert catalog.read_text(encoding="utf-8") == CATALOG


class Terminal(io.StringIO):
    """Somebody who types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "count"), [("y\n", 2), ("n\n", 1), ("\n", 1)])
def test_a_person_at_a_terminal_is_asked(
    shell: Shell, site: Site, catalog: Path, monkeypatch: pytest.MonkeyPatch, typed: str, count: int
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    code, out, _ = shell("add", f"{site.address}/rss")

    assert (code, "Write the-ledger into" in out) == (0, True)
    assert len(read_catalog(catalog).feeds) == count


def test_what_the_person_says_wins(shell: Shell, site: Site, catalog: Path) -> None:
    options = [
        "--slug",
        "lake",
        "--name",
        "Lake Ledger",
        "--kind",
        "trade",
        "--language",
        "fi",
        "--home",
        "us/mn",
    ]
    assert shell("add", f"{site.address}/rss", *options, "--yes")[0] == 0
    added = read_catalog(catalog).feeds[-1]

    assert (added.slug, added.name, added.kind, added.language) == ("lake", "Lake Ledger", "trade", "fi")


def test_the_same_feed_twice_is_refused_with_its_slug(shell: Shell, site: Site) -> None:
    assert shell("add", f"{site.address}/rss", "--yes")[0] == 0
    asked = len(site.asked)
    code, _, err = shell("add", f"{site.address}/rss/", "--yes")
    assert (code, "already as the-ledger" in err, len(site.asked)) == (1, True, asked)

    code, _, err = shell("add", f"{site.address}/", "--yes")  # found out behind the page
    assert (code, "already as the-ledger" in err) == (1, True)


def test_a_feed_that_is_switched_off_is_named_with_its_mend(shell: Shell) -> None:
    code, _, err = shell("add", "http://www.bee.example/feed/")

    assert code == 1
    assert "already as bee: it is switched off: take `enabled: false` out" in err


def test_the_machine_reads_the_same(shell: Shell, site: Site, catalog: Path) -> None:
    code, out, _ = shell("add", f"{site.address}/", "--json")
    said = json.loads(out)

    assert code == 0
    assert (said["feed"]["slug"], said["entries"], said["written"]) == ("the-ledger", 2, False)
    assert [item["title"][:6] for item in said["relevant"]] == ["Duluth"]
    assert catalog.read_text(encoding="utf-8") == CATALOG
    assert json.loads(shell("add", f"{site.address}/", "--json", "--yes")[1])["written"] is True
    assert len(read_catalog(catalog).feeds) == 2


HOSTILE = [
    '"x"\n    url: https://evil.example',
    "- slug: evil",
    "&lt;script&gt;alert(1)&lt;/script&gt; [red]bold[/red]",
    "\u202e\u200bgnikcart \x85 ${HOME} $ENV{HOME}",
    "@everyone " + "x" * 5000,
]


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_title_is_only_a_title(shell: Shell, site: Site, catalog: Path, title: str) -> None:
    site.pages["/rss"] = (200, RSS.format(title=title.replace("\x85", "")))
    code, out, err = shell("add", f"{site.address}/rss", "--yes")
    feeds = read_catalog(catalog).feeds

    assert (code, err) == (0, "")
    assert [feed.url for feed in feeds] == ["https://bee.example/feed", f"{site.address}/rss"]
    assert feeds[1].name.isprintable()
    assert "\x1b" not in out
    assert shell("remove", feeds[1].slug)[0] == 0
    assert catalog.read_text(encoding="utf-8") == CATALOG


def test_a_secret_stays_in_the_environment(
    shell: Shell, site: Site, catalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_KEY", "hunter2")
    code, out, err = shell("add", f"{site.address}/rss?key=$ENV{{LEDGER_KEY}}", "--yes")

    assert (code, site.asked) == (0, ["/rss?key=hunter2"])
    assert "hunter2" not in out + err + catalog.read_text(encoding="utf-8")
    assert "$ENV{LEDGER_KEY}" in catalog.read_text(encoding="utf-8")


def test_a_page_behind_a_secret_is_not_taken_for_its_feed(
    shell: Shell, site: Site, catalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER", f"{site.address}/?key=hunter2")
    code, out, err = shell("add", "$ENV{LEDGER}", "--yes")

    assert (code, "give the feed's own address" in err) == (1, True)
    assert "hunter2" not in out + err
    assert catalog.read_text(encoding="utf-8") == CATALOG


def test_a_secret_is_in_no_error(shell: Shell, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_KEY", "hunter2")
    code, out, err = shell("add", f"{site.address}/none?list=$ENV{{LEDGER_KEY}}", "--yes")

    assert code == 1
    assert "HTTP 404" in err
    assert "hunter2" not in out + err


TOKEN = "0123456789abcdef" * 2
WRONG = [
    # (what was typed, exit code, what the line tells)
    (["add"], 2, "give an address, or --template NAME"),
    (["add", "javascript:alert(1)"], 2, "https://"),
    (["add", "file:///etc/passwd"], 2, "https://"),
    (["add", "ftp://x.example/feed"], 2, "https://"),
    (["add", "https://x.example/{id}"], 2, "blanks to fill in"),
    (["add", "https://me:secret@x.example/feed"], 1, "$ENV{NAME}"),
    (["add", "https://x.example/feed?token=secret"], 1, "$ENV{NAME}"),
    (["add", "https://x.example/$ENV{NOBODY_SET_THIS}"], 1, "NOBODY_SET_THIS is not set"),
    # LegiScan's own address: known, and its token taken for what it is.
    (["add", f"https://legiscan.com/gaits/feed/{TOKEN}.rss"], 1, "LEGISCAN_FEED is not set"),
    (["add", "--template", "legiscan", "--variable", TOKEN], 2, "--variable: wrong form"),
    (["add", "--template", "legistar", "--client", "pittsburgh"], 2, "--home us/pa/pittsburgh"),
    (["add", "--template", "legistar", "--home", "us/pa/pittsburgh"], 2, "--client: missing"),
    (["add", "--template", "nope"], 2, "choose legistar"),
    (["add", "https://x.example/", "--template", "legistar"], 2, "not both"),
    (["add", "https://x.example/", "--client", "pittsburgh"], 2, "belongs to a template"),
    (["add", "https://x.example/", "--home", "Portland"], 2, "us/or/portland (Portland, OR), us/me/portland"),
    (["add", "https://x.example/", "--home", "us/zz"], 2, "'zz' is no state"),
    (["add", "https://x.example/", "--home", "Xyzzyville"], 2, "us/pa/pittsburgh"),
    (["add", "https://x.example/", "--slug", "My Feed"], 2, "my-feed"),
    (["add", "https://x.example/", "--language", "Klingon!"], 2, "language tag"),
    (["remove", "be"], 1, "did you mean bee?"),
    (["remove", "xyz"], 1, "no feed has this slug"),
    (["import", "nowhere.opml"], 1, "nowhere.opml"),
    (["templates", "nope"], 2, "choose legistar"),
]


@pytest.mark.parametrize(("typed", "wanted", "told"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else "")  # fmt: skip
def test_whatever_is_wrong_is_one_line_with_its_mend(
    shell: Shell, catalog: Path, typed: list[str], wanted: int, told: str
) -> None:
    code, out, err = shell(*typed)

    assert (code, out, len(err.splitlines())) == (wanted, "", 1), err
    assert told in err
    assert TOKEN not in err
    assert "secret@" not in err
    assert catalog.read_text(encoding="utf-8") == CATALOG


def test_a_slug_that_is_taken_is_refused(shell: Shell, site: Site) -> None:
    code, _, err = shell("add", f"{site.address}/rss", "--slug", "bee", "--yes")

    assert (code, "bee is used already" in err) == (1, True)


def test_our_own_network_is_not_looked_into(
    shell: Shell, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVICWATCH_ALLOW_HOSTS", "")
    code, _, err = shell("add", f"{site.address}/", "--yes")

    assert (code, "private network" in err, site.asked) == (1, True, [])


def test_a_catalogue_that_is_wrong_already_is_not_touched(shell: Shell, site: Site, catalog: Path) -> None:
    catalog.write_text(CATALOG.replace("kind: news", "kind: nws"), encoding="utf-8")
    code, _, err = shell("add", f"{site.address}/", "--yes")

    assert (code, "feeds.yaml:9: feeds[0].kind" in err, site.asked) == (1, True, [])


# --- remove, import, export, templates, check -----------------------------------------------------------


def test_a_feed_is_removed(shell: Shell, catalog: Path) -> None:
    code, out, _ = shell("remove", "bee")

    assert (code, "removed bee (https://bee.example/feed)" in out) == (0, True)
    assert read_catalog(catalog).feeds == ()
    assert "# The press." in catalog.read_text(encoding="utf-8")


OPML = """<opml version="2.0"><body><outline text="court">
<outline text="Gavel: [bold]news" xmlUrl="https://gavel.example/f"/></outline>
<outline text="The Bee" xmlUrl="http://bee.example/feed"/>
<outline text="The Bee" xmlUrl="https://other.example/feed"/>
<outline text="again" xmlUrl="https://www.other.example/feed/"/>
<outline text="Key" xmlUrl="https://key.example/feed?token=hunter2"/>
<outline text="Bad" xmlUrl="javascript:x"/></body></opml>"""


def test_a_list_of_another_reader_is_taken_in(shell: Shell, tmp_path: Path, catalog: Path) -> None:
    (tmp_path / "list.opml").write_text(OPML, encoding="utf-8")
    code, out, err = shell("import", "list.opml", "--home", "us/mn", "--kind", "trade", "--yes")
    feeds = read_catalog(catalog).feeds

    assert code == 0
    assert "added 2 feeds" in out
    assert "Gavel: [bold]news" in out
    assert len(err.splitlines()) == 4
    assert "hunter2" not in out + err
    assert [(feed.slug, feed.kind, feed.home) for feed in feeds] == [
        ("bee", "news", None),
        ("gavel-bold-news", "court", "us/mn"),
        ("the-bee", "trade", "us/mn"),
    ]
    assert "nothing new" in shell("import", "list.opml", "--yes")[1]


def test_a_list_is_shown_before_it_is_written(shell: Shell, tmp_path: Path, catalog: Path) -> None:
    (tmp_path / "list.opml").write_text(OPML, encoding="utf-8")
    assert shell("import", "list.opml")[0] == 1
    code, out, _ = shell("import", "list.opml", "--json")

    assert (code, json.loads(out)["written"], len(json.loads(out)["left_out"])) == (0, False, 4)
    assert catalog.read_text(encoding="utf-8") == CATALOG
    assert shell("import", "list.opml", "--disabled", "--yes")[0] == 0
    assert not any(feed.enabled for feed in read_catalog(catalog).feeds)


def test_our_list_goes_out_without_secrets_and_comes_back(
    shell: Shell, tmp_path: Path, catalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_KEY", "hunter2")
    catalog.write_text(
        CATALOG.replace("    enabled: false\n", "    home: us/mn\n")
        + "  - slug: private\n    name: P\n    url: https://p.example/$ENV{LEDGER_KEY}\n    kind: news\n"
        + "  - slug: off\n    name: O\n    url: https://off.example/\n    kind: news\n    enabled: false\n",
        encoding="utf-8",
    )
    code, out, err = shell("export")
    assert (code, "hunter2" in out + err, "private" in err) == (0, False, True)
    assert "off.example" not in out

    assert shell("export", "mine.opml")[0] == 0
    code, _, err = shell("export", "feeds.yaml")  # a slip of the fingers
    assert (code, "does not exist yet" in err) == (1, True)
    catalog.write_text("feeds: []\n", encoding="utf-8")
    assert shell("import", "mine.opml", "--yes")[0] == 0
    assert [(feed.slug, feed.home) for feed in read_catalog(catalog).feeds] == [("bee", "us/mn")]


def test_templates_are_listed_with_their_traps(shell: Shell) -> None:
    _, out, _ = shell("templates")
    assert "civicwatch feeds add --template legistar --client pittsburgh --home us/pa/pittsburgh" in out
    assert "another ID and GUID" in out

    (only,) = json.loads(shell("templates", "legiscan", "--json")[1])
    assert (only["name"], bool(only["traps"])) == ("legiscan", True)


LIVE = """\
feeds:
  - slug: fine
    name: Fine
    url: {site}/rss?list=$ENV{{LEDGER_KEY}}
    kind: news
  - slug: page
    name: Page
    url: {site}/
    kind: news
  - slug: off
    name: Off
    url: {site}/off
    kind: news
    enabled: false
"""


def test_a_live_check_tells_which_feed_fails_and_what_to_do(
    shell: Shell, site: Site, catalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_KEY", "hunter2")
    catalog.write_text(LIVE.format(site=site.address), encoding="utf-8")
    code, out, err = shell("check", "--live", "--json")
    fine, page = json.loads(out)

    assert code == 1
    assert (fine["slug"], fine["health"], fine["entries"]) == ("fine", "ok", 2)
    assert (page["slug"], page["health"], page["error_kind"]) == ("page", "failed", "html_page")
    assert f"{site.address}/rss" in page["advice"]
    code, table, err = shell("check", "--live")
    assert (code, "2 feeds: 1 ok, 1 failed" in table) == (1, True)
    assert "hunter2" not in out + table + err


def test_a_live_check_of_sound_feeds_ends_well(shell: Shell, site: Site, catalog: Path) -> None:
    catalog.write_text(CATALOG.replace("https://bee.example/feed", f"{site.address}/rss"), encoding="utf-8")
    assert shell("check", "--live")[0] == 0  # it is switched off
    catalog.write_text(
        catalog.read_text(encoding="utf-8").replace("    enabled: false\n", ""), encoding="utf-8"
    )
    assert (shell("check", "--live")[0], site.asked) == (0, ["/rss"])


def test_a_check_alone_asks_nobody(shell: Shell, site: Site) -> None:
    code, out, _ = shell("check")

    assert (code, "all right" in out, site.asked) == (0, True, [])


def test_a_check_tells_tokens_in_the_file_and_passes(shell: Shell, catalog: Path) -> None:
    catalog.write_text(CATALOG.replace("/feed\n", "/feed?key=s3cret\n"), encoding="utf-8")
    code, out, _ = shell("check")
    told = " ".join(out.split())

    assert code == 0
    assert "warning: feeds.yaml:8: feeds[0].url: what looks like a token stands in the file" in told
    assert told.endswith("1 feeds (1 disabled), 0 subscriptions: usable, 1 warning")
    assert "s3cret" not in out


def test_an_empty_file_is_told_in_whole_words(shell: Shell, catalog: Path) -> None:
    catalog.write_text("feeds: []\n", encoding="utf-8")

    assert "0 feeds (0 disabled), 0 subscriptions: all right" in " ".join(shell("check")[1].split())
