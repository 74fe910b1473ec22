WITH counted AS (
  SELECT a.plan, m.thing, count(DISTINCT a.step) FILTER (a.kind = 'objective') AS objectives
  FROM links m JOIN above a ON a.part = m.element
  WHERE m.property = 'hasTheme' AND m.mentions > 0 AND $plan IN ('', a.plan)
  GROUP BY a.plan, m.thing
), everywhere AS (
  SELECT l.thing, count(DISTINCT o.owner) AS towns
  FROM links l JOIN elements e ON e.iri = l.element JOIN owners o USING (plan)
  WHERE l.property = 'hasTheme' GROUP BY l.thing
)
SELECT n.name AS theme, w.towns, c.objectives, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN everywhere w USING (thing) JOIN titles t USING (plan) JOIN names($lang) n USING (thing)
GROUP BY n.name, w.towns, c.objectives, t.title, t.language
ORDER BY t.title, min(c.plan), w.towns DESC, c.objectives DESC, n.name, min(c.thing)
