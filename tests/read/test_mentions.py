"""Mentions: what a name means where it stands, in sentences as any town's plan may write them."""

import re
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dupgraph.graph.vocabulary import load_vocabulary
from dupgraph.language.words import lemmatise, split_words
from dupgraph.read.mentions import find_mentions, normalise
from dupgraph.read.mentions.unread import _begins_sentence
from dupgraph.schema.namespaces import VOCABULARY
from dupgraph.schema.values import Document, Outline, PlanRecord, Section, Span

TITLE = "Obiettivo di prova"


@pytest.fixture(scope="module")
def lexicon():
    return load_vocabulary(["sassuolo"]).lexicon


@pytest.fixture(scope="module")
def read(lexicon):
    """Read one objective whose text is given; return its mentions."""

    def read_text(text, title=TITLE, furniture=()):
        whole = f"{title}. {text}"
        end = len(whole)
        section = Section(
            code="1.1.1", kind="objective", level_name="Obiettivo strategico", title=title, start=0, end=end,
            title_start=0, title_end=len(title), parent=None, position=1,
        )  # fmt: skip
        other = replace(section, code="2.3.1", title="", start=end, end=end, title_start=end, title_end=end)
        spans = tuple(Span(whole.index(words), whole.index(words) + len(words)) for words in furniture)
        document = Document(whole, "piano.txt", "", PlanRecord(municipality="Prova"), furniture=spans)
        return document, find_mentions(document, Outline("prova", (section, other)), lexicon)

    return read_text


@pytest.fixture(scope="module")
def find(read):
    """Read a text and return, for one link, the pairs of thing and words."""

    def find_pairs(text, link="involves", **options):
        mentions = read(text, **options)[1].mentions
        return [(m.thing.rsplit("/", 1)[-1], m.exact) for m in mentions if m.property == link]

    return find_pairs


def test_inflection_case_accents_and_elision(find):
    assert find("Con le ISTITUZIONI SCOLASTICHE, dell’istituzione scolastica e l'istituto tecnico superiore.") == [
        ("schools", "ISTITUZIONI SCOLASTICHE"),
        ("schools", "istituzione scolastica"),
        ("technical-institutes", "istituto tecnico superiore"),
    ]


def test_longest_label_wins(find):
    assert find("Le associazioni sportive dilettantistiche.") == [
        ("sports-associations", "associazioni sportive dilettantistiche")
    ]


def test_a_label_does_not_run_across_a_comma(find):
    assert ("private-social-sector", "imprese, sociali") not in find("Imprese, sociali e no.")


def test_name_and_acronym_in_brackets_are_one_mention(find):
    assert find("Accordo con l’Azienda Sanitaria Locale (ASL) e con gli Enti del Terzo Settore (ETS).") == [
        ("ausl-modena", "Azienda Sanitaria Locale (ASL)"),
        ("third-sector", "Enti del Terzo Settore (ETS)"),
    ]


def test_half_of_a_hyphenated_word_is_no_name(find):
    assert find("Una mobilità casa-scuola e casa-\nscuola più sicura.") == []
    assert find("Una mobilità con la scuola.") == [("schools", "scuola")]


def test_place_near_a_school_involves_no_school(find):
    assert find("Attraversamenti protetti nelle aree vicine a scuole e spazi pubblici.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In collaborazione con i servizi sociali.", [("social-services", "servizi sociali")]),
        ("Migliorare i servizi sociali.", []),
        ("In sinergia con i servizi sanitari dell’AUSL.", [("ausl-modena", "AUSL")]),
        ("Coinvolgendo i volontari.", [("volunteer-associations", "volontari")]),
        ("Per formare professionisti qualificati.", []),
        ("La normativa del Codice degli appalti e le procedure delle imprese dell’AUSL.", [("businesses", "imprese"),
                                                                                           ("ausl-modena", "AUSL")]),
        ("Tavoli di co-creazione tra imprese e professionisti.", [("businesses", "imprese"),
                                                                  ("professionals", "professionisti")]),
    ],
)  # fmt: skip
def test_some_names_count_only_where_a_cue_governs_them(find, text, expected):
    assert find(text) == expected


