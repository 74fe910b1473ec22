"""``dupgraph`` and ``python -m dupgraph``: the command line as a process of its own."""

from dupgraph.base.processes import leave
from dupgraph.cli import main


def run() -> None:
    """Run the command line, and end the process with its code."""
    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, int):
            leave(end.code)
        raise


if __name__ == "__main__":
    run()
