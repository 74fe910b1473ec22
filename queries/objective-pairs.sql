WITH linked AS (
  SELECT DISTINCT t.place, p.step AS policy, o.position, l.property, l.thing
  FROM links l JOIN numbered e ON e.iri = l.element AND e.kind IN ('objective', 'action') JOIN titles t ON t.plan = e.plan
    JOIN above o ON o.part = e.number AND o.kind = 'objective' JOIN above p ON p.part = o.step AND p.kind = 'policy'
  WHERE l.property IN ('involves', 'concernsPlace', 'usesInstrument') AND $plan IN ('', e.plan)
), objectives AS (
  SELECT t.place, e.position, e.code, e.title, e.language FROM elements e JOIN titles t ON t.plan = e.plan
  WHERE e.kind = 'objective'
)
SELECT x.code AS code_a, x.title AS title_a, x.language AS "title_a@", y.code AS code_b, y.title AS title_b,
  y.language AS "title_b@", a.property, n.name AS shared, t.title AS plan, t.language AS "plan@"
FROM linked a JOIN linked b ON b.place = a.place AND b.property = a.property AND b.thing = a.thing
    AND a.position < b.position AND a.policy <> b.policy
  JOIN objectives x ON x.place = a.place AND x.position = a.position
  JOIN objectives y ON y.place = b.place AND y.position = b.position
  JOIN titles t ON t.place = a.place JOIN names($lang) n ON n.thing = a.thing
GROUP BY x.code, x.title, x.language, y.code, y.title, y.language, a.property, n.name, t.title, t.language
ORDER BY min(a.place), min(a.position), min(b.position), a.property, n.name, min(a.thing)
