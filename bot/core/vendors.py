"""Find whose technology an item is about: makers by a table, never the firms that use it."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from bot.core.data import table
from bot.core.models import Evidence
from bot.core.places.words import TEXT_LIMIT, TITLE_LIMIT, Hit, Phrases

MOST_TRIES = 8
"""So often a doubtful name is looked at: a text that repeats it a thousand times must not buy time."""
NEAR = 200
"""A name that is also a word or another firm needs a cue within this many characters."""
_CUE = re.compile(
    r"facial|\bface (?:recogni|surveil|scan|match|print|search)|faceprint|recogni[sz]|biometric"
    r"|surveillance|licen[cs]e[- ]plate"
    r"|plate[- ]reader|\breaders\b|\btracking\b|\bspy\b|data[- ]sharing|\bprivacy\b|\btrustees\b"
    r"|\bcouncil\b|\bsheriff|\bfaceprints?\b"
    r"|photo tag|voiceprint|face geometry|\btags?\b|\bdatabase\b|\bplates?\b|\bimmigration\b"
    r"|\bretention\b|\bnetwork\b|\bsystem\b|\bsearches\b|\bofficers?\b|gezicht"
    r"|\blicen[cs]es\b|\bscan(?:s|ner|ners)?\b|\bweapons?\b|\bplacas\b|\bpalm\b|\bsurveil\w*\bALPRs?\b"
    r"|\bLPRs?\b|cameras?\b|doorbell|drones?\b|body[- ]?cam|gunshot|predictive"
    r"|\bvendors?\b|startup"
    r"|\bsoftware|GDPR|\bBIPA\b|scrap(?:ed|ing)|tech (?:giant|firm|compan)|technology (?:company|firm"
    r"|vendor)|Zuckerberg|Facebook"
    r"|privacy (?:suit|lawsuit|settlement)|Safety\b|riconoscimento|reconocimiento|reconhecimento"
    r"|Gesichtserkennung|faciale|contract\b|watchdog|regulator|\bpolice\b|\b[A-Z]{1,3}PD\b",
    re.IGNORECASE,
)


# "said in a Facebook post", "photos scraped from Instagram": where words and faces come from, no more.
_SITES = frozenset({"Facebook", "Instagram", "TikTok", "Snapchat"})
_MEDIUM_BEFORE = re.compile(
    r"\b(?:(?:on|via)|(?:post(?:s|ed|ing)?|shared|upload(?:s|ed)?|streamed) (?:it |them )?(?:to|on)"
    r"|(?:photos|images|pictures|faces|selfies|profiles|posts|websites|sites|platforms|media)"
    r"(?: (?:taken|scraped|pulled|lifted|harvested|copied|found))?,? (?:from|on|off|such as|like|including))"
    r" (?:sites such as |the )?$"
)
_BURDEN_ON = re.compile(
    r"\b(?:penalt(?:y|ies)|restrictions|fines?|limits|curbs|pressure|conditions|order)(?: \w+)? on $"
)
_LIKE = re.compile(r"-(?:style|like|type)\b")
_MEDIUM_AFTER = re.compile(
    r" (?:post|page|live|group|video|message|account|comment|photo|profile|stream)s?\b"
)


@dataclass(frozen=True, slots=True)
class _Vendor:
    name: str
    certain: bool


@cache
def _names() -> Phrases[_Vendor]:
    rows = table("vendors.tsv", 3)
    certain = [
        (alias, _Vendor(name, certain=True))
        for name, aliases, _ in rows
        for alias in aliases.split("|")
        if alias
    ]
    doubtful = [
        (alias, _Vendor(name, certain=False))
        for name, _, aliases in rows
        for alias in aliases.split("|")
        if alias
    ]
    return Phrases([*certain, *doubtful])


def vendor_names() -> tuple[str, ...]:
    """Every canonical name, in alphabetical order: what a person can pick."""
    return tuple(sorted({name for name, _, _ in table("vendors.tsv", 3)}))


@cache
def _canonical() -> dict[str, str]:
    return {
        alias.casefold(): name
        for name, certain, doubtful in table("vendors.tsv", 3)
        for alias in (name, *certain.split("|"), *doubtful.split("|"))
        if alias
    }


def canonical_name(name: str) -> str:
    """The maker behind a name, a product or an older name of it; the name itself if it isn't known."""
    return _canonical().get(name.casefold(), name)


def find_vendors(title: str, text: str) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """Canonical names of makers, in order of appearance, each with the words that name it."""
    title, text = title[:TITLE_LIMIT], text[:TEXT_LIMIT]
    found: dict[str, Evidence] = {}
    tries: Counter[str] = Counter()
    hits = [
        (source, part, hit)
        for source, part in (("title", title), ("summary", text))
        for hit in _names().find(part)
    ]
    sure = {hit.value.name for _, _, hit in hits if hit.value.certain}
    for source, part, hit in hits:
        vendor = hit.value
        if _is_medium(part, hit) or _LIKE.match(part, hit.end):
            continue
        if vendor.name in found or (vendor.name not in sure and tries[vendor.name] >= MOST_TRIES):
            continue
        tries[vendor.name] += 1
        if vendor.name in sure or _has_cue(part, hit) or (source == "title" and _CUE.search(text, 0, NEAR)):
            found[vendor.name] = Evidence(
                field="vendors",
                value=vendor.name,
                source=source,
                start=hit.start,
                end=hit.end,
                text=hit.text,
                rule="vendor" if vendor.certain else "vendor with a cue",
            )
    return tuple(found), tuple(found.values())


def _is_medium(text: str, hit: Hit[_Vendor]) -> bool:
    if hit.text not in _SITES:
        return False
    before = text[max(0, hit.start - 60) : hit.start]
    if _BURDEN_ON.search(before):
        return False  # "a penalty on Facebook"
    return bool(_MEDIUM_BEFORE.search(before) or _MEDIUM_AFTER.match(text, hit.end))


def _has_cue(text: str, hit: Hit[_Vendor]) -> bool:
    around = text[max(0, hit.start - NEAR) : hit.start] + " " + text[hit.end : hit.end + NEAR]
    return bool(_CUE.search(around))
