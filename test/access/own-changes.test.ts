/**
 * Design D28, security A36: AM's rule for changes of own devices holds for every credential. The
 * oracle is AM itself: what it permits to a session with the same sign-in.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { deviceKinds, type DeviceKind } from '../../src/domain/devices/device.ts';
import { ownChangeRules, type OwnChangeRule } from '../../src/domain/people/assurance.ts';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import { personUuids } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, useStage, type Stage } from '../support/stage.ts';
import { sessionAfter } from '../support/sign-ins.ts';
import { writesTo } from './received.ts';
import { withLists } from '../support/with-lists.ts';

/** How Bob, who has every kind of device, signs in besides his password. */
const signIns = [[], ['oath'], ['push'], ['webauthn'], ['binding']] as const;
type Factors = (typeof signIns)[number];

const factorKinds: Readonly<Record<Factors[number], DeviceKind>> = {
  oath: 'OATH',
  push: 'PUSH',
  webauthn: 'WEB_AUTHN',
  binding: 'BOUND',
};

/** Values of `amr`; `swk` names no kind. */
const claims = [
  { kind: 'OATH', name: 'amr', value: 'otp' },
  { kind: 'WEB_AUTHN', name: 'amr', value: 'hwk' },
  { name: 'amr', value: 'swk' },
];

/** The kinds whose factor a token of these claims cannot name. */
const unnamed: readonly DeviceKind[] = ['PUSH', 'BOUND'];

const products = [
  ...ownChangeRules.flatMap((rule) => [['pingam', rule] as const, ['aic', rule] as const]),
  ['openam', 'NONE'] as const,
] satisfies readonly (readonly [Flavor, OwnChangeRule])[];

describe.each(products)('on %s with AM’s rule %s', (flavor, rule) => {
  const stage = useStage(flavor, {
    env: everyCallerEnv({ DEVICE_MANAGEMENT: rule, ...withLists({ secondFactor: { claims } }) }),
  });
  let kinds: readonly DeviceKind[] = [];
  beforeAll(async () => {
    const { data } = await stage.gateway.ask('{ gatewayCapabilities { kinds { kind } } }');
    const listed = listAt(data, 'gatewayCapabilities', 'kinds').map((one) => textAt(one, 'kind'));
    const known = Object.values(factorKinds);
    kinds = deviceKinds.filter((kind) => known.includes(kind) && listed.includes(kind));
  });
  const start = (): void => stage.sandbox.configure({ deviceManagement: rule });

  /** Whether AM lets a session with this sign-in change a kind. */
  const permits = (factors: Factors, kind: DeviceKind): boolean => {
    if (flavor === 'openam' || rule === 'NONE') return true;
    if (rule === 'ANY') return factors.length > 0;
    return factors.some((factor) => factorKinds[factor] === kind);
  };
  /** What a token shows can be less than what its sign-in used, never more. */
  const permitsToken = (factors: Factors, kind: DeviceKind): boolean =>
    permits(factors, kind) && (rule !== 'SAME' || !unnamed.includes(kind));

  const credentials = [
    ['a session', sessionOf, permits],
    ['a token', tokenOf, permitsToken],
  ] as const;
  const rows = credentials.flatMap(([name, as, isPermitted]) =>
    signIns.map((factors) => ({ name, as, isPermitted, factors })),
  );

  test.each(rows)('$name after password and $factors', async ({ as, isPermitted, factors }) => {
    start();
    const caller = as(stage, factors);
    const expected = kinds.map((kind) => [kind, isPermitted(factors, kind)]);

    const listed = await stage.gateway.ask('{ me { devices { kind canManage } } }', caller);
    const tried = await reset(stage, caller, kinds, true);
    const before = writesTo(stage.sandbox).length;
    const done = await reset(stage, caller, kinds, false);

    const shown = listAt(listed.data, 'me', 'devices').map((device) => [
      textAt(device, 'kind'),
      fieldAt(device, 'canManage'),
    ]);
    const isReported = flavor !== 'openam' || as === tokenOf;
    expect(Object.fromEntries(shown)).toMatchObject(
      Object.fromEntries(expected.map(([kind, can]) => [kind, isReported ? can : null])),
    );
    expect(before).toBe(0);
    expect(tried).toEqual(
      expected.map(([kind, can]) => [kind, can === true ? 'WOULD_REMOVE' : 'NOT_DONE']),
    );
    expect(done).toEqual(expected.map(([kind, can]) => [kind, can === true ? 'DONE' : 'NOT_DONE']));
    const after = await stage.gateway.ask('{ me { devices { kind } } }', caller);
    const remaining = listAt(after.data, 'me', 'devices').map((device) => textAt(device, 'kind'));
    const left = kinds.map((kind) => remaining.includes(kind));
    expect(left).toEqual(expected.map(([, can]) => can !== true));
  });
});

function sessionOf({ peer }: Stage, factors: Factors): SessionHeader {
  return sessionAfter(peer, 'bob', factors);
}

