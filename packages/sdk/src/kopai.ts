import { type ConnectionOptions, connect } from './connect.ts';
import { type Observers, observing } from './observe.ts';
import { Adjustments } from './resources/adjustments.ts';
import { Agents } from './resources/agents.ts';
import { AuditLog } from './resources/audit-log.ts';
import { AutoTopup } from './resources/auto-topup.ts';
import { Budgets } from './resources/budgets.ts';
import { Charges } from './resources/charges.ts';
import { Connect } from './resources/connect.ts';
import { Keys } from './resources/keys.ts';
import { Models } from './resources/models.ts';
import { Packs } from './resources/packs.ts';
import { Payouts } from './resources/payouts.ts';
import { Plans } from './resources/plans.ts';
import { Quotes } from './resources/quotes.ts';
import { Sessions } from './resources/sessions.ts';
import { Topups } from './resources/topups.ts';
import { Wallets } from './resources/wallets.ts';
import { WebhookEndpoints } from './resources/webhook-endpoints.ts';
import { Webhooks } from './webhooks.ts';

export type KopaiOptions = ConnectionOptions & Observers;

/** A client of one Kopai server, with every noun of the API. It holds no connection and needs no closing. */
export class Kopai {
  readonly adjustments: Adjustments;
  readonly agents: Agents;
  readonly auditLog: AuditLog;
  readonly autoTopup: AutoTopup;
  readonly budgets: Budgets;
  readonly charges: Charges;
  readonly connect: Connect;
  readonly keys: Keys;
  readonly models: Models;
  readonly packs: Packs;
  readonly payouts: Payouts;
  readonly plans: Plans;
  readonly quotes: Quotes;
  readonly sessions: Sessions;
  readonly topups: Topups;
  readonly wallets: Wallets;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly webhooks = new Webhooks();

  /** Throws a `ConfigurationError` when given a secret key in a browser. */
  constructor(options: KopaiOptions = {}) {
    const { logger, onRequest, onResponse } = options;
    const isObserved = logger ?? onRequest ?? onResponse;
    const client = connect(isObserved ? { ...options, observe: options.observe ?? observing(options) } : options);
    this.adjustments = new Adjustments(client);
    this.agents = new Agents(client);
    this.auditLog = new AuditLog(client);
    this.autoTopup = new AutoTopup(client);
    this.budgets = new Budgets(client);
    this.charges = new Charges(client);
    this.connect = new Connect(client);
    this.keys = new Keys(client);
    this.models = new Models(client);
    this.packs = new Packs(client);
    this.payouts = new Payouts(client);
    this.plans = new Plans(client);
    this.quotes = new Quotes(client);
    this.sessions = new Sessions(client);
    this.topups = new Topups(client);
    this.wallets = new Wallets(client);
    this.webhookEndpoints = new WebhookEndpoints(client);
  }
}
