"""Names of companies and associations: the legal form that closes one, which people leave out when they speak."""

import re

# What a body is, as words that may open its name as well as close it.
_SOCIAL = r"(?:cooperativa|impresa)\ssociale"
# Whoever writes the full stops leaves some of them out.
LEGAL_FORMS = (
    r"s\.?\s?p\.?\s?a\b\.?", r"s\.?\s?c\.?\s?p\.?\s?a\b\.?", r"s\.?\s?r\.?\s?l\.?\s?s?\b\.?(?:,?\simpresa\ssociale\b)?",
    r"s\.?\s?c\.?\s?(?:a\.?\s?)?r\.?\s?l\b\.?", r"s\.?\s?n\.?\s?c\b\.?", r"s\.?\s?a\.?\s?s\b\.?",
    r"[as]\.?\s?s\.?\s?d\b\.?(?:\s?a\.?\s?r\.?\s?l\b\.?)?", r"o\.?n\.?l\.?u\.?s\b\.?", r"o\.?d\.?v\b\.?",
    r"a\.?p\.?s\b\.?", r"e\.?t\.?s\b\.?", r"soc(?:iet[aà]|\.)\s?coop(?:erativa\b|\.)(?:\s(?:sociale\b|soc\.))?",
    r"(?:&|e)\s(?:figli|c\.)", _SOCIAL,
)  # fmt: skip
# A legal form after a blank; few words have a first letter of one, and the others are passed over soon. What else
# stands before it, a comma and more blanks, is looked at where there is one.
LEGAL_FORM = re.compile(rf"[^\S\x1e](?=[saoeci&])(?P<form>{'|'.join(LEGAL_FORMS)})(?!\w)", re.IGNORECASE)
SOCIAL_FORM = re.compile(_SOCIAL, re.IGNORECASE)
# Such a form stands in capitals where it could be a word: "aps", "ets". A spa is one, too, but no large word before it.
WRITTEN_FORM = re.compile(
    r"[A-Z].*[A-Z]|[Ss]oc|[Cc]oop|[Ii]mp|[Oo]nlus|[Oo]d[Vv]|&|S\.?p\.?[Aa]|S\.?r\.?l|S\.c|s\.?p\.?a|s\.?r\.?l|s\.?n\.?c|s\.?c\.?a?\.?r\.?l",
    re.DOTALL,
)

# How names shorten some of their words: "Soc. coop.", "coop. soc.", "Ass.".
SHORTENED = {
    "cooperativa": "coop", "societa": "soc", "sociale": "soc", "associazione": "ass", "fondazione": "fond",
    "istituto": "ist",
}  # fmt: skip


def drop_legal_form(name: str) -> str:
    """Return a name without the legal form at its end.

    >>> drop_legal_form("AMT S.p.A."), drop_legal_form("Onde Libere APS"), drop_legal_form("Associazione ponte")
    ('AMT', 'Onde Libere', 'Associazione ponte')
    """
    for found in LEGAL_FORM.finditer(name):
        if found.end() == len(name) and WRITTEN_FORM.match(found["form"]):
            return name[: found.start()].rstrip(", ")
    return name
