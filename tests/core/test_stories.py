"""One development, one story: what joins, what opens a new one, what follows an earlier one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.core.affinity import veto_of
from bot.core.classify import analyse
from bot.core.models import Analysis, Item, Jurisdiction, Summary, Verdict
from bot.core.profiles import MOST_MEMBERS, MOST_STORY_TERMS, bill_key
from bot.core.stories import (
    WINDOW,
    ItemProfile,
    StoryProfile,
    assign,
    index_keys,
    joined,
    opened,
    profile_of,
)
from bot.core.vocabulary import Action, Level, Stage, StageDetail, Topic

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
BAN = Verdict(
    relevant=True,
    score=0.9,
    topics=(Topic.FACE_RECOGNITION,),
    action=Action.BAN,
    stage=Stage.ENACTED,
    stage_detail=StageDetail.PASSED_BY_COUNCIL,
    jurisdiction=Jurisdiction(level=Level.CITY, name="Riverton", state="MN", country="US"),
)
TITLE = "Riverton council bans face recognition by police"
TEXT = (
    "The Riverton City Council voted 7-2 on Tuesday to ban face recognition by city departments. "
    "Council member Lee Park wrote the ordinance after the Herald showed that officers had run 900 searches."
)
OTHER_TITLE = "Face scans outlawed in Riverton after three-hour debate"
OTHER_TEXT = (
    "RIVERTON - On Tuesday council members outlawed face recognition for every city department, 7-2. "
    "Lee Park, who sponsored the ordinance, pointed to 900 searches by officers."
)


def profile(
    title: str = TITLE, text: str = TEXT, *, days: float = 0, dated: bool = True, **changes: object
) -> ItemProfile:
    verdict = replace(BAN, **changes)
    item = Item(feed="", guid=title, url="", title=title, text=text)
    return profile_of(
        Analysis(item=item, verdict=verdict, summary=Summary()), at=NOW + timedelta(days=days), dated=dated
    )


def story(*items: ItemProfile, number: int = 1) -> StoryProfile:
    found = replace(opened(items[0]), id=number)
    for item in items[1:]:
        found = joined(found, item)
    return found


def place(name: str, state: str | None = "MN", level: Level = Level.CITY) -> Jurisdiction:
    return Jurisdiction(level=level, name=name, state=state, country="US")


@pytest.mark.parametrize(
    "item",
    [
        profile(OTHER_TITLE, OTHER_TEXT, days=1),
        profile(OTHER_TITLE, OTHER_TEXT, dated=False),
        profile(OTHER_TITLE, OTHER_TEXT, vote="7-2"),
        profile(OTHER_TITLE, OTHER_TEXT, action=Action.REGULATE),  # how another desk calls it
        profile(OTHER_TITLE, OTHER_TEXT, stage_detail=None),
        profile(f"{TITLE} Jo Doe Riverton Herald", TEXT, days=3),  # an SEO repost
        profile(TITLE, TEXT[:120] + "…"),  # a teaser
    ],
)
def test_reports_of_one_vote_join(item):
    """Other outlets, rewrites, copies, truncations."""
    found = assign(item, [story(profile())])
    assert found.story_id == 1
    assert found.reasons


@pytest.mark.parametrize(
    "item",
    [
        profile(
            TITLE.replace("Riverton", "Lakeside"),
            TEXT.replace("Riverton", "Lakeside"),
            jurisdiction=place("Lakeside"),
        ),
        profile(jurisdiction=place("Riverton", "WI")),  # the same name in another state
        profile(jurisdiction=Jurisdiction(level=Level.STATE, name="Wisconsin", state="WI", country="US")),
        profile(OTHER_TITLE, OTHER_TEXT, days=40),  # the anniversary, a re-dated item
        profile(
            "Riverton to vote on face recognition ban", OTHER_TEXT, stage=Stage.PROPOSED, stage_detail=None
        ),
        profile("Mayor signs Riverton's face recognition ban", OTHER_TEXT, stage_detail=StageDetail.SIGNED),
        profile("Riverton lifts face recognition ban", "Police may scan faces again.", action=Action.REPEAL),
        profile(
            "What is face recognition?",
            "An explainer of how it works.",
            action=Action.STUDY,
            stage=Stage.NONE,
        ),
        profile(
            "Riverton approves police drones",
            "Drones will fly.",
            topics=(Topic.DRONES,),
            action=Action.PROCURE,
        ),
        profile("Column: the council was right", "I was in the room.", action=Action.OPINION),
    ],
)
def test_other_developments_open_a_story(item):
    """Another place, another step, another time, another kind of text."""
    found = assign(item, [story(profile())])
    assert found.story_id is None
    assert found.reasons


HEARING = {"stage": Stage.HEARING, "stage_detail": None, "action": Action.OVERSIGHT}
BALLOT = {"stage_detail": StageDetail.ADOPTED_BY_VOTERS}


@pytest.mark.parametrize(
    ("item", "earlier"),
    [
        # Two hearings of one committee, two weeks apart, in the same words.
        (profile(OTHER_TITLE, OTHER_TEXT, days=13, **HEARING), profile(**HEARING)),
        (
            profile(OTHER_TITLE, f"{OTHER_TEXT} On June 4.", dated=False, **HEARING),
            profile(TITLE, f"{TEXT} On May 22.", **HEARING),
        ),
        # The council's vote and the voters', both enacted, both told of in both reports.
        (profile(OTHER_TITLE, OTHER_TEXT, vote="9-0", stage_detail=None), profile(**BALLOT)),
        (profile(OTHER_TITLE, OTHER_TEXT, **BALLOT), profile(vote="9-0", stage_detail=None)),
        # A story that looks ahead, and the vote.
        (
            profile("Face scans outlawed in Riverton", OTHER_TEXT),
            profile("Riverton to vote on scans", TEXT, stage=Stage.PROPOSED, stage_detail=None),
        ),
    ],
)
def test_look_alikes_of_one_body_stay_apart(item, earlier):
    """The same town, the same matter, another day or decision."""
    assert assign(item, [story(earlier)]).story_id is None


def test_the_last_chamber_and_the_legislature_are_one_vote():
    """Outlets of one day call it either."""
    one, other = StageDetail.PASSED_ONE_CHAMBER, StageDetail.PASSED_LEGISLATURE
    said = {"stage": Stage.PASSED_CHAMBER, "bill": "AB 12"}
    assert (
        assign(
            profile(OTHER_TITLE, OTHER_TEXT, stage_detail=other, **said),
            [story(profile(stage_detail=one, **said))],
        ).story_id
        == 1
    )


def test_another_language_joins_by_facts():
    """Words can't agree across languages; place, step and day can."""
    spanish = profile(
        "Riverton prohíbe el reconocimiento facial",
        "El concejo de la ciudad votó el martes para prohibir el uso de la tecnología por los departamentos.",
        days=0.5,
    )
    assert assign(spanish, [story(profile())]).story_id == 1


