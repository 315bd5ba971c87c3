"""What a careful reader says should become of every item of the demo: its fate and its story."""

from collections.abc import Mapping

from bot.core.vocabulary import Action, Fate, Stage

_FATES: Mapping[Fate, str] = {
    Fate.BASELINE: """
        gazette-4052 gazette-4050 tag:northernwire.example,2019:bridge
        tag:northernwire.example,2019:old-oakland
        https://openstreets.example/news/annual-meeting https://prairierecord.example/?p=2100 26-0850
        wa-hb-1873-committee urn:docket:welcome https://harborherald.example/news/ferry
        https://lakesradio.example/news/pledge trendmill-87011 openmic-1 https://albioncourier.example/a/700
        riverside-420
        """,
    Fate.IRRELEVANT: """
        gazette-4098 gazette-4097 tag:northernwire.example,2019:striker
        tag:northernwire.example,2019:wastewater
        https://openstreets.example/news/bake-sale https://prairierecord.example/?p=2216 26-0940 wa-hb-2111
        urn:docket:oh-zoning https://harborherald.example/news/lobster https://lakesradio.example/news/loons
        trendmill-88090 trendmill-88081 trendmill-88077 https://albioncourier.example/a/775 pigeons
        """,
    Fate.JOINED: """
        tag:northernwire.example,2019:mpls-face https://openstreets.example/news/minneapolis-victory
        https://prairierecord.example/?p=2214 trendmill-88120 https://lakesradio.example/news/mpls-face-recognition
        https://prairierecord.example/?p=2231 https://openstreets.example/news/duluth-drone-hearing
        """,
    Fate.NEW_STORY: """
        gazette-4101 gazette-4108 tag:northernwire.example,2019:nola-lift
        tag:northernwire.example,2019:maine-veto
        tag:northernwire.example,2019:peoria-flock tag:northernwire.example,2019:vermont-undated
        https://openstreets.example/news/schools-opinion https://prairierecord.example/?p=2219 26-0931 26-0917
        26-0917-award wa-hb-1873-house wa-hb-1873-senate wa-sb-6110-partial-veto urn:docket:md-2291
        urn:docket:il-cv-1180 https://harborherald.example/news/council-facial-recognition
        https://harborherald.example/news/bangor-body-cameras https://lakesradio.example/news/gunshot-sensors
        openmic-31 https://albioncourier.example/a/771 https://albioncourier.example/a/774 riverside-501
        """,
}
EXPECTED: Mapping[str, Fate] = {guid: fate for fate, guids in _FATES.items() for guid in guids.split()}
"""Fate by guid (`pigeons` stands for the item without a guid). Which item of one story opens it may vary."""

STORIES: tuple[frozenset[str], ...] = (
    # one vote, six outlets: four at once, a copy, a late one, and a correction
    frozenset(
        (
            "gazette-4101",
            "tag:northernwire.example,2019:mpls-face",
            "https://openstreets.example/news/minneapolis-victory",
            "https://prairierecord.example/?p=2214",
            "trendmill-88120",
            "https://lakesradio.example/news/mpls-face-recognition",
            "https://prairierecord.example/?p=2231",
        )
    ),
    # the notice and the call to come
    frozenset(("26-0931", "https://openstreets.example/news/duluth-drone-hearing")),
)
"""Items that are one story; every other relevant item stands alone."""

FOLLOWS: Mapping[str, str] = {
    "gazette-4101": "gazette-4052",
    "gazette-4108": "gazette-4101",
    "wa-hb-1873-house": "wa-hb-1873-committee",
    "wa-hb-1873-senate": "wa-hb-1873-house",
    "26-0917-award": "26-0917",
}
"""The next stage of a measure is a new story that follows the story of the stage before."""

FACTS: Mapping[str, tuple[Action, Stage, str]] = {
    "gazette-4052": (Action.BAN, Stage.COMMITTEE, "us/mn/minneapolis"),
    # The wire adds that it goes to the mayor: what the gazette calls a ban is not yet law.
    "gazette-4101": (Action.BAN, Stage.PASSED_CHAMBER, "us/mn/minneapolis"),
    "gazette-4108": (Action.BAN, Stage.ENACTED, "us/mn/minneapolis"),
    "https://harborherald.example/news/council-facial-recognition": (
        Action.BAN,
        Stage.ENACTED,
        "us/me/portland",
    ),
    "https://prairierecord.example/?p=2219": (Action.BAN, Stage.PROPOSED, "us/mn/st.-paul"),
    "tag:northernwire.example,2019:nola-lift": (Action.REPEAL, Stage.ENACTED, "us/la/new-orleans"),
    "tag:northernwire.example,2019:maine-veto": (Action.REGULATE, Stage.VETOED, "us/me"),
    "wa-hb-1873-house": (Action.REGULATE, Stage.PASSED_CHAMBER, "us/wa"),
    "wa-sb-6110-partial-veto": (Action.REGULATE, Stage.ENACTED, "us/wa"),
    "26-0931": (Action.REGULATE, Stage.HEARING, "us/mn/duluth"),
    "26-0917": (Action.PROCURE, Stage.PROPOSED, "us/mn/duluth"),
    "https://albioncourier.example/a/774": (Action.ENFORCEMENT, Stage.NONE, "gb"),
    "urn:docket:il-cv-1180": (Action.SETTLEMENT, Stage.NONE, "us/il"),
}
"""Action, stage and place of the stories on which trust hangs."""

COPIES = frozenset({"trendmill-88120"})
"""Items that repeat another outlet's text."""
