"""Tell what kind of publisher stands behind an address, where the host's name shows it."""

import re
from urllib.parse import urlsplit

from bot.core.vocabulary import SourceKind

# Everybody else is press until told otherwise (`kind` in feeds.yaml).
_KINDS = (
    (re.compile(r"(?:^|\.)(?:legistar|granicus|legiscan|openstates)\.(?:com|org)$"), SourceKind.LEGISLATIVE),
    (re.compile(r"(?:^|\.)courtlistener\.com$|(?:^|\.)uscourts\.gov$"), SourceKind.COURT),
    (re.compile(r"\.(?:gov|mil)$|\.gov\.[a-z]{2}$|(?:^|\.)europa\.eu$"), SourceKind.GOVERNMENT),
    (
        re.compile(
            r"(?:^|\.)(?:aclu[a-z]*|nyclu|eff|epic|fightforthefuture|banfacialrecognition|stopspying|amnesty"
            r"|accessnow|edri|privacyinternational|bigbrotherwatch|libertyhumanrights|brennancenter|cdt|noyb"
            r"|splcenter|internetfreedom|policingproject|laquadrature|reclaimyourface)"
            r"\.(?:org|eu|in|net|us|org\.uk|fr)$"
        ),
        SourceKind.ADVOCACY,
    ),
    (
        re.compile(
            r"(?:^|\.)(?:biometricupdate|govtech|statescoop|fedscoop|nextgov|route-fifty|police1|smartcitiesdive"
            r"|jdsupra|natlawreview|lexology|law360|iapp|securityinfowatch|dronedj|dronelife|findbiometrics)"
            r"\.(?:com|org)$"
        ),
        SourceKind.TRADE,
    ),
)


def kind_of_publisher(url: str) -> SourceKind:
    """The kind of publisher by the host of an address; `news` where the host does not tell."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return SourceKind.NEWS
    return next((kind for form, kind in _KINDS if form.search(host)), SourceKind.NEWS)
