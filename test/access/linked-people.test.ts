/** The links from a record to its people: its reader may not be allowed to view them (A29). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { staffScopes } from './scene.ts';

let ledger: OpenLedger;
let stage: Stage;

beforeAll(async () => {
  ledger = await openTestLedger();
  const env = everyCallerEnv({ ...staffScopes, AUDITOR_PROPERTY: 'desk=audit' });
  stage = await openStage('pingam', { env, ledger });
});
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

let keys = 0;

/** Records a change under its own key, because an equal one within seconds is a repeat. */
async function recorded(about: Partial<Intent> = {}): Promise<string> {
  keys += 1;
  const intent = anIntent(about);
  const id = idOf(await ledger.begin(intent, terms({ idempotencyKey: `key ${keys}` })));
  await ledger.complete(id, anOutcome());
  return id;
}

const links = `personAmId realm person { username email oathDevices { amId } }
  actor { amId role user { username } }`;

const read = (id: string, as: SessionHeader): ReturnType<Stage['gateway']['ask']> =>
  stage.gateway.ask(`query ($id: ID!) { change: deviceChange(id: $id) { ${links} } }`, as, { id });

const asked = { personAmId: 'bob', realm: 'alpha', actor: { amId: 'helen', role: 'HELP_DESK' } };
const helen = { username: 'helen' };
const bob = { username: 'bob' };

describe('what helen of the help desk has changed of bob', () => {
  test.each<readonly [string, object | null, object | null]>([
    ['bob', bob, null],
    ['helen', bob, helen],
    ['oscar', bob, helen],
    ['amadmin', bob, helen],
    ['rita', null, null],
  ])('links for %s to %j and %j, without an error', async (caller, person, user) => {
    const answer = await read(await recorded(), await stage.peer.signIn(caller));

    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({ change: { ...asked, person, actor: { user } } });
  });

  test('is read by a token of auditors without its people', async () => {
    const as = bearer(stage.sandbox, 'alice', { scopes: ['devices:audit'] });
    const answer = await read(await recorded(), as);

    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({ change: { ...asked, person: null } });
  });
});

test.each<readonly [string, Partial<Intent>, object]>([
  ['a person who is gone', { target: aPerson({ id: 'gone' }) }, { person: null }],
  [
    'the super user',
    { actor: anActor({ id: 'amadmin', realm: null, role: 'SUPER_USER' }) },
    { person: bob, actor: { amId: 'amadmin', user: null } },
  ],
])('%s has no link', async (_who, about, change) => {
  const answer = await read(await recorded(about), await stage.peer.signIn('oscar'));

  expect(answer.errors).toEqual([]);
  expect(answer.data).toMatchObject({ change });
});

test('what is behind a link stays guarded', async () => {
  const id = await recorded({ actor: anActor({ id: 'ada', role: 'ADMINISTRATOR' }) });
  const query = `{ change: deviceChange(id: "${id}") {
    actor { user { username oathDevices { amId } } } } }`;
  const answer = await stage.gateway.ask(query, await stage.peer.signIn('helen'));

  expect(codesOf(answer)).toEqual(['TARGET_PRIVILEGED']);
  expect(answer.data).toEqual({
    change: { actor: { user: { username: 'ada', oathDevices: null } } },
  });
});

test('a failure of AM is an error, and no missing person', async () => {
  const id = await recorded();
  const as = await stage.peer.signIn('amadmin');
  stage.sandbox.breakNext({
    match: { path: '/users/bob' },
    effect: { kind: 'status', status: 500 },
  });
  const answer = await read(id, as);
  stage.restart();

  expect(answer.errors.map(({ path }) => path)).toEqual([['change', 'person']]);
  expect(answer.data).toMatchObject({ change: { ...asked, person: null } });
});

test('a token that may only change reads the record of its change, and no person', async () => {
  const as = bearer(stage.sandbox, 'bob', { scopes: ['devices:reset'] });
  const answer = await stage.gateway.ask(
    `mutation { told: resetOathDevices(input: { target: { me: true } }) {
      change { id effect kinds removedDevices { amId } ${links} } } }`,
    as,
  );

  expect(answer.errors).toEqual([]);
  expect(textAt(answer.data, 'told', 'change', 'personAmId')).toBe('bob');
  expect(fieldAt(answer.data, 'told', 'change', 'person')).toBeNull();
  expect(fieldAt(answer.data, 'told', 'change', 'removedDevices')).toHaveLength(2);
});
