"""What speaks for and against one development: signs, their amounts, their weights, their words."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.affinity import TABLE, fit_of, reasons_against, reasons_for, veto_of, weights
from bot.core.data import lines
from bot.core.models import Item
from bot.core.profiles import ItemProfile, joined, opened
from bot.core.sign_words import sentence_of
from bot.core.signs import signs_of
from bot.core.similarity import likeness
from bot.core.stream import Stream
from bot.core.vocabulary import Action, Direction, Stage, StageDetail

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
SILENT = {"bias", "days:unknown", "days:unknown, same action and stage", "names:in one headline at most"}
"""Signs that only balance the others: a reader learns nothing from them."""


def item(**changes: object) -> ItemProfile:
    known = ItemProfile(
        at=NOW,
        terms={"riverton": 0.6, "scan": 0.5, "park": 0.4},
        head={"scan": 1.0},
        tongue="en",
        place="us/mn/riverton",
        topics=("face_recognition",),
        action=Action.BAN,
        direction=Direction.RESTRICTS,
        stage=Stage.ENACTED,
    )
    return replace(known, **changes)


def signs(one: ItemProfile, other: ItemProfile) -> dict[str, float]:
    return dict(signs_of(one, opened(other), likeness(one.terms, other.terms)))


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ({}, {}, "event:one town, action, stage and topic"),
        ({"place": "us/mn"}, {}, "place:around"),
        ({"place": ""}, {}, "place:unknown"),
        ({"topics": ("surveillance_oversight",)}, {}, "topic:other"),
        ({"topics": ("biometrics_privacy",)}, {}, "topic:kin"),
        ({"action": Action.REPEAL}, {}, "action:ban~repeal"),
        ({"action": Action.MORATORIUM}, {}, "action:kin"),
        ({"action": Action.OPINION}, {}, "action:told against done"),
        ({"direction": Direction.EXPANDS}, {}, "direction:opposite"),
        ({"stage": Stage.PROPOSED}, {}, "stage:ahead against done"),
        ({"preview": True}, {"preview": False}, "headline:ahead against back"),
        ({"stage": Stage.HEARING, "times": {"6-4"}}, {"stage": Stage.HEARING, "times": {"5-22"}},
         "stage:hearings on two days"),
        ({"detail": StageDetail.FILED}, {"detail": StageDetail.STRUCK_DOWN}, "step:other in court"),
        ({"steps": frozenset(("house",))}, {"steps": frozenset(("senate",))}, "tells:house against senate"),
        ({"steps": frozenset(("case filed",))}, {"steps": frozenset(("case ruled",))},
         "case:case filed~case ruled"),
        ({"steps": frozenset(("case ruled", "ruled on appeal"))}, {"steps": frozenset(("case ruled",))},
         "case:ruling against appeal"),
        ({"bill": "sb1"}, {"bill": "sb1"}, "bill:same"),
        ({"bill": "sb1"}, {"bill": "hb2"}, "bill:other"),
        ({"vote": "7-2"}, {"vote": "7-2"}, "vote:same"),
        ({"vote": "7-2"}, {"vote": "8-2"}, "vote:near"),
        ({"vote": "7-2"}, {"vote": "unanimous"}, "vote:unanimous against split"),
        ({"vote": "7-2"}, {"vote": "23-13"}, "vote:other"),
        ({"sums": frozenset(("$35000000",))}, {"sums": frozenset(("$9400000",))}, "sums:other"),
        ({"sums": frozenset(("$1400000000",))}, {"sums": frozenset(("$1375000000",))}, "sums:shared"),
        ({"head_sums": frozenset(("$550000000",)), "sums": frozenset(("$550000000",))},
         {"head_sums": frozenset(("$650000000",)), "sums": frozenset(("$550000000", "$650000000"))},
         "sums in headlines:other"),
        ({"steps": frozenset(("veto",))}, {"steps": frozenset(("override",))}, "tells:veto against override"),
        ({"steps": frozenset(("case goes on",))}, {"steps": frozenset(("case ruled",))},
         "case:case goes on~case ruled"),
        ({"vendors": ("flock safety",)}, {"vendors": ("axon",)}, "company:other"),
        ({"at": NOW + timedelta(days=2)}, {}, "days:within 3"),
        ({"dated": False}, {}, "days:unknown"),
        ({"dated": False, "times": frozenset(("11-17",))}, {}, "date:near a told day"),
        ({"dated": False, "times": frozenset(("2-12",))}, {}, "date:far from a told day"),
        ({"dated": False, "times": frozenset(("2019",))}, {}, "date:told year is before"),
        ({"dated": False, "times": frozenset(("wed",))}, {}, "date:near a told weekday"),
        ({"subjects": frozenset(("krono",))}, {"subjects": frozenset(("speedway",))},
         "names:all others, one town"),
        ({"subjects": frozenset(("park",))}, {"subjects": frozenset(("park",))}, "names:in both headlines"),
        ({"tongue": "other"}, {}, "text:two languages"),
    ],
)  # fmt: skip
def test_each_sign_shows(one, other, sign):
    """One pair of items for each kind."""
    assert signs(item(**one), item(**other)).get(sign, 0) > 0


def test_two_currencies_say_nothing():
    """A fine of €30.5 million is one of $33.7 million."""
    found = signs(item(sums=frozenset(("$33700000",))), item(sums=frozenset(("€30500000",))))
    assert not {"sums:other", "sums:shared"} & found.keys()


PROFILES = st.builds(
    item,
    place=st.sampled_from(["us/mn/riverton", "us/mn", "us", ""]),
    action=st.sampled_from(Action),
    stage=st.sampled_from(Stage),
    detail=st.sampled_from(["", *map(str, StageDetail)]),
    topics=st.lists(st.sampled_from(["drones", "alpr"]), max_size=2, unique=True).map(tuple),
    preview=st.none() | st.booleans(),
    dated=st.booleans(),
    vote=st.sampled_from(["", "7-2", "unanimous", "9-0"]),
    steps=st.frozensets(st.sampled_from(["house", "senate", "case filed", "case ruled", "voters"])),
    times=st.frozensets(st.sampled_from(["tue", "2-12", "2-", "2021", "2019"])),
    sums=st.frozensets(st.sampled_from(["$5000", "€5000", "$9000"])),
    subjects=st.frozensets(st.sampled_from(["park", "krono"])),
    tongue=st.sampled_from(["", "en", "other"]),
)


@given(PROFILES, st.lists(PROFILES, min_size=1, max_size=4))
def test_amounts_are_shares_and_every_sign_is_told(new, members):
    """Amounts lie between 0 and 1; whatever weighs has a sentence without empty places."""
    story = opened(members[0])
    for member in members[1:]:
        story = joined(story, member)
    fit = fit_of(new, story)
    for name, amount in signs_of(new, story, likeness(new.terms, story.terms)):
        assert 0 <= amount <= 1.01, name
        sentence = sentence_of(name, new, story, text=0.5)
        assert sentence or name in SILENT, name
        assert "{" not in sentence
    assert math.isfinite(fit.score)
    assert 0 <= fit.chance <= 1
    assert len(reasons_for(fit, new, story)) <= 4
    assert len(reasons_against(fit, new, story)) <= 2


@given(PROFILES, PROFILES)
def test_a_story_of_equal_reports_is_like_one_of_them(new, member):
    """Signs are means over the story's reports; only their number adds something."""
    one, two = opened(member), joined(opened(member), member)
    alone, twice = (dict(signs_of(new, story, likeness(new.terms, story.terms))) for story in (one, two))
    twice.pop("story:of several reports")
    assert alone.keys() == twice.keys()
    assert all(abs(alone[name] - twice[name]) < 0.02 for name in alone)


