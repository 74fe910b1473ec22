WITH pursuits AS (
  SELECT l.element, l.thing, e.plan, e.level FROM links l JOIN elements e ON e.iri = l.thing WHERE l.property = 'pursues'
), passed AS (
  -- What pursues others itself, what stands under the budget's missions, what is pursued or has a part that is, and what
  -- has objectives or actions below it.
  SELECT n.number FROM numbered n SEMI JOIN pursuits p ON p.element = n.iri
  UNION SELECT b.part FROM budgeted b
  UNION SELECT a.step FROM above a JOIN numbered n ON n.number = a.part SEMI JOIN pursuits p ON p.thing = n.iri
  UNION SELECT a.step FROM above a JOIN numbered n ON n.number = a.part
    WHERE a.part <> a.step AND n.kind IN ('objective', 'action')
)
SELECT e.code, e.title, e.language AS "title@", e.level, e.language AS "level@", a.code AS parent,
  e.page AS "page:positiveInteger", t.title AS plan, t.language AS "plan@"
FROM elements e SEMI JOIN pursuits p ON p.plan = e.plan AND p.level = e.level JOIN numbered n ON n.iri = e.iri
  ANTI JOIN passed d ON d.number = n.number JOIN titles t ON t.plan = e.plan LEFT JOIN elements a ON a.iri = e.parent
WHERE $plan IN ('', e.plan)
ORDER BY t.place, e.position
