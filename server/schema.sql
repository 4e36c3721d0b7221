-- The schema that the migrations make, for reading. Made by a test; never edited.

create table agent_prices (
  agent_id text not null,
  version integer not null,
  infra microcredits not null,
  add_on microcredits not null,
  free_messages integer not null,
  changed_by text not null,
  created_at timestamp with time zone not null,
  constraint agent_prices_pkey PRIMARY KEY (agent_id, version),
  constraint agent_prices_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id)
);

create table agents (
  id text not null,
  name text not null,
  model_id text not null,
  org_id text not null,
  visibility text not null,
  add_on microcredits not null,
  free_messages integer not null,
  version integer not null,
  updated_at timestamp with time zone not null,
  constraint agents_pkey PRIMARY KEY (id),
  constraint agents_model_id_fkey FOREIGN KEY (model_id) REFERENCES models(id),
  constraint agents_add_on_check CHECK (((add_on)::bigint >= 0)),
  constraint agents_free_messages_check CHECK (((free_messages >= 0) AND (free_messages <= 1000))),
  constraint agents_private_without_add_on CHECK (((visibility = 'public'::text) OR ((add_on)::bigint = 0))),
  constraint agents_version_check CHECK ((version > 0)),
  constraint agents_visibility_check CHECK ((visibility = ANY (ARRAY['public'::text, 'private'::text])))
);

create table api_keys (
  id text not null,
  hash bytea not null,
  name text not null,
  scopes text[] not null,
  hint text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_keys_hash_key UNIQUE (hash),
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_hash_check CHECK ((octet_length(hash) = 32)),
  constraint api_keys_scopes_check CHECK ((cardinality(scopes) > 0))
);

create table audit_log (
  id text not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb,
  constraint audit_log_pkey PRIMARY KEY (id)
);

create table auto_topups (
  wallet text not null,
  enabled boolean not null,
  threshold microcredits not null,
  pack_id text not null,
  monthly_cap microcredits not null,
  failures integer not null default 0,
  next_try_at timestamp with time zone,
  obstacle text,
  action_url text,
  last_failure text,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  constraint auto_topups_pkey PRIMARY KEY (wallet),
  constraint auto_topups_failures_check CHECK ((failures >= 0)),
  constraint auto_topups_monthly_cap_check CHECK (((monthly_cap)::bigint >= 0)),
  constraint auto_topups_obstacle_check CHECK ((obstacle = ANY (ARRAY['needs_card'::text, 'needs_action'::text, 'paused'::text]))),
  constraint auto_topups_threshold_check CHECK (((threshold)::bigint >= 0))
);

create table budgets (
  org_id text not null,
  user_id text not null,
  credit_limit microcredits not null,
  period text not null,
  period_start timestamp with time zone not null,
  spent microcredits not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  constraint budgets_pkey PRIMARY KEY (org_id, user_id),
  constraint budgets_credit_limit_check CHECK (((credit_limit)::bigint >= 0)),
  constraint budgets_period_check CHECK ((period = ANY (ARRAY['day'::text, 'week'::text, 'month'::text]))),
  constraint budgets_spent_check CHECK (((spent)::bigint >= 0))
);

create table charges (
  id text not null,
  message_id text not null,
  idempotency_key text,
  request_hash bytea,
  agent_id text not null,
  agent_name text not null,
  user_id text not null,
  org_id text,
  wallet text not null,
  price_version integer not null,
  infra microcredits not null,
  add_on microcredits not null,
  waived_infra microcredits not null,
  waived_add_on microcredits not null,
  amount microcredits not null,
  free boolean not null,
  earning_org text not null,
  creator_share microcredits not null,
  platform_share microcredits not null,
  lane smallint not null,
  held_first boolean not null,
  status text not null,
  free_remaining integer not null,
  balance_after microcredits not null,
  created_at timestamp with time zone not null,
  hold_expires_at timestamp with time zone,
  captured_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_cause text,
  settled_at timestamp with time zone,
  settlement_id text,
  constraint charges_one_per_message UNIQUE (message_id),
  constraint charges_pkey PRIMARY KEY (id),
  constraint charges_add_on_check CHECK (((add_on)::bigint >= 0)),
  constraint charges_captured CHECK (((captured_at IS NOT NULL) OR (status = ANY (ARRAY['held'::text, 'released'::text])))),
  constraint charges_creator_share_check CHECK (((creator_share)::bigint >= 0)),
  constraint charges_free_is_free CHECK (((NOT free) OR ((amount)::bigint = 0))),
  constraint charges_free_remaining_check CHECK ((free_remaining >= 0)),
  constraint charges_hold_expires CHECK ((held_first = (hold_expires_at IS NOT NULL))),
  constraint charges_infra_check CHECK (((infra)::bigint >= 0)),
  constraint charges_parts CHECK (((amount)::bigint = ((infra)::bigint + (add_on)::bigint))),
  constraint charges_platform_share_check CHECK (((platform_share)::bigint >= 0)),
  constraint charges_settled CHECK (((settled_at IS NULL) = (settlement_id IS NULL))),
  constraint charges_split CHECK ((((creator_share)::bigint + (platform_share)::bigint) = (add_on)::bigint)),
  constraint charges_status_check CHECK ((status = ANY (ARRAY['held'::text, 'captured'::text, 'released'::text, 'refunded'::text]))),
  constraint charges_waived_add_on_check CHECK (((waived_add_on)::bigint >= 0)),
  constraint charges_waived_infra_check CHECK (((waived_infra)::bigint >= 0))
);

