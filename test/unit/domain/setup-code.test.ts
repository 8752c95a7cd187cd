import { expect, test } from '@jest/globals';
import {
  setupCodeAlphabet,
  setupCodeIn,
  setupCodeLength,
  shownSetupCode,
} from '../../../src/domain/enrolment/setup-code.ts';

test('a code can be read out, and guessed once in 5e14 tries', () => {
  expect(setupCodeAlphabet).toMatch(/^[^01ILOU]{30}$/);
  expect(setupCodeAlphabet.length ** setupCodeLength).toBeGreaterThan(5e14);
  expect(shownSetupCode('7K3MXQT2BW')).toBe('7K3MX-QT2BW');
});

test.each([
  ['as it is shown', '7K3MX-QT2BW', '7K3MXQT2BW'],
  ['in small letters, with blanks', ' 7k3mx qt2bw ', '7K3MXQT2BW'],
  ['with another dash', '7K3MX–QT2BW', '7K3MXQT2BW'],
  ['with every letter', setupCodeAlphabet.slice(20), setupCodeAlphabet.slice(20)],
  ['a letter short', '7K3MX-QT2B', null],
  ['with a letter that no code has', '7K3MX-QT2BO', null],
  ['nothing', '', null],
])('a typed code is read %s', (_, text, code) => {
  expect(setupCodeIn(text)).toBe(code);
});
