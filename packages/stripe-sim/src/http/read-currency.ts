import { invalidRequest } from './api-error.ts';
import type { Params } from './params.ts';

/** A currency code in the lower case that Stripe answers with. @throws {ApiError} 400 for what is no currency. */
export function readCurrency(params: Params, name = 'currency'): string {
  const code = params.requiredString(name);
  if (!Intl.supportedValuesOf('currency').includes(code.toUpperCase())) {
    throw invalidRequest(`Invalid currency: ${code}.`, { param: params.name(name) });
  }
  return code.toLowerCase();
}
