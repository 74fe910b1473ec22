"""Themes: how words earn them, and whether the vocabulary's words earn what any town's plan would mean by them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dupgraph.graph.vocabulary import load_vocabulary
from dupgraph.language.words import lemmatise, split_words
from dupgraph.read.mentions.fields import TIMING, Field
from dupgraph.read.mentions.matcher import Matcher
from dupgraph.read.mentions.themes import (
    MOST_THEMES,
    Vote,
    choose_themes,
    end_title,
    find_adjuncts,
    find_title_themes,
    mask_terms,
)
from dupgraph.schema.links import INVOLVES
from dupgraph.schema.values import Label, Lexicon, Section, Thing

# A small lexicon whose themes and words are known here: the rules are tested on it, the vocabulary further down.
WORDS = {
    "sport": {"strong": ["palestra", "piscina", "sport inclusivo"], "weak": ["torneo", "calcio"]},
    "disability": {"strong": ["disabilità", "sport inclusivo"]},
    "commons": {"sure": ["Beni comuni"], "weak": ["bene comune"], "strong": ["patto di collaborazione"]},
    "employment": {"strong": ["tirocinio"], "weak": ["lavoro"], "excluded": ["lavoro di squadra"]},
    "energy": {"sure": ["Energia"], "strong": ["fotovoltaico"], "excluded": ["energie"]},
    "waste": {"strong": ["compostaggio"]},
    "housing": {"strong": ["alloggio"]},
}


def make_section(title_end, end):
    return Section("1", "objective", "Obiettivo", "", 0, end, 0, title_end, None, 1)


def list_chosen(matcher, text, title="", votes=()):
    """Return the themes that a title and a text earn, each with the words that earned it and how."""
    whole = f"{title}. {text}"
    terms = matcher.find_matches(split_words(whole)).terms
    return whole, choose_themes(terms, make_section(len(title), len(whole)), dict(votes))


def list_earned(matcher, text, title=""):
    """Return the themes that a title and a text earn, best first, each with the words that earned it."""
    whole, themes = list_chosen(matcher, text, title)
    return {iri.rsplit("/")[-1]: [whole[match.start : match.end] for match in ms] for iri, ms, *_ in themes}


@pytest.fixture(scope="module")
def small():
    return Matcher(
        Lexicon(
            {theme: Thing(theme, "theme", theme) for theme in WORDS},
            tuple(
                Label(words, theme, use) for theme, uses in WORDS.items() for use, labels in uses.items()
                for words in labels
            ),
        )
    )  # fmt: skip


# What the rules promise ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text", "themes"),
    [
        pytest.param("", "", [], id="no words, no theme"),
        pytest.param("", "Si cura il decoro.", [], id="no words of any theme"),
        pytest.param("La piscina", "", ["sport"], id="a strong word in the title"),
        pytest.param("", "Riapre la piscina.", ["sport"], id="a strong word alone"),
        pytest.param("", "Un torneo.", [], id="a weak word in the text is not enough"),
        pytest.param("Il torneo", "", ["sport"], id="a weak word in a title that has no text"),
        pytest.param("Il torneo", "Si farà ancora, ogni anno.", ["sport"], id="nor any other word"),
        pytest.param("Il torneo", "Alloggi e compostaggio, un alloggio.", ["sport"], id="nor any but in passing"),
        pytest.param("Il torneo", "Alloggi, fotovoltaico e energia.", ["energy"], id="but not where a theme is sure"),
        pytest.param(f"Il torneo {'di chi vive qui ' * 4}", "Si farà ancora, ogni anno.", [], id="nor in a long title"),
        pytest.param("Il torneo", "Di calcio, come ogni anno.", ["sport"], id="a second word goes with it"),
        pytest.param("Il torneo", "Un alloggio, più alloggi; calcio.", ["sport"], id="a strong word said in passing"),
        pytest.param("Il paese", "Un alloggio, più alloggi, un torneo.", ["housing"], id="one theme has a strong word"),
        pytest.param("Il paese", "Un alloggio, più alloggi, compostaggio.", [], id="two themes said in passing"),
        pytest.param(
            "Il lavoro di chi tiene aperta la piscina", "", ["sport"], id="an action has, beside a strong word"
        ),
        pytest.param("La piscina", "Vicino a un alloggio.", ["sport"], id="one strong word in passing"),
        pytest.param("Il torneo in piscina", "Un tirocinio e lavoro.", ["sport", "employment"], id="and a second word"),
        pytest.param("La piscina", "Un alloggio. Nuovi alloggi per ogni alloggio.", ["sport"], id="said three times"),
        pytest.param("Beni comuni", "Un tirocinio e lavoro.", ["employment"], id="own name listed as weak"),
        pytest.param("Beni comuni", "Un patto di collaborazione.", ["commons"], id="own name and a strong word"),
        pytest.param("Lavoro di squadra", "", [], id="excluded words hide the word in them"),
        pytest.param("L'energia", "", ["energy"], id="an excluded word is excluded in its very form"),
        pytest.param("Le energie del paese", "", [], id="and in that form it is"),
        pytest.param("Sport inclusivo", "", ["disability", "sport"], id="words of two themes earn both"),
        pytest.param("Tirocinio", "Palestra e piscina, torneo di calcio.", ["sport", "employment"], id="best first"),
    ],
)
def test_words_earn_themes(small, title, text, themes):
    assert list(list_earned(small, text, title)) == themes


def test_a_heading_without_text_lists_subjects(small):
    assert set(list_earned(small, "", "Piscina, lavoro e alloggio")) == {"sport", "housing", "employment"}
    assert list(list_earned(small, "Come si dirà più avanti in queste pagine.", "Piscina e lavoro")) == ["sport"]


def test_an_action_without_text_says_weak_words_in_passing_and_a_heading_does_not(small):
    title = "Il lavoro di chi tiene aperta la piscina"
    terms = small.find_matches(split_words(title)).terms
    chosen = {
        kind: {choice.theme for choice in choose_themes(terms, replace(make_section(40, 41), kind=kind), {})}
        for kind in ("objective", "guideline")
    }
    assert chosen == {"objective": {"sport"}, "guideline": {"sport", "employment"}}


def test_a_long_item_without_text_is_known_by_a_word_of_its_beginning(small):
    item = "Si organizza insieme alle scuole un torneo, con un pranzo per tutti quelli che ci saranno"
    assert list(list_earned(small, "", item)) == ["sport"]
    assert list(list_earned(small, "È ciò che è stato chiesto.", item)) == []


def test_a_weak_word_far_into_a_long_title_is_said_in_passing(small):
    long = "Sistemazione di tutte le aree esterne del comparto a nord, che oggi sono chiuse e non si usano, per "
    assert list(list_earned(small, "", f"{long} un torneo")) == []
    assert list(list_earned(small, "", f"{long} una piscina")) == ["sport"]


@pytest.mark.parametrize(
    ("clause", "rest"),
    [
        ("Apertura della piscina coperta per tutto l'anno", "; uno degli alloggi sarà assegnato"),
        ("Con il D.Lgs. 117 e con L. Rossi", ". Apertura della piscina a chi vive qui"),
        ("Apertura della piscina secondo il D.Lgs. 36 e l'art. 5 con ACME S.p.A. e altri", ""),
        ("Piscina; alloggi", ""),
    ],
)
def test_the_first_clause_of_a_sentence_is_its_title(clause, rest):
    whole = clause + rest
    assert end_title(make_section(len(whole), len(whole)), whole).title_end == len(clause)
    assert end_title(make_section(len(whole), len(whole) + 50), whole).title_end == len(whole)


@pytest.mark.parametrize("method", ["heading", "budget"])
def test_a_vote_confirms_what_the_words_say_and_is_marked(small, method):
    text = "Un alloggio, e una piscina con compostaggio e tornei."
    _, alone = list_chosen(small, text)
    assert [(choice.theme, choice.method, choice.cue) for choice in alone] == [("sport", "theme-words", None)]
    _, voted = list_chosen(small, text, votes={"housing": Vote(method, "LA CASA"), "disability": Vote(method, "8")})
    assert [(choice.theme, choice.method, choice.cue) for choice in voted] == [
        ("sport", "theme-words", None),
        ("housing", method, "LA CASA"),
    ]


def test_a_heading_votes_with_the_first_of_its_strong_words(small):
    title = "Piscina, palestra e un torneo"
    terms = small.find_matches(split_words(f"{title}: alloggi")).terms
    assert find_title_themes(terms, len(title), title) == {"sport": "Piscina"}


def test_a_small_share_of_the_best_is_no_theme():
    matcher = Matcher(
        Lexicon(
            {"sport": Thing("sport", "theme", "sport"), "employment": Thing("employment", "theme", "employment")},
            (
                *(Label(f"sport numero {n}", "sport", "strong") for n in range(1, 9)),
                Label("tirocinio", "employment", "strong"),
                Label("lavoro", "employment", "weak"),
            ),
        )
    )
    few, many = ("; ".join(f"sport numero {n}" for n in range(1, last)) for last in (6, 9))
    assert list(list_earned(matcher, f"{few}; tirocinio; lavoro")) == ["sport", "employment"]
    assert list(list_earned(matcher, f"{many}; tirocinio; lavoro")) == ["sport"]


@pytest.mark.parametrize(("level", "more"), [("objective", []), ("guideline", ["employment"])])
def test_what_an_objective_says_in_passing_beside_a_theme_of_many_words_is_none(small, level, more):
    title, text = "La piscina e la palestra", "Torneo di calcio e sport inclusivo; tirocinio e lavoro."
    whole = f"{title}. {text}"
    section = replace(make_section(len(title), len(whole)), kind=level)
    chosen = choose_themes(small.find_matches(split_words(whole)).terms, section, {})
    assert [choice.theme for choice in chosen if choice.theme != "disability"] == ["sport", *more]


def test_a_weak_noun_is_no_other_form_of_its_verb(matcher):
    said = ["un avanzo", "gli avanzi", "le entrate", "l'entrata", "il concorso", "edifici degradati"]
    assert all(matcher.find_matches(split_words(words)).terms for words in said)
    assert not matcher.find_matches(split_words("si avanza, entreranno e concorrono")).terms


@pytest.mark.parametrize(
    ("title", "themes"),
    [
        ("Un tirocinio nella piscina comunale", ["employment"]),
        ("Un tirocinio nell'ex palestra comunale", ["employment"]),
        ("Un tirocinio e una piscina comunale", ["employment", "sport"]),
    ],
)
def test_what_a_title_says_of_the_place_is_said_in_passing(small, title, themes):
    words = split_words(title)
    terms = small.find_matches(words).terms
    chosen = choose_themes(terms, make_section(len(title), len(title) + 50), {}, find_adjuncts(words, terms))
    assert sorted(choice.theme for choice in chosen) == themes


def test_a_field_of_partners_speaks_softly_and_once_a_theme(small):
    text = "Alloggi. Partner: palestra, piscina, disabilità"
    head, start = text.index("Partner"), text.index("palestra")
    terms = small.find_matches(split_words(text)).terms
    own = [("housing", 3.0)]
    for purpose, said in [(INVOLVES.name, [*own, ("sport", 1.0), ("disability", 1.0)]), (TIMING, own)]:
        masked = mask_terms(terms, [Field(start, len(text), purpose, "Partner", head)], [])
        assert [weight for term in masked for weight in term.meaning.weights] == said


def test_never_more_than_the_most(small):
    earned = list_earned(small, "", "Palestra, disabilità, tirocinio, fotovoltaico, compostaggio, alloggio")
    assert len(earned) == MOST_THEMES == 4


def test_every_place_of_the_words_is_kept_in_the_order_of_the_text(small):
    assert list_earned(small, "La piscina e le palestre; poi piscine.", "Una palestra") == {
        "sport": ["palestra", "piscina", "palestre", "piscine"]
    }


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["palestra", "torneo", "alloggio", "lavoro", "tirocinio", "lavoro di squadra", "e", "."])),
    st.integers(0, 60),
)
def test_any_run_of_words_gives_themes_with_their_words(small, words, title_end):
    text = " ".join(words)
    terms = small.find_matches(split_words(text)).terms
    section = make_section(title_end, len(text))
    themes = choose_themes(terms, section, {})
    assert len(themes) <= MOST_THEMES
    assert all(matches and all(match in terms for match in matches) for _, matches, *_ in themes)
    assert themes == choose_themes(terms, section, {})


# What the vocabulary's words mean ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lexicon():
    return load_vocabulary(()).lexicon


@pytest.fixture(scope="module")
def matcher(lexicon):
    return Matcher(lexicon)


@pytest.fixture(scope="module")
def labels(lexicon):
    """Return the words of each theme as (words, use), by the last step of its IRI."""
    themes = {iri.rsplit("/")[-1]: [] for iri, thing in lexicon.things.items() if thing.kind == "theme"}
    for label in lexicon.labels:
        if lexicon.things[label.thing].kind == "theme":
            themes[label.thing.rsplit("/")[-1]].append((label.words, label.use))
    return themes


def test_each_theme_has_words_enough(labels):
    assert len(labels) == 65
    few = {theme for theme, words in labels.items() if sum(use == "strong" for _, use in words) < 10}
    assert not few


def test_no_theme_lists_the_same_words_twice(labels):
    for theme, words in labels.items():
        keys = [
            term if use == "excluded" and " " not in term else lemmatise(term) for term, use in words if use != "sure"
        ]
        assert len(keys) == len(set(keys)), theme


def test_a_strong_word_earns_its_theme_and_an_excluded_one_does_not(matcher, labels):
    """Longer words of another theme must not hide a word of one's own."""
    wrong = [
        (theme, words)
        for theme, listed in labels.items()
        for words, use in listed
        if use != "weak" and (theme in list_earned(matcher, "", words)) != (use != "excluded")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("theme", "words"),
    [
        ("tourism", "info point"), ("poverty", "minimo vitale"), ("sport", "spogliatoi"), ("culture", "lettura"),
        ("legality", "infiltrazioni"), ("green-spaces", "albero"), ("energy", "autosufficienti"),
        ("social-welfare", "gli ultimi"), ("parking", "stallo"), ("employment", "impiego"),
        ("planning-and-control", "stato di avanzamento"), ("urban-planning", "destinazione d'uso"),
        ("elderly-care", "over 65"), ("health", "fascicolo sanitario elettronico"), ("energy", "colonnine"),
        ("urban-regeneration", "ex scuola"), ("public-spaces", "portici"), ("commerce", "ristorazione"),
        ("finance", "catasto"), ("energy", "nucleare"), ("public-safety", "insicurezza"),
        ("communication", "portavoce"),
    ],
)  # fmt: skip
def test_words_that_say_other_things_too_are_weak(labels, theme, words):
    """One of them decides nothing beside a strong word: "la lettura dei bisogni", "l'albero della performance"."""
    assert {use for term, use in labels[theme] if lemmatise(term) == lemmatise(words)} == {"weak"}


