import { describe, expect, it } from '@jest/globals';
import { secondPersonDenial } from '../../../src/domain/approval.ts';

describe('the second person of a change', () => {
  const helen = { id: 'helen', realm: 'alpha', entry: 'uid="helen",dc="x"' };
  const bob = { id: 'bob', realm: 'alpha', entry: 'uid="bob",dc="x"' };
  const ada = { id: 'ada', realm: 'alpha', entry: 'uid="ada",dc="x"' };
  const about = { acting: [helen], target: bob };

  it('is neither the requester nor the person whose devices change', () => {
    expect(secondPersonDenial(ada, about)).toBeNull();
    expect(secondPersonDenial(helen, about)).toBe('REQUESTER');
    expect(secondPersonDenial(bob, about)).toBe('TARGET');
  });

  it.each([
    ['the same entry through another realm', { ...helen, realm: 'beta' }, 'REQUESTER'],
    ['the same entry under another name', { ...helen, id: 'h.smith' }, 'REQUESTER'],
    ['another spelling of the name in the realm', { id: 'HELEN', realm: 'alpha' }, 'REQUESTER'],
    ['the same name and an unknown entry', { id: 'helen', realm: 'beta' }, 'REQUESTER'],
    ['the target through another realm', { ...bob, realm: 'beta' }, 'TARGET'],
    ['the same name in another directory', { ...helen, realm: 'beta', entry: 'uid="h"' }, null],
    ['another name and an unknown entry', { id: 'amadmin', realm: null }, null],
  ])('is compared by directory entry: %s', (_label, second, denial) => {
    expect(secondPersonDenial(second, about)).toBe(denial);
  });

  it('can start something that is about no single person', () => {
    expect(secondPersonDenial(bob, { acting: [helen] })).toBeNull();
    expect(secondPersonDenial(helen, { acting: [helen], target: null })).toBe('REQUESTER');
  });
});
