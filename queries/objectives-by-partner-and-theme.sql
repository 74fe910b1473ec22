WITH things AS (
  SELECT 'involves' AS property, thing FROM below($partner)
  UNION ALL SELECT 'hasTheme', thing FROM narrower($theme)
), named AS (
  SELECT l.element, l.property, l.thing FROM links l JOIN things USING (property, thing)
), common AS (
  SELECT element FROM named GROUP BY element HAVING count(DISTINCT property) = 2
)
SELECT e.code, e.title, e.language AS "title@", e.level, e.language AS "level@", m.property, s.name AS label,
  s.language AS "label@", m.words,
  string_agg(DISTINCT e.iri || ' ' || m."start" || ' ' || m."end", '|') AS spots,
  m.page AS "page:positiveInteger", t.title AS plan, t.language AS "plan@"
FROM common JOIN named n USING (element)
  JOIN mentions m ON m.element = n.element AND m.property = n.property AND m.thing = n.thing
  JOIN elements e ON e.iri = m.element JOIN titles t ON t.plan = e.plan
  LEFT JOIN shown($lang) s ON s.thing = m.thing
WHERE $plan IN ('', e.plan)
GROUP BY e.code, e.title, e.language, e.level, m.property, s.name, s.language, m.words, m.page, t.title, t.language,
  e.plan, e.position
ORDER BY t.title, e.plan, e.position, min(m."start"), min(m."end"), m.property, s.name
