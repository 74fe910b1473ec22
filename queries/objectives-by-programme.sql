SELECT code, title, language AS "title@", level, language AS "level@", words AS programme,
  page AS "page:positiveInteger", plan, plan_language AS "plan@"
FROM stated('programme', $programme)
WHERE $plan IN ('', whole)
ORDER BY plan, whole, position, words
