/** A requested change is carried out once, when a second person approves it (security B6). */
import { describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { ApprovalStage } from './approval-stage.ts';

const oath = [deviceIds.bobOath, deviceIds.bobOathSecond];
const noted = { reason: 'lost phone', ticket: 'INC-1' };

describe('where every change of staff needs a second person', () => {
  const approvals = new ApprovalStage();

  test('a direct change is refused, recorded, and AM gets no write', async () => {
    const helen = await approvals.signIn('helen');
    const input = { ...approvals.target('bob'), kinds: ['OATH'] };

    const answer = await approvals.answer('resetDevices', helen, input);

    expect(answer.errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      [
        'APPROVAL_REQUIRED',
        'This change needs a second person. Nothing was changed. Request it, and let another member of staff approve it.',
      ],
    ]);
    expect(approvals.deviceWrites()).toEqual([]);
    const query = { realm: 'alpha', refused: true, first: 5 };
    await until('the refusal is recorded', async () => {
      const { changes } = await approvals.ledger.history(query);
      return changes.map(({ refusal }) => refusal).join() === 'APPROVAL_REQUIRED';
    });
  });

  test('a dry run, an end of sessions, and changes by people themselves need none', async () => {
    const [helen, bob] = [await approvals.signIn('helen'), await approvals.signIn('bob')];
    const input = { ...approvals.target('bob'), kinds: ['OATH'] };

    const dry = await approvals.run('resetDevices', helen, { ...input, dryRun: true });
    const own = { target: { me: true }, kinds: ['PUSH'] };

    expect(fieldAt(dry.payload, 'results', '0', 'outcome')).toBe('WOULD_REMOVE');
    expect((await approvals.run('resetDevices', bob, own)).code).toBeNull();
    const ended = await approvals.run('endSessions', helen, approvals.target('alice'));
    expect(ended).toMatchObject({ code: null, outcome: 'DONE' });
  });

  test('a second person approves it, and it is made once, for the requester', async () => {
    const [helen, hugo] = [await approvals.signIn('helen'), await approvals.signIn('hugo')];
    const verification = { method: 'call-back', at: new Date(approvals.now).toISOString() };
    const input = { ...approvals.target('bob'), effect: 'RESET', kinds: ['OATH'], ...noted };

    const requested = await approvals.run('requestChange', helen, { ...input, verification });

    expect(requested).toMatchObject({
      code: null,
      state: 'WAITING',
      errors: [],
      payload: {
        isReplayed: false,
        pendingChange: {
          requestedBy: { amId: 'helen', realm: 'alpha', role: 'HELP_DESK' },
          effect: 'RESET',
          kinds: ['OATH'],
          personAmId: 'bob',
          isEndingSessions: true,
          ...noted,
          verification: { method: 'call-back' },
          canDecide: false,
          canWithdraw: true,
          decision: null,
        },
      },
    });
    const pending = fieldAt(requested.payload, 'pendingChange');
    expect(listAt(pending, 'devices').map((one) => fieldAt(one, 'amId'))).toEqual(oath);
    expect(Buffer.from(textAt(pending, 'id'), 'base64url')).toHaveLength(16);
    expect(approvals.deviceWrites()).toEqual([]);
    expect(await approvals.waiting(hugo)).toEqual([textAt(pending, 'id')]);

    approvals.now += 1_700_000;
    const decision = { id: textAt(pending, 'id'), note: 'I know bob' };
    const approved = await approvals.run('approveChange', hugo, decision);

    expect(approved).toMatchObject({
      code: null,
      state: 'APPROVED',
      outcome: 'DONE',
      errors: [],
      payload: {
        pendingChange: { decision: { by: { amId: 'hugo' }, note: 'I know bob', code: null } },
        change: {
          id: textAt(pending, 'reference'),
          actor: { amId: 'helen' },
          ...noted,
          verification: { method: 'call-back' },
          removedDevices: oath.map((amId) => ({ amId })),
          sessionsEnding: 'ENDED',
          approval: {
            requestedAt: textAt(pending, 'requestedAt'),
            requestedBy: { amId: 'helen', role: 'HELP_DESK' },
            approvedBy: { amId: 'hugo', role: 'HELP_DESK' },
            note: 'I know bob',
          },
        },
      },
    });
    const writes = approvals.deviceWrites();
    expect(writes).toHaveLength(1);
    expect(await approvals.waiting(hugo)).toEqual([]);

    const again = await approvals.run('approveChange', hugo, decision);
    expect(again).toMatchObject({ state: 'APPROVED', errors: ['PendingChangeClosed'] });
    expect(approvals.deviceWrites()).toEqual(writes);
  });

  test('the requester, the user and callers without the right are not a second person', async () => {
    const [helen, ada] = [await approvals.signIn('helen'), await approvals.signIn('ada')];
    const id = await approvals.request(helen);
    approvals.now += 1;
    const hugosId = await approvals.request(ada, 'hugo');

    const codes: [string, string | null][] = [];
    for (const [name, requested] of [
      ['helen', id],
      ['bob', id],
      ['alice', id],
      ['rita', id],
      ['hektor', id],
      ['hugo', hugosId],
    ] as const)
      for (const mutation of ['approveChange', 'rejectChange'] as const) {
        const session = await approvals.signIn(name);
        codes.push([name, (await approvals.run(mutation, session, { id: requested })).code]);
      }

    expect(codes).toEqual(
      [
        ['helen', 'FORBIDDEN'],
        ['bob', 'FORBIDDEN'],
        ['alice', 'FORBIDDEN'],
        ['rita', 'FORBIDDEN'],
        ['hektor', 'FORBIDDEN'],
        ['hugo', 'OWN_ACCOUNT'],
      ].flatMap((one) => [one, one]),
    );
    expect(approvals.deviceWrites()).toEqual([]);
    expect(await approvals.waiting(helen)).toEqual([id, hugosId]);
    expect(await approvals.waiting(await approvals.signIn('hugo'))).toEqual([id]);
    expect(await approvals.waiting(await approvals.signIn('bob'))).toBe('FORBIDDEN');
    expect(await approvals.waiting({})).toBe('UNAUTHENTICATED');
  });

  test.each([
    ['invented', 'AAAAAAAAAAAAAAAAAAAAAA'],
    ['the reference number', 'reference'],
    ['too long', 'A'.repeat(2_000)],
    ['empty', ''],
  ])('an id that is %s finds nothing (security B7)', async (_label, given) => {
    const [helen, hugo] = [await approvals.signIn('helen'), await approvals.signIn('hugo')];
    const id = await approvals.request(helen);
    const pending = await approvals.ledger.approvals?.find(id);
    const guessed = given === 'reference' ? (pending?.reference ?? '') : given;

    const told = await approvals.run('approveChange', hugo, { id: guessed });

    expect(told).toMatchObject({ code: null, state: null, errors: ['PendingChangeNotFound'] });
    expect(approvals.deviceWrites()).toEqual([]);
  });

  test.each([
    ['until its last second', 1_799_000, 'APPROVED', [], 1],
    ['no longer', 1_800_000, 'EXPIRED', ['PendingChangeClosed'], 0],
  ] as const)('a request of half an hour ago is approved %s', async (...row) => {
    const [, ms, state, errors, writes] = row;
    const id = await approvals.request(await approvals.signIn('helen'));

    approvals.now += ms;

    const told = await approvals.run('approveChange', await approvals.signIn('hugo'), { id });
    expect(told).toMatchObject({ state, errors });
    expect(approvals.deviceWrites()).toHaveLength(writes);
  });

  test('it is rejected by a second person, and withdrawn by its requester only', async () => {
    const [helen, hugo] = [await approvals.signIn('helen'), await approvals.signIn('hugo')];
    const [first, second] = [await approvals.request(helen), await approvals.request(helen)];

    const rejected = await approvals.run('rejectChange', hugo, { id: first, note: 'no call' });
    expect(rejected).toMatchObject({
      state: 'REJECTED',
      payload: { pendingChange: { decision: { by: { amId: 'hugo' }, note: 'no call' } } },
    });
    const foreign = await approvals.run('withdrawChange', hugo, { id: second });
    expect(foreign).toMatchObject({ state: null, errors: ['PendingChangeNotFound'] });
    const withdrawn = await approvals.run('withdrawChange', helen, { id: second });
    expect(withdrawn).toMatchObject({ state: 'WITHDRAWN', errors: [] });

    for (const [id, state] of [
      [first, 'REJECTED'],
      [second, 'WITHDRAWN'],
    ]) {
      const late = await approvals.run('approveChange', hugo, { id });
      expect(late).toMatchObject({ state, errors: ['PendingChangeClosed'] });
    }
    expect(approvals.deviceWrites()).toEqual([]);
  });

  test('one device is removed, by administrators only', async () => {
    const [oscar, ada, helen] = [
      await approvals.signIn('oscar'),
      await approvals.signIn('ada'),
      await approvals.signIn('helen'),
    ];
    const device = { deviceId: deviceIds.bobPush, kind: 'PUSH' };
    const input = { ...approvals.target('bob'), effect: 'REMOVE', ...device };

    expect((await approvals.run('requestChange', helen, input)).code).toBe('FORBIDDEN');
    const requested = await approvals.run('requestChange', oscar, input);
    const id = textAt(requested.payload, 'pendingChange', 'id');
    expect(await approvals.waiting(helen)).toEqual([]);
    expect((await approvals.run('approveChange', helen, { id })).code).toBe('FORBIDDEN');
    const approved = await approvals.run('approveChange', ada, { id });

    expect(approved).toMatchObject({
      state: 'APPROVED',
      outcome: 'DONE',
      payload: { change: { removedDevices: [{ amId: deviceIds.bobPush }] } },
    });
  });

  test.each([
    ['the own account', { target: { me: true } }, 'BAD_USER_INPUT', 'me'],
    ['no kind', { kinds: [] }, 'BAD_USER_INPUT', 'kinds'],
    ['a device of a reset', { deviceId: 'x' }, 'BAD_USER_INPUT', 'deviceId'],
    ['a reason that is a code', { reason: '123456' }, 'BAD_USER_INPUT', 'reason'],
  ])('a request with %s is refused', async (_label, about, code, argument) => {
    const helen = await approvals.signIn('helen');
    const input = { ...approvals.target('bob'), effect: 'RESET', kinds: ['OATH'], ...about };

    const answer = await approvals.answer('requestChange', helen, input);

    expect([codesOf(answer)[0], answer.errors[0]?.extensions['argument']]).toEqual([
      code,
      argument,
    ]);
    expect(await approvals.ledger.approvals?.count()).toBe(0);
  });

  test('a user who does not exist, or has no device, has nothing to request', async () => {
    const helen = await approvals.signIn('helen');
    const about = { effect: 'RESET', kinds: ['OATH'] };

    const missing = { target: { user: { id: 'missing' } }, ...about };
    const none = { ...approvals.target('carol'), ...about };

    const told = [
      await approvals.run('requestChange', helen, missing),
      await approvals.run('requestChange', helen, none),
    ];
    expect(told.map(({ errors }) => errors)).toEqual([
      ['DeviceOwnerNotFound'],
      ['RegisteredDeviceNotFound'],
    ]);
  });

  test('a repeated request with its key is the same request', async () => {
    const helen = await approvals.signIn('helen');
    const key = { idempotencyKey: 'one' };
    const id = await approvals.request(helen, 'bob', key);
    const input = { ...approvals.target('bob'), effect: 'RESET', kinds: ['OATH'], ...key };

    const again = await approvals.run('requestChange', helen, input);
    const other = await approvals.run('requestChange', helen, { ...input, kinds: ['PUSH'] });

    expect(again.payload).toMatchObject({ isReplayed: true, pendingChange: { id } });
    expect(other).toMatchObject({ state: null, errors: ['IdempotencyKeyReused'] });
    expect(await approvals.ledger.approvals?.count()).toBe(1);
  });

  test('a requester has at most twenty waiting changes', async () => {
    const helen = await approvals.signIn('helen');
    for (let count = 0; count < 20; count += 1) await approvals.request(helen);
    const input = { ...approvals.target('bob'), effect: 'RESET', kinds: ['OATH'] };

    const told = await approvals.answer('requestChange', helen, input);

    expect(told.errors[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      limit: 'waiting requests: 20',
    });
  });
});
