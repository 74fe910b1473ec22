SELECT e.code, e.title, e.language AS "title@", e.level, e.language AS "level@", s.name AS partner,
  s.language AS "partner@", k.label AS kind, $lang AS "kind@", m.words,
  string_agg(e.iri || ' ' || m."start" || ' ' || m."end", '|') AS spots,
  m.page AS "page:positiveInteger", t.title AS plan, t.language AS "plan@"
FROM mentions m JOIN below($partner) b ON b.thing = m.thing
  JOIN elements e ON e.iri = m.element JOIN titles t ON t.plan = e.plan
  LEFT JOIN labels k ON k.thing = m.involvement AND k.language = $lang
  LEFT JOIN shown($lang) s ON s.thing = m.thing
WHERE m.property = 'involves' AND $plan IN ('', e.plan)
GROUP BY e.code, e.title, e.language, e.level, s.name, s.language, k.label, m.words, m.page, t.title, t.language,
  t.place, e.position
ORDER BY t.place, e.position, min(m."start"), min(m."end"), s.name, coalesce(k.label, '')
