/**
 * `npm run bench -- NAME`: runs `bench/NAME.main.ts`, by default `requests`. Options follow the
 * name; `bench/README.md` has a row for each bench.
 */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

const self = basename(import.meta.filename);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.main.ts') && file !== self)
  .map((file) => file.replace('.main.ts', ''));

const first = process.argv[2];
const name = first === undefined || first.startsWith('-') ? 'requests' : first;

if (names.includes(name)) {
  // The bench reads its options from the command line, which has no name then.
  if (name === first) process.argv.splice(2, 1);
  await import(new URL(`${name}.main.ts`, import.meta.url).href);
} else {
  process.stderr.write(`There is no bench ${name}. There are: ${names.join(', ')}\n`);
  process.exitCode = 2;
}
