"""Recognise the pages that bot protection serves in place of what was asked for."""

import re
from collections.abc import Mapping

SNIFF_BYTES = 65_536

_CHALLENGE = re.compile(
    rb"<title>\s*(?:Just a moment|Attention Required|Access denied|Access to this page|Pardon Our"
    rb" Interruption|Request Rejected|Robot or human|Are you a robot|Security check|One moment, please"
    rb"|DDOS-GUARD|Checking your browser)"
    rb"|cf-(?:chl|browser-verification|error-details|please-wait)|/_Incapsula_Resource"
    # Without the last word it is Cloudflare's look at browsers, which stands in every page of a site.
    rb"|challenge-platform/[^\s'\"<>]{0,80}orchestrate/"
    rb"|captcha-delivery\.com|px-captcha|sgcaptcha|awswaf|Enable JavaScript and cookies to continue",
    re.IGNORECASE,
)

_OWN_ANSWERS = frozenset({404, 410})

ADVICE = (
    "the site's bot protection turned us away: ask the publisher to let this user agent pass, "
    "or look for another address of the feed"
)


def turned_away(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether bot protection refused us, and not the publisher."""
    if headers.get("cf-mitigated") or headers.get("x-amzn-waf-action"):
        return True
    # What stands in between is part of the page that tells of a lost address or of a server in trouble too.
    return status not in _OWN_ANSWERS and status < 500 and is_challenge(body)


def is_challenge(body: bytes) -> bool:
    """Whether a page looks like one of bot protection instead of the publisher's."""
    return _CHALLENGE.search(body, 0, SNIFF_BYTES) is not None
