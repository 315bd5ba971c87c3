"""Documents to items: golden pairs for what feeds look like, tables for what is no feed."""

import gzip
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.errors import ParseError
from bot.core.models import Dating
from bot.core.vocabulary import DateBasis
from bot.core.websub import HubLinks
from bot.feeds.mending import ELEMENT_LIMIT, mended
from bot.feeds.notes import Notes
from bot.feeds.parse import parse_document
from bot.feeds.report import parsed_json

DATA = Path(__file__).parent.parent / "data" / "feeds"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URL = "https://council.example/feeds/news.xml"


def parsed(body: bytes | str, **options):
    body = body.encode() if isinstance(body, str) else body
    return parse_document(body, **{"feed_slug": "council", "url": URL, "now": NOW, **options})


def rss(*items: str, channel: str = "") -> str:
    entries = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{channel}{entries}</channel></rss>'


@pytest.mark.parametrize(
    "document",
    [path for path in sorted(DATA.iterdir()) if not path.name.endswith(".golden.json")],
    ids=lambda path: path.stem,
)
def test_a_document_becomes_what_its_golden_file_says(document):
    golden = document.with_suffix(".golden.json")

    assert parsed_json(parsed(document.read_bytes())) == json.loads(golden.read_text(encoding="utf-8"))


# --- no feeds -------------------------------------------------------------------------------------------

PAGE = "<!DOCTYPE html><html><head><title>{}</title>{}</head><body>{}</body></html>"

FEED_LINK = "<link rel='alternate' type='application/rss+xml' href='/rss'>"


