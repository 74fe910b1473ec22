WITH counted AS (
  SELECT e.plan, count(DISTINCT a.step) FILTER (a.kind = 'objective') AS objectives, sum(l.mentions) FILTER (a.step = a.part)::BIGINT AS mentions
  FROM narrower($theme) b JOIN links l ON l.thing = b.thing AND l.property = 'hasTheme' AND l.mentions > 0
    JOIN numbered e ON e.iri = l.element JOIN above a ON a.part = e.number
  WHERE $plan IN ('', e.plan)
  GROUP BY e.plan
)
SELECT n.name AS municipality, c.objectives, c.mentions, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN titles t USING (plan) LEFT JOIN owners o USING (plan) LEFT JOIN names($lang) n ON n.thing = o.owner
GROUP BY n.name, c.objectives, c.mentions, t.title, t.language
ORDER BY min(t.place)
