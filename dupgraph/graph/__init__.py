"""Where triples live, and whether they are right: engines, stores, vocabularies, Turtle, the shapes."""
