-- Counts of the measures by centre and by area, worked out from every tenant's children and stored: pages read these and no
-- child. What belongs to a hospital or trust is its tenant's; what belongs to an area is public among those who sign in.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- Where a child counts is settled when the last day of its cohort is over: whoever leads its care later, the closed cohort stays
-- as it was. The database notes the lead of that day when it is changed afterwards, and forgets it with the cohort.
ALTER TABLE cases ADD COLUMN lead_at_deadline_id uuid; -- of any tenant; empty: the present lead is the one of that day
COMMENT ON COLUMN cases.lead_at_deadline_id IS 'The lead organisation on the last day of the cohort, where it was changed afterwards: where the child counts.';

-- +goose StatementBegin
CREATE FUNCTION keep_lead() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.cohort IS DISTINCT FROM OLD.cohort THEN
        NEW.lead_at_deadline_id := NULL;
    ELSIF NEW.lead_at_deadline_id IS NULL AND EXISTS (SELECT FROM public.audit_periods p
            WHERE p.cohort = OLD.cohort AND p.deadline < (now() AT TIME ZONE 'Europe/London')::date) THEN
        NEW.lead_at_deadline_id := OLD.lead_organisation_id;
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER lead_kept BEFORE UPDATE ON cases FOR EACH ROW
    WHEN ((OLD.cohort, OLD.lead_organisation_id) IS DISTINCT FROM (NEW.cohort, NEW.lead_organisation_id)) EXECUTE FUNCTION keep_lead();

-- What was counted when. A cohort without a row was never counted.
CREATE TABLE counted_cohorts (
    cohort      integer PRIMARY KEY REFERENCES audit_periods,
    counted_at  timestamptz NOT NULL,
    counted_on  date NOT NULL, -- the day that decided whose first year is over
    rules       text NOT NULL, -- the rule set in force
    other_rules integer NOT NULL, -- children who count by results of another rule set: a recomputation is under way
    registered  integer NOT NULL, -- children of the cohort, with or without a lead
    measures    text[] NOT NULL, -- the columns of case_results, in the order of the arrays below
    seen        xid8 NOT NULL -- whatever a transaction of this number or a later one wrote may not be in it
);
COMMENT ON TABLE counted_cohorts IS 'When each cohort was last counted, for what day and by which rules.';

-- Where each organisation belonged on the cohort's last day.
CREATE TABLE counted_members (
    cohort            integer NOT NULL REFERENCES counted_cohorts ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    organisation_code text NOT NULL,
    level             text NOT NULL,
    code              text NOT NULL,
    PRIMARY KEY (cohort, organisation_code, level)
);
COMMENT ON TABLE counted_members IS 'The units to which each organisation counted, one a level.';

-- The counts of hospitals and trusts. The tenant is the one that holds the records today, also where the trust of that time has
-- been taken over since.
CREATE TABLE centre_counts (
    tenant_id      uuid NOT NULL REFERENCES tenants,
    cohort         integer NOT NULL REFERENCES counted_cohorts ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    level          text NOT NULL CHECK (level IN ('organisation', 'trust')),
    code           text NOT NULL,
    dimension      text NOT NULL CHECK (dimension IN ('all', 'quarter', 'deprivation', 'sex', 'age', 'ethnicity')),
    category       text NOT NULL,
    name           text NOT NULL,
    region_code    text,
    registered     integer NOT NULL,
    year_over      integer NOT NULL,
    counted        integer NOT NULL,
    withdrawn      integer NOT NULL,
    answered       integer NOT NULL,
    asked          integer NOT NULL,
    passed         integer[] NOT NULL,
    failed         integer[] NOT NULL,
    not_applicable integer[] NOT NULL,
    PRIMARY KEY (tenant_id, cohort, level, code, dimension, category),
    CHECK ((dimension = 'all') = (category = '')),
    CHECK (counted <= year_over AND year_over <= registered)
);
CREATE INDEX centre_counts_of_level ON centre_counts (cohort, level) WHERE dimension = 'all';
ALTER TABLE centre_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE centre_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON centre_counts
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY counting ON centre_counts TO pinktick_counts USING (true) WITH CHECK (true);
CREATE POLICY nation ON centre_counts FOR SELECT TO pinktick_national USING (true);
COMMENT ON TABLE centre_counts IS 'Counts of each cohort by hospital and trust: all children, and by quarter, deprivation, sex, age and ethnicity.';
COMMENT ON COLUMN centre_counts.category IS 'Of the dimension; a category without children has no row.';
COMMENT ON COLUMN centre_counts.registered IS 'Children registered in the cohort with their lead in the unit.';
COMMENT ON COLUMN centre_counts.year_over IS 'Of those, whose first year of care is over.';
COMMENT ON COLUMN centre_counts.counted IS 'Of those, whose seven forms are complete: the children of the measures.';
COMMENT ON COLUMN centre_counts.withdrawn IS 'Of those whose first year is over and forms complete, how many diagnoses were withdrawn.';
COMMENT ON COLUMN centre_counts.answered IS 'Required answers given by children whose first year is over.';
COMMENT ON COLUMN centre_counts.asked IS 'Answers required of them.';
COMMENT ON COLUMN centre_counts.passed IS 'Of the counted, how many passed: one number a measure, in the order of counted_cohorts.measures. Incomplete are the rest.';

