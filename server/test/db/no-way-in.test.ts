import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createPool, noWayIn } from '../../src/db/index.ts';
import { freshDatabase } from '../database.ts';

/** What is said of a database that can't be entered by this URL. */
async function said(url: string, statement = 'select 1') {
  const pool = createPool({ url, size: 1, applicationName: 'test', limits: { connect: 500 } });
  const error = await pool.query(statement).catch((reason: unknown) => reason);
  await pool.end();
  return noWayIn(error);
}

/** A host that answers a connection as it is told. */
async function hostThat(answers: (socket: Socket) => void) {
  const host = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answers(socket));
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  return { at: `127.0.0.1:${(host.address() as AddressInfo).port}`, close: () => host.close() };
}

test('nobody listens there', async () => {
  expect(await said('postgres://kopai@127.0.0.1:9/kopai')).toEqual({
    what: 'connect ECONNREFUSED 127.0.0.1:9',
    remedy: expect.stringContaining('Start PostgreSQL'),
  });
  const socket = new URLSearchParams({ host: '/nowhere', user: 'kopai' });
  expect((await said(`postgresql:///kopai?${socket}`))?.remedy).toContain('Start PostgreSQL');
});

test('the database, or its user, is not there', async () => {
  const { url } = await freshDatabase();
  const elsewhere = await said(url.replace(/\/\/\/\w+/, '///no_such_database'));
  expect(elsewhere).toEqual({
    what: 'database "no_such_database" does not exist',
    remedy: expect.stringMatching(/^Make/),
  });
  const stranger = await said(url.replace(/user=\w+/, 'user=nobody_known'));
  expect(stranger).toEqual({ what: 'role "nobody_known" does not exist', remedy: expect.stringMatching(/user/) });
});

test('it wants a password, and was given none', async () => {
  // Authentication by SCRAM-SHA-256, as the protocol has it: kind, length, 10, the mechanisms.
  const mechanisms = Buffer.from('SCRAM-SHA-256\0\0');
  const head = Buffer.alloc(9);
  head.write('R');
  head.writeInt32BE(8 + mechanisms.length, 1);
  head.writeInt32BE(10, 5);
  const answer = Buffer.from('SCRAM');
  const { at, close } = await hostThat((socket) => {
    socket.write(Buffer.concat([head, mechanisms]));
    socket.once('data', () => socket.write(saslContinue(answer)));
  });
  expect(await said(`postgres://kopai@${at}/kopai`)).toEqual({
    what: 'it wants a password, and DATABASE_URL has none',
    remedy: expect.stringContaining('PGPASSWORD'),
  });
  close();
});

/** What the server says in the midst of SCRAM; its text is looked at after the password. */
function saslContinue(text: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.write('R');
  head.writeInt32BE(8 + text.length, 1);
  head.writeInt32BE(11, 5);
  return Buffer.concat([head, text]);
}

test('it speaks no TLS, hangs up, or says nothing', async () => {
  const plain = await hostThat((socket) => socket.write('N'));
  expect((await said(`postgres://kopai@${plain.at}/kopai?sslmode=verify-full`))?.remedy).toContain('sslmode');
  plain.close();
  const hangsUp = await hostThat((socket) => socket.destroy());
  expect((await said(`postgres://kopai@${hangsUp.at}/kopai`))?.remedy).toMatch(/log: it took the connection/);
  hangsUp.close();
  const mute = await hostThat(() => undefined);
  expect((await said(`postgres://kopai@${mute.at}/kopai`))?.remedy).toContain('firewall');
  mute.close();
});

test('a statement that goes wrong is another matter', async () => {
  const { url } = await freshDatabase();
  expect(await said(url, 'select 1 from no_such_table')).toBeUndefined();
  expect(noWayIn(new TypeError('x is not a function'))).toBeUndefined();
  expect(noWayIn('text')).toBeUndefined();
});
