WITH counted AS (
  SELECT a.plan, count(DISTINCT a.step) FILTER (a.kind = 'objective') AS objectives, sum(m.mentions) FILTER (a.step = a.part)::BIGINT AS mentions
  FROM below($partner) b JOIN links m ON m.thing = b.thing AND m.property = 'involves' AND m.mentions > 0 JOIN above a ON a.part = m.element
  WHERE $plan IN ('', a.plan)
  GROUP BY a.plan
)
SELECT n.name AS municipality, c.objectives, c.mentions, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN titles t USING (plan) LEFT JOIN owners o USING (plan) LEFT JOIN names($lang) n ON n.thing = o.owner
GROUP BY n.name, c.objectives, c.mentions, t.title, t.language
ORDER BY t.title, min(c.plan)