def test_the_better_of_two_stories():
    """The vote, not the committee's hearing."""
    hearing = profile(
        "Riverton committee hears face recognition ban", OTHER_TEXT, stage=Stage.COMMITTEE, stage_detail=None
    )
    found = assign(profile(OTHER_TITLE, OTHER_TEXT), [story(hearing, number=1), story(profile(), number=2)])
    assert found.story_id == 2


def test_the_next_stage_follows_the_earlier_story():
    """The same bill, weeks later."""
    vote = story(profile(bill="Ordinance 12"), number=5)
    signing = profile(
        "Mayor signs face recognition ban",
        OTHER_TEXT,
        days=30,
        bill="Ord. 12",
        stage_detail=StageDetail.SIGNED,
    )
    found = assign(signing, [vote, story(profile(jurisdiction=place("Lakeside")), number=6)])
    assert (found.story_id, found.follows) == (None, 5)
    assert any("follows" in reason for reason in found.reasons)


@pytest.mark.parametrize("detail", [StageDetail.PASSED_LEGISLATURE, StageDetail.PASSED_ONE_CHAMBER])
def test_two_chambers_of_one_bill_are_two_votes(detail):
    """A statehouse's feed writes both in the same words, a day apart."""
    state = Jurisdiction(level=Level.STATE, name="Washington", state="WA", country="US")
    text = "The Washington {} passed House Bill 1873, which limits police use of face recognition, {}."
    house, senate = (
        profile(
            f"HB 1873, police use of face recognition: passed the {chamber}, {vote}",
            text.format(chamber, vote),
            days=days,
            jurisdiction=state,
            action=Action.REGULATE,
            stage=Stage.PASSED_CHAMBER,
            stage_detail=detail,
            bill="House Bill 1873",
            vote=vote,
        )
        for chamber, vote, days, detail in (
            ("House", "57-40", 0, StageDetail.PASSED_ONE_CHAMBER),
            ("Senate", "29-20", 1.1, detail),
        )
    )
    found = assign(senate, [story(house)])
    assert (found.story_id, found.follows) == (None, 1)


