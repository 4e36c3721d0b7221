import Stripe from 'stripe';
import type { Trace } from '../trace.ts';

/** The official client's own way to Stripe, each request a step: by what it is about, never about whom. */
export function tracedHttpClient(trace: Trace): Stripe.HttpClient {
  const plain = Stripe.createNodeHttpClient();
  return {
    getClientName: () => plain.getClientName(),
    makeRequest(host, port, path, method, ...rest) {
      const pattern = patternOf(path);
      return trace.step(`Stripe ${method} ${pattern}`, { 'http.request.method': method }, async (note) => {
        const response = await plain.makeRequest(host, port, path, method, ...rest);
        note({ 'http.response.status_code': response.getStatusCode() });
        return response;
      });
    },
  };
}

/** `/v1/checkout/sessions/cs_test_a1?expand=…` -> `/v1/checkout/sessions/{id}`: what has digits or capitals is an id. */
const patternOf = (path: string): string =>
  (path.split('?')[0] ?? '')
    .split('/')
    .map((part, place) => (place > 1 && /[0-9A-Z]/.test(part) ? '{id}' : part))
    .join('/');
