/** Who may start proofs: staff, in their realms, with the reach of a reset. */
import { expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { bearer } from '../support/stage.ts';
import { ProofStage } from './proof-stage.ts';

const proofs = new ProofStage('pingam', { HELP_DESK_SCOPES: 'devices:help-desk' });

const people = ['bob', 'vera', 'ada', 'bella', 'missing'] as const;
const none = people.map(() => 'FORBIDDEN');
const unsigned = people.map(() => 'UNAUTHENTICATED');
const privileged = 'TARGET_PRIVILEGED';

test.each<readonly [string, readonly string[]]>([
  ['nobody', unsigned],
  ['alice', none],
  ['rita', none],
  ['a bearer for bob', none],
  ['helen', ['yes', privileged, privileged, 'FORBIDDEN', 'no person']],
  ['oscar', ['yes', privileged, privileged, 'FORBIDDEN', 'no person']],
  ['a bearer of the help desk', ['yes', privileged, privileged, 'FORBIDDEN', 'no person']],
  ['hektor', ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'yes', 'FORBIDDEN']],
  ['amadmin', ['yes', 'yes', 'yes', 'yes', 'no person']],
])('%s', async (caller, expected) => {
  const as = await headersOf(caller);
  const inputs = {
    startPushProof: {},
    checkPushProof: { proofId: 'x' },
    checkSignedProof: {},
    proveByCode: aCode,
  };

  for (const [mutation, more] of Object.entries(inputs)) {
    const verdicts: string[] = [];
    for (const id of people) {
      const user = { id, realm: id === 'bella' ? 'beta' : 'alpha' };
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
      const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { proof { state } } }`;
      const answer = await proofs.stage.gateway.ask(document, as, { input: { user, ...more } });
      const payload = fieldAt(answer.data, mutation);
      const isLook = mutation.startsWith('check');
      const isThere = isLook || id !== 'missing';
      const isNone = JSON.stringify(payload) === '{"proof":null}';
      verdicts.push(codesOf(answer)[0] ?? (isNone && !isThere ? 'no person' : 'yes'));
    }
    const all = mutation.startsWith('check') ? expected.map(withoutPerson) : expected;
    expect([mutation, ...verdicts]).toEqual([mutation, ...all]);
  }
  const isPermitted = expected.includes('yes');
  expect(proofs.journeyCalls().length > 0).toBe(isPermitted);
});

const aCode = { code: '123456' };

/** A check has no proof of a person either, so it is null for each of them. */
function withoutPerson(verdict: string): string {
  return verdict === 'no person' ? 'yes' : verdict;
}

async function headersOf(caller: string): Promise<Record<string, string>> {
  const { sandbox } = proofs.stage;
  if (caller === 'nobody') return {};
  if (caller === 'a bearer for bob') return { ...bearer(sandbox, 'bob') };
  if (caller === 'a bearer of the help desk')
    return { ...bearer(sandbox, 'helen', { scopes: ['devices:help-desk'] }) };
  return { ...(await proofs.signIn(caller)) };
}

test('an id that could change a path is refused before any call', async () => {
  const helen = await proofs.signIn('helen');
  const { sandbox } = proofs.stage;
  sandbox.clearReceived();

  const input = { user: { id: '../bob' }, code: '123456' };

  expect(await proofs.run('proveByCode', helen, input)).toBe('BAD_USER_INPUT');
  expect(sandbox.received()).toEqual([]);
});

test.each(['', '12345', '123456789', '12345a', '１２３４５６', 'SECRET-bob-1'])(
  'the code %p is refused before any call, and the refusal does not quote it',
  async (code) => {
    const helen = await proofs.signIn('helen');
    const { sandbox } = proofs.stage;
    sandbox.clearReceived();

    const answer = await proofs.answer('proveByCode', helen, { user: { id: 'bob' }, code });

    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.text).not.toContain(code === '' ? 'quoted' : code);
    expect(sandbox.received()).toEqual([]);
  },
);
