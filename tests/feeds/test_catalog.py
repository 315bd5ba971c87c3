"""What read_catalog takes, and the one clear line it gives for each thing it does not."""

from pathlib import Path

import pytest

from bot.core.errors import ConfigError
from bot.core.models import Destination, Feed, Filter, Subscription
from bot.core.vocabulary import Action, Mode, Platform, SourceKind, Stage, Threads, Topic
from bot.feeds.catalog import read_catalog

FULL = """\
defaults:
  language: de
  timeout: 10s
  headers: {X-Reader: civicwatch}

feeds:
  - slug: rathaus
    name: Rathaus
    url: https://rathaus.example/feed.xml
    kind: government
    home: de
  - slug: council-4
    name: "City Council: agendas"
    url: https://council.example/rss?list=$ENV{COUNCIL_LIST}
    kind: legislative
    home: us/mn/minneapolis
    language: en
    enabled: true
    trusted: false
    interval: 15m
    timeout: 45
    body_limit: 800kB
    headers: {Authorization: "Bearer $ENV{COUNCIL_TOKEN}"}

subscriptions:
  - channel: slack:T01/C02
    topics: [face_recognition, alpr]
    actions: [ban]
    stages: [enacted]
    places: [us/mn, eu]
    vendors: [Clearview AI]
    source_kinds: [news]
    min_score: 0.8
    mode: digest
    digest_at: 18:00
    timezone: America/Chicago
  - channel: console:main
"""


def catalog(tmp_path: Path, text: str, **environment: str):
    path = tmp_path / "feeds.yaml"
    path.write_text(text, encoding="utf-8")
    return read_catalog(path, environment=environment)


