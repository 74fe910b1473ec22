WITH found AS (
  SELECT m.element, s.name, s.language, k.label, m.words, m.page,
    string_agg(m.element || ' ' || m."start" || ' ' || m."end", '|') AS spots,
    min(m."start") AS first, min(m."end") AS last
  FROM mentions m JOIN below($partner) b ON b.thing = m.thing
    LEFT JOIN labels k ON k.thing = m.involvement AND k.language = $lang
    LEFT JOIN shown($lang) s ON s.thing = m.thing
  WHERE m.property = 'involves'
  GROUP BY m.element, s.name, s.language, k.label, m.words, m.page
)
SELECT e.code, e.title, e.language AS "title@", e.level, e.language AS "level@", f.name AS partner,
  f.language AS "partner@", f.label AS kind, $lang AS "kind@", f.words, f.spots, f.page AS "page:positiveInteger",
  t.title AS plan, t.language AS "plan@"
FROM found f JOIN elements e ON e.iri = f.element JOIN titles t ON t.plan = e.plan
WHERE $plan IN ('', e.plan)
ORDER BY t.place, e.position, f.first, f.last, f.name, coalesce(f.label, '')
