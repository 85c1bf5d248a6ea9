-- The application adds drafts and nothing else, and moves them step by step; what it writes down of that is when, by whom and what
-- truly became of the publication. That no further version follows is said once, of what is published, and not taken back.

-- +goose Up
SET LOCAL lock_timeout = '3s';

REVOKE INSERT ON publications, publication_events FROM pinktick_app;
GRANT INSERT (cohort, version, note, document) ON publications TO pinktick_app;
GRANT INSERT (publication_id, state, person_id, person_name, request_id) ON publication_events TO pinktick_app;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (('draft', 'ready'), ('ready', 'draft'), ('ready', 'published'), ('draft', 'discarded'), ('ready', 'discarded'),
            ('published', 'superseded')) AND OLD.state <> NEW.state THEN
        RAISE EXCEPTION 'a publication that is % cannot become %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.final AND NOT NEW.final OR NEW.final AND NEW.state <> 'published' THEN
        RAISE EXCEPTION 'only what is published is final, and stays so' USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.cohort, OLD.version, OLD.note, OLD.document) IS DISTINCT FROM (NEW.cohort, NEW.version, NEW.note, NEW.document) THEN
        RAISE EXCEPTION 'a publication is fixed for good' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION keep_publication_event() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.publications p WHERE p.id = NEW.publication_id AND (p.state = NEW.state OR NEW.state = 'final' AND p.final)) THEN
        RAISE EXCEPTION 'publication % is not %', NEW.publication_id, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER true_to_state BEFORE INSERT ON publication_events FOR EACH ROW EXECUTE FUNCTION keep_publication_event();
