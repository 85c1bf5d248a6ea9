-- Outlines of areas for shaded maps: public, of no tenant, written by the owner's `boundaries load`.

-- +goose Up
SET LOCAL lock_timeout = '3s';

CREATE TABLE area_boundaries (
    level     text NOT NULL CHECK (level IN ('icb', 'lhb', 'region', 'country')),
    code      text NOT NULL, -- of the reference data: ODS code, or code of the region or country
    gss_code  text NOT NULL,
    name      text NOT NULL,
    -- A path of straight lines, in kilometres on a transverse Mercator about 2 degrees west, y to the south.
    outline   text NOT NULL CHECK (outline ~ '^M[-MLZ0-9. ]+Z$' AND length(outline) <= 1048576),
    min_x     double precision NOT NULL,
    min_y     double precision NOT NULL,
    max_x     double precision NOT NULL,
    max_y     double precision NOT NULL,
    edition   smallint NOT NULL, -- year of the boundaries; 0: the file did not say
    source    text NOT NULL,     -- name of the file
    loaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (level, code),
    UNIQUE (level, gss_code),
    CHECK (min_x < max_x AND min_y < max_y)
);
GRANT SELECT ON area_boundaries TO pinktick_app;
