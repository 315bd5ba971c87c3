"""Editing feeds.yaml: what a person wrote stays, and a wrong file is never written."""

import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.errors import ConfigError
from bot.core.vocabulary import SourceKind
from bot.feeds.catalog import read_catalog
from bot.feeds.edit import add_feeds, remove_feed
from bot.feeds.newfeed import SLUG_LIMIT, Addresses, NewFeed, slug_of
from bot.feeds.sections import with_entries, without_entry

SHIPPED = Path(__file__).parents[2] / "feeds.yaml"
FILE = """\
# What we watch.
feeds:

  # The press.

  - slug: bee   # the Bee
    name: The Bee
    url: https://bee.example/feed
    kind: news

  # Weekly.
  - slug: dove
    name: "The Dove: weekly"
    url: https://dove.example/feed
    kind: news
    headers:
      X-Key: abc

  # Courts.

  - slug: gavel
    name: Gavel
    url: https://gavel.example/feed
    kind: court

  # Searches.

  - {slug: ask-one, name: Ask, url: "https://ask.example/?q=1", kind: news, trusted: false}

# The end.
subscriptions:
  - channel: console:main
"""


def feed(slug: str, **fields) -> NewFeed:
    fields = {"name": slug.title(), "url": f"https://{slug}.example/rss", "kind": SourceKind.NEWS, **fields}
    return NewFeed(slug=slug, **fields)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(text.encode("utf-8"))
    return path


PLACES = [
    # (what is added, the slug that stands before it, the slug after it)
    (feed("ant"), None, "bee"),  # first of a sorted group, below the group's heading
    (feed("cat"), "bee", "dove"),
    (feed("eel"), "dove", "gavel"),  # last of its group, above the next heading
    (feed("hall", kind=SourceKind.COURT), "gavel", "ask-one"),
    (feed("ask-two", trusted=False), "ask-one", None),  # searches stand apart from the press
    (feed("zoo", kind=SourceKind.TRADE), "ask-one", None),  # no group of its kind: at the end
]


@pytest.mark.parametrize(("new", "before", "after"), PLACES, ids=lambda value: getattr(value, "slug", value))
def test_an_entry_goes_to_its_like_and_nothing_else_changes(tmp_path, new, before, after):
    path = written(tmp_path, FILE)
    slugs = [each.slug for each in add_feeds(path, [new], environment={}).feeds]
    at = slugs.index(new.slug)

    assert (slugs[at - 1] if at else None, (*slugs, None)[at + 1]) == (before, after)
    rest = [line for line in path.read_text().splitlines() if line not in FILE.splitlines()]
    assert rest[0].strip() == f"- slug: {new.slug}"
    assert comments(path.read_text()) == comments(FILE)


def comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.lstrip().startswith("#")]


@pytest.mark.parametrize("new", [row[0] for row in PLACES], ids=lambda value: value.slug)
def test_what_was_added_and_removed_leaves_the_file_as_it_was(tmp_path, new):
    path = written(tmp_path, FILE)
    add_feeds(path, [new], environment={})
    remove_feed(path, new.slug, environment={})

    assert path.read_text() == FILE


def test_the_entry_is_written_as_the_file_writes():
    text = with_entries(FILE, [feed("cat", home="us/mn", language="de", trusted=True, interval="30m")])

    assert (
        "    kind: news\n\n  - slug: cat\n    name: Cat\n    url: https://cat.example/rss\n    kind: news\n"
        "    home: us/mn\n    language: de\n    interval: 30m\n\n  # Weekly.\n"
    ) in text


def test_what_the_defaults_say_otherwise_is_written_out(tmp_path):
    path = written(tmp_path, "defaults: {language: de, enabled: false, trusted: false}\nfeeds: []\n")
    (new,) = add_feeds(path, [feed("cat", language="en")], environment={}).feeds

    assert (new.language, new.enabled, new.trusted) == ("en", True, True)


def test_the_shipped_catalogue_keeps_its_order(tmp_path):
    path = Path(shutil.copy(SHIPPED, tmp_path / "feeds.yaml"))
    new = [
        feed("pittsburgh-meetings", kind=SourceKind.LEGISLATIVE, home="us/pa/pittsburgh"),
        feed("google-news-x", trusted=False, interval="30m"),
        feed("aaa", kind=SourceKind.ADVOCACY),
    ]
    catalog = add_feeds(path, new, environment={})
    legislative = [each.slug for each in catalog.feeds if each.kind is SourceKind.LEGISLATIVE]

    assert legislative == sorted(legislative)
    for each in new:
        remove_feed(path, each.slug, environment={})
    assert path.read_bytes() == SHIPPED.read_bytes()


