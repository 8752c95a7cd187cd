/** The files beside the program: the same ones for the sources and for the built program. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = packageOf(import.meta.dirname);

function packageOf(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageOf(dirname(folder));
}

/** Returns the absolute path of a file or folder of this package, such as `schema`. */
export function packageFile(path: string): string {
  return join(root, path);
}
