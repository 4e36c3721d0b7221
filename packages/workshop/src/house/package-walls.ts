import { isTest, packageNamed, packageOf, perFile, type Rule, targetOf } from './rule.ts';

/** Whose packages each package may import. `contracts <- sdk <- elements <- react`, `contracts <- mocks`, `contracts <- server`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'packages/contracts': [],
  'packages/sdk': ['@kopai/contracts'],
  'packages/elements': ['@kopai/contracts', '@kopai/sdk'],
  'packages/react': ['@kopai/contracts', '@kopai/sdk', '@kopai/elements'],
  'packages/mocks': ['@kopai/contracts'],
  // What every Kopai does, run against the world in memory and against the server.
  'packages/conformance': ['@kopai/contracts', '@kopai/sdk'],
  'packages/stripe-sim': [],
  'packages/workshop': [],
  // The simulator stands in where the operator has no Stripe account.
  server: ['@kopai/contracts', '@kopai/stripe-sim'],
  // The gallery shows the elements in worlds in memory.
  demo: ['@kopai/contracts', '@kopai/sdk', '@kopai/elements', '@kopai/react', '@kopai/mocks', '@kopai/server'],
  docs: ['@kopai/contracts', '@kopai/sdk', '@kopai/elements', '@kopai/react', '@kopai/mocks'],
};

/** These run in browsers, workers and other runtimes too. */
const RUNS_EVERYWHERE = ['packages/contracts', 'packages/sdk', 'packages/elements', 'packages/mocks', 'packages/react'];

export const PACKAGE_WALLS: readonly Rule[] = [
  perFile('packages import each other in one direction', function* (file) {
    if (isTest(file.path)) return;
    const allowed = MAY_IMPORT[packageOf(file.path)] ?? [];
    for (const { line, text } of file.imports) {
      const name = packageNamed(text);
      if (name?.startsWith('@kopai/') && !allowed.includes(name)) yield { line, text: `may not import ${name}` };
    }
  }),
  perFile('a package is entered by its name, not by a path into it', function* (file) {
    for (const { line, text } of file.imports) {
      const target = targetOf(file, text);
      if (target !== undefined && packageOf(target) !== packageOf(file.path))
        yield { line, text: `reaches into ${target}` };
    }
  }),
  perFile('what runs everywhere imports nothing of Node', function* (file) {
    if (isTest(file.path) || !RUNS_EVERYWHERE.includes(packageOf(file.path))) return;
    for (const { line, text } of file.imports) {
      if (text.startsWith('node:')) yield { line, text: `imports ${text}` };
    }
  }),
];
