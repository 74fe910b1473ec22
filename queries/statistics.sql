WITH linked AS (
  SELECT e.plan, l.property, l.thing, l.mentions FROM links l JOIN elements e ON e.iri = l.element
), counted AS (
  SELECT plan, 'element' AS counted, kind AS what, count(*) AS value,
    CASE WHEN count(DISTINCT coalesce(level, '')) = 1 THEN coalesce(min(level), '') ELSE '' END AS own
    FROM elements GROUP BY plan, kind
  UNION ALL SELECT plan, 'element', 'mention', sum(mentions)::BIGINT, '' FROM linked GROUP BY plan
  UNION ALL SELECT plan, 'link', property, count(*), '' FROM linked GROUP BY plan, property
  UNION ALL SELECT plan, 'thing', property, count(DISTINCT thing), '' FROM linked GROUP BY plan, property
), measures(counted, what, measure, rank, italian, english) AS (VALUES
  ('element', 'policy', 'policies', 1, 'Politiche', 'Policies'),
  ('element', 'guideline', 'guidelines', 2, 'Indirizzi', 'Guidelines'),
  ('element', 'objective', 'objectives', 3, 'Obiettivi', 'Objectives'),
  ('element', 'action', 'actions', 4, 'Azioni', 'Actions'),
  ('thing', 'involves', 'partners', 5, 'Partner diversi', 'Different partners'),
  ('thing', 'benefits', 'beneficiaries', 6, 'Gruppi di destinatari diversi', 'Different beneficiary groups'),
  ('thing', 'hasTheme', 'themes', 7, 'Temi diversi', 'Different themes'),
  ('thing', 'concernsPlace', 'places', 8, 'Luoghi diversi', 'Different places'),
  ('thing', 'usesInstrument', 'instruments', 9, 'Strumenti diversi', 'Different instruments'),
  ('link', 'involves', 'involves', 10, 'Legami con un partner', 'Links to a partner'),
  ('link', 'benefits', 'benefits', 11, 'Legami con un gruppo di destinatari', 'Links to a beneficiary group'),
  ('link', 'hasTheme', 'hasTheme', 12, 'Legami con un tema', 'Links to a theme'),
  ('link', 'concernsPlace', 'concernsPlace', 13, 'Legami con un luogo', 'Links to a place'),
  ('link', 'usesInstrument', 'usesInstrument', 14, 'Legami con uno strumento', 'Links to an instrument'),
  ('link', 'refersToElement', 'refersToElement', 15, 'Rinvii a un altro elemento', 'References to another element'),
  ('link', 'contributesTo', 'contributesTo', 16, 'Legami con uno sviluppo sostenibile dichiarato',
   'Links to a stated development goal'),
  ('element', 'mention', 'mentions', 17, 'Menzioni (le parole che lo dicono)', 'Mentions (the words that say so)')
)
SELECT m.measure, (CASE WHEN $lang = 'en' THEN m.english ELSE m.italian END) ||
    CASE WHEN c.own = '' OR starts_with(lower(c.own), lower(m.italian[:5])) THEN '' ELSE ' (' || c.own || ')' END AS label,
  CASE WHEN $lang = 'en' THEN 'en' ELSE 'it' END AS "label@", c.value, t.title AS plan, t.language AS "plan@"
FROM counted c JOIN measures m USING (counted, what) JOIN titles t USING (plan)
WHERE $plan IN ('', t.plan)
ORDER BY t.place, m.rank
