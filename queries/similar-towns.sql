-- Each plan is held against each: so many pairs.
SELECT count(*) * count(*) FROM owners WHERE $plan = '';
WITH named AS (
  SELECT DISTINCT e.plan, l.thing FROM links l JOIN elements e ON e.iri = l.element
  WHERE l.property IN ('involves', 'hasTheme', 'benefits')
), sizes AS (
  SELECT plan, count(*) AS size FROM named GROUP BY plan
), shared AS (
  SELECT thing FROM named GROUP BY thing HAVING count(*) > 1 AND bool_or($plan IN ('', plan))
), marked AS (
  -- A bit for each thing that several plans name: what two have in common is counted at once.
  SELECT o.plan, o.owner, any_value(z.size) AS size,
    string_agg(CASE WHEN n.thing IS NULL THEN '0' ELSE '1' END, '' ORDER BY s.thing)::BIT AS things
  FROM owners o JOIN sizes z USING (plan) CROSS JOIN shared s
    LEFT JOIN named n ON n.plan = o.plan AND n.thing = s.thing
  GROUP BY o.plan, o.owner
), pairs AS (
  SELECT a.plan, b.plan AS other, b.owner, a.size + b.size AS sizes, bit_count(a.things & b.things) AS in_common
  FROM marked a JOIN marked b ON b.owner <> a.owner
  WHERE $plan IN ('', a.plan)
), measured AS (
  SELECT *, 100 * in_common // (sizes - in_common) AS likeness_percent FROM pairs WHERE in_common > 0
)
SELECT n.name AS town, m.in_common, m.likeness_percent, t.title AS plan, t.language AS "plan@"
FROM measured m JOIN titles t ON t.plan = m.plan JOIN names($lang) n ON n.thing = m.owner
WHERE m.likeness_percent >= $least
GROUP BY n.name, m.in_common, m.likeness_percent, t.title, t.language
ORDER BY min(t.place), m.likeness_percent DESC, m.in_common DESC, n.name, min(m.other)
