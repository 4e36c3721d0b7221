import type { BalanceEvent } from '@kopai/contracts';
import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;

/** The balance, live. */
export const live: Story = {
  title: 'live balance',
  async play(stage) {
    await stage.grant('user:live-ann', 10n * credit);
    const ann = stage.page({ userId: 'live-ann' });
    const stop = new AbortController();
    stage.tell('The balance comes at once, and again whenever it has moved.');
    const stream = ann.wallets.stream('me', { signal: stop.signal });
    const next = async (): Promise<BalanceEvent | undefined> => {
      const { value } = await stream.next();
      stage.transcript.show(value);
      return value ?? undefined;
    };
    expect(await next()).toMatchObject({ available: 10n * credit, seq: 1 });
    await stage.grant('user:live-ann', credit);
    expect(await next()).toMatchObject({ available: 11n * credit, seq: 2 });
    stop.abort();
    expect(await stream.next()).toMatchObject({ done: true });

    stage.tell('A reader that comes back is told what it has missed.');
    for await (const event of ann.wallets.stream('me', { lastEventId: '1' })) {
      stage.transcript.show(event);
      break;
    }
    stage.tell('It is for sessions, each for its own wallets.');
    await stage.refused(ann.wallets.stream('user:live-bob').next(), 'wallet_forbidden');
    await stage.refused(stage.backend.wallets.stream('user:live-ann').next(), 'credential_forbidden');
  },
};
