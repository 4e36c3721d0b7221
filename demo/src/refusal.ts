import {
  BudgetExceededError,
  formatCredits,
  InsufficientCreditsError,
  KopaiError,
  WalletInDebtError,
} from '@kopai/sdk';
import * as z from 'zod/mini';
import { PlanLimitError } from './knowledge.ts';
import { creditsText } from './price-text.ts';
import { NothingToSimulateError } from './simulation/simulation.ts';

/** Why a request of the page was not met. `code` as in Kopai's problems. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  /** A sentence for the visitor. */
  readonly detail: string;
  /** In credits, when the wallet does not hold enough. */
  readonly missing?: string;
}

/** Budgets begin at midnight UTC. */
const dayText = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

/** What of an error the visitor may hear. What nobody expected is not told apart. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof InsufficientCreditsError) {
    const { status = 402, code, balance, required } = error;
    const detail = `It costs ${creditsText(required)}, and ${creditsText(balance)} are left.`;
    return { status, code, detail, missing: formatCredits(required - balance) };
  }
  if (error instanceof WalletInDebtError) {
    const { status = 402, code, debt } = error;
    const detail = `A payment was taken back, and ${creditsText(debt)} are owed. The next top-up settles that first.`;
    return { status, code, detail };
  }
  if (error instanceof BudgetExceededError) {
    const { status = 402, code, limit, spent, required, resetsAt } = error;
    const detail = `Your budget is ${creditsText(limit)}, ${formatCredits(spent)} of it spent, and this costs ${formatCredits(required)}. It begins again on ${dayText.format(new Date(resetsAt))}.`;
    return { status, code, detail };
  }
  if (error instanceof NothingToSimulateError) return { status: 409, code: 'invalid_request', detail: error.message };
  if (error instanceof PlanLimitError) return { status: 402, code: 'plan_limit', detail: error.message };
  if (error instanceof KopaiError && error.status !== undefined && error.status < 500) {
    return { status: error.status, code: error.code, detail: error.detail };
  }
  if (error instanceof z.core.$ZodError || isBodyError(error)) {
    return { status: 400, code: 'invalid_request', detail: 'The request is not one the page makes.' };
  }
  return {
    status: 502,
    code: 'unavailable',
    detail: 'Credits could not be reached. Nothing was charged twice; try again.',
  };
}

/** What the body parser throws: broken JSON, or too much of it. */
const isBodyError = (error: unknown): boolean =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500;
