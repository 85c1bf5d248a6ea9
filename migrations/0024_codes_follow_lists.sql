-- Codes of a list that changes without a release are held to the table of the list: by triggers, which the program's role cannot
-- switch off. Codes of fixed lists keep their checks. A list that `migrate` has not filled yet holds nothing up: the replicas
-- of the release before go on saving meanwhile.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- +goose StatementBegin
CREATE FUNCTION code_refused(list_name text, place text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM public.code_lists l WHERE l.name = list_name) THEN
        RAISE EXCEPTION '% takes the codes of the list % only', place, list_name USING ERRCODE = 'check_violation', CONSTRAINT = 'code_is_listed';
    END IF;
END $$;
-- +goose StatementEnd

ALTER TABLE cases DROP CONSTRAINT cases_ethnicity_code;
ALTER TABLE multiaxial_diagnoses
    DROP CONSTRAINT multiaxial_diagnoses_cause_categories_check,
    DROP CONSTRAINT multiaxial_diagnoses_mental_health_problems_check,
    ADD CONSTRAINT multiaxial_diagnoses_cause_categories_check CHECK (cardinality(cause_categories) BETWEEN 1 AND 200),
    ADD CONSTRAINT multiaxial_diagnoses_mental_health_problems_check CHECK (cardinality(mental_health_problems) BETWEEN 1 AND 200);
ALTER TABLE episodes
    DROP CONSTRAINT episodes_generalised_type_check,
    DROP CONSTRAINT episodes_nonepileptic_appearance_check,
    DROP CONSTRAINT episodes_nonepileptic_syncope_check,
    DROP CONSTRAINT episodes_nonepileptic_behavioural_check,
    DROP CONSTRAINT episodes_nonepileptic_sleep_check,
    DROP CONSTRAINT episodes_nonepileptic_movement_check,
    DROP CONSTRAINT episodes_nonepileptic_migraine_check,
    DROP CONSTRAINT episodes_nonepileptic_miscellaneous_check;

-- A function and a trigger for each column: the column's name is part of the statement, which so is planned once a session. A
-- save that does not touch the column, or empties it, does not call it.
-- +goose StatementBegin
DO $$
DECLARE
    held record;
    unlisted text;
BEGIN
    FOR held IN SELECT * FROM (VALUES
        ('cases', 'ethnicity', 'ethnicities', false),
        ('medicines', 'medicine', 'medicines', false),
        ('syndromes', 'syndrome', 'syndromes', false),
        ('comorbidities', 'condition', 'comorbidities', false),
        ('multiaxial_diagnoses', 'cause', 'epilepsy_causes', false),
        ('multiaxial_diagnoses', 'cause_categories', 'epilepsy_cause_categories', true),
        ('multiaxial_diagnoses', 'mental_health_problems', 'mental_health_problems', true),
        ('episodes', 'description_keywords', 'semiology_keywords', true),
        ('episodes', 'description_keywords_removed', 'semiology_keywords', true),
        ('episodes', 'generalised_type', 'generalised_seizure_types', false),
        ('episodes', 'nonepileptic_appearance', 'nonepileptic_onset', false),
        ('episodes', 'nonepileptic_syncope', 'nonepileptic_syncope', false),
        ('episodes', 'nonepileptic_behavioural', 'nonepileptic_behavioural', false),
        ('episodes', 'nonepileptic_sleep', 'nonepileptic_sleep', false),
        ('episodes', 'nonepileptic_movement', 'nonepileptic_paroxysmal_movement', false),
        ('episodes', 'nonepileptic_migraine', 'nonepileptic_migraine', false),
        ('episodes', 'nonepileptic_miscellaneous', 'nonepileptic_miscellaneous', false)
    ) AS v (in_table, in_column, list, many) LOOP
        unlisted := CASE WHEN held.many
            THEN format('EXISTS (SELECT FROM unnest(new.%I) AS c (code) WHERE c.code IS NULL OR NOT EXISTS
                (SELECT FROM public.code_entries e WHERE e.list = %L AND e.code = c.code))', held.in_column, held.list)
            ELSE format('NOT EXISTS (SELECT FROM public.code_entries e WHERE e.list = %L AND e.code = new.%I)', held.list, held.in_column)
        END;
        EXECUTE format($f$CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $body$
            BEGIN
                IF %s THEN
                    PERFORM public.code_refused(%L, %L);
                END IF;
                RETURN new;
            END $body$ $f$, held.in_table || '_' || held.in_column || '_is_listed', unlisted, held.list, held.in_table || '.' || held.in_column);
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE OF %I ON %I FOR EACH ROW WHEN (new.%I IS NOT NULL) EXECUTE FUNCTION %I()',
            held.in_column || '_is_listed', held.in_column, held.in_table, held.in_column, held.in_table || '_' || held.in_column || '_is_listed');
    END LOOP;
END $$;
-- +goose StatementEnd
