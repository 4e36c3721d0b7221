/** The query parameter that the server adds to both return URLs, with the id of the top-up. */
const parameter = 'kopai_topup';

/** The top-up that the payer has come back from, by the page's URL. */
export const returnedTopupId = (): string | undefined =>
  new URL(location.href).searchParams.get(parameter) ?? undefined;

/** Takes the top-up out of the page's URL, so that a reload or a bookmark doesn't bring it back. History gets no new entry. */
export function forgetReturnedTopup(): void {
  if (returnedTopupId()) history.replaceState(history.state, '', pageUrl());
}

/** The page's own URL, without a top-up in it. */
export function pageUrl(): string {
  const url = new URL(location.href);
  url.searchParams.delete(parameter);
  return url.href;
}