create table connected_accounts (
  org_id text not null,
  account_id text not null,
  details_submitted boolean not null default false,
  payouts_enabled boolean not null default false,
  requirements_due text[] not null default '{}'::text[],
  disabled_reason text,
  bank_failures integer not null default 0,
  disconnected_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint connected_accounts_account_id_key UNIQUE (account_id),
  constraint connected_accounts_pkey PRIMARY KEY (org_id),
  constraint connected_accounts_bank_failures_check CHECK ((bank_failures >= 0))
);

create table earning_totals (
  org_id text not null,
  lane smallint not null,
  marketplace_revenue microcredits not null,
  waived_add_on microcredits not null,
  waived_messages bigint not null,
  constraint earning_totals_pkey PRIMARY KEY (org_id, lane),
  constraint earning_totals_lane_check CHECK (((lane >= 0) AND (lane <= 63)))
);

create table fraud_warnings (
  id text not null,
  payment_intent_id text,
  topup_id text,
  wallet text,
  kind text not null,
  warned_at timestamp with time zone not null,
  noted_at timestamp with time zone,
  constraint fraud_warnings_pkey PRIMARY KEY (id),
  constraint fraud_warnings_topup_id_fkey FOREIGN KEY (topup_id) REFERENCES topups(id)
);

create table free_messages (
  agent_id text not null,
  user_id text not null,
  used integer not null,
  constraint free_messages_pkey PRIMARY KEY (agent_id, user_id),
  constraint free_messages_used_check CHECK ((used >= 0))
);

create table idempotency_keys (
  id bytea not null,
  cause text not null,
  fingerprint bytea not null,
  run uuid not null,
  lease_until timestamp with time zone not null,
  status smallint,
  reply bytea,
  created_at timestamp with time zone not null,
  constraint idempotency_keys_cause_key UNIQUE (cause),
  constraint idempotency_keys_pkey PRIMARY KEY (id),
  constraint idempotency_keys_check CHECK (((status IS NULL) = (reply IS NULL)))
);

create table ledger_accounts (
  account text not null,
  lane smallint not null default 0,
  posted microcredits not null default 0,
  seq bigint not null default 0,
  constraint ledger_accounts_pkey PRIMARY KEY (account, lane),
  constraint ledger_accounts_floor CHECK ((((posted)::bigint >= 0) OR (NOT ((account ~~ 'held:%'::text) OR (account ~~ 'earnings:%'::text))))),
  constraint ledger_accounts_known CHECK (((account ~~ 'wallet:user:_%'::text) OR (account ~~ 'wallet:org:_%'::text) OR (account ~~ 'held:user:_%'::text) OR (account ~~ 'held:org:_%'::text) OR ((account ~~ 'earnings:_%'::text) AND ((account ~~ '%:pending'::text) OR (account ~~ '%:available'::text) OR (account ~~ '%:in\_transit'::text))) OR (account = ANY (ARRAY['platform:cash'::text, 'platform:infra_revenue'::text, 'platform:marketplace_revenue'::text, 'platform:free_message_subsidy'::text, 'platform:promotions'::text, 'platform:dispute_loss'::text])))),
  constraint ledger_accounts_lane_check CHECK (((lane >= 0) AND (lane <= 63))),
  constraint ledger_accounts_one_lane CHECK (((lane = 0) OR (NOT ((account ~~ 'wallet:%'::text) OR (account ~~ 'held:%'::text))))),
  constraint ledger_accounts_seq_check CHECK ((seq >= 0))
);

