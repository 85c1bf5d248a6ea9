-- The audit's calendar: one period a cohort. `migrate` and `seed` fill it by the rule, some years ahead; rows that are there
-- are never overwritten, so the national audit team may move a deadline or close a period.

-- +goose Up
SET LOCAL lock_timeout = '3s';

create table audit_periods (
  cohort integer primary key check (cohort >= 4),
  label text not null check (length(label) between 1 and 60),
  recruits_from date not null,
  recruits_to date not null,
  collects_to date not null,
  deadline date not null,
  visible boolean not null default true,
  open boolean not null default true,
  constraint audit_periods_in_order check (recruits_from <= recruits_to and recruits_to <= collects_to and collects_to <= deadline),
  constraint audit_periods_side_by_side exclude using gist (daterange(recruits_from, recruits_to, '[]') with &&)
);
comment on table audit_periods is 'One cohort: when its children are first seen, and until when its records are open.';
comment on column audit_periods.deadline is 'The last open day, until 23:59:59 in London.';
comment on column audit_periods.visible is 'Offered where a cohort is chosen.';
comment on column audit_periods.open is 'No: closed for trusts whatever the deadline. The national audit team may always work.';

grant select on audit_periods to pinktick_app, pinktick_counts;
