-- +goose Up
-- Epilepsy context: one row a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table epilepsy_contexts (
  tenant_id uuid not null,
  case_id bigint not null,
  febrile_seizures text check (febrile_seizures in ('Y', 'N', 'U')),
  acute_symptomatic_seizures text check (acute_symptomatic_seizures in ('Y', 'N', 'U')),
  family_history text check (family_history in ('Y', 'N', 'U')),
  neonatal_seizures text check (neonatal_seizures in ('Y', 'N', 'U')),
  any_convulsive_seizure boolean,
  prolonged_generalised_convulsive text check (prolonged_generalised_convulsive in ('Y', 'N', 'U')),
  prolonged_focal text check (prolonged_focal in ('Y', 'N', 'U')),
  diagnosis_withdrawn boolean,
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, case_id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

alter table epilepsy_contexts enable row level security;
alter table epilepsy_contexts force row level security;
create policy own_tenant on epilepsy_contexts
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update on epilepsy_contexts to pinktick_app;
