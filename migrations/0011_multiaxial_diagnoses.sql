-- +goose Up
-- Multiaxial diagnosis: one row a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table multiaxial_diagnoses (
  tenant_id uuid not null,
  case_id bigint not null,
  syndrome_present boolean,
  cause_known boolean,
  cause_categories text[] check (cause_categories <@ array['Gen', 'Imm', 'Inf', 'Met', 'Str'] and cardinality(cause_categories) > 0),
  cause text check (length(cause) between 1 and 100), -- of a list that changes without a release
  impairments_present boolean,
  autism_diagnosed boolean,
  developmental_delay boolean,
  delay_severity text check (delay_severity in ('mild', 'moderate', 'severe', 'profound', 'uncertain')),
  mental_health_screened boolean,
  mental_health_problem_found boolean,
  mental_health_problems text[] check (mental_health_problems <@ array['AxD', 'EmB', 'MoD', 'SHm', 'Oth']
    and cardinality(mental_health_problems) > 0),
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, case_id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

alter table multiaxial_diagnoses enable row level security;
alter table multiaxial_diagnoses force row level security;
create policy own_tenant on multiaxial_diagnoses
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update on multiaxial_diagnoses to pinktick_app;
