SELECT n.name AS partner, g.category, c.objectives, c.policies, c.mentions, t.title AS plan, t.language AS "plan@"
FROM partner_counts($plan) c JOIN titles t USING (plan) JOIN names($lang) n USING (thing) LEFT JOIN categories($lang) g USING (thing)
GROUP BY n.name, g.category, c.objectives, c.policies, c.mentions, t.title, t.language
ORDER BY min(t.place), c.objectives DESC, c.mentions DESC, n.name, min(c.thing)
