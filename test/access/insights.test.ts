/** Counts of a realm's changes are for administrators, auditors, super user (security A30). */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, idOf, terms } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { staffScopes } from './scene.ts';

let ledger: OpenLedger;
let stage: Stage;
const now = Date.parse('2026-11-25T12:00:00.000Z');

beforeAll(async () => {
  ledger = await openTestLedger({ now: () => now });
  const clocks = { now: () => now, amNow: () => now };
  stage = await openStage('pingam', { env: everyCallerEnv(staffScopes), ledger, ...clocks });
  const id = idOf(await ledger.begin(anIntent({ kinds: ['OATH', 'PUSH'] }), terms()));
  await ledger.complete(id, anOutcome());
  const again = anIntent({ actor: anActor({ id: 'bob', role: 'SELF' }) });
  await ledger.complete(idOf(await ledger.begin(again, terms())), anOutcome('NOT_DONE'));
  await ledger.refuse(anIntent(), 'TARGET_PRIVILEGED');
});
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

const query = `query ($realm: String, $days: Int! = 30) { insights(realm: $realm, days: $days) {
  days { startsAt changes byKind { kind count } byRole { role count } byOutcome { outcome count } }
  refusals { code count } busiestStaff { amId count } repeatedResets { amId count } } }`;

async function verdict(as: SessionHeader, variables: object): Promise<string> {
  const answer = await stage.gateway.ask(query, as, variables);
  return answer.errors.length > 0 ? codesOf(answer).join(' ') : 'yes';
}

test.each([
  ['nobody', null, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
  ['alice', 'alice', 'FORBIDDEN', 'FORBIDDEN'],
  ['helen of the help desk', 'helen', 'FORBIDDEN', 'FORBIDDEN'],
  ['hektor of the help desk of beta', 'hektor', 'FORBIDDEN', 'FORBIDDEN'],
  ['oscar the administrator', 'oscar', 'yes', 'FORBIDDEN'],
  ['rita the auditor', 'rita', 'yes', 'FORBIDDEN'],
  ['amadmin the super user', 'amadmin', 'yes', 'yes'],
])('%s', async (_label, name, ofAlpha, ofBeta) => {
  const as = name === null ? {} : await stage.peer.signIn(name);

  expect(await verdict(as, { realm: 'alpha' })).toBe(ofAlpha);
  expect(await verdict(as, { realm: 'beta' })).toBe(ofBeta);
});

test.each([
  ['help desk', 'devices:help-desk', 'FORBIDDEN'],
  ['auditors', 'devices:audit', 'yes'],
  ['administrators', 'devices:admin', 'yes'],
])('a token with the scope of %s', async (_label, scope, expected) => {
  expect(await verdict(bearer(stage.sandbox, 'alice', { scopes: [scope] }), {})).toBe(expected);
});

test.each([0, 32, -1])('%d days are refused', async (days) => {
  expect(await verdict(await stage.peer.signIn('rita'), { days })).toBe('BAD_USER_INPUT');
});

test('every day is listed, today last, with the changes in each group', async () => {
  const { data } = await stage.gateway.ask(query, await stage.peer.signIn('rita'), { days: 2 });

  expect(listAt(data, 'insights', 'days')).toEqual([
    { startsAt: '2026-11-24T00:00:00.000Z', changes: 0, byKind: [], byRole: [], byOutcome: [] },
    {
      startsAt: '2026-11-25T00:00:00.000Z',
      changes: 2,
      byKind: expect.arrayContaining([
        { kind: 'OATH', count: 2 },
        { kind: 'PUSH', count: 1 },
      ]),
      byRole: expect.arrayContaining([
        { role: 'HELP_DESK', count: 1 },
        { role: 'SELF', count: 1 },
      ]),
      byOutcome: expect.arrayContaining([
        { outcome: 'DONE', count: 1 },
        { outcome: 'NOT_DONE', count: 1 },
      ]),
    },
  ]);
  expect(fieldAt(data, 'insights', 'refusals')).toEqual([{ code: 'TARGET_PRIVILEGED', count: 1 }]);
  expect(fieldAt(data, 'insights', 'busiestStaff')).toEqual([{ amId: 'helen', count: 1 }]);
  expect(fieldAt(data, 'insights', 'repeatedResets')).toEqual([{ amId: 'bob', count: 2 }]);
});
