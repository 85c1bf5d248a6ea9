-- What a target is told of a child's age is the age that the audit reckons: somebody born on 29 February is a year older on the 28th of a
-- common year, where PostgreSQL's age() waits for 1 March.

-- +goose Up
SET LOCAL lock_timeout = '3s';

SET LOCAL ROLE pinktick_mover;
CREATE FUNCTION moving.years(born date, today date) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
    RETURN (extract(year FROM today) - extract(year FROM born))::integer
        - (born + make_interval(years => (extract(year FROM today) - extract(year FROM born))::integer) > today)::integer;
REVOKE EXECUTE ON FUNCTION moving.years FROM PUBLIC;

-- +goose StatementBegin
DO $$
DECLARE
    door regprocedure;
    made text;
BEGIN
    FOREACH door IN ARRAY ARRAY['moving.offer(bigint, uuid, uuid, text, text, date)', 'moving.ask(text, text, uuid, uuid, text, text, date)',
            'moving.clear(uuid, uuid, uuid, text, text, date)']::regprocedure[] LOOP
        made := regexp_replace(pg_get_functiondef(door), 'date_part\(''year'', age\(today, (c\.)?date_of_birth\)\)', 'moving.years(\1date_of_birth, today)', 'g');
        IF made LIKE '%age(today%' OR made NOT LIKE '%moving.years(%' THEN
            RAISE EXCEPTION '% does not tell an age as expected', door;
        END IF;
        EXECUTE made;
    END LOOP;
END $$;
-- +goose StatementEnd
RESET ROLE;
