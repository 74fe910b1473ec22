WITH reached AS (
  SELECT p.step AS policy, s.kind, l.thing, count(*) FILTER (s.step = s.part) AS elements
  FROM links l JOIN numbered e ON e.iri = l.element JOIN above p ON p.part = e.number AND p.kind = 'policy'
    JOIN above s ON s.part = e.number AND (s.kind = 'objective' OR s.step = s.part)
  WHERE l.property = 'involves' AND $plan IN ('', e.plan)
  GROUP BY p.step, s.step, s.kind, l.thing
), counted AS (
  SELECT policy, thing, count(*) FILTER (kind = 'objective') AS objectives, sum(elements)::BIGINT AS elements
  FROM reached GROUP BY policy, thing
)
SELECT e.code AS policy, e.title AS policy_title, e.language AS "policy_title@", n.name AS partner, g.category,
  c.objectives, c.elements, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN numbered p ON p.number = c.policy JOIN elements e ON e.iri = p.iri AND e.kind = 'policy'
  JOIN titles t ON t.plan = e.plan
  JOIN names($lang) n USING (thing) LEFT JOIN categories($lang) g USING (thing)
GROUP BY e.code, e.title, e.language, n.name, g.category, c.objectives, c.elements, t.title, t.language
ORDER BY min(t.place), min(e.position), c.objectives DESC, c.elements DESC, n.name, min(c.thing)
