"""A story of several sources: who leads, which facts stand, where they differ."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.merge import merged
from bot.core.models import DatedFact, Dating, Jurisdiction, Source, Summary, Verdict
from bot.core.vocabulary import Action, DateBasis, Direction, Level, SourceKind, Stage, StageDetail, Topic

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
BAN = Verdict(
    relevant=True,
    score=0.8,
    topics=(Topic.FACE_RECOGNITION,),
    action=Action.BAN,
    stage=Stage.ENACTED,
    direction=Direction.RESTRICTS,
    jurisdiction=Jurisdiction(level=Level.CITY, name="Riverton", state="MN", country="US"),
)
SAID = Summary(sentences=("The council voted to ban it.",))


def source(number: int, outlet: str = "", **changes) -> Source:
    verdict = replace(
        BAN, **{key: changes.pop(key) for key in list(changes) if key in BAN.__dataclass_fields__}
    )
    return replace(
        Source(
            item_id=number,
            outlet=outlet or f"Outlet {number}",
            title=f"Title {number}",
            url=f"https://example.org/{number}",
            published=NOW + timedelta(minutes=number),
            verdict=verdict,
            summary=SAID,
        ),
        **changes,
    )


def story_of(*sources: Source):
    return merged(7, sources, first_seen=NOW, last_seen=NOW)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (source(2), source(1, trusted=False)),
        (source(2), source(1, repost=True)),
        (source(2), source(1, kind=SourceKind.ADVOCACY)),
        (source(2), source(1, action=Action.OPINION)),
        (source(2, vote="7-2", bill="Ordinance 12"), source(1)),  # more complete
        (source(2), source(1, summary=Summary(sentences=("It",), cut=True))),
        (source(1), source(2)),  # earlier
    ],
)
def test_who_leads(better, worse):
    """Trusted, own text, a report, complete, early: in this order."""
    assert story_of(worse, better).sources == (better, worse)


def test_each_fact_comes_from_the_most_trusted_source_that_says_it():
    """The record's bill, the paper's vote, everybody's vendors."""
    paper = source(1, vote="7-2", vendors=("Clearview AI",), agencies=("Riverton Police",))
    record = source(
        2, kind=SourceKind.LEGISLATIVE, bill="Ordinance 12", stage_detail=StageDetail.PASSED_BY_COUNCIL
    )
    farm = source(3, trusted=False, bill="Ordinance 99", vendors=("NEC",), score=0.95)
    verdict = story_of(farm, paper, record).verdict
    assert verdict.bill == "Ordinance 12"
    assert verdict.vote == "7-2"
    assert verdict.vendors == ("Clearview AI", "NEC")
    assert verdict.agencies == ("Riverton Police",)
    assert verdict.stage_detail is StageDetail.PASSED_BY_COUNCIL
    assert verdict.score == 0.95
    assert verdict.direction is Direction.RESTRICTS


def test_a_count_says_more_than_unanimous():
    """And is no conflict with it."""
    story = story_of(source(1, vote="unanimous"), source(2, vote="13-0"))
    assert story.verdict.vote == "13-0"
    assert story.conflicts == ()


def test_opinions_and_unknowns_never_decide():
    """A column's "opinion" is not what the council did."""
    story = story_of(source(1, action=Action.OPINION, stage=Stage.NONE), source(2, action=Action.OTHER))
    assert (story.verdict.action, story.verdict.stage) == (Action.OTHER, Stage.ENACTED)
    assert story_of(source(1, action=Action.OPINION), source(2)).verdict.action is Action.BAN


def test_a_guess_stays_one_until_another_text_is_read_alike():
    """A copy is no other text."""
    assert story_of(source(1, unsure=True)).verdict.unsure
    assert story_of(source(1, unsure=True), source(2, unsure=True, repost=True)).verdict.unsure
    assert story_of(source(1, unsure=True), source(2, action=Action.OTHER)).verdict.unsure
    assert not story_of(source(1, unsure=True), source(2, unsure=True)).verdict.unsure
    assert not story_of(source(1), source(2, unsure=True)).verdict.unsure


