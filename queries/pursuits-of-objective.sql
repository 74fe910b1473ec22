WITH told AS (
  SELECT 1 AS rank, element AS holder, thing AS aim, thing AS entity FROM links
  WHERE property = 'pursues' AND element = $objective
  UNION ALL SELECT 2, l.element, l.thing, l.element
  FROM numbered o JOIN above a ON a.step = o.number JOIN numbered p ON p.number = a.part
    JOIN links l ON l.thing = p.iri AND l.property = 'pursues'
  WHERE o.iri = $objective
), said AS (
  SELECT f.rank, f.aim, f.entity, m.words, m.page, min(m."start") AS first,
    string_agg(m.element || ' ' || m."start" || ' ' || m."end", '|') AS spots
  FROM told f JOIN mentions m ON m.element = f.holder AND m.property = 'pursues' AND m.thing = f.aim
  GROUP BY f.rank, f.aim, f.entity, m.words, m.page
), worded(lang, rank, how) AS (
  VALUES ('it', 1, 'è perseguito'), ('it', 2, 'persegue'), ('en', 1, 'is pursued'), ('en', 2, 'pursues')
)
SELECT e.code, e.title, e.language AS "title@", e.level, e.language AS "level@", w.how,
  CASE WHEN f.rank = 2 AND f.aim <> $objective THEN a.code END AS above, f.words, f.spots,
  f.page AS "page:positiveInteger", t.title AS plan, t.language AS "plan@"
FROM said f JOIN elements e ON e.iri = f.entity JOIN titles t ON t.plan = e.plan JOIN elements a ON a.iri = f.aim
  JOIN worded w ON w.rank = f.rank AND w.lang = $lang
WHERE $plan IN ('', e.plan)
ORDER BY t.place, f.rank, e.position, f.first, coalesce(above, '')
