"""What metadata know of others: codes of the EU's authority tables, and the sets of data that graphs link to.

Each code was looked up; ``authorities.toml`` says where. A file of another type keeps its IANA media type.
"""

from pathlib import Path
from tomllib import loads

from dupgraph.publish.export.publication import IANA

_KNOWN = loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_AUTHORITIES = "http://publications.europa.eu/resource/authority/"
LANGUAGE = _AUTHORITIES + "language/ITA"
# How often a plan's graph changes is not known beforehand; the profile's guidelines name this value for that
# (italia/linee-guida-cataloghi-dati-dcat-ap-it, dataset_elementi_obbligatori).
FREQUENCY = _AUTHORITIES + "frequency/UNKNOWN"
THEMES = _AUTHORITIES + "data-theme"
# The data theme of every plan of a municipality: government and public sector.
GOVERNMENT = THEMES + "/GOVE"
THEME_NAMES: dict[str, list[str]] = {f"{THEMES}/{code}": names for code, names in _KNOWN["themes"].items()}
# By where their IRIs begin: the name in ours, and what each is, in Italian and English.
TARGETS: dict[str, list[str]] = _KNOWN["targets"]


def find_file_type(media_type: str) -> str:
    """Return the IRI of a media type in the EU's table of file types; IANA's own where the table has none.

    >>> find_file_type("text/csv")
    'http://publications.europa.eu/resource/authority/file-type/CSV'
    >>> find_file_type("application/x-other")
    'https://www.iana.org/assignments/media-types/application/x-other'
    """
    code = _KNOWN["file_types"].get(media_type)
    return f"{_AUTHORITIES}file-type/{code}" if code else IANA + media_type
