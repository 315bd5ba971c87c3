"""Whose body acts: places found, settled and told."""

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.data import table
from bot.core.models import Jurisdiction
from bot.core.places import find_places, jurisdiction_of, label, place_path, suggest
from bot.core.places.gazetteer import gazetteer
from bot.core.places.scan import common_words
from bot.core.places.words import recased
from bot.core.vocabulary import Level


def path_of(title: str, text: str = "", **known: str) -> str:
    return jurisdiction_of(title, text, **known)[0].path


# title, text, expected path. "" stands for: no place is named or none can be told.
ACTING = [
    # --- what a measure is likened to
    ("Nevada drone warrant bill modeled on Utah's HB 100 introduced", "", "us/nv"),  # "HB 100" beside a name is a cue
    ("Bill inspired by Illinois' HB 3339 would limit plate readers in Ohio", "Ohio lawmakers got it.", "us/oh"),
    ("Oregon plate reader bill mirrors Washington Senate bill", "", "us/or"),
    ("Unlike Utah lawmakers, Nevada lawmakers pass drone bill", "", "us/nv"),
    ("Utah's HB 100 on police drones passes", "", "us/ut"),  # likened to nothing
    ("Cambridge council passes ban modeled on Boston City Council ordinance", "CAMBRIDGE, Mass. - It is law.", "us/ma/cambridge"),
    # --- where it was reported, and what lies around
    ("Prosecutor apologizes after bad face match", "DETROIT (WXYZ) — The county prosecutor says that his case can be expunged.", "us/mi/detroit"),
    ("North Shore suburb dumps plate cameras", "EVANSTON, Ill. (CBS) — Officials said they could not be sure.", "us/il/evanston"),
    ("Une autre ville bannit la reconnaissance faciale", "Après San Francisco, c'est au tour de Boston. Le conseil municipal a voté.", "us/ma/boston"),
    ("After San Francisco, Oakland weighs face recognition ban", "", "us/ca/oakland"),
    ("After Oakland hearing, council puts off drone vote", "", "us/ca/oakland"),
    ("Face recognition bill dies in Sacramento", "SACRAMENTO — Assemblyman Chau's AB 2261 was held in committee.", "us/ca"),
    ("Sacramento City Council in Sacramento adopts drone policy", "", "us/ca/sacramento"),
    ("Ban on police drones takes effect in Salem", "The law took effect Monday.", "?/salem"),  # Oregon's or India's
    ("Salem council adopts drone ban", "", "us/or/salem"),
    ("Norfolk Police begin using live facial recognition", "Norfolk Constabulary sent a van to the market.", "gb"),
    ("Iris orbs go dark", "For the first time Madrid's privacy regulator has used its emergency power.", "es"),
    ("Palantir software may not be fed with everyone's data", "Karlsruhe's judges want clear limits for police.", "de"),
    ("Las Cruces councillors say no to facial recognition ban", "The ban failed 3-4.", "us/nm/las-cruces"),
    ("Woman jailed after face match", "She was extradited from Tennessee to Fargo, N.D., by police.", "us/nd/fargo"),
    ("MPs study facial recognition", "The Commons takes up Bill C-80 next week.", "ca"),
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
    ("Scottish Parliament committee questions live face recognition", "", "gb/scotland"),  # nation
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


# title, text, outlet, expected path: what the rules had not seen when they were written.
TRIED = [
    ("Cambridge City Council bans face surveillance", "The ACLU of Massachusetts cheered the vote.", "", "us/ma/cambridge"),  # by “Cambridge” (council); Massachusetts is named in the text
    ("Face surveillance ban clears Cambridge council", "City councilors voted 9-0.", "", "us/ma/cambridge"),  # by “Cambridge” (council); only large city of that name
    ("Cambridge shops use facial recognition on customers", "Big Brother Watch told councillors.", "", "gb/cambridge"),  # by “Cambridge” (named); a cited newspaper covers United Kingdom
    ("Springfield council moratorium on facial recognition", "Councilors voted unanimously Monday.", "MassLive", "us/ma/springfield"),  # by “Springfield” (council); the outlet covers Massachusetts
    ("Easthampton joins list of cities banning face surveillance", "", "", "us/ma/easthampton"),  # by “Easthampton” (named); only city of that name that we know
    ("Facial recognition banned by Boston city council, the second-largest city to do so", "Boston joins San Francisco, Oakland and Cambridge.", "", "us/ma/boston"),  # by “Boston” (council); only large city of that name
    ("San Francisco, first US city to outlaw face recognition", "Supervisors voted 8-1. Oakland and Somerville, Massachusetts, consider similar bans.", "", "us/ca/san-francisco"),  # by “San Francisco” (named); only large city of that name
    ("Face recognition off limits to cops in Oakland", "The City Council voted Tuesday. San Francisco and Somerville, Mass., did so earlier.", "", "us/ca/oakland"),  # by “Oakland” (in); only large city of that name
    ("Berkeley unanimously passes facial recognition ban", "It is the third city in California.", "", "us/ca/berkeley"),  # by “Berkeley” (named); California is named in the text
    ("Jackson, Mississippi bans police facial recognition", "", "", "us/ms/jackson"),  # by “Jackson, Mississippi” (law)
    ("Jackson council votes for facial recognition ban", "City leaders in Mississippi's capital.", "", "us/ms/jackson"),  # by “Jackson” (council); Mississippi is named in the text
    ("Virginia police may use facial recognition again", "Gov. Youngkin signed Senate Bill 741. It takes effect July 1.", "", "us/va"),  # by “Virginia” (police)
    ("Portland bans facial recognition", "The Maine city's council voted Monday.", "", "us/me/portland"),  # by “Portland” (law); Maine is named in the text
    ("Portland City Council to vote on facial recognition ban", "Mayor Ted Wheeler supports it.", "", "us/or/portland"),  # by “Portland” (council); an official or agency of that place is named
    ("Facial recognition limits become law in Maine without governor's signature", "AUGUSTA, Maine — LD 1585 takes effect Oct. 1.", "", "us/me"),  # by “Maine” (police in)
    ("Lockport schools must stop facial recognition", "LOCKPORT, N.Y. (AP) — The state education department said.", "", "us/ny/lockport"),  # by “Lockport” (law)
    ("New York suspends facial recognition in schools", "Gov. Cuomo signed legislation Tuesday.", "", "us/ny"),  # by “New York” (named)
    ("NYC Council bill would ban landlords' facial recognition", "", "", "us/ny/new-york-city"),  # by “NYC” (council); only large city of that name
    ("New York bans biometric surveillance in stores without notice", "City Council members voted Thursday.", "", "us/ny/new-york-city"),  # by “New York” (law); New York is named in the text
    ("Pittsburgh limits police facial recognition", "Allegheny County may follow.", "", "us/pa/pittsburgh"),  # by “Pittsburgh” (named); only large city of that name
    ("Allegheny County Council passes bill", "PITTSBURGH — The vote was 10-4.", "", "us/pa/allegheny-county"),  # by “Allegheny County” (council); only large county of that name
    ("Bellingham initiative wins", "WHATCOM COUNTY, Wash. — Voters approved it.", "", "us/wa/bellingham"),  # by “Bellingham” (named); Washington is named in the text
    ("Seattle police end Clearview use", "", "", "us/wa/seattle"),  # by “Seattle” (police); only large city of that name
    ("Detroit settles with man wrongfully arrested after facial recognition match", "The ACLU of Michigan represented Robert Williams.", "", "us/mi/detroit"),  # by “Detroit” (named); Michigan is named in the text
    ("Man sues Woodbridge police over face match", "Nijeer Parks of Paterson, New Jersey was held 10 days.", "", "us/nj/woodbridge"),  # by “Woodbridge” (police); New Jersey is named in the text
    ("Black man wrongfully jailed in Louisiana", "Jefferson Parish sheriff's deputies used Clearview AI.", "", "us/la/jefferson-parish"),  # by “Jefferson Parish” (sheriff); Louisiana is named in the text
    ("Utah lawmakers limit facial recognition", "SB34 passed the House 58-14.", "", "us/ut"),  # by “Utah” (legislature)
    ("Kentucky governor signs bill", "", "", "us/ky"),  # by “Kentucky” (governor)
    ("Massachusetts high court hears case", "", "", "us/ma"),  # by “Massachusetts” (court)
    ("Colorado Springs police weigh drones", "", "", "us/co/colorado-springs"),  # by “Colorado Springs” (police); only large city of that name
    ("Kansas City council tables plate reader contract", "", "", "us/?/kansas-city"),  # by “Kansas City” (council); 2 places have that name; nothing says which
    ("Kansas City, Mo., council tables contract", "", "", "us/mo/kansas-city"),  # by “Kansas City, Mo.” (named)
    ("Aurora council approves facial recognition use", "Police in the Colorado city hailed the vote.", "", "us/co/aurora"),  # by “Aurora” (council); Colorado is named in the text
    ("Richmond to vote on Flock", "City council in the Bay Area city.", "East Bay Times", "us/ca/richmond"),  # by “Richmond” (named); the outlet covers Oakland
    ("Evanston shuts off Flock cameras", "", "", "us/il/evanston"),  # by “Evanston” (named); only large city of that name
    ("Oak Park trustees end Flock contract", "Village trustees voted 6-1. Illinois law was broken.", "", "us/il/oak-park"),  # by “Oak Park” (council); Illinois is named in the text
    ("Sedona council cancels Flock", "", "", "us/az/sedona"),  # by “Sedona” (council); only city of that name that we know
    ("Hays County commissioners cancel Flock deal", "", "", "us/tx/hays-county"),  # by “Hays County” (county body); only county of that name that we know
    ("Norfolk, Virginia Flock cameras ruled a search by judge", "", "", "us/va/norfolk"),  # by “Norfolk, Virginia” (named)
    ("Judge: Norfolk's Flock cameras need warrant", "A Virginia circuit court ruled.", "", "us/va/norfolk"),  # by “Norfolk” (named); Virginia is named in the text
    ("Harvard, Ill. council approves cameras", "", "", "us/il/harvard"),  # by “Harvard, Ill.” (council)
    ("ShotSpotter contract ends in Durham", "Durham City Council voted 4-2. The N.C. city tested it for a year.", "", "us/nc/durham"),  # by “Durham” (council); North Carolina is named in the text
    ("Durham council ends ShotSpotter", "", "", "us/nc/durham"),  # by “Durham” (council); only large city of that name
    ("Chicago mayor Brandon Johnson to end ShotSpotter", "", "", "us/il/chicago"),  # by “Chicago” (council); an official or agency of that place is named
    ("Houston Mayor John Whitmire cancels ShotSpotter", "", "", "us/tx/houston"),  # by “Houston” (council); an official or agency of that place is named
    ("Dallas police to use Clearview AI", "", "", "us/tx/dallas"),  # by “Dallas” (police); only large city of that name
    ("San Jose council tightens data rules", "", "", "us/ca/san-jose"),  # by “San Jose” (council); only large city of that name
    ("Los Angeles Police Commission approves drones", "", "", "us/ca/los-angeles"),  # by “Los Angeles” (police); only large city of that name
    ("LAPD bars Clearview", "", "", "us/ca/los-angeles"),  # by “LAPD” (agency); Los Angeles Police Department is named
    ("Sacramento County Sheriff shared plate data", "The EFF sued in Sacramento Superior Court.", "", "us/ca/sacramento-county"),  # by “Sacramento County” (sheriff); only large county of that name
    ("Marin sheriff settles suit over plate reader sharing", "", "", "us/ca/marin-county"),  # by “Marin” (sheriff); only large county of that name
    ("Michigan State Police face database audit", "", "", "us/mi"),  # by “Michigan” (attorney general)
    ("Florida bans Chinese-made drones", "TALLAHASSEE — The rule took effect.", "", "us/fl"),  # by “Florida” (law)
    ("Idaho restricts drones", "", "", "us/id"),  # by “Idaho” (named)
    ("Alabama governor signs SB 56", "", "", "us/al"),  # by “Alabama” (governor)
    ("US Marshals fly drones over protests in Minneapolis", "", "", "us"),  # by “US Marshals” (agency)
    ("ICE uses face app in Chicago", "Sens. Durbin and Duckworth demand answers.", "", "us"),  # by “ICE” (agency); Immigration and Customs Enforcement (ICE) is named
    ("House passes Fourth Amendment Is Not For Sale Act", "The vote was 219-199. It goes to the Senate.", "", "us"),  # by “Fourth Amendment Is Not For Sale Act” (law); federal bill is named
    ("Biden signs executive order on AI", "", "", "us"),  # by “Biden” (president); Joe Biden is named
    ("IRS drops ID.me", "", "", "us"),  # by “IRS” (agency); Internal Revenue Service (IRS) is named
    ("CBP expands face scans at Orlando airport", "", "", "us"),  # by “CBP” (agency); Customs and Border Protection (CBP) is named
    ("Bridges v South Wales Police", "", "", "gb"),  # by “Wales” (police)
    ("Facial recognition at King's Cross probed by ICO", "", "", "gb"),  # by “ICO” (agency); Information Commissioner's Office (ICO) is named
    ("Essex Police pause live facial recognition", "", "", "gb"),  # by “Essex Police” (agency); Essex Police is named
    ("Croydon gets permanent facial recognition cameras", "The Met installed them.", "", "gb/croydon"),  # by “Croydon” (named); only large city of that name
    ("Police Scotland considers live facial recognition", "", "", "gb/scotland"),  # by “Police Scotland” (agency); Police Scotland is named
    ("Leicestershire Police used facial recognition at festival", "", "", "gb"),  # by “Leicestershire Police” (agency); Leicestershire Police is named
    ("Privacy commissioner finds Clearview AI broke Canadian law", "", "", "ca"),  # by “Canadian” (law)
    ("Cadillac Fairview used facial recognition in malls, Canada's watchdogs say", "", "", "ca"),  # by “Canada” (government)
    ("Quebec orders Clearview to delete images", "", "", "ca/qc"),  # by “Quebec” (named)
    ("Vancouver police need policy", "B.C. privacy commissioner", "", "ca/bc/vancouver"),  # by “Vancouver” (police); British Columbia is named in the text
    ("Bunnings breached privacy, regulator rules", "The Office of the Australian Information Commissioner found.", "", "au"),  # by “Office of the Australian Information Commissioner” (agency)
    ("Kmart facial recognition unlawful: Australia privacy chief", "", "", "au"),  # by “Australia” (government)
    ("Perth council trials facial recognition", "The City of Perth in Western Australia.", "", "au/wa/perth"),  # by “Perth” (council); Western Australia is named in the text
    ("Sweden's DPA fines school", "", "", "se"),  # by “Sweden” (government)
    ("Marseille high school facial recognition ruled illegal", "A French court ruled.", "", "fr/marseille"),  # by “Marseille” (named); France is named in the text
    ("Como fined over facial recognition", "The Italian Garante said.", "", "it/como"),  # by “Como” (named); Italy is named in the text
    ("Italy extends moratorium on facial recognition", "", "", "it"),  # by “Italy” (named)
    ("Hamburg police must delete G20 face database", "", "", "de/hamburg"),  # by “Hamburg” (police); only large city of that name
    ("Germany's coalition plans face search for police", "", "", "de"),  # by “Germany” (named)
    ("Spain's AEPD fines Mercadona", "", "", "es"),  # by “AEPD” (agency)
    ("Belgian police used Clearview", "", "", "be"),  # by “Belgian” (police)
    ("Hungary's Pride law allows facial recognition", "", "", "hu"),  # by “Hungary” (named)
    ("Austria: Clearview found illegal", "", "", "at"),  # by “Austria” (named)
    ("Russia: court in Moscow dismisses complaint on facial recognition", "", "", "ru/moscow"),  # by “Moscow” (court of); Russia is named in the text
    ("Serbia withdraws police law", "Belgrade – The ministry withdrew the draft.", "", "rs"),  # by “Serbia” (named)
    ("Hyderabad: court asks police on face scans", "", "", "in/hyderabad"),  # by “Hyderabad” (named); only large city of that name
    ("India's parliament panel on facial recognition", "", "", "in"),  # by “India” (government)
    ("Chennai police face recognition in RTI reply", "", "", "in/chennai"),  # by “Chennai” (police); only large city of that name
    ("Brazilian senate approves AI bill", "", "", "br"),  # by “Brazilian” (legislature)
    ("Rio de Janeiro police stop facial recognition", "", "", "br/rio-de-janeiro"),  # by “Rio de Janeiro” (police); only large city of that name
    ("Argentina: Buenos Aires court suspends face recognition", "", "", "ar/buenos-aires"),  # by “Buenos Aires” (court); Argentina is named in the text
    ("Hong Kong to install face cameras", "", "", "hk"),  # by “Hong Kong” (named)
    ("Japan rail operator drops facial recognition", "", "", "jp"),  # by “Japan” (named)
    ("South Korean government gave airport face data", "", "", "kr"),  # by “South Korean” (government)
    ("Council of Europe calls for strict rules on facial recognition", "", "", ""),  # no place that acts is named
    ("EDPB calls for ban on facial recognition", "", "", "eu"),  # by “EDPB” (agency); European Data Protection Board (EDPB) is named
    ("MEPs vote for ban", "", "", "eu"),  # by “MEPs” (house); European Parliament is named
    ("EU AI Act prohibitions apply", "", "", "eu"),  # by “EU AI Act” (law)
    ("Michigan City council weighs cameras", "", "", "us/in/michigan-city"),  # by “Michigan City” (council); only large city of that name
    ("Elizabeth council buys cameras", "New Jersey city", "", "us/nj/elizabeth"),  # by “Elizabeth” (council); New Jersey is named in the text
    ("Mayor Warren vetoes camera plan", "", "", ""),  # no place that acts is named
    ("Attorney General Sharon Warren criticises", "", "", ""),  # no place that acts is named
    ("Lincoln police to use drones", "Nebraska's capital", "", "us/ne/lincoln"),  # by “Lincoln” (police); Nebraska is named in the text
    ("Rep. Jackson introduces bill", "", "", ""),  # no place that acts is named
    ("Washington, D.C., police drones approved", "", "", "us/dc/washington"),  # by “Washington, D.C.” (named)
    ("Washington County sheriff buys cameras", "", "", "us/?/washington-county"),  # by “Washington County” (sheriff); 30 places have that name; nothing says which
    ("Washington State Patrol face scans", "", "", "us/wa"),  # by “Washington” (named)
    ("West Virginia bill on plate readers", "", "", "us/wv"),  # by “West Virginia” (law)
    ("Kansas bill bars plate reader data sharing", "", "", "us/ks"),  # by “Kansas” (law)
    ("Arkansas City, Kan. to add cameras", "", "", "us/ks/arkansas-city"),  # by “Arkansas City, Kan.” (named)
    ("St. Petersburg, Fla. police get drones", "", "", "us/fl/st.-petersburg"),  # by “St. Petersburg, Fla.” (police)
    ("St. Paul council delays Flock vote", "", "", "us/mn/st.-paul"),  # by “St. Paul” (council); only large city of that name
    ("Ithaca Common Council ends Flock contract", "", "", "us/ny/ithaca"),  # by “Ithaca” (council); only large city of that name
    ("Syracuse mayor halts Flock renewal", "", "", "us/ny/syracuse"),  # by “Syracuse” (council); only large city of that name
    ("Scarsdale trustees cancel Flock", "Village of Scarsdale, NY", "", "us/ny/scarsdale"),  # by “Scarsdale” (council)
    ("San Marcos council rejects more Flock cameras", "The Texas city", "", "us/tx/san-marcos"),  # by “San Marcos” (council); Texas is named in the text
    ("Redmond police suspend Flock cameras", "Washington police", "", "us/wa/redmond"),  # by “Redmond” (police); Washington is named in the text
    ("Olympia turns off Flock cameras", "", "", "us/wa/olympia"),  # by “Olympia” (named); only large city of that name
    ("Eugene, Springfield pause Flock", "Lane County, Oregon", "", "us/or/eugene"),  # by “Eugene” (named); Oregon is named in the text
    ("Staunton ends Flock contract", "Virginia", "", "us/va/staunton"),  # by “Staunton” (named); Virginia is named in the text
    ("Charlottesville council drops Flock", "", "", "us/va/charlottesville"),  # by “Charlottesville” (council); only large city of that name
    ("Flagstaff ends deal with Flock", "", "", "us/az/flagstaff"),  # by “Flagstaff” (named); only large city of that name
    ("Santa Cruz County supervisors weigh Flock", "", "", "us/ca/santa-cruz-county"),  # by “Santa Cruz County” (council); only large county of that name
    ("Lynnwood, Wash. cancels Flock", "", "", "us/wa/lynnwood"),  # by “Lynnwood, Wash.” (named)
    ("Dane County board votes against plate readers", "", "", "us/wi/dane-county"),  # by “Dane County” (county body); only large county of that name
    ("Verona police", "Wisconsin", "", "us/wi/verona"),  # by “Verona” (police); Wisconsin is named in the text
    ("Facial recognition off the table in Oakland after council vote", "SAN FRANCISCO (AP) — Oakland joined San Francisco and Somerville, Mass., Tuesday.", "", "us/ca/oakland"),  # by “Oakland” (in); only large city of that name
    ("With 8-1 vote, city outlaws police face scans", "San Francisco's Board of Supervisors on Tuesday approved the Stop Secret Surveillance ordinance.", "", "us/ca/san-francisco"),  # by “San Francisco” (council); only large city of that name
    ("Council says no to face surveillance in Boston", "Mayor Marty Walsh could veto.", "WBUR", "us/ma/boston"),  # by “Boston” (in); an official or agency of that place is named
    ("Mayor signs ban on facial recognition", "BOSTON (AP) — Mayor Walsh signed.", "", "us/ma/boston"),  # by “BOSTON” (dateline); only large city of that name
    ("Body camera bill heads to governor's desk", "Lawmakers in Sacramento sent it Thursday.", "", "us/ca"),  # by “Sacramento” (dateline of the capital)
    ("Second state to bar landlords' face scanners", "New Jersey lawmakers", "", "us/nj"),  # by “New Jersey” (legislature)
    ("N.J. attorney general tells police to stop using Clearview", "", "", "us/nj"),  # by “N.J” (attorney general)
    ("Vermont AG sues Clearview AI", "", "", "us/vt"),  # by “Vermont” (attorney general)
    ("ACLU sues Clearview AI under Illinois law", "CHICAGO — The suit filed in Cook County Circuit Court.", "", "us/il"),  # by “Illinois” (law)
    ("Clearview AI settles Illinois suit, agrees to limits", "", "", "us/il"),  # by “Illinois” (named)
    ("Google to pay $100M in Illinois biometric suit", "", "", "us/il"),  # by “Illinois” (law)
    ("Amazon pauses sales of Rekognition to police", "SEATTLE — The company announced Wednesday.", "", ""),  # no place that acts is named
    ("IBM quits facial recognition business", "CEO Arvind Krishna wrote to Congress.", "", "us"),  # by “Congress” (house); U.S. Congress is named
    ("Detroit City Council extends facial recognition contract", "Council voted 6-3 despite protests.", "", "us/mi/detroit"),  # by “Detroit” (council); only large city of that name
    ("Detroit chief admits that most face matches fail", "", "", "us/mi/detroit"),  # by “Detroit” (named); only large city of that name
    ("Wrong man held after a face match", "Farmington Hills resident Robert Williams was arrested by Detroit police, the ACLU of Michigan says.", "", "us/mi/detroit"),  # by “Detroit” (police); Michigan is named in the text
    ("Florida city used face app to find protesters", "Miami police admitted.", "", "us/fl/miami"),  # by “Miami” (police); Florida is named in the text
    ("Pinellas sheriff's face database examined", "", "", "us/fl/pinellas-county"),  # by “Pinellas” (sheriff); only large county of that name
    ("Fort Worth police want facial recognition", "", "", "us/tx/fort-worth"),  # by “Fort Worth” (police); only large city of that name
    ("Orlando ends Rekognition pilot", "", "", "us/fl/orlando"),  # by “Orlando” (named); only large city of that name
    ("San Diego ends use of face recognition as state ban takes effect", "A California law took effect Jan. 1.", "", "us/ca/san-diego"),  # by “San Diego” (named); California is named in the text
    ("California governor signs three-year ban on face recognition in police body cameras", "", "", "us/ca"),  # by “California” (governor)
    ("New Hampshire House kills bill", "CONCORD, N.H. — The House voted 180-170.", "", "us/nh"),  # by “New Hampshire” (legislature)
    ("Maryland first state to limit job interview face scans", "", "", "us/md"),  # by “Maryland” (named)
    ("Commonwealth's new law on police face recognition takes effect", "Virginia agencies must get approval.", "", "us/va"),  # by “Virginia” (named)
    ("Baltimore County police use face app", "", "", "us/md/baltimore-county"),  # by “Baltimore County” (police); only large county of that name
    ("Prince George's County council", "Upper Marlboro", "", "us/md/prince-george's-county"),  # by “Prince George's County” (council); only large county of that name
    ("Seattle City Council approves surveillance technologies", "", "", "us/wa/seattle"),  # by “Seattle” (council); only large city of that name
    ("Eugene City Council votes to keep Flock off", "Oregon", "", "us/or/eugene"),  # by “Eugene” (council); Oregon is named in the text
    ("Denver mayor extends Flock contract despite council's no", "", "", "us/co/denver"),  # by “Denver” (council); only large city of that name
    ("Longmont ends Flock sharing", "", "", "us/co/longmont"),  # by “Longmont” (named); only large city of that name
    ("Loveland police let federal agents search Flock", "Colorado", "", "us/co/loveland"),  # by “Loveland” (police); Colorado is named in the text
    ("Flock cameras come down in Cambridge", "Cambridge City Council voted to end the contract; Massachusetts ACLU praised.", "", "us/ma/cambridge"),  # by “Cambridge” (council); Massachusetts is named in the text
    ("Evanston orders Flock to remove cameras", "Illinois Secretary of State Alexi Giannoulias found violations.", "", "us/il/evanston"),  # by “Evanston” (named); Illinois is named in the text
    ("Illinois audit finds Flock broke state law", "Secretary of State Giannoulias said.", "", "us/il"),  # by “Illinois” (named)
    ("Hillsborough moves to end license plate readers", "", "", "us/?/hillsborough"),  # by “Hillsborough” (named); 4 places have that name; nothing says which
    ("Hillsborough, N.C., ends Flock contract", "", "", "us/nc/hillsborough"),  # by “Hillsborough, N.C.” (named)
    ("Austin lets LPR program expire", "", "", "us/tx/austin"),  # by “Austin” (named); only large city of that name
    ("San Antonio council approves contract", "", "", "us/tx/san-antonio"),  # by “San Antonio” (council); only large city of that name
    ("Houston police to deploy drones as first responders", "", "", "us/tx/houston"),  # by “Houston” (police); only large city of that name
    ("Norfolk judge rules Flock cameras unconstitutional", "", "", "us/va/norfolk"),  # by “Norfolk” (named); only large city of that name
    ("Institute for Justice sues Norfolk over 172 cameras", "A federal judge in Virginia heard the case.", "", "us/va/norfolk"),  # by “Norfolk” (named); Virginia is named in the text
    ("San Jose sued over license plate readers", "EFF and ACLU of Northern California filed suit.", "", "us/ca/san-jose"),  # by “San Jose” (named); California is named in the text
    ("Michigan Supreme Court rules on drone photos", "Long Lake Township used a drone.", "", "us/mi"),  # by “Michigan” (court)
    ("Massachusetts SJC limits ALPR", "", "", "us/ma"),  # by “Massachusetts” (named)
    ("NYPD sued for face recognition records", "Amnesty International won a ruling; a New York judge ordered.", "", "us/ny/new-york-city"),  # by “NYPD” (agency); New York Police Department is named
    ("New York governor signs law", "Hochul signed S.", "", "us/ny"),  # by “New York” (governor)
    ("New York Senate passes biometric bill", "", "", "us/ny"),  # by “New York” (legislature)
    ("Syracuse Common Council", "", "", "us/ny/syracuse"),  # by “Syracuse” (council); only large city of that name
    ("Rochester council bans facial recognition", "", "", "us/?/rochester"),  # by “Rochester” (council); 9 places have that name; nothing says which
    ("Rochester, N.Y., council bans facial recognition", "", "", "us/ny/rochester"),  # by “Rochester, N.Y.” (named)
    ("Buffalo Common Council approves drone", "", "", "us/ny/buffalo"),  # by “Buffalo” (council); only large city of that name
    ("Erie County legislature debates", "BUFFALO, N.Y. — County lawmakers", "", "us/ny/erie-county"),  # by “Erie County” (county body); New York is named in the text
    ("Lansing lawmakers debate plate readers", "", "", "us/mi"),  # by “Lansing” (dateline of the capital)
    ("Beacon Hill lawmakers hear testimony on face surveillance", "", "", "us/ma"),  # by “Beacon Hill” (house); Massachusetts legislature is named
    ("Springfield lawmakers amend BIPA", "", "", "us/il"),  # by “Springfield” (dateline of the capital)
    ("Illinois House sends BIPA reform to Pritzker", "", "", "us/il"),  # by “Illinois” (legislature)
    ("Sen. Markey urges DHS to end Clearview use", "", "", "us"),  # by “DHS” (agency); Department of Homeland Security (DHS) is named
    ("Democrats press ICE on face app", "", "", "us"),  # by “ICE” (agency); Immigration and Customs Enforcement (ICE) is named
    ("FBI has 640M photos, GAO says", "", "", "us"),  # by “GAO” (agency); Federal Bureau of Investigation (FBI) is named
    ("House Oversight to grill Clearview", "", "", "us"),  # by “House Oversight” (house); U.S. House is named
    ("TSA facial recognition at 400 airports: bipartisan senators want limits", "", "", "us"),  # by “TSA” (agency); Transportation Security Administration (TSA) is named
    ("DHS inspector general opens audit", "", "", "us"),  # by “DHS” (agency); Department of Homeland Security (DHS) is named
    ("Supreme Court declines to hear", "WASHINGTON (AP) — The justices", "", "us"),  # by “WASHINGTON (AP) —” (federal dateline)
    ("Ninth Circuit lets Facebook suit proceed", "", "", ""),  # no place that acts is named
    ("Federal judge dismisses suit against Macy's", "CHICAGO", "", "us/il/chicago"),  # by “CHICAGO” (named); only large city of that name
    ("Cardiff residents scanned", "South Wales Police", "", "gb"),  # by “Wales” (police)
    ("Islington councillors vote against face recognition", "", "", "gb/islington"),  # by “Islington” (council); only large city of that name
    ("Southern Co-op cleared by ICO", "", "", "gb"),  # by “ICO” (agency); Information Commissioner's Office (ICO) is named
    ("Lords committee questions police live facial recognition legality", "", "", "gb"),  # by “Lords committee” (house); UK Parliament is named
    ("British Columbia privacy commissioner rules on Canadian Tire", "", "", "ca/bc"),  # by “British Columbia” (government)
    ("Toronto police admit using Clearview", "", "", "ca/on/toronto"),  # by “Toronto” (police); an official or agency of that place is named
    ("Ottawa police tested face software", "", "", "ca/on/ottawa"),  # by “Ottawa” (police); only large city of that name
    ("Melbourne council drops facial recognition", "", "", "au/vic/melbourne"),  # by “Melbourne” (council); only large city of that name
    ("Victoria's schools barred from face recognition", "", "", "au/vic"),  # by “Victoria” (law)
    ("Queensland Police used face recognition at Commonwealth Games", "", "", "au/qld"),  # by “Queensland” (police)
    ("Tasmania hands licence photos", "", "", "au/tas"),  # by “Tasmania” (named)
    ("New Zealand privacy commissioner clears Foodstuffs trial", "", "", "nz"),  # by “New Zealand” (government)
    ("Irish data protection watchdog opens probe", "", "", "ie"),  # by “Irish” (government)
    ("Data Protection Commission fines Department of Social Protection", "", "", "ie"),  # by “Data Protection Commission” (agency); Data Protection Commission (DPC) is named
    ("Garante multa Clearview per 20 milioni", "", "", "it"),  # by “Garante” (agency); Garante per la protezione dei dati personali is named
    ("La CNIL sanctionne Clearview", "", "", "fr"),  # by “CNIL” (agency); Commission nationale de l'informatique et des libertés (CNIL) is named
    ("Paris: la vidéosurveillance algorithmique prolongée après les JO", "L'Assemblée nationale a voté", "", "fr/paris"),  # by “Paris” (named); only large city of that name
    ("Bundestag debattiert über Gesichtserkennung", "", "", "de"),  # by “Bundestag” (house); Bundestag is named
    ("Staatsanwaltschaft Berlin nutzt Gesichtserkennung", "", "", "de/berlin"),  # by “Berlin” (named); only large city of that name
    ("Madrid: estación de autobuses con reconocimiento facial", "", "", "es/madrid"),  # by “Madrid” (named); only large city of that name
    ("Reconocimiento facial en Mercadona: multa de la AEPD", "", "", "es"),  # by “AEPD” (agency); Agencia Española de Protección de Datos (AEPD) is named
    ("São Paulo suspende câmeras", "", "", "br/são-paulo"),  # by “São Paulo” (named); only large city of that name
    ("Justiça proíbe reconhecimento facial no metrô de São Paulo", "", "", "br/são-paulo"),  # by “São Paulo” (named); only large city of that name
    ("Ciudad de México: cámaras con reconocimiento facial", "", "", "mx/mexico-city"),  # by “Ciudad de México” (named); only large city of that name
    ("Moscow court rejects lawsuit", "", "", "ru/moscow"),  # by “Moscow” (court); only large city of that name
    ("Shenzhen regulates face recognition", "", "", "cn/shenzhen"),  # by “Shenzhen” (named); only large city of that name
    ("Hangzhou wildlife park loses case", "", "", "cn/hangzhou"),  # by “Hangzhou” (named); only large city of that name
    ("China's top court limits face recognition", "", "", "cn"),  # by “China” (named)
    ("Telangana: right to privacy petition", "", "", "in/telangana"),  # by “Telangana” (named)
    ("Internet Freedom Foundation sues Delhi Police", "", "", "in/delhi"),  # by “Delhi” (police)
    ("Johannesburg court rules", "", "", "za/johannesburg"),  # by “Johannesburg” (court); only large city of that name
    ("Israel police's facial recognition bill", "", "", "il"),  # by “Israel” (police)
    ("Hebron: Israel's Blue Wolf", "", "", "il"),  # by “Israel” (named)
    ("Council of Europe guidelines", "", "", ""),  # no place that acts is named
    ("Sweden's police allowed to use", "", "", "se"),  # by “Sweden” (police)
    ("Finland police reprimanded over Clearview", "", "", "fi"),  # by “Finland” (police)
    ("Portugal's data watchdog blocks", "", "", "pt"),  # by “Portugal” (named)
    ("Greece's police smart policing", "", "", "gr"),  # by “Greece” (police)
    ("Dutch police to keep CATCH", "", "", "nl"),  # by “Dutch” (police)
    ("EU Parliament and Council reach deal on AI Act", "BRUSSELS", "", "eu"),  # by “EU” (government)
    ("European Commission drops ban idea", "", "", "eu"),  # by “European Commission” (house); European Commission is named
    ("noyb files complaint against Clearview with Austrian DPA", "", "", "at"),  # by “Austrian” (government)
    ("Privacy International files complaints in five countries", "", "", ""),  # no place that acts is named
    ("California City Outlaws Predictive Policing", "Santa Cruz, California, became the first U.S. city to ban predictive policing after a unanimous vote.", "", "us/ca/santa-cruz"),  # by “California City” (named); California is named in the text
    ("Massachusetts city bans police face recognition", "Somerville's city council voted 11-0 Thursday.", "", "us/ma/somerville"),  # by “Somerville” (council); Massachusetts is named in the text
    ("Another Massachusetts town says no to face surveillance", "Brookline Town Meeting approved Article 25 on Wednesday.", "", "us/ma/brookline"),  # by “Brookline” (council); Massachusetts is named in the text
    ("Maine's largest city bans face recognition", "Portland voters approved it.", "", "us/me/portland"),  # by “Portland” (government); Maine is named in the text
    ("Texas police department drops Clearview", "Plano's police chief said the contract ended.", "", "us/tx/plano"),  # by “Plano” (police); Texas is named in the text
    ("Federal judge sides with police in Florida drone case", "A judge in Tampa ruled for the Pasco County Sheriff's Office.", "", "us/fl/pasco-county"),  # by “Pasco County” (sheriff); Florida is named in the text
    ("Face recognition bill advances in Annapolis", "Maryland senators voted 41-6.", "", "us/md"),  # by “Maryland” (legislature)
    ("Lawmakers want to ban police face recognition", "The Massachusetts House voted Thursday. The Senate is next.", "", "us/ma"),  # by “Massachusetts” (legislature)
    ("ACLU: Boston must ban face surveillance now", "The ACLU of Massachusetts launched a campaign.", "", "us/ma/boston"),  # by “Boston” (named); Massachusetts is named in the text
    ("Police chief defends cameras", "DURHAM, N.C. — Chief Patrice Andrews told council members.", "", "us/nc/durham"),  # by “DURHAM, N.C.” (dateline)
    ("City ends ShotSpotter contract", "DURHAM, N.C. (WTVD) -- The council voted 4-2.", "", "us/nc/durham"),  # by “DURHAM, N.C.” (dateline)
    ("Woman jailed after false match sues Detroit", "Porcha Woodruff was eight months pregnant.", "", "us/mi/detroit"),  # by “Detroit” (named); only large city of that name
    ("Nijeer Parks sues over wrongful arrest", "He was jailed in Woodbridge, New Jersey, after a bad match.", "", "us/nj/woodbridge"),  # by “Woodbridge, New Jersey” (in)
    ("Judge dismisses charges after bad face match", "CLEVELAND — A Cuyahoga County judge threw out evidence.", "", "us/oh/cuyahoga-county"),  # by “Cuyahoga County” (named); only large county of that name
    ("Attorneys general of 22 states warn Clearview", "", "", ""),  # no place that acts is named
    ("Clearview AI hit with cease-and-desist by New Jersey", "Attorney General Gurbir Grewal told prosecutors.", "", "us/nj"),  # by “New Jersey” (named)
    ("Vermont's attorney general wins ruling against Clearview", "A Burlington judge ruled.", "", "us/vt"),  # by “Vermont” (attorney general)
    ("MTA barred from facial recognition in New York subway", "", "", "us/ny/new-york-city"),  # by “MTA” (agency); Metropolitan Transportation Authority (MTA) is named
    ("State lawmakers rein in drones", "Idaho's Senate voted 27-7.", "", "us/id"),  # by “Idaho” (legislature)
    ("Virginia Beach police get drones", "", "", "us/va/virginia-beach"),  # by “Virginia Beach” (police); only large city of that name
    ("Oklahoma City council OKs Flock", "", "", "us/ok/oklahoma-city"),  # by “Oklahoma City” (council); only large city of that name
    ("Oklahoma City police get Flock cameras", "", "", "us/ok/oklahoma-city"),  # by “Oklahoma City” (police); only large city of that name
    ("Kansas City, Kansas, board", "", "", "us/ks/kansas-city"),  # by “Kansas City, Kansas” (named)
    ("Salt Lake City police drone program", "", "", "us/ut/salt-lake-city"),  # by “Salt Lake City” (police); only large city of that name
    ("Jersey City council bans", "", "", "us/nj/jersey-city"),  # by “Jersey City” (council); only large city of that name
    ("Iowa City council delays plate readers", "", "", "us/ia/iowa-city"),  # by “Iowa City” (council); only large city of that name
    ("Ann Arbor council approves CCOPS-style law", "", "", "us/mi/ann-arbor"),  # by “Ann Arbor” (council); only large city of that name
    ("Grand Rapids commission weighs drones", "", "", "us/mi/grand-rapids"),  # by “Grand Rapids” (named); only large city of that name
    ("Lansing City Council weighs cameras", "", "", "us/mi/lansing"),  # by “Lansing” (council); only large city of that name
    ("Davis council adopts surveillance ordinance", "Yolo County city in California", "", "us/ca/davis"),  # by “Davis” (council); California is named in the text
    ("Vallejo police must get approval for Stingray", "A Solano County judge ruled.", "", "us/ca/vallejo"),  # by “Vallejo” (police); only large city of that name
    ("Yellow Springs, Ohio, enacts surveillance ordinance", "", "", "us/oh/yellow-springs"),  # by “Yellow Springs, Ohio” (named)
    ("Lawrence, Massachusetts, passes ordinance", "", "", "us/ma/lawrence"),  # by “Lawrence, Massachusetts” (named)
    ("Hamden council bans facial recognition", "Connecticut's Legislative Council voted.", "", "us/ct/hamden"),  # by “Hamden” (council); Connecticut is named in the text
    ("Dayton commissioners vote on ALPR", "Ohio", "", "us/oh/dayton"),  # by “Dayton” (named); Ohio is named in the text
    ("Dayton commission suspends plate readers", "", "", "us/oh/dayton"),  # by “Dayton” (named); only large city of that name
    ("Mountain View shuts down Flock cameras", "", "", "us/ca/mountain-view"),  # by “Mountain View” (named); only large city of that name
    ("Burlington council votes 9-3", "Vermont city", "", "us/vt/burlington"),  # by “Burlington” (council); Vermont is named in the text
    ("South Portland council limits face recognition", "Maine", "", "us/me/south-portland"),  # by “South Portland” (council); Maine is named in the text
    ("King County, Wash., becomes first", "", "", "us/wa/king-county"),  # by “King County, Wash.” (named)
    ("Harris County commissioners", "", "", "us/tx/harris-county"),  # by “Harris County” (county body); only large county of that name
    ("Cook County State's Attorney", "", "", "us/il/cook-county"),  # by “Cook County” (named); only large county of that name
    ("Maricopa County Attorney uses", "", "", "us/az/maricopa-county"),  # by “Maricopa County” (named); only large county of that name
    ("Montgomery County Council", "MARYLAND", "", "us/md/montgomery-county"),  # by “Montgomery County” (council); Maryland is named in the text
    ("Miami-Dade commissioners approve drones", "", "", "us/fl/miami-dade-county"),  # by “Miami-Dade” (county body); only large county of that name
    ("Fairfax County supervisors approve drones", "", "", "us/va/fairfax-county"),  # by “Fairfax County” (council); only large county of that name
    ("London councils object", "", "", "gb/london"),  # by “London” (council); only large city of that name
    ("City of London Police trial", "", "", "gb/london"),  # by “London” (seat of); an official or agency of that place is named
    ("London, Ontario police", "", "", "ca/on/london"),  # by “London, Ontario” (police)
    ("Scotland: MSPs back code", "", "", "gb/scotland"),  # by “MSPs” (house); Scottish Parliament is named
    ("Northern Ireland police", "", "", "gb"),  # by “Northern Ireland” (police)
    ("Police watchdog in Northern Ireland: PSNI", "", "", "gb"),  # by “Northern Ireland” (nation of)
    ("Britain's biggest police force", "Scotland Yard", "", "gb/london"),  # by “Scotland Yard” (agency); Metropolitan Police is named
    ("Bunnings wins appeal at tribunal", "The Administrative Review Tribunal in Australia", "", "au"),  # by “Australia” (in)
    ("7-Eleven collected faces: OAIC", "", "", "au"),  # by “OAIC” (agency); Office of the Australian Information Commissioner (OAIC) is named
    ("Court orders Clearview to leave Australia", "", "", "au"),  # by “Australia” (named)
    ("Canada's federal court", "", "", "ca"),  # by “Canada” (named)
    ("Montréal police refuse", "", "", "ca/qc/montréal"),  # by “Montréal” (police); only large city of that name
    ("Montreal council motion", "", "", "ca/qc/montréal"),  # by “Montreal” (council); only large city of that name
    ("Zurich parliament bans facial recognition", "", "", "ch/zürich"),  # by “Zurich” (government); only large city of that name
    ("Argentina's Buenos Aires", "", "", "ar/buenos-aires"),  # by “Buenos Aires” (named); Argentina is named in the text
    ("Bucheon, South Korea, to track patients", "", "", "kr"),  # by “South Korea” (named)
    ("Philippines privacy commission orders Worldcoin halt", "", "", "ph"),  # by “Philippines” (named)
    ("Kenya suspends Worldcoin", "", "", "ke"),  # by “Kenya” (named)
    ("Spain's High Court upholds Worldcoin ban", "", "", "es"),  # by “Spain” (court)
    ("Bavaria's data authority orders Worldcoin", "", "", "de/bavaria"),  # a Land
    ("Israel's Supreme Court", "", "", "il"),  # by “Israel” (court)
]  # fmt: skip


# Seats of government, regions abroad, residents, headlines in capitals, and names that settle each other.
WIDER = [
    ("State patrol audit finds plate searches for ICE", "The Washington State Patrol ran 140 searches.", "", "us/wa"),  # ICE only gets something
    ("Gallery Thieves Caught After a Year", "Officers had searched flats across Paris at night.", "The Wall Street Journal", "fr/paris"),  # a national newspaper covers the world
    ("Lab trains face search", "Carnegie Mellon researchers wrote it.", "", ""),  # a university, no town of Pennsylvania
    ("Sonora, Mexico, buys face cameras", "", "", "mx/sonora"),  # a region by its country
    ("Santa Fe legislature takes up drones", "", "", "us/nm"),  # a state's capital, though Argentina has a province
    ("Santa Fe council bans drones", "", "", "us/nm/santa-fe"),  # a council told in English, though Argentina has a larger city
    ("Family held after plate error in Aurora", "", "Denver Civic Beat", "us/co/aurora"),  # an outlet called after a known city
    ("Bid to gut camera law fails in Yellow Springs", "Village council voted 2-3.", "Miami Township News", "us/oh/yellow-springs"),  # an outlet called after a township is not Miami's
    ("TULSA COUNCIL PUTS BRAKES ON DRONE PROGRAM", "", "", "us/ok/tulsa"),  # by “TULSA” (council); only large city of that name
    ("PRIVACY BILL STALLS IN HOUSE", "Representatives in Oregon sent the bill back to committee.", "", "us/or"),  # by “Oregon” (in)
    ("SPOKANE POLICE TO TEST FACE MATCHING", "", "", "us/wa/spokane"),  # by “SPOKANE” (police); only large city of that name
    ("NYPD MUST HAND OVER FACE SCAN FILES, JUDGE RULES", "", "", "us/ny/new-york-city"),  # by “NYPD” (agency); New York Police Department is named
    ("Government in Vienna drafts drone law", "", "", "at"),  # by “Vienna” (seat of a nation); Vienna is the seat of its government
    ("Vienna city council rejects cameras in trams", "", "", "at/vienna"),  # by “Vienna” (council); only large city of that name
    ("Brussels proposes softer rules for biometric systems", "", "", "eu"),  # by “Brussels” (seat of a nation); Brussels is the seat of its government
    ("Brussels police chief defends cameras at the station", "", "", "be/brussels"),  # by “Brussels” (police); only large city of that name
    ("Canberra moves to outlaw covert face matching in shops", "Ministers will bring a bill to parliament in spring.", "", "au"),  # by “Canberra” (seat of a nation); Canberra is the seat of its government
    ("Ottawa tables privacy bill with limits on biometric data", "The federal bill would let the commissioner fine firms.", "", "ca"),  # by “Ottawa” (seat of a nation); Ottawa is the seat of its government
    ("Ottawa city council puts off vote on body cameras", "", "", "ca/on/ottawa"),  # by “Ottawa” (council); only large city of that name
    ("Westminster urged to put live facial recognition on a legal footing", "MPs said police have no clear law to follow.", "", "gb"),  # by “Westminster” (seat of a nation); Westminster is the seat of its government
    ("Ministers in Madrid approve decree on biometric entry", "", "", "es"),  # by “Madrid” (seat of a nation); Madrid is the seat of its government
    ("Lawmakers in The Hague want audit of predictive policing", "", "", "nl"),  # by “The Hague” (seat of a nation); The Hague is the seat of its government
    ("Parliament in Warsaw takes up surveillance bill", "", "", "pl"),  # by “Warsaw” (seat of a nation); Warsaw is the seat of its government
    ("Assembleia aprova lei sobre câmeras com reconhecimento facial no estado de São Paulo", "", "", "br/são-paulo"),  # by “São Paulo” (named)
    ("La Comunidad de Madrid suspende el reconocimiento facial en estadios", "", "", "es/madrid"),  # by “Madrid” (named)
    ("Land Hessen erlaubt Gesichtserkennung per Video", "Der Landtag in Wiesbaden beschloss das Gesetz.", "", "de/hesse"),  # by “Hessen” (named)
    ("Kanton Zürich verbietet Gesichtserkennung im öffentlichen Raum", "", "", "ch/zürich"),  # by “Zürich” (named)
    ("Bavarian police must stop test of data-mining software", "The state data protection commissioner objected.", "", "de/bavaria"),  # by “Bavarian” (police)
    ("Catalonia's data authority fines gym over fingerprint entry", "", "", "es/catalonia"),  # by “Catalonia” (named)
    ("New Yorkers tell City Council: keep face scanners out of shops", "", "", "us/ny/new-york-city"),  # by “New Yorkers” (named); New York is named in the text
    ("Californians to vote on plate reader limits", "", "", "us/ca"),  # by “Californians” (named)
    ("Il governo italiano rinvia le norme sul riconoscimento facciale", "", "", "it"),  # by “italiano” (nation of)
    ("El Gobierno español aprueba un reglamento de cámaras", "", "", "es"),  # by “español” (nation of)
    ("Columbia council delays vote on plate readers", "Residents of the Missouri River town and students of the University of Missouri spoke.", "", "us/mo/columbia"),  # by “Columbia” (council); a cited newspaper covers Missouri
    ("Lawrence commissioners renew camera contract", "", "Lawrence Journal-World", "us/ks/lawrence"),  # by “Lawrence” (council); the outlet covers Lawrence
    ("Duluth council backs camera policy", "The St. Louis River port has 40 cameras.", "Duluth News Tribune", "us/mn/duluth"),  # by “Duluth” (council); the outlet covers Duluth
    ("Salem votes down drones", "The Essex County city heard objections for three hours.", "", "us/ma/salem"),  # by “Salem” (named); Essex County is named in the text
    ("Peoria council tables drone purchase", "", "Peoria Journal Star", "us/il/peoria"),  # by “Peoria” (council); the outlet covers Peoria
    ("Athens police release drone records", "The University of Georgia was not consulted.", "", "us/ga/athens"),  # by “Athens” (police); a cited newspaper covers Georgia
    ("Newport council rejects plate readers", "", "", "us/?/newport"),  # by “Newport” (council); 14 places have that name; nothing says which
    ("Residents in Dryden force vote on cameras", "The village board will hold a hearing.", "", "us/ny/dryden"),  # by “Dryden” (police); only city of that name that we know
    ("Mumbai Police told to explain face recognition vans", "", "", "in/mumbai"),  # by “Mumbai” (police); an official or agency of that place is named
    ("Tamil Nadu Police app used on beach walkers, petition says", "", "", "in/tamil-nadu"),  # by “Tamil Nadu” (police)
    ("Polícia Militar da Bahia amplia reconhecimento facial", "", "", "br/bahia"),  # by “Bahia” (named)
    ("Guardia Civil tests drones at the border, regulator asks why", "Spain's AEPD opened a case.", "", "es"),  # by “Guardia Civil” (agency)
    ("Court of Auditors: no evidence that Belgian station cameras cut crime", "", "", "be"),  # by “Belgian” (named)
    ("Polish data protection office UODO opens inquiry into school face scans", "", "", "pl"),  # by “UODO” (agency)
    ("Portugal's CNPD blocks face recognition in Lisbon street cameras", "", "", "pt"),  # by “CNPD” (agency)
    ("Norwegian DPA Datatilsynet warns gyms", "", "", "no"),  # by “Norwegian DPA Datatilsynet” (agency)
    ("Columbus Division of Police ends gunshot sensor deal", "", "", "us/oh/columbus"),  # by “Columbus” (named); only large city of that name
    ("Peel Regional Police share face search with York force", "Ontario's privacy commissioner set the terms.", "", "ca/on"),  # by “Peel Regional Police” (agency)
    ("Sûreté du Québec buys face search system", "", "", "ca/qc"),  # by “Sûreté du Québec” (agency)
    ("Vancouver Police Board asks for audit of drones", "", "", "ca/bc/vancouver"),  # by “Vancouver” (police); an official or agency of that place is named
    ("BART police to get face-blurring cameras", "", "", "us/ca"),  # by “BART” (agency); Bay Area Rapid Transit (BART) is named
    ("Cook County State's Attorney drops cases that rest on gunshot sensors", "", "", "us/il/cook-county"),  # by “Cook County” (named); only large county of that name
    ("Manhattan District Attorney questions face match in theft case", "", "", "us/ny/new-york-city"),  # by “Manhattan” (police); only large city of that name
    ("Harris County Sheriff's Office stops sharing plate data", "", "", "us/tx/harris-county"),  # by “Harris County” (sheriff); only large county of that name
    ("Sheriff of Maricopa County defends drones", "", "", "us/az/maricopa-county"),  # by “Maricopa County” (named); only large county of that name
    ("Oregon State Police disclose face searches", "", "", "us/or"),  # by “Oregon” (attorney general)
    ("Queensland Police Service paused face matching after privacy review", "", "", "au/qld"),  # by “Queensland” (police)
    ("Tasmania Police to trial face recognition", "", "", "au/tas"),  # by “Tasmania” (police)
    ("Connecticut Attorney General settles with store chain on face scans", "", "", "us/ct"),  # by “Connecticut” (attorney general)
    ("Metropolitan Transportation Authority halts face scan pilot in subway", "", "", "us/ny/new-york-city"),  # by “Metropolitan Transportation Authority” (agency); Metropolitan Transportation Authority (MTA) is named
    ("Hamburg's data protection commissioner orders face database deleted", "", "", "de/hamburg"),  # by “Hamburg” (government); only large city of that name
    ("La policía de Córdoba, Argentina, suspende el reconocimiento facial", "", "", "ar/córdoba"),  # by “Córdoba, Argentina” (named)
    ("Officers in Hoosier capital to wear face-matching cameras", "Indianapolis councilors object.", "", "us/in/indianapolis"),  # by “Indianapolis” (council); only large city of that name
    ("Granite State lawmakers kill biometric bill", "", "", "us/nh"),  # by “Granite State” (legislature)
    ("MILWAUKEE COUNCIL OKS ROBOT DOG PURCHASE", "", "", "us/wi/milwaukee"),  # by “MILWAUKEE” (council); only large city of that name
    ("FBI FACE SEARCHES DRAW FIRE IN SENATE HEARING", "", "", "us"),  # by “FBI” (agency); Federal Bureau of Investigation (FBI) is named
    ("HOW ICE USES LICENSE PLATE DATA", "", "", "us"),  # by “ICE” (agency); Immigration and Customs Enforcement (ICE) is named
    ("OR LAWMAKERS WEIGH DRONE WARRANTS", "The Oregon Senate will vote in May.", "", "us/or"),  # by “Oregon” (legislature)
    ("Madison police log shows 300 plate searches", "The Dane County sheriff made another 90.", "", "us/wi/madison"),  # by “Madison” (police); only large city of that name
    ("Manchester aldermen vote down camera network", "", "Union Leader", "us/nh/manchester"),  # by “Manchester” (council); the outlet covers Manchester
    ("Manchester police to fit vans with live facial recognition", "", "", "gb/manchester"),  # by “Manchester” (police); only large city of that name
    ("Berlin wants faster face searches for police", "The federal cabinet sent the bill to the Bundestag.", "", "de"),  # by “Berlin” (seat of a nation); Berlin is the seat of its government
    ("Berlin Senate drops camera plan at Görlitzer Park", "", "", "de/berlin"),  # by “Berlin” (legislature); only large city of that name
    ("Paris city hall opposes algorithmic cameras", "", "", "fr/paris"),  # by “Paris” (council); only large city of that name
    ("Lawmakers in Paris extend algorithmic video test until 2027", "", "", "fr"),  # by “Paris” (seat of a nation); Paris is the seat of its government
    ("London boroughs ask Met to halt live facial recognition", "", "", "gb/london"),  # by “Met” (agency); an official or agency of that place is named
    ("Delhi government plans cameras in schools", "", "", "in/delhi"),  # by “Delhi” (government)
    ("New Delhi moves to regulate biometric data", "The bill was tabled in parliament.", "", "in"),  # by “New Delhi” (seat of a nation); New Delhi is the seat of its government
    ("Dublin council weighs street cameras", "", "", "ie/dublin"),  # by “Dublin” (council); only large city of that name
    ("Moscow court fines activist found by face recognition", "", "", "ru/moscow"),  # by “Moscow” (court); only large city of that name
    ("Vienna, Va., police to buy plate readers", "", "", "us/va/vienna"),  # by “Vienna, Va.” (named)
    ("Paris, Texas, council approves drones", "", "", "us/tx/paris"),  # by “Paris, Texas” (named)
    ("Governo de São Paulo amplia câmeras com reconhecimento facial", "", "", "br/são-paulo"),  # by “São Paulo” (named); only large city of that name
    ("Gobierno de Jalisco compra cámaras con reconocimiento facial", "", "", "mx/jalisco"),  # by “Jalisco” (named)
    ("Nordrhein-Westfalen beschließt neues Polizeigesetz", "", "", "de/north-rhine-westphalia"),  # by “Nordrhein-Westfalen” (named)
    ("Lombardia, stop alle telecamere intelligenti", "", "", "it/lombardy"),  # by “Lombardia” (named)
    ("Ontario introduces bill on police facial recognition", "", "", "ca/on"),  # by “Ontario” (named)
    ("Québec adopte une loi sur la biométrie", "", "", "ca/qc"),  # by “Québec” (named)
    ("Texans sue over hidden plate readers", "", "", "us/tx"),  # by “Texans” (named)
    ("Chicagoans pack hearing on ShotSpotter", "Alderpersons voted 34-14.", "", "us/il/chicago"),  # by “Chicagoans” (named); only large city of that name
    ("Canadians back limits on police face search, poll finds", "", "", "ca"),  # by “Canadians” (named)
    ("Burlington voters to decide on facial recognition", "The Vermont ACLU supports it.", "", "us/vt/burlington"),  # by “Burlington” (government); Vermont is named in the text
    ("Burlington council keeps facial recognition ban", "", "Seven Days", "us/vt/burlington"),  # by “Burlington” (council); the outlet covers Vermont
    ("Greenville council signs plate reader deal", "Pitt County gave a grant.", "", "us/nc/greenville"),  # by “Greenville” (council); only large city of that name
    ("Bloomington ends Flock contract", "Students of Indiana University had protested.", "", "us/in/bloomington"),  # by “Bloomington” (named); a cited newspaper covers Indiana
    ("Charleston mayor defends drones", "", "Charleston Gazette-Mail", "us/wv/charleston"),  # by “Charleston” (council); the outlet covers Charleston
    ("Wilmington council sets rules for cameras", "New Castle County police are not covered.", "", "us/de/wilmington"),  # by “Wilmington” (council); only large city of that name
    ("Fairfield trustees halt camera purchase", "", "", "us/?/fairfield"),  # by “Fairfield” (council); 8 places have that name; nothing says which
    ("Small town of Kennesaw leads state in plate readers", "Kennesaw officials in Georgia said so.", "", "us/ga/kennesaw"),  # by “Kennesaw” (seat of); Georgia is named in the text
    ("Village of Yellow Springs repeals drone rules", "", "", "us/oh/yellow-springs"),  # by “Yellow Springs” (seat of); only city of that name that we know
    ("Voters in Bar Harbor ban facial recognition", "The town meeting approved the article.", "", "us/me/bar-harbor"),  # by “Bar Harbor” (law); only city of that name that we know
    ("Washington State Patrol halts face searches", "", "", "us/wa"),  # by “Washington” (named)
    ("Lawmakers in Olympia pass plate reader bill", "", "", "us/wa"),  # by “Olympia” (dateline of the capital)
    ("Pune Police to add 500 facial recognition cameras", "", "", "in/pune"),  # by “Pune” (police); only large city of that name
    ("Punjab Police's face app questioned in high court", "", "", "in/punjab"),  # by “Punjab” (police)
    ("Kerala police chief seeks nod for face app", "", "", "in/kerala"),  # by “Kerala” (police)
    ("Norfolk Police Department shut off cameras after ruling", "", "", "us/va/norfolk"),  # by “Norfolk” (police); only large city of that name
    ("Montgomery County Police defend drone flights", "The Maryland county has flown 2,000 missions.", "", "us/md/montgomery-county"),  # by “Montgomery County” (police); Maryland is named in the text
    ("San Francisco District Attorney charges man found by plate readers", "", "", "us/ca/san-francisco"),  # by “San Francisco” (police); only large city of that name
    ("Dallas Area Rapid Transit police test gun-detecting cameras", "", "", "us/tx/dallas"),  # by “Dallas” (named); only large city of that name
    ("Clark County School District police get drones", "", "", "us/nv/clark-county"),  # by “Clark County” (law); only large county of that name
    ("Portland Police Association sues over body cameras", "Mayor Keith Wilson had no comment.", "", "us/or/portland"),  # by “Portland” (police); an official or agency of that place is named
    ("Chicago Police Board backs policy on face search", "", "", "us/il/chicago"),  # by “Chicago” (police); only large city of that name
    ("La CNIL met en demeure le ministère de l'Intérieur", "", "", "fr"),  # by “CNIL” (agency); Commission nationale de l'informatique et des libertés (CNIL) is named
    ("Minnesota Bureau of Criminal Apprehension keeps plate data", "", "", "us/mn"),  # by “Minnesota” (named)
    ("New York Department of Financial Services fines insurer over voiceprints", "", "", "us/ny"),  # by “New York” (attorney general)
    ("Texas Department of Transportation bans roadside plate readers", "", "", "us/tx"),  # by “Texas” (attorney general)
    ("Polizei Hamburg testet Verhaltensscanner", "", "", "de/hamburg"),  # by “Hamburg” (named); only large city of that name
    ("Victoria Police to trial live face matching at MCG", "", "", "au/vic"),  # by “Victoria” (police)
    ("NSW government bans facial recognition in pokies rooms", "", "", "au/nsw"),  # by “NSW” (government)
    ("Calgary Police Commission asks for report on drones", "", "", "ca/ab/calgary"),  # by “Calgary” (police); an official or agency of that place is named
    ("Attorney General says retailer broke privacy law", "The New Jersey office fined the chain $2 million over face scans.", "", "us/nj"),  # by “New Jersey” (named)
    ("Lawmakers back warrant rule for plate data", "The Virginia State Police opposed the bill in the House of Delegates.", "", "us/va"),  # by “Virginia” (attorney general)
    ("Bill would bar state police from face searches", "The Connecticut House passed it 101-46.", "", "us/ct"),  # by “Connecticut” (legislature)
    ("Serbian Interior Ministry pulls police bill", "", "", "rs"),  # by “Serbian” (named)
    ("Supermarket trial of face scans watched by Privacy Commissioner", "The New Zealand chain runs it in 25 shops.", "", "nz"),  # by “New Zealand” (named)
    ("Sunnyvale Department of Public Safety turns off cameras", "", "", "us/ca/sunnyvale"),  # by “Sunnyvale” (named); only large city of that name
    ("Deputies' drones to answer 911 calls", "The Placer County Board of Supervisors approved $1.2 million for the sheriff's office.", "", "us/ca/placer-county"),  # by “Placer County” (county body); only county of that name that we know
    ("County supervisors cut ties with Flock", "San Mateo County's board voted 3-2; Sheriff Ken Binder objected.", "", "us/ca/san-mateo-county"),  # by “San Mateo County” (county body); only large county of that name
    ("Police in Fort Wayne get drone hangar", "The Fort Wayne Police Department plans six docks.", "", "us/in/fort-wayne"),  # by “Fort Wayne” (police in); only large city of that name
    ("Miami-Dade Police Department ends facial recognition searches", "", "", "us/fl/miami-dade-county"),  # by “Miami-Dade” (police); only large county of that name
    ("City of London Police to share face watch list", "", "", "gb/london"),  # by “London” (seat of); an official or agency of that place is named
    ("TSA told to let travelers opt out", "", "", "us"),  # by “TSA” (agency); Transportation Security Administration (TSA) is named
    ("Georgia State Patrol flies drones over street races", "", "", "us/ga"),  # by “Georgia” (named)
    ("Housing agency HUD warns landlords on face scanners", "", "", "us"),  # by “HUD” (agency); Department of Housing and Urban Development (HUD) is named
    ("Thai ministry suspends iris scans", "Thailand's Personal Data Protection Committee ordered deletion.", "", "th"),  # by “Thai” (government)
    ("Kenyan high court orders Worldcoin to delete biometrics", "", "", "ke"),  # by “Kenyan” (court)
    ("Edinburgh council delays police camera plan", "", "", "gb/edinburgh"),  # by “Edinburgh” (council); only large city of that name
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "outlet", "expected"), WIDER, ids=[row[0][:60] for row in WIDER])
def test_whose_body_acts_beyond_plain_names(title: str, text: str, outlet: str, expected: str) -> None:
    assert path_of(title, text, outlet=outlet) == expected


