-- Breakdowns by deprivation keep England's fifths and Wales's apart, and the numbers of children to expect can be entered.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- The breakdowns of one centre over the cohorts, for the national audit team; its own people find theirs by the tenant.
CREATE INDEX centre_counts_of_unit ON centre_counts (level, code, cohort, dimension);

-- Each country ranks its own areas: a fifth of one means nothing beside a fifth of the other. Where a child lives says whose
-- fifth it is. All cohorts are due to be counted again.
GRANT SELECT (country_code) ON case_places TO pinktick_counts;

-- Who said what about the children to expect, and when. Nothing of it is ever changed.
CREATE TABLE expected_changes (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cohort       integer NOT NULL REFERENCES audit_periods,
    level        text NOT NULL,
    code         text NOT NULL,
    was_expected integer, -- NULL: nothing was entered
    was_source   text,
    was_of_date  date,
    expected     integer, -- NULL: taken out
    source       text NOT NULL,
    of_date      date NOT NULL,
    at           timestamptz NOT NULL DEFAULT now(),
    person_id    uuid NOT NULL,
    person_name  text NOT NULL,
    request_id   text NOT NULL
);
CREATE INDEX expected_changes_of ON expected_changes (cohort, id);
COMMENT ON TABLE expected_changes IS 'Every change of a number of children to expect: what it was, what it became, by whom, when.';
GRANT SELECT ON expected_changes TO pinktick_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON expected_children TO pinktick_counts;
GRANT INSERT ON expected_changes TO pinktick_counts;

SET LOCAL ROLE pinktick_counts;
-- +goose StatementBegin
DO $again$
DECLARE
    was text := pg_get_functiondef('counts.recount(integer, date, text, boolean)'::regprocedure);
    now text := replace(was, $q$coalesce(l.quintile::text, 'not_known') AS deprivation$q$,
        $q$CASE WHEN l.quintile IS NULL THEN 'not_known' ELSE l.country_code || ' ' || l.quintile END AS deprivation$q$);
BEGIN
    IF now = was THEN
        RAISE EXCEPTION 'counts.recount does not count by deprivation as it did';
    END IF;
    EXECUTE now;
    UPDATE public.counted_cohorts SET registered = -1;
END $again$;

-- Enters numbers of children to expect, and who entered them: the one way in. A row is a level, a code, the number that the
-- person saw (was) and the one it is to be; none takes it out. Where one has been changed by others meanwhile nothing is
-- written, and NULL comes back; else how many rows have changed. What stands already changes nothing.
CREATE FUNCTION counts.expect(which integer, given jsonb, said_by text, said_on date, person uuid, person_name text, request text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE changes integer;
BEGIN
    PERFORM pg_advisory_xact_lock(x'65787063'::integer, which);
    IF EXISTS (SELECT FROM jsonb_to_recordset(given) AS r (level text, code text, was integer, expected integer)
            LEFT JOIN public.expected_children e ON (e.cohort, e.level, e.code) = (which, r.level, r.code)
            WHERE e.expected IS DISTINCT FROM r.was AND e.expected IS DISTINCT FROM r.expected) THEN
        RETURN NULL;
    END IF;
    WITH change AS (
        SELECT r.level, r.code, r.expected, e.expected AS was_expected, e.source AS was_source, e.of_date AS was_of_date
          FROM jsonb_to_recordset(given) AS r (level text, code text, was integer, expected integer)
          LEFT JOIN public.expected_children e ON (e.cohort, e.level, e.code) = (which, r.level, r.code)
         WHERE CASE WHEN r.expected IS NULL THEN e.expected IS NOT NULL
               ELSE (e.expected, e.source, e.of_date) IS DISTINCT FROM (r.expected, said_by, said_on) END
    ), taken_out AS (
        DELETE FROM public.expected_children e USING change c WHERE e.cohort = which AND (e.level, e.code) = (c.level, c.code) AND c.expected IS NULL
    ), entered AS (
        INSERT INTO public.expected_children (cohort, level, code, expected, source, of_date)
        SELECT which, level, code, expected, said_by, said_on FROM change WHERE expected IS NOT NULL
        ON CONFLICT (cohort, level, code) DO UPDATE SET (expected, source, of_date, entered_at) = (excluded.expected, excluded.source, excluded.of_date, now())
    ), noted AS (
        INSERT INTO public.expected_changes (cohort, level, code, was_expected, was_source, was_of_date, expected, source, of_date, person_id, person_name, request_id)
        SELECT which, level, code, was_expected, was_source, was_of_date, expected, said_by, said_on, person, person_name, request FROM change
    )
    SELECT count(*) INTO changes FROM change;
    RETURN changes;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION counts.expect FROM PUBLIC;
GRANT EXECUTE ON FUNCTION counts.expect TO pinktick_app;
RESET ROLE;
