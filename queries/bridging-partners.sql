WITH reached AS (
  SELECT any_value(e.plan) AS plan, any_value(a.kind) AS kind, l.thing, sum(l.mentions) FILTER (a.step = a.part) AS mentions
  FROM links l JOIN numbered e ON e.iri = l.element JOIN above a ON a.part = e.number
  WHERE l.property = 'involves' AND l.mentions > 0 AND $plan IN ('', e.plan)
  GROUP BY a.step, l.thing
), counted AS (
  SELECT plan, thing, count(*) FILTER (kind = 'objective') AS objectives, count(*) FILTER (kind = 'policy') AS policies,
    sum(mentions)::BIGINT AS mentions
  FROM reached GROUP BY plan, thing
)
SELECT n.name AS partner, g.category, c.policies, c.objectives, c.mentions, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN titles t USING (plan) JOIN names($lang) n USING (thing) LEFT JOIN categories($lang) g USING (thing)
WHERE c.policies >= $least
GROUP BY n.name, g.category, c.policies, c.objectives, c.mentions, t.title, t.language
ORDER BY t.title, min(c.plan), c.policies DESC, c.objectives DESC, c.mentions DESC, n.name, min(c.thing)
