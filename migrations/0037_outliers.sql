-- Outliers: a record a centre, measure and cohort, from the first suspicion to publication, and the same where a centre did not take
-- part. The national audit team's until the centre is told; from then on the centre reads what is for it, and answers.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- What is found in a cohort's counts. Figures are frozen; the state is moved by events alone.
CREATE TABLE outliers (
    tenant_id uuid NOT NULL REFERENCES tenants, -- who holds the children's records when it is opened
    id        bigint GENERATED ALWAYS AS IDENTITY,
    cohort    integer NOT NULL REFERENCES audit_periods,
    level     text NOT NULL CHECK (level IN ('organisation', 'trust', 'local_health_board')),
    code      text NOT NULL,
    name      text NOT NULL,
    measure   text NOT NULL, -- by its code; empty: the centre did not take part
    found     text NOT NULL CHECK (found IN ('alert_low', 'alarm_low', 'alert_high', 'alarm_high', 'not_participating')),
    negative  boolean NOT NULL, -- on the worse side
    figures   jsonb NOT NULL,
    state     text NOT NULL DEFAULT 'potential' CHECK (state IN ('potential', 'data_under_check', 'with_centre', 'error_in_data', 'data_correct',
        're_analysed', 'cleared', 'confirmed', 'told', 'published')),
    version   integer NOT NULL DEFAULT 0, -- steps so far
    since     timestamptz NOT NULL DEFAULT now(), -- when it came to the state
    due_on    date, -- the last day for the next step
    shared    boolean NOT NULL DEFAULT false, -- the centre has been told, and reads what is for it
    PRIMARY KEY (tenant_id, id),
    CHECK ((measure = '') = (found = 'not_participating')),
    CHECK (shared OR state IN ('potential', 'data_under_check', 'cleared'))
);
CREATE UNIQUE INDEX outliers_once ON outliers (cohort, level, code, measure);
CREATE UNIQUE INDEX outliers_by_id ON outliers (id);
CREATE INDEX outliers_by_state ON outliers (state, due_on);
COMMENT ON TABLE outliers IS 'Centres that differ from what chance explains, or took no part: one record a centre, measure and cohort.';

-- Who did what, when, why and what is due next: steps, which move the record, and notes, which do not.
CREATE TABLE outlier_events (
    tenant_id           uuid NOT NULL,
    outlier_id          bigint NOT NULL,
    id                  bigint GENERATED ALWAYS AS IDENTITY,
    version             integer CHECK (version > 0), -- of the record after the step; empty: a note of the audit team's own
    state               text NOT NULL,
    side                text NOT NULL CHECK (side IN ('national', 'centre')),
    for_centre          boolean NOT NULL,
    at                  timestamptz NOT NULL DEFAULT now(),
    person_id           uuid NOT NULL,
    person_name         text NOT NULL,
    request_id          text NOT NULL,
    key                 uuid NOT NULL, -- of the form: the same form sent twice is one step
    words               text NOT NULL CHECK (length(words) <= 4000),
    due_on              date,
    figures             jsonb, -- as they were counted again
    chief_executive_on  date, -- when they were told
    medical_director_on date,
    regulator_on        date,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, outlier_id) REFERENCES outliers (tenant_id, id)
);
CREATE UNIQUE INDEX outlier_events_in_turn ON outlier_events (outlier_id, version);
CREATE UNIQUE INDEX outlier_events_once ON outlier_events (outlier_id, key, (version IS NULL));
COMMENT ON TABLE outlier_events IS 'The audit trail of outliers: who brought a record to which state, when, with which words, and what is due next.';

