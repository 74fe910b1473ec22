SELECT code, title, language AS "title@", level, language AS "level@", words AS programme, above,
  page AS "page:positiveInteger", plan, plan_language AS "plan@"
FROM stated('programme', 'inMission', $programme) s
WHERE $plan IN ('', whole) AND (kind IN ('objective', 'action') OR
  NOT contains(words, title) AND NOT EXISTS (SELECT 1 FROM elements e WHERE e.parent = s.iri))
ORDER BY plan, whole, position, words