FORMS = [
    # No entry yet, in each of the ways to write it.
    "feeds: []\n",
    "feeds: [ ]  # none yet\n",
    'defaults: {language: de}\n"feeds": []\nsubscriptions: []\n',
    # Windows, and an editor that leaves the last line open.
    FILE.replace("\n", "\r\n"),
    FILE[: FILE.index("\n# The end")],
    # A mark of byte order, a list flush with its key, no empty lines, YAML's own frame.
    "\ufeff" + FILE,
    "feeds:\n- slug: bee\n  name: Bee\n  url: https://bee.example/\n  kind: news\n",
    "---\nfeeds:\n    - slug: bee\n      name: >\n        The\n        Bee\n\n      url: https://bee.example/\n      kind: news\n...\n",
    # A value that ends in an anchor's use.
    "defaults:\n  headers: &h {X-A: b}\nfeeds:\n  - slug: bee\n    name: B\n    url: https://bee.example/\n    kind: news\n    headers: *h\n",
]


@pytest.mark.parametrize("text", FORMS, ids=range(len(FORMS)))
def test_every_way_to_write_the_list_is_kept(tmp_path, text):
    path = written(tmp_path, text)
    known = [each.slug for each in read_catalog(path, environment={}).feeds]
    catalog = add_feeds(path, [feed("cat"), feed("ape")], environment={})

    assert {each.slug for each in catalog.feeds} == {*known, "cat", "ape"}
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") == text.startswith("\ufeff")
    assert (b"\r\n" in raw) == ("\r\n" in text)
    assert (raw.count(b"\n") == raw.count(b"\r\n")) == ("\r\n" in text)
    for slug in ("ape", "cat", *known):
        catalog = remove_feed(path, slug, environment={})
    assert catalog.feeds == ()


def test_removing_takes_the_entrys_own_comment_along_and_no_heading():
    text = without_entry(FILE, "dove")

    assert text == FILE.replace(FILE[FILE.index("  # Weekly.") : FILE.index("  # Courts.")], "")
    assert "# The press." in without_entry(FILE, "bee")


REFUSED = [
    # (the file, a word of the mend)
    ("feeds: [{slug: bee, name: Bee, url: 'https://bee.example/', kind: news}]\n", "blocks"),
    ("feeds:\n  []\n", "blocks"),
    ("feeds:\n  - slug: Bee\n", "feeds[0].slug"),  # wrong before
    ("feeds: 3\n", "list"),
    ("", "empty"),
]


@pytest.mark.parametrize(("text", "told"), REFUSED)
def test_a_file_that_cannot_be_edited_is_left_alone(tmp_path, text, told):
    path = written(tmp_path, text)
    with pytest.raises(ConfigError, match=told.replace("[", r"\[")):
        add_feeds(path, [feed("cat")], environment={})

    assert path.read_text() == text
    assert list(tmp_path.iterdir()) == [path]


WRONG = [
    feed("bee", url="https://other.example/"),  # the slug is taken
    feed("cat", url="https://bee.example/feed/"),  # the address is
    feed("cat", url="ftp://cat.example/"),
    feed("Cat"),
    feed("cat", name=""),
    feed("cat", name="x" * 101),
    feed("cat", home="Pittsburgh"),
    feed("cat", interval="1s"),
    feed("cat", url="https://cat.example/$ENV{NOBODY_SET_THIS}"),
]


@pytest.mark.parametrize("new", WRONG, ids=range(len(WRONG)))
def test_a_wrong_entry_is_never_written(tmp_path, new):
    path = written(tmp_path, FILE)
    with pytest.raises(ConfigError, match=r"feeds\.yaml:\d+: feeds\["):
        add_feeds(path, [new], environment={})

    assert path.read_text() == FILE
    assert list(tmp_path.iterdir()) == [path]