def test_the_earlier_stage_does_not_follow_the_later():
    """An old report that a feed brings late."""
    late = profile(
        "Riverton to vote on face recognition ban", TEXT, days=-20, stage=Stage.PROPOSED, stage_detail=None
    )
    assert assign(late, [story(profile())]).follows is None


def test_copies_are_reposts_and_reports_are_not():
    """What the reader sees as a repost."""
    assert assign(profile(f"{TITLE} Jo Doe Herald", TEXT), [story(profile())]).repost
    assert not assign(profile(OTHER_TITLE, OTHER_TEXT), [story(profile())]).repost


def test_a_copy_of_one_of_many_sources_is_a_repost():
    """However little it is like the others."""
    reports = [
        profile(
            f"Riverton outlaws scans, take {number}",
            f"Report {word} of the {word} vote in the {word} hall. " * 3,
        )
        for number, word in enumerate(("harbour", "granite", "marble", "willow", "copper", "lantern"))
    ]
    assert assign(profile(f"{TITLE} Jo Doe Herald", TEXT), [story(profile(), *reports)]).repost


COUNTY = place("Riverton County", level=Level.COUNTY)
LAWMAKERS = {"stage": Stage.PASSED_CHAMBER, "stage_detail": StageDetail.PASSED_ONE_CHAMBER, "bill": "SB 397"}
DEAL = {"action": Action.SETTLEMENT, "stage": Stage.NONE, "stage_detail": None}


def read(title: str, text: str) -> ItemProfile:
    """An item as the whole judgement reads it."""
    analysis = analyse(Item(feed="", guid=title, url="", title=title, text=text))
    return profile_of(analysis, at=NOW, dated=False)


@pytest.mark.parametrize(
    ("item", "earlier", "veto"),
    [
        # The city's vote and its county's; one vote under either name; a county's report without a count.
        (profile(vote="4-1", jurisdiction=COUNTY), profile(vote="8-1"), "its county's"),
        (profile(vote="8-1", jurisdiction=COUNTY), profile(vote="8-1"), ""),
        (profile(vote="8-1", jurisdiction=COUNTY), profile(vote="8-2"), ""),  # a miscount
        (profile(jurisdiction=COUNTY), profile(vote="8-1"), ""),
        (profile(vote="4-1"), profile(vote="8-1"), ""),  # the same body: weighed, not decided
        # Two firms' settlements; one firm under two headlines; a firm that the headline leaves out.
        (
            profile("Texas settles with Google", "", vendors=("Google",), **DEAL),
            profile("Texas settles with Meta", "", vendors=("Meta",), **DEAL),
            "another company",
        ),
        (
            profile("Meta pays Texas for face data", "", vendors=("Meta", "Google"), **DEAL),
            profile("Texas settles with Meta", "", vendors=("Meta",), **DEAL),
            "",
        ),
        (
            profile("Texas wins record sum", "Google pays.", vendors=("Google",), **DEAL),
            profile("Texas settles with Meta", "", vendors=("Meta",), **DEAL),
            "",
        ),
        (
            profile("Riverton buys from Google", "", vendors=("Google",), action=Action.PROCURE),
            profile("Riverton buys from Meta", "", vendors=("Meta",), action=Action.PROCURE),
            "",
        ),
        # Lawmakers pass, a governor signs.
        (profile(stage_detail=StageDetail.SIGNED), profile(**LAWMAKERS), "another step"),
        (profile(**LAWMAKERS), profile(stage_detail=StageDetail.SIGNED), "another step"),
        (profile(stage_detail=None), profile(**LAWMAKERS), ""),
        # Years after; what is decided then is a decision.
        (profile("One year after ban, Riverton police say they miss the tool"), profile(), "looks back"),
        (profile("Five years later: what Riverton's ban changed"), profile(), "looks back"),
        (profile(), profile("Riverton's face recognition ban: two years on"), "looks back"),
        (profile("A year after the debate, Riverton bans face recognition"), profile(), ""),
        (profile("Riverton gets a ban, two years after it got the technology"), profile(), ""),
    ],
)
def test_what_the_facts_decide(item, earlier, veto):
    """City and county, two firms, lawmakers and governor, the news and its anniversary."""
    found = veto_of(item, story(earlier))
    assert veto in found
    assert bool(found) == bool(veto)


