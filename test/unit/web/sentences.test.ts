/** Each sentence about a failure, for each reader: a read speaks of no change, staff of no desk. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import type { GatewayErrorCode } from '../../../packages/client/index.ts';
import { codeFacts, factsOfCode } from '../../../web/src/data/failure-codes.ts';
import { changeFailureOf, messageOf, readFailureOf } from '../../../web/src/data/failure.ts';
import { readerOf } from '../../../web/src/data/roles.ts';

const languages = ['en', 'de', 'fr', 'es', 'ar'] as const;
const codes = Object.keys(codeFacts);
const readers = {
  user: readerOf({ roles: ['SELF'] }),
  agent: readerOf({ roles: ['SELF', 'HELP_DESK'] }),
  auditor: readerOf({ roles: ['AUDITOR'] }),
  administrator: readerOf({ roles: ['ADMINISTRATOR'] }),
};

/** What a sentence about a change says, and one about a read must not: that nothing was changed. */
const nothingChanged = {
  en: /changed/,
  de: /geändert/,
  fr: /modifié(?!e)/,
  es: /cambiado/,
  ar: /يتغي/,
};
/** Where users are sent. Staff are the help desk. */
const desk = {
  en: /help desk/,
  de: /Helpdesk/,
  fr: /service d’assistance/,
  es: /servicio de asistencia/,
  ar: /مكتب المساعدة/,
};

const rows = languages.flatMap((language) => {
  const texts: Record<string, string> = JSON.parse(
    readFileSync(`web/messages/${language}.json`, 'utf8'),
  );
  return codes.flatMap((code) =>
    Object.entries(readers).flatMap(([reader, is]) =>
      [readFailureOf, changeFailureOf].map((failureOf) => {
        const failure = { ...failureOf(new Error(code)), code };
        const key = messageOf(failure);
        const format = new IntlMessageFormat(texts[key], language);
        return {
          language,
          code,
          reader,
          of: failure.of,
          text: String(format.format({ ...is, minutes: 5 })),
        };
      }),
    ),
  );
});

test('the table has each code, reader and language, for reads and changes', () => {
  expect(codes.length).toBeGreaterThan(30);
  expect(rows).toHaveLength(codes.length * 4 * 2 * languages.length);
  expect(rows.filter(({ text }) => text.trim() === '' || /[{}]/.test(text))).toEqual([]);
});

test('a failed read says nothing about changes', () => {
  const said = rows.filter(
    ({ of, language, text }) => of === 'read' && nothingChanged[language].test(text),
  );
  expect(said).toEqual([]);
});

test('staff are not sent to the help desk', () => {
  expect(
    rows.filter(({ reader, language, text }) => reader !== 'user' && desk[language].test(text)),
  ).toEqual([]);
});

test('an administrator is not sent to an administrator', () => {
  const ask = /administrator|Administration|administrateur|administrador|المسؤولين/;
  const asked = rows.filter(({ text }) => ask.test(text)).map(({ reader }) => reader);
  expect(new Set(asked)).toEqual(new Set(['agent', 'auditor']));
});

test('a failed change says that nothing was changed exactly if its code says so', () => {
  const wrong = rows.filter(({ of, language, code, text }) => {
    if (language !== 'en' || of !== 'change') return false;
    const isNotKnown = factsOfCode(code).class === 'notKnown';
    return (
      isNotKnown !== /not known yet/.test(text) || isNotKnown === /othing was changed/.test(text)
    );
  });

  expect(wrong).toEqual([]);
});

test('a code of the gateway without facts does not compile', () => {
  const { OVERLOADED, ...gap } = codeFacts;
  // @ts-expect-error -- a code is missing
  gap satisfies Readonly<Record<GatewayErrorCode, unknown>>;

  expect(OVERLOADED.class).toBe('notStarted');
});

test.each(['OF_A_NEWER_GATEWAY', 'toString'])('of the code %s nothing is known', (code) => {
  expect(factsOfCode(code).class).toBe('notKnown');
});
