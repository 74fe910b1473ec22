WITH named AS (
  SELECT DISTINCT e.plan, o.owner, l.thing FROM links l JOIN elements e ON e.iri = l.element JOIN owners o USING (plan)
  WHERE l.property IN ('involves', 'hasTheme', 'benefits')
), sizes AS (
  SELECT plan, count(DISTINCT thing) AS size FROM named GROUP BY plan
), pairs AS (
  SELECT a.plan, b.plan AS other, b.owner, count(DISTINCT a.thing) AS in_common
  FROM named a JOIN named b ON b.thing = a.thing AND b.owner <> a.owner
  WHERE $plan IN ('', a.plan)
  GROUP BY a.plan, b.plan, b.owner
), measured AS (
  SELECT p.*, 100 * p.in_common // (s.size + z.size - p.in_common) AS likeness_percent
  FROM pairs p JOIN sizes s ON s.plan = p.plan JOIN sizes z ON z.plan = p.other
)
SELECT n.name AS town, m.in_common, m.likeness_percent, t.title AS plan, t.language AS "plan@"
FROM measured m JOIN titles t ON t.plan = m.plan JOIN names($lang) n ON n.thing = m.owner
WHERE m.likeness_percent >= $least
GROUP BY n.name, m.in_common, m.likeness_percent, t.title, t.language
ORDER BY t.title, min(m.plan), m.likeness_percent DESC, m.in_common DESC, n.name, min(m.other)
