import { isTest, perFile, type Rule, targetOf } from './rule.ts';

/** The server's rooms, floor by floor from the cellar up. Imports lead downwards. */
const FLOORS: readonly (readonly string[])[] = [
  ['db'],
  ['ledger', 'jobs', 'audit'],
  ['access', 'catalog', 'charges', 'wallets', 'topups', 'earnings', 'payouts', 'plans', 'notices', 'reconcile'],
  ['http', 'stripe'],
  ['doctor'],
];

/** Single files beside the rooms that every room may use; they use no room themselves. */
const SHELF = ['clock', 'new-id', 'trace'];

/** The process itself stands above the files that put it together (`app`, `config` and the like). */
const ROOF = ['main', 'cli'];

/** The room a server file is in, or its own name when it stands beside the rooms. */
function placeOf(path: string): { name: string; isRoom: boolean } | undefined {
  const [, name = '', rest] = /^server\/src\/([^/]+?)(?:\.ts|(\/.*))$/.exec(path) ?? [];
  return name === '' ? undefined : { name, isRoom: rest !== undefined };
}

function floorOf(name: string): number {
  if (SHELF.includes(name)) return -1;
  const floor = FLOORS.findIndex((rooms) => rooms.includes(name));
  if (floor >= 0) return floor;
  return ROOF.includes(name) ? FLOORS.length + 1 : FLOORS.length;
}

export const SERVER_FLOORS: readonly Rule[] = [
  perFile('every room of the server is on the plan', function* ({ path }) {
    const place = placeOf(path);
    if (place?.isRoom && !FLOORS.flat().includes(place.name))
      yield { line: 1, text: `the room ${place.name} has no floor` };
  }),
  perFile('in the server imports lead downwards', function* (file) {
    const here = placeOf(file.path);
    if (here === undefined || isTest(file.path)) return;
    for (const { line, text } of file.imports) {
      const there = placeOf(targetOf(file, text) ?? '');
      if (there === undefined || there.name === here.name) continue;
      const isBeside = !here.isRoom && !there.isRoom && floorOf(there.name) === floorOf(here.name);
      if (floorOf(there.name) >= floorOf(here.name) && !isBeside)
        yield { line, text: `${here.name} may not import ${there.name}` };
    }
  }),
  perFile('a room of the server is entered by its door', function* (file) {
    const here = placeOf(file.path);
    if (here === undefined || isTest(file.path)) return;
    for (const { line, text } of file.imports) {
      const target = targetOf(file, text) ?? '';
      const there = placeOf(target);
      if (there?.isRoom && there.name !== here.name && target !== `server/src/${there.name}/index.ts`) {
        yield { line, text: `enters ${there.name} by ${target}` };
      }
    }
  }),
];
