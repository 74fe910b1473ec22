WITH named AS (
  SELECT DISTINCT e.plan, l.thing FROM links l JOIN elements e ON e.iri = l.element WHERE l.property = 'involves'
), placed AS (
  SELECT DISTINCT plan, istat, istat[1:3] AS province FROM titles WHERE istat <> ''
), known AS (
  SELECT p.province, n.thing, count(DISTINCT p.istat) AS towns FROM placed p JOIN named n USING (plan)
  GROUP BY p.province, n.thing
), near AS (
  -- All towns of the province that have it, without the plan's own.
  SELECT p.plan, n.thing, k.towns - 1 AS towns
  FROM named n JOIN placed p USING (plan) JOIN known k ON k.province = p.province AND k.thing = n.thing
  WHERE $plan IN ('', p.plan)
)
SELECT m.name AS partner, g.category, r.towns, t.title AS plan, t.language AS "plan@"
FROM near r JOIN titles t ON t.plan = r.plan JOIN names($lang) m ON m.thing = r.thing
  LEFT JOIN categories($lang) g ON g.thing = r.thing
WHERE r.towns > 0
GROUP BY m.name, g.category, r.towns, t.title, t.language
ORDER BY min(t.place), r.towns DESC, m.name, min(r.thing)
