/** Which changes of staff need a second person, by option and threat level (decisions 67, 68). */
import { describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { changeMembers, entryOf } from '../access/members.ts';
import { fieldAt } from '../support/json.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from '../ledger/builders.ts';
import { readEntryName } from '../../src/domain/values/entry-name.ts';
import { withLists } from '../support/with-lists.ts';
import { ApprovalStage, reset } from './approval-stage.ts';

const webAuthn = demoOf('WEB_AUTHN');
const needed = 'APPROVAL_REQUIRED';
const oathOf = {
  bob: deviceIds.bobOath,
  hugo: deviceIds.hugoOath,
  ada: deviceIds.adaOath,
  vera: deviceIds.veraOath,
};

/** Resets or removes a device, as `oscar remove bob` says, and returns the code of the refusal. */
async function change(approvals: ApprovalStage, text: string): Promise<string | null> {
  const [who = '', effect, name = ''] = text.split(' ');
  const input =
    effect === 'reset'
      ? { kinds: ['PUSH'] }
      : { kind: 'OATH', deviceId: Object.entries(oathOf).find(([key]) => key === name)?.[1] };
  const mutation = effect === 'reset' ? 'resetDevices' : 'removeDevice';
  return (await approvals.run(mutation, who, { ...approvals.target(name), ...input })).code;
}

/** Returns what `callerCan` says of a change before it is tried, as `oscar remove bob` says. */
async function announced(approvals: ApprovalStage, text: string): Promise<unknown> {
  const [who = '', effect = '', name = ''] = text.split(' ');
  const root = who === name ? 'me' : `user(id: "${approvals.stage.peer.idOf(name)}")`;
  const action = effect.toUpperCase();
  const query = `{ ${root} { callerCan(action: ${action}) { obstacles(of: [SECOND_PERSON]) { code remedies } } } }`;
  const { data } = await approvals.ask(query, who);
  return fieldAt(data, who === name ? 'me' : 'user', 'callerCan', 'obstacles');
}

describe.each<[rules: readonly object[], second: string[], alone: string[]]>([
  [[], [], []],
  [
    [{ of: 'everyone' }],
    ['helen reset bob', 'oscar remove bob', 'amadmin reset bob'],
    ['bob reset bob'],
  ],
  [[{ effect: 'remove', of: 'everyone' }], ['oscar remove bob'], ['oscar reset bob']],
  [[{ of: 'privileged' }], ['oscar reset vera', 'oscar reset ada'], ['oscar reset bob']],
  [[{ group: { name: 'helpdesk', realm: 'alpha' } }], ['oscar reset hugo'], ['oscar reset bob']],
  [
    [
      { effect: 'reset', group: { name: 'executives' } },
      { effect: 'remove', group: { name: 'helpdesk' } },
    ],
    ['oscar reset vera', 'oscar remove hugo'],
    ['oscar remove vera', 'oscar reset hugo'],
  ],
  [[{ group: { name: 'missing', realm: 'alpha' } }], ['oscar reset bob'], []],
  [[{ of: 'no-proof' }], ['helen reset bob'], []],
])('approvals: %j', (rules, second, alone) => {
  const approvals = new ApprovalStage({
    ...withLists({ approvals: rules }),
    ADMINS_OVER_PRIVILEGED: 'on',
  });

  test('is announced to the caller before the change', async () => {
    const proof = rules.some((rule) => 'of' in rule && rule.of === 'no-proof')
      ? ['PROVE_THE_PERSON']
      : [];
    const obstacle = { code: needed, remedies: [...proof, 'ASK_A_SECOND_PERSON'] };
    for (const one of second)
      expect([one, await announced(approvals, one)]).toEqual([one, [obstacle]]);
    for (const one of alone) expect([one, await announced(approvals, one)]).toEqual([one, []]);
  });

  test('decides who needs a second person', async () => {
    for (const one of second) expect([one, await change(approvals, one)]).toEqual([one, needed]);
    for (const one of alone) expect([one, await change(approvals, one)]).toEqual([one, null]);
  });
});

describe('approvals after a change of devices', () => {
  const approvals = new ApprovalStage(withLists({ approvals: [{ changedDays: 7 }] }));

  test('a change of any caller counts for seven days, an end of sessions does not', async () => {
    const ended = await approvals.run('endDeviceOwnerSessions', 'helen', approvals.target('hugo'));
    expect(ended.outcome).toBe('DONE');
    const own = { target: { me: true }, kind: 'OATH', deviceId: deviceIds.bobOath };
    expect((await approvals.run('removeDevice', 'bob', own)).outcome).toBe('DONE');

    expect(await change(approvals, 'helen reset bob')).toBe(needed);
    expect(await change(approvals, 'oscar remove hugo')).toBeNull();
    approvals.now += 7 * 86_400_000 - 1_000;
    expect(await change(approvals, 'helen reset bob')).toBe(needed);
    approvals.now += 2_000;
    expect(await change(approvals, 'helen reset bob')).toBeNull();
  });

  test.each([
    ['by the same name', { id: 'bob', realm: 'alpha', isBobs: false }, true],
    ['by the entry, in another realm', { id: 'b.jones', realm: 'tenant', isBobs: true }, true],
    ['by the name in another realm', { id: 'bob', realm: 'tenant', isBobs: false }, false],
    ['by another name', { id: 'carol', realm: 'alpha', isBobs: false }, false],
  ])('a change of a person counts %s', async (_how, { isBobs, ...names }, counts) => {
    const { ledger, stage } = approvals;
    const entry = readEntryName(entryOf(stage.peer, 'bob'))?.text;
    if (entry === undefined) throw new TypeError('bob has an entry');
    const own = isBobs ? { entry } : {};
    const changed = anIntent({ target: aPerson({ ...names, ...own }) });
    await ledger.complete(idOf(await ledger.begin(changed, terms())), anOutcome());

    expect(await change(approvals, 'helen reset bob')).toBe(counts ? needed : null);
  });

  test('a part of a reset counts, too', async () => {
    const { peer, sandbox } = approvals.stage;
    const keys = ['key-1', 'key-2'].map((id) => recordOf(webAuthn, id, id));
    await peer.plant('bob', { [webAuthn.attribute]: keys });
    const match = { method: 'DELETE', path: '/key-2' } as const;
    const body = { code: 403, message: 'Forbidden' };
    sandbox.breakNext({ match, effect: { kind: 'status', status: 403, body } });
    const input = { ...approvals.target('bob'), kinds: ['WEB_AUTHN'] };

    const first = await approvals.run('resetDevices', 'oscar', input);

    expect(first.payload).toMatchObject({ results: [{ outcome: 'NOT_DONE' }] });
    expect(await change(approvals, 'helen reset bob')).toBe(needed);
  });

  test('a change counts beneath any number of newer entries of another effect', async () => {
    const { ledger } = approvals;
    await ledger.complete(idOf(await ledger.begin(anIntent(), terms())), anOutcome());
    approvals.now += 10_000;
    for (let number = 0; number < 101; number += 1) {
      const actor = anActor({ id: `staff-${number}` });
      const signOut = { effect: 'endSessions', kinds: [], before: null } as const;
      idOf(await ledger.begin(anIntent({ actor, ...signOut }), terms()));
    }

    expect(await change(approvals, 'helen reset bob')).toBe(needed);
  });
});

describe('approvals for privileged people', () => {
  const approvals = new ApprovalStage({
    ...withLists({ approvals: [{ of: 'privileged' }] }),
    ADMINS_OVER_PRIVILEGED: 'on',
  });

  test('a person needs a second person if AM does not report whether they are privileged', async () => {
    const { peer } = approvals.stage;
    await changeMembers(peer, 'executives', (members) => [...members, 'unreadable']);

    expect(await change(approvals, 'oscar reset bob')).toBe(needed);
    expect(approvals.deviceWrites()).toEqual([]);
  });
});

describe('a person at their limit', () => {
  const approvals = new ApprovalStage(
    withLists({ limits: { personChanges: [{ most: 1, within: '24h' }] } }),
  );

  test('is changed again only if the request overrides the limit, also later', async () => {
    await approvals.ledger.complete(
      idOf(await approvals.ledger.begin(anIntent(), terms())),
      anOutcome(),
    );
    approvals.now += 60_000;
    const input = { ...approvals.target('bob'), ...reset };
    expect((await approvals.run('requestDeviceChange', 'oscar', input)).code).toBe('RATE_LIMITED');

    const about = { overrideLimit: true, reason: 'lost phone' };
    const id = await approvals.request('oscar', 'bob', about);

    const done = { state: 'APPROVED', outcome: 'DONE' };
    expect(await approvals.approve('ada', id)).toMatchObject(done);
  });
});

describe('where only a threat level requires a second person', () => {
  const approvals = new ApprovalStage(withLists({ approvals: [] }));

  async function setLevel(level: 'GUARDED' | 'LOCKED' | 'FROZEN' | 'NORMAL'): Promise<void> {
    approvals.now += 1_100;
    const until = level === 'NORMAL' ? null : new Date(approvals.now + 3_600_000).toISOString();
    const step = { realm: 'alpha', level, until, reason: 'an attack' };
    await approvals.ledger.threats?.set({
      ...step,
      actor: null,
      isFresh: false,
      correlationId: null,
    });
    approvals.now += 1_100;
  }

  test.each([
    ['GUARDED', 'VERIFICATION_REQUIRED'],
    ['LOCKED', needed],
  ] as const)('%s: a change of staff is made once it is approved', async (level, code) => {
    await setLevel(level);
    const input = { ...approvals.target('bob'), kinds: ['OATH'] };

    expect((await approvals.run('resetDevices', 'helen', input)).code).toBe(code);
    const id = await approvals.request();
    expect(approvals.deviceWrites()).toEqual([]);
    const done = { code: null, state: 'APPROVED', outcome: 'DONE' };
    expect(await approvals.approve('hugo', id)).toMatchObject(done);
    expect(approvals.deviceWrites()).toHaveLength(1);
  });

  test('FROZEN: nothing can be requested, and what waits is not carried out', async () => {
    await setLevel('NORMAL');
    const id = await approvals.request();
    await setLevel('FROZEN');

    const request = { ...approvals.target('bob'), ...reset };
    expect((await approvals.run('requestDeviceChange', 'helen', request)).code).toBe(
      'THREAT_LEVEL',
    );
    expect((await approvals.approve('hugo', id)).code).toBe('THREAT_LEVEL');
    expect(approvals.deviceWrites()).toEqual([]);

    await setLevel('NORMAL');
    expect(await approvals.approve('hugo', id)).toMatchObject({ outcome: 'DONE' });
  });
});