@pytest.mark.parametrize(("title", "text", "outlet", "expected"), TRIED, ids=[row[0][:60] for row in TRIED])
def test_whose_body_acts_in_further_news(title: str, text: str, outlet: str, expected: str) -> None:
    assert path_of(title, text, outlet=outlet) == expected


@pytest.mark.parametrize(("title", "text", "expected"), ACTING, ids=[row[0][:60] for row in ACTING])
def test_whose_body_acts(title: str, text: str, expected: str) -> None:
    assert path_of(title, text) == expected


# title, text, what else is known, expected path, a word of the basis
SETTLED = [
    ("Portland council bans face recognition", "", {}, "us/or/portland", "large"),  # ten times the other Portland
    ("Portland council bans face recognition", "", {"home": "us/me"}, "us/me/portland", "feed"),  # a Maine feed
    ("Portland council bans face recognition", "", {"outlet": "Portland Press Herald"}, "us/me/portland", "outlet"),  # a Maine paper
    ("Portland council bans face recognition", "The Bangor Daily News reported the vote.", {}, "us/me/portland", "newspaper"),  # a cited paper
    ("Portland council bans face recognition", "Voters in Maine will decide.", {}, "us/me/portland", "Maine"),  # a named state
    ("Portland council bans face recognition", "Mayor Ted Wheeler signed it.", {}, "us/or/portland", "official"),  # a named official
    ("Springfield council delays vote on cameras", "", {}, "us/?/springfield", "nothing says which"),  # honest doubt
    ("Springfield council delays vote on cameras", "", {"home": "us/mo"}, "us/mo/springfield", "feed"),
    ("Springfield council delays vote on cameras", "", {"home": "us"}, "us/?/springfield", "nothing says which"),
    ("Springfield and Chicopee weigh cameras", "Councils of both cities meet; Worcester went first.", {}, "us/ma/springfield", "other places"),
    ("Cambridge council weighs cameras", "", {}, "?/cambridge", "nothing says which"),  # Massachusetts or England
    ("Cambridge council weighs cameras", "City councilors disagree.", {}, "us/ma/cambridge", "large"),  # American spelling
    ("Cambridge council weighs cameras", "Councillors disagree.", {}, "gb/cambridge", "large"),  # British spelling
    ("Minneapolis City Council unanimously approves ordinance", "", {}, "us/mn/minneapolis", "only large city of that name"),
    ("Council splits over plate readers", "", {"home": "us/tx/austin"}, "us/tx/austin", "feed"),  # a city's own feed need not name it
    ("Lawmakers pass plate reader bill", "", {"home": "us/nh"}, "us/nh", "feed"),
    ("New phone unlocks with your face", "", {"home": "us/nh"}, "", ""),  # nobody acts
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "known", "expected", "basis"), SETTLED)
def test_what_settles_a_name_is_said(
    title: str, text: str, known: dict[str, str], expected: str, basis: str
) -> None:
    jurisdiction, _ = jurisdiction_of(title, text, **known)
    assert jurisdiction.path == expected
    assert basis in (jurisdiction.basis or "")


