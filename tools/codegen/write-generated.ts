/** Writes a generated file as `npm run format` would, and only if its content changes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

/** Keeps the time of a file that is current, which would otherwise need a new build. */
export function writeChanged(path: string, text: string): void {
  if (readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}

export async function writeFormatted(path: string, text: string): Promise<void> {
  const style = await resolveConfig(path);
  writeChanged(path, await format(text, { ...style, filepath: path }));
}
