WITH named AS (
  SELECT DISTINCT e.plan, l.thing FROM links l JOIN elements e ON e.iri = l.element WHERE l.property = 'involves'
), pairs AS (
  SELECT a.plan, b.plan AS other, b.istat FROM titles a JOIN titles b
    ON a.istat <> '' AND b.istat <> a.istat AND b.istat[1:3] = a.istat[1:3]
  WHERE $plan IN ('', a.plan)
), near AS (
  SELECT p.plan, n.thing, count(DISTINCT p.istat) AS towns FROM pairs p JOIN named n ON n.plan = p.other
  GROUP BY p.plan, n.thing
)
SELECT m.name AS partner, g.category, r.towns, t.title AS plan, t.language AS "plan@"
FROM near r  JOIN named o ON o.plan = r.plan AND o.thing = r.thing JOIN titles t ON t.plan = r.plan
  JOIN names($lang) m ON m.thing = r.thing LEFT JOIN categories($lang) g ON g.thing = r.thing
GROUP BY m.name, g.category, r.towns, t.title, t.language
ORDER BY t.title, min(r.plan), r.towns DESC, m.name, min(r.thing)
