-- Where a child lives, worked out from the postcode: one row for each case that has a real one.

-- +goose Up
SET LOCAL lock_timeout = '3s';

CREATE TABLE case_places (
    tenant_id    uuid NOT NULL,
    case_id      bigint NOT NULL,
    state        text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'found', 'not_found', 'failed')),
    asked_at     timestamptz NOT NULL DEFAULT now(),
    looked_up_at timestamptz,
    country_code text,
    lsoa         text,
    edition      smallint, -- of the country's index of multiple deprivation: England and Wales rank separately
    quintile     smallint CHECK (quintile BETWEEN 1 AND 5), -- 1 most deprived; NULL: not known
    longitude    double precision, -- WGS 84
    latitude     double precision,
    easting      integer, -- British National Grid
    northing     integer,
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id) ON DELETE CASCADE,
    CHECK ((state = 'pending') = (looked_up_at IS NULL)),
    CHECK (state = 'found' OR (country_code IS NULL AND lsoa IS NULL AND edition IS NULL AND quintile IS NULL AND longitude IS NULL
        AND latitude IS NULL AND easting IS NULL AND northing IS NULL)),
    CHECK (quintile IS NULL OR (edition IS NOT NULL AND lsoa IS NOT NULL AND country_code IN ('ENG', 'WLS')))
);
CREATE INDEX case_places_without ON case_places (tenant_id, case_id) WHERE state <> 'found';
ALTER TABLE case_places ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_places FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON case_places
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_places TO pinktick_app;

-- Whoever changes a postcode, in whatever way, empties what was worked out from the one before; a real postcode then waits to
-- be looked up. Pseudo-postcodes, which begin with ZZ99, are nowhere.
-- +goose StatementBegin
CREATE FUNCTION empty_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM public.case_places WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id;
    END IF;
    IF NEW.postcode <> '' AND NEW.postcode NOT LIKE 'ZZ99%' THEN
        INSERT INTO public.case_places (tenant_id, case_id) VALUES (NEW.tenant_id, NEW.id);
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER place_of_new AFTER INSERT ON cases FOR EACH ROW
    WHEN (NEW.postcode <> '' AND NEW.postcode NOT LIKE 'ZZ99%') EXECUTE FUNCTION empty_place();
CREATE TRIGGER place_of_changed AFTER UPDATE OF postcode ON cases FOR EACH ROW
    WHEN (NEW.postcode IS DISTINCT FROM OLD.postcode) EXECUTE FUNCTION empty_place();

-- The children there are. Row security holds the owner too, so it looks at one tenant after the other.
-- +goose StatementBegin
DO $$
DECLARE one uuid;
BEGIN
    FOR one IN SELECT id FROM tenants LOOP
        PERFORM set_config('app.tenant', one::text, true);
        INSERT INTO case_places (tenant_id, case_id)
            SELECT tenant_id, id FROM cases WHERE postcode <> '' AND postcode NOT LIKE 'ZZ99%';
    END LOOP;
    PERFORM set_config('app.tenant', '', true);
END $$;
-- +goose StatementEnd