@pytest.mark.parametrize(
    ("title", "text", "chambers"),
    [
        ("Chamber passes limits on face recognition", "Senators voted 49-1 for SB 397. It heads to the House.", {"senate"}),
        ("House passes face recognition limits", "The House voted 84-10 for SB 397, sending it back to the Senate.", {"house"}),
        ("Face recognition bill clears chamber 49-1", "Senators voted 49-1. The House is next.", {"senate"}),
        ("Lawmakers back face recognition limits", "Representatives approved it on a 90-9 vote after the Senate passed it.", {"house"}),
        ("Face recognition limits pass 61-9 in the House", "The Senate passed it last week.", {"house"}),
        ("Face recognition limits pass", "It passed the Senate 49-1 and passed the House 90-9.", {"house", "senate"}),
        ("General Assembly passes face recognition limits", "The Senate voted 46-0 to concur.", {"house", "senate"}),
    ],
)  # fmt: skip
def test_a_vote_is_its_chambers(title, text, chambers):
    """Which chamber has the bill next is no step of the vote."""
    assert read(title, text).steps & {"house", "senate"} == chambers


def test_a_county_and_its_namesake_city_may_be_one():
    """ "Riverton" and "Riverton County" are told apart by the texts, never by the name alone."""
    county = profile(OTHER_TITLE, OTHER_TEXT, jurisdiction=place("Riverton County", level=Level.COUNTY))
    assert assign(county, [story(profile())]).reasons[0] != "another place"


def test_an_unknown_place_needs_more_than_a_headline():
    """ "City council bans face recognition" fits every town."""
    template = profile("City council bans face recognition", "", jurisdiction=Jurisdiction())
    assert assign(template, [story(profile())]).story_id is None
    assert (
        assign(
            replace(template, place="us/mn/riverton"),
            [story(profile("City council bans face recognition", "", jurisdiction=Jurisdiction()))],
        ).story_id
        is None
    )


PLACES = [f"Town{letter}{second}ville" for letter in "abcde" for second in "klmnopqrst"]
TEMPLATES = [
    ("{} bans facial recognition", BAN),
    ("{} City Council votes to ban police use of facial recognition", BAN),
    ("{} police to get license plate readers", replace(BAN, topics=(Topic.ALPR,), action=Action.PROCURE)),
    (
        "{} considers surveillance oversight ordinance",
        replace(BAN, action=Action.OVERSIGHT, stage=Stage.PROPOSED, stage_detail=None),
    ),
    (
        "Judge rules {} drone program unlawful",
        replace(
            BAN, topics=(Topic.DRONES,), action=Action.LAWSUIT, stage=Stage.CHALLENGED, stage_detail=None
        ),
    ),
    (
        "Mayor of {} signs facial recognition moratorium",
        replace(BAN, action=Action.MORATORIUM, stage_detail=StageDetail.SIGNED),
    ),
]


@pytest.mark.parametrize(("template", "verdict"), TEMPLATES)
def test_template_headlines_never_merge_places(template, verdict):
    """Different towns' headlines are more alike than two reports of one vote."""
    stories: list[StoryProfile] = []
    for number, name in enumerate(PLACES, 1):
        item = Item(feed="", guid=name, url="", title=template.format(name), text="")
        said = replace(verdict, jurisdiction=place(name))
        reduced = profile_of(Analysis(item=item, verdict=said, summary=Summary()), at=NOW)
        assert assign(reduced, stories).story_id is None
        stories.append(story(reduced, number=number))


def test_candidates_are_found_by_place_bill_and_rare_words():
    """Each key leads to few stories, and there are few."""
    item = profile(
        bill="SB 741",
        jurisdiction=Jurisdiction(level=Level.STATE, name="Minnesota", state="MN", country="US"),
    )
    keys = index_keys(item)
    assert "bill:sb741" in keys
    assert "place:us/mn:face_recognition" in keys
    assert len(keys) <= 30
    assert index_keys(opened(item)) == keys
    assert index_keys(profile(OTHER_TITLE, OTHER_TEXT)) & index_keys(profile())


