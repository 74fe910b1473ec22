WITH things AS (
  SELECT 'involves' AS property, thing FROM below($partner)
  UNION ALL SELECT 'hasTheme', thing FROM narrower($theme)
), named AS (
  SELECT l.element, l.property, l.thing FROM links l JOIN things USING (property, thing)
), common AS (
  SELECT element FROM named GROUP BY element HAVING count(DISTINCT property) = 2
), found AS (
  SELECT m.element, m.property, s.name AS label, s.language, m.words, m.page,
    string_agg(m.element || ' ' || m."start" || ' ' || m."end", '|') AS spots,
    min(m."start") AS first, min(m."end") AS last
  FROM mentions m SEMI JOIN common c ON c.element = m.element JOIN things t ON t.property = m.property AND t.thing = m.thing
    LEFT JOIN shown($lang) s ON s.thing = m.thing
  GROUP BY m.element, m.property, s.name, s.language, m.words, m.page
)
SELECT e.code, e.title, e.language AS "title@", e.level, e.language AS "level@", f.property, f.label,
  f.language AS "label@", f.words, f.spots, f.page AS "page:positiveInteger", t.title AS plan, t.language AS "plan@"
FROM found f JOIN elements e ON e.iri = f.element JOIN titles t ON t.plan = e.plan
WHERE $plan IN ('', e.plan)
ORDER BY t.place, e.position, f.first, f.last, f.property, f.label
