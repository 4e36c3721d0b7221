-- Up Migration
-- Every administrative act: who, when, what, from, to. Written in the transaction of the act, and never rewritten.

create table audit_log (
  id text primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb
);
create index audit_log_by_subject on audit_log (subject, id desc);
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function ledger_refuse_rewriting();
