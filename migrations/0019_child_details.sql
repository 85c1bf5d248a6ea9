-- Child details: who may add a child, whether one is in the audit already, and the two ends of a record: deleted, to be
-- restored within 30 days, and opted out, for ever.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- An administrator is a viewer who may add children and change their details.
ALTER TABLE memberships DROP CONSTRAINT memberships_role_check,
    ADD CONSTRAINT memberships_role_check CHECK (role IN ('viewer', 'administrator', 'editor', 'lead'));
ALTER TABLE waiting_accounts DROP CONSTRAINT waiting_accounts_role_check,
    ADD CONSTRAINT waiting_accounts_role_check CHECK (role IN ('viewer', 'administrator', 'editor', 'lead'));
ALTER TABLE mapping_rules DROP CONSTRAINT mapping_rules_check,
    ADD CONSTRAINT mapping_rules_check CHECK (
        CASE WHEN role IN ('viewer', 'administrator', 'editor', 'lead') THEN num_nonnulls(tenant_id, tenant_claim) = 1
             WHEN role IN ('national_analyst', 'national_admin', 'operator')
             THEN num_nonnulls(tenant_id, tenant_claim, owner_tenant_id) = 0
             ELSE false END);

-- A deleted record waits here for 30 days. One opted out is its number, its tenant and who led, and nothing else.
ALTER TABLE cases
    ADD COLUMN deleted_at timestamptz,
    ADD COLUMN deleted_by uuid,
    ADD COLUMN deleted_reason text CHECK (deleted_reason IN ('entered_in_error', 'duplicate')),
    ADD COLUMN opted_out_at timestamptz,
    ADD COLUMN opted_out_by uuid,
    ADD COLUMN lead_organisation_id uuid, -- the registration's, which has the key, and kept when the registration is gone
    ADD CONSTRAINT cases_deleted CHECK (num_nonnulls(deleted_at, deleted_by, deleted_reason) IN (0, 3)),
    ADD CONSTRAINT cases_opted_out CHECK (opted_out_at IS NULL OR opted_out_by IS NOT NULL AND locked_at IS NOT NULL AND num_nonnulls(
        first_name, surname, date_of_birth, sex, ethnicity, nhs_number, unique_reference_number, postcode) = 0),
    ADD CONSTRAINT cases_one_number CHECK (num_nonnulls(nhs_number, unique_reference_number) <= 1),
    DROP CONSTRAINT cases_nhs_number_key,
    DROP CONSTRAINT cases_unique_reference_number_key;
CREATE UNIQUE INDEX cases_nhs_number_once ON cases (nhs_number) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX cases_reference_once ON cases (unique_reference_number) WHERE deleted_at IS NULL;
CREATE INDEX cases_quarantined ON cases (deleted_at) WHERE deleted_at IS NOT NULL;

-- What is deleted is nowhere: to see it a transaction must ask, in as many words. Only restoring and erasing do.
CREATE POLICY quarantine ON cases AS RESTRICTIVE
    USING (deleted_at IS NULL OR current_setting('app.quarantine', true) = 'open')
    WITH CHECK (true);
GRANT SELECT (deleted_at) ON cases TO pinktick_counts;

-- Whatever hangs from a case goes with it. The server cannot make a case go: it would take the change log along.
ALTER TABLE change_log DROP CONSTRAINT change_log_tenant_id_case_id_fkey,
    ADD CONSTRAINT change_log_tenant_id_case_id_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES cases ON DELETE CASCADE;
ALTER TABLE answer_keys DROP CONSTRAINT answer_keys_tenant_id_case_id_fkey,
    ADD CONSTRAINT answer_keys_tenant_id_case_id_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES cases ON DELETE CASCADE;
ALTER TABLE record_reads DROP CONSTRAINT record_reads_tenant_id_case_id_fkey,
    ADD CONSTRAINT record_reads_tenant_id_case_id_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES cases ON DELETE CASCADE;
REVOKE DELETE ON cases FROM pinktick_app;