CREATE TABLE outlier_files (
    tenant_id  uuid NOT NULL,
    outlier_id bigint NOT NULL,
    event_id   bigint NOT NULL,
    id         bigint GENERATED ALWAYS AS IDENTITY,
    for_centre boolean NOT NULL,
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    kind       text NOT NULL CHECK (kind IN ('application/pdf', 'image/png', 'image/jpeg', 'text/csv', 'text/plain',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')),
    content    bytea NOT NULL CHECK (length(content) BETWEEN 1 AND 5242880),
    digest     text NOT NULL GENERATED ALWAYS AS (encode(sha256(content), 'hex')) STORED,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, outlier_id) REFERENCES outliers (tenant_id, id),
    FOREIGN KEY (tenant_id, event_id) REFERENCES outlier_events (tenant_id, id)
);
ALTER TABLE outlier_files ALTER COLUMN content SET STORAGE EXTERNAL; -- such files are compressed already
CREATE INDEX outlier_files_of ON outlier_files (outlier_id);
COMMENT ON TABLE outlier_files IS 'Files that came with a step or a note of an outlier. They are only ever handed out as attachments.';

-- The centre's wall, as everywhere; and inside it, what is not for the centre (yet) is not there either.
-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['outliers', 'outlier_events', 'outlier_files'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format($p$CREATE POLICY tenant ON %I
            USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
            WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)$p$, t);
        EXECUTE format('CREATE POLICY shared ON %I AS RESTRICTIVE TO pinktick_app USING (%I)', t, CASE t WHEN 'outliers' THEN 'shared' ELSE 'for_centre' END);
        EXECUTE format('CREATE POLICY reviewing ON %I TO pinktick_reviewer USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT ON %I TO pinktick_app, pinktick_reviewer', t);
    END LOOP;
END $$;
-- +goose StatementEnd
GRANT USAGE ON SCHEMA public TO pinktick_reviewer;
GRANT INSERT ON outliers, outlier_events, outlier_files TO pinktick_reviewer;
GRANT UPDATE (state, version, since, due_on, shared) ON outliers TO pinktick_reviewer; -- through the trigger below alone
ALTER POLICY quarantine ON cases TO pinktick_owner, pinktick_app, pinktick_login, pinktick_counts, pinktick_finder, pinktick_keeper, pinktick_mover, pinktick_reviewer;

-- +goose StatementBegin
CREATE FUNCTION keep_outlier() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR TG_TABLE_NAME <> 'outliers' THEN
        RAISE EXCEPTION 'of outliers nothing is ever changed or deleted' USING ERRCODE = 'check_violation';
    END IF;
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'an outlier is moved by an event' USING ERRCODE = 'check_violation';
    END IF;
    IF (to_jsonb(OLD) - ARRAY['state', 'version', 'since', 'due_on', 'shared']) <> (to_jsonb(NEW) - ARRAY['state', 'version', 'since', 'due_on', 'shared']) THEN
        RAISE EXCEPTION 'what was found is fixed for good' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Moves the record by one step, if it is where the step begins. What the centre may read follows from where the record is.
CREATE FUNCTION move_outlier() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE here record;
BEGIN
    SELECT state, version, shared INTO STRICT here FROM public.outliers WHERE tenant_id = NEW.tenant_id AND id = NEW.outlier_id FOR UPDATE;
    IF NEW.version IS NULL THEN
        IF NEW.side <> 'national' THEN
            RAISE EXCEPTION 'a centre leaves no notes of the audit team' USING ERRCODE = 'check_violation';
        END IF;
        NEW.state := here.state;
        NEW.for_centre := false;
        RETURN NEW;
    END IF;
    IF here.version <> NEW.version - 1 THEN
        RAISE EXCEPTION 'the outlier has been moved meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;
    IF (here.state, NEW.state, NEW.side) NOT IN (
            ('potential', 'data_under_check', 'national'),
            ('data_under_check', 'with_centre', 'national'), ('data_under_check', 'cleared', 'national'),
            ('with_centre', 'error_in_data', 'centre'), ('with_centre', 'data_correct', 'centre'), ('with_centre', 're_analysed', 'national'),
            ('error_in_data', 're_analysed', 'national'), ('data_correct', 're_analysed', 'national'),
            ('re_analysed', 'cleared', 'national'), ('re_analysed', 'confirmed', 'national'),
            ('confirmed', 'told', 'national'), ('told', 'published', 'national'))
       AND (here.version, here.state, NEW.state, NEW.side) <> (0, 'potential', 'potential', 'national') THEN
        RAISE EXCEPTION 'an outlier that is % cannot become % by the %', here.state, NEW.state, NEW.side USING ERRCODE = 'check_violation';
    END IF;
    NEW.for_centre := here.shared OR NEW.state = 'with_centre';
    UPDATE public.outliers SET state = NEW.state, version = NEW.version, since = NEW.at, due_on = NEW.due_on, shared = NEW.for_centre
     WHERE tenant_id = NEW.tenant_id AND id = NEW.outlier_id;
    RETURN NEW;
END $$;

CREATE FUNCTION file_of_outlier() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT e.for_centre INTO STRICT NEW.for_centre FROM public.outlier_events e
     WHERE e.tenant_id = NEW.tenant_id AND e.id = NEW.event_id AND e.outlier_id = NEW.outlier_id;
    RETURN NEW;
END $$;

-- A record begins with an event too.
CREATE FUNCTION begin_outlier() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.outlier_events e WHERE e.tenant_id = NEW.tenant_id AND e.outlier_id = NEW.id) THEN
        RAISE EXCEPTION 'an outlier begins with an event' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON outliers FOR EACH ROW EXECUTE FUNCTION keep_outlier();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON outlier_events FOR EACH ROW EXECUTE FUNCTION keep_outlier();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON outlier_files FOR EACH ROW EXECUTE FUNCTION keep_outlier();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON outliers FOR EACH STATEMENT EXECUTE FUNCTION keep_outlier();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON outlier_events FOR EACH STATEMENT EXECUTE FUNCTION keep_outlier();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON outlier_files FOR EACH STATEMENT EXECUTE FUNCTION keep_outlier();