def test_families_are_served_unless_asked_to_take_part(find):
    served, asked = "Garantire il supporto alle famiglie.", "Con il coinvolgimento attivo delle famiglie."
    assert (find(served), find(served, "benefits")) == ([], [("families", "famiglie")])
    assert (find(asked), find(asked, "benefits")) == ([("families-as-actors", "famiglie")], [])


def test_a_family_in_need_is_a_family_and_a_person_a_person(find):
    text = "A famiglie in difficoltà economica, persone prive di reddito e chi vive in strada, rivolti agli adulti."
    groups = ["families-in-difficulty", "people-in-poverty", "homeless-people", "adults"]
    assert [group for group, _ in find(text, "benefits")] == groups


def test_two_words_for_one_group_are_one_mention_of_what_says_more(find):
    assert find("Corsi per disoccupati over 50 e giovani disabili.", "benefits") == [
        ("unemployed", "disoccupati over 50"),
        ("people-with-disabilities", "giovani disabili"),
    ]
    both = [("women", "donne"), ("minors", "minori"), ("victims-of-violence", "vittime di violenza")]
    assert find("Il supporto a donne e minori vittime di violenza.", "benefits") == both
    assert [words for _, words in find("Rivolti a giovani donne.", "benefits")] == ["giovani", "donne"]


def test_who_moves_in_is_not_who_comes_from_abroad(find):
    assert [group for group, _ in find("Per i nuovi residenti e i migranti.", "benefits")] == [
        "new-residents",
        "migrants",
    ]


def test_whom_courses_homes_and_discounts_are_for_is_served(find):
    text = "Corsi per adulti, alloggi agli stagionali, sconti per famiglie con più figli; le squadre di operai."
    assert [group for group, _ in find(text, "benefits")] == ["adults", "seasonal-workers", "large-families"]


def test_the_community_is_served_only_where_something_is_done_for_it(find):
    assert find("Migliorando il benessere della comunità.", "benefits") == [("citizens", "comunità")]
    assert find("Sensibilizzare la cittadinanza.", "benefits") == [("citizens", "cittadinanza")]
    assert find("Per una comunità più coesa.", "benefits") == []
    assert find("Rispondere ai bisogni della comunità.", "benefits") == []
    assert find("Promuovere gli appuntamenti\ncittadini a partire dalle fiere.", "benefits") == []


def test_the_municipality_itself_is_no_partner(find):
    assert find("Il Comune, l’Amministrazione comunale, l’Ente e gli uffici.") == []
    assert find("Insieme agli altri Comuni e ad altri enti.") == [
        ("other-municipalities", "altri Comuni"),
        ("public-bodies", "altri enti"),
    ]


def test_a_proper_name_written_small_is_another_word(find):
    assert find("La costituzione di un fondo.", "usesInstrument") == []
    assert find("Sancito dalla Costituzione.", "usesInstrument") == [("constitution", "Costituzione")]
    assert find("Mediante avviso pubblico.") == []


def test_a_bare_name_after_the_special_one_is_the_special_one(find):
    assert find("Le associazioni culturali e gli strumenti di coinvolgimento delle associazioni.") == [
        ("cultural-organisations", "associazioni culturali"),
        ("associations", "associazioni"),
    ]
    assert find("Le associazioni sportive e gli strumenti di coinvolgimento delle associazioni.") == [
        ("sports-associations", "associazioni sportive"),
        ("sports-associations", "associazioni"),
    ]


def test_a_cue_governs_a_whole_list_and_gives_its_kind(read):
    mentions = read("In collaborazione con AUSL, scuole e numerose associazioni di volontariato.")[1].mentions
    partners = [m for m in mentions if m.property == "involves"]
    assert [m.exact for m in partners] == ["AUSL", "scuole", "associazioni di volontariato"]
    assert {m.kind for m in partners} == {VOCABULARY + "involvement/collaborates"}
    assert {m.cue for m in partners} == {"In collaborazione con"}


def test_bodies_for_whom_something_is_are_supported_and_those_with_whom_it_is_done_collaborate(read):
    text = "Sconti per imprese e artigiani con le scuole, attacchi agli enti locali; servizi per le aziende (Caritas). "
    text += "Esoneri per i negozi."
    kinds = {m.exact: m.kind and m.kind.rsplit("/")[-1] for m in read(text)[1].mentions if m.property == "involves"}
    assert kinds == {
        "imprese": "supported",
        "artigiani": "supported",
        "scuole": None,
        "enti locali": None,
        "negozi": "supported",
        "aziende": "supported",
        "Caritas": None,
    }


