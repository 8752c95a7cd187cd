/** Who can have mail about a change sent again, how often, and what is logged (security G7). */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from '../ledger/builders.ts';
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
  ledger = await openTestLedger({
    now: () => now,
    channels: [{ name: 'mail', kinds: ['change'] }],
  });
  const env = everyCallerEnv({ ...staffScopes, AUDITOR_PROPERTY: 'desk=audit' });
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

/** Records a change by helen, whose mail was given up. */
async function change(about: Partial<Intent> = {}): Promise<string> {
  now += 10_000;
  const id = idOf(await ledger.begin(anIntent(about), terms()));
  await ledger.complete(id, anOutcome());
  await giveUp();
  return id;
}

async function giveUp(problem = 'NO_ADDRESS'): Promise<void> {
  for (const message of await ledger.outbox.claim('mail', 8))
    await ledger.outbox.settle(message, { kind: 'failed', problem });
}

const of = (id: string, about: Parameters<typeof aPerson>[0] = {}): Partial<Intent> => ({
  target: aPerson({ id, ...about }),
});

const retrying = `mutation ($reference: ID!) { retryNotice(input: { reference: $reference }) {
  change { id notices { state problem } } errors { __typename ... on ChangeError { message path } } } }`;

type Answer = Awaited<ReturnType<Stage['gateway']['ask']>>;
const retry = (reference: string, as: SessionHeader): Promise<Answer> =>
  stage.gateway.ask(retrying, as, { reference });

/** The state of the mail, the types of the errors, or the code of the refusal. */
function verdictOf({ data, errors }: Answer): string {
  if (errors.length > 0) return codesOf({ errors }).join();
  const payload = fieldAt(data, 'retryNotice');
  const types = listAt(payload, 'errors').map((error) => fieldAt(error, '__typename'));
  if (types.length > 0) return types.join();
  return listAt(payload, 'change', 'notices')
    .map((notice) => fieldAt(notice, 'state'))
    .join();
}

const stateOf = async (id: string): Promise<unknown> =>
  (await ledger.noticesOf([id])).get(id)?.map(({ state }) => state);

