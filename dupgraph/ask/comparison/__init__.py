"""Two plans told apart: which elements are the same, what changed in them, and what each side names."""
