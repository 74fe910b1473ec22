"""Names that no vocabulary has: by form, from national lists, by citation, in fields, and as the plan defines them."""

from dataclasses import replace
from functools import cache

import pytest

from dupgraph.graph.vocabulary import load_vocabulary
from dupgraph.language.words import split_words
from dupgraph.read.mentions import find_mentions
from dupgraph.read.mentions.matcher import Matcher
from dupgraph.schema.namespaces import DATA, DCT, VOCABULARY
from dupgraph.schema.values import Block, Document, Outline, PlanRecord, Section

SASSUOLO = PlanRecord(municipality="Sassuolo", istat="036040", plan="DUP")


@cache
def load_lexicon():
    return load_vocabulary().lexicon


def read(text, *, record=SASSUOLO, title="Obiettivo di prova", blocks=(), lexicon=None):
    """Read one objective; blocks are given by the words of each, in order, as (kind, words, further keys)."""
    whole = f"{title}\n{text}"
    section = Section("1.1", "objective", "Obiettivo", title, 0, len(whole), 0, len(title), None, 1)
    other = replace(section, code="9", start=len(whole), end=len(whole), title_start=len(whole), title_end=len(whole))
    found, at = [Block("heading", 0, len(title))] if blocks else [], len(title)
    for kind, words, keys in blocks:
        at = whole.index(words, at)
        found.append(Block(kind, at, at + len(words), **keys))
        at += len(words)
    document = Document(whole, "piano.txt", "", record, blocks=tuple(found))
    return document, find_mentions(document, Outline("prova", (section, other)), lexicon or load_lexicon())


def find(text, link="involves", **options):
    mentions = read(text, **options)[1].mentions
    return [(m.thing.rsplit("/", 1)[-1], m.exact) for m in mentions if m.property == link]


def test_a_list_of_towns_is_towns_each_with_its_code():
    _, reading = read("Insieme ai Comuni di Vignola, Spilamberto e Savignano sul Panaro.")
    assert [(m.thing.removeprefix(DATA), m.exact) for m in reading.mentions if m.property == "involves"] == [
        ("036046", "Comuni di Vignola"),
        ("036045", "Spilamberto"),
        ("036041", "Savignano sul Panaro"),
    ]
    vignola = next(thing for thing in reading.coined if thing.iri.endswith("036046"))
    assert (vignola.label, vignola.broader) == ("Comune di Vignola", {VOCABULARY + "actors/other-municipalities"})
    assert any(fact.predicate == DCT + "coverage" and "/cities/036046-(" in fact.value for fact in vignola.facts)


@pytest.mark.parametrize(
    ("title", "link", "expected"),
    [
        ("Scuola, famiglie e frazioni", "involves", []),
        ("La scuola, la cultura, lo sport", "involves", []),
        ("Scuola", "involves", []),
        ("Sostenere la genitorialità e l'infanzia", "benefits", ["children"]),
        ("Giovani e famiglie", "benefits", []),
        ("Anziani: pasti a domicilio", "benefits", ["elderly"]),
        ("Servizi per giovani e famiglie", "benefits", ["young-people", "families"]),
        ("Polizia locale", "involves", ["local-police"]),
    ],
)
def test_what_a_title_lists_bare_is_its_subject(title, link, expected):
    assert [thing for thing, _ in find("Si fa.", link, title=title)] == expected


def test_a_title_of_one_word_without_text_may_be_a_place():
    assert [thing for thing, _ in find("", "concernsPlace", title="MUNICIPIO")] == ["town-hall"]


@pytest.mark.parametrize(
    ("text", "link", "expected"),
    [
        ("Con la Città metropolitana di Bologna.", "involves",
         [("citta-metropolitana-di-bologna", "Città metropolitana di Bologna")]),
        ("Con la Regione e la Provincia.", "involves",
         [("regione-emilia-romagna", "Regione"), ("provincia-di-modena", "Provincia")]),
        ("Con la Regione Siciliana.", "involves", [("regione-sicilia", "Regione Siciliana")]),
        ("La discarica Ca’ di Capri.", "concernsPlace", [("discarica ca di capri", "discarica Ca’ di Capri")]),
        ("Canali tra Ca' Tiepolo e Tolle, cantieri di Ca’ Zuliani.", "concernsPlace",
         [("ca tiepolo", "Ca' Tiepolo"), ("tolle", "Tolle"), ("ca zuliani", "Ca’ Zuliani")]),
        ("Tratti arginali tra Bonelli e Gorino Veneto, alloggi a Santa Maria degli Angeli.", "concernsPlace",
         [("bonelli", "Bonelli"), ("gorino veneto", "Gorino Veneto"),
          ("santa maria degli angeli", "Santa Maria degli Angeli")]),
        ("Aprirà un centro del riuso; al municipio e in un ex mulino.", "concernsPlace",
         [("town-hall", "municipio"), ("former-buildings", "ex mulino")]),
        ("Si apre un secondo ecocentro. Isola ecologica a Gorgola. Si rifà il cimitero.", "concernsPlace",
         [("gorgola", "Gorgola"), ("cemeteries", "cimitero")]),
        # A school in which something is done is where it is done.
        ("Nella scuola Pascoli si terranno corsi, con la scuola Carducci.", "concernsPlace",
         [("scuola pascoli", "scuola Pascoli")]),
        ("Si va a Le Scuole Aperte; il palazzo è a Le Cortine.", "concernsPlace", [("le cortine", "Le Cortine")]),
        ("In collaborazione con Enel per anni, e con Enel X.", "involves", [("enel", "Enel"), ("enel-x", "Enel X")]),
        ("Con il CNR-IRPI, la FP-CGIL e CISL-UIL.", "involves",
         [("cnr irpi", "CNR-IRPI"), ("fp-cgil", "FP-CGIL"), ("cisl", "CISL"), ("uil", "UIL")]),
        ("Con il Consorzio di tutela del Riso del Delta IGP e l'Ente Parco nazionale del Delta.", "involves",
         [("consorzio di tutela del riso del delta igp", "Consorzio di tutela del Riso del Delta IGP"),
          ("ente parco nazionale del delta", "Ente Parco nazionale del Delta")]),
        ("Tramite il CSR Marche e il servizio civile, per le famiglie con ISEE basso.", "usesInstrument",
         [("csr-rurale", "CSR Marche"), ("universal-civil-service", "servizio civile")]),
        ("Il Comitato unico di garanzia, il CUG e il Nucleo di valutazione propongono misure.", "involves", []),
        ("La SOS-Farmacia Rossi. Con la Farmacia Bianchi.", "involves", [("farmacia bianchi", "Farmacia Bianchi")]),
        ("Farmacia-Polizia Locale. Con la Polizia Locale e l'Ente Capofila.", "involves",
         [("farmacia polizia locale", "Farmacia-Polizia Locale"), ("local-police", "Polizia Locale")]),
        # A name of one word is no other form of it, and a road is one whatever it is called by.
        ("Entro maggio, il Primo Maggio, insieme a Maggioli.", "involves", [("maggioli", "Maggioli")]),
        ("Contro le ondate di calore, insieme a onData.", "involves", [("ondata", "onData")]),
        # Two towns of one province are no chance: beside "con" they are bodies.
        ("Con Castelraimondo e Pioraco nasce un comando.", "involves",
         [("043009", "Castelraimondo"), ("043039", "Pioraco")]),
        # Nor is one near by, though it is called by a word.
        ("Con Medolla e Camposanto nasce un comando.", "involves", [("036021", "Medolla"), ("036004", "Camposanto")]),
        ("Con Castelraimondo e Talla nasce un comando.", "involves", []),
        ("Aderiscono Castelraimondo e Pioraco; un bus per Pieve Torina.", "involves",
         [("043009", "Castelraimondo"), ("043039", "Pioraco")]),
        ("Il collegamento ciclabile con Castelraimondo e Pioraco unirà Castelraimondo e Pioraco.", "involves", []),
        ("Si rifà via Le Mase, e si scrive via SPID.", "involves", []),
        ("Si rifà via Le Mase, e si scrive via SPID.", "concernsPlace", [("via le mase", "via Le Mase")]),
        ("Con il Comune di Sassuolo.", "involves", []),
        ("Con il Comune di Borgo Inventato.", "involves", [("other-municipalities", "Comune di Borgo Inventato")]),
        ("Il treno porta a Bologna e a Calcio.", "concernsPlace", [("037006-(2014-01-01)", "Bologna")]),
        ("Si gioca a Calcio, anche in Amato.", "concernsPlace", []),
        # A name that is no word stands for a place after "a", and in a list that goes on from there.
        ("A Vescovado si lavora; l'autobus arriva a Roncolo, Salvarano e Gorgola.", "concernsPlace",
         [("vescovado", "Vescovado"), ("roncolo", "Roncolo"), ("salvarano", "Salvarano"), ("gorgola", "Gorgola")]),
        ("Si va a Gorgola, poi nel quartiere di Gorgola, di nuovo a Gorgola.", "concernsPlace",
         [("quartiere di gorgola", "Gorgola"), ("quartiere di gorgola", "quartiere di Gorgola"),
          ("quartiere di gorgola", "Gorgola")]),
        ("La sala è intitolata a Gorgola, affidata a Gorgola; con San Pietro a Gorgola.", "concernsPlace", []),
        ("A Gorgola è stata intitolata la piazza; a Gorgola viene dedicata una via.", "concernsPlace", []),
        ("Il Comune di Gorgola apre a Gorgola una sede.", "concernsPlace", []),
        # A name in two languages is one place's, a line is called by its ends, rivers and lands are known by name.
        ("Da Prati/Wiesen si sale a Prati; su Facebook/Instagram; i lampioni di Zalsa/Selz, a Prevosta/Propst.",
         "concernsPlace",
         [("prati", "Prati/Wiesen"), ("prati", "Prati"), ("zalsa", "Zalsa/Selz"),
          ("prevosta", "Prevosta/Propst")]),
        ("Torna la Pistoia-Lucca; le difese sul Sangone e il fiume Sangone; nel Cilento; il Cilento in Festa.",
         "concernsPlace",
         [("pistoia lucca", "Pistoia-Lucca"), ("sangone", "Sangone"), ("sangone", "fiume Sangone"),
          ("cilento", "Cilento")]),
        ("Il bus raggiunge Bisaccia e Zalsola; la stazione a valle di Fonte Cupa; i vini della Barbera.",
         "concernsPlace",
         [("bisaccia", "Bisaccia"), ("zalsola", "Zalsola"), ("stations", "stazione"), ("fonte cupa", "Fonte Cupa")]),
        ("Si gioca all'Olmo Arena e al Pala Neri.", "concernsPlace",
         [("olmo arena", "Olmo Arena"), ("pala neri", "Pala Neri")]),
        ("La nuova Marmora Card e il Gorgola Young Pass.", "usesInstrument",
         [("marmora card", "Marmora Card"), ("gorgola young pass", "Gorgola Young Pass")]),
        ("La zona sarà estesa alla Zalsa e alla Gorgola; fino al Duemila; le concessioni di Barricata e Boccasola.",
         "concernsPlace",
         [("zalsa", "Zalsa"), ("gorgola", "Gorgola"), ("barricata", "Barricata"), ("boccasola", "Boccasola")]),
        ("Aiuto ai detenuti di Badu 'e Carros; il cantiere della scuola primaria Pascoli.", "concernsPlace",
         [("badu e carros", "Badu 'e Carros"), ("scuola primaria pascoli", "scuola primaria Pascoli")]),
        ("La fiera di San Quirino e la legge 219; la legge 12 marzo 1999; il bando Luoghi della memoria, non i Luoghi.",
         "usesInstrument",
         [("fiera di san quirino", "fiera di San Quirino"), ("legge 219", "legge 219"),
          ("bando luoghi della memoria", "bando Luoghi della memoria")]),
        ("La rete Viviamo la scuola, il progetto Ritornare a casa PLUS, il bando Biblioteche della regione.",
         "usesInstrument",
         [("rete viviamo la scuola", "rete Viviamo la scuola"),
          ("progetto ritornare a casa plus", "progetto Ritornare a casa PLUS"),
          ("bando biblioteche", "bando Biblioteche")]),
        ("La Strategia nazionale di inclusione; il Registro dei vini; l'Ordinanza commissariale n. 31/2021.",
         "usesInstrument",
         [("strategia nazionale di inclusione", "Strategia nazionale di inclusione"),
          ("registro dei vini", "Registro dei vini"),
          ("ordinanza-commissariale-n-31-2021", "Ordinanza commissariale n. 31/2021")]),
        ("La biblioteca comunale Gorgola; in loc. Fonte Cupa.", "concernsPlace",
         [("biblioteca comunale gorgola", "biblioteca comunale Gorgola"), ("loc fonte cupa", "loc. Fonte Cupa")]),
        # A noun in the name of a town opens nothing; what "e" ends is the last of a list.
        ("Come Villa San Giovanni o Torre Annunziata.", "concernsPlace", []),
        ("Con i Comuni di Larino e Casacalenda, Unione Basso Biferno.", "involves",
         [("070031", "Comuni di Larino"), ("070011", "Casacalenda"),
          ("unione basso biferno", "Unione Basso Biferno")]),
        ("Manutenzione straordinaria delle scuole.", "involves", []),
        # A school under works is a building; where it does something it is a body.
        ("Nuova scuola primaria; ampliamento scuola media; recupero della scuola Gorgola.", "involves", []),
        ("Recupero della scuola Gorgola.", "concernsPlace", [("scuola gorgola", "scuola Gorgola")]),
        ("Nuove scuole aderiscono al progetto.", "involves", [("schools", "scuole")]),
        # What they are taught in, or a subject, is nobody; for, with and by schools something is done.
        ("Arredi nelle scuole; sport, scuola e cultura; le classi della scuola media; pannelli su scuole e palestre.",
         "involves", []),
        ("Una rassegna per le scuole, visite guidate alle scuole, un orto con tutte le altre scuole.", "involves",
         [("schools", "scuole")] * 3),
        ("Incontri nelle scuole; più raccordo tra scuole.", "involves", [("schools", "scuole")] * 2),
        ("Un tavolo di AUSL, parrocchie e scuole. La scuola cambia.", "involves",
         [("health-authority", "AUSL"), ("parishes", "parrocchie"), ("schools", "scuole"), ("schools", "scuola")]),
        ("I laboratori: le scuole vi terranno i corsi.", "involves", [("schools", "scuole")]),
        # A body that is not there yet is nobody's partner.
        ("Si apre un info point e si istituisce un comitato di studi.", "involves", []),
        ("Corsi tenuti da un comitato di studi.", "involves", [("associations", "comitato")]),
        # Where a body is at home.
        ("Con Confcommercio della Provincia di Lecco.", "involves", [("confcommercio", "Confcommercio")]),
        ("Il Capo del Dipartimento e il Capo di Gabinetto.", "concernsPlace", []),
        ("La scuola Gorgola sarà ricostruita con la Coop Gorgola.", "involves",
         [("coop gorgola", "Coop Gorgola")]),
        ("Con la scuola Gorgola saranno riqualificati i cortili.", "involves",
         [("scuola gorgola", "scuola Gorgola")]),
        # "The provinces" are more than the last that was named.
        ("Con le Province di Belluno e Sondrio. L’Unione delle Province d’Italia.", "involves",
         [("provincia-di-belluno", "Province di Belluno"), ("provincia-di-sondrio", "Sondrio"),
          ("upi", "Unione delle Province d’Italia")]),
        ("Con le Regioni Umbria e Marche. Con i Comuni di Vignola e Zocca; i Comuni partecipano.", "involves",
         [("regione-umbria", "Regioni Umbria"), ("regione-marche", "Marche"), ("036046", "Comuni di Vignola"),
          ("036047", "Zocca"), ("other-municipalities", "Comuni")]),
        # A town of old is not the one that its name begins with; towns in a list are places where no cue governs them.
        ("Con i Comuni di Massa Fiscaglia e Zocca.", "involves",
         [("other-municipalities", "Comuni di Massa Fiscaglia"), ("036047", "Zocca")]),
        ("I comuni dell'area sono: Casola in Lunigiana, Comano e Zeri.", "concernsPlace",
         [("045004", "Casola in Lunigiana"), ("045005", "Comano"), ("045017", "Zeri")]),
        # What a bracket says of one town ends no list of them; administrations may be anybody's.
        ("I Comuni di Zocca (ente capofila), Massa Fiscaglia e Vignola; le amministrazioni di Guiglia e Zocca.",
         "involves",
         [("036047", "Comuni di Zocca"), ("other-municipalities", "Massa Fiscaglia"), ("036046", "Vignola"),
          ("036017", "amministrazioni di Guiglia"), ("036047", "Zocca")]),
        ("Le amministrazioni di Stato.", "involves", [("public-bodies", "Le amministrazioni")]),
        # Verbs that are like nouns, and nouns that are part of a phrase.
        ("Deve portare Gorgola a crescere nel corso dell'Assemblea, con l'unità di strada della Lega Nord.",
         "concernsPlace", []),
        ("Piazza battaglione Alpini e via don Milani.", "concernsPlace",
         [("piazza battaglione alpini", "Piazza battaglione Alpini"), ("via don milani", "via don Milani")]),
    ],
)  # fmt: skip
def test_territories_are_those_of_the_national_lists(text, link, expected):
    said = find(text, link)
    assert [words for _, words in said] == [words for _, words in expected]
    assert [thing.split("-(")[0] for thing, _ in said] == [thing.split("-(")[0] for thing, _ in expected]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("La gestione di Acque del Levante S.p.A. resta.", "Acque del Levante S.p.A."),
        ("L’associazione Il Pane e le Rose ODV cucina.", "associazione Il Pane e le Rose ODV"),
        ("L’associazione Oltre la Siepe cucina.", "associazione Oltre la Siepe"),
        ("Il Gruppo di azione locale per la pesca “Costa dei Faraglioni”.",
         "Gruppo di azione locale per la pesca “Costa dei Faraglioni”"),
        ("La cooperativa agricola La Zolla.", "cooperativa agricola La Zolla"),
        ("Si scrive all’Ispettorato provinciale dei trasporti.", "Ispettorato provinciale dei trasporti"),
        ("Serate promosse da Svuota Soffitte.", "Svuota Soffitte"),
        ("L’Università degli studi di Zena.", "Università degli studi di Zena"),
        ("La Soprintendenza Beni archeologici Zena tutela.", "Soprintendenza Beni archeologici Zena"),
        ("Le case dei Padri Rogazionisti.", "Padri Rogazionisti"),
        ("L'associazione 'Mani dell’arte' dona.", "associazione 'Mani dell’arte'"),
        ("L'Associazione Filo Rosso 800.440022.", "Associazione Filo Rosso"),
        ("Con l’A.U.S.L. e altri.", "A.U.S.L"),
        ("Accordo con l'Osservatorio per l'Infanzia e l'Adolescenza.", "Osservatorio per l'Infanzia e l'Adolescenza"),
        ("Il Comitato Provinciale per l’Ordine e la Sicurezza Pubblica.",
         "Comitato Provinciale per l’Ordine e la Sicurezza Pubblica"),
        ("Con la scuola don Milani.", "scuola don Milani"),
        ("La coop. soc. La Fenice e la Soc. Coop. Il Girasole.", "Soc. Coop. Il Girasole"),
        ("L'A.S.D. Virtus Gorgola gioca.", "A.S.D. Virtus Gorgola"),
        ("Insieme all'ASP Montefiore e al CISSACA.", "CISSACA"),
        ("L'associazione Gorgola “Bene comune” apre.", "associazione Gorgola “Bene comune”"),
        ("Il CO.A.B.SE.R. distribuisce i mastelli.", "CO.A.B.SE.R"),
        ("Si legge dell'Unione Terre d'Argine.", "Unione Terre d'Argine"),
    ],
)  # fmt: skip
def test_bodies_are_known_by_their_form(text, exact):
    assert exact in [words for _, words in find(text)]


