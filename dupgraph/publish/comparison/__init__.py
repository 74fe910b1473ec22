"""Two plans compared as one page: both texts side by side, what changed marked, links gained and lost; and as files."""
