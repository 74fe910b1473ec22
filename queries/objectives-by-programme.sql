SELECT code, title, language AS "title@", level, language AS "level@", words AS programme, above,
  page AS "page:positiveInteger", plan, plan_language AS "plan@"
FROM stated('programme', 'inMission', $programme)
WHERE $plan IN ('', whole)
ORDER BY plan, whole, position, words
