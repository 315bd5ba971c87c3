"""The words that name forces, regulators and prosecutors beside a place, and those that only seem to."""

import re

from bot.core.sought import Sought

POLICE = re.compile(
    r"(?:['’]s?)? (?:City |Metropolitan |Metro )?(?:[Pp]olice (?:[Dd]epartment|Dept\.?|[Bb]ureau|[Ss]ervice"
    r"|[Ff]orce|[Cc]hief"
    r"|[Cc]ommissioner|Commission|Union|(?:Services )?Board)|PD\b|Commissioner of Police|Division of Police"
    r"|Department of Police|Department of Public Safety|Constabulary"
    # "Springfield police drone bill" is about drones; "Springfield police say" is about the force.
    r"|(?:[Pp]olice )?(?:[Oo]fficers?|[Cc]ops?|[Dd]etectives?|[Ss]ergeants?"
    r"|[Ll]ieutenants?)\b(?! (?:[Cc]amera|[Uu]nion|[Bb]ody))"
    r"|[Cc]hief\b(?! (?:[Ee]xecutive|[Oo]f [Ss]taff|[Jj]u|[Tt]ech|[Pp]rivacy|[Ii]nfo|[Dd]ata|[Ff]inanc"
    r"|[Aa]dmin))"
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
DEPUTIES = re.compile(r"(?:['’]s?)? (?:[Dd]eput(?:y|ies)|[Dd]etectives)\b")
SHERIFF = re.compile(r"(?:['’]s?)? (?:County )?[Ss]heriff(?:['’]?s['’]?)?(?: (?:[Oo]ffice|[Dd]epartment))?")
STATE_BODY = re.compile(
    r"(?:['’]s?)? (?:(?P<ag>[Aa]ttorney [Gg]eneral|AG\b)|(?P<sos>[Ss]ecretary of [Ss]tate)"
    r"|(?P<sp>State Police|state police|[Tt]roopers|state troopers|Highway Patrol"
    r"|State Patrol|State Troopers)"
    r"|(?P<dmv>DMV|Department of Motor Vehicles|Department of (?:Transportation|Public Safety|Licensing"
    r"|Law Enforcement|Corrections|Justice|Education|Labor|Public Health|Health|Revenue|Financial Services"
    r"|Consumer Affairs|Human Services|Children and Families|Natural Resources|Insurance|Homeland Security"
    r"|Social Services|Administration|State)\b"
    r"|Bureau of Investigation|Bureau of Criminal Apprehension"
    r"|Division of (?:State Police|Criminal Justice|Consumer Affairs|Motor Vehicles|Gaming Enforcement"
    r"|Human Rights)"
    r"|[Ss]tate [Aa]uditor|Public Utilities Commission|Privacy Protection Agency))"
)
UNKNOWN = Sought(
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
OVERSEERS = Sought(
    r"\b(?:Fire (?:and|&) Police Commission|(?:(?:Community|Citizens?"
    r"|Civilian) )?Police (?:Accountability|Oversight|Review|Advisory)"
    r" (?:Board|Commission|Committee)|Civilian (?:Oversight|Review) (?:Board|Commission)"
    r"|Citizen Review Board|(?:Police|police) (?:[Ss]ervices? )[Bb]oard"
    r"|Privacy (?:Advisory |and Technology )?(?:Advisory )?(?:Commission|Board)\b(?!er)"
    r"|Office of (?:the )?Inspector General"
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
LOOSE = frozenset(
    ["police", "pd", "chief", "commissioner", "officer", "officers", "cop", "cops", "detective", "detectives",
     "sergeant", "sergeants", "lieutenant", "lieutenants"]
)  # fmt: skip
FORCE = re.compile(r"Police(?: Department| Bureau| Service| Force)?(?: \(\w+\))?$|Constabulary$")
ATTORNEY_ALONE = Sought(
    # "lets the attorney general sue" tells of a power, not of what the office did.
    r"(?<!U\.S\. )(?<!US )(?<!lets the )(?<!let the )(?<!with the )(?<!allow the )"
    r"(?<!allows the )(?<!by the )(?:[Aa]ttorney [Gg]eneral\b|\bAG(?=['’]s? |:| [a-zS]))"
    r"(?! of the United)(?! rules)"
)
STATE_ALONE = Sought(
    r"\b(State Police|[Ss]tate police|Highway Patrol|State Patrol|[Tt]roopers|[Ss]tate [Aa]uditor"
    r"|Department of Public Safety"
    r"|Department of Motor Vehicles|DMV\b|[Ss]ecretary of [Ss]tate|Bureau of Investigation)"
)
TROOPERS = {
    **dict.fromkeys(
        ["CA", "FL", "KS", "MO", "MT", "NC", "ND", "NV", "OH", "OK", "SD", "TN", "TX", "UT", "WY"],
        "Highway Patrol",
    ),
    **dict.fromkeys(["CO", "GA", "IA", "MN", "NE", "WA", "WI"], "State Patrol"),
    "AZ": "Department of Public Safety",
}
"""Troopers by state; elsewhere they are the State Police."""
COMMISSIONER_ALONE = re.compile(r"\b[Pp]rivacy [Cc]ommissioner(?:s)?\b")
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
