"""Web addresses: what is safe to show, and which ones mean the same page."""

import time
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.urls import (
    COMPARED_LIMIT,
    URL_LIMIT,
    WRAPPERS_LIMIT,
    canonical_url,
    host_of,
    safe_url,
    same_server,
)

PAGE = "https://example.org/news/council-votes"


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        "http://www.example.org/news/council-votes/",  # scheme, www, trailing slash
        "HTTPS://Example.ORG:443/news/council-votes",  # case, default port
        "https://example.org/news/council-votes?utm_source=rss&utm_medium=feed",  # campaign tags
        "https://example.org/news/council-votes?fbclid=abc&gclid=1#comments",  # click ids, fragment
        "https://m.example.org/news/council-votes",  # mobile host
        "https://amp.example.org/news/council-votes",
        "https://example.org/amp/news/council-votes",
        "https://example.org/news/council-votes/amp/",
        "https://example.org/news/council-votes.amp.html",
        "https://example.org//news//council-votes/index.html",
        "https://example.org/news/council-votes/index.php/AMP.html/amp/",  # one ending behind the other
        "https://example.org/news/council%2Dvotes",  # needless escape
        "https://example.org/news/council-votes;jsessionid=0A1B",
        "https://reader:secret@example.org/news/council-votes",  # credentials never matter
        "https://www.google.com/url?rct=j&sa=t&url=https://example.org/news/council-votes&ct=ga",  # Google Alerts
        "https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fexample.org%2fnews%2fcouncil-votes&c=1",
        "https://www.google.com/amp/s/example.org/news/council-votes",
        "https://example-org.cdn.ampproject.org/c/s/example.org/news/council-votes",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fnews%2Fcouncil-votes",
        "https://news.google.com/rss/articles/"
        + urlsafe_b64encode(b"\x08\x13\x22\x26" + PAGE.encode() + b"\xd2\x01\x00").decode().rstrip("="),
    ],
)
def test_copies_of_one_address_are_one(url):
    """Tracking, mobile and wrapped forms all name the page."""
    assert canonical_url(url) == PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?p=12", "https://example.org/?p=13"),  # WordPress short links
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        (
            "https://example.org/View.aspx?ID=7&GUID=A",
            "https://example.org/View.aspx?ID=8&GUID=A",
        ),  # Legistar
        (
            "https://news.google.com/rss/articles/CBMiAU_yqLOne",
            "https://news.google.com/rss/articles/CBMiAU_yqLTwo",
        ),
    ],
)
def test_different_pages_stay_different(one, other):
    """Nothing that names the page is thrown away."""
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "piece", ["/amp", "/amp/x", ";/amp", ".amp.html", "/index.html", "%", "%2f", ";sid=", "&a"]
)
@pytest.mark.parametrize(
    "start", ["https://example.org/?", "https://example.org/", "https://google.com/url?q="]
)
def test_addresses_take_time_by_their_length(start, piece):
    """A document may hold two thousand, whose identities are worked out beside all other work of the bot."""
    urls = [
        f"{start}{number}{piece * limit}"[:limit]
        for limit in (COMPARED_LIMIT, URL_LIMIT)
        for number in range(50)
    ]
    begun = time.process_time()
    for url in urls:
        canonical_url(url)
    assert time.process_time() - begun < 0.5


def test_an_address_too_long_to_compare_is_shown_all_the_same():
    url = f"https://example.org/{'x' * COMPARED_LIMIT}"
    assert (safe_url(url), canonical_url(url)) == (url, "")


def test_a_few_redirects_around_an_address_are_taken_off():
    page = PAGE.removeprefix("https://")
    for count in range(1, 2 * WRAPPERS_LIMIT):
        wrapped = f"https://{'www.google.com/amp/s/' * count}{page}"
        assert canonical_url(wrapped) == (PAGE if count < WRAPPERS_LIMIT else "")


