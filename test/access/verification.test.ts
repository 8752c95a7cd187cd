/** Staff must say how they verified a person, if a deployment requires it (security B5). */
import { afterAll, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import { writesTo } from './received.ts';
import { Stages } from './stages.ts';

const stages = new Stages();
afterAll(() => stages.close());

const reset =
  'mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome } }';
const demanded = { VERIFICATION_REQUIRED: 'help-desk', VERIFICATION_METHODS: 'call-back,video' };
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
const good = { method: 'call-back', at: ago(60), reference: 'CASE-7' };
const no = 'VERIFICATION_REQUIRED';
const bad = 'BAD_USER_INPUT';

test.each<readonly [string, object, string, object | null | undefined, string | undefined]>([
  ['that is missing', demanded, 'helen', undefined, no],
  ['that is null', demanded, 'helen', null, no],
  ['of a moment ago', demanded, 'helen', good, undefined],
  ['without a reference', demanded, 'helen', { ...good, reference: null }, undefined],
  ['of 14 minutes ago', demanded, 'helen', { ...good, at: ago(840) }, undefined],
  ['of 16 minutes ago', demanded, 'helen', { ...good, at: ago(960) }, no],
  [
    'of 16 minutes ago, where 20 may pass',
    { ...demanded, VERIFICATION_MAX_AGE: '1200' },
    'helen',
    { ...good, at: ago(960) },
    undefined,
  ],
  ['half a minute ahead', demanded, 'helen', { ...good, at: ago(-30) }, undefined],
  ['two minutes ahead', demanded, 'helen', { ...good, at: ago(-120) }, bad],
  ['by another method', demanded, 'helen', { ...good, method: 'email' }, bad],
  ['by no method', demanded, 'helen', { ...good, method: '' }, bad],
  ['with a code of six digits', demanded, 'helen', { ...good, reference: 'code 123456' }, bad],
  ['with a code in two groups', demanded, 'helen', { ...good, reference: '123 456' }, bad],
  ['with a code and a stroke', demanded, 'helen', { ...good, reference: 'told 123-456.' }, bad],
  ['with a code and full stops', demanded, 'helen', { ...good, reference: '12.34.56' }, bad],
  ['with nothing visible', demanded, 'helen', { ...good, reference: '\u3164' }, bad],
  ['with a code in wide digits', demanded, 'helen', { ...good, reference: '１２３４５６' }, bad],
  [
    'with the number of a phone',
    demanded,
    'helen',
    { ...good, reference: '030 123 456 78' },
    undefined,
  ],
  ['with a date', demanded, 'helen', { ...good, reference: 'on 2026-11-25' }, undefined],
  [
    'with a number of seven digits',
    demanded,
    'helen',
    { ...good, reference: '1234567' },
    undefined,
  ],
  ['with a long reference', demanded, 'helen', { ...good, reference: 'x'.repeat(101) }, bad],
  ['that nobody demands of an administrator', demanded, 'oscar', undefined, undefined],
  [
    'that an administrator gives all the same, of another method',
    demanded,
    'oscar',
    { ...good, method: 'x' },
    bad,
  ],
  [
    'that is demanded of administrators',
    { VERIFICATION_REQUIRED: 'administrator' },
    'oscar',
    undefined,
    no,
  ],
  ['that nobody demands', {}, 'helen', undefined, undefined],
])('a verification %s', async (...[, env, name, verification, code]) => {
  const { gateway, sandbox, peer } = await stages.with({ ...env });
  const as = await peer.signIn(name);
  sandbox.clearReceived();

  const input = {
    target: { user: { id: 'bob' } },
    ...(verification !== undefined && { verification }),
  };
  const answer = await gateway.ask(reset, as, { input });

  expect(codesOf(answer)[0]).toBe(code);
  expect(writesTo(sandbox)).toHaveLength(code === undefined ? 1 : 0);
});

test('what is demanded can be asked beforehand', async () => {
  const { gateway, peer } = await stages.with(demanded);
  const asked = '{ caller { verificationMethods } }';

  const told = await Promise.all(
    ['helen', 'oscar', 'alice'].map(
      async (name) => (await gateway.ask(asked, await peer.signIn(name))).data,
    ),
  );

  expect(told.map((data) => data?.['caller'])).toEqual([
    { verificationMethods: ['call-back', 'video'] },
    { verificationMethods: [] },
    { verificationMethods: [] },
  ]);
});
