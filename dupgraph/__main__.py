"""``python -m dupgraph``."""

from dupgraph.cli import main

main()
