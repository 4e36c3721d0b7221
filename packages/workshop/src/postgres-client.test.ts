import { expect, test } from 'vitest';
import type { Machine } from './postgres-client/machine.ts';
import { findPostgresClient } from './postgres-client.ts';

/** A machine with PostgreSQL clients of these versions in these folders, and with this user's apt-get. */
function machineWith(clients: Record<string, string>, apt?: (clients: Record<string, string>) => void) {
  const ran: string[] = [];
  const machine: Machine = {
    folders: () => ['/own/bin', '/usr/bin'],
    installs: async () => apt !== undefined,
    async run(program, args) {
      if (program === 'apt-get') {
        ran.push(`apt-get ${args[0]}`);
        if (args[0] === 'install') apt?.(clients);
        return '';
      }
      const version = Object.entries(clients).find(([folder]) => program.startsWith(`${folder}/`))?.[1];
      if (version === undefined) throw new Error(`${program} is not there`);
      return `${program.split('/').at(-1)} (PostgreSQL) ${version}\n`;
    },
  };
  return { machine, ran };
}

async function find(machine: Machine) {
  const said: string[] = [];
  const client = await findPostgresClient((line) => said.push(line), machine);
  return { client, said };
}

test('the newest client is found, and of two that are equally new the one in a folder of its own', async () => {
  const { machine } = machineWith({ '/own/bin': '16.4', '/usr/bin': '18.1 (Debian 18.1-1)' });
  expect(await find(machine)).toEqual({
    client: { folder: '/usr/bin', major: 18 },
    said: ['PostgreSQL client: 18, in /usr/bin'],
  });
  const equal = machineWith({ '/own/bin': '17.6', '/usr/bin': '17.6' });
  expect((await find(equal.machine)).client.folder).toBe('/own/bin');
});

test('root without one has it installed, and is told', async () => {
  const { machine, ran } = machineWith({}, (clients) => {
    clients['/usr/bin'] = '17.6 (Debian 17.6-1)';
  });
  const { client, said } = await find(machine);
  expect(client).toEqual({ folder: '/usr/bin', major: 17 });
  expect(said[0]).toMatch(/apt-get installs the package postgresql-client$/);
  expect(ran).toEqual(['apt-get update', 'apt-get install']);
});

test('anybody else is told what to install, and nothing is changed', async () => {
  const { machine, ran } = machineWith({ '/usr/bin': '14.9' });
  await expect(find(machine)).rejects.toThrow(/apt-get install postgresql-client.*\/usr\/bin has version 14, /s);
  expect(ran).toEqual([]);
});

test('an installation that fails is told with its reason', async () => {
  const { machine } = machineWith({}, () => {
    throw new Error('no mirror answers');
  });
  await expect(find(machine)).rejects.toThrow(/brew install libpq.*apt-get failed: no mirror answers/s);
});
