-- The one door through which children of all tenants are counted. It reads rows, stores counts and gives a number.

-- +goose Up
SET LOCAL lock_timeout = '3s';

SET LOCAL ROLE pinktick_counts;

-- Counts a cohort as of a day and puts what it finds in the place of what is stored, at once for every reader; what has not
-- changed is not written. Counting again changes nothing; two at once wait for each other. It gives the children who count.
-- A measure's column is found by its name, so that a measure that is added is counted too. Statistics of counts that have just been
-- made are wrong by thousands, and a nested loop chosen by them would take minutes.
-- +goose StatementBegin
CREATE FUNCTION counts.recount(which integer, today date, rule_set text, withdrawn_count boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' SET enable_nestloop = off AS $$
DECLARE
    period public.audit_periods;
    measures text[];
    named text;     -- of a child
    tallied text;   -- one child after the other
    summed text;    -- one organisation after the other
    gathered text;  -- as arrays
    total integer;
BEGIN
    PERFORM pg_advisory_xact_lock(x'636f756e'::integer, which);
    SELECT * INTO STRICT period FROM public.audit_periods p WHERE p.cohort = which;
    SELECT array_agg(attname::text ORDER BY attnum), string_agg(format('r.%I', attname), ', '),
           string_agg(format('(count(*) FILTER (WHERE counted AND %1$I = ''pass''))::integer AS p%2$s, '
               '(count(*) FILTER (WHERE counted AND %1$I = ''fail''))::integer AS f%2$s, '
               '(count(*) FILTER (WHERE counted AND %1$I = ''not_applicable''))::integer AS n%2$s', attname, attnum), ', '),
           string_agg(format('sum(p%1$s)::integer AS p%1$s, sum(f%1$s)::integer AS f%1$s, sum(n%1$s)::integer AS n%1$s', attnum), ', '),
           'ARRAY[' || string_agg(format('coalesce(p%s, 0)', attnum), ', ' ORDER BY attnum) || '] AS passed, '
               'ARRAY[' || string_agg(format('coalesce(f%s, 0)', attnum), ', ' ORDER BY attnum) || '] AS failed, '
               'ARRAY[' || string_agg(format('coalesce(n%s, 0)', attnum), ', ' ORDER BY attnum) || '] AS not_applicable'
      INTO STRICT measures, named, tallied, summed, gathered
      FROM pg_attribute WHERE attrelid = 'public.case_results'::regclass AND attname LIKE 'm\_%' AND NOT attisdropped;

    EXECUTE replace(replace(replace(replace($counting$
WITH facts AS (
    SELECT coalesce(c.lead_at_deadline_id, c.lead_organisation_id) AS lead, c.completed, c.expected, d.year_over,
           d.year_over AND c.complete AND coalesce(r.withdrawn, false) AS withdrawn,
           d.year_over AND c.complete AND ($6 OR NOT coalesce(r.withdrawn, false)) AS counted,
           r.rules,
           greatest(1, least(4, 1 + ((extract(year FROM c.first_assessment_on) - extract(year FROM $3)) * 12
               + extract(month FROM c.first_assessment_on) - extract(month FROM $3))::integer / 3))::text AS quarter,
           coalesce(l.quintile::text, 'not_known') AS deprivation,
           coalesce(c.sex, '0') AS sex,
           CASE WHEN a.age IS NULL OR a.age < 0 THEN 'not_known' WHEN a.age < 1 THEN '0' WHEN a.age < 5 THEN '1-4' WHEN a.age < 11 THEN '5-10'
               WHEN a.age < 18 THEN '11-17' ELSE '18' END AS age,
           coalesce(e.heading, 'Not stated') AS ethnicity,
           MEASURES
      FROM public.cases c
      LEFT JOIN public.case_results r ON (r.tenant_id, r.case_id) = (c.tenant_id, c.id)
      LEFT JOIN public.case_places l ON (l.tenant_id, l.case_id) = (c.tenant_id, c.id)
      LEFT JOIN public.code_entries e ON e.list = 'ethnicities' AND e.code = c.ethnicity
     CROSS JOIN LATERAL (SELECT extract(year FROM c.first_assessment_on)::integer - extract(year FROM c.date_of_birth)::integer AS years) y
     CROSS JOIN LATERAL (SELECT y.years - (c.date_of_birth + make_interval(years => y.years) > c.first_assessment_on)::integer AS age) a
     CROSS JOIN LATERAL (SELECT coalesce(r.first_year_ends, (c.first_assessment_on + interval '1 year')::date) <= $4 AS year_over) d
     WHERE c.cohort = $1 AND c.stage BETWEEN 1 AND 3
), tally AS (
    SELECT lead,
           CASE grouping(quarter, deprivation, sex, age, ethnicity) WHEN 31 THEN 'all' WHEN 15 THEN 'quarter' WHEN 23 THEN 'deprivation'
               WHEN 27 THEN 'sex' WHEN 29 THEN 'age' ELSE 'ethnicity' END AS dimension,
           coalesce(quarter, deprivation, sex, age, ethnicity, '') AS category,
           count(*)::integer AS registered, (count(*) FILTER (WHERE year_over))::integer AS year_over,
           (count(*) FILTER (WHERE counted))::integer AS counted, (count(*) FILTER (WHERE withdrawn))::integer AS withdrawn,
           coalesce(sum(completed) FILTER (WHERE year_over), 0)::integer AS answered,
           coalesce(sum(expected) FILTER (WHERE year_over), 0)::integer AS asked,
           (count(*) FILTER (WHERE counted AND rules IS DISTINCT FROM $5))::integer AS other_rules,
           TALLIED
      FROM facts
     GROUP BY GROUPING SETS ((lead), (lead, quarter), (lead, deprivation), (lead, sex), (lead, age), (lead, ethnicity))
), place AS (
    SELECT DISTINCT ON (o.id) o.id, o.tenant_id AS holder, o.ods_code, coalesce(m.name, o.name) AS name, o.country_code,
           n.in_national_total, coalesce(m.tenant_id, o.tenant_id) AS parent_id, m.icb_ods_code, m.nhs_region_code, m.network_code
      FROM public.organisations o
      JOIN public.countries n ON n.code = o.country_code
      LEFT JOIN public.organisation_memberships m ON m.organisation_id = o.id
       AND coalesce(m.held_from, '-infinity') <= $2 AND coalesce(m.held_until, 'infinity') > $2
     WHERE o.active OR EXISTS (SELECT FROM tally WHERE lead = o.id)
     ORDER BY o.id, m.held_from DESC NULLS LAST
), member AS (
    SELECT p.id, p.holder, p.ods_code AS organisation_code, p.name AS organisation_name, p.nhs_region_code, p.parent_id, v.level, v.code
      FROM place p JOIN public.tenants t ON t.id = p.parent_id
     CROSS JOIN LATERAL (VALUES ('organisation', p.ods_code),
           ('trust', CASE WHEN t.kind = 'trust' THEN t.ods_code END),
           ('local_health_board', CASE WHEN t.kind = 'health_board' AND p.in_national_total THEN t.ods_code END),
           ('integrated_care_board', p.icb_ods_code), ('nhs_region', p.nhs_region_code), ('network', p.network_code),
           ('country', p.country_code), ('national', CASE WHEN p.in_national_total THEN 'EW' END)) v (level, code)
     WHERE v.code IS NOT NULL
), summand AS (
    SELECT id, level, code FROM member UNION ALL SELECT id, 'pooled', level FROM member
), unit AS (
    SELECT 'organisation' AS level, m.code, min(m.organisation_name) AS name, min(m.nhs_region_code) AS region_code, (array_agg(m.holder))[1] AS tenant_id
      FROM member m WHERE m.level = 'organisation' GROUP BY m.code
    UNION ALL -- whoever holds all its hospitals today; where they went different ways, the trust itself
    SELECT 'trust', m.code, coalesce((array_agg(a.name))[1], min(t.name)),
           CASE WHEN min(m.nhs_region_code) = max(m.nhs_region_code) THEN min(m.nhs_region_code) END,
           CASE WHEN count(DISTINCT m.holder) = 1 THEN (array_agg(m.holder))[1] ELSE (array_agg(t.id))[1] END
      FROM member m JOIN public.tenants t ON t.id = m.parent_id
      LEFT JOIN LATERAL (SELECT name FROM public.tenant_names WHERE tenant_id = t.id AND held_from <= $2 ORDER BY held_from DESC LIMIT 1) a ON true
     WHERE m.level = 'trust' GROUP BY m.code
    UNION ALL
    SELECT 'local_health_board', t.ods_code, t.name, NULL, NULL FROM public.tenants t JOIN public.countries n ON n.code = t.country_code
     WHERE t.kind = 'health_board' AND n.in_national_total
       AND (t.participating AND coalesce(t.closed_on, 'infinity') > $2 OR EXISTS (SELECT FROM member m WHERE m.level = 'local_health_board' AND m.code = t.ods_code))
    UNION ALL
    SELECT 'integrated_care_board', b.ods_code, b.name, b.nhs_region_code, NULL FROM public.integrated_care_boards b
     WHERE coalesce(b.opened_on, '-infinity') <= $2 AND coalesce(b.closed_on, 'infinity') > $2
        OR EXISTS (SELECT FROM member m WHERE m.level = 'integrated_care_board' AND m.code = b.ods_code)
    UNION ALL
    SELECT 'nhs_region', code, name, code, NULL FROM public.nhs_regions
    UNION ALL
    SELECT 'network', code, name, NULL, NULL FROM public.networks
    UNION ALL
    SELECT 'country', n.code, n.name, NULL, NULL FROM public.countries n
     WHERE n.participating OR EXISTS (SELECT FROM member m WHERE m.level = 'country' AND m.code = n.code)
    UNION ALL
    SELECT 'national', 'EW', 'England and Wales', NULL, NULL
    UNION ALL -- all units of a level together: its average
    SELECT 'pooled', level, 'All', NULL, NULL FROM unnest(ARRAY['organisation', 'trust', 'local_health_board', 'integrated_care_board',
           'nhs_region', 'network', 'country', 'national']) AS level
), rolled AS (
    SELECT m.level, m.code, t.dimension, t.category, sum(t.registered)::integer AS registered, sum(t.year_over)::integer AS year_over,
           sum(t.counted)::integer AS counted, sum(t.withdrawn)::integer AS withdrawn, sum(t.answered)::integer AS answered,
           sum(t.asked)::integer AS asked, SUMMED
      FROM summand m JOIN tally t ON t.lead = m.id GROUP BY 1, 2, 3, 4
), fresh AS MATERIALIZED (
    SELECT u.tenant_id, u.level, u.code, coalesce(r.dimension, 'all') AS dimension, coalesce(r.category, '') AS category, u.name, u.region_code,
           coalesce(r.registered, 0) AS registered, coalesce(r.year_over, 0) AS year_over, coalesce(r.counted, 0) AS counted,
           coalesce(r.withdrawn, 0) AS withdrawn, coalesce(r.answered, 0) AS answered, coalesce(r.asked, 0) AS asked, GATHERED
      FROM unit u LEFT JOIN rolled r USING (level, code)
), no_centre AS (
    DELETE FROM public.centre_counts o WHERE o.cohort = $1 AND NOT EXISTS (SELECT FROM fresh f
     WHERE (f.tenant_id, f.level, f.code, f.dimension, f.category) = (o.tenant_id, o.level, o.code, o.dimension, o.category))
), no_area AS (
    DELETE FROM public.area_counts o WHERE o.cohort = $1 AND NOT EXISTS (SELECT FROM fresh f
     WHERE (f.level, f.code, f.dimension, f.category) = (o.level, o.code, o.dimension, o.category))
), no_member AS (
    DELETE FROM public.counted_members o WHERE o.cohort = $1 AND NOT EXISTS (SELECT FROM member m
     WHERE (m.organisation_code, m.level) = (o.organisation_code, o.level))
), centre AS (
    INSERT INTO public.centre_counts AS o (tenant_id, cohort, level, code, dimension, category, name, region_code,
           registered, year_over, counted, withdrawn, answered, asked, passed, failed, not_applicable)
    SELECT tenant_id, $1, level, code, dimension, category, name, region_code,
           registered, year_over, counted, withdrawn, answered, asked, passed, failed, not_applicable FROM fresh WHERE level IN ('organisation', 'trust')
    ON CONFLICT (tenant_id, cohort, level, code, dimension, category) DO UPDATE SET (name, region_code, registered, year_over, counted, withdrawn,
           answered, asked, passed, failed, not_applicable) = (excluded.name, excluded.region_code, excluded.registered, excluded.year_over,
           excluded.counted, excluded.withdrawn, excluded.answered, excluded.asked, excluded.passed, excluded.failed, excluded.not_applicable)
     WHERE o.* IS DISTINCT FROM excluded.*
), area AS (
    INSERT INTO public.area_counts AS o (cohort, level, code, dimension, category, name, region_code,
           registered, year_over, counted, withdrawn, answered, asked, passed, failed, not_applicable)
    SELECT $1, level, code, dimension, category, name, region_code,
           registered, year_over, counted, withdrawn, answered, asked, passed, failed, not_applicable FROM fresh WHERE level NOT IN ('organisation', 'trust')
    ON CONFLICT (cohort, level, code, dimension, category) DO UPDATE SET (name, region_code, registered, year_over, counted, withdrawn,
           answered, asked, passed, failed, not_applicable) = (excluded.name, excluded.region_code, excluded.registered, excluded.year_over,
           excluded.counted, excluded.withdrawn, excluded.answered, excluded.asked, excluded.passed, excluded.failed, excluded.not_applicable)
     WHERE o.* IS DISTINCT FROM excluded.*
), membership AS (
    INSERT INTO public.counted_members AS o (cohort, organisation_code, level, code) SELECT $1, organisation_code, level, code FROM member
    ON CONFLICT (cohort, organisation_code, level) DO UPDATE SET code = excluded.code WHERE o.code <> excluded.code
), done AS (
    SELECT coalesce(sum(registered), 0)::integer AS registered, coalesce(sum(counted) FILTER (WHERE lead IS NOT NULL), 0)::integer AS counted,
           coalesce(sum(other_rules), 0)::integer AS other_rules FROM tally WHERE dimension = 'all'
), noted AS (
    INSERT INTO public.counted_cohorts AS k (cohort, counted_at, counted_on, rules, other_rules, registered, measures, seen)
    SELECT $1, clock_timestamp(), $4, $5, other_rules, registered, $7, pg_snapshot_xmin(pg_current_snapshot()) FROM done
    ON CONFLICT (cohort) DO UPDATE SET (counted_at, counted_on, rules, other_rules, registered, measures, seen) =
           (excluded.counted_at, excluded.counted_on, excluded.rules, excluded.other_rules, excluded.registered, excluded.measures, excluded.seen)
)
SELECT counted FROM done$counting$, 'TALLIED', tallied), 'SUMMED', summed), 'GATHERED', gathered), 'MEASURES', named)
      INTO total USING which, period.deadline, period.recruits_from, today, rule_set, withdrawn_count, measures;
    RETURN total;
END $$;

-- The cohorts that are to be counted again: never counted, counted for another day or by other rules, or a child has changed
-- since, come or gone. It costs a save nothing: the database itself marks each row with the transaction that wrote it.
CREATE FUNCTION counts.due(today date, rule_set text) RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH oldest AS MATERIALIZED (SELECT max(age(seen::xid)) AS age FROM public.counted_cohorts),
    child AS (
        SELECT cohort, count(*) FILTER (WHERE stage BETWEEN 1 AND 3) AS registered, min(age(xmin)) AS youngest
          FROM public.cases WHERE cohort IS NOT NULL GROUP BY cohort
    ), beside AS ( -- few: what was written since the earliest count
        SELECT c.cohort, min(t.age) AS youngest
          FROM (SELECT tenant_id, case_id, age(xmin) AS age FROM public.case_results WHERE age(xmin) <= (SELECT age FROM oldest)
                UNION ALL
                SELECT tenant_id, case_id, age(xmin) FROM public.case_places WHERE age(xmin) <= (SELECT age FROM oldest)) t
          JOIN public.cases c ON (c.tenant_id, c.id) = (t.tenant_id, t.case_id)
         GROUP BY c.cohort
    )
    SELECT coalesce(array_agg(p.cohort ORDER BY p.cohort), '{}')
      FROM public.audit_periods p
      LEFT JOIN public.counted_cohorts k USING (cohort)
      LEFT JOIN child USING (cohort)
      LEFT JOIN beside USING (cohort)
     WHERE p.recruits_from <= today
       AND (k.cohort IS NULL OR k.counted_on <> today OR k.rules <> rule_set OR k.registered <> coalesce(child.registered, 0)
            OR age(k.seen::xid) < 0 -- restored into another cluster
            OR least(child.youngest, beside.youngest) <= age(k.seen::xid))
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION counts.recount, counts.due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION counts.recount, counts.due TO pinktick_app;
RESET ROLE;
