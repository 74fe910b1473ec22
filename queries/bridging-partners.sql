SELECT n.name AS partner, g.category, c.policies, c.objectives, c.mentions, t.title AS plan, t.language AS "plan@"
FROM partner_counts($plan) c JOIN titles t USING (plan) JOIN names($lang) n USING (thing) LEFT JOIN categories($lang) g USING (thing)
WHERE c.policies >= $least
GROUP BY n.name, g.category, c.policies, c.objectives, c.mentions, t.title, t.language
ORDER BY min(t.place), c.policies DESC, c.objectives DESC, c.mentions DESC, n.name, min(c.thing)
