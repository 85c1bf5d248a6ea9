-- Signing in: accounts, providers, rules that map claims to tenants and roles, memberships, refusals, ends of sessions.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- A person is an account: one issuer and one subject there. E-mail and name are shown, never used to find or to link.
CREATE TABLE people (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    issuer text NOT NULL CHECK (issuer <> ''),
    subject text NOT NULL CHECK (subject <> ''),
    entra_tid text,
    entra_oid text,
    name text NOT NULL DEFAULT '',
    email text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    last_sign_in_at timestamptz,
    previous_sign_in_at timestamptz,
    disabled_at timestamptz,
    disabled_reason text,
    last_tenant_id uuid REFERENCES tenants (id),
    UNIQUE (issuer, subject)
);
COMMENT ON TABLE people IS 'Accounts: one for each issuer and subject.';

-- A sign-in provider. Secrets are files; only their name is here.
CREATE TABLE providers (
    id text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,40}$'),
    kind text NOT NULL CHECK (kind IN ('cis2', 'entra', 'oidc')),
    name text NOT NULL CHECK (name <> ''),
    issuer text NOT NULL CHECK (issuer <> ''),
    client_id text NOT NULL CHECK (client_id <> ''),
    client_auth text NOT NULL DEFAULT 'client_secret_basic'
      CHECK (client_auth IN ('private_key_jwt', 'client_secret_basic', 'client_secret_post')),
    secret_name text NOT NULL CHECK (secret_name ~ '^[a-z0-9][a-z0-9_-]{0,80}$'),
    entra_tid text,
    scopes text[] NOT NULL DEFAULT '{openid,profile,email}',
    acr_values text NOT NULL DEFAULT '',
    asks_fresh boolean NOT NULL DEFAULT false,
    user_info boolean NOT NULL DEFAULT false,
    first_sign_in text NOT NULL DEFAULT 'approve' CHECK (first_sign_in IN ('auto', 'approve', 'invite')),
    grants_national boolean NOT NULL DEFAULT false,
    state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'test', 'live')),
    tester_subject text,
    mapping_version integer NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((kind = 'entra') = (entra_tid IS NOT NULL)),
    CHECK (state <> 'test' OR tester_subject IS NOT NULL)
);
COMMENT ON COLUMN providers.issuer IS 'Compared as an exact string.';
COMMENT ON COLUMN providers.asks_fresh IS 'Ask for a fresh sign-in each time, for shared computers, and check that it was one.';

-- The tenants that a provider may speak for. Whatever its rules say, it grants no other.
CREATE TABLE provider_tenants (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    provider_id text NOT NULL REFERENCES providers (id),
    PRIMARY KEY (tenant_id, provider_id)
);

-- Mapping rules: claims to tenant and role. A version is written whole and never changed; the provider names the one in force.
CREATE TABLE mapping_rules (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id text NOT NULL REFERENCES providers (id),
    version integer NOT NULL CHECK (version > 0),
    position integer NOT NULL CHECK (position > 0),
    claim text NOT NULL CHECK (claim <> ''),
    test text NOT NULL CHECK (test IN ('equals', 'one of', 'contains', 'present')),
    wanted text[] NOT NULL DEFAULT '{}',
    tenant_id uuid REFERENCES tenants (id),
    tenant_claim text,
    role text NOT NULL,
    until_at timestamptz,
    owner_tenant_id uuid REFERENCES tenants (id),
    reason text NOT NULL CHECK (reason <> ''),
    created_by uuid REFERENCES people (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (provider_id, version, position),
    -- A tenant's role names its tenant in exactly one way; a national role names none.
    CHECK (CASE WHEN role IN ('viewer', 'editor', 'lead') THEN num_nonnulls(tenant_id, tenant_claim) = 1
                WHEN role IN ('national_analyst', 'national_admin', 'operator')
                THEN num_nonnulls(tenant_id, tenant_claim, owner_tenant_id) = 0
                ELSE false END),
    -- A rule that a tenant looks after itself grants that tenant and nothing else.
    CHECK (owner_tenant_id IS NULL OR (tenant_id IS NOT NULL AND tenant_id = owner_tenant_id)),
    CHECK ((test = 'present') = (cardinality(wanted) = 0))
);

-- Who may work in a tenant, as what, from when until when: mapped from claims at sign-in, or given by hand with an end.
CREATE TABLE memberships (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    id bigint GENERATED ALWAYS AS IDENTITY,
    person_id uuid NOT NULL REFERENCES people (id),
    role text NOT NULL CHECK (role IN ('viewer', 'editor', 'lead')),
    source text NOT NULL CHECK (source IN ('mapped', 'hand')),
    provider_id text REFERENCES providers (id),
    from_at timestamptz NOT NULL DEFAULT now(),
    until_at timestamptz,
    ended_at timestamptz,
    ended_reason text,
    granted_by uuid REFERENCES people (id),
    reason text,
    PRIMARY KEY (tenant_id, id),
    CHECK ((source = 'mapped') = (provider_id IS NOT NULL)),
    CHECK (source = 'mapped' OR (until_at IS NOT NULL AND granted_by IS NOT NULL))
);
CREATE UNIQUE INDEX memberships_mapped ON memberships (tenant_id, person_id, provider_id) WHERE ended_at IS NULL AND source = 'mapped';
CREATE INDEX memberships_person ON memberships (person_id) WHERE ended_at IS NULL;

-- National roles stand apart, so that no query for a tenant's people can ever meet one.
CREATE TABLE national_memberships (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    role text NOT NULL CHECK (role IN ('national_analyst', 'national_admin', 'operator')),
    source text NOT NULL CHECK (source IN ('mapped', 'hand')),
    provider_id text REFERENCES providers (id),
    from_at timestamptz NOT NULL DEFAULT now(),
    until_at timestamptz,
    ended_at timestamptz,
    ended_reason text,
    granted_by uuid REFERENCES people (id),
    reason text,
    CHECK ((source = 'mapped') = (provider_id IS NOT NULL)),
    CHECK (source = 'mapped' OR (until_at IS NOT NULL AND granted_by IS NOT NULL))
);
CREATE UNIQUE INDEX national_memberships_mapped ON national_memberships (person_id, provider_id) WHERE ended_at IS NULL AND source = 'mapped';

-- People who signed in and wait for a lead of the tenant to say yes.
CREATE TABLE waiting_accounts (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    person_id uuid NOT NULL REFERENCES people (id),
    role text NOT NULL CHECK (role IN ('viewer', 'editor', 'lead')),
    provider_id text NOT NULL REFERENCES providers (id),
    since_at timestamptz NOT NULL DEFAULT now(),
    decision text CHECK (decision IN ('approved', 'refused')),
    decided_at timestamptz,
    decided_by uuid REFERENCES people (id),
    PRIMARY KEY (tenant_id, person_id),
    CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL))
);

