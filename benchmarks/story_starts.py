"""What each sign is taken to weigh before any label is seen: training moves it only as far as labels show.

A few hundred labelled stories can't teach a hundred weights. These are what a careful reader would say, in
log-odds; signs without a start begin at nothing. The names are those of bot/core/signs.py.
"""

import itertools

from bot.core.phases import PHASES

_GROUPS: tuple[tuple[str, dict[str, float]], ...] = (
    (
        "two reports that share a key are mostly two stories",
        {"bias": -3.2},
    ),
    (
        "reporters on one event share words, rare ones and those of headlines above all",
        {
            "text:alike": 3.5, "text:hardly alike": -4.0, "text:two languages": 1.5, "place:wide, alike": 0.5,
            "headline:alike": 0.8, "headline:told by the other": 0.5, "headline:tells the other": 0.5,
        },
    ),
    (
        "whoever is in the headline is in the other report too",
        {
            "names:shared": 1.0, "names:in both headlines": 0.3, "names:in both headlines, wide place": 0.8,
            "names:all others": -0.5,
            "names:other parties": -1.0, "company:same": 0.3, "company:other": -1.2,
        },
    ),
    (
        "a town has few developments, a state many, a country very many",
        {
            "place:same town": 1.6, "place:same state": 0.6, "place:same country": 0.3, "place:around": -0.8,
            "place:around, abroad": -0.4, "place:unknown": -0.8, "place:unknown of both": -0.8,
            "topic:same": 0.6, "topic:other": -1.2,
        },
    ),
    (
        "what is decided once says more than what goes on for years",
        {
            "event:one town, action, stage and topic": 0.5, "event:one town's ban, enacted": 0.5,
            "event:one town's moratorium, enacted": 0.5, "event:one town's ban, failed": 0.5,
            "event:one town's procure, failed": 0.5, "event:one town's procure, vetoed": 0.5,
            "event:one town's oversight, enacted": 0.5, "event:one town's repeal, enacted": 0.5,
            "story:of several reports": 0.5,
        },
    ),
    (
        "actions are judged, not told: another one is a hint, its opposite more than that",
        {
            "action:same": 0.6, "action:other": -0.5, "action:kin": 0.4, "action:unknown": 0.4,
            "action:told against done": -1.0,
            "action:told against done, hardly alike": -1.0,
            "action:ban~repeal": -1.5, "direction:opposite": -0.8,
            "chance:hardly the same action": -1.0, "chance:one is an opinion": -0.5,
        },
    ),
    (
        "so are stages; a bill is proposed for a year, vetoed on one day",
        {
            "stage:same": 0.6, "stage:other": -0.4, "stage:unknown": 0.3, "stage:same proposed": -0.6,
            "chance:hardly the same stage": -1.0, "chance:ahead against done": -0.5,
            "stage:same vetoed": 0.6, "stage:same failed": 0.6, "stage:ahead against done": -1.2,
            "stage:ahead of what was done": -0.8, "stage:done of what was ahead": -0.8,
            "stage:hearings on two days": -1.5, "headline:ahead against back": -0.6,
            "step:other": -1.5, "step:adopted_by_voters~passed_by_council": -1.8,
            "step:adopted_by_voters~signed": -1.8, "step:other in court": -0.4, "step:either chamber": -0.3,
            "step:same passed_by_council": 0.4, "step:same signed": 0.4,
            "step:same adopted_by_voters": 0.4,
        },
    ),
    (
        "a step that one report tells and the other does not",
        {
            "tells:voters, one": -0.4, "tells:signature, one": -0.4, "tells:awaits signature, one": -0.4,
            "tells:veto, one": -0.3, "tells:in force, one": -1.2, "tells:first reading, one": -0.6,
            "tells:second reading, one": -0.5, "tells:final vote, one": -0.6, "tells:house, one": -0.3,
            "tells:senate, one": -0.5, "tells:committee, one": -0.5, "tells:higher court, one": -0.8,
            "tells:postponed, one": -0.4, "tells:once more, one": -0.5,
            "tells:veto against override": -2.0, "tells:court asked, one": -0.3,
            "tells:court ruled, one": -0.3,
            "tells:appeal to act, one": -1.4,
        },
    ),
    (
        "two steps of which each report tells one",
        {
            "tells:house against senate": -1.2, "tells:first reading against final vote": -1.0,
            "tells:second reading against final vote": -1.0,
            "tells:awaits signature against signature": -1.0, "tells:filing against settled": -1.0,
            "tells:filing against higher court": -0.8, "tells:court asked against court ruled": -1.2,
            **{f"case:{one}~{other}": -1.5 for one, other in itertools.combinations(sorted(PHASES), 2)},
            "case:ruling against appeal": -1.0,
            "case:same phase": 0.3, "case:two phases, by both headlines": -1.5,
        },
    ),
    (
        "figures are told exactly, votes off by one at times",
        {
            "bill:same": 0.6, "bill:other": -0.8, "vote:same": 1.2, "vote:both unanimous": 0.3,
            "vote:other": -1.8, "vote:unanimous against split": -0.8,
            "figures:shared": 0.8, "sums:shared": 0.8, "sums:other": -1.5,
            "sums in headlines:other": -1.0,
        },
    ),
    (
        "when it happened, as the texts say it",
        {
            "time:same weekday": 0.4, "time:same day": 0.8, "time:same month": 0.4, "time:same year": 0.2,
            "time:other weekday": -0.3, "time:other day": -0.8, "time:other month": -0.5,
            "time:other year": -0.8, "time:other latest year": -0.4, "date:near a told day": 0.8,
            "date:far from a told day": -0.8, "date:told year is it": 0.2, "date:told year is before": -0.4,
            "date:told year is later": -0.8, "date:near a told weekday": 0.2,
            "date:far from a told weekday": -0.3,
        },
    ),
    (
        "reports of one development come within days",
        {
            "days:within 1.5": 1.5, "days:within 3": 0.7, "days:within 10": -0.8, "days:beyond 10": -1.4,
        },
    ),
)  # fmt: skip
STARTS: dict[str, float] = {name: weight for _, group in _GROUPS for name, weight in group.items()}
REASONS: dict[str, str] = {name: why for why, group in _GROUPS for name in group}

# Two matters of one town that came on one day are rare in labelled sets, which pick what was told often, and
# common in feeds: labels would make a date nearly decide. These stay where they start.
PINNED = frozenset(("days:within 1.5", "days:within 3", "text:hardly alike"))