def complaints(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        catalog(tmp_path, text)
    return str(caught.value).split("\n")


def test_every_field_arrives(tmp_path):
    found = catalog(tmp_path, FULL, COUNCIL_LIST="7&x=%20", COUNCIL_TOKEN=" s3cret\n")

    assert found.feeds == (
        Feed(
            slug="rathaus", name="Rathaus", url="https://rathaus.example/feed.xml", kind=SourceKind.GOVERNMENT,
            home="de", language="de", timeout_s=10.0, headers={"X-Reader": "civicwatch"},
        ),
        Feed(
            slug="council-4", name="City Council: agendas", url="https://council.example/rss?list=7&x=%20",
            kind=SourceKind.LEGISLATIVE, home="us/mn/minneapolis", language="en", trusted=False, interval_s=900,
            timeout_s=45.0, body_limit_bytes=800_000,
            headers={"X-Reader": "civicwatch", "Authorization": "Bearer s3cret"},
        ),
    )  # fmt: skip
    assert found.subscriptions == (
        Subscription(
            id=0, destination=Destination(platform=Platform.SLACK, workspace="T01", channel="C02"),
            filter=Filter(
                topics=frozenset({Topic.FACE_RECOGNITION, Topic.ALPR}), actions=frozenset({Action.BAN}),
                stages=frozenset({Stage.ENACTED}), places=frozenset({"us/mn", "eu"}),
                vendors=frozenset({"Clearview AI"}), source_kinds=frozenset({SourceKind.NEWS}), min_score=0.8,
            ),
            mode=Mode.DIGEST, digest_at="18:00", timezone="America/Chicago", origin="file",
        ),
        Subscription(
            id=0, destination=Destination(platform=Platform.CONSOLE, workspace="", channel="main"), origin="file"
        ),
    )  # fmt: skip


def test_a_disabled_feed_needs_no_token(tmp_path):
    text = FULL.replace("enabled: true", "enabled: false")

    assert catalog(tmp_path, text).feeds[1].url.endswith("$ENV{COUNCIL_LIST}")


def test_tokens_come_from_the_environment_or_the_env_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COUNCIL_TOKEN", "from-environment")
    (tmp_path / ".env").write_text("COUNCIL_LIST=from-file\nCOUNCIL_TOKEN=overruled\n", encoding="utf-8")
    (tmp_path / "feeds.yaml").write_text(FULL, encoding="utf-8")

    feed = read_catalog("feeds.yaml").feeds[1]

    assert feed.url.endswith("?list=from-file")
    assert feed.headers["Authorization"] == "Bearer from-environment"


def test_a_header_never_shows_and_the_log_can_know_what_to_hide(tmp_path):
    found = catalog(tmp_path, FULL, COUNCIL_LIST="7", COUNCIL_TOKEN="s3cret")

    assert "s3cret" not in repr(found)
    assert found.secrets == ("7", "s3cret")


FEED = """\
feeds:
  - slug: council
    name: Council
    url: https://council.example/feed
    kind: news
"""

LITERAL = "what looks like a token stands in the file: write $ENV{NAME} and set NAME in .env"


@pytest.mark.parametrize(
    ("url", "header", "places"),
    [
        ("https://council.example/feed?id=7#top", "Accept: text/xml", []),
        ("https://council.example/feed?token=$ENV{KEY}", "Authorization: Bearer $ENV{KEY}", []),
        ("https://council.example/feed?token=s3cret", "X-Lang: en", ["4: feeds[0].url"]),
        ("https://me:pw@council.example/$ENV{KEY}", "X-Api-Key: s3cret", ["4: feeds[0].url", "6: feeds[0].headers.X-Api-Key"]),
        ("https://council.example/feed", "Authorization: Bearer s3cret", ["6: feeds[0].headers.Authorization"]),
    ],
)  # fmt: skip
def test_a_token_that_stands_in_the_file_is_warned_of(tmp_path, url, header, places):
    name, _, value = header.partition(": ")
    text = FEED.replace("https://council.example/feed", url) + f'    headers: {{{name}: "{value}"}}\n'

    found = catalog(tmp_path, text, KEY="t0ken")

    assert found.warnings == tuple(f"feeds.yaml:{place}: {LITERAL}" for place in places)


def test_a_header_that_a_variable_makes_two_lines_is_refused(tmp_path):
    text = FEED + '    headers: {X-Key: "$ENV{KEY}"}\n'

    with pytest.raises(
        ConfigError, match=r"feeds\.yaml:6: feeds\[0\]\.headers\.X-Key: a line break stands"
    ) as caught:
        catalog(tmp_path, text, KEY="t0k\nen")

    assert "t0k" not in str(caught.value)


@pytest.mark.parametrize(
    ("addition", "complaint"),
    [
        # fields
        ("langauge: en", "6: feeds[0].langauge: unknown field: did you mean `language`?"),
        ("home: uk", "6: feeds[0].home: the country code of the United Kingdom is gb: write gb"),
        ("home: us/zz", "6: feeds[0].home: 'zz' is no state: write its two letters"),
        ("home: ny", "6: feeds[0].home: 'ny' is no country: write us/ny for the state"),
        ("home: Minneapolis", "6: feeds[0].home: 'Minneapolis' has the wrong form: write country/state/city"),
        ("language: english", "6: feeds[0].language: 'english' has the wrong form: write a language tag"),
        ("enabled: yes", "6: feeds[0].enabled: 'yes' is not true or false"),  # a string in YAML 1.2
        ("interval: often", "6: feeds[0].interval: 'often' has the wrong form: write seconds as a number"),
        ("interval: 5", "6: feeds[0].interval: '5' is out of bounds: choose a value between 1m and 7d"),
        ("timeout: 2h", "6: feeds[0].timeout: '2h' is out of bounds: choose a value between 1s and 5m"),
        ("body_limit: 9000MB", "6: feeds[0].body_limit: '9000MB' is out of bounds"),
        ("name: Twice", "6: feeds[0].name: given twice, first on line 3: remove one"),
        # headers
        (
            "headers: {Host: x}",
            "6: feeds[0].headers.Host: this header is set by Civicwatch itself: remove it",
        ),
        ("headers: {A: $ENV{NOPE}}", "6: not valid YAML"),  # braces need quotes
        ('headers: {A: "$ENV{NOPE}"}', "6: feeds[0].headers.A: the environment variable NOPE is not set"),
        ('headers: {A: "$ENV{1 2}"}', "6: feeds[0].headers.A: $ENV{1 2} is no variable"),
        ("headers: {A: 5}", "6: feeds[0].headers.A: this value is not text: put it in quotes"),
    ],
)
def test_a_wrong_field_is_told_with_its_line_and_its_mend(tmp_path, addition, complaint):
    (line,) = complaints(tmp_path, f"{FEED}    {addition}\n")

    assert line.startswith(f"feeds.yaml:{complaint}")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("council.example/feed", "starting with https://"),
        ("ftp://council.example/feed", "starting with https://"),
        ("https://council.example/my feed", "without spaces"),
        ("https:///feed", "is no web address"),
        ("https://[::1/feed", "is no valid address"),
        ("https://council.example:99999/feed", "is no valid address"),
        ("https://<client>.legistar.com/Feed.ashx", "put the real values in"),
    ],
)
def test_a_wrong_address_is_told(tmp_path, url, words):
    (line,) = complaints(tmp_path, FEED.replace("https://council.example/feed", f'"{url}"'))

    assert line.startswith("feeds.yaml:4: feeds[0].url: ")
    assert words in line


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("topics: [alrp]", "topics[0]: 'alrp' is unknown: did you mean `alpr`?"),
        ("actions: ban", "actions: 'ban' is not a list: start each entry with a hyphen"),
        ("stages: [law]", "stages[0]: 'law' is unknown: choose proposed, "),
        ("places: [us, us/xx]", "places[1]: 'xx' is no state"),
        ("min_score: 3", "min_score: may be 1 at most"),
        ("mode: weekly", "mode: 'weekly' is unknown: choose instant or digest"),
        ("thread: loud", "thread: 'loud' is unknown: choose off, stages or all"),
        ("digest_at: 8am", "digest_at: '8am' has the wrong form: write hours and minutes as 08:00"),
        ("digest_at: 25:00", "digest_at: '25:00' has the wrong form"),
        ("timezone: Mars/Olympus", "timezone: 'Mars/Olympus' is no time zone: write one such as"),
        ("timezone: ../../etc/passwd", "timezone: '../../etc/passwd' is no time zone"),
    ],
)
def test_a_wrong_subscription_is_told(tmp_path, entry, complaint):
    (line,) = complaints(tmp_path, f"{FEED}subscriptions:\n  - channel: slack:T1/C1\n    {entry}\n")

    assert line.startswith(f"feeds.yaml:8: subscriptions[0].{complaint}")


