"""Questions and answers: the catalogue, names, phrases, results, analysis."""
