"""What the pages of a site show, and how they look: facts gathered from graphs, and templates. Nothing is written."""
