WITH counted AS (
  SELECT a.plan, m.thing, count(DISTINCT a.step) FILTER (a.kind = 'objective') AS objectives,
    count(DISTINCT a.step) FILTER (a.kind = 'policy') AS policies, sum(m.mentions) FILTER (a.step = a.part)::BIGINT AS mentions
  FROM links m JOIN above a ON a.part = m.element
  WHERE m.property = 'involves' AND m.mentions > 0 AND $plan IN ('', a.plan)
  GROUP BY a.plan, m.thing
)
SELECT n.name AS partner, g.category, c.policies, c.objectives, c.mentions, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN titles t USING (plan) JOIN names($lang) n USING (thing) LEFT JOIN categories($lang) g USING (thing)
WHERE c.policies >= $least
GROUP BY n.name, g.category, c.policies, c.objectives, c.mentions, t.title, t.language
ORDER BY t.title, min(c.plan), c.policies DESC, c.objectives DESC, c.mentions DESC, n.name, min(c.thing)
