"""Properties that need care wherever they are written or shown."""

from dupgraph.schema.namespaces import DUP, L0, OA, XSD

# What counts something, and as which kind of number.
COUNTS = {
    L0 + "positionInSequence": XSD + "integer",
    OA + "start": XSD + "nonNegativeInteger",
    OA + "end": XSD + "nonNegativeInteger",
    DUP + "page": XSD + "positiveInteger",
    DUP + "recognisedPage": XSD + "positiveInteger",
}
# Triples of a vocabulary that only its keeper needs: how to find a name, not what it is.
FOR_READING = {
    DUP + name
    for name in (
        "fixedLabel", "cuedLabel", "excludedLabel", "headLabel", "siteLabel", "openLabel", "tailLabel", "sharedLabel",
        "strongTerm", "weakTerm", "cueFor", "cueAgainst", "suggestsKind", "fieldFor",
    )
}  # fmt: skip
