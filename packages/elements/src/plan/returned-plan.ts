/** The query parameter that the element adds to the checkout's success URL, with the id of the plan. */
const parameter = 'kopai_plan';

/** The plan that the payer has come back from buying, by the page's URL. That they have paid it doesn't prove. */
export const returnedPlanId = (): string | undefined => new URL(location.href).searchParams.get(parameter) ?? undefined;

/** A URL that the payer comes back to, with the plan in it. */
export function withPlan(address: string, planId: string): string {
  const url = new URL(address);
  url.searchParams.set(parameter, planId);
  return url.href;
}

/** The same without any plan. */
export function withoutPlan(address: string): string {
  const url = new URL(address);
  url.searchParams.delete(parameter);
  return url.href;
}

/** Takes the plan out of the page's URL. History gets no new entry. */
export function forgetReturnedPlan(): void {
  if (returnedPlanId()) history.replaceState(history.state, '', withoutPlan(location.href));
}
