-- A case is one registration of a child in the audit. Everything said about the child hangs from it by a key that starts
-- with the tenant, so that a link from one tenant to another cannot exist.

-- +goose Up
SET LOCAL lock_timeout = '3s';

CREATE TABLE cases (
    tenant_id               uuid NOT NULL REFERENCES tenants,
    id                      bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    first_name              text CHECK (length(first_name) <= 100),
    surname                 text CHECK (length(surname) <= 100),
    date_of_birth           date,
    sex                     text CHECK (length(sex) <= 20),
    ethnicity               text CHECK (length(ethnicity) <= 20),
    nhs_number              text UNIQUE CHECK (nhs_number ~ '^[0-9]{10}$'), -- a child is in the audit once, whoever leads
    unique_reference_number text UNIQUE CHECK (length(unique_reference_number) BETWEEN 1 AND 50),
    postcode                text CHECK (length(postcode) <= 10),
    revision                bigint NOT NULL DEFAULT 0, -- grows with every change; progress is cached under it
    locked_at               timestamptz,
    locked_by               uuid,
    created_at              timestamptz NOT NULL DEFAULT now(),
    created_by              uuid,
    updated_at              timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX cases_by_surname ON cases (tenant_id, lower(surname), lower(first_name), id);
CREATE INDEX cases_by_birth ON cases (tenant_id, date_of_birth, id);
ALTER TABLE cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON cases
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY counting ON cases FOR SELECT TO pinktick_counts USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON cases TO pinktick_app;
GRANT SELECT (tenant_id, id) ON cases TO pinktick_counts;

-- Who changed what, when: written in the transaction of the change and never altered.
CREATE TABLE change_log (
    tenant_id   uuid NOT NULL,
    id          bigint GENERATED ALWAYS AS IDENTITY,
    case_id     bigint NOT NULL,
    revision    bigint NOT NULL,
    section     text NOT NULL,
    row_id      bigint,
    question    text NOT NULL,
    old_value   text,
    new_value   text,
    person_id   uuid NOT NULL,
    person_name text NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    request_id  text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases
);
CREATE INDEX change_log_by_case ON change_log (tenant_id, case_id, id);
ALTER TABLE change_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE change_log FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON change_log
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT ON change_log TO pinktick_app;

-- A browser may send one answer twice: the key tells the second from a new answer, the fingerprint from another value.
CREATE TABLE answer_keys (
    tenant_id   uuid NOT NULL,
    person_id   uuid NOT NULL,
    key         uuid NOT NULL,
    fingerprint bytea NOT NULL,
    case_id     bigint NOT NULL,
    revision    bigint NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, person_id, key),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases
);
CREATE INDEX answer_keys_by_case ON answer_keys (tenant_id, case_id);
CREATE INDEX answer_keys_by_age ON answer_keys (at);
ALTER TABLE answer_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE answer_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON answer_keys
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT, DELETE ON answer_keys TO pinktick_app;

-- Who opened whose record.
CREATE TABLE record_reads (
    tenant_id  uuid NOT NULL,
    id         bigint GENERATED ALWAYS AS IDENTITY,
    case_id    bigint NOT NULL,
    person_id  uuid NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    request_id text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases
);
CREATE INDEX record_reads_by_case ON record_reads (tenant_id, case_id, at);
ALTER TABLE record_reads ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_reads FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON record_reads
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT ON record_reads TO pinktick_app;

-- National counts: numbers, never rows. The view runs with the rights of its owner, the one role whose policy spans tenants.
SET LOCAL ROLE pinktick_counts;
CREATE VIEW counts.children_by_tenant AS
    SELECT t.ods_code, t.name, t.country_code, count(c.id) AS children
    FROM tenants t LEFT JOIN cases c ON c.tenant_id = t.id
    WHERE t.participating
    GROUP BY t.ods_code, t.name, t.country_code;
GRANT SELECT ON counts.children_by_tenant TO pinktick_app;
RESET ROLE;