def test_excluded_words_contain_a_word_of_their_theme(labels):
    for theme, listed in labels.items():
        terms = {lemmatise(words) for words, use in listed if use != "excluded"}
        for words, use in listed:
            keys = lemmatise(words)
            parts = {keys[i:j] for i in range(len(keys)) for j in range(i + 1, len(keys) + 1)}
            parts -= {keys} if len(keys) > 1 else set()
            assert use != "excluded" or parts & terms, (theme, words)


PLANS = {
    "Ampliare i posti negli asili nido. Un nuovo nido d'infanzia con fondi PNRR e rette più basse per le famiglie.": {
        "childhood-and-family", "education",
    },
    "Manutenzione e ampliamento dei cimiteri. Si costruiranno nuovi loculi e si sistemeranno i vialetti.": {
        "public-spaces",
    },
    "Estendere la raccolta differenziata. Tariffa puntuale, più controlli e nuovi centri di raccolta.": {"waste"},
    "Riapertura della piscina comunale. Lavori sulla copertura e affidamento della gestione.": {"sport"},
    "Servizi demografici più vicini. Carta d'identità elettronica su appuntamento e certificati online.": {
        "administrative-simplification", "civil-registry", "digital-services",
    },
    "Equità fiscale e recupero dell'evasione. Accertamenti su IMU e TARI, rate per chi fatica.": {"finance"},
    "Rilancio dei gemellaggi. Scambi con le città gemellate, coinvolgendo le scuole.": {"institutional-affairs"},
    "La nuova biblioteca. Orari più ampi, sala studio e promozione della lettura.": {"libraries", "culture"},
    "Rafforzare la protezione civile. Nuovo piano di emergenza ed esercitazioni.": {"civil-protection"},
    "Pannelli sul tetto. Con il PNRR, vicino a piazza Roma, con i volontari.": {"energy"},
    "Una comunità che si prende cura. ": {"social-welfare"},
    "Una macchina comunale vicina. ": {"administrative-simplification", "institutional-affairs"},
    "Territorio e ambiente. ": {"environment", "urban-planning"},
    "Lotta al randagismo. Convenzione con il canile e campagne di sterilizzazione.": {"animal-welfare"},
    "Sostegno all'agricoltura. Valorizzare la filiera corta con un mercato contadino.": {
        "agriculture", "business-and-industry", "commerce",
    },
    "Perdite della rete idrica. Nuove condotte, contatori intelligenti e case dell'acqua.": {"environment", "water"},
    "Proteggersi dagli attacchi informatici. Backup, esercitazioni e consapevolezza cyber dei dipendenti.": {
        "cybersecurity", "digital-transformation",
    },
    "Aprire le banche dati del Comune. Insiemi di dati con licenza aperta e un assistente virtuale.": {
        "data-and-ai", "digital-transformation",
    },
    "Una campagna di comunicazione per i giovani. Video e incontri.": {"communication", "youth"},
    "Edilizia scolastica sicura. Rifacimento del tetto della scuola media.": {"education"},
    "Riqualificare la pubblica illuminazione. Nuovi corpi illuminanti a basso consumo.": {"energy"},
    "Istituire la consulta dei giovani. Dare voce ai ragazzi e aprire loro uno spazio.": {"youth", "participation"},
    "Manutenzione delle strade comunali. Asfaltature, marciapiedi e segnaletica.": {"road-safety"},
    "Un nuovo piano regolatore. Ridurre il consumo di suolo e riusare il patrimonio edilizio.": {"urban-planning"},
    "Nuovo personale per il Comune. Concorsi, lavoro agile e crescita dei dipendenti.": {"human-resources"},
    "Difesa dal rischio idrogeologico. Pulizia dei tombini e vasche di laminazione.": {"civil-protection"},
    "Chi dorme per strada avrà un letto caldo. ": {"poverty"},
    "Farsi truffare non è una colpa. ": {"consumer-protection"},
    "Materassi e carcasse nei fossi. ": {"waste"},
    "Non vedono il consiglio in diretta: vogliamo pubblicare le spese. ": {"ethics-and-transparency"},
    "Contrasto alla violenza di genere. Sostegno allo sportello antiviolenza.": {
        "violence-prevention", "gender-equality",
    },
    "Accogliere i cittadini stranieri. Corsi di lingua e mediazione culturale.": {"migration-and-integration"},
    "Emergenza abitativa. Ripristino degli alloggi popolari vuoti e aiuti contro gli sfratti.": {"housing"},
    "Un paese sicuro. Telecamere ai varchi e più pattuglie della polizia locale.": {"public-safety"},
    "Contro le ludopatie. Orari più stretti per le sale slot.": {"gambling-addiction"},
    "Assistere gli anziani soli. Più assistenza domiciliare e telesoccorso.": {"elderly-care"},
    "Medici di base in ogni frazione. Si solleciterà l'azienda sanitaria.": {"health"},
    "Nascita di una comunità energetica. Impianti fotovoltaici sui tetti degli edifici pubblici.": {"energy"},
    "Migliorare il trasporto pubblico. Più corse degli autobus e nuove pensiline.": {"public-transport"},
    "Restauro della rocca. Apertura al pubblico del museo.": {"heritage"},
    "Patto tra Comune e imprese artigiane. Incentivi alle imprese e nuove aree produttive.": {"business-and-industry"},
    "Cultura della legalità nelle scuole. Incontri sulle mafie e visite ai beni confiscati.": {"legality"},
    "Crescere insieme. Lo sviluppo della comunità e la qualità dei servizi del territorio.": set(),
    "Per una sicurezza di comunità. Un presidio in ogni quartiere contro vandalismo e furti.": {"public-safety"},
    "Riserva della biosfera. Si chiede un ente parco unico, di concerto con le due Regioni.": {"environment"},
    "Investire nel porto commerciale. Capannoni per le imprese con il credito d'imposta.": {"business-and-industry"},
    "Il mercato in piazza Roma. Più vendita e arredo, con altri Comuni, ambienti idonei, un centro di ristoro.": {
        "commerce", "public-spaces",
    },
    "Regolamento della mensa scolastica. Spostamento dei traffici commerciali, libri scolastici.": {"education"},
    "Mettere a sistema i percorsi. La cultura della cura e l'empowerment.": set(),
    "Approvvigionamento idrico. Rigenerazione energetica e impianti fotovoltaici negli ambiti territoriali.": {
        "energy", "environment", "water",
    },
    "Servizi cimiteriali. ": {"civil-registry", "public-spaces"},
    "Un autista per chi fa la dialisi. Con pannelli sul tetto della palestra.": {"health"},
    "Il rischio informatico. Notifica degli incidenti e doppio fattore.": {"cybersecurity", "digital-transformation"},
    "Diritti sociali, politiche sociali e famiglia. ": {"social-welfare"},
    "Restaurare gli affreschi. Concerti nella chiesa, e destagionalizzare le presenze.": {"heritage"},
    "Un progetto di vita comune. Pari opportunità di diritti e doveri, prescrizioni sanitarie del quartiere.": set(),
    "Un clima di fiducia. Mettere in sicurezza il tetto, condotte volte a fare comitato.": set(),
    "Censimento degli alberi. Presenza vigile, una panchina per chi ha limitata mobilità.": {
        "green-spaces",
    },
    "Centri culturali nei quartieri. Rilancio di centri e proposte organiche.": {"culture"},
    "Ridurre il consumo di suolo. Riuso degli edifici dismessi.": {"urban-planning", "environment"},
    "Viabilità comunale. Muri di sostegno e buche.": {"road-safety"},
    "Nuovo appalto della refezione. Procedura aperta per il centro di cottura.": {"public-procurement", "education"},
    "Investire sui giovani. Talenti e idee, con linee guida chiare.": {"youth"},
    "Creare un ambiente di lavoro sereno. Ascolto e organizzazione per i dipendenti comunali.": {"human-resources"},
    "Cultura e sport. ": {"culture", "sport"},
    "Un metro di siepe. ": {"green-spaces"},
    "Allargare la curva per il capoluogo. ": {"road-safety"},
    "Inserire al lavoro chi ha meno di trent'anni. ": {"employment"},
    "Fossi puliti prima dell'inverno: se fossero pieni, la strada si allagherebbe. ": {"civil-protection"},
}  # fmt: skip


