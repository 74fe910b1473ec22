WITH involved AS (
  SELECT e.iri AS element, e.plan, l.thing FROM links l JOIN elements e ON e.iri = l.element
  WHERE l.property = 'involves'
), matter AS (
  SELECT DISTINCT l.element FROM links l JOIN narrower($theme) b ON b.thing = l.thing WHERE l.property = 'hasTheme'
), elsewhere AS (
  SELECT DISTINCT i.thing, o.owner FROM involved i JOIN matter USING (element) JOIN owners o USING (plan)
), counted AS (
  SELECT o.plan, w.thing, count(DISTINCT w.owner) AS towns FROM elsewhere w JOIN owners o ON o.owner <> w.owner
  WHERE $plan IN ('', o.plan)
  GROUP BY o.plan, w.thing
)
SELECT n.name AS partner, g.category, c.towns, t.title AS plan, t.language AS "plan@"
FROM counted c ANTI JOIN involved i ON i.plan = c.plan AND i.thing = c.thing JOIN titles t ON t.plan = c.plan
  JOIN names($lang) n ON n.thing = c.thing LEFT JOIN categories($lang) g ON g.thing = c.thing
GROUP BY n.name, g.category, c.towns, t.title, t.language
ORDER BY t.title, min(c.plan), c.towns DESC, n.name, min(c.thing)
