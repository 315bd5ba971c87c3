"""Posts that the adapters' tests share: the case that started it, and builders with sensible defaults."""

from datetime import UTC, datetime
from typing import Any

from bot.core.models import Message, Reply, SourceLink
from bot.core.vocabulary import Action, Direction, Stage, StageDetail, Topic


def message(**changes: Any) -> Message:
    """The Minneapolis ban as one message, with whatever the test changes."""
    values: dict[str, Any] = {
        "headline": "Minneapolis council bans police use of facial recognition",
        "url": "https://north.example/minneapolis-ban?a=1&b=2",
        "action": Action.BAN,
        "stage": Stage.ENACTED,
        "stage_detail": StageDetail.PASSED_BY_COUNCIL,
        "direction": Direction.RESTRICTS,
        "place": "Minneapolis, MN",
        "facts": (
            ("Vote", "unanimous"),
            ("Agency", "Minneapolis Police Department"),
            ("Vendor", "Clearview AI"),
        ),
        "sentences": (
            "The Minneapolis City Council voted unanimously on Friday to bar its police from facial recognition.",
            "The ordinance names Clearview AI, whose database is made of pictures taken from social media.",
        ),
        "cut": False,
        "sources": (
            SourceLink(outlet="North Star Courier", url="https://north.example/minneapolis-ban"),
            SourceLink(outlet="Repeater Daily", url="https://repeater.example/x", repost=True),
        ),
        "more_sources": 2,
        "conflicts": (),
        "topics": (Topic.FACE_RECOGNITION,),
        "score": 0.97,
        "reasons": ("names facial recognition",),
        "first_seen": datetime(2026, 11, 23, 20, 5, tzinfo=UTC),
        "updated": None,
        "reference": "S-42",
        "timezone": "America/Chicago",
    }
    return Message(**(values | changes))


def reply(**changes: Any) -> Reply:
    """What happened to it since: a corrected vote, a further outlet, the mayor's signature."""
    values: dict[str, Any] = {
        "facts": (("Vote", "12-1 → 13-0"), ("In force from", "1 Mar 2027")),
        "sources": (SourceLink(outlet="Lake Street Ledger", url="https://lake.example/ban?a=1&b=2"),),
        "more_sources": 1,
        "following": (
            ("BAN · signed · Minneapolis, MN", "Mayor signs the ban", "https://north.example/signed"),
        ),
        "reference": "S-42",
        "headline": "Minneapolis council bans police use of facial recognition",
    }
    return Reply(**(values | changes))


def longest_reply() -> Reply:
    """As much as the core ever puts into one answer, in characters that count double or need escaping."""
    wide = "&<😀>*"
    url = "https://x.example/?" + "a&" * 480
    return Reply(
        facts=((wide * 20, wide * 70),) * 8,
        sources=(SourceLink(outlet=wide * 16, url=url),) * 5,
        more_sources=9_999,
        following=((wide * 60, wide * 60, url),) * 3,
        reference="S-9999999999",
        headline=wide * 60,
    )
