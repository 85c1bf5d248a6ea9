-- +goose Up
-- Eligibility and registration: one row a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table registrations (
  tenant_id uuid not null,
  case_id bigint not null,
  eligibility_confirmed boolean check (eligibility_confirmed),
  lead_organisation_id uuid,
  first_assessment_on date check (first_assessment_on >= date '2020-12-01'),
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, case_id),
  foreign key (tenant_id, lead_organisation_id) references organisations (tenant_id, id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

alter table registrations enable row level security;
alter table registrations force row level security;
create policy own_tenant on registrations
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update on registrations to pinktick_app;
