WITH named AS (
  SELECT DISTINCT e.plan, l.thing FROM links l JOIN elements e ON e.iri = l.element WHERE l.property = 'hasTheme'
), placed AS (
  SELECT DISTINCT plan, istat, istat[1:3] AS province FROM titles WHERE istat <> ''
), having_it AS (
  SELECT DISTINCT p.province, p.istat, n.thing FROM placed p JOIN named n USING (plan)
), known AS (
  SELECT province, thing, count(*) AS towns FROM having_it GROUP BY province, thing
), near AS (
  -- All towns of the province that have it, without the plan's own.
  SELECT p.plan, k.thing, k.towns - CASE WHEN o.istat IS NULL THEN 0 ELSE 1 END AS towns
  FROM placed p JOIN known k USING (province) LEFT JOIN having_it o ON o.istat = p.istat AND o.thing = k.thing
  WHERE $plan IN ('', p.plan)
)
SELECT m.name AS theme, r.towns, t.title AS plan, t.language AS "plan@"
FROM near r ANTI JOIN named o ON o.plan = r.plan AND o.thing = r.thing JOIN titles t ON t.plan = r.plan
  JOIN names($lang) m ON m.thing = r.thing
WHERE r.towns > 0
GROUP BY m.name, r.towns, t.title, t.language
ORDER BY min(t.place), r.towns DESC, m.name, min(r.thing)