@pytest.mark.parametrize(
    ("body", "kind", "words", "advice"),
    [
        ("", "empty", "an empty answer", "nothing to do unless it lasts"),
        (" \n\t ", "empty", "an empty answer", ""),
        # what Legistar says, with status 200, of a list that was withdrawn
        ("Invalid feed", "invalid_feed", "Invalid feed", "take its address from the site anew"),
        # New York City's says it as the title of an empty feed, or of a page
        ("<rss version='2.0'><channel><title>Invalid feed</title></channel></rss>", "invalid_feed", "Invalid", "anew"),
        (PAGE.format("Invalid feed", "", ""), "invalid_feed", "Invalid feed", "anew"),
        ("Service unavailable", "not_a_feed", "'Service unavailable'", "open it in a browser"),
        ('{"error": "rate limited"}', "json_error", "'rate limited'", "open it in a browser"),
        ("[1, 2]", "json_error", "JSON that is no feed", ""),
        ('{"items": [', "broken", "JSON that cannot be read", ""),
        ("[" * 100_000, "broken", "JSON that cannot be read", ""),
        ("[" * 200_000, "too_complex", "more objects", "no feed has that much"),
        ("<rss><channel>" + "<a/>" * 200_000, "too_complex", "more markup", "no feed has that much"),
        ("<rss>" + "<a xmlns:b='c'>" * 6_000, "too_complex", "more markup", "no feed has that much"),
        ("<rss><channel><title>" + "&" * 200_000, "too_complex", "bare ampersands", "no feed has that much"),
        ("<urlset><url><loc>https://x.example</loc></url></urlset>", "not_a_feed", "<urlset>", ""),
        ("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "not_a_feed", "<error>", ""),
        (PAGE.format("404 Not Found", "", ""), "html_page", "'404 Not Found'", "look for its feed link"),
        (PAGE.format("Just a moment...", "", ""), "blocked_by_cdn", "bot protection", "ask the publisher"),
        # Cloudflare's look at browsers stands in every page of its sites; a page that names its feed is no wall
        (PAGE.format("City", "", "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>"), "html_page", "a web page", ""),
        (
            PAGE.format("City", FEED_LINK, "<script src='https://x.token.awswaf.com/challenge.js'></script>"),
            "html_page",
            "a web page",
            "use https://council.example/rss",
        ),
        (
            PAGE.format("Members", "", "<form><input type='password'></form>"),
            "login_page",
            "a login page ('Members')",
            "put a token into its headers",
        ),
        (
            PAGE.format("Cookies", "", "We use cookies. Consent? Cookie settings. Privacy choices"),
            "consent_page",
            "a cookie or consent page",
            "nothing to do if it happens now and then",
        ),
        (
            PAGE.format("News", "<link rel='alternate' type='application/rss+xml' href='/rss?key=s3cret'>", ""),
            "html_page",
            "a web page",
            "use https://council.example/rss?key=***",
        ),
        # an item in a page is no feed's item
        (PAGE.format("x", "", "<item><title>Fake</title></item>"), "html_page", "a web page", ""),
        (b"\x1f\x8bnot really packed", "broken", "cannot be unpacked", ""),
        (gzip.compress(b" " * 30_000_000), "too_large", "more than 20,000,000 bytes", ""),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_told_apart(body, kind, words, advice):
    with pytest.raises(ParseError) as caught:
        parsed(body)

    assert caught.value.kind == kind
    assert words in str(caught.value)
    assert caught.value.advice
    assert advice in caught.value.advice


def test_a_feed_without_entries_is_a_feed():
    found = parsed(rss())

    assert (found.title, found.items, found.warnings) == ("News", (), ())


@pytest.mark.parametrize(
    "front",
    [
        "<!DOCTYPE html>",  # a feed that a template engine dressed as a page
        "<!-- generated -->",
        "<?xml-stylesheet href='x.xsl'?>",
        "<!DOCTYPE rss [<!ELEMENT rss (channel)> <!ENTITY x 'y'> ]>",
        "\n\n",
        "\ufeff",
        "Notice: slow query\n",
    ],
)
def test_what_stands_in_front_does_not_hide_a_feed(front):
    document = "<rss version='2.0'><channel><title>T</title><item><title>One</title></item></channel></rss>"

    assert [item.title for item in parsed(front + document).items] == ["One"]


# --- what the catalogue says and what the document says -------------------------------------------------


def test_the_catalogue_names_the_outlet():
    (item,) = parsed(rss("<title>A</title>"), outlet="EFF").items

    assert item.outlet == "EFF"


@pytest.mark.parametrize(
    ("catalogued", "declared", "language"),
    [
        ("de", "en-US", "de"),  # the default of the publisher's software
        ("en", "fr-CA", "fr-ca"),  # the default of our catalogue
        ("en", "", "en"),
        ("", "fr", "fr"),
        ("", "no language", ""),
    ],
)
def test_the_language_is_the_one_that_somebody_chose(catalogued, declared, language):
    document = rss("<title>A</title>", channel=f"<language>{declared}</language>")

    assert parsed(document, language=catalogued).items[0].language == language


def test_an_entrys_own_source_is_its_outlet():
    (item,) = parsed(
        rss("<title>A</title><source url='https://g.example'>Gazette</source>"), outlet="Search"
    ).items

    assert item.outlet == "Gazette"


def test_without_any_name_the_host_is_the_outlet():
    document = "<rss version='2.0'><channel><item><title>A</title></item></channel></rss>"

    assert parsed(document).items[0].outlet == "council.example"


@pytest.mark.parametrize(
    ("link", "stays"),
    [
        ("http://10.0.0.5/a", True),
        ("http://10.0.0.5:8080/a", True),
        ("http://10.0.0.6/a", False),
        ("http://10.0.0.50/a", False),
        ("http://10.0.0.6/?next=//10.0.0.5/a", False),
    ],
)
def test_links_to_the_feeds_own_private_host_stay(link, stays):
    (item,) = parsed(rss(f"<link>{link}</link>"), url="http://10.0.0.5/feed").items

    assert item.url == (link if stays else "")


@pytest.mark.parametrize(
    ("channel", "ttl_s"),
    [
        ("<ttl>60</ttl>", 3600.0),
        ("<ttl>99999999999999</ttl>", 86_400.0),
        ("<ttl>-5</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>²</ttl>", None),  # a digit to Unicode, no number to Python
    ],
)
def test_a_ttl_is_believed_within_reason(channel, ttl_s):
    assert parsed(rss(channel=channel)).ttl_s == ttl_s


# --- limits ---------------------------------------------------------------------------------------------


def test_texts_are_capped():
    long = "word " * 400_000
    (item,) = parsed(
        rss(f"<title>{long}</title><description>{long}</description><author>{long}</author>")
    ).items

    assert 900 < len(item.title) <= 1_000
    assert 19_000 < len(item.text) <= 20_000
    assert len(item.author) <= 200


def dated(number: int, *, of: int, is_oldest_first: bool = True) -> datetime:
    """When the entry of this place in a document appeared."""
    return NOW - timedelta(hours=of - number if is_oldest_first else number)


def numbered(
    count: int, *, more: str = "", form: str = "%a, %d %b %Y %H:%M:%S GMT", **order: bool
) -> list[str]:
    dates = [dated(number, of=count, **order) for number in range(count)]
    return [
        f"<title>{n}</title><guid>{n}</guid><pubDate>{date:{form}}</pubDate>{more}"
        for n, date in enumerate(dates)
    ]


@pytest.mark.parametrize(
    ("items", "warning", "last"),
    [
        (numbered(2_100), "2,100 entries, the newest 2,000 read", "2099"),
        (numbered(2_100, form="<![CDATA[%Y/%m/%d %H:%M]]>"), "2,100 entries, the newest 2,000 read", "2099"),
        (numbered(2_100, is_oldest_first=False), "2,100 entries, the first 2,000 read", "1999"),
        # Nothing tells which end is new; most feeds begin with it.
        (numbered(2_100, form="soon"), "2,100 entries, the first 2,000 read", "1999"),
        # Half as many until the markup is what a reader can take.
        (numbered(2_100, more="<a></a>" * 40), "2,100 entries, the newest 500 read", "2099"),
        (numbered(300, more="<a></a>" * 200), "300 entries, the newest 150 read", "299"),
    ],
)
def test_of_too_many_entries_those_at_the_new_end_are_read(items, warning, last):
    found = parsed(rss(*items))

    assert found.items[-1].title == last
    assert found.warnings[0] == warning
    assert f"{len(found.items):,} read" in warning
    assert not any("well-formed" in line for line in found.warnings)


def test_entries_with_a_prefix_are_as_many():
    entries = (
        f"<a:entry><a:id>{n}</a:id><a:title>{n}</a:title><a:published>{dated(n, of=2_100):%Y-%m-%dT%H:%M:%SZ}"
        "</a:published></a:entry>"
        for n in range(2_100)
    )
    found = parsed(f"<a:feed xmlns:a='http://www.w3.org/2005/Atom'>{''.join(entries)}</a:feed>")

    assert (len(found.items), found.items[-1].title) == (2_000, "2099")


@pytest.mark.parametrize(("is_oldest_first", "last"), [(True, "2099"), (False, "1999")])
def test_the_same_holds_for_json(is_oldest_first, last):
    dates = [dated(n, of=2_100, is_oldest_first=is_oldest_first).isoformat() for n in range(2_100)]
    entries = [{"id": n, "title": str(n), "date_published": date} for n, date in enumerate(dates)]
    found = parsed(json.dumps({"title": "T", "items": entries}))

    assert (len(found.items), found.items[-1].title) == (2_000, last)


def test_an_overlong_guid_becomes_a_digest_and_an_overlong_link_goes():
    (item,) = parsed(
        rss(f"<guid isPermaLink='false'>{'g' * 5000}</guid><link>https://x.example/{'u' * 9000}</link>")
    ).items

    assert item.guid.startswith("sha256:")
    assert item.url == ""


BOMBS = {
    "nested entities": '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "' + "&a;" * 1000 + '"><!ENTITY c "'
    + "&b;" * 1000 + '">]>' + rss("<title>&c;</title>"),
    "one long entity, often": '<!DOCTYPE rss [<!ENTITY a "' + "x" * 50_000 + '">]>'
    + rss("<description>" + "&a;" * 2000 + "</description>"),
    "attributes": "<rss version='2.0'><channel " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/></rss>",
    "elements": f"<rss version='2.0'><channel>{'<a>' * 10_000}</channel></rss>",
    "open tags": rss(f"<description><![CDATA[{'<a ' * 100_000}]]></description>"),
    "open comments": rss(f"<description><![CDATA[{'<!--' * 50_000}]]></description>"),
    "ampersands": rss(f"<description>{'&' * 50_000}</description>"),
    "declarations": "<!" * 100_000,
    "processing instructions": "<?" * 100_000,
    "brackets": "<!DOCTYPE x [" + "] " * 100_000,
    "unclosed character data": "<![CDATA[" * 50_000,
    "digits": rss(f"<pubDate>{'1' * 100_000}</pubDate><title>&#{'9' * 100_000};</title>"),
    "white space": rss(f"<pubDate>Mon,{' ' * 100_000}x</pubDate><title>{' ' * 300_000}</title>"),
}  # fmt: skip


@pytest.mark.parametrize("document", BOMBS.values(), ids=BOMBS)
def test_a_bomb_takes_neither_time_nor_space(document):
    """The pool would end it after its limit; these need no limit."""
    try:
        found = parsed(document)
    except ParseError:
        return
    assert sum(len(item.title) + len(item.text) for item in found.items) <= 1_000_000


@pytest.mark.parametrize("target", ["file:///etc/hostname", "http://127.0.0.1:9/x"])
def test_nothing_outside_the_document_is_read(target):
    body = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{target}">]>' + rss("<title>[&x;]</title>").split("?>")[1]

    assert "x" in parsed(body).items[0].title  # the reference itself, not what it points to


def test_an_entry_of_too_much_markup_costs_what_follows_and_not_what_was_before():
    flood = f"<item><title>flood</title>{'<a/>' * 150_000}</item>"
    body = f"<rss><channel><item><title>first</title></item>{flood}<item><title>last</title></item></channel></rss>"

    parsed = parse_document(body.encode())

    assert [item.title for item in parsed.items] == ["first"]
    assert any("more markup" in warning for warning in parsed.warnings)


def test_markup_within_character_data_is_text():
    body = f"<rss><channel><item><title>T</title><description><![CDATA[{'<b>x</b>' * 80_000}]]></description></item></channel></rss>"

    assert [item.title for item in parse_document(body.encode()).items] == ["T"]


@pytest.mark.parametrize("flood", ["= " * 50_000, "word " * 50_000, "a=b " * 50_000])
def test_a_tag_without_end_is_read_without_its_attributes(flood):
    parsed = parse_document(f"<rss><channel><item {flood}".encode())

    assert any("attributes" in warning for warning in parsed.warnings)


HUB, TOPIC = "https://hub.example/", "https://council.example/feed"
JSON_HUBS = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [], "feed_url": "%s",'
    ' "hubs": [{"type": "rssCloud", "url": "https://x.example"}, {"type": "WebSub", "url": "%s"}]}'
)
ATOM_LINKS = "<link rel='hub' href='{}'/><link rel='self' href='{}'/><link href='https://council.example/'/>"


@pytest.mark.parametrize(
    "body",
    [
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{ATOM_LINKS.format(HUB, TOPIC)}</feed>",
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{ATOM_LINKS.format(HUB, '/feed')}</feed>",
        "<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>T</title>"
        + ATOM_LINKS.format(HUB, TOPIC).replace("<link", "<a:link")
        + "</channel></rss>",
        JSON_HUBS % (TOPIC, HUB),
    ],
    ids=["atom", "relative", "rss", "json"],
)
def test_a_document_names_its_hub_and_itself(body):
    links = parse_document(body.encode(), url="https://council.example/other").links

    assert links == HubLinks(hubs=(HUB,), topic=TOPIC)


@pytest.mark.parametrize(
    "hubs",
    [
        "3",
        "{}",
        '"x"',
        "[1, null, {}]",
        '[{"type": "WebSub"}]',
        '[{"type": "WebSub", "url": "javascript:x"}]',
    ],
)
def test_hubs_that_are_none_name_no_hub(hubs):
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [], "hubs": {hubs}}}'

    assert parse_document(body.encode(), url="https://council.example/").links == HubLinks()


