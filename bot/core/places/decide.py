"""Say whose body acts in an item: not every place that it names, and no state that it leaves open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.core.models import Evidence, Jurisdiction
from bot.core.places import cues
from bot.core.places.capitals import LOCAL_NEAR, city_told_by, state_sitting_in
from bot.core.places.gazetteer import LOCAL, METROPOLIS, Place, gazetteer, key_of
from bot.core.places.home import told_at_home
from bot.core.places.officials import Standing, coverage_of, is_its_own, known_at_home, newspapers, standings
from bot.core.places.resolve import Context, Resolved, resolve
from bot.core.places.roles import IN_TITLE, ITS_RESIDENTS, ONE_INSIDE, Role, role_of
from bot.core.places.scan import PlaceMatch, common_words, family_names, find_places, is_within
from bot.core.places.seats import NATIONAL, nation_seated
from bot.core.places.surroundings import companions, counties, states_named
from bot.core.places.words import TEXT_LIMIT, TITLE_LIMIT, Hit, recased
from bot.core.sought import Sought
from bot.core.vocabulary import Level

LEAST = 1.0
"""Below this a place was merely mentioned."""
_SEATED = 7.0
_PARTNERS = 3.0
"""How much less an agency acts that only gets or gives something."""
_OF_NATIONS = frozenset({"house", "minister", "president"})
_REGULATOR = 5.0
"""From this weight on an agency's name says that it acts."""
_BESIDE_AGENTS = 3.0
_GOT_ACCESS = re.compile(r"['’]?s? (?:had|has|got|gets|gained|never|could|can|access|used|tapped|searched)\b")
_WEAK = 3.0
"""A state below this is named in passing: "Colorado's first" in Denver's news of its council."""
_INSIDE = 6.0
_AT_HOME = 3.0
_CAPITAL_CITY = 7.0
_SUED = re.compile(
    r"\b(?:[Ss]u(?:es|ed|ing)|[Tt]akes|(?:[Ss]uit|[Ll]awsuit|[Cc]omplaint|[Cc]ase|[Cc]laims?) against)"
    r" (?:the )?(?:[Cc]ity of |[Tt]own of |[Cc]ounty of )?$|\b(?:warns|gives|faults|finds|accuses) $"
)
_DEFENDANT = 12.0
_OTHER_NATIONS = re.compile(
    r"\b(?:Spanish|Spain['’]s|Mexican|Mexico['’]s|Brazilian|Brazil['’]s|Argentine|Argentina['’]s|Chilean"
    r"|Chile['’]s|Peruvian|Peru['’]s"
    r"|Colombian|Colombia['’]s|National|Philippine|El|el|del|al) $"
)
_COMMONS = frozenset({"MPs", "House of Commons", "Commons", "MP"})
_CANADIAN_BILL = re.compile(r"\bBill [CS]-\d")
_WITH_COMMONS = frozenset({"CA", "AU", "NZ", "IN", "ZA", "KE", "MY", "SG"})
_ASKED = re.compile(
    r"(?:calls? on|urg(?:es|ed|ing)|asks?|letter to|lobb(?:y|ies)|press(?:es|ed)?) (?:the )?$"
)
_CITY_OF_NEW_YORK = Sought(r"\bNew York(?:['’]s)? (?:[Pp]olice\b(?! reform)|cops\b|PD\b|[Mm]ayor)")
_LAWMAKING = re.compile(
    r"\b(?:Sen|Rep)\. [A-Z]|\b(?:House|Senate|Assembly) (?:Bill|File)|\b[HS]\.?[BF]\.? ?\d|\bCommittee\b"
    r"|\bamendment\b"
)
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
    acts: bool = False
    """Whether more than a federal force's name speaks for it."""

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
        self.home = gazetteer().at(home) if home else None
        self.outlet = coverage_of(outlet) if outlet else None
        self.publisher_decides = is_its_own(outlet)
        self.standings += [
            ("title", hit) for hit in known_at_home(title, f"{title} {text}", self.home or self.outlet)
        ]
        self.houses = {
            hit.value.place for _, hit in self.standings if hit.value.place and hit.value.kind in _OF_NATIONS
        }
        both = f"\n{title}\n{text}"
        self.families = family_names(title) | family_names(text)
        self.state_body = bool(cues.STATE_BODY.search(both))
        self.local_body = bool(cues.LOCAL_BODY.search(both))
        self.council = bool(LOCAL_NEAR.search(both))
        self.lawmaking = self.state_body or bool(_LAWMAKING.search(both))
        self.national = bool(NATIONAL.search(both))
        british = "£" in both or cues.BRITISH.search(both)
        american = british or cues.AMERICAN_SIGNS.search(both) or cues.AMERICAN.search(both)
        self.nation = "GB" if british else "US" if american else None
        self.claims: dict[Place, Claim] = {}

    def verdict(self, agencies: Sequence[str]) -> tuple[Jurisdiction, tuple[Evidence, ...]]:
        """Weigh everything and tell the best-founded place."""
        roles = [
            (source, match, role_of(self.texts[source], match, source)) for source, match in self.matches
        ]
        self.inside = {match.places[0] for _, match, role in roles if role.rule == ONE_INSIDE}
        self.residents = {match.places[0] for _, match, role in roles if role.rule == ITS_RESIDENTS}
        context = self._context(roles)
        for source, match, role in roles:
            self._claim_match(source, match, role, context)
        for source, hit in self.standings:
            self._claim_standing(source, hit, agencies)
        for source, part in self.texts.items():
            self._claim_federal(source, part)
            self._claim_new_york(source, part)
        self._lift()
        self._second_federal()
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
            surely_british=bool(cues.SURELY_BRITISH.search("\n".join(self.texts.values()))),
            nation=self.nation,
        )

    def _cited(self) -> Place | None:
        """What the first newspaper covers that the texts name; sought only where a name is open."""
        if not any(match.places[0].level in LOCAL and len(match.places) > 1 for _, match in self.matches):
            return None
        return next((hit.value for part in self.texts.values() for hit in newspapers().find(part)), None)

    def _claim_match(self, source: str, match: PlaceMatch, role: Role, context: Context) -> None:
        if (role.seat and not self.council) or (
            role.dateline and self._is_seat(match) and not (self.local_body and self.council)
        ):
            self._claim_seat(source, match, role)
            return
        if self._is_doubtful(match, role):
            return
        if role.rule == "sheriff" and gazetteer().known(f"{match.key} county"):
            # "Pasco Sheriff's Office": sheriffs belong to counties, whatever towns share the name.
            match = replace(match, places=gazetteer().named(f"{match.key} county"))
        match = self._bare_county(match)
        if self._claim_capital(source, match, role):
            return
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
        weight = self._weight_of(resolved, source, match, role)
        self._add(resolved, weight, source, match.start, match.end, role.rule)
        if match.within and role.dateline:
            self._add(Resolved(match.within), 0.5, source, match.start, match.end, "dateline")

    def _bare_county(self, match: PlaceMatch) -> PlaceMatch:
        """Take "Suffolk" in a Long Island paper for the county: no city of that name lies in its state."""
        whole = self.home or self.outlet
        if match.within or whole is None or whole.country != "US" or whole.state is None:
            return match
        if match.places[0].level not in LOCAL or match.places[0].people >= METROPOLIS:
            return match
        if any(place.state == whole.state for place in match.places):
            return match
        counties = tuple(p for p in gazetteer().named(f"{match.key} county") if p.state == whole.state)
        return replace(match, places=counties) if counties else match

    def _claim_capital(self, source: str, match: PlaceMatch, role: Role) -> bool:
        """Take "Mississippi's capital" for Jackson, and "shelved in Springfield" for Illinois."""
        first, text = match.places[0], self.texts[source]
        if first.level is Level.STATE and first.country == "US":
            city = city_told_by(first, text, match.start, match.end)
            if city is None:
                return False
            weight = _CAPITAL_CITY + (IN_TITLE if source == "title" else 0)
            self._add(
                Resolved(city.place, city.basis),
                weight,
                source,
                match.start,
                city.end,
                "capital or largest city",
            )
            return True
        if role.cue >= 5 or role.dateline or not self.lawmaking:
            return False
        state = state_sitting_in(
            match, text, inside=role.rule == "in", only_state=self.state_body and not self.local_body
        )
        if state is None or (match.within is None and not self._is_about(state, match)):
            return False
        basis = f"{match.text} is its capital"
        self._add(Resolved(state, basis), role.weight + 2, source, match.start, match.end, "capital")
        return True

    def _is_about(self, state: Place, match: PlaceMatch) -> bool:
        """Whether a capital that shares its name is this state's: by the feed, the text or its fame."""
        for whole in (self.home, self.outlet):
            if whole and whole.state:
                return whole.state == state.state and whole.country == "US"
        named = {place for _, each in self.matches for place in (each.within, each.places[0]) if place}
        return state in named or match.places[0] == gazetteer().city(match.key, state.state or "")

    def _is_doubtful(self, match: PlaceMatch, role: Role) -> bool:
        """Whether a name that is also a word or a person's lacks the words that would show a place."""
        if match.within or role.cue >= 5 or role.rule in {"in", "dateline"}:
            return False
        if match.key in self.families and match.places[0].level in LOCAL:
            return True
        own = (self.home, self.outlet)
        return match.key in common_words() and not any(
            place and key_of(place.name) == match.key for place in own
        )

    def _weight_of(self, resolved: Resolved, source: str, match: PlaceMatch, role: Role) -> float:
        """What a mention is worth once its place is known."""
        weight = role.weight
        if resolved.place.level is not Level.FEDERAL and _SUED.search(
            self.texts[source][max(0, match.start - 40) : match.start]
        ):
            weight += _DEFENDANT  # whose programme is in court, whoever sues
        words = self.texts[source]
        if role.dateline and not (
            self.local_body or cues.POLICE.search(words) or cues.OFFICIALS.search(words)
        ):
            weight = 0.5  # a firm's news bears the dateline of its seat, and no body there acts
        if (
            role.rule in {"court", "court of"}
            and resolved.place.level is Level.STATE
            and resolved.place.country == "US"
        ):
            weight -= 3  # a state's court mostly decides about somebody else's programme
        return weight

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

    def _of_commons(self) -> str | None:
        """Whose House of Commons is meant, if it is not Britain's."""
        if any(_CANADIAN_BILL.search(text) for text in self.texts.values()):
            return "CA"
        return self.outlet.country if self.outlet and self.outlet.country in _WITH_COMMONS else None

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
        if standing.kind in {"agency", "member of congress"} and cues.PARTNER.search(before):
            weight -= _PARTNERS
        if standing.kind == "house" and _OTHER_NATIONS.search(before):
            return  # "Spanish Congress"
        if standing.kind == "house" and hit.text in _COMMONS and (nation := self._of_commons()):
            standing = replace(standing, place=gazetteer().countries[nation])
        if standing.place is None:
            return
        if standing.kind == "house" and _ASKED.search(before):
            return  # "calls on Congress"
        if standing.kind == "house" and "Committee" in hit.text and self._of_a_state():
            return  # a state's House has a Judiciary Committee, too
        self._add(
            Resolved(standing.place, f"{standing.name} is named"),
            weight,
            source,
            hit.start,
            hit.end,
            standing.kind,
        )

    def _of_a_state(self) -> bool:
        """Whether the feed, the outlet or a dateline is a state's."""
        whole = self.home or self.outlet
        return bool(whole and whole.country == "US" and whole.state and whole.state != "DC")

    def _claim_federal(self, source: str, part: str) -> None:
        nation = Resolved(gazetteer().countries["US"])
        for cue, pattern in cues.FEDERAL:
            found = pattern.search(part)
            if found:
                self._add(nation, cue.weight, source, found.start(), found.end(), cue.rule)

    def _claim_new_york(self, source: str, part: str) -> None:
        """New York's police, and its lawmakers where its mayor is told, are the city's."""
        city = gazetteer().at("us/ny/new-york-city")
        found = _CITY_OF_NEW_YORK.search(part)
        if found and city:
            weight = _CAPITAL_CITY + (IN_TITLE * 2 if source == "title" else 0)
            self._add(Resolved(city), weight, source, found.start(), found.end(), "police of New York")

    def _add(self, resolved: Resolved, weight: float, source: str, start: int, end: int, rule: str) -> None:
        claim = self.claims.setdefault(resolved.place, Claim(resolved, first=len(self.claims)))
        claim.acts = claim.acts or not _is_agents(
            source, start, rule, weight, self.texts[source][end : end + 40]
        )
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
            if place.level in LOCAL and any(is_within(place, state) for state in self.inside):
                claim.lift += _INSIDE  # "Georgia police chief accused", and below it which
            if place in {self.home, self.outlet} and told_at_home(place, {"title": self.texts["title"]}):
                claim.lift += _AT_HOME  # "City turns off its cameras" in the city's own news

    def _second_federal(self) -> None:
        """Federal agents who got at a state's cameras act less than the state or the city that minds."""
        nation = self.claims.get(gazetteer().countries["US"])
        if nation is None or nation.acts:
            return
        others = [claim for claim in self.claims.values() if claim is not nation]
        if any(claim.top + claim.lift >= _BESIDE_AGENTS for claim in others):
            nation.mentions = {at: weight / 3 for at, weight in nation.mentions.items()}

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
            regulated = self.claims[whole].evidence
            forces = claim.evidence is not None and claim.evidence[1].rule == "agency"
            if forces and regulated and regulated[1].rule == "agency" and regulated[0] > claim.top:
                continue  # the nation's regulator decides, whatever city's police tried it
            if claim.top + claim.lift >= 5 and claim.score >= self.claims[whole].score / 2:
                del self.claims[whole]

    def _best(self) -> tuple[Jurisdiction, tuple[Evidence, ...]]:
        ranked = sorted(self.claims.values(), key=lambda claim: (-claim.score, claim.first))
        if not ranked or ranked[0].score < LEAST:
            at_home = self._from_home()
            if at_home[1] or not ranked or ranked[0].resolved.place not in self.residents:
                return at_home
            return _told(ranked[0])
        if _is_round_up(ranked):
            return Jurisdiction(), ()
        best = ranked[0]
        nation = gazetteer().countries["US"]
        weak = best.resolved.place is nation and not best.acts
        passing = best.top < _WEAK and (best.resolved.place.level is Level.STATE or not self._heads(best))
        if weak or passing:
            at_home = self._from_home(title_only=True)
            if at_home[1] and (best.resolved.place.level not in LOCAL or at_home[0].level not in LOCAL):
                return at_home
        return _told(best)

    def _heads(self, claim: Claim) -> bool:
        """Whether the headline names a place."""
        return any(source == "title" for source, _ in claim.mentions)

    def _from_home(self, *, title_only: bool = False) -> tuple[Jurisdiction, tuple[Evidence, ...]]:
        """News of one place need not name it: "Council splits over cameras"."""
        texts = {"title": self.texts["title"]} if title_only else self.texts
        for source, words in ((self.home, "the feed covers"), (self.outlet, "the outlet covers")):
            found = told_at_home(source, texts) if source else None
            if source and found:
                return found.place.jurisdiction(f"{words} {source.name}"), (
                    Evidence(
                        field="jurisdiction",
                        value=found.place.name,
                        source=found.source,
                        start=found.start,
                        end=found.end,
                        text=self.originals[found.source][found.start : found.end],
                        rule="home",
                    ),
                )
        if self.outlet and self.publisher_decides and not title_only:
            return self.outlet.jurisdiction(f"published by {self.outlet.name} itself"), ()
        return Jurisdiction(), ()


