/** Every cited rule is defined on one page, and every defined rule is cited. */
import { glob, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { isEnumType } from 'graphql';
import { errorCodes } from '../../src/domain/values/failure.ts';
import { requestErrorCodes } from '../../src/domain/values/failure.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { rowsOf } from './rows-of.ts';

const page = 'docs/rules.md';
const targets = 'bench/README.md';
const contract = 'docs/am-rest-contract.md';
const facts = 'test/contract/README.md';
const defining = [page, targets, contract, facts, 'test/ground/rules.test.ts'];

/**
 * Citations start after a word such as "security", or at the start of a parenthesis, a text or a
 * table cell. So `...F20`, base64 texts and paper sizes are not citations.
 */
const words = '(?:[Dd]esign|[Ss]ecurity|[Rr]eliability|[Cc]ontract) ';
const number = String.raw`(?:§\d[\d.]*|[A-HPRU]\d{1,2})(?![\w-])`;
const opening = String.raw`(?:(?<=[('"${'`'}]|\| )|(?=\b${words}))`;
const row = `${opening}(?:${words})?${number}(?:(?:, |; |–| and | to | )(?:${words})?${number})*`;

/** Returns the rules that a text cites: `design D8`, `A13`, `reliability §2`; expands ranges. */
function citationsIn(text: string): string[] {
  const plain = text.replace(/\n\s*(?:\*|\/\/)? */g, ' ');
  return [...plain.matchAll(new RegExp(row, 'g'))].flatMap(([found]) => {
    let word = '';
    let before = '';
    const item = new RegExp(`(–?)(${words})?(${number})`, 'g');
    return [...found.matchAll(item)].flatMap(([, dash, named, cited = '']) => {
      word = named?.trim().toLowerCase() ?? word;
      const range = dash === '–' ? between(before, cited) : [cited];
      before = cited;
      return range.flatMap((one) => nameOf(one, word));
    });
  });
}

/** Returns the numbers of a range after the first. Numbers inside it need not exist. */
function between(first: string, last: string): string[] {
  const [from, to] = [Number(first.slice(1)), Number(last.slice(1))];
  const inner = Array.from({ length: Math.max(0, to - from - 1) }, (_, at) => from + 1 + at);
  return [...inner.map((each) => `${last[0]}${each}?`), last];
}

/** Returns the name of a rule. Sections are rules in reliability only. */
function nameOf(cited: string, word: string): string[] {
  if (cited.startsWith('§')) return word === 'reliability' ? [`${word} ${cited}`] : [];
  if (word === 'design' && cited.startsWith('D')) return [`design ${cited}`];
  return [cited];
}

/** Returns the rules that the page defines. */
function rulesOf(text: string): string[] {
  return text.split(/^## /m).flatMap((section) => {
    const title = section.split('\n')[0]?.toLowerCase() ?? '';
    return [...section.matchAll(/^- \*\*(\S+)\.\*\*/gm)].map(([, rule = '']) =>
      rule.startsWith('§') || title === 'design' ? `${title} ${rule}` : rule,
    );
  });
}

/** Returns the targets of speed, which have a row for each figure. */
function targetsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/^\| (P\d+) +\|/gm)].map(([, target = '']) => target))];
}

/** Returns the rules of both pages. */
async function allRules(): Promise<string[]> {
  return [...rulesOf(await read(page)), ...targetsOf(await read(targets))];
}

/** Returns the numbered facts of the contract and its suite. */
function factsOf(text: string): string[] {
  return [...text.matchAll(/^(?:\| |- \*\*|\*\*)([UF]\d+)\b/gm)].map(([, fact = '']) => fact);
}

/** Returns the files that cite each rule. */
async function citations(): Promise<Map<string, string[]>> {
  const places = new Map<string, string[]>();
  const pattern = ['{src,test,bench,docs,examples}/**/*.{ts,tsx,md}', '*.md'];
  for await (const file of glob(pattern, { exclude: ['**/node_modules/**'] })) {
    if (defining.includes(file)) continue;
    for (const rule of citationsIn(await readFile(file, 'utf8'))) {
      places.set(rule, [...(places.get(rule) ?? []), file]);
    }
  }
  return places;
}

/** Returns citations of undefined rules, with their files. */
function undefinedOf(places: Map<string, string[]>, defined: ReadonlySet<string>): string[] {
  return [...places]
    .filter(([rule]) => !rule.endsWith('?') && !defined.has(rule))
    .map(([rule, files]) => `${rule} in ${files.join(', ')}`);
}

/** Returns rules without a citation. */
function uncitedOf(rules: readonly string[], places: Map<string, string[]>): string[] {
  return rules.filter((rule) => !places.has(rule) && !places.has(`${rule}?`));
}

test('every rule that is cited is defined', async () => {
  const [aboutAm, found] = await Promise.all([contract, facts].map(read));
  const known = [...(await allRules()), ...factsOf(aboutAm ?? ''), ...factsOf(found ?? '')];

  expect(undefinedOf(await citations(), new Set(known))).toEqual([]);
});

test('every rule that is defined is cited, and defined once', async () => {
  const rules = await allRules();

  expect(uncitedOf(rules, await citations())).toEqual([]);
  expect(rules).toHaveLength(new Set(rules).size);
});

test('every rule is held by a test that cites it, or by what it names', async () => {
  const text = await read(page);
  const named = text.split(/^- (?=\*\*)/m).filter((rule) => rule.includes('Held by'));
  const places = [...(await citations())].filter(([, files]) =>
    files.some((file) => /^(?:test|bench)\/.*\.tsx?$/.test(file)),
  );
  const unheld = uncitedOf(await allRules(), new Map(places));

  expect(
    unheld.filter(
      (rule) => !named.some((one) => one.includes(`**${rule.replace('design ', '')}.**`)),
    ),
  ).toEqual([]);
});

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8');
}

test('the errors page lists exactly the codes', async () => {
  const listed = (await rowsOf('docs/errors.md')).map(([name = '']) => name);
  const inPayloads = Object.values((await createSchema()).getTypeMap())
    .filter(isEnumType)
    .filter(({ name }) => /[a-z]ErrorCode$/.test(name) && name !== 'GatewayErrorCode')
    .flatMap((one) => one.getValues().map(({ name }) => name));

  // Some codes are in both tables.
  const codes = new Set<string>([...errorCodes, ...requestErrorCodes]);
  expect(listed.toSorted()).toEqual([...codes, ...new Set(inPayloads)].toSorted());
});