def test_an_entrys_link_is_not_the_feeds_hub():
    entry = f"<entry><title>x</title>{ATOM_LINKS.format(HUB, TOPIC)}</entry>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{entry}</feed>"

    assert parse_document(body.encode(), url="https://council.example/").links == HubLinks()


# --- what a date rests on -------------------------------------------------------------------------------


def dating_of(*items: str, **options):
    return [(item.published, item.dating) for item in parsed(rss(*items), **options).items]


@pytest.mark.parametrize(
    ("elements", "basis", "day"),
    [
        ("<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>", DateBasis.PUBLISHED, 20),
        ("<dc:date>2026-11-19T10:00:00Z</dc:date>", DateBasis.ELEMENT, 19),
        # the second element stands in for a first one that tells nothing
        ("<pubDate>soon</pubDate><dc:date>2026-11-19T10:00:00Z</dc:date>", DateBasis.ELEMENT, 19),
        ("<pubDate>soon</pubDate>", DateBasis.UNREADABLE, None),
        ("<pubDate>Fri, 20 Nov 2099 10:00:00 GMT</pubDate>", DateBasis.IMPLAUSIBLE, None),
        ("<pubDate>03/04/2026</pubDate>", DateBasis.AMBIGUOUS, None),
        ("", DateBasis.NONE, None),
    ],
)
def test_an_item_says_what_its_date_rests_on(elements, basis, day):
    body = rss(f"<title>Vote</title>{elements}").replace(
        "<rss ", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" '
    )
    [item] = parsed(body).items

    assert item.dating.basis is basis
    assert (item.published.day if item.published else None) == day
    assert bool(item.dating.raw) == (basis is not DateBasis.NONE)