describe('a token that is too weak', () => {
  const stage = useStage('aic', {
    env: everyCallerEnv({
      DEVICE_MANAGEMENT: 'SAME',
      ...withLists({
        secondFactor: { claims: [...claims, { kind: 'OATH', name: 'acr', value: 'twofactor' }] },
      }),
    }),
  });
  test.each([
    ['OATH', { acceptedKinds: ['OATH'], acrValues: ['twofactor'] }],
    ['WEB_AUTHN', { acceptedKinds: ['WEB_AUTHN'] }],
    // No claim names these kinds, so no other token helps.
    ['BOUND', { acceptedKinds: [] }],
  ] as const)('is refused each change of %s, and learns what to ask for', async (kind, wanted) => {
    const caller = bearer(stage.sandbox, 'bob');
    const listed = await stage.gateway.ask('{ me { devices { id kind } } }', caller);
    const [first] = listAt(listed.data, 'me', 'devices').filter(
      (device) => fieldAt(device, 'kind') === kind,
    );
    const deviceId = textAt(first, 'id');

    const input = `target: { me: true }, deviceId: "${deviceId}"`;
    const changes = [
      `removeDevice(input: { ${input} })`,
      `renameDevice(input: { ${input}, name: "other" })`,
    ];
    for (const change of changes) {
      const { errors } = await stage.gateway.ask(
        `mutation { ${change} { outcome errors { code } } }`,
        caller,
      );
      expect(errors?.map(({ extensions }) => extensions)).toEqual([
        expect.objectContaining({ code: 'STEP_UP_REQUIRED', ...wanted }),
      ]);
    }
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('is challenged for another sign-in (RFC 9470), and no other response is', async () => {
    const caller = bearer(stage.sandbox, 'bob');
    const challenge = async (as: SessionHeader): Promise<string | null> => {
      const response = await stage.gateway.fetch({
        method: 'POST',
        headers: { 'content-type': 'application/json', ...as },
        body: JSON.stringify({
          query:
            'mutation { resetOathDevices(input: { target: { me: true } }) { outcome errors { code } } }',
        }),
      });
      await response.text();
      return response.headers.get('www-authenticate');
    };

    const weak = await challenge(caller);
    const strong = await challenge(bearer(stage.sandbox, 'bob', { secondFactors: ['oath'] }));

    expect(weak).toContain('error="insufficient_user_authentication"');
    expect(weak).toContain('acr_values="twofactor"');
    expect(weak).not.toContain('max_age');
    expect(strong).toBeNull();
  });

  test('staff see of no device whether they can manage it', async () => {
    const helen = await stage.peer.signIn('helen');
    const id = personUuids.bob;

    const query = 'query ($id: ID!) { user(id: $id) { devices { canManage } } }';
    const { data } = await stage.gateway.ask(query, helen, { id });

    const shown = listAt(data, 'user', 'devices').map((device) => fieldAt(device, 'canManage'));
    expect(shown.length).toBeGreaterThan(4);
    expect(new Set(shown)).toEqual(new Set([null]));
  });
});

describe('AM’s refusal of a change', () => {
  const stage = useStage('pingam', { env: { DEVICE_MANAGEMENT: 'SAME' } });

  test.each(['User not permitted.', 'USER NOT PERMITTED', 'Nope', ''])(
    'is known by the list, in whatever words: %j',
    async (message) => {
      stage.sandbox.configure({ deviceManagement: 'SAME' });
      const body = { code: 403, reason: 'Forbidden', message };
      const match = { method: 'POST', path: '_action=reset' };
      stage.sandbox.breakNext({ match, effect: { kind: 'status', status: 403, body } });
      const bob = await stage.peer.signIn('bob');

      const { data } = await stage.gateway.ask(
        'mutation { resetPushDevices(input: { target: { me: true } }) { outcome errors { code } } }',
        bob,
      );

      const errors = [{ code: 'STEP_UP_REQUIRED' }];
      expect(data).toEqual({ resetPushDevices: { outcome: 'NOT_DONE', errors } });
    },
  );

  test('of a device that can be managed is no matter of the sign-in', async () => {
    stage.sandbox.configure({ deviceManagement: 'SAME' });
    const body = { code: 403, reason: 'Forbidden', message: 'Nope' };
    const match = { method: 'POST', path: '_action=reset' };
    stage.sandbox.breakNext({ match, effect: { kind: 'status', status: 403, body } });
    const bob = sessionAfter(stage.peer, 'bob', ['push']);

    const { data } = await stage.gateway.ask(
      'mutation { resetPushDevices(input: { target: { me: true } }) { outcome errors { code } } }',
      bob,
    );

    const errors = [{ code: 'REFUSED_BY_AM' }];
    expect(data).toEqual({ resetPushDevices: { outcome: 'NOT_DONE', errors } });
  });
});

function tokenOf({ sandbox }: Stage, factors: Factors): SessionHeader {
  return bearer(sandbox, 'bob', { secondFactors: factors });
}

/** Resets kinds of the caller's own. Returns the outcome of each. */
async function reset(
  { gateway }: Stage,
  caller: SessionHeader,
  kinds: readonly DeviceKind[],
  dryRun: boolean,
): Promise<(readonly [string, string])[]> {
  const { data, errors } = await gateway.ask(
    `mutation ($input: ResetDevicesInput!) {
      resetDevices(input: $input) { results { kind outcome errors { code } } }
    }`,
    caller,
    { input: { target: { me: true }, kinds, dryRun } },
  );
  // A sign-in that is too weak for each kind is refused as a whole, and counts for no limit.
  if (errors?.map(({ extensions }) => extensions.code).includes('STEP_UP_REQUIRED'))
    return kinds.map((kind) => [kind, 'NOT_DONE'] as const);
  return listAt(data, 'resetDevices', 'results').map((result) => {
    const outcome = textAt(result, 'outcome');
    const codes = listAt(result, 'errors').map((error) => textAt(error, 'code'));
    expect(codes).toEqual(outcome === 'NOT_DONE' ? ['STEP_UP_REQUIRED'] : []);
    return [textAt(result, 'kind'), outcome] as const;
  });
}
