/**
 * What the pages and mail say about codes is true where the help desk asks for one, and where it
 * does not.
 */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { composeMail } from '../../../src/notices/mail/compose.ts';
import { codesText } from '../../../web/src/text/codes-text.ts';
import { aChange, aRecipient, settings } from '../../notices/mail-samples.ts';

/** How each language says "a code", "never", and "only when you have called". */
const words = {
  en: [/\bcodes?\b/i, /\bnever\b/i, /\bonly when you have called\b/i],
  de: [/\bcodes?\b/i, /\bnie\b/i, /\bnur\b.*\bangerufen\b/i],
  fr: [/\bcodes?\b/i, /\bjamais\b/i, /\bseulement si\b.*\bappelés?/i],
  es: [/códigos?/i, /\bnunca\b/i, /\bsolo\b.*\bllamado\b/i],
  ar: [/رم[وا]?ز/, /أبد/, /إلا إذا .*اتصل/],
} as const;
type Language = keyof typeof words;

/** Sentences for staff about what they write. They say nothing about what callers are asked. */
const forStaff = ['call.reasonHint', 'call.fault.code'];

function catalogueOf(language: string): readonly [string, string][] {
  const text = readFileSync(`web/messages/${language}.json`, 'utf8');
  const messages: Record<string, string> = JSON.parse(text);
  return Object.entries(messages).filter(([key]) => !forStaff.includes(key));
}

const saysOnly = (language: Language, text: string): boolean => {
  const [code, , only] = words[language];
  return code.test(text) && only.test(text);
};

const saysNever = (language: Language, text: string): boolean => {
  const [code, never] = words[language];
  return code.test(text) && never.test(text) && !saysOnly(language, text);
};

/** The keys that pages of one configuration show, among those that speak of codes. */
function keysOf(asksForCodes: boolean): readonly string[] {
  return [codesText('card', { asksForCodes }), codesText('call', { asksForCodes })];
}

describe.each(['en', 'de', 'fr', 'es', 'ar'] as const)('in %s', (language) => {
  const catalogue = catalogueOf(language);
  const matching = (says: typeof saysOnly): string[] =>
    catalogue.filter(([, text]) => says(language, text)).map(([key]) => key);

  test('a promise to ask for no code is made only where none is asked for', () => {
    expect(matching(saysNever)).toEqual(keysOf(false));
  });

  test('where codes are asked for, the pages say when, and that no password is', () => {
    expect(matching(saysOnly)).toEqual(keysOf(true));
  });

  test.each(['PERSON', 'MANAGER'] as const)('mail to a %s knows whether codes are', (kind) => {
    const [without, withCodes] = [false, true].map((asksForCodes) => {
      const mail = composeMail(aChange(), aRecipient({ kind, language }), {
        ...settings,
        asksForCodes,
      });
      return [mail.text, mail.html].map((form) =>
        form.split(/[\n<>]/).filter((line) => words[language][1].test(line)),
      );
    });

    expect(without?.map((lines) => lines.map((line) => saysNever(language, line)))).toEqual([
      [true],
      [true],
    ]);
    expect(withCodes?.map((lines) => lines.map((line) => saysOnly(language, line)))).toEqual([
      [true],
      [true],
    ]);
  });
});