def test_a_cue_ends_with_the_sentence_and_with_a_purpose(read):
    text = "In collaborazione con AUSL. Le scuole. Insieme alla Prefettura per aprire le biblioteche alle scuole."
    kinds = {m.exact: m.kind for m in read(text)[1].mentions if m.property == "involves"}
    assert kinds == {
        "AUSL": VOCABULARY + "involvement/collaborates",
        "scuole": None,
        "Prefettura": VOCABULARY + "involvement/collaborates",
    }


def test_a_quote_runs_across_a_page_number_and_keeps_it(find):
    assert find("Con le forze\n\n11\n\ndell'ordine.", furniture=("11",)) == [("police-forces", "forze 11 dell'ordine")]


def test_a_reference_to_another_element_is_a_link(find):
    text = "In coerenza con l’obiettivo strategico 2.3.1 e con gli Obiettivi Strategici 9.9.9 e 1.1.1."
    assert find(text, "refersToElement") == [("2.3.1", "obiettivo strategico 2.3.1")]


# A strategic section, and below it an operative one by missions and programmes: level, number, title and text of each.
STRATEGIC = [
    ("Indirizzo strategico", "1", "Cura", ""), ("Obiettivo strategico", "1.1", "Scuola aperta", ""),
    ("Obiettivo strategico", "1.2", "Prati fioriti", ""), ("Indirizzo strategico", "2", "Strade", ""),
    ("Obiettivo strategico", "1.2", "Ponti saldi", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def read_parts(lexicon):
    """Read a plan of parts, each of a level, with a number, title and text; those of a level above hold the others."""

    def read_plan(parts):
        text, sections, line = "", [], {}
        ranks = ["Missione", "Programma", "Obiettivo operativo"], ["Indirizzo strategico", "Obiettivo strategico"]
        for place, (level, number, title, own) in enumerate(parts):
            start = len(text)
            text += f"{level} {number} – {title}\n\n{own}\n\n"
            rank = next(names.index(level) for names in ranks if level in names)
            line = {above: code for above, code in line.items() if above < rank}
            begin = start + len(f"{level} {number} – ")
            section = Section(
                code=str(place), kind="objective", level_name=level, title=title, start=start, end=len(text) - 2,
                title_start=begin, title_end=begin + len(title), parent=line.get(rank - 1), position=place,
                notation=number,
            )  # fmt: skip
            sections.append(section)
            line[rank] = section.code
        document = Document(text, "piano.txt", "", PlanRecord(municipality="Prova"))
        return find_mentions(document, Outline("prova", tuple(sections)), lexicon)

    return read_plan


@pytest.mark.parametrize(
    ("number", "field", "found"),
    [
        ("7", "Obiettivo strategico di riferimento: 1.1", [("1", "1.1")]),
        ("7", "Ob. strategico: OS 1.1 – Scuola aperta", [("1", "OS 1.1 – Scuola aperta")]),
        ("7", "Indirizzo strategico: 2", [("3", "2")]),
        ("7", "Obiettivo strategico: Scuola aperta", [("1", "Scuola aperta")]),
        ("7", "Obiettivi strategici: 1.1; 1.2 Prati fioriti", [("1", "1.1"), ("2", "1.2 Prati fioriti")]),
        (
            "7",
            "Indirizzo strategico: 1. Obiettivo strategico di riferimento: 1.1. Anni: 2026.",
            [("0", "1"), ("1", "1.1")],
        ),
        ("7", "Anni: 2026-2028 Obiettivo strategico: 1.1 Partner: Auser", [("1", "1.1")]),
        # Two of that number: which is meant, another field says, or nobody knows.
        ("7", "Obiettivo strategico: 1.2", []),
        ("7", "Indirizzo strategico: 2\nObiettivo strategico: 1.2", [("3", "2"), ("4", "1.2")]),
        ("7", "Indirizzi strategici: 1; 2\nObiettivo strategico: 1.2", [("0", "1"), ("3", "2")]),
        ("7", "Obiettivo strategico: 1.9", []),
        ("7", "Obiettivo strategico: 1.1 Altro titolo", []),
        ("7", "Obiettivo strategico: curare i prati.", []),
        # Its own number goes on with that of one of them, unless it does so with the budget's.
        ("1.1.03", "Si apre la scuola.", [("1", "1.1.03")]),
        ("1.2.03", "Si apre la scuola.", []),
        ("12.1.03", "Si apre la scuola.", []),
    ],
)
def test_an_objective_pursues_the_one_that_its_field_or_number_names(read_parts, number, field, found):
    below = [("Programma", "1", "Minori", ""), ("Obiettivo operativo", number, "Aprire", field)]
    social = [*STRATEGIC, ("Missione", "12", "Diritti sociali", ""), *below]
    mentions = [m for m in read_parts(social).mentions if m.property == "pursues"]
    assert [(m.thing, m.exact) for m in mentions] == found
    if "." in number:
        first = [*STRATEGIC, ("Missione", "1", "Servizi istituzionali", ""), *below]
        assert not [m for m in read_parts(first).mentions if m.property == "pursues"]
    assert {m.method for m in mentions} <= {"reference" if "." in number else "field"}


@pytest.mark.parametrize(
    ("heading", "mission"),
    [
        ("Missione 12 – Diritti sociali, famiglia", "12"),
        ("Missione 05 – Una città che cresce", ""),
        ("Missione 21 – Diritti sociali", ""),
        ("Programma 1 – Minori", ""),
        ("Programma 1.1 – Minori", ""),
        ("Programma 1201 – Minori", "12"),
        ("Programma 12.1 – Minori", "12"),
    ],
)
def test_a_heading_of_the_budget_states_its_mission_and_programme(read_parts, heading, mission):
    label, _, title = heading.partition(" – ")
    reading = read_parts([(*label.split(), title, "")])
    missions = [(m.thing, m.exact) for m in reading.mentions if m.property == "inMission"]
    assert missions == ([(f"{VOCABULARY}missioni/{mission}", heading)] if mission else [])
    assert [words for words, _ in reading.stated] == [heading] * (label[0] == "P")


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("Contribuisce all’obiettivo 11 dell’Agenda 2030.", ["11"]),
        ("Gli obiettivi 3, 4 e 13 di sviluppo sostenibile, e l'SDG 5.", ["3", "4", "13", "5"]),
        ("Secondo gli obiettivi dell’Agenda 2030 e l'obiettivo 2 del mandato.", []),
        ("Il goal 18, l'SDG 4.2, 5 goal in una partita.", []),
    ],
)
def test_a_goal_counts_only_where_it_is_said(find, text, goals):
    assert sorted(goal for goal, _ in find(text, "contributesTo")) == sorted(goals)