CREATE TRIGGER moved BEFORE INSERT ON outlier_events FOR EACH ROW EXECUTE FUNCTION move_outlier();
CREATE TRIGGER shown BEFORE INSERT ON outlier_files FOR EACH ROW EXECUTE FUNCTION file_of_outlier();
CREATE CONSTRAINT TRIGGER begun AFTER INSERT ON outliers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION begin_outlier();

-- The one door by which a centre writes: its answer, once, while the record is with it.
CREATE SCHEMA outlying AUTHORIZATION pinktick_reviewer;
SET LOCAL ROLE pinktick_reviewer;
GRANT USAGE ON SCHEMA outlying TO pinktick_app, pinktick_owner;
-- +goose StatementBegin
CREATE FUNCTION outlying.answer(number bigint, at_version integer, answer text, words text, due date, person uuid, person_name text, request text, form uuid,
    file_name text, file_kind text, file_content bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    o    record;
    made bigint;
BEGIN
    IF here IS NULL OR person IS NULL OR answer NOT IN ('error_in_data', 'data_correct') THEN
        RAISE EXCEPTION 'an outlier is answered by a person at its centre';
    END IF;
    SELECT t.state, t.version INTO o FROM public.outliers t WHERE t.tenant_id = here AND t.id = number AND t.shared FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'none';
    ELSIF EXISTS (SELECT FROM public.outlier_events e WHERE e.outlier_id = number AND e.key = form AND e.person_id = person AND e.state = answer) THEN
        RETURN 'done';
    ELSIF o.version <> at_version OR o.state <> 'with_centre' THEN
        RETURN 'moved';
    END IF;
    INSERT INTO public.outlier_events (tenant_id, outlier_id, version, state, side, for_centre, person_id, person_name, request_id, key, words, due_on)
        VALUES (here, number, at_version + 1, answer, 'centre', true, person, person_name, request, form, words, due) RETURNING id INTO made;
    IF file_name IS NOT NULL THEN
        INSERT INTO public.outlier_files (tenant_id, outlier_id, event_id, for_centre, name, kind, content)
            VALUES (here, number, made, true, file_name, file_kind, file_content);
    END IF;
    RETURN 'done';
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA outlying FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outlying.answer(bigint, integer, text, text, date, uuid, text, text, uuid, text, text, bytea) TO pinktick_app;
RESET ROLE;