def test_an_atom_entry_without_publication_is_dated_by_its_update():
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Docket</title><entry><id>urn:1</id><title>Vote</title>'
        "<updated>2026-11-20T22:15:00Z</updated></entry></feed>"
    )
    [item] = parsed(body).items

    assert item.published == item.updated == datetime(2026, 11, 20, 22, 15, tzinfo=UTC)
    assert item.dating == Dating(basis=DateBasis.UPDATED, raw="2026-11-20T22:15:00Z")


def test_a_day_first_feed_keeps_its_order_in_every_entry():
    found = dating_of("<pubDate>03/04/2026</pubDate>", "<pubDate>21/11/2026</pubDate>")

    assert [published.strftime("%d %b") for published, _ in found] == ["03 Apr", "21 Nov"]
    assert all(dating.is_day for _, dating in found)


def test_what_a_feed_calls_a_date_is_kept_short_and_plain():
    [(published, dating)] = dating_of(f"<pubDate>&lt;b&gt;soon&lt;/b&gt; {'x' * 500}</pubDate>")

    assert published is None
    assert dating.raw.startswith("soon x")
    assert len(dating.raw) <= 100


# --- what other parsers' expectations taught us ---------------------------------------------------------


def test_an_identity_is_kept_as_it_is_written():
    """A content's xml:base must not reach the ids: they would change with it."""
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Board</title><entry><title>One</title>'
        '<content type="xhtml" xml:base="/.rss?limit=50"><div xmlns="http://www.w3.org/1999/xhtml">x</div></content>'
        "<id>t3_1</id></entry><entry><title>Two</title><id>t3_2</id></entry></feed>"
    )

    assert [item.guid for item in parsed(body).items] == ["t3_1", "t3_2"]


