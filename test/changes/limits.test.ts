/**
 * Limits of changes: they are decided before the lock and the device list (security F12), a dry run
 * meets them and is not counted (F3), and they say when to retry.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { kindsOf } from '../devices/demo-devices.ts';
import { countAt, places, until } from '../reliability/am-traffic.ts';
import { sendRaw } from '../security/raw-http.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import type { SessionHeader } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';

const mutationOf = (field: string, input: string, selection = 'outcome'): string =>
  `mutation ($input: ${input}!) { told: ${field}(input: $input) { ${selection} } }`;
const resetDevices = mutationOf('resetDevices', 'ResetDevicesInput', 'results { outcome }');
const resetPush = mutationOf('resetPushDevices', 'ResetDevicesOfKindInput', 'outcome isReplayed');
const toUser = (id: string): object => ({ target: { user: { id } }, reason: 'lost phone' });
const self = { target: { me: true } };

describe('of a person', () => {
  const scene = new LedgerStage({
    env: withLists({ limits: { personChanges: [{ most: 1, within: '24h' }] } }),
  });
  let helen: SessionHeader;
  let oscar: SessionHeader;

  beforeEach(async () => {
    [helen, oscar] = [await scene.signIn('helen'), await scene.signIn('oscar')];
  });
  const resetCodes = (as: SessionHeader, more: object = {}) => {
    const input = { ...toUser('bob'), endSessions: false, kinds: ['OATH'], ...more };
    return scene.stage.gateway.ask(resetDevices, as, { input });
  };
  const limitsSeenBy = async (as: SessionHeader): Promise<unknown> => {
    const limits = 'limits: obstacles(of: [LIMITS])';
    const can = `reset: callerCan(action: RESET) { isAllowed ${limits} { kinds until } }
      push: callerCan(action: RESET, kind: PUSH) { ${limits} { kinds } }
      remove: callerCan(action: REMOVE) { ${limits} { kinds } }`;
    const answer = await scene.stage.gateway.ask(`{ user(id: "bob") { ${can} } }`, as);
    return answer.data?.['user'];
  };
  /** Ends the sessions of a person a minute later; returns the codes. */
  const signOut = async (as: SessionHeader, id: string, more: object = {}) => {
    scene.now += 60_000;
    const input = { ...toUser(id), ...more };
    return codesOf(
      await scene.stage.gateway.ask(
        mutationOf('endDeviceOwnerSessions', 'EndDeviceOwnerSessionsInput'),
        as,
        { input },
      ),
    );
  };

  test('refuse a dry run as they refuse its change, which no dry run uses up', async () => {
    await resetCodes(helen, { dryRun: true });
    await resetCodes(helen, { dryRun: true });
    expect(codesOf(await resetCodes(helen))).toEqual([]);
    scene.now += 60_000;

    const tried = await resetCodes(helen, { dryRun: true });
    const made = await resetCodes(helen);

    expect(codesOf(tried)).toEqual(['RATE_LIMITED']);
    expect(tried.errors).toMatchObject(made.errors.map(({ message }) => ({ message })));
    expect(fieldAt(tried.errors, '0', 'extensions', 'retryAfterSeconds')).toBe(86_340);
    const passed = await resetCodes(oscar, { dryRun: true, overrideLimit: true });
    expect(codesOf(passed)).toEqual([]);
  });

  test('are known before a change, by kind, until they permit it', async () => {
    const none = { reset: { isAllowed: true, limits: [] }, push: { limits: [] } };
    expect(await limitsSeenBy(helen)).toEqual({ ...none, remove: { limits: [] } });
    const until24h = new Date(scene.now + 24 * 3_600_000).toISOString();
    await resetCodes(helen);
    scene.now += 60_000;

    const codes = { isAllowed: true, limits: [{ kinds: ['OATH'], until: until24h }] };
    for (const as of [helen, oscar])
      expect(await limitsSeenBy(as)).toMatchObject({ ...none, reset: codes });
    scene.now = Date.parse(until24h);
    expect(await limitsSeenBy(await scene.signIn('helen'))).toMatchObject(none);
  });

  test('that another change has reached meanwhile are met before the list is read again', async () => {
    const held = Promise.withResolvers<void>();
    const effect = { kind: 'hook', run: () => held.promise } as const;
    const { sandbox } = scene.stage;
    sandbox.clearReceived();
    sandbox.breakNext({ match: places.oathList, effect });
    const first = resetCodes(helen);
    await until('the first one has the lock', () => countAt(sandbox, places.oathList) === 1);
    const second = resetCodes(oscar);
    await until('the other one waits', () => countAt(sandbox, places.oathList) === 2);
    held.resolve();

    expect([codesOf(await first), codesOf(await second)]).toEqual([[], ['RATE_LIMITED']]);
    // Two lists of the first one, and the one before the wait.
    expect(countAt(sandbox, places.oathList)).toBe(3);
  });

  test('of the person themselves are known for every kind', async () => {
    const own = await scene.signIn('bob');
    for (let times = 0; times < 10; times += 1)
      await resetCodes(own, { ...self, reason: undefined, idempotencyKey: `${times}` });

    const can = '{ me { callerCan(action: RESET) { obstacles(of: [LIMITS]) { kinds } } } }';
    const answer = await scene.stage.gateway.ask(can, own);

    const limits = kindsOf('pingam').map(({ kind }) => ({ kinds: [kind] }));
    expect(fieldAt(answer.data, 'me', 'callerCan', 'obstacles')).toEqual(limits);
  });

  test('of sign-outs are of each person (F2), and are counted apart from resets', async () => {
    expect(await signOut(helen, 'bob', { dryRun: true })).toEqual([]);
    expect(await signOut(helen, 'bob')).toEqual([]);

    expect(await signOut(helen, 'bob')).toEqual(['RATE_LIMITED']);
    expect(await signOut(helen, 'bob', { dryRun: true })).toEqual(['RATE_LIMITED']);
    expect(await signOut(oscar, 'bob')).toEqual(['RATE_LIMITED']);
    const limits = 'obstacles(of: [LIMITS]) { kinds limit }';
    const can = `{ user(id: "bob") { callerCan(action: END_SESSIONS) { ${limits} } } }`;
    const { data } = await scene.stage.gateway.ask(can, helen);
    expect(fieldAt(data, 'user', 'callerCan', 'obstacles')).toEqual([
      { kinds: null, limit: 'PERSON_CHANGES' },
    ]);
    expect(await signOut(helen, 'alice')).toEqual([]);
    expect(codesOf(await resetCodes(helen))).toEqual([]);
    // An administrator overrides a limit, which is recorded.
    expect(await signOut(oscar, 'bob', { overrideLimit: true })).toEqual([]);
    const { changes } = await scene.ledger.history({ realm: 'alpha', refused: false, first: 1 });
    expect(changes[0]).toMatchObject({ overrode: [expect.stringContaining('person')] });
  });
});

