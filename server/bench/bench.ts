import { parseArgs } from 'node:util';
import { benchCharges } from './charges.ts';
import { benchStreams, benchWebhooks } from './front-door.ts';
import { openBenchDatabase } from './open-database.ts';
import { benchHistory, benchQuotes } from './reads.ts';

const help = `npm run bench -- [sections] [--seconds 4] [--callers 1,32,64,256,1000] [--streams 10000] [--entries 10000,1000000,10000000]

sections: charges quotes webhooks streams history (all by default)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '4' },
    callers: { type: 'string', default: '1,32,64,256,1000' },
    streams: { type: 'string', default: '10000' },
    entries: { type: 'string', default: '10000,1000000,10000000' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(help);
} else {
  const durationMs = Number(values.seconds) * 1_000;
  const callers = values.callers.split(',').map(Number);
  const wants = (section: string) => positionals.length === 0 || positionals.includes(section);
  const database = await openBenchDatabase();
  try {
    if (wants('charges')) await benchCharges(database, { durationMs, callers });
    if (wants('quotes')) await benchQuotes(database, durationMs);
    if (wants('webhooks')) await benchWebhooks(database, durationMs);
    if (wants('streams')) await benchStreams(database, Number(values.streams));
    if (wants('history')) await benchHistory(database, durationMs, values.entries.split(',').map(Number));
  } finally {
    await database.close();
  }
}
