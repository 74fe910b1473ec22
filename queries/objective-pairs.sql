WITH linked AS (
  SELECT DISTINCT p.plan, p.step AS policy, e.position, e.code, e.title, e.language, l.property, l.thing
  FROM links l JOIN elements w ON w.iri = l.element AND w.kind IN ('objective', 'action')
    JOIN above o ON o.part = l.element AND o.kind = 'objective' JOIN elements e ON e.iri = o.step
    JOIN above p ON p.part = o.step AND p.kind = 'policy'
  WHERE l.property IN ('involves', 'concernsPlace', 'usesInstrument') AND $plan IN ('', p.plan)
)
SELECT a.code AS code_a, a.title AS title_a, a.language AS "title_a@", b.code AS code_b, b.title AS title_b,
  b.language AS "title_b@", a.property, n.name AS shared, t.title AS plan, t.language AS "plan@"
FROM linked a JOIN linked b ON b.plan = a.plan AND b.property = a.property AND b.thing = a.thing
    AND a.position < b.position AND a.policy <> b.policy
  JOIN titles t ON t.plan = a.plan JOIN names($lang) n ON n.thing = a.thing
GROUP BY a.code, a.title, a.language, b.code, b.title, b.language, a.property, n.name, t.title, t.language
ORDER BY t.title, min(a.plan), min(a.position), min(b.position), a.property, n.name, min(a.thing)
