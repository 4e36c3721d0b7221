-- Up Migration
-- Creators' earnings: when a charge's share became available, and what else their page shows.

alter table charges
  add column settled_at timestamptz,
  add column settlement_id text references ledger_transactions (id),
  add constraint charges_settled check ((settled_at is null) = (settlement_id is null));
create index charges_unsettled on charges (captured_at) where settled_at is null and status = 'captured' and creator_share > 0;
create index charges_unsettled_by_org on charges (earning_org, captured_at)
  where settled_at is null and status = 'captured' and creator_share > 0;

-- Sums that are shown and never spent, spread over lanes like the accounts they go with: the platform's share of an organization's add-ons,
-- and the add-ons it waived on free messages.
create table earning_totals (
  org_id text not null,
  lane smallint not null check (lane between 0 and 7),
  marketplace_revenue microcredits not null,
  waived_add_on microcredits not null,
  waived_messages bigint not null,
  primary key (org_id, lane)
);
