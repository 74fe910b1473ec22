"""What the pages of a site show, and how they look: facts gathered from a plan's graph, and templates."""