create table ledger_entries (
  account text not null,
  lane smallint not null,
  seq bigint not null,
  transaction_id text not null,
  kind text not null,
  amount microcredits not null,
  balance_after microcredits not null,
  created_at timestamp with time zone not null,
  income_lane smallint,
  infra microcredits,
  infra_seq bigint,
  infra_after microcredits,
  marketplace microcredits,
  marketplace_seq bigint,
  marketplace_after microcredits,
  constraint ledger_entries_pkey PRIMARY KEY (account, lane, seq),
  constraint ledger_entries_floor CHECK ((((balance_after)::bigint >= 0) OR (account ~~ 'platform:%'::text) OR ((account ~~ 'wallet:%'::text) AND (((amount)::bigint >= 0) OR (kind = ANY (ARRAY['topup_refund'::text, 'dispute'::text])))))),
  constraint ledger_entries_income CHECK ((
CASE
    WHEN (infra_seq IS NULL) THEN ((infra IS NULL) AND (infra_after IS NULL))
    ELSE ((infra_seq > 0) AND (infra IS NOT NULL) AND (infra_after IS NOT NULL) AND (income_lane IS NOT NULL))
END AND
CASE
    WHEN (marketplace_seq IS NULL) THEN ((marketplace IS NULL) AND (marketplace_after IS NULL))
    ELSE ((marketplace_seq > 0) AND (marketplace IS NOT NULL) AND (marketplace_after IS NOT NULL) AND (income_lane IS NOT NULL))
END)) NOT VALID,
  constraint ledger_entries_seq_check CHECK ((seq > 0))
);

create table ledger_transactions (
  id text not null,
  kind text not null,
  source_kind text not null,
  source_id text not null,
  details jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  constraint ledger_transactions_one_effect UNIQUE (source_kind, source_id),
  constraint ledger_transactions_pkey PRIMARY KEY (id),
  constraint ledger_transactions_kind_check CHECK ((kind = ANY (ARRAY['adjustment'::text, 'capture'::text, 'charge'::text, 'dispute'::text, 'dispute_reversed'::text, 'earnings_settled'::text, 'free_message'::text, 'hold'::text, 'payout'::text, 'plan_grant'::text, 'refund'::text, 'release'::text, 'topup'::text, 'topup_refund'::text])))
);

create table low_balance_alerts (
  wallet text not null,
  alerted_at timestamp with time zone not null,
  constraint low_balance_alerts_pkey PRIMARY KEY (wallet)
);

create table models (
  id text not null,
  name text not null,
  infra microcredits not null,
  updated_at timestamp with time zone not null,
  constraint models_pkey PRIMARY KEY (id),
  constraint models_infra_check CHECK (((infra)::bigint >= 0))
);

create table payouts (
  id text not null,
  cause text not null,
  org_id text not null,
  account_id text not null,
  amount microcredits not null,
  amount_cents bigint not null,
  currency text not null,
  status text not null,
  attempt integer not null default 1,
  sent_at timestamp with time zone,
  transfer_id text,
  reversed microcredits not null default 0,
  reversal_steps integer not null default 0,
  failure text,
  requested_by text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  next_try_at timestamp with time zone not null,
  constraint payouts_cause_key UNIQUE (cause),
  constraint payouts_transfer_id_key UNIQUE (transfer_id),
  constraint payouts_pkey PRIMARY KEY (id),
  constraint payouts_amount_cents_check CHECK ((amount_cents > 0)),
  constraint payouts_amount_check CHECK (((amount)::bigint > 0)),
  constraint payouts_attempt_check CHECK ((attempt > 0)),
  constraint payouts_currency_check CHECK ((currency = 'usd'::text)),
  constraint payouts_reversed CHECK (((reversed)::bigint <= (amount)::bigint)),
  constraint payouts_reversed_check CHECK (((reversed)::bigint >= 0)),
  constraint payouts_status_check CHECK ((status = ANY (ARRAY['requested'::text, 'queued'::text, 'in_transit'::text, 'unknown'::text, 'paid'::text, 'failed'::text, 'reversed'::text]))),
  constraint payouts_transferred CHECK (((status = ANY (ARRAY['paid'::text, 'reversed'::text])) = (transfer_id IS NOT NULL))),
  constraint payouts_whole_cents CHECK (((amount)::bigint = (amount_cents * 100000)))
);

create table sessions (
  id text not null,
  hash bytea not null,
  user_id text not null,
  orgs jsonb not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint sessions_hash_key UNIQUE (hash),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_check CHECK ((expires_at > created_at)),
  constraint sessions_hash_check CHECK ((octet_length(hash) = 32))
);

create table signing_keys (
  id text not null,
  purpose text not null,
  secret bytea not null,
  created_at timestamp with time zone not null default now(),
  previous bytea,
  previous_until timestamp with time zone,
  constraint signing_keys_pkey PRIMARY KEY (id),
  constraint signing_keys_secret_check CHECK ((octet_length(secret) >= 32))
);

