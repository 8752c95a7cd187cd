import { readFile } from 'node:fs/promises';
import { listAt, textAt } from './json.ts';

/** Returns the text of each documented operation, by its name. */
export async function documentedOperations(): Promise<ReadonlyMap<string, string>> {
  const manifest: unknown = JSON.parse(await readFile('schema/trusted-documents.json', 'utf8'));
  return new Map(
    listAt(manifest, 'operations').map((one) => [
      textAt(one, 'name') ?? '',
      textAt(one, 'body') ?? '',
    ]),
  );
}
