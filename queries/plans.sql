WITH parts AS (
  SELECT plan, count(*) FILTER (kind = 'policy') AS policies, count(*) FILTER (kind = 'objective') AS objectives
  FROM elements GROUP BY plan
), said AS (
  SELECT e.plan, count(DISTINCT l.thing) FILTER (l.property = 'involves') AS partners,
    sum(l.mentions)::BIGINT AS mentions
  FROM links l JOIN elements e ON e.iri = l.element WHERE l.mentions > 0 GROUP BY e.plan
)
SELECT n.name AS municipality, t.plan AS "<entity>", coalesce(p.policies, 0) AS policies,
  coalesce(p.objectives, 0) AS objectives, coalesce(s.partners, 0) AS partners, coalesce(s.mentions, 0) AS mentions,
  t.title AS plan, t.language AS "plan@"
FROM titles t LEFT JOIN parts p USING (plan) LEFT JOIN said s USING (plan)
  LEFT JOIN facts f ON f.subject = t.plan AND f.predicate = 'http://purl.org/dc/terms/creator'
  LEFT JOIN names($lang) n ON n.thing = f.object
WHERE $plan IN ('', t.plan)
ORDER BY t.place
