"""Which words mean the same thing to our rules: one row per concept.

Phrases are separated by commas; `{a/b}` expands to alternatives (an empty one is allowed), so `ban{/s/ned/ning}` is
four words. Lower-case phrases match in any case, phrases with a capital only as written ("Flock" the company, not a
flock of birds). Hyphens between words count as spaces. The longest phrase wins; one phrase belongs to one concept.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning, the phrases that carry it, and why it is a concept of its own."""

    name: str
    why: str
    phrases: str


CONCEPTS: tuple[Concept, ...] = (
    # --- technologies -----------------------------------------------------------------------------------
    Concept(
        "FACE",
        "identifying people by the face",
        "fac{e/ial} recognition, fac{e/ial} recognition {technology/technologies/tech/software/system/systems/tool/tools}, "
        "fac{e/ial} identification, fac{e/ial} surveillance, fac{e/ial} matching, fac{e/ial} match, recogni{s/z}e{/s} faces, "
        "fac{e/ial} scan{/s/ning/ner/ners}, faceprint{/s/ing}, frt, LFR, AFR, face searches, "
        "reconocimiento facial, reconhecimento facial, riconoscimento facciale, reconnaissance faciale, "
        "reconeixement facial, gesichtserkennung, gezichtsherkenning, rozpoznawani{e/a/u} twarzy, ansiktsigenkänning, "
        "ansiktsgjenkjenning, ansigtsgenkendelse, kasvojentunnistus{/ta}, yüz tanıma, распознавани{е/я} лиц, "
        "розпізнавання облич, التعرف على الوجه, التعرف على الوجوه, 顔認識, 顔認証, 人脸识别, 人臉辨識, 얼굴 인식, 안면인식, 안면 인식",
    ),
    Concept(
        "FACEUSE",
        "a face as a key or a toy: products, not policing",
        "face id, face unlock{/ing}, unlock{/s/ing} {with your/by} face, fac{e/ial} authentication, face verification, "
        "fac{e/ial} detection, face filter{/s}, pay {with your/by} face, face payments, face swap{/s}, gezichtsscan, "
        "familiar faces, facial animation, face detector",
    ),
    Concept(
        "ALPR",
        "plate readers",
        "licen{s/c}e plate{/s}, licen{s/c}e plate {reader/readers/reading/recognition/camera/cameras/scanner/scanners/data}, "
        "number plate{/s}, number plate {recognition/readers/cameras}, plate reader{/s}, plate reading, plate {camera/cameras}, "
        "automat{ed/ic} licen{s/c}e plate {reader/readers/recognition/reading/camera/cameras}, alpr{/s}, lpr{/s}, anpr, "
        "lectores de matrículas, kentekenherkenning",
    ),
    Concept(
        "DRONE",
        "unmanned aircraft",
        "drone{/s}, uav{/s}, UAS, unmanned aerial, unmanned aircraft, drone as {a/} first responder, drone program{/s}, "
        "quadcopter{/s}, drohne{/n}, dron{es/y/ów}",
    ),
    Concept(
        "CELLSITE",
        "cell-site simulators",
        "stingray{/s}, cell site simulator{/s}, imsi catcher{/s}, cell phone surveillance, dirtbox{/es}, cell site surveillance, "
        "cell phone {tracker/trackers/interceptor/interceptors}",
    ),
    Concept(
        "PREDICT",
        "predictive policing",
        "predictive polic{ing/e}, predictive policing {software/technology/tools/program/programs/systems}, predpol, geolitica, "
        "intelligence led policing, data driven policing, crime prediction, pre crime, precrime, crime forecasting, "
        "crime predicting, predict{/s/ing} crime{/s}, person based predictive, risk terrain, heat list, "
        "policía predictiva, policiamento preditivo",
    ),
    Concept(
        "GUNSHOT",
        "gunshot detection",
        "gunshot detect{ion/or/ors/ing}, gunfire detect{ion/or/ors/ing}, shotspotter, soundthinking, acoustic sensor{/s}, "
        "gunshot sensor{/s}, gunshot locat{ion/or/ors}, gunshot technology",
    ),
    Concept(
        "BIOMETRIC",
        "the body as data",
        "biometric{/s}, biometric {data/identifier/identifiers/information/privacy/surveillance/identification}, bipa, "
        "biometric information privacy act, voiceprint{/s}, retina scan{/s}, iris scan{/s/ning}, emotion recognition, "
        "remote biometric identification, gait recognition, CUBI, "
        "biométric{o/a/os/as}, dati biometrici, biométrique{/s}, biometrisch{e/er/en}, biometryczn{e/a/ych/ymi}, biometría, "
        "biometria, البيومترية",
    ),
    Concept(
        "SURVTECH",
        "surveillance as something a government buys, rules and overseas",
        "surveillance {technology/technologies/tech/tool/tools/equipment/ordinance/ordinances/oversight/law/laws/powers}, "
        "surveillance {limits/rules/policy/policies/act/program/programs/system/systems/network/impact/capabilities/bill}, "
        "police surveillance, government surveillance, mass surveillance, state surveillance, spy tech, spy{ing/} technology, "
        "smart streetlight{/s}, ccops, community control over police surveillance, police technology, policing technology, "
        "public oversight of surveillance, post act, use of surveillance, acquisition of surveillance",
    ),
    Concept("SURV", "the bare word: films and flu have it too", "surveillance, surveil{/s/led/ling}, spying"),
    Concept(
        "CAMERA",
        "cameras that police or cities run",
        "body cam{/s/era/eras}, body worn camera{/s}, cctv, surveillance camera{/s}, security camera{/s}, real time crime center{/s}, "
        "traffic camera{/s}, speed camera{/s}, officer worn, police camera{/s}, camera network{/s}, camera registry, "
        "automated traffic enforcement, red light camera{/s}, public safety cameras, live feeds",
    ),
    Concept(
        "VFACE",
        "companies and systems for faces",
        "clearview, clearview ai, neoface, project nola, pimeyes, rekognition, idemia, corsight, facefirst, oosto, "
        "anyvision, cognitec, dataworks plus, facewatch",
    ),
    Concept(
        "VALPR",
        "companies for plates",
        "flock safety, Flock, flock {camera/cameras/contract/group/system/systems/license}, vigilant solutions, elsag",
    ),
    Concept(
        "VOTHER",
        "companies for other police technology",
        "fusus, palantir, cellebrite, axon, motorola solutions, skydio, briefcam, verkada, fog data science, "
        "babel street, voyager labs, peregrine",
    ),
    # --- who decides ------------------------------------------------------------------------------------
    Concept(
        "COUNCIL",
        "a local body whose vote can be the last one",
        "council{/s/man/woman/men/member/members/or/ors/lor/lors/person}, city council{/s}, county council, common council, metro council, "
        "town council, borough council, metropolitan council, city councilors, board of supervisors, supervisors, supes, "
        "board of alder{men/s}, alder{man/men/s/woman/person/people/or/ors}, select board, selectboard, selectmen, "
        "county commission{/er/ers}, county board, city commission{/er/ers}, commissioners, village board, town board, "
        "city leaders, city lawmakers, city officials, county officials, school board{/s}, board of education, "
        "town meeting, trustees, city hall, county legislature, police commission, fire and police commission, "
        "ayuntamiento, câmara municipal, gemeenteraad",
    ),
    Concept(
        "CHAMBER",
        "a legislature: its vote is followed by more votes or a signature",
        "senate, state senate, house, state house, assembly, state assembly, general assembly, legislature, state legislature, "
        "state lawmakers, lawmaker{/s}, legislator{/s}, statehouse{/s}, congress, parliament, european parliament, meps, "
        "lower house, upper house, house of {representatives/delegates/commons/lords}, lok sabha, rajya sabha, bundestag, dáil, "
        "oireachtas, senator{/s}, representatives, delegates, parlamento, parlamento europeu, parlament, eurodeputados",
    ),
    Concept(
        "PANEL",
        "a part of a body that prepares its vote",
        "committee{/s}, subcommittee{/s}, panel, commissions committee",
    ),
    Concept("GOVERNOR", "who signs state bills", "governor{/s}, gov, president"),
    Concept("MAYOR", "who signs city bills", "mayor{/s}, county executive, alcalde"),
    Concept(
        "VOTERS",
        "the people deciding themselves",
        "voter{/s}, referendum{/s}, ballot{/s}, ballot measure{/s}, ballot box, ballot question, at the polls, election day, "
        "question b, citizens initiative, الناخبين, plebiscite",
    ),
    Concept(
        "COURT",
        "judges",
        "court{/s}, judge{/s}, tribunal{/s}, magistrate{/s}, high court, supreme court, appeals court, court of appeal{/s}, "
        "federal court, circuit court, appellate, jury, hc, jueza, juez, juíza, juiz, justicia, justiça, gericht, rechtbank, rechter, "
        "cour, corte, sąd, constitutional court, trial judge",
    ),
    Concept(
        "REGULATOR",
        "authorities that find and fine",
        "regulator{/s}, watchdog{/s}, data protection authority, data protection commission{/er}, dpa, dpc, ICO, cnil, "
        "information commissioner{/s}, information commissioners office, privacy commissioner{/s}, ftc, federal trade commission, "
        "attorney general, attorneys general, oaic, autoriteit persoonsgegevens, edpb, privacy authority, data authority, "
        "consumer protection {agency/bureau}, AG, AP authority, privacy agency, organ nadzorczy, urząd ochrony danych, "
        "holenderski regulator, garante, aepd, uodo",
    ),
    Concept(
        "POLICE",
        "who uses it",
        "police, policing, police department{/s}, police chief{/s}, sheriff{/s}, deputies, officer{/s}, cop{/s}, law enforcement, nypd, lapd, "
        "sfpd, opd, mpd, cpd, metropolitan police, Met, garda, gardaí, gardai, detective{/s}, trooper{/s}, police force{/s}, "
        "immigration and customs, customs and border protection, ICE, CBP, fbi, homeland security, border patrol, "
        "policía, polícia, polizei, politie, polizia, policji, policja, الشرطة, polisen, rcmp, prosecutor{/s}, public safety, "
        "interpol, europol, crime fighting",
    ),
    Concept(
        "GOVT",
        "other public bodies, and what makes a body public",
        "government{/s}, city, county, state, federal, agency, agencies, department{/s}, ministry, municipal, municipality, town, "
        "authorities, official{/s}, public, public bodies, cabinet, minister{/s}, white house, homeland, education department, "
        "school district{/s}, schools, school, airport{/s}, city manager, tsa, irs, statewide, nationwide, citywide, mta, transit",
    ),
    # --- what it is -------------------------------------------------------------------------------------
    Concept(
        "BILL",
        "a text that is not law yet",
        "bill{/s}, legislation, proposal{/s}, measure{/s}, draft{/s}, draft bill, amendment{/s}, house bill, senate bill, "
        "assembly bill, council bill, board bill, projeto de lei, proyecto de ley, wetsvoorstel, gesetzentwurf, motion",
    ),
    Concept(
        "LAW",
        "a text that binds, or may come to",
        "law{/s}, ordinance{/s}, act, statute{/s}, resolution{/s}, bylaw{/s}, by law{/s}, lei, ley, loi, gesetz, legge, ustawa, "
        "قانون, ai act, legal, legislative, prop, proposition, charter, rodo, gdpr, verordnung, levy",
    ),
    Concept(
        "RULES",
        "conditions on use",
        "rule{/s}, regulation{/s}, guardrail{/s}, standard{/s}, safeguard{/s}, restriction{/s}, limit{/s}, protection{/s}, "
        "guideline{/s}, guidance, requirement{/s}, framework, code of practice, regulatory, curb{/s}, constraints, provisions",
    ),
    Concept(
        "POLICY",
        "how an agency uses it",
        "policy, policies, directive{/s}, procedure{/s}, use policy, use policies",
    ),
    # --- what it does -----------------------------------------------------------------------------------
    Concept(
        "BAN",
        "forbids",
        "ban{/s/ned/ning}, prohibit{/s/ed/ing/ion/ions/ive}, outlaw{/s/ed/ing}, forbid{/s/ding/den}, forbade, bar{s/red/ring}, "
        "off limits, may not use, can not use, cannot use, could not use, can no longer use, may no longer use, cant use, "
        "must not use, not allowed to use, no longer be allowed, no longer {use/employ/run}, must stop using, stop using, "
        "stops using, stop police from using, rule{s/d} out, shut{s/} the door, out of bounds, "
        "say{s/} no to, said no to, keep{s/} {/the/its }fac{e/ial} recognition, no more fac{e/ial} recognition, disallow{/s/ed/ing}, "
        "unlawful to use, illegal to use, illegal for, nix{es/ed/}, block{s/ed/ing} police, do away with, gives up, give{s/} up, "
        "prohib{ido/ida/ir/an/ición}, proíbe{/m}, proib{ido/ida/ir/ição}, interdi{t/te/re/ction}, verbiet{et/en}, verbot{/en}, "
        "verbied{t/en}, verbod{/en}, zakaz{/u/uje/ać}, vieta{/re/to}, divieto, حظر, منع, yasak{/lama}, запрет{/ить/ил}, 禁止, "
        "blanket ban, outright ban, complete ban, total ban, full ban, must stay away from, without facial recognition, "
        "not be {allowed/permitted} to use, are not allowed to use, cut{s/} off from, banish{/es/ed}, "
        "cannot touch, cant touch, can not touch, cannot employ, may not {buy/employ/acquire/run/deploy}, keeps facial recognition out, "
        "steer clear of, kept away from, stay away from",
    ),
    Concept(
        "MORATORIUM",
        "forbids for a time",
        "moratori{um/ums/a}, pause{/s/d}, pausing, on hold, on pause, temporary ban, temporarily {ban/bans/banned/halt/halts/halted}, "
        "temporary halt, freeze{/s}, freezing, frozen, hit{s/} pause, suspend{/s/ed/ing}, suspension, moratoria, "
        "for the time being, halt{/s/ed/ing}, three year ban, year long ban, one year ban, two year ban, timeout, time out, "
        "moratória, breather, shelve{/s/d}, put{s/} the brakes",
    ),
    Concept(
        "RESTRICT",
        "allows within limits",
        "restrict{/s/ed/ing}, limiting, limited, regulat{e/es/ed/ing}, rein{s/ed/ing} in, rein in, curtail{/s/ed/ing}, curbing, "
        "require{/s/d} {a/} warrant{/s}, warrant{/s}, warrantless, without a warrant, probable cause, tighten{/s/ed/ing}, crack{s/ed/ing/} down, "
        "govern{s/ing}, narrows, narrowly, sets out how, set out how, strings attached, human review, "
        "data retention, retention, retain{/ed/ing}, rein over",
    ),
    Concept(
        "OVERSIGHT",
        "somebody must disclose, approve or watch",
        "oversight, transparency, transparent, accountability, accountable, privacy advisory, privacy advisory, impact report{/s}, "
        "annual report{/s}, public input, community input, council approval, sign off, disclos{e/es/ed/ing/ure}, "
        "privacy advisory {board/commission}, civilian control, community control, privacy advocate, trust ordinance, "
        "inventory, public record of, review board",
    ),
    Concept(
        "ALLOW",
        "opens the way",
        "allow{/s/ed/ing}, permit{/s/ted/ting}, let{/s/ting}, authori{z/s}{e/es/ed/ing/ation}, legali{z/s}{e/es/ed/ing}, "
        "greenlight{/s/ed/ing}, green light{/s/ed}, expand{/s/ed/ing}, expansion, wider powers, more powers, new powers, broader powers, "
        "may use, can use, free{s/d} police, enabl{e/es/ed/ing}, expanded powers, roll{s/ed/ing/} out, rollout, pav{e/es/ed/ing} the way, "
        "give{s/} police, gave police, gives officers, clearance, open{s/ed} the door, "
        "get{s/} police, police get, police may, allowed to use, permission, consent to use, in wider use",
    ),
    Concept(
        "CONTRACT",
        "public money for a system",
        "contract{/s}, purchas{e/es/ed/ing}, buy{/s/ing}, bought, procure{/s/d/ment}, procuring, renew{/s/ed/ing/al}, lease{/s/d}, leasing, "
        "vendor{/s}, rfp, bid{/s}, grant{/s}, fund{/s/ed/ing}, spend{/s/ing}, acquir{e/es/ed/ing}, acquisition, install{/s/ed/ing/ation}, "
        "deploy{/s/ed/ing/ment}, pilot{/s}, pilot program, extension, million, budget, pay for, cost{/s}, adding, "
        "subscription, partnership, agreement{/s}, deal{/s}, trial program, camera program, rent",
    ),
    Concept(
        "LIFT",
        "takes a limit away",
        "lift{/s/ed/ing}, repeal{/s/ed/ing}, revers{e/es/ed/ing/al}, undo{/es/ing/ne}, undid, roll{s/ed/ing/} back, rollback{/s}, "
        "scrap{/s/ped/ping}, overturn{/s/ed/ing}, relax{/es/ed/ing}, loosen{/s/ed/ing}, weaken{/s/ed/ing}, eas{e/es/ed/ing}, "
        "rescind{/s/ed/ing}, revok{e/es/ed/ing}, water{s/ed/ing/} down, gut{/s/ted/ting}, backtrack{/s/ed/ing}, walk{s/ed/ing/} back, "
        "carve{s/d} out, carving, exempt{/s/ed/ing}, exemption{/s}, turnaround, u turn, about face, reconsider{/s/ed/ing}, "
        "peel{s/ed/} back, dilute{/s/d}, soften{/s/ed/ing}, cut back, strip{/s/ped/ping}, takes out of, unwind{/s/ing}, amend, "
        "looser, discard{/s/ed}, ditch{/es/ed/ing}, axe{/s/d}, jettison{/s/ed}",
    ),
    Concept(
        "END",
        "stops something that runs",
        "end{/s/ed/ing}, terminat{e/es/ed/ing/ion}, cancel{/s/ed/led/ing/ling/ation}, shut{s/ting/} down, discontinu{e/es/ed/ing}, "
        "wind{s/ing/} down, drop{/s/ped/ping}, pull{/s/ed/ing} the plug, phase{s/d} out, turn{s/ed/ing} off, shut{s/} off, cut{s/} ties, "
        "part{s/ed} ways, walk{s/ed/} away, remove{/s/d}, removing, take{s/n} down, let{s/} lapse, deactivat{e/es/ed/ing}, "
        "dismantl{e/es/ed/ing}, expire{/s/d}, expiring, lapse{/s/d}, run out, runs out, dump{/s/ed/ing}",
    ),
    # --- courts and regulators --------------------------------------------------------------------------
    Concept(
        "SUE",
        "a case is brought or decided",
        "sue{/s/d}, suing, lawsuit{/s}, suit{/s}, class action{/s}, litigation, litigat{e/es/ed/ing}, legal challenge{/s}, court challenge{/s}, "
        "judicial review, plaintiff{/s}, court case, legal action, files complaint, filed a complaint, petition{/s/er/ers}, pil, "
        "public interest litigation, demanda civil, demanda, denuncia, ação, ação coletiva, ação civil, amparo, klage, rechtszaak, "
        "takes to court, taken to court, day in court, legal battle, court battle, court fight, legal fight, in court, verdict, claimant{/s}, "
        "defendant{/s}, plea",
    ),
    Concept(
        "RULING",
        "what a court said",
        "ruling{/s}, rules that, court rules, judge rules, ruled, unconstitutional, unconstitutionally, unlawful, unlawfully, "
        "overrul{e/es/ed}, struck down, strikes down, strike down, upheld, uphold{/s}, injunction{/s}, appeal{/s/ed/ing}, dismiss{/es/ed/al}, "
        "remand{/s/ed}, quash{/es/ed}, set aside, breached human rights, breaches human rights, violat{e/es/ed} the constitution, decisions on, "
        "inconstitucional, inconstitucionalidad, inconstitucionalidade, ilegal, verfassungswidrig, judgment{/s}, judgement{/s}, court decision{/s}, court{/s} decid{es/ed}",
    ),
    Concept(
        "SETTLE",
        "parties end a case",
        "settl{e/es/ed/ing}, settlement{/s}, consent decree{/s}, consent order{/s}, accordo, acuerdo, out of court, patteggia, "
        "agreed to pay, agrees to pay, agreeing to pay, will pay to resolve, resolve{s/d} claims, stipulated order",
    ),
    Concept(
        "FINE",
        "a sanction",
        "fine{s/d}, fining, fine, penalt{y/ies}, penali{s/z}e{/s/d}, sanction{/s/ed}, enforcement notice, enforcement action, "
        "order{s/ed} to delete, told to delete, delete data, delete the data, erase, reprimand{/s/ed}, censure{/s/d}, multa{/s/do/da}, amende, "
        "bußgeld, boete, kara, kary, grzywn{a/ę/y}, strafe, sanzion{e/a/ato}, 罰金, in breach of, broke the law, "
        "broke privacy law, enforcement notices, cease and desist, determination, violated privacy law{/s}",
    ),
    Concept(
        "PROBE",
        "an authority asks questions",
        "investigat{e/es/ed/ing}, investigation{/s}, probe{/s/d}, probing, inquiry, presses, pressed, letter to, wrote to, her letter, "
        "his letter, demands answers, demand answers, seeks details, questions, opens case, subpoena{/s/ed}, scrutin{y/ize/izes}",
    ),
    Concept(
        "WRONGED",
        "somebody was harmed by it",
        "wrongful{/ly} {arrest/arrests/arrested/jailed/accused/detained/imprisoned/charged}, wrongful, false{/ly} {arrest/arrested/accused/match/matches/matched}, "
        "misidentif{y/ies/ied/ication/ications/ying}, mistaken identity, mistakenly {arrested/identified/jailed}, wrong {man/woman/person/suspect}, "
        "innocent {man/woman/person/people}, arrested by mistake, bad match, false positive{/s}, jailed for, wrongly {arrested/accused/identified/flagged/jailed}, "
        "spent days in jail, days in jail, faulty match, held at gunpoint, stalk{/ed/ing/er}, misus{e/ed/es/ing}, abus{e/ed/es/ing}, "
        "behind bars, data leak, leaked, exposed, kicked out, turned away, denied entry, barred from entering, ejected",
    ),
    # --- movement ---------------------------------------------------------------------------------------
    Concept(
        "PASS",
        "a body said yes",
        "pass{/es/ed/ing/age}, approv{e/es/ed/ing/al}, adopt{/s/ed/ing/ion}, enact{/s/ed/ing/ment}, clear{s/ed/ing}, ratif{y/ies/ied}, "
        "vote{s/d/}, votes to, voted to, votes for, voted for, votes in, voted in, oks, okd, okay{/s/ed}, ok, ok to, endors{e/es/ed}, back{s/ed}, "
        "agree{/s/d}, agree{s/d} to, sa{ys/id} yes, wins approval, won approval, win{s/} passage, won passage, wins backing, give{s/} the nod, give{s/n/} nod, "
        "the nod, go ahead, thumbs up, sides with, final ok, sail{s/ed} through, vot{a/ó/ou/ation/ato}, "
        "aprov{a/ou/ado/ada/ação}, aprueba{/n}, aprob{ó/ado/ada}, approuve{/nt}, adopte{/nt}, verabschiedet, beschließt, beschlossen, "
        "approva{/to/ta}, przyjął, przyjęł{a/y}, uchwalił{/a}, aangenomen, أقروا, موافقة, decid{e/es/ed/ing}, unanimously, unanimous, "
        "yes vote, favor, carried, carries, aprovação, aval, concurr{ence/ed/s}, green lit, greenlit, signs off, signed off",
    ),
    Concept(
        "ADVANCE",
        "came one step further, whichever",
        "advanc{e/es/ed/ing}, move{s/d} forward, move{s/d} ahead, moving forward, move{s/d} closer, moving closer, move{s/d} a step closer, "
        "step{s/} closer, step forward, step closer, closer to, one step, inch{es/ed} closer, inch{es/ed} forward, gains traction, progress{/es}, on track",
    ),
    Concept(
        "SIGN",
        "an executive made it law",
        "sign{s/ed/ing}, signature{/s}, put{s/} pen to, pen to, signed into law, signs into law, signed by, inks, inked, became law, becomes law, "
        "become law, is now law, now law, officially law, royal assent, law without, assina, sanciona, sancionada, promulg{a/ated/ates}, firma{/n}, firmó, "
        "finalize{s/d}, put {his/her/their} name to, chaptered, is law, new law, makes law, made law, written into law, "
        "put {his/her} signature, go{es/ing} into law",
    ),
    Concept(
        "VETO",
        "an executive said no",
        "veto{/es/ed/ing}, return{s/ed/ing}, send{s/ing/} back, sent back, refus{e/es/ed/ing} to sign, decline{s/d} to sign, not sign{/ing/ed}, "
        "no signature, wont sign, will not sign, won't sign, handing back, hand{s/ed/ing/} back, gave again, give{s/} back, back to lawmakers, "
        "back with lawmakers, back before, sends bill back, kick{s/ed} back, no support, not going to sign",
    ),
    Concept("OVERRIDE", "a veto that did not hold", "override{/s}, overrid{den/ing}, overrode"),
    Concept(
        "PROPOSE",
        "somebody wants a decision",
        "propos{e/es/ed/ing}, introduc{e/es/ed/ing/tion}, consider{/s/ed/ing/ation}, weigh{/s/ed/ing}, debat{e/es/ed/ing}, mull{/s/ed/ing}, eye{s/d/ing}, "
        "eying, seek{/s/ing}, sought, push{/es/ed/ing}, urg{e/es/ed/ing}, call{s/ed/ing} for, calls on, called on, plan{s/ned/ning}, plan to, "
        "draft{ed/ing}, aim{/s/ed/ing}, want{/s/ed}, bid to, look{s/ing} to, request{/s/ed/ing}, ask{/s/ed/ing}, recommend{/s/ed/ing/ation}, "
        "pitch{/es/ed/ing}, unveil{/s/ed/ing}, file{s/d} bill, filed a bill, sponsor{/s/ed/ing}, float{s/ed/ing}, contemplat{e/es/ed/ing}, discuss{/es/ed/ing/ion}, "
        "under review, under consideration, up for, in the works, pending, proposes ban, appeal to, makes appeal, open letter, demand{s/ed/ing}, "
        "support{s/ed/ing} for, back on the agenda, explor{e/es/ed/ing}, tak{e/es/ing} up, take{s/} aim, hope{s/d} to, threaten{/s/ed/ing}, "
        "piden, propõe, propone{/n}, schlägt vor, announced plans, announces plans, prepares to, set to, poised to, intend{/s} to, "
        "under debate, faces vote, brings, speak up, must ban, should ban, need{s/} to, tell your, reintroduced, in limbo, crafted, wish{es/} to, "
        "flashpoint, being fought over, weigh in",
    ),
    Concept(
        "FUTURE",
        "not yet",
        "would, could, might, may soon, may be, could soon, would be, about to, if passed, should it pass, if approved, if signed, "
        "once signed, once it is signed, if adopted, to be voted, next week, tomorrow, later this, upcoming, will vote, will decide, "
        "to decide, to vote, to consider, to weigh, to debate, to take up, to hold, up for a vote, before the council, on the agenda, agenda, agenda watch, "
        "heads to, head to, headed to, goes to, goes before, go before, awaits, awaiting, awaited, await, on its way to, on way to, reaches governor, next stop, next step, "
        "remains, still needs, needs approval, one more vote, one vote left, another vote, second vote, final vote, one last, "
        "remaining vote, last vote, due to, is due, to be introduced, to get, is to be, are to, goes back, "
        "moves to, sent to, plenary, desk, to act, still needs, must vote, further approval, to go, not yet, further votes, "
        "up to voters, for debate, to discuss, will discuss, next month, will be voted, will come, asked to approve",
    ),
    Concept(
        "FINAL",
        "the last vote",
        "final approval, final passage, final vote on, finally, final reading, third reading, third and final, "
        "second and final, second reading, final, officially, adopted into law, gives final, last hurdle cleared, wins final",
    ),
    Concept(
        "FIRST",
        "the first of several votes",
        "first reading, first vote, initial approval, preliminary approval, preliminary, tentatively, tentative, "
        "first step, initial vote, second of two, first of two, initial ok, first approval, early approval",
    ),
    Concept(
        "DELAY",
        "put off",
        "delay{/s/ed/ing}, postpone{/s/d/ment}, postponing, table{s/d}, tabling, put off, puts off, putting off, push{es/ed} back, pushed back, defer{/s/red/ring/ral}, "
        "hold off, holds off, held off, tables decision, continued to, punt{s/ed}, stall{/s/ed/ing}, on ice, no decision, undecided, kick{s/ed} the can, "
        "set back, more time, need more time, reschedul{e/es/ed}",
    ),
    Concept(
        "FAIL",
        "a body said no",
        "fail{/s/ed/ing}, reject{/s/ed/ing/ion}, vot{e/es/ed/ing} down, defeat{/s/ed}, kill{s/ed/}, die{s/d}, dead, withdraw{/s/n/ing}, withdrew, pull{s/ed}, "
        "pulled from, turn{s/ed} down, vot{es/ed/e} against, shoot{s/} down, shot down, voted no, votes no, declin{e/es/ed} to, denied, denies, deny, "
        "falls short, fell short, strikes out, sink{/s}, sank, scuttl{e/es/ed}, balk{/s/ed}, refus{e/es/ed/al}, torpedo{/es/ed}, withdrawn, dropped from, "
        "no longer includes, will not be, bow{s/ed} out, nay, say{s/} no, said no, spurn{/s/ed}, rebuff{/s/ed}, opposed, splits on",
    ),
    Concept(
        "EFFECT",
        "it binds from now on",
        "take{s/} effect, took effect, taking effect, goes into effect, went into effect, go into effect, go{es/} live, in effect, into effect, into force, "
        "in force, now in force, came into force, comes into force, come into force, effective, begins enforcing, begins today, starts today, "
        "immediate effect, effective immediately, kick{s/} in, entr{a/ou} em vigor, entra en vigor, tritt in kraft, applies from, "
        "since it took effect, years after, has been in force",
    ),
    Concept(
        "HEARING",
        "people are heard",
        "hearing{/s}, public comment{/s}, testif{y/ies/ied}, testimony, listening session, town hall, "
        "public meeting, public hearing{/s}, comment period, comments, community meeting, workshop, audiencia, audiência, witnesses",
    ),
    # --- kinds of writing -------------------------------------------------------------------------------
    Concept(
        "STUDY",
        "findings without a decision",
        "report, reports, audit{/s/ed/or/ors}, study, studies, survey{/s/ed}, gao, inspector general, findings, research report, "
        "assessment, review finds, analysis, watchdog report, accountability office, academics, white paper, finds that, report finds, "
        "recommendations",
    ),
    Concept(
        "OPINION",
        "somebody argues",
        "editorial, opinion, op ed, oped, column, columnist, commentary, letter to the editor, letters to the editor, viewpoint, "
        "guest column, perspective, our view, my view, got it wrong, got it right, overdue, deserved, why we, heres why, here's why, "
        "the case for, the case against, must be stopped, it's time, time to, viewpoints, talking point, we need, opinion piece, "
        "my turn, point of view, guest opinion, should never, must not",
    ),
    Concept(
        "ANNOUNCE",
        "a body tells",
        "announce{/s/d/ment}, announcing, issue{s/d}, releas{e/es/ed}, publish{/es/ed/ing}, new rules, jointly",
    ),
    Concept(
        "AGAIN",
        "something came back",
        "again, bring{s/ing/} back, brought back, reinstat{e/es/ed}, restore{s/d}, back in use, resum{e/es/ed}, once more, return of, "
        "reviv{e/es/ed}, reactivat{e/es/ed}",
    ),
    Concept("FROM", "whom a ban keeps away", "from"),
    Concept(
        "NEGATION",
        "turns a verb round",
        "not, no, never, without, n't, neither, nor, didn't, doesn't, won't, isn't, didnt, fails to, yet to",
    ),
    Concept("TO", "makes a verb a wish", "to, will, shall"),
    Concept(
        "CHALLENGE",
        "contested",
        "challeng{e/es/ed/ing}, contest{s/ed/ing}, fight{/s/ing}, fought, oppose{/s}, opposition, controvers{y/ial}, protest{s/ed/ing}",
    ),
    Concept(
        "RIGHTS",
        "what is at stake",
        "privacy, civil liberties, civil rights, human rights, aclu, constitution, constitutional, fourth amendment, "
        "first amendment, eff, electronic frontier foundation, epic, activist{/s}, advocates, watchdog group, big brother watch, liberty, discriminat{e/es/ion}, "
        "racial bias, bias, racial profiling, privacidad, privacidade, ryzyk{o/iem}, retail surveillance",
    ),
    # --- other worlds -----------------------------------------------------------------------------------
    Concept(
        "PRODUCT",
        "consumer goods and their makers",
        "iphone{/s}, ipad{/s}, android, smartphone{/s}, phone{/s}, review{/ed}, specs, price{/s/d}, release date, hands on, rumor{/s/ed}, rumour{/s}, "
        "smart lock{/s}, doorbell{/s}, laptop{/s}, headphones, app{/s}, gadget{/s}, windows hello, pixel, galaxy, smart glasses, headset, "
        "smart home, feature{/s}, unlock{/s/ed/ing}, unboxing, deal of the day, best deals, discount{/s}, checkout, streaming, camera app, "
        "playstation, xbox, nintendo, update available, software update, firmware, smartwatch, tablet{/s}, door lock, selfie{/s}, webcam{/s}, "
        "photo app, google photos, snapchat, filters, wearable{/s}, robot vacuum, ring doorbell",
    ),
    Concept(
        "MARKETING",
        "sells something",
        "market size, market share, market research, market trends, cagr, global market, request a free sample, request a quote, sample pdf, "
        "get in touch, contact us, free trial, our solution{/s}, our guide, access control, how {it/they/these systems} work{/s}, how does it work, "
        "what is {facial/face} recognition, solution{/s}, customers, seamless, case study, webinar, whitepaper, industry analysis, demo, "
        "brand{/s}, best {software/apps/tools/cameras}, top {10/5/7/ten/five}, pros and cons, advantages, everything you need to know, "
        "casino{/s}, gambling, slots, bonus, payday loan{/s}, loan{/s}, forecast period, contact form, recognized in, gartner, named a leader, leader in",
    ),
    Concept(
        "FINANCE",
        "money for companies",
        "stock{/s}, shares, shareholders, earnings, ipo, valuation, series {a/b/c/d/e}, funding round, raises, raised, venture capital, vcs, "
        "investor{/s}, market cap, startup{/s}, merger, quarterly, revenue, nasdaq, dividend, half year, consortium, markets, "
        "stablecoin{/s}, bitcoin, crypto, tariff{/s}, bank{/s}, bond{/s}, hedge fund, wall street",
    ),
    Concept(
        "RESEARCH",
        "science and teaching",
        "arxiv, paper, deep learning, neural network{/s}, convolutional, dataset{/s}, benchmark{/s/ed/ing}, accuracy of, algorithm for, thesis, theses, "
        "tutorial{/s}, python, opencv, tensorflow, pytorch, haar, dlib, we propose, state of the art, backbone{/s}, transfer learning, "
        "source code, github, machine learning, learn how, step by step, how to, researchers, scientists, experiment{/s}, course{/s}, conference publication, "
        "we study, we present, university, students, explained, explainer",
    ),
    Concept(
        "HEALTH",
        "disease surveillance, faces as anatomy",
        "influenza, flu, measles, covid, covid 19, virus, disease{/s}, outbreak{/s}, epidemiolog{y/ical}, vaccine{/s}, hospital{/s}, "
        "patient{/s}, facial nerve, surgery, cosmetic, skincare, cdc, public health, infection{/s}, cases of, dengue, mosquito{/es}, "
        "bird flu, ebola, clinic{/al}, opioid, overdose, botox, palsy, migraine, cancer, pandemic",
    ),
    Concept(
        "SHOW",
        "stories, games, stars",
        "movie{/s}, film{/s}, trailer, novel{/s}, book{/s}, season, episode{/s}, tv series, album, song, celebrity, actor, actress, netflix, "
        "streamer, video game{/s}, gaming, game{/s}, festival, theater, theatre, thriller, podcast, music, cast, review of, flicks, director, "
        "concert{/s}, museum, heist, louvre, tiktok, instagram, influencer{/s}",
    ),
    Concept(
        "SPORT",
        "games people play",
        "mlb, nfl, nba, nhl, football, baseball, soccer, basketball, team{/s}, stadium{/s}, fans, coach, league, player{/s}, playoffs, "
        "world cup, olympic{/s}, ballpark, ticket{/s}, phillies, golf, tennis, cricket, match day, championship, racing, race",
    ),
    Concept(
        "WAR",
        "drones of another kind",
        "war, military, ukraine, ukrainian, russia{/n}, missile{/s}, attack{/s/ed}, airstrike{/s}, army, air force, navy, pentagon, battlefield, "
        "militia{/s}, rebels, troops, bomb{/s/ing}, weapon{/s}, defense, defence, cocaine, smuggl{e/ers/ing}, houthi{/s}, gaza, "
        "israel{/i}, hamas, iran{/ian}, kremlin, nato, strike on, soldiers, warfare, incursion{/s}, airspace",
    ),
    Concept(
        "HOBBY",
        "drones and licences of private people",
        "hobby, hobbyist{/s}, remote id, recreational, faa, register, registration, registering, model aircraft, rc pilots, pilots license, "
        "part 107, delivery drone{/s}, drone delivery, drone show, drone racing, photography, wedding, farm{/ers}, agricultur{e/al}, "
        "driver's license, drivers license, vanity plate{/s}, specialty plate{/s}, crop{/s}, dji mini, filmmaker{/s}, drone light show, real estate",
    ),
    Concept(
        "ELSEBAN",
        "bans of other things",
        "tiktok ban, abortion{/s}, plastic bag{/s}, plastic, bag ban, book ban{/s}, smoking, vaping, vape{/s}, menthol, tobacco, alcohol, booze, gas stove{/s}, "
        "gas imports, gas cars, leaf blower{/s}, fireworks, short term rental{/s}, airbnb, data center{/s}, data centre{/s}, fracking, "
        "assault weapon{/s}, gun ban, cellphone{/s}, cell phones in, phones in schools, social media, immigration ban, travel ban, asylum, "
        "gaming ban, real money, exports, export ban, imports, eviction{/s}, tenant{/s}, rent control, housing, zoning, marijuana, cannabis, "
        "death penalty, same sex, drag, transgender, gender affirming, ai moratorium, deepfake{/s}, copyright, dog{/s}, pet{/s}, "
        "noise, parking, camping, homeless, pesticide{/s}, hijab, burqa, face mask{/s}, face covering{/s}, masks, styrofoam, polystyrene, "
        "chicken, meat, beef, electric vehicles, e bike{/s}, scooter{/s}, wildfire, hunting, conversion therapy, straws, caste",
    ),
    Concept(
        "SECURITY",
        "computers broken into",
        "hack{/s/ed/er/ers/ing}, ransomware, malware, phishing, data breach{/es}, breach, spyware, vulnerabilit{y/ies}, cyberattack{/s}, "
        "cybersecurity, cybercrime, password{/s}, encryption, backdoor, ss7, zero day, exploit{/s/ed/ing}, botnet, scam{/s}, passkey{/s}",
    ),
    Concept(
        "PRAISE",
        "recognition of another kind",
        "award{/s/ed}, recognized as, recognised as, honor{/s/ed/ing}, honour{/s/ed}, proclamation{/s}, certificate{/s}, recognition program, "
        "employee of the, gala, anniversary, nominated, recognition event, in recognition of, recognizes, ceremony, scholarship{/s}, turing award",
    ),
    Concept(
        "ROUNDUP",
        "many things at once",
        "the batch, newsletter, week in review, weekly roundup, roundup, round up, this week in, plus, top stories, daily digest, "
        "morning briefing, news brief{/s}, links of, link dump, in other news, the week in, weekend reads",
    ),
)
