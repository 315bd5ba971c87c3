"""Addresses that follow a pattern: councils at Legistar, searches of courts, registers and the press."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit, urlunsplit

from bot.core.errors import UsageError
from bot.core.vocabulary import SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that a template must be told."""

    name: str
    meaning: str
    pattern: str
    example: str = ""
    default: str = ""
    from_page_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A pattern of feeds, with what goes wrong there."""

    name: str
    title: str
    kind: SourceKind
    options: tuple[Option, ...]
    slug: str
    traps: tuple[str, ...]
    url: str = ""
    page: str = ""
    link: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    from_page: str = ""
    page_example: str = ""
    page_advice: str = ""
    publisher: str = ""
    """What readers see as the outlet; empty: the feed's own title, without `title_tail`."""
    title_tail: str = ""
    home: str = ""
    home_needed: bool = False
    one_per_host: bool = False
    trusted: bool = True
    interval: str | None = None
    recent: str = ""
    """Added to a search that does not limit its time itself."""

    @property
    def usage(self) -> str:
        """The command that uses it."""
        if any(option.from_page_only for option in self.options):
            words = [self.page_example]
        else:
            asked = (option for option in self.options if not option.default)
            words = ["--template", self.name, *(f"--{option.name} {option.example}" for option in asked)]
        if self.home_needed:
            words.append("--home us/pa/pittsburgh")
        return " ".join(["civicwatch feeds add", *words])

    def named(self, title: str) -> str:
        """The outlet's name: ours, else the feed's title without its tail."""
        return self.publisher or (re.sub(self.title_tail, "", title) if self.title_tail else title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A template filled in: what to fetch, and what the entry says unless the person says otherwise."""

    template: Template
    url: str
    """The feed, or the page that names it."""
    slug: str
    home: str | None

    def is_link(self, url: str) -> bool:
        """Whether an address on the page is the feed that the template means."""
        return re.search(self.template.link, url, re.IGNORECASE) is not None

    def settled(self, url: str) -> str:
        """The address as it is kept: with the template's own query values."""
        if not self.template.query:
            return url
        parts = urlsplit(url)
        # Title says what the page was called when somebody looked; it only makes equal feeds look different.
        pairs = [pair for pair in parse_qsl(parts.query) if pair[0] not in {*self.template.query, "Title"}]
        return urlunsplit(parts._replace(query=urlencode([*pairs, *self.template.query.items()])))


@cache
def all_templates() -> dict[str, Template]:
    """Every template by its name, in the order of the table."""
    table = tomllib.loads(resources.files("bot.feeds").joinpath("templates.toml").read_text(encoding="utf-8"))
    options = {name: Option(name=name, **row) for name, row in table["options"].items()}
    return {name: _template(name, row, options) for name, row in table["templates"].items()}


def _template(name: str, row: dict[str, Any], options: Mapping[str, Option]) -> Template:
    rest = {key: value for key, value in row.items() if key not in ("kind", "options", "traps", "name")}
    return Template(
        name=name,
        kind=SourceKind(row["kind"]),
        options=tuple(options[option] for option in row["options"]),
        traps=tuple(row["traps"]),
        publisher=row.get("name", ""),
        **rest,
    )


def template_named(name: str) -> Template:
    """The template of this name. Raise UsageError, with those that there are, if there is none."""
    try:
        return all_templates()[name]
    except KeyError:
        known = ", ".join(all_templates())
        raise UsageError(f"--template: there is none of this name: choose {known}") from None


def filled_in(
    template: Template, given: Mapping[str, str], *, home: str | None = None, language: str = "en"
) -> Request:
    """Fill a template in. Raise UsageError for what is missing, unknown or of the wrong form."""
    known = {option.name for option in template.options}
    for name in given:
        if name not in known:
            raise UsageError(f"--{name}: {template.name} does not take it: type `{template.usage}`")
    values = {
        option.name: _value(option, given.get(option.name, ""), template) for option in template.options
    }
    home = home or template.home.format_map(values) or None
    if template.home_needed and not home:
        raise UsageError(
            "--home: missing: say whose council it is, so that `the city council` has a place: "
            "--home us/pa/pittsburgh"
        )
    if template.recent and "when:" not in values["query"]:
        values["query"] += f" {template.recent}"
    words = {**{name: quote_plus(value) for name, value in values.items()}, **_edition(home, language)}
    return Request(
        template=template,
        url=(template.url or template.page).format_map(words),
        slug=template.slug.format_map(values | {"query": given.get("query", "")}),
        home=home,
    )


def _value(option: Option, given: str, template: Template) -> str:
    value = given.strip() or option.default
    if not value:
        if option.from_page_only:
            raise UsageError(f"{template.name}: give the page's address: `{template.usage}`")
        raise UsageError(f"--{option.name}: missing: {option.meaning}, such as {option.example}")
    # The value is not repeated: somebody may have pasted a token.
    if not re.fullmatch(option.pattern, value):
        raise UsageError(f"--{option.name}: wrong form: give {option.meaning}, such as {option.example}")
    return value


def _edition(home: str | None, language: str) -> dict[str, str]:
    """Google's words for a country's edition: hl=en-GB&gl=GB&ceid=GB:en."""
    country = (home or "us")[:2].upper()
    # There is no European edition; Ireland's speaks English.
    country = "IE" if country == "EU" else country
    tongue = language.partition("-")[0].lower()
    locale = f"en-{country}" if tongue == "en" else tongue
    return {"country": country, "tongue": tongue, "locale": locale}


def request_of_page(url: str, *, home: str | None = None) -> Request | None:
    """The template that a page's address fills in by itself; None if it is no such page."""
    for template in all_templates().values():
        match = template.from_page and re.match(template.from_page, url.strip(), re.IGNORECASE)
        if match:
            found = {
                name: value.lower() if name == "client" else value
                for name, value in match.groupdict().items()
            }
            return filled_in(template, found, home=home)
    return None
