import { type Comment, type Expression, parseSync, Visitor } from 'oxc-parser';

/** Something found at a place in a file. Lines count from 1. */
export interface Found {
  readonly line: number;
  readonly text: string;
}

/** A source file, as far as the rules of the house look at it. */
export interface SourceFile {
  /** Its path from the top of the workspace, with forward slashes. */
  readonly path: string;
  readonly lines: number;
  /** What it imports, by specifier: statically, dynamically, types too, and what it exports from elsewhere. */
  readonly imports: readonly Found[];
  /** Uses of `process.env`. */
  readonly environment: readonly Found[];
  /** Questions to the system's clock: `Date.now()` and `new Date()`. `Date.now` itself, handed on, is no question. */
  readonly clock: readonly Found[];
  /** Tests that don't run, or keep others from running. */
  readonly silenced: readonly Found[];
  /** Hooks that a test runner may not hear: set up in a function that may run during a hook or a test. */
  readonly unheard: readonly Found[];
  readonly comments: readonly Found[];
}

/** Reads a file with a real parser, so that what stands in strings and comments doesn't count. */
export function readSource(path: string, text: string): SourceFile {
  const { program, module, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new SyntaxError(`${path}: ${error.message}`);
  const at = (start: number, found: string): Found => ({ line: text.slice(0, start).split('\n').length, text: found });
  const imports = [
    ...module.staticImports.map(({ moduleRequest }) => at(moduleRequest.start, moduleRequest.value)),
    ...module.staticExports.flatMap(({ entries }) => {
      const from = entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest;
      return from ? [at(from.start, from.value)] : [];
    }),
    // A specifier that is computed can't be judged; a literal one still has its quotes here.
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      const literal = /^(['"`])(.*)\1$/.exec(text.slice(start, end))?.[2];
      return literal === undefined ? [] : [at(start, literal)];
    }),
  ];
  return {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports,
    ...usesOf(program, (start, end) => at(start, text.slice(start, end))),
    comments: comments.map(({ start, value }: Comment) => at(start, value)),
  };
}

function usesOf(program: Parameters<Visitor['visit']>[0], found: (start: number, end: number) => Found) {
  const environment: Found[] = [];
  const clock: Found[] = [];
  const silenced: Found[] = [];
  const unheard: Found[] = [];
  const suites = new Set<number>();
  const functions: number[] = [];
  const enter = ({ start }: { readonly start: number }) => void functions.push(start);
  const leave = () => void functions.pop();
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    MemberExpression({ object, property, start, end }) {
      const name = property.type === 'Identifier' ? property.name : '';
      if (isNamed(object, ['process']) && name === 'env') environment.push(found(start, end));
      if (isNamed(object, TEST_WORDS) && SILENCERS.has(name)) silenced.push(found(start, end));
    },
    CallExpression({ callee, arguments: given, start, end }) {
      if (isNamed(rootOf(callee), ['describe', 'suite'])) for (const { start } of given) suites.add(start);
      if (isNamed(callee, HOOKS) && !functions.every((start) => suites.has(start)))
        unheard.push(found(start, callee.end));
      const isDate = callee.type === 'MemberExpression' && isNamed(callee.object, ['Date']);
      if (isDate && isNamed(callee.property, ['now'])) clock.push(found(start, end));
    },
    NewExpression({ callee, arguments: given, start, end }) {
      if (isNamed(callee, ['Date']) && given.length === 0) clock.push(found(start, end));
    },
  }).visit(program);
  return { environment, clock, silenced, unheard };
}

/** What cleans up: nobody misses it where it isn't heard. */
const HOOKS = ['afterAll', 'afterEach'];

/** What a chain such as `describe.each(…)(…)` begins with. */
function rootOf(callee: Expression): Expression {
  if (callee.type === 'CallExpression') return rootOf(callee.callee);
  return callee.type === 'MemberExpression' ? rootOf(callee.object) : callee;
}

const TEST_WORDS = ['test', 'it', 'describe', 'suite'];
const SILENCERS = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails']);

function isNamed(node: { readonly type: string; readonly name?: unknown }, names: readonly string[]): boolean {
  return node.type === 'Identifier' && names.some((name) => name === node.name);
}
