WITH pursuing AS (
  SELECT n.number, n.plan FROM numbered n SEMI JOIN links l ON l.element = n.iri AND l.property = 'pursues'
), passed AS (
  -- What pursues another, all below it and all above.
  SELECT a.part AS number FROM above a SEMI JOIN pursuing p ON p.number = a.step
  UNION SELECT a.step FROM above a SEMI JOIN pursuing p ON p.number = a.part
)
SELECT e.code, e.title, e.language AS "title@", e.level, e.language AS "level@", a.code AS parent,
  e.page AS "page:positiveInteger", t.title AS plan, t.language AS "plan@"
FROM elements e SEMI JOIN pursuing p ON p.plan = e.plan JOIN numbered n ON n.iri = e.iri
  SEMI JOIN budgeted b ON b.part = n.number ANTI JOIN passed d ON d.number = n.number JOIN titles t ON t.plan = e.plan
  LEFT JOIN elements a ON a.iri = e.parent
WHERE e.kind = 'objective' AND $plan IN ('', e.plan)
ORDER BY t.place, e.position
