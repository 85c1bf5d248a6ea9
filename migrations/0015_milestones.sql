-- +goose Up
-- Referrals, and when the child was seen: one row a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table milestones (
  tenant_id uuid not null,
  case_id bigint not null,
  paediatrician_referred boolean,
  paediatrician_referred_on date,
  paediatrician_seen_on date,
  general_paediatric_organisation_id uuid references organisations,
  neurologist_referred boolean,
  neurologist_referred_on date,
  neurologist_seen_on date,
  neurology_organisation_id uuid references organisations,
  surgery_criteria_met boolean,
  surgery_referred boolean,
  surgery_referred_on date,
  surgery_seen_on date,
  surgery_seen_on_unknown boolean,
  surgery_organisation_id uuid references organisations,
  nurse_referred boolean,
  nurse_referred_on date,
  nurse_seen_on date,
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, case_id),
  check (surgery_seen_on is null or surgery_seen_on_unknown is null),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

alter table milestones enable row level security;
alter table milestones force row level security;
create policy own_tenant on milestones
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update on milestones to pinktick_app;
