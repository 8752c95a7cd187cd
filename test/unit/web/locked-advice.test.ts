/**
 * What users read about devices that their sign-in cannot change: each rule of Access Management,
 * with each set of kinds that a sign-in can show, with and without a stop of changes.
 */
import { expect, test } from '@jest/globals';
import type { Kind } from '../../../web/src/parts/device.ts';
import type { KindDevices } from '../../../web/src/parts/device-list.tsx';
import { lockedAdvice } from '../../../web/src/my-devices/locked-advice.ts';
import { device } from './removal-samples.ts';

const rules = ['SAME', 'ANY', 'NONE'] as const;
const owned: readonly KindDevices[] = [
  listOf('OATH', false),
  listOf('PUSH', true),
  listOf('WEB_AUTHN', false),
  { kind: 'BOUND', devices: [] },
  { kind: 'TRUSTED', devices: null },
];
const locked: readonly Kind[] = ['OATH', 'WEB_AUTHN'];
const shownSets: readonly (readonly Kind[])[] = [
  [],
  ['OATH'],
  ['PUSH'],
  ['OATH', 'PUSH', 'WEB_AUTHN', 'BOUND'],
];
const cases = rules.flatMap((rule) => shownSets.map((shown) => ({ rule, shown })));

function listOf(kind: Kind, canManage: boolean): KindDevices {
  return { kind, devices: [{ ...device(kind, kind.toLowerCase()), canManage }] };
}

function adviceFor({ rule, shown }: (typeof cases)[number], isStopped = false) {
  const config = { shownFactors: shown, ownChangeRules: { alpha: rule } };
  return lockedAdvice(owned, config, { realm: 'alpha', isStopped });
}

test.each(cases)('with $rule and $shown, every locked kind is named once', (one) => {
  const kinds = adviceFor(one).flatMap((advice) => advice.kinds);

  expect(kinds).toHaveLength(locked.length);
  expect(new Set(kinds)).toEqual(new Set(locked));
});

test.each(cases)('with $rule and $shown, each sign-in that is offered unlocks devices', (one) => {
  const unlockedBy = (factor: Kind) => (one.rule === 'ANY' ? locked : [factor]);
  const offered = adviceFor(one).flatMap(({ signInWith }) => signInWith);

  for (const factor of offered) {
    expect(one.shown).toContain(factor);
    expect(locked).toEqual(expect.arrayContaining([...unlockedBy(factor)]));
  }
});

test.each(cases)('with $rule and $shown, a sign-in is advised only if one is offered', (one) => {
  for (const { text, signInWith } of adviceFor(one))
    expect(text === 'device.lockedHere').toBe(signInWith.length === 0);
});

test('ANY needs one sign-in with any device; the others need one of the same kind', () => {
  const shown: readonly Kind[] = ['OATH', 'PUSH', 'WEB_AUTHN'];

  expect(adviceFor({ rule: 'ANY', shown })).toEqual([
    { text: 'device.lockedAny', kinds: locked, signInWith: ['OATH', 'PUSH', 'WEB_AUTHN'] },
  ]);
  for (const rule of ['SAME', 'NONE'] as const)
    expect(adviceFor({ rule, shown })).toEqual([
      { text: 'device.locked', kinds: locked, signInWith: locked },
    ]);
});

test.each(cases)('with $rule and $shown, nothing is advised while changes are stopped', (one) => {
  expect(adviceFor(one, true)).toEqual([]);
});
