"""Say which web address a link means: safe to show, comparable across copies (RFC 3986, WHATWG URL)."""

import binascii
import re
from base64 import urlsafe_b64decode
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

URL_LIMIT = 4_000
"""Longer addresses are refused: no publisher needs them, and no channel shows them."""
COMPARED_LIMIT = 1_000
"""Longer addresses are shown but have no comparable form: a document may hold thousands of them."""
WRAPPERS_LIMIT = 8
"""Addresses that are looked at, each within the one before; a hostile feed nests hundreds."""

_UNQUOTED = re.compile(r"/[A-Za-z0-9/_.~-]*")
_PLAIN = re.compile(
    rf"(?=.{{1,250}}\Z)https?://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?P<path>{_UNQUOTED.pattern})"
)
"""What is safe as it stands: most addresses, which are looked at several times in a poll."""
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_HOST = re.compile(r"[^\s/?#@:<>\"'\\%\[\]]{1,253}|\[[0-9a-fA-F:.]{2,45}\]")
# Characters that stay as they are in a path or query; quotes, angle brackets and backslashes don't.
_PATH_SAFE = "/:@!$&'()*+,;=~-._"
_QUERY_SAFE = "/:@!$&'()*+,;=~-._?"

_TRACKING = re.compile(
    r"utm_.*|_?hs(?:enc|mi)|mc_[ce]id|pk_.*|mtm_.*|ga_.*|[fgmty]bclid|[gd]clid|gclsrc|wbraid|gbraid|msclkid|twclid|"
    r"igshid|igsh|ocid|cmpid?|cmp|icid|ncid|s_cid|at_(?:medium|campaign|custom\d?|link.*|ptr.*|format|bbc_team)|"
    r"smid|smtyp|sref|taid|ftag|source|ref|referrer|refsrc|ref_src|ref_url|rss|xtor|spm|yclid|vero_.*|"
    r"oly_.*|wt\.?mc.*|guccounter|guce_.*|soc_src|soc_trk|fb_.*|share(?:d|id)?|outputtype|amp|usqp|"
    r"mkt_tok|trk.*|_ga|__twitter_impression|campaign_id|feedtype"
)
# "id", "p", "story" and the like name the page itself and are never tracking.

_MOBILE_LABELS = frozenset(("www", "www1", "www2", "m", "mobile", "amp"))
# Written backwards: a search for the end of a path would begin anew at each of a thousand "/amp".
_ENDINGS = re.compile(r"(?:/|(?:lmth\.)?pma[./]|(?:l?mth|php|x?psa)\.xedni/)+", re.IGNORECASE)
"""What may follow the name of a page, from right to left: `/`, `/amp`, `.amp.html`, `/index.php`."""
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_EMBEDDED_URL = re.compile(rb"https?://[\x21-\x7e]{4,2000}")

# Wrappers that carry the target in a query parameter: host ending, start of the path, parameter names.
_WRAPPERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("google.", "/url", ("url", "q")),  # Google Alerts feeds
    ("news.google.com", "/news/url", ("url",)),
    ("bing.com", "/news/apiclick.aspx", ("url",)),  # Bing News search feeds
    ("facebook.com", "/l.php", ("u",)),
    ("duckduckgo.com", "/l/", ("uddg",)),
    ("slack-redir.net", "/link", ("url",)),
    ("out.reddit.com", "/", ("url",)),
    ("t.umblr.com", "/redirect", ("z",)),
    ("steamcommunity.com", "/linkfilter", ("url",)),
)
_WRAPPED = re.compile(r"\?|google\.|ampproject\.org")
"""What every wrapper has some of: hardly any address does."""


def safe_url(url: str, base: str = "") -> str:
    """Give an absolute http(s) address without credentials, or "" if there is none."""
    url = url.strip()
    if not url or len(url) > URL_LIMIT or len(base) > URL_LIMIT:
        return ""
    if _PLAIN.fullmatch(url):
        return url
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not _is_host(host):
        return ""
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, 80 if parts.scheme == "http" else 443) else f"{host}:{port}"
    path = quote(parts.path, safe=_PATH_SAFE + "%", errors="replace")
    query = quote(parts.query, safe=_QUERY_SAFE + "%", errors="replace")
    fragment = quote(parts.fragment, safe=_QUERY_SAFE + "%", errors="replace")
    safe = urlunsplit((parts.scheme, netloc, path or "/", query, fragment))
    return safe if len(safe) <= URL_LIMIT else ""


def _is_host(host: str) -> bool:
    bracketed = f"[{host}]" if ":" in host else host
    return bool(host.strip(".")) and not _UNSAFE.search(host) and _HOST.fullmatch(bracketed) is not None


def host_of(url: str) -> str:
    """Give the host without `www.` and mobile prefixes; "" for what is no web address."""
    if plain := _PLAIN.fullmatch(url):
        return _plain_host(plain["host"])
    safe = safe_url(url)
    return _plain_host(urlsplit(safe).hostname or "") if safe else ""


