"""The one grammar: what people type in chat becomes the same checked options as menus give."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands import MANAGER, REGISTRY, Invocation, invocation, parse
from bot.core.errors import UsageError

READ = [
    # the examples of the documentation
    ("follow face_recognition in MN min 0.7 digest 08:00 America/Chicago", "follow",
     {"topic": ("face_recognition",), "place": ("MN",), "min": ("0.7",), "mode": ("digest",), "at": ("08:00",),
      "timezone": ("America/Chicago",)}),
    ('follow topic:alpr place:"Portland, ME" action:ban,repeal', "follow",
     {"topic": ("alpr",), "place": ("Portland, ME",), "action": ("ban", "repeal")}),
    ("search flock contract in illinois", "search", {"words": ("flock contract",), "place": ("illinois",)}),
    ("latest 3 drones", "latest", {"count": ("3",), "topic": ("drones",)}),
    # what people call things
    ("FOLLOW Facial Recognition and license plate readers in the UK", "follow",
     {"topic": ("face_recognition", "alpr"), "place": ("the UK",)}),
    ("subscribe bans, moratoria, hearings veto", "follow",
     {"action": ("ban", "moratorium"), "stage": ("hearing", "vetoed")}),
    ("follow bans, Minneapolis", "follow", {"action": ("ban",), "place": ("Minneapolis",)}),
    # phones type smart quotes and non-breaking spaces
    ("follow “license plate readers”\u00a0in Portland, ME daily 8 am central", "follow",
     {"topic": ("alpr",), "place": ("Portland, ME",), "mode": ("digest",), "at": ("08:00",),
      "timezone": ("America/Chicago",)}),
    # Indiana and Oregon are also English words
    ("follow in IN", "follow", {"place": ("IN",)}),
    ("follow drones in OR", "follow", {"topic": ("drones",), "place": ("OR",)}),
    # a place without "in"
    ("follow drones Minneapolis", "follow", {"topic": ("drones",), "place": ("Minneapolis",)}),
    ("follow everything", "follow", {}),
    ("follow vendor Flock Safety in Texas", "follow", {"vendor": ("Flock Safety",), "place": ("Texas",)}),
    ('follow vendor:"Clearview AI",Flock', "follow", {"vendor": ("Clearview AI", "Flock")}),
    ("follow alpr digest at 7:30pm Europe/London", "follow",
     {"topic": ("alpr",), "mode": ("digest",), "at": ("19:30",), "timezone": ("Europe/London",)}),
    # a time alone asks for a digest
    ("follow alpr at 8am", "follow", {"topic": ("alpr",), "mode": ("digest",), "at": ("08:00",)}),
    ("follow min 70% alpr", "follow", {"topic": ("alpr",), "min": ("0.7",)}),
    # "other" is a topic and an action: it counts only where named
    ("follow topic:other", "follow", {"topic": ("other",)}),
    ("latest 3 facial recognition in New York City", "latest",
     {"count": ("3",), "topic": ("face_recognition",), "place": ("New York City",)}),
    ('search topic:alpr place:MN "flock safety" contract', "search",
     {"topic": ("alpr",), "place": ("MN",), "words": ("flock safety contract",)}),
    # Slack wraps addresses
    ("why <https://x.example/a?b=1|x.example/a>", "why", {"item": ("https://x.example/a?b=1",)}),
    ("why  Council bans face recognition, 13-0", "why", {"item": ("Council bans face recognition, 13-0",)}),
    ("unfollow 3", "unfollow", {"follow": ("3",)}),
    ("unfollow alpr in MN", "unfollow", {"follow": ("alpr in MN",)}),
    ("/civicwatch list", "list", {}),
    ("help unsubscribe", "help", {"command": ("unfollow",)}),
    ("", "help", {}),
    ("?", "help", {}),
]  # fmt: skip

REFUSED = [
    ("folow drones", "unknown command 'folow': did you mean 'follow'?"),
    ("zzzzzz", "unknown command 'zzzzzz'; try 'help'"),
    ("follow topic:facerecog", "unknown topic 'facerecog': did you mean 'face_recognition'?"),
    ("follow min 2", "'2' is no score: use a number from 0 to 1, such as min 0.7"),
    ("follow at 25:00", "'25:00' is no time of day: use digest 08:00 or digest 8am"),
    ("follow alpr digest 08:00 09:00", "'at' was given twice: 08:00 and 09:00"),
    ("latest 99", "'99' is no count: use a number from 1 to 10"),
    (
        "search",
        "'search' needs more: words that the story must contain; example: search flock contract in Illinois",
    ),
    ("search " + "x" * 4_000, "that is 4007 characters long; a command has at most 4000"),
]


@pytest.mark.parametrize(
    ("typed", "command", "options"), READ, ids=lambda value: value if isinstance(value, str) else ""
)
def test_reads_what_people_type(typed, command, options):
    found = parse(typed)
    assert (found.command, dict(found.options)) == (command, options)


@pytest.mark.parametrize(("typed", "reply"), REFUSED)
def test_says_what_was_wrong_and_shows_the_right_form(typed, reply):
    with pytest.raises(UsageError, match=f"^{re.escape(reply)}$"):
        parse(typed)


def test_menus_and_text_agree():
    picked = invocation(
        "follow", {"topic": "alpr, drones", "place": ["Portland, ME"], "min": "0.70", "at": "8am"}
    )
    assert picked == parse('follow alpr drones in "Portland, ME" min 0.7 digest 08:00')


def test_an_unknown_option_is_refused():
    with pytest.raises(UsageError, match="'list' has no option 'channel'"):
        invocation("list", {"channel": "x"})


WORDS = """
follow search latest in MN "Portland, ME" topic: topic:alpr place: digest 8 am at min 0.7 , ; "
: other or in: face recognition drones UTC vendor flock 3 why
"""


@given(st.text(max_size=300) | st.builds(" ".join, st.lists(st.sampled_from(WORDS.split()), max_size=12)))
def test_any_text_is_read_or_refused_in_one_line(text):
    try:
        found = parse(text)
    except UsageError as error:
        refusal = str(error)
        assert len(refusal.splitlines()) == 1
        assert len(refusal) < 400
    else:
        assert isinstance(found, Invocation)
        assert set(found.options) <= {option.name for option in REGISTRY[found.command].options}


def test_the_registry_keeps_within_the_platforms_limits():
    for spec in REGISTRY.values():
        assert len(spec.summary) <= 100
        assert len(spec.options) <= 25
        for option in spec.options:
            assert re.fullmatch("[a-z]{1,32}", option.name)
            assert len(option.summary) <= 100
            assert len(option.choices) <= 25
        names = [option.required for option in spec.options]
        assert names == sorted(names, reverse=True), "Discord wants required options first"


@pytest.mark.parametrize("spec", REGISTRY.values(), ids=lambda spec: spec.name)
def test_every_example_can_be_typed(spec):
    assert parse(spec.example).command == spec.name


def test_only_changes_need_a_manager():
    assert {spec.name for spec in REGISTRY.values() if spec.who is MANAGER} == {"follow", "unfollow"}
