/** A proof permits one change of its person by its agent, for ten minutes (security B9). */
import { describe, expect, test } from '@jest/globals';
import { writesTo } from '../access/received.ts';
import { fieldAt } from '../support/json.ts';
import { withLists } from '../support/with-lists.ts';
import { ProofStage, shown } from './proof-stage.ts';

const no = 'VERIFICATION_REQUIRED';
const done = { outcome: 'DONE', isReplayed: false };

describe('where a proof is required', () => {
  const proofs = new ProofStage('pingam', {
    VERIFICATION_REQUIRED: 'proof',
    ...withLists({ limits: { personChanges: [] } }),
  });

  const stated = (): object => ({
    verification: { method: 'call-back', at: new Date(proofs.now).toISOString() },
  });

  test.each<readonly [string, () => object, string]>([
    ['nothing', () => ({}), no],
    ['a statement', stated, no],
    ['an invented proof', () => ({ proofId: 'AAAAAAAAAAAAAAAAAAAAAA' }), no],
    ['a proof and a statement', () => ({ ...stated(), proofId: 'x' }), 'BAD_USER_INPUT'],
  ])('a change with %s is refused, and AM gets no write', async (_label, given, code) => {
    for (const name of ['helen', 'oscar'])
      expect(await proofs.reset(name, 'bob', given())).toBe(code);

    expect(writesTo(proofs.stage.sandbox)).toEqual([]);
  });

  test('the super user and people themselves need none', async () => {
    const document = 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }';

    expect(await proofs.reset('amadmin', 'alice')).toMatchObject(done);
    const own = await proofs.ask(document, 'bob');
    expect(own.data).toEqual({ resetOathDevices: { outcome: 'DONE' } });
  });

  test('a proof works once, and the repeat of its change is answered', async () => {
    const proofId = await proofs.provenByPush('helen');
    const idempotencyKey = 'one';

    expect(await proofs.reset('helen', 'bob', { proofId, idempotencyKey })).toMatchObject(done);
    proofs.now += 700_000;
    const again = await proofs.reset('helen', 'bob', { proofId, idempotencyKey });
    expect(again).toMatchObject({ outcome: 'DONE', isReplayed: true });
    expect(await proofs.reset('helen', 'bob', { proofId, idempotencyKey: 'two' })).toBe(no);
    const writes = writesTo(proofs.stage.sandbox).filter(({ path }) => path.includes('/users/'));
    expect(writes).toHaveLength(1);
  });

  test('a dry run needs a proof, and leaves it to the change', async () => {
    const proofId = await proofs.provenByPush('helen');

    expect(await proofs.reset('helen', 'bob', { dryRun: true })).toBe(no);
    for (let round = 0; round < 2; round += 1)
      expect(await proofs.reset('helen', 'bob', { proofId, dryRun: true })).toMatchObject({
        outcome: 'WOULD_REMOVE',
      });
    expect(await proofs.reset('helen', 'bob', { proofId })).toMatchObject(done);
    expect(await proofs.reset('helen', 'bob', { proofId, dryRun: true })).toBe(no);
  });

  test.each([
    ['until its last second', 599_000, 'DONE'],
    ['no longer', 600_000, no],
  ])('a proof of ten minutes ago works %s', async (_label, ms, result) => {
    const proofId = await proofs.provenByPush('helen');

    proofs.now += ms;

    const changed = await proofs.reset('helen', 'bob', { proofId });
    expect(fieldAt(changed, 'outcome') ?? changed).toBe(result);
  });

  test('a proof of another agent or another person does not count', async () => {
    const proofId = await proofs.provenByPush('helen');

    expect(await proofs.reset('hugo', 'bob', { proofId })).toBe(no);
    expect(await proofs.reset('helen', 'alice', { proofId })).toBe(no);
    const user = proofs.user('bob');
    expect(await proofs.run('checkDeviceOwnerPushProof', 'hugo', { user, proofId })).toBeNull();
    const other = { user: proofs.user('alice'), proofId };
    expect(await proofs.run('checkDeviceOwnerPushProof', 'helen', other)).toBeNull();
    expect(await proofs.reset('helen', 'bob', { proofId })).toMatchObject(done);
  });

  test('of two changes at once with one proof, one is made', async () => {
    const proofId = await proofs.provenByPush('helen');
    const push =
      'mutation ($input: ResetDevicesOfKindInput!) { resetPushDevices(input: $input) { outcome } }';
    const input = { target: { user: proofs.user('bob') }, proofId };

    const [oath, other] = await Promise.all([
      proofs.reset('helen', 'bob', { proofId }),
      proofs.ask(push, 'helen', { input }),
    ]);

    const ends = [oath === no ? no : 'made', other.errors[0]?.extensions.code ?? 'made'];
    expect(ends.toSorted()).toEqual([no, 'made'].toSorted());
  });

  test('a push that is not approved in time has expired', async () => {
    const user = proofs.user('bob');
    const { proofId } = shown(await proofs.run('startDeviceOwnerPushProof', 'helen', { user }));
    proofs.stage.sandbox.answerPush('bob', 'approve');

    proofs.now += 121_000;

    const late = await proofs.run('checkDeviceOwnerPushProof', 'helen', { user, proofId });
    expect(late).toMatchObject({ state: 'EXPIRED' });
    expect(await proofs.reset('helen', 'bob', { proofId })).toBe(no);
  });

  test('a change with an unknown outcome can be repeated with its proof', async () => {
    const proofId = await proofs.provenByPush('helen');
    const about = { proofId, idempotencyKey: 'again' };
    const { sandbox } = proofs.stage;
    const match = { method: 'POST', path: '_action=reset' };
    sandbox.breakNext({ match, effect: { kind: 'cut', when: 'before' } });
    const lists = { method: 'GET', path: 'devices/2fa/oath' };
    sandbox.breakNext({ match: lists, effect: { kind: 'hook', run: async () => undefined } });
    sandbox.breakNext({ match: lists, times: 20, effect: { kind: 'status', status: 500 } });

    expect(await proofs.reset('helen', 'bob', about)).toMatchObject({ outcome: 'UNKNOWN' });
    sandbox.configure({});
    await fetch(`${sandbox.origin}/sandbox/faults`, { method: 'DELETE' });
    expect(await proofs.reset('helen', 'bob', about)).toMatchObject({ outcome: 'DONE' });
  });

  test('what is required can be read beforehand', async () => {
    const asked = '{ gatewayCaller { isProofRequired proofMethods verificationMethods } }';
    const read = async (name: string) => (await proofs.ask(asked, name)).data?.['gatewayCaller'];

    const none = { isProofRequired: false, proofMethods: [], verificationMethods: [] };
    const asStaff = { ...none, isProofRequired: true, proofMethods: ['PUSH', 'CODE'] };
    expect([await read('helen'), await read('bob')]).toEqual([asStaff, none]);
  });
});

describe('where no proof is required', () => {
  const proofs = new ProofStage();

  test('a change may use one all the same, and a bad one is refused', async () => {
    expect(await proofs.reset('helen', 'bob', { proofId: 'AAAA' })).toBe(no);
    const proofId = await proofs.provenByPush('helen');
    expect(await proofs.reset('helen', 'bob', { proofId })).toMatchObject(done);
    expect(await proofs.reset('helen', 'alice')).toMatchObject({ outcome: 'DONE' });
  });
});
