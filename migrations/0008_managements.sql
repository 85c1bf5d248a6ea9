-- +goose Up
-- Treatment and care plan: one row a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table managements (
  tenant_id uuid not null,
  case_id bigint not null,
  antiseizure_medicine_given boolean,
  rescue_medicine_prescribed boolean,
  care_plan_started boolean,
  care_plan_on date,
  care_plan_agreed boolean,
  care_plan_has_service_contact boolean,
  care_plan_covers_first_aid boolean,
  care_plan_covers_prolonged_seizure boolean,
  care_plan_covers_participation boolean,
  care_plan_covers_water_safety boolean,
  care_plan_covers_sudep boolean,
  care_plan_has_school_plan boolean,
  care_plan_updated boolean,
  mental_health_support_referred boolean,
  mental_health_support_in_place boolean,
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, case_id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

alter table managements enable row level security;
alter table managements force row level security;
create policy own_tenant on managements
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update on managements to pinktick_app;
