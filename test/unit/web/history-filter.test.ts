/** The filter of the history: whole days, and tries only if they are asked for. */
import { expect, test } from '@jest/globals';
import { filterOf, filtersOfLink, noFilters } from '../../../web/src/history/filter.ts';

const day = (year: number, month: number, date: number): string =>
  new Date(year, month - 1, date).toISOString();

test('leaves out dry runs and refusals, and nothing else', () => {
  expect(filterOf(noFilters('alpha'))).toEqual({
    person: null,
    actor: null,
    ticket: null,
    reference: null,
    report: null,
    since: null,
    until: null,
    outcome: null,
    isRefused: false,
    isDryRun: false,
  });
});

test('lists tries on request, and for a reference number', () => {
  const all = { isRefused: null, isDryRun: null };

  expect(filterOf({ ...noFilters(null), withTries: true })).toMatchObject(all);
  expect(filterOf({ ...noFilters(null), reference: ' 7K3M ' })).toMatchObject({
    ...all,
    reference: '7K3M',
  });
  expect(filterOf({ ...noFilters(null), outcome: 'REFUSED' })).toMatchObject({
    isRefused: true,
    isDryRun: null,
    outcome: null,
  });
});

test.each([
  ['?realm=beta&reference=7K3M-9QXT-2BW4-C0HJ', 'beta', '7K3M-9QXT-2BW4-C0HJ'],
  ['?realm=gamma&reference=7K3M', 'alpha', '7K3M'],
  ['?person=bob', 'alpha', ''],
  ['', 'alpha', ''],
])(
  'the link %j sets only a realm that the caller can view, and the reference',
  (link, realm, reference) => {
    expect(filtersOfLink(link, ['alpha', 'beta'])).toEqual({ ...noFilters(realm), reference });
  },
);

test('the last day is included, also at the end of a month, and what is no day is left out', () => {
  const days = filterOf({ ...noFilters(null), from: '2026-02-01', to: '2026-02-28' });

  expect(days).toMatchObject({ since: day(2026, 2, 1), until: day(2026, 3, 1) });
  expect(filterOf({ ...noFilters(null), from: '1 May', to: '' })).toMatchObject({
    since: null,
    until: null,
  });
});
