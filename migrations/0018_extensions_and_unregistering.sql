-- A centre may be granted longer than the deadline of a cohort, and a child may be taken out of the audit's counts and back.

-- +goose Up
SET LOCAL lock_timeout = '3s';

-- A grant is never deleted: who granted, ended and removed it, and when, stays in its row. Of several the longest holds.
create table deadline_extensions (
  tenant_id uuid not null,
  id bigint generated always as identity,
  organisation_id uuid not null,
  cohort integer not null references audit_periods,
  days integer not null check (days between 1 and 366),
  reason text not null check (reason in ('staff_shortage', 'records_system', 'capacity', 'data_quality', 'other')),
  reason_words text check (length(reason_words) between 1 and 500),
  key uuid not null, -- of the form: the same grant sent twice is one
  granted_at timestamptz not null default now(),
  granted_by uuid not null,
  granted_by_name text not null,
  ended_on date, -- its last day, when it was ended early
  ended_at timestamptz,
  ended_by uuid,
  ended_by_name text,
  removed_at timestamptz,
  removed_by uuid,
  removed_by_name text,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  foreign key (tenant_id, organisation_id) references organisations (tenant_id, id),
  check (reason <> 'other' or reason_words is not null),
  check (num_nulls(ended_on, ended_at, ended_by, ended_by_name) in (0, 4)),
  check (num_nulls(removed_at, removed_by, removed_by_name) in (0, 3))
);
create index deadline_extensions_of on deadline_extensions (tenant_id, organisation_id);
comment on table deadline_extensions is 'Days that a centre was granted beyond the deadline of a cohort, by the national audit team.';

alter table deadline_extensions enable row level security;
alter table deadline_extensions force row level security;
create policy own_tenant on deadline_extensions
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert on deadline_extensions to pinktick_app;
grant update (ended_on, ended_at, ended_by, ended_by_name, removed_at, removed_by, removed_by_name) on deadline_extensions to pinktick_app;

-- An unregistered child keeps its answers and counts nowhere.
alter table cases
  add column unregistered_at timestamptz,
  add column unregistered_by uuid,
  add column unregistered_reason text check (unregistered_reason in ('registered_in_error', 'not_epilepsy', 'duplicate', 'care_elsewhere')),
  add check (num_nulls(unregistered_at, unregistered_by, unregistered_reason) in (0, 3));

grant select (unregistered_at) on cases to pinktick_counts;
set local role pinktick_counts;
create or replace view counts.children_by_tenant as
  select t.ods_code, t.name, t.country_code, count(c.id) as children
  from tenants t left join cases c on c.tenant_id = t.id and c.unregistered_at is null
  where t.participating
  group by t.ods_code, t.name, t.country_code;
reset role;