-- The same of areas: health boards, care boards, regions, networks, countries, and England and Wales.
CREATE TABLE area_counts (
    cohort         integer NOT NULL REFERENCES counted_cohorts ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    level          text NOT NULL CHECK (level IN ('local_health_board', 'integrated_care_board', 'nhs_region', 'network', 'country', 'national',
        'pooled')), -- all units of the level that the code names, for its average
    code           text NOT NULL,
    dimension      text NOT NULL CHECK (dimension IN ('all', 'quarter', 'deprivation', 'sex', 'age', 'ethnicity')),
    category       text NOT NULL,
    name           text NOT NULL,
    region_code    text,
    registered     integer NOT NULL,
    year_over      integer NOT NULL,
    counted        integer NOT NULL,
    withdrawn      integer NOT NULL,
    answered       integer NOT NULL,
    asked          integer NOT NULL,
    passed         integer[] NOT NULL,
    failed         integer[] NOT NULL,
    not_applicable integer[] NOT NULL,
    PRIMARY KEY (cohort, level, code, dimension, category),
    CHECK ((dimension = 'all') = (category = '')),
    CHECK (counted <= year_over AND year_over <= registered)
);
COMMENT ON TABLE area_counts IS 'Counts of each cohort by area: all children, and by quarter, deprivation, sex, age and ethnicity.';

-- How many children a unit should have had: filled in by the national audit team or an operator. Without it case ascertainment is
-- not known.
CREATE TABLE expected_children (
    cohort     integer NOT NULL REFERENCES audit_periods,
    level      text NOT NULL CHECK (level IN ('organisation', 'trust', 'local_health_board', 'integrated_care_board', 'nhs_region',
        'network', 'country', 'national')),
    code       text NOT NULL,
    expected   integer NOT NULL CHECK (expected > 0),
    source     text NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
    of_date    date NOT NULL,
    entered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cohort, level, code)
);
COMMENT ON TABLE expected_children IS 'Children that a unit should have registered in a cohort, with the source and its date: the denominator of case ascertainment.';

GRANT SELECT ON counted_cohorts, counted_members, centre_counts, area_counts, expected_children TO pinktick_app, pinktick_national;

-- The counting role reads what counts are made of, and no name, number or address; it alone writes the counts.
GRANT USAGE ON SCHEMA public TO pinktick_counts;
GRANT SELECT, INSERT, UPDATE, DELETE ON counted_cohorts, counted_members, centre_counts, area_counts TO pinktick_counts;
GRANT SELECT (xmin, cohort, stage, lead_organisation_id, lead_at_deadline_id, complete, expected, completed, first_assessment_on,
    date_of_birth, sex, ethnicity) ON cases TO pinktick_counts;
GRANT SELECT ON case_results, code_entries TO pinktick_counts;
CREATE POLICY counting ON case_places FOR SELECT TO pinktick_counts USING (true);
GRANT SELECT (xmin, tenant_id, case_id, quintile) ON case_places TO pinktick_counts;
