"""Where everything of a site is, and what a request for it gets: the one answer for writer, servers and their rules."""
