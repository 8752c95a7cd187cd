import { describe, expect, it } from '@jest/globals';
import { secondPersonDenial } from '../../../src/domain/change/approval.ts';
import type { ActingPerson } from '../../../src/domain/change/acting-people.ts';
import { anActor } from '../../ledger/builders.ts';

describe('the second person of a change', () => {
  const helen = { id: 'helen', realm: 'alpha', entry: 'uid="helen",dc="x"' };
  const bob = { id: 'bob', realm: 'alpha', entry: 'uid="bob",dc="x"' };
  const ada = { id: 'ada', realm: 'alpha', entry: 'uid="ada",dc="x"' };
  const about = { acting: [helen], target: bob };
  const second = (names: ActingPerson, isSupervised = false) => ({
    actor: { ...anActor(), ...names },
    isSupervised,
  });

  it('is neither the requester nor the person whose devices change', () => {
    expect(secondPersonDenial(second(ada), about)).toBeNull();
    expect(secondPersonDenial(second(helen), about)).toBe('REQUESTER');
    expect(secondPersonDenial(second(bob), about)).toBe('TARGET');
  });

  it.each([
    ['the same entry through another realm', { ...helen, realm: 'beta' }, 'REQUESTER'],
    ['the same entry under another name', { ...helen, id: 'h.smith' }, 'REQUESTER'],
    ['another spelling of the name in the realm', { id: 'HELEN', realm: 'alpha' }, 'REQUESTER'],
    ['the same name and an unknown entry', { id: 'helen', realm: 'beta' }, 'REQUESTER'],
    ['the target through another realm', { ...bob, realm: 'beta' }, 'TARGET'],
    ['the same name in another directory', { ...helen, realm: 'beta', entry: 'uid="h"' }, null],
    ['another name and an unknown entry', { id: 'amadmin', realm: null }, null],
  ])('is compared by directory entry: %s', (_label, names, denial) => {
    expect(secondPersonDenial(second(names), about)).toBe(denial);
  });

  it('is no agent of a third person', () => {
    expect(secondPersonDenial(second(ada, true), about)).toBe('SUPERVISED');
    expect(secondPersonDenial(second(ada, true), { acting: [helen] })).toBe('SUPERVISED');
  });

  it('can start something that is about no single person', () => {
    expect(secondPersonDenial(second(bob), { acting: [helen] })).toBeNull();
    expect(secondPersonDenial(second(helen), { acting: [helen], target: null })).toBe('REQUESTER');
  });
});
