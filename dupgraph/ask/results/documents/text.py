"""A page as an OpenDocument text: four small files of XML in a zip."""

from io import BytesIO
from string import Template
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from dupgraph.ask.results.documents.outline import TEMPLATES, Page
from dupgraph.base.templates import fill_template
from dupgraph.language.languages import get_text

_TYPE = "application/vnd.oasis.opendocument.text"
_UPRIGHT, _ACROSS = ("21cm", "29.7cm", "portrait"), ("29.7cm", "21cm", "landscape")
_NO_DATE = (2000, 1, 1, 0, 0, 0)


def encode_odt(page: Page) -> bytes:
    """Return a page as an OpenDocument text."""
    width, height, orientation = _ACROSS if page.is_wide else _UPRIGHT
    country = get_text("answers", "locale", page.language).rpartition("-")[2]
    sheet = {"width": width, "height": height, "orientation": orientation}
    parts = {
        "content.xml": fill_template(TEMPLATES / "content.xml", page=page),
        "styles.xml": Template(_read("styles.xml")).substitute(sheet, language=page.language, country=country),
        "meta.xml": _read("meta.xml"),
        "META-INF/manifest.xml": _read("manifest.xml"),
    }
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        # First and as it is, so that its kind can be read without opening it.
        archive.writestr(ZipInfo("mimetype", _NO_DATE), _TYPE, ZIP_STORED)
        for name, text in parts.items():
            archive.writestr(ZipInfo(name, _NO_DATE), text.encode(), ZIP_DEFLATED)
    return file.getvalue()


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").rstrip("\n")
