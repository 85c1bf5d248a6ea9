-- +goose Up
-- First paediatric assessment: one row a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table first_assessments (
  tenant_id uuid not null,
  case_id bigint not null,
  setting text check (setting in ('1', '2', '3')),
  general_examination_recorded boolean,
  neurological_examination_recorded boolean,
  developmental_difficulties_addressed boolean,
  behavioural_difficulties_addressed boolean,
  episode_count_recorded boolean,
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, case_id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

alter table first_assessments enable row level security;
alter table first_assessments force row level security;
create policy own_tenant on first_assessments
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update on first_assessments to pinktick_app;
