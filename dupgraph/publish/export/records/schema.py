"""The columns of the tables: names, types, and what they mean, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dupgraph.schema.namespaces import DCT, DUP, L0, OA, RDFS, SKOS

Kind = Literal["iri", "text", "number", "time"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``title`` and ``meaning`` are in Italian, then in English.

    ``predicate`` is the property of the graph that a cell is a value of, where it is just that; it and ``target``,
    which makes an IRI of the cell, are URI templates. ``language`` is that of every text in the column.
    """

    name: str
    kind: Kind
    title: tuple[str, str]
    meaning: tuple[str, str]
    is_required: bool = False
    is_list: bool = False
    predicate: str = ""
    target: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values are always those of a row of another table."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``key`` are the columns by which its rows are told apart, ``about`` which thing a row describes."""

    name: str
    title: tuple[str, str]
    meaning: tuple[str, str]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    about: str
    references: tuple[Reference, ...] = ()


_SPAN = (
    Column("start", "number", ("Inizio", "Start"),
           ("Primo carattere nel testo canonico del piano: punti di codice Unicode, contati da 0",
            "First character in the plan's canonical text: Unicode code points, counted from 0"),
           predicate=OA + "start"),
    Column("end", "number", ("Fine", "End"),
           ("Il carattere dopo l'ultimo, nello stesso testo",
            "The character after the last one, in the same text"),
           predicate=OA + "end"),
    Column("page", "number", ("Pagina", "Page"),
           ("Pagina su cui comincia, se la fonte ha pagine",
            "Page on which it begins, if the source has pages"),
           predicate=DUP + "page"),
)  # fmt: skip

ELEMENTS = Table(
    "elements",
    ("Elementi", "Elements"),
    ("Politiche, indirizzi, obiettivi e azioni: una riga ciascuno, nell'ordine del piano",
     "Policies, guidelines, objectives and actions: one row each, in the plan's order"),
    (
        Column("iri", "iri", ("IRI", "IRI"), ("L'elemento nel grafo", "The element in the graph"), is_required=True),
        Column("plan", "iri", ("Piano", "Plan"), ("Il piano di cui fa parte", "The plan that it is part of"),
               is_required=True),
        Column("kind", "text", ("Tipo", "Kind"),
               ("policy (politica), guideline (indirizzo), objective (obiettivo), action (azione)",
                "policy, guideline, objective, action"), is_required=True),
        Column("level", "text", ("Livello", "Level"),
               ("Come il piano chiama questo livello", "What the plan calls this level"),
               predicate=DUP + "levelName"),
        Column("code", "text", ("Codice", "Code"),
               ("Il numero che l'elemento ha nel piano", "The number that the element has in the plan"),
               predicate=DCT + "identifier"),
        Column("title", "text", ("Titolo", "Title"), ("Il titolo", "The title"), predicate=DCT + "title"),
        Column("text", "text", ("Testo", "Text"),
               ("Il testo dell'elemento, leggibile: spazi normalizzati, senza numeri di pagina; senza le sue parti",
                "The element's own text, readable: white space normalised, no page numbers; without its parts"),
               predicate=DCT + "description"),
        Column("language", "text", ("Lingua", "Language"),
               ("Lingua di titolo e testo (BCP 47)", "Language of title and text (BCP 47)")),
        Column("parent", "iri", ("Fa parte di", "Part of"),
               ("L'elemento sopra; vuoto in cima al piano", "The element above; empty at the top of the plan"),
               predicate=DCT + "isPartOf", target="{+parent}"),
        Column("policy", "iri", ("Politica", "Policy"),
               ("La politica che l'elemento è, o sotto cui sta", "The policy that the element is, or stands under")),
        Column("guideline", "iri", ("Indirizzo", "Guideline"),
               ("L'indirizzo che l'elemento è, o sotto cui sta",
                "The guideline that the element is, or stands under")),
        Column("position", "number", ("Posizione", "Position"),
               ("Numero d'ordine nel piano: con questo 1.4.10 viene dopo 1.4.9",
                "Place in the plan's order: by it 1.4.10 comes after 1.4.9"),
               predicate=L0 + "positionInSequence"),
        *_SPAN,
    ),
    ("iri",),
    "{+iri}",
)  # fmt: skip

