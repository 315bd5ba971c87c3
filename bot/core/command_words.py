"""The words that people type for our values, and how typed text falls into tokens."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType

from bot.core.errors import UsageError
from bot.core.vocabulary import Action, DigestDays, Mode, SourceKind, Stage, Threads, Topic

TEXT_LIMIT = 4_000
"""Slack passes at most this many characters; more is no command."""

_SMART = str.maketrans("“”„‟«»‘’‚‛\u00a0\u2009\u202f", '""""""\'\'\'\'   ')


def _weekly(day: str) -> str:
    return f"{day[:3]}, weekly {day}, weekly on {day}, weekly {day[:3]}, every {day}, on {day}"


_SYNONYMS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Topic: {
        Topic.FACE_RECOGNITION: "face recognition, facial recognition, face rec, facial rec, frt, face id, "
        "facial id, face scan, face scanning, facial scan, live facial recognition, lfr, face matching, "
        "facial recognition technology, face surveillance",
        Topic.ALPR: "license plate reader, licence plate reader, plate reader, lpr, anpr, "
        "automated license plate reader, automatic license plate reader, license plate camera, "
        "license plate recognition, "
        "number plate recognition, license plate, flock camera",
        Topic.DRONES: "drone, uav, uas, unmanned aircraft, unmanned aerial vehicle, "
        "drone as first responder, dfr, police drone",
        Topic.CELL_SITE_SIMULATOR: "stingray, imsi catcher, cell simulator, cell site, fake cell tower",
        Topic.PREDICTIVE_POLICING: "predictive police, crime prediction, predictive algorithm",
        Topic.GUNSHOT_DETECTION: "gunshot, gunshot sensor, gunfire detection, shotspotter",
        Topic.BIOMETRICS_PRIVACY: "biometric, biometric data, biometric privacy law, bipa, fingerprint, "
        "iris scan, voiceprint",
        Topic.SURVEILLANCE_OVERSIGHT: "ccops, surveillance ordinance, surveillance technology oversight, "
        "surveillance policy, surveillance law, surveillance technology ordinance, use policy",
    },
    Action: {
        Action.BAN: "prohibit, prohibition, outlaw, banned",
        Action.MORATORIUM: "moratoria, pause, halt",
        Action.REGULATE: "regulation, restrict, restriction, limit",
        Action.OVERSIGHT: "audit",
        Action.AUTHORIZE: "authorise, authorization, authorisation, approval",
        Action.PROCURE: "procurement, purchase, contract, buy, rfp",
        Action.REPEAL: "rollback, roll back, lift, lifted ban",
        Action.LAWSUIT: "sue, suit, litigation, complaint, court case",
        Action.SETTLEMENT: "settle",
        Action.ENFORCEMENT: "fine, penalty, sanction",
        Action.INCIDENT: "misuse, wrongful arrest, false match",
        Action.STUDY: "report, research",
        Action.OPINION: "editorial, op ed, commentary",
    },
    Stage: {
        Stage.PROPOSED: "proposal, introduced, introduction, bill, filed",
        Stage.COMMITTEE: "in committee",
        Stage.HEARING: "public hearing, public comment",
        Stage.PASSED_CHAMBER: "passed one chamber, passed house, passed senate, vote, floor vote",
        Stage.ENACTED: "adopted, signed, became law, law",
        Stage.VETOED: "veto",
        Stage.EFFECTIVE: "in force, takes effect, in effect",
        Stage.FAILED: "rejected, defeated, withdrawn, died",
        Stage.CHALLENGED: "challenge, court challenge, ruling, in court, court ruling",
        Stage.REPEALED: "undone",
        Stage.NONE: "",
    },
    SourceKind: {
        SourceKind.NEWS: "press, newspaper, media",
        SourceKind.ADVOCACY: "ngo, advocate, campaign",
        SourceKind.TRADE: "industry",
        SourceKind.LEGISLATIVE: "legislature, council, bill",
        SourceKind.COURT: "judiciary",
        SourceKind.GOVERNMENT: "gov, agency, official",
    },
    Mode: {
        Mode.INSTANT: "instantly, immediate, immediately, now, live",
        Mode.DIGEST: "daily, summary, once a day",
    },
    DigestDays: {
        DigestDays.DAILY: "every day",
        DigestDays.WEEKDAYS: "workday, working day, business day, every weekday",
        # "weekly" alone is no day of the week, but it must not become a daily digest.
        DigestDays.MONDAY: "weekly, once a week, every week, " + _weekly("monday"),
        **{DigestDays(day): _weekly(day) for day in ("tuesday", "wednesday", "thursday")},
        **{DigestDays(day): _weekly(day) for day in ("friday", "saturday", "sunday")},
    },
    Threads: {
        Threads.OFF: "no, none, never",
        Threads.STAGES: "next stages, advances, progress",
        Threads.ALL: "everything, sources, yes, on",
    },
}


def word_key(text: str) -> str:
    """Case, hyphens, underscores and plural aside: two phrases with one key mean the same value."""
    words = re.sub(r"[_\-]+", " ", text.casefold()).split()
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in words
    )


def _table(vocabulary: type[StrEnum]) -> Mapping[str, str]:
    phrases = {word_key(value): value.value for value in vocabulary}
    for value, synonyms in _SYNONYMS[vocabulary].items():
        for synonym in filter(None, synonyms.split(", ")):
            phrases.setdefault(word_key(synonym), value.value)
    return MappingProxyType(phrases)


TOPICS = _table(Topic)
ACTIONS = _table(Action)
STAGES = _table(Stage)
SOURCES = _table(SourceKind)
MODES = _table(Mode)
DAYS = _table(DigestDays)
THREADS = _table(Threads)

PHRASE_WORDS = max(
    len(key.split()) for table in (TOPICS, ACTIONS, STAGES, SOURCES, MODES, DAYS, THREADS) for key in table
)


def known_value(table: Mapping[str, str], typed: str, *, what: str) -> str:
    """The value that the words stand for; UsageError with the nearest one if there is none."""
    value = table.get(word_key(typed))
    if value is None:
        raise UsageError(f"unknown {what} '{shortened(typed)}'{did_you_mean(typed, table)}")
    return value


def did_you_mean(typed: str, table: Mapping[str, str]) -> str:
    """`: did you mean 'drones'?`, or the list of values where nothing is near."""
    meant = nearest_value(typed, table)
    if meant:
        return f": did you mean '{meant}'?"
    return f"; known are {', '.join(dict.fromkeys(table.values()))}"


def nearest_value(typed: str, table: Mapping[str, str]) -> str:
    """The value whose name is nearest to a mistyped one; empty if none is near."""
    nearest = get_close_matches(word_key(shortened(typed)), table, n=1, cutoff=0.72)
    return table[nearest[0]] if nearest else ""


def shortened(text: str, limit: int = 60) -> str:
    """What a person typed, short enough to be quoted back."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