def test_a_state_in_the_text_needs_no_basis() -> None:
    jurisdiction, evidence = jurisdiction_of("Cambridge, Mass., city council adopts ban", "")
    assert jurisdiction.basis is None
    assert evidence[0].text == "Cambridge, Mass."


def test_the_founding_case_has_its_division() -> None:
    jurisdiction, evidence = jurisdiction_of("Minneapolis City Council bans it", "")
    assert jurisdiction == Jurisdiction(
        level=Level.CITY, name="Minneapolis", state="MN", country="US",
        ocd_id="ocd-division/country:us/state:mn/place:minneapolis", basis="only large city of that name",
    )  # fmt: skip
    assert [(proof.source, proof.start, proof.end) for proof in evidence] == [("title", 0, 11)]


# Names that are no places where they stand.
NO_PLACES = [
    "Sen. Sharon Warren questions Amazon",  # a senator
    "Mayor Jackson and Councilman Eugene Green spoke",  # officials with towns' names
    "Fans were turned away at the University of Oxford Union",  # a university
    "The Boston Globe and the Houston Chronicle reported it",  # newspapers
    "Austin Davis wrote the report",  # a given name
    "Sens. Clark and Elizabeth agreed",  # family names
    "Cameras on Madison Avenue and Washington Street",  # streets
    "Reading glasses with cameras are no mobile phones",  # words
]  # fmt: skip


