-- A child moves from one centre to another. Each of the two tenants has its own row of a transfer, which holds what that side may
-- know; the child itself moves whole, through functions of a role that nobody signs in as.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- One side of a transfer. Both rows of a transfer have its id; within one tenant there is the origin's alone. The audit number
-- is no key: the child is at the other centre, before or after, and the row outlives the record.
CREATE TABLE transfers (
    tenant_id            uuid NOT NULL REFERENCES tenants,
    id                   uuid NOT NULL,
    side                 text NOT NULL CHECK (side IN ('origin', 'target')),
    kind                 text NOT NULL CHECK (kind IN ('offer', 'ask', 'within', 'closure')),
    audit_number         bigint, -- empty on the side of one who asks by NHS number, until it is agreed
    age                  smallint, -- in whole years on the day of the request: all that a target learns of the child before it accepts
    other_tenant_id      uuid NOT NULL REFERENCES tenants,
    from_organisation_id uuid CONSTRAINT transfers_from REFERENCES organisations,
    to_organisation_id   uuid NOT NULL CONSTRAINT transfers_to REFERENCES organisations,
    state                text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'accepted', 'declined', 'cancelled', 'expired')),
    requested_at         timestamptz NOT NULL DEFAULT now(),
    requested_by         uuid NOT NULL,
    requested_by_name    text NOT NULL,
    request_id           text NOT NULL,
    answered_at          timestamptz,
    answered_by          uuid, -- nobody: it expired, or the record ended
    answered_by_name     text,
    answer_key           uuid, -- of the form: the same answer sent twice is one
    reason               text CHECK (reason IN ('not_our_patient', 'wrong_hospital', 'stays_here', 'duplicate', 'other')),
    reason_words         text CHECK (length(reason_words) BETWEEN 1 AND 500),
    PRIMARY KEY (tenant_id, id),
    CHECK ((state = 'requested') = (answered_at IS NULL)),
    CHECK (reason IS NULL OR state = 'declined'),
    CHECK (reason IS NOT NULL OR state <> 'declined')
);
COMMENT ON TABLE transfers IS 'One side of moving a child between centres: who asked whom, and what became of it.';
CREATE UNIQUE INDEX transfers_one_pending ON transfers (tenant_id, audit_number) WHERE state = 'requested';
CREATE INDEX transfers_pending ON transfers (tenant_id, requested_at) WHERE state = 'requested';
CREATE INDEX transfers_by_time ON transfers (tenant_id, requested_at DESC, id);
CREATE INDEX transfers_of_number ON transfers (audit_number);
CREATE INDEX nation_of_transfers ON transfers (requested_at) WHERE state = 'requested' AND side = 'origin';
ALTER TABLE transfers ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfers FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON transfers
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT ON transfers TO pinktick_app;

