-- Indexes of the list: each order within a tenant and across all, and each filter that keeps few of a million. None holds a
-- column that most saves change, such as completed, so that those saves touch no index. What is deleted is in none: so a count needs the index alone.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- A tenant's list.
DROP INDEX cases_by_surname;
CREATE INDEX cases_by_surname ON cases (tenant_id, lower(surname), lower(first_name), id) WHERE deleted_at IS NULL;
CREATE INDEX cases_of_lead ON cases (tenant_id, lead_organisation_id, lower(surname), lower(first_name), id) WHERE deleted_at IS NULL;
CREATE INDEX cases_by_sex ON cases (tenant_id, sex, id) WHERE deleted_at IS NULL;
CREATE INDEX cases_by_number ON cases (tenant_id, nhs_number, id) WHERE deleted_at IS NULL;
CREATE INDEX cases_by_closing ON cases (tenant_id, closes_on, id) WHERE deleted_at IS NULL;
CREATE INDEX cases_by_cohort ON cases (tenant_id, cohort, closes_on, id) WHERE deleted_at IS NULL;
CREATE INDEX cases_by_stage ON cases (tenant_id, stage, closes_on, id) WHERE deleted_at IS NULL;
CREATE INDEX cases_to_recount ON cases (tenant_id, recount_on) WHERE recount_on IS NOT NULL;

-- The national list. Its order by audit number and NHS number is that of the unique indexes.
CREATE INDEX nation_by_surname ON cases (lower(surname), lower(first_name), id) WHERE deleted_at IS NULL;
CREATE INDEX nation_by_sex ON cases (sex, id) WHERE deleted_at IS NULL;
CREATE INDEX nation_by_closing ON cases (closes_on, id) WHERE deleted_at IS NULL;
CREATE INDEX nation_by_cohort ON cases (cohort, closes_on, id) WHERE deleted_at IS NULL;
CREATE INDEX nation_by_stage ON cases (stage, closes_on, id) WHERE deleted_at IS NULL;
CREATE INDEX nation_by_forms ON cases (forms_incomplete, id) WHERE deleted_at IS NULL;
CREATE INDEX nation_without_lead ON cases (id) WHERE deleted_at IS NULL AND lead_organisation_id IS NULL;
CREATE INDEX nation_in_transfer ON cases (id) WHERE deleted_at IS NULL AND transfer_pending;
CREATE INDEX nation_in_doubt ON cases (id) WHERE deleted_at IS NULL AND warnings > 0;
CREATE INDEX nation_by_words ON cases USING gin (search gin_trgm_ops) WHERE deleted_at IS NULL;