@pytest.mark.parametrize("text", NO_PLACES)
def test_people_papers_and_streets_are_no_places(text: str) -> None:
    assert path_of("", text) == ""


def test_madison_square_garden_is_in_new_york() -> None:
    assert path_of("Lawyers barred from Madison Square Garden by face recognition") == "us/ny/new-york-city"


# what a user typed, the paths of all readings that must come, best first
TYPED = [
    ("MN", ["us/mn"]),
    ("minnesota", ["us/mn"]),
    ("Minn.", ["us/mn"]),
    ("Portland, ME", ["us/me/portland"]),
    ("portland", ["us/or/portland", "us/me/portland"]),
    ("us/mn/minneapolis", ["us/mn/minneapolis"]),
    ("uk", ["gb"]),
    ("EU", ["eu"]),
    ("CA", ["us/ca"]),  # a state before Canada
    ("king county, wa", ["us/wa/king-county"]),
    ("São Paulo", ["br/são-paulo"]),
    ("sao paulo", ["br/são-paulo"]),
    ("in/telangana", ["in/telangana"]),
    ("St Louis", ["us/mo/st.-louis"]),
    ("nyc", ["us/ny/new-york-city"]),
    ("new york", ["us/ny", "us/ny/new-york-city"]),
    ("washington", ["us/wa", "us/dc/washington"]),
    ("hyderabad, india", ["in/hyderabad"]),
    ("xyzzy", []),
    ("", []),
    ("//", []),
]


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_typed_places(typed: str, expected: list[str]) -> None:
    assert [place.path for place in place_path(typed)][: len(expected)] == expected
    assert bool(place_path(typed)) == bool(expected)