-- How a record ended, without a word on the child: it outlives the record and its change log.
CREATE TABLE record_ends (
    tenant_id    uuid NOT NULL REFERENCES tenants,
    id           bigint GENERATED ALWAYS AS IDENTITY,
    audit_number bigint NOT NULL, -- no key: the case may be gone
    action       text NOT NULL CHECK (action IN ('delete', 'restore', 'opt_out', 'purge')),
    reason       text,
    person_id    uuid, -- nobody: the purge
    person_name  text,
    request_id   text,
    key          uuid, -- the same key twice is one act
    at           timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX record_ends_key ON record_ends (tenant_id, person_id, key);
CREATE INDEX record_ends_number ON record_ends (tenant_id, audit_number);
ALTER TABLE record_ends ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_ends FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON record_ends
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT ON record_ends TO pinktick_app;

-- Who asked whether a number is in the audit. The number itself is not kept.
CREATE TABLE number_searches (
    tenant_id  uuid NOT NULL REFERENCES tenants,
    id         bigint GENERATED ALWAYS AS IDENTITY,
    person_id  uuid NOT NULL,
    request_id text NOT NULL,
    outcome    text NOT NULL CHECK (outcome IN ('free', 'own', 'elsewhere')),
    at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX number_searches_by_person ON number_searches (tenant_id, person_id, at);
ALTER TABLE number_searches ENABLE ROW LEVEL SECURITY;
ALTER TABLE number_searches FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON number_searches
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT ON number_searches TO pinktick_app;

-- A centre that met the child first asks the one that holds the record for it. The row is the holder's: who asked, and when.
CREATE TABLE transfer_requests (
    tenant_id                  uuid NOT NULL, -- of the record: the one that is asked
    id                         bigint GENERATED ALWAYS AS IDENTITY,
    case_id                    bigint NOT NULL,
    requesting_tenant_id       uuid NOT NULL REFERENCES tenants,
    requesting_organisation_id uuid NOT NULL,
    requested_by               uuid NOT NULL,
    requested_by_name          text NOT NULL,
    requested_at               timestamptz NOT NULL DEFAULT now(),
    request_id                 text NOT NULL,
    state                      text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'accepted', 'declined', 'cancelled', 'expired')),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases ON DELETE CASCADE,
    CONSTRAINT transfer_requests_asker FOREIGN KEY (requesting_tenant_id, requesting_organisation_id) REFERENCES organisations (tenant_id, id),
    CHECK (requesting_tenant_id <> tenant_id)
);
CREATE UNIQUE INDEX transfer_requests_once ON transfer_requests (tenant_id, case_id, requesting_tenant_id) WHERE state = 'requested';
ALTER TABLE transfer_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON transfer_requests
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT ON transfer_requests TO pinktick_app;