@pytest.mark.parametrize("text", PLANS)
def test_other_plans_are_about_what_they_say(matcher, text):
    title, rest = text.split(". ", 1)
    assert set(list_earned(matcher, rest, title)) == PLANS[text]


@pytest.mark.parametrize(
    "text",
    [
        "Con gli attori del territorio.", "Dopo le piogge violente.", "Le matricole dei contatori.",
        "Le richieste giunte agli uffici.", "Il muro sarà dipinto.", "Assumere un ruolo.", "I prodotti sono biologici.",
        "Da settembre e ottobre.", "Cento metri sul livello del mare.", "La proposta non prende corpo.",
    ],
)  # fmt: skip
def test_words_of_any_plan_say_no_theme_alone(matcher, text):
    assert not list_earned(matcher, text, "Un obiettivo")


@pytest.mark.parametrize(
    "words",
    [
        "orizzonte temporale", "basato su", "corredato da", "la platea dei destinatari", "la circolare", "dettati da",
        "scommettere su", "del tenore di", "cassa di risonanza", "raccogliere", "trattare",
        "chi concorre", "le opere partiranno", "entra in esercizio", "si avanzerà", "invitati a partecipare",
    ],
)  # fmt: skip
def test_words_of_any_plan_are_not_even_weak(matcher, words):
    assert not matcher.find_matches(split_words(words)).terms
