-- What the questions in SQL have in common: parts of the tables of a corpus, each the same as a part of their SPARQL.
-- Each is made when the first question names it; what is asked again and again is worked out once.
CREATE TABLE labels AS SELECT subject AS thing, object AS label, language FROM facts
  WHERE predicate = 'http://www.w3.org/2004/02/skos/core#prefLabel' AND kind = '';
CREATE TABLE broader AS SELECT subject AS thing, object AS above, predicate = 'https://w3id.org/dupgraph/onto/hasKind' AS is_kind FROM facts
  WHERE predicate IN ('https://w3id.org/dupgraph/onto/hasKind', 'http://www.w3.org/2004/02/skos/core#broader');
-- Plans in the order in which answers have them, by number: numbers are sorted and joined sooner than titles and IRIs.
CREATE TABLE titles AS SELECT t.subject AS plan, row_number() OVER (ORDER BY t.object, t.subject) AS place,
    t.object AS title, t.language, s.object AS source,
    coalesce(i.object, '') AS istat FROM facts t
  JOIN facts s ON s.subject = t.subject AND s.predicate = 'http://purl.org/dc/terms/source'
  LEFT JOIN facts i ON i.subject = t.subject AND i.predicate = 'https://w3id.org/dupgraph/onto/istat'
  WHERE t.predicate = 'http://purl.org/dc/terms/title' AND t.subject IN (SELECT iri FROM plans);
CREATE TABLE owners AS SELECT subject AS plan, object AS owner FROM facts
  WHERE predicate = 'http://purl.org/dc/terms/creator' AND subject IN (SELECT iri FROM plans);
-- Elements by numbers, which are joined and told apart sooner than IRIs are.
CREATE TABLE numbered AS SELECT row_number() OVER () AS number, iri, plan, kind, parent, position FROM elements;
-- Each element with itself and all that it is part of.
CREATE TABLE above AS WITH RECURSIVE up AS (
    SELECT e.number, p.number AS above FROM numbered e JOIN numbered p ON p.iri = e.parent
  ), found(part, step) AS (
    SELECT number, number FROM numbered
    UNION ALL SELECT f.part, u.above FROM found f JOIN up u ON u.number = f.step
  ) SELECT f.part, f.step, e.kind, e.position FROM found f JOIN numbered e ON e.number = f.step;
-- What stands below an element that states a mission or a programme of the budget.
CREATE TABLE budgeted AS SELECT DISTINCT a.part FROM above a JOIN numbered n ON n.number = a.step
  WHERE a.part <> a.step AND n.iri IN (SELECT element FROM links WHERE property = 'inMission'
    UNION ALL SELECT element FROM fields WHERE property = 'programme');
CREATE MACRO below(top) AS TABLE WITH RECURSIVE found(thing) AS (
    SELECT top UNION SELECT b.thing FROM broader b JOIN found f ON b.above = f.thing
  ) SELECT thing FROM found;
CREATE MACRO narrower(top) AS TABLE WITH RECURSIVE found(thing) AS (
    SELECT top UNION SELECT b.thing FROM broader b JOIN found f ON b.above = f.thing AND NOT b.is_kind
  ) SELECT thing FROM found;
CREATE MACRO names(lang) AS TABLE
  SELECT thing, substr(min(CASE WHEN language = lang THEN '0' ELSE '1' END || label), 2) AS name
  FROM labels GROUP BY thing;
CREATE MACRO categories(lang) AS TABLE
  SELECT b.thing, substr(min(CASE WHEN l.language = lang THEN '0' ELSE '1' END || l.label), 2) AS category
  FROM broader b JOIN labels l ON l.thing = b.above WHERE b.is_kind GROUP BY b.thing;
CREATE MACRO shown(lang) AS TABLE
  SELECT thing, coalesce(min(label) FILTER (language = lang), min(label)) AS name,
    coalesce(min(language) FILTER (language = lang), arg_min(language, label)) AS language
  FROM labels GROUP BY thing;
-- In how many objectives and policies of each plan, or of one, each partner is involved, and how often it is named.
CREATE MACRO partner_counts(chosen) AS TABLE WITH reached AS (
    SELECT any_value(e.plan) AS plan, any_value(a.kind) AS kind, l.thing, sum(l.mentions) FILTER (a.step = a.part) AS mentions
    FROM links l JOIN numbered e ON e.iri = l.element JOIN above a ON a.part = e.number
    WHERE l.property = 'involves' AND l.mentions > 0 AND chosen IN ('', e.plan)
    GROUP BY a.step, l.thing
  ) SELECT plan, thing, count(*) FILTER (kind = 'objective') AS objectives, count(*) FILTER (kind = 'policy') AS policies,
    sum(mentions)::BIGINT AS mentions
  FROM reached GROUP BY plan, thing;

-- Elements whose fields state something in words of which those that were typed are some, side by side; and objectives
-- below such an element, down to what has a field of its own, or another link that would go with it.
CREATE MACRO stated(field, other, typed) AS TABLE WITH RECURSIVE known AS NOT MATERIALIZED (
    SELECT iri, plan, kind, parent, code, title, language, level, position, page FROM elements
  ), read AS (
    SELECT element, words, regexp_replace(lower(words), '[^0-9a-zß-öø-ÿ]+', ' ', 'g') AS letters FROM fields
    WHERE property = field
  ), wanted AS (SELECT trim(regexp_replace(lower(typed), '[^0-9a-zß-öø-ÿ]+', ' ', 'g')) AS some
  ), told AS MATERIALIZED (
    SELECT DISTINCT k.*, r.words FROM read r
      JOIN wanted w ON w.some != '' AND contains(' ' || r.letters || ' ', ' ' || w.some || ' ')
      JOIN known k ON k.iri = r.element
  ), untold AS MATERIALIZED (
    SELECT k.* FROM known k SEMI JOIN told t ON t.plan = k.plan
      ANTI JOIN (SELECT element FROM read UNION ALL SELECT element FROM links WHERE property = other) o ON o.element = k.iri
  ), found AS (
    SELECT *, NULL::VARCHAR AS above FROM told
    UNION ALL SELECT u.*, f.words, coalesce(f.above, f.code) FROM found f JOIN untold u ON u.parent = f.iri
  ) SELECT f.iri, f.kind, f.code, f.title, f.language, f.level, f.position, f.words, f.above, f.page, f.plan AS whole,
    t.title AS plan, t.language AS plan_language
  FROM found f JOIN titles t ON t.plan = f.plan WHERE f.above IS NULL OR f.kind = 'objective';

-- A name as it is looked for in a text: small, without accents, dots of acronyms and articles.
CREATE MACRO fold_name(words) AS trim(regexp_replace(regexp_replace(
    regexp_replace(strip_accents(lower(words)), '\b([a-z])\.', '\1', 'g'),
    '[^a-z0-9]+', ' ', 'g'), '\b(?:{function_words}|the)\b ?', '', 'g'));
CREATE MACRO drop_legal_form(name) AS regexp_replace(name, '(?i)[\s,]+(?:{legal_forms})$', '');
-- Whether a folded name is among the words of a text.
CREATE MACRO stands_in(letters, typed) AS letters != '' AND contains(' ' || fold_name(typed) || ' ', ' ' || letters || ' ');
