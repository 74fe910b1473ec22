"""An answer, and the forms in which it is written."""