def test_two_bodies_are_two_and_each_has_its_kind():
    said = dict(find("La Caritas, il Banco alimentare, la Coldiretti e la Confagricoltura."))
    assert set(said) == {"caritas", "banco-alimentare", "coldiretti", "confagricoltura"}
    things = load_lexicon().things
    assert things[VOCABULARY + "bodies/caritas"].broader == {VOCABULARY + "actors/charities"}


@pytest.mark.parametrize(
    "words",
    [
        "D.Lgs. 18 aprile 2016, n. 50",
        "d.lgs. n. 50/2016",
        "decreto legislativo 50 del 2016",
        "art. 3 del D. Lgs 50/2016",
    ],
)
def test_an_act_is_one_thing_however_it_is_cited(words):
    _, reading = read(f"Come vuole il {words}.")
    assert [m.thing for m in reading.mentions if m.property == "usesInstrument"] == [
        VOCABULARY + "acts/decreto-legislativo-2016-50"
    ]
    facts = {(fact.predicate, fact.value) for thing in reading.coined for fact in thing.facts}
    assert (DCT + "identifier", "urn:nir:stato:decreto.legislativo:2016;50") in facts


def test_an_act_without_a_certain_identifier_has_none():
    _, reading = read("Secondo il D.M. 17/01/2018 n. 5, la L.R. 24/2017 e la direttiva 2007/2/CE, il 12/14.")
    identified = {t.iri: [f.value for f in t.facts if f.predicate == DCT + "identifier"] for t in reading.coined}
    assert identified == {
        "instrument/decreto-ministeriale 5 2018": [],
        VOCABULARY + "acts/legge-regionale-emilia-romagna-2017-24": [],
    }
    assert [VOCABULARY + "instruments/regional-directives" in t.broader for t in reading.coined] == [False, True]
    assert ("inspire", "direttiva 2007/2/CE") in find("La direttiva 2007/2/CE.", "usesInstrument")
    # Whose a law is may follow it.
    text = "La L.R. 14/2008 della Regione Lazio, la L.R. 5/2018 (Regione Marche) e la L.R. 7/2010 della Regione."
    assert [thing.removeprefix("legge-regionale-") for thing, _ in find(text, "usesInstrument")] == [
        "lazio-2008-14",
        "marche-2018-5",
        "emilia-romagna-2010-7",
    ]


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("L.R. Veneto n. 11/2004", "legge-regionale-veneto-2004-11"),
        ("legge regionale dell'Emilia Romagna 21 dicembre 2017, n. 24", "legge-regionale-emilia-romagna-2017-24"),
        ("legge regionale del 21 dicembre 2017, n. 24", "legge-regionale-emilia-romagna-2017-24"),
        ("L.P. 15/2015", "legge-provinciale 15 2015"),
        # The date after the number, and the Region before both.
        ("legge n. 190 del 6 novembre 2012", "legge-anticorruzione"),
        ("Legge 109 (7 marzo 1996)", "legge-1996-109"),
        ("L.R. Toscana n. 65 del 10/11/2014", "legge-regionale-toscana-2014-65"),
        ("legge della Regione Marche 9 dicembre 2002 n. 34", "legge-regionale-marche-2002-34"),
        ("legge di bilancio 30 dicembre 2020, n. 178", "legge-2020-178"),
        ("Legge Regionale n. 3-2008", "legge-regionale-emilia-romagna-2008-3"),
        ("Reg. R. n. 4/2007", "regolamento-regionale 4 2007"),
        (
            "determinazione dirigenziale n. 10 dell'11 aprile 2025",
            "determinazione-dirigenziale-n-10-dell-11-aprile-2025",
        ),
        ("DGR ER 528/2014", "dgr-er-528-2014"),
        ("deliberazione dell'ARERA n. 363/2021/R/rif", "deliberazione-dell-arera-n-363-2021-r-rif"),
        ("delibera CIPESS 42/2021", "delibera-cipess-42-2021"),
        ("circolare AgID n. 2/2018", "circolare-agid-n-2-2018"),
        ("DGR n. 36-8210 del 13/1/2003", "dgr-n-36-8210-del-13-1-2003"),
        (
            "Deliberazione della Giunta Regionale del Veneto n. 1938 del 22.11.2011",
            "deliberazione-della-giunta-regionale-del-veneto-n-1938-del-22-11-2011",
        ),
    ],
)
def test_a_law_is_of_its_region_and_the_words_between_are_none(words, thing):
    assert find(f"Ai sensi della {words}.", "usesInstrument") == [(thing, words)]


@pytest.mark.parametrize("words", ["decreto MASE 414/2023", "D.M. MASE n. 414/2023", "D.M. 414 del 2023"])
def test_whose_a_decree_is_makes_it_no_other(words):
    assert find(f"Secondo il {words}.") == []
    assert find(f"Secondo il {words}.", "usesInstrument") == [("decreto-ministeriale 414 2023", words)]


@pytest.mark.parametrize(
    ("text", "link", "things"),
    [
        ("Le gare su SATER e START.", "usesInstrument", {"sater", "start-toscana"}),
        ("Ottenute Bandiera lilla e Family Audit.", "usesInstrument", {"bandiera-lilla", "family-audit"}),
        ("Con PON Governance e ReStart PA.", "usesInstrument", {"pon-governance", "restart-pa"}),
        ("Il PUDM, piano di utilizzo del demanio marittimo.", "usesInstrument", {"coast-plan"}),
        ("Nella rete dei Borghi più belli d'Italia.", "involves", set()),
        ("La scuola Bertona conta venti iscritti.", "concernsPlace", {"scuola bertona"}),
        ("La scuola Bertona è fredda; la scuola Zalsa organizza corsi.", "involves", {"scuola zalsa"}),
        # A text may end with it.
        ("La scuola Bertona", "concernsPlace", {"scuola bertona"}),
        ("Corsi della Scuola Marvò di Gorgola per tutti.", "concernsPlace", set()),
        ("Al percorso collaborano le famiglie. Possono aderire famiglie e imprese.", "involves",
         {"families-as-actors", "businesses"}),
        ("Si aderisce ad “Al nido con la Regione” e a \"Incontri con la Caritas\".", "involves", set()),
        ("“Buone prassi” della Regione e i “Nidi” della Caritas.", "involves", {"regione-emilia-romagna", "caritas"}),
        ("L'area dietro la parrocchia San Zalso, di fronte alla banca e a ridosso della Coop.", "involves", set()),
        ("L'incrocio antistante la parrocchia, all'altezza del Consorzio agrario.", "involves", set()),
        ("Nell'ambito di RESTART, con l'Ambito di Rho.", "involves", {"ambito di rho"}),
        ("Si asfaltano contrà Porti e il carrugio del Pozzo.", "concernsPlace", {"contra porti", "carrugio del pozzo"}),
        ("Con FIOM, FIM e UILM, l'IISS Fermi e la CEI.", "involves", {"fiom", "fim", "uilm", "iiss fermi", "cei"}),
    ],
)  # fmt: skip
def test_a_name_is_one_thing_of_its_kind(text, link, things):
    assert {thing for thing, _ in find(text, link)} == things


def test_what_the_plan_defines_goes_before_the_vocabulary():
    text = "Con l’Associazione Sentieri Pensati (ASP). Poi ASP pulisce. Sentieri Pensati resta."
    assert {thing for thing, _ in find(text)} == {"associazione sentieri pensati"}


def test_which_acronyms_are_no_words_is_known_without_a_dictionary_of_english(monkeypatch):
    lexicon = load_vocabulary().lexicon
    assert {"PNRR", "PRG", "UIL"} <= lexicon.acronyms
    assert lexicon.acronyms.isdisjoint({"SEND", "START"})
    monkeypatch.setattr("dupgraph.language.words.knows_word", None)
    found = Matcher(lexicon).find_matches(split_words("Fondi Pnrr"))
    assert [sense.thing.iri.rsplit("/", 1)[-1] for name in found.names for sense in name.meaning] == ["pnrr"]


def test_newspapers_write_acronyms_small_and_definitions_with_dashes():
    text = "Fondi Pnrr e il nuovo Prg. Il piano urbanistico comunale – P.U.C.: il P.U.C. tutela. Send e Start, no."
    assert [thing for thing, _ in find(text, "usesInstrument")] == [
        "pnrr", "general-urban-plan", "general-urban-plan", "general-urban-plan", "general-urban-plan"
    ]  # fmt: skip
    assert find("Lo dice il Circolo Tre Orti – CTO. Con CTO e Uil.") == [
        ("circolo tre orti", "Circolo Tre Orti"), ("circolo tre orti", "CTO"), ("circolo tre orti", "CTO"),
        ("uil", "Uil"),
    ]  # fmt: skip


def test_what_is_said_of_a_project_is_in_no_name_of_it():
    text = "Il tema del progetto è la “resistenza”. Il patto non resta una “parola”. Una scuola e i suoi “orti”."
    assert find(text, "usesInstrument") == find("Una giornata per il “Castello dei Fossi“.", "usesInstrument") == []
    assert [words for _, words in find("Il consorzio assume la denominazione di “Società Tre Orti”.")] == [
        "Società Tre Orti"
    ]
    assert ("schools", "scuola") in find("Con una scuola e i suoi “orti”.")


def test_an_acronym_defined_twice_means_what_was_defined_last():
    text = "La Fondazione Tre Orti (FTO). FTO dona. La Federazione Teatri Ovest (FTO). FTO recita."
    said = [thing for thing, words in find(text) if words == "FTO"]
    assert list(dict.fromkeys(said)) == ["fondazione tre orti", "federazione teatri ovest"]


FIELD = (
    "Soggetti coinvolti: AUSL; Circolo Zefiro, pescatori di fiume e Kappa & Bi Srl\n"
    "Destinatari: cordai\nResponsabile: AUSL"
)


def test_a_field_ends_where_the_label_of_another_begins():
    text = "Soggetti coinvolti: cordai, Circolo Zefiro\nImporto totale progetto: € 62.500,00, pari all'80 %\n"
    assert [words for _, words in find(text)] == ["cordai", "Circolo Zefiro"]
    # Nor does a name go on there: neither of these is a school or a cooperative called Tempi.
    text = "Soggetti coinvolti: cooperativa Il Melo, scuole\nTempi di realizzazione: 2027\nResponsabile: Area Persone"
    assert [words for _, words in find(text)] == ["cooperativa Il Melo", "scuole"]


def test_a_long_name_goes_on_past_its_commas():
    said = find(
        "Con la Soprintendenza Archeologia, Belle arti e Paesaggio della Tuscia, gli archivi e la Scuola, Arti e Riti."
    )
    assert "Soprintendenza Archeologia, Belle arti e Paesaggio della Tuscia" in {words for _, words in said}
    assert [words for _, words in find("La Soprintendenza archeologia, le belle arti.")] == ["Soprintendenza"]


def test_what_ends_several_names_of_a_field_is_none_of_them():
    text = (
        "Lungo il Delta del Faro.\nSoggetti coinvolti: Consorzio di bonifica Delta del Faro; GAL Alto Delta del Faro; "
        "Ente di gestione per i Parchi e la Biodiversità - Delta del Faro"
    )
    assert [words for _, words in find(text)] == [
        "Consorzio di bonifica Delta del Faro", "GAL Alto Delta del Faro",
        "Ente di gestione per i Parchi e la Biodiversità - Delta del Faro",
    ]  # fmt: skip


