-- +goose Up
-- Conditions besides the epilepsy: many rows a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table comorbidities (
  tenant_id uuid not null,
  case_id bigint not null,
  id bigint generated always as identity,
  condition text check (length(condition) between 1 and 100),
  diagnosed_on date,
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

create index comorbidities_of_case on comorbidities (tenant_id, case_id);
create unique index comorbidities_once_a_child on comorbidities (tenant_id, case_id, condition);

alter table comorbidities enable row level security;
alter table comorbidities force row level security;
create policy own_tenant on comorbidities
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on comorbidities to pinktick_app;
