// A command line for an operator:
//   export KOPAI_URL=http://127.0.0.1:4242 KOPAI_KEY=kopai_sk_…
//   node wallet.ts balance user:alice
//   node wallet.ts history user:alice --from 2026-01-01T00:00:00.000Z > alice.csv
//   node wallet.ts grant user:alice 12.5 --reason "Sorry for the delay"

import { parseArgs } from 'node:util';
import { AmountError, formatCredits, Kopai, KopaiError, parseCredits, toUsd } from '@kopai/sdk';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string' },
    reason: { type: 'string', default: 'A grant' },
    debug: { type: 'boolean', default: false },
  },
});
const [command = '', wallet = '', credits = ''] = positionals;
const { KOPAI_URL, KOPAI_KEY } = process.env;
const kopai = new Kopai({
  baseUrl: KOPAI_URL,
  apiKey: KOPAI_KEY,
  // Standard output is for what was asked.
  ...(values.debug && { logger: { debug: (line, details) => console.error(line, details) } }),
});

// #region commands
async function balance(): Promise<void> {
  const { available, held, debt } = await kopai.wallets.get(wallet);
  console.log(`${formatCredits(available)} credits ($${toUsd(available)})`);
  if (held > 0n) console.log(`${formatCredits(held)} held for messages in flight`);
  if (debt > 0n) console.log(`${formatCredits(debt)} owed`);
}

async function history(): Promise<void> {
  // Streamed: a history of any length takes no memory.
  const lines = await kopai.wallets.transactionsCsv(wallet, { from: values.from });
  for await (const piece of lines) process.stdout.write(piece);
}

async function grant(): Promise<void> {
  const made = await kopai.adjustments.create({ wallet, amount: parseCredits(credits), reason: values.reason });
  console.log(`${made.id}: ${wallet} has ${formatCredits(made.balanceAfter)} credits`);
}
// #endregion commands

const commands: Readonly<Record<string, () => Promise<void>>> = { balance, history, grant };
const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (!run || wallet === '') {
  console.error(
    'usage: wallet.ts balance <wallet> | history <wallet> [--from <instant>] | grant <wallet> <credits> [--reason <text>]',
  );
  process.exit(2);
}
// #region failure
try {
  await run();
} catch (error) {
  if (!(error instanceof KopaiError) && !(error instanceof AmountError)) throw error;
  console.error(error instanceof KopaiError ? `${error.code}: ${error.detail} (${error.requestId})` : error.message);
  process.exitCode = 1;
}
// #endregion failure
