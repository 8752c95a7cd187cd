/**
 * `caller` reports where each kind of caller may act, and what a change of other users requires.
 */
import { afterAll, expect, test } from '@jest/globals';
import { endSession } from '../access/cast.ts';
import { Stages } from '../access/stages.ts';
import { staffScopes } from '../access/scene.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { actAs, type Stage } from '../support/stage.ts';

const query =
  '{ gatewayCaller { roles realms isReasonRequired ticketPattern ticketExample canResetOthers } }';
const reset = `mutation ($input: ResetDevicesOfKindInput!) {
  resetOathDevices(input: $input) { outcome } }`;
const pattern = String.raw`INC-\d+`;
const example = 'INC-20461';

const stages = new Stages();
afterAll(() => stages.close());
const demanding = (): Promise<Stage> =>
  stages.with({
    ...staffScopes,
    REASON_REQUIRED: 'help-desk',
    TICKET_PATTERN: pattern,
    TICKET_EXAMPLE: example,
  });

async function signIn(stage: Stage, who: string): Promise<SessionHeader> {
  const header = await actAs(stage, who.replace('ended ', ''));
  if (who.startsWith('ended')) await endSession(stage.peer, header);
  return header;
}

const ticketOf = (other: string | undefined) =>
  other === undefined
    ? { ticketPattern: null, ticketExample: null }
    : { ticketPattern: `^(?:${pattern})$`, ticketExample: example };

test.each<readonly [string, readonly string[], other: string | undefined, mustGiveReason: boolean]>(
  [
    ['nobody', [], undefined, false],
    ['ended alice', [], undefined, false],
    ['alice', ['alpha'], undefined, false],
    ['alice devices:read devices:reset', ['alpha'], undefined, false],
    ['alice devices:help-desk', ['alpha'], 'bob', true],
    ['alice devices:admin', ['alpha'], 'bob', false],
    ['helen', ['alpha'], 'bob', true],
    ['oscar', ['alpha'], 'bob', false],
    ['hektor', ['beta'], 'bella', true],
    ['amadmin', ['alpha', 'beta'], 'bob', false],
  ],
)('%s acts in %j, for example on %s; must give a reason: %s', async (...row) => {
  const [who, realms, other, mustGiveReason] = row;
  const stage = await demanding();
  const as = await signIn(stage, who);
  const user = { id: other ?? 'bob', realm: realms[0] };
  const placeOf = async (more: object): Promise<unknown> => {
    const input = { target: { user }, dryRun: true, ...more };
    const { errors } = await stage.gateway.ask(reset, as, { input });
    const code = errors[0]?.extensions.code;
    const path = errors[0]?.extensions['path'];
    return Array.isArray(path) ? path.join('.') : (code ?? 'nothing');
  };
  const refusal = realms.length === 0 ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  const misses = (name: string): string => (mustGiveReason ? `input.${name}` : 'nothing');

  const { data, errors } = await stage.gateway.ask(query, as);

  expect(errors).toEqual([]);
  expect(fieldAt(data, 'gatewayCaller')).toMatchObject({
    realms,
    isReasonRequired: mustGiveReason,
    canResetOthers: other !== undefined,
    ...ticketOf(other),
  });
  const required = [
    await placeOf({}),
    await placeOf({ reason: 'lost' }),
    await placeOf({ reason: 'lost', ticket: 'INC-1' }),
    await placeOf({ reason: 'lost', ticket: 'INC-' }),
  ];
  const ofStaff = [misses('reason'), misses('ticket'), 'nothing', 'input.ticket'];
  expect(required).toEqual(other === undefined ? required.map(() => refusal) : ofStaff);
});

test('AM that does not answer takes the caller away, and not the whole answer', async () => {
  const stage = await demanding();
  const bob = await stage.peer.signIn('bob');
  stage.sandbox.breakNext({
    match: { path: /sessions/ },
    times: Infinity,
    effect: { kind: 'status', status: 503 },
  });

  const { data, errors } = await stage.gateway.ask(
    '{ gatewayCaller { roles } gatewayCapabilities { product } }',
    bob,
  );

  expect(data).toEqual({ gatewayCaller: null, gatewayCapabilities: { product: 'PINGAM' } });
  expect(errors.map(({ path, extensions: { code } }) => [path, code])).toEqual([
    [['gatewayCaller'], 'UPSTREAM_UNAVAILABLE'],
  ]);
});

test.each([
  ['nobody', false],
  ['ended alice', true],
  ['alice', false],
  ['alice devices:read', false],
])('%s has a session or token that is refused: %s', async (who, isCredentialRefused) => {
  const stage = await demanding();
  const as = await signIn(stage, who);

  const { data } = await stage.gateway.ask('{ gatewayCaller { isCredentialRefused } }', as);
  expect(data).toEqual({ gatewayCaller: { isCredentialRefused } });
});
