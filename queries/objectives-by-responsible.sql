SELECT code, title, language AS "title@", level, language AS "level@", words AS responsible, above,
  page AS "page:positiveInteger", plan, plan_language AS "plan@"
FROM stated('responsible', '', $responsible)
WHERE $plan IN ('', whole)
ORDER BY plan, whole, position, words