def test_what_is_not_understood_is_listed(read):
    unread = read("In collaborazione con la squadra Arcobaleno Servizi. Vicino alla Speranza Vecchia.")[1].unread
    assert [(item.reason, item.words) for item in unread if item.reason == "name"] == [
        ("name", "Arcobaleno Servizi"),
        ("name", "Speranza Vecchia"),
    ]
    assert any(item.reason == "cue" and item.words.startswith("In collaborazione con") for item in unread)
    # What follows the number of a row begins its words.
    assert [_begins_sentence(text) for text in ("\x1e02 ", "\x1e 6) ", "\n02 ", "art 2 ")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "link", "expected"),
    [
        ("Riqualificare piazza Garibaldi, via D’Annunzio e la SP 12.", "concernsPlace",
         [("piazza garibaldi", "piazza Garibaldi"), ("via d annunzio", "via D’Annunzio"), ("sp 12", "SP 12")]),
        ("Con l’Associazione “Il Melo”, la Fondazione G. Rossi e la Scuola dell’Infanzia Rodari.", "involves",
         [("associazione il melo", "Associazione “Il Melo”"), ("fondazione g rossi", "Fondazione G. Rossi"),
          ("scuola dell infanzia rodari", "Scuola dell’Infanzia Rodari")]),
        ("Il progetto Aurora, il progetto della Regione.", "usesInstrument", [("progetto aurora", "progetto Aurora")]),
        ("Il Comune di Prova e il Comune di Borgo Basso.", "involves",
         [("other-municipalities", "Comune di Borgo Basso")]),
        ("Comune di Prova Assessorato alla Cultura.", "involves", []),
        ("Insieme alla Provincia di Lucca.", "involves", [("provincia-di-lucca", "Provincia di Lucca")]),
        ("Le scuole Pascoli. Una piazza. In via di sviluppo. La strada è lunga. Via Internet.", "concernsPlace", []),
        ("RIGENERARE PIAZZA E STRADA DEL CENTRO", "concernsPlace", []),
    ],
)  # fmt: skip
def test_a_noun_and_large_words_are_a_proper_name(find, text, link, expected):
    assert find(text, link) == expected


