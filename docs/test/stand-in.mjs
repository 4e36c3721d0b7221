#!/usr/bin/env node
// Stands in for the programs of shell snippets, under their names, so that the snippets run without a network: `npm run kopai` runs the command line
// itself, `curl` asks the server, `npm install` looks whether the packages are ours and published; what is nobody's to run here is said aloud.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const top = join(import.meta.dirname, '../..');
const [, self, ...args] = process.argv;

const published = () =>
  globSync('packages/*/package.json', { cwd: top })
    .map((path) => JSON.parse(readFileSync(join(top, path), 'utf8')))
    .filter((manifest) => manifest.private !== true)
    .map(({ name }) => name);

const programs = {
  npm() {
    const [command, ...rest] = args;
    if (command === 'start') return JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')).scripts.start ? 0 : 1;
    if (command === 'run' && rest[0] === 'kopai' && rest[1] === '--') {
      return spawnSync(process.execPath, [join(top, 'server/src/cli.ts'), ...rest.slice(2)], { stdio: 'inherit' })
        .status;
    }
    const known = new Set([...published(), 'msw']);
    const unknown = rest.filter((name) => !name.startsWith('--') && !known.has(name));
    if (command === 'install' && unknown.length === 0) return 0;
    console.error(`npm ${args.join(' ')}: ${unknown.join(' ')}`);
    return 1;
  },
  async curl() {
    const header = args.includes('--header') ? args[args.indexOf('--header') + 1] : undefined;
    const [name, value] = header?.split(': ') ?? [];
    const answer = await fetch(args.at(-1), name ? { headers: { [name]: value } } : {});
    console.log(await answer.text());
    return answer.ok ? 0 : 22;
  },
};

const name = basename(self);
if (Object.hasOwn(programs, name)) process.exitCode = await programs[name]();
else console.log(`${name} ${args.join(' ')}`);
