import { emit } from '../events/emit.ts';
import { noSuch } from '../http/api-error.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';
import { presentInvoice } from './present-invoice.ts';

/** What an invoice asks money for: one item of a subscription over one period. Amounts in smallest currency units. */
export interface InvoiceLine {
  readonly id: string;
  readonly amount: number;
  readonly description: string;
  readonly price: string;
  readonly quantity: number;
  readonly subscriptionItem: string;
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
}

/** The facts about an invoice of a subscription, from which the answer is made. */
export interface InvoiceRecord {
  readonly id: string;
  readonly created: number;
  readonly customer: string;
  readonly currency: string;
  readonly subscription: string;
  /** The subscription's metadata as it was when the invoice was made. */
  readonly subscriptionMetadata: Record<string, string>;
  readonly reason: 'subscription_create' | 'subscription_cycle';
  readonly lines: readonly InvoiceLine[];
  readonly status: 'draft' | 'open' | 'paid' | 'void';
  readonly number: string | null;
  readonly attempts: number;
  /** When it is tried again by itself, or null. */
  readonly nextAttempt: number | null;
  readonly intent: string | null;
  readonly finalizedAt: number | null;
  readonly paidAt: number | null;
  readonly voidedAt: number | null;
}

export const invoices = defineCollection<InvoiceRecord>('invoices');

/** Which invoice an intent pays; its id is the intent's. */
const invoiceIntents = defineCollection<{ readonly id: string; readonly invoice: string }>('invoice_intents');

export type InvoiceTerms = Pick<
  InvoiceRecord,
  'customer' | 'currency' | 'subscription' | 'subscriptionMetadata' | 'reason'
> & { readonly lines: readonly Omit<InvoiceLine, 'id'>[] };

export function draftInvoice(world: World, terms: InvoiceTerms): InvoiceRecord {
  const draft = world.store.in(invoices).put({
    ...terms,
    id: makeId('in'),
    created: world.clock.now(),
    lines: terms.lines.map((line) => ({ ...line, id: makeId('il') })),
    status: 'draft',
    number: null,
    attempts: 0,
    nextAttempt: null,
    intent: null,
    finalizedAt: null,
    paidAt: null,
    voidedAt: null,
  });
  emit(world, 'invoice.created', presentInvoice(world, draft));
  return draft;
}

/** Gives a draft its number. One that asks for nothing is paid thereby. */
export function finalizeInvoice(world: World, draft: InvoiceRecord): InvoiceRecord {
  const number = `SIM-${String(world.store.in(invoices).size).padStart(4, '0')}`;
  const open = world.store.in(invoices).put({ ...draft, status: 'open', number, finalizedAt: world.clock.now() });
  emit(world, 'invoice.finalized', presentInvoice(world, open));
  return totalOf(open) === 0 ? markInvoicePaid(world, open) : open;
}

export function markInvoicePaid(world: World, invoice: InvoiceRecord): InvoiceRecord {
  const { attempts, intent } = invoice;
  const paid = world.store.in(invoices).put({
    ...invoice,
    status: 'paid',
    attempts: intent === null ? attempts : attempts + 1,
    nextAttempt: null,
    paidAt: world.clock.now(),
  });
  emit(world, 'invoice.paid', presentInvoice(world, paid));
  emit(world, 'invoice.payment_succeeded', presentInvoice(world, paid));
  return paid;
}

/** Records an attempt that came to nothing. @param nextAttempt when it is tried again, or null. */
export function markInvoiceFailed(world: World, invoice: InvoiceRecord, nextAttempt: number | null): InvoiceRecord {
  const failed = world.store.in(invoices).put({ ...invoice, attempts: invoice.attempts + 1, nextAttempt });
  emit(world, 'invoice.payment_failed', presentInvoice(world, failed));
  return failed;
}

/** Asks for nothing any more. */
export function voidInvoice(world: World, invoice: InvoiceRecord): InvoiceRecord {
  const change = { status: 'void', nextAttempt: null, voidedAt: world.clock.now() } as const;
  const voided = world.store.in(invoices).put({ ...invoice, ...change });
  emit(world, 'invoice.voided', presentInvoice(world, voided));
  return voided;
}

/** Notes that this intent pays this invoice. */
export function linkIntent(world: World, invoice: InvoiceRecord, intent: string): InvoiceRecord {
  world.store.in(invoiceIntents).put({ id: intent, invoice: invoice.id });
  return world.store.in(invoices).put({ ...invoice, intent });
}

export function invoiceOfIntent(world: World, intent: string): InvoiceRecord | undefined {
  const id = world.store.in(invoiceIntents).get(intent)?.invoice;
  return id === undefined ? undefined : world.store.in(invoices).get(id);
}

export function invoicesOf(world: World, subscription: string): InvoiceRecord[] {
  const all = world.store.in(invoices).newestFirst();
  return all.filter((invoice) => invoice.subscription === subscription);
}

/** Smallest currency units. */
export function totalOf({ lines }: InvoiceRecord): number {
  return lines.reduce((sum, { amount }) => sum + amount, 0);
}

/** @throws {ApiError} `resource_missing` */
export function findInvoice(world: World, id: string): InvoiceRecord {
  const invoice = world.store.in(invoices).get(id);
  if (!invoice) throw noSuch('invoice', id);
  return invoice;
}
