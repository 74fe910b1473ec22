WITH counted AS (
  SELECT p.plan, p.step AS policy, l.thing, count(DISTINCT s.step) FILTER (s.kind = 'objective') AS objectives,
    count(DISTINCT l.element) AS elements
  FROM links l JOIN above p ON p.part = l.element AND p.kind = 'policy' JOIN above s ON s.part = l.element
  WHERE l.property = 'involves' AND $plan IN ('', p.plan)
  GROUP BY p.plan, p.step, l.thing
)
SELECT e.code AS policy, e.title AS policy_title, e.language AS "policy_title@", n.name AS partner, g.category,
  c.objectives, c.elements, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN elements e ON e.iri = c.policy JOIN titles t ON t.plan = c.plan
  JOIN names($lang) n USING (thing) LEFT JOIN categories($lang) g USING (thing)
GROUP BY e.code, e.title, e.language, n.name, g.category, c.objectives, c.elements, t.title, t.language
ORDER BY t.title, min(c.plan), min(e.position), c.objectives DESC, c.elements DESC, n.name, min(c.thing)