def same_server(old: str, new: str) -> bool:
    """Whether what is meant for the one address may go to the other: one origin, or the same host by TLS.

    Both on their default ports in the second case; never from TLS to none.
    """
    before, after = _origin(old), _origin(new)
    upgraded = ("https", before[1], 443) if before[::2] == ("http", 80) else before
    return "" not in before and after in (before, upgraded)


def _origin(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return "", "", 0
    return parts.scheme, parts.hostname or "", port


def canonical_url(url: str) -> str:
    """Give one form for all addresses of a page, for comparing (not for showing); "" if it is none."""
    safe = safe_url(url) if len(url) <= COMPARED_LIMIT else ""
    for _ in range(WRAPPERS_LIMIT):
        inner = _unwrapped(safe)
        if not inner:
            return _canonical(safe) if safe else ""
        safe = inner
    return ""


def _canonical(safe: str) -> str:
    if plain := _PLAIN.fullmatch(safe):
        return f"https://{_plain_host(plain['host'])}{_plain_path(plain['path'])}"
    parts = urlsplit(safe)
    host = _plain_host(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    fields = _pairs(parts.query) if parts.query else []
    pairs = [(key, value) for key, value in fields if not _TRACKING.fullmatch(key.lower())]
    canonical = urlunsplit(
        ("https", host + port, _plain_path(parts.path), urlencode(sorted(pairs), errors="replace"), "")
    )
    return canonical if len(canonical) <= COMPARED_LIMIT else ""


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=100, errors="replace")
    except ValueError:  # more fields than any page has
        return [(query, "")]


def _plain_host(host: str) -> str:
    labels = [label for label in host.lower().split(".") if label]
    while len(labels) > 2 and labels[0] in _MOBILE_LABELS:
        del labels[0]
    if len(labels) > 3 and labels[1] == "m":  # en.m.wikipedia.org
        del labels[1]
    return ".".join(labels)


def _plain_path(path: str) -> str:
    if not _UNQUOTED.fullmatch(path):
        # "%7E" and "~" are one character, "%2F" and "/" are not.
        path = "%2F".join(
            quote(unquote(piece, errors="replace"), safe=_PATH_SAFE)
            for piece in re.split("%2f", _SESSION.sub("", path), flags=re.IGNORECASE)
        )
    path = re.sub(r"/{2,}", "/", path)
    if endings := _ENDINGS.match(path[::-1]):
        path = path[: -endings.end()]
    path = path.removeprefix("/amp/") if path.startswith("/amp/") else path.removeprefix("/")
    return f"/{path}"


def _unwrapped(safe: str) -> str:
    """The address inside a redirect or cache address; "" if it is not one."""
    if not _WRAPPED.search(safe):
        return ""
    parts = urlsplit(safe)
    host = parts.hostname or ""
    if host.endswith("cdn.ampproject.org") or (".google." in f".{host}" and parts.path.startswith("/amp/")):
        return _from_amp_cache(parts.path)
    if host == "news.google.com" and "/articles/" in parts.path:
        return _from_google_news(parts.path.rpartition("/")[2])
    for ending, start, names in _WRAPPERS:
        matching = f".{ending}" in f".{host}" if ending.endswith(".") else f".{host}".endswith(f".{ending}")
        if matching and parts.path.lower().startswith(start):
            fields = _pairs(parts.query)
            targets = (safe_url(value) for name in names for field, value in fields if field == name)
            return next(filter(None, targets), "")
    return ""


def _from_amp_cache(path: str) -> str:
    """`/c/s/example.org/page` and `/amp/s/example.org/page` hold the address without its scheme."""
    match = re.fullmatch(r"/(?:amp|[acvr])/(s/)?([^/]+\.[^/]+.*)", path)
    return safe_url(f"{'https' if match[1] else 'http'}://{match[2]}") if match else ""


def _from_google_news(token: str) -> str:
    """Older Google News tokens are base64 of a record that holds the address; newer ones are opaque."""
    try:
        record = urlsafe_b64decode(token[:3000] + "=" * (-len(token[:3000]) % 4))
    except (binascii.Error, ValueError):
        return ""
    match = _EMBEDDED_URL.search(record)
    # A second address (the AMP copy) follows after a length byte outside the printable range.
    return safe_url(match.group().decode("ascii")) if match else ""


def fault_in_proxy(url: str) -> str:
    """What is wrong with a proxy's address, without showing it; empty if nothing is."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "this is no proxy's address: check host and port; write odd signs of a password as %40"
    if parts.scheme != "http" or not parts.hostname or port == 0 or parts.path.strip("/") or parts.query:
        return "this is no proxy's address: write http://HOST:PORT; user and password go before the host"
    return ""
