-- +goose Up
-- Epilepsy syndromes: many rows a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table syndromes (
  tenant_id uuid not null,
  case_id bigint not null,
  id bigint generated always as identity,
  syndrome text check (length(syndrome) between 1 and 100),
  diagnosed_on date,
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

create index syndromes_of_case on syndromes (tenant_id, case_id);
create unique index syndromes_once_a_child on syndromes (tenant_id, case_id, syndrome);

alter table syndromes enable row level security;
alter table syndromes force row level security;
create policy own_tenant on syndromes
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on syndromes to pinktick_app;
