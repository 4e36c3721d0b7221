import { parseArgs } from 'node:util';
import { benchCharges } from './charges.ts';
import { openBenchDatabase } from './open-database.ts';

const help = `npm run bench -- [sections] [--seconds 4] [--callers 1,32,64,256,1000]

sections: charges (all by default)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '4' },
    callers: { type: 'string', default: '1,32,64,256,1000' },
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
  } finally {
    await database.close();
  }
}