ENTITIES = Table(
    "entities",
    ("Entità", "Entities"),
    ("Tutto ciò che gli elementi nominano, e i tipi e gruppi a cui appartiene: soggetti, destinatari, luoghi, "
     "strumenti, temi, obiettivi di sviluppo sostenibile, elementi citati",
     "All that elements name, and the kinds and groups that it belongs to: partners, beneficiaries, places, "
     "instruments, themes, sustainable development goals, cited elements"),
    (
        Column("iri", "iri", ("IRI", "IRI"), ("L'entità nel grafo", "The entity in the graph"), is_required=True),
        Column("kinds", "text", ("Tipi", "Kinds"),
               ("Come gli elementi la nominano: partner, beneficiary (destinatari), place (luogo), instrument "
                "(strumento), theme (tema), goal (obiettivo di sviluppo sostenibile); di un elemento citato il suo "
                "tipo; vuoto se è solo il tipo o gruppo di un'altra",
                "How elements name it: partner, beneficiary, place, instrument, theme, goal (a sustainable "
                "development goal); of a cited element its kind; empty if it is only the kind or group of another"),
               is_list=True),
        Column("types", "iri", ("Classi", "Classes"),
               ("Le sue classi RDF: dicono se un soggetto è un ente (Organization) o un tipo di enti (ActorCategory)",
                "Its RDF classes: they say whether a partner is a body (Organization) or a kind of bodies "
                "(ActorCategory)"), is_list=True),
        Column("label_it", "text", ("Nome in italiano", "Name in Italian"), ("Il nome", "The name"),
               predicate=RDFS + "label", language="it"),
        Column("label_en", "text", ("Nome in inglese", "Name in English"), ("Il nome", "The name"),
               predicate=RDFS + "label", language="en"),
        Column("alternatives_it", "text", ("Altri nomi in italiano", "Other names in Italian"),
               ("Altri nomi, sigle", "Other names, acronyms"),
               is_list=True, predicate=SKOS + "altLabel", language="it"),
        Column("alternatives_en", "text", ("Altri nomi in inglese", "Other names in English"),
               ("Altri nomi, sigle", "Other names, acronyms"),
               is_list=True, predicate=SKOS + "altLabel", language="en"),
        Column("definition_it", "text", ("Definizione in italiano", "Definition in Italian"),
               ("Che cosa è", "What it is"), predicate=SKOS + "definition", language="it"),
        Column("definition_en", "text", ("Definizione in inglese", "Definition in English"),
               ("Che cosa è", "What it is"), predicate=SKOS + "definition", language="en"),
        Column("category_it", "text", ("Categoria in italiano", "Category in Italian"),
               ("Tipo di ente, gruppo di temi o di destinatari, genere di luogo o strumento; di un soggetto che non ne "
                "ha, il suo nome",
                "Kind of body, group of themes or beneficiaries, sort of place or instrument; of a partner that has "
                "none, its own name"), language="it"),
        Column("category_en", "text", ("Categoria in inglese", "Category in English"),
               ("La stessa, in inglese", "The same, in English"), language="en"),
        Column("broader", "iri", ("Appartiene a", "Belongs to"),
               ("I tipi e gruppi a cui appartiene: altre righe di questa tabella",
                "The kinds and groups that it belongs to: other rows of this table"), is_list=True),
    ),
    ("iri",),
    "{+iri}",
)  # fmt: skip

