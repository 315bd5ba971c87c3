"""Plain words have the last word: what a vote, a court or an office did not do is never told as done."""

import json
from pathlib import Path

import pytest

from bot.core import decision
from bot.core.classify import analyse
from bot.core.models import Item
from bot.core.vocabulary import Action, Stage, StageDetail


def verdict(title: str, text: str = ""):
    return analyse(Item(feed="", guid="g", url="https://news.example/1", title=title, text=text)).verdict


NOT_DECIDED = [
    ("Grand Rapids won't ban police facial recognition after all", Stage.FAILED),
    ("Tulsa isn't banning police use of facial recognition, mayor says", Stage.FAILED),
    ("No ban on police facial recognition in Fresno, council decides", Stage.FAILED),
    ("Akron council stops short of banning police facial recognition", Stage.FAILED),
    ("Council decides not to repeal its police facial recognition ban", Stage.FAILED),
    ("Council votes 5-4 to table police facial recognition ban", Stage.PROPOSED),
    ("Commissioners vote to delay police drone purchase", Stage.PROPOSED),
    ("Board tables license plate reader contract for police", Stage.PROPOSED),
    ("Council votes 6-1 not to turn the police plate readers back on", Stage.FAILED),
    ("Ithaca bans police facial recognition on first reading", Stage.PASSED_CHAMBER),
    ("Vote on police facial recognition ban put off in King County", Stage.PROPOSED),
    ("Agenda watch: Oakland city council to take up Flock cameras once more", Stage.PROPOSED),
    ("License plate readers are up for debate again at Santa Cruz council", Stage.PROPOSED),
    ("Speak up: New Orleans must ban police facial recognition", Stage.PROPOSED),
    ("Council hears police plan for Flock license plate readers", Stage.PROPOSED),
]


BESIDE = [
    (
        "Council votes to push back deadline in police facial recognition rules, approves them 7-0",
        "The City Council approved the rules on Monday.",
    ),
    (
        "Two years after vote, Oakland council adopts police drone rules 7-1",
        "The City Council voted on Monday.",
    ),
    (
        "Oakland council votes 6-2 to approve Flock contract for police",
        "Police declined to turn over audit logs, but the City Council approved the contract.",
    ),
    ("City council approves Flock contract for police 6-1", "No purchase order was needed."),
    (
        "Council approves police facial recognition ban 7-0",
        "The ban, which the council voted to postpone in June, passed 7-0.",
    ),
]


@pytest.mark.parametrize(("title", "text"), BESIDE)
def test_what_stands_beside_the_news_turns_nothing(title, text):
    assert verdict(title, text).stage is Stage.ENACTED


def test_a_bill_that_passed_is_vetoed_all_the_same():
    found = verdict(
        "Governor vetoes police facial recognition bill",
        "The governor vetoed HB 21, which the House passed 88-10.",
    )
    assert found.stage is Stage.VETOED


def test_a_veto_that_fell_is_no_veto():
    found = verdict("Veto of Minneapolis police drone ordinance overturned")
    assert (found.stage, found.stage_detail) == (Stage.ENACTED, StageDetail.VETO_OVERRIDDEN)


@pytest.mark.parametrize(("title", "stage"), NOT_DECIDED)
def test_what_was_not_decided_is_not_told_as_done(title, stage):
    assert verdict(title).stage is stage


@pytest.mark.parametrize(
    ("title", "text", "stage"),
    [
        (
            "Berkeley adopts police drone rules",
            "The City Council voted 8-2 on Tuesday for the ordinance. A second reading is scheduled for Dec. 2.",
            Stage.PASSED_CHAMBER,
        ),
        (
            "Council approves license plate reader ordinance for police",
            "It passed 22-14. Mayor John Cooper is expected to sign it.",
            Stage.PASSED_CHAMBER,
        ),
        (
            "Trustees keep police plate readers off",
            "The village board voted 6-1 against restarting the cameras of Flock Safety.",
            Stage.FAILED,
        ),
        (
            "Minneapolis bans police use of facial recognition",
            "The City Council voted 13-0 on Friday, on its second reading, and the mayor signed it.",
            Stage.ENACTED,
        ),
    ],
)  # fmt: skip
def test_the_first_sentences_may_turn_the_headline_round(title, text, stage):
    assert verdict(title, text).stage is stage


