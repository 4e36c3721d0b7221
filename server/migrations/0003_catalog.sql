-- Up Migration
-- What there is to pay for: AI models with the operator's price, agents with their creator's.

create table models (
  id text primary key,
  name text not null,
  infra microcredits not null check (infra >= 0),
  updated_at timestamptz not null
);

create table agents (
  id text primary key,
  name text not null,
  model_id text not null references models (id),
  org_id text not null,
  visibility text not null check (visibility in ('public', 'private')),
  add_on microcredits not null check (add_on >= 0),
  free_messages integer not null check (free_messages between 0 and 1000),
  version integer not null check (version > 0),
  updated_at timestamptz not null,
  constraint agents_private_without_add_on check (visibility = 'public' or add_on = 0)
);
create index agents_by_model on agents (model_id);
create index agents_by_org on agents (org_id, id);

-- Every price an agent ever had: what was charged can be explained years later.
create table agent_prices (
  agent_id text not null references agents (id),
  version integer not null,
  infra microcredits not null,
  add_on microcredits not null,
  free_messages integer not null,
  changed_by text not null,
  created_at timestamptz not null,
  primary key (agent_id, version)
);
create trigger agent_prices_append_only before update or delete or truncate on agent_prices
  for each statement execute function ledger_refuse_rewriting();