def test_the_exact_place_wins():
    """One outlet names the city, another only the state."""
    vague = source(
        1, jurisdiction=Jurisdiction(level=Level.STATE, name="Minnesota", state="MN", country="US")
    )
    assert story_of(vague, source(2)).verdict.jurisdiction.name == "Riverton"


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ({"vote": "12-2"}, {"vote": "13-2"}, "vote: 12-2 (A), 13-2 (B)"),
        ({"vote": "unanimous"}, {"vote": "7-2"}, "vote: unanimous (A), 7-2 (B)"),
        ({"bill": "SB 741"}, {"bill": "HB 12"}, "bill: SB 741 (A), HB 12 (B)"),
        ({"stage": Stage.ENACTED}, {"stage": Stage.VETOED}, "outcome: adopted (A), vetoed (B)"),
        (
            {"dates": (DatedFact(kind="effective", date="2027-01-01", text="Jan. 1"),)},
            {"dates": (DatedFact(kind="effective", date="2027-07-01", text="July 1"),)},
            "effective date: 2027-01-01 (A), 2027-07-01 (B)",
        ),
    ],
)
def test_conflicts_are_shown(one, other, conflict):
    """Never resolved: the reader sees who says what."""
    assert story_of(source(1, "A", **one), source(2, "B", **other)).conflicts == (conflict,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"bill": "S.B. 741"}, {"bill": "Senate Bill 741"}),
        ({"bill": "AI Act"}, {"bill": "HB 12"}),  # a name beside a number
        ({"stage": Stage.ENACTED}, {"stage": Stage.EFFECTIVE}),
        ({"vote": "7-2"}, {"vote": None}),
        (
            {"dates": (DatedFact(kind="effective", date="2027", text="2027"),)},
            {"dates": (DatedFact(kind="effective", date="2027-07-01", text="July 1"),)},
        ),
    ],
)
def test_other_words_are_no_conflict(one, other):
    """Two ways of writing one fact."""
    assert story_of(source(1, "A", **one), source(2, "B", **other)).conflicts == ()


def test_copies_have_no_say_of_their_own():
    """A repost that garbles the vote starts no dispute."""
    assert story_of(source(1, vote="7-2"), source(2, vote="72", repost=True)).conflicts == ()


def test_the_best_summary_is_whole():
    """The lead's own, unless it breaks off and an equally good source's does not; never a copy's."""
    cut = source(
        1,
        summary=Summary(sentences=("The council",), cut=True),
        vote="7-2",
        bill="B 1",
        vendors=("NEC",),
        agencies=("PD",),
    )
    assert story_of(cut, source(2)).summary == SAID
    assert story_of(cut, source(2, repost=True)).summary.cut
    assert story_of(source(1), cut).summary == SAID


def test_a_story_needs_a_source():
    """Asking for less is a fault of ours."""
    with pytest.raises(ValueError, match="at least one source"):
        story_of()


SOURCES = st.lists(
    st.builds(
        source,
        st.integers(1, 99),
        st.sampled_from(["A", "B", ""]),
        trusted=st.booleans(),
        repost=st.booleans(),
        kind=st.sampled_from(SourceKind),
        vote=st.sampled_from([None, "7-2", "8-1", "unanimous"]),
        stage=st.sampled_from(Stage),
        action=st.sampled_from(Action),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each.item_id,
)


@given(SOURCES, st.randoms())
def test_the_order_of_arrival_does_not_matter(sources, random):
    """Two workers that read the same rows show the same message."""
    shuffled = list(sources)
    random.shuffle(shuffled)
    assert story_of(*shuffled) == story_of(*sources)


def test_a_story_dated_by_a_day_has_a_day_and_no_moment():
    """Midnight in UTC is the evening before in America: only a source that tells a clock makes it a moment."""
    day = source(1, published=NOW, dating=Dating(basis=DateBasis.PUBLISHED, raw="2026-11-23", is_day=True))
    assert story_of(day, source(2)).first_is_day
    assert not story_of(source(1, published=NOW), source(2)).first_is_day
    assert not story_of(replace(day, published=NOW + timedelta(days=1)), source(2)).first_is_day


def test_an_update_after_our_first_sight_does_not_make_a_report_late():
    changed = source(1, published=NOW + timedelta(hours=5), seen_at=NOW)
    assert story_of(changed, source(2)).sources[0].item_id == 1
