/** Every page is reachable from the index of the docs, and no relative link or anchor is dead. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@jest/globals';

const index = 'docs/README.md';
const pages = globSync(
  ['*.md', '{.github,docs,web,packages,examples,bench,deploy,src,test,tools}/**/*.md'],
  {
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
);

/** The text of a page without code, where brackets are no links. */
function proseOf(text: string): string {
  return text
    .replaceAll(/^ *```[^]*?^ *```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '));
}

/** The relative links of a page: the file, relative to the repository, and the anchor. */
function linksIn(page: string, text: string): readonly (readonly [file: string, anchor: string])[] {
  const links = [
    ...proseOf(text).matchAll(/\]\(<?([^)>\s]+)>?\)/g),
    ...proseOf(text).matchAll(/^\[[^\]]+\]: (\S+)$/gm),
    ...proseOf(text).matchAll(/ src="([^"]+)"/g),
  ].map(([, link = '']) => link);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = '', anchor = ''] = link.split('#');
      return [path === '' ? page : normalize(join(dirname(page), path)), anchor];
    });
}

/** The anchors of a page, as GitHub derives them from its headings. */
function anchorsIn(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = text.replaceAll(/^ *```[^]*?^ *```$/gm, '').matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, title = '']) => {
      const anchor = title
        .replaceAll(/\]\([^)]*\)/g, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
        .replaceAll(' ', '-');
      const count = seen.get(anchor) ?? 0;
      seen.set(anchor, count + 1);
      return count === 0 ? anchor : `${anchor}-${count}`;
    }),
  );
}

/** The links of a page that lead nowhere. */
function deadIn(page: string, text: string): string[] {
  return linksIn(page, text)
    .filter(([file, anchor]) => {
      if (!existsSync(file)) return true;
      return (
        anchor !== '' &&
        file.endsWith('.md') &&
        !anchorsIn(file === page ? text : read(file)).has(anchor)
      );
    })
    .map(([file, anchor]) => `${page} → ${file}${anchor && `#${anchor}`}`);
}

/** The files that links lead to from a page, directly or through other pages. */
function reachableFrom(start: string): ReadonlySet<string> {
  const found = new Set([start]);
  for (const page of found) {
    if (!page.endsWith('.md')) continue;
    for (const [file] of linksIn(page, read(page))) {
      if (!existsSync(file)) continue;
      // GitHub shows the README of a folder.
      const isFolder = statSync(file).isDirectory();
      found.add(isFolder ? normalize(join(file, 'README.md')) : file);
    }
  }
  return new Set([...found].filter((file) => existsSync(file)));
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

test.each(pages)('%s has no dead link', (page) => {
  expect(deadIn(page, read(page))).toEqual([]);
});

test('the index leads to every page of the docs', () => {
  const docs = pages.filter((page) => /^(?:docs\/|[A-Z]+\.md$)/.test(page) && page !== 'README.md');
  const reachable = reachableFrom(index);

  expect(docs.length).toBeGreaterThan(60);
  expect(docs.filter((page) => !reachable.has(page))).toEqual([]);
});

test('the index itself links to every page, except decisions', () => {
  const linked = new Set(linksIn(index, read(index)).map(([file]) => file));
  const docs = pages.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== index);

  expect(docs.filter((page) => !linked.has(page))).toEqual([]);
});

test('nothing tells an operator to have npx download the gateway', () => {
  const texts = globSync(
    '{docs,deploy,src,web,examples}/**/*.{md,ts,tsx,json,yaml,yml,service,sh}',
    {
      exclude: ['**/node_modules/**', '**/dist/**'],
    },
  );
  const calls = [...texts, 'README.md'].filter((file) =>
    readFileSync(file, 'utf8').includes('npx identity-gateway'),
  );

  expect(texts.length).toBeGreaterThan(500);
  expect(calls).toEqual([]);
});
