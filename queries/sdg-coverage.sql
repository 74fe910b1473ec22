WITH scheme AS (
  SELECT subject AS goal FROM facts WHERE predicate = 'http://www.w3.org/2004/02/skos/core#inScheme'
    AND object = 'https://w3id.org/dupgraph/controlled-vocabulary/sdg'
), wider AS (
  SELECT subject AS goal, object AS top FROM facts WHERE predicate = 'http://www.w3.org/2004/02/skos/core#broader'
), related AS (
  SELECT subject AS thing, object AS goal FROM facts WHERE predicate = 'https://w3id.org/dupgraph/onto/relatedGoal'
), leads AS (
  SELECT thing, top FROM (
    SELECT goal AS thing, goal AS top FROM scheme
    UNION SELECT goal, top FROM scheme JOIN wider USING (goal)
    UNION SELECT thing, goal FROM related
    UNION SELECT thing, top FROM related JOIN wider USING (goal)
  ) WHERE top NOT IN (SELECT goal FROM wider)
), counted AS (
  SELECT e.plan, g.top, count(DISTINCT a.step) FILTER (l.property = 'contributesTo') AS stated,
    count(DISTINCT a.step) FILTER (l.property = 'hasTheme') AS suggested
  FROM links l JOIN leads g USING (thing) JOIN numbered e ON e.iri = l.element
    JOIN above a ON a.part = e.number AND a.kind = 'objective'
  WHERE l.property IN ('contributesTo', 'hasTheme') AND $plan IN ('', e.plan)
  GROUP BY e.plan, g.top
)
SELECT f.object AS goal, n.name AS goal_title, c.stated, c.suggested, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN scheme s ON s.goal = c.top
  JOIN facts f ON f.subject = c.top AND f.predicate = 'http://www.w3.org/2004/02/skos/core#notation'
  JOIN titles t ON t.plan = c.plan JOIN names($lang) n ON n.thing = c.top
GROUP BY f.object, n.name, c.stated, c.suggested, t.title, t.language
ORDER BY min(t.place), try_cast(f.object AS BIGINT), f.object
