-- Each plan is held against each partner on the theme: so many pairs.
SELECT count(DISTINCT i.thing) * (SELECT count(*) FROM owners)
FROM narrower($theme) b JOIN links m ON m.thing = b.thing AND m.property = 'hasTheme'
  JOIN links i ON i.element = m.element AND i.property = 'involves'
WHERE $plan = '';
WITH involved AS (
  SELECT e.iri AS element, e.plan, l.thing FROM links l JOIN elements e ON e.iri = l.element WHERE l.property = 'involves'
), matter AS (
  SELECT DISTINCT l.element FROM links l JOIN narrower($theme) b ON b.thing = l.thing WHERE l.property = 'hasTheme'
), elsewhere AS (
  SELECT DISTINCT i.thing, o.owner FROM involved i JOIN matter USING (element) JOIN owners o USING (plan)
), known AS (
  SELECT thing, count(*) AS towns FROM elsewhere GROUP BY thing
), counted AS (
  -- All towns that have it, without the plan's own.
  SELECT o.plan, k.thing, k.towns - CASE WHEN e.owner IS NULL THEN 0 ELSE 1 END AS towns
  FROM owners o CROSS JOIN known k LEFT JOIN elsewhere e ON e.thing = k.thing AND e.owner = o.owner
  WHERE $plan IN ('', o.plan)
)
SELECT n.name AS partner, g.category, c.towns, t.title AS plan, t.language AS "plan@"
FROM counted c ANTI JOIN involved i ON i.plan = c.plan AND i.thing = c.thing JOIN titles t ON t.plan = c.plan
  JOIN names($lang) n ON n.thing = c.thing LEFT JOIN categories($lang) g ON g.thing = c.thing
WHERE c.towns > 0
GROUP BY n.name, g.category, c.towns, t.title, t.language
ORDER BY min(t.place), c.towns DESC, n.name, min(c.thing)