def test_several_of_a_kind_are_more_than_the_one_named_before():
    said = find("Il Consorzio di bonifica Tre Orti. I consorzi di bonifica e il Consorzio di bonifica, opere minori.")
    assert [thing for thing, _ in said][1:] == ["land-reclamation-boards", "consorzio di bonifica tre orti"]
    said = find("Il Fondo europeo di sviluppo regionale. I fondi europei servono.", "usesInstrument")
    assert [thing for thing, _ in said] == ["fesr", "european-funds"]
    assert ("provincia-di-agrigento", "Libero Consorzio di Agrigento") in find("Il Libero Consorzio di Agrigento.")


def test_whoever_a_field_lists_is_linked_and_no_office_is():
    mentions = [m for m in read(FIELD)[1].mentions if m.property in {"involves", "benefits"}]
    assert {(m.exact, m.property) for m in mentions} == {
        ("AUSL", "involves"), ("Circolo Zefiro", "involves"), ("pescatori", "involves"), ("Kappa & Bi Srl", "involves"),
        ("cordai", "benefits"),
    }  # fmt: skip
    assert {m.method for m in mentions} == {"field"}
    assert {m.cue for m in mentions} == {"Soggetti coinvolti", "Destinatari"}


def test_whoever_belongs_to_a_listed_body_is_part_of_its_name():
    assert [exact for _, exact in find("Descrizione.\nSoggetti coinvolti: Forum nazionale dei giovani; CNA")] == [
        "Forum nazionale dei giovani", "CNA",
    ]  # fmt: skip


def test_fields_say_who_answers_and_in_which_mission():
    text = "Missione: 12 – Diritti sociali\nAssessore: Ada Lovere\nResponsabile: Area Persone\nIndicatori: n. 5 corsi"
    _, reading = read(text)
    assert {mention.property: words for words, mention in reading.stated} == {
        "statedMission": "12 – Diritti sociali", "politicalLead": "Ada Lovere", "responsible": "Area Persone",
        "indicator": "n. 5 corsi",
    }  # fmt: skip
    assert all(text.find(words) >= 0 and (m.exact, m.method) == (words, "field") for words, m in reading.stated)
    assert [(m.cue, m.prefix, m.suffix) for _, m in reading.stated][2] == (
        "Responsabile",
        "Assessore: Ada Lovere Responsabile: ",
        " Indicatori: n. 5 corsi",
    )
    assert [m.thing for m in reading.mentions if m.property == "inMission"] == [VOCABULARY + "missioni/12"]


@pytest.mark.parametrize("label", ["Assessora", "Assessore/a", "Sindaca", "Vicesindaco", "Consigliera delegata"])
def test_who_leads_is_said_by_any_label_of_the_executive(label):
    _, reading = read(f"Descrizione.\n{label}: Ada Lovere")
    assert [(mention.property, words) for words, mention in reading.stated] == [("politicalLead", "Ada Lovere")]


def test_the_label_of_a_field_is_nobody():
    text = "Stakeholder: Legambiente\nUtenti: anziani"
    assert find(text) == [("legambiente", "Legambiente")]
    assert find(text, "benefits") == [("elderly", "anziani")]


def test_a_part_of_town_is_a_place_wherever_the_plan_names_it_alone():
    text = (
        "La scuola elementare di Sopracroda apre. A Sopracroda e nella frazione Colle Rosso si lavora; a Colle Rosso "
        "resta la Pro Loco Sopracroda. Nel quartiere Stazione, vicino alla stazione, la Stazione chiude. Restano "
        "l'istituto comprensivo di Vignola e la scuola di Sassuolo, a Sassuolo."
    )
    assert [thing for thing, _ in find(text, "concernsPlace") if "s" in thing] == [
        "scuola elementare di sopracroda", "sopracroda", "frazione colle rosso", "frazione colle rosso",
        "quartiere stazione", "stations", "stations",
    ]  # fmt: skip


def test_a_town_named_alone_is_described():
    _, reading = read("Un accordo tra noi e Bologna.")
    assert [thing.label for thing in reading.coined] == ["Comune di Bologna"]


def test_a_town_is_the_place_of_what_only_a_town_has():
    text = "I ragazzi di Vignola e la pluriclasse di Formigine; non il marchio di Maranello, né i Giovani di Carpi."
    assert [words for _, words in find(text, "concernsPlace")] == ["Vignola", "Formigine"]
    assert find(text) == []
    # It is no partner where something lies or ends.
    text = "Nei comuni di Vignola e Formigine, fino al confine con il comune di Maranello, con il Comune di Carpi."
    assert [words for _, words in find(text, "concernsPlace")] == [
        "comuni di Vignola",
        "Formigine",
        "comune di Maranello",
    ]
    assert [words for _, words in find(text)] == ["Comune di Carpi"]


def test_a_part_of_town_is_not_named_by_what_is_called_after_it():
    text = "Il quartiere San Marvò; la sagra di San Marvò; Radio San Marvò; una piazza per San Marvò."
    assert [words for _, words in find(text, "concernsPlace")] == ["quartiere San Marvò", "San Marvò"]
    # What opens the text has nothing before it.
    found = find("Si va con Zalsa e", "concernsPlace", title="Marvola e la frazione Marvola")
    assert [words for _, words in found] == ["Marvola", "frazione Marvola"]


def test_what_may_be_a_town_far_away_is_of_no_kind():
    _, reading = read("Il traghetto per Menaggio, i sindaci della Marvagna, gli incontri a Gorbula.")
    assert {thing.label: bool(thing.broader) for thing in reading.coined} == {
        "Menaggio": False, "Marvagna": False, "Gorbula": True,
    }  # fmt: skip
    # One near by is that town, whatever stands there.
    assert [thing for thing, _ in find("I lampioni di Vignola.", "concernsPlace")] == ["036046-(1948-01-01)"]


def test_columns_and_cards_are_fields():
    cells = [
        ("cell", "Stakeholder", {"table": 0, "row": 0, "column": 0, "header": True}),
        ("cell", "Note", {"table": 0, "row": 0, "column": 1, "header": True}),
        ("cell", "Gruppo Lampo", {"table": 0, "row": 1, "column": 0}),
        ("cell", "con Borgo Nero", {"table": 0, "row": 1, "column": 1}),
        ("cell", "Partner", {"table": 1, "row": 0, "column": 0}),
        ("cell", "Radio Nebbia", {"table": 1, "row": 0, "column": 1}),
    ]
    mentions = read("\n".join(words for _, words, _ in cells), blocks=cells)[1].mentions
    assert {m.exact for m in mentions if m.method == "field"} == {"Gruppo Lampo", "Radio Nebbia"}


def test_no_name_crosses_a_blocks_end():
    cells = [
        ("cell", "Pro Loco", {"table": 0, "row": 0, "column": 0}),
        ("cell", "Indicatori Tavoli", {"table": 0, "row": 0, "column": 1}),
    ]
    assert [words for _, words in find("Pro Loco\nIndicatori Tavoli", blocks=cells)] == ["Pro Loco"]
    # A PDF's paragraph that is not full, and one that begins with a capital.
    one, other = "Si lavora con gli istituti scolastici e col Consorzio di bonifica", "La Giunta avvia i lavori " * 5
    parts = [("paragraph", one, {"page": 1}), ("paragraph", other.strip(), {"page": 1})]
    assert "Consorzio di bonifica" in [words for _, words in find(f"{one}\n{other.strip()}", blocks=parts)]


@pytest.mark.parametrize(
    "text",
    ["Senza collaborare con nessuno, il gruppo B cresce.", "Il mercato elettronico e i piani di intervento.",
     "Migrano i data center di Gruppo A e del gruppo B di 44 PAC.", "Gli edifici vicino alla scuola Pascoli.",
     "Gli ambiti di trasformazione strategica (ATS) si rivedono; in collaborazione con l’ATS.",
     "Una associazione temporanea di scopo (ATS) si costituisce; l’ATS gestisce i fondi."],
)  # fmt: skip
def test_what_only_looks_like_a_name_is_no_link(text):
    assert find(text) == []


def test_a_name_ends_before_a_verb_and_before_what_says_on_what_base():
    text = "Il nuovo Piano triennale prosegue. Si adotta il Piano triennale sulla base delle richieste."
    assert {words for _, words in find(text, "usesInstrument")} == {"Piano triennale"}
    names = ["Associazione I Lupi della Valle", "Società di mutuo soccorso"]
    assert [words for _, words in find(f"Con la {names[0]}, e con la {names[1]}.")] == names


@pytest.mark.slow
def test_a_field_of_five_thousand_items_is_read():
    items = "; ".join(f"Circolo Numero{number}" for number in range(5_000))
    assert len({thing for thing, _ in find(f"Partner: {items}")}) == 5_000
    # Each of them may be a noun for those behind it.
    assert find(f"Con i {', '.join(['privati'] * 5_000)}.") == [("private-sector", "privati")]


@pytest.mark.slow
def test_a_glossary_of_ten_thousand_acronyms_is_read():
    lines = "\n".join(f"Fondazione Alfa Beta{number} (FAB{number})" for number in range(10_000))
    said = find(f"{lines}\nPoi con FAB9999 si chiude.")
    assert said[-1] == ("fondazione alfa beta9999", "FAB9999")


def test_a_towns_own_vocabulary_goes_before_a_national_name(tmp_path):
    own = tmp_path / "town.ttl"
    own.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix covapit: <https://w3id.org/italia/onto/COV/> .\n"
        '<https://example.org/arci> a covapit:Organization ; skos:prefLabel "ARCI"@it .\n',
        encoding="utf-8",
    )
    assert find("Con l’ARCI.", lexicon=load_vocabulary([str(own)]).lexicon) == [("arci", "ARCI")]
    mentions = read("Con l’ARCI.", lexicon=load_vocabulary([str(own)]).lexicon)[1].mentions
    assert mentions[0].thing == "https://example.org/arci"


# Places and bodies by form: lists after a plural noun, numbered roads, buildings in small letters ---------------------


