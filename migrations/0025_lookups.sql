-- Background jobs, and the public directories that look-ups read: where a postcode lies, and how deprived an area is.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- The queue's own tables are made by its own migrations, which the migrate command runs after these files. A job holds
-- numbers only, never what is known of a child.
CREATE SCHEMA jobs;
GRANT USAGE ON SCHEMA jobs TO pinktick_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA jobs GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO pinktick_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA jobs GRANT USAGE, SELECT ON SEQUENCES TO pinktick_app;

-- Public knowledge, written by the owner's `lookups load` and read by everybody.
CREATE TABLE postcode_directories (
    only_one  boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    file_name text NOT NULL, -- which names the edition
    postcodes integer NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE postcodes (
    postcode      text PRIMARY KEY CHECK (postcode ~ '^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$'), -- without the space
    terminated_in date, -- the first of the month; it still says where its homes are
    country_code  text CHECK (country_code ~ '^[A-Z]{3}$'),
    lsoa_2011     text,
    lsoa_2021     text,
    longitude     double precision CHECK (longitude BETWEEN -180 AND 180), -- WGS 84
    latitude      double precision CHECK (latitude BETWEEN -90 AND 90),
    easting       integer, -- British National Grid, in metres
    northing      integer,
    CHECK ((longitude IS NULL) = (latitude IS NULL)),
    CHECK ((easting IS NULL) = (northing IS NULL))
);

-- England and Wales rank their areas separately: a rank or quintile means nothing beside one of another country or edition.
CREATE TABLE deprivation_indices (
    country_code text NOT NULL CHECK (country_code IN ('ENG', 'WLS')),
    edition      smallint NOT NULL,
    areas        integer NOT NULL,
    file_name    text NOT NULL,
    loaded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (country_code, edition)
);

CREATE TABLE deprivation_ranks (
    country_code text NOT NULL,
    edition      smallint NOT NULL,
    lsoa         text NOT NULL,
    rank         integer NOT NULL CHECK (rank > 0), -- 1 is the most deprived
    quintile     smallint NOT NULL CHECK (quintile BETWEEN 1 AND 5), -- 1 is the most deprived
    PRIMARY KEY (country_code, edition, lsoa),
    FOREIGN KEY (country_code, edition) REFERENCES deprivation_indices ON DELETE CASCADE
);

GRANT SELECT ON postcode_directories, postcodes, deprivation_indices, deprivation_ranks TO pinktick_app;
