-- Up Migration
-- What the host's backend is told. Events and their deliveries are written in the transaction of what they tell about, so that nothing is told that did not
-- happen, and nothing that happened is left untold.

create table webhook_endpoints (
  id text primary key,
  url text not null,
  events text[] not null check (cardinality(events) > 0),
  enabled boolean not null,
  -- Kept in the clear: signing needs it. Standard Webhooks secrets sign and open nothing else.
  secret text not null,
  created_at timestamptz not null
);

create table webhook_events (
  id text primary key,
  type text not null,
  body text not null,
  created_at timestamptz not null
);
create index webhook_events_by_time on webhook_events (created_at);

create table webhook_deliveries (
  endpoint_id text not null references webhook_endpoints (id) on delete cascade,
  event_id text not null references webhook_events (id),
  attempts integer not null default 0,
  delivered_at timestamptz,
  dead_at timestamptz,
  last_error text,
  primary key (endpoint_id, event_id)
);
create index webhook_deliveries_open on webhook_deliveries (endpoint_id) where delivered_at is null;

-- Wallets that were told to be low. A top-up arms the alert again.
create table low_balance_alerts (
  wallet text primary key,
  alerted_at timestamptz not null
);
