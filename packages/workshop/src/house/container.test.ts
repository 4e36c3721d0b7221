import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WORKSPACE } from '../suites/command.ts';

const read = (path: string) => readFileSync(join(WORKSPACE, path), 'utf8');
const dockerfile = read('server/deploy/Dockerfile');
const compose = read('server/deploy/compose.yaml');

/** What the image is made from: sources of every COPY but those that come from another stage. */
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) =>
  sources.split(' '),
);

/** The folders of a package and of the packages of this workspace that it runs on. */
function runsOn(folder: string): string[] {
  const { dependencies = {} } = JSON.parse(read(`${folder}/package.json`)) as { dependencies?: Record<string, string> };
  const ours = Object.keys(dependencies).filter((name) => dependencies[name]?.startsWith('workspace:'));
  return [folder, ...ours.flatMap((name) => runsOn(name.replace('@kopai/', 'packages/')))];
}

test('the image is made from what is there, and its context has that and nothing else', () => {
  expect(copied.filter((path) => !existsSync(join(WORKSPACE, path)))).toEqual([]);
  const [first, ...rest] = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(first, 'everything is left out that is not let in').toBe('*');
  const letIn = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  expect(letIn.sort()).toEqual([...copied].sort());
  expect(rest).toContain('**/*.test.ts');
});

test('the image has the server and the packages it runs on, with manifests and sources, and no other', () => {
  const folders = [...new Set(runsOn('server'))].sort();
  const ending = (end: string) => copied.filter((path) => path.endsWith(end)).map((path) => path.slice(0, -end.length));
  expect(ending('/package.json').sort()).toEqual(folders);
  expect(ending('/src').sort()).toEqual(folders);
});

test('the image installs with the pnpm of the repository', () => {
  const version = /pnpm@([\d.]+)/.exec(read('package.json'))?.[1];
  expect(/pnpm@([\d.]+)/.exec(dockerfile)?.[1]).toBe(version);
});

test('the image and the compose file set what the server or PostgreSQL reads', () => {
  const known = new Set([...read('server/src/config.ts').matchAll(/'([A-Z][A-Z_]+)'/g)].map(([, name = '']) => name));
  for (const name of ['NODE_ENV', 'PGPASSWORD', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD']) known.add(name);
  // OpenTelemetry's own SDK reads these.
  for (const name of ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_RESOURCE_ATTRIBUTES']) known.add(name);
  // PostgreSQL's C library reads these.
  for (const name of memory(read('server/src/db/embedded/postmaster.ts')).keys()) known.add(name);
  const inImage = [...dockerfile.matchAll(/^ENV (.+)$/gm)].flatMap(
    ([, line = '']) => line.match(/[A-Z_]+(?==)/g) ?? [],
  );
  const inCompose = [...compose.matchAll(/^ {6}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);
  expect(inImage).toContain('KOPAI_DATA_DIR');
  expect(inCompose).toContain('KOPAI_SECRET_KEY');
  expect([...inImage, ...inCompose].filter((name) => !known.has(name))).toEqual([]);
});

/** How much memory PostgreSQL is told to keep, by the name of each setting. */
const memory = (text: string) =>
  new Map([...text.matchAll(/(MALLOC_[A-Z_]+): ['"](\d+)['"]/g)].map(([, name = '', bytes = '']) => [name, bytes]));

test('PostgreSQL keeps as much memory in a container as the one that the server starts', () => {
  const own = memory(read('server/src/db/embedded/postmaster.ts'));
  expect(own.size).toBe(3);
  expect(memory(compose)).toEqual(own);
  for (const [name, bytes] of own) expect(read('docs/guide/scaling.md')).toContain(`${name}=${bytes}`);
});

test('the server is killed no sooner than it gives itself up', () => {
  const closeMostMs = Number(
    /closeMostMs = ([\d_]+);/.exec(read('server/src/until-stopped.ts'))?.[1]?.replaceAll('_', ''),
  );
  const service = compose.slice(compose.indexOf('\n  kopai:'));
  expect(Number(/stop_grace_period: (\d+)s/.exec(service)?.[1]) * 1000).toBeGreaterThan(closeMostMs);
});
