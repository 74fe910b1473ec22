"""A plan as one offline page: its outline on a ring, what it names inside, the words behind every line."""
