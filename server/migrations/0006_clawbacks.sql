-- Up Migration
-- Money that comes back: what Stripe has refunded or a bank has taken of a top-up, as far as the ledger has followed it.

alter table topups
  -- Credits clawed back, by cause. Each follows Stripe's own cumulative number, by delta.
  add column refunded microcredits not null default 0 check (refunded >= 0),
  add column disputed microcredits not null default 0 check (disputed >= 0),
  -- Unspent credits that an open dispute keeps beside the wallet while no money has moved yet.
  add column frozen microcredits not null default 0 check (frozen >= 0),
  -- Counts the steps, so that each has a cause of its own in the ledger.
  add column clawback_steps integer not null default 0,
  add constraint topups_clawed_back check (refunded + disputed + frozen <= credits);
