"""Say which technologies or regimes an item is about, with the words that show it."""

from bot.core.concepts import Reading
from bot.core.models import Evidence
from bot.core.rules import compiled
from bot.core.vocabulary import Topic

# Each topic by the patterns that show it; the first words that match are its evidence.
_TOPICS: tuple[tuple[Topic, str], ...] = (
    (Topic.FACE_RECOGNITION, "FACE/FACES"),
    (Topic.ALPR, "ALPR/VALPR/PLATES"),
    (Topic.DRONES, "DRONE"),
    (Topic.CELL_SITE_SIMULATOR, "CELLSITE"),
    (Topic.PREDICTIVE_POLICING, "PREDICT"),
    (Topic.GUNSHOT_DETECTION, "GUNSHOT"),
    (Topic.BIOMETRICS_PRIVACY, "BIOMETRIC"),
)
# A regulator that fines a maker of face databases acts on biometric data, whether or not it says so.
_BIOMETRIC_CASES = ("FINE ~14 VFACE", "VFACE ~14 FINE", "REGULATOR ~14 VFACE", "VFACE ~14 REGULATOR")
# Beside another technology, "surveillance technology" is often but its description: only rules about it
# count.
_REGIME = (
    "SURVTECH ~6 OVERSIGHT",
    "OVERSIGHT ~8 SURVTECH",
    "ALLOW ~12 SURVTECH",
    "LIFT ~6 SURVTECH",
    "SURVTECH ~6 LIFT",
)
_FAINT = ("SURV", "CAMERA", "VOTHER")


def topics_of(reading: Reading) -> tuple[tuple[Topic, ...], tuple[Evidence, ...]]:
    """Give the topics in the order of the vocabulary, each with the first words that show it."""
    found: dict[Topic, Evidence] = {}
    for topic, pattern in _TOPICS:
        _add(found, reading, topic, (pattern,))
    _add(found, reading, Topic.BIOMETRICS_PRIVACY, _BIOMETRIC_CASES)
    if not found:
        _add(found, reading, Topic.FACE_RECOGNITION, ("VFACE",))
    _add(found, reading, Topic.SURVEILLANCE_OVERSIGHT, _REGIME if found else ("SURVTECH",))
    if not found:
        _add(found, reading, Topic.OTHER, _FAINT)
    ordered = [topic for topic in Topic if topic in found]
    return tuple(ordered), tuple(found[topic] for topic in ordered)


def _add(found: dict[Topic, Evidence], reading: Reading, topic: Topic, patterns: tuple[str, ...]) -> None:
    if topic in found:
        return
    matches = [match for pattern in patterns if (match := compiled(pattern).search(reading.signs))]
    if not matches:
        return
    first = min(matches, key=lambda match: match.start())
    start, end, words = reading.words(first.start(), first.end())
    source = "summary" if reading.zones[first.start()] else "title"
    found[topic] = Evidence(
        field="topics", value=topic, source=source, start=start, end=end, text=words, rule=f"topics.{topic}"
    )
