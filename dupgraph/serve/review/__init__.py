"""Corrections in a browser: the queue, one item at a time; what was decided, and the way back."""
