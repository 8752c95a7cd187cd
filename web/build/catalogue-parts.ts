/**
 * Divides the messages by the pages that use them, so that a page loads no other page's texts. The
 * sources decide: there is no list to keep.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { CataloguePart } from '../src/text/catalogue-part.ts';

/** `core` is loaded with every page; the others with the first of their pages. */
export const catalogueParts = ['core', 'desk', 'oversight'] as const satisfies CataloguePart[];

/** The part of each folder of pages. All other folders are `core`. */
const partOfFolder: Readonly<Record<string, CataloguePart>> = {
  'help-desk': 'desk',
  approvals: 'desk',
  history: 'oversight',
  insights: 'oversight',
  campaigns: 'oversight',
  'threat-level': 'oversight',
};

/** Matches a key, and a template that makes keys: `'find.title'`, `` `kind.${kind}.title` ``. */
const keyOrTemplate = /['"`]((?:[\w-]+|\.|\$\{[^{}`]*\})+)['"`]/g;

/** Returns the part of each key: that of the only pages that name it, else `core`. */
export function partsOfKeys(
  sources: string,
  keys: readonly string[],
): ReadonlyMap<string, CataloguePart> {
  const parts = new Map<string, Set<CataloguePart>>(keys.map((key) => [key, new Set()]));
  for (const file of globSync('**/*.{ts,tsx}', { cwd: sources })) {
    const [folder = ''] = file.split(sep);
    const part = partOfFolder[folder] ?? 'core';
    for (const [, text = ''] of readFileSync(join(sources, file), 'utf8').matchAll(keyOrTemplate))
      for (const key of keysOf(text, parts)) parts.get(key)?.add(part);
  }
  return new Map(
    [...parts].map(([key, [only = 'core', ...others]]) => [
      key,
      others.length === 0 ? only : 'core',
    ]),
  );
}

/** Returns the keys that a text in a source can be. A template of keys starts with their family. */
function keysOf(text: string, known: ReadonlyMap<string, unknown>): readonly string[] {
  if (!text.includes('${')) return known.has(text) ? [text] : [];
  if (!/^\w+\./.test(text)) return [];
  const pieces = text.split(/\$\{[^{}]*\}/).map((piece) => piece.replaceAll('.', String.raw`\.`));
  const pattern = new RegExp(`^${pieces.join(String.raw`[\w.-]+`)}$`);
  return [...known.keys()].filter((key) => pattern.test(key));
}