def test_a_name_that_a_vocabulary_knows_is_left_to_it(read):
    _, reading = read("Il Teatro Carani, la Piazza Martiri Partigiani e l’Università di Modena e Reggio Emilia.")
    assert reading.coined == ()
    assert [m.thing.rsplit("/", 1)[-1] for m in reading.mentions if m.property in {"concernsPlace", "involves"}] == [
        "teatro-carani",
        "piazza-martiri-partigiani",
        "unimore",
    ]


def test_a_coined_thing_is_one_by_its_name_and_knows_its_kind(read):
    _, reading = read("La parrocchia di San Biagio. Ancora la Parrocchia di San Biagio, e la Parrocchia.")
    (parish,) = reading.coined
    assert (parish.kind, parish.label) == ("organization", "Parrocchia di San Biagio")
    assert parish.broader == {VOCABULARY + "actors/parishes"}
    assert {m.thing for m in reading.mentions if m.property == "involves"} == {parish.iri}
    assert {m.method for m in reading.mentions if m.property == "involves"} == {"proper-name"}


def test_many_are_more_than_the_one_that_was_named(find):
    assert find("Con la scuola Pascoli e con tutte le scuole.") == [
        ("scuola pascoli", "scuola Pascoli"),
        ("schools", "scuole"),
    ]


def test_a_name_that_no_link_is_about_is_not_coined(read):
    assert read("Attraversamenti vicini alla cooperativa Il Melo.")[1].coined == ()


LETTERS = st.sampled_from(
    ["AUSL", "le", "scuole", "dell’", "ordine", "forze", ",", ".", "(", ")", "-", "\n", "coinvolgendo"]
)


# Reading begins with the names of the whole vocabulary, however short the text: many texts are read at once, each
# after a line of its own, so that what one begins the next does not end.
@settings(max_examples=12)
@given(st.lists(st.lists(LETTERS, max_size=40).map(" ".join), min_size=15, max_size=25).map(".\n\n".join))
def test_every_quote_is_the_text_between_its_offsets(read, text):
    document, reading = read(text)
    for mention in reading.mentions:
        assert normalise(document.text[mention.start : mention.end]) == mention.exact
        assert mention.exact
        assert normalise(document.text).find(normalise(mention.prefix + mention.exact + mention.suffix)) >= 0


@given(st.text(max_size=80))
def test_words_and_gaps_make_the_text_again(text):
    words = split_words(text, 7)
    again = "".join(gap + form for gap, form in zip(words.gaps, [*words.forms, ""], strict=True))
    assert again == text
    assert all(text[start - 7 :].startswith(form) for start, form in zip(words.starts, words.forms, strict=True))
    assert all(re.fullmatch(r"[^\W_]+", form) for form in words.forms)


def test_articles_do_not_matter_to_a_key():
    assert lemmatise("enti del Terzo settore") == lemmatise("ENTE di terzi settori")


def test_concepts_that_rules_know_by_name_are_in_the_vocabularies():
    named = {
        iri
        for module in list(sys.modules.values())
        if module.__name__.startswith("dupgraph.read.mentions.")
        for value in vars(module).values()
        for iri in (value if isinstance(value, frozenset | dict) else [value])
        if isinstance(iri, str) and iri.startswith(VOCABULARY) and not iri.endswith("/")
    }
    assert len(named) > 50
    assert named <= load_vocabulary(["sassuolo"]).descriptions.keys()
