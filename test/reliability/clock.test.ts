/**
 * Ages are measured by the monotonic clock; only times from other servers are compared with the
 * time of day.
 */
import { afterEach, describe, expect, test } from '@jest/globals';
import { changeMembers, entryOf } from '../access/members.ts';
import { signInsOf } from '../callers/am-credentials.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from './am-traffic.ts';

const hour = 3_600_000;
const minute = 60_000;

let stage: Stage;
/** How far the time of day is off, and how long the gateway has run. */
let off: number;
let elapsed: number;

const timeOfDay = (): number => Date.now() + off;

async function open(...[flavor, about]: Parameters<typeof openStage>): Promise<void> {
  [off, elapsed] = [0, 5_000];
  stage = await openStage(flavor, { now: timeOfDay, elapsed: () => elapsed, ...about });
}

afterEach(() => stage.close());

async function readiness(): Promise<number> {
  return (await fetch(`${stage.gateway.url}/health/ready`)).status;
}

/** The user of a session, which a query returns without a further call to AM. */
async function realmOf(as: SessionHeader): Promise<unknown> {
  const { data } = await stage.gateway.ask('{ gatewayCaller { realm } }', as);
  return fieldAt(data, 'gatewayCaller', 'realm');
}

function asked(path: string): number {
  return stage.sandbox.received().filter((one) => one.path.includes(path)).length;
}

describe.each([
  ['back', -hour],
  ['forward', hour],
])('the time of day is set %s by an hour, and', (_way, byMs) => {
  test('the return of AM is noticed after two seconds', async () => {
    await open();
    const effect = { kind: 'status', status: 500 } as const;
    stage.sandbox.breakNext({ match: { path: /serverinfo/ }, effect });
    expect(await readiness()).toBe(503);

    off = byMs;
    expect(await readiness()).toBe(503);
    elapsed += 2_001;

    expect(await readiness()).toBe(200);
  });

  test('an ended session is accepted for half a minute at most', async () => {
    await open();
    const alice = await stage.peer.signIn('alice');
    await realmOf(alice);
    stage.sandbox.advance(3 * hour);

    off = byMs;
    elapsed += 29_999;
    expect(await realmOf(alice)).toBe('alpha');
    elapsed += 2;

    expect(await realmOf(alice)).toBeNull();
  });

  test('a session is accepted until its own end at most', async () => {
    await open();
    const alice = await stage.peer.signIn('alice');
    off = 30 * minute - 10_000;
    stage.sandbox.advance(off);
    expect(await realmOf(alice)).toBe('alpha');
    stage.sandbox.advance(11_000);

    off += byMs;
    elapsed += 11_000;

    expect(await realmOf(alice)).toBeNull();
  });

  test('leaving a group is noticed after half a minute', async () => {
    await open('pingam', { env: (peer) => peer.staffEnv() });
    const helen = await stage.peer.signIn('helen');
    const roles = async (): Promise<unknown> =>
      (await stage.gateway.ask('{ gatewayCaller { roles } }', helen)).data?.['gatewayCaller'];
    expect(await roles()).toEqual({ roles: ['SELF', 'HELP_DESK'] });
    const { peer } = stage;
    await changeMembers(peer, 'helpdesk', (all) =>
      all.filter((one) => one !== entryOf(peer, 'helen')),
    );

    off = byMs;
    elapsed += 30_001;

    expect(await roles()).toEqual({ roles: ['SELF'] });
  });

  test("the name of AM's cookie is read again after five minutes", async () => {
    await open();

    off = byMs;
    elapsed += 300_001;
    await stage.gateway.ask('{ gatewayCaller { realm } }');

    await until('AM is asked', () => asked('serverinfo') > 0);

    expect(asked('serverinfo')).toBe(1);
  });
});

test('a token of the gateway is replaced before its end, also where the time is set back', async () => {
  await open('aic', { env: (peer) => peer.staffEnv(), amNow: timeOfDay });
  const oscar = await stage.peer.signIn('oscar');
  const search = '{ users(search: "bob") { edges { node { id } } } }';
  await stage.gateway.ask(search, oscar);
  const before = signInsOf(stage.sandbox).length;

  off = -hour;
  // It ends after 900 seconds.
  elapsed += 850_000;
  const { errors } = await stage.gateway.ask(search, oscar);

  expect(errors).toEqual([]);
  expect(signInsOf(stage.sandbox)).toHaveLength(before + 1);
});
