"""What a reader is told: plain words, facts in order, sources with a count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.message import (
    MOST_IN_DIGEST,
    digest_of,
    facts_of,
    message_of,
    title_line,
    topic_words,
    words_for,
)
from bot.core.models import DatedFact, Jurisdiction, Source, Story, Summary, Verdict
from bot.core.vocabulary import Action, Direction, Level, SourceKind, Stage, StageDetail, Topic

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
VERDICT = Verdict(
    relevant=True,
    score=0.93,
    topics=(Topic.FACE_RECOGNITION,),
    action=Action.BAN,
    stage=Stage.ENACTED,
    direction=Direction.RESTRICTS,
    jurisdiction=Jurisdiction(level=Level.CITY, name="Minneapolis", state="MN", country="US"),
    vendors=("Clearview AI",),
    agencies=("Minneapolis Police Department",),
    bill="Ordinance 12",
    vote="13-0",
    dates=(
        DatedFact(kind="effective", date="2027-01-05", text="Jan. 5"),
        DatedFact(kind="hearing", date="2026-11", text="x"),
    ),
    reasons=("a council adopted a ban",),
)


def source(number: int, **changes) -> Source:
    return replace(
        Source(
            item_id=number,
            outlet=f"Outlet {number}",
            title="Minneapolis bans face recognition",
            url=f"https://example.org/{number}",
            verdict=VERDICT,
            summary=Summary(),
        ),
        **changes,
    )


def story_of(*sources: Source, number: int = 42, **changes) -> Story:
    return replace(
        Story(
            id=number,
            sources=sources or (source(1),),
            verdict=VERDICT,
            summary=Summary(sentences=("The council voted 13-0.",)),
            first_seen=NOW,
            last_seen=NOW,
            reasons=("the first report",),
        ),
        **changes,
    )


@pytest.mark.parametrize(
    ("action", "stage", "detail", "words"),
    [
        (Action.BAN, Stage.ENACTED, None, "BAN · enacted"),
        (Action.REPEAL, Stage.ENACTED, StageDetail.PASSED_BY_COUNCIL, "ROLLBACK · passed by council"),
        (
            Action.BAN,
            Stage.PASSED_CHAMBER,
            StageDetail.FIRST_READING,
            "BAN · first reading, another vote is due",
        ),
        (Action.BAN, Stage.ENACTED, StageDetail.SIGNED, "BAN · signed"),
        # "Signed" for a law that was not is a fault readers do not forgive (Maine, 2021).
        (Action.REGULATE, Stage.ENACTED, StageDetail.BECAME_LAW_UNSIGNED, "RULES · law without a signature"),
        (Action.REGULATE, Stage.ENACTED, StageDetail.PARTIALLY_VETOED, "RULES · signed, vetoed in part"),
        (Action.PROCURE, Stage.ENACTED, None, "PURCHASE · approved"),
        (Action.PROCURE, Stage.REPEALED, None, "PURCHASE · contract ended"),
        (Action.LAWSUIT, Stage.NONE, None, "COURT CASE"),
    ],
)
def test_plain_words(action, stage, detail, words):
    """What was done and how far it has come."""
    assert words_for(action, stage, detail) == words


def test_passed_alone_is_never_said():
    """It means law to some and a chamber's vote to others."""
    for action, stage, detail in product(Action, Stage, (None, *StageDetail)):
        words = words_for(action, stage, detail)
        assert words
        assert not words.endswith("passed")


def test_every_topic_has_words():
    """No underscores reach a reader."""
    assert all("_" not in topic_words(topic) for topic in Topic)


def test_a_whole_message():
    """Title line, facts in the order in which people ask, reference, reasons."""
    message = message_of(story_of(), timezone="America/Chicago")
    assert title_line(message) == "BAN · enacted · Minneapolis, MN"
    assert message.facts == (
        ("Vote", "13-0"),
        ("Bill", "Ordinance 12"),
        ("Agency", "Minneapolis Police Department"),
        ("Vendor", "Clearview AI"),
        ("In force from", "5 Jan 2027"),
        ("Hearing", "Nov 2026"),
    )
    assert (message.headline, message.url) == ("Minneapolis bans face recognition", "https://example.org/1")
    assert message.reference == "S-42"
    assert message.reasons == ("a council adopted a ban", "the first report")
    assert (message.direction, message.timezone) == (Direction.RESTRICTS, "America/Chicago")


