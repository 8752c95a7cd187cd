/** Pages about the source name files that exist, and the walk of a change stays short. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const page = readFileSync('CONTRIBUTING.md', 'utf8');

/** Names of files, and paths below a room. */
const rooms = readdirSync('src').filter((name) => !name.includes('.'));
const namePattern = new RegExp(`\`((?:${rooms.join('|')})/[\\w./-]+|[\\w./-]+\\.ts)\``, 'g');

/** What a page names that is neither below its folder, nor in `src`, nor at the root. */
function missingIn(folder: string, text: string): string[] {
  const names = [...text.matchAll(namePattern)].map(([, name = '']) => name);
  return names.filter((name) => {
    const isPath = [name, `src/${name}`, `src/${name}.ts`].some((path) => existsSync(path));
    return !isPath && globSync(`${folder}/**/${name}`).length === 0;
  });
}

test('every file that it names exists', () => {
  const named = [...page.matchAll(/`((?:src|test|web|packages|schema|codegen|docs)\/[\w./-]+)`/g)];
  const files = named.map(([, file = '']) => file);

  expect(files.length).toBeGreaterThan(40);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test('it begins with one page of at most sixty lines', () => {
  const [first = ''] = page.split('\n## Generated files');
  const headings = [...first.matchAll(/^## (.*)$/gm)].map(([, title]) => title);

  expect(first.split('\n').length).toBeLessThanOrEqual(60);
  expect(headings).toEqual(['The map', 'Five rules', 'Where a change goes']);
});

describe('a page about rooms names files that exist', () => {
  const readmes = globSync('src/*/README.md');

  test('there are READMEs', () => {
    expect(readmes.length).toBeGreaterThan(15);
  });

  test.each([...readmes, 'docs/architecture.md'])('%s', (file) => {
    expect(missingIn(dirname(file), readFileSync(file, 'utf8'))).toEqual([]);
  });
});

describe('the decisions', () => {
  const pages = globSync('docs/adr/*.md').toSorted();
  const index = readFileSync('docs/adr/README.md', 'utf8');

  test.each(pages)('%s names files that exist', (file) => {
    const paths = readFileSync(file, 'utf8').matchAll(
      /`((?:src|test|web|packages|schema|tools|bench|deploy|examples)\/[a-z\d/.-]+)`/g,
    );

    expect([...paths].map(([, path = '']) => path).filter((path) => !existsSync(path))).toEqual([]);
  });

  test('have one line each in their index, under a topic', () => {
    const [, ...topics] = index.split('\n## ');
    const listed = topics.flatMap((topic) => [...topic.matchAll(/^- \[\d+\. .*\]\((.*)\)$/gm)]);

    expect(topics.length).toBeLessThanOrEqual(15);
    expect(listed.map(([, file]) => `docs/adr/${file}`).toSorted()).toEqual(
      pages.filter((file) => !file.endsWith('README.md')),
    );
  });

  test('that hold are the only ones: one that is replaced whole is gone', () => {
    const gone = pages.filter((file) => /^Status: (?!accepted)/m.test(readFileSync(file, 'utf8')));

    expect(gone).toEqual([]);
  });
});

test('a reset passes at most 22 files, the ledger among them', () => {
  const architecture = readFileSync('docs/architecture.md', 'utf8');
  const [, section = ''] = architecture.split('## From a request to its answer');
  const [walk = ''] = section.split('\n## ');
  const files = [...walk.matchAll(/^\d+\. `(src\/[\w./-]+)`/gm)].map(([, file]) => file);

  expect(files).toContain('src/changes/run-change.ts');
  expect(files).toContain('src/ledger/intents/begin.ts');
  expect(files.length).toBeLessThanOrEqual(22);
});
