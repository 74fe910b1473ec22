WITH RECURSIVE suggesting AS (
  SELECT DISTINCT subject AS theme, object AS entity FROM facts
  WHERE predicate = 'https://w3id.org/dupgraph/onto/relatedMission'
), stating AS MATERIALIZED (
  SELECT n.number, l.thing AS entity FROM links l JOIN numbered n ON n.iri = l.element WHERE l.property = 'inMission'
), given AS (
  -- Each element with what it has of its own, else with what the nearest above it has.
  SELECT number, entity FROM stating
  UNION ALL SELECT n.number, g.entity FROM given g JOIN numbered a ON a.number = g.number JOIN numbered n ON n.parent = a.iri
    ANTI JOIN stating s ON s.number = n.number
), counted AS (
  SELECT e.plan, g.entity, count(DISTINCT e.number) AS stated, 0 AS suggested, 0 AS themes
  FROM given g JOIN numbered e ON e.number = g.number
  WHERE e.kind = 'objective' AND $plan IN ('', e.plan)
  GROUP BY e.plan, g.entity
  UNION ALL
  SELECT e.plan, g.entity, 0, count(DISTINCT a.step), count(DISTINCT l.thing)
  FROM links l JOIN suggesting g ON g.theme = l.thing JOIN numbered e ON e.iri = l.element
    JOIN above a ON a.part = e.number AND a.kind = 'objective' ANTI JOIN given o ON o.number = a.step
  WHERE l.property = 'hasTheme' AND $plan IN ('', e.plan)
  GROUP BY e.plan, g.entity
)
SELECT m.object AS mission, n.name AS mission_title, sum(c.stated)::BIGINT AS stated,
  sum(c.suggested)::BIGINT AS suggested, sum(c.themes)::BIGINT AS themes, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN facts m ON m.subject = c.entity AND m.predicate = 'http://www.w3.org/2004/02/skos/core#notation'
  JOIN titles t ON t.plan = c.plan JOIN names($lang) n ON n.thing = c.entity
GROUP BY c.plan, m.object, n.name, t.title, t.language
ORDER BY min(t.place), try_cast(m.object AS BIGINT), m.object