@pytest.mark.parametrize(
    ("guid", "url"),
    [
        ("<guid>https://council.example/7</guid>", "https://council.example/7"),
        ("<guid>/news/7</guid>", "https://council.example/news/7"),
        ("<guid>abc123</guid>", ""),  # the default says that it is an address, but nobody means that
        ('<guid isPermaLink="false">https://council.example/7</guid>', "https://council.example/7"),
    ],
)
def test_a_guid_is_a_link_only_where_it_looks_like_one(guid, url):
    [item] = parsed(rss(f"<title>Vote</title>{guid}")).items

    assert item.url == url


def test_a_links_further_address_does_not_hide_its_own():
    link = '<link uri="at://did:plc:x/app.feed.post/3">https://council.example/7</link>'
    [item] = parsed(rss(f"<title>Vote</title>{link}")).items

    assert item.url == "https://council.example/7"


def test_a_prefix_that_is_not_declared_hides_no_entry():
    body = (
        '<?xml?xml version="1.0" ??><rss rss:version=2.0><rss:channel><rss:title>News</rss:title><rss:item>'
        "<rss:title>Vote</rss:title><rss:link>https://council.example/7</rss:link></rss:item></rss:channel></rss>"
    )
    document = parsed(body)

    assert [(item.title, item.url) for item in document.items] == [("Vote", "https://council.example/7")]
    assert any("prefix" in warning for warning in document.warnings)