DECIDED = [
    ("Council approves police license plate readers, delays facial recognition vote", Stage.ENACTED),
    (
        "Council adopts police facial recognition ban on second reading after first reading in May",
        Stage.ENACTED,
    ),
    ("City council approves police drone program; no permit required for flights", Stage.ENACTED),
    ("City council approves Flock cameras for police; no purchase limits set", Stage.ENACTED),
    ("Governor vetoes police facial recognition bill", Stage.VETOED),
    ("Lawmakers override after governor vetoes police facial recognition bill", Stage.ENACTED),
    ("Boston bans police use of facial recognition", Stage.ENACTED),
    ("Council votes 7-2 to ban police facial recognition", Stage.ENACTED),
    ("Council votes against renewing police license plate reader contract", None),
    (
        "San Diego adopts police surveillance ordinance six years after streetlight camera uproar",
        Stage.ENACTED,
    ),
]


@pytest.mark.parametrize(("title", "stage"), DECIDED)
def test_what_was_decided_stays_decided(title, stage):
    found = verdict(title)
    assert found.stage is stage or (stage is None and found.stage in {Stage.FAILED, Stage.REPEALED})


@pytest.mark.parametrize(
    "title",
    [
        "Letter: Keep the police Flock cameras in Longmont",
        "Op-Ed: Pass the police facial recognition bill",
        "Our view: Ban police facial recognition",
        "Commentary | The council was right to reject police drones",
    ],
)
def test_a_labelled_opinion_is_one(title):
    found = verdict(title, "The council should act before police buy more license plate readers.")
    assert found.action is Action.OPINION
    assert found.stage in {Stage.NONE, Stage.PROPOSED, Stage.FAILED}


IN_COURT = [
    ("Judge blocks police drone program in Norfolk", StageDetail.ENJOINED),
    ("Judge agrees to block police plate readers in Norfolk", StageDetail.ENJOINED),
    ("Judge won't block police plate readers in Norfolk", None),
    ("Court denies injunction against Oakland police plate readers", None),
    ("Appeals court lifts injunction on police facial recognition law", None),
    ("Judge asked to block San Jose police license plate readers", StageDetail.FILED),
    ("Group wants court to block Norfolk police Flock cameras", StageDetail.FILED),
    ("Judge declines to strike down police facial recognition law", None),
    ("Court strikes down police facial recognition law", StageDetail.STRUCK_DOWN),
    ("Appeals court upholds police facial recognition ban", StageDetail.UPHELD),
]  # fmt: skip


@pytest.mark.parametrize(("title", "detail"), IN_COURT)
def test_a_court_that_refuses_has_not_ruled_so(title, detail):
    assert verdict(title, "The case concerns the city's contract, court records show.").stage_detail is detail


def test_the_words_are_shown():
    found = verdict("Council votes 5-4 to table police facial recognition ban")
    (proof,) = [each for each in found.evidence if each.field == "stage"]
    assert (proof.text, proof.rule) == ("votes 5-4 to table", "turn.put.off")
    assert found.stage_detail is StageDetail.POSTPONED


LABELLED = Path(__file__).parents[1] / "data/judged.jsonl"


def test_they_correct_no_right_answer_of_our_labelled_items(monkeypatch):
    items = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    items = [each for each in items if each["labels"]["relevant"] is True]

    def right():
        found = {}
        for each in items:
            said = verdict(each["title"], each["summary"] or "")
            labels = each["labels"]
            found[each["id"]] = (said.action == labels["action"], said.stage == (labels["stage"] or "none"))
        return found

    with_words = right()
    monkeypatch.setattr(decision, "TURNS", ())
    without = right()
    assert without != {}
    assert [name for name, each in without.items() if sum(each) > sum(with_words[name])] == []