@pytest.mark.parametrize(
    ("bill", "key"),
    [
        ("Senate Bill 741", "sb741"),
        ("S.B. 741", "sb741"),
        ("SB-741", "sb741"),
        ("third substitute Senate Bill 741", "sb741"),
        ("H.R. 7120", "hr7120"),
        ("Ordinance 35,137", "ord35137"),
        ("Council Bill 21-0001", "cb21-0001"),
        ("Proposition 12", "prop12"),
        ("AI Act", ""),
        (None, ""),
    ],
)
def test_bills_have_one_key(bill, key):
    """However the outlet writes it."""
    assert bill_key(bill) == key


def test_profiles_survive_the_store():
    """They are kept as JSON."""
    for value in (profile(vote="7-2", bill="SB 1"), story(profile(), profile(OTHER_TITLE, OTHER_TEXT))):
        adapter = TypeAdapter(type(value))
        assert adapter.validate_json(adapter.dump_json(value)) == value


def test_a_story_stays_small():
    """However many sources it gathers and whatever they hold."""
    flood = story(
        *(
            profile(f"{number} {TITLE}", f"{TEXT} word{number} " * 40, vendors=(f"V{number}",))
            for number in range(60)
        )
    )
    assert flood.size == 60
    assert len(flood.terms) <= MOST_STORY_TERMS
    assert len(flood.texts) == MOST_MEMBERS
    assert len(TypeAdapter(StoryProfile).dump_json(flood)) < 12_000
    assert len(index_keys(flood)) <= 30


def test_undated_items_do_not_move_a_story_in_time():
    """Their place in the stream is no date."""
    found = joined(story(profile(days=0)), profile(days=90, dated=False))
    assert (found.first_at, found.last_at) == (NOW, NOW)
    found = joined(story(profile(days=90, dated=False)), profile(days=0))
    assert (found.first_at, found.last_at) == (NOW, NOW)
    assert timedelta(days=30) < WINDOW


TEXTS = st.text(max_size=200) | st.sampled_from([TITLE, TEXT, OTHER_TITLE, OTHER_TEXT, "", "a " * 100])
VERDICTS = st.builds(
    replace,
    st.just(BAN),
    action=st.sampled_from(Action),
    stage=st.sampled_from(Stage),
    stage_detail=st.none() | st.sampled_from(StageDetail),
    topics=st.lists(st.sampled_from(Topic), max_size=3, unique=True).map(tuple),
    vote=st.none() | st.sampled_from(["7-2", "unanimous", "9-0"]),
    bill=st.none() | st.text(max_size=20),
    jurisdiction=st.sampled_from(
        [place("Riverton"), place("Lakeside"), Jurisdiction(), place("Riverton", None)]
    ),
)


def any_profile(title: str, text: str, verdict: Verdict, days: int, dated: bool) -> ItemProfile:
    item = Item(feed="", guid="x", url="", title=title, text=text)
    return profile_of(
        Analysis(item=item, verdict=verdict, summary=Summary()), at=NOW + timedelta(days=days), dated=dated
    )


PROFILES = st.builds(any_profile, TEXTS, TEXTS, VERDICTS, st.integers(-60, 60), st.booleans())


@given(PROFILES, st.lists(PROFILES, max_size=5), st.randoms())
def test_assignment_depends_on_the_candidates_not_their_order(item, others, random):
    """And always chooses one of them or none, with reasons."""
    stories = [story(other, number=number) for number, other in enumerate(others, 1)]
    shuffled = list(stories)
    random.shuffle(shuffled)
    found = assign(item, stories)
    assert found == assign(item, shuffled)
    assert found.story_id is None or found.story_id in {each.id for each in stories}
    assert found.reasons
    assert len(index_keys(item)) <= 30


def test_far_stories_change_nothing():
    """A story of another place and time is no reason for or against anything."""
    near = [story(profile())]
    far = [story(profile(jurisdiction=place("Lakeside")), number=9), story(profile(days=-100), number=8)]
    item = profile(OTHER_TITLE, OTHER_TEXT)
    assert assign(item, near) == assign(item, [*far, *near])