# --- what mutated feeds taught us -----------------------------------------------------------------------


@pytest.mark.parametrize("opening", ["<![CDATA[", "<!--"])
def test_openings_without_an_end_cost_no_more_than_their_length(opening):
    """Looking for each one's end takes time by the square: two seconds for this one, a minute for five times it."""
    body = rss(f"<title>Vote</title>{opening * 20_000}").encode()
    begun = time.process_time()
    mended(body, "application/xml", Notes())

    assert time.process_time() - begun < 1


@pytest.mark.parametrize("head", ["\n" * 50_000, "<!DOCTYPE\n" * 20_000, "<!ENTITY\n" * 20_000])
def test_what_stands_before_the_first_element_costs_no_more_than_its_length(head):
    body = (
        f'<?xml version="1.0" encoding="utf-8"?><!-- News -->{head}{rss("<title>Vote</title>")[21:]}'.encode()
    )
    begun = time.process_time()
    document = parsed(body)

    assert [item.title for item in document.items] == ["Vote"]
    assert time.process_time() - begun < 1


def test_an_archive_of_web_pages_is_no_feed():
    with pytest.raises(ParseError) as refusal:
        parsed(f"page.html {'0' * 50_000}<p>Vote</p>")

    assert refusal.value.kind == "not_a_feed"


def test_a_list_of_entities_is_read():
    others = "\n".join(f'<!ENTITY e{number} "x">' for number in range(200))
    head = f'<!DOCTYPE rss [\n{others}\n<!ENTITY city "Riverton">\n]>'
    [item] = parsed(head + rss("<title>&city; votes</title>")[21:]).items

    assert item.title == "Riverton votes"


def test_a_document_of_too_many_elements_is_cut_where_an_entry_begins():
    item = f"<title>Vote</title>{'<a></a>' * 500}"
    document = parsed(rss(*[item] * 100))

    assert len(document.items) == ELEMENT_LIMIT // 502
    assert document.warnings[0] == "more markup than a feed can have, the rest left out"
    assert not any("well-formed" in warning for warning in document.warnings)


def test_one_entry_of_too_many_elements_stays():
    [item] = parsed(rss(f"<title>Vote</title>{'<a></a>' * ELEMENT_LIMIT}")).items

    assert item.title == "Vote"


def test_markup_within_character_data_is_not_counted():
    text = f"<description><![CDATA[{'<b>Vote</b>' * ELEMENT_LIMIT}]]></description>"
    document = parsed(rss(f"<title>One</title>{text}", "<title>Two</title>"))

    assert [item.title for item in document.items] == ["One", "Two"]


@pytest.mark.parametrize("element", ["author", "managingEditor", "dc:creator"])
def test_an_endless_author_is_read_in_time_of_its_length(element):
    """feedparser looked for a mail address for minutes in a million letters."""
    body = f"<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><{element}>{'n' * 1_000_000}</{element}>"
    entry = f"<item><title>Vote</title><{element}>{'n' * 1_000_000}</{element}></item></channel></rss>"

    [item] = parse_document(f"{body}{entry}".encode()).items

    assert item.title == "Vote"
    assert len(item.author) <= 200


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("ann@gazette.example (Ann Lee)", "Ann Lee"),
        ("Ann Lee &lt;ann@gazette.news&gt;", "Ann Lee"),
        ("Ann Lee", "Ann Lee"),
        ("Ann (Lee)", "Ann (Lee)"),
    ],
)
def test_an_author_keeps_the_name_and_loses_the_mail_address(author, name):
    [item] = parsed(rss(f"<title>Vote</title><author>{author}</author>")).items

    assert item.author == name