create table stripe_customers (
  wallet text not null,
  customer_id text not null,
  created_at timestamp with time zone not null,
  constraint stripe_customers_customer_id_key UNIQUE (customer_id),
  constraint stripe_customers_pkey PRIMARY KEY (wallet)
);

create table stripe_events (
  endpoint text not null,
  event_id text not null,
  type text not null,
  body text not null,
  received_at timestamp with time zone not null,
  attempts integer not null default 0,
  handled_at timestamp with time zone,
  last_error text,
  dead_at timestamp with time zone,
  constraint stripe_events_pkey PRIMARY KEY (endpoint, event_id)
);

create table subscriptions (
  wallet text not null,
  subscription_id text not null,
  plan_id text not null,
  status text not null,
  period_end timestamp with time zone,
  cancel_at timestamp with time zone,
  past_due_since timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint subscriptions_subscription_id_key UNIQUE (subscription_id),
  constraint subscriptions_pkey PRIMARY KEY (wallet),
  constraint subscriptions_past_due CHECK (((status = 'past_due'::text) = (past_due_since IS NOT NULL)))
);

create table topups (
  id text not null,
  cause text not null,
  wallet text not null,
  requested_by text not null,
  pack_id text not null,
  credits microcredits not null,
  amount_cents bigint not null,
  currency text not null,
  ui_mode text not null,
  success_url text,
  cancel_url text,
  status text not null,
  session_id text,
  payment_intent_id text,
  checkout_url text,
  client_secret text,
  receipt_url text,
  created_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  next_check_at timestamp with time zone not null,
  refunded microcredits not null default 0,
  disputed microcredits not null default 0,
  frozen microcredits not null default 0,
  clawback_steps integer not null default 0,
  kind text not null default 'checkout'::text,
  constraint topups_cause_key UNIQUE (cause),
  constraint topups_payment_intent_id_key UNIQUE (payment_intent_id),
  constraint topups_session_id_key UNIQUE (session_id),
  constraint topups_pkey PRIMARY KEY (id),
  constraint topups_amount_cents_check CHECK ((amount_cents > 0)),
  constraint topups_clawed_back CHECK (((((refunded)::bigint + (disputed)::bigint) + (frozen)::bigint) <= (credits)::bigint)),
  constraint topups_credits_check CHECK (((credits)::bigint > 0)),
  constraint topups_currency_check CHECK ((currency = 'usd'::text)),
  constraint topups_disputed_check CHECK (((disputed)::bigint >= 0)),
  constraint topups_frozen_check CHECK (((frozen)::bigint >= 0)),
  constraint topups_kind_check CHECK ((kind = ANY (ARRAY['checkout'::text, 'auto'::text]))),
  constraint topups_paid CHECK (((status = 'paid'::text) = (paid_at IS NOT NULL))),
  constraint topups_price CHECK (((credits)::bigint = (amount_cents * 100000))),
  constraint topups_refunded_check CHECK (((refunded)::bigint >= 0)),
  constraint topups_return_urls CHECK (((kind = 'auto'::text) OR ((success_url IS NOT NULL) AND (cancel_url IS NOT NULL)))),
  constraint topups_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'paid'::text, 'failed'::text, 'expired'::text]))),
  constraint topups_ui_mode_check CHECK ((ui_mode = ANY (ARRAY['hosted'::text, 'embedded'::text])))
);

create table webhook_deliveries (
  endpoint_id text not null,
  event_id text not null,
  attempts integer not null default 0,
  delivered_at timestamp with time zone,
  dead_at timestamp with time zone,
  last_error text,
  constraint webhook_deliveries_pkey PRIMARY KEY (endpoint_id, event_id),
  constraint webhook_deliveries_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  constraint webhook_deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES webhook_events(id)
);

create table webhook_endpoints (
  id text not null,
  url text not null,
  events text[] not null,
  enabled boolean not null,
  secret text not null,
  created_at timestamp with time zone not null,
  previous_secret text,
  previous_until timestamp with time zone,
  constraint webhook_endpoints_pkey PRIMARY KEY (id),
  constraint webhook_endpoints_events_check CHECK ((cardinality(events) > 0)),
  constraint webhook_endpoints_previous CHECK (((previous_secret IS NULL) = (previous_until IS NULL))) NOT VALID
);

create table webhook_events (
  id text not null,
  type text not null,
  body text not null,
  created_at timestamp with time zone not null,
  constraint webhook_events_pkey PRIMARY KEY (id)
);