def _told(claim: Claim) -> tuple[Jurisdiction, tuple[Evidence, ...]]:
    evidence = (claim.evidence[1],) if claim.evidence else ()
    return claim.resolved.place.jurisdiction(claim.resolved.basis), evidence


def _is_agents(source: str, start: int, rule: str, weight: float, behind: str) -> bool:
    """Whether a mention is only that of a force such as ICE, and not as who acts in the headline."""
    opens = source == "title" and start == 0 and not _GOT_ACCESS.match(behind)
    return (
        rule in {"named", "agency"}
        and weight < _REGULATOR + (IN_TITLE if source == "title" else 0)
        and not opens
    )


def _has_namesake(match: PlaceMatch, wholes: Sequence[Place | None]) -> bool:
    """Whether a state that the item is about has a place of that name: Vienna in Virginia."""
    states = [whole for whole in wholes if whole and whole.country == "US" and whole.state]
    return any(is_within(place, state) for state in states for place in match.places)


def _is_round_up(ranked: list[Claim]) -> bool:
    """Whether several places are told alike and none acts: a list of cities is about none of them."""
    top = ranked[0].score
    rivals = [claim for claim in ranked if claim.score >= 0.8 * top and claim.resolved.place.level in LOCAL]
    return top < 5 and len(rivals) >= 3
