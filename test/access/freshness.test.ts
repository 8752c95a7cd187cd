/** Security A13: a right that is taken away is gone at once for changes, and soon for everything. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listAt } from '../openam/am-rest.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, endSession, openStage } from './cast.ts';
import type { Stage } from './cast.ts';
import { groupReads, writesTo } from './received.ts';

const see = '{ user(id: "bob") { oathDevices { id } } }';
const reset = 'mutation { resetOathDevices(input: { userId: "bob" }) { outcome } }';
const resetOwn = 'mutation { resetOathDevices(input: {}) { outcome } }';

let stage: Stage;
/** The gateway's time, in milliseconds beyond the real one. */
let later = 0;

beforeEach(async () => {
  later = 0;
  stage = await openStage('pingam', { now: () => Date.now() + later });
});
afterEach(() => stage?.close());

describe('a membership that is taken away', () => {
  test.each([
    ['helen', 'helpdesk', 'FORBIDDEN'],
    ['oscar', 'admins', 'FORBIDDEN'],
  ])('%s changes nothing from the same moment on', async (name, group, code) => {
    const header = await stage.peer.signIn(name);
    const before = await stage.gateway.ask(see, header);
    await setMembers(group, (members) => members.filter((dn) => !dn.includes(`=${name},`)));
    stage.sandbox.clearReceived();

    const after = await stage.gateway.ask(reset, header);

    expect(codesOf(before)).toEqual([]);
    expect(codesOf(after)).toEqual([code]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('lets read for the cache life and not a moment longer', async () => {
    const header = await stage.peer.signIn('helen');
    await stage.gateway.ask(see, header);
    await setMembers('helpdesk', () => []);

    const verdicts: string[][] = [];
    for (const at of [0, 29_000, 30_001]) {
      later = at;
      verdicts.push(codesOf(await stage.gateway.ask(see, header)));
    }

    expect(verdicts).toEqual([[], [], ['FORBIDDEN']]);
  });

  test('takes reading away at once where nothing is remembered', async () => {
    await stage.close();
    stage = await openStage('pingam', { env: { SESSION_CACHE_SECONDS: '0' } });
    const header = await stage.peer.signIn('helen');
    await stage.gateway.ask(see, header);
    await setMembers('helpdesk', () => []);

    expect(codesOf(await stage.gateway.ask(see, header))).toEqual(['FORBIDDEN']);
  });

  test('a change tells later questions, too', async () => {
    const header = await stage.peer.signIn('helen');
    await stage.gateway.ask(see, header);
    await setMembers('helpdesk', () => []);

    const verdicts = [
      codesOf(await stage.gateway.ask(reset, header)),
      codesOf(await stage.gateway.ask(see, header)),
    ];

    expect(verdicts).toEqual([['FORBIDDEN'], ['FORBIDDEN']]);
  });
});

describe('a person who becomes privileged', () => {
  test('is out of reach of the help desk from the same moment on', async () => {
    const header = await stage.peer.signIn('helen');
    await stage.gateway.ask(see, header);
    const bob = await entryOf('bob');
    await setMembers('executives', (members) => [...members, bob]);
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(reset, header);

    expect(codesOf(answer)).toEqual(['TARGET_PRIVILEGED']);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});

describe('groups', () => {
  test('are asked for once for many questions of one half minute', async () => {
    const header = await stage.peer.signIn('helen');
    await stage.gateway.ask(see, header);
    stage.sandbox.clearReceived();

    for (let count = 0; count < 5; count += 1) await stage.gateway.ask(see, header);
    const remembered = groupReads(stage.sandbox).length;
    later = 30_001;
    await stage.gateway.ask(see, header);

    expect(remembered).toBe(0);
    expect(groupNames()).toEqual(['admins', 'executives', 'helpdesk']);
  });

  test('are asked for anew by every change', async () => {
    const header = await stage.peer.signIn('helen');
    await stage.gateway.ask(see, header);
    for (let count = 0; count < 3; count += 1) {
      stage.sandbox.clearReceived();

      await stage.gateway.ask(reset, header);

      expect([...new Set(groupNames())]).toEqual(['admins', 'executives', 'helpdesk']);
    }
  });

  test('that cannot be read give nobody a right', async () => {
    const header = await stage.peer.signIn('helen');
    stage.sandbox.breakNext({
      match: { path: /\/groups\// },
      times: Infinity,
      effect: { kind: 'status', status: 500 },
    });

    const answer = await stage.gateway.ask(reset, header);

    expect(answer.data).toEqual({ resetOathDevices: null });
    expect(codesOf(answer)).toEqual(['UPSTREAM_ERROR']);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('of privileged people that cannot be read protect everybody', async () => {
    const header = await stage.peer.signIn('helen');
    stage.sandbox.breakNext({
      match: { path: /\/groups\/executives/ },
      times: Infinity,
      effect: { kind: 'status', status: 500 },
    });

    const answer = await stage.gateway.ask(reset, header);

    expect(codesOf(answer)).toEqual(['UPSTREAM_ERROR']);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('are found by their members among five thousand', async () => {
    stage.sandbox.configure({ groupFillers: { helpdesk: 5000, executives: 5000 } });
    const header = await stage.peer.signIn('helen');

    const bob = await stage.gateway.ask(reset, header);
    const vera = await stage.gateway.ask(reset.replace('bob', 'vera'), header);

    expect([codesOf(bob), codesOf(vera)]).toEqual([[], ['TARGET_PRIVILEGED']]);
  });
});

describe('a session that has ended', () => {
  test.each(['alice', 'helen', 'amadmin'])('of %s changes nothing more', async (name) => {
    const header = await stage.peer.signIn(name);
    const own = name === 'alice' ? '{ me { id } }' : see;
    const before = await stage.gateway.ask(own, header);
    await endSession(stage.peer, header);
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(name === 'alice' ? resetOwn : reset, header);

    expect(codesOf(before)).toEqual([]);
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('of staff by a property, whom AM is never asked as, changes nothing more', async () => {
    await stage.close();
    stage = await openStage('pingam', { env: { HELP_DESK_PROPERTY: 'desk=help' } });
    stage.sandbox.setSessionProperty('carol', 'desk', 'help');
    const header = await stage.peer.signIn('carol');
    const before = await stage.gateway.ask(see, header);
    await endSession(stage.peer, header);
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(reset, header);

    expect(codesOf(before)).toEqual([]);
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('reads as help desk for the cache life and not a moment longer', async () => {
    const header = await stage.peer.signIn('helen');
    await stage.gateway.ask(see, header);
    await endSession(stage.peer, header);

    const verdicts: string[][] = [];
    for (const at of [29_000, 30_001]) {
      later = at;
      verdicts.push(codesOf(await stage.gateway.ask(see, header)));
    }

    expect(verdicts.at(-1)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('an access token', () => {
  test('serves until a minute after its end and not longer', async () => {
    const header = bearer(stage.sandbox, 'alice', { lifetimeSeconds: 600 });

    const verdicts: string[][] = [];
    for (const at of [0, 655_000, 665_000]) {
      later = at;
      verdicts.push(codesOf(await stage.gateway.ask('{ me { id } }', header)));
    }

    expect(verdicts).toEqual([[], [], ['UNAUTHENTICATED']]);
  });
});

/** The names in the order of the alphabet. */
function groupNames(): string[] {
  return groupReads(stage.sandbox)
    .map(({ path }) => /\/groups\/([^?]+)/.exec(path)?.[1] ?? '')
    .toSorted();
}

async function superUser(): Promise<SessionHeader> {
  return stage.peer.signIn('amadmin');
}

/** Changes a group at AM, as the super user would. */
async function setMembers(
  group: string,
  change: (members: readonly string[]) => readonly string[],
): Promise<void> {
  const path = `/json/realms/root/realms/alpha/groups/${group}`;
  const headers = await superUser();
  const read = await stage.peer.rest.call(path, { resource: '4.0', headers });
  const members = listAt(read.body, 'uniqueMember').map(String);
  const answer = await stage.peer.rest.call(path, {
    method: 'PUT',
    resource: '4.0',
    headers: { ...headers, 'If-Match': '*' },
    json: { uniqueMember: change(members) },
  });
  if (answer.status !== 200)
    throw new Error(`AM answered ${answer.status} to a change of ${group}`);
}

async function entryOf(name: string): Promise<string> {
  const path = `/json/realms/root/realms/alpha/users/${name}`;
  const read = await stage.peer.rest.call(path, { resource: '4.0', headers: await superUser() });
  return String(listAt(read.body, 'dn')[0]);
}