@dataclass(frozen=True, slots=True)
class Token:
    """One typed word; `key` for the `topic:` of `topic:alpr`, `comma` for a separator."""

    text: str
    kind: str = "word"
    """word, quoted, key or comma."""


_TOKEN = re.compile(r"""["](?P<quoted>[^"]*)["]?|(?P<comma>[,;])|(?P<word>[^\s,;"]+)""")


def plain(text: str) -> str:
    """Typed text with straight quotes and plain spaces; UsageError if it is far too long."""
    if len(text) > TEXT_LIMIT:
        raise UsageError(f"that is {len(text)} characters long; a command has at most {TEXT_LIMIT}")
    kept = "".join(
        " " if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs") else char for char in text
    )
    return kept.translate(_SMART).strip()


def tokens(text: str, keys: Mapping[str, str]) -> list[Token]:
    """Split plain text at spaces, commas, quotes and known `key:` prefixes."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        if match["quoted"] is not None:
            found.append(Token(" ".join(match["quoted"].split()), "quoted"))
        elif match["comma"]:
            found.append(Token(match["comma"], "comma"))
        else:
            found += _split_key(match["word"], keys)
    return [token for token in found if token.text]


def _split_key(word: str, keys: Mapping[str, str]) -> list[Token]:
    name, separator, rest = word.partition(":")
    if not separator:
        name, separator, rest = word.partition("=")
    key = keys.get(name.casefold().lstrip("-+"))
    if not separator or key is None:
        return [Token(word)]
    return [Token(key, "key"), *([Token(rest)] if rest else [])]
