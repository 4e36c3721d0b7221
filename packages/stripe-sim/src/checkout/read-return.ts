import { invalidRequest } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import { makeId } from '../world/make-id.ts';
import type { SessionRecord } from './session.ts';

type Return = Pick<
  SessionRecord,
  'ui_mode' | 'success_url' | 'cancel_url' | 'client_secret' | 'return_url' | 'redirect_on_completion'
>;

/** Reads how the page is shown and where it leads: a hosted page to `success_url`, an embedded one to `return_url`. */
export function readReturn(params: Params, sessionId: string): Return {
  const mode = params.choice('ui_mode', ['hosted_page', 'embedded_page', 'elements', 'form']) ?? 'hosted_page';
  if (mode === 'hosted_page') {
    refuse(params, mode, ['return_url', 'redirect_on_completion']);
    return {
      ui_mode: mode,
      success_url: readUrl(params, 'success_url') ?? params.requiredString('success_url'),
      cancel_url: readUrl(params, 'cancel_url'),
      client_secret: null,
    };
  }
  if (mode !== 'embedded_page') {
    throw invalidRequest(`The simulator does not do ui_mode=${mode}.`, { param: 'ui_mode' });
  }
  refuse(params, mode, ['success_url', 'cancel_url']);
  const redirect = params.choice('redirect_on_completion', ['always', 'if_required', 'never']) ?? 'always';
  const returnUrl = readUrl(params, 'return_url');
  if (returnUrl === null && redirect !== 'never') params.requiredString('return_url');
  if (returnUrl !== null && redirect === 'never') refuse(params, 'redirect_on_completion=never', ['return_url']);
  return {
    ui_mode: mode,
    success_url: null,
    cancel_url: null,
    client_secret: makeId(`${sessionId}_secret`, 40),
    redirect_on_completion: redirect,
    ...(returnUrl === null ? {} : { return_url: returnUrl }),
  };
}

function readUrl(params: Params, name: string): string | null {
  const address = params.string(name);
  if (address === null) return null;
  // Spaces and control characters would pass the parser, which drops them, and not the header of a redirect.
  const isPlain = !/[\s\p{Cc}]/u.test(address) && URL.canParse(address);
  if (!isPlain || !/^https?:$/.test(new URL(address).protocol)) {
    throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: name });
  }
  return address;
}

function refuse(params: Params, mode: string, names: readonly string[]): void {
  for (const name of names) {
    if (params.string(name) !== null) {
      throw invalidRequest(`\`${name}\` is not allowed with ${mode}.`, { param: name });
    }
  }
}