LABELS = [
    ("us/mn/minneapolis", "Minneapolis, MN"),
    ("us/wa/king-county", "King County, WA"),
    ("us/mn", "Minnesota"),
    ("us", "United States"),
    ("in/hyderabad", "Hyderabad, India"),
    ("eu", "European Union"),
    ("ca/on/toronto", "Toronto, ON"),
]


@pytest.mark.parametrize(("path", "words"), LABELS)
def test_labels(path: str, words: str) -> None:
    assert label(place_path(path)[0]) == words
    assert label(Jurisdiction()) == ""


def test_evidence_from_a_headline_in_capitals_is_verbatim() -> None:
    title = "AURORA CHIEF SORRY FOR STOP IN COLORADO"
    _, evidence = jurisdiction_of(title, "")
    assert [title[proof.start : proof.end] for proof in evidence] == ["AURORA"]
    assert evidence[0].text == "AURORA"


RECASED = [
    ("BILL DIES IN SENATE", "Bill Dies in Senate"),  # no Indiana
    ("NYPD AND ICE SHARE DATA", "NYPD and ICE Share Data"),  # abbreviations stay
    ("AURORA, CO DROPS HB 12", "Aurora, CO Drops HB 12"),  # so do a state behind a comma and a bill
    ("POLICE'S ÉLAN", "Police's Élan"),  # every letter in its place
    ("Bill dies in SENATE", "Bill dies in SENATE"),  # mixed case is left alone
    ("ICE", "ICE"),  # one word tells nothing
]


