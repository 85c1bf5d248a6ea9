-- What each measure says of each child: one row a case, written in the transaction of every change that a measure may look at.

-- +goose Up
SET LOCAL lock_timeout = '3s';

CREATE TYPE outcome AS ENUM ('pass', 'fail', 'not_applicable', 'incomplete');

CREATE TABLE case_results (
    tenant_id       uuid NOT NULL,
    case_id         bigint NOT NULL,
    rules           text NOT NULL CHECK (rules <> ''), -- the rule set that made it, with the decisions turned round, such as R4 Q-03
    first_year_ends date,                              -- none until there is a first assessment date
    withdrawn       boolean NOT NULL DEFAULT false,    -- the diagnosis of epilepsy
    computed_at     timestamptz NOT NULL DEFAULT now(),
    m_1      outcome NOT NULL DEFAULT 'incomplete',
    m_2      outcome NOT NULL DEFAULT 'incomplete',
    m_3      outcome NOT NULL DEFAULT 'incomplete',
    m_3b     outcome NOT NULL DEFAULT 'incomplete',
    m_4      outcome NOT NULL DEFAULT 'incomplete',
    m_5      outcome NOT NULL DEFAULT 'incomplete',
    m_6      outcome NOT NULL DEFAULT 'incomplete',
    m_7      outcome NOT NULL DEFAULT 'incomplete',
    m_8      outcome NOT NULL DEFAULT 'incomplete',
    m_9a     outcome NOT NULL DEFAULT 'incomplete',
    m_9a_i   outcome NOT NULL DEFAULT 'incomplete',
    m_9a_ii  outcome NOT NULL DEFAULT 'incomplete',
    m_9a_iii outcome NOT NULL DEFAULT 'incomplete',
    m_9b     outcome NOT NULL DEFAULT 'incomplete',
    m_9b_i   outcome NOT NULL DEFAULT 'incomplete',
    m_9b_ii  outcome NOT NULL DEFAULT 'incomplete',
    m_9b_iii outcome NOT NULL DEFAULT 'incomplete',
    m_9b_iv  outcome NOT NULL DEFAULT 'incomplete',
    m_9b_v   outcome NOT NULL DEFAULT 'incomplete',
    m_9b_vi  outcome NOT NULL DEFAULT 'incomplete',
    m_10     outcome NOT NULL DEFAULT 'incomplete',
    PRIMARY KEY (tenant_id, case_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 85); -- no index holds an outcome: a new version fits beside the old one
ALTER TABLE case_results ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_results FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON case_results
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_results TO pinktick_app;

-- National counts: numbers, never rows.
CREATE POLICY counting ON case_results FOR SELECT TO pinktick_counts USING (true);
GRANT SELECT (tenant_id, case_id, rules, first_year_ends, withdrawn, m_1, m_2, m_3, m_3b, m_4, m_5, m_6, m_7, m_8, m_9a, m_9a_i, m_9a_ii, m_9a_iii,
    m_9b, m_9b_i, m_9b_ii, m_9b_iii, m_9b_iv, m_9b_v, m_9b_vi, m_10) ON case_results TO pinktick_counts;

-- The children there are have no results yet: the server makes them when it counts what is due, as soon as it starts. Row
-- security holds the owner too, so it looks at one tenant after the other, and at what was deleted.
-- +goose StatementBegin
DO $$
DECLARE t uuid;
BEGIN
    PERFORM set_config('app.quarantine', 'open', true);
    FOR t IN SELECT id FROM tenants LOOP
        PERFORM set_config('app.tenant', t::text, true);
        UPDATE cases SET recount_on = '0001-01-01' WHERE opted_out_at IS NULL;
    END LOOP;
    PERFORM set_config('app.tenant', '', true);
    PERFORM set_config('app.quarantine', '', true);
END $$;
-- +goose StatementEnd
