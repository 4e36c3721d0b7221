import { parseArgs } from 'node:util';
import { benchAging } from './aging.ts';
import { benchCharges } from './charges.ts';
import { benchFailover } from './failover.ts';
import { benchStreams, benchWebhooks } from './front-door.ts';
import { openBenchDatabase } from './open-database.ts';
import { benchHistory, benchQuotes } from './reads.ts';
import { benchScaleOut } from './scale-out.ts';

const help = `npm run bench -- [sections] [--seconds 4] [--callers 1,32,64,256,1000] [--streams 10000] [--entries 10000,1000000,10000000]

sections: charges scale-out quotes webhooks streams history (all by default), and by name alone, since they take long:
  aging     a ledger that grows [--charges 1000000] [--wallets 100000] [--ids random|ordered] [--set shared_buffers=4GB ...]
  failover  primaries that are lost [--rounds 10]
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '4' },
    callers: { type: 'string', default: '1,32,64,256,1000' },
    streams: { type: 'string', default: '10000' },
    entries: { type: 'string', default: '10000,1000000,10000000' },
    charges: { type: 'string', default: '1000000' },
    wallets: { type: 'string', default: '100000' },
    ids: { type: 'string', default: 'random' },
    rounds: { type: 'string', default: '10' },
    set: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(help);
} else {
  const durationMs = Number(values.seconds) * 1_000;
  const callers = values.callers.split(',').map(Number);
  const wants = (section: string) => positionals.length === 0 || positionals.includes(section);
  const settings = Object.fromEntries(values.set.map((setting) => setting.split('=', 2)));
  const database = await openBenchDatabase(settings);
  try {
    if (wants('charges')) await benchCharges(database, { durationMs, callers });
    if (wants('scale-out')) await benchScaleOut(database, durationMs);
    if (wants('quotes')) await benchQuotes(database, durationMs);
    if (wants('webhooks')) await benchWebhooks(database, durationMs);
    if (wants('streams')) await benchStreams(database, Number(values.streams));
    if (wants('history')) await benchHistory(database, durationMs, values.entries.split(',').map(Number));
    if (positionals.includes('failover')) await benchFailover(database, { durationMs, rounds: Number(values.rounds) });
    if (positionals.includes('aging'))
      await benchAging(database, {
        durationMs,
        charges: Number(values.charges),
        wallets: Number(values.wallets),
        ids: values.ids === 'ordered' ? 'ordered' : 'random',
      });
  } finally {
    await database.close();
  }
}