def test_order_of_query_fields_does_not_matter():
    """Two outlets of one CMS write the same fields in another order."""
    assert canonical_url("https://example.org/v?b=2&a=1") == canonical_url("https://example.org/v?a=1&b=2")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "https://",
        "https:///path",
        "http://[::1",  # broken IPv6
        "https://example.org:99999/",  # no such port
        "https://exa mple.org/",
        "mailto:a@example.org",
        "/relative/only",
        "https://example.org/" + "x" * URL_LIMIT,
    ],
)
def test_only_web_addresses_are_safe(url):
    """Anything a channel must not link to becomes nothing."""
    assert safe_url(url) == ""
    assert canonical_url(url) == ""


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("/a/b", "https://example.org/feed.xml", "https://example.org/a/b"),
        ("//example.net/a", "https://example.org/", "https://example.net/a"),
        ("https://user:pw@example.org/a", "", "https://example.org/a"),
        ("https://example.org/a b<c>", "", "https://example.org/a%20b%3Cc%3E"),
        ("https://example.org", "", "https://example.org/"),
        ("http://example.org:80/", "", "http://example.org/"),
        ("https://example.org:8443/a", "", "https://example.org:8443/a"),
        ("https://example.org/?q=a%20b#part", "", "https://example.org/?q=a%20b#part"),
        ("https://[2001:db8::1]/a", "", "https://[2001:db8::1]/a"),
    ],
)
def test_safe_addresses(url, base, expected):
    """Relative links are resolved, credentials dropped, markup characters escaped."""
    assert safe_url(url, base) == expected


def test_host_has_no_prefixes():
    """Outlets are compared by host."""
    assert host_of("https://www.m.example.org:8080/x") == "example.org"
    assert host_of("https://en.m.wikipedia.org/wiki/X") == "en.wikipedia.org"
    assert host_of("javascript:1") == ""


WRAPPERS = [
    "https://www.google.com/url?q=",
    "https://l.facebook.com/l.php?u=",
    "https://www.google.com/amp/s/",
    "",
]
URLS = st.builds(
    lambda wrap, host, port, path, query, fragment: f"{wrap}https://{host}{port}/{path}?{query}#{fragment}",
    st.sampled_from(WRAPPERS),
    st.sampled_from(
        [
            "example.org",
            "www.example.org",
            "amp.m.example.co.uk",
            "m.amp.com",
            "EN.m.Wikipedia.org",
            "a..b",
            "[::1]",
        ]
    ),
    st.sampled_from(["", ":80", ":443", ":8080", ":0", ":x"]),
    st.text(st.sampled_from("/amp.htmlindex;=%2fF~ é\udc80\\<>"), max_size=30),
    st.text(st.sampled_from("abc=&+%20utm_;q#é"), max_size=30),
    st.text(max_size=5),
)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("https://a.example/feed", "https://a.example/other?x=1", True),
        ("https://a.example/feed", "https://A.example:443/feed", True),
        ("http://a.example/feed", "https://a.example/feed", True),  # the upgrade that most redirects are
        ("https://a.example/feed", "http://a.example/feed", False),  # never back
        ("http://a.example:8080/feed", "https://a.example/feed", False),
        ("http://a.example/feed", "https://a.example:8443/feed", False),
        ("http://a.example/feed", "https://www.a.example/feed", False),
        ("http://a.example/feed", "http://a.example.evil.example/feed", False),
        ("http://[::1", "http://[::1", False),
    ],
)
def test_a_token_goes_to_its_own_server_only(old, new, same):
    assert same_server(old, new) is same


@given(st.one_of(st.text(max_size=60), URLS))
def test_canonicalising_twice_changes_nothing(url):
    """The stored key of an address is the key of that key."""
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert once == "" or once.startswith("https://")


@given(st.one_of(st.text(max_size=60), URLS))
def test_safe_addresses_hold_no_markup(url):
    """What a renderer links to can't end the link."""
    safe = safe_url(url)
    assert safe == "" or safe.startswith(("http://", "https://"))
    assert not set(safe) & set(' <>"\\\n\r\t')
    assert safe_url(safe) == safe


@given(st.from_regex(r"https?://[a-zA-Z0-9.-]{1,12}(:[0-9]{1,3})?/[a-zA-Z0-9/_.~%;-]{0,12}", fullmatch=True))
def test_addresses_that_need_no_look_stay_as_with_one(url):
    """An empty query says nothing, but keeps an address from being taken for one that is safe as it stands."""
    for base in ("", "https://example.org/feeds/"):
        assert safe_url(url, base) == safe_url(f"{url}?", base)
