-- What the list of children shows of a record stands on its case, written by the statement of every change: a page of the
-- list reads one table. The database itself keeps what follows from those columns: the stage and the words searched.

-- +goose Up
SET LOCAL lock_timeout = '3s';

CREATE EXTENSION IF NOT EXISTS pg_trgm; -- any part of a word is found; its owner need not be a superuser

ALTER TABLE cases
    ADD COLUMN first_assessment_on date,
    ADD COLUMN cohort smallint,      -- none while the child is not registered
    ADD COLUMN closes_on date,       -- the last day on which the record is open
    ADD COLUMN expected smallint NOT NULL DEFAULT 0 CHECK (expected >= 0),
    ADD COLUMN completed smallint NOT NULL DEFAULT 0 CHECK (completed BETWEEN 0 AND expected),
    ADD COLUMN forms_incomplete smallint NOT NULL DEFAULT 127 CHECK (forms_incomplete BETWEEN 0 AND 127), -- a bit a form, in the order of the steps
    ADD COLUMN warnings smallint NOT NULL DEFAULT 0 CHECK (warnings >= 0),
    ADD COLUMN transfer_pending boolean NOT NULL DEFAULT false,
    -- The day from which the counts above may be others, though nobody changes the record: a birthday. A row that nothing
    -- has counted yet is due at once.
    ADD COLUMN recount_on date DEFAULT '0001-01-01',
    ADD COLUMN complete boolean NOT NULL GENERATED ALWAYS AS (forms_incomplete = 0) STORED,
    -- 0 not registered, 1 incomplete, 2 complete, 3 submitted, 4 unregistered, 5 opted out. The day decides the rest: record.Facts.
    ADD COLUMN stage smallint NOT NULL GENERATED ALWAYS AS (CASE
        WHEN opted_out_at IS NOT NULL THEN 5
        WHEN unregistered_at IS NOT NULL THEN 4
        WHEN cohort IS NULL THEN 0
        WHEN locked_at IS NOT NULL THEN 3
        WHEN forms_incomplete = 0 THEN 2
        ELSE 1 END) STORED,
    -- Letters without their accents, in lower case; a hyphen parts words, an apostrophe does not: record.words does the same to
    -- what is typed. Nobody finds a child who opted out by a name that is not shown.
    ADD COLUMN search text NOT NULL GENERATED ALWAYS AS (CASE WHEN opted_out_at IS NOT NULL THEN '' ELSE ' ' || translate(lower(regexp_replace(
        normalize(coalesce(first_name, '') || ' ' || coalesce(surname, '') || ' ' || coalesce(nhs_number, '') || ' ' ||
            coalesce(unique_reference_number, ''), NFD), '[\u0300-\u036f]', '', 'g')),
        'ŁłØøĐđÐðÞÆŒ-_./,;:()''’`"', 'llooddddþæœ         ') || ' ' || id END) STORED;

ALTER TABLE cases SET (fillfactor = 85); -- most saves change no indexed column: their new version fits beside the old one

-- How many children a tenant has, by lead organisation, kept in the transaction of every change, since a million rows are
-- not counted for each page. The lead is the tenant's own id where a child has none.
CREATE TABLE case_counts (
    tenant_id  uuid NOT NULL REFERENCES tenants,
    lead_id    uuid NOT NULL,
    total      integer NOT NULL DEFAULT 0,
    registered integer NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, lead_id)
);
ALTER TABLE case_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON case_counts
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON case_counts TO pinktick_app, pinktick_keeper; -- the keeping role erases, and what it erases is no longer counted

-- The counts of new or gone rows go up or down by statement, so that a thousand rows of one COPY are one change.
-- +goose StatementBegin
CREATE FUNCTION count_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.case_counts AS c (tenant_id, lead_id, total, registered)
    SELECT tenant_id, coalesce(lead_organisation_id, tenant_id), TG_ARGV[0]::integer * count(*), TG_ARGV[0]::integer * count(*) FILTER (WHERE stage BETWEEN 1 AND 3)
      FROM changed WHERE deleted_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (tenant_id, lead_id) DO UPDATE SET total = c.total + excluded.total, registered = c.registered + excluded.registered;
    RETURN NULL;
END $$;