def test_removing_what_others_need_is_refused(tmp_path):
    text = FILE.replace("X-Key: abc", "&k X-Key: abc") + "# end\n"
    anchored = text.replace("      &k X-Key: abc", "      X-Key: &k abc").replace(
        "  - slug: gavel", "  - headers: {X-Key: *k}\n    slug: gavel"
    )
    path = written(tmp_path, anchored)
    with pytest.raises(ConfigError):
        remove_feed(path, "dove", environment={})

    assert path.read_text() == anchored


def test_a_change_that_would_reach_another_feed_is_refused(tmp_path):
    """The last line of this name looks like a comment; an entry put above it would make it one."""
    text = (
        "feeds:\n  - slug: a\n    url: https://a.example/\n    kind: news\n    name: |\n      Bee\n      # five\n"
        "  - {slug: b, name: B, url: 'https://b.example/', kind: news}\n"
    )
    path = written(tmp_path, text)
    with pytest.raises(ConfigError, match="edit it by hand"):
        add_feeds(path, [feed("aa")], environment={})

    assert path.read_text() == text


def test_a_feed_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ConfigError, match="emu: no feed has this slug"):
        remove_feed(written(tmp_path, FILE), "emu", environment={})


def test_the_file_keeps_its_permissions_and_its_link(tmp_path):
    path = written(tmp_path, FILE)
    path.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    add_feeds(link, [feed("cat")], environment={})

    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "slug: cat" in path.read_text()


@given(name=st.text(min_size=1, max_size=60), place=st.sampled_from([row[0] for row in PLACES]))
@example(name="a: b", place=feed("cat"))
@example(name="- x\n  - slug: evil", place=feed("cat"))
@example(name="x\n    url: https://evil.example", place=feed("cat"))
@example(name='"', place=feed("cat"))
@example(name="no", place=feed("cat"))
@example(name="12:30", place=feed("cat"))
@example(name="1.50", place=feed("cat"))
@example(name="# comment", place=feed("cat"))
@example(name="a #b", place=feed("cat"))
@example(name="*anchor", place=feed("cat"))
@example(name="$ENV{HOME}", place=feed("cat"))
@example(name="\u2028- slug: evil", place=feed("cat"))
@example(name="\x85\x1b[31m\x00\ufeff\ufffe", place=feed("cat"))
@example(name="🦆", place=feed("cat"))
@settings(deadline=None, max_examples=60)
def test_whatever_a_title_holds_it_stays_a_title(tmp_path_factory, name, place):
    path = written(tmp_path_factory.mktemp("edit"), FILE)
    new = feed(place.slug, name=name, kind=place.kind, trusted=place.trusted)
    catalog = add_feeds(path, [new], environment={})

    assert next(each.name for each in catalog.feeds if each.slug == new.slug) == name
    assert len(catalog.feeds) == 5
    assert without_entry(path.read_text(encoding="utf-8"), new.slug) == FILE


# --- slugs and addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "taken", "slug"),
    [
        ("City of Pittsburgh", (), "city-of-pittsburgh"),
        ("Süddeutsche — Zürich!", (), "suddeutsche-zurich"),
        ("../../etc/passwd", (), "etc-passwd"),
        ("新闻", (), "feed"),  # nothing of it can be a slug
        ("bee", {"bee", "bee-2"}, "bee-3"),
    ],
)
def test_a_slug_is_made_of_anything(words, taken, slug):
    assert slug_of(words, taken) == slug


@given(st.text(max_size=200), st.sets(st.text(max_size=5)))
def test_every_slug_is_a_slug_and_new(words, taken):
    slug = slug_of(words, taken)

    assert len(slug) <= SLUG_LIMIT
    assert slug not in taken
    assert slug == slug_of(slug)


TWINS = [
    ("http://bee.example/feed", True),
    ("https://www.bee.example/feed/", True),
    ("https://BEE.example:443/feed", True),
    ("https://bee.example/Feed", False),
    ("https://bee.example/feed?x=1", False),
    ("https://bee.example:8443/feed", False),
    # One search at one host, its words in any order; another search is another feed.
    ("https://ask.example/?q=1", True),
    ("https://ask.example/?q=2", False),
]


@pytest.mark.parametrize(("url", "known"), TWINS)
def test_the_same_feed_is_known_however_it_is_spelled(tmp_path, url, known):
    addresses = Addresses(read_catalog(written(tmp_path, FILE), environment={}).feeds, {})

    assert bool(addresses.slug_at(url)) is known
