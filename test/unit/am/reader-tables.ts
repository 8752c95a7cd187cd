/** Tables for readers of AM's JSON: what is read, and what is a WireError. */
import { expect, test } from '@jest/globals';
import { WireError } from '../../../src/am/json/wire.ts';

/** A test for each row: a label, the JSON, and what is read from it and nothing else. */
export function reads(
  read: (json: unknown) => unknown,
  rows: readonly (readonly [label: string, json: unknown, value: unknown])[],
): void {
  test.each(rows.map(([label, json, value]) => ({ label, json, value })))(
    'reads $label',
    ({ json, value }) => {
      expect(read(json)).toEqual(value);
    },
  );
}

/** A test for each JSON that breaks the contract, by itself or by a label. */
export function refuses(
  read: (json: unknown) => unknown,
  rows: readonly unknown[] | Readonly<Record<string, unknown>>,
): void {
  const labelled = Array.isArray(rows)
    ? rows.map((json: unknown) => ({ label: JSON.stringify(json) ?? 'no JSON', json }))
    : Object.entries(rows).map(([label, json]) => ({ label, json }));
  test.each(labelled)('refuses $label', ({ json }) => {
    expect(() => read(json)).toThrow(WireError);
  });
}

/** For readers whose notes a test does not look at. */
export function noteNothing(): void {
  // Nothing is looked at.
}
