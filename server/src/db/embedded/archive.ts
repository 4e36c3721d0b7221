import { chown, mkdir, stat } from 'node:fs/promises';
import type { Cluster } from './cluster.ts';

/** A piece of the log is finished after this many seconds at the latest, and archived: what a lost disk can cost. */
const finishAfterSeconds = 60;

/**
 * Settings that have PostgreSQL copy its log to a folder, piece by piece. A piece counts as archived once it has its whole name there; one that is there
 * already is right if it is the same, and never overwritten.
 *
 * @param folder an absolute path without quotes; made when it isn't there, and PostgreSQL's own
 */
export async function archiveSettings(folder: string, { way }: Cluster): Promise<Readonly<Record<string, string>>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { account } = way;
  if (account !== undefined && (await stat(folder)).uid === 0) await chown(folder, account.uid, account.gid);
  const piece = `"${folder}/%f"`;
  const draft = `"${folder}/%f.draft"`;
  return {
    archive_mode: 'on',
    archive_command: `test -f ${piece} && cmp -s "%p" ${piece} || test ! -f ${piece} && cp "%p" ${draft} && mv ${draft} ${piece}`,
    archive_timeout: String(finishAfterSeconds),
  };
}
