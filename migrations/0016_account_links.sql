-- A person known at two providers: one account may point to another of theirs, and then both sign-ins are the one person.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- The account pointed to is itself linked to none, and one that others point to cannot be linked away: the foreign key says
-- so, not a check that two at once could both pass.
ALTER TABLE people
    ADD COLUMN linked_to uuid REFERENCES people (id) CHECK (linked_to <> id),
    ADD COLUMN linked_at timestamptz,
    ADD COLUMN stands_alone boolean NOT NULL GENERATED ALWAYS AS (linked_to IS NULL) STORED,
    ADD COLUMN target_stands_alone boolean GENERATED ALWAYS AS (CASE WHEN linked_to IS NOT NULL THEN true END) STORED,
    ADD CHECK ((linked_to IS NULL) = (linked_at IS NULL)),
    ADD UNIQUE (id, stands_alone),
    ADD CONSTRAINT people_no_chain FOREIGN KEY (linked_to, target_stands_alone) REFERENCES people (id, stands_alone);
CREATE INDEX people_linked_to ON people (linked_to) WHERE linked_to IS NOT NULL;
COMMENT ON COLUMN people.linked_to IS 'The account that speaks for this one. Set by the person alone, signed in freshly with both.';
