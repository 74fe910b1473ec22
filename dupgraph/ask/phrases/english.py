"""The words of asking in English; lexis.py says how they are written, and what belongs here."""

from dupgraph.ask.phrases.signs import (
    ABOUT,
    BENEFICIARY,
    BODY,
    ELEMENT,
    GOAL,
    GUIDELINE,
    INSTRUMENT,
    MEMBER,
    MISSION,
    OBJECTIVE,
    PARTNER,
    PLACE,
    POLICY,
    ROLES,
    THEME,
    Sign,
    Table,
    asks,
    leads,
    order_roles,
)  # fmt: skip

EXPRESSIONS: Table = (
    (asks(OBJECTIVE), (
        "objective; objectives; intervention; interventions; project; projects; action; actions; initiative; "
        "initiatives; measure; measures; activity; activities"
    )),
    (asks(PARTNER), (
        "partner; partners; actor; collaborator; participants; stakeholder; stakeholders; actors; collaborators; with "
        "whom; who with"
    )),
    (asks(BODY), (
        "body; bodies; institutions; organisation; organisations; organization; organizations"
    )),
    (asks(BENEFICIARY), (
        "beneficiary; beneficiaries; recipient; recipients; for whom; target group; target groups; groups of people"
    )),
    (asks(THEME), (
        "theme; themes; topic; topics; subject; subjects; subject matter; issue; issues"
    )),
    (asks(PLACE), (
        "place; places; site; sites; location; locations; area; areas"
    )),
    (asks(INSTRUMENT), (
        "instrument; instruments; tool; tools"
    )),
    (asks(POLICY), (
        "policy; policies"
    )),
    (asks(GUIDELINE), (
        "guideline; guidelines"
    )),
    (asks(GOAL), (
        "goal; goals; sdg; sdgs; sustainable development goal; sustainable development goals; development goal; "
        "development goals; target"
    )),
    (asks(MISSION), (
        "mission; missions; budget mission; budget missions"
    )),
    (asks("count"), (
        "how many; number of; count; how many are"
    )),
    (asks("most"), (
        "most common; commonest; most; mostly; most often; ranking; rank; main; often; frequent; frequently; "
        "principal; top; more; most frequent; most frequently"
    )),
    (asks("several"), (
        "several policies; many policies; different policies; more than one policy"
    )),
    (asks("each"), (
        "each; every; per; for each; by each; in each; in every; for every"
    )),
    (asks("pair"), (
        "pair; pairs"
    )),
    (asks("together"), (
        "together; jointly"
    )),
    (asks("share"), (
        "share; shares; shared; similar; in common; related; connected; linked"
    )),
    (asks("same"), (
        "same"
    )),
    (asks("bridge"), (
        "bridge; bridges; bridging; cross-cutting; cross cutting"
    )),
    (asks("mention"), (
        "evidence; proof; mentions"
    )),
    (asks("word"), (
        "word; words; term; terms; expression; text; in text"
    )),
    (Sign("contain"), (
        "contain; contains; containing"
    )),
    (asks("search"), (
        "search; search for; find"
    )),
    (asks("manner"), (
        "how; in what way; in which way; in what role; in which role; what role; role; what is role"
    )),
    (asks("kind"), (
        "kind; kinds; type; types; category; categories"
    )),
    (asks("everything"), (
        "everything about; everything; describe; tell me about; all about; information about; information on; what is "
        "known about; known about; what do you know about; what do we know about"
    )),
    (asks("network"), (
        "network; graph; map"
    )),
    (asks("outline"), (
        "outline; structure; table of contents; contents"
    )),
    (asks("numbers"), (
        "numbers; statistics; figures; in numbers; in figures"
    )),
    (asks("cover"), (
        "cover*"
    )),
    (asks("plans"), (
        "plans; which municipalities; what municipalities; which towns"
    )),
    (asks("or"), (
        "or"
    )),
    (asks("except"), (
        "except; excluding; other than; but not; besides"
    )),
    (asks("only"), (
        "only; just; exclusively; solely"
    )),
    (asks("least"), (
        "at least; or more; minimum; no fewer than; minimum of"
    )),
    (Sign("above"), (
        "more than; over"
    )),
    (Sign("not"), (
        "not; no; without; none; nobody; don; doesn; isn; aren; never; lack; lacks; lacking; no one; t"
    )),
    (leads(PARTNER, alone=PARTNER), (
        "involv~e; involvement; collaborat*; cooperat*; participat*; tak~e part; takes part; work~; carried out with; "
        "carried out; work together with; in partnership; in partnership with; in collaboration with; partnered; team~ "
        "up with; alongside; engag~e; in cooperation with; play~ part"
    )),
    (leads(PARTNER, alone="together"), (
        "together with; jointly with"
    )),
    (leads(BENEFICIARY, THEME, alone=BENEFICIARY, then=(PARTNER,)), (
        "help~; support~; protect~; assist~; care for; cares for"
    )),
    (leads(THEME, PLACE), (
        "promot~e; improv~e; strengthen~; develop~; against; fight; fights; tackl~e; prevent~; boost~; enhanc~e; "
        "invest~ in; focus on; focuses on"
    )),
    (leads(BENEFICIARY, alone=BENEFICIARY), (
        "benefit~; serv~e; in favour of; in favor of; addressed to; addressed at; meant for; intended for; designed "
        "for; made for; directed at"
    )),
    (leads(BENEFICIARY, alone=BENEFICIARY, then=(THEME, PLACE)), (
        "aimed at; targets; targeted; targeting; dedicated to; devoted to"
    )),
    (leads(THEME, alone=THEME, then=(PARTNER, BENEFICIARY, PLACE, INSTRUMENT)), (
        "about; deal with; deals with; dealing with; treat~; talk~ about; speak of; speaks of; speak about; speaks "
        "about; address; addresses; addressing; discuss; discusses; discussed; regard~; on theme of; on theme; on "
        "subject of; on topic of; have to do with; has to do with; cover topic of"
    )),
    (leads(*ABOUT, then=(PARTNER,)), (
        "concern~; relate to; relates to; relating to; affect~; with regard to; in relation to; touch~ on; touch~ "
        "upon; touches on"
    )),
    (leads(*ROLES), (
        "mention; mentioned; mentioning; show up; shows up; turn up; turns up; named; name; names; naming; cit~e; "
        "appear~; occur~; present; refer to; refers to; referring to; listed; featur~e"
    )),
    (leads(PLACE, alone=PLACE), (
        "take place; takes place; taking place; happen in; located; happens in; happen at; happens at"
    )),
    (leads(INSTRUMENT, alone=INSTRUMENT), (
        "us~e; rely on; relies on; through; by means of; implement~; by way of; employ~; based on; make use of; makes "
        "use of; draw on; draws on; appl~y"
    )),
    (leads(GOAL, MISSION, alone="contribute"), (
        "contribut~e"
    )),
    (leads(*(ROLES - {ELEMENT}), alone="share"), (
        "related to; linked to; connected to"
    )),
    (leads(*ROLES, alone="link"), (
        "link; links"
    )),
    (leads(*MEMBER), (
        "belong~; part of; fall under; falls under; fall within; falls within; within; under; included; contained; "
        "come under; comes under"
    )),
    (Sign("agenda"), (
        "of 2030 agenda; of agenda 2030; in 2030 agenda"
    )),
    (Sign("head"), (
        "promotion; development; management; improvement; sector; services; service; protection; quality; issue of; "
        "issues of"
    )),
    (Sign("what"), (
        "what"
    )),
    (Sign("what", OBJECTIVE), (
        "what is in; what s in; what is there in"
    )),
    (Sign("what", "everything"), (
        "what is; what are"
    )),
    (Sign("who"), (
        "who; whom"
    )),
    (Sign("where"), (
        "where"
    )),
    (Sign("which"), (
        "which; what kind of"
    )),
    (Sign("do"), (
        "do; does; done; plan to do; planned; happens; happen; foreseen; going on"
    )),
    (Sign("do", "say"), (
        "say; says; said"
    )),
    (Sign("light"), (
        "please; hello; hi; thanks; thank you; good morning; could; can; would; you; i; me; us; we; want; like; would "
        "like; to know; know; need; show; list; give; tell; see; display; let; there; is; are; be; been; was; were; "
        "has; have; had; having; it; its; that; this; these; those; and; also; both; all; various; some; any; s; d; "
        "plan; plan s; document; municipality; town council; strategic; as well; as; their; they; exist; exists; "
        "complete; whole; full; available; something; may; might; looking for; am; m; ve; re; ll; interested in; "
        "wondering; wonder; if; find out; get; kindly; one; ones; give me; show me; tell me; let me know; other; "
        "others; in graph"
    )),
)  # fmt: skip

# The forms in which a question uses a verb, by how its base ends.
CONJUGATIONS = {"": "s ed ing", "e": "es ed ing", "y": "ies ied ying"}
# Italian names keep their articles in an English question.
ARTICLES = "the a an il lo la gli le l"
PREPOSITIONS = {word: word for word in ("of", "for", "with", "in", "at", "on", "to", "by", "from", "between", "among")}
TIERS = {
    "of": order_roles((THEME, PARTNER), (PLACE,), (INSTRUMENT,)),
    "for": order_roles((BENEFICIARY,), (THEME, PLACE)),
    "with": order_roles((PARTNER,), (INSTRUMENT,)),
    "in": order_roles((PLACE,), (THEME,)),
    "at": order_roles((PLACE,)),
    "on": order_roles((THEME, PLACE)),
    "to": order_roles(),
    "by": order_roles((PARTNER,)),
    "from": order_roles(),
    "between": order_roles((PARTNER,)),
    "among": order_roles((PARTNER,)),
}
NUMBERS = "two three four five six seven eight nine ten eleven twelve"
LISTING = "list show all"
# So common that they tell the language.
SMALL = (
    "the of which what who where how are is with for in on and does do by to objectives objective from show me about"
)