def test_unknown_facts_are_left_out():
    """No "Vote: unknown"."""
    bare = Verdict(relevant=True, score=0.6)
    assert facts_of(bare) == ()
    message = message_of(story_of(verdict=bare))
    assert title_line(message) == "NEWS"
    assert message.place == ""


def test_a_guess_is_told_as_one():
    """What nobody would bet on is not told like a fact."""
    message = message_of(story_of(verdict=replace(story_of().verdict, unsure=True)))
    assert title_line(message) == "probably BAN · enacted · Minneapolis, MN"


def test_at_most_five_sources_and_how_many_more():
    """One link for an outlet, one for a page."""
    sources = [source(number) for number in range(1, 9)]
    sources += [source(20, outlet="Outlet 1"), source(21, url="https://www.example.org/2?utm_source=x")]
    message = message_of(story_of(*sources))
    assert [link.outlet for link in message.sources] == [f"Outlet {number}" for number in range(1, 6)]
    assert message.more_sources == 3


def test_reposts_and_kinds_are_marked():
    """Advocacy is not news, and a copy is a copy."""
    story = story_of(source(1, kind=SourceKind.ADVOCACY), source(2, repost=True, outlet=""))
    links = message_of(story).sources
    assert [(link.outlet, link.kind, link.repost) for link in links] == [
        ("Outlet 1", SourceKind.ADVOCACY, False),
        ("example.org", SourceKind.NEWS, True),
    ]


def test_the_earlier_story_is_linked():
    """A next stage points back."""
    earlier = story_of(source(9, title="Committee advances ban"), number=41)
    assert message_of(story_of(), follows=earlier).follows == (
        "Committee advances ban",
        "https://example.org/9",
    )


def test_unsafe_links_are_dropped():
    """What a feed calls a link is not always one."""
    message = message_of(story_of(source(1, url="javascript:alert(1)")))
    assert message.url == ""
    assert message.sources[0].url == ""


def test_an_example_says_so():
    """The one that a new follow shows."""
    assert title_line(message_of(story_of(), sample=True)).startswith("EXAMPLE · ")


def test_a_digest_puts_what_calls_for_action_first():
    """Then the newest."""
    quiet = story_of(number=1, verdict=replace(VERDICT, action=Action.STUDY, stage=Stage.NONE))
    old = story_of(number=2)
    new = story_of(number=3, first_seen=NOW + timedelta(hours=1))
    digest = digest_of([quiet, old, new], title="Today")
    assert [message.reference for message in digest.messages] == ["S-3", "S-2", "S-1"]
    assert (digest.title, digest.more) == ("Today", 0)


@given(st.integers(0, 40), st.integers(1, 20))
def test_a_digest_never_exceeds_its_cap(count, most):
    """And says how many it left out."""
    digest = digest_of([story_of(number=number) for number in range(count)], most=most)
    assert len(digest.messages) == min(count, most)
    assert digest.more == count - len(digest.messages)
    assert MOST_IN_DIGEST == 12


@given(st.text(max_size=2000), st.text(max_size=2000), st.text(max_size=30))
@example("", "", "2200000000")  # more than the integer of C
def test_hostile_values_are_bounded(title, outlet, date):
    """Feeds carry anything."""
    verdict = replace(VERDICT, bill=outlet, dates=(DatedFact(kind=outlet, date=date, text=outlet),))
    message = message_of(story_of(source(1, title=title, outlet=outlet), verdict=verdict))
    assert len(message.headline) <= 300
    assert all(len(value) <= 160 for _, value in message.facts)
    assert all(len(link.outlet) <= 80 for link in message.sources)
