-- Exports that people ask for on a page, made in the background and kept for a day: the log of what left the platform takes them up,
-- with the file in pieces beside it, for any replica to give out. What a tenant's people asked for is the tenant's; the national
-- audit team's workbooks hold numbers only and are no tenant's.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- A row that a command wrote as records left says 'taken': there is no file. Times, person and row count are those of 0022.
ALTER TABLE exports
    ALTER COLUMN tenant_id SET DEFAULT nullif(current_setting('app.tenant', true), '')::uuid,
    ADD COLUMN state      text NOT NULL DEFAULT 'taken' CHECK (state IN ('taken', 'waiting', 'making', 'ready', 'failed', 'erased')),
    ADD COLUMN role       text, -- in which the person asked, and the file is made
    ADD COLUMN format     text CHECK (format IN ('xlsx', 'csv', 'json')),
    ADD COLUMN reason     text CHECK (length(reason) BETWEEN 1 AND 500), -- why somebody of the audit team needs to know who the children are
    ADD COLUMN attempt    uuid, -- the try that writes the file: an earlier one that is still alive writes no more
    ADD COLUMN refusal    text, -- why it failed, in words for the person
    ADD COLUMN file_name  text,
    ADD COLUMN size       bigint,
    ADD COLUMN expires_at timestamptz,
    ADD CHECK (state = 'taken' OR role IS NOT NULL AND format IS NOT NULL),
    ADD CHECK (state <> 'ready' OR file_name IS NOT NULL AND size IS NOT NULL AND expires_at IS NOT NULL);
COMMENT ON TABLE exports IS 'What left the platform, or was asked for: who, what it was narrowed to, how many rows. The file itself is kept for a day.';
-- Asked for twice at once it is made once.
CREATE UNIQUE INDEX exports_under_way ON exports (tenant_id, person_id, role, kind, format, filters) WHERE state IN ('waiting', 'making');
CREATE INDEX exports_by_time ON exports (tenant_id, started_at DESC, id);
GRANT UPDATE (state, attempt, refusal, file_name, size, expires_at) ON exports TO pinktick_app;

CREATE TABLE export_pieces (
    tenant_id uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid,
    export_id bigint NOT NULL,
    number    integer NOT NULL, -- from 0
    content   bytea NOT NULL,
    PRIMARY KEY (tenant_id, export_id, number),
    FOREIGN KEY (tenant_id, export_id) REFERENCES exports
);
ALTER TABLE export_pieces ALTER COLUMN content SET STORAGE EXTERNAL; -- what is in it is compressed, or soon gone
ALTER TABLE export_pieces ENABLE ROW LEVEL SECURITY;
ALTER TABLE export_pieces FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON export_pieces
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
COMMENT ON TABLE export_pieces IS 'The files of exports, in pieces. Each is erased a day after it was made.';
GRANT SELECT, INSERT, DELETE ON export_pieces TO pinktick_app;

CREATE TABLE export_downloads (
    tenant_id   uuid NOT NULL DEFAULT nullif(current_setting('app.tenant', true), '')::uuid,
    id          bigint GENERATED ALWAYS AS IDENTITY,
    export_id   bigint NOT NULL,
    person_id   uuid NOT NULL,
    person_name text NOT NULL,
    role        text NOT NULL,
    request_id  text NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, export_id) REFERENCES exports
);
CREATE INDEX export_downloads_of ON export_downloads (tenant_id, export_id);
ALTER TABLE export_downloads ENABLE ROW LEVEL SECURITY;
ALTER TABLE export_downloads FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON export_downloads
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
COMMENT ON TABLE export_downloads IS 'Who fetched the file of an export, and when.';
GRANT SELECT, INSERT ON export_downloads TO pinktick_app;

-- The same for the national audit team. No child is in these.
CREATE TABLE national_exports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL CHECK (kind <> ''),
    format      text NOT NULL CHECK (format IN ('xlsx', 'csv', 'json')),
    filters     jsonb NOT NULL DEFAULT '{}',
    reason      text,
    person_id   uuid NOT NULL,
    person_name text NOT NULL,
    role        text NOT NULL,
    request_id  text NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'making', 'ready', 'failed', 'erased')),
    attempt     uuid,
    refusal     text,
    row_count   bigint,
    ended_at    timestamptz,
    file_name   text,
    size        bigint,
    expires_at  timestamptz,
    CHECK (state <> 'ready' OR file_name IS NOT NULL AND size IS NOT NULL AND expires_at IS NOT NULL)
);
CREATE UNIQUE INDEX national_exports_under_way ON national_exports (person_id, role, kind, format, filters) WHERE state IN ('waiting', 'making');
CREATE INDEX national_exports_by_time ON national_exports (started_at DESC, id);
COMMENT ON TABLE national_exports IS 'Workbooks of the national audit team: who asked for which, and what became of it.';
GRANT SELECT, INSERT (kind, format, filters, reason, person_id, person_name, role, request_id, state),
    UPDATE (state, attempt, refusal, row_count, ended_at, file_name, size, expires_at) ON national_exports TO pinktick_app;

CREATE TABLE national_export_pieces (
    export_id bigint NOT NULL REFERENCES national_exports,
    number    integer NOT NULL,
    content   bytea NOT NULL,
    PRIMARY KEY (export_id, number)
);
ALTER TABLE national_export_pieces ALTER COLUMN content SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, DELETE ON national_export_pieces TO pinktick_app;

CREATE TABLE national_export_downloads (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    export_id   bigint NOT NULL REFERENCES national_exports,
    person_id   uuid NOT NULL,
    person_name text NOT NULL,
    role        text NOT NULL,
    request_id  text NOT NULL,
    at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX national_export_downloads_of ON national_export_downloads (export_id);
GRANT SELECT, INSERT ON national_export_downloads TO pinktick_app;

-- The workbook tells how many registered children's records are complete, which no stored count does. The reader of every
-- tenant's list may know where a child counts.
GRANT SELECT (lead_at_deadline_id) ON cases TO pinktick_national;
