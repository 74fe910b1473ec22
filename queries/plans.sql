WITH counted AS (
  SELECT e.plan, count(DISTINCT e.iri) FILTER (e.kind = 'policy') AS policies,
    count(DISTINCT e.iri) FILTER (e.kind = 'objective') AS objectives,
    count(DISTINCT m.thing) FILTER (m.property = 'involves') AS partners, count(DISTINCT m.iri) AS mentions
  FROM elements e LEFT JOIN mentions m ON m.element = e.iri GROUP BY e.plan
)
SELECT n.name AS municipality, t.plan AS "<entity>", coalesce(c.policies, 0) AS policies,
  coalesce(c.objectives, 0) AS objectives, coalesce(c.partners, 0) AS partners, coalesce(c.mentions, 0) AS mentions,
  t.title AS plan, t.language AS "plan@"
FROM titles t LEFT JOIN counted c USING (plan)
  LEFT JOIN facts f ON f.subject = t.plan AND f.predicate = 'http://purl.org/dc/terms/creator'
  LEFT JOIN names($lang) n ON n.thing = f.object
WHERE $plan IN ('', t.plan)
ORDER BY t.title, t.plan
