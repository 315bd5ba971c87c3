"""The words that name forces, regulators and prosecutors beside a place, and those that only seem to."""

import re

POLICE = re.compile(
    r"(?:['’]s?)? (?:City |Metropolitan |Metro )?(?:[Pp]olice (?:[Dd]epartment|Dept\.?|[Bb]ureau|[Ss]ervice"
    r"|[Ff]orce|[Cc]hief"
    r"|[Cc]ommissioner|Commission|Union|(?:Services )?Board)|PD\b|Commissioner of Police|Division of Police"
    r"|Department of Police|Department of Public Safety|Constabulary"
    # "Springfield police drone bill" is about drones; "Springfield police say" is about the force.
    r"|[Pp]olice\b(?! (?:[Dd]rones?|[Vv]ideo|[Ff]ootage|[Rr]eforms?|[Rr]ecords|[Dd]atabases?|[Bb]ody"
    r"|[Ss]urveillance|[Uu]se of"
    r"|[Tt]echnology|[Pp]olic(?:y|ies)|[Cc]ameras?|[Pp]ractices|[Oo]versight|[Bb]ill|[Ff]acial|[Ff]ace"
    r"|[Pp]owers|[Pp]rogram)\b))"
)
REGULATOR = re.compile(
    r" (?:Data Protection (?:Authority|Agency|Commission(?:er)?|Ombudsman)|DPA\b"
    r"|Privacy (?:Commission(?:er)?|Protection Authority)"
    r"|Police Authority|Ministry of [A-Z]\w+|[A-Z]\w+ Ministry)"
)
# "the Garda Síochána (Recording Devices) Bill" names a bill, not the force.
IN_A_BILL = re.compile(r"[^.;]{0,4}\([^)]{3,60}\)[^.;]{0,30}(?:Bill|Act)\b")
SHERIFF = re.compile(r"(?:['’]s?)? (?:County )?[Ss]heriff(?:['’]?s['’]?)?(?: (?:[Oo]ffice|[Dd]epartment))?")
STATE_BODY = re.compile(
    r"(?:['’]s?)? (?:(?P<ag>[Aa]ttorney [Gg]eneral|AG\b)|(?P<sp>State Police|state police|Highway Patrol"
    r"|State Patrol|State Troopers)"
    r"|(?P<dmv>DMV|Department of Motor Vehicles|Department of (?:Transportation|Public Safety|Licensing"
    r"|Law Enforcement|Corrections|Justice|Education|Labor|Public Health|Health|Revenue|Financial Services"
    r"|Consumer Affairs|Human Services|Children and Families|Natural Resources|Insurance|Homeland Security"
    r"|Social Services|Administration|State)\b"
    r"|Bureau of Investigation|Bureau of Criminal Apprehension"
    r"|Division of (?:State Police|Criminal Justice|Consumer Affairs|Motor Vehicles|Gaming Enforcement"
    r"|Human Rights)"
    r"|State Auditor|Public Utilities Commission|Privacy Protection Agency))"
)
UNKNOWN = re.compile(
    r"\b((?:[A-Z][\w'’-]+ ){1,4}?)((?:Transit |School |University |Airport |Park )?Police (?:Department"
    r"|Bureau|Service\b)|County Sheriff['’]?s['’]? (?:Office|Department)|State Police|Division of Police"
    r"|(?:Regional|Transit|School|University|Tribal) Police\b)"
)
SHERIFF_OF = re.compile(r"\b[Ss]heriff (?:of|in) (?:the )?$")
PROSECUTOR = re.compile(
    r"(?:['’]s?)? (District Attorney|DA\b|State['’]s Attorney|Commonwealth['’]s Attorney|Prosecuting Attorney"
    r"|Prosecutor['’]s Office|City Attorney|County Attorney)(?:['’]s)?(?: Office)?"
)
# A union of officers is no force, and the board above one is another body.
NOT_THE_FORCE = re.compile(
    r" (?:Commission\b|(?:Services? )?Board\b|Association|Federation|Foundation|Officers|Benevolent"
    r"|Protective)"
)
OVERSEERS = re.compile(
    r"\b(?:Fire (?:and|&) Police Commission|Police (?:Accountability|Oversight|Review) (?:Board|Commission)"
    r"|Board of Police Commissioners"
    r"|Police Commission\b(?!er)|Ministry of [A-Z]\w+(?: (?:and )?[A-Z]\w+){0,2}"
    r"|(?:Interior|Justice|Home|Defen[cs]e|Health|Education|Culture|Finance|Digital|Transport) Ministry)"
)
INITIALS = re.compile(r"\b([A-Z]{1,3})PD\b")
OWN = re.compile(
    r"(?i)\b(?:its|the city['’]s|own) (?:own )?(?:police department|Police Department|PD|police force)\b"
)
SHERIFF_ALONE = re.compile(r"\b[Ss]heriff['’]?s['’]? (?:[Oo]ffice|[Dd]epartment)")
ITS_POLICE = re.compile(r" (?:Police\b|police\b(?! (?:drones?|cameras?|powers|reform|bill)))")
# "Vienna, Va., police"; a state's own force behind the state is told before.
BEHIND_STATE = re.compile(r",? [Pp]olice\b(?! (?:drones?|cameras?|surveillance|reform))")
LOOSE = frozenset({"police", "pd", "chief", "commissioner"})
FORCE = re.compile(r"Police(?: Department| Bureau| Service| Force)?(?: \(\w+\))?$|Constabulary$")
ATTORNEY_ALONE = re.compile(
    r"(?<!U\.S\. )(?<!US )(?:Attorney General\b|[Aa]ttorney [Gg]eneral['’]s [Oo]ffice)(?! of the United)"
)
COMMISSIONER_ALONE = re.compile(r"\bPrivacy Commissioner\b")
COMMISSIONERS = {
    "NZ": "Office of the Privacy Commissioner (New Zealand)",
    "CA": "Office of the Privacy Commissioner of Canada (OPC)",
    "AU": "Office of the Australian Information Commissioner (OAIC)",
}
MOST_INITIALS = 20
# Words that stand before "Police Department" and are no name.
NO_NAME = frozenset(
    ["the", "our", "local", "state", "city", "county", "a", "your", "and", "for", "chief", "ban", "former",
     "new", "its", "their", "his", "her", "every", "that", "this", "when", "after", "if", "as", "but", "in",
     "at", "by", "from"]
)  # fmt: skip
TITLED = re.compile(r"(?:Attorney General|AG) $")
