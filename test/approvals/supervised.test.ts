/** A token with a scope of `approvals` changes nothing alone, and approves nothing. */
import { expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { documents, toldBy, type ApprovalMutation, type Told } from './approval-documents.ts';
import { ApprovalStage, reset } from './approval-stage.ts';

const approvals = new ApprovalStage({
  ...withLists({ approvals: [{ byScope: 'agent:desk' }, { byScope: 'agent:admin' }] }),
  HELP_DESK_SCOPES: 'agent:desk,devices:help',
  ADMIN_SCOPES: 'agent:admin',
});

/** A token of an agent that acts for a member of staff. */
function agent(name: string, ...scopes: string[]): SessionHeader {
  return bearer(approvals.stage.sandbox, name, { scopes, client: 'gateway', audience: 'portal' });
}

async function run(name: ApprovalMutation, as: SessionHeader, input: object): Promise<Told> {
  return toldBy(await approvals.ask(documents[name], as, { input }), name);
}

/** The changes of the realm, as an administrator sees them. */
async function history(fields: string): Promise<readonly unknown[]> {
  const { data } = await approvals.ask(`{ realmHistory { nodes { ${fields} } } }`, 'ada');
  return listAt(data, 'realmHistory', 'nodes');
}

const of = (name: string): object => approvals.target(name);
const bobsPhone = { kind: 'OATH', deviceId: deviceIds.bobOath };

test.each<readonly [string, ApprovalMutation, () => object, string]>([
  ['a reset', 'resetDevices', () => ({ ...of('bob'), kinds: ['OATH'] }), 'APPROVAL_REQUIRED'],
  ['a removal', 'removeDevice', () => ({ ...of('bob'), ...bobsPhone }), 'APPROVAL_REQUIRED'],
  ['an end of sessions', 'endDeviceOwnerSessions', () => of('bob'), 'FORBIDDEN'],
  [
    'their own devices',
    'resetDevices',
    () => ({ target: { me: true }, kinds: ['OATH'] }),
    'FORBIDDEN',
  ],
])('an agent cannot make alone: %s', async (_label, mutation, input, code) => {
  const as = agent('oscar', 'agent:admin', 'devices:reset');

  expect((await run(mutation, as, input())).code).toBe(code);

  expect(approvals.deviceWrites()).toEqual([]);
  // Recording a refusal delays no answer.
  await until('the refusal is recorded', async () => (await history('refusal')).length > 0);
  expect(await history('refusal actor { clientId }')).toEqual([
    { refusal: code, actor: { clientId: 'gateway' } },
  ]);
});

test('an agent looks, tries and requests; a colleague makes the change', async () => {
  const as = agent('helen', 'agent:desk');
  const input = { ...of('bob'), kinds: ['OATH'] };

  const tried = await run('resetDevices', as, { ...input, dryRun: true });
  expect(tried.payload).toMatchObject({ results: [{ outcome: 'WOULD_REMOVE' }] });
  const { payload } = await run('requestDeviceChange', as, { ...of('bob'), ...reset });
  const id = textAt(payload, 'pendingChange', 'id');
  expect(fieldAt(payload, 'pendingChange', 'canDecide')).toBe(false);
  const made = await approvals.approve('hugo', id);

  expect(made).toMatchObject({ state: 'APPROVED', outcome: 'DONE' });
  expect(approvals.deviceWrites()).toHaveLength(1);
  const people = 'actor { amId clientId } approval { approvedBy { amId clientId } }';
  expect(await history(people)).toContainEqual({
    actor: { amId: 'helen', clientId: 'gateway' },
    approval: { approvedBy: { amId: 'hugo', clientId: null } },
  });
});

test.each(['approveDeviceChange', 'rejectDeviceChange'] as const)(
  'an agent of a colleague is no second person: %s',
  async (mutation) => {
    const id = await approvals.request('hugo');
    const as = agent('helen', 'agent:desk', 'devices:help');
    const seen = await approvals.ask(`{ pendingDeviceChange(id: "${id}") { canDecide } }`, as);

    const told = await run(mutation, as, { id });

    expect(seen.data).toEqual({ pendingDeviceChange: { canDecide: false } });
    expect(told).toMatchObject({ code: 'FORBIDDEN', payload: null });
    expect((await approvals.kept(id))?.state).toBe('WAITING');
    expect(approvals.deviceWrites()).toEqual([]);
    const person = agent('helen', 'devices:help');
    expect((await run(mutation, person, { id })).code).toBeNull();
  },
);

test('an agent sets no threat level', async () => {
  const input = '{ realm: "alpha", level: NORMAL, reason: "over" }';
  const level = `mutation { setRealmThreatLevel(input: ${input}) { __typename } }`;

  expect(codesOf(await approvals.ask(level, agent('oscar', 'agent:admin')))).toEqual(['FORBIDDEN']);
});

test.each([
  ['startDeviceOwnerPushProof', ''],
  ['checkDeviceOwnerPushProof', ', proofId: "x"'],
  ['proveDeviceOwnerByCode', ', code: "123456"'],
])('an agent sends no push and uses up no code: %s', async (mutation, more) => {
  const { peer, sandbox } = approvals.stage;
  const as = agent('oscar', 'agent:admin');
  const query = `mutation { ${mutation}(input: { user: { id: "${peer.idOf('bob')}" }${more} }) { proof { state } } }`;

  const answer = await approvals.ask(query, as);

  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  expect(sandbox.received().filter(({ path }) => path.endsWith('/authenticate'))).toEqual([]);
});