@pytest.mark.parametrize(
    ("text", "link", "expected"),
    [
        ("Porta a porta nelle frazioni di Colle Rosso, Fonte Vetica e Le Piane.", "concernsPlace",
         [("frazione di colle rosso", "frazioni di Colle Rosso"), ("frazione di fonte vetica", "Fonte Vetica"),
          ("frazione di le piane", "Le Piane")]),
        ("Nei quartieri di Marassina e Castelletto al Mare.", "concernsPlace",
         [("quartiere di marassina", "quartieri di Marassina"),
          ("quartiere di castelletto al mare", "Castelletto al Mare")]),
        ("Lungo la S.S. 17, la strada provinciale n. 54 e la statale 18-bis, ai sensi della legge provinciale 15.",
         "concernsPlace",
         [("ss 17", "S.S. 17"), ("sp 54", "strada provinciale n. 54"), ("ss 18 bis", "statale 18-bis")]),
        ("Aderisce al polo provinciale della Provincia di Lecco e alla rete statale Isontina.", "concernsPlace", []),
        ("Lungo la statale Adriatica e l'ex provinciale Nord.", "concernsPlace",
         [("statale adriatica", "statale Adriatica"), ("provinciale nord", "provinciale Nord")]),
        ("Così punta sempre più a “fare sistema”, in direzione di “un borgo vivo”.", "concernsPlace", []),
        ("Apre la torre medievale; si studia un museo del mare.", "concernsPlace",
         [("torre medievale", "torre medievale")]),
        ("Da piazza Roma 3 al Parco Nord, in via 25 Aprile.", "concernsPlace",
         [("piazza roma", "piazza Roma"), ("parco nord", "Parco Nord"), ("via 25 aprile", "via 25 Aprile")]),
        ("Attraversamenti vicini alla scuola Pascoli.", "concernsPlace", [("scuola pascoli", "scuola Pascoli")]),
        ("Con le cooperative sociali Il Gelso e La Zolla.", "involves",
         [("cooperativa sociale il gelso", "cooperative sociali Il Gelso"),
          ("cooperativa sociale la zolla", "La Zolla")]),
        ("Con le Associazioni Culturali.", "involves", [("cultural-organisations", "Associazioni Culturali")]),
        ("Con il patronato\nACLI e il consultorio dell'ASL.", "involves",
         [("acli", "patronato ACLI"), ("family-clinics", "consultorio dell'ASL")]),
        ("Con il Conto Termico 3.0. Arsena Energia S.r.l. cura gli impianti.", "involves",
         [("arsena energia s r l", "Arsena Energia S.r.l.")]),
        ("Il Comune non collaborerà con Legambiente, che resta senza il coinvolgimento di Slow Food.", "involves", []),
        ("Non collaborera' con Legambiente, né verrà affidato altro.", "involves", []),
        ("Non verrà rinnovata la convenzione con il WWF, senza l'aiuto di Italia Nostra.", "involves", []),
        ("Il Comune non solo collabora con Legambiente.", "involves", [("legambiente", "Legambiente")]),
        ("Prove nei rioni Carmine e Gescal, fino al ponte sul Mis.", "concernsPlace",
         [("rione carmine", "rioni Carmine"), ("rione gescal", "Gescal"), ("ponte sul mis", "ponte sul Mis")]),
        ("Pannelli sulla scuola media Deledda.", "concernsPlace", [("scuola media deledda", "scuola media Deledda")]),
        ("Pannelli sulla scuola media Deledda.", "involves", []),
        ("Con la Croce Rossa Italiana - Comitato di Modena.", "involves",
         [("croce-rossa", "Croce Rossa Italiana - Comitato di Modena")]),
        ("Con Consip, comitato Amici del Parco e Legambiente circolo Le Ginestre.", "involves",
         [("consip", "Consip"), ("comitato amici del parco", "comitato Amici del Parco"),
          ("legambiente", "Legambiente circolo Le Ginestre")]),
        ("Con Confartigianato Imprese Modena.", "involves", [("confartigianato", "Confartigianato Imprese")]),
        ("Lo gestisce l'associazione Filo Rosso – Tejido.", "involves",
         [("associazione filo rosso tejido", "associazione Filo Rosso – Tejido")]),
        ("L'associazione Filo Rosso – Legambiente lo sa – lavora.", "involves",
         [("associazione filo rosso", "associazione Filo Rosso"), ("legambiente", "Legambiente")]),
        ("INWIT installa un traliccio, le farmacie faranno telemedicina e AFOL Metropolitana cura i corsi.", "involves",
         [("inwit", "INWIT"), ("pharmacies", "farmacie"), ("afol metropolitana", "AFOL Metropolitana")]),
        ("Il Castello Carlo V e la Porta Spoletina, non la porta Aperta.", "concernsPlace",
         [("castello carlo v", "Castello Carlo V"), ("porta spoletina", "Porta Spoletina")]),
        ("Resta la misura Nidi Sereni di domani.", "concernsPlace", []),
        ("Il centro di raccolta di via Mazzini, l'ex mattatoio e gli ex magazzini.", "concernsPlace",
         [("centro di raccolta di via mazzini", "centro di raccolta di via Mazzini"),
          ("ex mattatoio", "ex mattatoio"), ("former-buildings", "ex magazzini")]),
        ("Con le scuole materne private “San Giuseppe” e “Maria Bambina”.", "involves",
         [("scuola materna san giuseppe", "scuole materne private “San Giuseppe”"),
          ("scuola materna maria bambina", "Maria Bambina")]),
        ("Con la Parrocchia Santi Nazaro e Celso e gli alpini.", "involves",
         [("parrocchia santi nazaro e celso", "Parrocchia Santi Nazaro e Celso"), ("alpini", "alpini")]),
        ("Apre la Casa di Comunità; resta Acquedotto Pugliese S.p.A.", "involves",
         [("acquedotto-pugliese", "Acquedotto Pugliese S.p.A.")]),
        ("Lungo il torrente Molgora l'AIPO lavora.", "concernsPlace", [("torrente molgora", "torrente Molgora")]),
        ("Con Plastic Free Costa Levante.", "involves", [("plastic-free", "Plastic Free")]),
        ("I pontili di Colmegna, il collettore tra Maccagno e Voldomino, la SS 394 a Creva e l'ex Visnova, non l'ex "
         "Sindaco né il corso di Yoga.", "concernsPlace",
         [("colmegna", "Colmegna"), ("maccagno", "Maccagno"), ("voldomino", "Voldomino"), ("ss 394", "SS 394"),
          ("creva", "Creva"), ("ex visnova", "ex Visnova")]),
        ("Nel borgo di Villa Alta e di Vallunga.", "concernsPlace",
         [("borgo di villa alta", "borgo di Villa Alta"), ("vallunga", "Vallunga")]),
        ("Il bando Estate Serena di Regione Lombardia paga i menu preparati da CIR Food.", "involves",
         [("regione-lombardia", "Regione Lombardia"), ("cirfood", "CIR Food")]),
        ("Cessa la convenzione con la Croce Rossa, la convenzione con l'Auser non sarà rinnovata.", "involves", []),
        ("Non cessa la convenzione con la Croce Rossa; è prorogata la convenzione con l'Auser.", "involves",
         [("croce-rossa", "Croce Rossa"), ("auser", "Auser")]),
        ("Con Rfi, Gse e Unicam, tra rifugi alpini, laghi alpini e la caserma dei carabinieri.", "involves",
         [("rfi", "Rfi"), ("gse", "Gse"), ("unicam", "Unicam")]),
        # Nothing stands after the last word.
        ("Pagano AUSL AUSL scuole", "involves",
         [("health-authority", "AUSL"), ("health-authority", "AUSL")]),
        ("L'associazione culturale Vecchia Zalsa e il comitato civico Marassina; lavori alla scuola media Leopardi.",
         "involves", [("associazione culturale vecchia zalsa", "associazione culturale Vecchia Zalsa"),
                      ("comitato civico marassina", "comitato civico Marassina")]),
        ("Gli interventi riguardano la scuola secondaria di I grado Manzoni e l'ITC Orsi.", "concernsPlace",
         [("scuola secondaria di i grado manzoni", "scuola secondaria di I grado Manzoni"),
          ("itc orsi", "ITC Orsi")]),
        # Works at the head of a line are in no name.
        ("Riqualificazione Piazza Marvò e nuova scuola media Leopardi.", "concernsPlace",
         [("piazza marvo", "Piazza Marvò"), ("scuola media leopardi", "scuola media Leopardi")]),
        ("Ristrutturazione Liceo Gorgola.", "involves", []),
        ("Si asfalta c.da Zalse e la f.ne Marvò.", "concernsPlace",
         [("contrada zalse", "c.da Zalse"), ("frazione marvo", "f.ne Marvò")]),
        ("Con Anas, Inps e Seta, non con Anita né con Ispra.", "involves", [("anas", "Anas"), ("inps", "Inps")]),
        ("Con WWF, Caretta Jonica Conservation e Legambiente, poi una TARI più bassa.", "involves",
         [("wwf", "WWF"), ("caretta jonica conservation", "Caretta Jonica Conservation"),
          ("legambiente", "Legambiente")]),
        ("Vigilano le guardie zoofile dell'ENPA.", "involves", [("enpa", "guardie zoofile dell'ENPA")]),
        ("Con l'ASL Bari - Servizio veterinario.", "involves", [("asl bari", "ASL Bari - Servizio veterinario")]),
        # A church is called by whoever it was; a town's name goes on; of a valley the upper end.
        ("Restauro della Basilica Lateranense della Misericordia e della sede della Misericordia.", "concernsPlace",
         [("basilica lateranense della misericordia", "Basilica Lateranense della Misericordia")]),
        ("Il Museo della Seta di Palazzolo sull’Oglio e la biblioteca di Castiglione in Teverina.", "concernsPlace",
         [("museo della seta di palazzolo sull oglio", "Museo della Seta di Palazzolo sull’Oglio"),
          ("biblioteca di castiglione in teverina", "biblioteca di Castiglione in Teverina")]),
        ("I rifugi in Alta Val Dolo; la cooperativa Alta Val Gorga.", "concernsPlace", [("val dolo", "Val Dolo")]),
        # An acronym with a name tells which one is meant, in quotation marks or not.
        ("Con l’Agenzia per la Tutela della Salute – ATS “Val Padana” e l’ATS “Brianza”.", "involves",
         [("ats-val-padana", "Agenzia per la Tutela della Salute – ATS “Val Padana”"),
          ("ats-brianza", "ATS “Brianza”")]),
        ("Convenzioni con Avis, Marvona e Caritas.", "involves",
         [("avis", "Avis"), ("marvona", "Marvona"), ("caritas", "Caritas")]),
        ("Il parco del XX secolo, il piazzale del XXV aprile, la Polveriera di Gorga.", "concernsPlace",
         [("parco del xx secolo", "parco del XX secolo"), ("piazzale del xxv aprile", "piazzale del XXV aprile"),
          ("polveriera di gorga", "Polveriera di Gorga")]),
        ("Il progetto L. 285/97 e il Piano Regionale dei Trasporti 2020 – 2030.", "usesInstrument",
         [("legge-285", "L. 285/97"),
          ("piano regionale dei trasporti 2020 2030", "Piano Regionale dei Trasporti 2020 – 2030")]),
        ("In collaborazione con i padri Barnabiti; con la Fondazione Cassa di Risparmio.", "involves",
         [("padri barnabiti", "padri Barnabiti"), ("banks", "Fondazione Cassa di Risparmio")]),
        # What ends a text ends it.
        ("Nel distretto operano imprese quali Marvone", "involves",
         [("businesses", "imprese"), ("marvone", "Marvone")]),
        ("Il contratto di concessione della «Fortezza Gorga».", "usesInstrument", []),
        # The one school that is named is not the only one.
        ("Gli arredi della scuola dell’infanzia. Con la scuola dell’infanzia Gorgola.", "involves",
         [("scuola dell infanzia gorgola", "scuola dell’infanzia Gorgola")]),
        ("Con la scuola Gorgola, alternanza scuola – lavoro.", "involves", [("scuola gorgola", "scuola Gorgola")]),
        ("Il pontile di San Marco in Boccalama.", "concernsPlace",
         [("pontile di san marco in boccalama", "pontile di San Marco in Boccalama")]),
        ("Nel Programma di riordino territoriale della Regione Emilia-Romagna.", "involves",
         [("regione-emilia-romagna", "Regione Emilia-Romagna")]),
        ("L'ampliamento della scuola con la Provincia.", "involves", [("provincia-di-modena", "Provincia")]),
        ("Valgono le linee guida di design contenenti regole.", "usesInstrument",
         [("linee guida di design", "linee guida di design")]),
        ("L'accoglienza dei minori stranieri non accompagnati, dei minori stranieri.", "benefits",
         [("unaccompanied-minors", "minori stranieri non accompagnati"), ("unaccompanied-minors", "minori stranieri")]),
        ("Il Piano urbanistico comunale segue; il PUC è poi adottato.", "usesInstrument",
         [("general-urban-plan", "Piano urbanistico comunale"), ("general-urban-plan", "PUC")]),
        ("Nei PUC lavora chi ne ha bisogno.", "usesInstrument", [("puc-utili", "Nei PUC")]),
        ("L'Ufficio scolastico regionale e l'Ufficio speciale per la ricostruzione, l'USR.", "involves",
         [("school-offices", "Ufficio scolastico regionale"), ("agencies", "Ufficio speciale per la ricostruzione"),
          ("agencies", "USR")]),
        ("L'aeroporto dello Stretto, la ferrovia jonica e la Statale 106; nella Città metropolitana di Roma.",
         "concernsPlace",
         [("aeroporto dello stretto", "aeroporto dello Stretto"), ("ferrovia jonica", "ferrovia jonica"),
          ("ss 106", "Statale 106")]),
        ("In collaborazione con le Regioni) - CAP3.LA01; la DOP di Reggio Calabria e Coldiretti.", "involves",
         [("region", "Regioni"), ("coldiretti", "Coldiretti")]),
        ("Soggetti coinvolti: Azienda USL; comitato Salute pubblica", "involves",
         [("health-authority", "Azienda USL"), ("comitato salute", "comitato Salute")]),
        ("Trecento alberi al Parco della Rimembranza; partite al PalaEstra e nell'ex IPSIA.", "concernsPlace",
         [("parco della rimembranza", "Parco della Rimembranza"), ("palaestra", "PalaEstra"),
          ("ex ipsia", "ex IPSIA")]),
        ("Nell'ex caserma della Guardia di Finanza, con la Fondazione Cassa di risparmio di Gorgola e la RSA Betulla.",
         "involves",
         [("fondazione cassa di risparmio di gorgola", "Fondazione Cassa di risparmio di Gorgola"),
          ("rsa betulla", "RSA Betulla")]),
        ("Nell'ex caserma della Guardia di Finanza.", "concernsPlace",
         [("ex caserma della guardia di finanza", "ex caserma della Guardia di Finanza")]),
        ("Il distretto, cui aderiscono Trecase, Boscotrecase e Boscoreale.", "involves",
         [("063091", "Trecase"), ("063009", "Boscotrecase"), ("063008", "Boscoreale")]),
        ("Il Reale Decreto 13 febbraio 1933, n. 215, la direttiva 2000/60, la direttiva 2/2017.", "usesInstrument",
         [("regio-decreto-1933-215", "Reale Decreto 13 febbraio 1933, n. 215"),
          ("direttiva-ue-2000-60", "direttiva 2000/60")]),
        ("La deliberazione consiliare n. 10 del 16.02.1994 e la delibera di Giunta n. 3 in data 4 marzo 2015.",
         "usesInstrument",
         [("deliberazione-consiliare-n-10-del-16-02-1994", "deliberazione consiliare n. 10 del 16.02.1994"),
          ("delibera-di-giunta-n-3-in-data-4-marzo-2015", "delibera di Giunta n. 3 in data 4 marzo 2015")]),
        ("Lo chiede il Commissario straordinario per le bonifiche.", "involves",
         [("commissario straordinario per le bonifiche", "Commissario straordinario per le bonifiche")]),
        ("Con il Dipartimento di salute mentale, il SerD e i consultori.", "involves",
         [("mental-health-services", "Dipartimento di salute mentale"), ("addiction-services", "SerD"),
          ("family-clinics", "consultori")]),
        ("Un regolamento sulle locazioni turistiche, il regolamento del consorzio, il Regolamento dei mulini.",
         "usesInstrument",
         [("regolamento sulle locazioni turistiche", "regolamento sulle locazioni turistiche"),
          ("regolamento dei mulini", "Regolamento dei mulini")]),
        ("Un protocollo per la gestione degli sfratti alle famiglie e la tenuta del protocollo.", "usesInstrument",
         [("protocollo per la gestione degli sfratti", "protocollo per la gestione degli sfratti")]),
        ("La Festa dei tre confini, lo Zalsa Music Festival e il MarvoFest.", "usesInstrument",
         [("festa dei tre confini", "Festa dei tre confini"), ("zalsa music festival", "Zalsa Music Festival"),
          ("marvofest", "MarvoFest")]),
        ("Alla presenza dei sindaci di Trecase, Boscotrecase e Boscoreale.", "involves",
         [("063091", "Trecase"), ("063009", "Boscotrecase"), ("063008", "Boscoreale")]),
        ("Alla presenza dei sindaci di Trecase, Boscotrecase e Boscoreale.", "concernsPlace", []),
        ("Si è capofila con Trecase, Boscotrecase e Boscoreale.", "involves",
         [("063091", "Trecase"), ("063009", "Boscotrecase"), ("063008", "Boscoreale")]),
    ],
)  # fmt: skip
def test_names_by_form(text, link, expected):
    assert find(text, link) == expected


def test_whose_plan_it_is_is_no_partner_of_it():
    province = PlanRecord(municipality="Provincia di Lecco")
    text = "La Provincia di Lecco e il presidente della Provincia; con la Provincia di Como e con le Province."
    assert [thing for thing, _ in find(text, record=province)] == ["provincia-di-como", "province"]
    union = PlanRecord(municipality="Unione dei Comuni del Faro")
    text = "L'Unione con l'Unione dei Comuni Alta Valle; l'Unione dei Comuni."
    assert find(text, record=union) == [("unione dei comuni alta valle", "Unione dei Comuni Alta Valle")]
    called = PlanRecord(publisher="Unione dei Comuni del Faro")
    assert find(text, record=called) == find(text, record=union)


def test_a_plan_without_a_municipality_has_neighbours():
    nobody = PlanRecord(plan="DUP")
    long = PlanRecord(municipality="Vignola sul Faro")
    assert find("Con il Comune di Vignola e il Comune di Vignola sul Faro.", record=long) == [
        ("036046", "Comune di Vignola")
    ]
    short = PlanRecord(municipality="Marvò Alto d'Arno")
    for text in ("Con il Comune di Marvò Alto.", "La spesa che Marvò Alto sostiene, con l'ufficio di Marvò Alto."):
        assert find(text, record=short) == []
    assert find("Con il Comune di Vignola.", record=nobody) == [("036046", "Comune di Vignola")]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Con Aquaria S.p.A. per le acque.\nSoggetti coinvolti: Aquaria; AVIS", {"aquaria s p a", "avis"}),
        ("Con l'ULSS 3 Serenissima.\nSoggetti coinvolti: ULSS 3", {"ulss 3 serenissima"}),
        ("Con l'Università LUDEN di Zena.\nSoggetti coinvolti: LUDEN", {"universita luden di zena"}),
        ("Con la Camera di commercio di Nord Levante; la Camera di commercio fa il resto.",
         {"camera di commercio di nord levante"}),
        ("Con l'ULSS 1 Dolomiti e l'Azienda ULSS 1 Dolomiti; l'Azienda sanitaria locale paga.",
         {"azienda ulss 1 dolomiti"}),
        ("Con la CER Alto Agordo e la Comunità energetica Alto Agordo.", {"comunita energetica alto agordo"}),
        ("Con l'istituto comprensivo Tacchi Venturi.\nPartner: I.C. Tacchi Venturi",
         {"istituto comprensivo tacchi venturi"}),
        ("Con ARPA Marche e il Consorzio di bonifica.\nPartner: Ufficio speciale ricostruzione",
         {"arpam", "land-reclamation-boards", "agencies"}),
        ("Con BIM Gestione Servizi Pubblici S.p.A.\nPartner: BIM GSP", {"bim gestione servizi pubblici s p a"}),
        ("L'Ambito territoriale sociale 17 paga.\nPartner: ATS 17", {"ambito territoriale sociale 17"}),
        ("Con Acqua Pubblica Sabina S.p.A.\nPartner: APS", {"acqua pubblica sabina s p a"}),
        ("Con l'Autorità di sistema portuale del Mare Grande.\nPartner: AdSP",
         {"autorita di sistema portuale del mare grande"}),
        ("Con la Camera di Commercio di Nord Levante e la CCIAA Levante.", {"camera di commercio di nord levante"}),
        ("Con la Pro Loco di Colle Alto e le feste della Pro Loco.", {"pro loco di colle alto"}),
        ("Con l'ATER della Provincia di Rieti e la Provincia di Rieti.",
         {"ater della provincia di rieti", "provincia-di-rieti"}),
        ("Con la cooperativa Il Melo e la cooperativa Il Melo Nord.", {"cooperativa il melo nord"}),
        ("Con l'ACER Reggio Emilia e Unindustria Reggio Emilia.", {"acer reggio emilia", "unindustria"}),
        ("Con l'associazione Maestri di Strada ETS; i Maestri di strada curano i corsi.",
         {"associazione maestri di strada ets"}),
        ("Nel centro antiviolenza si ascolta. Il Centro antiviolenza Aurora resta.", {"centro antiviolenza aurora"}),
        ("Con l'I.C. Collalto e l'Istituto comprensivo di Collalto.", {"istituto comprensivo di collalto"}),
        ("Con la biblioteca Villa Hussy; nel parco di Villa Hussy.", {"biblioteca villa hussy"}),
        ("Con la Fondazione Rosa Blu e la Fondazione Rosa Blu Alta; poi la Fondazione Rosa Blu Bassa.",
         {"fondazione rosa blu", "fondazione rosa blu alta", "fondazione rosa blu bassa"}),
        ("Con il Consorzio di bonifica della Piana Alta e il Consorzio di sviluppo economico della Piana Alta.",
         {"consorzio di bonifica della piana alta", "consorzio di sviluppo economico della piana alta"}),
        ("L'Associazione Amici delle Due Rive (da qui in avanti ADUR) resta. Si lavora con ADUR.",
         {"associazione amici delle due rive"}),
        ("Con l'Associazione Sportiva Gorgola, e con l'Assistenza Sportiva Gorgola.",
         {"associazione sportiva gorgola", "assistenza sportiva gorgola"}),
    ],
)  # fmt: skip
def test_a_body_in_full_and_in_short_is_one(text, things):
    assert {thing for thing, _ in find(text)} == things


