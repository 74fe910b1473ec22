WITH counted AS (
  SELECT e.plan, p.position, l.thing, count(DISTINCT s.step) FILTER (s.kind = 'objective') AS objectives,
    count(DISTINCT e.number) AS elements
  FROM links l JOIN numbered e ON e.iri = l.element JOIN above p ON p.part = e.number AND p.kind = 'policy'
    JOIN above s ON s.part = e.number
  WHERE l.property = 'involves' AND $plan IN ('', e.plan)
  GROUP BY e.plan, p.position, l.thing
)
SELECT e.code AS policy, e.title AS policy_title, e.language AS "policy_title@", n.name AS partner, g.category,
  c.objectives, c.elements, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN elements e ON e.plan = c.plan AND e.position = c.position JOIN titles t ON t.plan = c.plan
  JOIN names($lang) n USING (thing) LEFT JOIN categories($lang) g USING (thing)
GROUP BY e.code, e.title, e.language, n.name, g.category, c.objectives, c.elements, t.title, t.language
ORDER BY t.title, min(c.plan), min(e.position), c.objectives DESC, c.elements DESC, n.name, min(c.thing)
