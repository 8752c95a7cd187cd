/** Changes are limited by AM's own names of caller and person: aliases count (security F3). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { writesTo } from './received.ts';
import { staffScopes } from './scene.ts';

let ledger: OpenLedger;
let stage: Stage;
let now: number;

beforeEach(async () => {
  now = Date.parse('2026-11-25T12:00:00.000Z');
  ledger = await openTestLedger({ now: () => now });
  const limits = {
    LIMIT_STAFF_CHANGES: '3/10m',
    LIMIT_PERSON_CHANGES: 'none',
    LIMIT_OWN_CHANGES: '3/1h',
  };
  // OpenAM keeps the name that was typed at sign-in.
  stage = await openStage('openam', {
    env: everyCallerEnv({ ...staffScopes, ...limits, TRUSTED_PROXIES: '127.0.0.1' }),
    ledger,
  });
});
afterEach(async () => {
  await stage?.close();
  await ledger?.close();
});

/** Resets a person's push devices, even without any; returns the code of the refusal. */
async function reset(as: SessionHeader, target: string, more = ''): Promise<string> {
  // Not within five seconds of the last, which would be a double click.
  now += 10_000;
  const answer = await stage.gateway.ask(
    `mutation { resetPushDevices(input: { target: ${target}, force: true${more} }) { outcome } }`,
    as,
  );
  return codesOf(answer).join();
}
const of = (id: string): string => `{ user: { id: "${id}" } }`;
const limited = 'RATE_LIMITED';

test('staff: another spelling, session, token, client or address is the same actor', async () => {
  const { peer, sandbox } = stage;
  const scopes = ['devices:help-desk'];
  const ways = [
    await peer.signIn('helen'),
    await peer.signIn('HELEN', 'alpha'),
    bearer(sandbox, 'helen', { scopes }),
    bearer(sandbox, 'helen', { scopes, client: 'gateway', audience: 'portal' }),
    { ...(await peer.signIn('helen')), 'x-forwarded-for': '203.0.113.7' },
  ];
  const codes: string[] = [];
  for (const [at, as] of ways.entries())
    codes.push(await reset(as, of(['bob', 'alice', 'carol', 'dave', 'bob'][at] ?? '')));

  expect(codes).toEqual(['', '', '', limited, limited]);
  expect(writesTo(sandbox).filter(({ path }) => path.includes('/dave/'))).toEqual([]);
  expect(await reset(await peer.signIn('hugo'), of('dave'))).toBe('');
  now += 600_000;
  expect(await reset(ways[3] ?? {}, of('dave'))).toBe('');
});

test('people for themselves: by name or without, by session or token', async () => {
  const { peer, sandbox } = stage;
  const codes = [
    await reset(await peer.signIn('bob'), '{ me: true }'),
    await reset(await peer.signIn('BOB', 'alpha'), of('bob')),
    await reset(bearer(sandbox, 'bob', { scopes: ['devices:reset'] }), '{ me: true }'),
    await reset(await peer.signIn('bob'), of(idOfPerson('bob'))),
  ];

  expect(codes).toEqual(['', '', '', limited]);
});

test('a person: another spelling, way of naming, actor or kind of call is the same person', async () => {
  await stage.close();
  stage = await openStage('openam', {
    env: everyCallerEnv({ ...staffScopes, LIMIT_PERSON_CHANGES: '3/24h' }),
    ledger,
  });
  const { peer, sandbox } = stage;
  const [helen, hugo, oscar] = [
    await peer.signIn('helen'),
    await peer.signIn('hugo'),
    await peer.signIn('oscar'),
  ];
  const several = `mutation { resetDevices(input: { target: ${of('bob')}, kinds: [OATH, PUSH], force: true }) { results { outcome } } }`;
  const codes = [
    await reset(helen, of('bob')),
    await reset(hugo, of('BOB')),
    await reset(oscar, '{ user: { id: "Bob", realm: "alpha" } }'),
    await reset(bearer(sandbox, 'alice', { scopes: ['devices:admin'] }), of(idOfPerson('bob'))),
    codesOf(await stage.gateway.ask(several, helen)).join(),
  ];

  expect(codes).toEqual(['', '', '', limited, limited]);
});

test('one operation with several changes makes none', async () => {
  const helen = await stage.peer.signIn('helen');
  const aliases = ['bob', 'alice'].map(
    (id) => `${id}: resetPushDevices(input: { target: ${of(id)}, force: true }) { outcome }`,
  );
  stage.sandbox.clearReceived();

  const answer = await stage.gateway.ask(`mutation { ${aliases.join(' ')} }`, helen);

  expect([answer.data, codesOf(answer)]).toEqual([null, ['OPERATION_TOO_LARGE']]);
  expect(writesTo(stage.sandbox)).toEqual([]);
});
