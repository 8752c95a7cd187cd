/** `callerCan` reports what the policy decides, by action and kind. */
import { describe, expect, test } from '@jest/globals';
import { demoKinds, kindsOf } from '../devices/demo-devices.ts';
import { areaEnv } from './area-matrix.ts';
import { fieldAt } from '../support/json.ts';
import { actAs, everyCallerEnv, useStage } from '../support/stage.ts';

const actions = [
  'VIEW_DEVICES',
  'VIEW_PROFILE_DATA',
  'RESET',
  'REMOVE',
  'RENAME',
  'END_SESSIONS',
] as const;
type Action = (typeof actions)[number];

const no = 'FORBIDDEN';
const scope = 'INSUFFICIENT_SCOPE';
const guarded = 'TARGET_PRIVILEGED';
/** Why not, of each action in order; null where it is allowed. */
const rows: readonly (readonly [string, string | null, readonly (string | null)[]])[] = [
  ['bob', null, [null, null, null, null, null, null]],
  ['bob devices:read', null, [null, null, scope, scope, scope, scope]],
  ['helen', null, [null, null, null, null, null, null]],
  ['helen', 'bob', [null, no, null, no, no, null]],
  ['helen', 'vera', [guarded, no, guarded, no, no, guarded]],
  ['oscar', 'bob', [null, null, null, null, null, null]],
  ['oscar', 'vera', [null, null, guarded, guarded, guarded, guarded]],
  ['amadmin', 'vera', [null, null, null, null, null, null]],
];

describe.each(['pingam', 'openam'] as const)('on %s', (flavor) => {
  const stage = useStage(flavor, { env: everyCallerEnv() });
  const has = new Set(kindsOf(flavor).map(({ kind }) => kind));
  const renamable = new Set(
    kindsOf(flavor).flatMap(({ kind, label }) =>
      label === null || flavor === 'openam' ? [] : [kind],
    ),
  );
  // The own session must continue, which only OpenAM can do.
  const canEndSessions = (target: string | null): boolean => target !== null || flavor === 'openam';
  const supported = (action: Action, kind: DemoKindName, target: string | null): boolean =>
    action === 'END_SESSIONS'
      ? canEndSessions(target)
      : has.has(kind) &&
        (action !== 'RENAME' || renamable.has(kind)) &&
        (action !== 'VIEW_PROFILE_DATA' || kind === 'PROFILE');

  test.each(rows)('%s, target: %s', async (who, target, reasons) => {
    const as = await actAs(stage, who);
    const root = target === null ? 'me' : 'user';
    const person =
      target === null ? 'me' : `user(id: "${stage.peer.idOf(target)}", realm: "alpha")`;
    for (const [index, action] of actions.entries()) {
      const can = demoKinds.map(
        ({ kind }) => `${kind}: callerCan(action: ${action}, kind: ${kind}) { isAllowed reason }`,
      );
      const query = `{ ${person} { any: callerCan(action: ${action}) { isAllowed reason } ${can.join(' ')} } }`;

      const answer = await stage.gateway.ask(query, as);

      const told = (isSupported: boolean): object => {
        const isDenied = action === 'END_SESSIONS' && reasons[index] !== null;
        const reason = isSupported || isDenied ? reasons[index] : 'NOT_SUPPORTED';
        return { isAllowed: reason === null, reason };
      };
      const kinds = demoKinds.map(({ kind }) => [kind, told(supported(action, kind, target))]);
      const any = told(demoKinds.some(({ kind }) => supported(action, kind, target)));
      expect(answer.errors).toEqual([]);
      expect([action, fieldAt(answer.data, root)]).toEqual([
        action,
        { any, ...Object.fromEntries(kinds) },
      ]);
    }
  });
});

describe('whether a mistake costs more', () => {
  const stage = useStage('pingam', { env: everyCallerEnv() });

  test.each([
    ['helen', 'bob', 'RESET', false],
    ['helen', 'vera', 'RESET', true],
    ['amadmin', 'vera', 'END_SESSIONS', true],
    ['amadmin', 'vera', 'VIEW_DEVICES', null],
    ['vera', null, 'RESET', null],
  ])('%s, target: %s, %s: %s', async (who, target, action, isTargetPrivileged) => {
    const person =
      target === null ? 'me' : `user(id: "${stage.peer.idOf(target)}", realm: "alpha")`;
    const query = `{ who: ${person} { callerCan(action: ${action}) { isTargetPrivileged } } }`;
    const { data } = await stage.gateway.ask(query, await actAs(stage, who));

    expect(fieldAt(data, 'who', 'callerCan')).toEqual({ isTargetPrivileged });
  });
});

type DemoKindName = (typeof demoKinds)[number]['kind'];

describe('with areas', () => {
  const stage = useStage('pingam', {
    env: everyCallerEnv({ ...areaEnv, HELP_DESK_SCOPES: 'devices:help-desk' }),
  });

  test.each([
    ['alice north:desk', { isAllowed: true, role: 'HELP_DESK', area: 'north' }],
    ['alice north:admin', { isAllowed: true, role: 'ADMINISTRATOR', area: 'north' }],
    ['alice north:desk devices:help-desk', { isAllowed: true, role: 'HELP_DESK', area: null }],
    ['bob', { isAllowed: true, role: 'SELF', area: null }],
  ])('%s sees the role, and its area, by which bob is reached', async (who, permission) => {
    const query =
      '{ user(id: "bob", realm: "alpha") { reset: callerCan(action: RESET) { isAllowed role area } } }';
    const { data } = await stage.gateway.ask(query, await actAs(stage, who));

    expect(fieldAt(data, 'user', 'reset')).toEqual(permission);
  });
});
