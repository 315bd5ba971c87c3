"""Kinds of items that name the subject and tell no decision on it: set by hand, beside the fitted weights."""

import re
from dataclasses import dataclass

from bot.core.concepts import TECHNOLOGY


@dataclass(frozen=True, slots=True)
class Gate:
    """What a headline of the kind says, what must stand beside it, and what shows that it is news after all."""

    name: str
    title: re.Pattern[str]
    """To be sought in what `bot.core.text.searchable` gives of the headline."""
    needs: str
    """Concepts of which one must stand in the headline or the lead; none: no condition."""
    unless: str
    """Concepts that open the gate wherever they stand in the headline or the lead."""
    unless_title: str
    """Concepts that open it in the headline only."""
    unless_words: re.Pattern[str]
    """Words in the headline or the lead that open it."""
    told: str
    why: str
    weight: float


_NEVER = re.compile(r"(?!)")

GATES = (
    Gate(
        name="crime_log",
        # What came of it, not the crime alone: "New Orleans was watched. It didn't stop the shooting" argues.
        title=re.compile(
            r"\W(?:arrested|arrests? (?:in|of|made)|(?:to|in|an?) arrests?|in custody|caught|nab(?:s|bed)|charged|flag(?:s|ged)"
            r"|finds?|found|locates?d?|rescue[sd]?|recover(?:s|ed)?|track(?:s|ed) down|spot(?:s|ted)|catch(?:es)?"
            r"|help(?:s|ed)? (?:\w+ ){0,3}(?:find|catch|solve|arrest|nab|locate|track|identify|recover)"
            r"|(?:leads?|led) (?:\w+ ){0,2}to)\b"
        ),
        needs="POLICE ARREST",
        unless="BILL PROPOSAL LAW RULES POLICY NEWRULES COUNCIL CHAMBER GOVERNOR MAYOR VOTERS PANEL CABINET SUE RULING"
        " REGULATOR PROBE APPEAL BAN MORATORIUM SHELVE RESTRICT OVERSIGHT LIFT RIGHTS WRONGED FALSE STUDY CONTRACT RFP"
        " OPINION CHALLENGE SURVTECH",
        unless_title="COURT SETTLE FINE PAY",
        unless_words=re.compile(
            r"\?|\W(?:protest\w*|activis\w+|journalis\w+|reporters?|immigra\w+|migrants?|ice|cbp|border patrol|worship\w*"
            r"|mosque\w*|abortion\w*|emails?|records show|demonstrat\w+|strikers?|union\w*|comment|opinion|column|editorial|would have|could have|per arrest|innocent\w*|wrong\w*|mis(?:took|taken|read|match\w*|us\w+|identif\w+|conduct)|mistak\w+|cleared|lookalike|"
            r"(?:charges?|case) (?:(?:was|were|is|are) )?(?:dropped|dismissed)|stalk\w*|ex-(?:wife|girlfriend|partner)|"
            r"abus\w+|illegal(?:ly)? (?:use|search|access)\w*|unlawful\w*|secret(?:ly)?|data shar\w+|critics?|concerns?|"
            r"(?:officer|deputy|chief|cop|sergeant|trooper)s? (?:\w+ ){0,2}(?:arrested|charged|fired|suspended|accused)|"
            r"(?:arrests?|charges?) (?:\w+ ){0,2}(?:officer|deputy|chief|cop|sergeant|trooper))\b"
        ),
        told="a crime that the technology helped to solve, and nobody decides on it",
        why="police logs name plate readers and drones daily; arrests by mistake, abuse and courts are news",
        weight=-6.0,
    ),
    Gate(
        name="footage_release",
        title=re.compile(
            r"\W(?:body ?-?(?:worn )?cam(?:era)?s?|bodycam|dash ?-?cam|cctv|surveillance|doorbell)(?: \w+)? "
            r"(?:video|footage|images|stills|appeal)\b|^\W*(?:watch|video|bodycam)\b[:,]?"
        ),
        needs="POLICE ARREST COURT",
        unless="BILL PROPOSAL LAW RULES POLICY NEWRULES COUNCIL CHAMBER GOVERNOR VOTERS PANEL CABINET SUE RULING REGULATOR BAN"
        " MORATORIUM SHELVE RESTRICT OVERSIGHT LIFT RIGHTS WRONGED FALSE STUDY CONTRACT RFP OPINION"
        " FACE ALPR CELLSITE PREDICT GUNSHOT BIOMETRIC SURVTECH VFACE VALPR",
        unless_title="",
        unless_words=_NEVER,
        told="footage of a crime or a stop, and nobody decides on cameras",
        why="police release recordings daily; who may record, and who may see it, is news",
        weight=-4.0,
    ),
    Gate(
        name="work_review",
        title=re.compile(
            r"^\W*(?:(?:movie|film|book|tv|television|album|theat(?:er|re)|game|stage|concert|music|drama) review|"
            r"review: (?:in )?['\"‘“])"
        ),
        needs="",
        unless="",
        unless_title=TECHNOLOGY.replace(" DRONE SURV CAMERA VOTHER", ""),
        unless_words=_NEVER,
        told="a review of a film or a book",
        why="what happens in a story was decided by its author",
        weight=-5.0,
    ),
    Gate(
        name="news_brief",
        title=re.compile(
            r"^\W*(?:(?:your |the |today's |today’s )?(?:morning|midday|evening|afternoon|daily|weekly|weekend|monday|tuesday"
            r"|wednesday|thursday|friday|saturday|sunday) (?:brief(?:ing)?s?|digest|round-?up|newsletter|headlines"
            r"|update|download|edition|rundown|report)|(?:news|headlines) (?:in brief|round-?up)|week in review"
            r"|top (?:stories|headlines))\b"
        ),
        needs="",
        unless="",
        unless_title=TECHNOLOGY,
        unless_words=_NEVER,
        told="a round-up that names it in passing",
        why="its headline is about other things, and each thing has an item of its own",
        weight=-5.0,
    ),
)