-- How a tenant wants its sessions.
CREATE TABLE session_settings (
    tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
    idle_minutes integer NOT NULL CHECK (idle_minutes BETWEEN 3 AND 30)
);

-- Refused sign-ins, for the counts by reason and the dry run. Claims are redacted and go after seven days.
CREATE TABLE sign_in_refusals (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    provider_id text,
    reason text NOT NULL,
    issuer text,
    subject text,
    tried text,
    request_id text,
    claims jsonb,
    claims_until timestamptz,
    CHECK ((claims IS NULL) = (claims_until IS NULL))
);
CREATE INDEX sign_in_refusals_at ON sign_in_refusals (at);
CREATE INDEX sign_in_refusals_claims ON sign_in_refusals (claims_until) WHERE claims IS NOT NULL;

-- Sessions that are over, whatever Redis says: one session, all of a person's, or all of a provider's session.
CREATE TABLE session_ends (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_hash bytea,
    person_id uuid REFERENCES people (id),
    provider_id text REFERENCES providers (id),
    provider_session_hash bytea,
    ended_at timestamptz NOT NULL DEFAULT now(),
    reason text NOT NULL,
    CHECK (num_nonnulls(session_hash, person_id, provider_session_hash) = 1),
    CHECK ((provider_id IS NULL) = (provider_session_hash IS NULL))
);
CREATE INDEX session_ends_session ON session_ends (session_hash) WHERE session_hash IS NOT NULL;
CREATE INDEX session_ends_person ON session_ends (person_id, ended_at) WHERE person_id IS NOT NULL;
CREATE INDEX session_ends_provider ON session_ends (provider_id, provider_session_hash, ended_at) WHERE provider_session_hash IS NOT NULL;

-- Back-channel logout tokens already taken: each counts once.
CREATE TABLE logout_tokens (
    provider_id text NOT NULL REFERENCES providers (id),
    token_hash bytea NOT NULL,
    until_at timestamptz NOT NULL,
    PRIMARY KEY (provider_id, token_hash)
);

-- Row security. The sign-in role reads and writes these tables for every tenant: it must find a person's tenants before
-- there is one. The application's role sees the people of its active tenant, and no more.
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
ALTER TABLE provider_tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE provider_tenants FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
ALTER TABLE waiting_accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE waiting_accounts FORCE ROW LEVEL SECURITY;
ALTER TABLE session_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_settings FORCE ROW LEVEL SECURITY;
ALTER TABLE mapping_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE mapping_rules FORCE ROW LEVEL SECURITY;

CREATE POLICY login_all ON people TO pinktick_login USING (true) WITH CHECK (true);
CREATE POLICY login_all ON provider_tenants TO pinktick_login USING (true) WITH CHECK (true);
CREATE POLICY login_all ON memberships TO pinktick_login USING (true) WITH CHECK (true);
CREATE POLICY login_all ON waiting_accounts TO pinktick_login USING (true) WITH CHECK (true);
CREATE POLICY login_all ON session_settings TO pinktick_login USING (true) WITH CHECK (true);
CREATE POLICY login_all ON mapping_rules TO pinktick_login USING (true) WITH CHECK (true);

CREATE POLICY tenant ON memberships
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY tenant ON waiting_accounts
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY tenant ON session_settings
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY tenant ON people FOR SELECT TO pinktick_app
    USING (EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = people.id
                   AND m.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));

GRANT SELECT, INSERT, UPDATE ON people, providers, memberships, national_memberships, waiting_accounts, session_settings TO pinktick_login;
GRANT SELECT, INSERT, UPDATE ON sign_in_refusals TO pinktick_login;
GRANT SELECT, INSERT, DELETE ON provider_tenants, session_ends, logout_tokens TO pinktick_login;
GRANT SELECT, INSERT ON mapping_rules TO pinktick_login;
GRANT SELECT ON memberships, waiting_accounts, session_settings TO pinktick_app;
GRANT SELECT (id, name, email, last_sign_in_at, disabled_at) ON people TO pinktick_app;