def test_no_unknown_name_crosses_a_cell_or_stands_in_a_label():
    cells = [
        ("cell", words, {"table": 0, "row": number // 2, "column": number % 2})
        for number, words in enumerate(
            ("Descrizione", "Si va da Spiffero Alto", "Responsabile", "Settore Opere", "Note", "Poi Vento Basso")
        )
    ]
    text = "\n".join(words for _, words, _ in cells)
    _, reading = read(text, blocks=cells)
    assert [each.words for each in reading.unread] == ["Spiffero Alto", "Vento Basso"]


def test_a_former_building_is_one_by_its_noun_and_by_its_name():
    text = "Nell'ex filanda Bortolas e nell'ex filanda; non in un ex mulino."
    assert [thing for thing, _ in find(text, "concernsPlace")] == [*["ex filanda bortolas"] * 2, "former-buildings"]


def test_who_was_in_office_is_no_former_building():
    text = "Nell'ex direttore si crede, nell'ex amministrazione no; nell'ex filanda mancavano i fondi."
    assert find(text, "concernsPlace") == [("ex filanda", "ex filanda")]


def test_what_a_building_once_was_says_nothing_of_a_theme():
    # That it is one no more does.
    assert find("Nell'ex cinema, nell'ex sala lettura.", "hasTheme") == [("urban-regeneration", "ex cinema")]
    for text, themes in (
        ("Aiuole e aree verdi al Bosco di Marvò.", ["Aiuole", "aree verdi"]),
        ("Nell'ex cinema, mostre e convegni.", ["mostre", "convegni"]),
    ):
        assert [words for _, words in find(text, "hasTheme")] == themes


def test_a_field_that_says_the_title_above_again_does_not_speak_for_itself():
    text = "Una città solidale\nVelodromo\nLinea strategica: 1 – Una città solidale\n\nSi rifà la pista."
    above = Section("1", "policy", "Linea", "Una città solidale", 0, 18, 0, 18, None, 1)
    below = Section("1.1", "objective", "Obiettivo", "Velodromo", 19, len(text), 19, 28, "1", 2)
    document = Document(text, "piano.txt", "", SASSUOLO)
    mentions = find_mentions(document, Outline("prova", (above, below)), load_lexicon()).mentions
    assert {m.element for m in mentions if m.thing.endswith("/social-welfare")} == {"1"}


def test_a_short_name_is_another_name_of_the_thing():
    _, reading = read("Con Aquaria S.p.A. per le acque.\nSoggetti coinvolti: Aquaria")
    assert [(thing.label, thing.also) for thing in reading.coined] == [("Aquaria S.p.A.", ("Aquaria",))]
    # What it is called in so many words, too: whoever asks for the ATS means this one, and no health authority.
    _, reading = read("Con l'Ambito territoriale sociale “Costa Levante” (ATS) e con AVIS; poi l'ATS.")
    called = [(thing.label, thing.also) for thing in reading.coined]
    assert called == [("Ambito territoriale sociale Costa Levante", ("ATS",))]
    # So is the bare name of a part of town, where the plan uses it.
    _, reading = read("Il quartiere di Marvolagna; i parcheggi a Marvolagna. Il quartiere di Zolagna.")
    called = {thing.label: thing.also for thing in reading.coined}
    assert called == {"Quartiere di Marvolagna": ("Marvolagna",), "Quartiere di Zolagna": ()}


def test_a_body_is_called_by_all_its_words():
    text = (
        "La SEA Servizi e Ambiente spa, Zalsa Eventi srl e l'associazione Diakonia Onlus. Il centro antiviolenza "
        "Me.dea e l'associazione Libera...mente Donna. L'Associazione Familiari e Vittime dell'Amianto, l'Associazione "
        "le Querce di Mamre e la Fondazione Patrimonio UNESCO Zena. Le Great Spa Towns. Il liceo Pio X e l'Unione di "
        "Comuni della Zalsa e del Marvò Occidentale."
    )
    assert [exact for _, exact in find(text)] == [
        "SEA Servizi e Ambiente spa", "Zalsa Eventi srl", "associazione Diakonia Onlus", "centro antiviolenza Me.dea",
        "associazione Libera...mente Donna", "Associazione Familiari e Vittime dell'Amianto",
        "Associazione le Querce di Mamre", "Fondazione Patrimonio UNESCO Zena",
        "liceo Pio X", "Unione di Comuni della Zalsa e del Marvò Occidentale",
    ]  # fmt: skip


def test_a_decree_is_cited_by_its_day_a_feast_by_its_saint_and_a_call_by_its_name():
    text = (
        "Una Convenzione triennale stipulata. In base al D.M. 17 marzo 2020, al decreto ministeriale del "
        "17/03/2020 e al D.P.C.M. 30 marzo 2001. Per la festa di San Giorgio e la Giornata europea della "
        "cultura ebraica, il bando regionale Aurora."
    )
    assert find(text, "usesInstrument") == [
        ("convenzione triennale", "Convenzione triennale"),
        ("decreto-ministeriale 17.3.2020", "D.M. 17 marzo 2020"),
        ("decreto-ministeriale 17.3.2020", "decreto ministeriale del 17/03/2020"),
        ("dpcm 30.3.2001", "D.P.C.M. 30 marzo 2001"),
        ("festa di san giorgio", "festa di San Giorgio"),
        ("giornata europea della cultura ebraica", "Giornata europea della cultura ebraica"),
        ("bando regionale aurora", "bando regionale Aurora"),
    ]
    text = "Il progetto Ritornare a casa, il progetto Vivaio della cooperativa; la direttiva 92/43/CEE."
    assert [exact for _, exact in find(text, "usesInstrument")] == [
        "progetto Ritornare a casa", "progetto Vivaio", "direttiva 92/43/CEE",
    ]  # fmt: skip
    # What has a number goes by it.
    assert [thing for thing, _ in find("Il D.M. 17 marzo 2020, n. 5.", "usesInstrument")] == [
        "decreto-ministeriale 5 2020"
    ]


def test_an_item_is_not_lengthened_to_a_longer_name_that_begins_like_it():
    text = "Presso il CPIA Centro Ponente.\nSoggetti coinvolti: CPIA; UNHCR; ARCI"
    assert [exact for _, exact in find(text)][-3:] == ["CPIA", "UNHCR", "ARCI"]


def test_a_library_among_the_actors_is_one_and_funds_among_the_means_are_instruments():
    text = "Letture.\nSoggetti coinvolti: biblioteca Augusta; AVIS\nRisorse: 20.000 euro, PNRR"
    assert find(text) == [("biblioteca augusta", "biblioteca Augusta"), ("avis", "AVIS")]
    assert [exact for _, exact in find(text, "usesInstrument")] == ["PNRR"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Un incontro pubblico a Marvò organizzato dal quartiere.", {"marvo", "neighbourhoods"}),
        ("Una fermata alla Zalsa e la costa da Punta Alta all'Orbella.", {"zalsa", "costa da punta alta", "orbella"}),
        ("Si collega il centro di San Sisto; poi a San Biagio.", {"san sisto", "san biagio"}),
        ("Un parcheggio in zona Gran Mela, un altro in zona Nord; la zona DOC.", {"gran mela", "nord"}),
        # "San Paolo" is a town far away, and a part of this one where others are listed; two towns give one name.
        ("Si sta a Gorbula, Madonna delle Selve e San Paolo.", {"gorbula", "madonna delle selve", "san paolo"}),
        ("Va meglio. A Gorbula, Lama e Marvola manca; li tiene Zalsa Verde.", {"gorbula", "lama", "marvola"}),
        ("Palazzo de Zalsis di Paolo VI. I comitati; il mar Piccolo.",
         {"palazzo de zalsis di paolo vi", "mar piccolo"}),
        ("Gli invasi di Gorbula e del Roglio.", {"gorbula", "roglio"}),
        ("Nella zona dei Gorbuli, per l'area del Welfare.", {"gorbuli"}),
        # Days, saints' fairs and whom a monument stands for are nowhere; nor is a city abroad a part of town.
        ("Si apre a Pasqua, tra Natale e Ferragosto; la sagra di San Marvò, un busto a Marvoni, a Lisbona.", set()),
        ("Si sta a Le Cortale, da porta Malanca; la rete porta Zalsa in casa.", {"le cortale", "porta malanca"}),
        ("Il Centro Servizi di Modena e Ferrara.", {"centro servizi di modena e ferrara"}),
        ("Si visita il Museo dell'arte della lana.", {"museo dell arte della lana"}),
        # What leads somewhere, a list that ends in a word of the language, what rivers and hamlets have.
        ("La navetta verso Marvone; un bus tra Zalsa, Gorbula e Carda.", {"marvone", "zalsa", "gorbula", "carda"}),
        ("Uno sportello a Gorbula e Carda; chi apre a Moneta o a Zalsa.", {"gorbula", "carda", "moneta", "zalsa"}),
        ("Le sponde dell'Orbella, gli argini del Zarno, lungo l'Ombrina.", {"orbella", "zarno", "ombrina"}),
        ("I campetti di Marvone; i tecnici di Marvoni.", {"marvone"}),
        ("Si comincia. Lavori a Gorbula; da Zalsa Nuova a Orbella.",
         {"gorbula", "zalsa nuova", "orbella"}),
        ("Nel quartiere degli Orbi e in località Orbi; nel quartiere della Rosa.",
         {"quartiere degli orbi", "quartiere della rosa"}),
        # What goes somewhere, runs between two places or has several towns; a town far away may be called as a hamlet.
        ("Il traghetto per Gorbula, la strada per Menaggio, il bus collega Orbella e Zalsa; si lavora per Marvone.",
         {"gorbula", "menaggio", "orbella", "zalsa"}),
        ("I binari tra Gorbula e Orbella; i paesi della Marvagna e del Zalsano; il canone della Zorba.",
         {"gorbula", "orbella", "marvagna", "zalsano"}),
        ("Orbica, Lezzola e Marvola attendono; la scuola elementare di Marvola.",
         {"orbica", "lezzola", "marvola", "scuola elementare di marvola"}),
        # What a longer name has, or a saint's feast, is not the part of town that is called alike.
        ("Il quartiere San Marvò, la sagra di San Marvò, Radio San Marvò e la frazione Zorba; corse da Marvone, "
         "la nuova statale 106.", {"quartiere san marvo", "frazione zorba", "marvone", "ss 106"}),
        # A noun that opens a sentence is in no name; schools by their level alone; a town beside a place.
        ("Si apre. Navetta da Gorbula e Marvone; la primaria Zalsa; la pista di atletica Aldo Marvò.",
         {"gorbula", "marvone", "primaria zalsa", "pista di atletica aldo marvo"}),
        ("Tra i colli di Gorbula e Formigine.", {"colli di gorbula", "036015-(1948-01-01)"}),
        ("Dal podere Gorbula in Val Marvone.", {"podere gorbula", "val marvone"}),
        ("Il campeggio di Gorbula, il canile di Orbella e i castagneti della Marvagna.",
         {"gorbula", "orbella", "marvagna"}),
        # People are no places.
        ("L'edificio di Renzo Piano e il percorso di Laura; la navetta collega Renzo e Lidia.", set()),
        ("Il museo del mare; il museo della civiltà contadina di Gorbula.",
         {"museo del mare", "museo della civilta contadina di gorbula"}),
        ("Tra Umbria e Liguria, verso Albania; le acque della Sardegna.", set()),
        ("Tra Identità e Innovazione, tra Welfare e Lavoro, a Legalità e Sicurezza; crediti verso Marvone.", set()),
        ("Il parco di Villa Orsi (Zoltana).", {"parco di villa orsi", "zoltana"}),
        ("Il cortile della Rocca e il Torrione; la Fondazione La Torre.", {"rocca", "torrione"}),
        ("Il raccordo della piazza dell'Unità con la contrada dei Gabri.", {"piazza dell unita", "contrada dei gabri"}),
        ("L'assemblea di quartiere Sos Marvò; la Corte d'Appello; la Stazione Carabinieri.", set()),
        ("Presso l'ex sala lettura; stazioni termiche di zona.", set()),
        ("La Strada Regionale 11 e la SS16.", {"sr 11", "ss 16"}),
        ("L'Eremo di San Marvò al Lago e la chiesa di San Gabro ad Ortale.",
         {"eremo di san marvo al lago", "chiesa di san gabro ad ortale"}),
        ("La torre medievale di Colle Marvò.", {"torre medievale di colle marvo"}),
        ("Ai giovani è dedicato un corso dell'Istituto Marvò.", set()),
        ("In contrada Le Zalse; da contrada Zalse.", {"contrada le zalse"}),
        ("In piazza V Alpini e in via 5° Alpini.", {"piazza v alpini", "via 5 alpini"}),
        ("Il Parco Aldo Marvò di Via Mura.", {"parco aldo marvo", "via mura"}),
        ("Un corso presso il museo civico di Marvò.", {"museo civico di marvo"}),
        ("Le Fonti di Marvò; altre fonti di Zalsa.", {"fonti di marvo", "fonti di zalsa"}),
        ("Sarà inaugurata la scuola Orbella; riqualificare la scuola Marvò; la scuola Zalsa sarà oggetto di lavori; "
         "interventi presso il Liceo Gabri.",
         {"scuola orbella", "scuola marvo", "scuola zalsa", "liceo gabri"}),
        ("In via XX settembre e in piazza 8 marzo; il Liceo Gorgola e la scuola Marvò saranno ampliati.",
         {"via xx settembre", "piazza 8 marzo", "liceo gorgola", "scuola marvo"}),
        ("In V.le Roma, in viale Roma, in P.zza Zalsa, via Verdi e piano San Vito.",
         {"viale roma", "piazza zalsa", "via verdi", "piano san vito"}),
        ("Il collegamento Monte Marvò - Zalsa e il tratto Modena - Bologna. Strada Monte Marvò - Interventi.",
         {"monte marvo", "zalsa", "036023-(1948-01-01)", "037006-(2015-01-01)", "strada monte marvo"}),
        ("La frana sulla Val di Zoldo. Ponte pedonale sul Mis, argini del Po.",
         {"val di zoldo", "ponte pedonale sul mis", "po"}),
        ("Il Museo internazionale delle ceramiche e la palestra dell'istituto Marvò.",
         {"museo internazionale delle ceramiche"}),
        # It only begins the name of an event.
        ("Il Lago di Zalsa Film Festival.", set()),
        # One that is no word is enough for a list, and a place before it for what goes on with "e".
        ("Si aprono uffici a Archi, Sbarre, San Marvò e Gebbiole. In via Roma e Sant'Orbello.",
         {"archi", "sbarre", "san marvo", "gebbiole", "via roma", "sant orbello"}),
        ("I moli di Gorgola, Lanterne e Marvò. Le cave di pomice di Zalsa. Per l'area Orbella.",
         {"gorgola", "lanterne", "marvo", "zalsa", "orbella"}),
        # What is said of one of its kind, who lives there, the town that it is of, one half of a town.
        ("La pista di Frera e quella di Canosia, quella di Marvone Onda. Gli abitanti della Zalsa, a Modica Alta.",
         {"frera", "canosia", "zalsa", "modica alta"}),
        ("Un caseificio a Bassura di Zocca.", {"bassura di zocca"}),
        # Where one is inside, it is a building; the bodies after "e a" go on with the one that a cue asks for.
        ("Nell'ex peso pubblico e all'ex sindaco. Affidato a Marvone Onda e a Gorgola Viva.", {"ex peso pubblico"}),
        ("Nella ex pretura e nell'ex birreria Orbella.", {"ex pretura", "ex birreria orbella"}),
        ("Il recupero dell'ex scuderia, il direttore dell'ex azienda.", {"ex scuderia"}),
        # Of one form for one and for several, an adjective before the names, two roads with a hyphen between.
        ("Nelle località Gorbula, Prato e San Marvò.", {"localita gorbula", "localita prato", "localita san marvo"}),
        ("Nelle scuole primarie Rodari e Zalsa; l'asse via Gorbi-via Marvò.",
         {"scuola rodari", "scuola zalsa", "via gorbi", "via marvo"}),
        # Plains are said without an article, plans with one.
        ("I cantieri di Piano Gorbaglia, fino a Piano di Marvò; a seguito di Piano Attuativo.",
         {"piano gorbaglia", "piano di marvo"}),
        # One word that is none of the language after an article, and whoever is given something.
        ("Nel Marvignano e alla Zorbana; affidato alla Gorbula.", {"marvignano", "zorbana"}),
        ("Il bus porterà gli anziani da Orbica, Lezzola e Marvola al mercato; la metropolitana arriva fino a Gorbone.",
         {"orbica", "lezzola", "marvola", "gorbone"}),
        ("Le spiagge libere di Lezzona, gli alloggi di Madonna delle Zalse, nelle zone Gorba, Marvo e Pietra.",
         {"lezzona", "madonna delle zalse", "gorba", "marvo", "pietra"}),
    ],
)  # fmt: skip
def test_a_place_is_one_by_what_stands_around_it(text, places):
    assert {thing for thing, _ in find(text, "concernsPlace")} == places


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Con l'Università Bocconi e l'Università di Roma Tre per il Ministero.",
         ["bocconi", "universita di roma tre", "state"]),
        ("Con le associazioni di categoria, associazioni delle famiglie.", ["trade-associations", "associations"]),
        ("Con l'Azienda sanitaria locale (ASL) di Zena.", ["azienda sanitaria locale di zena"]),
        ("Con l'Azienda Socio Sanitaria Territoriale (ASST) di Lodi e l'ASST.", ["asst-lodi"] * 2),
        ("ATS Insubria, ATS “VAL PADANA” e ASST della Valle Olona.",
         ["ats-insubria", "ats-val-padana", "asst-valle-olona"]),
        ("Davanti al TAR Marche pende il ricorso; la sosta davanti al Tribunale.", ["tar"]),
        # Whoever does what is done, known or not; nobody's own name is a body's.
        ("Il tratto completato da Marvone a Zalsa.", []),
        ("Ora Zalsa Reti Nuove ha progettato i collettori, Marvo Acque sostituirà le condotte; Gorgo Alta rilanciare.",
         ["zalsa reti nuove", "marvo acque"]),
        # With whom there is a lawsuit is no partner, nor a function that nobody is said to have.
        ("Il contenzioso con Enel e con la Provincia di Cuneo; le funzioni di polizia locale e protezione civile.",
         []),
        # Where a body is at home is neither a part of it nor another body.
        ("Il quartiere di Marvolagna. La Misericordia di Alta Zalsa cura le visite; la Misericordia di Marvolagna.",
         ["misericordie"] * 2),
        ("I laboratori saranno promossi con Zalsaque.", ["zalsaque"]),
        # Of a name that begins "L'altra" nobody knows where it ends.
        ("In collaborazione con l'associazione L'altra metà del cielo.", []),
        ("Le fermate sistemate da Contram; con il supporto di Delcomar.", ["contram", "delcomar"]),
        ("Uno studio curato da Carla Zalsa; in collaborazione con Maria Luisa Marvò.", []),
        ("Al corso va l'Associazione castanicoltori del Casentino.", ["associazione castanicoltori del casentino"]),
        ("I comitati di quartiere di Vallicola.", ["neighbourhood-representatives"]),
        # A building is a partner only where something is done with it or by it.
        ("I lavori al Museo civico di Zena; l'ascensore dell'ospedale di Zalsa.", []),
        ("Le visite sono affidate al Museo civico di Zena, in collaborazione con l'ospedale di Zalsa.",
         ["museo civico di zena", "ospedale di zalsa"]),
        ("Il Comune apre uno sportello antiviolenza.", []),
        ("Con l'associazione Mercato storico di Marvò.", ["associazione mercato storico di marvo"]),
        ("Con l'associazione Volontari per l'Arte.", ["associazione volontari per l arte"]),
        ("La Prefettura di Zena - Area Bilancio.", ["prefettura di zena"]),
        ("L'Azienda ULSS 13, l'Azienda ULSS 14 e l'Azienda ULSS Alta Marvò.",
         ["azienda ulss 13", "azienda ulss 14", "azienda ulss alta marvo"]),
        ("L'ASL Alta Marvò, l'ASL 1 e l'ASL 2.", ["asl alta marvo", "asl 1", "asl 2"]),
        ("Con il presidente della Provincia di Salerno, Aldo Marvò, e con il comitato Alto Faro.",
         ["provincia-di-salerno", "comitato alto faro"]),
        ("In collaborazione con l'amministratore Straordinario Aldo Marvò; con il sindaco, Unione Ciclisti Alta.",
         ["unione ciclisti alta"]),
        ("Con il Nuovo Circondario Marvese; un processo di associazionismo.", ["nuovo circondario marvese"]),
        # Two people give one name; a legal form closes another; a body that goes by a word is one inside its sentence.
        ("La Fondazione Anna e Livio Marvò, la scuola Falcone e Borsellino, la cooperativa Rosa e la Zolla.",
         ["fondazione anna e livio marvo", "scuola falcone e borsellino", "cooperativa rosa"]),
        # Two words or towns give one name, where neither is a body; two schools are two, and "Ogni" is in no name.
        ("La cooperativa Terra e Sole, la Diocesi di Adria e Rovigo, le Università di Siena e Pisa; le scuole Ugo "
         "Marvò e Carlo Zalsa. Ogni Cooperativa Sociale.",
         ["cooperativa terra e sole", "diocesi di adria e rovigo", "unisi", "scuola ugo marvo",
          "scuola carlo zalsa", "private-social-sector"]),
        ("Il circolo Sole e Croce Azzurra, il circolo Alba e Scuola, l'associazione Donne contro la mafia. Con Libera.",
         ["circolo sole", "croce azzurra", "circolo alba", "schools", "associazione donne contro la mafia", "libera"]),
        ("La società Acqua e Luce S.p.A. e la cooperativa Pane e Rose Onlus.",
         ["societa acqua e luce s p a", "cooperativa pane e rose onlus"]),
        # An acronym in brackets says how far its name goes; "Po" is no initial.
        ("IBAM (Istituto per i beni artistici e marini), la Parrocchia dei SS. Nazaro e Celso, il circolo del Po. Poi.",
         ["istituto per i beni artistici e marini", "parrocchia dei ss nazaro e celso", "circolo del po"]),
        ("Con la Coop. soc. Gorgola e con la Zalsa Cooperativa Sociale.",
         ["coop soc gorgola", "zalsa cooperativa sociale"]),
        ("Con la Zalsa cooperativa sociale Onlus; con l'AUSL, cooperativa sociale Gorgola. La cooperativa sociale.",
         ["zalsa cooperativa sociale onlus", "health-authority"] + ["cooperativa sociale gorgola"] * 2),
        ("Il bene va a Libera, e non a Libera...mente; con il Ser.D. di Zena e l'Associazione 8 marzo.",
         ["libera", "addiction-services", "associazione 8 marzo"]),
        # An acronym alone is the one body that bears it; the end of several names is nobody's; "Azienda" says no more.
        ("Con l'ASP di Palermo e con l'ASP; l'ATS VEN_19; l'Azienda ULSS 5 e l'ULSS 5 Gorgola.",
         ["asp di palermo"] * 2 + ["ats ven 19"] + ["ulss 5 gorgola"] * 2),
        ("Il Consorzio irriguo Alba del Marvò e la cooperativa Alba del Marvò; poi l'Alba del Marvò.",
         ["consorzio irriguo alba del marvo", "cooperativa alba del marvo"]),
        ("Con la Diocesi di Zena e la parrocchia di Gorgola; la Diocesi, la parrocchia.",
         ["diocesi di zena", "parrocchia di gorgola"] * 2),
        # What is built on is no partner, nor what stands in one list with it.
        ("Il Liceo Gorgola e la scuola Marvò saranno ampliati; il centro per le famiglie sarà aperto.",
         ["family-centres"]),
        ("Con l'ITC Marvò; chi va alla scuola dell'obbligo.", ["itc marvo"]),
        ("Nella provincia di Savona, con la Provincia di Cuneo; un'associazione costituita a Marvò.",
         ["provincia-di-cuneo"]),
        ("Con il Comitato per l'ordine pubblico, le istituzioni formative, gli assistenti familiari.",
         ["cosp", "schools"]),
        ("Lo smaltimento degli RSU, con enti privati; contrattare con la RSU.", ["private-sector", "rsu"]),
        ("Il Consorzio Sociale MV/1; nuove risorse umane, rifatta la centrale termica della scuola, con un mutuo "
         "del Credito sportivo.", ["consorzio sociale mv 1", "credito-sportivo"]),
        ("In ATS con Marvò Impresa sociale, dopo l'esame in Commissione consiliare per l'ulteriore parere.",
         ["marvo impresa sociale"]),
        ("Un accordo con l'Arma e con ASM; riavvicinare i cittadini alle istituzioni.", ["carabinieri", "utilities"]),
        ("Le Amministrazioni comunali di: BERTONICO, BREMBIO, LODI.", ["098002", "098006", "098031"]),
        ("In collaborazione con la città di Torino.", ["001272"]),
        ("L'Unione dei Comuni Alto Faro cura i boschi; l'Unione gestisce i sentieri con l'Unione europea.",
         ["unione dei comuni alto faro"] * 2 + ["european-union"]),
        # "La Fondazione" is the one that the plan names in full, where a cue governs it; of two it is neither.
        ("La Fondazione Alto Faro apre; si lavora in collaborazione con la Fondazione. Poi la Fondazione chiude.",
         ["fondazione alto faro"] * 2),
        ("La Fondazione Alto Faro e la Fondazione Bivio; in collaborazione con la Fondazione.",
         ["fondazione alto faro", "fondazione bivio"]),
        ("Il Consorzio Alto Faro; in collaborazione con il Consorzio di quartiere.", ["consorzio alto faro"]),
        ("La Comunità montana Corno e le comunità montane; con la comunità montana. COMUNITÀ MONTANE.",
         ["comunita montana corno", "union-of-municipalities", "comunita montana corno", "union-of-municipalities"]),
        ("La Comunità montana Corno; un'altra in ogni Comunità montana.",
         ["comunita montana corno", "union-of-municipalities"]),
        ("L'Unione montana Valli Arno e Corno; la nota dell'Unione Alta Valle del 4 marzo 2004.",
         ["unione montana valli arno e corno", "unione alta valle"]),
        ("Con l'Azienda ULSS n. 20, l'ASL MA2 e il Comitato interministeriale per la programmazione economica.",
         ["azienda ulss n 20", "asl ma2", "cipess"]),
        # Two that end alike are two.
        ("L'ASL Marvò 1 Centro e l'AUSL Arno Centro.", ["asl marvo 1 centro", "ausl arno centro"]),
        ("L'ASL Alta Marvò e l'ASL 1; la convenzione 2023-2025.", ["asl alta marvo"] * 2),
        ("La convenzione con AUSL 2023-2025.", ["health-authority"]),
        # One noun for several bodies, of which it says what it can; one ministry has two tasks.
        ("Le associazioni culturali, musicali e sportive, di volontariato, di promozione sociale o d'arma.",
         ["cultural-organisations", "performing-groups", "sports-associations", "volunteer-associations",
          "associations", "associations"]),
        ("Le imprese locali, commerciali e turistiche; le scuole primarie e secondarie.",
         ["businesses", "tourism-operators", "schools"]),
        ("Il Ministero dell'agricoltura e dell'interno; con un'associazione culturale e sportiva.",
         ["ministero-agricoltura", "cultural-organisations"]),
        # Whose an act is does nothing here; a Prefect's province is where he is.
        ("La L.R. 14/2008 della Regione Lazio, il decreto del Ministero della cultura; la Regione Lazio.",
         ["regione-lazio"]),
        ("Con il Prefetto della Provincia di Sondrio.", ["prefettura"]),
        ("L'Agenzia di ambito per i Servizi pubblici di Parma; il Ministero dell'Istruzione, Università e Ricerca.",
         ["agenzia di ambito per i servizi pubblici di parma", "ministero-istruzione"]),
        ("Presso la biblioteca civica di Marvò e presso la Caritas.", ["caritas"]),
        # What was is no more; whose a figure is does nothing; the labels of a sheet are in no name.
        ("La sede era gestita dalla cooperativa Zalsa; i locali dell'ex ASL e dell'ex Provincia.", []),
        ("Era gestita dalla cooperativa Zalsa.", []),
        ("I dati ISTAT del censimento; si recupera la caserma dei Vigili del fuoco.", []),
        ("Attivare la Pro Loco Indicatori Target.", ["pro-loco"]),
        # "Privati" are partners, and of buildings only whose they are.
        ("In dialogo con i privati, in rete con i comuni vicini. Siedono qui soggetti pubblici e privati.",
         ["private-sector", "other-municipalities", "public-bodies", "private-sector"]),
        ("In collaborazione con i proprietari di edifici privati, con consultori pubblici e privati.",
         ["family-clinics"]),
        ("A differenza degli altri Comuni; il contenzioso con l'Associazione Marvò; interventi urgenti sulle scuole.",
         []),
        ("Coinvolgere lo Stato e gli operatori agricoli; lo Stato civile.", ["state", "farmers"]),
        # What only looks like a body is none.
        ("È istituito il Collegio ai fini della corretta applicazione; un atto del notaio per il supermercato e la "
         "libreria del distretto orafo.", []),
        ("Una Società digitale, anche con strumenti come l'app IO e MiaCittà.", []),
        ("Sostegno in ambito sociale; nell'ambito di Zona.", []),
        ("I punti sensibili (scuola, teatro) e la parrocchia di Alta Marvò.", ["parrocchia di alta marvo"]),
        ("Il progetto di una scuola media; il tempo pieno a scuola. Il tartufo; il comitato dei sindaci.", []),
        ("Il sistema integrato dei servizi sociali; trasferire l'ufficio servizi sociali del Comune.", []),
        ("La L.R. 3/2020 (Regione Marche) e i paesaggi vitivinicoli UNESCO.", []),
        # Whoever is given something does not give it with those named before.
        ("In collaborazione con la Caritas portano la spesa alle famiglie.", ["caritas"]),
        ("Con l'entrata a regime della tariffa, il Consorzio Marvò e la società Zalsa S.p.A. puliscono.",
         ["consorzio marvo", "societa zalsa s p a"]),
        ("Una costituenda ATS. L'ASST assicura le cure, l'ATS le controlla.",
         ["health-and-social-trusts", "health-protection-agencies"]),
        # Nor is what a law is about, or a list of firms, or where stalls stand.
        ("L'art. 118 e il testo unico sull'ordinamento degli enti locali; l'Albo delle imprese artigiane; le aree "
         "mercatali.", []),
        # An oratory that nobody asks is a church.
        ("L'Oratorio di Santa Zalsa si visita. In collaborazione con l'Oratorio San Carlo.", ["oratorio san carlo"]),
        # Its own organs are none, nor is a school that is shut; firms that do something are no farms.
        ("Il comitato comunale e il servizio comunale di protezione civile. Si valuta la chiusura delle scuole.", []),
        ("Le aziende agricole e le aziende che diminuiscono gli imballaggi.", ["farmers", "businesses"]),
        # Some of whoever acts, or is called a body, has one word.
        ("Nel distretto operano imprese quali Epta e Cold Zalsa. Agrintesa investe. AST, azienda regionale, chiude.",
         ["businesses", "epta", "cold zalsa", "agrintesa", "ast"]),
        ("La palestra è affidata a Marvone Onda e a Gorgola Viva. Il canile passa in gestione ad ZLDA.",
         ["marvone onda", "gorgola viva", "zlda"]),
        # One word is enough after two bodies; courses are no streets, and a gerund ends what is near by.
        ("Un patto con Cgil, Cisl e Marvonia. Corsi ENAIP e Agenzia Zalsa Formazione.",
         ["cgil", "cisl", "marvonia", "enaip", "agenzia zalsa formazione"]),
        ("I campi vicini a Marana, Zalsa e Orbella, chiedendo controlli ad ARPA e alla Prefettura.",
         ["environmental-agencies", "prefettura"]),
        ("Il parco è ceduto alla Lega Marvò. Il Comune si avvale di Zalsa Servizi.", ["lega marvo", "zalsa servizi"]),
        # Towns that act are bodies, and the second word of a name is no town.
        ("Trecase, Boscotrecase e Boscoreale firmano il patto. A Villa Trecase e Boscoreale.",
         ["063091", "063009", "063008"]),
    ],
)  # fmt: skip
def test_a_body_is_told_from_its_like_by_the_words_around_it(text, bodies):
    assert [thing for thing, _ in find(text)] == bodies


