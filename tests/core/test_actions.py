"""The action is what the decision does; a rollback is never taken for a ban."""

import pytest

from bot.core.actions import action_of
from bot.core.concepts import read
from bot.core.lexicon.actions import ACTION_RULES
from bot.core.vocabulary import Action


@pytest.mark.parametrize(
    ("title", "text", "action"),
    [
        # Eight headlines on one ban, and its opposites (docs/judgement.md).
        ("Council bans facial recognition", "", Action.BAN),
        ("Council lifts facial recognition ban", "", Action.REPEAL),
        ("Council repeals ban on face recognition", "", Action.REPEAL),
        ("Ban on face recognition is lifted", "", Action.REPEAL),
        ("Facial recognition ban fails", "", Action.BAN),
        ("Vote on facial recognition ban postponed", "", Action.BAN),
        ("Court blocks face recognition ban", "", Action.LAWSUIT),
        ("Council pauses use of face recognition", "", Action.MORATORIUM),
        ("Face recognition is off limits to police", "", Action.BAN),
        ("No more facial recognition for police", "", Action.BAN),
        ("Police can't use face recognition any more", "", Action.BAN),
        ("Police may use face recognition again after council vote", "", Action.REPEAL),
        # Background in a clause is not the news.
        ("Council adopts rules for face recognition", "Two weeks after lifting its ban, the council set rules.", Action.REGULATE),
        ("Retailer settles FTC case", "The store is banned from face recognition under the settlement.", Action.SETTLEMENT),
        ("Regulator fines Clearview AI", "The data protection authority called the scraping unlawful.", Action.ENFORCEMENT),
        ("Tribunal overturns Clearview fine", "", Action.LAWSUIT),
        ("FTC bans chain from using face recognition", "", Action.ENFORCEMENT),
        ("Attorney general investigates plate reader firm", "", Action.ENFORCEMENT),
        ("Man wrongly jailed after facial recognition match", "", Action.INCIDENT),
        ("Senate hearing on facial recognition", "The subcommittee heard from experts.", Action.OVERSIGHT),
        ("Council passes surveillance technology ordinance", "", Action.OVERSIGHT),
        ("Governor signs bill limiting police drones", "", Action.REGULATE),
        ("Council lets police fly drones", "", Action.AUTHORIZE),
        ("City renews Flock contract", "", Action.PROCURE),
        ("City ends Flock contract", "", Action.PROCURE),
        ("Editorial: Say no to police drones", "", Action.OPINION),
        ("GAO: agencies lack training on facial recognition", "", Action.STUDY),
        # Other languages.
        ("Zürich verbietet Gesichtserkennung", "", Action.BAN),
        ("Câmara aprova lei que proíbe reconhecimento facial", "", Action.BAN),
        ("Tribunal declara inconstitucional el reconocimiento facial", "", Action.LAWSUIT),
        # Nothing shows an action.
        ("Face recognition", "", Action.OTHER),
        ("", "", Action.OTHER),
    ],
)  # fmt: skip
def test_actions(title: str, text: str, action: Action) -> None:
    found, evidence, _ = action_of(read(title, text))
    assert found is action
    for proof in evidence:
        source = text if proof.source == "summary" else title
        assert source[proof.start : proof.end] == proof.text


def test_every_rule_has_its_own_name_and_a_reason() -> None:
    assert len({rule.id for rule in ACTION_RULES}) == len(ACTION_RULES)
    assert all(rule.why and rule.weight > 0 for rule in ACTION_RULES)
