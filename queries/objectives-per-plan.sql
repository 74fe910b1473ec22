WITH counted AS (
  SELECT plan, count(*) AS objectives FROM elements WHERE kind = 'objective' AND $plan IN ('', plan) GROUP BY plan
), involving AS (
  SELECT e.plan, count(DISTINCT a.step) AS objectives
  FROM links l JOIN numbered e ON e.iri = l.element JOIN above a ON a.part = e.number AND a.kind = 'objective'
  WHERE l.property = 'involves' AND $plan IN ('', e.plan)
  GROUP BY e.plan
)
SELECT n.name AS municipality, c.objectives, coalesce(i.objectives, 0) AS with_partner, t.title AS plan,
  t.language AS "plan@"
FROM counted c JOIN titles t USING (plan) LEFT JOIN involving i USING (plan) LEFT JOIN owners o USING (plan)
  LEFT JOIN names($lang) n ON n.thing = o.owner
GROUP BY n.name, c.objectives, i.objectives, t.title, t.language
ORDER BY c.objectives DESC, min(t.place)
