WITH suggested AS (
  SELECT DISTINCT subject AS theme, object AS entity FROM facts
  WHERE predicate = 'https://w3id.org/dupgraph/onto/relatedMission'
), counted AS (
  SELECT e.plan, g.entity, count(DISTINCT a.step) AS objectives, count(DISTINCT l.thing) AS themes
  FROM links l JOIN suggested g ON g.theme = l.thing JOIN numbered e ON e.iri = l.element
    JOIN above a ON a.part = e.number AND a.kind = 'objective'
  WHERE l.property = 'hasTheme' AND $plan IN ('', e.plan)
  GROUP BY e.plan, g.entity
)
SELECT m.object AS mission, n.name AS mission_title, c.objectives, c.themes, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN facts m ON m.subject = c.entity AND m.predicate = 'http://www.w3.org/2004/02/skos/core#notation'
  JOIN titles t ON t.plan = c.plan JOIN names($lang) n ON n.thing = c.entity
GROUP BY m.object, n.name, c.objectives, c.themes, t.title, t.language
ORDER BY min(t.place), try_cast(m.object AS BIGINT), m.object
