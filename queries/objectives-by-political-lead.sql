SELECT code, title, language AS "title@", level, language AS "level@", words AS lead, above,
  page AS "page:positiveInteger", plan, plan_language AS "plan@"
FROM stated('politicalLead', '', $person)
WHERE $plan IN ('', whole)
ORDER BY plan, whole, position, words
