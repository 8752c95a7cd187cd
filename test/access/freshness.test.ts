/** Security A13: a right that is taken away is gone at once for changes, and soon for everything. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, onStage, useStage } from '../support/stage.ts';
import { endSession } from './cast.ts';
import { changeMembers, entryOf } from './members.ts';
import { groupReads, writesTo } from './received.ts';

const see = '{ user(id: "bob") { oathDevices { id } } }';
const reset = 'mutation { resetOathDevices(input: { userId: "bob" }) { outcome } }';
const resetOwn = 'mutation { resetOathDevices(input: {}) { outcome } }';

/** The gateway's time, in milliseconds beyond the real one; each test begins with nothing remembered. */
let start = 0;
let later = 0;

const stage = useStage('pingam', {
  env: everyCallerEnv({ HELP_DESK_PROPERTY: 'desk=help' }),
  now: () => Date.now() + start + later,
});
beforeEach(() => {
  start += later + 31_000;
  later = 0;
});

const signIn = (name: string): Promise<SessionHeader> => stage.peer.signIn(name);
const codes = async (query: string, as: SessionHeader): Promise<string[]> =>
  codesOf(await stage.gateway.ask(query, as));
/** What a question is told at several times. */
async function codesAt(times: readonly number[], query: string, as: SessionHeader) {
  const told: string[][] = [];
  for (const time of times) {
    later = time;
    told.push(await codes(query, as));
  }
  return told;
}
const without =
  (name: string) =>
  (members: readonly string[]): string[] =>
    members.filter((entry) => !entry.includes(`=${name},`));

describe('a change of a group', () => {
  test.each([
    ['helen is no help desk any more', 'helen', 'helpdesk', without('helen'), 'FORBIDDEN'],
    ['oscar is no administrator any more', 'oscar', 'admins', without('oscar'), 'FORBIDDEN'],
    [
      'bob is privileged',
      'helen',
      'executives',
      (all: readonly string[]) => [...all, entryOf(stage.peer, 'bob')],
      'TARGET_PRIVILEGED',
    ],
  ])('counts for changes from the same moment on: %s', async (...[, name, group, change, code]) => {
    const header = await signIn(name);
    const before = await codes(see, header);
    await changeMembers(stage.peer, group, change);
    stage.sandbox.clearReceived();

    const after = await codes(reset, header);
    const afterwards = await codes(see, header);

    // A change tells later questions, too.
    expect([before, after, afterwards]).toEqual([[], [code], [code]]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('lets read for the cache life and not a moment longer', async () => {
    const header = await signIn('helen');
    await codes(see, header);
    await changeMembers(stage.peer, 'helpdesk', () => []);

    expect(await codesAt([0, 29_000, 30_001], see, header)).toEqual([[], [], ['FORBIDDEN']]);
  });

  test('takes reading away at once where nothing is remembered', async () => {
    const env = everyCallerEnv({ SESSION_CACHE_SECONDS: '0' });
    await onStage('pingam', { env }, async ({ peer, gateway }) => {
      const header = await peer.signIn('helen');
      await gateway.ask(see, header);
      await changeMembers(peer, 'helpdesk', () => []);

      expect(codesOf(await gateway.ask(see, header))).toEqual(['FORBIDDEN']);
    });
  });

  test('is asked for once for many questions of one half minute', async () => {
    const header = await signIn('helen');
    await codes(see, header);
    stage.sandbox.clearReceived();

    await codesAt([0, 0, 29_000], see, header);
    const remembered = groupReads(stage.sandbox).length;
    await codesAt([30_001], see, header);

    expect(remembered).toBe(0);
    const names = groupReads(stage.sandbox).map(({ path }) => /\/groups\/([^?]+)/.exec(path)?.[1]);
    expect(new Set(names)).toEqual(new Set(['admins', 'executives', 'helpdesk']));
    expect(names).toHaveLength(3);
  });
});

describe('a session that has ended', () => {
  test.each([
    ['alice', '{ me { id } }', resetOwn],
    ['helen', see, reset],
    ['amadmin', see, reset],
    ['carol', see, reset], // staff by a property, whom AM is never asked as
  ])('of %s changes nothing more', async (name, look, change) => {
    stage.sandbox.setSessionProperty('carol', 'desk', 'help');
    const header = await signIn(name);
    const before = await codes(look, header);
    await endSession(stage.peer, header);
    stage.sandbox.clearReceived();

    expect([before, await codes(change, header)]).toEqual([[], ['UNAUTHENTICATED']]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test.each([
    ['helen, whose own entry is read as herself, reads nothing more', 'helen', ['UNAUTHENTICATED']],
    ['carol, staff by a property, reads for the cache life and not longer', 'carol', []],
  ])('of %s', async (_label, name, meanwhile) => {
    stage.sandbox.setSessionProperty('carol', 'desk', 'help');
    const header = await signIn(name);
    await codes(see, header);
    await endSession(stage.peer, header);

    const told = await codesAt([0, 29_000, 30_001], see, header);

    expect(told).toEqual([meanwhile, meanwhile, ['UNAUTHENTICATED']]);
  });
});

test('an access token serves until a minute after its end and not longer', async () => {
  const lifetimeSeconds = start / 1000 + 600;
  const header = bearer(stage.sandbox, 'alice', { lifetimeSeconds });

  expect(await codesAt([0, 655_000, 665_000], '{ me { id } }', header)).toEqual([
    [],
    [],
    ['UNAUTHENTICATED'],
  ]);
});
