"""What a thread is told, to whom, and that telling it in parts or at once comes to the same."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.developments import Change, Development, development, reply_of, threads_of, together, wished_for
from bot.core.models import (
    DatedFact,
    Destination,
    Filter,
    Jurisdiction,
    Source,
    SourceLink,
    Story,
    Subscription,
    Summary,
    Verdict,
)
from bot.core.vocabulary import Action, Level, Mode, Platform, Stage, StageDetail, Threads, Topic

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE = Destination(platform=Platform.SLACK, workspace="T1", channel="C1")
VERDICT = Verdict(
    relevant=True,
    score=0.93,
    topics=(Topic.FACE_RECOGNITION,),
    action=Action.BAN,
    stage=Stage.PROPOSED,
    jurisdiction=Jurisdiction(level=Level.CITY, name="Minneapolis", state="MN", country="US"),
    vote="12-1",
)


def source(outlet: str, **changes) -> Source:
    values = {
        "item_id": 1, "outlet": outlet, "title": "Minneapolis weighs a ban", "url": f"https://{outlet.lower()}.example/ban",
        "verdict": VERDICT, "summary": Summary(),
    }  # fmt: skip
    return Source(**(values | changes))


def story(*sources: Source, verdict: Verdict = VERDICT, number: int = 42, conflicts=()) -> Story:
    return Story(
        id=number, sources=sources or (source("Courier"),), verdict=verdict, summary=Summary(),
        first_seen=NOON, last_seen=NOON, conflicts=conflicts,
    )  # fmt: skip


def a_follow(threads: Threads, number: int = 1, **changes) -> Subscription:
    return replace(Subscription(id=number, destination=HERE, threads=threads), **changes)


# --- what happened ---


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"vote": "13-0"}, ("Vote", "12-1", "13-0")),
        ({"stage": Stage.HEARING}, ("Status", "BAN · proposed", "BAN · hearing")),
        ({"stage_detail": StageDetail.INTRODUCED}, ("Status", "BAN · proposed", "BAN · introduced")),
        ({"action": Action.MORATORIUM}, ("Status", "BAN · proposed", "MORATORIUM · proposed")),
        (
            {"jurisdiction": Jurisdiction(level=Level.CITY, name="St. Paul", state="MN", country="US")},
            ("Place", "Minneapolis, MN", "St. Paul, MN"),
        ),
        (
            {"dates": (DatedFact(kind="hearing", date="2026-12-03", text="Dec. 3"),)},
            ("Hearing", "", "3 Dec 2026"),
        ),
    ],
)
def test_a_correction_and_a_new_date_are_told(changes, told):
    """A hearing that nobody knew of is one that somebody may want to attend."""
    news = development(story(), story(verdict=replace(VERDICT, **changes)))
    assert news.changes == (Change(name=told[0], before=told[1], after=told[2]),)
    assert news.is_urgent


@pytest.mark.parametrize(
    "changes",
    [
        {"bill": "Ordinance 12"},
        {"vendors": ("Clearview AI",)},
        {"agencies": ("MPD",)},
        {"vote": None},
        {"score": 0.99},
    ],
)
def test_what_a_source_merely_adds_is_left_to_the_edited_message(changes):
    assert not development(story(), story(verdict=replace(VERDICT, **changes)))


def test_a_moved_hearing_is_a_correction():
    on = [DatedFact(kind="hearing", date=f"2026-12-0{day}", text="x") for day in (3, 9)]
    before, after = (story(verdict=replace(VERDICT, dates=(date,))) for date in on)
    (change,) = development(before, after).changes
    assert (change.before, change.after) == ("3 Dec 2026", "9 Dec 2026")


def test_a_further_outlet_is_told_once_and_a_copy_never():
    before = story(source("Courier"))
    after = story(
        source("Courier"),
        source("Ledger"),
        source("Repeater", repost=True),
        source("COURIER", url="https://courier.example/again"),
    )
    news = development(before, after)
    assert [link.outlet for link in news.sources] == ["Ledger"]
    assert not news.is_urgent


def test_sources_that_differ_are_told():
    news = development(story(), story(conflicts=("vote: 12-1 (Courier), 13-0 (Ledger)",)))
    assert news.conflicts == ("vote: 12-1 (Courier), 13-0 (Ledger)",)


# --- together ---

NAMES = st.sampled_from(["Vote", "Status"])
VALUES = st.sampled_from(["", "1", "2"])
CHANGES = st.dictionaries(NAMES, st.tuples(VALUES, VALUES), max_size=2).map(
    lambda found: tuple(
        Change(name=name, before=old, after=new) for name, (old, new) in found.items() if old != new
    )
)
DEVELOPMENTS = st.builds(
    Development,
    changes=CHANGES,
    conflicts=st.lists(st.sampled_from("ab"), unique=True).map(tuple),
    sources=st.lists(st.sampled_from(["Ledger", "Courier", "Herald"]), unique=True).map(
        lambda outlets: tuple(SourceLink(outlet=outlet, url="https://x.example/") for outlet in outlets)
    ),
    following=st.lists(st.integers(1, 3), unique=True).map(tuple),
)


@given(DEVELOPMENTS, DEVELOPMENTS, DEVELOPMENTS)
def test_it_does_not_matter_what_waits_together(one, two, three):
    """Two answers or one: the same is told, and nothing of it twice."""
    left, right = together(together(one, two), three), together(one, together(two, three))
    assert (left.sources, left.conflicts, left.following) == (right.sources, right.conflicts, right.following)
    for kept in (left.conflicts, left.following, [link.outlet for link in left.sources]):
        assert len(kept) == len(set(kept))
    assert together(one, Development()) == one == together(Development(), one)


def test_a_vote_corrected_twice_is_told_once_and_one_taken_back_not_at_all():
    first = Development(changes=(Change(name="Vote", before="12-1", after="13-0"),))
    then = Development(changes=(Change(name="Vote", before="13-0", after="11-2"),))
    back = Development(changes=(Change(name="Vote", before="13-0", after="12-1"),))
    assert together(first, then).changes == (Change(name="Vote", before="12-1", after="11-2"),)
    assert not together(first, back)


# --- who is told ---

EVERYTHING = Development(
    changes=(Change(name="Vote", before="12-1", after="13-0"),),
    sources=(SourceLink(outlet="Ledger", url="https://ledger.example/"),),
    following=(43,),
)


def test_each_setting_takes_its_part():
    assert not wished_for(Threads.OFF, EVERYTHING)
    assert wished_for(Threads.ALL, EVERYTHING) == EVERYTHING
    stages = wished_for(Threads.STAGES, EVERYTHING)
    assert (stages.changes, stages.following, stages.sources) == (EVERYTHING.changes, (43,), ())


@pytest.mark.parametrize(
    ("follows", "wanted"),
    [
        ([a_follow(Threads.OFF)], None),
        ([a_follow(Threads.STAGES)], Threads.STAGES),
        ([a_follow(Threads.ALL), a_follow(Threads.STAGES, 2)], Threads.ALL),
        ([a_follow(Threads.STAGES), a_follow(Threads.ALL, 2)], Threads.ALL),
        ([a_follow(Threads.ALL, paused=True)], None),
        ([a_follow(Threads.ALL, mode=Mode.DIGEST)], None),
        ([a_follow(Threads.ALL, filter=Filter(topics=frozenset({Topic.DRONES})))], None),
        ([a_follow(Threads.ALL, quiet_from="11:00", quiet_to="13:00")], None),
        ([a_follow(Threads.ALL, quiet_from="13:00", quiet_to="15:00")], Threads.ALL),
        (
            [a_follow(Threads.ALL, quiet_from="11:00", quiet_to="13:00", quiet_breakthrough=frozenset({Stage.ENACTED}))],
            Threads.ALL,
        ),
    ],
)  # fmt: skip
def test_a_channel_reads_what_its_loudest_follow_asks_for(follows, wanted):
    found = threads_of(story(), follows, at=Stage.ENACTED, now=NOON)
    assert found == ({HERE: wanted} if wanted else {})


# --- what is said ---


def test_the_next_stage_links_to_its_own_message_or_else_to_the_article():
    signed = story(
        source("Courier", title="Mayor signs"), verdict=replace(VERDICT, stage=Stage.ENACTED), number=43
    )
    vetoed = story(
        source("Ledger", title="Mayor vetoes"), verdict=replace(VERDICT, stage=Stage.VETOED), number=44
    )
    told = reply_of(story(), EVERYTHING, following=[signed, vetoed], links={43: "https://chat.example/43"})
    assert told.following == (
        ("BAN · enacted · Minneapolis, MN", "Mayor signs", "https://chat.example/43"),
        ("BAN · vetoed or returned · Minneapolis, MN", "Mayor vetoes", "https://ledger.example/ban"),
    )
    assert told.facts == (("Vote", "12-1 → 13-0"),)
    assert (told.reference, told.headline) == ("S-42", "Minneapolis weighs a ban")