def test_a_name_of_a_list_goes_before_the_legal_form_that_closes_a_part_of_it():
    text = "Con Sport e Salute S.p.A., Cassa Depositi e Prestiti SpA e con Marvonia e Zalsa S.r.l. si apre."
    assert find(text) == [
        ("sport-e-salute", "Sport e Salute S.p.A."),
        ("cassa-depositi-prestiti", "Cassa Depositi e Prestiti SpA"),
        ("zalsa s r l", "Zalsa S.r.l."),
    ]


def test_a_plus_is_of_the_name_before_it():
    text = "Si usano i fondi del programma Erasmus+ e il FSE+, con Erasmus+ giovani."
    assert [exact for _, exact in find(text, "usesInstrument")] == ["Erasmus+", "FSE+", "Erasmus+"]


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u202f"])
def test_a_blank_that_breaks_no_line_is_one_in_a_name(blank):
    text = "Con la Provincia di Reggio Emilia, il Comune di Marsico Nuovo e la Caritas diocesana si apre lo sportello."
    assert find(text.replace(" ", blank)) == find(text)
    assert len(find(text)) == 3


def test_a_plan_of_public_works_is_one_however_it_is_shortened():
    text = "Il Programma triennale delle OO.PP., il Programma delle opere pubbliche, il Piano delle opere pubbliche."
    assert {thing for thing, _ in find(text, "usesInstrument")} == {"public-works-programme"}
    text = "Il Piano Regionale Marvò 2017/2020 e il piano regolatore del verde, con piani di intervento e il PSA."
    assert find(text, "usesInstrument") == [
        ("piano regionale marvo 2017 2020", "Piano Regionale Marvò 2017/2020"),
        ("green-plan", "piano regolatore del verde"),
    ]


