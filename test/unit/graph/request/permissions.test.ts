/** What one request may do, with whose credential, and what AM is asked to find out (design D1; security A1–A13). */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../../../src/domain/failure.ts';
import type { Effect } from '../../../../src/domain/policy.ts';
import type { Grant } from '../../../../src/graph/request/grant.ts';
import type { NamedPerson } from '../../../../src/graph/request/named-person.ts';
import { createWorld } from './request-world.ts';
import type { CallerSpec, World, WorldRequest } from './request-world.ts';

/** The role of a grant and the credential it acts with, or the code of the refusal. */
async function told({ credentialOf }: WorldRequest, grant: Promise<Grant>): Promise<string> {
  try {
    const { role, am } = await grant;
    return `${role} by ${credentialOf(am)}`;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

/** `bob`, `beta/bob`, `beta/` for a realm alone, and nothing for the caller. */
function named(text: string): NamedPerson {
  const [id, realm] = text.split('/').toReversed();
  return { ...(id !== '' && { id }), ...(realm !== undefined && { realm }) };
}

const token = (...scopes: string[]): CallerSpec => ({ token: 'alice', scopes });
const secondName: CallerSpec = { token: 'desk', scopes: ['desk'] };
const nameless: CallerSpec = { token: 'gho\uFE0Fst', scopes: ['desk'] };
const roles = 'service group admins, service group helpdesk';
const privileged = 'service group admins, service group executives';
const both = `${roles}, service group executives`;
const inBeta = 'service group beta/admins, service group beta/executives';
const rolesInBeta = 'service group beta/admins, service group beta/helpdesk';

/** Who calls, for what, whom they name; what they are told, and what AM is asked. */
type Row = readonly [as: CallerSpec, Effect, name: string, told: string, calls: string];
const rows: readonly Row[] = [
  [null, 'viewPerson', '', 'UNAUTHENTICATED', ''],
  [null, 'viewPerson', 'bob', 'UNAUTHENTICATED', ''],
  ['ended', 'viewPerson', 'bob', 'UNAUTHENTICATED', ''],
  ['alice', 'viewPerson', '', 'SELF by own', 'own alice'],
  ['alice', 'viewPerson', 'beta/', 'FORBIDDEN', ''],
  ['alice', 'viewPerson', 'alice', 'SELF by own', 'own alice'],
  ['alice', 'viewPerson', 'ALICE', 'SELF by own', 'own ALICE'],
  ['alice', 'viewPerson', 'bob', 'FORBIDDEN', `own alice, ${roles}`],
  ['alice', 'viewPerson', 'beta/alice', 'FORBIDDEN', `own alice, ${roles}`],
  ['alice', 'reset', '', 'SELF by own', 'own alice'],
  ['alice', 'reset', 'alice', 'SELF by own', `own alice, ${roles}`],
  ['helen', 'viewPerson', '', 'SELF by own', 'own helen'],
  ['helen', 'viewPerson', 'bob', 'HELP_DESK by service', `own helen, service bob, ${roles}`],
  ['helen', 'viewPerson', 'nobody', 'HELP_DESK by service', `own helen, service nobody, ${roles}`],
  ['helen', 'viewDevices', 'bob', 'HELP_DESK by service', `own helen, service bob, ${both}`],
  ['helen', 'viewDevices', 'vera', 'TARGET_PRIVILEGED', `own helen, service vera, ${both}`],
  ['helen', 'viewDevices', 'ghost', 'TARGET_PRIVILEGED', `own helen, service ghost, ${both}`],
  [
    'helen',
    'viewDevices',
    'beta/bob',
    'TARGET_PRIVILEGED',
    `own helen, service beta/bob, ${roles}, ${inBeta}`,
  ],
  ['helen', 'viewProfileData', 'bob', 'FORBIDDEN', `own helen, ${roles}`],
  ['helen', 'remove', 'bob', 'FORBIDDEN', `own helen, ${roles}`],
  ['helen', 'reset', '', 'SELF by own', 'own helen'],
  ['helen', 'reset', 'helen', 'OWN_ACCOUNT', `own helen, ${roles}`],
  ['helen', 'reset', 'hele\uFE0Fn', 'OWN_ACCOUNT', `own helen, service hele\uFE0Fn, ${both}`],
  ['hele\uFE0Fn', 'reset', '', 'SELF by own', 'own hele\uFE0Fn'],
  ['hele\uFE0Fn', 'reset', 'helen', 'OWN_ACCOUNT', `own hele\uFE0Fn, service helen, ${both}`],
  ['hele\uFE0Fn', 'viewPerson', '', 'SELF by own', 'own hele\uFE0Fn'],
  ['desk', 'reset', 'helen', 'OWN_ACCOUNT', `own desk, service helen, ${both}`],
  ['helen', 'reset', 'desk', 'OWN_ACCOUNT', `own helen, service desk, ${both}`],
  ['alice', 'viewPerson', 'ali\uFE0Fce', 'FORBIDDEN', `own alice, ${roles}`],
  [nameless, 'reset', 'ghost', 'OWN_ACCOUNT', `service gho\uFE0Fst, service ghost, ${privileged}`],
  [secondName, 'reset', 'helen', 'OWN_ACCOUNT', `service desk, service helen, ${privileged}`],
  ['helen', 'viewDevices', 'hele\uFE0Fn', 'SELF by own', `own helen, service hele\uFE0Fn, ${both}`],
  [
    'beta/hektor',
    'viewPerson',
    'bob',
    'HELP_DESK by service',
    `own beta/hektor, service beta/bob, ${rolesInBeta}`,
  ],
  ['oscar', 'viewDevices', 'vera', 'ADMINISTRATOR by service', `own oscar, service vera, ${roles}`],
  ['oscar', 'reset', 'vera', 'TARGET_PRIVILEGED', `own oscar, service vera, ${both}`],
  ['oscar', 'remove', 'bob', 'ADMINISTRATOR by service', `own oscar, service bob, ${both}`],
  ['amadmin', 'viewPerson', '', 'FORBIDDEN', ''],
  ['amadmin', 'reset', 'vera', 'SUPER_USER by own', `own vera, ${privileged}`],
  ['amadmin', 'reset', 'beta/bob', 'SUPER_USER by own', `own beta/bob, ${inBeta}`],
  [token('devices:read'), 'viewPerson', '', 'SELF by service', 'service alice'],
  [token('devices:read'), 'reset', '', 'INSUFFICIENT_SCOPE', ''],
  [token('devices:read'), 'viewPerson', 'bob', 'FORBIDDEN', ''],
  [token('devices:reset'), 'viewPerson', '', 'INSUFFICIENT_SCOPE', ''],
  [token('devices:reset'), 'reset', '', 'SELF by service', 'service alice'],
  [token('desk'), 'reset', '', 'INSUFFICIENT_SCOPE', ''],
  [token('desk'), 'reset', 'alice', 'OWN_ACCOUNT', ''],
  [
    token('desk'),
    'reset',
    'bob',
    'HELP_DESK by service',
    `service alice, service bob, ${privileged}`,
  ],
  [token('admin'), 'viewDevices', 'vera', 'ADMINISTRATOR by service', 'service vera'],
];

/** In the order in which the world tells of calls. */
function listed(calls: string): string[] {
  return calls === '' ? [] : calls.split(', ').toSorted();
}

/** What comes of a row: what the caller is told, and what AM was asked. */
async function tried(world: World, [as, effect, name]: Row): Promise<[string, string[]]> {
  const request = world.request(as);
  const grant = request.context.permissions.forNamed(effect, named(name));
  return [await told(request, grant), world.calls()];
}

describe('a person that is named', () => {
  test.each(rows)('%j: %s of "%s" is %s', async (...row) => {
    const [, , , expected, calls] = row;

    expect(await tried(createWorld(), row)).toEqual([expected, listed(calls)]);
  });

  test.each([
    [{ id: 'bo*' }, 'id'],
    [{ id: 'bo*', idArgument: 'userId' }, 'userId'],
    [{ id: 'bob', realm: 'gamma' }, 'realm'],
    [{ realm: '' }, 'realm'],
  ])('%j is refused before anything is asked', async (person, argument) => {
    const world = createWorld();

    const grant = world.request('amadmin').context.permissions.forNamed('viewPerson', person);

    await expect(grant).rejects.toMatchObject({ code: 'BAD_USER_INPUT', facts: { argument } });
    expect([world.calls(), world.sessions()]).toEqual([[], 0]);
  });

  test('is privileged where it is the super user, whatever the groups', async () => {
    const env = { AM_REALMS: 'alpha,root', HELP_DESK_REALMS: 'alpha:root' };

    const [answer] = await tried(createWorld({ env }), ['helen', 'reset', 'root/amadmin', '', '']);

    expect(answer).toBe('TARGET_PRIVILEGED');
  });

  test.each<readonly [Record<string, string>, CallerSpec, string]>([
    [{}, 'helen', 'PRIVILEGE_UNKNOWN'],
    [{}, 'oscar', 'PRIVILEGE_UNKNOWN'],
    [{ ADMINS_OVER_PRIVILEGED: 'on' }, 'oscar', 'ADMINISTRATOR by service'],
    [{}, 'amadmin', 'SUPER_USER by own'],
  ])(
    'is perhaps privileged where AM lacks a group: with %j, for %j %s',
    async (env, as, answer) => {
      const world = createWorld({ env: { PRIVILEGED_GROUPS: 'missing', ...env } });

      expect(await tried(world, [as, 'reset', 'bob', '', ''])).toContain(answer);
    },
  );

  test('is not acted for by name while groups cannot be read', async () => {
    const world = createWorld();
    world.hold('service group helpdesk').reject(new Failure('UPSTREAM_ERROR', 'no'));

    const [answer] = await tried(world, ['alice', 'reset', 'alice', '', '']);

    expect(answer).toBe('UPSTREAM_ERROR');
  });

  test('is read once, and their groups once, for all who ask', async () => {
    const world = createWorld();
    const { permissions } = world.request('helen').context;

    await Promise.all(
      (['viewPerson', 'viewDevices', 'viewDevices'] as const).map((effect) =>
        permissions.forNamed(effect, { id: 'bob' }),
      ),
    );

    expect(world.calls()).toEqual(listed(`own helen, service bob, ${both}`));
    expect(world.sessions()).toBe(1);
  });

  test('is another one in another realm', async () => {
    for (const realms of [
      ['alpha', 'beta'],
      ['beta', 'alpha'],
    ]) {
      const request = createWorld().request('helen');
      const { permissions } = request.context;
      const grants = realms.map((realm) =>
        permissions.forNamed('viewPerson', { id: 'bob', realm }),
      );
      const people = await Promise.all(grants.map(async (grant) => (await grant).person));
      const devices = people.map(async (person) => {
        if (person === null) throw new Error('there is nobody');
        return told(request, permissions.on('viewDevices', person));
      });

      const expected = { alpha: 'HELP_DESK by service', beta: 'TARGET_PRIVILEGED' };
      expect(people.map((person) => person?.email)).toEqual(
        realms.map((realm) => `bob@${realm}.test`),
      );
      expect(await Promise.all(devices)).toEqual(
        realms.map((realm) => new Map(Object.entries(expected)).get(realm)),
      );
    }
  });
});

describe('without a credential of the gateway', () => {
  test.each<Row>([
    ['alice', 'reset', '', 'SELF by own', 'own alice'],
    ['alice', 'reset', 'alice', 'SELF by own', 'own alice'],
    ['alice', 'viewPerson', 'bob', 'SERVICE_CREDENTIAL_MISSING', 'own alice'],
    ['helen', 'reset', 'bob', 'SERVICE_CREDENTIAL_MISSING', 'own helen'],
    ['amadmin', 'reset', 'bob', 'SUPER_USER by own', 'own bob'],
    [token('devices:read'), 'viewPerson', '', 'SERVICE_CREDENTIAL_MISSING', ''],
  ])('%j: %s of "%s" is %s', async (...row) => {
    const [, , , expected, calls] = row;

    expect(await tried(createWorld({ service: false }), row)).toEqual([expected, listed(calls)]);
  });
});

describe('what is selected', () => {
  test.each<readonly [as: CallerSpec, name: string, record: string, beside: string]>([
    ['alice', '', 'own alice', 'own alice OATH'],
    ['alice', 'alice', 'own alice', 'own alice OATH'],
    ['alice', 'ALICE', 'own ALICE', ''],
    ['amadmin', 'bob', 'own bob', 'own bob OATH'],
    [token('devices:read'), '', 'service alice', 'service alice OATH'],
    [token('admin'), 'bob', 'service bob', 'service bob OATH'],
    [token('desk'), 'bob', 'service bob', privileged],
  ])('%j of "%s": while %s is on its way, AM is asked %j', async (as, name, record, beside) => {
    const world = createWorld();
    const held = world.hold(record);

    const { permissions } = world.request(as).context;
    const selected = { kinds: ['OATH'], person: true } as const;
    const grant = permissions.forNamed('viewPerson', named(name), selected);
    await setImmediate();
    const asked = world.calls().filter((call) => call !== record);
    held.resolve();
    const { loaders, person } = await grant;
    if (person !== null) await loaders.devices.load('OATH', person);

    expect(asked).toEqual(listed(beside));
    expect(world.calls().filter((call) => call.endsWith(' OATH'))).toHaveLength(1);
  });

  test.each<readonly [as: CallerSpec, name: string, calls: string]>([
    ['alice', '', 'own alice OATH'],
    ['alice', 'alice', 'own alice, own alice OATH'],
    ['ALICE', '', 'own ALICE'],
    [token('devices:read'), '', 'service alice, service alice OATH'],
    ['amadmin', 'bob', 'own bob, own bob OATH'],
  ])('where that is lists alone, %j of "%s" asks for %s', async (as, name, calls) => {
    const world = createWorld();
    const { permissions } = world.request(as).context;

    await permissions.forNamed('viewPerson', named(name), { kinds: ['OATH'], person: false });
    await setImmediate();

    expect(world.calls()).toEqual(listed(calls));
  });
});

describe('a realm', () => {
  test.each<readonly [string, CallerSpec, string | undefined, string]>([
    ['pingam', 'alice', undefined, 'FORBIDDEN'],
    ['pingam', 'helen', undefined, 'HELP_DESK by service in alpha'],
    ['pingam', 'helen', 'beta', 'HELP_DESK by service in beta'],
    ['pingam', 'beta/hektor', undefined, 'HELP_DESK by service in beta'],
    ['pingam', 'amadmin', undefined, 'SUPER_USER by own in alpha'],
    ['pingam', 'amadmin', 'beta', 'SUPER_USER by own in beta'],
    ['pingam', 'amadmin', 'gamma', 'BAD_USER_INPUT'],
    ['aic', 'amadmin', 'beta', 'SUPER_USER by service in beta'],
    ['pingam', token('desk'), undefined, 'HELP_DESK by service in alpha'],
    ['pingam', token('devices:read'), undefined, 'FORBIDDEN'],
    ['pingam', null, undefined, 'UNAUTHENTICATED'],
  ])('on %s, %j searches %j: %s', async (flavor, as, name, expected) => {
    const request = createWorld({ env: { AM_FLAVOR: flavor } }).request(as);
    const grant = request.context.permissions.inRealm('search', name);

    const answer = await told(request, grant);
    const place = await grant.then(
      ({ realm }) => ` in ${realm.name}`,
      () => '',
    );
    expect(`${answer}${place}`).toBe(expected);
  });
});
