-- +goose Up
-- Kinds of episode: many rows a case. NULL is not answered yet. Comments on the columns come from pkg/dataset.
SET LOCAL lock_timeout = '3s';

create table episodes (
  tenant_id uuid not null,
  case_id bigint not null,
  id bigint generated always as identity,
  onset_on date,
  onset_confidence text check (onset_confidence in ('Apx', 'Exc', 'NK')),
  pattern text check (pattern in ('a', 'b', 'c')),
  description_obtained boolean,
  description text check (length(description) between 1 and 2000),
  description_keywords text[] check (cardinality(description_keywords) between 1 and 200),
  description_keywords_removed text[], -- taken off by a person: they stay off however the description changes
  status text check (status in ('E', 'NE', 'U')),
  onset_type text check (onset_type in ('FO', 'GO', 'UC', 'UO')),
  generalised_type text check (generalised_type in ('AEM', 'Ato', 'Aab', 'Clo', 'EpS', 'MyC', 'MAb', 'MAt', 'MTC', 'Ton',
    'TCl', 'TAb', 'Oth')),
  focal_left boolean,
  focal_right boolean,
  focal_side_unknown boolean,
  focal_atonic boolean,
  focal_clonic boolean,
  focal_epileptic_spasms boolean,
  focal_hyperkinetic boolean,
  focal_myoclonic boolean,
  focal_tonic boolean,
  focal_to_bilateral_tonic_clonic boolean,
  focal_automatisms boolean,
  focal_impaired_awareness boolean,
  focal_gelastic boolean,
  focal_autonomic boolean,
  focal_behavioural_arrest boolean,
  focal_cognitive boolean,
  focal_emotional boolean,
  focal_sensory boolean,
  focal_centrotemporal boolean,
  focal_temporal boolean,
  focal_frontal boolean,
  focal_parietal boolean,
  focal_occipital boolean,
  nonepileptic_appearance text check (nonepileptic_appearance in ('BAr', 'EpS', 'TCl', 'Oth')),
  nonepileptic_type text check (nonepileptic_type in ('BPP', 'MAD', 'ME', 'PMD', 'SRC', 'SAS', 'Oth')),
  nonepileptic_syncope text check (nonepileptic_syncope in ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j')),
  nonepileptic_behavioural text check (nonepileptic_behavioural in ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j')),
  nonepileptic_sleep text check (nonepileptic_sleep in ('a', 'b', 'c', 'd', 'e', 'f', 'g')),
  nonepileptic_movement text check (nonepileptic_movement in ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j')),
  nonepileptic_migraine text check (nonepileptic_migraine in ('a', 'b', 'c', 'd', 'e')),
  nonepileptic_miscellaneous text check (nonepileptic_miscellaneous in ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')),
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (tenant_id, id),
  check (coalesce(focal_left, false)::int + coalesce(focal_right, false)::int + coalesce(focal_side_unknown, false)::int <= 1),
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade
);

create index episodes_of_case on episodes (tenant_id, case_id);

alter table episodes enable row level security;
alter table episodes force row level security;
create policy own_tenant on episodes
  using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on episodes to pinktick_app;
