/** What `docs/errors.md` says of each code and typed error, for pages that say it beside an operation. */
import { readFile } from 'node:fs/promises';

/** What to do about an error, as one sentence or two of Markdown, by its code or type. */
export type ErrorAdvice = ReadonlyMap<string, string>;

/** Reads both tables of the page: of a code what to do, of a typed error what it means and what was changed. */
export async function readErrorAdvice(): Promise<ErrorAdvice> {
  const text = await readFile('docs/errors.md', 'utf8');
  const [codes = '', typed = ''] = text.split('## Typed errors');
  return new Map([
    ...rowsIn(codes).map(([name, , advice]): [string, string] => [name, advice]),
    ...rowsIn(typed).map(([name, meaning, changed]): [string, string] => [
      name,
      `${meaning} Anything changed? ${changed}.`,
    ]),
  ]);
}

function rowsIn(text: string): [string, string, string][] {
  return [...text.matchAll(/^\| `(\w+)` +\|(.*)\|(.*)\|$/gm)].map(
    ([, name = '', second = '', third = '']) => [name, second.trim(), third.trim()],
  );
}
