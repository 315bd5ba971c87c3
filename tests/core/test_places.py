"""Whose body acts: places found, settled and told."""

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.models import Jurisdiction
from bot.core.places import find_places, jurisdiction_of, label, place_path, suggest
from bot.core.vocabulary import Level


def path_of(title: str, text: str = "", **known: str) -> str:
    return jurisdiction_of(title, text, **known)[0].path


# title, text, expected path. "" stands for: no place is named or none can be told.
ACTING = [
    # --- cities
    ("Minneapolis City Council unanimously approves ordinance on face recognition", "", "us/mn/minneapolis"),  # the founding case
    ("Boston councilors vote to outlaw face surveillance", "", "us/ma/boston"),  # councilors, not council
    ("San Francisco supervisors weigh drone policy", "", "us/ca/san-francisco"),  # a city run by supervisors
    ("Supes back camera plan in San Francisco", "", "us/ca/san-francisco"),  # slang for supervisors
    ("Somerville becomes second US city to ban the technology", "SOMERVILLE, Mass. — The vote was 11-0.", "us/ma/somerville"),  # dateline names the state
    ("Oakland privacy commission reviews plate readers", "", "us/ca/oakland"),  # no county meant
    ("Berkeley passes face surveillance ban", "", "us/ca/berkeley"),  # bare name opens the headline
    ("Cambridge, Mass., city council adopts ban", "", "us/ma/cambridge"),  # with the state, no England
    ("Northampton, Massachusetts, prohibits face surveillance", "", "us/ma/northampton"),  # also in Pennsylvania and England
    ("Town of Brookline votes to bar face surveillance", "", "us/ma/brookline"),  # a town meeting's town
    ("Springfield City Council in Massachusetts enacts moratorium", "", "us/ma/springfield"),  # state elsewhere in the sentence
    ("Jackson City Council in Mississippi bans police use", "", "us/ms/jackson"),  # a name of many places and people
    ("Pittsburgh council limits facial recognition, predictive policing", "", "us/pa/pittsburgh"),  # unique large city
    ("Alameda, Calif., bans face recognition", "", "us/ca/alameda"),  # also a county
    ("Detroit Board of Police Commissioners approves policy", "", "us/mi/detroit"),  # the board is the city's
    ("Santa Cruz first to ban predictive policing in U.S.", "", "us/ca/santa-cruz"),  # "U.S." is a comparison
    ("West Lafayette council passes ordinance on first reading", "", "us/in/west-lafayette"),  # compound name
    ("Bellingham voters back limits on police technology", "", "us/wa/bellingham"),  # voters act; a Massachusetts namesake is small
    ("Prairie Village considers Flock cameras", "", "us/ks/prairie-village"),  # a small city, only one
    ("City of St. Paul weighs plate reader policy", "", "us/mn/st.-paul"),  # Saint is St.
    ("Saint Louis aldermen advance surveillance oversight", "", "us/mo/st.-louis"),  # the other spelling
    ("New York City Council passes POST Act", "", "us/ny/new-york-city"),  # city, not state
    ("NYPD must disclose surveillance tools", "", "us/ny/new-york-city"),  # by its police
    ("Mayor Eric Adams defends police drones", "", "us/ny/new-york-city"),  # by its mayor
    ("D.C. Council votes on camera network", "", "us/dc/washington"),  # the District's council
    ("West Lake Hills, Texas, signs camera contract", "", "us/tx/west-lake-hills"),  # three thousand people
    ("Denver City Council rejects Flock contract", "", "us/co/denver"),  # city and county in one
    ("Honolulu police plan drone programme", "", "us/hi/honolulu"),  # governed by its county
    ("Winston-Salem police expand cameras", "", "us/nc/winston-salem"),  # hyphen in the name
    ("Austin City Council lets plate reader contract lapse", "", "us/tx/austin"),  # a given name too
    ("Madison Common Council bans face recognition", "", "us/wi/madison"),  # a name of many places
    ("Eugene pauses use of Flock cameras", "The Eugene Police Department in Oregon said so.", "us/or/eugene"),  # a given name, first word
    ("Police use of drones in Chula Vista goes to court", "The California Supreme Court declined the case.", "us/ca/chula-vista"),  # court versus subject
    ("Nashville council approves license plate readers", "", "us/tn/nashville"),  # consolidated with its county
    ("Louisville Metro Council debates surveillance ordinance", "", "us/ky/louisville"),  # another metro council
    ("NOPD gets face recognition back", "The New Orleans council voted 4-2.", "us/la/new-orleans"),  # initials
    # --- counties
    ("King County Council bans face recognition", "SEATTLE (AP) — The council voted unanimously.", "us/wa/king-county"),  # dateline is another body's seat
    ("Allegheny County restricts face recognition", "", "us/pa/allegheny-county"),  # only one
    ("Pasco sheriff ends predictive policing programme", "", "us/fl/pasco-county"),  # not Pasco, Washington
    ("Oakland County commissioners approve drone purchase", "", "us/mi/oakland-county"),  # not Oakland, California
    ("Santa Clara County supervisors tighten surveillance rules", "", "us/ca/santa-clara-county"),  # county, not the city
    ("Orange County sheriff buys drones", "", "us/?/orange-county"),  # California's is the largest of eight, but Florida's leads too: unclear
    ("Jefferson Parish council extends camera contract", "", "us/la/jefferson-parish"),  # a parish
    # --- states
    ("Washington governor signs face recognition law", "OLYMPIA — The bill was sponsored by a senator.", "us/wa"),  # state, not capital
    ("Maine enacts strongest face recognition law", "", "us/me"),  # bare name of a state
    ("Virginia lawmakers lift ban on police face recognition", "", "us/va"),  # lawmakers
    ("Utah Senate passes bill on face recognition", "SALT LAKE CITY — The vote was 24-2.", "us/ut"),  # dateline at the capital
    ("Senate passes drone warrant bill", "SALEM, Ore. — The Senate voted 23-5 on the bill.", "us/or"),  # only the dateline names the state
    ("Gov. Gavin Newsom vetoes camera bill", "", "us/ca"),  # by its governor
    ("Newsom signs body camera bill", "", "us/ca"),  # family name alone
    ("New York lawmakers ban face recognition in schools", "", "us/ny"),  # state, not city
    ("Texas attorney general sues over biometric data", "", "us/tx"),  # attorney general
    ("Illinois Supreme Court rules on BIPA damages", "", "us/il"),  # the court itself acts
    ("Californian lawmakers debate moratorium", "", "us/ca"),  # adjective
    ("Montana House passes warrant requirement", "HELENA — House Bill 401 goes to the Senate.", "us/mt"),  # capital again
    ("Maryland General Assembly passes SB 182", "", "us/md"),  # legislature by its name
    ("Vermont: police may not use drones", "", "us/vt"),  # colon headline
    ("Colorado task force on face recognition reports", "", "us/co"),  # no body named
    # --- federal
    ("Congress weighs moratorium on face recognition", "", "us"),  # Congress
    ("U.S. House panel questions FBI on face recognition", "", "us"),  # chamber
    ("Bill would ban federal use of face recognition", "Sen. Ed Markey (D-MA) and Rep. Pramila Jayapal (D-WA) introduced it.", "us"),  # party and state are no place
    ("FTC bars chain from face recognition", "PHILADELPHIA (AP) — The company agreed.", "us"),  # agency beats dateline
    ("GAO: agencies lack training on face recognition", "", "us"),  # agency by initials
    ("TSA to expand face scans at airports", "Senators from Oregon and Louisiana object.", "us"),  # states named in passing
    ("Hearing on face recognition set for Wednesday", "WASHINGTON (AP) — The committee will hear five witnesses.", "us"),  # the capital's dateline
    # --- elsewhere
    ("Met Police to double face recognition deployments", "", "gb/london"),  # London's force
    ("South Wales Police use of face recognition ruled unlawful", "", "gb"),  # a force larger than a city
    ("UK privacy watchdog fines face search firm", "", "gb"),  # abbreviation
    ("Home Secretary announces police face recognition code", "", "gb"),  # only a minister
    ("ICO appeals tribunal ruling", "The Information Commissioner's Office said so.", "gb"),  # regulator
    ("Scottish Parliament committee questions live face recognition", "", "gb"),  # nation
    ("RCMP broke law with face search, commissioner finds", "", "ca"),  # federal force
    ("Toronto police board approves policy", "", "ca/on/toronto"),  # Canadian city
    ("Ontario privacy commissioner issues guidance to police", "", "ca/on"),  # province
    ("Edmonton police test body cameras with face recognition", "", "ca/ab/edmonton"),  # Canadian city
    ("Australian privacy commissioner finds retailer broke law", "", "au"),  # adjective
    ("NSW Police reviewed over face matching", "", "au/nsw"),  # abbreviation of a state
    ("Telangana High Court issues notice on police cameras", "The petitioner is from Hyderabad.", "in/telangana"),  # region, not city
    ("Delhi Police face recognition threshold questioned", "", "in/delhi"),  # a city that is a territory
    ("European Parliament backs ban on biometric surveillance", "", "eu"),  # supranational
    ("EU countries agree position on AI Act", "", "eu"),  # abbreviation
    ("CNIL fines face search firm", "", "fr"),  # regulator by initials
    ("Dutch regulator fines face search company", "", "nl"),  # adjective
    ("Italian privacy authority halts city camera trial", "", "it"),  # adjective
    ("China issues rules on face recognition", "BEIJING — The rules apply from June.", "cn"),  # dateline at a capital
    ("Garda face recognition bill before the Dáil", "", "ie"),  # Irish words
    ("Court in Buenos Aires rules fugitive system unconstitutional", "", "ar/buenos-aires"),  # city abroad
    ("Moscow metro face payment faces court challenge", "", "ru/moscow"),  # city abroad
    ("Swedish police fined for using face search", "", "se"),  # adjective
    ("Brazil data authority suspends stadium face scans", "", "br"),  # country opens the headline
    # --- nobody
    ("Council splits over plate readers", "Members talked for two hours.", ""),  # no place at all
    ("Lawmakers in 16 states introduce plate reader bills", "", ""),  # a round-up
    ("Split decision on cameras", "", ""),  # a Croatian city, an English word
    ("Reading the fine print of a camera contract", "", ""),  # an English town, an English word
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "expected"), ACTING, ids=[row[0][:60] for row in ACTING])
def test_whose_body_acts(title: str, text: str, expected: str) -> None:
    assert path_of(title, text) == expected