@pytest.mark.parametrize(("text", "expected"), RECASED)
def test_headlines_in_capitals_are_recased(text: str, expected: str) -> None:
    assert recased(text) == expected


@given(st.text(max_size=80))
def test_recasing_moves_no_letter(text: str) -> None:
    assert len(recased(text.upper())) == len(text.upper())


def test_every_label_is_understood_again() -> None:
    for path in (
        "us/mn/minneapolis",
        "us/me/portland",
        "us/wa/king-county",
        "ca/on/toronto",
        "in/hyderabad",
        "us/tx",
    ):
        place = place_path(path)[0]
        assert place in place_path(label(place))


def test_suggestions_begin_with_what_was_typed() -> None:
    found = [suggest(prefix) for prefix in ("m", "mi", "minne", "san ", "portland, m", "st. p")]
    assert [place.path for place in found[2]][:2] == ["us/mn", "us/mn/minneapolis"]
    assert all(len(places) <= 25 for places in found)
    assert found[4][0].path == "us/me/portland"


def test_five_hundred_cities_are_a_list_and_cheap() -> None:
    names = ", ".join(f"{city.name}" for letter in string.ascii_lowercase for city in suggest(letter, 20))
    started = time.process_time()
    jurisdiction_of("Cities", names)
    assert time.process_time() - started < 0.5


