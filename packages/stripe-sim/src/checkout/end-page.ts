import { messagePage } from '../pages/message-page.ts';
import type { Page } from '../pages/page.ts';
import type { World } from '../world/world.ts';
import { completionUrl } from './completion-url.ts';
import { intentOf, type SessionRecord } from './session.ts';

/** What a session's page shows when nothing is left to do on it. */
export function endPage(world: World, session: SessionRecord): Page {
  const framed = session.client_secret !== null;
  const businessName = session.branding_settings?.display_name ?? world.businessName;
  if (session.status === 'expired') {
    return messagePage({
      tone: 'bad',
      title: 'This checkout session has expired',
      text: 'Nothing was paid. Go back and start again.',
      link: session.cancel_url === null ? null : { url: session.cancel_url, label: `Back to ${businessName}` },
      framed,
    });
  }
  const address = completionUrl(session);
  const link = address === null ? null : { url: address, label: `Continue to ${businessName}` };
  const completed = framed ? { sessionId: session.id, returnUrl: address } : null;
  if (session.payment_status === 'no_payment_required') {
    const text = 'Your trial has begun. Nothing was paid yet.';
    return messagePage({ tone: 'good', title: 'You are subscribed', text, link, framed, completed });
  }
  if (session.payment_status === 'paid') {
    return messagePage({ tone: 'good', title: 'Payment complete', text: 'Thank you.', link, framed, completed });
  }
  if (intentOf(world, session)?.status === 'processing') {
    const text = 'The bank has the order. The money arrives later.';
    return messagePage({ tone: 'good', title: 'Payment on its way', text, link, framed, completed });
  }
  return messagePage({
    tone: 'bad',
    title: 'The payment failed',
    text: 'The bank did not pay.',
    link,
    framed,
    completed,
  });
}
