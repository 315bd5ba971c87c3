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


# "to approve it" is a wish, "voted 4-0 to approve it" is not.
_WISHED = "^ !PASS ~40 TO + PASS"
_NOT_YET = f"FUTURE;FIRST;LEFT;{_WISHED};PANEL;CLOSER"
_WISH = "FUTURE;PROPOSE;CONSULT;TO + BAN;CLOSER"
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
_REPEALED = (Stage.REPEALED, None)

STAGE_RULES: tuple[Rule[Found], ...] = (
    # --- the executive ----------------------------------------------------------------------------------
    _rule(
        "veto.partial",
        (Stage.ENACTED, StageDetail.PARTIALLY_VETOED),
        11.5,
        "PARTIAL",
        "a partial veto signs the rest",
    ),
    _rule(
        "veto.held", (Stage.VETOED, StageDetail.VETO_SUSTAINED), 11.4, "SUSTAIN", "a veto held", veto="COURT"
    ),
    _rule(
        "unsigned",
        (Stage.ENACTED, StageDetail.BECAME_LAW_UNSIGNED),
        11.2,
        "UNSIGNED",
        "law without a signature",
        veto="RETURNED",
    ),
    _rule(
        "veto.override", (Stage.ENACTED, StageDetail.VETO_OVERRIDDEN), 11, "OVERRIDE ~3 VETO", "a veto fell"
    ),
    _rule(
        "veto.sum",
        _VETOED,
        11.7,
        "LINEITEM/PARTIAL ~6 TECH/CONTRACT",
        "the sum for the technology was struck out",
        reach=0,
        veto="BILL",
    ),
    _rule(
        "veto.item",
        (Stage.ENACTED, StageDetail.PARTIALLY_VETOED),
        10.9,
        "LINEITEM",
        "a partial veto signs the rest",
    ),
    _rule(
        "override.by",
        (Stage.ENACTED, StageDetail.VETO_OVERRIDDEN),
        10.9,
        "OVERRIDE ~5 GOVERNOR/MAYOR",
        "a veto fell",
        reach=1,
        veto="FAIL;FUTURE;PROPOSE;CANT;TO + OVERRIDE",
    ),
    _rule(
        "overridden",
        (Stage.ENACTED, StageDetail.VETO_OVERRIDDEN),
        10.9,
        "PASS ~14 OVERRIDE",
        "a veto fell",
        reach=1,
        veto="FAIL;FUTURE;CANT",
    ),
    _rule(
        "sign",
        _SIGNED,
        10.4,
        "SIGN",
        "signed into law",
        veto="FUTURE;VETO;TO ~3 SIGN;PROPOSE;RETURNED;SIGN ~3 AGO",
    ),
    _rule("veto", _VETOED, 10.2, "VETO", "vetoed", veto="SIGN"),
    _rule("return", _VETOED, 10.2, "GOVERNOR/MAYOR ~12 RETURNED", "returned by the executive"),
    _rule("returned", _VETOED, 10.2, "RETURNED ~12 GOVERNOR/MAYOR", "returned by the executive"),
    _rule(
        "returned.chamber", _VETOED, 10.2, "RETURNED ~12 CHAMBER", "returned by the executive", veto="PASS"
    ),
    _rule(
        "cabinet", _PROPOSED, 8.8, "CABINET ~10 BILL/LAW/PROPOSAL", "a government's bill", veto="SIGN;EFFECT"
    ),
    _rule(
        "bill.cabinet",
        _PROPOSED,
        8.8,
        "BILL/LAW/PROPOSAL ~12 CABINET",
        "a government's bill",
        veto="SIGN;EFFECT",
    ),
    # --- the people -------------------------------------------------------------------------------------
    _rule("voters.pass", _BY_VOTERS, 9.4, "VOTERS ~10 PASS/BAN", "the people decided", veto=_WISH),
    _rule("pass.voters", _BY_VOTERS, 9.4, "PASS/BAN ~10 VOTERS", "adopted by the people", veto=_WISH),
    _rule(
        "voters.fail",
        _FAILED,
        9.4,
        "VOTERS ~3 FAIL ~8 BAN/TEXT/MORATORIUM/OVERSIGHT",
        "the people said no",
        veto="FUTURE",
    ),
    _rule("voters", _PROPOSED, 6, "VOTERS", "on the ballot", reach=1),
    # --- put off, voted down ----------------------------------------------------------------------------
    _rule("delay", _POSTPONED, 9, "DELAY", "put off", reach=1),
    _rule(
        "fail.text",
        _FAILED,
        8,
        "FAIL ~6 BAN/MORATORIUM/TEXT/CONTRACT/VALPR",
        "voted down",
        reach=1,
        veto="NEWRULES",
    ),
    _rule(
        "text.fail",
        _FAILED,
        8,
        "BAN/MORATORIUM/TEXT/CONTRACT/DEAL ~12 FAIL",
        "failed",
        reach=1,
        veto="NEWRULES;SIGN",
    ),
    _rule("body.fail", _FAILED, 8, "BODY ~4 FAIL", "a body said no", reach=1),
    _rule(
        "vote.to.fail",
        _FAILED,
        9.8,
        "BODY/PASS ~8 TO + FAIL",
        "voted to say no",
        reach=1,
        veto="FUTURE;PANEL;PROPOSE",
    ),
    _rule(
        "vote.against",
        _FAILED,
        9.4,
        "BODY ~3 PASS ~4 AGAINST",
        "voted against it",
        reach=1,
        veto="FUTURE;PANEL;PASS ~3 TO + AGAINST",
    ),
    _rule("shelve.text", _POSTPONED, 6.5, "SHELVE ~6 BAN/MORATORIUM/TEXT/CONTRACT/RFP", "put aside", reach=0),
    # --- a part of the body -----------------------------------------------------------------------------
    _rule(
        "panel.pass",
        _COMMITTEE,
        11.1,
        "PANEL ~8 PASS/ADVANCE/FAIL",
        "a committee voted",
        reach=3,
        veto="COURT",
    ),
    _rule(
        "pass.panel",
        _COMMITTEE,
        10,
        "PASS/ADVANCE/FAIL/CLOSER ~8 PANEL",
        "by a committee",
        reach=2,
        veto="COUNCIL ~3 PASS",
    ),
    _rule(
        "panel.advises", _COMMITTEE, 8.6, "PANEL ~4 PROPOSE", "a committee advises", reach=0, veto="HEARING"
    ),
    _rule("panel", _COMMITTEE, 6, "PANEL", "before a committee", reach=0, veto="HEARING"),
    _rule(
        "panel.sends",
        _COMMITTEE,
        10.4,
        "PANEL ~2 SENDS/HEADSTO",
        "a committee hands it on",
        reach=1,
        veto="COURT",
    ),
    _rule(
        "sent.by.panel", _COMMITTEE, 10.2, "SENDS ~2 PANEL", "a committee hands it on", reach=1, veto="COURT"
    ),
    _rule(
        "before.panel",
        _COMMITTEE,
        9.3,
        "FUTURE ~4 PANEL",
        "before a committee",
        reach=1,
        veto="PROPOSE ~6 PANEL",
    ),
    # --- first of several votes -------------------------------------------------------------------------
    _rule(
        "council.first",
        _READING,
        8.6,
        "COUNCIL ~14 FIRST",
        "the first of several votes",
        reach=2,
        veto="PROPOSE",
    ),
    _rule(
        "first.council",
        _READING,
        8.6,
        "FIRST ~14 COUNCIL",
        "the first of several",
        reach=2,
        veto="PROPOSE;FUTURE",
    ),
    _rule(
        "first.title",
        _READING,
        8.7,
        "PASS/BODY ~3 FIRST",
        "the first of several votes",
        reach=0,
        veto="PROPOSE;FUTURE",
    ),
    _rule(
        "chamber.first",
        _READING,
        9.4,
        "CHAMBER ~6 FIRST",
        "the first of several votes",
        reach=1,
        veto="PROPOSE",
    ),
    _rule("council.pass.future", _PASSED, 8.2, "COUNCIL ~8 PASS ~20 FUTURE", "passed, more is due", reach=2),
    _rule(
        "future.council",
        _PASSED,
        7.8,
        "FUTURE ~12 COUNCIL ~6 PASS",
        "passed, more is due",
        reach=2,
        veto="PROPOSE",
    ),
    _rule("to.sign", _PASSED, 10, "FUTURE ~10 SIGN", "a signature is due", reach=3),
    _rule("sign.future", _PASSED, 10, "MAYOR/GOVERNOR ~4 SIGN ~6 FUTURE", "a signature is due", reach=3),
    _rule("left", _PASSED, 8.4, "LEFT", "one vote is left", reach=2, veto="PROPOSE"),
    _rule("advance", _PASSED, 6.5, "ADVANCE", "came one step further", reach=1),
    _rule("closer", _PROPOSED, 6, "CLOSER", "a vote is still due", reach=1),
    # --- legislatures -----------------------------------------------------------------------------------
    _rule("to.governor", _LEGISLATURE, 10, "FUTURE ~6 GOVERNOR", "waits for the governor", veto="PROPOSE"),
    _rule("to.mayor", _PASSED, 8.6, "FUTURE ~6 MAYOR", "waits for the mayor", veto="PROPOSE"),
    _rule(
        "to.chamber",
        _CHAMBER,
        7.9,
        "HEADSTO ~1 CHAMBER",
        "the other chamber has it next",
        reach=3,
        veto="PROPOSE;RETURNED ~12 GOVERNOR",
    ),
    _rule(
        "parliament.law",
        _ENACTED,
        9.6,
        "PARLIAMENT ~6 PASS ~3 LAW/BAN/MORATORIUM",
        "a national law was adopted",
        reach=2,
        veto="BILL;FUTURE;PROPOSAL;FIRST;PANEL;PROPOSE;AGO",
    ),
    _rule(
        "chamber.final",
        _PASSED,
        9.3,
        "CHAMBER ~5 FINAL",
        "a legislature voted",
        reach=1,
        veto="FUTURE ~3 FINAL",
    ),
    _rule(
        "final.chamber",
        _PASSED,
        9.3,
        "FINAL ~4 CHAMBER",
        "a legislature voted",
        reach=1,
        veto="FUTURE;LATER ~3 FINAL",
    ),
    _rule(
        "bill.final",
        _PASSED,
        8.8,
        "BILL ~3 FINAL",
        "a bill's last reading in a chamber",
        reach=0,
        veto="COUNCIL;FUTURE",
    ),
    _rule(
        "chamber.pass",
        _CHAMBER,
        9.2,
        "CHAMBER ~8 PASS",
        "a legislature voted",
        veto=f"{_WISHED};PANEL ~2 PASS;AGO;NEGATION + PASS;CHAMBER ~1 LATER ~2 PASS",
    ),
    _rule(
        "pass.chamber", _CHAMBER, 9.2, "PASS ~8 CHAMBER", "passed by a legislature", veto=f"{_WISHED};PANEL"
    ),
    # --- councils: an ordinance is done; of a bill, the mayor's signature is still due ---------------------
    _rule("final", _BY_COUNCIL, 8.6, "PASS ~4 FINAL", "the last vote", reach=1, veto="FUTURE;CHAMBER;FAIL"),
    _rule(
        "final.pass",
        _BY_COUNCIL,
        8.6,
        "FINAL ~6 PASS/COUNCIL",
        "the last vote",
        reach=1,
        veto="FUTURE;CHAMBER;FAIL",
    ),
    _rule(
        "bill.council",
        _PASSED,
        9.4,
        "BILL ~4 PASS ~8 COUNCIL",
        "a bill waits for its signature",
        veto="FINAL;CLOSER",
    ),
    _rule(
        "bill.council.pass",
        _PASSED,
        9.4,
        "BILL ~3 COUNCIL ~4 PASS",
        "a bill waits for its signature",
        veto="FINAL;CLOSER",
    ),
    _rule(
        "council.pass.bill",
        _PASSED,
        9.4,
        "COUNCIL ~4 PASS ~4 BILL",
        "a bill waits for its signature",
        veto="FINAL;CLOSER",
    ),
    _rule("council.pass", _BY_COUNCIL, 7.6, "COUNCIL ~8 PASS", "a council voted", veto=f"{_NOT_YET};AGO"),
    _rule(
        "pass.council", _BY_COUNCIL, 7.6, "PASS ~10 COUNCIL", "passed by a council", veto=f"{_NOT_YET};AGO"
    ),
    _rule(
        "council.allows",
        _BY_COUNCIL,
        6.8,
        "COUNCIL ~4 ALLOW/RESTRICT",
        "a council decides",
        reach=1,
        veto=_WISH,
    ),
    _rule(
        "council.orders",
        _BY_COUNCIL,
        7.8,
        "COUNCIL + ORDER ~8 MORATORIUM/BAN/END",
        "a council commands",
        reach=1,
        veto=_WISH,
    ),
    _rule(
        "final.text",
        _ENACTED,
        7.4,
        "FINAL ~5 TEXT/BAN/MORATORIUM/CONTRACT/SURVTECH",
        "the last vote",
        reach=1,
        veto="FUTURE;CHAMBER;FAIL;BILL;LEFT;PROPOSE",
    ),
    _rule("council.bans", _BY_COUNCIL, 7, "COUNCIL ~5 BAN", "a council forbids", veto=_WISH),
    _rule("ban.council", _BY_COUNCIL, 7, "BAN ~8 COUNCIL", "forbidden by a council", veto=_WISH),
    _rule(
        "council.lifts",
        _BY_COUNCIL,
        6.8,
        "COUNCIL ~4 LIFT ~5 LIMITS/TEXT",
        "a council decides",
        reach=1,
        veto=_WISH,
    ),
    _rule(
        "council.ends",
        _REPEALED,
        8,
        "COUNCIL ~9 END/LIFT ~5 CONTRACT/VALPR/GUNSHOT",
        "a contract ends",
        reach=1,
        veto=_WISH,
    ),
    _rule(
        "ends.contract",
        _REPEALED,
        7.7,
        "END/LIFT ~4 CONTRACT/VALPR/GUNSHOT",
        "a contract ends",
        reach=0,
        veto=f"{_WISH};FAIL;COURT",
    ),
    _rule(
        "contract.over",
        _REPEALED,
        7.4,
        "CONTRACT/VALPR/GUNSHOT/ALPR ~4 END",
        "a contract ended",
        reach=1,
        veto=f"{_WISH};FAIL;COURT;BAN;TO + END",
    ),
    # --- in force ---------------------------------------------------------------------------------------
    _rule(
        "at.once",
        _EFFECTIVE,
        8.7,
        "ATONCE",
        "binds at once",
        reach=1,
        veto="COUNCIL ~6 PASS/BAN;CHAMBER;SIGN;COURT",
    ),
    _rule(
        "council.contract",
        _BY_COUNCIL,
        6,
        "COUNCIL ~4 CONTRACT",
        "a council buys",
        reach=1,
        veto=f"{_WISH};FAIL",
    ),
    _rule(
        "effect",
        _EFFECTIVE,
        8.5,
        "EFFECT",
        "in force",
        reach=1,
        veto="FUTURE;ANNOUNCE;NEWRULES;COUNCIL ~4 PASS/LIFT;CONSULT",
    ),
    _rule(
        "police.bans",
        _EFFECTIVE,
        7.4,
        "POLICE ~3 BAN/MORATORIUM",
        "an agency binds itself",
        reach=1,
        veto="BAN ~3 FROM;COUNCIL;CHAMBER;PASS;FUTURE;PROPOSE;LAW;BILL;CLOSER;COURT;GOVERNOR;PRIVATE",
    ),
    # --- wishes -----------------------------------------------------------------------------------------
    _rule(
        "agency.pauses",
        _EFFECTIVE,
        6.2,
        "MORATORIUM",
        "an agency pauses itself",
        reach=0,
        veto="COUNCIL;CHAMBER;PASS;BILL;LAW;PROPOSE;FUTURE;VOTERS;PRIVATE;GOVERNOR;COURT;UNTIL;TO + MORATORIUM",
    ),
    _rule(
        "agency.shelves",
        _EFFECTIVE,
        6.2,
        "POLICE/GOVT ~3 SHELVE",
        "an agency puts it aside",
        reach=0,
        veto="COUNCIL;CHAMBER;PASS;TEXT;PROPOSE;FUTURE;BAN;CONTRACT;RFP",
    ),
    _rule("rfp", _PROPOSED, 7.6, "RFP", "offers are asked for", reach=1, veto="COUNCIL ~8 PASS;FAIL;END"),
    _rule("rfp.fail", _FAILED, 8, "FAIL/END ~5 RFP", "offers are no longer asked for", reach=1),
    _rule("consult", _PROPOSED, 7.9, "CONSULT", "the public is asked first", reach=1),
    _rule(
        "heard",
        (Stage.HEARING, None),
        8.2,
        "COUNCIL/CHAMBER/PANEL/MAYOR ~1 HEARS",
        "people are heard",
        reach=0,
        veto="COURT;PASS;SUE;HEARS ~3 PROPOSAL",
    ),
    _rule(
        "police.stop",
        _EFFECTIVE,
        7.3,
        "^ ~2 POLICE ~2 END ~3 FACE",
        "an agency binds itself",
        reach=0,
        veto="CONTRACT;COUNCIL;FUTURE;PROPOSE;TO + END",
    ),
    _rule("hearing", (Stage.HEARING, None), 8, "HEARING", "people are heard", reach=0),
    _rule(
        "hearing.lead",
        (Stage.HEARING, None),
        7,
        "HEARING",
        "people are heard",
        reach=1,
        veto="PASS;BAN;FUTURE",
    ),
    _rule("propose.title", _PROPOSED, 7.5, "PROPOSE", "somebody wants it", reach=0),
    _rule("proposal.title", _PROPOSED, 6.2, "PROPOSAL", "a proposal", reach=0, veto="PASS;FAIL;VOTERS"),
    _rule("future.title", _PROPOSED, 7, "LATER/HEADSTO", "not decided yet", reach=0),
    _rule("modal.title", _PROPOSED, 6.1, "MODAL", "not decided yet", reach=0),
    _rule(
        "to.ban",
        _PROPOSED,
        6.5,
        "TO + BAN/RESTRICT/ALLOW/LIFT",
        "somebody wants it",
        reach=0,
        veto="NTH;PASS",
    ),
    _rule("propose.lead", _PROPOSED, 6.8, "PROPOSE", "somebody wants it", reach=1, veto="COUNCIL ~8 PASS"),
    _rule("future.lead", _PROPOSED, 6.6, "FUTURE", "not decided yet", reach=1),
    # --- what the headline states -----------------------------------------------------------------------
    _rule(
        "bill.passes",
        _PASSED,
        6.4,
        "BILL ~5 PASS",
        "a bill passed, where is not told",
        reach=3,
        veto=f"SIGN;COUNCIL;FINAL;VOTERS;{_WISHED};FUTURE ~2 PASS",
    ),
    _rule(
        "bill.passed",
        _PASSED,
        6.2,
        "PASS ~3 BILL",
        "a bill passed, where is not told",
        reach=1,
        veto=f"SIGN;COUNCIL;FINAL;VOTERS;{_WISHED};FUTURE ~2 PASS",
    ),
    _rule("allow.title", _ENACTED, 4.6, "ALLOW/LIFT/RESTRICT", "a decision in the headline", reach=0),
    _rule(
        "revive.title",
        _EFFECTIVE,
        5.5,
        "REVIVE",
        "in use again",
        reach=0,
        veto="COUNCIL;CHAMBER;BILL;LAW;FUTURE",
    ),
    _rule("new.rules", _ENACTED, 6.4, "NEWRULES", "new rules", reach=1, veto="PROPOSE"),
    _rule(
        "rules.issued",
        _ENACTED,
        6.6,
        "RULES/LAW/NEWRULES ~14 ANNOUNCE",
        "rules are issued",
        reach=2,
        veto="PROPOSE",
    ),
    _rule(
        "issued.rules",
        _ENACTED,
        6.6,
        "ANNOUNCE ~8 RULES/LAW/NEWRULES",
        "rules are issued",
        reach=2,
        veto="PROPOSE",
    ),
    _rule("contract.ends", _REPEALED, 5.5, "END", "a contract or a rule ends", reach=1),
    _rule("pass.title", _ENACTED, 6, "PASS", "a decision in the headline", reach=0, veto=_WISHED),
    _rule("nth", _ENACTED, 5.4, "NTH", "one more place has decided", reach=1, veto="FUTURE;CLOSER"),
    _rule(
        "council.final",
        _BY_COUNCIL,
        9.7,
        "COUNCIL ~8 FINAL",
        "the last vote",
        reach=1,
        veto="FUTURE;PROPOSE;LEFT",
    ),
    _rule("law.title", _ENACTED, 5, "LAW", "a law in the headline", reach=0),
    _rule("ban.title", _ENACTED, 4.5, "BAN", "forbids, says the headline", reach=0),
    _rule("pass.lead", _ENACTED, 5, "PASS", "a decision", reach=2, veto=_WISHED),
    _rule("contract.title", _ENACTED, 4, "CONTRACT", "a purchase", reach=0),
    _rule("propose.late", _PROPOSED, 5, "PROPOSE/FUTURE", "not decided yet"),
)
