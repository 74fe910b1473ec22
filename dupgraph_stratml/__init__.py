"""StratML (ISO 17469) as a format of ``dupgraph export``: a plug-in, found by its entry point as any stranger's is.

It stands beside the package and not in it: what it needs of dupgraph, another plug-in can have too.
"""

from dupgraph.publish.export.formats import ExportFormat
from dupgraph.publish.export.publication import FileKind

FORMAT = ExportFormat(
    "stratml",
    {
        ".stratml.xml": FileKind(
            "application/xml",
            {"it": "il piano in StratML, parte 1 (ISO 17469-1)", "en": "the plan in StratML, Part 1 (ISO 17469-1)"},
        ),
        ".stratml-2.xml": FileKind(
            "application/xml",
            {"it": "il piano in StratML, parte 2, con i ruoli", "en": "the plan in StratML, Part 2, with roles"},
        ),
    },
    {
        ".stratml.xml": "dupgraph_stratml.writing:write_core",
        ".stratml-2.xml": "dupgraph_stratml.writing:write_performance",
    },
    by_plan=True,
)
