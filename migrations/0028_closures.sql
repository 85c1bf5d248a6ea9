-- A trust that has closed hands its children over in one act of the national audit team: whatever stage they are at, since there is
-- nobody left to ask. Children who opted out are a number, and stay one where they were.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- +goose StatementBegin
DO $$
DECLARE link record;
BEGIN
    FOR link IN SELECT conrelid::regclass AS held, conname FROM pg_constraint WHERE contype = 'f' AND confrelid = 'public.cases'::regclass AND NOT convalidated LOOP
        EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', link.held, link.conname);
    END LOOP;
END $$;
-- +goose StatementEnd

SET LOCAL ROLE pinktick_mover;

-- Moves the children of the transaction's tenant, those that one of its hospitals leads or all, to a hospital of another. The
-- tenant must have closed. What waited for an answer is withdrawn.
-- +goose StatementBegin
CREATE FUNCTION moving.clear(from_organisation uuid, organisation uuid, person uuid, person_name text, request text, today date)
RETURNS TABLE (outcome text, moved bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here    uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    target  uuid := moving.takes(organisation, today);
    child   record;
    waiting record;
    made    uuid;
    n       bigint := 0;
BEGIN
    IF here IS NULL OR person IS NULL THEN
        RAISE EXCEPTION 'a closed trust is cleared by a person at that tenant';
    END IF;
    IF NOT EXISTS (SELECT FROM public.tenants t WHERE t.id = here AND t.closed_on <= today) THEN
        RETURN QUERY SELECT 'open', 0::bigint;
        RETURN;
    ELSIF target IS NULL OR target = here THEN
        RETURN QUERY SELECT 'no_target', 0::bigint;
        RETURN;
    END IF;
    FOR child IN SELECT c.id, c.lead_organisation_id, date_part('year', age(today, c.date_of_birth)) AS years FROM public.cases c
                  WHERE c.tenant_id = here AND c.opted_out_at IS NULL AND c.deleted_at IS NULL
                    AND (from_organisation IS NULL OR c.lead_organisation_id = from_organisation) ORDER BY c.id FOR UPDATE LOOP
        FOR waiting IN SELECT t.id, t.other_tenant_id FROM public.transfers t
                        WHERE t.tenant_id = here AND t.audit_number = child.id AND t.state = 'requested' FOR UPDATE LOOP
            PERFORM moving.finish(waiting.id, here, waiting.other_tenant_id, child.id, 'cancelled', person, person_name, NULL, NULL, NULL);
        END LOOP;
        made := gen_random_uuid();
        INSERT INTO public.transfers (tenant_id, id, side, kind, audit_number, age, other_tenant_id, from_organisation_id, to_organisation_id,
                state, answered_at, answered_by, answered_by_name, requested_by, requested_by_name, request_id)
            VALUES (here, made, 'origin', 'closure', child.id, child.years, target, child.lead_organisation_id, organisation,
                    'accepted', now(), person, person_name, person, person_name, request),
                   (target, made, 'target', 'closure', child.id, child.years, here, child.lead_organisation_id, organisation,
                    'accepted', now(), person, person_name, person, person_name, request);
        PERFORM moving.carry(here, child.id, target, organisation, person, today);
        n := n + 1;
    END LOOP;
    RETURN QUERY SELECT 'done', n;
END $$;
-- +goose StatementEnd

REVOKE EXECUTE ON FUNCTION moving.clear(uuid, uuid, uuid, text, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION moving.clear(uuid, uuid, uuid, text, text, date) TO pinktick_app;
RESET ROLE;