-- The one door through the tenants' wall: which centre holds a number. It opens on the number and the lead alone, never on a
-- name, and every use of it is written down by itself.
GRANT USAGE ON SCHEMA public TO pinktick_finder;
GRANT SELECT ON tenants, organisations TO pinktick_finder;
GRANT SELECT (tenant_id, id, nhs_number, unique_reference_number, deleted_at) ON cases TO pinktick_finder;
GRANT SELECT (tenant_id, case_id, lead_organisation_id) ON registrations TO pinktick_finder;
GRANT INSERT ON number_searches TO pinktick_finder;
GRANT SELECT (tenant_id, case_id, requesting_tenant_id, requested_at, state), INSERT ON transfer_requests TO pinktick_finder;
CREATE POLICY finding ON cases FOR SELECT TO pinktick_finder USING (true);
CREATE POLICY finding ON registrations FOR SELECT TO pinktick_finder USING (true);
CREATE POLICY asking ON transfer_requests TO pinktick_finder
    USING (requesting_tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (requesting_tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE SCHEMA numbers AUTHORIZATION pinktick_finder;

SET LOCAL ROLE pinktick_finder;
GRANT USAGE ON SCHEMA numbers TO pinktick_app;

-- +goose StatementBegin
CREATE FUNCTION numbers.holder(nhs text, reference text, person uuid, request text)
RETURNS TABLE (own boolean, ods_code text, centre text, trust text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    here   uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    holder uuid;
    lead   uuid;
BEGIN
    IF here IS NULL OR person IS NULL THEN
        RAISE EXCEPTION 'a number is looked up by a person at a tenant';
    END IF;
    SELECT c.tenant_id, r.lead_organisation_id INTO holder, lead
      FROM (SELECT tenant_id, id FROM public.cases WHERE nhs_number = nhs AND deleted_at IS NULL
            UNION ALL
            SELECT tenant_id, id FROM public.cases WHERE unique_reference_number = reference AND deleted_at IS NULL) c
      LEFT JOIN public.registrations r ON r.tenant_id = c.tenant_id AND r.case_id = c.id
     LIMIT 1;
    INSERT INTO public.number_searches (tenant_id, person_id, request_id, outcome)
    VALUES (here, person, request, CASE WHEN holder IS NULL THEN 'free' WHEN holder = here THEN 'own' ELSE 'elsewhere' END);
    RETURN QUERY SELECT t.id = here, coalesce(o.ods_code, t.ods_code), coalesce(o.name, t.name), t.name
      FROM public.tenants t LEFT JOIN public.organisations o ON o.tenant_id = t.id AND o.id = lead
     WHERE t.id = holder;
END $$;
-- +goose StatementEnd

-- Says since when the tenant has been asking; no row where there is nobody else to ask.
-- +goose StatementBegin
CREATE FUNCTION numbers.ask(nhs text, reference text, organisation uuid, person uuid, person_name text, request text)
RETURNS TABLE (asked_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    here   uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    holder uuid;
    number bigint;
BEGIN
    IF here IS NULL OR person IS NULL THEN
        RAISE EXCEPTION 'a transfer is asked for by a person at a tenant';
    END IF;
    SELECT c.tenant_id, c.id INTO holder, number
      FROM (SELECT tenant_id, id FROM public.cases WHERE nhs_number = nhs AND deleted_at IS NULL
            UNION ALL
            SELECT tenant_id, id FROM public.cases WHERE unique_reference_number = reference AND deleted_at IS NULL) c
     WHERE c.tenant_id <> here LIMIT 1;
    INSERT INTO public.number_searches (tenant_id, person_id, request_id, outcome)
    VALUES (here, person, request, CASE WHEN holder IS NULL THEN 'free' ELSE 'elsewhere' END);
    IF holder IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO public.transfer_requests (tenant_id, case_id, requesting_tenant_id, requesting_organisation_id, requested_by, requested_by_name, request_id)
    VALUES (holder, number, here, organisation, person, person_name, request) ON CONFLICT DO NOTHING;
    RETURN QUERY SELECT q.requested_at FROM public.transfer_requests q
     WHERE q.tenant_id = holder AND q.case_id = number AND q.requesting_tenant_id = here AND q.state = 'requested';
END $$;
-- +goose StatementEnd

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA numbers FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA numbers TO pinktick_app;
RESET ROLE;

-- What erases has a role of its own. It sees the cases of the transaction's tenant, and those deleted more than 30 days ago.
GRANT USAGE ON SCHEMA public TO pinktick_keeper;
GRANT SELECT, DELETE ON cases TO pinktick_keeper;
GRANT INSERT (tenant_id, id, revision, locked_at, locked_by, opted_out_at, opted_out_by, lead_organisation_id) ON cases TO pinktick_keeper;
GRANT SELECT, DELETE ON answer_keys TO pinktick_keeper;
GRANT INSERT ON record_ends TO pinktick_keeper;
CREATE POLICY keeping ON cases TO pinktick_keeper
    USING (deleted_at < now() - interval '30 days' OR deleted_at IS NULL AND tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (opted_out_at IS NOT NULL AND tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY keeping ON answer_keys TO pinktick_keeper USING (at < now() - interval '30 days') WITH CHECK (false);
CREATE POLICY keeping ON record_ends FOR INSERT TO pinktick_keeper WITH CHECK (action = 'purge' AND person_id IS NULL);
CREATE SCHEMA keeping AUTHORIZATION pinktick_keeper;

SET LOCAL ROLE pinktick_keeper;
GRANT USAGE ON SCHEMA keeping TO pinktick_app;

-- A case of the transaction's tenant, with all that hangs from it, now and in every table to come, gives place to its number.
-- +goose StatementBegin
CREATE FUNCTION keeping.opt_out(number bigint, person uuid, lead uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    last bigint;
BEGIN
    DELETE FROM public.cases WHERE tenant_id = here AND id = number AND opted_out_at IS NULL AND deleted_at IS NULL RETURNING revision INTO last;
    IF last IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO public.cases (tenant_id, id, revision, locked_at, locked_by, opted_out_at, opted_out_by, lead_organisation_id)
    OVERRIDING SYSTEM VALUE VALUES (here, number, last + 1, now(), person, now(), person, lead);
    RETURN true;
END $$;
-- +goose StatementEnd

-- What has been deleted for 30 days goes for good, and so do idempotency keys that nobody can send again. A thousand at a time.
-- +goose StatementBegin
CREATE FUNCTION keeping.purge() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE purged bigint;
BEGIN
    PERFORM set_config('app.quarantine', 'open', true);
    WITH due AS (SELECT tenant_id, id FROM public.cases WHERE deleted_at < now() - interval '30 days' LIMIT 1000),
         gone AS (DELETE FROM public.cases c USING due WHERE c.tenant_id = due.tenant_id AND c.id = due.id RETURNING c.tenant_id, c.id),
         noted AS (INSERT INTO public.record_ends (tenant_id, audit_number, action) SELECT tenant_id, id, 'purge' FROM gone)
    SELECT count(*) INTO purged FROM gone;
    PERFORM set_config('app.quarantine', '', true);
    DELETE FROM public.answer_keys k USING (SELECT tenant_id, person_id, key FROM public.answer_keys
        WHERE at < now() - interval '30 days' LIMIT 100000) old
     WHERE k.tenant_id = old.tenant_id AND k.person_id = old.person_id AND k.key = old.key;
    RETURN purged;
END $$;
-- +goose StatementEnd

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA keeping FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA keeping TO pinktick_app;
RESET ROLE;
