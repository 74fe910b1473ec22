"""The codes of the EU's authority tables that a catalogue needs: file types, languages, frequencies, data themes.

Each code was looked up: the file types of RDF, CSV, JSON, XML and text in geosolutions-it/ckanext-dcatapit,
``vocabularies/filetypes-filtered.rdf``, which dati.gov.it reads formats by; PARQUET in the list of mobilityDCAT-AP; the
names of the themes as the Publications Office gives them. A file of another type keeps its IANA media type.
"""

from dupgraph.publish.export.publication import IANA

_AUTHORITIES = "http://publications.europa.eu/resource/authority/"
_FILE_TYPES = {
    "application/json": "JSON",
    "application/csvm+json": "JSON",
    "application/ld+json": "JSON_LD",
    "application/n-quads": "RDF_N_QUADS",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "RDF_TRIG",
    "application/vnd.apache.parquet": "PARQUET",
    "application/xml": "XML",
    "text/csv": "CSV",
    "text/plain": "TXT",
    "text/turtle": "RDF_TURTLE",
}
LANGUAGE = _AUTHORITIES + "language/ITA"
# How often a plan's graph changes is not known beforehand; the profile's guidelines name this value for that
# (italia/linee-guida-cataloghi-dati-dcat-ap-it, dataset_elementi_obbligatori).
FREQUENCY = _AUTHORITIES + "frequency/UNKNOWN"
THEMES = _AUTHORITIES + "data-theme"
# The data theme of every plan of a municipality: government and public sector.
GOVERNMENT = THEMES + "/GOVE"
THEME_NAMES = {
    f"{THEMES}/{code}": names
    for code, names in {
        "AGRI": ("Agricoltura, pesca, silvicoltura e prodotti alimentari", "Agriculture, fisheries, forestry and food"),
        "ECON": ("Economia e finanze", "Economy and finance"),
        "EDUC": ("Istruzione, cultura e sport", "Education, culture and sport"),
        "ENER": ("Energia", "Energy"),
        "ENVI": ("Ambiente", "Environment"),
        "GOVE": ("Governo e settore pubblico", "Government and public sector"),
        "HEAL": ("Salute", "Health"),
        "INTR": ("Tematiche internazionali", "International issues"),
        "JUST": ("Giustizia, sistema giuridico e sicurezza pubblica", "Justice, legal system and public safety"),
        "REGI": ("Regioni e città", "Regions and cities"),
        "SOCI": ("Popolazione e società", "Population and society"),
        "TECH": ("Scienza e tecnologia", "Science and technology"),
        "TRAN": ("Trasporti", "Transport"),
    }.items()
}


def find_file_type(media_type: str) -> str:
    """Return the IRI of a media type in the EU's table of file types; IANA's own where the table has none.

    >>> find_file_type("text/csv")
    'http://publications.europa.eu/resource/authority/file-type/CSV'
    >>> find_file_type("application/x-other")
    'https://www.iana.org/assignments/media-types/application/x-other'
    """
    code = _FILE_TYPES.get(media_type)
    return f"{_AUTHORITIES}file-type/{code}" if code else IANA + media_type