TOLD_BY_WHOM = [
    (
        "Salem voters back police surveillance charter amendment",
        "The measure, which requires council approval for police surveillance technology, led with 68% of the vote.",
        Stage.ENACTED,
        StageDetail.ADOPTED_BY_VOTERS,
    ),
    (
        "Before referendum, Portland city council votes in facial recognition ban",
        "Councilors unanimously approved a ban on facial recognition technology on Monday.",
        Stage.ENACTED,
        StageDetail.PASSED_BY_COUNCIL,
    ),
    (
        "Senators Lane and Ortiz Announce Facial Recognition Limits Act",
        "The lawmakers want a warrant for each police face search.",
        Stage.PROPOSED,
        None,
    ),
    (
        "Rules for police facial recognition head to council",
        "Fresh from lifting its ban two weeks ago, the City Council takes up two ordinances on Thursday.",
        Stage.PROPOSED,
        None,
    ),
    (
        "Mills lets facial recognition bill become law",
        "Gov. Janet Mills did not sign it and did not veto it, so a near-total ban on police face surveillance is law.",
        Stage.ENACTED,
        StageDetail.BECAME_LAW_UNSIGNED,
    ),
    (
        "Minneapolis bars its police from facial recognition",
        "The City Council approved the ban 13-0 on Friday. It goes to the mayor, who has said he will sign it.",
        Stage.PASSED_CHAMBER,
        None,
    ),
    (
        "Milwaukee Police Department bans facial recognition after outcry",
        "The department said on Friday that officers may not use the technology.",
        Stage.EFFECTIVE,
        None,
    ),
    (
        "Minneapolis moves closer to ban on police facial recognition",
        "A City Council committee approved the ordinance on Thursday.",
        Stage.COMMITTEE,
        None,
    ),
    (
        "Tampa buys plate readers for police",
        "Three members voted against the contract, but it passed 4-3.",
        Stage.ENACTED,
        None,
    ),
    (
        "Tampa police get 40 plate readers in 4-3 vote",
        "Three council members voted against the purchase.",
        Stage.ENACTED,
        None,
    ),
    (
        "Governor threatens to veto plate reader bill",
        "The House passed limits for police 60-40.",
        Stage.PASSED_CHAMBER,
        StageDetail.PASSED_ONE_CHAMBER,
    ),
    (
        "Lawmakers pass police drone bill 90-2",
        "The bill goes to Gov. Spencer Cox.",
        Stage.PASSED_CHAMBER,
        StageDetail.PASSED_LEGISLATURE,
    ),
    (
        "Cambridge City Council orders police Flock cameras removed",
        "The vote on Monday was 7-2.",
        Stage.REPEALED,
        None,
    ),
    (
        "Bozeman signs Flock contract for police",
        "The city issued a request for proposals and chose Flock.",
        Stage.ENACTED,
        StageDetail.SIGNED,
    ),
    (
        "Flock contract goes down in flames",
        "Councilmembers turned down an extension of the automated plate reader contract Monday night.",
        Stage.FAILED,
        None,
    ),
    (
        "No vote yet on second try at police facial recognition ban",
        "The council put off until May an ordinance that its mayor vetoed last fall.",
        Stage.PROPOSED,
        StageDetail.POSTPONED,
    ),
    (
        "Surveillance disclosure act passes",
        "Under a bill that cleared the City Council 44-6, police will have to list surveillance tools once it is signed.",
        Stage.PASSED_CHAMBER,
        None,
    ),
]


@pytest.mark.parametrize(
    ("title", "text", "stage", "detail"), TOLD_BY_WHOM, ids=[row[0] for row in TOLD_BY_WHOM]
)
def test_who_decided_is_told_by_plain_words(title, text, stage, detail):
    found = verdict(title, text)
    assert (found.stage, found.stage_detail) == (stage, detail)


