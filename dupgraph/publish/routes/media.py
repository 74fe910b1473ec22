"""Media types: what a file is, by the ending of its name."""

# Data first, then what pages are made of.
MEDIA_TYPES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "rdf": "application/rdf+xml",
    "rq": "application/sparql-query",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "json": "application/json",
    "xml": "application/xml",
    "txt": "text/plain",
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
# Types that must state their charset: a reader would have to guess it. All others are UTF-8 by definition, or no text.
WITH_CHARSET = ("text/turtle", "text/csv", "text/plain", "text/html", "text/css", "text/javascript")
# In which of these a thing answers; who wants several equally gets the first.
REPRESENTATIONS = ("html", "ttl", "jsonld")
