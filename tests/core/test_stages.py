"""The stage is how far the decision has come: never law before it is law."""

import pytest

from bot.core.actions import action_of
from bot.core.concepts import read
from bot.core.lexicon.stages import STAGE_RULES
from bot.core.stages import direction_of, stage_of
from bot.core.vocabulary import Action, Direction, Stage, StageDetail


@pytest.mark.parametrize(
    ("title", "text", "stage", "detail"),
    [
        ("Council bans facial recognition", "The City Council voted 9-0 on Monday.", Stage.ENACTED, StageDetail.PASSED_BY_COUNCIL),
        ("Council considers face recognition ban", "", Stage.PROPOSED, None),
        ("Council to vote on face recognition ban", "", Stage.PROPOSED, None),
        ("Vote on face recognition ban postponed", "", Stage.PROPOSED, StageDetail.POSTPONED),
        ("Council gives face recognition ban first approval", "A second vote is due in May.", Stage.PASSED_CHAMBER, None),
        ("Face recognition ban passes first reading in council", "", Stage.PASSED_CHAMBER, StageDetail.FIRST_READING),
        ("Council passes face recognition bill", "The bill goes to the mayor.", Stage.PASSED_CHAMBER, None),
        ("House passes face recognition ban", "", Stage.PASSED_CHAMBER, StageDetail.PASSED_ONE_CHAMBER),
        ("Face recognition ban heads to governor", "", Stage.PASSED_CHAMBER, StageDetail.PASSED_LEGISLATURE),
        ("Governor signs face recognition ban", "", Stage.ENACTED, StageDetail.SIGNED),
        ("Governor vetoes face recognition ban", "", Stage.VETOED, None),
        ("Governor returns police bill with face recognition ban", "", Stage.VETOED, None),
        ("Senate overrides veto of face recognition ban", "", Stage.ENACTED, StageDetail.VETO_OVERRIDDEN),
        ("Voters ban face recognition", "", Stage.ENACTED, StageDetail.ADOPTED_BY_VOTERS),
        ("Voters to decide on face recognition ban", "", Stage.PROPOSED, None),
        ("Face recognition ban takes effect", "", Stage.EFFECTIVE, None),
        ("Face recognition ban fails in Senate", "", Stage.FAILED, None),
        ("Council rejects face recognition ban", "", Stage.FAILED, None),
        ("Committee backs face recognition ban", "", Stage.COMMITTEE, None),
        ("Public hearing on face recognition policy set", "", Stage.HEARING, None),
        ("Court blocks face recognition ban", "", Stage.CHALLENGED, None),
        ("Police department bans face recognition", "The chief issued the order on Friday.", Stage.EFFECTIVE, None),
        ("City ends Flock contract", "", Stage.REPEALED, None),
        ("Justice minister plans face recognition bill", "", Stage.PROPOSED, None),
        ("Company fined over face scans", "The regulator acted on Monday.", Stage.NONE, None),
        ("Governor signs drone bill with partial veto", "", Stage.ENACTED, StageDetail.PARTIALLY_VETOED),
        ("Drone bill becomes law without governor's signature", "", Stage.ENACTED, StageDetail.BECAME_LAW_UNSIGNED),
        ("Senate fails to override veto of drone bill", "", Stage.VETOED, StageDetail.VETO_SUSTAINED),
        ("Sponsor withdraws face recognition bill", "", Stage.FAILED, StageDetail.WITHDRAWN),
        ("Senator introduces face recognition bill", "", Stage.PROPOSED, StageDetail.INTRODUCED),
        ("Judge upholds face recognition ban", "", Stage.CHALLENGED, StageDetail.UPHELD),
        ("Court: police face recognition unlawful", "", Stage.CHALLENGED, StageDetail.STRUCK_DOWN),
        ("ACLU sues city over plate readers", "", Stage.CHALLENGED, StageDetail.FILED),
        # "voted 4-0 to approve" is a vote although "to approve" is a wish by itself.
        ("Commission allows police drones", "The Police Commission voted 4-0 to approve the policy.", Stage.ENACTED, None),
        # An earlier vote is background.
        ("Lawmakers want face recognition ban", "The council voted for a similar law two years ago.", Stage.PROPOSED, None),
        ("Man sues police over wrongful face recognition arrest", "", Stage.NONE, None),
        ("Rights groups challenge face recognition in court", "", Stage.CHALLENGED, None),
        ("", "", Stage.NONE, None),
    ],
)  # fmt: skip
def test_stages(title: str, text: str, stage: Stage, detail: StageDetail | None) -> None:
    reading = read(title, text)
    found, its_detail, evidence, _ = stage_of(reading, action_of(reading)[0])
    assert found is stage
    if detail:
        assert its_detail is detail
    for proof in evidence:
        source = text if proof.source == "summary" else title
        assert source[proof.start : proof.end] == proof.text


@pytest.mark.parametrize(
    ("action", "stage", "direction"),
    [
        (Action.BAN, Stage.ENACTED, Direction.RESTRICTS),
        (Action.BAN, Stage.FAILED, Direction.EXPANDS),  # a ban that fails leaves the use free
        (Action.BAN, Stage.VETOED, Direction.EXPANDS),
        (Action.REPEAL, Stage.ENACTED, Direction.EXPANDS),
        (Action.REPEAL, Stage.FAILED, Direction.RESTRICTS),
        (Action.PROCURE, Stage.ENACTED, Direction.EXPANDS),
        (Action.PROCURE, Stage.REPEALED, Direction.RESTRICTS),  # a contract ended
        (Action.LAWSUIT, Stage.CHALLENGED, Direction.CONTESTS),
        (Action.STUDY, Stage.NONE, Direction.INFORMS),
        (Action.OTHER, Stage.ENACTED, Direction.INFORMS),
    ],
)
def test_direction_follows_from_action_and_stage(action: Action, stage: Stage, direction: Direction) -> None:
    assert direction_of(action, stage) is direction


def test_every_rule_has_its_own_name_and_a_reason() -> None:
    assert len({rule.id for rule in STAGE_RULES}) == len(STAGE_RULES)
    assert all(rule.why and rule.weight > 0 for rule in STAGE_RULES)
