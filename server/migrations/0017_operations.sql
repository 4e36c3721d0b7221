-- Up Migration
-- What an operator works through, and secrets that change without anybody noticing. Columns are added without a value, which rewrites no table.

-- A card network says that a payment was probably fraud: weeks before a dispute, and often instead of one.
create table fraud_warnings (
  id text primary key,
  payment_intent_id text,
  -- The top-up that was paid so, if it is one of ours.
  topup_id text references topups (id),
  wallet text,
  kind text not null,
  warned_at timestamptz not null,
  -- When an operator had seen it.
  noted_at timestamptz
);
create index fraud_warnings_open on fraud_warnings (warned_at) where noted_at is null;

-- Both sign until the moment that stands there; afterwards the newer one alone.
alter table webhook_endpoints add column previous_secret text, add column previous_until timestamptz;
alter table webhook_endpoints
  add constraint webhook_endpoints_previous check ((previous_secret is null) = (previous_until is null)) not valid;

-- What was signed with the one before is believed until the moment that stands there.
alter table signing_keys add column previous bytea, add column previous_until timestamptz;
