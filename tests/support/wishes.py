"""Headers by which requests say what they want, and what is then right: by hand, from RFC 9110 and RFC 4647."""

TURTLE, JSONLD, HTML = "text/turtle", "application/ld+json", "text/html"
# What a browser sends.
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

# By Accept: the ending of the file; empty where nothing is acceptable.
WISHES = {
    None: "html",
    "": "html",
    "*/*": "html",
    BROWSER: "html",
    TURTLE: "ttl",
    JSONLD: "jsonld",
    HTML: "html",
    "Text/Turtle": "ttl",
    "text/turtle;q=0.9, text/html;q=0.1": "ttl",
    "text/turtle;q=0.1, text/html;q=0.9": "html",
    "text/html;q=0.85,text/turtle;q=0.9": "ttl",
    "text/html;q=0.9,text/turtle;q=0.85": "html",
    "text/html;q=0.9,text/turtle;q=0.90": "html",
    "text/html;q=0.900,text/turtle;q=0.901": "ttl",
    "text/html;q=1.000,text/turtle;q=1": "html",
    "text/html;q=0.999,text/turtle;q=1.0": "ttl",
    "text/html ; q=0.5 , text/turtle ; q=0.7": "ttl",
    "text/html;Q=0.5,text/turtle;q=0.7": "ttl",
    "text/turtle;q=0.5, application/ld+json;q=0.6": "jsonld",
    "text/turtle;q=0.6, application/ld+json;q=0.5": "ttl",
    "application/ld+json, text/turtle": "ttl",
    "application/ld+json;q=0.7, text/turtle;q=0.5, text/html;q=0.6": "jsonld",
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted";q=0.9, text/html;q=0.8': "jsonld",
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted", text/html;q=0.8': "jsonld",
    "text/turtle;q=0, */*": "html",
    "text/turtle;q=0": "",
    "text/html;q=0, */*;q=0.5": "ttl",
    "text/html;q=0, text/turtle;q=0, */*;q=0.5": "jsonld",
    "text/*;q=0.3, text/html;q=0.1": "ttl",
    "text/html;q=0.1, text/*;q=0.3": "ttl",
    "application/*": "jsonld",
    "application/rdf+xml, text/turtle;q=0.8, */*;q=0.1": "ttl",
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3": "ttl",
    "application/rdf+xml": "",
    "application/n-triples": "",
    "image/png": "",
    "text/turtle-like": "",
    "x-text/turtle": "",
    # Ill-formed weights count as none.
    "text/html;q=0.5, text/turtle;q=high": "ttl",
    "text/html;q=0.5, text/turtle;q=1.5, application/ld+json;q=2": "ttl",
}
# By Accept-Language.
SPOKEN = {
    None: "it",
    "": "it",
    "it": "it",
    "it-IT,it;q=0.9,en;q=0.8": "it",
    "en": "en",
    "EN-gb": "en",
    "en-GB,en;q=0.9,it;q=0.8": "en",
    "de,en;q=0.5": "en",
    "de,fr;q=0.5": "it",
    "de,*;q=0.5": "it",
    "it;q=0,*": "en",
    "it,en": "it",
    "en,it": "it",
    "en;q=0.4,it;q=0.5": "it",
    "eng,item": "it",
    # American English first, then Italian, then any English.
    "en-US,it;q=0.8,en;q=0.5": "en",
}
