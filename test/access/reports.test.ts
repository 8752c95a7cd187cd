/** Who can report a change as not recognised, and who can take the report (security G17). */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from '../ledger/builders.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { staffScopes } from './scene.ts';

let ledger: OpenLedger;
let stage: Stage;
let now = Date.parse('2026-11-25T12:00:00.000Z');

beforeAll(async () => {
  ledger = await openTestLedger({ now: () => now });
  const env = everyCallerEnv({
    ...staffScopes,
    AUDITOR_PROPERTY: 'desk=audit',
    LIMIT_REPORTS: '3/1h',
  });
  stage = await openStage('pingam', { env, ledger });
});
beforeEach(async () => {
  stage.restart();
  now += 2 * 3_600_000;
  await ledger.empty();
});
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

/** Records a change; by default ada has reset bob's devices. */
async function change(about: Partial<Intent> = {}): Promise<string> {
  now += 10_000;
  const actor = anActor({ id: 'ada', role: 'ADMINISTRATOR' });
  const id = idOf(await ledger.begin(anIntent({ actor, ...about }), terms()));
  await ledger.complete(id, anOutcome());
  return id;
}

const of = (id: string, about: Parameters<typeof aPerson>[0] = {}): Partial<Intent> => ({
  target: aPerson({ id, ...about }),
});

const reporting = `mutation ($reference: ID!) { reportUnrecognisedChange(input: { reference: $reference }) {
  change { id report { at state takenAt takenBy { amId } } } errors { __typename ... on ChangeError { message path } } } }`;
const taking = `mutation ($reference: ID!) { takeReport(input: { reference: $reference }) {
  change { id report { state takenBy { amId role } } } errors { __typename ... on ChangeError { message } } } }`;

type Answer = Awaited<ReturnType<Stage['gateway']['ask']>>;
const report = (reference: string, as: SessionHeader): Promise<Answer> =>
  stage.gateway.ask(reporting, as, { reference });
const take = (reference: string, as: SessionHeader): Promise<Answer> =>
  stage.gateway.ask(taking, as, { reference });

/** `OPEN` or `TAKEN`, the types of the errors, or the code of the refusal. */
function verdictOf({ data, errors }: Answer): string {
  if (errors.length > 0) return codesOf({ errors }).join();
  const payload = Object.values(data ?? {})[0];
  const types = listAt(payload, 'errors').map((error) => fieldAt(error, '__typename'));
  if (types.length > 0) return types.join();
  return String(fieldAt(payload, 'change', 'report', 'state'));
}

test('a person reports a change of their devices; no device changes and no session ends', async () => {
  const id = await change();
  const bob = await stage.peer.signIn('bob');
  stage.sandbox.clearReceived();

  const answer = await report(id.toLowerCase(), bob);

  const at = new Date(now).toISOString();
  expect(answer.data).toEqual({
    reportUnrecognisedChange: {
      change: { id, report: { at, state: 'OPEN', takenAt: null, takenBy: null } },
      errors: [],
    },
  });
  expect(writesTo(stage.sandbox)).toEqual([]);
  expect(stage.sandbox.received().some(({ path }) => path.includes('logout'))).toBe(false);
  const again = await stage.gateway.ask('{ me { id } }', bob);
  expect(codesOf(again)).toEqual([]);
});

test.each<readonly [string, (bob: SessionHeader) => SessionHeader, string]>([
  ['without a session', () => ({}), 'UNAUTHENTICATED'],
  ['with their session', (bob) => bob, 'OPEN'],
  ['by a token that may change', () => token('devices:reset'), 'OPEN'],
  ['by a token that may only read', () => token('devices:read'), 'INSUFFICIENT_SCOPE'],
  ['by a token that may do nothing', () => token('openid'), 'INSUFFICIENT_SCOPE'],
])('%s', async (_label, credential, verdict) => {
  const id = await change();

  expect(verdictOf(await report(id, credential(await stage.peer.signIn('bob'))))).toBe(verdict);
});

function token(scope: string): SessionHeader {
  return bearer(stage.sandbox, 'bob', { scopes: [scope] });
}

test.each(['alice', 'helen', 'oscar', 'amadmin'])(
  'a change of another person does not exist for %s',
  async (name) => {
    const id = await change();
    const as = await stage.peer.signIn(name);

    const [ofBob, ofNone] = [await report(id, as), await report('0000-0000-0000-0000', as)];

    expect(ofBob.data).toEqual(ofNone.data);
    expect(codesOf(ofBob)).toEqual(codesOf(ofNone));
    expect(['DeviceChangeNotFound', 'FORBIDDEN']).toContain(verdictOf(ofBob));
    expect((await ledger.findChange(id))?.report).toBeNull();
  },
);

test('dry runs and refused changes are not reported', async () => {
  const tried = await change({ dryRun: true });
  await ledger.refuse(anIntent(), 'FORBIDDEN');
  const { changes } = await ledger.history({ realm: 'alpha', first: 1, refused: true });
  const bob = await stage.peer.signIn('bob');

  expect(verdictOf(await report(tried, bob))).toBe('ChangeNotReportable');
  expect(verdictOf(await report(changes[0]?.id ?? '', bob))).toBe('ChangeNotReportable');
});