describe('a caller over a limit', () => {
  const scene = new LedgerStage({
    env: withLists({ limits: { staffChanges: [{ most: 1, within: '1h' }] } }),
  });
  let helen: SessionHeader;
  let bob: SessionHeader;

  beforeEach(async () => {
    [helen, bob] = [await scene.signIn('helen'), await scene.signIn('bob')];
    // A change for another user uses up helen's limit.
    await scene.stage.gateway.ask(resetPush, helen, { input: toUser('carol') });
    scene.stage.sandbox.clearReceived();
  });
  const ask = (as: SessionHeader, input: object) =>
    scene.stage.gateway.ask(resetPush, as, { input });
  const calls = (...methods: string[]): string[] =>
    scene.stage.sandbox
      .received()
      .filter(({ method, path }) => methods.includes(method) && path.includes('/devices/'))
      .map(({ path }) => path);

  test('is refused without a device list, and does not wait for the lock', async () => {
    const gate = Promise.withResolvers<void>();
    scene.stage.sandbox.breakNext({
      match: { method: 'POST', path: 'push?_action=reset' },
      effect: { kind: 'hook', run: () => gate.promise },
    });
    const own = ask(bob, self);
    await until('AM has the reset', () => calls('POST').length === 1);

    const refused = await ask(helen, toUser('bob'));

    expect(codesOf(refused)).toEqual(['RATE_LIMITED']);
    expect(calls('GET')).toHaveLength(1);
    gate.resolve();
    expect(fieldAt((await own).data, 'told', 'outcome')).toBe('DONE');
  });

  test('who repeats a key is answered without a device list', async () => {
    const input = { ...self, idempotencyKey: 'a-key' };
    await ask(bob, input);
    scene.stage.sandbox.clearReceived();

    const { data } = await ask(bob, input);

    expect(data?.['told']).toMatchObject({ outcome: 'DONE', isReplayed: true });
    expect(calls('GET', 'POST')).toEqual([]);
  });
});

describe('the HTTP headers say when to retry', () => {
  const origin = 'https://portal.example';
  const limits = withLists({
    limits: {
      ownChanges: [{ most: 1, within: '1m' }],
      dryRuns: [{ most: 1, within: '1m' }],
      searches: [{ most: 1, within: '1m' }],
    },
  });
  const scene = new LedgerStage({ env: { ...limits, CORS_ORIGINS: origin } });
  const reset = (key: string): string =>
    `mutation { resetOathDevices(input: { target: { me: true }, idempotencyKey: "${key}", force: true }) { outcome } }`;

  test.each([
    ['a change', 'alice', reset, 'OWN_CHANGES'],
    ['a dry run', 'alice', (key: string) => reset(key).replace('force', 'dryRun'), 'DRY_RUNS'],
    ['a search', 'amadmin', () => '{ users(search: "bob") { nodes { username } } }', 'SEARCHES'],
  ] as const)('%s beyond its limit', async (_what, who, query, limit) => {
    const as = await scene.signIn(who);
    const ask = (key: string): ReturnType<typeof sendRaw> =>
      sendRaw(scene.stage.gateway.url, {
        headers: { ...as, origin, 'content-type': 'application/json' },
        body: JSON.stringify({ query: query(key) }),
      });

    const first = await ask('one');
    const { status, headers, text } = await ask('two');
    const repeated = await ask('three');

    expect(first.headers).not.toHaveProperty('retry-after');
    const [error] = Object.values(Object(fieldAt(JSON.parse(text), 'errors')));
    const seconds = fieldAt(error, 'extensions', 'retryAfterSeconds');
    const permittedAt = fieldAt(error, 'extensions', 'until');
    expect(fieldAt(error, 'extensions')).toMatchObject({ code: 'RATE_LIMITED', limit });
    expect(permittedAt).toMatch(/^20.*Z$/);
    expect(repeated.text).toContain(`"until":"${String(permittedAt)}"`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'retry-after': String(seconds),
      ratelimit: `"${limit}";r=0;t=${String(seconds)}`,
      'access-control-expose-headers': 'x-correlation-id, retry-after, ratelimit, www-authenticate',
    });
  });
});
