-- Up Migration
-- What members may spend of their organization's wallet. The row is the lock that makes the limit exact, and keeps the sum of its period.

create table budgets (
  org_id text not null,
  user_id text not null,
  credit_limit microcredits not null check (credit_limit >= 0),
  period text not null check (period in ('day', 'week', 'month')),
  period_start timestamptz not null,
  spent microcredits not null check (spent >= 0),
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id, user_id)
);
create index charges_by_member on charges (org_id, user_id, created_at) where org_id is not null;
