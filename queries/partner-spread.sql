WITH counted AS (
  SELECT e.plan, l.thing, count(DISTINCT a.step) FILTER (a.kind = 'objective') AS objectives
  FROM links l JOIN numbered e ON e.iri = l.element JOIN above a ON a.part = e.number
  WHERE l.property = 'involves' AND l.mentions > 0 AND $plan IN ('', e.plan)
  GROUP BY e.plan, l.thing
), everywhere AS (
  SELECT l.thing, count(DISTINCT o.owner) AS towns
  FROM links l JOIN elements e ON e.iri = l.element JOIN owners o USING (plan)
  WHERE l.property = 'involves' GROUP BY l.thing
)
SELECT n.name AS partner, g.category, w.towns, c.objectives, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN everywhere w USING (thing) JOIN titles t USING (plan) JOIN names($lang) n USING (thing) LEFT JOIN categories($lang) g USING (thing)
GROUP BY n.name, g.category, w.towns, c.objectives, t.title, t.language
ORDER BY min(t.place), w.towns DESC, c.objectives DESC, n.name, min(c.thing)