-- Who led a child's care before. It moves with the child. The roles that a former lead still has are answers of the milestones.
CREATE TABLE former_leads (
    tenant_id       uuid NOT NULL,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    case_id         bigint NOT NULL,
    organisation_id uuid NOT NULL CONSTRAINT former_leads_organisation REFERENCES organisations,
    led_from        date, -- empty: not known
    led_until       date, -- empty: not known
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX former_leads_of_case ON former_leads (tenant_id, case_id);
ALTER TABLE former_leads ENABLE ROW LEVEL SECURITY;
ALTER TABLE former_leads FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON former_leads
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT ON former_leads TO pinktick_app;

-- Requests made so far become transfers of which the holder is the origin; of several for one child the first.
-- +goose StatementBegin
DO $$
DECLARE t uuid;
BEGIN
    CREATE TEMPORARY TABLE asked ON COMMIT DROP AS SELECT gen_random_uuid() AS made, q.*, NULL::uuid AS lead, NULL::smallint AS age
        FROM transfer_requests q WITH NO DATA;
    FOR t IN SELECT id FROM tenants LOOP
        PERFORM set_config('app.tenant', t::text, true);
        INSERT INTO asked SELECT gen_random_uuid(), q.*, c.lead_organisation_id, date_part('year', age(q.requested_at, c.date_of_birth))
            FROM transfer_requests q JOIN cases c ON c.tenant_id = q.tenant_id AND c.id = q.case_id
            WHERE q.id = (SELECT min(f.id) FROM transfer_requests f WHERE f.tenant_id = q.tenant_id AND f.case_id = q.case_id);
        INSERT INTO transfers (tenant_id, id, side, kind, audit_number, age, other_tenant_id, from_organisation_id, to_organisation_id,
                requested_at, requested_by, requested_by_name, request_id)
            SELECT tenant_id, made, 'origin', 'ask', case_id, age, requesting_tenant_id, lead, requesting_organisation_id,
                requested_at, requested_by, requested_by_name, request_id FROM asked WHERE tenant_id = t;
        UPDATE cases SET transfer_pending = true WHERE id IN (SELECT case_id FROM asked WHERE tenant_id = t);
    END LOOP;
    FOR t IN SELECT DISTINCT requesting_tenant_id FROM asked LOOP
        PERFORM set_config('app.tenant', t::text, true);
        INSERT INTO transfers (tenant_id, id, side, kind, other_tenant_id, from_organisation_id, to_organisation_id,
                requested_at, requested_by, requested_by_name, request_id)
            SELECT t, made, 'target', 'ask', tenant_id, lead, requesting_organisation_id,
                requested_at, requested_by, requested_by_name, request_id FROM asked WHERE requesting_tenant_id = t;
    END LOOP;
    PERFORM set_config('app.tenant', '', true);
END $$;
-- +goose StatementEnd
SET LOCAL ROLE pinktick_finder;
DROP FUNCTION numbers.ask(text, text, uuid, uuid, text, text);
RESET ROLE;
DROP TABLE transfer_requests;

-- Whatever hangs from a case goes where it goes: the case's key changes, and every link follows. A table to come that does not say
-- so holds a transfer up, and a test finds it before. What is there is known to hold; the next migration looks again without
-- keeping anybody from writing.
-- +goose StatementBegin
DO $$
DECLARE link record;
BEGIN
    FOR link IN SELECT conrelid::regclass AS held, conname, pg_get_constraintdef(oid) AS words FROM pg_constraint
                 WHERE contype = 'f' AND confrelid = 'public.cases'::regclass AND confupdtype <> 'c' LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s ON UPDATE CASCADE NOT VALID', link.held, link.conname, link.conname, link.words);
    END LOOP;
END $$;
-- +goose StatementEnd

-- What moves a child has a role of its own. It sees no name, and no answer; of the case what decides whether it may move, and
-- what a target is told.
GRANT USAGE ON SCHEMA public TO pinktick_mover;
GRANT SELECT ON tenants, organisations TO pinktick_mover;
GRANT SELECT (tenant_id, id, date_of_birth, nhs_number, unique_reference_number, lead_organisation_id, cohort, closes_on, expected, completed,
    revision, created_at, locked_at, unregistered_at, opted_out_at, deleted_at, transfer_pending) ON cases TO pinktick_mover;
GRANT UPDATE (tenant_id, lead_organisation_id, transfer_pending, revision, updated_at, recount_on) ON cases TO pinktick_mover;
GRANT SELECT (tenant_id, case_id, lead_organisation_id), INSERT (tenant_id, case_id, lead_organisation_id, updated_by),
    UPDATE (lead_organisation_id, updated_at, updated_by) ON registrations TO pinktick_mover;
GRANT SELECT (tenant_id, case_id), DELETE ON imported_cases TO pinktick_mover;
GRANT SELECT, INSERT ON former_leads TO pinktick_mover;
GRANT SELECT, INSERT, UPDATE (state, answered_at, answered_by, answered_by_name, answer_key, reason, reason_words, audit_number, age) ON transfers TO pinktick_mover;
GRANT SELECT, INSERT, UPDATE ON case_counts TO pinktick_mover; -- whose triggers run in its name
GRANT INSERT ON number_searches TO pinktick_mover;
CREATE POLICY moving ON cases TO pinktick_mover USING (true) WITH CHECK (true);
CREATE POLICY moving ON registrations TO pinktick_mover USING (true) WITH CHECK (true);
CREATE POLICY moving ON imported_cases TO pinktick_mover USING (true) WITH CHECK (false);
CREATE POLICY moving ON former_leads TO pinktick_mover USING (true) WITH CHECK (true);
CREATE POLICY moving ON transfers TO pinktick_mover USING (true) WITH CHECK (true);
CREATE POLICY moving ON case_counts TO pinktick_mover USING (true) WITH CHECK (true);
ALTER POLICY quarantine ON cases TO pinktick_owner, pinktick_app, pinktick_login, pinktick_counts, pinktick_finder, pinktick_keeper, pinktick_mover;

-- The national audit team sees what is pending anywhere, in its read-only transactions.
CREATE POLICY nation ON transfers FOR SELECT TO pinktick_national USING (true);
GRANT SELECT ON transfers TO pinktick_national;

CREATE SCHEMA moving AUTHORIZATION pinktick_mover;
SET LOCAL ROLE pinktick_mover;
GRANT USAGE ON SCHEMA moving TO pinktick_app, pinktick_owner;

-- Locks a case, before anything of its transfers, and says why it may not move; NULL where it may. The day is none where the program
-- has the record before it and has looked at its deadline. A save that is under way
-- ends first and moves along; one that comes after finds no case.
-- +goose StatementBegin
CREATE FUNCTION moving.refusal(origin uuid, number bigint, today date) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE found_case record;
BEGIN
    SELECT opted_out_at, unregistered_at, locked_at, closes_on INTO found_case FROM public.cases
     WHERE tenant_id = origin AND id = number AND deleted_at IS NULL FOR UPDATE;
    RETURN CASE WHEN NOT FOUND OR found_case.opted_out_at IS NOT NULL THEN 'gone'
        WHEN found_case.unregistered_at IS NOT NULL THEN 'unregistered'
        WHEN found_case.locked_at IS NOT NULL THEN 'submitted'
        WHEN found_case.closes_on < today THEN 'closed' END;
END $$;
-- +goose StatementEnd

-- The tenant of an organisation to which a child may go; NULL where it takes none.
-- +goose StatementBegin
CREATE FUNCTION moving.takes(organisation uuid, today date) RETURNS uuid
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.id FROM public.organisations o JOIN public.tenants t ON t.id = o.tenant_id
     WHERE o.id = organisation AND o.active AND t.participating AND (t.closed_on IS NULL OR t.closed_on > today)
$$;
-- +goose StatementEnd

-- Moves a case that is locked, with all that hangs from it. The sender's own id for the child stays behind: it is a name in the
-- origin's systems, and the target may have the same one for another child.
-- +goose StatementBegin
CREATE FUNCTION moving.carry(origin uuid, number bigint, target uuid, organisation uuid, person uuid, today date) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lead  uuid;
    since date;
BEGIN
    SELECT c.lead_organisation_id, coalesce((SELECT max(f.led_until) FROM public.former_leads f WHERE f.tenant_id = origin AND f.case_id = number), c.created_at::date)
      INTO lead, since FROM public.cases c WHERE c.tenant_id = origin AND c.id = number;
    IF lead IS NOT NULL THEN
        INSERT INTO public.former_leads (tenant_id, case_id, organisation_id, led_from, led_until) VALUES (origin, number, lead, since, today);
    END IF;
    DELETE FROM public.imported_cases WHERE tenant_id = origin AND case_id = number;
    UPDATE public.registrations SET lead_organisation_id = NULL WHERE tenant_id = origin AND case_id = number;
    UPDATE public.cases SET tenant_id = target, lead_organisation_id = organisation, transfer_pending = false, revision = revision + 1,
        updated_at = now(), recount_on = '0001-01-01' WHERE tenant_id = origin AND id = number;
    INSERT INTO public.registrations (tenant_id, case_id, lead_organisation_id, updated_by) VALUES (target, number, organisation, person)
        ON CONFLICT (tenant_id, case_id) DO UPDATE SET lead_organisation_id = organisation, updated_at = now(), updated_by = person;
END $$;
-- +goose StatementEnd

-- Notes that the tenant of the transaction offers its child, or within the tenant that it has moved. Who may, the program has
-- decided; the case is locked and stays where it is.
-- +goose StatementBegin
CREATE FUNCTION moving.offer(number bigint, organisation uuid, person uuid, person_name text, request text, today date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here   uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    target uuid := moving.takes(organisation, today);
    why    text;
    lead   uuid;
    years  smallint;
    made   uuid := gen_random_uuid();
BEGIN
    IF here IS NULL OR person IS NULL THEN
        RAISE EXCEPTION 'a child is offered by a person at a tenant';
    END IF;
    why := moving.refusal(here, number, NULL);
    IF why IS NOT NULL THEN
        RETURN why;
    ELSIF target IS NULL THEN
        RETURN 'no_target';
    ELSIF EXISTS (SELECT FROM public.transfers WHERE tenant_id = here AND audit_number = number AND state = 'requested') THEN
        RETURN 'pending';
    END IF;
    SELECT lead_organisation_id, date_part('year', age(today, date_of_birth)) INTO lead, years FROM public.cases WHERE tenant_id = here AND id = number;
    IF target = here THEN
        INSERT INTO public.transfers (tenant_id, id, side, kind, audit_number, age, other_tenant_id, from_organisation_id, to_organisation_id,
                state, answered_at, requested_by, requested_by_name, request_id)
            VALUES (here, made, 'origin', 'within', number, years, here, lead, organisation, 'accepted', now(), person, person_name, request);
        RETURN 'within';
    END IF;
    INSERT INTO public.transfers (tenant_id, id, side, kind, audit_number, age, other_tenant_id, from_organisation_id, to_organisation_id,
            requested_by, requested_by_name, request_id)
        VALUES (here, made, 'origin', 'offer', number, years, target, lead, organisation, person, person_name, request),
               (target, made, 'target', 'offer', number, years, here, lead, organisation, person, person_name, request);
    UPDATE public.cases SET transfer_pending = true WHERE tenant_id = here AND id = number;
    RETURN 'offered';
END $$;
-- +goose StatementEnd

-- Asks whoever holds a number for the child. The holder is told who asks; the asker learns no more than whether it was asked.
-- +goose StatementBegin
CREATE FUNCTION moving.ask(nhs text, reference text, organisation uuid, person uuid, person_name text, request text, today date)
RETURNS TABLE (outcome text, asked_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here    uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    origin  uuid;
    number  bigint;
    why     text;
    pending record;
    made    uuid := gen_random_uuid();
BEGIN
    IF here IS NULL OR person IS NULL OR moving.takes(organisation, today) IS DISTINCT FROM here THEN
        RAISE EXCEPTION 'a transfer is asked for by a person at a tenant, to a hospital of that tenant';
    END IF;
    SELECT c.tenant_id, c.id INTO origin, number
      FROM (SELECT tenant_id, id FROM public.cases WHERE nhs_number = nhs AND deleted_at IS NULL
            UNION ALL
            SELECT tenant_id, id FROM public.cases WHERE unique_reference_number = reference AND deleted_at IS NULL) c
     WHERE c.tenant_id <> here LIMIT 1;
    INSERT INTO public.number_searches (tenant_id, person_id, request_id, outcome)
    VALUES (here, person, request, CASE WHEN origin IS NULL THEN 'free' ELSE 'elsewhere' END);
    IF origin IS NULL THEN
        RETURN;
    END IF;
    why := moving.refusal(origin, number, today);
    IF why = 'gone' THEN
        RETURN;
    ELSIF why IN ('closed', 'unregistered') THEN -- a submission can be taken back before it is agreed
        RETURN QUERY SELECT 'closed', NULL::timestamptz;
        RETURN;
    END IF;
    SELECT t.kind, t.other_tenant_id, t.requested_at INTO pending FROM public.transfers t
     WHERE t.tenant_id = origin AND t.audit_number = number AND t.state = 'requested';
    IF FOUND THEN
        RETURN QUERY SELECT CASE WHEN pending.other_tenant_id <> here THEN 'busy' WHEN pending.kind = 'ask' THEN 'asked' ELSE 'offered' END, pending.requested_at;
        RETURN;
    END IF;
    INSERT INTO public.transfers (tenant_id, id, side, kind, audit_number, age, other_tenant_id, from_organisation_id, to_organisation_id,
            requested_by, requested_by_name, request_id)
        SELECT origin, made, 'origin', 'ask', number, date_part('year', age(today, c.date_of_birth)), here, c.lead_organisation_id, organisation, person, person_name, request
          FROM public.cases c WHERE c.tenant_id = origin AND c.id = number
        UNION ALL
        SELECT here, made, 'target', 'ask', NULL, NULL, origin, c.lead_organisation_id, organisation, person, person_name, request
          FROM public.cases c WHERE c.tenant_id = origin AND c.id = number;
    UPDATE public.cases SET transfer_pending = true, revision = revision + 1 WHERE tenant_id = origin AND id = number;
    RETURN QUERY SELECT 'asked', now();
END $$;
-- +goose StatementEnd

-- Ends a pending transfer whose case is locked, on both sides.
-- +goose StatementBegin
CREATE FUNCTION moving.finish(transfer uuid, origin uuid, target uuid, number bigint, becomes text, person uuid, person_name text, key uuid,
    why text, words text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.transfers SET state = becomes, answered_at = now(), answered_by = person, answered_by_name = person_name, answer_key = key,
        reason = why, reason_words = words, audit_number = CASE WHEN becomes = 'accepted' THEN number ELSE audit_number END
     WHERE id = transfer AND tenant_id IN (origin, target);
    IF becomes <> 'accepted' THEN
        UPDATE public.cases SET transfer_pending = false, revision = revision + 1 WHERE tenant_id = origin AND id = number;
    END IF;
END $$;
-- +goose StatementEnd

-- Answers the transfer of a case that waits for the transaction's tenant: an offer made to it, or a request for its own child.
-- Of two answers at once, or an answer and a withdrawal, the first holds, and the other hears that nothing waits.
-- +goose StatementBegin
CREATE FUNCTION moving.answer(number bigint, accepts boolean, why text, words text, person uuid, person_name text, key uuid, today date)
RETURNS TABLE (outcome text, origin uuid, target uuid, from_organisation uuid, to_organisation uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    here    uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    waiting record;
    refused text;
    home    uuid;
    goal    uuid;
BEGIN
    IF here IS NULL OR person IS NULL THEN
        RAISE EXCEPTION 'a transfer is answered by a person at a tenant';
    END IF;
    SELECT t.* INTO waiting FROM public.transfers t WHERE t.tenant_id = here AND t.audit_number = number AND t.state = 'requested'
       AND (t.side, t.kind) IN (('target', 'offer'), ('origin', 'ask'));
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'gone', NULL::uuid, NULL::uuid, NULL::uuid, NULL::uuid;
        RETURN;
    END IF;
    home := CASE waiting.side WHEN 'origin' THEN here ELSE waiting.other_tenant_id END;
    goal := CASE waiting.side WHEN 'origin' THEN waiting.other_tenant_id ELSE here END;
    refused := moving.refusal(home, number, CASE waiting.side WHEN 'target' THEN today END);
    IF NOT EXISTS (SELECT FROM public.transfers t WHERE t.tenant_id = here AND t.id = waiting.id AND t.state = 'requested' FOR UPDATE) THEN
        refused := 'gone'; -- somebody was first while the case was waited for
    ELSIF refused IS DISTINCT FROM 'gone' AND NOT accepts THEN
        refused := NULL; -- what may not move may be declined
    ELSIF refused IS NULL AND moving.takes(waiting.to_organisation_id, today) IS DISTINCT FROM goal THEN
        refused := 'no_target';
    END IF;
    IF refused IS NULL THEN
        PERFORM moving.finish(waiting.id, home, goal, number, CASE WHEN accepts THEN 'accepted' ELSE 'declined' END, person, person_name, key,
            CASE WHEN NOT accepts THEN why END, CASE WHEN NOT accepts THEN words END);
        IF accepts THEN
            PERFORM moving.carry(home, number, goal, waiting.to_organisation_id, person, today);
        END IF;
    END IF;
    RETURN QUERY SELECT coalesce(refused, 'done'), home, goal, waiting.from_organisation_id, waiting.to_organisation_id;
END $$;
-- +goose StatementEnd

-- Whoever asked, or offered, withdraws while nobody has answered.
-- +goose StatementBegin
CREATE FUNCTION moving.cancel(transfer uuid, person uuid, person_name text, key uuid) RETURNS TABLE (outcome text, origin uuid, number bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    here  uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    own   record;
    child bigint;
    home  uuid;
BEGIN
    IF here IS NULL OR person IS NULL THEN
        RAISE EXCEPTION 'a transfer is withdrawn by a person at a tenant';
    END IF;
    SELECT t.* INTO own FROM public.transfers t WHERE t.tenant_id = here AND t.id = transfer AND t.state = 'requested'
       AND (t.side, t.kind) IN (('origin', 'offer'), ('target', 'ask'));
    home := CASE own.side WHEN 'origin' THEN here ELSE own.other_tenant_id END;
    SELECT t.audit_number INTO child FROM public.transfers t WHERE t.tenant_id = home AND t.id = transfer;
    PERFORM FROM public.cases c WHERE c.tenant_id = home AND c.id = child FOR UPDATE;
    IF NOT EXISTS (SELECT FROM public.transfers t WHERE t.tenant_id = here AND t.id = own.id AND t.state = 'requested' FOR UPDATE) THEN
        RETURN QUERY SELECT 'gone', NULL::uuid, NULL::bigint;
        RETURN;
    END IF;
    PERFORM moving.finish(transfer, home, CASE own.side WHEN 'origin' THEN own.other_tenant_id ELSE here END, child, 'cancelled', person, person_name, key, NULL, NULL);
    RETURN QUERY SELECT 'done', home, child;
END $$;
-- +goose StatementEnd

-- What an offered child would bring: numbers, no answer. Only while the offer waits for the transaction's tenant.
-- +goose StatementBegin
CREATE FUNCTION moving.preview(number bigint) RETURNS TABLE (answered smallint, asked smallint, cohort smallint, closes_on date, submitted boolean, unregistered boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.completed, c.expected, c.cohort, c.closes_on, c.locked_at IS NOT NULL, c.unregistered_at IS NOT NULL
      FROM public.transfers t JOIN public.cases c ON c.tenant_id = t.other_tenant_id AND c.id = t.audit_number AND c.deleted_at IS NULL
     WHERE t.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND t.audit_number = number
       AND t.state = 'requested' AND t.side = 'target' AND t.kind = 'offer'
$$;
-- +goose StatementEnd

-- What nobody has answered for 28 days expires. The tenant of the transaction is the origin.
-- +goose StatementBegin
CREATE FUNCTION moving.expire() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here uuid := nullif(current_setting('app.tenant', true), '')::uuid;
    old  record;
    n    bigint := 0;
BEGIN
    FOR old IN SELECT id, audit_number, other_tenant_id FROM public.transfers
                WHERE tenant_id = here AND side = 'origin' AND state = 'requested' AND requested_at < now() - interval '28 days' ORDER BY audit_number LOOP
        PERFORM FROM public.cases c WHERE c.tenant_id = here AND c.id = old.audit_number FOR UPDATE;
        IF EXISTS (SELECT FROM public.transfers WHERE tenant_id = here AND id = old.id AND state = 'requested' FOR UPDATE) THEN
            PERFORM moving.finish(old.id, here, old.other_tenant_id, old.audit_number, 'expired', NULL, NULL, NULL, NULL, NULL);
            n := n + 1;
        END IF;
    END LOOP;
    RETURN n;
END $$;
-- +goose StatementEnd

-- A record that ends takes its pending transfer along. Where it is erased, nothing is left of the child but its number.
-- +goose StatementBegin
CREATE FUNCTION moving.release() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE made uuid;
BEGIN
    SELECT id INTO made FROM public.transfers WHERE tenant_id = OLD.tenant_id AND audit_number = OLD.id AND state = 'requested';
    UPDATE public.transfers SET state = 'cancelled', answered_at = now() WHERE id = made;
    IF TG_OP = 'DELETE' THEN
        UPDATE public.transfers SET age = NULL, reason_words = NULL WHERE audit_number = OLD.id;
        RETURN OLD;
    END IF;
    NEW.transfer_pending := false;
    RETURN NEW;
END $$;
-- +goose StatementEnd

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA moving FROM PUBLIC;
GRANT EXECUTE ON FUNCTION moving.offer(bigint, uuid, uuid, text, text, date), moving.ask(text, text, uuid, uuid, text, text, date),
    moving.answer(bigint, boolean, text, text, uuid, text, uuid, date), moving.cancel(uuid, uuid, text, uuid), moving.preview(bigint), moving.expire() TO pinktick_app;
GRANT EXECUTE ON FUNCTION moving.release() TO pinktick_owner;
RESET ROLE;

CREATE TRIGGER released_gone BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION moving.release();
CREATE TRIGGER released_deleted BEFORE UPDATE OF deleted_at ON cases FOR EACH ROW
    WHEN (OLD.transfer_pending AND OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION moving.release();
