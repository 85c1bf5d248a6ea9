-- Code lists: what may be chosen where, each entry with its days. Public knowledge, filled from this program's own files by
-- `migrate`, and changed by `codes load` without a release. An entry is never deleted: what a child's record holds keeps its words.

-- +goose Up
SET LOCAL lock_timeout = '3s';

CREATE TABLE code_lists (
    name   text PRIMARY KEY CHECK (name ~ '^[a-z_]{1,63}$'),
    title  text NOT NULL CHECK (title <> ''),
    source text NOT NULL,
    fixed  boolean NOT NULL -- rules tell its codes from each other: they are those of the release
);

CREATE TABLE code_entries (
    list          text NOT NULL REFERENCES code_lists,
    code          text NOT NULL CHECK (code ~ '^[A-Za-z0-9_-]{0,100}$'),
    position      integer NOT NULL, -- in the order in which the entries are shown
    label         text NOT NULL CHECK (label <> '' AND label = btrim(label)),
    heading       text NOT NULL DEFAULT '', -- under which it is shown
    synonyms      text[] NOT NULL DEFAULT '{}',
    aliases       text[] NOT NULL DEFAULT '{}', -- other codes by which it is accepted in exchange
    snomed_ct_id  text CHECK (snomed_ct_id ~ '^[1-9][0-9]{5,17}$'),
    tags          jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(tags) = 'object'), -- further attributes, such as is_rescue
    selectable    boolean NOT NULL DEFAULT true, -- false: never offered, accepted in exchange
    valid_from    date, -- the first day on which it is offered; NULL: ever since
    valid_until   date, -- the first day on which it no longer is; NULL: still
    named         boolean NOT NULL, -- a rule names it: it stays offered
    source        text NOT NULL CHECK (source IN ('release', 'local')),
    released      jsonb, -- the entry as the latest release has it: what differs was changed here, and stays
    changed_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (list, code),
    CHECK (valid_until > valid_from),
    CHECK (NOT named OR (selectable AND valid_from IS NULL AND valid_until IS NULL)),
    CHECK ((source = 'release') = (released IS NOT NULL))
);

-- Who changed what, when and why.
CREATE TABLE code_changes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    changed_by text NOT NULL CHECK (changed_by <> ''),
    reason     text NOT NULL CHECK (reason <> ''),
    list       text NOT NULL,
    code       text NOT NULL,
    old_entry  jsonb, -- NULL: added
    new_entry  jsonb NOT NULL,
    FOREIGN KEY (list, code) REFERENCES code_entries
);
CREATE INDEX code_changes_by_entry ON code_changes (list, code, id);

-- One row: it grows with every change, in the same transaction, so that a running program asks for the number alone.
CREATE TABLE code_version (
    version bigint NOT NULL,
    single  boolean PRIMARY KEY DEFAULT true CHECK (single)
);
INSERT INTO code_version (version) VALUES (1);

-- +goose StatementBegin
CREATE FUNCTION code_version_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE public.code_version SET version = version + 1;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER version_grows AFTER INSERT OR UPDATE OR DELETE ON code_lists
    FOR EACH STATEMENT EXECUTE FUNCTION code_version_grows();
CREATE TRIGGER version_grows AFTER INSERT OR UPDATE OR DELETE ON code_entries
    FOR EACH STATEMENT EXECUTE FUNCTION code_version_grows();

-- +goose StatementBegin
CREATE FUNCTION code_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps what it has: retire an entry, do not delete it or change its code', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON code_lists FOR EACH STATEMENT EXECUTE FUNCTION code_stays();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON code_entries FOR EACH STATEMENT EXECUTE FUNCTION code_stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON code_changes FOR EACH STATEMENT EXECUTE FUNCTION code_stays();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON code_version FOR EACH STATEMENT EXECUTE FUNCTION code_stays();
CREATE TRIGGER keeps_its_code BEFORE UPDATE ON code_entries FOR EACH ROW
    WHEN (old.list <> new.list OR old.code <> new.code) EXECUTE FUNCTION code_stays();
CREATE TRIGGER keeps_its_name BEFORE UPDATE ON code_lists FOR EACH ROW
    WHEN (old.name <> new.name) EXECUTE FUNCTION code_stays();

-- +goose StatementBegin
CREATE FUNCTION code_is_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM public.code_lists WHERE name = new.list AND fixed) THEN
        RAISE EXCEPTION 'rules tell the codes of % from each other: a new one comes with a release', new.list
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN new;
END $$;
-- +goose StatementEnd
CREATE TRIGGER is_released BEFORE INSERT OR UPDATE ON code_entries FOR EACH ROW
    WHEN (new.source = 'local') EXECUTE FUNCTION code_is_released();

GRANT SELECT ON code_lists, code_entries, code_changes, code_version TO pinktick_app;
GRANT SELECT ON code_lists, code_entries TO pinktick_counts;
