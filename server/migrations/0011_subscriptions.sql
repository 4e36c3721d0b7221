-- Up Migration
-- Paid plans: one subscription a wallet, as Stripe last described it. A wallet without a row has the free plan.

create table subscriptions (
  wallet text primary key,
  subscription_id text not null unique,
  plan_id text not null,
  -- Stripe's own word; what it means for the plan is decided when it is read, since grace ends by the clock.
  status text not null,
  period_end timestamptz,
  cancel_at timestamptz,
  past_due_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint subscriptions_past_due check ((status = 'past_due') = (past_due_since is not null))
);
