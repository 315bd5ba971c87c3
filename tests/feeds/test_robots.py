"""robots.txt is read by RFC 9309, and costs little whatever stands in it."""

import pytest

from bot.feeds.robots import LINE_LIMIT, NOTHING_ALLOWED, RULE_LIMIT, TEXT_LIMIT_BYTES, Robots


def allowed(text: str | bytes, path: str) -> bool:
    body = text if isinstance(text, bytes) else text.encode()
    return Robots.read(body, name="Civicwatch").allows(f"https://site.example{path}")


@pytest.mark.parametrize(
    ("text", "path", "allows"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("\ufeffuser-AGENT : * # all\r\ndisallow : /a # not this\r\n", "/a/b", False),
        ("User-agent: *\rDisallow: /a\r", "/a", False),
        ("Disallow: /", "/a", True),  # a rule for nobody
        # the group with our name, once for each time it is named, in place of the one for all
        ("User-agent: *\nDisallow: /\nUser-agent: civicwatch/2.0\nAllow: /", "/a", True),
        ("User-agent: civicwatch\n\nUser-agent: *\nDisallow: /", "/a", False),
        ("User-agent: civicwatch\nDisallow:\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: CIVICWATCH\nDisallow: /a\nUser-agent: x\nAllow: /\nUser-agent: civicwatch\nDisallow: /b", "/b", False),
        ("User-agent: civicwatcher\nDisallow: /", "/a", True),
        ("User-agent: x\nCrawl-delay: 9\nUser-agent: *\nDisallow: /", "/a", False),
        # the longest rule, and of two alike the friendly one (2.2.2)
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news/1", True),
        ("User-agent: *\nAllow: /news\nDisallow: /news/secret", "/news/secret", False),
        ("User-agent: *\nDisallow: /news\nAllow: /news", "/news", True),
        # special characters (2.2.3)
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: *?print", "/a?print=1", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /a*a$", "/a", True),
        ("User-agent: *\nDisallow: /x/*/y*/z", "/x/1/y2/z3", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /~joe", "/%7Ejoe", False),
    ],
)  # fmt: skip
def test_a_rule_means_what_the_standard_says(text, path, allows):
    assert allowed(text, path) is allows


def test_what_allows_nothing_allows_nothing():
    assert not NOTHING_ALLOWED.allows("https://site.example")


def test_a_file_without_end_is_read_as_far_as_the_standard_asks():
    line = b"Allow: /a\n"
    padding = b"# " + b"x" * (TEXT_LIMIT_BYTES - 40) + b"\n"
    assert allowed(b"User-agent: *\n" + padding + line * 9 + b"Disallow: /\n", "/b")
    # half a rule is none: "/private", cut short, would forbid everything
    body = b"User-agent: *\n" + b"#" * (TEXT_LIMIT_BYTES - 14 - 12) + b"\nDisallow: /private"
    assert allowed(body, "/b")


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\n" + "Allow:/\n" * 370_000,
        "User-agent: x\n" + "".join(f"Disallow: /{number}\n" for number in range(60_000)),
        "User-agent: *\n" * 15_000 + "Disallow: /a\n" * 15_000,
    ],
)
def test_what_is_kept_of_a_long_file_is_short(text):
    robots = Robots.read(text.encode(), name="Civicwatch")

    assert len(robots.rules) <= RULE_LIMIT < LINE_LIMIT