CREATE FUNCTION recount_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.case_counts AS c (tenant_id, lead_id, total, registered)
    SELECT t, o, sum(n), sum(r) FROM (VALUES
        (OLD.tenant_id, coalesce(OLD.lead_organisation_id, OLD.tenant_id), -(OLD.deleted_at IS NULL)::integer, -(OLD.deleted_at IS NULL AND OLD.stage BETWEEN 1 AND 3)::integer),
        (NEW.tenant_id, coalesce(NEW.lead_organisation_id, NEW.tenant_id), (NEW.deleted_at IS NULL)::integer, (NEW.deleted_at IS NULL AND NEW.stage BETWEEN 1 AND 3)::integer)
    ) AS v (t, o, n, r) GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (tenant_id, lead_id) DO UPDATE SET total = c.total + excluded.total, registered = c.registered + excluded.registered;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER counted_in AFTER INSERT ON cases REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_cases('1');
CREATE TRIGGER counted_out AFTER DELETE ON cases REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_cases('-1');
-- Few saves change what is counted: the others do not call the function.
CREATE TRIGGER counted_over AFTER UPDATE ON cases FOR EACH ROW
    WHEN ((OLD.tenant_id, OLD.lead_organisation_id, OLD.stage BETWEEN 1 AND 3, OLD.deleted_at IS NULL) IS DISTINCT FROM
          (NEW.tenant_id, NEW.lead_organisation_id, NEW.stage BETWEEN 1 AND 3, NEW.deleted_at IS NULL))
    EXECUTE FUNCTION recount_case();

-- What a person last chose to see in the list.
CREATE TABLE list_scopes (
    tenant_id       uuid NOT NULL REFERENCES tenants,
    person_id       uuid NOT NULL,
    scope           text NOT NULL CHECK (scope IN ('organisation', 'trust', 'national')),
    organisation_id uuid NOT NULL, -- the one whose list it was
    PRIMARY KEY (tenant_id, person_id),
    FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisations (tenant_id, id)
);
ALTER TABLE list_scopes ENABLE ROW LEVEL SECURITY;
ALTER TABLE list_scopes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON list_scopes
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON list_scopes TO pinktick_app;

-- The national audit team reads across tenants as a role of its own, which sees the list's columns of every case, no other
-- clinical table, and can write nothing. The server enters it for one read-only transaction at a time, and writes down
-- beforehand, in that transaction, who looks and what for: tenants.Across.
GRANT USAGE ON SCHEMA public TO pinktick_national;
CREATE POLICY nation ON cases FOR SELECT TO pinktick_national USING (true);
CREATE POLICY nation ON case_counts FOR SELECT TO pinktick_national USING (true);
GRANT SELECT (tenant_id, id, first_name, surname, sex, nhs_number, unique_reference_number, locked_at, unregistered_at, opted_out_at, deleted_at,
    lead_organisation_id, first_assessment_on, cohort, closes_on, expected, completed, forms_incomplete, warnings, transfer_pending,
    complete, stage, search) ON cases TO pinktick_national;
GRANT SELECT ON case_counts TO pinktick_national;

-- A condition of row security would keep LIKE from using the index of words (it is not leakproof), so deleted records are left
-- out of the national list by the list's own condition, not by the policy that hides them from everybody else.
ALTER POLICY quarantine ON cases TO pinktick_owner, pinktick_app, pinktick_login, pinktick_counts, pinktick_finder, pinktick_keeper;

CREATE TABLE national_reads (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id  uuid NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    request_id text NOT NULL,
    purpose    text NOT NULL CHECK (purpose <> ''),
    filters    text NOT NULL -- names of filters and their values; no word of a search, which may be a name
);
CREATE INDEX national_reads_by_time ON national_reads (at);
CREATE INDEX national_reads_by_person ON national_reads (person_id, at);
ALTER TABLE national_reads ENABLE ROW LEVEL SECURITY;
ALTER TABLE national_reads FORCE ROW LEVEL SECURITY;
CREATE POLICY writing ON national_reads FOR INSERT TO pinktick_app WITH CHECK (true);
CREATE POLICY steward ON national_reads FOR SELECT TO pinktick_owner USING (true);
GRANT INSERT ON national_reads TO pinktick_app;

-- What is there already is counted tenant by tenant: row security binds the owner too.
-- +goose StatementBegin
DO $$
DECLARE t uuid;
BEGIN
    FOR t IN SELECT id FROM tenants LOOP
        PERFORM set_config('app.tenant', t::text, true);
        INSERT INTO case_counts (tenant_id, lead_id, total, registered)
            SELECT tenant_id, tenant_id, count(*), count(*) FILTER (WHERE stage BETWEEN 1 AND 3) FROM cases GROUP BY 1;
    END LOOP;
    PERFORM set_config('app.tenant', '', true);
END $$;
-- +goose StatementEnd
