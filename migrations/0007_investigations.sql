-- +goose Up
-- Tests: one row a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table investigations (
  tenant_id uuid not null,
  case_id bigint not null,
  eeg_indicated boolean,
  eeg_requested_on date,
  eeg_performed_on date,
  eeg_declined boolean,
  twelve_lead_ecg_performed boolean,
  ct_head_performed boolean,
  mri_obtained boolean,
  mri_requested_on date,
  mri_reported_on date,
  mri_declined boolean,
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, case_id),
  check (eeg_performed_on is null or eeg_declined is null),
  check (mri_reported_on is null or mri_declined is null),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

alter table investigations enable row level security;
alter table investigations force row level security;
create policy own_tenant on investigations
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update on investigations to pinktick_app;
