import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Returns the first comment of each document, by the name of its operation. */
export async function readPurposes(): Promise<ReadonlyMap<string, string>> {
  const folder = 'schema/operations';
  const texts = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
  );
  return new Map(
    texts.map((text) => {
      const [, comment = '', name = ''] = /^((?:# .*\n)+)(?:query|mutation) (\w+)/.exec(text) ?? [];
      return [name, comment.replaceAll(/^# /gm, '').trim()];
    }),
  );
}
