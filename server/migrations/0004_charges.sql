-- Up Migration
-- One row per message. Its first answer stands in columns that never change, so that a repeated request is answered from them.

create table charges (
  id text primary key,
  message_id text not null,
  idempotency_key text,
  request_hash bytea not null,
  agent_id text not null,
  agent_name text not null,
  user_id text not null,
  org_id text,
  wallet text not null,
  price_version integer not null,
  infra microcredits not null check (infra >= 0),
  add_on microcredits not null check (add_on >= 0),
  waived_infra microcredits not null check (waived_infra >= 0),
  waived_add_on microcredits not null check (waived_add_on >= 0),
  amount microcredits not null,
  free boolean not null,
  earning_org text not null,
  creator_share microcredits not null check (creator_share >= 0),
  platform_share microcredits not null check (platform_share >= 0),
  lane smallint not null,
  held_first boolean not null,
  status text not null check (status in ('held', 'captured', 'released', 'refunded')),
  free_remaining integer not null check (free_remaining >= 0),
  balance_after microcredits not null,
  created_at timestamptz not null,
  hold_expires_at timestamptz,
  captured_at timestamptz,
  ended_at timestamptz,
  ended_cause text,
  constraint charges_one_per_message unique (message_id),
  constraint charges_parts check (amount = infra + add_on),
  constraint charges_split check (creator_share + platform_share = add_on),
  constraint charges_free_is_free check (not free or amount = 0),
  constraint charges_hold_expires check (held_first = (hold_expires_at is not null)),
  constraint charges_captured check (captured_at is not null or status in ('held', 'released'))
);
create unique index charges_by_idempotency_key on charges (idempotency_key) where idempotency_key is not null;
create index charges_held on charges (hold_expires_at) where status = 'held';

-- Free messages a user has had of an agent, over all time. The row is the lock that makes the last one atomic.
create table free_messages (
  agent_id text not null,
  user_id text not null,
  used integer not null check (used >= 0),
  primary key (agent_id, user_id)
);
