-- +goose Up
-- Antiseizure and rescue medicines: many rows a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table medicines (
  tenant_id uuid not null,
  case_id bigint not null,
  id bigint generated always as identity,
  is_rescue boolean not null,
  medicine text,
  started_on date,
  stopped_on date,
  risks_discussed boolean,
  annual_risk_form_done boolean,
  pregnancy_prevention_in_place boolean,
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

create index medicines_of_case on medicines (tenant_id, case_id);
create unique index medicines_once_a_child on medicines (tenant_id, case_id, medicine);

alter table medicines enable row level security;
alter table medicines force row level security;
create policy own_tenant on medicines
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on medicines to pinktick_app;