HOSTILE = [
    "A" * 100_000,
    "Minneapolis " * 10_000,
    "Portland, " * 10_000,
    "like " * 20_000 + "Boston",
    "(((" * 30_000,
    "В Москве 東京 القاهرة \ud83d\ude00 नई दिल्ली",
    "\x00\x01\u202e\u200b",
    "U.S. " * 20_000,
    "Sen. " + "x" * 50_000 + " (D-MN)",
    "councilmember " * 5_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_costs_bounded_time(text: str) -> None:
    started = time.process_time()
    jurisdiction_of(text, text, outlet=text[:1000], home="us/??/x")
    place_path(text)
    suggest(text)
    assert time.process_time() - started < 1.0


_WORDS = st.sampled_from(
    ["Portland", "Maine", "council", "City", "of", "Sen.", "(D-MN)", ",", "Ore.", "—", "like", "Boston", "police", "U.S.", "the",
     "Washington", "St.", "Paul", "King", "County", "Dutch", "Mayor", "Jackson", "\n", "'s", "São", "Paulo", "Москва", "ICE", "D.C."]
)  # fmt: skip


@given(
    st.lists(_WORDS, max_size=40).map(" ".join) | st.text(max_size=200),
    st.lists(_WORDS, max_size=40).map(" ".join),
)
@settings(max_examples=150, deadline=None)
def test_evidence_is_verbatim_and_answers_are_well_formed(title: str, text: str) -> None:
    jurisdiction, evidence = jurisdiction_of(title, text)
    for proof in evidence:
        assert {"title": title, "summary": text}[proof.source][proof.start : proof.end] == proof.text
    assert (jurisdiction.level is Level.NONE) == (jurisdiction.name is None)
    assert bool(evidence) == (jurisdiction.level is not Level.NONE)
    if jurisdiction.level is Level.NONE:
        assert jurisdiction == Jurisdiction()
    for match in find_places(text):
        assert text[match.start : match.end] == match.text
        assert match.places


# table, number of columns, which column holds a path
PATHS = [("aliases.tsv", 2, 1), ("officials.tsv", 5, 3), ("outlets.tsv", 2, 1), ("bodies.tsv", 5, 1),
         ("landmarks.tsv", 2, 1), ("seats.tsv", 3, 1)]  # fmt: skip


@pytest.mark.parametrize(("name", "columns", "column"), PATHS)
def test_every_path_in_a_table_is_a_place(name: str, columns: int, column: int) -> None:
    # A typing slip in a table would silently unname the place.
    paths = {row[column] for row in table(name, columns)} - {"-"}
    assert [path for path in sorted(paths) if gazetteer().at(path) is None] == []


def test_every_common_word_is_a_place() -> None:
    assert [word for word in sorted(common_words()) if not gazetteer().known(word)] == []


def test_division_ids_have_their_form() -> None:
    places = [
        place
        for start in ("new", "san", "st", "por", "king")
        for place in place_path(start) or suggest(start)
    ]
    for place in places:
        assert place.ocd_id is None or place.ocd_id.startswith(
            f"ocd-division/country:{(place.country or '').lower()}"
        )
    assert place_path("us/wa/king-county")[0].ocd_id == "ocd-division/country:us/state:wa/county:king"
    assert place_path("us/dc/washington")[0].ocd_id == "ocd-division/country:us/district:dc"
    assert place_path("eu")[0].ocd_id == "ocd-division/region:eu"
    assert place_path("us/id/boise")[0].ocd_id == "ocd-division/country:us/state:id/place:boise_city"
