/**
 * The table of sentences whose truth depends on the reader or on what is known: each one of the
 * catalogue, with each choice in it. `SENTENCES=1` prints it, to be read by a person.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import { whyNoCampaigns } from '../../../web/src/data/roles.ts';

const families = /^(failure|say)\.|\.(notForYou|notHere|notStaff|none|noneInAreas|unread)$/;
const languages = ['en', 'de', 'fr', 'es', 'ar'] as const;

type Values = Readonly<Record<string, string | number>>;

/** The values of the arguments of a message: each of its choices, and numbers with plurals. */
function choicesOf(elements: readonly MessageFormatElement[]): Map<string, Set<string | number>> {
  const found = new Map<string, Set<string | number>>();
  const add = (name: string, values: readonly (string | number)[]): void => {
    found.set(name, new Set([...(found.get(name) ?? []), ...values]));
  };
  for (const element of elements) {
    if (element.type === TYPE.argument) add(element.value, [`‹${element.value}›`]);
    if (element.type !== TYPE.select && element.type !== TYPE.plural) continue;
    add(element.value, element.type === TYPE.plural ? [0, 1, 2, 5] : Object.keys(element.options));
    for (const { value } of Object.values(element.options))
      for (const [name, values] of choicesOf(value)) add(name, [...values]);
  }
  return found;
}

function everyValue(choices: ReadonlyMap<string, ReadonlySet<string | number>>): readonly Values[] {
  let all: Values[] = [{}];
  for (const [name, values] of choices)
    all = all.flatMap((one) => [...values].map((value) => ({ ...one, [name]: value })));
  return all;
}

const rows = languages.flatMap((language) => {
  const texts: Record<string, string> = JSON.parse(
    readFileSync(`web/messages/${language}.json`, 'utf8'),
  );
  return Object.entries(texts)
    .filter(([key]) => families.test(key))
    .flatMap(([key, text]) =>
      everyValue(choicesOf(parse(text))).map((values) => ({
        language,
        key,
        values,
        text: String(new IntlMessageFormat(text, language).format(values)),
      })),
    );
});

test('each sentence of the families is in the table, in every language', () => {
  if (process.env['SENTENCES'] === '1')
    for (const { language, key, values, text } of rows)
      if (language === 'en') process.stdout.write(`${key} ${JSON.stringify(values)}: ${text}\n`);
  const keysIn = (language: string): ReadonlySet<string> =>
    new Set(rows.filter((row) => row.language === language).map(({ key }) => key));
  expect(keysIn('en').size).toBeGreaterThan(60);
  for (const language of languages) expect(keysIn(language)).toEqual(keysIn('en'));
  expect(rows.filter(({ text }) => text.trim() === '' || /[{}]/.test(text))).toEqual([]);
});

test('what is unread or not open to a reader is never called nothing', () => {
  const nothing = /^(No|Nothing|There (is|are) no)\b/;
  const said = rows.filter(({ language, key }) => language === 'en' && /unread$/i.test(key));
  expect(new Set(said.map(({ key }) => key))).toEqual(
    new Set(['notice.unread', 'reports.unread', 'threat.unread', 'queue.unread']),
  );
  expect(said.filter(({ text }) => nothing.test(text))).toEqual([]);
});

test.each([
  [['HELP_DESK'], false, 'campaigns.notForYou'],
  [['AUDITOR'], true, 'campaigns.notForYou'],
  [['ADMINISTRATOR'], false, 'campaigns.notHere'],
  [['ADMINISTRATOR'], true, null],
] as const)('%j on a gateway whose campaigns are %s: %s', (roles, hasCampaigns, reason) => {
  const caller = { roles: [...roles] };
  expect(whyNoCampaigns({ caller, capabilities: { hasCampaigns } })).toBe(reason);
});
