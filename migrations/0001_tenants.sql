-- Reference areas, tenants (trusts and health boards), organisations and how all of these change over the years.
-- Everything here is public knowledge, so every role may read it; tenants may change their own branding only.

-- +goose Up
SET LOCAL lock_timeout = '3s';

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO pinktick_app, pinktick_login, pinktick_counts;
-- The server checks at start that the schema is the one it was built for.
GRANT SELECT ON goose_db_version TO pinktick_app, pinktick_login;

-- Views that yield counts across tenants live apart and belong to a role that can do nothing else.
CREATE SCHEMA counts AUTHORIZATION pinktick_counts;
SET LOCAL ROLE pinktick_counts;
GRANT USAGE ON SCHEMA counts TO pinktick_app;
RESET ROLE;

CREATE TABLE countries (
    code               text PRIMARY KEY CHECK (code ~ '^[A-Z]{3}$'),
    gss_code           text UNIQUE,
    iso_code           text NOT NULL,
    name               text NOT NULL,
    name_welsh         text,
    participating      boolean NOT NULL,
    in_national_total  boolean NOT NULL, -- Jersey is shown beside the total of England and Wales, not inside it
    patient_identifier text NOT NULL,
    latitude           double precision,
    longitude          double precision
);

CREATE TABLE nhs_regions (
    code         text PRIMARY KEY CHECK (code ~ '^Y[0-9]{2}$'),
    gss_code     text UNIQUE,
    name         text NOT NULL,
    country_code text NOT NULL REFERENCES countries,
    latitude     double precision,
    longitude    double precision
);

CREATE TABLE integrated_care_boards (
    ods_code        text PRIMARY KEY,
    gss_code        text UNIQUE, -- not known yet for the boards of 2026
    name            text NOT NULL,
    nhs_region_code text NOT NULL REFERENCES nhs_regions,
    country_code    text NOT NULL REFERENCES countries,
    latitude        double precision,
    longitude       double precision,
    opened_on       date,
    closed_on       date,
    CHECK (closed_on > opened_on)
);

CREATE TABLE icb_successions (
    predecessor_ods_code text NOT NULL REFERENCES integrated_care_boards,
    successor_ods_code   text NOT NULL REFERENCES integrated_care_boards,
    effective_on         date NOT NULL,
    extent               text NOT NULL CHECK (extent IN ('whole', 'part')),
    PRIMARY KEY (predecessor_ods_code, successor_ods_code)
);

CREATE TABLE networks (
    code                text PRIMARY KEY,
    name                text NOT NULL,
    lead_country_code   text NOT NULL REFERENCES countries,
    spans_country_codes text[] NOT NULL
);

CREATE TABLE london_boroughs (
    gss_code     text PRIMARY KEY,
    name         text NOT NULL,
    inner_london boolean NOT NULL
);

-- A tenant is the wall between data: an English trust, a Welsh health board, or Jersey's hospital.
CREATE TABLE tenants (
    id                uuid PRIMARY KEY,
    ods_code          text NOT NULL UNIQUE CHECK (ods_code ~ '^[A-Z0-9]{3,6}$'),
    kind              text NOT NULL CHECK (kind IN ('trust', 'health_board')),
    gss_code          text,
    name              text NOT NULL,
    short_name        text NOT NULL,
    name_welsh        text,
    country_code      text NOT NULL REFERENCES countries,
    network_code      text REFERENCES networks,
    participating     boolean NOT NULL,
    town              text,
    postcode          text,
    closed_on         date,
    data_note         text,
    brand_name        text CHECK (length(brand_name) <= 100),
    brand_colour      text CHECK (brand_colour ~ '^#[0-9a-f]{6}$'),
    brand_colour_text text CHECK (brand_colour_text ~ '^#[0-9a-f]{6}$'),
    brand_version     text NOT NULL DEFAULT '0'
);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON tenants FOR SELECT USING (true);
CREATE POLICY steward ON tenants TO pinktick_owner USING (true) WITH CHECK (true);
CREATE POLICY own_branding ON tenants FOR UPDATE
    USING (id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (id = nullif(current_setting('app.tenant', true), '')::uuid);

CREATE TABLE tenant_logos (
    tenant_id    uuid PRIMARY KEY REFERENCES tenants,
    content_type text NOT NULL CHECK (content_type = 'image/png'),
    content      bytea NOT NULL CHECK (length(content) <= 262144)
);
ALTER TABLE tenant_logos ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_logos FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON tenant_logos FOR SELECT USING (true);
CREATE POLICY tenant ON tenant_logos
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- Which trust's work passed to which, and when.
CREATE TABLE tenant_successions (
    predecessor_id uuid NOT NULL REFERENCES tenants,
    successor_id   uuid NOT NULL REFERENCES tenants,
    effective_on   date NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('absorbed', 'merged', 'split')),
    PRIMARY KEY (predecessor_id, successor_id)
);

