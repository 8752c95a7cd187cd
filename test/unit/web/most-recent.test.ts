/** The mark *Most recent* needs a difference that can be read. */
import { expect, test } from '@jest/globals';
import { mostRecentOf } from '../../../web/src/parts/device.ts';
import { device } from './removal-samples.ts';

const used = (kind: 'OATH' | 'TRUSTED', lastUsedAt: string | null) => ({
  ...device(kind, `${kind} ${lastUsedAt}`),
  lastUsedAt,
});
const [early, late] = [used('OATH', '2026-03-01T10:00:00Z'), used('OATH', '2026-03-01T11:00:00Z')];
const browser = used('TRUSTED', '2026-03-01T12:00:00Z');
const odd = { ...device('TRUSTED', 'odd'), lastUsedText: 'Sunday, March 1' };

test.each([
  ['the later of two', [early, late], late],
  ['a trusted browser, too', [early, browser], browser],
  ['none if both are equal', [late, { ...late, id: 'twin' }], null],
  ['none if only one was used', [late, used('OATH', null)], null],
  ['none if a time cannot be compared', [early, late, odd], null],
] as const)('%s', (_title, devices, expected) => {
  expect(mostRecentOf(devices)).toBe(expected);
});