create view ledger_lines as
 SELECT ledger_entries.account,
    ledger_entries.lane,
    ledger_entries.seq,
    ledger_entries.transaction_id,
    ledger_entries.kind,
    ledger_entries.amount,
    ledger_entries.balance_after,
    ledger_entries.created_at
   FROM ledger_entries
UNION ALL
 SELECT 'platform:infra_revenue'::text AS account,
    ledger_entries.income_lane AS lane,
    ledger_entries.infra_seq AS seq,
    ledger_entries.transaction_id,
    ledger_entries.kind,
    ledger_entries.infra AS amount,
    ledger_entries.infra_after AS balance_after,
    ledger_entries.created_at
   FROM ledger_entries
  WHERE ledger_entries.infra_seq IS NOT NULL
UNION ALL
 SELECT 'platform:marketplace_revenue'::text AS account,
    ledger_entries.income_lane AS lane,
    ledger_entries.marketplace_seq AS seq,
    ledger_entries.transaction_id,
    ledger_entries.kind,
    ledger_entries.marketplace AS amount,
    ledger_entries.marketplace_after AS balance_after,
    ledger_entries.created_at
   FROM ledger_entries
  WHERE ledger_entries.marketplace_seq IS NOT NULL;

CREATE INDEX agents_by_model ON public.agents USING btree (model_id);
CREATE INDEX agents_by_org ON public.agents USING btree (org_id, id);
CREATE INDEX api_keys_newest ON public.api_keys USING btree (id DESC);
CREATE INDEX audit_log_by_subject ON public.audit_log USING btree (subject, id DESC);
CREATE INDEX auto_topups_on ON public.auto_topups USING btree (next_try_at) WHERE (enabled AND (obstacle IS NULL));
CREATE INDEX charges_by_member ON public.charges USING btree (org_id, user_id, created_at) WHERE (org_id IS NOT NULL);
CREATE INDEX charges_held ON public.charges USING btree (hold_expires_at) WHERE (status = 'held'::text);
CREATE INDEX charges_unsettled_by_org ON public.charges USING btree (earning_org, captured_at) WHERE ((settled_at IS NULL) AND (status = 'captured'::text) AND ((creator_share)::bigint > 0));
CREATE INDEX fraud_warnings_open ON public.fraud_warnings USING btree (warned_at) WHERE (noted_at IS NULL);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);
CREATE INDEX ledger_entries_by_kind ON public.ledger_entries USING btree (account, kind, seq) WHERE ((account ~~ 'wallet:%'::text) AND (kind <> 'charge'::text));
CREATE INDEX payouts_by_org ON public.payouts USING btree (org_id, id DESC);
CREATE INDEX payouts_open ON public.payouts USING btree (next_try_at) WHERE (status = ANY (ARRAY['requested'::text, 'queued'::text, 'in_transit'::text, 'unknown'::text]));
CREATE INDEX sessions_by_expiry ON public.sessions USING btree (expires_at);
CREATE INDEX stripe_events_open ON public.stripe_events USING btree (received_at) WHERE (handled_at IS NULL);
CREATE INDEX topups_auto_by_month ON public.topups USING btree (wallet, created_at) WHERE (kind = 'auto'::text);
CREATE INDEX topups_by_wallet ON public.topups USING btree (wallet, id DESC);
CREATE INDEX topups_open ON public.topups USING btree (next_check_at) WHERE (status = ANY (ARRAY['pending'::text, 'processing'::text]));
CREATE INDEX webhook_deliveries_open ON public.webhook_deliveries USING btree (endpoint_id) WHERE (delivered_at IS NULL);
CREATE INDEX webhook_events_by_time ON public.webhook_events USING btree (created_at);
CREATE UNIQUE INDEX charges_by_idempotency_key ON public.charges USING btree (idempotency_key) WHERE (idempotency_key IS NOT NULL);
CREATE UNIQUE INDEX signing_keys_one_per_purpose ON public.signing_keys USING btree (purpose);
CREATE UNIQUE INDEX topups_one_auto_in_flight ON public.topups USING btree (wallet) WHERE ((kind = 'auto'::text) AND (status = ANY (ARRAY['pending'::text, 'processing'::text])));
CREATE TRIGGER agent_prices_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.agent_prices FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_rewriting();
CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_rewriting();
CREATE TRIGGER ledger_accounts_stay BEFORE DELETE OR TRUNCATE ON public.ledger_accounts FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_rewriting();
CREATE TRIGGER ledger_entries_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_rewriting();
CREATE TRIGGER ledger_entries_balanced AFTER INSERT ON public.ledger_entries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_unbalanced();
CREATE TRIGGER ledger_transactions_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_transactions FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_rewriting();