-- Names a trust took later; its row in tenants has the name of the participant list.
CREATE TABLE tenant_names (
    tenant_id uuid NOT NULL REFERENCES tenants,
    held_from date NOT NULL,
    name      text NOT NULL,
    PRIMARY KEY (tenant_id, held_from)
);
ALTER TABLE tenant_names ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_names FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON tenant_names FOR SELECT USING (true);
CREATE POLICY steward ON tenant_names TO pinktick_owner USING (true) WITH CHECK (true);

-- A hospital or unit. It keeps its id when its code, name or parent changes; tenant_id is who holds its records now.
CREATE TABLE organisations (
    id           uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL REFERENCES tenants,
    ods_code     text NOT NULL UNIQUE CHECK (ods_code ~ '^[A-Z0-9]{3,9}$'),
    name         text NOT NULL,
    country_code text NOT NULL REFERENCES countries,
    borough_code text REFERENCES london_boroughs,
    lad_gss_code text, -- as recorded; some of these codes were abolished since: a label, never a key
    site_kind    text NOT NULL CHECK (site_kind IN ('hospital', 'unclassified')),
    address      text[] NOT NULL DEFAULT '{}',
    town         text,
    county       text,
    postcode     text,
    latitude     double precision,
    longitude    double precision,
    telephone    text,
    website      text,
    active       boolean NOT NULL,
    data_note    text,
    UNIQUE (tenant_id, id)
);
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON organisations FOR SELECT USING (true);
CREATE POLICY steward ON organisations TO pinktick_owner USING (true) WITH CHECK (true);

-- What an organisation was called and where it belonged, from when until when; no date means ever since, or still. A
-- report for a cohort uses the row that held on that cohort's deadline.
CREATE TABLE organisation_memberships (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations,
    held_from       date,
    held_until      date, -- the first day on which it no longer held
    ods_code        text NOT NULL,
    name            text NOT NULL,
    tenant_id       uuid NOT NULL REFERENCES tenants,
    icb_ods_code    text REFERENCES integrated_care_boards, -- empty in Wales, and where a split board is not settled yet
    icb_basis       text CHECK (icb_basis IN ('trust', 'location', 'succession', 'to be set')),
    nhs_region_code text REFERENCES nhs_regions,
    network_code    text REFERENCES networks,
    CHECK (held_until > held_from)
);
CREATE UNIQUE INDEX organisation_memberships_from
    ON organisation_memberships (organisation_id, (coalesce(held_from, '0001-01-01')));
CREATE INDEX organisation_memberships_tenant ON organisation_memberships (tenant_id);
CREATE INDEX organisation_memberships_code ON organisation_memberships (ods_code);
ALTER TABLE organisation_memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation_memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON organisation_memberships FOR SELECT USING (true);
CREATE POLICY steward ON organisation_memberships TO pinktick_owner USING (true) WITH CHECK (true);

GRANT SELECT ON countries, nhs_regions, integrated_care_boards, icb_successions, networks, london_boroughs,
    tenants, tenant_logos, tenant_successions, tenant_names, organisations, organisation_memberships
    TO pinktick_app, pinktick_login, pinktick_counts;
GRANT UPDATE (brand_name, brand_colour, brand_colour_text, brand_version) ON tenants TO pinktick_app;
GRANT INSERT, UPDATE, DELETE ON tenant_logos TO pinktick_app;
