WITH counted AS (
  SELECT p.plan, p.step AS policy, l.thing, count(DISTINCT o.step) AS objectives
  FROM links l JOIN above o ON o.part = l.element AND o.kind = 'objective'
    JOIN above p ON p.part = o.step AND p.kind = 'policy' AND p.step <> o.step
  WHERE l.property = 'involves' AND $plan IN ('', p.plan)
  GROUP BY p.plan, p.step, l.thing
)
SELECT e.code AS policy, e.title AS policy_title, e.language AS "policy_title@", n.name AS partner, g.category,
  c.objectives, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN elements e ON e.iri = c.policy JOIN titles t ON t.plan = c.plan
  JOIN names($lang) n USING (thing) LEFT JOIN categories($lang) g USING (thing)
GROUP BY e.code, e.title, e.language, n.name, g.category, c.objectives, t.title, t.language
ORDER BY t.title, min(c.plan), min(e.position), c.objectives DESC, n.name, min(c.thing)
