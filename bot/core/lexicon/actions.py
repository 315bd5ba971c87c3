"""What a decision does: rules in order of precedence, each with the case that asked for it."""

from bot.core.rules import Rule
from bot.core.vocabulary import Action


def _rule(
    id_: str, value: Action, weight: float, pattern: str, why: str, *, veto: str = "", reach: int = 99
) -> Rule[Action]:
    return Rule(
        id=f"action.{id_}", value=value, weight=weight, pattern=pattern, why=why, veto=veto, reach=reach
    )


ACTION_RULES: tuple[Rule[Action], ...] = (
    # --- parties and authorities ------------------------------------------------------------------------
    _rule("settle", Action.SETTLEMENT, 9.5, "SETTLE", "parties end a case", reach=2),
    _rule("fine.regulator", Action.ENFORCEMENT, 9, "REGULATOR ~8 FINE", "an authority fines", reach=3),
    _rule("fine.by", Action.ENFORCEMENT, 9, "FINE ~10 REGULATOR", "a fine by an authority", reach=3),
    _rule("fine.vendor", Action.ENFORCEMENT, 9, "FINE ~6 VFACE/VOTHER", "a company is fined"),
    _rule("fine.vendor2", Action.ENFORCEMENT, 9, "VFACE/VOTHER ~9 FINE", "a company is fined"),
    _rule("fine", Action.ENFORCEMENT, 7, "FINE", "a sanction in the headline", reach=0, veto="COURT;BILL"),
    _rule("regulator.bans", Action.ENFORCEMENT, 8.2, "REGULATOR ~3 BAN", "a regulator forbids a company"),
    _rule(
        "regulator.asks", Action.ENFORCEMENT, 8, "REGULATOR ~8 PROBE", "an authority asks questions", reach=2
    ),
    _rule(
        "probe.by",
        Action.ENFORCEMENT,
        7,
        "PROBE ~8 REGULATOR",
        "under investigation by an authority",
        reach=2,
    ),
    # --- rollback before ban: "lifts ban" is no ban -----------------------------------------------------
    _rule("lift.limit", Action.REPEAL, 9, "LIFT ~6 BAN/RESTRICT/MORATORIUM", "lifts a ban"),
    _rule("lift.rules", Action.REPEAL, 8.5, "LIFT ~6 RULES/OVERSIGHT/SURVTECH/LAW", "loosens limits"),
    _rule("limit.lifted", Action.REPEAL, 8.5, "BAN/RULES/MORATORIUM ~4 LIFT", "a ban is lifted"),
    _rule("end.limit", Action.REPEAL, 8, "END ~4 BAN/MORATORIUM/RESTRICT", "ends a ban"),
    _rule("after.ban", Action.REPEAL, 8, "AGAIN ~8 TECH", "brings a technology back", veto="PROPOSE;DELAY"),
    _rule("again", Action.REPEAL, 7.5, "TECH ~4 AGAIN", "in use again", veto="PROPOSE;DELAY;FUTURE", reach=0),
    _rule(
        "cut.oversight", Action.REPEAL, 8, "COUNCIL/PASS ~8 LIFT ~8 SURVTECH/OVERSIGHT", "weakens oversight"
    ),
    # --- courts -----------------------------------------------------------------------------------------
    _rule("court.ruling", Action.LAWSUIT, 8.5, "COURT ~10 RULING", "a court decides"),
    _rule("ruling.court", Action.LAWSUIT, 8.5, "RULING ~10 COURT", "decided by a court"),
    _rule("sue", Action.LAWSUIT, 8, "SUE", "a case is brought", reach=0),
    _rule("court", Action.LAWSUIT, 7.2, "COURT", "a court in the headline", reach=0),
    _rule("sue.tech", Action.LAWSUIT, 8, "SUE ~9 TECH", "a case about the technology", reach=2),
    _rule("tech.sue", Action.LAWSUIT, 8, "TECH ~9 SUE", "a case about the technology", reach=2),
    _rule(
        "ruling", Action.LAWSUIT, 6.6, "RULING", "a ruling in the headline", reach=0, veto="CHAMBER ~4 RULING"
    ),
    _rule("case", Action.LAWSUIT, 6, "COURT ~6 TECH", "a court and the technology", reach=2),
    # --- harm -------------------------------------------------------------------------------------------
    _rule("wronged.tech", Action.INCIDENT, 8.2, "WRONGED ~12 TECH", "harm by the technology"),
    _rule("tech.wronged", Action.INCIDENT, 8.2, "TECH ~12 WRONGED", "harm by the technology"),
    _rule("wronged", Action.INCIDENT, 7.8, "WRONGED", "somebody was harmed", reach=0),
    # --- limits -----------------------------------------------------------------------------------------
    _rule(
        "moratorium.tech",
        Action.MORATORIUM,
        7.6,
        "MORATORIUM ~8 TECH",
        "a pause of the technology",
        veto="DELAY",
    ),
    _rule(
        "tech.moratorium",
        Action.MORATORIUM,
        7.6,
        "TECH ~8 MORATORIUM",
        "a pause of the technology",
        veto="DELAY",
    ),
    _rule("moratorium", Action.MORATORIUM, 7, "MORATORIUM", "a pause in the headline", reach=0),
    _rule("ban.tech", Action.BAN, 7, "BAN ~8 TECH", "forbids the technology"),
    _rule("tech.ban", Action.BAN, 7, "TECH ~8 BAN", "the technology is forbidden"),
    _rule("ban", Action.BAN, 5.5, "BAN", "forbids"),
    # --- who watches ------------------------------------------------------------------------------------
    _rule(
        "oversight.law",
        Action.OVERSIGHT,
        6.6,
        "SURVTECH ~4 LAW/BILL/RULES/POLICY",
        "a surveillance ordinance",
    ),
    _rule(
        "law.oversight",
        Action.OVERSIGHT,
        6.6,
        "LAW/BILL/RULES ~5 SURVTECH",
        "rules for surveillance technology",
    ),
    _rule("oversight.surv", Action.OVERSIGHT, 7, "OVERSIGHT ~8 SURVTECH/SURV/CAMERA/TECH", "watched use"),
    _rule("surv.oversight", Action.OVERSIGHT, 7, "SURVTECH/SURV/CAMERA/TECH ~8 OVERSIGHT", "watched use"),
    _rule(
        "oversight",
        Action.OVERSIGHT,
        5.5,
        "OVERSIGHT",
        "oversight",
        veto="CHAMBER ~2 OVERSIGHT ~4 PANEL",
        reach=2,
    ),
    _rule("hearing", Action.OVERSIGHT, 6.2, "CHAMBER/PANEL ~10 HEARING", "a legislature asks about use"),
    _rule("hearing.panel", Action.OVERSIGHT, 6.2, "HEARING ~8 PANEL/CHAMBER", "a legislature asks about use"),
    # --- money and permission ---------------------------------------------------------------------------
    _rule("end.contract", Action.PROCURE, 7.2, "END ~7 CONTRACT/VALPR/GUNSHOT", "ends a contract"),
    _rule("contract.end", Action.PROCURE, 7, "CONTRACT/VALPR/GUNSHOT ~5 END", "a contract ends"),
    _rule("tech.end", Action.PROCURE, 6.4, "END ~5 TECH", "ends a programme", veto="LIMITS"),
    _rule("tech.ends", Action.PROCURE, 6.4, "TECH ~5 END", "a programme ends", veto="LIMITS"),
    _rule("contract.tech", Action.PROCURE, 6.5, "CONTRACT ~8 TECH", "buys the technology"),
    _rule("tech.contract", Action.PROCURE, 6.5, "TECH ~8 CONTRACT", "buys the technology"),
    _rule("contract", Action.PROCURE, 5, "CONTRACT", "a purchase in the headline", reach=0),
    _rule("allow.police", Action.AUTHORIZE, 6.8, "ALLOW ~4 POLICE ~6 TECH", "lets police use it"),
    _rule("police.allow", Action.AUTHORIZE, 6.6, "POLICE ~5 ALLOW", "police may use it"),
    _rule("allow.tech", Action.AUTHORIZE, 6.4, "ALLOW ~8 TECH", "permits the technology"),
    _rule("tech.allow", Action.AUTHORIZE, 6, "TECH ~6 ALLOW", "the technology is permitted"),
    # --- words about it ---------------------------------------------------------------------------------
    _rule("opinion.title", Action.OPINION, 9, "OPINION", "somebody argues", reach=0),
    _rule("study.title", Action.STUDY, 6, "STUDY", "findings in the headline", reach=0, veto="LIMITS;BODY"),
    _rule(
        "study.lead",
        Action.STUDY,
        6.5,
        "STUDY ~8 TECH",
        "findings about the technology",
        reach=2,
        veto="LIMITS",
    ),
    # --- rules short of a ban ---------------------------------------------------------------------------
    _rule("restrict.tech", Action.REGULATE, 6.4, "RESTRICT ~8 TECH", "limits the technology"),
    _rule("tech.restrict", Action.REGULATE, 6.4, "TECH ~8 RESTRICT", "the technology is limited"),
    _rule("rules.tech", Action.REGULATE, 6, "RULES ~6 TECH", "rules for the technology"),
    _rule("tech.rules", Action.REGULATE, 6, "TECH ~4 RULES/POLICY", "rules for the technology"),
    _rule("restrict", Action.REGULATE, 4.5, "RESTRICT", "limits"),
    _rule("law.tech", Action.REGULATE, 4.6, "LAW/BILL ~5 TECH", "a law on the technology"),
    _rule("tech.law", Action.REGULATE, 4.6, "TECH ~3 LAW/BILL", "a law on the technology"),
    # --- faint traces -----------------------------------------------------------------------------------
    _rule("police.tech", Action.AUTHORIZE, 3, "POLICE ~5 TECH", "police and the technology", reach=1),
    _rule(
        "body.vendor", Action.PROCURE, 4, "COUNCIL ~9 VALPR/GUNSHOT/ALPR", "a council and a system", reach=1
    ),
    _rule("study", Action.STUDY, 3, "STUDY", "findings", reach=1),
)
