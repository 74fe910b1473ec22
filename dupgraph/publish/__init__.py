"""What a graph looks like to others: exports, the map, pages, the site."""
