"""`dupgraph validate`: a graph that keeps every rule conforms, and each rule finds what breaks it."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from commands import run_validate
from pyoxigraph import RdfFormat, parse
from pyshacl import validate
from rdflib import RDFS, SH, Graph, URIRef

from dupgraph.base.errors import GraphError, VocabularyError
from dupgraph.base.files import find_resource
from dupgraph.graph.validate.files import list_graphs, list_vocabularies, validate_file
from dupgraph.graph.validate.findings import Finding, Kind, Language
from dupgraph.graph.validate.links import LINK_RULES, find_broken_rule, load_authorities
from dupgraph.graph.validate.shapes import METADATA_SHAPES, SHAPES, check_shapes, list_rules, load_shapes
from dupgraph.schema.namespaces import DUP

validate_graph = partial(validate_file, kind="graph")
validate_vocabulary = partial(validate_file, kind="vocabulary")
validate_metadata = partial(validate_file, kind="metadata")

DATA = Path(__file__).parents[1] / "data" / "validate"
GOOD = DATA / "good.ttl"
VOCABULARY = DATA / "vocabulary.ttl"
CATALOGUE = DATA / "catalog.ttl"
STATISTICS = DATA / "void.ttl"

# Rule, element named, what is replaced in the good graph, by what (its first occurrence after the mark, if any).
DEPENDENCY = "000000/plan/prova/dependency/1"
REASON = "000000/plan/prova/dependency/reason"
BREAKS = [
    ("plan-title", "000000/plan/prova", 'dct:title "Piano di prova"@it ;', ""),
    ("plan-istat", "000000/plan/prova", 'dup:istat "000000"', 'dup:istat "36040"'),
    ("plan-period", "000000/plan/prova", '"2025-2027"', '"2025-2027" , "2026"'),
    ("plan-text", "000000/plan/prova", "dct:source", "dct:references"),
    ("graph-blank-node", "dup:Plan", "rdfs:label \"1.1 Sostenere la città\"@it ;",
     "rdfs:label \"1.1 Sostenere la città\"@it ; rdfs:seeAlso [] ;"),
    ("plan-elements", "000000/plan/prova", "dct:isPartOf plan:prova", "dct:isPartOf plan:altro"),
    ("graph-plan", "dup:Plan", "plan:prova a dup:Plan", "plan:prova a dup:Instrument"),
    ("text-words", "000000/plan/prova/text", "dup:canonicalText", "rdfs:comment"),
    ("text-digest", "000000/plan/prova/text", '"sha256:', '"md5:'),
    ("text-recognised-by", "000000/plan/prova/text", "dup:canonicalText",
     'dup:recognisedBy "a" , "b" ; dup:canonicalText'),
    ("text-recognised-page", "000000/plan/prova/text", "dup:canonicalText", "dup:recognisedPage 1 ; dup:canonicalText"),
    ("element-title", "1.1", 'dct:title "Sostenere la città"@it', 'dct:title "Sostenere la città"'),
    ("element-identifier", "1.1", 'dct:identifier "1.1"', 'dct:identifier "1.1" , "1.2"'),
    ("element-label", "1.1", 'rdfs:label "1.1 Sostenere la città"@it ;', ""),
    ("element-parent", "1.1", "dct:isPartOf policy:1 ;", ""),
    ("element-position", "1.1", "l0:positionInSequence 2 ;", ""),
    ("element-level-name", "1.1", 'dup:levelName "Obiettivo"@it ;', ""),
    ("element-source", "1", "oa:hasSource <https://w3id.org/dupgraph/data/000000/plan/prova/text> ;", ""),
    ("element-start", "1", 'oa:start "0"', 'oa:start "400"'),
    ("element-end", "1", 'oa:end "25"^^xsd:nonNegativeInteger', "oa:end 25"),
    ("element-goes-on", "1.1", 'dup:levelName "Obiettivo"@it ;', 'dup:levelName "Obiettivo"@it ; dup:goesOnAt "1-2" ;'),
    ("element-page", "1.1", 'dup:page "1"^^xsd:positiveInteger', 'dup:page "I"'),
    ("element-in-plan", "1.1", "dct:isPartOf policy:1 ;", "dct:isPartOf policy:2 ;"),
    ("element-inside-text", "1.1", 'oa:end "238"', 'oa:end "239"'),
    ("element-field-words", "1.1", 'dup:levelName "Obiettivo"@it ;', 'dup:levelName "Obiettivo"@it ; '
     'dct:description "Responsabile: Area servizi"@it ; dup:responsible "Area tecnica"@it ;'),
    ("element-one-kind", "1.1", "a dup:Objective", "a dup:Objective , dup:Action"),
    ("element-sibling-position", "2", "policy:1 a dup:Policy", 'policy:2 a dup:Policy ; dct:identifier "2" ; '
     'dup:levelName "Politica" ; dct:isPartOf plan:prova ; l0:positionInSequence 1 .\npolicy:1 a dup:Policy'),
    ("element-shares-identifier", "1", 'dct:identifier "1.1"', 'dct:identifier "1"'),
    ("mention-element", "000000/plan/prova/mention/1", "dup:inElement objective:1.1 ;", ""),
    ("mention-property", "1.1", "dup:evidenceFor dup:involves ;", ""),
    ("mention-thing", "1.1", "dup:refersTo organization:ausl ;",
     "dup:refersTo organization:ausl , actors:third-sector ;"),
    ("mention-value", "1.1", 'rdf:value "2030"@it', 'rdf:value "2030"'),
    ("mention-says", "1.1", 'rdf:value "2030"@it ;', ""),
    ("mention-source", "1.1", "oa:hasSource <https://w3id.org/dupgraph/data/000000/plan/prova/text> ;\n    oa:exact",
     "oa:hasSource plan:prova ;\n    oa:exact"),
    ("mention-exact", "1.1", 'oa:exact "AUSL"', 'oa:exact "AUSL"@it'),
    ("mention-prefix", "1.1", 'oa:prefix "zione con l’"', 'oa:prefix "zione con l’"@it'),
    ("mention-suffix", "1.1", 'oa:suffix "e con gli e"', 'oa:suffix "e con gli e" , "e"'),
    ("mention-start", "1.1", 'oa:start "83"', 'oa:start "90"'),
    ("mention-end", "1.1", 'oa:end "87"^^xsd:nonNegativeInteger', "oa:end 87"),
    ("mention-method", "1.1", "dup:method methods:lexicon ;", ""),
    ("mention-run", "1.1", "/run> a prov:Activity", "/run> a prov:Entity"),
    ("mention-page", "1.1", 'dup:page "1"^^xsd:positiveInteger ;\n    dup:involvementKind',
     "dup:page 1 ;\n    dup:involvementKind"),
    ("mention-involvement-kind", "1.1", "dup:involvementKind involvement:collaborates",
     'dup:involvementKind "collabora"'),
    ("mention-reviewed-at", "1.1", '"2026-11-29T09:00:00Z"^^xsd:dateTime', '"2026-11-29"'),
    ("mention-cue-words", "1.1", 'dup:cueWords "In collaborazione con"', 'dup:cueWords "In collaborazione con"@it'),
    ("mention-of-element", "000000/plan/prova", "dup:inElement objective:1.1", "dup:inElement plan:prova"),
    ("mention-of-link", "1.1", "dup:evidenceFor dup:involves", "dup:evidenceFor dup:hasStakeholder"),
    ("mention-backs-link", "1.1", "dup:involves organization:ausl , actors:third-sector",
     "dup:involves organization:ausl"),
    ("mention-inside-element", "1.1", 'oa:start "25"', 'oa:start "84"'),
    ("mention-words", "1.1", 'oa:exact "Terzo settore"', 'oa:exact "Terzo  settore"'),
    ("link-has-mention", "1.1", "dup:benefits beneficiaries:elderly ;",
     "dup:benefits beneficiaries:elderly , actors:third-sector ;"),
    ("link-has-mention", "1.1", 'dup:timing "2030"@it', 'dup:timing "2030"@it , "2031"@it'),
    ("link-has-label", "1.1", 'skos:prefLabel "Centro storico"@it , "Old town"@en ;', ""),
    ("involves-class", "1.1", "organization:ausl a covapit:PublicOrganization", "organization:ausl a dup:Instrument"),
    ("kind-class", "000000/organization/ausl", "dup:hasKind actors:third-sector", "dup:hasKind beneficiaries:elderly"),
    ("benefits-class", "1.1", "a dup:BeneficiaryGroup , skos:Concept", "a dup:ActorCategory , skos:Concept"),
    ("theme-class", "1.1", "themes:poverty a skos:Concept", "themes:poverty a dup:ActorCategory"),
    ("place-class", "1.1", "place:centro a clvapit:Feature", "place:centro a dup:Instrument"),
    ("instrument-class", "1.1", "instrument:pug a dup:Instrument", "instrument:pug a clvapit:Feature"),
    ("reference-class", "1.1", "dup:refersToElement policy:1", "dup:refersToElement plan:prova"),
    ("element-themes", "1.1", "dup:hasTheme themes:poverty",
     "dup:hasTheme themes:poverty , themes:a , themes:b , themes:c , themes:d"),
    ("instrument-type", "000000/instrument/pug", 'dup:instrumentType "plan"', 'dup:instrumentType "plan"@it'),
    ("instrument-type-known", "000000/instrument/pug", 'dup:instrumentType "plan"', 'dup:instrumentType "piano"'),
    ("thing-label", "000000/place/centro", 'skos:prefLabel "Centro storico"@it , "Old town"@en ;', ""),
    ("dependency-first", DEPENDENCY, "dup:firstElement objective:1.1 ;", ""),
    ("dependency-second", DEPENDENCY, "dup:secondElement policy:1 ;", ""),
    ("dependency-kind", DEPENDENCY, '"reference"', '"guess"'),
    ("dependency-weight", DEPENDENCY, "dup:weight 1.0 .", "dup:weight 0.0 ."),
    ("dependency-reason", DEPENDENCY, "dup:hasReason dependency:reason ;", ""),
    ("dependency-elements", "dup:Dependency", "dup:secondElement policy:1", "dup:secondElement objective:1.1"),
    ("dependency-sum", "dup:Dependency", "dup:weight 1.0 .", "dup:weight 1.5 ."),
    ("dependency-reason-mentions", "dup:Dependency", "dup:sharedThing policy:1", "dup:sharedThing policy:2"),
    ("dependency-second-words", "dup:Dependency", '"reference"', '"inferred"'),
    ("reason-thing", REASON, "dup:sharedThing policy:1 ;", ""),
    ("reason-property", REASON, "dup:sharedProperty dup:refersToElement ;", ""),
    ("reason-weight", REASON, "dup:weight 1.00 .", "dup:weight 1.01 ."),
    ("reason-first-mention", REASON, "dup:firstMention", "dup:secondMention"),
]  # fmt: skip

PARISHES, SCHEME = "actors/parishes", "actors"
LICENCE = "<https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40>"
VOCABULARY_BREAKS = [
    ("concept-label", PARISHES, '"Parrocchie"@it', '"Parrocchie"@it , "Pievi"@it'),
    ("concept-label-it", PARISHES, '"Parrocchie"@it , ', ""),
    ("concept-label-en", PARISHES, ' , "Parishes"@en', ""),
    ("concept-scheme", "cues/with", "dup:involves ;\n    skos:inScheme", "dup:involves ;\n    rdfs:seeAlso"),
    ("concept-definition-it", PARISHES, '"Le parrocchie."@it , ', ""),
    ("concept-definition-en", PARISHES, ' , "The parishes."@en', ""),
    ("thing-shares-label", PARISHES, '"oratori"@it', '"oratori"@it , "scuola"@it'),
    ("thing-excludes-label", "actors/schools", '"casa-scuola"@it', '"scuola"@it'),
    ("cue-property", "cues/with", "dup:cueFor dup:involves", "dup:cueFor dup:concernsPlace"),
    ("scheme-title-it", SCHEME, '"Soggetti"@it , ', ""),
    ("scheme-title-en", SCHEME, ' , "Actors"@en', ""),
    ("scheme-description-it", SCHEME, '"Soggetti di prova."@it , ', ""),
    ("scheme-description-en", SCHEME, ' , "Test actors."@en', ""),
    ("scheme-licence", SCHEME,
     f"dct:license {LICENCE} ;\n    owl:versionInfo \"2\" ", 'owl:versionInfo "2" '),
    ("scheme-version", SCHEME, 'owl:versionInfo "2"', 'rdfs:comment "2"'),
    ("header-title-it", "prova", '"Prova"@it , ', ""),
    ("header-title-en", "prova", ' , "Test"@en', ""),
    ("header-description-it", "prova", '"Un\'ontologia di prova."@it , ', ""),
    ("header-description-en", "prova", ' , "A test ontology."@en', ""),
    ("header-issued", "prova", '"2026-01-01"^^xsd:date', '"2026"'),
    ("header-modified", "prova", '"2026-01-02"^^xsd:date', '"2026"'),
    ("header-creator", "prova", "dct:creator <https://w3id.org/dupgraph/agent/a>", 'dct:creator "a"'),
    ("header-publisher", "prova", "dct:publisher <https://w3id.org/dupgraph/agent/b> ;", ""),
    ("header-rights-holder", "prova", "dct:rightsHolder <https://w3id.org/dupgraph/agent/c> ;", ""),
    ("header-licence", "prova", "dct:license", "dct:rights"),
    ("header-version-iri", "prova", "owl:versionIRI <https://w3id.org/dupgraph/prova/1> ;", ""),
    ("header-version", "prova", ' ;\n    owl:versionInfo "1"', ""),
    ("term-label", "prova/Cosa", '"Cosa"@it', '"Cosa"@it , "Roba"@it'),
    ("term-label-it", "prova/Cosa", '"Cosa"@it , ', ""),
    ("term-label-en", "prova/Cosa", ' , "Thing"@en', ""),
    ("term-comment", "prova/Cosa", '"Una cosa."@it', '"Una cosa."@it , "Una roba."@it'),
    ("term-comment-it", "prova/Cosa", '"Una cosa."@it , ', ""),
    ("term-comment-en", "prova/Cosa", ' , "A thing."@en', ""),
    ("term-defined", "prova/Cosa", " ;\n    rdfs:isDefinedBy <https://w3id.org/dupgraph/prova>", ""),
]  # fmt: skip


ROBA, LEGA = "prova/Roba", "prova/lega"
ONTOLOGY_BREAKS = [
    ("class-name", "prova/cosaPrima", "prova/Roba> a owl:Class", "prova/cosaPrima> a owl:Class"),
    ("property-name", "prova/Lega", "prova/lega>", "prova/Lega>"),
    ("property-name", "prova/lega-bene", "prova/lega>", "prova/lega-bene>"),
    ("property-reach", LEGA, "rdfs:domain <https://w3id.org/dupgraph/prova/Cosa>",
     "rdfs:seeAlso <https://w3id.org/dupgraph/prova/Cosa>"),
    ("term-defined-here", "prova/Cosa", "rdfs:isDefinedBy <https://w3id.org/dupgraph/prova> .",
     "rdfs:isDefinedBy <https://w3id.org/dupgraph/altra> ."),
    ("deprecated-replaced", ROBA, "dct:isReplacedBy", "rdfs:seeAlso"),
    ("deprecated-value", ROBA, "owl:deprecated true", 'owl:deprecated "true"'),
    ("version-agrees", "prova", 'owl:versionInfo "1"', 'owl:versionInfo "11"'),
]  # fmt: skip

CATALOG, DATASET = "000000/plan/prova/catalog", "000000/plan/prova/dataset"
DISTRIBUTION, CHECKSUM = "000000/plan/prova/distribution/prova.ttl", "000000/plan/prova/checksum"
FREQUENCY = "<http://publications.europa.eu/resource/authority/frequency/ANNUAL>"
PERIOD, ONTOLOGY = "000000/plan/prova/period", "onto"
EU = "http://publications.europa.eu/resource/authority/"
PLACE = "https://w3id.org/italia/controlled-vocabulary/territorial-classifications/cities/036040-(1948-01-01)"
# Rule, the field that its message quotes, what it is said of, what is replaced by what.
METADATA_BREAKS = [
    ("catalog-types", "rdf:type", CATALOG, "dcat:Catalog , dcatapit:Catalog", "dcat:Catalog"),
    ("catalog-types", "rdf:type", CATALOG, "dcat:Catalog , dcatapit:Catalog", "dcatapit:Catalog"),
    ("catalog-title", "dct:title", CATALOG, '"Catalogo di prova"@it , ', ""),
    ("catalog-description", "dct:description", CATALOG, '"I dati di prova."@it', '"The test data."@en'),
    ("catalog-publisher", "dct:publisher", CATALOG, "dct:publisher <https://w3id.org/dupgraph/data/000000> ;", ""),
    ("catalog-modified", "dct:modified", CATALOG, 'dct:modified "2026-01-02"^^xsd:date ;', ""),
    ("catalog-modified", "dct:modified", CATALOG, '"2026-01-02"^^xsd:date', '"2026-01-02"'),
    ("catalog-modified", "dct:modified", CATALOG, '"2026-01-02"^^xsd:date',
     '"2026-01-02"^^xsd:date , "2026-01-03"^^xsd:date'),
    ("catalog-dataset", "dcat:dataset", CATALOG, "dcat:dataset data:dataset", "dcat:record data:dataset"),
    ("catalog-dataset", "dcat:dataset", CATALOG, "dcat:dataset data:dataset", "dcat:dataset data:altro"),
    ("dataset-types", "rdf:type", DATASET, "dcat:Dataset , dcatapit:Dataset", "dcat:Dataset"),
    ("dataset-identifier", "dct:identifier", DATASET, '"istat-000000:D.1"', '"istat 000000"'),
    ("dataset-identifier", "dct:identifier", DATASET, '"istat-000000:D.1"', '"a:D.1" , "a:D.2"'),
    ("dataset-title", "dct:title", DATASET, '"Grafo di prova"@it , ', ""),
    ("dataset-description", "dct:description", DATASET, '"Il grafo di un piano di prova."@it , ', ""),
    ("dataset-modified", "dct:modified", DATASET, '"2026-01-03"^^xsd:date', '"ieri"'),
    ("dataset-theme", "dcat:theme", DATASET, "data-theme/GOVE", "data-theme/GOV"),
    ("dataset-theme", "dcat:theme", DATASET, "dcat:theme <", "dcat:keyword <"),
    ("dataset-rights-holder", "dct:rightsHolder", DATASET, "dct:rightsHolder", "dct:contributor"),
    ("dataset-frequency", "dct:accrualPeriodicity", DATASET, f"dct:accrualPeriodicity {FREQUENCY} ;", ""),
    ("dataset-frequency", "dct:accrualPeriodicity", DATASET, FREQUENCY, "data:ogni-tanto"),
    ("dataset-frequency", "dct:accrualPeriodicity", DATASET, FREQUENCY, '"ANNUAL"'),
    ("dataset-distribution", "dcat:distribution", DATASET, "dcat:distribution", "dcat:contactPoint"),
    ("distribution-types", "rdf:type", DISTRIBUTION, "dcat:Distribution , dcatapit:Distribution", "dcat:Distribution"),
    ("distribution-access", "dcat:accessURL", DISTRIBUTION, "dcat:accessURL", "dcat:accessService"),
    ("distribution-access", "dcat:accessURL", DISTRIBUTION, "dcat:accessURL <https:", "dcat:accessURL <file:"),
    ("distribution-download", "dcat:downloadURL", DISTRIBUTION, "dcat:downloadURL <https:", "dcat:downloadURL <ftp:"),
    ("distribution-format", "dct:format", DISTRIBUTION, "dct:format", "dct:extent"),
    ("distribution-format", "dct:format", DISTRIBUTION,
     "<http://publications.europa.eu/resource/authority/file-type/RDF_TURTLE>", '"Turtle"'),
    ("distribution-media-type", "dcat:mediaType", DISTRIBUTION, "dcat:mediaType", "dct:type"),
    ("distribution-media-type", "dcat:mediaType", DISTRIBUTION,
     "<https://www.iana.org/assignments/media-types/text/turtle>", '"text/turtle"'),
    ("distribution-licence", "dct:license", DISTRIBUTION, "dct:license", "dct:rights"),
    ("distribution-one-size", "dcat:byteSize", DISTRIBUTION, 'dcat:byteSize "12"^^xsd:decimal ;', ""),
    ("distribution-size", "dcat:byteSize", DISTRIBUTION, '"12"^^xsd:decimal', '"12"'),
    ("distribution-size", "dcat:byteSize", DISTRIBUTION, '"12"^^xsd:decimal', "-12"),
    ("distribution-size", "dcat:byteSize", DISTRIBUTION, '"12"^^xsd:decimal', "12.5"),
    ("distribution-checksum", "spdx:checksum", DISTRIBUTION, "spdx:checksum data:checksum", "spdx:file data:checksum"),
    ("checksum-algorithm", "spdx:algorithm", CHECKSUM, "checksumAlgorithm_sha256", "checksumAlgorithm_md5"),
    ("checksum-value", "spdx:checksumValue", CHECKSUM, '"0000', '"000'),
    ("checksum-value", "spdx:checksumValue", CHECKSUM, '"0000', '"000g'),
    ("agent-types", "rdf:type", "000000", "foaf:Agent , dcatapit:Agent", "foaf:Agent"),
    ("agent-name", "foaf:name", "000000", 'foaf:name "Comune di prova"@it ;', ""),
    ("agent-identifier", "dct:identifier", "000000", 'dct:identifier "000000"', 'dct:title "000000"'),
    ("catalog-language", "dct:language", CATALOG, f"<{EU}language/ITA> ;", '"it" ;'),
    ("catalog-language", "dct:language", CATALOG, f"<{EU}language/ITA> a dct:LinguisticSystem .", ""),
    ("catalog-taxonomy", "dcat:themeTaxonomy", CATALOG, "a skos:ConceptScheme ; dct:title", "dct:title"),
    ("dataset-language", "dct:language", DATASET, f"<{EU}language/ENG> ;", '"en" ;'),
    ("dataset-landing-page", "dcat:landingPage", DATASET, "a foaf:Document .", 'dct:title "Piano"@it .'),
    ("dataset-source", "dct:source", DATASET, "dct:source data:origine", "dct:source data:period"),
    ("distribution-format", "dct:format", DISTRIBUTION, "a dct:MediaTypeOrExtent", "a dct:MediaType"),
    ("distribution-format", "dct:format", DISTRIBUTION, "dct:format <", f"dct:format <{EU}file-type/CSV> , <"),
    ("period-start", "dcatapit:startDate", PERIOD, 'dcatapit:startDate "2025-01-01"^^xsd:date ;', ""),
    ("period-start", "dcatapit:startDate", PERIOD, '"2025-01-01"^^xsd:date', '"2025"^^xsd:gYear'),
    ("period-end", "dcatapit:endDate", PERIOD, '"2027-12-31"^^xsd:date', '"2027"'),
    ("period-order", "dcatapit:endDate", PERIOD, '"2027-12-31"', '"2024-12-31"'),
    ("location-identifier", "dcatapit:geographicalIdentifier", PLACE, f'geographicalIdentifier "{PLACE}"',
     f"geographicalIdentifier <{PLACE}>"),
    ("standard-identifier", "dct:identifier", ONTOLOGY, ' ;\n    dct:identifier "dupgraph-onto"', ""),
    ("standard-types", "rdf:type", ONTOLOGY, "dct:Standard , dcatapit:Standard", "dct:Standard"),
    ("licence-types", "rdf:type", LICENCE.strip("<>"), "dct:LicenseDocument , dcatapit:LicenseDocument",
     "dct:LicenseDocument"),
]  # fmt: skip

LINKSET, PART = "000000/plan/prova/linkset", "000000/plan/prova/class"
STATISTICS_BREAKS = [
    ("void-triples", "void:triples", DATASET, "void:triples 200 ;", ""),
    ("void-one-triples", "void:triples", DATASET, "void:triples 200", "void:triples 200 , 201"),
    ("void-title", "dct:title", DATASET, '"Grafo di prova"@it , ', ""),
    ("void-licence", "dct:license", DATASET, "dct:license <", 'dct:license "CC BY" , <'),
    ("void-count", "void:triples", DATASET, "void:triples 200", 'void:triples "200"'),
    ("void-count", "void:triples", DATASET, "void:triples 200", "void:triples 200.5"),
    ("void-count", "void:entities", DATASET, "void:entities 20 ;", "void:entities -20 ;"),
    ("void-count", "void:entities", PART, "void:entities 1 .", 'void:entities "1" .'),
    ("void-class", "void:class", PART, "void:class dup:Objective ;", ""),
    ("void-property", "void:property", "000000/plan/prova/property", "void:property dup:contributesTo ;", ""),
    ("linkset-subjects", "void:subjectsTarget", LINKSET, "void:subjectsTarget data:dataset ;", ""),
    ("linkset-objects", "void:objectsTarget", LINKSET, "void:objectsTarget", "void:target"),
    ("linkset-predicate", "void:linkPredicate", LINKSET, "void:linkPredicate dup:contributesTo ;", ""),
    ("linkset-triples", "void:triples", LINKSET, "void:linkPredicate dup:contributesTo ;\n    void:triples 1",
     "void:linkPredicate dup:contributesTo"),
]  # fmt: skip

CITY = "https://w3id.org/italia/controlled-vocabulary/territorial-classifications/cities/"
# Rule, an identifier that breaks it.
LINKS = [
    ("link-scheme", "mailto:comune@example.org"),
    ("link-scheme", "urn:sassuolo"),
    ("link-scheme", "javascript:alert(1)"),
    ("link-form", "http://eurovoc.europa.eu/01"),
    ("link-form", "http://eurovoc.europa.eu/c_12"),
    ("link-form", "http://metadata.un.org/sdg/18"),
    ("link-form", "http://metadata.un.org/sdg/1.2.3"),
    ("link-form", "http://publications.europa.eu/resource/authority/data-theme/GOVERNMENT"),
    ("link-form", "http://publications.europa.eu/resource/authority/frequency/annual"),
    ("link-form", CITY + "36040-(1948-01-01)"),
    ("link-form", CITY + "036040"),
    ("link-form", CITY + "036040-(1948-13-01)"),
    ("link-form", "https://w3id.org/italia/controlled-vocabulary/licences/CCBY40"),
    ("link-form", "https://w3id.org/italia/onto/COV/Public-Organization"),
    ("link-form", "https://ror.org/02d4c4y0"),
    ("link-form", "http://www.w3.org/2004/02/skos/core#pref-label"),
    ("link-spelling", "https://example.org/a%20b"),
    ("link-spelling", "https://example.org/a."),
    ("link-spelling", "https://example.org/a)"),
    ("link-authority", "https://eurovoc.europa.eu/1000"),
    ("link-authority", "https://w3id.org/italia/controlled-vocabulary/nothing/1"),
    ("link-authority", "http://www.w3.org/ns/nothing#a"),
    ("link-form", "https://creativecommons.org/by/4.0/"),
    ("link-host", "https://example.org/a"),
    ("link-host", "https://example.org/a_(b)"),
]


def break_file(source: Path, folder: Path, old: str, new: str) -> Path:
    text = source.read_text(encoding="utf-8")
    assert old in text
    broken = folder / "broken.ttl"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    return broken


def list_breaches(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.element) for finding in findings}


def test_good_graph_conforms() -> None:
    report = validate_graph(GOOD)
    assert report.findings == ()
    assert report.conforms
    assert report.triples > 150
    assert report.rules == len({rule for rule, *_ in (*BREAKS, *VOCABULARY_BREAKS)}) + len(LINK_RULES)


def test_good_vocabulary_conforms() -> None:
    assert validate_vocabulary(VOCABULARY).findings == ()


@pytest.mark.slow
def test_a_graph_of_before_fields_had_mentions_conforms(tmp_path: Path) -> None:
    head, mark, rest = GOOD.read_text(encoding="utf-8").partition("mention:9 a dup:Mention ;")
    old = tmp_path / "old.ttl"
    old.write_text(head + rest.partition(" .\n\n")[2], encoding="utf-8")
    assert mark
    assert validate_graph(old).findings == ()


@pytest.mark.parametrize(("rule", "element", "old", "new"), BREAKS, ids=[entry[0] for entry in BREAKS])
def test_each_rule_for_graphs_is_found(tmp_path: Path, rule: str, element: str, old: str, new: str) -> None:
    report = validate_graph(break_file(GOOD, tmp_path, old, new))
    assert (rule, element) in list_breaches(report.findings)
    assert not report.conforms


@pytest.mark.parametrize(
    ("rule", "element", "old", "new"),
    [*VOCABULARY_BREAKS, *ONTOLOGY_BREAKS],
    ids=[entry[0] for entry in (*VOCABULARY_BREAKS, *ONTOLOGY_BREAKS)],
)
def test_each_rule_for_vocabularies_is_found(tmp_path: Path, rule: str, element: str, old: str, new: str) -> None:
    report = validate_vocabulary(break_file(VOCABULARY, tmp_path, old, new))
    assert list_breaches(report.findings) == {(rule, element)} | (
        {(rule, "actors/schools")} if rule == "thing-shares-label" else set()
    )
    assert not report.conforms


@pytest.mark.parametrize(
    ("source", "entry"),
    [*((CATALOGUE, entry) for entry in METADATA_BREAKS), *((STATISTICS, entry) for entry in STATISTICS_BREAKS)],
    ids=lambda value: value[0] if isinstance(value, tuple) else value.stem,
)
@pytest.mark.parametrize("lang", ["it", "en"])
def test_each_rule_for_metadata_is_found_and_quotes_its_field(
    tmp_path: Path, lang: Language, source: Path, entry: tuple[str, str, str, str, str]
) -> None:
    rule, field, element, old, new = entry
    report = validate_metadata(break_file(source, tmp_path, old, new), lang=lang)
    (message,) = {found.message for found in report.findings if (found.rule, found.element) == (rule, element)}
    assert field in message
    assert not report.conforms


@pytest.mark.parametrize("path", [CATALOGUE, STATISTICS], ids=lambda path: path.stem)
def test_good_metadata_conform(path: Path) -> None:
    report = validate_file(path)
    assert report.findings == ()
    assert report.kind == "metadata"


def test_metadata_obey_the_shapes_of_what_they_describe(tmp_path: Path) -> None:
    both = tmp_path / "both.ttl"
    both.write_text(CATALOGUE.read_text(encoding="utf-8") + STATISTICS.read_text(encoding="utf-8"), encoding="utf-8")
    assert validate_file(both).findings == ()
    rules = {path: validate_file(path).rules - len(LINK_RULES) for path in (CATALOGUE, STATISTICS, both)}
    assert rules[CATALOGUE] + rules[STATISTICS] == rules[both] == len(list_rules(load_shapes(tuple(METADATA_SHAPES))))


def test_every_rule_for_catalogues_cites_the_public_rule_that_it_stands_for() -> None:
    shapes = read_shapes("catalogue")
    for rule in list_rules(load_shapes(("catalogue",))):
        comments = {comment.language: str(comment) for comment in shapes.objects(URIRef(rule), RDFS.comment)}
        assert set(comments) == {"it", "en"}, rule
        assert comments["en"].startswith(("Rule ", "Rules ", "DCAT-AP_IT.owl", "SEMICeu/", "As geosol", "Not of the "))


def read_shapes(*names: str) -> Graph:
    shapes = Graph()
    for name in names:
        shapes.parse(find_resource("ontology", "shapes", f"{name}.ttl"))
    return shapes


def break_much(source: Path, folder: Path, breaks: Iterable[tuple[str, str]]) -> Path:
    text = source.read_text(encoding="utf-8")
    for old, new in breaks:
        text = text.replace(old, new, 1)
    path = folder / "broken.ttl"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "names", "breaks"),
    [
        (GOOD, SHAPES["graph"], BREAKS[::3]),
        (VOCABULARY, SHAPES["vocabulary"], VOCABULARY_BREAKS),
        (CATALOGUE, ("catalogue",), METADATA_BREAKS[1::2]),
        (STATISTICS, ("void",), STATISTICS_BREAKS),
    ],
    ids=lambda value: getattr(value, "stem", None),
)
def test_pyshacl_finds_the_same(
    tmp_path: Path, source: Path, names: tuple[str, ...], breaks: list[tuple[str, ...]]
) -> None:
    broken = break_much(source, tmp_path, ((entry[-2], entry[-1]) for entry in breaks))
    data = Graph().parse(broken)
    _, results, _ = validate(data, shacl_graph=read_shapes("prefixes", *names), inplace=True)
    assert isinstance(results, Graph)
    theirs = set()
    for result in results.objects(None, SH.result):
        rule = results.value(result, SH.sourceConstraint) or results.value(result, SH.sourceShape)
        focus, value = (results.value(result, name) for name in (SH.focusNode, SH.value))
        is_mention = value is not None and (value, URIRef(DUP + "inElement"), None) in data
        theirs.add((str(rule).rsplit("/", 1)[-1], str(value if is_mention else focus)))
    ours, _ = check_shapes(list(parse(path=str(broken), format=RdfFormat.TURTLE)), find_kind_of(names), "en", broken)
    assert {(finding.rule, finding.node) for finding in ours} == theirs
    assert len(theirs) > 10


def find_kind_of(names: tuple[str, ...]) -> Kind:
    return next((kind for kind, shapes in SHAPES.items() if shapes == names), "metadata")


def test_a_shape_that_says_more_than_is_checked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = find_resource("ontology", "shapes", "links.ttl").read_text(encoding="utf-8")
    path = tmp_path / "links.ttl"
    path.write_text(text.replace("sh:maxCount 4", "sh:qualifiedMaxCount 4"), encoding="utf-8")
    monkeypatch.setattr("dupgraph.graph.validate.shapes.find_resource", lambda *_: path)
    with pytest.raises(VocabularyError, match="sh:qualifiedMaxCount"):
        load_shapes(("links",))


def test_every_rule_has_its_break() -> None:
    names = set(chain(*SHAPES.values(), METADATA_SHAPES))
    rules = sorted(rule.rsplit("/", 1)[-1] for rule in list_rules(load_shapes(tuple(sorted(names)))))
    breaks = (BREAKS, VOCABULARY_BREAKS, ONTOLOGY_BREAKS, METADATA_BREAKS, STATISTICS_BREAKS)
    assert rules == sorted({entry[0] for entry in chain(*breaks)})


@pytest.mark.parametrize(
    ("path", "kind"),
    [(GOOD, "graph"), (VOCABULARY, "vocabulary"), (CATALOGUE, "metadata"), (STATISTICS, "metadata")],
    ids=lambda value: getattr(value, "stem", None),
)
def test_kind_is_seen_from_what_is_described(path: Path, kind: str) -> None:
    assert validate_file(path).kind == kind


def test_each_ill_formed_link_is_found(tmp_path: Path) -> None:
    links = " , ".join(f"<{iri}>" for _, iri in LINKS)
    new = f'rdfs:label "1.1 Sostenere la città"@it ; rdfs:seeAlso {links} ;'
    broken = break_file(GOOD, tmp_path, 'rdfs:label "1.1 Sostenere la città"@it ;', new)
    found = validate_graph(broken).findings
    assert sorted((finding.rule, finding.words) for finding in found) == sorted(LINKS)
    assert {finding.element for finding in found} == {"000000/plan/prova/objective/1.1"}
    # A host that nobody listed may be right: a municipality's own site.
    assert {f.rule for f in found if f.severity == "warning"} == {"link-host"}
    italian = {(finding.rule, finding.words): finding.message for finding in validate_graph(broken, lang="it").findings}
    assert len(italian) == len(found)
    assert all(italian[finding.rule, finding.words] != finding.message for finding in found)


def test_metadata_name_any_host_and_well_formed_identifiers(tmp_path: Path) -> None:
    old = "dcat:distribution <"
    site = break_file(CATALOGUE, tmp_path, old, f"dcat:landingPage <https://dati.example.org/dup/> ; {old}")
    assert validate_metadata(site).findings == ()
    city = break_file(CATALOGUE, tmp_path, old, f"<http://purl.org/dc/terms/spatial> <{CITY}36040> ; {old}")
    (found,) = validate_metadata(city).findings
    assert (found.rule, found.words, found.element) == ("link-form", CITY + "36040", DATASET)


def test_every_link_rule_has_its_break() -> None:
    assert {rule for rule, _ in LINKS} == set(LINK_RULES)


def test_links_are_checked_wherever_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "three.nt"
    path.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    found = {finding.words for finding in validate_graph(path).findings if finding.rule == "link-scheme"}
    assert found == {"urn:a", "urn:b", "urn:c"}


def test_authorities_are_told_apart_by_their_examples() -> None:
    assert len(load_authorities()) > 20
    for authority in load_authorities():
        assert find_broken_rule(authority.example) == ("", authority)
        assert find_broken_rule(authority.example + "//")[0] == "link-form"
        assert urlsplit(authority.namespace).scheme in ("http", "https")


def test_a_municipality_under_its_own_address_is_no_stranger(tmp_path: Path) -> None:
    text = GOOD.read_text(encoding="utf-8").replace(
        "https://w3id.org/dupgraph/data/", "https://dati.example.org/piani/"
    )
    path = tmp_path / "own.ttl"
    path.write_text(text, encoding="utf-8")
    assert validate_graph(path).findings == ()


def test_finding_shows_the_words(tmp_path: Path) -> None:
    broken = break_file(GOOD, tmp_path, 'oa:exact "AUSL"', 'oa:exact "ASL"')
    (found,) = validate_graph(broken).findings
    assert (found.element, found.rule, found.words, found.severity) == ("1.1", "mention-words", "ASL", "violation")
    assert found.message == "The exact words are not those that the text has between start and end."
    assert found.node.endswith("/mention/1")
    (found,) = validate_graph(broken, lang="it").findings
    assert found.message == "Le parole esatte non sono quelle che il testo ha fra inizio e fine."


@pytest.mark.parametrize(
    ("old", "rule"),
    [
        ('dct:title "Sostenere la città"@it ;', "element-title"),
        ("dct:isPartOf policy:1 ;", "element-parent"),
        ('dup:levelName "Obiettivo"@it ;', "element-level-name"),
    ],
)
def test_finding_without_a_value_shows_no_other_things_words(tmp_path: Path, old: str, rule: str) -> None:
    findings = validate_graph(break_file(GOOD, tmp_path, old, "")).findings
    (words,) = {finding.words for finding in findings if finding.rule == rule}
    assert words in ("1.1 Sostenere la città", "Sostenere la città")


def test_ill_written_number_is_a_finding_and_no_traceback(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = break_file(GOOD, tmp_path, 'oa:end "25"^^', 'oa:end "boh"^^')
    assert ("element-end", "1") in list_breaches(validate_graph(broken).findings)
    assert caplog.records == []


def test_findings_follow_the_plan(tmp_path: Path) -> None:
    text = VOCABULARY.read_text(encoding="utf-8")
    more = "".join(
        f"<https://w3id.org/dupgraph/controlled-vocabulary/e/1.{n}> a skos:Concept , dup:Objective ;"
        f' dct:identifier "1.{n}" ; skos:prefLabel "n{n}"@it , "n{n}"@en ; skos:definition "d"@it , "d"@en .\n'
        for n in (10, 9)
    )
    broken = tmp_path / "broken.ttl"
    broken.write_text(text + more, encoding="utf-8")
    assert [finding.element for finding in validate_vocabulary(broken).findings] == ["1.9", "1.10"]


def test_the_one_packaged_graph_is_that_of_the_example() -> None:
    """That it conforms, the docstring of ``validate_graph`` tests."""
    assert [path.name for path in list_graphs()] == ["sassuolo.ttl"]


@pytest.mark.slow
@pytest.mark.parametrize("path", list_vocabularies(), ids=lambda path: path.stem)
def test_packaged_vocabularies_conform(path: Path) -> None:
    report = validate_file(path)
    assert report.kind == "vocabulary"
    assert report.findings == ()


def test_ntriples_are_read(tmp_path: Path) -> None:
    path = tmp_path / "one.nt"
    path.write_text('<https://w3id.org/dupgraph/a> <http://purl.org/dc/terms/title> "c" .\n', encoding="utf-8")
    assert list_breaches(validate_graph(path).findings) == {("graph-plan", "dup:Plan")}


def test_command_says_yes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_validate(monkeypatch, str(GOOD)) == 0
    report = validate_graph(GOOD)
    assert capsys.readouterr().out == f"{GOOD}: conforms ({report.triples:,} triples, {report.rules} rules)\n"


def test_command_says_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    broken = break_file(GOOD, tmp_path, 'oa:exact "AUSL"', 'oa:exact "ASL"')
    assert run_validate(monkeypatch, str(broken)) == 1
    found, verdict = capsys.readouterr().out.splitlines()
    assert found.split()[:3] == ["1.1", "mention-words", '"ASL"']
    assert verdict.startswith(f"{broken}: does not conform (")
    assert verdict.endswith(", 1 found)")


def test_command_checks_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.ttl").write_bytes(GOOD.read_bytes())
    break_file(GOOD, tmp_path, 'dup:istat "000000"', 'dup:istat "x"')
    assert run_validate(monkeypatch, str(tmp_path)) == 1
    verdicts = [line for line in capsys.readouterr().out.splitlines() if line.endswith(")")]
    assert ["does not" in verdict for verdict in verdicts] == [False, True]


def test_command_checks_a_vocabulary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_validate(monkeypatch, "--vocabulary", str(VOCABULARY)) == 0
    broken = break_file(VOCABULARY, tmp_path, ' , "Parishes"@en', "")
    assert run_validate(monkeypatch, "--vocabulary", str(broken), "--lang", "it") == 1
    *_, found, verdict = capsys.readouterr().out.splitlines()
    assert "Il concetto non ha un'etichetta preferita in inglese." in found
    assert verdict.startswith(f"{broken}: non rispetta le regole (triple ")
    assert verdict.endswith(", segnalazioni 1)")


def test_command_sees_what_a_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = break_file(CATALOGUE, tmp_path, f"dct:accrualPeriodicity {FREQUENCY} ;", "")
    assert run_validate(monkeypatch, str(broken)) == 1
    found, verdict = capsys.readouterr().out.splitlines()
    assert found.split()[:2] == [DATASET, "dataset-frequency"]
    assert "dct:accrualPeriodicity is mandatory" in found
    assert verdict.startswith(f"{broken}: does not conform (")
    assert run_validate(monkeypatch, str(VOCABULARY)) == 0
    # What is said to be a vocabulary is looked at as one.
    capsys.readouterr()
    run_validate(monkeypatch, "--vocabulary", str(broken))
    assert "dataset-frequency" not in capsys.readouterr().out


def test_a_warning_is_shown_and_no_breach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = break_file(
        VOCABULARY, tmp_path, 'owl:versionInfo "2"', 'owl:versionInfo "2" ; rdfs:seeAlso <https://a.example/>'
    )
    assert run_validate(monkeypatch, str(path)) == 0
    warning, verdict = capsys.readouterr().out.splitlines()
    assert "link-host" in warning
    assert warning.endswith("(warning)")
    assert ": conforms (" in verdict


def write_missing(path: Path) -> None:
    assert not path.exists()


def write_broken(path: Path) -> None:
    path.write_text("@prefix a: <https://example.org/> .\n\na:b a:c ] .\n", encoding="utf-8")


def write_empty(path: Path) -> None:
    path.write_text("@prefix a: <https://example.org/> .\n", encoding="utf-8")


def write_binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)))


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (write_missing, "no such file or folder"),
        (write_broken, "line 3: is not valid RDF"),
        (write_empty, "holds no triples"),
        (write_binary, "is not valid RDF"),
        (Path.mkdir, "the folder holds neither graph files"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_command_could_not(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    write: Callable[[Path], None],
    words: str,
) -> None:
    path = tmp_path / "graph.ttl"
    write(path)
    assert run_validate(monkeypatch, str(path)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"Error: {path}")
    assert words in err
    assert len(err.splitlines()) == 1


def test_xml_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "graph.rdf"
    path.write_text('<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', encoding="utf-8")
    with pytest.raises(GraphError, match=r"only \.ttl and \.nt files"):
        validate_graph(path)


def test_triple_within_a_triple_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("@prefix a: <https://example.org/> .\na:b a:c <<( a:d a:e a:f )>> .\n", encoding="utf-8")
    with pytest.raises(GraphError, match="a triple within a triple"):
        validate_graph(path)
