/** The lists of the configuration file, among the variables of tests and measurements. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionsByName } from '../../src/config/options.ts';
import { withValues } from '../../src/config/source/file-tree.ts';
import { isFileReader } from '../../src/config/values/parts.ts';
import { isFields, type Fields } from '../../src/domain/values/json.ts';

/** Variables, and lists by their places in the file: `approvals`, `limits.staffChanges`. */
type Given = Readonly<Record<string, string | undefined>>;

const all = [...optionsByName.values()];
const places = new Set(all.flatMap(({ file }) => file ?? []));

/**
 * Returns what a configuration file has, as entries that stand beside variables. Of two at one
 * place the later one counts, as of two variables. `asEnvironment` makes a file of them.
 */
export function withLists(file: Fields, path = ''): Readonly<Record<string, string>> {
  const entries = Object.entries(file).flatMap(([key, value]) => {
    const place = path === '' ? key : `${path}.${key}`;
    if (places.has(place)) return [[place, JSON.stringify(value)]];
    if (isFields(value)) return Object.entries(withLists(value, place));
    throw new Error(`The configuration file has no ${place}.`);
  });
  return Object.fromEntries(entries);
}

/**
 * Returns the environment of a gateway: what belongs into a file is in that of `CONFIG_FILE`.
 * Variables that stand for items of a list in the file go there, too: both together are refused.
 */
export function asEnvironment<E extends Given>(given: E): E {
  const lists = Object.entries(given).flatMap(([place, value]) =>
    places.has(place) && value !== undefined ? [{ place, value: JSON.parse(value) }] : [],
  );
  if (lists.length === 0) return given;
  if (given['CONFIG_FILE'] !== undefined)
    throw new Error('Add what is in CONFIG_FILE to withLists, or the lists to the file.');
  const standing = all.flatMap(({ name, partOf, read }) => {
    const text = given[name]?.trim() ?? '';
    if (!lists.some(({ place }) => place === partOf) || !isFileReader(read)) return [];
    return [{ name, place: `${partOf}`, value: text === '' ? [] : read.toFile(text) }];
  });
  const moved = new Set([...places, ...standing.map(({ name }) => name)]);
  const variables = Object.entries(given).filter(([name]) => !moved.has(name));
  const CONFIG_FILE = written(JSON.stringify(withValues({}, [...standing, ...lists])));
  return Object.assign({ CONFIG_FILE }, ...variables.map(([name, value]) => ({ [name]: value })));
}

/** A secret of a list: a reference to a file that has it. */
export function secretFile(text: string): { readonly file: string } {
  return { file: written(text) };
}

let folder: string | undefined;

/** Writes a text to a file that is there until this process ends. The same text is one file. */
function written(text: string): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'lists-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  const path = join(folder, createHash('sha256').update(text).digest('hex').slice(0, 16));
  if (!existsSync(path)) writeFileSync(path, text);
  return path;
}
