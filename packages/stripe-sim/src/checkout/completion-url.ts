import type { SessionRecord } from './session.ts';

/** Where a completed session sends its customer, with the session's id put into its place; null for "stay here". */
export function completionUrl(session: SessionRecord): string | null {
  const template = session.success_url ?? (session.redirect_on_completion === 'always' ? session.return_url : null);
  return template?.replaceAll('{CHECKOUT_SESSION_ID}', session.id) ?? null;
}
