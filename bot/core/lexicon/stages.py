"""How far a decision has come: rules in order of precedence, each with the case that asked for it."""

from bot.core.rules import Rule
from bot.core.vocabulary import Stage, StageDetail

Found = tuple[Stage, StageDetail | None]


def _rule(
    id_: str, value: Found, weight: float, pattern: str, why: str, *, veto: str = "", reach: int = 99
) -> Rule[Found]:
    return Rule(
        id=f"stage.{id_}", value=value, weight=weight, pattern=pattern, why=why, veto=veto, reach=reach
    )


_NOT_YET = "FUTURE;FIRST;TO PASS"
_SIGNED = (Stage.ENACTED, StageDetail.SIGNED)
_BY_COUNCIL = (Stage.ENACTED, StageDetail.PASSED_BY_COUNCIL)
_BY_VOTERS = (Stage.ENACTED, StageDetail.ADOPTED_BY_VOTERS)
_ENACTED = (Stage.ENACTED, None)
_READING = (Stage.PASSED_CHAMBER, StageDetail.FIRST_READING)
_CHAMBER = (Stage.PASSED_CHAMBER, StageDetail.PASSED_ONE_CHAMBER)
_LEGISLATURE = (Stage.PASSED_CHAMBER, StageDetail.PASSED_LEGISLATURE)
_PASSED = (Stage.PASSED_CHAMBER, None)
_POSTPONED = (Stage.PROPOSED, StageDetail.POSTPONED)
_PROPOSED = (Stage.PROPOSED, None)
_VETOED = (Stage.VETOED, None)
_FAILED = (Stage.FAILED, None)
_COMMITTEE = (Stage.COMMITTEE, None)
_EFFECTIVE = (Stage.EFFECTIVE, None)

