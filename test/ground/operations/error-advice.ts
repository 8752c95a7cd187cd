/** The advice of `docs/errors.md` for each code of a response, and for each code of a payload. */
import { readFile } from 'node:fs/promises';

/** Advice in Markdown, by code. */
type Advice = ReadonlyMap<string, string>;

export interface ErrorAdvice {
  /** Of top-level errors. */
  readonly codes: Advice;
  /** Of errors in payloads. */
  readonly inPayloads: Advice;
}

/** Reads both tables of the page. */
export async function readErrorAdvice(): Promise<ErrorAdvice> {
  const text = await readFile('docs/errors.md', 'utf8');
  const [codes = '', inPayloads = ''] = text.split('## Errors in payloads');
  return {
    codes: new Map(rowsIn(codes).map(([code, , advice]) => [code, advice])),
    inPayloads: new Map(
      rowsIn(inPayloads).map(([code, meaning, changed]) => [
        code,
        `${meaning} Anything changed? ${changed}.`,
      ]),
    ),
  };
}

function rowsIn(text: string): [string, string, string][] {
  return [...text.matchAll(/^\| `(\w+)` +\|(.*)\|(.*)\|$/gm)].map(
    ([, name = '', second = '', third = '']) => [name, second.trim(), third.trim()],
  );
}
