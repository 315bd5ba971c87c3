"""What a person typed after `feeds add`, read and judged before anything is fetched."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.core.errors import ConfigError, UsageError
from bot.core.places import label, place_path
from bot.core.publishers import kind_of_publisher
from bot.core.text import plain_line
from bot.core.tokens import holds_token, shown_url
from bot.core.urls import host_of, safe_url
from bot.core.vocabulary import SourceKind
from bot.feeds.catalog import Catalog
from bot.feeds.finder import Found
from bot.feeds.newfeed import NAME_LIMIT, Addresses, NewFeed, slug_of
from bot.feeds.secrets import bare, is_name, names_in
from bot.feeds.templates import Request, filled_in, request_of_page, template_named
from bot.feeds.values import fault_in_place

_PLACE = re.compile(r"[a-z]{2}(?:/(?:[a-z]{2,3}|\?))?(?:/[^\s/A-Z]+)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The feed that a person wants, before anybody has looked at it."""

    url: str
    kind: SourceKind
    home: str | None = None
    slug: str = ""
    name: str = ""
    language: str | None = None
    request: Request | None = None
    """The template that was filled in, if any."""


def wish_of(
    url: str,
    template: str,
    options: Mapping[str, str],
    *,
    kind: SourceKind | None,
    home: str,
    slug: str,
    name: str,
    language: str,
) -> Wish:
    """Read what was typed. Raise UsageError, with the right form, for what cannot be meant."""
    place = place_of(home)
    if language and not _LANGUAGE.fullmatch(language):
        raise UsageError("--language: wrong form: write a language tag such as en, de or en-gb")
    if slug and slug != slug_of(slug):
        raise UsageError(f"--slug: use lower-case letters, digits and single hyphens: {slug_of(slug)}")
    request = _request(url, template, options, home=place, language=language or "en")
    address = request.url if request else _address(url)
    return Wish(
        url=address,
        kind=kind or (request.template.kind if request else kind_of_publisher(address)),
        home=request.home if request else place,
        slug=slug,
        name=plain_line(name, limit=NAME_LIMIT),
        language=language or None,
        request=request,
    )


def _request(
    url: str, template: str, options: Mapping[str, str], *, home: str | None, language: str
) -> Request | None:
    if not template:
        if options:
            raise UsageError(
                f"--{next(iter(options))} belongs to a template: see `civicwatch feeds templates`"
            )
        if not url:
            raise UsageError("give an address, or --template NAME: see `civicwatch feeds templates`")
        return request_of_page(url, home=home)
    if url:
        raise UsageError("give either an address or --template, not both")
    return filled_in(template_named(template), options, home=home, language=language)


def _address(typed: str) -> str:
    typed = typed.strip().partition("#")[0]
    if not _SCHEME.match(typed) and not typed.startswith("$ENV{"):
        typed = f"https://{typed}"
    names = names_in(typed)
    # `?key=$ENV{NAME}` is how it should be: what counts is what stands there besides.
    if holds_token(bare(typed)):
        raise ConfigError(
            f"{shown_url(typed)}: this address seems to hold a secret, which must not stand in feeds.yaml: "
            "set NAME=… in .env, and give the address with $ENV{NAME} in its place (in single quotes)"
        )
    if names:
        if not all(map(is_name, names)) or not typed.startswith(("https://", "http://", "$ENV{")):
            raise UsageError("give an address that starts with https://, with $ENV{NAME} for its secret part")
        return typed
    if set("{}<>\\^`") & set(typed):
        raise UsageError(f"{shown_url(typed)[:200]}: a form with blanks to fill in: put the real values in")
    address = safe_url(typed)
    if not address:
        raise UsageError(f"{shown_url(typed)[:200]}: no web address: give one that starts with https://")
    return address


def place_of(words: str) -> str | None:
    """The place path of what a person typed after --home; None for nothing."""
    words = words.strip()
    if not words:
        return None
    if _PLACE.fullmatch(words):
        fault = fault_in_place(words)
        if fault:
            raise UsageError(f"--home: {fault}")
        return words
    readings = {place.path: label(place) for place in place_path(words)}
    if len(readings) == 1:
        return next(iter(readings))
    if readings:
        choice = ", ".join(f"{path} ({name})" for path, name in list(readings.items())[:4])
        raise UsageError(f"--home: there are several: choose {choice}")
    raise UsageError("--home: no place of this name: write country/state/city, such as us/pa/pittsburgh")


def refuse_twin(wish: Wish, url: str, catalog: Catalog, environment: Mapping[str, str]) -> None:
    """Raise ConfigError, naming the feed, if the catalogue has this address already."""
    slug = Addresses(catalog.feeds, environment).slug_at(url)
    request = wish.request
    if slug is None and request is not None and request.template.one_per_host:
        host = urlsplit(request.url).hostname
        alike = (feed for feed in catalog.feeds if urlsplit(feed.url).hostname == host)
        slug = next((feed.slug for feed in alike if request.is_link(feed.url)), None)
    if slug is None:
        return
    on = any(feed.slug == slug and feed.enabled for feed in catalog.feeds)
    mend = "nothing to do" if on else "it is switched off: take `enabled: false` out of its entry"
    raise ConfigError(f"{shown_url(url)}: in the catalogue already as {slug}: {mend}")


def entry_of(wish: Wish, found: Found, catalog: Catalog) -> NewFeed:
    """The entry: what the person said, else what the template says, else what the feed says of itself."""
    taken = {feed.slug for feed in catalog.feeds}
    if wish.slug in taken:
        raise ConfigError(f"--slug: {wish.slug} is used already: choose another")
    template = wish.request.template if wish.request else None
    title = plain_line(
        template.named(found.parsed.title) if template else found.parsed.title, limit=NAME_LIMIT
    )
    name = wish.name or title or host_of(found.url) or "Untitled"
    called = wish.request.slug if wish.request else wish.name or title or host_of(found.url)
    return NewFeed(
        slug=wish.slug or slug_of(called, taken),
        name=name,
        url=found.url,
        kind=wish.kind,
        home=wish.home,
        language=wish.language or _spoken(found.parsed.language),
        trusted=template.trusted if template else True,
        interval=template.interval if template else None,
    )


def _spoken(declared: str) -> str | None:
    tongue = declared.partition("-")[0].lower()
    return tongue if _LANGUAGE.fullmatch(tongue) else None
