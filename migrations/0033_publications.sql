-- Published results: one document a cohort and version, with small numbers hidden before it was written. They belong to no tenant.

-- +goose Up
SET LOCAL lock_timeout = '3s';

CREATE TABLE publications (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cohort   integer NOT NULL REFERENCES audit_periods,
    version  integer NOT NULL CHECK (version > 0), -- a correction is a new version
    state    text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'ready', 'published', 'superseded', 'discarded')),
    final    boolean NOT NULL DEFAULT false, -- the last of the cohort: no further one is made
    note     text NOT NULL CHECK (length(note) BETWEEN 1 AND 500), -- what it is for, or what it corrects
    document bytea NOT NULL,
    digest   text NOT NULL GENERATED ALWAYS AS (encode(sha256(document), 'hex')) STORED
);
CREATE UNIQUE INDEX publications_version ON publications (cohort, version) WHERE state <> 'discarded';
CREATE UNIQUE INDEX publications_published ON publications (cohort) WHERE state = 'published';
CREATE UNIQUE INDEX publications_in_hand ON publications (cohort) WHERE state IN ('draft', 'ready');
COMMENT ON TABLE publications IS 'Published results and drafts of them. Once made a document never changes.';

CREATE TABLE publication_events (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    publication_id bigint NOT NULL REFERENCES publications,
    state          text NOT NULL,
    at             timestamptz NOT NULL DEFAULT now(),
    person_id      uuid NOT NULL,
    person_name    text NOT NULL,
    request_id     text NOT NULL
);
CREATE INDEX publication_events_of ON publication_events (publication_id, id);
COMMENT ON TABLE publication_events IS 'Who brought a publication to which state, and when.';

-- A draft is checked, then published, then superseded by the next version; before it is published it may be discarded.
-- +goose StatementBegin
CREATE FUNCTION keep_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (('draft', 'ready'), ('ready', 'draft'), ('ready', 'published'), ('draft', 'discarded'), ('ready', 'discarded'),
            ('published', 'superseded')) AND OLD.state <> NEW.state THEN
        RAISE EXCEPTION 'a publication that is % cannot become %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.cohort, OLD.version, OLD.note, OLD.document) IS DISTINCT FROM (NEW.cohort, NEW.version, NEW.note, NEW.document) THEN
        RAISE EXCEPTION 'a publication is fixed for good' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER kept BEFORE UPDATE ON publications FOR EACH ROW EXECUTE FUNCTION keep_publication();

GRANT SELECT, INSERT, UPDATE (state, final) ON publications TO pinktick_app;
GRANT SELECT, INSERT ON publication_events TO pinktick_app;
