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
    # "the vote settled Parliament's position" settles no case.
    _rule("settle", Action.SETTLEMENT, 10, "SETTLE", "parties end a case", reach=2, veto="CHAMBER;FUTURE"),
    _rule(
        "fine.regulator",
        Action.ENFORCEMENT,
        9,
        "REGULATOR ~8 FINE",
        "an authority fines",
        reach=3,
        veto="COURT",
    ),
    _rule(
        "fine.by",
        Action.ENFORCEMENT,
        9,
        "FINE ~10 REGULATOR",
        "a fine by an authority",
        reach=3,
        veto="COURT",
    ),
    _rule(
        "fine.vendor",
        Action.ENFORCEMENT,
        9,
        "FINE ~6 VFACE/VOTHER/PRIVATE",
        "a company is fined",
        veto="COURT",
    ),
    _rule(
        "fine.vendor2",
        Action.ENFORCEMENT,
        9,
        "VFACE/VOTHER/PRIVATE ~9 FINE",
        "a company is fined",
        veto="COURT",
    ),
    _rule("fine", Action.ENFORCEMENT, 7, "FINE", "a sanction in the headline", reach=0, veto="COURT;BILL"),
    _rule(
        "regulator.bans",
        Action.ENFORCEMENT,
        8.2,
        "REGULATOR ~3 BAN",
        "a regulator forbids a company",
        veto="POLICE",
    ),
    _rule(
        "regulator.finds",
        Action.ENFORCEMENT,
        8.8,
        "REGULATOR ~9 RULING",
        "an authority finds a breach",
        veto="COURT",
    ),
    _rule("regulator.asks", Action.ENFORCEMENT, 8, "REGULATOR ~8 PROBE", "an authority asks", reach=2),
    _rule("probe.by", Action.ENFORCEMENT, 7, "PROBE ~8 REGULATOR", "an authority's inquiry", reach=2),
    _rule(
        "pays",
        Action.SETTLEMENT,
        8,
        "PRIVATE/VFACE ~2 PAY",
        "a company pays",
        reach=1,
        veto="FINE;COUNCIL;COURT",
    ),
    _rule(
        "regulator.orders",
        Action.ENFORCEMENT,
        8.4,
        "REGULATOR ~3 ORDER",
        "an authority commands",
        reach=1,
        veto="POLICE",
    ),
    _rule(
        "regulator.states", Action.ENFORCEMENT, 7.2, "REGULATOR ~3 FIND", "an authority's finding", reach=1
    ),
    _rule(
        "regulator.rules",
        Action.ENFORCEMENT,
        7.6,
        "REGULATOR + RESTRICT/RULES",
        "an authority rules",
        reach=1,
    ),
    _rule("deal.parties", Action.SETTLEMENT, 9, "DEAL ~5 SUE", "parties agree", reach=1),
    # --- rollback before ban: "lifts ban" is no ban; "two weeks after lifting the ban" is background ------
    _rule("lift.limit", Action.REPEAL, 9.5, "<AFTER LIFT ~6 BAN/RESTRICT/MORATORIUM", "lifts a ban"),
    _rule("lift.rules", Action.REPEAL, 8.5, "<AFTER LIFT ~6 TEXT/OVERSIGHT/SURVTECH", "loosens limits"),
    _rule(
        "limit.lifted",
        Action.REPEAL,
        9,
        "BAN/RULES/MORATORIUM ~5 LIFT",
        "a ban is lifted",
        veto="PASS ~6 BAN",
    ),
    _rule("end.limit", Action.REPEAL, 8.5, "<AFTER END ~4 BAN/MORATORIUM/RESTRICT", "ends a ban"),
    _rule(
        "revive", Action.REPEAL, 8, "REVIVE ~8 TECH", "brings a technology back", veto="PROPOSAL ~2 REVIVE"
    ),
    _rule("tech.revive", Action.REPEAL, 7.2, "TECH ~5 REVIVE", "brings a technology back", veto="BILL"),
    _rule(
        "allow.again",
        Action.REPEAL,
        8,
        "ALLOW/PASS ~10 AGAIN",
        "allowed again",
        reach=1,
        veto="FUTURE;PROPOSE",
    ),
    _rule(
        "after.ban",
        Action.REPEAL,
        8,
        "AFTER ~4 BAN ~12 ALLOW/PASS/TECH",
        "after a ban",
        reach=0,
        veto="FAIL;SUE",
    ),
    # --- courts -----------------------------------------------------------------------------------------
    _rule(
        "court.acts",
        Action.LAWSUIT,
        9.8,
        "COURT ~4 LIFT/BAN/MORATORIUM/FINE/FAIL/ALLOW",
        "a court decides",
        reach=1,
    ),
    _rule("court.ruling", Action.LAWSUIT, 8.5, "COURT ~10 RULING", "a court decides"),
    _rule("ruling.court", Action.LAWSUIT, 8.5, "RULING ~10 COURT", "decided by a court"),
    _rule("appeal.fine", Action.LAWSUIT, 9.5, "APPEAL ~7 FINE/BAN", "contested before judges", reach=1),
    _rule("fine.appeal", Action.LAWSUIT, 9.5, "FINE/BAN ~7 APPEAL", "contested before judges", reach=1),
    _rule("appeal", Action.LAWSUIT, 6.6, "APPEAL", "an appeal in the headline", reach=0, veto="PROPOSE;BODY"),
    _rule("court.leads", Action.LAWSUIT, 6.6, "^ ~1 COURT", "a court is who acts", reach=1, veto="BODY"),
    _rule("sue", Action.LAWSUIT, 8, "SUE", "a case is brought", reach=0),
    _rule("court", Action.LAWSUIT, 7.2, "COURT", "a court in the headline", reach=0, veto="COUNCIL"),
    _rule("sue.tech", Action.LAWSUIT, 8, "SUE ~9 TECH", "a case about the technology", reach=2),
    _rule("tech.sue", Action.LAWSUIT, 8, "TECH ~9 SUE", "a case about the technology", reach=2),
    _rule("ruling", Action.LAWSUIT, 6.7, "RULING", "a ruling in the headline", reach=0, veto="BODY"),
    _rule("case.title", Action.LAWSUIT, 5.8, "TECH ~8 CASE", "a case in the headline", reach=0, veto="BODY"),
    _rule("case", Action.LAWSUIT, 6, "COURT ~6 TECH", "a court and the technology", reach=2),
    _rule("sue.lead", Action.LAWSUIT, 6.6, "SUE", "a case is brought", reach=1, veto="BODY"),
    _rule("court.orders", Action.LAWSUIT, 9, "COURT ~3 ORDER", "a court commands", reach=1),
    # --- harm -------------------------------------------------------------------------------------------
    _rule(
        "wronged.tech", Action.INCIDENT, 8.2, "WRONGED ~12 TECH", "harm", veto="MORATORIUM;PANEL;HEARING;BILL"
    ),
    _rule(
        "tech.wronged", Action.INCIDENT, 8.2, "TECH ~12 WRONGED", "harm", veto="MORATORIUM;PANEL;HEARING;BILL"
    ),
    _rule(
        "wronged",
        Action.INCIDENT,
        7.8,
        "WRONGED",
        "somebody was harmed",
        reach=0,
        veto="MORATORIUM;HEARING;BILL",
    ),
    _rule(
        "false.face",
        Action.INCIDENT,
        7.6,
        "FALSE ~4 FACE",
        "a false match",
        reach=1,
        veto="BILL;LAW;COURT;SUE;BAN;COUNCIL",
    ),
    _rule(
        "face.false",
        Action.INCIDENT,
        7.6,
        "FACE ~4 FALSE",
        "a false match",
        reach=1,
        veto="BILL;LAW;COURT;SUE;BAN;COUNCIL",
    ),
    # --- limits -----------------------------------------------------------------------------------------
    _rule("keep.until", Action.MORATORIUM, 7.2, "KEEP ~12 UNTIL", "kept away for a time", reach=0),
    _rule("moratorium.tech", Action.MORATORIUM, 7.6, "MORATORIUM ~8 TECH", "a pause", veto="DELAY;AGO"),
    _rule("tech.moratorium", Action.MORATORIUM, 7.6, "TECH ~8 MORATORIUM", "a pause", veto="DELAY;AGO"),
    _rule("moratorium", Action.MORATORIUM, 7, "MORATORIUM", "a pause in the headline", reach=0, veto="DELAY"),
    _rule(
        "ban.until",
        Action.MORATORIUM,
        7.3,
        "BAN ~16 UNTIL",
        "a ban that ends",
        reach=1,
        veto="REGULATOR;FAIL",
    ),
    _rule("ban.tech", Action.BAN, 7, "<AFTER BAN ~8 TECH", "forbids the technology", veto="AFTER ~3 LIFT"),
    _rule("tech.ban", Action.BAN, 7, "TECH ~8 BAN", "the technology is forbidden", veto="AFTER ~3 LIFT"),
    _rule(
        "against",
        Action.BAN,
        6.4,
        "AGAINST ~1 TECH",
        "against the technology",
        veto="SUE;COURT;SUE;CASE;TECH ~4 AGAIN;PANEL",
    ),
    _rule("cant", Action.BAN, 6.4, "CANT ~5 TECH", "nobody may use it", veto="COURT;ALLOW;WRONGED;RESTRICT"),
    _rule(
        "tech.cant",
        Action.BAN,
        6,
        "FACE/PREDICT/DRONE ~2 CANT",
        "it may not be used",
        veto="COURT;RESTRICT",
        reach=1,
    ),
    _rule(
        "no.tech", Action.BAN, 5.8, "NEGATION + TECH", "none of it", veto="COURT;FAIL;CONTRACT;PASS", reach=0
    ),
    _rule("keep.from", Action.BAN, 6.2, "KEEP ~5 FROM", "kept away", veto="COURT"),
    _rule("not.allowed", Action.BAN, 6.7, "NEGATION/CANT ~2 ALLOW", "not allowed", veto="COURT;ONLY"),
    _rule(
        "end.face",
        Action.BAN,
        6.8,
        "END ~4 FACE",
        "ends the use of it",
        veto="CONTRACT;MORATORIUM;COURT;REGULATOR",
    ),
    _rule("keep.out", Action.BAN, 6.1, "KEEP ~2 TECH ~3 OUT", "kept away"),
    _rule("ban", Action.BAN, 5.5, "<AFTER BAN", "forbids", veto="AFTER ~3 LIFT"),
    # --- who watches ------------------------------------------------------------------------------------
    _rule("ordain", Action.AUTHORIZE, 8.5, "ORDAIN", "a council approves a technology's use", reach=2),
    _rule("oversight.law", Action.OVERSIGHT, 6.6, "SURVTECH ~4 TEXT", "a surveillance ordinance"),
    _rule("law.oversight", Action.OVERSIGHT, 6.6, "TEXT ~5 SURVTECH", "rules for surveillance technology"),
    _rule(
        "oversight.surv", Action.OVERSIGHT, 7, "OVERSIGHT ~8 TECH", "watched use", veto="RIGHTS ~1 OVERSIGHT"
    ),
    _rule("surv.oversight", Action.OVERSIGHT, 6.9, "TECH ~8 OVERSIGHT", "watched use"),
    _rule("oversight", Action.OVERSIGHT, 5.5, "OVERSIGHT", "oversight", reach=2),
    _rule(
        "hearing",
        Action.OVERSIGHT,
        7,
        "CHAMBER/PANEL ~10 HEARING",
        "a legislature asks about use",
        veto="BILL",
    ),
    _rule(
        "hearing.panel",
        Action.OVERSIGHT,
        7,
        "HEARING ~8 PANEL/CHAMBER",
        "a legislature asks about use",
        veto="BILL",
    ),
    _rule(
        "hearing.use",
        Action.OVERSIGHT,
        5.5,
        "HEARING ~5 POLICE/TECH",
        "use is asked about",
        reach=0,
        veto="COURT;TEXT;BAN",
    ),
    # --- money and permission ---------------------------------------------------------------------------
    _rule(
        "council.contract", Action.PROCURE, 5.6, "COUNCIL ~8 CONTRACT", "a council and a contract", reach=2
    ),
    _rule("end.contract", Action.PROCURE, 7.2, "END ~7 CONTRACT/VALPR/GUNSHOT", "ends a contract"),
    _rule("contract.end", Action.PROCURE, 7, "CONTRACT/VALPR/GUNSHOT ~5 END", "a contract ends"),
    _rule("tech.end", Action.PROCURE, 6.6, "END ~6 TECH", "ends a programme", veto="BAN;MORATORIUM"),
    _rule("tech.ends", Action.PROCURE, 6.6, "TECH ~5 END", "a programme ends", veto="BAN;MORATORIUM"),
    _rule(
        "fail.vendor", Action.PROCURE, 6.8, "FAIL ~8 CONTRACT/VALPR/GUNSHOT", "turns a contract down", reach=1
    ),
    _rule(
        "allow.contract", Action.PROCURE, 6.9, "ALLOW/PASS ~3 CONTRACT", "a purchase is allowed", veto="FAIL"
    ),
    _rule("contract.tech", Action.PROCURE, 6.3, "CONTRACT ~8 TECH", "buys the technology"),
    _rule("tech.contract", Action.PROCURE, 6.3, "TECH ~8 CONTRACT", "buys the technology"),
    _rule("contract", Action.PROCURE, 5, "CONTRACT", "a purchase in the headline", reach=0),
    _rule(
        "allow.police",
        Action.AUTHORIZE,
        6.8,
        "ALLOW ~4 POLICE ~6 TECH",
        "lets police use it",
        veto="NEGATION ~2 ALLOW;CANT ~2 ALLOW",
    ),
    _rule(
        "police.allow",
        Action.AUTHORIZE,
        6.6,
        "POLICE ~5 ALLOW",
        "police may use it",
        veto="NEGATION ~2 ALLOW;CANT ~2 ALLOW",
    ),
    _rule(
        "allow.tech",
        Action.AUTHORIZE,
        6.5,
        "ALLOW ~8 TECH",
        "permits the technology",
        veto="NEGATION ~2 ALLOW;CANT ~2 ALLOW",
    ),
    _rule(
        "tech.allow",
        Action.AUTHORIZE,
        6.5,
        "TECH ~6 ALLOW",
        "the technology is permitted",
        veto="NEGATION ~2 ALLOW;CANT ~2 ALLOW",
    ),
    _rule(
        "pass.use",
        Action.AUTHORIZE,
        5.4,
        "PASS + TECH",
        "says yes to the technology",
        reach=1,
        veto="TEXT;LIMITS",
    ),
    # --- words about it ---------------------------------------------------------------------------------
    _rule(
        "report.title",
        Action.STUDY,
        6.2,
        "^ REPORT",
        "a report in the headline",
        reach=0,
        veto="BODY;BILL;SUE",
    ),
    _rule("opinion.title", Action.OPINION, 9, "OPINION", "somebody argues", reach=0),
    _rule("opinion.lead", Action.OPINION, 8.6, "^ ~1 OPINION", "somebody argues", reach=1),
    _rule(
        "study.title",
        Action.STUDY,
        6,
        "<AFTER STUDY",
        "findings in the headline",
        reach=0,
        veto="BAN;MORATORIUM;BODY;SUE",
    ),
    _rule(
        "study.lead", Action.STUDY, 6.2, "<AFTER STUDY ~8 TECH", "findings", reach=2, veto="LIMITS;BODY;END"
    ),
    # --- rules short of a ban ---------------------------------------------------------------------------
    _rule("allow.only", Action.REGULATE, 6.9, "ALLOW ~9 ONLY", "allowed within bounds"),
    _rule("police.only", Action.REGULATE, 6.7, "POLICE ~7 ONLY", "allowed within bounds", veto="BAN"),
    _rule(
        "restrict.police", Action.REGULATE, 6.8, "RESTRICT ~5 POLICE/CONTRACT", "limits police", veto="BAN"
    ),
    _rule("restrict.tech", Action.REGULATE, 6.4, "RESTRICT ~8 TECH", "limits the technology"),
    _rule("tech.restrict", Action.REGULATE, 6.3, "TECH ~8 RESTRICT", "the technology is limited"),
    _rule("rules.tech", Action.REGULATE, 4.7, "RULES/NEWRULES ~6 TECH", "rules for the technology"),
    _rule("tech.rules", Action.REGULATE, 4.7, "TECH ~4 RULES/NEWRULES", "rules for the technology"),
    _rule("restrict", Action.REGULATE, 4.5, "RESTRICT", "limits"),
    _rule("oversight.title", Action.OVERSIGHT, 4, "SURVTECH", "surveillance as a subject", reach=0),
    _rule(
        "stop.wanted",
        Action.BAN,
        6.7,
        "PROPOSE/FUTURE ~4 END ~3 TECH",
        "somebody wants it stopped",
        veto="CONTRACT",
    ),
    # In a council, "the plate reader bill" lets the city have them; in a legislature it limits them.
    _rule(
        "local.bill",
        Action.AUTHORIZE,
        4.8,
        "ALPR/GUNSHOT/DRONE ~4 BILL ~8 COUNCIL",
        "a council's yes to a system",
    ),
    _rule("law.tech", Action.REGULATE, 4.2, "LAW/BILL/POLICY ~5 TECH", "a law on the technology"),
    _rule("tech.law", Action.REGULATE, 4.2, "TECH ~3 LAW/BILL/POLICY", "a law on the technology"),
    # --- faint traces -----------------------------------------------------------------------------------
    _rule(
        "voters.police", Action.AUTHORIZE, 3.4, "LAW ~10 POLICE", "a proposition on police powers", reach=1
    ),
    _rule("police.tech", Action.AUTHORIZE, 3, "POLICE ~5 TECH", "police and the technology", reach=1),
    _rule(
        "body.vendor", Action.PROCURE, 4, "COUNCIL ~9 VALPR/GUNSHOT/ALPR", "a council and a system", reach=1
    ),
    _rule(
        "vendor.body", Action.PROCURE, 4, "VALPR/GUNSHOT/ALPR ~9 COUNCIL", "a council and a system", reach=1
    ),
    _rule("chamber.act", Action.REGULATE, 3.2, "CHAMBER ~5 LAW/BILL", "a legislature's act", reach=1),
    _rule(
        "body.tech", Action.AUTHORIZE, 2.8, "COUNCIL/PANEL ~8 TECH", "a council and the technology", reach=1
    ),
    _rule("signed", Action.REGULATE, 2.6, "SIGN/VETO/CHAMBER ~20 TECH", "a law with the technology", reach=1),
    _rule("signed.law", Action.REGULATE, 2.2, "SIGN/VETO/CHAMBER/BILL", "a law", reach=1),
    _rule("wish", Action.AUTHORIZE, 2, "PROPOSE/FUTURE ~6 TECH", "somebody wants to use it", reach=1),
    _rule("study", Action.STUDY, 3, "<AFTER STUDY", "findings", reach=1),
)