def test_a_columnist_has_an_opinion():
    found = verdict(
        "The council's face recognition vote was the easy part",
        "Banning a tool that no police officer used costs nothing. Our columnist would rather hear of the cameras.",
    )
    assert found.action is Action.OPINION


def test_a_legislature_is_two_chambers():
    found = verdict(
        "Governor expected to sign police drone warrant bill",
        "The Utah Legislature passed the bill on police drones last week; Gov. Cox is expected to sign it.",
    )
    assert (found.stage, found.stage_detail) == (Stage.PASSED_CHAMBER, StageDetail.PASSED_LEGISLATURE)


def test_a_poll_of_voters_decides_nothing():
    found = verdict(
        "Poll: voters back limits on police facial recognition",
        "Two thirds of those asked would support a law.",
    )
    assert found.stage_detail is not StageDetail.ADOPTED_BY_VOTERS


def test_a_suit_that_a_judge_rules_on_was_not_filed_today():
    found = verdict(
        "Judge rules for Norfolk in lawsuit over police plate readers", "A federal judge sided with the city."
    )
    assert found.stage_detail is not StageDetail.FILED


def test_chances_are_told_with_the_answer():
    """Every answer is among the likely ones, and all of them together are no more than certain."""
    found = verdict("Salem council bans police facial recognition", "The City Council voted 7-0 on Monday.")
    assert max(found.action_chances, key=found.action_chances.get) == found.action
    assert max(found.stage_chances, key=found.stage_chances.get) == found.stage
    for chances in (found.action_chances, found.stage_chances):
        assert all(0 < chance <= 1 for chance in chances.values())
        assert sum(chances.values()) <= 1.05


def test_plain_words_weigh_more_than_the_weights_they_correct():
    found = verdict("Council votes 5-4 to table police facial recognition ban")
    assert found.stage_chances[Stage.PROPOSED] >= decision.WORDS_RIGHT


def test_what_plain_words_bear_out_is_no_guess():
    """Weights that are of two minds on a short notice are not asked once its words say it."""
    found = verdict(
        "Request for proposals: automated license plate readers, file 26-0917",
        "The City of Duluth requests proposals for twelve plate readers for the police. Proposals are due on Friday.",
    )
    assert (found.stage, found.unsure) == (Stage.PROPOSED, False)


def test_what_was_kept_was_neither_bought_nor_ended():
    for title in (
        "Council opts not to drop police Flock cameras",
        "Council refuses to end police Flock deal",
    ):
        found = verdict(title, "Boise will keep its license plate readers after a 4-3 vote.")
        assert (found.action, found.stage) == (Action.OTHER, Stage.NONE)


def test_a_limit_that_stays_was_not_adopted():
    found = verdict(
        "Council keeps police facial recognition ban", "Members voted 3-2 against repeal of the ban."
    )
    assert (found.action, found.stage) == (Action.REPEAL, Stage.FAILED)


def test_a_bill_that_would_take_a_limit_away_is_a_rollback():
    found = verdict("Bill to repeal police drone warrant law clears Florida House", "The vote was 80-30.")
    assert (found.action, found.stage) == (Action.REPEAL, Stage.PASSED_CHAMBER)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Evanston police pause use of Flock cameras", "The 19 cameras are off while an audit is under way."),
        (
            "Chief suspends police use of facial recognition",
            "Officers may not run searches until a policy is written.",
        ),
    ],
)
def test_a_pause_is_a_moratorium(title, text):
    assert verdict(title, text).action is Action.MORATORIUM


def test_a_ban_on_sharing_is_no_ban_of_the_technology():
    found = verdict(
        "County supervisors ban sharing police plate reader data with ICE", "The vote on Tuesday was 5-0."
    )
    assert (found.action, found.stage) == (Action.REGULATE, Stage.ENACTED)
