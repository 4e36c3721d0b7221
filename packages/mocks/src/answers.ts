import { walletFor } from './access.ts';
import { accessAnswers } from './answers/access.ts';
import { webhookAnswers } from './answers/administration.ts';
import type { Alternatives, Answers } from './answers/call.ts';
import { catalogAnswers } from './answers/catalog.ts';
import { chargeAnswers } from './answers/charges.ts';
import { organizationAnswers, payoutAnswers } from './answers/organizations.ts';
import { planAnswers } from './answers/plans.ts';
import { autoTopupAnswers, walletAnswers } from './answers/wallets.ts';
import { balanceStream } from './balance-stream.ts';
import { csvOf } from './csv.ts';
import { pageOf } from './page.ts';
import type { World } from './world.ts';

/** What each endpoint of the table replies in a world. */
export const answersOf = (world: World): Answers => ({
  ...accessAnswers(world),
  ...catalogAnswers(world),
  ...chargeAnswers(world),
  ...walletAnswers(world),
  ...organizationAnswers(world),
  ...webhookAnswers(world),
  ...payoutAnswers(world),
  ...planAnswers(world),
  ...autoTopupAnswers(world),
  'auditLog.list': ({ query }) => pageOf(world.audit.list(query.subject), query, (entry) => entry.id),
});

/** Replies that are not JSON. */
export const alternativesOf = (world: World): Alternatives => ({
  'wallets.transactions': ({ params, query, caller }) => {
    const wallet = walletFor(caller, params.wallet, 'read');
    const name = `${wallet.replace(/[^A-Za-z0-9_-]/g, '-')}-transactions.csv`;
    return new Response(csvOf(world.wallets.history(wallet, query)), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename=${name}`,
        'cache-control': 'private, no-store',
      },
    });
  },
  'wallets.stream': ({ params, caller }, request) =>
    balanceStream(world, walletFor(caller, params.wallet, 'read'), request),
});
