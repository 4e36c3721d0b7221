-- Up Migration
-- A message moves the payer's wallet, the creator's earnings and two accounts of the platform's. Nobody browses the platform's: their lines stand
-- in the payer's, with amount, number and balance after like every other, and need neither a row nor a key of their own. Lines from before keep theirs.
alter table ledger_entries
  add column income_lane smallint,
  add column infra microcredits,
  add column infra_seq bigint,
  add column infra_after microcredits,
  add column marketplace microcredits,
  add column marketplace_seq bigint,
  add column marketplace_after microcredits;

-- Whole or not at all. Not checked for the rows that are there, which have none.
alter table ledger_entries add constraint ledger_entries_income check (
  case when infra_seq is null then infra is null and infra_after is null
    else infra_seq > 0 and infra is not null and infra_after is not null and income_lane is not null end
  and case when marketplace_seq is null then marketplace is null and marketplace_after is null
    else marketplace_seq > 0 and marketplace is not null and marketplace_after is not null and income_lane is not null end
) not valid;

create view ledger_lines as
  select account, lane, seq, transaction_id, kind, amount, balance_after, created_at from ledger_entries
  union all
  select 'platform:infra_revenue', income_lane, infra_seq, transaction_id, kind, infra, infra_after, created_at
  from ledger_entries where infra_seq is not null
  union all
  select 'platform:marketplace_revenue', income_lane, marketplace_seq, transaction_id, kind, marketplace, marketplace_after, created_at
  from ledger_entries where marketplace_seq is not null;
comment on view ledger_lines is 'Every line of every account: entries, and what stands in them of the platform''s income.';

create or replace function ledger_refuse_unbalanced() returns trigger language plpgsql as $$
declare
  offender text;
begin
  select transaction_id into offender from added
  group by transaction_id having sum(amount + coalesce(infra, 0) + coalesce(marketplace, 0)) <> 0 limit 1;
  if offender is not null then
    raise exception 'transaction % does not sum to zero', offender using errcode = 'check_violation';
  end if;
  return null;
end $$;
