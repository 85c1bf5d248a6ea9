-- Whole records that come in and go out: who brought or took them and why, and which sender's record became which case.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- One run of the import command that stored something, or meant to. ended_at is empty while it runs, and for ever where it was
-- broken off: what it had stored by then stays. The change log names the run in request_id: import-<id>.
CREATE TABLE imports (
    tenant_id   uuid NOT NULL REFERENCES tenants,
    id          bigint GENERATED ALWAYS AS IDENTITY,
    person_id   uuid NOT NULL,
    person_name text NOT NULL,
    reason      text NOT NULL CHECK (reason <> ''),
    created     integer NOT NULL DEFAULT 0,
    updated     integer NOT NULL DEFAULT 0,
    unchanged   integer NOT NULL DEFAULT 0,
    refused     integer NOT NULL DEFAULT 0,
    conflicts   integer NOT NULL DEFAULT 0,
    started_at  timestamptz NOT NULL DEFAULT now(),
    ended_at    timestamptz,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON imports
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT ON imports TO pinktick_app;
GRANT UPDATE (created, updated, unchanged, refused, conflicts, ended_at) ON imports TO pinktick_app;

-- Which case a sender's record became, with a digest of what was sent and the revision it made: the same record again changes
-- nothing, and a changed one is taken only while the case still stands at that revision.
CREATE TABLE imported_cases (
    tenant_id uuid NOT NULL,
    sender_id text NOT NULL CHECK (length(sender_id) BETWEEN 1 AND 200),
    case_id   bigint NOT NULL,
    digest    bytea NOT NULL,
    revision  bigint NOT NULL,
    at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, sender_id),
    UNIQUE (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases ON DELETE CASCADE
);
COMMENT ON COLUMN imported_cases.sender_id IS 'The sender''s own id for the child, returned by an export. It may point to a person in their system.';
ALTER TABLE imported_cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE imported_cases FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON imported_cases
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON imported_cases TO pinktick_app;

-- What left the platform: who took it, what it was narrowed to, and how many rows went. ended_at is empty where it was broken off.
CREATE TABLE exports (
    tenant_id   uuid NOT NULL REFERENCES tenants,
    id          bigint GENERATED ALWAYS AS IDENTITY,
    kind        text NOT NULL CHECK (kind <> ''),
    person_id   uuid NOT NULL,
    person_name text NOT NULL,
    filters     jsonb NOT NULL DEFAULT '{}',
    row_count   bigint,
    request_id  text NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    ended_at    timestamptz,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE exports ENABLE ROW LEVEL SECURITY;
ALTER TABLE exports FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON exports
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT ON exports TO pinktick_app;
GRANT UPDATE (row_count, ended_at) ON exports TO pinktick_app;