def test_what_something_is_worth_and_what_is_set_up_is_no_instrument():
    text = (
        "Costituzione di un tavolo; un Festival di respiro nazionale. Gli articoli della Costituzione della Repubblica."
    )
    assert [thing for thing, _ in find(text, "usesInstrument")] == ["constitution"]


def test_one_acronym_is_the_urban_plan_and_in_the_plural_the_projects_of_those_who_are_helped():
    assert [thing for thing, _ in find("Il PUC e i PUC.", "usesInstrument")] == ["general-urban-plan", "puc-utili"]
    text = "Il nuovo Piano urbanistico; l'adozione del Piano urbanistico generale."
    assert {thing for thing, _ in find(text, "usesInstrument")} == {"general-urban-plan"}
    # Of what begins with a small word nobody knows where it ends.
    text = "Il festival Tra lago e monti, la rassegna Di sera in piazza, il marchio Made in Zalsa e la legge 162."
    assert [thing for thing, _ in find(text, "usesInstrument")] == ["marchio made in zalsa", "legge-162"]
    text = "Il Progetto Aurora e il Progetto Aurora Boreale; il Piano irriguo, il Piano irriguo delle colline."
    assert len({thing for thing, _ in find(text, "usesInstrument")}) == 4


def test_words_for_people_tell_of_things_as_well():
    text = "Gli eventi cittadini, il verde cittadino, i mercati stranieri, i sentieri escursionistici, le utenze."
    assert find(text, "benefits") == []
    assert find("Aperto a utenze di Aritzo.", "benefits") == [("service-users", "utenze")]
    text = "Servizi per altri cittadini, per molti stranieri e per i giovani cittadini."
    assert [words for _, words in find(text, "benefits")] == ["cittadini", "stranieri", "giovani cittadini"]


def test_a_preposition_says_for_whom_something_is():
    text = "Sconti per i villeggianti, per nonni e nipoti; ai familiari si riserva un posto, ai volontari si affida."
    assert [words for _, words in find(text, "benefits")] == ["villeggianti", "nonni", "nipoti", "familiari"]
    assert find("Gli operai e i consumatori aspettano; ordinanza ai familiari.", "benefits") == []


def test_people_whom_no_list_knows_are_told_by_the_form_of_their_noun():
    text = "Aiuti ai percettori dell'Assegno di inclusione; letture per i filatelisti e per gli ultrasessantenni."
    _, reading = read(text)
    served = [m for m in reading.mentions if m.property == "benefits"]
    assert [m.exact for m in served] == ["percettori", "filatelisti", "ultrasessantenni"]
    assert {m.method for m in served} == {"proper-name"}
    groups = {thing.label: thing.broader for thing in reading.coined if thing.kind == "beneficiary-group"}
    assert groups == {
        "Percettori dell'Assegno di inclusione": frozenset(), "Filatelisti": frozenset(),
        "Ultrasessantenni": {VOCABULARY + "beneficiaries/elderly"},
    }  # fmt: skip
    # Things, wrongdoers, those whom a course makes, and whoever does something.
    text = "Fondi per attrattori; lotta agli spacciatori; multe ai titolari; corsi per saldatori. I filatelisti."
    assert find(text, "benefits") == []


def test_figures_of_speech_serve_nobody():
    text = (
        "Il primo cittadino e le cantine Pellegrino; da buon padre di famiglia, con la ricerca universitaria, "
        "percorsi cicloturistici e Tribunali per i minori."
    )
    assert not find(text, "benefits")
    assert not find(
        "Nei limiti delle risorse umane e strumentali; disponibilità in termini di risorse umane.", "benefits"
    )
    assert not find("Gli obiettivi stagionali e i picchi stagionali.", "benefits")
    # A surname is no group, and whoever does something is not served by it.
    assert not find("Il sindaco Pellegrini; i corsi tenuti dagli studenti, le aiuole curate dai bambini.", "benefits")
    assert not find("Le buche segnalate dai bambini, gli interventi segnalati dagli studenti.", "benefits")
    assert find("Un patto tramite il quale i cittadini saranno serviti.", "benefits")
    text = "I residenti hanno segnalato; chiesta da alcuni cittadini; il numero degli alunni; i turisti sono aumentati."
    assert not find(text, "benefits")
    text = "Le famiglie hanno ricevuto; frequentato dai giovani; gli alunni sono accolti."
    assert len(find(text, "benefits")) == 3
    assert find("Cicloturisti e popolazione infantile.", "benefits") == [
        ("visitors-tourists", "Cicloturisti"), ("children", "popolazione infantile"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Il canone versato da Hera e la quota annua pagata a Legambiente.",
        "Il Comune versa una quota di mille euro a Confindustria.",
        "L'area, di proprietà della Caritas; il bosco appartiene alla Regione Toscana.",
        "Nel 1998 Legambiente donò il parco, che Coldiretti finanziò.",
        "Il piano fu redatto nel 2004 dal Politecnico di Milano.",
        "La convenzione con Legambiente è scaduta.",
        "Come a Trento, dove Legambiente ha aperto un centro; sull'esempio della Regione Toscana.",
        "Secondo Legambiente l'aria è pulita. In alternativa alla Caritas si farà da soli.",
        "Non parteciperà la Pro Loco, non si chiederà aiuto a Coldiretti.",
        "L'associazione aiuta il Comune in qualità di Autorità comunale di Protezione civile.",
        "La direzione Patrimonio e il dirigente dei Servizi sociali firmano; più controlli sugli ambulanti.",
        "L'efficientamento della Marvona, delle scuole Pascoli e Verdi.",
    ],
)
def test_who_is_owed_owns_did_long_ago_or_will_not_act_is_no_partner(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("La tariffa è pagata a sportello e affidata ad Hera.", "Hera"),
        ("Le reti, di proprietà di Hera, saranno rifatte.", "Hera"),
        ("Il parco fu aperto nel 1990; oggi è curato da Legambiente.", "Legambiente"),
        ("Legambiente può aiutare.", "Legambiente"),
        ("Il secondo Centro per l'impiego aprirà.", "Centro per l'impiego"),
        ("Non mancherà Legambiente.", "Legambiente"),
        ("Non sarà facile: Legambiente darà una mano.", "Legambiente"),
    ],
)
def test_who_still_acts_is_a_partner(text, body):
    assert [exact for _, exact in find(text)] == [body]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Amiva e il Consorzio di bacino Zena Due distribuiranno le compostiere.",
         ["Amiva", "Consorzio di bacino Zena Due"]),
        ("STR e Coabsel sposteranno i cassonetti.", ["STR", "Coabsel"]),
        # Whose, to whom and where somebody acts acts nobody; hamlets are hosts.
        ("Ad Amiva e Zalsa si rinnoveranno i tubi.", []),
        ("Amiva e Zalsa ospiteranno una mostra.", []),
        ("La biblioteca civica organizzerà letture; il contributo della biblioteca comunale.",
         ["biblioteca civica"]),
        ("La biblioteca comunale ospiterà i corsi. Invitalia farà da centrale di committenza.", ["Invitalia"]),
        ("La Capitaneria di porto di Zena.", ["Capitaneria di porto"]),
        ("Con l'associazione Amici della montagna e con il Centro Studi sull'Alto Medioevo.",
         ["associazione Amici della montagna", "Centro Studi sull'Alto Medioevo"]),
        ("Con la Soprintendenza per i Beni architettonici e per il paesaggio.",
         ["Soprintendenza per i Beni architettonici e per il paesaggio"]),
        ("Con il Consorzio turistico Langhe-Roero e Monferrato e con l'Azienda gardesana servizi.",
         ["Consorzio turistico Langhe-Roero e Monferrato", "Azienda gardesana servizi"]),
        ("Con l'Accademia delle Arti e dei Mestieri; la sfiducia nelle istituzioni.",
         ["Accademia delle Arti e dei Mestieri"]),
        ("Con il programma BELLEZZA – RECUPERIAMO I LUOGHI CULTURALI DIMENTICATI promosso dalla Caritas.", ["Caritas"]),
        ("Grazie anche al contributo della biblioteca comunale; in collaborazione anche con le famiglie.",
         ["biblioteca comunale", "famiglie"]),
        ("Con l'amministratore parrocchiale della Parrocchia di Marvone e dal Comitato provinciale UNPLI.",
         ["Parrocchia di Marvone", "Comitato provinciale UNPLI"]),
        ("Con il circolo Pensionati del borgo e con il Cpia; la ciclabile Follonica-San Vincenzo.",
         ["circolo Pensionati del borgo", "Cpia"]),
        ("Con il Dipartimento per gli affari interni e territoriali.",
         ["Dipartimento per gli affari interni e territoriali"]),
    ],
)  # fmt: skip
def test_bodies_act_together_and_are_called_by_all_their_words(text, bodies):
    assert [words for _, words in find(text)] == bodies


def test_an_instrument_is_told_by_a_noun_with_nothing_between():
    text = (
        "Con il Bando negozi sfitti, il Fondo autismo e il Bonus acqua potabile; il Fondo sostiene la Fiera mediante "
        "il Regolamento per la misurazione e la valutazione."
    )
    assert [words for _, words in find(text, "usesInstrument")] == [
        "Bando negozi sfitti", "Fondo autismo", "Bonus acqua potabile",
        "Regolamento per la misurazione e la valutazione",
    ]  # fmt: skip
    text = "Il bando Energia Viva per l'Europa, il progetto Aurora per la Provincia, il Por Calabria 2021-2027."
    assert [words for _, words in find(text, "usesInstrument")] == [
        "bando Energia Viva per l'Europa", "progetto Aurora", "Por Calabria 2021-2027",
    ]  # fmt: skip
    assert [words for _, words in find("Si fanno: Festa del Lambrusco; Sagra del melone.", "usesInstrument")] == [
        "Festa del Lambrusco", "Sagra del melone",
    ]  # fmt: skip
    text = "Il decreto del Ministero della transizione ecologica n. 396 del 28 settembre 2021."
    assert [thing for thing, _ in find(text, "usesInstrument")] == ["decreto-ministeriale 396 2021"]


def test_a_venue_of_two_words_is_a_place_and_so_is_what_stands_between_two():
    text = "Il teatro comunale, il Museo civico di arte sacra e docce a Marina di Zena, Bruscate e Laghi di Zena."
    assert [words for _, words in find(text, "concernsPlace")] == [
        "teatro comunale", "Museo civico di arte sacra", "Marina di Zena", "Bruscate", "Laghi di Zena",
    ]  # fmt: skip


def test_a_dairy_among_places_is_one_and_what_surnames_own_is_nowhere():
    text = "Tra la Rocca, il Caseificio di Zalsa e il Lago di Marvone; i beni di Verdi e Fumagalli; l'area camper."
    assert [words for _, words in find(text, "concernsPlace")] == [
        "Rocca", "Caseificio di Zalsa", "Lago di Marvone", "area camper",
    ]  # fmt: skip


def test_who_tells_how_large_towns_are_is_not_served():
    text = "I comuni con popolazione pari a 50.000 abitanti e le città fino a 20.000 residenti."
    assert find(text, "benefits") == []
    assert find("Ai 300 residenti e alla popolazione.", "benefits")
    # What people must do serves others; a verb may have the key of a word for people.
    assert not find("Tutti i cittadini sono impegnati a farlo, i residenti sono tenuti a pagare.", "benefits")
    assert not find("Tanti giovani si sono uniti. Nell'anno in cui deteniamo il titolo.", "benefits")
    assert [words for _, words in find("Per i detenuti e i pensionati.", "benefits")] == ["detenuti", "pensionati"]
    assert find("Valorizzare il Municipio 1.", "concernsPlace") == []
    # An age is a field of policy, too.
    assert find("Nei settori di sport, cultura e infanzia.", "benefits") == []
    assert find("Servizi per anziani e infanzia.", "benefits")