_LINK = (
    Column("element", "iri", ("Elemento", "Element"), ("L'elemento che nomina", "The element that names"),
           is_required=True),
    Column("property", "text", ("Legame", "Link"),
           ("involves (coinvolge), benefits (si rivolge a), concernsPlace (riguarda il luogo), usesInstrument (usa lo "
            "strumento), hasTheme (ha per tema), contributesTo (contribuisce a), refersToElement (rinvia a)",
            "involves, benefits, concernsPlace, usesInstrument, hasTheme, contributesTo, refersToElement"),
           is_required=True),
    Column("thing", "iri", ("Entità", "Entity"), ("L'entità che nomina", "The entity that it names"),
           is_required=True, predicate=DUP + "{property}", target="{+thing}"),
)  # fmt: skip

LINKS = Table(
    "links",
    ("Legami", "Links"),
    ("Un elemento nomina un'entità: una riga per legame", "An element names an entity: one row a link"),
    (
        *_LINK,
        Column("mentions", "number", ("Menzioni", "Mentions"),
               ("Quante volte il testo lo dice", "How many times the text says so"), is_required=True),
    ),
    ("element", "property", "thing"),
    "{+element}",
    (Reference(("element",), "elements", ("iri",)), Reference(("thing",), "entities", ("iri",))),
)  # fmt: skip

MENTIONS = Table(
    "mentions",
    ("Menzioni", "Mentions"),
    ("Le parole del piano che dicono un legame, e dove stanno: una riga per menzione",
     "The plan's words that say a link, and where they stand: one row a mention"),
    (
        Column("iri", "iri", ("IRI", "IRI"), ("La menzione nel grafo", "The mention in the graph"), is_required=True),
        Column("element", "iri", ("Elemento", "Element"),
               ("L'elemento nel cui testo sta", "The element in whose text it stands"),
               is_required=True, predicate=DUP + "inElement", target="{+element}"),
        Column("property", "text", _LINK[1].title, _LINK[1].meaning,
               is_required=True, predicate=DUP + "evidenceFor", target=DUP + "{property}"),
        Column("thing", "iri", ("Entità", "Entity"), ("L'entità nominata", "The entity that is named"),
               is_required=True, predicate=DUP + "refersTo", target="{+thing}"),
        Column("words", "text", ("Parole", "Words"), ("Le parole esatte", "The exact words"),
               predicate=OA + "exact"),
        Column("before", "text", ("Prima", "Before"), ("Che cosa sta prima", "What stands before"),
               predicate=OA + "prefix"),
        Column("after", "text", ("Dopo", "After"), ("Che cosa sta dopo", "What stands after"),
               predicate=OA + "suffix"),
        *_SPAN,
        Column("method", "iri", ("Metodo", "Method"),
               ("Come è stata trovata", "How it was found"), predicate=DUP + "method", target="{+method}"),
        Column("involvement", "iri", ("Coinvolgimento", "Involvement"),
               ("Come un soggetto è coinvolto, dove il testo lo dice",
                "How a partner is involved, where the text says so"),
               predicate=DUP + "involvementKind", target="{+involvement}"),
        Column("involvement_it", "text", ("Coinvolgimento in italiano", "Involvement in Italian"),
               ("Lo stesso, in parole", "The same, in words"), language="it"),
        Column("involvement_en", "text", ("Coinvolgimento in inglese", "Involvement in English"),
               ("Lo stesso, in parole", "The same, in words"), language="en"),
        Column("cue", "text", ("Indizio", "Cue"),
               ("Le parole del piano che lo dicono", "The plan's words that say so"), predicate=DUP + "cueWords"),
        Column("reviewed", "time", ("Verificata", "Reviewed"),
               ("Quando una persona l'ha confermata; vuoto se nessuno l'ha fatto",
                "When a person confirmed it; empty where nobody did"), predicate=DUP + "reviewedAt"),
    ),
    ("iri",),
    "{+iri}",
    (
        Reference(("element",), "elements", ("iri",)),
        Reference(("thing",), "entities", ("iri",)),
        Reference(("element", "property", "thing"), "links", ("element", "property", "thing")),
    ),
)  # fmt: skip

TABLES: Mapping[str, Table] = {table.name: table for table in (ELEMENTS, ENTITIES, LINKS, MENTIONS)}
