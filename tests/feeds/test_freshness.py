"""How long a server asks us to wait, and how far we believe it."""

from datetime import UTC, datetime

import pytest

from bot.feeds.freshness import min_wait_s, retry_after_s

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"Cache-Control": "max-age=600"}, 600.0),
        ({"Cache-Control": "public, max-age = 600, must-revalidate"}, 600.0),
        ({"Cache-Control": "s-maxage=600"}, 0.0),  # meant for shared caches
        ({"Cache-Control": "max-age=31536000"}, 3600.0),  # a year: a default of the web server's
        ({"Cache-Control": "no-cache, max-age=600"}, 0.0),
        ({"Cache-Control": "max-age=-1"}, 0.0),
        ({"Expires": "Mon, 23 Nov 2026 12:20:00 GMT"}, 1200.0),
        ({"Expires": "Mon, 23 Nov 2026 12:20:00 GMT", "Date": "Mon, 23 Nov 2026 12:19:00 GMT"}, 60.0),
        ({"Expires": "Mon, 23 Nov 2026 12:20:00 GMT", "Cache-Control": "max-age=60"}, 60.0),
        ({"Expires": "0"}, 0.0),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0.0),
        ({"Expires": "Thu, 99 Foo 2026"}, 0.0),
        ({"Retry-After": "7200", "Cache-Control": "max-age=60"}, 7200.0),
    ],
)
def test_a_good_answer_says_when_to_come_back(headers, seconds):
    assert min_wait_s(headers, now=NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 23 Nov 2026 12:10:00 GMT", 600.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),  # over already
        ("999999999", 86_400.0),  # never again is not an answer
        ("Mon, 23 Nov 2099 12:00:00 GMT", 86_400.0),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value, seconds):
    assert retry_after_s({"Retry-After": value}, now=NOW) == seconds
