"""A graph to one side of a comparison: the plan's network, its elements' texts, and whose plan it is."""

from dupgraph.ask.analysis.reading import read_network
from dupgraph.ask.catalogue.plans import list_plans
from dupgraph.ask.comparison.values import PlanVersion
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.schema.namespaces import DCT, DUP, PROV, SKOS

_TEXTS = f"SELECT ?element ?text WHERE {{ ?element <{DCT}isPartOf> ?above ; <{DCT}description> ?text }}"
_FACTS = f"""SELECT ?body ?name ?istat ?period ?source ?rules WHERE {{ VALUES ?plan {{ <PLAN> }}
  ?plan a <{DUP}Plan> .
  OPTIONAL {{ ?plan <{DCT}creator> ?body . OPTIONAL {{ ?body <{SKOS}prefLabel> ?name }} }}
  OPTIONAL {{ ?plan <{DUP}istat> ?istat }}
  OPTIONAL {{ ?plan <{DUP}period> ?period }}
  OPTIONAL {{ ?plan <{DCT}source> ?text . ?text <{DCT}title> ?source
    OPTIONAL {{ ?run <{PROV}used> ?text ; <{DUP}rulesVersion> ?rules }} }}
}}"""


def read_version(engine: Engine, plan: str | None = None, lang: str = "it") -> PlanVersion:
    """Return the one plan that ``engine`` holds, or ``plan`` (as people call it), ready to be compared.

    Raises QueryError when there is no plan, when there are several and none was chosen, and what ``read_network``
    raises.
    """
    network = read_network(engine, plan or _choose_plan(engine), lang)
    [chosen] = network.plans
    facts = sorted(engine.select(_FACTS.replace("PLAN", chosen.iri)).rows, key=str)
    body, name, istat, period, source, rules = (getattr(term, "value", "") for term in (facts or [(None,) * 6])[0])
    known = {element.iri for element in network.elements}
    texts: dict[str, str] = {}
    for element, text in sorted(engine.select(_TEXTS).rows, key=str):
        if (iri := getattr(element, "value", "")) in known:
            texts.setdefault(iri, getattr(text, "value", ""))
    owner = istat or body or chosen.iri
    return PlanVersion(chosen.iri, chosen.title, name, owner, period, source, network, texts, rules)


def _choose_plan(engine: Engine) -> str | None:
    """Return the IRI of the only plan; None where there is none. Raises QueryError where there are several."""
    plans = [plan.iri for plan in list_plans(engine)]
    if len(plans) > 1:
        shown = ", ".join(f"<{iri}>" for iri in plans[:5]) + (f" and {len(plans) - 5} more" if len(plans) > 5 else "")
        what = f"{engine.location} holds {len(plans)} plans, and two are compared"
        raise QueryError(what, hint=f"choose with --plan, once for each side; there is: {shown}")
    return plans[0] if plans else None