test('the mail waits again; no device changes, no record is added, and a line is logged', async () => {
  const id = await change();
  const helen = await stage.peer.signIn('helen');
  const { changes: before } = await ledger.history({ realm: 'alpha', first: 10 });
  stage.sandbox.clearReceived();

  const answer = await retry(id.toLowerCase(), helen);

  expect(answer.data).toEqual({
    retryNotice: {
      change: { id, notices: [{ state: 'WAITING', problem: 'NO_ADDRESS' }] },
      errors: [],
    },
  });
  expect(writesTo(stage.sandbox)).toEqual([]);
  expect((await ledger.history({ realm: 'alpha', first: 10 })).changes).toEqual(before);
  const lines = stage.gateway.log.filter((line) => line.includes('is sent again'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`Mail about the change ${id} is sent again (1)`);
  expect(lines[0]).toContain('the role HELP_DESK');
  expect(lines.join('')).not.toMatch(/helen|bob|@/);
});

test.each<readonly [string, Partial<Intent>, Readonly<Record<string, string>>]>([
  [
    'a person',
    {},
    {
      alice: 'FORBIDDEN',
      bob: 'FORBIDDEN',
      rita: 'FORBIDDEN',
      hektor: 'FORBIDDEN',
      helen: 'WAITING',
      oscar: 'WAITING',
      amadmin: 'WAITING',
    },
  ],
  [
    'a privileged person',
    of('vera', { privileged: true }),
    { helen: 'TARGET_PRIVILEGED', oscar: 'WAITING', amadmin: 'WAITING' },
  ],
  [
    'a deleted person who was privileged',
    of('gone', { privileged: true }),
    { helen: 'TARGET_PRIVILEGED', oscar: 'WAITING' },
  ],
  ['a person of another realm', of('bella', { realm: 'beta' }), { helen: 'FORBIDDEN' }],
  ['the agent', of('helen'), { helen: 'OWN_ACCOUNT', oscar: 'WAITING' }],
])('mail to %s is sent again for staff who may see the history', async (_label, about, who) => {
  for (const [name, verdict] of Object.entries(who)) {
    await ledger.empty();
    const id = await change(about);
    const as = await stage.peer.signIn(name, name === 'hektor' ? 'beta' : undefined);

    const answer = await retry(id, as);

    expect([name, verdictOf(answer)]).toEqual([name, verdict]);
    expect(await stateOf(id)).toEqual([verdict === 'WAITING' ? 'waiting' : 'failed']);
  }
});

test.each<readonly [string, () => SessionHeader, string]>([
  ['without a session', () => ({}), 'UNAUTHENTICATED'],
  ['by a token of bob that may change', () => token('bob', 'devices:reset'), 'FORBIDDEN'],
  ['by a token of the help desk', () => token('helen', 'devices:help-desk'), 'WAITING'],
])('%s', async (_label, credential, verdict) => {
  const id = await change();

  expect(verdictOf(await retry(id, credential()))).toBe(verdict);
});

function token(name: string, scope: string): SessionHeader {
  return bearer(stage.sandbox, name, { scopes: [scope] });
}

test('mail that was delivered, a refused change and an unknown one have nothing to send', async () => {
  now += 10_000;
  const delivered = idOf(await ledger.begin(anIntent(), terms()));
  await ledger.complete(delivered, anOutcome());
  for (const message of await ledger.outbox.claim('mail', 8))
    await ledger.outbox.settle(message, { kind: 'delivered' });
  await ledger.refuse(anIntent(), 'FORBIDDEN');
  const { changes } = await ledger.history({ realm: 'alpha', first: 1, refused: true });
  const oscar = await stage.peer.signIn('oscar');

  const answer = await retry(delivered, oscar);
  expect(verdictOf(answer)).toBe('ChangeNoticeNotRetryable');
  expect(listAt(answer.data, 'retryNotice', 'change', 'notices')).toEqual([
    { state: 'DELIVERED', problem: null },
  ]);
  expect(verdictOf(await retry(changes[0]?.id ?? '', oscar))).toBe('DeviceChangeNotFound');
  expect(verdictOf(await retry('0000-0000-0000-0000', oscar))).toBe('DeviceChangeNotFound');
});

test('a loop is refused after five times, with the time of the next one', async () => {
  const id = await change();
  const oscar = await stage.peer.signIn('oscar');
  for (let time = 0; time < 5; time += 1) {
    expect(verdictOf(await retry(id, oscar))).toBe('WAITING');
    await giveUp('SMTP_550');
  }

  const refused = await retry(id, await stage.peer.signIn('helen'));

  expect(codesOf(refused)).toEqual(['RATE_LIMITED']);
  expect(refused.errors[0]?.extensions).toMatchObject({
    limit: 'retries: 5 in 3600 s',
    retryAfterSeconds: 3_600,
  });
  expect(await stateOf(id)).toEqual(['failed']);
});

test.each([
  ['PERSON_NOT_FOUND', 'NO_ADDRESS'],
  ['SMTP_550', 'REFUSED'],
  ['ADDRESS_UNUSABLE', 'REFUSED'],
  ['ETIMEDOUT', 'NOT_SENT'],
  ['SMTP_450', 'NOT_SENT'],
])('the problem %s is shown as %s', async (code, problem) => {
  now += 10_000;
  const id = idOf(await ledger.begin(anIntent(), terms()));
  await ledger.complete(id, anOutcome());
  await giveUp(code);
  const query = `query ($id: ID!) { deviceChange(id: $id) { notices { state problem } } }`;

  const answer = await stage.gateway.ask(query, await stage.peer.signIn('bob'), { id });

  expect(answer.data).toEqual({ deviceChange: { notices: [{ state: 'FAILED', problem }] } });
});
