"""Which forces, regulators and ministries an item names."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.agencies import find_agencies

NAMED = [
    ("Minneapolis City Council Bans Its Police Department From Face Recognition", "", ["Minneapolis Police Department"]),  # headline capitals
    ("Minneapolis police may not use face recognition", "", ["Minneapolis Police Department"]),  # lower-case police
    ("Minneapolis council bans its police department from using it", "", ["Minneapolis Police Department"]),  # "its", in the headline of one city
    ("NYPD discloses tools", "", ["New York Police Department (NYPD)"]),  # initials of the largest force
    ("New York police fly drones", "", ["New York Police Department (NYPD)"]),  # one name for both
    ("LAPD approves drones", "", ["Los Angeles Police Department (LAPD)"]),  # initials
    ("Oakland weighs cameras", "OPD asked for 290 of them.", ["Oakland Police Department"]),  # initials with their city
    ("Council hears OPD", "", ["OPD"]),  # initials without it: told as they stand
    ("Milwaukee council", "The Milwaukee Police Department (MPD) paused; MPD said so.", ["Milwaukee Police Department"]),  # one force, two names
    ("Commission meets", "The Fire & Police Commission heard Milwaukee police.", ["Milwaukee Fire and Police Commission", "Milwaukee Police Department"]),  # ampersand
    ("Baltimore City police exempted", "", ["Baltimore Police Department"]),  # "City" is no part of the name
    ("Portland Police Bureau ends pilot", "", ["Portland Police Bureau"]),  # a bureau
    ("Metro Nashville Police Department tests readers", "", ["Metro Nashville Police Department"]),  # a united city and county
    ("Pasco Sheriff's Office settles", "", ["Pasco County Sheriff's Office"]),  # the county is implied
    ("King County council bans it", "The sheriff's office must stop.", ["King County Sheriff's Office"]),  # the county's own
    ("King County sheriff's department must stop", "", ["King County Sheriff's Office"]),  # another word for it
    ("Texas Attorney General sues", "", ["Texas Attorney General"]),  # a state's
    ("Attorney General Ken Paxton sues", "", ["Texas Attorney General"]),  # by name
    ("Michigan State Police audited", "", ["Michigan State Police"]),  # a state's force
    ("California Highway Patrol lends cameras", "", ["California Highway Patrol (CHP)"]),  # another
    ("FTC bars chain", "The Federal Trade Commission said so.", ["Federal Trade Commission (FTC)"]),  # once, not twice
    ("ICE and CBP use app", "", ["U.S. Immigration and Customs Enforcement (ICE)", "U.S. Customs and Border Protection (CBP)"]),  # two
    ("Met Police doubles deployments", "", ["Metropolitan Police"]),  # London
    ("Met faces court over cameras", "", ["Metropolitan Police"]),  # shorter still
    ("D.C. Metropolitan Police use drones", "", ["Metropolitan Police Department (D.C.)"]),  # not London
    ("South Wales Police acted unlawfully", "", ["South Wales Police"]),  # a region's force
    ("ICO fines firm", "The Information Commissioner’s Office said so.", ["Information Commissioner's Office (ICO)"]),  # curly apostrophe
    ("Gardaí to get cameras", "", ["An Garda Síochána"]),  # plural
    ("Garda Síochána bill", "", ["An Garda Síochána"]),  # long form
    ("RCMP broke the law", "", ["Royal Canadian Mounted Police (RCMP)"]),  # Canada
    ("Hyderabad police commissioner answers court", "", ["Hyderabad Police"]),  # an officer stands for the force
    ("China's Ministry of Public Security issues rules", "", ["Ministry of Public Security"]),  # a ministry
    ("French watchdog CNIL fines firm", "", ["Commission nationale de l'informatique et des libertés (CNIL)"]),  # a regulator
    ("Smallville Police Department buys drones", "", ["Smallville Police Department"]),  # no gazetteer knows it
    ("SPOKANE POLICE TO TEST FACE MATCHING", "", ["Spokane Police Department"]),  # police of a place
    ("NYPD MUST HAND OVER FACE SCAN FILES, JUDGE RULES", "", ["New York Police Department (NYPD)"]),  # known agency
    ("Springfield police drop gunshot sensors", "Greene County commissioners paid half of the cost.", ["Springfield Police Department"]),  # police of a place
    ("Mumbai Police told to explain face recognition vans", "", ["Mumbai Police"]),  # known agency
    ("Tamil Nadu Police app used on beach walkers, petition says", "", ["Tamil Nadu Police"]),  # police of a state
    ("Polícia Militar da Bahia amplia reconhecimento facial", "", ["Polícia Militar"]),  # known agency
    ("Guardia Civil tests drones at the border, regulator asks why", "Spain's AEPD opened a case.", ["Guardia Civil", "Agencia Española de Protección de Datos (AEPD)"]),  # known agency
    ("Court of Auditors: no evidence that Belgian station cameras cut crime", "", ["Court of Auditors"]),  # known agency
    ("Polish data protection office UODO opens inquiry into school face scans", "", ["Urząd Ochrony Danych Osobowych (UODO)"]),  # known agency
    ("Portugal's CNPD blocks face recognition in Lisbon street cameras", "", ["Comissão Nacional de Proteção de Dados (CNPD)"]),  # known agency
    ("Columbus Division of Police ends gunshot sensor deal", "", ["Columbus Division of Police"]),  # police of a place
    ("Peel Regional Police share face search with York force", "Ontario's privacy commissioner set the terms.", ["Peel Regional Police", "Information and Privacy Commissioner of Ontario"]),  # known agencies
    ("Sûreté du Québec buys face search system", "", ["Sûreté du Québec"]),  # known agency
    ("Vancouver Police Board asks for audit of drones", "", ["Vancouver Police Board"]),  # known agency
    ("Cook County State's Attorney drops cases that rest on gunshot sensors", "", ["Cook County State's Attorney"]),  # prosecutor
    ("Manhattan District Attorney questions face match in theft case", "", ["Manhattan District Attorney"]),  # prosecutor
    ("Harris County Sheriff's Office stops sharing plate data", "", ["Harris County Sheriff's Office"]),  # sheriff
    ("Sheriff of Maricopa County defends drones", "", ["Maricopa County Sheriff's Office"]),  # sheriff
    ("Oregon State Police disclose face searches", "", ["Oregon State Police"]),  # state body
    ("Queensland Police Service paused face matching after privacy review", "", ["Queensland Police Service"]),  # known agency
    ("Tasmania Police to trial face recognition", "", ["Tasmania Police"]),  # known agency
    ("Connecticut Attorney General settles with store chain on face scans", "", ["Connecticut Attorney General"]),  # state body
    ("Metropolitan Transportation Authority halts face scan pilot in subway", "", ["Metropolitan Transportation Authority (MTA)"]),  # known agency
    ("FBI FACE SEARCHES DRAW FIRE IN SENATE HEARING", "", ["Federal Bureau of Investigation (FBI)"]),  # known agency
    ("HOW ICE USES LICENSE PLATE DATA", "", ["U.S. Immigration and Customs Enforcement (ICE)"]),  # known agency
    ("Madison police log shows 300 plate searches", "The Dane County sheriff made another 90.", ["Madison Police Department", "Dane County Sheriff's Office"]),  # police of a place
    ("Manchester police to fit vans with live facial recognition", "", ["Manchester Police"]),  # police of a place
    ("London boroughs ask Met to halt live facial recognition", "", ["Metropolitan Police"]),  # known agency
    ("Vienna, Va., police to buy plate readers", "", ["Vienna Police Department"]),  # police of a place
    ("Washington State Patrol halts face searches", "", ["Washington State Patrol"]),  # state body
    ("Pune Police to add 500 facial recognition cameras", "", ["Pune Police"]),  # police of a place
    ("Punjab Police's face app questioned in high court", "", ["Punjab Police"]),  # police of a state
    ("Kerala police chief seeks nod for face app", "", ["Kerala Police"]),  # police of a state
    ("Norfolk Police Department shut off cameras after ruling", "", ["Norfolk Police Department"]),  # police of a place
    ("Montgomery County Police defend drone flights", "The Maryland county has flown 2,000 missions.", ["Montgomery County Police Department"]),  # police of a place
    ("San Francisco District Attorney charges man found by plate readers", "", ["San Francisco District Attorney"]),  # prosecutor
    ("Harvard University Police end use of plate readers", "", ["Harvard University Police"]),  # named force
    ("Chicago Police Board backs policy on face search", "", ["Chicago Police Board"]),  # police of a place
    ("Garante ferma il riconoscimento facciale a Roma", "", ["Garante per la protezione dei dati personali"]),  # known agency
    ("La CNIL met en demeure le ministère de l'Intérieur", "", ["Commission nationale de l'informatique et des libertés (CNIL)", "Ministère de l'Intérieur"]),  # known agency
    ("Minnesota Bureau of Criminal Apprehension keeps plate data", "", ["Minnesota Bureau of Criminal Apprehension"]),  # state body
    ("New York Department of Financial Services fines insurer over voiceprints", "", ["New York Department of Financial Services"]),  # state body
    ("Texas Department of Transportation bans roadside plate readers", "", ["Texas Department of Transportation"]),  # state body
    ("Victoria Police to trial live face matching at MCG", "", ["Victoria Police"]),  # known agency
    ("Calgary Police Commission asks for report on drones", "", ["Calgary Police Commission"]),  # police of a place
    ("Attorney General says retailer broke privacy law", "The New Jersey office fined the chain $2 million over face scans.", ["New Jersey Attorney General"]),  # the state's attorney general
    ("Lawmakers back warrant rule for plate data", "The Virginia State Police opposed the bill in the House of Delegates.", ["Virginia State Police"]),  # state body
    ("School in Gothenburg fined over face scans", "Sweden's data protection authority said consent was no basis.", ["Swedish Authority for Privacy Protection (IMY)"]),  # known agency
    ("Supermarket trial of face scans watched by Privacy Commissioner", "The New Zealand chain runs it in 25 shops.", ["Office of the Privacy Commissioner (New Zealand)"]),  # the country's commissioner
    ("Sunnyvale Department of Public Safety turns off cameras", "", ["Sunnyvale Department of Public Safety"]),  # police of a place
    ("Deputies' drones to answer 911 calls", "The Placer County Board of Supervisors approved $1.2 million for the sheriff's office.", ["Placer County Sheriff's Office"]),  # the county's sheriff
    ("Police in Fort Wayne get drone hangar", "The Fort Wayne Police Department plans six docks.", ["Fort Wayne Police Department"]),  # police of a place
    ("Miami-Dade Police Department ends facial recognition searches", "", ["Miami-Dade Police Department"]),  # police of a place
    ("City of London Police to share face watch list", "", ["City of London Police"]),  # known agency
    ("TSA told to let travelers opt out", "", ["Transportation Security Administration (TSA)"]),  # known agency
    ("Georgia State Patrol flies drones over street races", "", ["Georgia State Patrol"]),  # state body
    ("Housing agency HUD warns landlords on face scanners", "", ["U.S. Department of Housing and Urban Development (HUD)"]),  # known agency
    ("Cleveland police may fly drones", "The Cleveland Division of Police asked for it.", ["Cleveland Division of Police"]),  # told loosely, then in full
    ("Portland Police Association sues", "", []),  # a union is no force
    ("Bill lets the attorney general sue in Montana", "", []),  # an office that a law names, not one that acts
    ("TEXAS DEPARTMENT OF TRANSPORTATION BANS PLATE READERS", "", ["Texas Department of Transportation"]),  # the name ends where the verb begins
    ("Council passes ordinance", "The Senate and the Supreme Court were silent.", []),  # no agencies
    ("California police lose face recognition", "", []),  # all police of a state are no agency
    ("Chula Vista police drone case", "", []),  # about drones, not the force
    ("ICE cold weather", "", ["U.S. Immigration and Customs Enforcement (ICE)"]),  # capitals cannot be told apart
    ("Ice cream prices", "", []),  # lower case can
    ("Mayor Jackson told police to stop", "", []),  # a name and police in one sentence
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "expected"), NAMED, ids=[row[0][:50] for row in NAMED])
def test_agencies_that_a_text_names(title: str, text: str, expected: list[str]) -> None:
    assert list(find_agencies(title, text)[0]) == expected


FURTHER = [
    ("Six Detroit officers came to the door", "", "", ["Detroit Police Department"]),  # officers of a city
    ("Jefferson Parish deputies used Clearview AI", "", "", ["Jefferson Parish Sheriff's Office"]),
    ("MPD halts face searches", "", "Urban Milwaukee", ["Milwaukee Police Department"]),  # by its paper
    ("Illinois secretary of state audits Flock", "", "", ["Illinois Secretary of State"]),
    ("Texas sues Meta", "The attorney general's complaint is long.", "", ["Texas Attorney General"]),
    ("Bonta's Flock lawsuit", "", "", ["California Attorney General"]),
    ("State puts Banjo on ice", "Troopers pull out.", "Salt Lake Tribune", ["Utah Highway Patrol"]),
    ("Oakland adopts spy law", "The Privacy Advisory Commission reviews.", "", ["Oakland Privacy Advisory Commission"]),
    ("S.F. Police lose appeal", "", "", ["San Francisco Police Department"]),
    ("Mounties used Clearview", "", "", ["Royal Canadian Mounted Police (RCMP)"]),
    ("SPD und CDU streiten in Berlin", "", "Der Tagesspiegel", []),  # a party
    ("Border Patrol searched Flock", "", "", ["U.S. Border Patrol (CBP)"]),
    ("New Oregon law limits cameras", "Agencies register with the attorney general.", "", []),  # a power
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "text", "outlet", "expected"), FURTHER, ids=[row[0][:50] for row in FURTHER]
)
def test_agencies_by_what_surrounds_the_text(title: str, text: str, outlet: str, expected: list[str]) -> None:
    assert list(find_agencies(title, text, outlet=outlet)[0]) == expected


def test_home_gives_initials_a_city() -> None:
    assert find_agencies("Council hears OPD", "", home="us/ca/oakland")[0] == ("Oakland Police Department",)


@given(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(
            ["Oakland", "Police", "MPD", "King County", "sheriff's office", "ICE", "Met", "'s", ","]
        )
    ),
)
@settings(max_examples=100, deadline=None)
def test_evidence_is_verbatim(title: str, words: list[str]) -> None:
    text = " ".join(words)
    names, evidence = find_agencies(title, text)
    assert [proof.value for proof in evidence] == list(names)
    assert len(set(names)) == len(names)
    for proof in evidence:
        assert {"title": title, "summary": text}[proof.source][proof.start : proof.end] == proof.text


@pytest.mark.parametrize(
    "text", ["Police " * 20_000, "A" * 100_000, "Xyz " * 20_000 + "Police Department", "MPD " * 30_000]
)
def test_hostile_text_costs_bounded_time(text: str) -> None:
    started = time.process_time()
    find_agencies(text, text)
    assert time.process_time() - started < 1.0