def test_a_digest_has_no_threads(tmp_path):
    text = f"{FEED}subscriptions:\n  - channel: slack:T1/C1\n    mode: digest\n    thread: all\n"
    (line,) = complaints(tmp_path, text)
    assert line.startswith("feeds.yaml:9: subscriptions[0].thread: a digest has no threads")
    assert catalog(tmp_path, text.replace("digest", "instant")).subscriptions[0].threads is Threads.ALL
    # `off` is a word in YAML 1.2; older readers take it for a false.
    assert catalog(tmp_path, text.replace("all", "off")).subscriptions[0].threads is Threads.OFF


@pytest.mark.parametrize("channel", ["slack:C1", "telegram:x", "general", "discord:"])
def test_a_wrong_channel_is_told(tmp_path, channel):
    (line,) = complaints(tmp_path, f'{FEED}subscriptions:\n  - channel: "{channel}"\n')

    assert line.startswith("feeds.yaml:7: subscriptions[0].channel: ")
    assert "write it as" in line


def test_all_problems_come_at_once_in_the_order_of_lines(tmp_path):
    text = """\
feeds:
  - slug: Council_1
    name: Council
    kind: newss
  - slug: b
    name: B
    url: https://b.example/feed
    kind: news
  - slug: b
    name: B again
    url: https://b.example/feed/
    kind: news
feedz: []
"""

    beginnings = [
        "feeds.yaml:2: feeds[0].url: missing: add it (Address of the RSS, Atom or JSON feed.",
        "feeds.yaml:2: feeds[0].slug: 'Council_1' has the wrong form: use lower-case letters,",
        "feeds.yaml:4: feeds[0].kind: 'newss' is unknown: did you mean `news`? Else choose",
        "feeds.yaml:9: feeds[2].slug: 'b' is used already on line 5: remove or change one",
        "feeds.yaml:11: feeds[2].url: 'https://b.example/feed/' is used already on line 7:",
        "feeds.yaml:13: feedz: unknown field: did you mean `feeds`?",
    ]
    lines = complaints(tmp_path, text)
    assert [line[: len(start)] for line, start in zip(lines, beginnings, strict=True)] == beginnings