@pytest.mark.parametrize(
    ("text", "link", "expected"),
    [
        # Who is asked by a cue or "con" may be called by one word, and "e" goes on with another.
        ("In collaborazione con Unisono, a cura di Zalsi Azione.", "involves", ["Unisono", "Zalsi Azione"]),
        ("In collaborazione con Commercio e Turismo, con Segreteria.", "involves", []),
        ("Avviato con Determina a contrarre, con Delibera di Giunta; si lavora con Impegno.", "involves", []),
        (
            "Al tavolo aperto dalla Regione Umbria con Zalsim e Cementerie Marvone, con Gorgo Street e Marvonios.",
            "involves",
            ["Regione Umbria", "Zalsim", "Cementerie Marvone", "Gorgo Street", "Marvonios"],
        ),
        ("L'accoglienza dei pellegrini in carrozzina con Free Wheels.", "involves", ["Free Wheels"]),
        (
            "Un teatro disegnato da Renzo Piano Marvone Workshop, di cui ZM spa è gestore.",
            "involves",
            ["Renzo Piano Marvone Workshop", "ZM spa"],
        ),
        (
            "Con la cooperativa Lotta contro l'emarginazione e gli Amici del Museo.",
            "involves",
            ["cooperativa Lotta contro l'emarginazione", "Amici del Museo"],
        ),
        ("L'O.C.D.P.C. 710/2020 vale; passa alla Zalsi & Friends.", "involves", []),
        ("Contributi agli alpicoltori; sconti ai produttori.", "benefits", []),
        ("Partner: Ente Marvone; Ente; Comune", "involves", ["Ente Marvone"]),
        (
            "Le utenze di Vignola, Spilamberto e Zornasco; due centraline a Semonte e Padule, il monumento ai Caduti.",
            "concernsPlace",
            ["Vignola", "Spilamberto", "Zornasco", "Semonte", "Padule", "monumento ai Caduti"],
        ),
        (
            "Undici Comuni aderenti, ovvero Vignola, Zocca e Guiglia.",
            "involves",
            ["Comuni aderenti", "Vignola", "Zocca", "Guiglia"],
        ),
        (
            "Stand per gli operatori economici, 180 mila euro per i servizi sociali.",
            "involves",
            ["operatori economici"],
        ),
        ("Giochi per i bambini insieme alle famiglie.", "benefits", ["bambini", "famiglie"]),
        ("Aiuti per il pagamento delle utenze, servizi per la badante di condominio.", "benefits", []),
        # A body's name goes on, a town of old is none of today's, and a road leads where it is called.
        ("Con l'Auser Volontariato Sicilia; ad Ager un villino.", "involves", ["Auser"]),
        (
            "Nei Comuni di Campolongo sul Brenta, Rosà e San Nazario.",
            "concernsPlace",
            ["Comuni di Campolongo sul Brenta", "Rosà", "San Nazario"],
        ),
        (
            "Le frane di via alla Strà e l'ex piscina di via Trento e Trieste.",
            "concernsPlace",
            ["via alla Strà", "ex piscina di via Trento"],
        ),
        ("Il Municipio non dispone di sale, come le sedi comunali; si dà il via alla Fiera.", "concernsPlace", []),
        ("L'intesa “Riviera del Brenta”, un mercato sullo stile del Mercato Marvone.", "concernsPlace", []),
        # Acronyms as newspapers write them, that end in a vowel, too; people and places are called like some.
        ("Il Piao, il Peba e il Peg; il Pug e il PUG.", "usesInstrument", ["Piao", "Peba", "Peg", "Pug", "PUG"]),
        ("Elena Cisa e Enea Gori. L’ex lanificio Pria.", "usesInstrument", []),
        # A consortium is called by its product and the mark.
        (
            "Il Consorzio di tutela del prosciutto di Marana Igp e il Consorzio mozzarella di bufala campana Dop.",
            "involves",
            ["Consorzio di tutela del prosciutto di Marana Igp", "Consorzio mozzarella di bufala campana Dop"],
        ),
        ("Il Consorzio di Marana promuove il prosciutto Igp.", "involves", ["Consorzio di Marana"]),
        ("L’Unione Valli del Reno, Lavino e Samoggia.", "involves", ["Unione Valli del Reno, Lavino e Samoggia"]),
        ("Il Contratto di fiume Tenna – Ete.", "usesInstrument", ["Contratto di fiume Tenna – Ete"]),
        # Who works, and opens something, is a firm; what opens on a day may be a place.
        ("In centro Nausicaa asfalterà via Roma. Ecoross aprirà uno sportello.", "involves", ["Nausicaa", "Ecoross"]),
        ("Fossaverde aprirà la domenica. La biblioteca civica aprirà una sala.", "involves", []),
        (
            "Lo stadio è della Marana Rugby e della Nuova Pallacanestro Vignola. Corsi di Volley Femminile.",
            "involves",
            ["Marana Rugby", "Nuova Pallacanestro Vignola"],
        ),
        ("Affidato a Caritas e Gorgola.", "involves", ["Caritas", "Gorgola"]),
        # Towns told one by one are bodies, unless something lies in them.
        (
            "I Comuni del distretto (Vignola, Zocca e Guiglia).",
            "involves",
            ["Comuni del distretto", "Vignola", "Zocca", "Guiglia"],
        ),
        ("Nei Comuni della valle, Zocca, Guiglia e Vignola, si asfalta.", "involves", []),
        # What is told to be a project is one; what lies before the comma is where.
        ("Il Comune paga Libellula, progetto della Provincia.", "usesInstrument", ["Libellula"]),
        ("Torna «Città viva», rassegna di teatro.", "usesInstrument", ["Città viva"]),
        ("A Marana, progetto di recupero. Lo dice Marta Verdi, premio della critica.", "usesInstrument", []),
        ("La linea 52 a Colonnata; si prova l’evacuazione di Agrana.", "concernsPlace", ["Colonnata", "Agrana"]),
        ("Le luci vanno a Sa Rodia; le piene del Magra.", "concernsPlace", ["Sa Rodia", "Magra"]),
        ("In collaborazione con il Parco archeologico di Gorgo.", "involves", ["Parco archeologico di Gorgo"]),
        ("Luci al parco archeologico della Neapoli.", "involves", []),
    ],
)
def test_what_names_look_like_where_no_list_has_them(text, link, expected):
    assert [words for _, words in find(text, link)] == expected


@pytest.mark.parametrize(
    ("text", "link", "expected"),
    [
        ("Interventi di M5C2 2.1 e della Missione 2, componente 4.", "usesInstrument",
         ["M5C2 2.1", "Missione 2, componente 4"]),
        ("Si apre con la consulenza di Marvone Teatro, unitamente a GreenLab.", "involves",
         ["Marvone Teatro", "GreenLab"]),
        ("Corsi con i volontari di Marvone Blu.", "involves", ["Marvone Blu"]),
        ("Tirocini con ZALS Metropolitana; i corsi restano.", "involves", ["ZALS Metropolitana"]),
        ("Tirocini con il Life Marvone; il giardino progettato da DIZAr.", "involves", ["DIZAr"]),
        ("Zalsambiente e CONAI hanno approvato il calendario.", "involves", ["Zalsambiente", "CONAI"]),
        ("La Fondazione Luigi e Simonetta Zalsi finanzia i corsi.", "involves", ["Fondazione Luigi e Simonetta Zalsi"]),
        ("Il campo riqualificato con Marvone Sport; Zalsi srl, società partecipata, apre.", "involves", ["Zalsi srl"]),
        ("Il museo, di proprietà della Fondazione Zalsi; mutui BEI e decreto MIT.", "involves", []),
    ],
)  # fmt: skip
def test_whoever_is_named_with_what_is_done_is_asked_and_whoever_owns_or_issues_is_not(text, link, expected):
    assert [exact for _, exact in find(text, link)] == expected


def test_what_is_named_within_an_item_is_no_item():
    text = "Partner: Fondazione Milano Cortina 2026; Associazione Controllo del Vicinato\nStrumenti: Fondo orti anziani"
    assert [exact for _, exact in find(text)] == [
        "Fondazione Milano Cortina 2026",
        "Associazione Controllo del Vicinato",
    ]
    assert (find(text, "usesInstrument")[-1][1], find(text, "benefits")) == ("Fondo orti anziani", [])


def test_a_measure_beside_its_plan_is_the_plan():
    text = "Fondi PNRR (misura M2C4 4.2) e M1C1 1.4.1; poi M4C1 1.1 del PNRR."
    assert {exact: thing for thing, exact in find(text, "usesInstrument") if exact != "PNRR"} == {
        "Fondi PNRR": "pnrr",
        "M2C4 4.2": "pnrr",
        "M1C1 1.4.1": "pnrr m1c1 1 4 1",
        "M4C1 1.1": "pnrr",
    }


@pytest.mark.parametrize(
    ("text", "link", "expected"),
    [
        # A known name that goes on is another; a place may be called so.
        ("I servizi passano all'Unione Polizia locale e tributi.", "involves", ["Polizia locale"]),
        ("Area di sosta in località Campo sportivo.", "concernsPlace", ["località Campo sportivo"]),
        # What follows a body's name is its own, also further on.
        ("Il WWF Sicilia Nord Occidentale cura i campi.", "involves", ["WWF"]),
        # A road is no part of a body's name.
        ("Le case Aler di viale Zalsi saranno svuotate.", "involves", ["Aler"]),
        ("Le case Aler di viale Zalsi saranno svuotate.", "concernsPlace", ["viale Zalsi"]),
        # Titles are shortened with a full stop.
        ("Avis e la farmacia Dr. Zalsi fanno prelievi.", "involves", ["Avis", "farmacia Dr. Zalsi"]),
        ("Luci in via Mons. Zalsi.", "concernsPlace", ["via Mons. Zalsi"]),
        # Whoever is named with towns is there.
        ("Gli Istituti comprensivi di Zocca e Guiglia collaborano.", "involves", ["Istituti comprensivi"]),
        ("Partner: Istituti comprensivi di Zocca e Guiglia; Forma Marvone", "involves",
         ["Istituti comprensivi", "Forma Marvone"]),
        ("La Caritas di Zocca e Guiglia accoglie.", "involves", ["Caritas"]),
        # Members in the plural, numbers before a legal form.
        ("Celle per la Cooperativa lavoratori del mare.", "involves", ["Cooperativa lavoratori del mare"]),
        ("Montagna 2000 S.p.A. rinnova la rete.", "involves", ["Montagna 2000 S.p.A."]),
        # With its article a verb is a noun.
        ("Si firma il Patto per l'abitare con il Sicet.", "usesInstrument", ["Patto per l'abitare"]),
        # Wood is certified, and no fund pays.
        ("La certificazione FSC dei boschi comunali.", "usesInstrument", []),
        # Which level a place is of, rivers side by side, motorways by their article.
        ("Si cura la foresta regionale Val Zalsi.", "concernsPlace", ["foresta regionale Val Zalsi"]),
        ("Sul Zalso e sul fiume Marvo nasce un accordo.", "concernsPlace", ["Zalso", "fiume Marvo"]),
        ("La A15 chiude, l'A1 no; classe A3, azione A2.", "concernsPlace", ["A15", "A1"]),
        ("Strumenti collegati: Agenda digitale di valle; PRIT 2025", "usesInstrument",
         ["Agenda digitale di valle", "PRIT 2025"]),
    ],
)  # fmt: skip
def test_how_far_a_name_goes_beside_another(text, link, expected):
    assert [exact for _, exact in find(text, link)] == expected


def test_an_acronym_that_is_a_word_amid_capitals_is_none():
    assert find("I lavori.", "usesInstrument", title="IL PAESE E LE SUE PIETRE") == []
    assert find("I lavori.", "usesInstrument", title="IL PROGETTO SAI E LE FAMIGLIE") == [("sai", "SAI")]


@pytest.mark.parametrize(
    ("text", "link", "expected"),
    [
        # Whoever is handed something is no place, nor is what passes to somebody a mountain pass.
        ("L'Ente affida la raccolta a Gorgola e Marvone SpA.", "concernsPlace", []),
        ("La mensa passa a Marvenda.", "concernsPlace", []),
        # Clubs are called by groups.
        ("La piscina va ai ragazzi, poi a Nuotatori Marvonesi, con Civico Donna.", "benefits", ["ragazzi"]),
        # What is done to a building is not its name.
        ("La riqualificazione dell'ex area ecologica inglobata nell'impianto.", "concernsPlace", ["ex area ecologica"]),
        ("La dorsale arriva fino a Preda Rossa; corse fino a Natale.", "concernsPlace", ["Preda Rossa"]),
        # A title of one word has its adjective, but not what was done.
        ("Si usa la piattaforma Accesso unitario.", "usesInstrument", ["piattaforma Accesso unitario"]),
        ("Il bando Sport finanziato dalla Provincia.", "usesInstrument", ["bando Sport"]),
        # The missions of a plan are that plan's, and known programmes stand among the budget's.
        ("Strumenti: PNRR, Missione 1; Accordo di valle", "usesInstrument", ["PNRR", "Accordo di valle"]),
        ("Programmi collegati: SNAI; PNRR; Ufficio tecnico", "usesInstrument", ["SNAI", "PNRR"]),
        # A man's name has no article of a woman but where a noun is left out.
        ("Rinascono la San Giovanni Zalso e la Tommaso Marvo; la scuola è chiusa.", "concernsPlace",
         ["San Giovanni Zalso", "Tommaso Marvo"]),
        ("La scuola parla con la Maria Zalsi; il teatro con la San Vincenzo.", "concernsPlace", []),
        ("La biblioteca è affidata alla Carlo Zalsi Srl.", "concernsPlace", []),
        ("La mostra della Tommaso Marvo.", "concernsPlace", []),
    ],
)  # fmt: skip
def test_what_a_word_is_beside_others(text, link, expected):
    assert [exact for _, exact in find(text, link)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Né la Provincia né l'Anas hanno risposto.", []),
        ("Al posto della Pro Loco, invece dell'Auser e anziché alla Croce Rossa si chiede alla Caritas.", ["Caritas"]),
        ("La piazza intitolata all'Avis; il premio in memoria di Libera.", []),
        ("Non più la Pro Loco cura il parco.", []),
        ("La cabina Enel, i tralicci Terna, il marchio Slow Food; lo sportello Inps.", ["Inps"]),
        ("Un accordo con l'Avis, in onore dei donatori.", ["Avis"]),
    ],
)
def test_who_is_replaced_or_only_gives_a_name_is_no_partner(text, expected):
    assert [exact for _, exact in find(text)] == expected


@pytest.mark.parametrize(
    ("text", "link", "expected"),
    [
        ("Prestito di Banca Intesa; con il contributo di ZBI Banca.", "involves", ["Banca Intesa", "ZBI Banca"]),
        ("Il BIM di Zocca paga il depuratore.", "involves", ["BIM di Zocca"]),
        ("Con il Comitato pendolari FL1 si ripristina la FL1 serale.", "involves", ["Comitato pendolari FL1"]),
        ("È un circolo virtuoso per tutti.", "involves", []),
        ("Luci per il ponte del 25 aprile e il ponte dell'Immacolata; il ponte dell'Adda.", "concernsPlace",
         ["ponte dell'Adda"]),
        ("Per le colonie Murzi e Balbense; nessuna colonia felina.", "concernsPlace", ["colonie Murzi", "Balbense"]),
    ],
)  # fmt: skip
def test_a_noun_is_what_its_name_says(text, link, expected):
    assert [exact for _, exact in find(text, link)] == expected