def test_weights_point_where_they_must():
    """What training wrote may move weights, never turn these around."""
    known = weights()
    for sign in (
        "text:alike",
        "place:same town",
        "action:same",
        "stage:same",
        "days:within 1.5",
        "names:shared",
    ):
        assert known[sign] > 0, sign
    for sign in (
        "bias",
        "place:unknown",
        "topic:other",
        "stage:ahead against done",
        "sums:other",
        "days:beyond 10",
    ):
        assert known[sign] < 0, sign
    assert all(math.isfinite(weight) for weight in known.values())


def test_each_row_of_the_table_tells_where_its_weight_comes_from():
    """Sign, weight, start, how many examples showed it, why it starts there; no sign twice."""
    rows = [line.split("\t") for line in lines(TABLE)]
    assert all(len(row) == 6 and row[5] for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    for name, weight, start, same, other, _ in rows:
        assert abs(float(weight) - float(start)) < 4, name
        assert int(same) >= 0
        assert int(other) >= 0


@pytest.mark.parametrize("name", ["Cambridge", "Springfield", "Rochester", "Albany", "Worcester"])
def test_towns_that_many_states_have_do_not_merge(name):
    """ "Judge rules Cambridge drone program unlawful": neither the state nor the country is known."""
    stream = Stream()
    titles = [f"Judge rules {town} drone program unlawful" for town in ("Portland", "Columbus", name)]
    stories = [stream.add(Item(feed="", guid=t, url="", title=t, text=""))[1].story for t in titles]
    assert len(set(stories)) == len(stories)


@pytest.mark.parametrize(
    ("new", "earlier", "veto"),
    [
        ({"place": "us/wi/lakeside"}, {}, "another place"),
        ({"at": NOW + timedelta(days=30)}, {}, "30 days apart"),
        ({"detail": "signed"}, {"detail": "passed_by_council"}, "another step"),
        ({"vote": "9-0"}, {"detail": "adopted_by_voters"}, "the voters'"),
        (
            {"detail": "passed_one_chamber", "steps": frozenset(("house",))},
            {"detail": "passed_one_chamber", "steps": frozenset(("senate",))},
            "another chamber",
        ),
        (
            {"stage": Stage.PASSED_CHAMBER, "steps": frozenset(("house",))},
            {"stage": Stage.COMMITTEE, "steps": frozenset(("committee",))},
            "of a committee",
        ),
        ({"stage": Stage.PROPOSED, "preview": True}, {"preview": False}, "looks ahead"),
        ({"stage": Stage.PROPOSED}, {}, ""),  # a judged stage alone decides nothing
        ({"action": Action.REPEAL}, {}, ""),
    ],
)
def test_vetoes_rest_on_what_the_text_says(new, earlier, veto):
    """Places, dates and named steps; never a judged action or stage."""
    found = veto_of(item(**new), opened(item(**earlier)))
    assert veto in found
    assert bool(found) == bool(veto)


SURE = {"action_chances": {"ban": 1.0}, "stage_chances": {"enacted": 1.0}}


def test_likely_actions_and_stages_are_compared_as_chances():
    """A stage that is as likely another one parts two reports half as much as one that is surely another."""
    same = signs(item(**SURE), item(**SURE))
    assert same["chance:same stage"] == same["chance:same action"] == 1.0
    doubtful = item(**SURE | {"stage_chances": {"enacted": 0.5, "proposed": 0.5}})
    half = signs(doubtful, item(**SURE))
    assert half["chance:same stage"] == 0.5
    assert half["chance:ahead against done"] == 0.5
    other = signs(item(**SURE | {"stage_chances": {"proposed": 1.0}}), item(**SURE))
    assert other["chance:hardly the same stage"] == 1.0
    column = signs(item(**SURE | {"action_chances": {"opinion": 0.8, "ban": 0.2}}), item(**SURE))
    assert column["chance:one is an opinion"] == 0.8


def test_a_councils_vote_is_told_as_passed_or_as_law():
    """While the mayor has yet to sign, one outlet calls it law and the other passed."""
    passed = item(**SURE | {"stage_chances": {"passed_chamber": 1.0}})
    found = signs(passed, item(**SURE))
    assert found["chance:passed or enacted"] == 1.0
    assert "chance:hardly the same stage" not in found
    wide = {"place": "us/mn"}
    assert "chance:passed or enacted" not in signs(replace(passed, **wide), item(**SURE | wide))


def test_a_harmed_person_is_told_of_where_he_lives_or_was_jailed():
    """One report sets the arrest where he was held, another where the crime was, and each names the other."""
    jailed = item(
        action=Action.INCIDENT, place="us/ga/dekalb-county", title="wrong man held six days",
        lead="a face match from louisiana put him in a dekalb county georgia jail",
    )  # fmt: skip
    crime = item(
        action=Action.INCIDENT, place="us/la/baton-rouge", title="georgia man wrongly arrested",
        lead="he was wanted on a warrant out of baton rouge louisiana",
    )  # fmt: skip
    assert veto_of(jailed, opened(crime)) == ""
    assert "place:other, named all the same" in signs(jailed, crime)
    # A council's vote stays where the council sits, whatever other towns its report names.
    ban = {"action": Action.BAN}
    assert veto_of(replace(jailed, **ban), opened(replace(crime, **ban))).startswith("another place")


def test_this_years_renewal_is_not_last_years():
    """The same words with another vote and another sum are no copy."""
    text = (
        "The Las Cruces City Council voted {} Tuesday to renew its contract for license plate readers, at {}."
    )
    stream = Stream()
    stories = [
        stream.add(
            Item(feed="", guid=vote, url="", title="Las Cruces council renews plate reader contract",
                 text=text.format(vote, money))
        )[1].story
        for vote, money in (("6-1", "$98,000"), ("4-3", "$104,000"))
    ]  # fmt: skip
    assert len(set(stories)) == 2


def test_towns_of_one_name_do_not_name_each_other():
    """A suit in Portland, Maine, names Portland, and is none in Oregon."""
    here, there = (
        item(action=Action.LAWSUIT, place=f"us/{state}/portland", title="judge rules on portland drones")
        for state in ("me", "or")
    )
    assert veto_of(here, opened(there)).startswith("another place")


@pytest.mark.parametrize(
    ("new", "earlier", "words"),
    [
        # BIPA's reports share law, state and words: only the defendants differ.
        (
            {"action": Action.LAWSUIT, "place": "us/il", "parties": frozenset(("macy",))},
            {"action": Action.LAWSUIT, "place": "us/il", "parties": frozenset(("home", "depot"))},
            "other parties",
        ),
        ({"bill": "hb2001", "place": "us/or"}, {"bill": "hb2050", "place": "us/or"}, "another bill"),
        (
            {"steps": frozenset(("switched off",))},
            {"steps": frozenset(("switched on again",))},
            "one tells “switched off”",
        ),
        ({"topics": ("drones",)}, {"topics": ("alpr",)}, "another technology"),
    ],
)
def test_what_facts_part_no_words_join(new, earlier, words):
    assert words in veto_of(item(**new), opened(item(**earlier)))


@pytest.mark.parametrize(
    ("new", "earlier"),
    [
        # A suit by its defendant in one headline, by its plaintiff in the other, each named in both texts.
        (
            {"action": Action.LAWSUIT, "parties": frozenset(("meta",)), "terms": {"meta": 0.7, "texas": 0.7}},
            {
                "action": Action.LAWSUIT,
                "parties": frozenset(("texas",)),
                "terms": {"meta": 0.7, "texas": 0.7},
            },
        ),
        ({"bill": "hb12", "place": "us/or"}, {"bill": "sb12", "place": "us/or"}),  # companions
        ({"topics": ("face_recognition",)}, {"topics": ("biometrics_privacy",)}),
        ({"topics": ("drones", "surveillance_oversight")}, {"topics": ("alpr", "surveillance_oversight")}),
    ],
)
def test_what_may_be_one_is_weighed(new, earlier):
    assert veto_of(item(**new), opened(item(**earlier))) == ""


def test_two_towns_of_one_state_do_not_name_each_other():
    """Every report of a suit under Illinois' law names Illinois."""
    here, there = (
        item(action=Action.LAWSUIT, place=f"us/il/{town}", title=f"{town} woman sues grocery",
             lead=f"she clocked in by thumb in {town} illinois")
        for town in ("peoria", "rockford")
    )  # fmt: skip
    assert veto_of(here, opened(there)).startswith("another place")


def test_a_story_of_before_there_were_chances_takes_those_of_the_first_that_has_them():
    """An upgrade finds stories without them: they are unknown, not nought."""
    old = joined(joined(opened(item()), item()), item())
    grown = joined(old, item(**SURE))
    assert grown.stage_chances == SURE["stage_chances"]
    assert joined(grown, item()).stage_chances == SURE["stage_chances"]