NINE_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "feeds.yaml:1: the file is empty: add a `feeds:` list"),
        ("# only a comment\n", "feeds.yaml:1: the file is empty"),
        ("feeds", "feeds.yaml:1: 'feeds' is not a block of fields"),
        ("feeds:\n", "feeds.yaml:1: feeds: an empty value is not a list"),
        ("feeds:\n  - just text\n", "feeds.yaml:2: feeds[0]: 'just text' is not a block of fields"),
        ("feeds:\n  - slug: a\n   name: b\n", "feeds.yaml:3: not valid YAML"),
        ("feeds: [\n", "feeds.yaml:2: not valid YAML"),
        ("feeds:\n\t- a\n", "feeds.yaml:2: not valid YAML"),
        ("feeds: *nowhere\n", "feeds.yaml:1: not valid YAML"),
        ("feeds: \x00\n", "feeds.yaml:1: not"),
        ("[" * 100_000, "feeds.yaml:1: nested deeper than 12 levels: flatten it"),
        (NINE_LAUGHS, "feeds.yaml:1: aliases expand without end"),
        ("feeds: &me\n  - *me\n", "feeds.yaml:1: aliases expand without end"),
        (
            "feeds: !!python/object/apply:os.system [ls]\n",
            "feeds.yaml:1: feeds[0]: 'ls' is not a block of fields",
        ),
    ],
)
def test_a_broken_or_hostile_file_gives_one_line(tmp_path, text, complaint):
    assert complaints(tmp_path, text)[0].startswith(complaint)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.yaml: no such file: create it"):
        read_catalog(tmp_path / "nowhere.yaml")


def test_a_folder_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_catalog(tmp_path)


def test_another_encoding_is_told_with_its_line(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_bytes(b"feeds:\n  # caf\xe9\n")

    with pytest.raises(ConfigError, match=r"feeds\.yaml:2: not UTF-8 text: save the file as UTF-8"):
        read_catalog(path)


def test_a_huge_file_is_told(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_bytes(b"#" * 3_000_000)

    with pytest.raises(ConfigError, match="larger than 2,000,000 bytes"):
        read_catalog(path)


def test_a_byte_order_mark_is_fine(tmp_path):
    assert catalog(tmp_path, "\ufeff" + FEED).feeds[0].slug == "council"


def test_norway_and_six_in_the_evening_stay_text(tmp_path):
    """YAML 1.1 reads `no` as false and `18:00` as 1080; people write neither."""
    text = FEED + "    home: no\nsubscriptions:\n  - channel: console:main\n    digest_at: 18:00\n"
    found = catalog(tmp_path, text)

    assert found.feeds[0].home == "no"
    assert found.subscriptions[0].digest_at == "18:00"


def test_no_complaint_shows_a_token(tmp_path):
    text = FEED.replace("https://council.example/feed", "https://me:pa55@council.example/<x>?key=t0ken")
    lines = complaints(tmp_path, text + '    headers: {Authorization: "a\\nh34der"}\n')

    assert len(lines) == 2
    assert not any(secret in line for line in lines for secret in ("pa55", "t0ken", "h34der"))
