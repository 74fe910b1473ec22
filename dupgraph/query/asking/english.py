"""The words of asking in English; lexis.py says how they are written, and what belongs here."""

from dupgraph.query.asking.signs import (
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
        "objective; objectives; project; projects; action; actions; initiative; initiatives; measure; measures; "
        "activity; activities"
    )),
    (asks(PARTNER), (
        "partner; partners; stakeholder; stakeholders; actors; collaborators; with whom; who with"
    )),
    (asks(BODY), (
        "body; bodies; organisation; organisations; organization; organizations"
    )),
    (asks(BENEFICIARY), (
        "beneficiary; beneficiaries; recipient; recipients; for whom; target group; target groups"
    )),
    (asks(THEME), (
        "theme; themes; topic; topics; subject; subjects; subject matter; issue; issues"
    )),
    (asks(PLACE), (
        "place; places; location; locations; area; areas"
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
        "how many; number of; count"
    )),
    (asks("most"), (
        "most; mostly; most often; ranking; rank; main; often; frequent; frequently; principal; top; more; most "
        "frequent; most frequently"
    )),
    (asks("several"), (
        "several policies; many policies; different policies; more than one policy"
    )),
    (asks("each"), (
        "each; every; per; for each; by each"
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
        "at least; or more; minimum"
    )),
    (Sign("not"), (
        "not; no; without; none; nobody; don; doesn; isn; aren; never; lack; lacks; lacking; no one; t"
    )),
    (leads(PARTNER, alone=PARTNER), (
        "involve; involves; involved; involving; involvement; collaborat*; cooperat*; participat*; take part; takes "
        "part; work with; works with; working with; work together with; in partnership; partnered; work; works; "
        "carried out with; carried out"
    )),
    (leads(PARTNER, alone="together"), (
        "together with; jointly with"
    )),
    (leads(BENEFICIARY, THEME, alone=BENEFICIARY), (
        "help; helps; helping; support; supports; supporting; protect; protects"
    )),
    (leads(THEME, PLACE), (
        "promote; promotes; improve; improves; strengthen; strengthens; develop; develops; against; fight; fights; "
        "tackle; tackles; prevent; prevents"
    )),
    (leads(BENEFICIARY, alone=BENEFICIARY), (
        "benefit; benefits; benefiting; serve; serves; served; aimed at; in favour of; in favor of; addressed to; "
        "targets; dedicated to"
    )),
    (leads(THEME, alone=THEME), (
        "about; deal with; deals with; dealing with; treat; treats; talk about; talks about; speak of; address; "
        "addresses; discuss; discusses; regarding; on theme of; on theme; on subject of; on topic of"
    )),
    (leads(*ABOUT), (
        "concern; concerns; concerning; relate to; relates to; relating to; affect; affects"
    )),
    (leads(*ROLES), (
        "mention; mentioned; mentioning; named; name; names; cite; cites; cited; appear; appears; present"
    )),
    (leads(PLACE, alone=PLACE), (
        "take place; takes place; happen in; located; happens in; happen at; happens at"
    )),
    (leads(INSTRUMENT, alone=INSTRUMENT), (
        "use; uses; used; using; rely on; relies on; through; by means of; implement; implements; by way of"
    )),
    (leads(GOAL, MISSION, alone="contribute"), (
        "contribute; contributes; contributing"
    )),
    (leads(*(ROLES - {ELEMENT}), alone="share"), (
        "related to; linked to; connected to"
    )),
    (leads(*ROLES, alone="link"), (
        "link; links"
    )),
    (leads(*MEMBER), (
        "belong; belongs; belonging; part of; fall under; falls under; within; under; included; contained"
    )),
    (Sign("agenda"), (
        "of 2030 agenda; of agenda 2030; in 2030 agenda"
    )),
    (Sign("what"), (
        "what"
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
        "wondering; wonder; if; find out; get; kindly; give me; show me; tell me; let me know; other; others; in "
        "graph"
    )),
)  # fmt: skip

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
# So common that they tell the language.
SMALL = (
    "the of which what who where how are is with for in on and does do by to objectives objective from show me about"
)
