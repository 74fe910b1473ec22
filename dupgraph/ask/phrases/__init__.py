"""A question in plain words, Italian or English, to a question of the catalogue: understood, or said not to be.

No model and no statistics: a question is read by the same words that read plans, and is taken for one of the
catalogue's phrases only when the two say the same. The rules, and why each is there:

1. Things first (names.py). The longest name that the graph holds, or that the lexicon knows, is one thing, so that no
   word of it counts again: "centro storico" is no centre. What a name may mean stays open: the schools may be a
   partner, the elderly a theme or people who are served.
2. The rest is a table of words (lexis.py): what is asked for (objectives, partners, themes ...), what about it (how
   many, most, in common ...), how a thing takes part (involve, aimed at, deal with ...), and what says nothing. Verbs
   of one sense are one entry, so that a question need not use the words of the catalogue.
3. The verb, else the preposition, says which part a thing plays (frame.py): "coinvolgono le scuole" makes them a
   partner, "per gli anziani" people who are served, "sul turismo" a theme. Where neither says, all stay possible.
4. A phrase answers a question when both hold the same concepts and each thing has its slot (match.py). Nothing is
   left over on either side: a word that nobody knows, a "not", an "or", a year or a third partner is never dropped,
   for it may be what the question is about.
5. Misspelt words are put right only when no dictionary knows them and one known word is nearest (spelling.py).
6. Sure means one question and one thing in each slot. Else the nearest questions are offered, by the weight of what
   they share (a rare concept tells more than a common one), and none is asked.
"""