test('a flood of reports is refused, and a repeat is the same report', async () => {
  const ids = [await change(), await change(), await change(), await change()];
  const bob = await stage.peer.signIn('bob');
  for (const id of ids.slice(0, 3)) expect(verdictOf(await report(id, bob))).toBe('OPEN');

  const refused = await report(ids[3] ?? '', bob);

  expect(codesOf(refused)).toEqual(['RATE_LIMITED']);
  expect(refused.errors[0]?.extensions).toMatchObject({ limit: 'reports: 3 in 3600 s' });
  expect(verdictOf(await report(ids[0] ?? '', bob))).toBe('OPEN');
});

test.each<readonly [string, Partial<Intent>, Readonly<Record<string, string>>]>([
  [
    'a person',
    {},
    {
      alice: 'FORBIDDEN',
      bob: 'FORBIDDEN',
      rita: 'FORBIDDEN',
      helen: 'TAKEN',
      oscar: 'TAKEN',
      amadmin: 'TAKEN',
    },
  ],
  [
    'a privileged person',
    of('vera', { privileged: true }),
    { helen: 'TARGET_PRIVILEGED', oscar: 'TAKEN', amadmin: 'TAKEN' },
  ],
  ['a deleted person', of('gone'), { helen: 'TAKEN', oscar: 'TAKEN' }],
  [
    'a deleted person who was privileged',
    of('gone', { privileged: true }),
    { helen: 'TARGET_PRIVILEGED', oscar: 'TAKEN' },
  ],
  ['a person of another realm', of('bella', { realm: 'beta' }), { helen: 'FORBIDDEN' }],
  ['the agent', of('helen'), { helen: 'OWN_ACCOUNT', oscar: 'TAKEN' }],
])('the report of %s is taken by staff who may see the history', async (_label, about, who) => {
  for (const [name, verdict] of Object.entries(who)) {
    await ledger.empty();
    const id = await change(about);
    const actor = anActor({ id: 'whoever', role: 'SELF' });
    await ledger.report({ id, actor, correlationId: 'a' }, []);
    const as = await stage.peer.signIn(name);

    const answer = await take(id, as);

    expect([name, verdictOf(answer)]).toEqual([name, verdict]);
    const taken = (await ledger.findChange(id))?.report?.taken ?? null;
    expect(taken === null).toBe(verdict !== 'TAKEN');
  }
});

test('an agent cannot take the report of a change that they made', async () => {
  const id = await change({ actor: anActor({ id: 'helen' }) });
  await report(id, await stage.peer.signIn('bob'));

  const answer = await take(id, await stage.peer.signIn('helen'));

  expect(verdictOf(answer)).toBe('FORBIDDEN');
  expect(answer.errors[0]?.message).toContain('Ask a colleague');
  expect((await ledger.findChange(id))?.report?.taken).toBeNull();
});

test('a report is taken once; a colleague sees who has it', async () => {
  const id = await change();
  await report(id, await stage.peer.signIn('bob'));
  const [helen, oscar] = [await stage.peer.signIn('helen'), await stage.peer.signIn('oscar')];

  const first = await take(id, helen);
  const [again, other] = [await take(id, helen), await take(id, oscar)];

  expect([verdictOf(first), verdictOf(again), verdictOf(other)]).toEqual([
    'TAKEN',
    'TAKEN',
    'ChangeReportTaken',
  ]);
  const takenBy = { amId: 'helen', role: 'HELP_DESK' };
  expect(other.data).toMatchObject({ takeReport: { change: { report: { takenBy } } } });
  expect(verdictOf(await take(await change(), oscar))).toBe('ChangeReportNotFound');
  expect(verdictOf(await take('0000-0000-0000-0000', oscar))).toBe('DeviceChangeNotFound');
});

const openReports = `query ($filter: DeviceChangeFilter) { realmHistory(filter: $filter) {
  nodes { personAmId report { state } } } }`;

test('the help desk lists the open reports that it may see', async () => {
  const bobs = await change();
  for (const id of [bobs, await change(of('vera', { privileged: true })), await change()]) {
    if (id !== bobs && (await ledger.findChange(id))?.intent.target.id === 'bob') continue;
    await ledger.report({ id, actor: anActor(), correlationId: 'a' }, []);
  }
  const listed = async (name: string, filter: object): Promise<unknown> => {
    const { data } = await stage.gateway.ask(openReports, await stage.peer.signIn(name), {
      filter,
    });
    return listAt(data, 'realmHistory', 'nodes').map((node) => fieldAt(node, 'personAmId'));
  };

  expect(await listed('helen', { report: 'OPEN' })).toEqual(['bob']);
  expect(await listed('rita', { report: 'OPEN' })).toEqual(['vera', 'bob']);
  await take(bobs, await stage.peer.signIn('helen'));
  expect(await listed('helen', { report: 'OPEN' })).toEqual([]);
  expect(await listed('helen', { report: 'TAKEN' })).toEqual(['bob']);
});

test('the filter excludes what a report cannot have', async () => {
  const rita = await stage.peer.signIn('rita');
  for (const more of [{ outcome: 'DONE' }, { isRefused: true }]) {
    const filter = { report: 'OPEN', ...more };
    expect(codesOf(await stage.gateway.ask(openReports, rita, { filter }))).toEqual([
      'BAD_USER_INPUT',
    ]);
  }
});
