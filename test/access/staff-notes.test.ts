/**
 * What staff write about a change is for staff and auditors. A person sees the outcome, the role
 * and the time, and whether a second person approved (effect `viewStaffNotes`).
 */
import { describe, expect, test } from '@jest/globals';
import { getNamedType, isCompositeType, isObjectType, type GraphQLNamedType } from 'graphql';
import { ApprovalStage, reset } from '../approvals/approval-stage.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { bearer } from '../support/stage.ts';
import { fieldAt, textAt } from '../support/json.ts';

const schema = await createSchema();
const approvals = new ApprovalStage();

/** Every field of a type, so that the next one is tried, too. Of people only the id. */
function everyField(type: GraphQLNamedType | undefined, without: readonly string[] = []): string {
  if (!isObjectType(type)) throw new Error('no object');
  const fields = Object.values(type.getFields()).filter(({ name }) => !without.includes(name));
  return fields
    .map((field) => {
      const named = getNamedType(field.type);
      if (!isCompositeType(named)) return field.name;
      return named.name === 'User'
        ? `${field.name} { amId }`
        : `${field.name} { ${everyField(named, without)} }`;
    })
    .join(' ');
}

const change = everyField(schema.getType('DeviceChange'), ['notices', 'deliveries']);
const written = {
  reason: 'NOTE lost phone',
  ticket: 'NOTE-1',
  verification: { method: 'call-back', reference: 'NOTE of the desk' },
};
const secrets = /NOTE|helen|hugo/;

/** Resets bob's devices by helen and hugo; returns the number of the change. */
async function changed(): Promise<string> {
  const at = new Date(approvals.now).toISOString();
  const verification = { ...written.verification, at };
  const input = { ...approvals.target('bob'), ...reset, ...written, verification };
  const { payload } = await approvals.run('requestDeviceChange', 'helen', input);
  const id = textAt(payload, 'pendingChange', 'id');
  const note = 'NOTE called back';
  const made = await approvals.run('approveDeviceChange', 'hugo', { id, note });
  expect(made.outcome).toBe('DONE');
  return textAt(made.payload, 'pendingChange', 'reference');
}

describe('of a change by staff', () => {
  test.each(['bob', 'a portal with bob’s token'])('%s sees no note and no name', async (who) => {
    const reference = await changed();
    const { peer, sandbox, gateway } = approvals.stage;
    const as =
      who === 'bob'
        ? await peer.signIn('bob')
        : bearer(sandbox, 'bob', { scopes: ['devices:read'] });

    const history = await gateway.ask(`{ me { history { nodes { ${change} } } } }`, as);
    const one = await gateway.ask(
      `{ deviceChange(by: { reference: "${reference}" }) { ${change} } }`,
      as,
    );

    for (const answer of [history, one]) {
      expect(answer.errors).toEqual([]);
      expect(JSON.stringify(answer.data)).toContain(reference);
      expect(JSON.stringify(answer.data)).not.toMatch(secrets);
    }
    const hidden = { amId: null, user: null, clientId: null };
    expect(fieldAt(one.data, 'deviceChange')).toMatchObject({
      outcome: 'DONE',
      actor: { ...hidden, role: 'HELP_DESK' },
      approval: { approvedBy: { ...hidden, role: 'HELP_DESK' }, note: null },
      reason: null,
      ticket: null,
      verification: null,
    });
  });

  test('the answer to a report has none either, once a colleague has taken it', async () => {
    const reference = await changed();
    const { peer, gateway } = approvals.stage;
    const report = `mutation { reportUnrecognisedDeviceChange(input: { reference: "${reference}" }) {
      change { ${change} } errors { code } } }`;
    const take = `mutation { takeDeviceChangeReport(input: { reference: "${reference}" }) {
      change { ${change} } errors { code } } }`;

    const bob = await peer.signIn('bob');
    await gateway.ask(report, bob);
    const taken = await gateway.ask(take, await peer.signIn('oscar'));
    const again = await gateway.ask(report, bob);

    expect(JSON.stringify(taken.data)).toMatch(/"takenBy":\{"amId":"oscar"/);
    expect(JSON.stringify(again.data)).toContain('"state":"TAKEN"');
    expect(JSON.stringify(again.data)).not.toMatch(/NOTE|helen|hugo|oscar/);
  });

  test('staff see the changes of their own devices as users do, by every way', async () => {
    const { peer, gateway } = approvals.stage;
    const about = { reason: 'NOTE about a colleague', ticket: 'NOTE-2' };
    const input = { ...approvals.target('helen'), ...about };
    await approvals.run('endDeviceOwnerSessions', 'oscar', input);
    const { changes } = await approvals.ledger.history({ realm: 'alpha', first: 1 });
    const reference = changes[0]?.id ?? '';
    const ways = [
      `me { history { nodes { ${change} } } }`,
      `deviceChange(by: { reference: "${reference}" }) { ${change} }`,
      `realmHistory { nodes { ${change} } }`,
    ];

    const helen = await peer.signIn('helen');
    for (const way of ways) {
      const { data } = await gateway.ask(`{ ${way} }`, helen);
      const text = JSON.stringify(data);
      expect(text).toContain(reference);
      const one = /"reference":"REF"[^]*?"correlationId"/.source.replace('REF', reference);
      expect(new RegExp(one).exec(text)?.[0]).not.toMatch(/NOTE|oscar/);
    }
  });

  test.each(['helen', 'oscar', 'rita'])('%s sees the whole record', async (who) => {
    const reference = await changed();
    const { peer, gateway } = approvals.stage;

    const { data } = await gateway.ask(
      `{ deviceChange(by: { reference: "${reference}" }) { ${change} } }`,
      await peer.signIn(who),
    );

    expect(fieldAt(data, 'deviceChange')).toMatchObject({
      actor: { amId: 'helen' },
      approval: { approvedBy: { amId: 'hugo' }, note: 'NOTE called back' },
      ...written,
    });
  });
});

test('what people write about their own change stays theirs', async () => {
  const { peer, gateway } = approvals.stage;
  const bob = await peer.signIn('bob');
  const own = 'input: { target: { me: true }, reason: "my own reason", ticket: "MINE-1" }';

  const { data } = await gateway.ask(
    `mutation { resetPushDevices(${own}) { change { ${change} } } }`,
    bob,
  );
  const history = await gateway.ask(`{ me { history { nodes { ${change} } } } }`, bob);

  const shown = { reason: 'my own reason', ticket: 'MINE-1', actor: { amId: 'bob' } };
  expect(fieldAt(data, 'resetPushDevices', 'change')).toMatchObject(shown);
  expect(fieldAt(history.data, 'me', 'history', 'nodes')).toMatchObject([shown]);
});
