import { type ProblemKind, problems } from '@kopai/contracts/problems';
import { cell } from './schema-table.ts';

/** The catalogue of every way the API says no, from the table that the server answers by. */
export function errorsPage(): string {
  const entries: [code: string, kind: ProblemKind][] = Object.entries(problems);
  const sections = entries
    .sort(([one], [other]) => one.localeCompare(other))
    .map(
      ([code, { status, title, retry, remedy }]) =>
        `| <a id="${code.replaceAll('_', '-')}"></a>\`${code}\` | ${status} | ${cell(title)} | ${cell(remedy)} | ${retry ? 'yes' : 'no'} |`,
    );
  return [
    '# Error codes',
    'Errors are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem documents. `code` is stable: branch on it, not on the text. A refused request left nothing behind, so sending it again is always safe; whether it can help without a change stands in the last column, and in the `X-Should-Retry` header. The SDK throws one class by meaning, with `code`, `status` and `requestId`.',
    ['| code | status | meaning | what to do | retry helps |', '| --- | --- | --- | --- | --- |', ...sections].join(
      '\n',
    ),
  ].join('\n\n');
}
