"""The words of the graph: namespaces, and the one place where IRIs are minted."""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256

from dupgraph.base.errors import VocabularyError

ROOT = "https://w3id.org/dupgraph/"
DUP = ROOT + "onto/"
VOCABULARY = ROOT + "controlled-vocabulary/"
DATA = ROOT + "data/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
SPDX = "http://spdx.org/rdf/terms#"
FOAF = "http://xmlns.com/foaf/0.1/"
L0 = "https://w3id.org/italia/onto/l0/"
COVAPIT = "https://w3id.org/italia/onto/COV/"
CLVAPIT = "https://w3id.org/italia/onto/CLV/"

PREFIXES: dict[str, str] = {
    "dup": DUP,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dct": DCT,
    "prov": PROV,
    "oa": OA,
    "foaf": FOAF,
    "l0": L0,
    "covapit": COVAPIT,
    "clvapit": CLVAPIT,
}


# Those that a person need not declare, and by which IRIs are shown: a vocabulary that plans share goes by its name.
KNOWN: dict[str, str] = PREFIXES | {
    name: f"{VOCABULARY}{name}/"
    for name in ("actors", "beneficiaries", "bodies", "instruments", "missioni", "places", "sdg", "themes")
}


def shorten_iri(iri: str, prefixes: Mapping[str, str] = KNOWN) -> str:
    """Return an IRI with a known prefix, where it has one.

    >>> shorten_iri("https://w3id.org/dupgraph/onto/involves"), shorten_iri("https://example.org/a")
    ('dup:involves', 'https://example.org/a')
    """
    for name, space in prefixes.items():
        local = iri.removeprefix(space)
        if local != iri and re.fullmatch(r"[\w-]+(?:\.[\w-]+)*", local):
            return f"{name}:{local}"
    return iri


def make_slug(text: str) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens; empty where it has neither letter nor digit.

    Letters that ASCII has no near letter for leave a hash of the whole behind: two names stay two.

    >>> make_slug("Città della Ceramica – 2025/2027")
    'citta-della-ceramica-2025-2027'
    >>> make_slug("piazza D’Annunzio") == make_slug("Piazza d'Annunzio")
    True
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    if any(c.isalnum() and not c.isascii() for c in bare):
        slug = f"{slug}-{sha256(bare.encode()).hexdigest()[:8]}".strip("-")
    return slug


def check_iri(iri: str) -> str:
    """Return ``iri`` when it is an absolute http(s) IRI that can be written in any RDF syntax.

    Raises VocabularyError otherwise: rdflib would write it and nobody could read it back.
    """
    if not re.match(r"https?://[^\s/]", iri):
        raise VocabularyError(f"not an http(s) IRI: {iri!r}", hint="give an absolute IRI, such as https://w3id.org/...")
    # Whoever only asks for help need not wait for it.
    from pyoxigraph import NamedNode

    try:
        return str(NamedNode(iri).value)
    except ValueError:
        raise VocabularyError(f"not a valid IRI: {iri!r}", hint="remove spaces and quotes from it") from None


def mint_iri(base: str, *steps: str) -> str:
    """Return the IRI of a path below ``base``; the only way in which dupgraph makes an IRI.

    Raises VocabularyError when ``base`` is no IRI that a path can go on from, or a step is empty.

    >>> mint_iri("https://w3id.org/dupgraph/data/", "036040", "plan", "dup-2025", "objective", "1.3.3")
    'https://w3id.org/dupgraph/data/036040/plan/dup-2025/objective/1.3.3'
    """
    if "#" in base or "?" in base or not all(steps):
        raise VocabularyError(
            f"no IRI can be made of {base!r} and {'/'.join(steps)!r}",
            hint="give a base without '#' and '?', and names with letters or digits",
        )
    return check_iri(base.rstrip("/") + "/" + "/".join(steps))
