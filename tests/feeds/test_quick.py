"""The quick reader: what it takes comes out as from feedparser, and what is unusual it leaves."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from feedparser.mixin import _FeedParserMixin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import ParseError
from bot.feeds.elements import _RULED, _SPACES, NO_EFFECT, TAKEN
from bot.feeds.parse import QuickReader, parse_document
from bot.feeds.quick import read_quickly

DATA = Path(__file__).parent.parent / "data" / "feeds"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://council.example/feeds/news.xml"


def outcome(body: bytes, quickly: QuickReader = read_quickly):
    try:
        return parse_document(body, feed_slug="council", url=URL, now=NOW, quickly=quickly)
    except ParseError as exc:
        return exc.kind, str(exc)


def by_feedparser(body: bytes):
    return outcome(body, quickly=lambda _: None)


# --- documents made of everything that is taken, in any order -----------------------------------------------

SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "cc": "http://web.resource.org/cc/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "x": "https://paper.example/own",
}
WORDS = [
    "Council votes", "", " ", "\n\t padded \n", "Caf\u00e9", "\u00e2\u0080\u0099s", "\u0092quoted\u0093", "\u2019", "A &amp; B", "&lt;p&gt;One &amp;amp; two&lt;/p&gt;",
    "<![CDATA[<p>Longer text, <a href='/x'>linked</a></p>]]>", "one<!-- not --> two", "three<?no pi?> four", "<![CDATA[]]>", "&#x1F4F7;", "<![CDATA[a]]>b",
]  # fmt: skip
LINKS = [
    "https://paper.example/1", "/2", "http:///paper.example/3", "https://paper.example/4?a=1&amp;amp;b=2", "https://paper.example/5?a=1&amp;b;=2", "javascript:alert(1)", "abc",
    " https://paper.example/6 ", "mailto:ann@paper.example",
]  # fmt: skip
DATES = [
    "Fri, 20 Nov 2026 10:00:00 GMT", "2026-11-19T08:00:00Z", "2026-11-18", "11/17/2026", "03/04/2026", "18 nov. 2026", "11/17/2026 2:05 PM", "",
]  # fmt: skip
PEOPLE = [
    "Ann Lee",
    "ann@paper.example (Ann Lee)",
    "Ann Lee &lt;ann@paper.example&gt;",
    "ann@paper.com",
    "(Ann)",
    "",
    "Bo, Cy and Di",
]
KINDS = ["", "", "", " type='html'", " type='text'", " type='text/html'", " type='TEXT'", " mode='escaped'"]
TONGUES = ["", "", "", "", " xml:lang='de'", " xml:lang='pt_BR'", " lang='fr'", " xml:lang=''"]
RELATIONS = ["", "", " rel='alternate'", " rel='self'", " rel='hub'", " rel='ENCLOSURE'", " rel=''"]
LINK_KINDS = ["", "", " type='text/html'", " type='application/xhtml+xml'", " type='application/json'"]

PEOPLE_NAMES = [
    "author",
    "managingEditor",
    "webMaster",
    "dc:creator",
    "dc:publisher",
    "itunes:author",
    "atom:author",
]
DATE_NAMES = [
    "pubDate", "lastBuildDate", "published", "updated", "created", "issued", "modified", "dc:date", "dcterms:created", "dcterms:issued", "dcterms:modified", "atom:updated",
]  # fmt: skip
TEXT_NAMES = [
    "title", "dc:title", "media:title", "description", "summary", "content", "dc:description", "media:description", "itunes:summary", "content:encoded", "atom:content",
    "atom:summary", "atom:title",
]  # fmt: skip
OTHER_NAMES = [
    "category", "comments", "language", "dc:language", "slash:comments", "x:title", "x:author", "itunes:subtitle", "copyright",
    "dc:subject", "generator", "georss:point", "media:thumbnail", "media:credit", "docs", "cc:license", "itunes:image", "TITLE", "feedburner:info",
]  # fmt: skip


def element(names, texts, *attributes):
    """An element of one of the names around one of the texts."""
    return st.builds(
        lambda name, text, given: f"<{name}{''.join(given)}>{text}</{name}>",
        st.sampled_from(names),
        st.sampled_from(texts),
        st.tuples(*(st.sampled_from(choice) for choice in attributes)),
    )


def around(name: str, parts, *, max_size: int = 3):
    return st.lists(parts, max_size=max_size).map(lambda found: f"<{name}>{' '.join(found)}</{name}>")


TEXTS = element(TEXT_NAMES, WORDS, KINDS, TONGUES)
PERSON = element(["name", "email", "uri"], PEOPLE) | element(["x:photo"], ["", "me"])
FIELD = st.one_of(
    TEXTS,
    TEXTS,
    element(PEOPLE_NAMES, PEOPLE),
    element(DATE_NAMES, DATES),
    element(OTHER_NAMES, [*WORDS, "60", "hourly", "de-AT", "ftp://x"], ["", "", "", " x:y='1'", " z='1'"], TONGUES),
    element(["ttl", "sy:updatePeriod", "sy:updateFrequency", "feedburner:origLink"], ["60", "hourly", "2", "", "https://paper.example/8"]),
    element(["link", "atom:link"], [*LINKS, ""], RELATIONS, LINK_KINDS),
    st.sampled_from(LINKS).flatmap(lambda at: element(["link", "atom:link"], ["", "text"], RELATIONS, LINK_KINDS, [f" href='{at.strip()}'"])),
    element(["guid", "id", "atom:id"], LINKS + WORDS, ["", "", " isPermaLink='false'", " ispermalink='true'", " isPermaLink='TRUE'"]),
    element(["source"], WORDS, ["", " url='https://other.example/'"]),
    around("source", element(["title", "id", "updated", "atom:link"], WORDS, KINDS)),
    around("author", element(["name"], ["Ann Lee", "Bo", "", "ann@paper.com"]), max_size=1),
    around("contributor", PERSON),
    around("media:group", element(["media:title", "media:description", "media:thumbnail"], WORDS, KINDS)),
    around("media:content", element(["media:title", "media:description", "media:credit"], WORDS)),
    around("itunes:owner", element(["itunes:name", "itunes:email"], PEOPLE)),
    st.just("<enclosure url='https://paper.example/a.mp3' type='audio/mpeg'/>"),
    st.just("<site xmlns='com-wordpress:feed-additions:1'>5</site>"),
)  # fmt: skip
BLOCK = around("image", element(["url", "width", "title", "link"], WORDS)) | around(
    "textInput", element(["title", "link", "name"], WORDS)
)
UNUSUAL = st.one_of(
    FIELD,
    BLOCK,
    element(TEXT_NAMES, WORDS, [" type='xhtml'", " type='application/octet-stream'", " type=''", " mode='base64'"]),
    element(PEOPLE_NAMES, ["ann@paper", "@ann", "a@b.museum", "ann@paper.example", "a@b.com c@d.com"]),
    element(DATE_NAMES, ["Yesterday", "1780308000", "20261120", "Thu Nov 19 08:00:00 2026", "2026-W47"]),
    element(["thumb", "fullitem", "body", "abstract", "tags", "date", "publisher", "dcterms:valid", "media:keywords"], WORDS),
    around("author", PERSON),
    around("textInput", element(["title", "url", "link"], WORDS)),
    around("description", element(["p", "b", "x:div"], WORDS)),
    st.just("<dc:title xmlns:dc='http://search.yahoo.com/mrss/'>Not it</dc:title>"),
    st.just("<atom:link atom:href='https://paper.example/7'/>"),
)  # fmt: skip


def fields(field):
    return st.lists(field, max_size=7).map("\n".join)


@st.composite
def documents(draw, field):
    """A document of RSS 2.0, RSS 1.0 or Atom."""
    shape = draw(st.sampled_from(["rss", "atom", "rdf"]))
    item = "entry" if shape == "atom" else "item"
    entries = "".join(
        f"<{item}{draw(st.sampled_from(TONGUES))}>{draw(fields(field))}</{item}>"
        for _ in range(draw(st.integers(0, 3)))
    )
    spaces = "".join(
        f" xmlns:{prefix}='{uri}'" for prefix, uri in draw(st.permutations(sorted(SPACES.items())))
    )
    tongue, head, tail = (
        draw(st.sampled_from(TONGUES)),
        draw(fields(field | BLOCK)),
        draw(st.sampled_from(["", "<title>Late</title>"])),
    )
    declared = draw(
        st.sampled_from(["", "<?xml version='1.0'?>", "<?xml version='1.0' encoding='iso-8859-1'?>\n"])
    )
    if shape == "rss":
        return f"{declared}<rss version='2.0'{spaces}{tongue}><channel>{head}{entries}{tail}</channel></rss>".encode()
    if shape == "atom":
        default = f" xmlns='{SPACES['atom']}'"
        return f"{declared}<feed{default}{spaces}{tongue}>{head}{entries}{tail}</feed>".encode()
    default = " xmlns='http://purl.org/rss/1.0/'"
    return (
        f"{declared}<rdf:RDF{spaces}{default}{tongue}><channel>{head}</channel>{entries}</rdf:RDF>".encode()
    )


def judge(document: bytes) -> None:
    assert outcome(document) == by_feedparser(document)


@settings(
    max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)
@given(documents(FIELD))
def test_both_ways_give_the_same(document):
    judge(document)


@settings(
    max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)
@given(documents(UNUSUAL))
def test_both_ways_give_the_same_of_what_is_unusual(document):
    judge(document)


@pytest.mark.parametrize(
    "document",
    [path for path in sorted(DATA.iterdir()) if "golden" not in path.name],
    ids=lambda path: path.stem,
)
def test_bundled_feeds_come_out_the_same(document):
    judge(document.read_bytes())


# --- what is taken, and what is left ------------------------------------------------------------------------


def rss(item: str, *, root: str = "", channel: str = "") -> bytes:
    spaces = "".join(f" xmlns:{prefix}='{uri}'" for prefix, uri in SPACES.items())
    return f"<rss version='2.0'{root or spaces}><channel><title>News</title>{channel}<item>{item}</item></channel></rss>".encode()


@pytest.mark.parametrize(
    "item",
    [
        # WordPress
        ("<title>Vote</title><link>https://p.example/1</link><dc:creator><![CDATA[Ann]]></dc:creator><pubDate>Fri, 20 Nov 2026 10:00:00 +0000</pubDate>"
        "<category><![CDATA[News]]></category><guid isPermaLink='false'>https://p.example/?p=1</guid><description><![CDATA[Short]]></description>"
        "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded><slash:comments>0</slash:comments><post-id xmlns='com-wordpress:feed-additions:1'>1</post-id>"
        "<media:content url='https://p.example/1.jpg' medium='image'><media:title type='html'>A photo</media:title></media:content>"),
        # Google News
        ("<title>Vote - Gazette</title><link>https://news.example/1?oc=5</link><guid isPermaLink='false'>CBMi</guid><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>"
        "<description>&lt;a href='https://news.example/1'&gt;Vote&lt;/a&gt;</description><source url='https://gazette.example'>Gazette</source>"),
        # Legistar
        ("<title>Council</title><link>https://city.example/M.aspx?ID=1&amp;GUID=2</link><guid isPermaLink='false'>https://city.example/M.aspx?ID=1&amp;GUID=2</guid>"
        "<description>11/20/2026</description><category>11/20/2026</category><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>"),
        "<author>ann@paper.example (Ann)</author><title/>",
        "<image>https://p.example/1.png</image>",
    ],
)  # fmt: skip
def test_ordinary_entries_are_read_quickly(item):
    document = rss(item)

    assert read_quickly(document) is not None
    judge(document)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(b"<!DOCTYPE rss [<!ENTITY a 'b'>]>" + rss("<title>&a;</title>"), id="entities"),
        pytest.param(rss("<title>Vote"), id="not well-formed"),
        pytest.param(rss("<link xml:base='https://p.example/'>1</link>"), id="a base"),
        pytest.param(rss("<title>Vote</title><elsewhere/>"), id="an element that the tables lack"),
        pytest.param(rss("<x:box><title>Inner</title></x:box>"), id="a title within something foreign"),
        pytest.param(rss("<description>Some <b>bold</b> words</description>"), id="markup as elements"),
        pytest.param(rss("<content type='application/octet-stream'>Vm90ZQ==</content>"), id="Base64"),
        pytest.param(rss("<pubDate>2026-W47</pubDate>"), id="a date that feedparser may guess"),
        pytest.param(rss("<author><email>ann@paper.example</email></author>"), id="an author without a name"),
        pytest.param(rss("<dc:creator>Ann</dc:creator><author><name>Bo</name></author>"), id="an author who becomes another"),
        pytest.param(rss("<media:title>Vote</media:title>", root=" xmlns:media='urn:own'"), id="a prefix for another namespace"),
        pytest.param(rss("<title xmlns='urn:own'>Vote</title>"), id="a title of another namespace"),
        pytest.param(rss("<atom:link atom:href='/1'/>"), id="attributes with a namespace"),
        pytest.param(rss("<item><title>Vote</title></item>"), id="an entry within another"),
        pytest.param(rss("<ttl/>", channel="<ttl unit='h'>1</ttl>"), id="attributes that take the place of a text"),
        pytest.param(b"<rss version='2.0'><item><title>Vote</title></item></rss>", id="entries beside the channel"),
        pytest.param(rss("<media:group>" * 20 + "</media:group>" * 20), id="groups without end"),
        pytest.param(b"<opml version='2.0'><head/></opml>", id="another kind of document"),
    ],
)  # fmt: skip
def test_the_unusual_is_left_to_feedparser(document):
    assert read_quickly(document) is None
    judge(document)


def test_channel_fields_are_read_quickly():
    document = rss(
        "<title>Vote</title>",
        channel="<link>https://p.example/</link><language>de-AT</language><ttl>30</ttl><webMaster>w@p.example (Paper)</webMaster>"
        "<atom:link rel='hub' href='https://hub.example/'/><atom:link rel='self' href='https://p.example/feed'/><image><title>Logo</title><link>/x</link></image>",
    )  # fmt: skip

    found = outcome(document, quickly=lambda body: read_quickly(body) or pytest.fail("left to feedparser"))

    assert found == by_feedparser(document)
    assert (found.title, found.url, found.language, found.ttl_s) == (
        "News",
        "https://p.example/",
        "de-at",
        1800.0,
    )
    assert (found.links.hubs, found.links.topic) == (("https://hub.example/",), "https://p.example/feed")
    assert found.items[0].outlet == "Paper"


HARMLESS = {
    # Rules of feedparser's that fill nothing we use, so that the element is as good as foreign.
    "dc:rights", "dc:subject", "feedburner:browserfriendly", "georss:box", "georss:line", "georss:point", "georss:polygon", "itunes:block", "itunes:category",
    "itunes:explicit", "itunes:image", "itunes:keywords", "itunes:link", "itunes:subtitle", "media:category", "media:credit", "media:keywords", "media:license",
    "media:player", "media:rating", "media:restriction", "media:thumbnail",
}  # fmt: skip


def test_every_rule_of_feedparser_for_a_prefix_was_looked_at():
    """A new release's new rule must not be passed over as foreign."""
    rules = {
        name.split("_", 2)[2].lower()
        for name in dir(_FeedParserMixin)
        if name.startswith(("_start_", "_end_"))
    }
    prefixes = {space for space in _SPACES.values() if space} - {"gml", "psc", "xhtml"}
    prefixed = {rule.replace("_", ":", 1) for rule in rules if rule.split("_")[0] in prefixes and "_" in rule}

    assert prefixed - _RULED == HARMLESS


def test_every_namespace_of_feedparser_with_rules_was_looked_at():
    """The elements of all others it only keeps."""
    ruled = {
        name.split("_")[2].lower()
        for name in dir(_FeedParserMixin)
        if name.startswith(("_start_", "_end_")) and name.count("_") > 2
    }
    spaces = {
        uri.lower() for uri, prefix in _FeedParserMixin.namespaces.items() if prefix.lower() in {"", *ruled}
    }

    assert spaces - {"http://backend.userland.com/rss"} <= set(_SPACES)


def test_no_element_is_both_taken_and_without_effect():
    assert not NO_EFFECT & set(TAKEN)
