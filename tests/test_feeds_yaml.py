"""The shipped catalogue keeps what docs/feeds.md promises of it."""

import json
import re
from itertools import groupby
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.core import vocabulary
from bot.core.vocabulary import SourceKind
from bot.feeds.catalog import Catalog, read_catalog

ROOT = Path(__file__).parent.parent
FILE = ROOT / "feeds.yaml"
SCHEMA = ROOT / "bot" / "feeds" / "feeds.schema.json"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog(FILE, environment={})


def test_it_holds_at_least_sixty_feeds_that_are_polled(catalog):
    assert sum(feed.enabled for feed in catalog.feeds) >= 60


def test_it_covers_every_kind_of_publisher(catalog):
    assert {feed.kind for feed in catalog.feeds if feed.enabled} == set(SourceKind)


def test_groups_are_sorted_by_slug():
    # Each heading is a comment that stands alone, between empty lines.
    groups = re.split(r"\n\n  # [^\n]+(?:\n  # [^\n]+)*\n\n", FILE.read_text(encoding="utf-8"))[1:]
    slugs = [re.findall(r"^  - slug: (\S+)$", group, re.MULTILINE) for group in groups]

    assert len(groups) == 7
    assert slugs == [sorted(group) for group in slugs]


def test_feeds_of_one_kind_stand_together(catalog):
    kinds = [kind for kind, _ in groupby(feed.kind for feed in catalog.feeds)]

    assert kinds[-1] == SourceKind.NEWS  # searches, which are news too, close the list
    assert len(kinds) == len(set(kinds)) + 1


def test_aggregators_are_not_trusted(catalog):
    searches = [feed for feed in catalog.feeds if re.search(r"news\.google|bing\.com|hnrss", feed.url)]

    assert len(searches) >= 5
    assert not any(feed.trusted for feed in searches)


def test_an_address_that_nobody_confirmed_is_off():
    entries = re.split(r"\n\n", FILE.read_text(encoding="utf-8"))
    unconfirmed = [
        entry for entry in entries if "Nobody has confirmed" in entry or "nobody has confirmed" in entry
    ]

    assert len(unconfirmed) >= 10
    assert all("enabled: false" in entry for entry in unconfirmed)


def test_no_token_is_in_it():
    text = FILE.read_text(encoding="utf-8")

    assert not re.search(r"[0-9a-f]{32}|Bearer (?!\$ENV)", text)


def test_editors_find_the_schema():
    first = FILE.read_text(encoding="utf-8").split("\n", 1)[0]

    assert first == "# yaml-language-server: $schema=bot/feeds/feeds.schema.json"
    assert SCHEMA.exists()


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_commented_example_of_subscriptions_is_right(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    example = re.search(r"^# subscriptions:\n(?:#.*\n)+", text, re.MULTILINE)
    path = tmp_path / "feeds.yaml"
    path.write_text(text + re.sub(r"^# ", "", example.group(), flags=re.MULTILINE), encoding="utf-8")

    assert len(read_catalog(path, environment={}).subscriptions) == 2


@pytest.mark.parametrize(
    ("place", "enum"),
    [
        (("subscription", "topics"), vocabulary.Topic),
        (("subscription", "actions"), vocabulary.Action),
        (("subscription", "stages"), vocabulary.Stage),
        (("subscription", "source_kinds"), vocabulary.SourceKind),
        (("subscription", "mode"), vocabulary.Mode),
        (("feed", "kind"), vocabulary.SourceKind),
    ],
)
def test_the_schema_knows_exactly_the_values_of_the_code(place, enum):
    block, name = place
    rule = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"][block]["properties"][name]

    assert rule.get("enum", rule.get("items", {}).get("enum")) == [str(value) for value in enum]


def test_any_yaml_reader_sees_the_same(catalog):
    """The file avoids what YAML 1.1 and 1.2 read differently."""
    plain = yaml.safe_load(FILE.read_text(encoding="utf-8"))

    assert [entry["slug"] for entry in plain["feeds"]] == [feed.slug for feed in catalog.feeds]
    assert [entry.get("enabled", True) for entry in plain["feeds"]] == [
        feed.enabled for feed in catalog.feeds
    ]
