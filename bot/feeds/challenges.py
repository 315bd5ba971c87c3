"""Recognise the pages that bot protection serves in place of what was asked for."""

import re

SNIFF_BYTES = 65_536

_CHALLENGE = re.compile(
    rb"<title>\s*(?:Just a moment|Attention Required|Access denied|Access to this page|Pardon Our"
    rb" Interruption|Request Rejected|Robot or human|Are you a robot|Security check|One moment, please"
    rb"|DDOS-GUARD|Checking your browser)"
    rb"|cf-(?:chl|browser-verification|error-details|please-wait)|challenge-platform|/_Incapsula_Resource"
    rb"|captcha-delivery\.com|px-captcha|sgcaptcha|awswaf|Enable JavaScript and cookies to continue",
    re.IGNORECASE,
)

ADVICE = (
    "the site's bot protection turned us away: ask the publisher to let this user agent pass, "
    "or look for another address of the feed"
)


def is_challenge(body: bytes) -> bool:
    """Whether a page comes from bot protection instead of from the publisher."""
    return _CHALLENGE.search(body, 0, SNIFF_BYTES) is not None
