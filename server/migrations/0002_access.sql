-- Up Migration
-- Who may call: secret keys of backends, sessions of browsers. Both are kept as SHA-256 hashes: they carry 192 random bits, so
-- a slow password hash would add nothing.

create table api_keys (
  id text primary key,
  hash bytea not null unique check (octet_length(hash) = 32),
  name text not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  hint text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_newest on api_keys (id desc);

create table sessions (
  id text primary key,
  hash bytea not null unique check (octet_length(hash) = 32),
  user_id text not null,
  orgs jsonb not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  revoked_at timestamptz
);
create index sessions_by_expiry on sessions (expires_at);

-- The first answer to each Idempotency-Key. `id` is a hash of caller, endpoint and key; the reply is encrypted with the key itself, which is
-- not kept, because some replies show a secret once.
create table idempotency_keys (
  id bytea primary key,
  cause text not null unique,
  fingerprint bytea not null,
  run uuid not null,
  lease_until timestamptz not null,
  status smallint,
  reply bytea,
  created_at timestamptz not null,
  check ((status is null) = (reply is null))
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

-- Secrets that every process on this database shares, such as the one quotes are signed with.
create table signing_keys (
  id text primary key,
  purpose text not null,
  secret bytea not null check (octet_length(secret) >= 32),
  created_at timestamptz not null default now()
);
create unique index signing_keys_one_per_purpose on signing_keys (purpose);