STAGE_RULES: tuple[Rule[Found], ...] = (
    # --- the executive ----------------------------------------------------------------------------------
    _rule(
        "veto.override", (Stage.ENACTED, StageDetail.VETO_OVERRIDDEN), 9.6, "OVERRIDE ~3 VETO", "a veto fell"
    ),
    _rule("sign", _SIGNED, 9.2, "SIGN", "signed into law", veto="FUTURE;VETO;TO ~3 SIGN;PROPOSE"),
    _rule("veto", _VETOED, 9, "VETO", "vetoed or returned", veto="SIGN"),
    # --- the people -------------------------------------------------------------------------------------
    _rule("voters.pass", _BY_VOTERS, 9, "VOTERS ~8 PASS/BAN", "the people decided", veto="FUTURE;PROPOSE"),
    _rule("pass.voters", _BY_VOTERS, 9, "PASS/BAN ~8 VOTERS", "adopted by the people", veto="FUTURE;PROPOSE"),
    _rule("voters", _PROPOSED, 6, "VOTERS", "on the ballot", reach=1),
    # --- put off, voted down ----------------------------------------------------------------------------
    _rule("delay", _POSTPONED, 9, "DELAY", "put off", reach=1),
    _rule(
        "fail.text", _FAILED, 8, "FAIL ~6 BAN/MORATORIUM/TEXT/CONTRACT", "voted down or withdrawn", reach=1
    ),
    _rule("text.fail", _FAILED, 8, "BAN/MORATORIUM/TEXT/CONTRACT ~4 FAIL", "failed", reach=1),
    _rule("body.fail", _FAILED, 8, "BODY ~4 FAIL", "a body said no", reach=1),
    # --- a part of the body -----------------------------------------------------------------------------
    _rule("panel.pass", _COMMITTEE, 8.8, "PANEL ~8 PASS/ADVANCE/FAIL", "a committee voted", reach=3),
    _rule("pass.panel", _COMMITTEE, 8.8, "PASS/ADVANCE/FAIL ~8 PANEL", "by a committee", reach=3),
    _rule("panel", _COMMITTEE, 6, "PANEL", "before a committee", reach=0, veto="HEARING"),
    # --- first of several votes -------------------------------------------------------------------------
    _rule("council.first", _READING, 8.6, "COUNCIL ~14 FIRST", "the first of several votes", reach=2),
    _rule(
        "first.council",
        _READING,
        8.6,
        "FIRST ~14 COUNCIL",
        "the first of several votes",
        reach=2,
        veto="PROPOSE",
    ),
    _rule("council.pass.future", _PASSED, 8.2, "COUNCIL ~8 PASS ~20 FUTURE", "passed, more is due", reach=2),
    _rule("future.council", _PASSED, 6.8, "FUTURE ~12 COUNCIL ~6 PASS", "passed, more is due", reach=2),
    _rule("advance", _PASSED, 6.5, "ADVANCE", "came one step further", reach=1),
    # --- legislatures -----------------------------------------------------------------------------------
    _rule("to.governor", _LEGISLATURE, 8.8, "FUTURE ~6 GOVERNOR", "waits for the governor"),
    _rule("to.mayor", _PASSED, 8.6, "FUTURE ~6 MAYOR", "waits for the mayor"),
    _rule("chamber.pass", _CHAMBER, 8, "CHAMBER ~8 PASS", "a legislature voted", veto="TO + PASS"),
    _rule("pass.chamber", _CHAMBER, 8, "PASS ~8 CHAMBER", "passed by a legislature", veto="TO + PASS"),
    # --- councils ---------------------------------------------------------------------------------------
    _rule("final", _BY_COUNCIL, 8.4, "PASS ~4 FINAL", "the last vote", reach=1, veto="FUTURE"),
    _rule("final.pass", _BY_COUNCIL, 8.4, "FINAL ~6 PASS/COUNCIL", "the last vote", reach=1, veto="FUTURE"),
    _rule("council.pass", _BY_COUNCIL, 7.6, "COUNCIL ~8 PASS", "a council voted", veto=_NOT_YET),
    _rule("pass.council", _BY_COUNCIL, 7.6, "PASS ~10 COUNCIL", "passed by a council", veto=_NOT_YET),
    _rule(
        "council.bans", _BY_COUNCIL, 7, "COUNCIL ~5 BAN", "a council forbids", veto="FUTURE;PROPOSE;TO BAN"
    ),
    _rule("ban.council", _BY_COUNCIL, 7, "BAN ~8 COUNCIL", "forbidden by a council", veto="FUTURE;PROPOSE"),
    # --- in force ---------------------------------------------------------------------------------------
    _rule("effect", _EFFECTIVE, 8.5, "EFFECT", "in force", reach=1, veto="FUTURE;ANNOUNCE"),
    _rule("police.bans", _EFFECTIVE, 7.4, "POLICE + BAN/MORATORIUM", "an agency binds itself", reach=1),
    _rule(
        "chief.bans",
        _EFFECTIVE,
        7.4,
        "BAN/MORATORIUM ~5 TECH ~5 POLICE",
        "an agency binds itself",
        reach=0,
        veto="FROM;COUNCIL",
    ),
    # --- wishes -----------------------------------------------------------------------------------------
    _rule("hearing", (Stage.HEARING, None), 8, "HEARING", "people are heard", reach=0),
    _rule("hearing.lead", (Stage.HEARING, None), 6, "HEARING", "people are heard", reach=1, veto="PASS;BAN"),
    _rule("propose.title", _PROPOSED, 7.5, "PROPOSE", "somebody wants it", reach=0),
    _rule("future.title", _PROPOSED, 7, "FUTURE", "not decided yet", reach=0),
    _rule("propose.lead", _PROPOSED, 6.8, "PROPOSE", "somebody wants it", reach=1, veto="COUNCIL ~8 PASS"),
    _rule("future.lead", _PROPOSED, 6.6, "FUTURE", "not decided yet", reach=1),
    # --- what the headline states -----------------------------------------------------------------------
    _rule("rules.issued", _ENACTED, 6.4, "RULES/LAW ~6 ANNOUNCE", "rules are issued", reach=2),
    _rule("issued.rules", _ENACTED, 6.4, "ANNOUNCE ~6 RULES/LAW", "rules are issued", reach=2),
    _rule("contract.ends", (Stage.REPEALED, None), 5.5, "END", "a contract or a rule ends", reach=1),
    _rule("pass.title", _ENACTED, 6, "PASS", "a decision in the headline", reach=0, veto="TO + PASS"),
    _rule("law.title", _ENACTED, 5, "LAW", "a law in the headline", reach=0),
    _rule("ban.title", _ENACTED, 4.5, "BAN", "forbids, says the headline", reach=0),
    _rule("pass.lead", _ENACTED, 5, "PASS", "a decision", reach=2, veto="TO + PASS"),
    _rule("contract.title", _ENACTED, 4, "CONTRACT", "a purchase", reach=0),
    _rule("propose.late", _PROPOSED, 5, "PROPOSE/FUTURE", "not decided yet"),
)
