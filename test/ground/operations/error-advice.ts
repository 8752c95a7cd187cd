/** The advice of `docs/errors.md` for each code and typed error. */
import { readFile } from 'node:fs/promises';

/** Advice in Markdown, by code or type. */
export type ErrorAdvice = ReadonlyMap<string, string>;

/** Reads both tables of the page. */
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
