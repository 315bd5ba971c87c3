"""Say whose body acts in an item: not every place that it names, and no state that it leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.core.models import Evidence, Jurisdiction
from bot.core.places import cues
from bot.core.places.gazetteer import LOCAL, Place, gazetteer
from bot.core.places.officials import Standing, coverage_of, newspapers, standings
from bot.core.places.resolve import Context, Resolved, resolve
from bot.core.places.roles import IN_TITLE, Role, role_of
from bot.core.places.scan import PlaceMatch, common_words, find_places, is_within
from bot.core.places.seats import NATIONAL, nation_seated
from bot.core.places.surroundings import companions, counties, states_named
from bot.core.places.words import TEXT_LIMIT, TITLE_LIMIT, Hit, recased
from bot.core.vocabulary import Level

LEAST = 1.0
"""Below this a place was merely mentioned."""
_SEATED = 7.0
_PARTNERS = 3.0
"""How much less an agency acts that only gets or gives something."""
_OF_NATIONS = frozenset({"house", "minister", "president"})
MOST_MENTIONS = 4
"""Further mentions of one place add nothing: a long text is no better proof."""
# The county's government is the city's: told under either name, it is one body.
_UNITED = {
    "us/tn/davidson-county": "us/tn/nashville",
    "us/la/orleans-parish": "us/la/new-orleans",
    "us/ca/san-francisco-county": "us/ca/san-francisco",
    "us/co/denver-county": "us/co/denver",
}


@dataclass(slots=True)
class Claim:
    """What speaks for one place."""

    resolved: Resolved
    mentions: dict[tuple[str, int], float] = field(default_factory=dict)
    """Weight by where a mention begins: "Hyderabad police" is one, though a place and an agency."""
    lift: float = 0.0
    evidence: tuple[float, Evidence] | None = None
    first: int = 0

    @property
    def top(self) -> float:
        """The strongest mention."""
        return max(self.mentions.values())

    @property
    def score(self) -> float:
        """The strongest mention counts fully, the next ones less and less."""
        ranked = sorted(self.mentions.values(), reverse=True)[:MOST_MENTIONS]
        return self.lift + sum(
            weight / (1 + rank) if weight > 0 else weight / 2 for rank, weight in enumerate(ranked)
        )


def jurisdiction_of(
    title: str, text: str, *, home: str | None = None, outlet: str = "", agencies: Sequence[str] = ()
) -> tuple[Jurisdiction, tuple[Evidence, ...]]:
    """The place whose body acts, with the words that say so; level none if the texts name none."""
    return _Decision(title[:TITLE_LIMIT], text[:TEXT_LIMIT], home=home, outlet=outlet).verdict(agencies)


class _Decision:
    """One item's claims; a class only because a dozen small steps share them."""

    def __init__(self, title: str, text: str, *, home: str | None, outlet: str) -> None:
        self.originals = {"title": title, "summary": text}
        self.texts = {source: recased(part) for source, part in self.originals.items()}
        title, text = self.texts["title"], self.texts["summary"]
        self.matches = [(source, match) for source, part in self.texts.items() for match in find_places(part)]
        self.standings = [
            (source, hit)
            for source, part in self.texts.items()
            for hit in standings(part)
            if hit.value.place is not None
        ]
        self.houses = {
            hit.value.place for _, hit in self.standings if hit.value.place and hit.value.kind in _OF_NATIONS
        }
        both = f"\n{title}\n{text}"
        self.state_body = bool(cues.STATE_BODY.search(both))
        self.local_body = bool(cues.LOCAL_BODY.search(both))
        self.national = bool(NATIONAL.search(both))
        british = "£" in both or cues.BRITISH.search(both)
        american = british or cues.AMERICAN_SIGNS.search(both) or cues.AMERICAN.search(both)
        self.nation = "GB" if british else "US" if american else None
        self.home = gazetteer().at(home) if home else None
        self.outlet = coverage_of(outlet) if outlet else None
        self.claims: dict[Place, Claim] = {}

    def verdict(self, agencies: Sequence[str]) -> tuple[Jurisdiction, tuple[Evidence, ...]]:
        """Weigh everything and tell the best-founded place."""
        roles = [
            (source, match, role_of(self.texts[source], match, source)) for source, match in self.matches
        ]
        context = self._context(roles)
        for source, match, role in roles:
            self._claim_match(source, match, role, context)
        for source, hit in self.standings:
            self._claim_standing(source, hit, agencies)
        for source, part in self.texts.items():
            self._claim_federal(source, part)
        self._lift()
        self._unite()
        self._narrow()
        return self._best()

    def _context(self, roles: list[tuple[str, PlaceMatch, Role]]) -> Context:
        wholes, locals_ = set(), set()
        for _, match, role in roles:
            if match.within:
                wholes.add(match.within)
            elif (
                match.places[0].level in {Level.STATE, Level.COUNTRY}
                and role.weight > 0
                and not role.dateline
            ):
                wholes.add(match.places[0])
        for _, hit in self.standings:
            place = hit.value.place
            if place and place.level in LOCAL:
                locals_.add(place)
            elif place and place.level in {Level.STATE, Level.COUNTRY}:
                wholes.add(place)
        return Context(
            wholes=frozenset(wholes),
            locals=frozenset(locals_),
            home=self.home,
            outlet=self.outlet,
            cited=self._cited(),
            near=frozenset(states_named(roles)),
            companions=companions(roles),
            counties=counties(roles),
            nation=self.nation,
        )

    def _cited(self) -> Place | None:
        """What the first newspaper covers that the texts name; sought only where a name is open."""
        if not any(match.places[0].level in LOCAL and len(match.places) > 1 for _, match in self.matches):
            return None
        return next((hit.value for part in self.texts.values() for hit in newspapers().find(part)), None)

    def _claim_match(self, source: str, match: PlaceMatch, role: Role, context: Context) -> None:
        if role.seat or (role.dateline and self._is_seat(match) and not self.local_body):
            self._claim_seat(source, match, role)
            return
        if (
            match.key in common_words()
            and not match.within
            and role.cue < 5
            and role.rule not in {"in", "dateline"}
        ):
            return
        if role.rule == "sheriff" and gazetteer().known(f"{match.key} county"):
            # "Pasco Sheriff's Office": sheriffs belong to counties, whatever towns share the name.
            match = replace(match, places=gazetteer().named(f"{match.key} county"))
        if match.key == "washington" and role.dateline:
            return  # the seat of the federal government, whose cue counts the dateline
        if self._claim_nation(source, match, role, context):
            return
        # A headline on a town's business may name any town; one word alone must stand where a place does.
        town = self.local_body and source == "title"
        town = town and (match.start == 0 or role.rule in {"in", "police"} or " " in match.key)
        resolved = resolve(match, context, role.body, city=self.local_body and not self.state_body, town=town)
        if resolved is None:
            return
        weight = role.weight
        if role.dateline and not self.local_body and not cues.POLICE.search(self.texts[source]):
            weight = 0.5  # a firm's news bears the dateline of its seat, and no body there acts
        if (
            role.rule in {"court", "court of"}
            and resolved.place.level is Level.STATE
            and resolved.place.country == "US"
        ):
            weight -= 3  # a state's court mostly decides about somebody else's programme
        self._add(resolved, weight, source, match.start, match.end, role.rule)
        if match.within and role.dateline:
            self._add(Resolved(match.within), 0.5, source, match.start, match.end, "dateline")

    def _claim_nation(self, source: str, match: PlaceMatch, role: Role, context: Context) -> bool:
        """A capital beside its nation's lawmakers stands for the nation, not for the city."""
        nation = nation_seated(
            self.texts[source], match, local=self.local_body, national=self.national, houses=self.houses
        )
        if nation is None or _has_namesake(match, [*context.wholes, self.home, self.outlet]):
            return False
        weight = max(role.weight, _SEATED + (IN_TITLE if source == "title" else 0))
        basis = f"{match.text} is the seat of its government"
        self._add(Resolved(nation, basis), weight, source, match.start, match.end, "seat of a nation")
        return True

    def _is_seat(self, match: PlaceMatch) -> bool:
        return self.state_body and any(match.key == capital for capital in gazetteer().capitals.values())

    def _claim_seat(self, source: str, match: PlaceMatch, role: Role) -> None:
        """A dateline at a state's capital, above state business, stands for the state."""
        for code, capital in gazetteer().capitals.items():
            state = gazetteer().states.get(code)
            if capital == match.key and state and match.within in {None, state}:
                self._add(
                    Resolved(state), role.weight, source, match.start, match.end, "dateline of the capital"
                )

    def _claim_standing(self, source: str, hit: Hit[Standing], agencies: Sequence[str]) -> None:
        standing = hit.value
        if standing.place is None:
            return
        weight = (
            standing.weight
            + (IN_TITLE if source == "title" else 0)
            + (0.5 if standing.name in agencies else 0)
        )
        before = self.texts[source][max(0, hit.start - 24) : hit.start]
        if standing.kind == "agency" and cues.PARTNER.search(before):
            weight -= _PARTNERS
        self._add(
            Resolved(standing.place, f"{standing.name} is named"),
            weight,
            source,
            hit.start,
            hit.end,
            standing.kind,
        )

    def _claim_federal(self, source: str, part: str) -> None:
        nation = Resolved(gazetteer().countries["US"])
        for cue, pattern in cues.FEDERAL:
            found = pattern.search(part)
            if found:
                self._add(nation, cue.weight, source, found.start(), found.end(), cue.rule)

    def _add(self, resolved: Resolved, weight: float, source: str, start: int, end: int, rule: str) -> None:
        claim = self.claims.setdefault(resolved.place, Claim(resolved, first=len(self.claims)))
        claim.mentions[source, start] = max(weight, claim.mentions.get((source, start), weight))
        if claim.resolved.basis is not None and resolved.basis is None:
            claim.resolved = resolved
        if claim.evidence is None or weight > claim.evidence[0]:
            words = self.originals[source][start:end]
            proof = Evidence(
                field="jurisdiction",
                value=resolved.place.name,
                source=source,
                start=start,
                end=end,
                text=words,
                rule=rule,
            )
            claim.evidence = (weight, proof)

    def _lift(self) -> None:
        """Words for a body without its place ("the Senate", "council members") lift such places."""
        for place, claim in self.claims.items():
            if claim.top <= 0:
                continue
            if place.level is Level.STATE and self.state_body:
                claim.lift = 2.0
            elif place.level in LOCAL and self.local_body:
                claim.lift = 2.5

    def _unite(self) -> None:
        for place in [place for place in self.claims if place.level is Level.COUNTY]:
            other = _UNITED.get(place.path)
            city = gazetteer().at(other) if other else None
            if city in self.claims:
                self.claims[city].mentions |= self.claims.pop(place).mentions

    def _narrow(self) -> None:
        """Abroad, a city or region that acts says more than its country, named for orientation."""
        for place, claim in list(self.claims.items()):
            whole = gazetteer().countries.get(place.country or "")
            if place.country == "US" or place.level not in {*LOCAL, Level.STATE} or whole not in self.claims:
                continue
            if claim.top + claim.lift >= 5 and claim.score >= self.claims[whole].score / 2:
                del self.claims[whole]

    def _best(self) -> tuple[Jurisdiction, tuple[Evidence, ...]]:
        ranked = sorted(self.claims.values(), key=lambda claim: (-claim.score, claim.first))
        if not ranked or ranked[0].score < LEAST or _is_round_up(ranked):
            return self._from_home()
        best = ranked[0]
        evidence = (best.evidence[1],) if best.evidence else ()
        return best.resolved.place.jurisdiction(best.resolved.basis), evidence

    def _from_home(self) -> tuple[Jurisdiction, tuple[Evidence, ...]]:
        """A feed about one place need not name it: "Council splits over cameras"."""
        home = self.home
        if home is None or self.claims:
            return Jurisdiction(), ()
        acts = (home.level in LOCAL and self.local_body) or (home.level is Level.STATE and self.state_body)
        if not acts:
            return Jurisdiction(), ()
        return home.jurisdiction(f"the feed covers {home.name}"), ()


def _has_namesake(match: PlaceMatch, wholes: Sequence[Place | None]) -> bool:
    """Whether a state that the item is about has a place of that name: Vienna in Virginia."""
    states = [whole for whole in wholes if whole and whole.country == "US" and whole.state]
    return any(is_within(place, state) for state in states for place in match.places)


def _is_round_up(ranked: list[Claim]) -> bool:
    """Whether several places are told alike and none acts: a list of cities is about none of them."""
    top = ranked[0].score
    rivals = [claim for claim in ranked if claim.score >= 0.8 * top and claim.resolved.place.level in LOCAL]
    return top < 5 and len(rivals) >= 3
