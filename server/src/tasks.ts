import type { Logger } from 'pino';
import { forgetOldSessions } from './access/index.ts';
import { forgetOldAnswers, type Services } from './http/index.ts';
import type { Task } from './jobs/index.ts';
import { deliver, deliverTask } from './notices/index.ts';
import { advancePayout, payoutTask, sweepPayouts } from './payouts/index.ts';
import { type Inbox, stripeEventTask } from './stripe/index.ts';
import { autoTopup, autoTopupTask, dueWallets, sweep } from './topups/index.ts';
import type { Trace } from './trace.ts';

/** Wallets that one sweep tops up: each is a card to charge. */
const autoTopupsMost = 50;

/** Work that happens later, and work that comes round by itself. */
export function tasksOf(services: Services, handleEvent: Inbox['handle'], log: Logger): Record<string, Task> {
  return {
    [stripeEventTask]: {
      run: (payload, attempt) => handleEvent((payload as { eventId: string }).eventId, attempt),
    },
    [deliverTask]: {
      run: (payload, attempt) =>
        deliver(
          { ...services, urls: services.webhookUrls },
          payload as { endpointId: string; eventId: string },
          attempt,
        ),
    },
    [payoutTask]: {
      run: async (payload) => {
        await advancePayout(services.payouts, (payload as { payoutId: string }).payoutId);
      },
    },
    'sweep-payouts': {
      cron: '* * * * *',
      run: async () => {
        await sweepPayouts(services.payouts, (error, payout) =>
          log.error({ err: error, payout }, 'a payout could not be taken on'),
        );
      },
    },
    [autoTopupTask]: {
      run: (payload) => autoTopup(services, (payload as { wallet: string }).wallet),
    },
    'sweep-auto-topups': {
      cron: '* * * * *',
      run: async () => {
        for (const wallet of await dueWallets(services.pool, services.clock(), autoTopupsMost))
          await autoTopup(services, wallet);
      },
    },
    'sweep-topups': {
      cron: '* * * * *',
      run: async () => {
        await sweep(services, (error, row) => log.error({ err: error, topup: row.id }, 'a top-up could not be swept'));
      },
    },
    'release-expired-holds': {
      cron: '* * * * *',
      run: async () => {
        await services.charges.releaseExpired();
      },
    },
    'settle-earnings': {
      cron: '* * * * *',
      run: async () => {
        await services.charges.settleDue();
      },
    },
    'forget-what-is-old': {
      cron: '17 * * * *',
      run: async () => {
        await forgetOldSessions({ db: services.pool, clock: services.clock });
        await forgetOldAnswers(services);
      },
    },
  };
}

/** Each run of a job is a trace of its own: what asked for it has ended by then. */
export function tracedTasks(trace: Trace | undefined, tasks: Record<string, Task>): Record<string, Task> {
  if (trace === undefined) return tasks;
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]): [string, Task] => [
      name,
      {
        ...task,
        run: (payload, attempt) =>
          trace.step(`job ${name}`, { 'kopai.job.attempt': attempt.number }, () => task.run(payload, attempt)),
      },
    ]),
  );
}
